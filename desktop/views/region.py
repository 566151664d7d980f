"""Choose a part of the frozen screen, by dragging or by keys alone."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QScreen,
)
from PySide6.QtWidgets import QWidget

from desktop.presenters.frame import Frame
from engines.words import _

Chosen = Callable[[QRect | None], None]
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class RegionChooser(QWidget):
    """Covers one screen with its frozen picture and a frame; closes itself when the user is done."""

    def __init__(self, frozen: QImage, screen: QScreen, chosen: Chosen, say: Callable[[str], None]) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._frozen, self._chosen, self._say = frozen, chosen, say
        self._frame = Frame.in_the_middle(frozen.width(), frozen.height())
        self._drag_from: tuple[int, int] | None = None
        self._is_done = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Sori's own window is hidden now: closing this one must not end the application.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(_("Choose a region"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setScreen(screen)
        self.setGeometry(screen.geometry())

    def announce(self, text: str) -> None:
        """Hand `text` to the screen reader."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def open(self) -> None:
        """Show it over everything and take the keyboard."""
        self.showFullScreen()
        self.raise_()
        self.activateWindow()
        self.setFocus()
        self._tell(_help(), self._frame.sentence())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        is_fine = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key in _ARROWS:
            is_sizing = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            change = self._frame.resized if is_sizing else self._frame.moved
            self._adopt(change(*_ARROWS[key], is_fine))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._finish(self._rect())
        elif key == Qt.Key.Key_Escape:
            self._finish(None)
        elif key == Qt.Key.Key_F1:
            self._tell(_help())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drag_from = self._in_picture(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is not None:
            size = (self._frozen.width(), self._frozen.height())
            self._frame = Frame.between(size, self._drag_from, self._in_picture(event.position().toPoint()))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        start, end = self._drag_from, self._in_picture(event.position().toPoint())
        self._drag_from = None
        # A mere click is no region; the frame stays for the keys.
        if start is not None and abs(start[0] - end[0]) > 4 and abs(start[1] - end[1]) > 4:
            self._finish(self._rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._finish(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(self.rect(), self._frozen)
        frame = self._on_screen()
        shade = QColor(0, 0, 0, 140)
        for part in _around(self.rect(), frame):
            painter.fillRect(part, shade)
        for colour, width in ((QColor(0, 0, 0), 6), (QColor(255, 255, 255), 2)):
            painter.setPen(QPen(colour, width))
            painter.drawRect(frame)

    def _adopt(self, frame: Frame) -> None:
        self._frame = frame
        self._tell(frame.sentence())
        self.update()

    def _finish(self, part: QRect | None) -> None:
        if self._is_done:
            return
        self._is_done = True
        self.close()
        self._chosen(part)

    def _tell(self, *sentences: str) -> None:
        text = " ".join(sentences)
        self.setAccessibleName(text)
        self._say(text)

    def _rect(self) -> QRect:
        return QRect(self._frame.left, self._frame.top, self._frame.width, self._frame.height)

    def _on_screen(self) -> QRect:
        across = self.width() / self._frozen.width()
        down = self.height() / self._frozen.height()
        frame = self._frame
        corner = QPoint(round(frame.left * across), round(frame.top * down))
        end = QPoint(
            round((frame.left + frame.width) * across) - 1, round((frame.top + frame.height) * down) - 1
        )
        return QRect(corner, end)

    def _in_picture(self, point: QPoint) -> tuple[int, int]:
        x = round(point.x() * self._frozen.width() / max(self.width(), 1))
        y = round(point.y() * self._frozen.height() / max(self.height(), 1))
        return min(max(x, 0), self._frozen.width()), min(max(y, 0), self._frozen.height())


def _around(whole: QRect, hole: QRect) -> tuple[QRect, ...]:
    return (
        QRect(whole.left(), whole.top(), whole.width(), hole.top()),
        QRect(whole.left(), hole.bottom() + 1, whole.width(), whole.bottom() - hole.bottom()),
        QRect(whole.left(), hole.top(), hole.left(), hole.height()),
        QRect(hole.right() + 1, hole.top(), whole.right() - hole.right(), hole.height()),
    )


def _help() -> str:
    return _(
        "Choose a region. Arrow keys move it, Shift and arrow keys size it, with Control in small steps; "
        "Enter takes it, Escape leaves."
    )
