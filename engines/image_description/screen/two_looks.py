"""Compares the pixels of two looks, so that nothing is told to have changed that looks the same."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.image_description.changes_matching import STILL, Offset
from engines.media import Image
from engines.results import Box

_STEP = 24
"""Of 255: what a damaged picture or another rendering changes less than this is no change."""
_FEW = 3
"""So many px may differ in a text that is the same."""
_CARET_PX = 3
_TILE = 8
_SMALLEST_PX = 64
"""Nothing smaller is a dialog or a menu."""
_MOST_PARTS = 4


class TwoLooks:
    """Two pictures of one size; boxes are of the first, and an offset tells where they are in the second."""

    def __init__(self, before: Image, after: Image) -> None:
        self._before, self._after = _pixels(before), _pixels(after)

    def is_same(self, box: Box, move: Offset = STILL) -> bool:
        """Whether nothing to speak of changed in a box; out of the picture nothing is the same."""
        return int(self._different(box, move).sum()) <= _FEW

    def is_caret(self, box: Box, move: Offset = STILL) -> bool:
        """Whether all that changed in a box is one thin upright line."""
        different = self._different(box, move)
        columns, rows = np.flatnonzero(different.any(0)), np.flatnonzero(different.any(1))
        if not len(columns):
            return True
        is_thin = columns[-1] - columns[0] < _CARET_PX
        return bool(is_thin and rows[-1] - rows[0] >= 0.5 * box.height)

    def changed_share(self) -> float:
        """Return how much of the picture changed, 0 to 1."""
        return float(_apart(self._before, self._after).mean())

    def redrawn(self) -> Iterator[Box]:
        """Yield the rectangles that were drawn over as dialogs and menus are, the biggest first.

        All four edges of such a rectangle changed, be it by a frame, a shadow or another background;
        what is written anew on the background that was there has no such edges. A shade that a dialog
        lays on everything else does not count as a change.
        """
        different = _apart(self._before, self._after)
        if different.mean() > 0.5:
            different = _apart(_shaded(self._before, self._after), self._after)
        rows, columns = different.shape[0] // _TILE, different.shape[1] // _TILE
        if not rows or not columns:
            return
        whole = different[: rows * _TILE, : columns * _TILE]
        tiles = whole.reshape(rows, _TILE, columns, _TILE).any((1, 3))  # (rows, columns)
        _count, labels, parts, _centres = cv2.connectedComponentsWithStats(
            tiles.astype(np.uint8), connectivity=8
        )
        by_size = np.argsort(-parts[1:, cv2.CC_STAT_AREA]) + 1
        for index in by_size[:_MOST_PARTS]:
            left, top, wide, tall = (int(value) for value in parts[index, :4])
            part = labels[top : top + tall, left : left + wide] == index
            if min(wide, tall) * _TILE >= _SMALLEST_PX and _has_edges(part):
                yield Box(left * _TILE, top * _TILE, (left + wide) * _TILE, (top + tall) * _TILE)

    def _different(self, box: Box, move: Offset) -> NDArray[np.bool_]:
        height, width = self._before.shape[:2]
        left, top = max(0, box.left, -move.across), max(0, box.top, -move.down)
        right = min(width, box.right, width - move.across)
        bottom = min(height, box.bottom, height - move.down)
        if right - left < 0.9 * box.width or bottom - top < 0.9 * box.height:
            return np.ones((1, 1 + _FEW), np.bool_)
        old = self._before[top:bottom, left:right]
        down, across = move.down, move.across
        return _apart(old, self._after[top + down : bottom + down, left + across : right + across])


def _has_edges(part: NDArray[np.bool_]) -> bool:
    # A shadow or a rounded corner makes the outermost tiles ragged: the edge may lie one further in.
    sides = ((part[:2], 0), (part[-2:], 0), (part[:, :2], 1), (part[:, -2:], 1))
    return all(strip.any(axis).mean() > 0.8 for strip, axis in sides)


def _shaded(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what was before in the shade that now lies on it, taken from its two commonest greys."""
    old, new = before[::4, ::4, 1].reshape(-1), after[::4, ::4, 1].reshape(-1)
    counts = np.bincount(old, minlength=256)
    first = int(counts.argmax())
    levels = np.arange(256)
    counts[np.abs(levels - first) < 40] = 0
    second = int(counts.argmax())
    if not counts[second]:
        return before
    first_now, second_now = float(np.median(new[old == first])), float(np.median(new[old == second]))
    slope = (second_now - first_now) / (second - first)
    table = np.clip(first_now + slope * (levels - first), 0, 255).astype(np.uint8)
    return np.asarray(table[before])


def _apart(old: NDArray[np.uint8], new: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return (rows, columns) where two pictures of one shape differ."""
    if not old.size:
        return np.zeros(old.shape[:2], np.bool_)
    apart = np.asarray(cv2.absdiff(old, new))
    return np.asarray(np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2]) > _STEP)


def _pixels(image: Image) -> NDArray[np.uint8]:
    return np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width, 3)
