"""Finds the minus and the plus at an end of a field, by which a number is stepped."""

from typing import Final

import numpy as np
import numpy.typing as npt

from engines.image_description.screen.rules_evidence import Mask, Picture, stretches
from engines.results import Box

_REACH: Final = 4.0
"""Heights of the field from its right end within which its two signs stand."""
_LEAST, _MOST = 0.12, 0.6
"""How wide a sign is, in heights of the field."""


def has_plus_and_minus(picture: Picture, box: Box) -> bool:
    """Whether the last two signs in a field are a minus and a plus, in either order.

    Many kits step a number with these instead of two small arrows, which a list that unfolds has too.
    """
    if box.height < 12 or box.width < 2 * box.height:
        return False
    inset = max(3, box.height // 8)
    start = max(box.left + box.height, box.right - round(_REACH * box.height))
    end = Box(start, box.top + inset, box.right - inset, box.bottom - inset)
    ink = picture.ink(end, picture.look(box).fill)
    signs = [_trimmed(ink[:, a:b]) for a, b in stretches(ink, 0)]
    # a line between the two buttons is no sign
    signs = [sign for sign in signs if not (sign.shape[1] <= 3 and sign.shape[0] > 0.6 * ink.shape[0])]
    if len(signs) < 2 or any(
        not _LEAST * box.height <= one.shape[1] <= _MOST * box.height for one in signs[-2:]
    ):
        return False
    one, other = signs[-2:]
    return (_is_minus(one) and _is_plus(other)) or (_is_plus(one) and _is_minus(other))


def _trimmed(ink: Mask) -> Mask:
    """Return the rows of a stretch from its first ink to its last."""
    rows = np.flatnonzero(ink.any(axis=1))
    return np.asarray(ink[rows[0] : rows[-1] + 1])


def _is_minus(sign: Mask) -> bool:
    tall, wide = sign.shape
    return tall <= 0.4 * wide and float(sign.mean()) > 0.6


def _is_plus(sign: Mask) -> bool:
    """Whether ink fills the middle row and the middle column, and none of the corners."""
    tall, wide = sign.shape
    if not 0.75 <= tall / wide <= 1.33 or min(tall, wide) < 5:
        return False
    third = max(1, tall // 3), max(1, wide // 3)
    corners: list[npt.NDArray[np.bool_]] = [
        sign[rows, columns]
        for rows in (slice(third[0]), slice(-third[0], None))
        for columns in (slice(third[1]), slice(-third[1], None))
    ]
    is_level = sign.mean(axis=1).max() > 0.85
    is_upright = sign.mean(axis=0).max() > 0.85
    return bool(is_level and is_upright and max(float(one.mean()) for one in corners) < 0.2)
