"""Take a picture of the screen, a window or a region without Sori's own window in it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QScreen
from PySide6.QtWidgets import QWidget

from desktop.capture import portal, screens, windows, x11
from desktop.capture.origin import Origin, Screenshot
from desktop.capture.pictures import to_image, to_qimage
from desktop.jobs import Job, Jobs
from engines.errors import DeviceUnavailable, EngineError, InputUnsupported
from engines.media import Image
from engines.results import Box
from engines.words import _

Take = Callable[[Image | EngineError | None], None]
"""Gets the picture, why there is none, or None if the user did not want one."""
Chosen = Callable[[QRect | None], None]
ChooseRegion = Callable[[QImage, QScreen, Chosen], object]
"""Shows the frozen picture on the screen and calls back with the part of it the user chose, in px.

What it returns must be kept until then."""

SETTLE_MS: Final = 300
"""How long a desktop needs to draw what Sori's window covered, fading animations included."""


class DesktopCapturer:
    """Hides Sori's window, takes the picture, and brings the window back with its focus."""

    def __init__(self, window: QWidget, choose_region: ChooseRegion, jobs: Jobs) -> None:
        self._window = window
        self._choose_region = choose_region
        self._jobs = jobs
        self._place = QRect()
        self._chooser: object = None

    def screen(self, take: Take) -> None:
        """Take the screen the pointer is on."""
        self._grab(take, _screen_with_pointer)

    def all_screens(self, take: Take) -> None:
        """Take all screens as one picture."""
        self._grab(take, lambda: shot(screens.grab_all(), Origin("screen", screens.whole())))

    def window(self, take: Take) -> None:
        """Take the window the user was in before Sori; its title comes with it."""
        if _is_wayland():
            # No program may know the other windows there; the desktop's own dialog offers them.
            self._ask_portal(take, is_interactive=True)
        else:
            self._when_hidden(lambda: self._finish(take, _window_below))

    def region(self, take: Take) -> None:
        """Let the user choose a part of the frozen screen."""
        if _is_wayland():
            self._hide()
            self._start_portal(
                lambda image: self._choose(take, to_qimage(image)) if image else self._end(take, None),
                lambda error: self._end(take, error),
                is_interactive=False,
            )
        else:
            self._when_hidden(lambda: self._choose_on_screen(take))

    def again(self, origin: Origin | None, take: Take) -> None:
        """Take the window the user is in, or the screen or region of `origin`, once more.

        Sori's window is hidden only where it is in the way; else the focus stays where it is.
        """
        if _is_wayland():
            self._ask_portal(take, is_interactive=origin is None)
            return
        if origin is None or origin.kind == "window":
            is_clear, grab = QGuiApplication.focusWindow() is None, _window_below
        else:
            box = origin.box
            is_clear, grab = not self._hides(box), lambda: shot(screens.grab_box(box), origin)
        if is_clear:
            take(_attempt(grab))
        else:
            self._when_hidden(lambda: self._finish(take, grab))

    def _hides(self, box: Box) -> bool:
        """Whether Sori's window is, or may be, over a part of the desktop."""
        window = self._window
        if not window.isVisible() or window.isMinimized():
            return False
        frame = window.frameGeometry()
        size = frame.size() * window.devicePixelRatioF()
        return QRect(frame.topLeft(), size).intersects(QRect(box.left, box.top, box.width, box.height))

    def clipboard(self) -> Image | Path:
        """Return the picture on the clipboard, or the file that was copied.

        Raises:
            InputUnsupported: there is neither.
        """
        data = QGuiApplication.clipboard().mimeData()
        if data is not None and data.hasImage():
            picture = QGuiApplication.clipboard().image()
            if not picture.isNull():
                return to_image(picture)
        files = [url.toLocalFile() for url in data.urls()] if data is not None and data.hasUrls() else []
        if files and files[0]:
            return Path(files[0])
        raise InputUnsupported(
            _("There is no picture on the clipboard: copy one, or press Print Screen, and try again.")
        )

    def _grab(self, take: Take, grab: Callable[[], Image]) -> None:
        if _is_wayland():
            self._ask_portal(take, is_interactive=False)
        else:
            self._when_hidden(lambda: self._finish(take, grab))

    def _finish(self, take: Take, grab: Callable[[], Image]) -> None:
        try:
            outcome = _attempt(grab)
        finally:
            self._bring_back()
        take(outcome)

    def _end(self, take: Take, outcome: Image | EngineError | None) -> None:
        self._bring_back()
        take(outcome)

    def _choose_on_screen(self, take: Take) -> None:
        try:
            frozen = screens.grab(screens.with_pointer())
        except EngineError as error:
            self._end(take, error)
        else:
            self._choose(take, frozen, Origin("screen", screens.box_of(screens.with_pointer())))

    def _choose(self, take: Take, frozen: QImage, origin: Origin | None = None) -> None:
        def chosen(part: QRect | None) -> None:
            if part is None:
                self._end(take, None)
                return
            picture = frozen.copy(part)
            self._end(take, shot(picture, None if origin is None else origin.part(_box(part))))

        self._chooser = self._choose_region(frozen, screens.with_pointer(), chosen)

    def _ask_portal(self, take: Take, is_interactive: bool) -> None:
        self._hide()
        self._start_portal(
            lambda image: self._end(take, image), lambda error: self._end(take, error), is_interactive
        )

    def _start_portal(
        self,
        on_done: Callable[[Image | None], None],
        on_error: Callable[[EngineError], None],
        is_interactive: bool,
    ) -> None:
        def failed(error: Exception) -> None:
            on_error(error if isinstance(error, EngineError) else DeviceUnavailable(portal.unavailable()))

        job = Job(lane="capture", on_done=on_done, on_error=failed)
        QTimer.singleShot(
            SETTLE_MS, lambda: self._jobs.start(job, lambda _job: portal.screenshot(is_interactive))
        )

    def _when_hidden(self, then: Callable[[], None]) -> None:
        self._hide()
        QTimer.singleShot(SETTLE_MS, then)

    def _hide(self) -> None:
        self._place = self._window.geometry()
        self._window.hide()

    def _bring_back(self) -> None:
        is_maximized = self._window.isMaximized()
        self._window.show()
        if not is_maximized:
            # Some window managers place a window anew when it is shown again.
            self._window.setGeometry(self._place)
        self._window.raise_()
        self._window.activateWindow()


def _is_wayland() -> bool:
    # Under XWayland Qt says xcb, but sees only a black root window.
    is_session = os.environ.get("XDG_SESSION_TYPE") == "wayland"
    return QGuiApplication.platformName().startswith("wayland") or is_session


def shot(picture: QImage, origin: Origin | None) -> Screenshot:
    """Return a picture that knows where it was taken; the title of a window comes with it."""
    title = origin.title if origin is not None and origin.kind == "window" else ""
    image = to_image(picture, title)
    return Screenshot(image.pixels, image.width, image.height, title, origin)


def _attempt(grab: Callable[[], Image]) -> Image | EngineError:
    try:
        return grab()
    except EngineError as error:
        return error


def _screen_with_pointer() -> Image:
    screen = screens.with_pointer()
    return shot(screens.grab(screen), Origin("screen", screens.box_of(screen)))


def _window_below() -> Image:
    below = windows.window_below() if sys.platform == "win32" else x11.window_below()
    if below is None:
        raise DeviceUnavailable(
            _("There is no other window to describe: open one, or describe the whole screen.")
        )
    return shot(screens.grab_box(below.box), Origin("window", below.box, below.id, below.title))


def _box(part: QRect) -> Box:
    return Box(part.left(), part.top(), part.left() + part.width(), part.top() + part.height())
