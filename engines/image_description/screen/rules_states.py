"""Which control is chosen, focused or out of use: told by comparing it with its neighbours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from engines.image_description.screen.rules_evidence import Look, Picture, distance, saturation
from engines.image_description.screen.rules_surroundings import Lines
from engines.results import Box, Element

_COMPARED: Final = ("button", "textbox", "menuitem")
_TOUCHING_PX: Final = 2
_CLOSE: Final = 0.3
"""Gap, in heights, between the parts of one choice; the buttons of a dialog stand farther apart."""
_PALE: Final = 90
"""Text nearer to its ground than this, of 255, and grey, is out of use."""


@dataclass(frozen=True, eq=False)
class _Seen:
    """A control and its colours."""

    element: Element
    look: Look

    def differs(self, other: "_Seen") -> bool:
        return (
            distance(self.look.fill, other.look.fill) > 9
            or distance(self.look.border, other.look.border) > 50
        )


def with_states(picture: Picture, found: Sequence[Element], lines: Lines) -> list[Element]:
    """Return the elements, with `selected`, `focused` and `disabled` where neighbours prove it."""
    seen = [_Seen(one, picture.look(one.box)) for one in found if one.role in _COMPARED]
    chosen = _chosen_buttons(seen, lines) | _chosen_entries(seen) | _focused(seen)
    return [_with_state(picture, one, chosen.get(one.box, "")) for one in found]


def _with_state(picture: Picture, element: Element, state: str) -> Element:
    states = (state,) if state else ()
    if element.role == "button" and not state and _is_pale(picture, element):
        states = ("disabled",)
    return replace(element, state=(*element.state, *states)) if states else element


def _chosen_buttons(seen: Sequence[_Seen], lines: Lines) -> dict[Box, str]:
    buttons = [
        one for one in seen if one.element.role == "button" and one.element.box.width < 12 * lines.unit
    ]
    chosen: dict[Box, str] = {}
    for row in _runs(buttons, _is_beside):
        gaps = [right.element.box.left - left.element.box.right for left, right in pairwise(row)]
        is_labelled = lines.above(row[0].element.box, 1.6 * lines.unit).is_there
        # the main button of a dialog is filled with the accent colour
        is_alike = max(distance(left.look.fill, right.look.fill) for left, right in pairwise(row)) <= 40
        is_one_choice = max(gaps) <= _TOUCHING_PX or (is_labelled and is_alike)
        if is_one_choice and (odd := _odd_one(row)):
            chosen[odd.element.box] = "selected"
    return chosen


def _chosen_entries(seen: Sequence[_Seen]) -> dict[Box, str]:
    entries = [one for one in seen if one.element.role == "menuitem"]
    odd = [_odd_one(stack) for stack in _runs(entries, _is_below) if len(stack) > 2]
    return {one.element.box: "selected" for one in odd if one}


def _focused(seen: Sequence[_Seen]) -> dict[Box, str]:
    """Return the one text box with a coloured border among grey ones; red ones report an error."""
    fields = [one for one in seen if one.element.role == "textbox"]
    coloured = [one for one in fields if one.look.has_border and saturation(one.look.border) > 70]
    if len(coloured) != 1 or len(fields) < 2:
        return {}
    red, green, blue = (int(value) for value in coloured[0].look.border)
    is_red = red > green + 40 and red > blue + 40
    return {} if is_red else {coloured[0].element.box: "focused"}


def _runs(seen: Sequence[_Seen], is_next: Callable[[Box, Box], bool]) -> list[list[_Seen]]:
    """Return the chains of two or more in which each is next to the one before."""
    chains: list[list[_Seen]] = []
    for one in sorted(seen, key=lambda one: (one.element.box.top, one.element.box.left)):
        chain = next((chain for chain in chains if is_next(chain[-1].element.box, one.element.box)), None)
        if chain:
            chain.append(one)
        else:
            chains.append([one])
    return [chain for chain in chains if len(chain) > 1]


def _is_beside(one: Box, other: Box) -> bool:
    is_row = abs(one.top - other.top) <= 2 and abs(one.bottom - other.bottom) <= 2
    return is_row and -3 <= other.left - one.right <= max(_TOUCHING_PX, _CLOSE * one.height)


def _is_below(one: Box, other: Box) -> bool:
    is_column = abs(one.left - other.left) <= 3 and abs(one.right - other.right) <= 3
    return is_column and 0 <= other.top - one.bottom <= one.height


def _odd_one(group: Sequence[_Seen]) -> _Seen | None:
    """Return the one that looks unlike all others, which look alike; of two, the one that stands out more."""
    if len(group) == 2:
        first, second = group
        if not first.differs(second):
            return None
        return max(group, key=lambda one: one.look.contrast + distance(one.look.border, one.look.outside))
    odd = [one for one in group if all(one.differs(other) for other in group if other is not one)]
    rest = [one for one in group if one not in odd]
    are_alike = all(not one.differs(other) for one, other in pairwise(rest))
    return odd[0] if len(odd) == 1 and are_alike else None


def _is_pale(picture: Picture, element: Element) -> bool:
    """Whether the text of a button is grey and weak, as it is on buttons that cannot be pressed."""
    box = element.box
    inset = max(3, box.height // 5)
    crop = picture.crop(Box(box.left + inset, box.top + inset, box.right - inset, box.bottom - inset))
    if not crop.size or not (element.label or element.is_unreadable):
        return False
    fill = np.median(crop.reshape(-1, 3), axis=0)
    strength = np.abs(crop - fill).max(axis=2)
    strongest = float(np.quantile(strength, 0.995))
    ink = np.median(crop[strength >= 0.8 * strongest], axis=0) if strongest > 8 else fill
    return 8 < strongest < _PALE and max(np.ptp(ink), np.ptp(fill)) < 40
