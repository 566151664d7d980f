"""The main window: its pages, of which the first describes pictures, and the status they share."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QWindow,
)
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.capture.pictures import to_qimage
from desktop.presenters.rows import Row
from desktop.views import look
from desktop.views.commands import (
    DESCRIBING,
    LEADING,
    LOCAL,
    MENUS,
    READING,
    TUNING,
    Command,
    commands,
    describe_commands,
    window_commands,
)
from desktop.views.dialogs import plain
from desktop.views.finding import Finding
from desktop.views.flow import Flow
from desktop.views.focus_ring import FocusRing
from desktop.views.live import LiveOverlay
from desktop.views.pages import Built, Page, Pages, scrolling
from desktop.views.picture import Picture
from desktop.views.results import Results
from desktop.views.table import TableDialog
from engines.image_description.table_cells import Place
from engines.media import Image
from engines.results import Box, Table
from engines.words import N_, _

_GAP_PX: Final = 14
_FIRST_SIZE: Final = QSize(1080, 800)
DESCRIBE: Final = "describe"
_TITLES: Final = {
    "dictate": N_("Dictate"),
    "captions": N_("Captions"),
    "models": N_("Models"),
    "sign": N_("Sign"),
}
_ASIDE_MS: Final = 600
"""How long the desktop may take to give another window the focus."""


class Window(QMainWindow):
    """Draws what the presenters decide, and tells them what the user asks for."""

    dropped = Signal(str)
    """The path of a file that was dropped; empty if what was dropped is no file of this computer."""
    closing = Signal()
    cell_walked = Signal(int, int)
    """The row and column of the cell the user went to in an open table."""
    cell_bumped = Signal()
    """The user pressed on at the edge of an open table."""
    came_to_front = Signal(bool)
    """Whether a window of Sori has the focus now."""

    def __init__(self) -> None:
        super().__init__()
        self._marks = {"camera": "", "live": ""}
        """What goes on also while the window is put away, so that its title tells it."""
        self._show_title()
        self.setWindowIcon(look.application_icon())
        self.setAcceptDrops(True)
        self.picture, self.results, self.status = Picture(), Results(), Status()
        self.finding = Finding()
        self.actions_by_id = {command.id: self._action(command) for command in commands()}
        self._calls: dict[str, Callable[[], object]] = {}
        self._commands = {command.id: command for command in commands()}
        self._buttons: dict[str, QPushButton] = {}
        self._builds: dict[str, Callable[[], Built]] = {}
        self._built: dict[str, Built] = {}
        self._menus: list[tuple[str, QMenu]] = []
        self._fill_menu_bar()
        self._area = scrolling(self._page())
        self.pages = Pages()
        self.pages.add(DESCRIBE, _("Describe"), self._area)
        self.pages.changed.connect(self._changed_page)
        self.setCentralWidget(self._middle_and_status())
        self._show_commands()
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._note_focus)
        self._live: LiveOverlay | None = None
        self._ring = FocusRing(self)
        self._dress()
        self.resize(_FIRST_SIZE)
        self.button(DESCRIBING[0]).setFocus()

    def connect_commands(self, calls: Mapping[str, Callable[[], object]]) -> None:
        """Say what each command of the whole window does; none may be left out."""
        wanted = {command.id for command in window_commands()}
        if calls.keys() != wanted:
            raise ValueError(f"commands: {calls.keys() ^ wanted}")
        self._calls |= calls

    def connect_describe(self, calls: Mapping[str, Callable[[], object]]) -> None:
        """Say what the commands of the page that describes do; none may be left out."""
        wanted = {command.id for command in describe_commands()}
        if calls.keys() != wanted:
            raise ValueError(f"commands: {calls.keys() ^ wanted}")
        self._calls |= calls

    # Pages

    def add_page(self, name: str, build: Callable[[], Built]) -> None:
        """Offer another page, one of `_TITLES`; `build` makes it when it is first needed."""
        self._builds[name] = build
        self.pages.add(name, _(_TITLES[name]), None)
        self._show_commands()

    def page(self, name: str) -> Built:
        """Return a page that was added; it is built if it was not yet, but not shown."""
        if name not in self._built:
            built = self._builds[name]()
            named = {
                command.id for menu in MENUS if menu.page == name for command in menu.commands if command
            }
            if not named <= built.calls.keys():
                raise ValueError(f"commands of {name}: {named - built.calls.keys()}")
            self._built[name] = built
            self.pages.fill(name, scrolling(built.widget))
            self._dress()
        return self._built[name]

    def open_page(self, name: str) -> None:
        """Show a page and put the focus into it."""
        self.pages.open(name)
        first = self.results if name == DESCRIBE else self.page(name).first
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def button(self, name: str) -> QPushButton:
        """Return the button of a command."""
        if name not in self._buttons:
            self._buttons[name] = self._button(self._commands[name])
        return self._buttons[name]

    def step_aside(self, then: Callable[[], None]) -> None:
        """Leave the focus to the program the user came from, then call."""
        self.showMinimized()
        QTimer.singleShot(_ASIDE_MS, then)

    def come_back(self) -> None:
        """Show the window before all others, with the focus."""
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def mark_camera(self, is_on: bool) -> None:
        """Tell in the title that the camera is on: that is seen also while the window is put away."""
        self._marks["camera"] = _("The camera is on") if is_on else ""
        self._show_title()

    def _show_title(self) -> None:
        self.setWindowTitle(" · ".join(mark for mark in self._marks.values() if mark) or _("Sori"))

    def _note_focus(self, window: QWindow | None) -> None:
        # Some platforms make any new window the one with the focus, also what takes none.
        takes_none = Qt.WindowType.WindowDoesNotAcceptFocus
        is_front = window is not None and not window.flags() & takes_none
        if is_front and self._live is not None:
            self._live.hide()
        self.came_to_front.emit(is_front)

    def _changed_page(self, name: str) -> None:
        if name != DESCRIBE:
            self.page(name).opened()
        self._show_commands()

    def _show_commands(self) -> None:
        """Show the menu of this page only, and let the keys mean what they mean here."""
        name = self.pages.current
        for page, menu in self._menus:
            menu.menuAction().setVisible(page in ("", name))
        here = self._built[name].calls if name in self._built else {}
        for one in LOCAL:
            self.actions_by_id[one].setEnabled(name == DESCRIBE or one in here)
        for one in (DESCRIBE, *_TITLES):
            self.actions_by_id[f"page_{one}"].setVisible(self.pages.has(one))

    def _run(self, name: str) -> None:
        current = self.pages.current
        here = self._built[current].calls if current in self._built else {}
        if name.startswith("page_"):
            self.open_page(name.removeprefix("page_"))
        elif name == "escape":
            self._escape(current)
        elif name in here:
            here[name]()
        else:
            if name in LEADING:
                self.pages.open(DESCRIBE)
            self._calls[name]()

    def _escape(self, current: str) -> None:
        """Let the page that is shown silence or stop something, else the others; False: it had nothing.

        A download goes on unless its own page is shown.
        """
        others = [one for one in self._built if one not in (current, "models")]
        calls = [self._built[one].calls["escape"] for one in (current, *others) if one in self._built]
        calls.insert(0 if current == DESCRIBE else len(calls), self._calls["escape"])
        for call in calls:
            if call() is not False:
                return

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
        self.pages.open(DESCRIBE)
        self._area.ensureWidgetVisible(self.results)
        self.results.setFocus(Qt.FocusReason.OtherFocusReason)

    def current_path(self) -> tuple[int, ...]:
        """Return where the current row stands in the tree."""
        return self.results.current_path()

    def show_row(self, path: tuple[int, ...]) -> None:
        """Make the row there the current one, and put the focus on the tree."""
        self.results.go_to(path)
        self.focus_results()

    def focus_search(self) -> None:
        """Put the focus on the field for what is sought."""
        self.pages.open(DESCRIBE)
        self._area.ensureWidgetVisible(self.finding)
        self.finding.to_field()

    def show_found(self, words: str) -> None:
        """Show beside the search how much was found."""
        self.finding.show_found(words)

    def show_live(self, is_on: bool, state: str, news: str = "", place: Box | None = None) -> None:
        """Show whether something is read whenever it changes: here, in the title, and over other programs."""
        self.actions_by_id["live"].setChecked(is_on)
        self.finding.show_live(is_on, state)
        self._marks["live"] = _("Reading what changes") if is_on else ""
        self._show_title()
        if self._live is None and is_on:
            self._live = LiveOverlay()
        if self._live is not None:
            if is_on and place is not None and not self.isActiveWindow():
                self._live.show_change(news or state, place)
            else:
                self._live.hide()

    def open_table(self, table: Table, place: Place) -> None:
        """Open a table of its own over the window."""
        dialog = TableDialog(self, table, place)
        dialog.walked.connect(self.cell_walked)
        dialog.bumped.connect(self.cell_bumped)
        dialog.open()

    def make_way(self, box: Box) -> None:
        """Get out of the way if the window hides what stands there, in native px of the desktop."""
        corner, scale = self.frameGeometry().topLeft(), self.devicePixelRatioF()
        size = self.frameGeometry().size() * scale
        if QRect(corner, size).intersects(QRect(box.left, box.top, box.width, box.height)):
            # A window that was only just shown again, after a picture, could not be put away yet.
            QTimer.singleShot(_ASIDE_MS, self.showMinimized)

    def focus_status(self) -> None:
        """Put the focus on the status."""
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
        self.pages.open(DESCRIBE)
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
        action.setCheckable(command.is_switch)
        action.triggered.connect(lambda: self._run(command.id))
        if command.list_keys:
            self.results.add_keys(command.list_keys, action)
        return action

    def _button(self, command: Command) -> QPushButton:
        action = self.actions_by_id[command.id]
        button = QPushButton(_(command.button))
        button.setObjectName(command.id)
        button.setAccessibleName(plain(action.text()))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if keys:
            button.setToolTip(_("{command}: {keys}").format(command=plain(action.text()), keys=keys))
        button.setAccessibleDescription(keys)
        button.setAutoDefault(False)
        button.clicked.connect(action.trigger)
        return button

    def _fill_menu_bar(self) -> None:
        for menu in MENUS:
            drawn = self.menuBar().addMenu(_(menu.title))
            self._menus.append((menu.page, drawn))
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
        column.addWidget(self.finding)
        column.addWidget(self._row_of((*READING, *TUNING)))
        return page

    def _middle_and_status(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, stretch=1)
        below = QVBoxLayout()
        below.setContentsMargins(_GAP_PX, 6, _GAP_PX, _GAP_PX)
        below.addWidget(self.status)
        column.addLayout(below)
        return whole

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
            flow.addWidget(self.button(name))
        return row

    def _dress(self) -> None:
        """Fit icons and sizes to the font and the colours."""
        size = look.icon_size(self.font())
        for name in DESCRIBING:
            button = self.button(name)
            button.setIcon(look.icon(name, self.palette()))
            button.setIconSize(size)
        line = self.fontMetrics().height()
        for name, button in self._buttons.items():
            button.setMinimumHeight(round(line * (2.4 if name in DESCRIBING else 1.8)))
        self.results.setIndentation(round(line * 1.1))
        self.status.setMinimumHeight(round(line * 2.4))


class Status(QLabel):
    """One sentence that the Tab key reaches, so that any screen reader can read it."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setMargin(8)
        self.setTextFormat(Qt.TextFormat.PlainText)
