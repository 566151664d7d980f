"""The pages of the window behind a row of tabs; each is built when it is first seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from engines.words import _


@dataclass(frozen=True)
class Built:
    """A page that was built, and what it does."""

    widget: QWidget
    calls: Mapping[str, Callable[[], object]]
    """What each command of its menu does, and commands of the window that mean something else on it."""
    first: QWidget
    """What gets the focus when the page is opened."""
    opened: Callable[[], None] = lambda: None
    """Runs each time the page is shown."""


class Pages(QWidget):
    """Tabs above, one page below. With a single page there are no tabs."""

    changed = Signal(str)
    """The name of the page that is shown now."""

    def __init__(self) -> None:
        super().__init__()
        self._names: list[str] = []
        self.tabs, self._stack = QTabBar(), QStackedWidget()
        self.tabs.setAccessibleName(_("Pages"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        # Buttons to scroll the tabs could not be reached by keys, and have no names.
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, stretch=1)
        self.tabs.currentChanged.connect(self._turn)

    @property
    def current(self) -> str:
        """The name of the page that is shown."""
        return self._names[max(self.tabs.currentIndex(), 0)]

    def has(self, name: str) -> bool:
        """Whether there is such a page."""
        return name in self._names

    def add(self, name: str, title: str, page: QWidget | None) -> None:
        """Add a page; None: it is filled in when it is first shown."""
        self._names.append(name)
        self._stack.addWidget(page if page is not None else QWidget())
        self.tabs.addTab(title)
        self.tabs.setVisible(len(self._names) > 1)

    def fill(self, name: str, page: QWidget) -> None:
        """Put a page where it belongs."""
        number = self._names.index(name)
        empty = self._stack.widget(number)
        assert empty is not None, "each page has its place from the start"
        is_shown = self._stack.currentIndex() == number
        self._stack.insertWidget(number, page)
        self._stack.removeWidget(empty)
        empty.deleteLater()
        if is_shown:
            self._stack.setCurrentIndex(number)

    def open(self, name: str) -> None:
        """Show a page."""
        self.tabs.setCurrentIndex(self._names.index(name))

    def _turn(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.changed.emit(self._names[number])


class Page(QWidget):
    """A page's content; it never lets its rows be squeezed, so that the area around it scrolls."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.minimumHeightForWidth(self.width()))


def scrolling(page: QWidget) -> QScrollArea:
    """Return an area in which `page` scrolls when it is too large."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(page)
    return area
