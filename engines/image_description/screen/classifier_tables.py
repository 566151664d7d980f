"""Tells the cells of a table from entries of a menu and links, by the columns that they stand in."""

from typing import Final

import numpy as np
import numpy.typing as npt

from engines.image_description.screen.classifier_measures import Boxes
from engines.image_description.screen.rules_surroundings import Lines, as_array
from engines.results import Box

_ALIGNED: Final = 0.5
"""Line heights by which the sides of the cells of a column differ at most."""
_TALL, _WIDE = 16.0, 30.0
"""Line heights within which the other cells of a column and of a row are looked for."""
_LEAST_ROWS, _LEAST_COLUMNS = 3, 3
"""A menu with its keys beside it has two columns."""


def stands_in_table(box: Box, lines: Lines) -> bool:
    """Whether words are one cell of at least three rows and three columns of words."""
    written = as_array([line.box for line in lines.all])
    if len(written) < _LEAST_ROWS * _LEAST_COLUMNS:
        return False
    own = _inside(box, written)
    if own is None:
        return False
    unit = lines.unit
    near = np.abs(_centres(written) - _centres(own)) < (_WIDE * unit, _TALL * unit)
    others = written[near.all(axis=1) & (written != own).any(axis=1)]
    is_beside, is_aligned = _share_row(own, others)[0], _are_aligned(own, others, unit)[0]
    beside, below = others[is_beside], others[is_aligned & ~is_beside]
    # of each cell beside it, how many rows have words in both columns
    in_column = _are_aligned(beside, others, unit).astype(np.int32)
    rows = (in_column @ _share_row(below, others).T.astype(np.int32) > 0).sum(axis=1)
    columns: list[int] = []
    for left in beside[rows + 1 >= _LEAST_ROWS, 0].tolist():
        if all(abs(left - known) > 2 * unit for known in columns):
            columns.append(left)
    return len(columns) + 1 >= _LEAST_COLUMNS


def _inside(box: Box, written: Boxes) -> Boxes | None:
    """Return (1, 4) the first line whose middle lies in a box."""
    middles = _centres(written)
    is_in = (middles >= box[:2]).all(axis=1) & (middles <= box[2:]).all(axis=1)
    return written[is_in][:1] if is_in.any() else None


def _centres(boxes: Boxes) -> npt.NDArray[np.float64]:
    return np.asarray((boxes[:, :2] + boxes[:, 2:]) / 2)


def _share_row(one: Boxes, other: Boxes) -> npt.NDArray[np.bool_]:
    """Return (n, m) which boxes stand beside each other."""
    (_, top, _, bottom), (_, b, _, d) = one.T[..., None], other.T[:, None]
    common = np.minimum(bottom, d) - np.maximum(top, b)
    return np.asarray(common > 0.5 * np.minimum(bottom - top, d - b))


def _are_aligned(one: Boxes, other: Boxes, unit: float) -> npt.NDArray[np.bool_]:
    """Return (n, m) which boxes share their left or their right side."""
    sides = np.abs(one[:, None, [0, 2]] - other[None, :, [0, 2]]) <= _ALIGNED * unit
    return np.asarray(sides.any(axis=2))
