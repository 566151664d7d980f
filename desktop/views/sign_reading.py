"""The part of the page that shows what hands spell: the text, the word being spelled, and the guesses."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout

from desktop.settings import LONGEST_HOLD_MS, SHORTEST_HOLD_MS, Settings
from desktop.views.meter import Meter
from desktop.views.pages import Page
from desktop.views.parts import GAP_PX, choice, choose, labelled, number, row_of
from engines.results import Guess
from engines.words import _

_LARGER = 1.6
_LONGEST_WORD = 24
_LONGEST_GUESS = 14
"""A taught sign may have a longer name than a button should."""
_GUESS_BUTTONS = ("sign_first", "sign_second", "sign_third")
_ORDERS = {
    Qt.Key.Key_1: "sign_first",
    Qt.Key.Key_2: "sign_second",
    Qt.Key.Key_3: "sign_third",
    Qt.Key.Key_Space: "sign_space",
    Qt.Key.Key_Backspace: "sign_delete",
}


class ReadingSection(Page):
    """Draws what the presenter that reads signs decides."""

    chosen = Signal(str, object)
    """The name of a setting and its new value."""

    def __init__(self, button: Callable[[str], QPushButton]) -> None:
        super().__init__()
        self.text, self.spelled = SignText(), SpelledWord()
        self.meter = Meter(_("No letter is being held."))
        self.guesses = [button(name) for name in _GUESS_BUTTONS]
        self.hold = number(SHORTEST_HOLD_MS, LONGEST_HOLD_MS, 50)
        # Who spells fast holds nothing; then a word is read when the hand rests after it.
        self.hold.setSpecialValueText(_("0: whole words"))
        packs = {
            "auto": _("ASL letters and digits"),
            "asl-letters": _("ASL letters"),
            "asl-digits": _("ASL digits"),
            "ksl": _("Korean finger alphabet"),
            "taught": _("Signs you taught"),
        }
        says = {"words": _("Whole words"), "letters": _("Each letter"), "nothing": _("Nothing")}
        self.boxes = {"sign_pack": choice(packs), "sign_says": choice(says)}
        self._lay_out(button)
        for name, box in self.boxes.items():
            box.activated.connect(
                lambda _number, name=name, box=box: self.chosen.emit(name, box.currentData())
            )
        self.hold.valueChanged.connect(lambda value: self.chosen.emit("sign_hold_ms", value))
        self.show_guesses(())

    # What the presenter asks for

    def show_text(self, text: str, tentative: str) -> None:
        """Show the text that stays, and apart from it what may still change."""
        self.text.show_text(text)
        self.spelled.show_word(text.rpartition(" ")[2], tentative)

    def show_guesses(self, guesses: tuple[Guess, ...]) -> None:
        """Show what the hand may show now."""
        for number_, button in enumerate(self.guesses):
            if number_ < len(guesses):
                label, percent = guesses[number_].label, round(100 * guesses[number_].confidence)
                button.setText(
                    _("{number}: {letter}, {percent} %").format(
                        number=number_ + 1, letter=_short(label), percent=percent
                    )
                )
                button.setAccessibleName(
                    _("Guess {number}: {letter}, {percent} percent").format(
                        number=number_ + 1, letter=label, percent=percent
                    )
                )
            else:
                button.setText(_("{number}: none").format(number=number_ + 1))
                button.setAccessibleName(_("Guess {number}: none").format(number=number_ + 1))

    def show_held(self, percent: int, words: str) -> None:
        """Show how much of the time is over that a shape has to be held."""
        self.meter.show_amount(percent, words)

    def show_choices(self, settings: Settings) -> None:
        """Show the pack, the time to hold a shape, and what is said."""
        for name, box in self.boxes.items():
            choose(box, getattr(settings, name))
        blocked = self.hold.blockSignals(True)
        self.hold.setValue(settings.sign_hold_ms)
        self.hold.blockSignals(blocked)

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard."""
        QGuiApplication.clipboard().setText(text)

    # For the commands

    def to_text(self) -> None:
        """Go to the text."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_out(self, button: Callable[[str], QPushButton]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP_PX, 0, 0)
        column.setSpacing(GAP_PX)
        column.addWidget(self.spelled)
        column.addWidget(self.meter)
        self._widen_guesses()
        column.addWidget(row_of(self.guesses))
        title = QLabel(_("Te&xt:"))
        title.setBuddy(self.text)
        column.addWidget(title)
        column.addWidget(self.text, stretch=1)
        names = ("sign_space", "sign_delete", "sign_undo", "sign_clear")
        column.addWidget(row_of([button(name) for name in names]))
        names = ("sign_speak", "sign_copy", "sign_insert", "sign_export")
        column.addWidget(row_of([button(name) for name in names]))
        column.addWidget(
            row_of(
                [
                    labelled(_("Si&gns to expect:"), self.boxes["sign_pack"]),
                    labelled(_("Ho&ld, milliseconds:"), self.hold),
                    labelled(_("Sa&y aloud:"), self.boxes["sign_says"]),
                ]
            )
        )

    def _widen_guesses(self) -> None:
        """Give each guess the room of the longest, so that nothing moves while letters come and go."""
        widest = _("{number}: {letter}, {percent} %").format(number=1, letter="MM", percent=100)
        for button in self.guesses:
            button.setText(widest)
            button.setMinimumWidth(button.sizeHint().width())


class SignText(QPlainTextEdit):
    """The text that stays, to walk, select and copy. With the focus here, digits and blanks are orders."""

    pressed = Signal(str)
    """The command of the key: 1 to 3, the space bar, Backspace."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self.setAccessibleName(_("Text"))
        self.setAccessibleDescription(
            _("1, 2 and 3 take a guess, the space bar puts a space, Backspace deletes a letter.")
        )
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setMinimumHeight(120)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _LARGER)
        self.setFont(font)

    def show_text(self, text: str) -> None:
        """Show another text; what is new at its end is added, so that a reader hears no more than that."""
        if text == self._shown:
            return
        cursor = self.textCursor()
        is_at_end = cursor.atEnd() and not cursor.hasSelection()
        if self._shown and text.startswith(self._shown):
            end = self.document().rootFrame().lastCursorPosition()
            end.insertText(text[len(self._shown) :])
        else:
            self.setPlainText(text)
            is_at_end = True
        self._shown = text
        if is_at_end:
            cursor = self.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        order = _ORDERS.get(Qt.Key(event.key()))
        if order is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.pressed.emit(order)
        else:
            super().keyPressEvent(event)


class SpelledWord(QLabel):
    """The word being spelled: what is settled in the text's colour, what may change apart from it."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = ("", "")
        self.setAccessibleName(_("Word being spelled"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setMargin(6)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _LARGER)
        self.setFont(font)
        self.setMinimumHeight(QFontMetrics(font).height() + 20)
        self.show_word("", " ")

    def show_word(self, settled: str, tentative: str) -> None:
        """Show the end of a word; a screen reader hears what may change only where it asks for it."""
        if (settled, tentative) == self._shown:
            return
        self._shown = settled, tentative
        self._draw()
        if tentative.strip():
            words = _("{settled}, and not settled yet: {tentative}").format(
                settled=settled or _("nothing"), tentative=tentative
            )
        else:
            words = settled
        self.setAccessibleDescription(words)

    def _draw(self) -> None:
        settled, tentative = (part[-_LONGEST_WORD:] for part in self._shown)
        grey = self.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText)
        grey.setAlphaF(0.62)
        # An underline of dots tells it apart where colours do not.
        style = f"color: {grey.name(grey.NameFormat.HexArgb)}; text-decoration: underline;"
        self.setText(f'{escape(settled)}<span style="{style}">{escape(tentative)}</span>')


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_GUESS else f"{label[: _LONGEST_GUESS - 1]}…"
