"""Look at one place of the desktop again and again, without touching any window or its focus."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import Final, Literal

from PySide6.QtGui import QGuiApplication, QImage

from desktop.capture import screens, x11
from desktop.capture.capturer import shot
from desktop.capture.origin import Origin, Screenshot
from engines.errors import DeviceUnavailable, EngineError
from engines.results import Box
from engines.words import _

State = Literal["seen", "covered", "hidden", "gone"]
_MOST_COVERED: Final = 0.02
"""With more of it under other windows, what is seen there would be theirs."""
_GRAB_SECONDS: Final = 5.0


@dataclass(frozen=True)
class Glance:
    """One look at a place."""

    state: State
    """`gone`: its window was closed; `hidden`: put away; `covered`: another window lies over it."""
    image: Screenshot | None = None
    """Only where it was seen."""


class Watch:
    """A place that is looked at from a lane; where it belongs to a window, it goes where that goes."""

    def __init__(self, origin: Origin, post: Callable[[Callable[[], None]], None]) -> None:
        """Get ready, on the GUI thread; `post` leads there from a lane.

        Raises:
            DeviceUnavailable: the desktop lets no program look at the screen by itself.
        """
        if QGuiApplication.platformName().startswith("wayland") or (
            os.environ.get("XDG_SESSION_TYPE") == "wayland"
        ):
            raise DeviceUnavailable(
                _(
                    "This desktop asks before each picture of the screen, so Sori cannot keep looking at it: "
                    "describe again with Ctrl+6, or use a session with X11."
                )
            )
        self._post = post
        self._is_x11 = sys.platform not in ("win32", "darwin")
        self._origin = _owned(origin) if self._is_x11 else origin
        self._corner: tuple[int, int] | None = None

    def look(self) -> Glance:
        """Return what is there now. Runs in a lane.

        Raises:
            DeviceUnavailable: no picture could be taken.
        """
        origin = self._origin
        if not self._is_x11:
            return self._on_gui_thread(origin)
        if not origin.window:
            return _sight(origin, x11.own_windows())
        now = x11.standing(origin.window)
        if now is None:
            return Glance("gone")
        if not now.is_shown:
            return Glance("hidden")
        return _sight(replace(origin, box=self._followed(now.box)), now.above)

    def _followed(self, window: Box) -> Box:
        """Return where the place is, now that its window is here."""
        if self._origin.kind == "window":
            return window
        box = self._origin.box
        if self._corner is None:
            self._corner = (box.left - window.left, box.top - window.top)
        left, top = window.left + self._corner[0], window.top + self._corner[1]
        return Box(left, top, left + box.width, top + box.height)

    def _on_gui_thread(self, place: Origin) -> Glance:
        answers: SimpleQueue[Glance | EngineError] = SimpleQueue()

        def grab() -> None:
            try:
                if _covered(place.box, screens.own_windows()) > _MOST_COVERED:
                    answers.put(Glance("covered"))
                else:
                    answers.put(Glance("seen", shot(screens.grab_box(place.box), place)))
            except EngineError as error:
                answers.put(error)

        self._post(grab)
        try:
            answer = answers.get(timeout=_GRAB_SECONDS)
        except Empty:
            raise DeviceUnavailable(_blind()) from None
        if isinstance(answer, EngineError):
            raise answer
        return answer


def _owned(origin: Origin) -> Origin:
    """Return a region that belongs to no window yet with the one it shows."""
    if origin.kind != "region" or origin.window:
        return origin
    box = origin.box
    found = x11.window_at((box.left + box.right) // 2, (box.top + box.bottom) // 2)
    return origin if found is None else replace(origin, window=found.id, title=found.title)


def _sight(place: Origin, above: tuple[Box, ...]) -> Glance:
    """Return what the X server shows at a place, unless too much of it lies under other windows."""
    if _covered(place.box, above) > _MOST_COVERED:
        return Glance("covered")
    return Glance("seen", _from_server(place))


def _from_server(place: Origin) -> Screenshot:
    whole = x11.desktop()
    box = _within(place.box, whole) if whole is not None else None
    raw = x11.pixels(box) if box is not None else None
    if box is None or raw is None:
        raise DeviceUnavailable(_blind())
    picture = QImage(raw, box.width, box.height, box.width * 4, QImage.Format.Format_RGB32)
    return shot(picture, place)


def _within(box: Box, whole: Box) -> Box | None:
    cut = Box(
        max(box.left, whole.left),
        max(box.top, whole.top),
        min(box.right, whole.right),
        min(box.bottom, whole.bottom),
    )
    return cut if cut.width > 0 and cut.height > 0 else None


def _covered(box: Box, above: tuple[Box, ...]) -> float:
    """Return how much of a box lies under others, 0 to 1; where these overlap it may be too much."""
    parts = (_within(one, box) for one in above)
    hidden = sum(part.width * part.height for part in parts if part is not None)
    return hidden / max(box.width * box.height, 1)


def _blind() -> str:
    return _("Sori can no longer see this part of the screen. Describe it again, or choose another.")
