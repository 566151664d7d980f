"""The main window: what to describe, the picture, what was found, and the status."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.capture.pictures import to_qimage
from desktop.presenters.rows import Row
from desktop.views import look
from desktop.views.commands import DESCRIBING, MENUS, READING, TUNING, Command, commands
from desktop.views.dialogs import plain
from desktop.views.flow import Flow
from desktop.views.focus_ring import FocusRing
from desktop.views.picture import Picture
from desktop.views.results import Results
from engines.media import Image
from engines.words import _

_GAP_PX: Final = 14
_FIRST_SIZE: Final = QSize(1080, 760)


class Window(QMainWindow):
    """Draws what the presenters decide, and tells them what the user asks for."""

    dropped = Signal(str)
    """The path of a file that was dropped; empty if what was dropped is no file of this computer."""
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(_("Sori"))
        self.setWindowIcon(look.application_icon())
        self.setAcceptDrops(True)
        self.picture, self.results, self.status = Picture(), Results(), Status()
        self.actions_by_id = {command.id: self._action(command) for command in commands()}
        self._buttons = {command.id: self._button(command) for command in commands() if command.button}
        self._fill_menu_bar()
        self._area = self._scrolling(self._page())
        self.setCentralWidget(self._area)
        self._ring = FocusRing(self)
        self._dress()
        self.resize(_FIRST_SIZE)
        self._buttons[DESCRIBING[0]].setFocus()

    def connect_commands(self, calls: Mapping[str, Callable[[], object]]) -> None:
        """Say what each command does; none may be left out."""
        if calls.keys() != self.actions_by_id.keys():
            raise ValueError(f"commands: {calls.keys() ^ self.actions_by_id.keys()}")
        for name, call in calls.items():
            # The signal brings a `checked` that no command wants.
            self.actions_by_id[name].triggered.connect(lambda _checked=False, call=call: call())

    # What the presenters ask for

    def show_picture(self, image: Image) -> None:
        """Show another picture, with nothing outlined."""
        self.picture.show_image(to_qimage(image))

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show another tree."""
        self.results.show_rows(rows)

    def outline(self, row: Row | None, words: str) -> None:
        """Outline a row's box in the picture."""
        self.picture.outline(None if row is None else row.box, words)

    def focus_rows(self) -> None:
        """Put the focus on the headline."""
        self.results.to_first_row()
        self.focus_results()

    def focus_results(self) -> None:
        """Put the focus on the tree, on the row where it was."""
        self._area.ensureWidgetVisible(self.results)
        self.results.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_status(self) -> None:
        """Put the focus on the status."""
        self._area.ensureWidgetVisible(self.status)
        self.status.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_status(self, sentence: str) -> None:
        """Show one sentence until the next."""
        self.status.setText(sentence)

    def announce(self, text: str) -> None:
        """Hand `text` to the screen reader."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard."""
        QGuiApplication.clipboard().setText(text)

    # Where it stands

    def place(self) -> tuple[int, ...]:
        """Return left, top, width and height without the frame."""
        area = self.normalGeometry() if self.isMaximized() else self.geometry()
        return area.left(), area.top(), area.width(), area.height()

    def set_place(self, place: Sequence[int], is_maximized: bool) -> None:
        """Stand where it stood the last time, as far as there is a screen there."""
        if place:
            wanted = QRect(*place)
            screen = QGuiApplication.screenAt(wanted.center())
            if screen is not None:
                self.setGeometry(wanted.intersected(screen.availableGeometry()))
        if is_maximized:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    # Qt's own names

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_new_look = event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange)
        if is_new_look and hasattr(self, "_ring"):
            self._dress()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData().urls()[0].toLocalFile())

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closing.emit()

    # Building

    def _action(self, command: Command) -> QAction:
        action = QAction(_(command.title), self)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setMenuRole(QAction.MenuRole.NoRole)
        return action

    def _button(self, command: Command) -> QPushButton:
        action = self.actions_by_id[command.id]
        button = QPushButton(_(command.button))
        button.setObjectName(command.id)
        button.setAccessibleName(plain(action.text()))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(_("{command}: {keys}").format(command=plain(action.text()), keys=keys))
        button.setAccessibleDescription(keys)
        button.setAutoDefault(False)
        button.clicked.connect(action.trigger)
        return button

    def _fill_menu_bar(self) -> None:
        for menu in MENUS:
            drawn = self.menuBar().addMenu(_(menu.title))
            for command in menu.commands:
                if command is None:
                    drawn.addSeparator()
                else:
                    drawn.addAction(self.actions_by_id[command.id])

    def _page(self) -> QWidget:
        page = Page()
        column = QVBoxLayout(page)
        column.setContentsMargins(_GAP_PX, _GAP_PX, _GAP_PX, _GAP_PX)
        column.setSpacing(_GAP_PX)
        column.addWidget(self._row_of(DESCRIBING))
        column.addWidget(self._middle(), stretch=1)
        column.addWidget(self._row_of((*READING, *TUNING)))
        column.addWidget(self.status)
        return page

    def _middle(self) -> QSplitter:
        middle = QSplitter(Qt.Orientation.Horizontal)
        middle.setChildrenCollapsible(False)
        middle.setHandleWidth(_GAP_PX)
        # The words come first: in tab order, and for whoever reads from the left.
        middle.addWidget(self.results)
        middle.addWidget(self.picture)
        middle.setSizes([600, 440])
        return middle

    def _row_of(self, names: Sequence[str]) -> QWidget:
        row = QWidget()
        flow = Flow(row)
        for name in names:
            flow.addWidget(self._buttons[name])
        return row

    def _scrolling(self, page: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(page)
        return area

    def _dress(self) -> None:
        """Fit icons and sizes to the font and the colours."""
        size = look.icon_size(self.font())
        for name in DESCRIBING:
            button = self._buttons[name]
            button.setIcon(look.icon(name, self.palette()))
            button.setIconSize(size)
        line = self.fontMetrics().height()
        for name, button in self._buttons.items():
            button.setMinimumHeight(round(line * (2.4 if name in DESCRIBING else 1.8)))
        self.results.setIndentation(round(line * 1.1))
        self.status.setMinimumHeight(round(line * 2.4))


class Page(QWidget):
    """The window's content; it never lets its rows be squeezed, so that the area around it scrolls."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.minimumHeightForWidth(self.width()))


class Status(QLabel):
    """One sentence that the Tab key reaches, so that any screen reader can read it."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setMargin(8)
        self.setTextFormat(Qt.TextFormat.PlainText)
