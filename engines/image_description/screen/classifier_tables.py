"""Tells the cells of a table from entries of a menu and links, by the columns that they stand in."""

from typing import Final

import numpy as np
import numpy.typing as npt

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
    near = np.abs(_centres(written) - _centres(own[None])[0]) < (_WIDE * unit, _TALL * unit)
    others = written[near.all(axis=1) & (written != own).any(axis=1)]
    beside = others[_share_row(others, own)]
    below = others[_are_aligned(others, own, unit) & ~_share_row(others, own)]
    columns: list[npt.NDArray[np.int32]] = []
    for cell in beside:
        column = others[_are_aligned(others, cell, unit)]
        # rows that have words in both columns
        rows = sum(bool(_share_row(column, mate).any()) for mate in below)
        is_other = all(abs(cell[0] - known[0]) > 2 * unit for known in columns)
        if rows + 1 >= _LEAST_ROWS and is_other:
            columns.append(cell)
    return len(columns) + 1 >= _LEAST_COLUMNS


def _inside(box: Box, written: npt.NDArray[np.int32]) -> npt.NDArray[np.int32] | None:
    """Return the first line whose middle lies in a box."""
    middles = _centres(written)
    is_in = (middles >= box[:2]).all(axis=1) & (middles <= box[2:]).all(axis=1)
    return written[int(is_in.argmax())] if is_in.any() else None


def _centres(boxes: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    return np.asarray((boxes[:, :2] + boxes[:, 2:]) / 2)


def _share_row(boxes: npt.NDArray[np.int32], one: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    common = np.minimum(boxes[:, 3], one[3]) - np.maximum(boxes[:, 1], one[1])
    return np.asarray(common > 0.5 * np.minimum(boxes[:, 3] - boxes[:, 1], one[3] - one[1]))


def _are_aligned(
    boxes: npt.NDArray[np.int32], one: npt.NDArray[np.int32], unit: float
) -> npt.NDArray[np.bool_]:
    sides = np.abs(boxes[:, [0, 2]] - one[[0, 2]]) <= _ALIGNED * unit
    return np.asarray(sides.any(axis=1))
