"""The part of the page that learns signs of the user's own, and how the user shows a weak letter."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from desktop.presenters.teach import Row, Stage
from desktop.settings import Settings
from desktop.views.pages import Page
from desktop.views.parts import GAP_PX, choice, choose, labelled, row_of
from desktop.views.practice import Result, practice_packs
from engines.words import _, ngettext

ROW = Qt.ItemDataRole.UserRole
_LONGEST_NAME = 60


class TeachSection(Page):
    """Draws what the presenter of teaching decides."""

    chosen = Signal(str, object)
    """The name of a setting and its new value."""

    def __init__(self, button: Callable[[str], QPushButton]) -> None:
        super().__init__()
        self._record, self._test = button("teach_record"), button("teach_test")
        self._calibrate = button("calibrate")
        self.name, self.stage, self.list = QLineEdit(), Result(), SignList()
        self.pack, self.letter = choice(practice_packs()), choice({})
        # Its words grow with the examples.
        self.letter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._lay_out(button)
        self.pack.activated.connect(
            lambda _number: self.chosen.emit("practice_pack", self.pack.currentData())
        )

    # What the presenter asks for

    def show_signs(self, rows: tuple[Row, ...]) -> None:
        """Show other rows."""
        self.list.show_rows(rows)

    def show_stage(self, stage: Stage, sentence: str) -> None:
        """Show what is going on."""
        self.stage.show_sentence(sentence)
        stop = _("End the recording")
        self._record.setText(stop if stage == "recording" else _("Record"))
        self._record.setAccessibleName(stop if stage == "recording" else _("Record an example"))
        self._test.setText(_("End the test") if stage == "testing" else _("Test"))
        self._test.setAccessibleName(_("End the test") if stage == "testing" else _("Test the signs"))

    def show_letters(self, letters: tuple[str, ...], calibrated: dict[str, int]) -> None:
        """Offer the letters of the pack, and tell which were shown before."""
        current = self.letter.currentData() if self.letter.currentData() in letters else letters[0]
        blocked = self.letter.blockSignals(True)
        self.letter.clear()
        for letter in letters:
            self.letter.addItem(_letter_words(letter, calibrated.get(letter, 0)), letter)
        self.letter.blockSignals(blocked)
        choose(self.letter, current)

    def show_name(self, name: str) -> None:
        """Show the name of the sign that is being taught."""
        self.name.setText(name)

    def show_choices(self, settings: Settings) -> None:
        """Show what is calibrated."""
        choose(self.pack, settings.practice_pack)

    # For the commands

    def current_letter(self) -> str:
        """Return the letter that is to be recorded."""
        return str(self.letter.currentData() or "")

    def _lay_out(self, button: Callable[[str], QPushButton]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP_PX, 0, 0)
        column.setSpacing(GAP_PX)
        title = QLabel(_("Name of the si&gn:"))
        title.setBuddy(self.name)
        self.name.setAccessibleName(_("Name of the sign"))
        self.name.setMaxLength(_LONGEST_NAME)
        column.addWidget(title)
        column.addWidget(self.name)
        column.addWidget(row_of([self._record, button("teach_clip"), self._test]))
        column.addWidget(self.stage)
        title = QLabel(_("Signs &you taught:"))
        title.setBuddy(self.list)
        column.addWidget(title)
        column.addWidget(self.list, stretch=1)
        names = ("teach_again", "teach_rename", "teach_remove", "teach_import", "teach_export", "sign_forget")
        column.addWidget(row_of([button(name) for name in names]))
        column.addWidget(
            row_of(
                [
                    labelled(_("Alphabe&t:"), self.pack),
                    labelled(_("Weak &letter:"), self.letter),
                    self._calibrate,
                ]
            )
        )


class SignList(QListWidget):
    """The taught signs by name."""

    walked = Signal(object)
    """The row the user went to by key or mouse."""

    def __init__(self) -> None:
        super().__init__()
        self._is_filling = False
        self.setAccessibleName(_("Signs you taught"))
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(120)
        self.currentItemChanged.connect(self._moved)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show other rows, keeping the place."""
        current, place = self.current(), self.currentRow()
        self._is_filling = True
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.line, self)
            item.setData(ROW, row)
            if current is not None and row.name == current.name:
                self.setCurrentItem(item)
        if self.currentItem() is None and rows:
            self.setCurrentRow(min(max(place, 0), len(rows) - 1))
        self._is_filling = False

    def current(self) -> Row | None:
        """Return the current sign."""
        item = self.currentItem()
        row = item.data(ROW) if item is not None else None
        return row if isinstance(row, Row) else None

    def _moved(self, current: QListWidgetItem | None, _previous: QListWidgetItem | None) -> None:
        if current is not None and not self._is_filling:
            self.walked.emit(current.data(ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The height of a wrapped row follows from the width.
        self.scheduleDelayedItemsLayout()


def _letter_words(letter: str, count: int) -> str:
    if not count:
        return letter
    return ngettext("{letter}, {count} example", "{letter}, {count} examples", count).format(
        letter=letter, count=count
    )
