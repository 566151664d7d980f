"""The page of captions, and the window that shows them over all others."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.presenters.captions import TAIL, Appearance, contrast_sentence
from desktop.presenters.hearing import State
from desktop.settings import LARGEST_POINTS, MOST_LINES, SMALLEST_POINTS, Settings
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
    newest,
    number,
    row_of,
)
from engines.words import _

_PADDING_PX = 12
_WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignBottom)


class CaptionsPage(Page):
    """Draws what the presenter of captions decides."""

    chosen = Signal(str, object)
    """The name of a setting and its new value."""
    window_closed = Signal()
    escaped = Signal()
    """Escape was pressed in the window on top, which the main window's keys do not reach."""

    def __init__(self, button: Callable[[str], QPushButton], to_models: Callable[[], None]) -> None:
        super().__init__()
        self._start = button("caption")
        self._top: CaptionsWindow | None = None
        self._place: tuple[int, ...] = ()
        self._partial = ""
        self.meter = Meter(_("Microphone level: silent"))
        self.partial, self.script = Partial(), ScriptText()
        self.offer = Offer(models_button(lambda: to_models()))
        self.contrast = QLabel()
        self._make_boxes()
        self._lay_out(button)
        self._follow_boxes()
        self.show_state("idle")

    # What the presenter asks for

    def show_state(self, state: State) -> None:
        """Show whether Sori listens."""
        is_on = state in ("starting", "listening")
        self._start.setText(_("Stop") if is_on else _("Start"))
        self._start.setAccessibleName(_("Stop captions") if is_on else _("Start captions"))

    def show_partial(self, text: str) -> None:
        """Show words that may still change."""
        self._partial = text
        self.partial.show_words(text)
        if self._top is not None:
            self._top.show_partial(text)

    def add_caption(self, text: str) -> None:
        """Add a finished caption."""
        self.script.add(text)
        if self._top is not None:
            self._top.add_caption(text)

    def show_captions(self, texts: tuple[str, ...]) -> None:
        """Show these captions instead."""
        self.script.show_all(texts)
        if self._top is not None:
            self._top.show_captions(texts[-TAIL:])

    def show_level(self, percent: int, words: str) -> None:
        """Show how loud it is."""
        self.meter.show_amount(percent, words)

    def show_choices(self, settings: Settings, appearance: Appearance) -> None:
        """Show the source, the language and the look."""
        for name, box in self.boxes.items():
            choose(box, getattr(settings, name))
        for name, counter in self.numbers.items():
            blocked = counter.blockSignals(True)
            counter.setValue(getattr(settings, name))
            counter.blockSignals(blocked)
        self.click_through.setChecked(settings.is_caption_click_through)
        self.contrast.setText(contrast_sentence(appearance))
        self._appearance, self._place = appearance, settings.caption_window
        if self._top is not None:
            self._top.dress(appearance)

    def show_window(self, is_shown: bool) -> None:
        """Show or hide the captions over all other windows."""
        if is_shown and self._top is None:
            self._top = CaptionsWindow()
            self._top.closed.connect(self.window_closed)
            self._top.escaped.connect(self.escaped)
            self._top.dress(self._appearance)
            self._top.set_place(self._place)
            self._top.show_captions(self.script.texts()[-TAIL:])
            self._top.show_partial(self._partial)
            self._top.show()
        elif not is_shown and self._top is not None:
            self.chosen.emit("caption_window", self._top.place())
            top, self._top = self._top, None
            top.blockSignals(True)
            top.close()
            top.deleteLater()

    def show_offer(self, sentence: str) -> None:
        """Show that a model is missing."""
        self.offer.show_offer(sentence)

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard."""
        QGuiApplication.clipboard().setText(text)

    # For the commands

    def copy_selected(self) -> None:
        """Put what is selected on the clipboard."""
        self.script.copy()

    def close_window(self) -> None:
        """Close the captions over other windows, because Sori ends."""
        self.show_window(False)

    def to_captions(self) -> None:
        """Go to the captions."""
        self.script.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _make_boxes(self) -> None:
        colours = {
            "white": _("White"),
            "yellow": _("Yellow"),
            "cyan": _("Cyan"),
            "green": _("Green"),
            "black": _("Black"),
            "blue": _("Dark blue"),
            "grey": _("Dark grey"),
        }
        sources = {
            "microphone": _("Microphone"),
            "system": _("The computer's sound"),
            "file": _("A file"),
        }
        languages = {"system": _("As the window"), "en": _("English"), "ko": _("한국어")}
        fonts = {"": _("As the system"), **{name: name for name in QFontDatabase.families()}}
        self.boxes = {
            "caption_source": choice(sources),
            "dictation_language": choice(languages),
            "caption_font": choice(fonts),
            "caption_text": choice(colours),
            "caption_back": choice(colours),
        }
        # The longest name of a font must not make the page wider than the screen.
        font = self.boxes["caption_font"]
        font.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        font.setMinimumContentsLength(14)
        self.numbers = {
            "caption_points": number(SMALLEST_POINTS, LARGEST_POINTS, 2),
            "caption_lines": number(1, MOST_LINES),
        }
        self.click_through = QCheckBox(_("Clicks &go through the window on top"))

    def _follow_boxes(self) -> None:
        for name, box in self.boxes.items():
            box.activated.connect(
                lambda _number, name=name, box=box: self.chosen.emit(name, box.currentData())
            )
        for name, counter in self.numbers.items():
            counter.valueChanged.connect(lambda value, name=name: self.chosen.emit(name, value))
        self.click_through.clicked.connect(lambda is_on: self.chosen.emit("is_caption_click_through", is_on))

    def _lay_out(self, button: Callable[[str], QPushButton]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_PX, GAP_PX, GAP_PX, GAP_PX)
        column.setSpacing(GAP_PX)
        column.addWidget(
            row_of(
                [
                    button("caption"),
                    labelled(_("S&ound from:"), self.boxes["caption_source"]),
                    labelled(_("&Language:"), self.boxes["dictation_language"]),
                    button("captions_window"),
                ]
            )
        )
        column.addWidget(self.offer)
        column.addWidget(self.meter)
        column.addWidget(self.partial)
        title = QLabel(_("Captio&ns so far:"))
        title.setBuddy(self.script)
        column.addWidget(title)
        column.addWidget(self.script, stretch=1)
        names = ("all_captions", "copy_captions", "export_captions", "clear_captions")
        column.addWidget(row_of([button(name) for name in names]))
        column.addWidget(
            row_of(
                [
                    labelled(_("&Font:"), self.boxes["caption_font"]),
                    labelled(_("Si&ze, points:"), self.numbers["caption_points"]),
                    labelled(_("L&ines:"), self.numbers["caption_lines"]),
                    labelled(_("Letters:"), self.boxes["caption_text"]),
                    labelled(_("&Background:"), self.boxes["caption_back"]),
                    button("high_contrast"),
                    self.contrast,
                    self.click_through,
                ]
            )
        )


class ScriptText(QPlainTextEdit):
    """Finished captions to walk, select and copy; it follows the newest unless the reader is elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Captions so far"))
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setMaximumBlockCount(TAIL)
        self.setMinimumHeight(120)

    def add(self, text: str) -> None:
        """Add a caption at the end; neither the caret nor what is selected moves."""
        bar = self.verticalScrollBar()
        is_at_end = bar.value() >= bar.maximum() - 1
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not self.document().isEmpty():
            cursor.insertBlock()
        cursor.insertText(_one_line(text))
        if is_at_end:
            bar.setValue(bar.maximum())

    def show_all(self, texts: Sequence[str]) -> None:
        """Show these captions; from now on the oldest give way to new ones."""
        self.setMaximumBlockCount(0)
        self.setPlainText("\n".join(map(_one_line, texts)))
        self.setMaximumBlockCount(max(TAIL, len(texts)))
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    def texts(self) -> list[str]:
        """Return the captions that are drawn."""
        return self.toPlainText().split("\n") if not self.document().isEmpty() else []


class CaptionsWindow(QWidget):
    """The newest captions over all other windows; it is shown without taking the focus."""

    closed = Signal()
    escaped = Signal()

    def __init__(self) -> None:
        super().__init__(None, _flags(is_click_through=False))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(_("Captions"))
        self.script, self._words = ScriptText(), NewestWords()
        self.script.setFrameShape(QFrame.Shape.NoFrame)
        self.script.setMinimumHeight(0)
        self.script.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.script.document().setDocumentMargin(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING_PX, _PADDING_PX, _PADDING_PX, _PADDING_PX)
        column.setSpacing(0)
        column.addWidget(self.script, stretch=1)
        column.addWidget(self._words)
        self._room = (0, 0)

    def dress(self, appearance: Appearance) -> None:
        """Wear another look."""
        palette = QPalette(QApplication.palette())
        text, back = QColor(appearance.text_colour), QColor(appearance.back_colour)
        for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            palette.setColor(role, back)
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
            palette.setColor(role, text)
        # What is selected is the reverse, so that it stands out as much.
        palette.setColor(QPalette.ColorRole.Highlight, text)
        palette.setColor(QPalette.ColorRole.HighlightedText, back)
        font = QFont(QApplication.font())
        if appearance.font:
            font.setFamily(appearance.font)
        font.setPointSize(appearance.points)
        for part in (self, self.script, self._words):
            part.setPalette(palette)
            part.setFont(font)
        self._let_clicks_through(appearance.is_click_through)
        self._fit_lines(appearance.lines, font)

    def add_caption(self, text: str) -> None:
        """Add a finished caption."""
        self.script.add(text)
        self._words.last = text

    def show_captions(self, texts: Sequence[str]) -> None:
        """Show these captions instead."""
        self.script.show_all(texts)
        self._words.last = texts[-1] if texts else ""

    def show_partial(self, text: str) -> None:
        """Show words that may still change beneath the captions."""
        self._words.show_words(text)

    def place(self) -> tuple[int, ...]:
        """Return left, top, width and height without the frame."""
        area = self.geometry()
        return area.left(), area.top(), area.width(), area.height()

    def set_place(self, place: Sequence[int]) -> None:
        """Stand where it stood the last time, else near the lower edge of the screen."""
        screen = QGuiApplication.primaryScreen().availableGeometry()
        if place and QGuiApplication.screenAt(QRect(*place).center()) is not None:
            self.setGeometry(QRect(*place))
            return
        width = min(screen.width() - 96, 1000)
        left = screen.left() + (screen.width() - width) // 2
        self.setGeometry(left, screen.bottom() - self.height() - 96, width, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _let_clicks_through(self, is_click_through: bool) -> None:
        flags = _flags(is_click_through)
        if flags != self.windowFlags():
            # Qt hides a window whose flags change.
            was_shown, place = self.isVisible(), self.geometry()
            self.setWindowFlags(flags)
            if was_shown:
                self.setGeometry(place)
                self.show()

    def _fit_lines(self, lines: int, font: QFont) -> None:
        height = QFontMetrics(font).lineSpacing()
        newest_lines = 1 if lines < 4 else 2
        self._words.set_lines(newest_lines, is_alone=lines == 1)
        self.script.setVisible(lines > 1)
        self.setMinimumHeight(height * newest_lines + 2 * _PADDING_PX)
        if (lines, height) != self._room:
            self._room = (lines, height)
            self.resize(QSize(self.width(), height * lines + 2 * _PADDING_PX + 12))


class NewestWords(QWidget):
    """Draws the newest words; a screen reader finds them among the captions when they are final."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._is_alone = False
        self.last = ""
        """The newest caption: with no room for more than one line, it stands here until the next words."""
        self.setAccessibleName(_("Words being heard"))

    def set_lines(self, lines: int, is_alone: bool) -> None:
        """Take so many lines of room."""
        self._is_alone = is_alone
        self.setFixedHeight(lines * QFontMetrics(self.font()).lineSpacing() + 4)

    def show_words(self, text: str) -> None:
        """Show the end of `text`."""
        self._text = text
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), _WRAPPED, self._fitting())
        painter.end()

    def _fitting(self) -> str:
        """Return as much of the end of the text as there is room for."""
        shown = self._text or (self.last if self._is_alone else "")
        text, metrics = newest(shown), QFontMetrics(self.font())
        while text and metrics.boundingRect(self.rect(), _WRAPPED, text).height() > self.height():
            rest = text.removeprefix("… ").partition(" ")[2]
            if not rest:
                break
            text = "… " + rest
        return text


def _flags(is_click_through: bool) -> Qt.WindowType:
    flags = Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint
    if is_click_through:
        flags |= Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowTransparentForInput
        flags |= Qt.WindowType.WindowDoesNotAcceptFocus
    return flags


def _one_line(text: str) -> str:
    return " ".join(text.split())
