"""Tells which element of a drawn screen each candidate box is, and how well it fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from engines.image_description.screen.classifier_candidates import LINE
from engines.image_description.screen.classifier_measures import STATES, Boxes, areas, likenesses, overlaps
from engines.image_description.screen.rules_surroundings import as_array
from training.screens.truth import Truth

ROLES: Final = (
    "background", "button", "textbox", "checkbox", "radio", "combobox", "spinbutton", "slider", "switch",
    "tab", "menuitem", "link", "heading", "img", "progressbar", "icon",
)  # fmt: skip
"""What the network can call a box, in the order of its outputs."""
TEXTUAL: Final = frozenset(("tab", "menuitem", "link", "heading"))
"""Roles that a line of text inside their box stands for as well."""
RIGHT, WRONG = 0.6, 0.4
"""A box is an element from this intersection over union up, and is not below that; between, nobody knows."""
_LINE_FIT: Final = 0.5
"""How well the bare words fit a menu entry: its own outline fits better."""


@dataclass(frozen=True, eq=False)
class Labels:
    """The truth for n candidate boxes."""

    roles: npt.NDArray[np.int64]
    """Index into ROLES; -1 where nobody knows."""
    states: npt.NDArray[np.float32]
    """(n, STATES) 0 or 1."""
    fits: npt.NDArray[np.float32]
    """Intersection over union with the nearest element."""
    owners: npt.NDArray[np.int64]
    """Index of the element that a box is, else -1."""


def label(boxes: Boxes, kinds: npt.NDArray[np.int32], truths: Sequence[Truth]) -> Labels:
    """Compare candidate boxes with the elements of a screen."""
    count = len(boxes)
    roles, owners = np.zeros(count, np.int64), np.full(count, -1, np.int64)
    states, fits = np.zeros((count, len(STATES)), np.float32), np.zeros(count, np.float32)
    known = [one for one in truths if one.role in ROLES]
    if not known or not count:
        return Labels(roles, states, fits, owners)
    theirs = as_array([one.box for one in known])
    alike = likenesses(boxes, theirs)
    best = alike.argmax(axis=1)
    fits[:] = alike.max(axis=1)
    owners = np.where(fits >= RIGHT, best, -1)
    roles[(fits >= WRONG) & (fits < RIGHT)] = -1
    for index, owner in _written(boxes, kinds, known, theirs, owners):
        owners[index], fits[index] = owner, max(fits[index], _LINE_FIT)
    for index in np.flatnonzero(owners >= 0):
        one = known[owners[index]]
        roles[index] = ROLES.index(one.role)
        states[index] = [state in one.state for state in STATES]
    places = np.array([index for index, one in enumerate(truths) if one.role in ROLES])
    return Labels(roles, states, fits, np.where(owners >= 0, places[owners], -1))


def _written(
    boxes: Boxes,
    kinds: npt.NDArray[np.int32],
    known: Sequence[Truth],
    theirs: Boxes,
    owners: npt.NDArray[np.int64],
) -> list[tuple[int, int]]:
    """Return (line, element) for lines that are the words of a tab, menu entry, link or heading."""
    common = overlaps(boxes, theirs)
    inside = common / areas(boxes)[:, None]
    found = []
    for index in np.flatnonzero((kinds == LINE) & (owners < 0)):
        # the smallest element that holds the line
        holders = list(np.flatnonzero(inside[index] > 0.7))
        if not holders:
            continue
        owner = min(holders, key=lambda one: areas(theirs)[one])
        is_one_row = (boxes[index, 3] - boxes[index, 1]) * 3.6 > theirs[owner, 3] - theirs[owner, 1]
        if known[owner].role in TEXTUAL and is_one_row:
            found.append((int(index), int(owner)))
    return found
