"""Parts a line of text from the check box, radio button or bullet that stands before it."""

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.image_description.screen.surface import median_colour, strongest
from engines.results import Box

Pixels = NDArray[np.uint8]

_WIDEST_SPACE = 1.15
"""The widest gap between two words of one line, in heights of its letters."""


def parts(pixels: Pixels, box: Box) -> list[Box]:
    """Return the lines of text in a box: split at wide gaps, each without a mark at its left end.

    `pixels` is the whole picture, RGB (height, width, 3).
    """
    ink = _ink(pixels[box.top : box.bottom, box.left : box.right])
    found = _pieces(ink, box)
    if found == [box]:
        return [_without_mark(ink, box)]
    return [without_mark(pixels, piece) for piece in found]


def without_mark(pixels: Pixels, box: Box) -> Box:
    """Return `box` without a mark at its left end; a box of which nothing would remain stays whole."""
    return _without_mark(_ink(pixels[box.top : box.bottom, box.left : box.right]), box)


def _without_mark(ink: NDArray[np.bool_], box: Box) -> Box:
    rows = np.flatnonzero(ink.any(1))
    if not len(rows):
        return box
    line_height = rows[-1] - rows[0] + 1
    starts, ends = _runs(ink.any(0))
    if len(starts) < 2:
        return box
    gap = (starts[1] - ends[0]) / line_height
    if gap < 0.2 or not _is_mark(ink[:, starts[0] : ends[0]], line_height, gap):
        return box
    left = box.left + int(ends[0] + starts[1]) // 2
    return box._replace(left=left) if box.right - left > 0.4 * line_height else box


def _pieces(ink: NDArray[np.bool_], box: Box) -> list[Box]:
    """Split a line at gaps no word space is as wide as: between the words of a menu bar, between cells."""
    rows = np.flatnonzero(ink.any(1))
    starts, ends = _runs(ink.any(0))
    if len(starts) < 2:
        return [box]
    line_height = int(rows[-1] - rows[0]) + 1
    cuts = np.flatnonzero(starts[1:] - ends[:-1] > _WIDEST_SPACE * line_height)
    edges = [0, *(int(ends[cut] + starts[cut + 1]) // 2 for cut in cuts), box.width]
    found = [box._replace(left=box.left + left, right=box.left + right) for left, right in pairwise(edges)]
    return found if all(part.width > 0.4 * line_height for part in found) else [box]


def _ink(crop: Pixels) -> NDArray[np.bool_]:
    backdrop = np.broadcast_to(median_colour(crop.reshape(-1, 3)), crop.shape)
    return np.asarray(strongest(np.asarray(cv2.absdiff(crop, backdrop))) > 48)


def _runs(columns: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where runs of inked columns start, and where they end (the first column after)."""
    edges = np.flatnonzero(np.diff(np.r_[0, columns.astype(np.int8), 0]))
    return edges[::2], edges[1::2]


def _is_mark(ink: NDArray[np.bool_], line_height: int, gap: float) -> bool:
    rows = np.flatnonzero(ink.any(1))
    shape = ink[rows[0] : rows[-1] + 1]
    height, width = shape.shape
    if not (0.75 <= width / height <= 1.35 and height >= 0.5 * line_height and height >= 7):
        return False
    sides = (shape[:2].any(0), shape[-2:].any(0), shape[:, :2].any(1), shape[:, -2:].any(1))
    is_square = min(side.mean() for side in sides) > 0.75
    # The letter O looks like a radio button; only the wide gap after a radio button tells them apart.
    is_ring = gap > 0.4 and all(side[len(side) // 3 : -(len(side) // 3)].all() for side in sides)
    return is_square or is_ring
