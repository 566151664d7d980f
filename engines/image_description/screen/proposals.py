"""Where controls might be: the bounding boxes of contours, with no idea yet of what they are."""

from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from engines.results import Box

Pixels = npt.NDArray[np.uint8]

_CANNY_LEVELS: Final = ((8, 24), (25, 75))
"""The low level finds borders six grey levels from their ground, the high one skips noise and gradients."""
_DILATIONS: Final = (1, 3)
"""A dilation of 3 px closes borders with gaps, such as dotted focus frames and check marks."""
_GATHERED: Final = (7, 11)
"""Dilations that join the strokes of small drawings: three lines of a menu, three dots of more."""
_DRAWING_PX: Final = 64
"""What is bigger than this after it is words, not a drawing."""
_SMALLEST_PX: Final = 7
_THINNEST_PX: Final = 3
"""Of what is at least two and a half times as long: progress bars, three dots in a row."""
_LARGEST_SHARE: Final = 0.6
"""Of the picture: anything bigger is a window or a page."""
_MOST: Final = 4000
"""Photographs and noise give tens of thousands; the biggest are kept."""
_SAME_PX: Final = 2
"""Boxes on the same grid of this pitch are the inner and outer line of one border."""


def propose(pixels: Pixels) -> list[Box]:
    """Return boxes around everything that has an outline, the biggest first; RGB (height, width, 3).

    About 300 for a dialog and 3000 for a crowded desktop. Borders closer than 2 px are one box.
    """
    height, width = pixels.shape[:2]
    if min(height, width) < 2 * _SMALLEST_PX:
        return []
    # one channel takes a sixth of the time of three; borders differ from their ground in brightness
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    edges = [np.asarray(cv2.Canny(grey, low, high)) for low, high in _CANNY_LEVELS]
    found = [_outlines(one, reach) for one in edges for reach in _DILATIONS]
    for reach in _GATHERED:
        drawings = _outlines(edges[-1], reach)
        found.append(drawings[(drawings[:, 2:] - drawings[:, :2] < _DRAWING_PX).all(axis=1)])
    boxes = np.unique(np.concatenate(found), axis=0)
    wide, tall = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    short, long = np.minimum(wide, tall), np.maximum(wide, tall)
    is_thin = (short >= _THINNEST_PX) & (long >= 2.5 * short) & (long >= _SMALLEST_PX)
    is_right_size = ((short >= _SMALLEST_PX) | is_thin) & (wide * tall <= _LARGEST_SHARE * height * width)
    boxes = boxes[is_right_size]
    boxes = boxes[np.argsort(-_area(boxes), kind="stable")]
    # the first of each cell is the biggest: the outer line of a border
    kept = np.sort(np.unique(boxes // _SAME_PX, axis=0, return_index=True)[1])[:_MOST]
    return [Box(*map(int, box)) for box in boxes[kept]]


def _outlines(edges: npt.NDArray[Any], reach: int) -> npt.NDArray[np.int32]:
    """Return (n, 4) left, top, right, bottom of every contour of an edge map."""
    if reach > 1:
        edges = np.asarray(cv2.dilate(edges, np.ones((reach, reach), np.uint8)))
    contours, _hierarchy = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [cv2.boundingRect(contour) for contour in contours if len(contour) > 3]
    corners = np.array(boxes, np.int32).reshape(-1, 4)
    corners[:, 2:] += corners[:, :2]
    # a dilation moves every outline outwards
    grown = reach // 2
    return np.asarray(corners + np.array([grown, grown, -grown, -grown], np.int32))


def _area(boxes: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.asarray((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
