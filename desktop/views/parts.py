"""Parts that several pages are made of: named boxes, rows that wrap, words that are being heard."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from desktop.views.flow import Flow
from engines.words import _

GAP_PX = 14
LONGEST_PARTIAL = 300
"""Characters of the words that are being heard: the newest matter."""


def labelled(label: str, control: QWidget) -> QWidget:
    """Return a control with its label, which also names it."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    title = QLabel(label)
    # On X11 a combo box ignores its accessible name: only a label that is its buddy names it.
    title.setBuddy(control)
    control.setAccessibleName(without_mnemonic(label))
    row.addWidget(title)
    row.addWidget(control)
    return pair


def without_mnemonic(label: str) -> str:
    """Return a label's words alone."""
    import re

    return re.sub(r"\(&.\)", "", label).replace("&", "").rstrip(":")


def choice(values: Mapping[str, str], current: str = "") -> QComboBox:
    """Return a box to choose a value by its words."""
    box = QComboBox()
    for value, words in values.items():
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(current), 0))
    return box


def number(low: int, high: int, step: int = 1) -> QSpinBox:
    """Return a box to choose a number."""
    box = QSpinBox()
    box.setRange(low, high)
    box.setSingleStep(step)
    return box


def choose(box: QComboBox, value: str) -> None:
    """Show another value, without telling anybody."""
    blocked = box.blockSignals(True)
    if box.findData(value) < 0:
        # What is away for now, such as a font, stays chosen.
        box.addItem(value, value)
    box.setCurrentIndex(box.findData(value))
    box.blockSignals(blocked)


def row_of(widgets: Sequence[QWidget]) -> QWidget:
    """Return a row that wraps where it is too long."""
    row = QWidget()
    flow = Flow(row)
    for widget in widgets:
        flow.addWidget(widget)
    return row


class Partial(QLabel):
    """Words that may still change: seen, but nothing that a screen reader would read out again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Words being heard"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setMargin(6)
        self.setMinimumHeight(QFontMetrics(self.font()).height() + 16)

    def show_words(self, text: str) -> None:
        """Show the end of `text`."""
        self.setText(newest(text))


def newest(text: str, longest: int = LONGEST_PARTIAL) -> str:
    """Return the end of a text, cut between words."""
    if len(text) <= longest:
        return text
    return "… " + text[-longest:].partition(" ")[2]


class Offer(QWidget):
    """A sentence that something better is to be had, and the button that leads there."""

    def __init__(self, to_models: QPushButton) -> None:
        super().__init__()
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._sentence, stretch=1)
        row.addWidget(to_models)
        self.hide()

    def show_offer(self, sentence: str) -> None:
        """Show the sentence; empty: hide it."""
        self._sentence.setText(sentence)
        self.setVisible(bool(sentence))


def models_button(to_models: object) -> QPushButton:
    """Return the button that leads to the page of models."""
    button = QPushButton(_("Go to the models"))
    button.setAutoDefault(False)
    button.clicked.connect(to_models)
    return button
