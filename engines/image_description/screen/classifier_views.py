"""Cuts out what the trained classifier sees of a box: both ends, the middle, and all of it in its place."""

from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from engines.results import TextLine

HEIGHT: Final = 32
WIDTH: Final = 160
"""Three slices of 32 px side by side, then the whole box with its surroundings in 64 px."""
CHANNELS: Final = 4
"""Red, green, blue, and where lines of text lie."""
_SLICE: Final = 32
_BODY: Final = 22
"""Rows that a box higher than this is shrunk to; a lower one is seen as it is."""
_INSET: Final = 5
_LEAST_SCALE: Final = 0.3
"""A text area is not shrunk further: its corners and its first words have to stay what they are."""
_WHOLE: Final = 64


def sheet(
    pixels: npt.NDArray[np.uint8], lines: "list[TextLine] | tuple[TextLine, ...]"
) -> npt.NDArray[np.uint8]:
    """Return (height, width, CHANNELS): the picture, with a layer that shows where text lies."""
    whole = np.zeros((*pixels.shape[:2], CHANNELS), np.uint8)
    whole[..., :3] = pixels
    for line in lines:
        whole[line.box.top : line.box.bottom, line.box.left : line.box.right, 3] = 255
    return whole


def views(picture: npt.NDArray[np.uint8], boxes: npt.NDArray[np.int32]) -> npt.NDArray[np.uint8]:
    """Return (n, HEIGHT, WIDTH, CHANNELS) of a sheet; what lies beyond the picture repeats its edge."""
    seen = np.empty((len(boxes), HEIGHT, WIDTH, CHANNELS), np.uint8)
    for index, (left, top, right, bottom) in enumerate(boxes.tolist()):
        wide, tall = max(1, right - left), max(1, bottom - top)
        scale = max(_LEAST_SCALE, min(1.0, _BODY / tall))
        reach = _SLICE / scale  # px of the picture in a slice
        middle = (top + bottom) / 2
        # of a box that stays higher than a slice, the top is seen
        rows = middle - reach / 2 if tall * scale <= _BODY + 2 else top - _INSET / scale
        inset = _INSET / scale
        starts = (left - inset, (left + right - reach) / 2, right + inset - reach)
        for number, start in enumerate(starts):
            place = slice(number * _SLICE, (number + 1) * _SLICE)
            seen[index, :, place] = _cut(picture, start, rows, reach, reach, _SLICE)
        seen[index, :, 3 * _SLICE :] = _cut(
            picture, left - wide / 2, top - tall / 2, 2 * wide, 2 * tall, _WHOLE
        )
    return seen


def _cut(
    picture: npt.NDArray[np.uint8], left: float, top: float, wide: float, tall: float, to: int
) -> npt.NDArray[Any]:
    """Return (HEIGHT, to, CHANNELS) of a rectangle that may reach beyond the picture."""
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = round(left), round(top), round(left + wide), round(top + tall)
    a, b, c, d = max(0, x0), max(0, y0), min(width, x1), min(height, y1)
    if c <= a or d <= b:
        return np.zeros((HEIGHT, to, CHANNELS), np.uint8)
    crop = picture[b:d, a:c]
    if (a, b, c, d) != (x0, y0, x1, y1):
        crop = np.asarray(cv2.copyMakeBorder(crop, b - y0, y1 - d, a - x0, x1 - c, cv2.BORDER_REPLICATE))
    if crop.shape[:2] == (HEIGHT, to):
        return crop
    return np.asarray(cv2.resize(crop, (to, HEIGHT), interpolation=cv2.INTER_AREA))
