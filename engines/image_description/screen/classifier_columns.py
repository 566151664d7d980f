"""Lets the entries of a menu, a list or a tree vouch for each other: they stand evenly below each other."""

from typing import Final

import numpy as np
import numpy.typing as npt

from engines.image_description.screen.classifier_measures import Boxes

_POSSIBLE: Final = 0.15
"""From which chance of being an entry a box takes part."""
_LIKELY: Final = 0.5
"""From which chance on an entry vouches for those next to it."""
_PULL: Final = 1.5
"""How far, in log odds, a box between two likely entries is moved towards being one."""
_STEP, _ALIKE = 1.6, 0.5
"""Of the lower one's height: by how much left sides (icons stand before some) and heights differ at most."""
_NEAREST, _FARTHEST = 0.8, 3.0
"""Of the lower one's height: how far apart the middles of neighbours are."""


def with_entry_columns(chances: npt.NDArray[np.float32], boxes: Boxes, entry: int) -> npt.NDArray[np.float32]:
    """Return the chances (n, roles) of boxes, more for column `entry` between two likely entries."""
    part = np.flatnonzero(chances[:, entry] >= _POSSIBLE)
    left, top, _right, bottom = boxes[part].T.astype(np.float32)
    before, tall, middle = chances[part, entry].astype(np.float64), bottom - top, (top + bottom) / 2
    least = np.minimum(tall[:, None], tall[None])
    is_alike = np.abs(left[:, None] - left[None]) <= _STEP * least
    is_alike &= np.abs(tall[:, None] - tall[None]) <= _ALIKE * least
    down = (middle[None] - middle[:, None]) / np.maximum(1, least)  # (n, n) from one to the other
    vouches = is_alike & (np.abs(down) > _NEAREST) & (np.abs(down) < _FARTHEST) & (before[None] >= _LIKELY)
    is_between = (vouches & (down > 0)).any(axis=1) & (vouches & (down < 0)).any(axis=1)
    rest = np.maximum(1e-6, 1 - before)
    odds = before / rest * np.where(is_between, np.exp(_PULL), 1.0)
    after = odds / (1 + odds)
    found = chances.copy()
    found[part] *= ((1 - after) / rest)[:, None]
    found[part, entry] = after
    return found
