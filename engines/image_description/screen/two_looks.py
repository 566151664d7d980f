"""Compares the pixels of two looks, so that nothing is told to have changed that looks the same."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.image_description.changes_matching import STILL, Offset
from engines.media import Image
from engines.results import Box

_STEP, _NOISY_STEP = 24, 56
"""Of 255: a smaller difference is none; the greater one where most of a picture is slightly different."""
_FEW = 3
"""So many px may differ in a text that is the same."""
_CARET_PX = 3
_RIM_PX = 2
"""A frame is drawn not more than this beside the edge of its box."""
_DRAWN_RIM = 0.4
"""Of a side: a circle lies on so much of the side of its box."""
_FRAME_STEP = 12
"""Of 255, from a frame to what is beside it."""
_BESIDE_PX = 2
"""Boxes are found anew each time, so what they tell of a move is wrong by up to so much."""
_ASKED = 12
"""So many boxes are asked how far they moved."""
_TILE = 8
_SMALLEST_PX = 64
"""Nothing smaller is a dialog or a menu."""
_LARGEST_SHARE = 0.95
"""Of the picture: what is drawn over more than this is another screen, not something on top of it."""
_SHADE, _SHADED_SHARE = 4, 0.6
"""Of 255, and of the picture: where less is different, no shade lies on all of it."""
_LEVELS, _LEAST_CONTRAST = 8, 12
_MOST_PARTS = 4


class TwoLooks:
    """Two pictures of one size; boxes are of the first, and an offset tells where they are in the second."""

    def __init__(self, before: Image, after: Image) -> None:
        self._before, self._after = _pixels(before), _pixels(after)
        apart = _apart(self._before, self._after)
        self.is_shaded = False
        """Whether a shade was laid on everything, or taken off, as dialogs do; it counts as no change."""
        if (touched := (apart > _SHADE).mean()) > _SHADED_SHARE:
            shaded = _shaded(self._before, self._after)
            apart_now = _apart(shaded, self._after)
            if (apart_now > _SHADE).mean() < 0.75 * touched:
                self._before, apart, self.is_shaded = shaded, apart_now, True
        is_noisy = (apart > 0).mean() > 0.1 and (apart > _NOISY_STEP).mean() < 0.02
        self._step = _NOISY_STEP if is_noisy else _STEP
        self._different = apart > self._step

    def is_same(self, box: Box, move: Offset = STILL) -> bool:
        """Whether nothing to speak of changed in a box; out of the picture nothing is the same."""
        return int(self._within(box, move).sum()) <= _FEW

    def is_caret(self, box: Box, move: Offset = STILL) -> bool:
        """Whether all that changed in a box is one thin upright line."""
        different = self._within(box, move)
        columns, rows = np.flatnonzero(different.any(0)), np.flatnonzero(different.any(1))
        if not len(columns):
            return True
        is_thin = columns[-1] - columns[0] < _CARET_PX
        return bool(is_thin and rows[-1] - rows[0] >= 0.5 * box.height)

    def is_drawn_anew(self, box: Box) -> bool:
        """Whether the outline of a box came, went or was drawn over.

        It did not if only what is inside changed, or if its frame still stands, perhaps with a ring around.
        """
        height, width = self._different.shape
        rows = slice(max(0, box.top - _RIM_PX), min(height, box.bottom + _RIM_PX))
        columns = slice(max(0, box.left - _RIM_PX), min(width, box.right + _RIM_PX))
        different, old = self._different[rows, columns], self._before[rows, columns].astype(int)
        if min(different.shape, default=0) < 2 * _RIM_PX:
            return False
        across = (np.abs(np.diff(old, axis=0)).max(2) > _FRAME_STEP) & ~different[1:] & ~different[:-1]
        along = (np.abs(np.diff(old, axis=1)).max(2) > _FRAME_STEP) & ~different[:, 1:] & ~different[:, :-1]
        is_kept = _has_outline(across, along)
        return _has_outline(different, different) and not is_kept

    def exact(self, move: Offset, boxes: Sequence[Box]) -> Offset:
        """Return by how much things really moved that boxes say moved about so far, by their pixels."""
        asked = boxes[:: max(1, len(boxes) // _ASKED)]
        beside = range(-_BESIDE_PX, _BESIDE_PX + 1)
        near = [Offset(move.across + across, move.down + down) for across, down in product(beside, beside)]
        near.sort(key=lambda one: abs(one.across - move.across) + abs(one.down - move.down))
        return max(near, key=lambda one: sum(self.is_same(box, one) for box in asked))

    def changed_share(self) -> float:
        """Return how much of the picture changed, 0 to 1."""
        return float(self._different.mean())

    def redrawn(self) -> Iterator[Box]:
        """Yield the rectangles that were drawn over as dialogs and menus are, the biggest first.

        All four edges of such a rectangle changed, be it by a frame, a shadow or another background;
        what is written anew on the background that was there has no such edges.
        """
        rows, columns = (side // _TILE for side in self._different.shape)
        if not rows or not columns:
            return
        whole = self._different[: rows * _TILE, : columns * _TILE]
        tiles = whole.reshape(rows, _TILE, columns, _TILE).any((1, 3)).astype(np.uint8)  # (rows, columns)
        _count, labels, parts, _centres = cv2.connectedComponentsWithStats(tiles, connectivity=8)
        by_size = np.argsort(-parts[1:, cv2.CC_STAT_AREA]) + 1
        for index in by_size[:_MOST_PARTS]:
            left, top, wide, tall = (int(value) for value in parts[index, :4])
            part = labels[top : top + tall, left : left + wide] == index
            is_whole = wide * tall > _LARGEST_SHARE * tiles.size
            if min(wide, tall) * _TILE >= _SMALLEST_PX and not is_whole and _has_edges(part):
                yield Box(left * _TILE, top * _TILE, (left + wide) * _TILE, (top + tall) * _TILE)

    def _within(self, box: Box, move: Offset) -> NDArray[np.bool_]:
        height, width = self._before.shape[:2]
        left, top = max(0, box.left, -move.across), max(0, box.top, -move.down)
        right = min(width, box.right, width - move.across)
        bottom = min(height, box.bottom, height - move.down)
        if right - left < 0.9 * box.width or bottom - top < 0.9 * box.height:
            return np.ones((1, 1 + _FEW), np.bool_)
        old = self._before[top:bottom, left:right]
        down, across = move.down, move.across
        new = self._after[top + down : bottom + down, left + across : right + across]
        return np.asarray(_apart(old, new) > self._step)


def _has_outline(lying: NDArray[np.bool_], standing: NDArray[np.bool_]) -> bool:
    """Whether three of the four sides hold what was marked: in rows above and below, in columns beside."""
    rim = 2 * _RIM_PX
    sides = (lying[:rim].any(0), lying[-rim:].any(0), standing[:, :rim].any(1), standing[:, -rim:].any(1))
    return sum(bool(side.mean() > _DRAWN_RIM) for side in sides) >= 3


def _has_edges(part: NDArray[np.bool_]) -> bool:
    # A shadow or a rounded corner makes the outermost tiles ragged: the edge may lie one further in.
    sides = ((part[:2], 0), (part[-2:], 0), (part[:, :2], 1), (part[:, -2:], 1))
    return all(strip.any(axis).mean() > 0.8 for strip, axis in sides)


def _shaded(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what was before in the shade that now lies on it.

    A shade turns every level into another by one straight line; it is the line through two of the
    commonest levels that explains most of the picture.
    """
    old, new = before[::4, ::4, 1].reshape(-1), after[::4, ::4, 1].reshape(-1)
    common = np.argsort(-np.bincount(old, minlength=256))[:_LEVELS]
    now = {int(level): float(np.median(new[old == level])) for level in common if (old == level).any()}
    levels = np.arange(256)
    best, table = 0.0, levels.astype(np.uint8)
    for first, second in combinations(now, 2):
        slope = (now[second] - now[first]) / (second - first)
        if abs(second - first) < _LEAST_CONTRAST or not 0.1 < slope < 10:
            continue
        line = np.clip(np.rint(now[first] + slope * (levels - first)), 0, 255).astype(np.uint8)
        explained = float((np.abs(line[old].astype(int) - new) <= 1).mean())
        if explained > best:
            best, table = explained, line
    return np.asarray(table[before])


def _apart(old: NDArray[np.uint8], new: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return (rows, columns) how far two pictures of one shape are apart, 0 to 255."""
    if not old.size:
        return np.zeros(old.shape[:2], np.uint8)
    apart = np.asarray(cv2.absdiff(old, new))
    return np.asarray(np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2]))


def _pixels(image: Image) -> NDArray[np.uint8]:
    return np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width, 3)
