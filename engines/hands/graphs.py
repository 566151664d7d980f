"""MediaPipe's graphs for hands and bodies, loaded without what they do not need and without chatter."""

import os
import re
import sys
import tempfile
import threading
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

_FULL: Final = 1
"""The complexity of the models: of the body there is no other in MediaPipe's wheel (it would download it),
and the light model of the hand saves 5 CPU-ms a frame but places the fingers worse."""
_CHATTER: Final = re.compile(
    rb"^(INFO: Created TensorFlow Lite|WARNING: All log messages before absl|[IW]\d{4} .*\.cc:\d+\])"
)
_one_at_a_time: Final = threading.Lock()


class Graph:
    """A loaded model; for one thread at a time."""

    def __init__(self, load: Callable[[], Any]) -> None:
        """Load it (0.1 to 0.3 CPU-seconds)."""
        with _quiet():
            self._solution = load()
        self._is_warm = False

    def process(self, pixels: Any) -> Any:
        """Return MediaPipe's own result for RGB pixels (height, width, 3)."""
        if self._is_warm:
            return self._solution.process(pixels)
        # The last of its parts begins to work, and to write, when there is something to find.
        with _quiet():
            result = self._solution.process(pixels)
        self._is_warm = bool(
            getattr(result, "multi_hand_landmarks", None) or getattr(result, "pose_landmarks", None)
        )
        return result

    def close(self) -> None:
        """Give its memory and threads back."""
        self._solution.close()


def hands(most: int, *, is_still: bool) -> Graph:
    """Return a graph that finds hands: in a video, where it follows them, or in unrelated pictures."""
    _import()
    from mediapipe.python.solutions.hands import Hands

    return Graph(lambda: Hands(static_image_mode=is_still, max_num_hands=most, model_complexity=_FULL))


def body(*, is_still: bool) -> Graph:
    """Return a graph that finds the body of the person who stands out."""
    _import()
    from mediapipe.python.solutions.pose import Pose

    return Graph(lambda: Pose(static_image_mode=is_still, model_complexity=_FULL))


def _import() -> None:
    """Import MediaPipe; what it wants Matplotlib for is drawing, so an empty module will do for that."""
    if "mediapipe" in sys.modules:
        return
    names = [name for name in ("matplotlib", "matplotlib.pyplot") if name not in sys.modules]
    stand_ins = {name: types.ModuleType(name) for name in names}
    if "matplotlib.pyplot" in stand_ins and "matplotlib" in stand_ins:
        stand_ins["matplotlib"].pyplot = stand_ins["matplotlib.pyplot"]  # type: ignore[attr-defined] # that is how a package holds a module
    sys.modules.update(stand_ins)
    try:
        with _quiet():
            import mediapipe  # noqa: F401
    finally:
        for name in stand_ins:
            del sys.modules[name]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep MediaPipe's C++ log away from the terminal, and pass on what others write there meanwhile."""
    with _one_at_a_time, tempfile.TemporaryFile() as written:
        try:
            terminal = os.dup(2)
        except OSError:  # a window's program may have no standard error at all
            yield
            return
        os.dup2(written.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(terminal, 2)
            os.close(terminal)
            written.seek(0)
            for line in written:
                if not _CHATTER.match(line):
                    os.write(2, line)
