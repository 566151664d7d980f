"""Grab what the screens show, through Qt: X11, Windows and macOS."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QImage, QPainter, QScreen

from desktop.capture.portal import unavailable
from engines.errors import DeviceUnavailable
from engines.results import Box


def with_pointer() -> QScreen:
    """Return the screen the mouse pointer is on."""
    return QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()


def box_of(screen: QScreen) -> Box:
    """Return where a screen lies on the virtual desktop, in native px."""
    return _box(_native(screen))


def whole() -> Box:
    """Return the whole virtual desktop, in native px."""
    return _box(_virtual_desktop())


def own_windows() -> tuple[Box, ...]:
    """Return where Sori's own windows are on the screen, in native px."""
    found = []
    for window in QGuiApplication.topLevelWindows():
        if window.isVisible() and not window.windowState() & Qt.WindowState.WindowMinimized:
            frame = window.frameGeometry()
            found.append(_box(QRect(frame.topLeft(), frame.size() * window.devicePixelRatio())))
    return tuple(found)


def grab(screen: QScreen) -> QImage:
    """Return what one screen shows, in its own px.

    Raises:
        DeviceUnavailable: this desktop does not let a program see the screen.
    """
    picture = screen.grabWindow(0).toImage()
    if picture.isNull():
        raise DeviceUnavailable(unavailable())
    picture.setDevicePixelRatio(1)
    return picture


def grab_all() -> QImage:
    """Return what all screens show, as they stand side by side; gaps are black.

    Raises:
        DeviceUnavailable: this desktop does not let a program see the screen.
    """
    screens = QGuiApplication.screens()
    whole = _virtual_desktop()
    if len(screens) == 1:
        return grab(screens[0])
    desktop = QImage(whole.size(), QImage.Format.Format_RGB32)
    desktop.fill(0)
    painter = QPainter(desktop)
    for screen in screens:
        painter.drawImage(_native(screen).topLeft() - whole.topLeft(), grab(screen))
    painter.end()
    return desktop


def grab_box(box: Box) -> QImage:
    """Return what stands in a rectangle of the virtual desktop, given in native px.

    Raises:
        DeviceUnavailable: nothing of it is on a screen, or this desktop shows nothing.
    """
    whole = _virtual_desktop()
    area = QRect(box.left, box.top, box.width, box.height).intersected(whole)
    if area.isEmpty():
        raise DeviceUnavailable(unavailable())
    return grab_all().copy(area.translated(-whole.topLeft()))


def _virtual_desktop() -> QRect:
    whole = QRect()
    for screen in QGuiApplication.screens():
        whole = whole.united(_native(screen))
    return whole


def _native(screen: QScreen) -> QRect:
    # Qt scales a screen's size by its factor, but leaves its corner where the system put it.
    size = screen.geometry().size() * screen.devicePixelRatio()
    return QRect(screen.geometry().topLeft(), QSize(size))


def _box(area: QRect) -> Box:
    return Box(area.left(), area.top(), area.left() + area.width(), area.top() + area.height())
