"""The page that takes dictation: what is heard, the page's own text, and what was said before."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.presenters.hearing import State
from desktop.presenters.recall import Kept
from desktop.settings import Settings
from desktop.views.meter import Meter
from desktop.views.pages import Page
from desktop.views.parts import (
    GAP_PX,
    Offer,
    Partial,
    choice,
    choose,
    labelled,
    models_button,
    row_of,
    without_mnemonic,
)
from engines.words import _

KEPT = Qt.ItemDataRole.UserRole


class DictatePage(Page):
    """Draws what the presenters of dictation and of its history decide."""

    language_chosen = Signal(str)
    written_here = Signal(bool)
    kept = Signal(bool)
    sought = Signal(str)

    def __init__(
        self,
        button: Callable[[str], QPushButton],
        to_models: Callable[[], None],
        step_aside: Callable[[Callable[[], None]], None],
    ) -> None:
        super().__init__()
        self._step_aside = step_aside
        self._start = button("dictate")
        self._languages = {"system": _("As the window"), "en": _("English"), "ko": _("한국어")}
        self.language = choice(self._languages)
        self.here = QCheckBox(_("&Write into the text below only"))
        self.keep = QCheckBox(_("Keep what I &say on this computer"))
        self.meter = Meter(_("Microphone level: silent"))
        self.partial = Partial()
        self.offer = Offer(models_button(lambda: to_models()))
        self.text = QPlainTextEdit()
        self.search, self.past = QLineEdit(), Past()
        self._lay_out(button)
        self.language.activated.connect(
            lambda _number: self.language_chosen.emit(self.language.currentData())
        )
        self.here.clicked.connect(self.written_here)
        self.keep.clicked.connect(self.kept)
        self.search.textChanged.connect(self.sought)
        self.show_state("idle")

    # What the presenters ask for

    def show_state(self, state: State) -> None:
        """Show whether Sori listens."""
        is_on = state in ("starting", "listening")
        self._start.setText(_("Stop") if is_on else _("Start"))
        self._start.setAccessibleName(_("Stop dictating") if is_on else _("Start dictating"))

    def show_partial(self, text: str) -> None:
        """Show words that may still change."""
        self.partial.show_words(text)

    def show_level(self, percent: int, words: str) -> None:
        """Show how loud it is."""
        self.meter.show_amount(percent, words)

    def show_choices(self, settings: Settings) -> None:
        """Show the language and the switches."""
        choose(self.language, settings.dictation_language)
        self.here.setChecked(settings.is_written_here)
        self.keep.setChecked(settings.is_history_kept)

    def show_offer(self, sentence: str) -> None:
        """Show that there is a better model."""
        self.offer.show_offer(sentence)

    def text_before_caret(self) -> str:
        """Return the text up to the caret, or to the start of what is selected."""
        cursor = self.text.textCursor()
        cursor.setPosition(cursor.selectionStart())
        cursor.movePosition(QTextCursor.MoveOperation.Start, QTextCursor.MoveMode.KeepAnchor)
        return _selected(cursor)

    def insert(self, text: str) -> None:
        """Put `text` where the caret is, in place of what is selected."""
        cursor = self.text.textCursor()
        # A step of its own, so that "undo" means this and no more.
        cursor.beginEditBlock()
        cursor.insertText(text)
        cursor.endEditBlock()
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()

    def take_back(self, text: str) -> bool:
        """Remove `text` if it stands right before the caret."""
        cursor = self.text.textCursor()
        # Qt counts in UTF-16, where an emoji is two.
        start = cursor.position() - len(text.encode("utf-16-le")) // 2
        if start < 0 or cursor.hasSelection():
            return False
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        is_there = _selected(cursor) == text
        if is_there:
            cursor.removeSelectedText()
        return is_there

    def undo(self) -> None:
        """Undo the last change of the text."""
        self.text.undo()

    def step_aside(self, then: Callable[[], None]) -> None:
        """Give the focus back to the program the user came from, then call."""
        self._step_aside(then)

    def show_past(self, rows: tuple[Kept, ...]) -> None:
        """Show other rows of what was said."""
        self.past.show_rows(rows)

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard."""
        QGuiApplication.clipboard().setText(text)

    # For the commands

    def current_past(self) -> Kept | None:
        """Return the row of what was said that is current."""
        return self.past.current()

    def to_past(self) -> None:
        """Go to the list of what was said."""
        self.past.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def to_search(self) -> None:
        """Go to the field that searches."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _lay_out(self, button: Callable[[str], QPushButton]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_PX, GAP_PX, GAP_PX, GAP_PX)
        column.setSpacing(GAP_PX)
        buttons = [button(name) for name in ("dictate", "discard_words", "scratch_that")]
        column.addWidget(row_of([*buttons, labelled(_("&Language:"), self.language)]))
        column.addWidget(row_of([self.here, self.keep]))
        column.addWidget(self.offer)
        column.addWidget(self.meter)
        column.addWidget(self.partial)
        middle = QSplitter(Qt.Orientation.Horizontal)
        middle.setChildrenCollapsible(False)
        middle.setHandleWidth(GAP_PX)
        middle.addWidget(self._text_side())
        middle.addWidget(self._past_side(button))
        middle.setSizes([560, 480])
        column.addWidget(middle, stretch=1)

    def _text_side(self) -> QWidget:
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(160)
        return _titled(_("Te&xt:"), self.text)

    def _past_side(self, button: Callable[[str], QPushButton]) -> QWidget:
        side = _titled(_("&Find in what was said:"), self.search)
        column = side.layout()
        assert isinstance(column, QVBoxLayout)
        column.addWidget(self.past, stretch=1)
        names = ("copy_past", "insert_past", "export_past", "delete_past")
        column.addWidget(row_of([button(name) for name in names]))
        return side


class Past(QListWidget):
    """What was said, the newest first."""

    walked = Signal(object)
    """The row the user went to by key or mouse."""

    def __init__(self) -> None:
        super().__init__()
        self._is_filling = False
        self.setAccessibleName(_("What was said"))
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setSpacing(3)
        self.setMinimumHeight(120)
        self.currentItemChanged.connect(self._moved)

    def show_rows(self, rows: Sequence[Kept]) -> None:
        """Show other rows; the current one stays the current one where it still exists."""
        current = _identity(self.current())
        self._is_filling = True
        while self.count() > len(rows):
            self.takeItem(self.count() - 1)
        for number, kept in enumerate(rows):
            item = self.item(number)
            if item is None:
                item = QListWidgetItem()
                self.addItem(item)
            if item.data(KEPT) != kept:
                item.setText(kept.line)
                item.setData(KEPT, kept)
        found = next((number for number, kept in enumerate(rows) if _identity(kept) == current), 0)
        if rows:
            # Unless somebody walks the list, what is copied or inserted again is what was said last.
            self.setCurrentRow(found if current and self.hasFocus() else 0)
        self._is_filling = False

    def current(self) -> Kept | None:
        """Return the current row."""
        item = self.currentItem()
        kept = item.data(KEPT) if item is not None else None
        return kept if isinstance(kept, Kept) else None

    def _moved(self, _current: QListWidgetItem | None, _previous: QListWidgetItem | None) -> None:
        kept = self.current()
        if kept is not None and not self._is_filling:
            self.walked.emit(kept)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The height of a wrapped row follows from the width.
        self.scheduleDelayedItemsLayout()


def _selected(cursor: QTextCursor) -> str:
    # Qt writes the end of a paragraph as a mark of its own.
    return cursor.selectedText().replace("\u2029", "\n")


def _identity(kept: Kept | None) -> tuple[int, int] | None:
    return None if kept is None else (kept.id, kept.number)


def _titled(title: str, control: QWidget) -> QWidget:
    side = QWidget()
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, 0)
    label = QLabel(title)
    label.setWordWrap(True)
    label.setBuddy(control)
    control.setAccessibleName(without_mnemonic(title))
    column.addWidget(label)
    column.addWidget(control, stretch=0 if isinstance(control, QLineEdit) else 1)
    return side
