"""What can be measured on a picture around a box: straight sides, colours, ink."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from engines.image_description.screen.surface import strongest
from engines.results import Box

Pixels = npt.NDArray[np.uint8]
Colour = npt.NDArray[np.int16]
"""(red, green, blue) 0 to 255, signed so that differences can be taken."""
Mask = npt.NDArray[np.bool_]
Boxes = npt.NDArray[np.int32]
"""(n, left top right bottom)"""

_EDGE: Final = 6
"""Grey levels between neighbours: white beside #F8F9FA is 7 apart."""
_REACH: Final = 2
"""A side may lie this many pixels from where the contour says."""


@dataclass(frozen=True, eq=False)
class Look:
    """The colours of a box: what fills it, what lies around it, what line runs between."""

    fill: Colour
    outside: Colour
    border: Colour
    has_border: bool
    """Whether a line of its own colour runs between inside and outside."""

    @property
    def contrast(self) -> int:
        """How far the fill differs from its surroundings, 0 to 255."""
        return distance(self.fill, self.outside)


class Picture:
    """A screenshot with its edges summed up once, so that any side of any box is looked up at once."""

    def __init__(self, pixels: Pixels) -> None:
        self.pixels = pixels
        self.height, self.width = pixels.shape[:2]

    @cached_property
    def _sums(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Running sums of upright edges down each column, and of level edges along each row."""
        upright = np.zeros((self.height + 1, self.width), np.int32)
        level = np.zeros((self.height, self.width + 1), np.int32)
        along, down = _steps(self.pixels)
        np.cumsum(along, axis=0, out=upright[1:])
        np.cumsum(down, axis=1, out=level[:, 1:])
        return upright, level

    def sides(self, boxes: Boxes) -> npt.NDArray[np.float64]:
        """Return (n, left top right bottom): the share of each side that is one straight edge.

        Corners are left out, as wide as a pill's are round.
        """
        left, top, right, bottom = (boxes[:, side] for side in range(4))
        wide, tall = right - left, bottom - top
        upright, level = self._sums
        inset_x = np.minimum(np.minimum(tall // 2, (wide * 0.35).astype(int)), 32)
        inset_y = np.minimum((tall * 0.35).astype(int), 32)
        rows = np.clip(top + inset_y, 0, self.height), np.clip(bottom - inset_y, 0, self.height)
        columns = np.clip(left + inset_x, 0, self.width), np.clip(right - inset_x, 0, self.width)
        found = np.zeros((len(boxes), 4))
        for offset in range(-_REACH, _REACH + 1):
            for side, place in ((0, left), (2, right - 1)):
                at = np.clip(place + offset, 0, self.width - 1)
                share = (upright[rows[1], at] - upright[rows[0], at]) / np.maximum(rows[1] - rows[0], 1)
                found[:, side] = np.maximum(found[:, side], share)
            for side, place in ((1, top), (3, bottom - 1)):
                at = np.clip(place + offset, 0, self.height - 1)
                share = (level[at, columns[1]] - level[at, columns[0]]) / np.maximum(
                    columns[1] - columns[0], 1
                )
                found[:, side] = np.maximum(found[:, side], share)
        return found

    def runs_on(self, box: Box) -> tuple[int, int]:
        """Return how many ends of a box's level and upright sides run on beyond its corners: 0 to 4 each.

        The lines of a table do, the border of a control ends where the control does.
        """
        reach = max(6, min(14, box.height // 3))
        left, top, right, bottom = box
        level = sum(
            self._has_line(Box(start, y - 2, start + reach, y + 3), is_level=True)
            for y in (top, bottom - 1)
            for start in (left - reach - 3, right + 3)
        )
        upright = sum(
            self._has_line(Box(x - 2, start, x + 3, start + reach), is_level=False)
            for x in (left, right - 1)
            for start in (top - reach - 3, bottom + 3)
        )
        return level, upright

    def _has_line(self, area: Box, is_level: bool) -> bool:
        """Whether one straight edge runs through all of a small area."""
        if area.left < 0 or area.top < 0 or area.right > self.width or area.bottom > self.height:
            return False
        upright, level = self._sums
        if is_level:
            rows = slice(area.top, area.bottom)
            run = level[rows, area.right] - level[rows, area.left]
            return bool(run.max() >= 0.9 * area.width)
        columns = slice(area.left, area.right)
        run = upright[area.bottom, columns] - upright[area.top, columns]
        return bool(run.max() >= 0.9 * area.height)

    def crop(self, box: Box) -> npt.NDArray[np.int16]:
        """Return the pixels of a box, cut at the picture's edge; may be empty."""
        left, top = max(0, box.left), max(0, box.top)
        return self.pixels[top : max(top, box.bottom), left : max(left, box.right)].astype(np.int16)

    def look(self, box: Box) -> Look:
        """Return the colours of a box; gradients count by their middle."""
        inset = min(4 + box.height // 16, box.height // 3, box.width // 3)
        fill = middle(
            self.crop(Box(box.left + inset, box.top + inset, box.right - inset, box.bottom - inset))
        )
        outside = self._surroundings(box, 4)
        border = self._line(box, fill, outside)
        to_fill, to_outside = distance(border, fill), distance(border, outside)
        # a soft edge has a colour between the two
        is_blend = to_fill + to_outside <= distance(fill, outside) + 6
        is_line = min(to_fill, to_outside) > 8 and not is_blend
        return Look(fill, outside, border, is_line)

    def _surroundings(self, box: Box, reach: int) -> Colour:
        left, top, right, bottom = box
        strips = [
            Box(left, top - reach, right, top - reach + 2),
            Box(left, bottom + reach - 2, right, bottom + reach),
            Box(left - reach, top, left - reach + 2, bottom),
            Box(right + reach - 2, top, right + reach, bottom),
        ]
        crops = [self.crop(strip).reshape(-1, 3) for strip in strips]
        # one strip may lie on a neighbour or beyond the picture: each side counts once
        colours = [np.median(crop, axis=0) for crop in crops if len(crop)]
        if not colours:
            return np.zeros(3, np.int16)
        return np.asarray(np.median(np.array(colours), axis=0), np.int16)

    def _line(self, box: Box, fill: Colour, outside: Colour) -> Colour:
        """Return the colour across the left and top side that is least like inside and outside."""
        y, x = (box.top + box.bottom) // 2, (box.left + box.right) // 2
        thick, long = max(1, box.height // 8), max(1, box.width // 8)
        across = self.crop(Box(box.left - 2, y - thick, box.left + 4, y + thick + 1))
        down = self.crop(Box(x - long, box.top - 2, x + long + 1, box.top + 4))
        if not across.size or not down.size:
            return fill
        colours = np.concatenate([median(across, 0), median(down, 1)])
        strength = [min(distance(colour, fill), distance(colour, outside)) for colour in colours]
        return np.asarray(colours[int(np.argmax(strength))])

    def ink(self, box: Box, fill: Colour) -> Mask:
        """Return which pixels of a box differ from its fill as clearly as its text does."""
        different = strongest(np.abs(self.crop(box) - fill)) if box.width > 0 and box.height > 0 else None
        if different is None or not different.size:
            return np.zeros((0, 0), np.bool_)
        return np.asarray(different > max(18, 0.4 * float(different.max())))


def distance(one: Colour, other: Colour) -> int:
    """Return the biggest difference of two colours in any channel, 0 to 255."""
    return int(np.abs(one.astype(np.int16) - other.astype(np.int16)).max())


def saturation(colour: Colour) -> int:
    """Return how far a colour is from grey, 0 to 255."""
    return int(colour.max()) - int(colour.min())


def median(values: npt.NDArray[np.int16], axis: int) -> npt.NDArray[np.int16]:
    """Return the median along an axis, rounded down: what `np.median` gives, in a third of its time."""
    length = values.shape[axis]
    low, high = (length - 1) // 2, length // 2
    ordered = np.partition(values, (low, high), axis=axis)
    return np.asarray((ordered.take(low, axis) + ordered.take(high, axis)) // 2, np.int16)


def middle(pixels: npt.NDArray[np.int16]) -> Colour:
    """Return the median colour, black for nothing."""
    flat = pixels.reshape(-1, 3)
    if not len(flat):
        return np.zeros(3, np.int16)
    # every pixel of a big box tells nothing that a thousand do not
    return median(flat[:: max(1, len(flat) // 1000)], 0)


def stretches(mask: Mask, gap: float) -> list[tuple[int, int]]:
    """Return (start, end) of the runs of columns that hold ink, joined over gaps up to `gap` columns."""
    columns = np.flatnonzero(mask.any(axis=0)) if mask.size else np.zeros(0, int)
    if not len(columns):
        return []
    breaks = np.flatnonzero(np.diff(columns) > gap + 1)
    starts, ends = np.r_[0, breaks + 1], np.r_[breaks, len(columns) - 1]
    return [(int(columns[a]), int(columns[b]) + 1) for a, b in zip(starts, ends, strict=True)]


def _steps(pixels: Pixels) -> tuple[Mask, Mask]:
    """Return where a pixel differs from the one after the next, along the row and down the column."""
    height, width = pixels.shape[:2]
    along, down = np.zeros((height, width), np.bool_), np.zeros((height, width), np.bool_)
    if width > 2:
        along[:, 1:-1] = _strongest(cv2.absdiff(pixels[:, 2:], pixels[:, :-2])) > _EDGE
    if height > 2:
        down[1:-1] = _strongest(cv2.absdiff(pixels[2:], pixels[:-2])) > _EDGE
    return along, down


def _strongest(difference: npt.NDArray[Any]) -> npt.NDArray[Any]:
    red, green, blue = cv2.split(difference)
    return np.asarray(cv2.max(cv2.max(red, green), blue))
