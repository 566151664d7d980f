"""Looking for hands in a picture or in a part of it; where they are counts from the picture's corner."""

from collections.abc import Sequence
from itertools import chain
from math import ceil, floor
from typing import Any, Final, NamedTuple

import numpy as np

from engines.hands.graphs import Graph

_AROUND: Final = 3.5
"""The side of the part around where a hand was lost, in sizes of the hand."""
_LEAST_AROUND: Final = 0.3
"""In units of the picture's height."""
_HALVES: Final = ((0.5, 0.5), (0.0, 0.0), (1.0, 1.0))
_CELLS: Final = ((0.5, 0.5), (0.5, 0.0), (0.2, 0.5), (0.8, 0.5), (0.5, 1.0), (0.0, 0.2), (1.0, 0.2))
"""Where parts of a picture lie, from its left and top edge (0) to its right and bottom edge (1)."""
_SAME_HAND: Final = 0.5
"""Two hands whose middles are closer, in sizes of the hand, are one hand found twice."""
_DIM_LEVEL, _DAYLIGHT_LEVEL, _MOST_GAIN = 90, 180, 8.0
"""Of 255: below which a picture is brightened, to what, and by how much at most."""

Array = np.ndarray[Any, Any]


class Found(NamedTuple):
    """A hand of which nothing is settled."""

    is_right: float
    """How likely it is the signer's right one."""
    points: Array  # (points, xyz), in units of the picture's height

    @property
    def middle(self) -> Array:
        flat = self.points[:, :2]
        return np.asarray((flat.min(0) + flat.max(0)) / 2)  # (xy,)

    @property
    def size(self) -> float:
        return float(np.ptp(self.points[:, :2], axis=0).max())


class Window(NamedTuple):
    """The part of a picture that is looked at, in units of its height; it may reach beyond the picture."""

    left: float
    top: float
    width: float
    height: float


def look(graph: Graph, pixels: Array, window: Window | None) -> list[Found]:
    """Find hands in a part of a picture, or in all of it."""
    height, width = pixels.shape[:2]
    part = pixels
    left, top, wide, high = 0.0, 0.0, width / height, 1.0
    if window:
        part, left, top = _cut(pixels, window)
        high, wide = part.shape[0] / height, part.shape[1] / height
    result = graph.process(part)
    found = []
    for marks, label in zip(result.multi_hand_landmarks or (), result.multi_handedness or (), strict=True):
        points = np.array([(mark.x, mark.y, mark.z) for mark in marks.landmark])  # (points, xyz)
        points = points * (wide, high, wide) + (left, top, 0)
        side = label.classification[0]
        # MediaPipe takes every picture for a selfie camera's.
        found.append(Found(side.score if side.label == "Left" else 1 - side.score, points))
    return found


def _cut(pixels: Array, window: Window) -> tuple[Array, float, float]:
    """Return a part of a picture and its left top corner; beyond the picture its border is drawn out."""
    import cv2

    height, width = pixels.shape[:2]
    left, top = floor(window.left * height), floor(window.top * height)
    right, bottom = ceil((window.left + window.width) * height), ceil((window.top + window.height) * height)
    inside = pixels[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    beyond = (max(0, -top), max(0, bottom - height), max(0, -left), max(0, right - width))
    part = cv2.copyMakeBorder(inside, *beyond, cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(part), left / height, top / height


def is_same(one: Found, other: Found) -> bool:
    """Whether two hands are in one place."""
    apart = float(np.hypot(*(one.middle - other.middle)))
    return apart < _SAME_HAND * max(one.size, other.size)


def agreed(looks: Sequence[Sequence[Found]]) -> list[Found]:
    """Return the hands that several looks at a picture agree on, each point in the middle of what they say.

    A hand that far fewer looks find than another is none, as a small one in the palm of a large one.
    """
    groups: list[list[Found]] = []
    for hand in chain.from_iterable(looks):
        group = next((one for one in groups if is_same(one[0], hand)), None)
        if group is None:
            groups.append([hand])
        else:
            group.append(hand)
    most = max(map(len, groups), default=0)
    return [_middling(group) for group in groups if 2 * len(group) >= most]


def _middling(hands: Sequence[Found]) -> Found:
    points = np.median([one.points for one in hands], axis=0)
    return Found(float(np.mean([one.is_right for one in hands])), np.asarray(points))


def brightened(pixels: Array) -> Array:
    """Return a dark picture with what is bright in it made as bright as in daylight."""
    import cv2

    bright = float(np.percentile(pixels[::8, ::8], 95))
    if bright >= _DIM_LEVEL:
        return pixels
    gain = min(_MOST_GAIN, _DAYLIGHT_LEVEL / max(1.0, bright))
    return np.asarray(cv2.convertScaleAbs(pixels, alpha=gain))


def drawn_out(aspect: float) -> tuple[Window, ...]:
    """Return windows that hold the whole picture and more."""
    margins = (0.6 * max(1.0, aspect), 0.3 * max(1.0, aspect), max(1.0, aspect))
    return tuple(Window(-one, -one, aspect + 2 * one, 1 + 2 * one) for one in margins)


def parts(aspect: float) -> tuple[Window, ...]:
    """Return windows in which a hand is larger than in the whole picture: first the larger ones."""
    return tuple(
        Window(x * (aspect - side), y * (1 - side), side, side)
        for side, places in ((min(1.0, aspect), _HALVES), (0.6 * min(1.0, aspect), _CELLS))
        for x, y in places
    )


def around(hand: Found, aspect: float) -> Window:
    """Return the part of the picture in which a hand that was just seen must still be."""
    side = max(_AROUND * hand.size, _LEAST_AROUND)
    x, y = np.clip(hand.middle, 0, (aspect, 1))
    return Window(float(x) - side / 2, float(y) - side / 2, side, side)
