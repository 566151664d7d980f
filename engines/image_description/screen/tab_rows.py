"""Lets tabs vouch for each other: they stand side by side, as high as each other, and hardly ever alone."""

from typing import Final

import numpy as np
import numpy.typing as npt

from engines.image_description.screen.classifier_measures import Boxes

_POSSIBLE: Final = 0.05
"""From which chance of being a tab a box takes part."""
_PULL: Final = 3.0
"""How far, in log odds, a box is moved towards being a tab beside one that surely is."""
_GAP, _OVERLAP = 1.5, 0.15
"""Of its height: how far a tab stands from the next at most, and how much of it that one may hide."""
_LEVEL: Final = 0.12
"""Of its height: by how much tabs of a row differ at their upper and lower sides."""


def with_tab_rows(chances: npt.NDArray[np.float32], boxes: Boxes, tab: int) -> npt.NDArray[np.float32]:
    """Return the chances (n, roles) of boxes, more for column `tab` where a likely tab stands beside a box.

    The chosen tab of a row often looks like a button, and one that lies behind it like mere words.
    """
    part = np.flatnonzero(chances[:, tab] >= _POSSIBLE)
    left, top, right, bottom = boxes[part].T.astype(np.float32)
    tall, before = bottom - top, chances[part, tab].astype(np.float64)
    slack = np.maximum(2.5, _LEVEL * np.minimum(tall[:, None], tall[None]))
    is_level = (abs(top[:, None] - top[None]) <= slack) & (abs(bottom[:, None] - bottom[None]) <= slack)
    gap = np.maximum(left[:, None] - right[None], left[None] - right[:, None])
    is_beside = is_level & (gap >= -_OVERLAP * tall[:, None]) & (gap <= _GAP * tall[:, None])
    surest = np.where(is_beside, before[None], 0).max(axis=1, initial=0)
    rest = np.maximum(1e-6, 1 - before)
    odds = before / rest * np.exp(_PULL * 2 * np.clip(surest - 0.5, 0, 0.5))
    after = odds / (1 + odds)
    found = chances.copy()
    found[part] *= ((1 - after) / rest)[:, None]
    found[part, tab] = after
    return found
