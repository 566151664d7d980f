"""A camera that may come and go: always its newest picture, and never one that is late."""

import errno
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from engines.errors import DeviceUnavailable
from engines.media import Frame, Image
from engines.sources.media_files import shown
from engines.words import _

WIDTH, HEIGHT, FPS = 640, 480, 30
"""Asked for; every camera can do it. It gives what it has that is nearest."""
_PATIENCE_SECONDS: Final = 0.1
_FIRST_PATIENCE_SECONDS: Final = 1.0
"""A camera that is not there is nearly always known to be missing by then."""
_STALL_SECONDS: Final = 2.0
"""A camera that has given nothing for so long is gone; to begin, it may need longer."""
_START_SECONDS: Final = 10.0
_RETRY_SECONDS: Final = 1.0
_CLOSE_SECONDS: Final = 2.0
_MOST_BLIND_READS: Final = 10
_NUMBERED: Final = 4
"""How many cameras are offered by number where the system does not tell their names."""
_LINUX_NAMES: Final = Path("/sys/class/video4linux")


class CameraName(NamedTuple):
    """A camera that can be chosen."""

    device: str
    """What `camera` takes; it stays the same when the camera is unplugged and connected again."""
    title: str
    """Its name for people."""


class CameraLost(Exception):
    """The open camera will give nothing more. Never leaves this package."""


class Camera(Protocol):
    """An open camera, or what stands for one; used by one thread at a time."""

    def read(self) -> Image | None:
        """Return the next picture as soon as it is there; None: not yet, ask again.

        Raises:
            CameraLost: it was unplugged, or another program took it.
        """
        ...

    def close(self) -> None:
        """Give it back; called once."""
        ...


def cameras() -> tuple[CameraName, ...]:
    """Return the cameras that are here now, the default one first. None is opened.

    Windows and macOS do not tell their names without being asked through libraries that Sori lacks: there
    the first few are offered by number, whether they are there or not.
    """
    if sys.platform == "linux":
        return tuple(CameraName(title, title) for title in _linux_nodes(_LINUX_NAMES))
    return tuple(
        CameraName(str(number), _("Camera {number}").format(number=number + 1)) for number in range(_NUMBERED)
    )


def camera(
    device: str = "", mirror: bool = False, open_camera: Callable[[str], Camera] | None = None
) -> Iterator[Frame]:
    """Yield what a camera sees, at least every 100 ms, until closed.

    `device` is that of one of `cameras()`; empty: the first. It is opened in the first `next` and given
    back in `close`. `mirror`: this camera gives mirrored pictures, which are turned back. Whoever is slow
    misses pictures and is never behind. A late camera's last picture comes again as the same object;
    while it is starting or lost, the frame says so in `trouble`, and it is opened again once a second.

    Raises:
        DeviceUnavailable: it is not there at the start, is in use, or may not be used.
    """
    watching = _Watching(lambda: (open_camera or Webcam)(device), mirror)
    try:
        watching.start()
        while True:
            yield watching.frame()
    finally:
        watching.stop()


class Webcam:
    """An open camera of this computer, through OpenCV: V4L2, DirectShow, Media Foundation or AVFoundation."""

    def __init__(self, device: str = "") -> None:
        """Open it; `device` as for `camera`, or a path or number that OpenCV knows.

        Raises:
            DeviceUnavailable: with a sentence that says why not.
        """
        place = _linux_place(device) if sys.platform == "linux" else int(device) if device.isdecimal() else 0
        self._capture = _opened(place)
        self._blind_reads = 0

    def read(self) -> Image | None:
        """Return the next picture.

        Raises:
            CameraLost: several times there was none.
        """
        import cv2

        is_there, picture = self._capture.read()
        if is_there and picture is not None and picture.ndim == 3:
            self._blind_reads = 0
            height, width = picture.shape[:2]
            return Image(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).tobytes(), width, height)
        self._blind_reads += 1
        if self._blind_reads >= _MOST_BLIND_READS:
            raise CameraLost
        time.sleep(_PATIENCE_SECONDS / 2)
        return None

    def close(self) -> None:
        """Give it back."""
        self._capture.release()


class _Watching:
    """Keeps the newest picture; a thread of its own opens, reads and closes the camera."""

    def __init__(self, open_camera: Callable[[], Camera], mirror: bool) -> None:
        self._open_camera, self._mirror = open_camera, mirror
        self._change = threading.Condition()
        self._is_stopped = self._is_open = self._was_open = False
        self._error: Exception | None = None
        self._image = Image(bytes(WIDTH * HEIGHT * 3), WIDTH, HEIGHT)
        self._came, self._taken = 0, 0
        """How many pictures came, and how many had come when the last one was taken."""
        self._is_old = False
        """Whether the newest picture is from before the camera was lost."""
        self._came_at = self._began_at = time.monotonic()
        self._thread = threading.Thread(target=self._work, name="camera", daemon=True)

    def start(self) -> None:
        self._thread.start()
        with self._change:
            self._change.wait_for(lambda: self._is_open or self._error, _FIRST_PATIENCE_SECONDS)

    def stop(self) -> None:
        """Read nothing more; a driver that hangs gives its camera back when it wakes up."""
        with self._change:
            self._is_stopped = True
            self._change.notify_all()
        self._thread.join(_CLOSE_SECONDS)

    def frame(self) -> Frame:
        """Return the newest picture, waiting a little for one that was not taken yet."""
        with self._change:
            self._change.wait_for(lambda: self._came > self._taken or self._error, _PATIENCE_SECONDS)
            if self._error:
                raise self._error
            self._taken = self._came
            now = time.monotonic()
            return Frame(self._image, now - self._began_at, trouble=self._trouble(now))

    def _trouble(self, now: float) -> str:
        if not self._came:
            if now - self._began_at < _START_SECONDS:
                return _("The camera is starting.")
            return _("The camera gives no picture. Check that it is not covered or used by another program.")
        if self._is_old or self._is_stalled:
            return _("The camera is gone. Connect it again, and Sori goes on watching.")
        return ""

    @property
    def _is_stalled(self) -> bool:
        return self._came > 0 and time.monotonic() - self._came_at > _STALL_SECONDS

    def _work(self) -> None:
        try:
            while not self._is_stopped:
                try:
                    self._watch(self._open_camera())
                except DeviceUnavailable:
                    if not self._was_open:
                        raise
                with self._change:
                    self._change.wait_for(lambda: self._is_stopped, _RETRY_SECONDS)
        except Exception as error:  # it is raised where the frames are taken
            with self._change:
                self._error = error
                self._change.notify_all()

    def _watch(self, opened: Camera) -> None:
        self._set_open(True)
        try:
            while not self._is_stopped and not self._is_stalled:
                image = opened.read()
                if image:
                    self._put(_turned_back(image) if self._mirror else image)
        except CameraLost:
            pass
        finally:
            opened.close()
            self._set_open(False)

    def _set_open(self, is_open: bool) -> None:
        with self._change:
            self._is_open, self._was_open = is_open, True
            self._is_old = self._is_old or not is_open
            self._came_at = time.monotonic()
            self._change.notify_all()

    def _put(self, image: Image) -> None:
        with self._change:
            self._image, self._came_at, self._is_old = image, time.monotonic(), False
            self._came += 1
            self._change.notify_all()


def _turned_back(image: Image) -> Image:
    import numpy as np

    rows = np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width, 3)
    return Image(np.ascontiguousarray(rows[:, ::-1]).tobytes(), image.width, image.height)


def _opened(place: str | int) -> Any:
    """Open a camera.

    Raises:
        DeviceUnavailable: it does not open, or gives nothing.
    """
    import cv2

    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "2")
    level = cv2.getLogLevel()
    cv2.setLogLevel(0)  # why it fails is said in our words
    try:
        for back_end in _back_ends(cv2):
            capture = cv2.VideoCapture(place, back_end)
            if capture.isOpened():
                for name, value in (
                    (cv2.CAP_PROP_FRAME_WIDTH, WIDTH),
                    (cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT),
                    (cv2.CAP_PROP_FPS, FPS),
                    (cv2.CAP_PROP_BUFFERSIZE, 1),
                ):
                    capture.set(name, value)
                return capture
            capture.release()
    finally:
        cv2.setLogLevel(level)
    raise DeviceUnavailable(_in_use())


def _back_ends(cv2: Any) -> tuple[int, ...]:
    if sys.platform == "win32":
        return (cv2.CAP_DSHOW, cv2.CAP_MSMF)
    return (cv2.CAP_AVFOUNDATION,) if sys.platform == "darwin" else (cv2.CAP_V4L2, cv2.CAP_ANY)


def _linux_nodes(names: Path) -> dict[str, Path]:
    """Read the kernel's list: titles to devices; a camera's nodes after its first carry no pictures."""
    found: dict[str, Path] = {}
    for number in sorted(int(node.name[5:]) for node in names.glob("video*") if node.name[5:].isdecimal()):
        node = names / f"video{number}"
        with suppress(OSError):
            if (node / "index").read_text().strip() == "0":
                title = (node / "name").read_text(errors="replace").strip() or node.name
                same = sum(one == title or one.startswith(f"{title} (") for one in found)
                found[f"{title} ({same + 1})" if same else title] = Path("/dev", node.name)
    return found


def _linux_place(device: str, names: Path = _LINUX_NAMES) -> str:
    """Return the path of a camera that is there and may be opened.

    Raises:
        DeviceUnavailable: with a sentence that says why not.
    """
    nodes = _linux_nodes(names)
    if not device and not nodes:
        raise DeviceUnavailable(_("No camera was found. Connect one and try again."))
    path = (nodes.get(device) or Path("/dev", device)) if device else next(iter(nodes.values()))
    try:
        os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))
    except PermissionError as error:
        raise DeviceUnavailable(
            _("You may not use the camera. Have your user added to the group video, and log in again.")
        ) from error
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise DeviceUnavailable(_in_use()) from error
        raise DeviceUnavailable(
            _("The camera {name} is not there. Connect it, or choose another one.").format(name=shown(device))
        ) from error
    return str(path)


def _in_use() -> str:
    return _("The camera is in use. Close other programs that use it, and allow it in the system's settings.")
