"""Leaves one box for each control: where several overlap, the surest and best fitting."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from engines.image_description.screen.classifier_measures import Boxes, areas, overlaps

_SAME: Final = 0.35
"""Intersection over union from which two boxes are one control."""
_INSIDE: Final = 0.8
"""Share of a box in another from which it lies inside."""
_HOLDS_ICONS: Final = frozenset(("textbox", "combobox", "spinbutton", "tab", "img", "menuitem"))
_SMALL: Final = frozenset(("icon", "button"))
_TOGGLES: Final = frozenset(("checkbox", "radio", "switch"))


def suppress(boxes: Boxes, roles: Sequence[str], scores: npt.NDArray[np.float32]) -> list[int]:
    """Return which of n boxes stay, the surest first.

    A box inside a surer one goes, but for icons and small buttons in fields. So does a box round
    several surer ones; an icon that a surer button holds is part of it.
    """
    if not len(boxes):
        return []
    common = overlaps(boxes, boxes)
    size = areas(boxes)
    alike = common / (size[:, None] + size[None] - common)
    inside = common / size[:, None]  # share of the first in the second
    kept: list[int] = []
    for one in np.argsort(-scores, kind="stable").tolist():
        if all(_may_stay(one, other, roles, alike, inside, size) for other in kept):
            kept.append(one)
    return kept


def _may_stay(
    one: int,
    other: int,
    roles: Sequence[str],
    alike: npt.NDArray[np.float32],
    inside: npt.NDArray[np.float32],
    size: npt.NDArray[np.float32],
) -> bool:
    """Whether a box may stay beside a surer one."""
    if alike[one, other] > _SAME:
        return False
    if inside[one, other] > _INSIDE:
        is_small = size[one] < 0.45 * size[other]
        return is_small and _may_hold(roles[other], roles[one])
    if inside[other, one] > _INSIDE:
        is_small = size[other] < 0.45 * size[one]
        return is_small and _may_hold(roles[one], roles[other])
    return bool(max(inside[one, other], inside[other, one]) < 0.6)


def _may_hold(outer: str, inner: str) -> bool:
    if outer in _HOLDS_ICONS and inner in _SMALL:
        return True
    return outer == "img" or (outer in ("menuitem", "item") and inner in _TOGGLES | {"button", "link"})
