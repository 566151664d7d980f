"""The part of the page that practises: which letter is to be shown, how it went, and how reliable each is."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QVBoxLayout

from desktop.presenters.sign import held_words
from desktop.settings import Settings
from desktop.views.meter import Meter
from desktop.views.pages import Page
from desktop.views.parts import GAP_PX, choice, choose, labelled, row_of
from engines.words import _

_LARGER = 1.4


class PracticeSection(Page):
    """Draws what the presenter of practice decides."""

    chosen = Signal(str, object)
    """The name of a setting and its new value."""
    letter_chosen = Signal(str)

    def __init__(self, button: Callable[[str], QPushButton]) -> None:
        super().__init__()
        self.pack, self.letter = choice(practice_packs()), choice({})
        self.result, self.meter, self.tallies = Result(), Meter(held_words(0.0)), QListWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP_PX, 0, 0)
        column.setSpacing(GAP_PX)
        column.addWidget(
            row_of([labelled(_("Alphabe&t:"), self.pack), labelled(_("&Letter to show:"), self.letter)])
        )
        column.addWidget(row_of([button("practice_next"), button("practice_again")]))
        column.addWidget(self.result)
        column.addWidget(self.meter)
        title = QLabel(_("How reliable your letters were, the weakest &first:"))
        title.setWordWrap(True)
        title.setBuddy(self.tallies)
        self.tallies.setAccessibleName(_("How reliable your letters were"))
        self.tallies.setWordWrap(True)
        self.tallies.setTabKeyNavigation(False)
        self.tallies.setMinimumHeight(120)
        column.addWidget(title)
        column.addWidget(self.tallies, stretch=1)
        self.pack.activated.connect(
            lambda _number: self.chosen.emit("practice_pack", self.pack.currentData())
        )
        self.letter.activated.connect(lambda _number: self.letter_chosen.emit(self.letter.currentData()))

    def show_letters(self, letters: tuple[str, ...], current: str) -> None:
        """Offer these letters, and show which one is to be shown."""
        if [self.letter.itemData(number) for number in range(self.letter.count())] != list(letters):
            blocked = self.letter.blockSignals(True)
            self.letter.clear()
            for letter in letters:
                self.letter.addItem(letter, letter)
            self.letter.blockSignals(blocked)
        choose(self.letter, current)

    def show_result(self, sentence: str, percent: int, words: str) -> None:
        """Show how it goes."""
        self.result.show_sentence(sentence)
        self.meter.show_amount(percent, words)

    def show_tallies(self, lines: tuple[str, ...]) -> None:
        """Show how reliable each letter was."""
        row = self.tallies.currentRow()
        self.tallies.clear()
        self.tallies.addItems(list(lines) or [_("No letter was shown yet.")])
        self.tallies.setCurrentRow(min(max(row, 0), self.tallies.count() - 1))

    def show_choices(self, settings: Settings) -> None:
        """Show what is practised."""
        choose(self.pack, settings.practice_pack)


class Result(QLabel):
    """One sentence in large letters that the Tab key reaches."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _LARGER)
        self.setFont(font)
        # Two lines from the start: sentences that come and go must not move what is beneath them.
        self.setMinimumHeight(2 * self.fontMetrics().height() + 4)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def show_sentence(self, sentence: str) -> None:
        """Show another sentence."""
        if sentence != self.text():
            self.setText(sentence)


def practice_packs() -> dict[str, str]:
    """Return what can be practised, in words."""
    return {
        "asl-letters": _("ASL letters"),
        "asl-digits": _("ASL digits"),
        "ksl": _("Korean finger alphabet"),
    }
