"""MediaPipe's graphs for hands and bodies, loaded without what they do not need and without chatter."""

import os
import re
import sys
import tempfile
import threading
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

from engines import add_on

_FULL: Final = 1
"""The complexity of the models: of the body there is no other in MediaPipe's wheel (it would download it),
and the light model of the hand saves 5 CPU-ms a frame but places the fingers worse."""
_CHATTER: Final = re.compile(
    rb"^(INFO: Created TensorFlow Lite|WARNING: All log messages before absl|[IW]\d{4} .*\.cc:\d+\])"
)
_one_at_a_time: Final = threading.Lock()
_one_import: Final = threading.Lock()


class Graph:
    """A loaded model; for one thread at a time."""

    def __init__(self, load: Callable[[], Any]) -> None:
        """Load it (0.1 to 0.3 CPU-seconds)."""
        with _quiet():
            self._solution = load()
            self.forget()  # its parts load in threads of their own, until something was looked at
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

    def forget(self) -> None:
        """Look at a blank picture, after which nothing is known of the last one."""
        self._solution.process(np.zeros((64, 64, 3), np.uint8))

    def close(self) -> None:
        """Give its memory and threads back."""
        self._solution.close()


def hands(most: int, *, is_still: bool) -> Graph:
    """Return a graph that finds hands: in a video, where it follows them, or in unrelated pictures."""
    _import()
    with _quiet(), add_on.loading():
        from mediapipe.python.solutions.hands import Hands

    return Graph(lambda: Hands(static_image_mode=is_still, max_num_hands=most, model_complexity=_FULL))


def body(*, is_still: bool) -> Graph:
    """Return a graph that finds the body of the person who stands out."""
    _import()
    with _quiet(), add_on.loading():
        from mediapipe.python.solutions.pose import Pose

    return Graph(lambda: Pose(static_image_mode=is_still, model_complexity=_FULL))


def _import() -> None:
    """Make MediaPipe's solutions importable without what its packages import on the way.

    That would be everything it has: Matplotlib for drawing, and PortAudio, which the microphone's owner
    alone may start. So the two packages stand in `sys.modules` as folders that have run no code.
    """
    with _one_import:
        if "mediapipe" in sys.modules:
            return
        spec = find_spec("mediapipe")
        if spec is None or not spec.submodule_search_locations:
            raise add_on.missing(["mediapipe"])
        folder = Path(spec.submodule_search_locations[0])
        for name in ("mediapipe", "mediapipe.python.solutions"):
            package = types.ModuleType(name)
            package.__path__ = [str(folder.joinpath(*name.split(".")[1:]))]
            # find_spec, which says whether a module is here, asks for it
            package.__spec__ = ModuleSpec(name, None, is_package=True)
            sys.modules[name] = package


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
