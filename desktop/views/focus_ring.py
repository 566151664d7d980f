"""Show clearly where the focus is, in any colours: a dark and a light line around the control."""

from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QScrollArea, QWidget

WIDTH_PX = 3


class FocusRing(QWidget):
    """Follows the focus within one window; lets every click through."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        """The target, and what it moves with."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (
            QEvent.Type.Move,
            QEvent.Type.Resize,
            QEvent.Type.Show,
            QEvent.Type.Hide,
        ):
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = self.rect().adjusted(WIDTH_PX, WIDTH_PX, -WIDTH_PX - 1, -WIDTH_PX - 1)
        for colour, width in (
            (self.palette().color(QPalette.ColorRole.Base), WIDTH_PX + 2),
            (self.palette().color(QPalette.ColorRole.Highlight), WIDTH_PX),
        ):
            painter.setPen(QPen(colour, width))
            painter.drawRoundedRect(inner, 5, 5)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            # Qt may have deleted it before it tells that the focus goes elsewhere.
            with suppress(RuntimeError):
                widget.removeEventFilter(self)
        is_ours = new is not None and self.window().isAncestorOf(new) and new.window() is self.window()
        self._target = new if is_ours and not isinstance(new, QMenu | QMenuBar) else None
        self._watched = _up_to_ground(self._target) if self._target is not None else []
        for widget in self._watched:
            widget.installEventFilter(self)
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible():
            self.hide()
            return
        parent = _ground(target)
        if self.parentWidget() is not parent:
            # On the page that scrolls, it scrolls along.
            self.setParent(parent)
        margin = WIDTH_PX + 2
        around = QRect(target.mapTo(parent, QPoint(0, 0)), target.size())
        self.setGeometry(around.adjusted(-margin, -margin, margin, margin))
        self.raise_()
        self.show()


def _ground(target: QWidget) -> QWidget:
    """Return the page of a scroll area that holds `target`, else its window."""
    ground = target
    while (parent := ground.parentWidget()) is not None and not ground.isWindow():
        area = parent.parentWidget()
        if ground is not target and isinstance(area, QScrollArea) and area.widget() is ground:
            break
        ground = parent
    return ground


def _up_to_ground(target: QWidget) -> list[QWidget]:
    """Return `target` and all around it that may move on the same ground."""
    found, ground = [target], _ground(target)
    while (parent := found[-1].parentWidget()) is not None and parent is not ground:
        found.append(parent)
    return found
