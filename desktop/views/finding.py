"""The row below the description: search in it, go through it by kind, and read what changes."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.views.parts import choice, labelled, row_of
from engines.words import N_, _

KINDS: Final[Mapping[str, str]] = {
    "button": N_("Buttons"),
    "field": N_("Fields"),
    "checkbox": N_("Check boxes"),
    "heading": N_("Headings"),
    "link": N_("Links"),
    "table": N_("Tables"),
    "unlabelled": N_("Items without a label"),
}
"""The kinds that can be gone through, in the order of their menu."""
_FIELD_CHARACTERS: Final = 18
_FOUND_CHARACTERS: Final = 36


class Finding(QWidget):
    """Draws what the search and the live reader say of themselves."""

    sought = Signal(str)
    """What stands in the field of the search, whenever it changes."""
    entered = Signal(bool)
    """Go to the next thing found, or with True to the one before."""
    jumped = Signal(str, bool)
    """Go to the next of a kind, or with True to the one before."""
    switched = Signal()
    """The switch of the live reader was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.field = _Field()
        self.field.setMinimumWidth(self.fontMetrics().averageCharWidth() * _FIELD_CHARACTERS)
        self.field.textChanged.connect(self.sought)
        self.field.entered.connect(self.entered)
        self._found = QLabel()
        self._found.setTextFormat(Qt.TextFormat.PlainText)
        self.kind = choice({name: _(words) for name, words in KINDS.items()})
        back, on = (
            _button(_("Previous"), _("Previous of this kind")),
            _button(_("Next"), _("Next of this kind")),
        )
        back.clicked.connect(lambda: self.jumped.emit(self.kind.currentData(), True))
        on.clicked.connect(lambda: self.jumped.emit(self.kind.currentData(), False))
        self.live = QCheckBox(_("Read what changes"))
        self.live.setAccessibleDescription(
            _("Reads the current item of the description whenever it changes.")
        )
        self.live.clicked.connect(self.switched)
        self._state = QLabel()
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setWordWrap(True)
        self._state.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        search = labelled(_("&Search:"), self.field)
        kinds = labelled(_("&By kind:"), self.kind)
        column.addWidget(row_of((search, self._found, kinds, back, on, self.live)))
        column.addWidget(self._state)

    def to_field(self) -> None:
        """Put the focus on the field, with what stands in it selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_found(self, words: str) -> None:
        """Show how much was found, cut where it would make the row too wide."""
        room = self.fontMetrics().averageCharWidth() * _FOUND_CHARACTERS
        self._found.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room))
        self.field.setAccessibleDescription(words)

    def show_live(self, is_on: bool, state: str) -> None:
        """Show whether the live reader is on, and what it is doing."""
        self.live.setChecked(is_on)
        self._state.setText(state)
        self._state.setVisible(bool(state))


class _Field(QLineEdit):
    """Takes what is sought; Enter goes to it, with Shift backwards."""

    entered = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)


def _button(title: str, name: str) -> QPushButton:
    button = QPushButton(title)
    button.setAccessibleName(name)
    button.setAutoDefault(False)
    return button
