"""The dialog About: what Sori is, a newer one if that is asked for, what it is made of and its licences."""

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.bundled import Part
from desktop.presenters.about import About, row_of
from desktop.views.meter import Meter
from desktop.views.parts import GAP_PX
from desktop.views.parts import row_of as row_of_widgets
from engines.words import _

_PART: Final = Qt.ItemDataRole.UserRole
_CHARACTERS, _LINES = 90, 34
"""What the dialog has room for, as far as the screen does."""
_SHARE_OF_SCREEN: Final = 0.9


class AboutDialog(QDialog):
    """Draws what the presenter of About decides."""

    switched = Signal(bool)
    """Whether to look once a week."""

    def __init__(self, parent: QWidget, introduction: str, is_weekly: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About Sori"))
        self._about: About | None = None
        self.answer = _words("")
        self.notes = _read_only(_("What is new"))
        self.meter = Meter("")
        self.look = _button(_("Check for &updates"))
        self.fetch = _button(_("&Download"))
        self.stop = _button(_("&Stop"))
        self.weekly = QCheckBox(_("Look once a &week"))
        self.weekly.setAccessibleDescription(
            _("Asks the makers' server for a list of releases, nothing else.")
        )
        self.weekly.setChecked(is_weekly)
        self.weekly.toggled.connect(self.switched)
        self.parts = Parts()
        self.text = _read_only(_("Licence"))
        self.tabs = self._lay_out(introduction)
        self.show_answer("")
        self.show_progress(None, "")

    def connect_to(self, about: About) -> None:
        """Let the controls do what the presenter says."""
        self._about = about
        self.look.clicked.connect(about.look)
        self.fetch.clicked.connect(about.fetch)
        self.stop.clicked.connect(about.stop)
        self.parts.walked.connect(about.walk)
        self.finished.connect(lambda _result: about.close())
        about.opened()

    def reject(self) -> None:
        """Escape is silence first, then an end of what goes on; only then the dialog closes."""
        if self._about is None or not self._about.escape():
            super().reject()

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        """Show what Sori is made of; the first is the current one."""
        self.parts.show_parts(parts)
        if parts and self._about is not None:
            self._about.walk(parts[0], is_by_user=False)

    def show_text(self, text: str) -> None:
        """Show the licence of the current part, from its beginning."""
        self.text.setPlainText(text)

    def show_answer(self, sentence: str, notes: str = "") -> None:
        """Show what came of the last request."""
        self.answer.setText(sentence)
        self.answer.setVisible(bool(sentence))
        self.notes.setPlainText(notes)
        self.notes.setVisible(bool(notes))
        if sentence and self.focusWidget() in (self.look, self.fetch, self.stop):
            # With large text it may be below what is seen; it has its place only after the next layout.
            QTimer.singleShot(0, self.answer, lambda: self._area.ensureWidgetVisible(self.answer))

    def show_progress(self, fraction: float | None, sentence: str) -> None:
        """Show how far the work has come."""
        self.meter.setVisible(fraction is not None)
        self.meter.show_amount(round(100 * (fraction or 0)), sentence)

    def allow(self, *, looking: bool, fetching: bool, stopping: bool) -> None:
        """Let the buttons be pressed; the focus goes on to the one that can be."""
        focused = self.focusWidget()
        for button, is_allowed in ((self.look, looking), (self.fetch, fetching), (self.stop, stopping)):
            button.setEnabled(is_allowed)
        self.fetch.setVisible(fetching)
        self.weekly.setEnabled(looking or stopping)
        if focused in (self.look, self.fetch, self.stop) and not focused.isEnabled():
            self._focus_next(stopping, fetching, looking)

    def _focus_next(self, *allowed: bool) -> None:
        buttons = (self.stop, self.fetch, self.look)
        fitting = [button for button, is_allowed in zip(buttons, allowed, strict=True) if is_allowed]
        (fitting[0] if fitting else self.answer).setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, introduction: str) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setAccessibleName(self.windowTitle())
        tabs.tabBar().setAccessibleName(self.windowTitle())
        tabs.setUsesScrollButtons(False)
        words = _words(introduction)
        buttons = row_of_widgets((self.look, self.fetch, self.stop))
        first = _page((words, buttons, self.weekly, self.meter, self.answer, self.notes), {5})
        self._area = _scrolling(first)
        tabs.addTab(self._area, _("Sori"))
        list_title, text_title = QLabel(_("&Made of:")), QLabel(_("&Licence:"))
        list_title.setBuddy(self.parts)
        text_title.setBuddy(self.text)
        tabs.addTab(_page((list_title, self.parts, text_title, self.text), {1, 3}), _("Made of"))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.addWidget(tabs)
        column.addWidget(close)
        metrics = self.fontMetrics()
        wanted = QSize(metrics.averageCharWidth() * _CHARACTERS, metrics.height() * _LINES)
        self.resize(wanted.boundedTo(self.screen().availableSize() * _SHARE_OF_SCREEN))
        return tabs

    def _close(self) -> None:
        # The button and the window's own close whatever goes on; Escape alone goes step by step.
        self.done(QDialog.DialogCode.Rejected)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._close()
        super().closeEvent(event)


class Parts(QListWidget):
    """One line for each part; typing the beginning of a name goes to it."""

    walked = Signal(object)
    """The part the user went to by key or mouse."""

    def __init__(self) -> None:
        super().__init__()
        self._is_filling = False
        self.setAccessibleName(_("What Sori is made of"))
        self.setAccessibleDescription(_("Type the beginning of a name to go to it."))
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._moved)

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        """Show other parts; the first is the current one."""
        self._is_filling = True
        self.clear()
        for part in parts:
            QListWidgetItem(row_of(part), self).setData(_PART, part)
        self.setCurrentRow(0)
        self._is_filling = False

    def _moved(self, current: QListWidgetItem | None, _previous: QListWidgetItem | None) -> None:
        if current is not None and not self._is_filling:
            self.walked.emit(current.data(_PART))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The height of a wrapped row follows from the width.
        self.scheduleDelayedItemsLayout()


def _page(widgets: tuple[QWidget, ...], growing: set[int]) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(GAP_PX, GAP_PX, GAP_PX, GAP_PX)
    column.setSpacing(GAP_PX)
    for number, widget in enumerate(widgets):
        column.addWidget(widget, stretch=int(number in growing))
    # What is short stays at the top while nothing that grows is seen.
    column.addStretch(0)
    return page


def _scrolling(page: QWidget) -> QScrollArea:
    # At 200 percent it may be taller than the screen.
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
    )
    label.setWordWrap(True)
    # Else only those who see it hear of it: Tab reaches it.
    label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return label


def _read_only(name: str) -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setAccessibleName(name)
    box.setReadOnly(True)
    box.setTabChangesFocus(True)
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
    )
    return box


def _button(title: str) -> QPushButton:
    button = QPushButton(title)
    button.setAutoDefault(False)
    return button
