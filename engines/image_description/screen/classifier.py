"""Says which control each box on a screenshot is, and its state, by a network trained on drawn screens."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from engines.image_description.screen.classifier_candidates import choose, gather, padded, plausible
from engines.image_description.screen.classifier_colours import is_written_in_frame_colour
from engines.image_description.screen.classifier_columns import with_entry_columns
from engines.image_description.screen.classifier_measures import (
    Boxes,
    Measures,
    areas,
    overlaps,
    said_by_rules,
)
from engines.image_description.screen.classifier_names import named
from engines.image_description.screen.classifier_network import ElementNetwork, Guesses
from engines.image_description.screen.classifier_steppers import has_plus_and_minus
from engines.image_description.screen.classifier_tables import stands_in_table
from engines.image_description.screen.classifier_views import sheet, views
from engines.image_description.screen.rules import RuleClassifier
from engines.image_description.screen.rules_evidence import Picture, Pixels
from engines.image_description.screen.rules_surroundings import Lines, as_array
from engines.image_description.screen.suppression import suppress
from engines.image_description.screen.tab_rows import with_tab_rows
from engines.results import Box, Element, TextLine

UNSURE: Final = "item"
BACKGROUND: Final = "background"
_SILENT: Final = frozenset((BACKGROUND, "heading"))
"""Roles the network knows so as not to take them for others: headings are found by their size."""
_BESIDE_ROWS: Final = 1.5
"""Line heights beside rows that were asked for in which the neighbours stand that a decision looks at."""


class TrainedClassifier:
    """Names controls by a trained network; what the rules say is one of the things it weighs."""

    def __init__(self, folder: Path | None = None) -> None:
        self._network = ElementNetwork(folder)
        self._rules = RuleClassifier()

    def classify(
        self,
        pixels: Pixels,
        proposals: Sequence[Box],
        lines: Sequence[TextLine],
        rows: slice | None = None,
    ) -> tuple[Element, ...]:
        """Return the controls among the proposals, top to bottom; RGB (height, width, 3).

        What the network is not sure of is an `item`. Boxes of the result do not overlap, but for icons
        inside fields. With `rows`, only controls that reach into these are asked for, which is quicker;
        some others are found as well. Raises ModelDamaged if the network cannot be loaded.
        """
        picture = Picture(pixels)
        if min(picture.width, picture.height) < 16:
            return ()
        lines = plausible(lines, picture.height)
        known = Lines(lines)
        ruled = self._rules.classify(pixels, proposals, lines)
        everything = gather(picture, proposals, known, ruled)
        facts = self._network.facts
        chosen = choose(everything, self._network.hopes, facts["least_hope"], known, ruled)
        if rows:
            chosen = chosen.of(_concerning(chosen.boxes, rows, _BESIDE_ROWS * known.unit))
        seen = views(sheet(pixels, known.all), chosen.boxes)
        guesses = self._network.guess(seen, chosen.measures)
        roles, states = said_by_rules(chosen.measures)
        chances = towards_rules(guesses.roles, roles, facts)
        chances = with_entry_columns(chances, chosen.boxes, facts["roles"].index("menuitem"))
        chances = with_tab_rows(chances, chosen.boxes, facts["roles"].index("tab"))
        guesses = replace(guesses, roles=chances, states=_leaning(guesses.states, roles, states, facts))
        found = [
            one
            for one in without_strays(decide(chosen.boxes, guesses, roles, facts, known))
            # words speak for themselves
            if (one.role != UNSURE or not known.inside(one.box))
            and not is_covered_field(one, known)
            and not is_rest_of_table(one, known)
            and not is_head_of_column(one, known)
        ]
        found = [_looked_at_again(picture, one, known) for one in found]
        elements = [named(picture, one, found, ruled, known) for one in found]
        return tuple(sorted(elements, key=lambda one: (one.box.top, one.box.left)))


def _concerning(boxes: Boxes, rows: slice, reach: float) -> npt.NDArray[np.int64]:
    """Return which boxes reach into rows, stand close to them, or share an area with one that reaches in."""
    top, bottom = boxes[:, 1], boxes[:, 3]
    is_in = (top < rows.stop) & (bottom > rows.start)
    is_near = (top < rows.stop + reach) & (bottom > rows.start - reach)
    return np.flatnonzero(is_near | (overlaps(boxes, boxes[is_in]) > 0).any(axis=1))


def decide(
    boxes: "np.ndarray[tuple[int, int], np.dtype[np.int32]]",
    guesses: Guesses,
    ruled: Sequence[str],
    facts: Mapping[str, Any],
    lines: Lines,
) -> list[Element]:
    """Return the controls, without labels.

    `facts` hold the certainty that a role, state or `item` needs, how much less of it is enough where the
    rules (`ruled`, a role for each box) say the same, how much more some roles need where they do not, and
    how much words in a table, which are mostly its cells.
    """
    roles, states, least = facts["roles"], facts["states"], facts["least"]
    silent = [roles.index(role) for role in roles if role in _SILENT]
    shown = guesses.roles.copy()
    shown[:, silent] = 0
    best = shown.argmax(axis=1)
    sure = shown.max(axis=1)
    any_control = shown.sum(axis=1)
    needed = np.array([least[roles[role]] for role in best], np.float32)
    is_agreed = np.array([roles[role] == said for role, said in zip(best, ruled, strict=True)], np.bool_)
    alone = np.array([facts["least_alone"].get(roles[role], 0.0) for role in best], np.float32)
    trust = np.array([facts["trust"].get(roles[role], 1.0) for role in best], np.float32)
    needed = np.where(is_agreed, needed * trust, np.maximum(needed, alone))
    for index in np.flatnonzero((sure >= needed) & ~is_agreed):
        more = facts["least_in_table"].get(roles[best[index]], 0.0)
        if sure[index] < more and stands_in_table(Box(*boxes[index].tolist()), lines):
            needed[index] = more
            any_control[index] = 0
    needed[_are_too_high(boxes, best, roles, lines.unit) & ~is_agreed] = _NEVER
    any_control[needed >= _NEVER] = 0
    # only what wins against being nothing takes part
    part = np.flatnonzero((any_control >= least[UNSURE]) | (sure >= needed))
    part = part[~_hold_toggles(boxes[part], [roles[best[index]] for index in part], sure[part])]
    names = [roles[best[index]] for index in part]
    # a box that is half a field and half a button is worth less than one that is surely either
    scores = (any_control[part] + sure[part]) / 2 * (0.25 + 0.75 * guesses.fits[part])
    found = []
    for kept in suppress(boxes[part], names, scores):
        index, role = part[kept], names[kept]
        certain = float(sure[index])
        if certain < needed[index]:
            role, certain = UNSURE, float(any_control[index])
        true = tuple(
            state
            for state, chance in zip(states, guesses.states[index], strict=True)
            if chance >= least[state]
        )
        found.append(Element(role, "", Box(*boxes[index].tolist()), round(certain, 3), _sensible(role, true)))
    return found


def _are_too_high(
    boxes: Boxes, best: npt.NDArray[np.int64], roles: Sequence[str], unit: float
) -> npt.NDArray[np.bool_]:
    """Return (n,) which boxes are named check boxes or radios but are much higher than a line of text."""
    tall = boxes[:, 3] - boxes[:, 1]
    is_mark = np.isin(best, [roles.index(role) for role in ("checkbox", "radio") if role in roles])
    return np.asarray(is_mark & (tall > _HIGHEST_MARK * unit))


def _hold_toggles(boxes: Boxes, roles: Sequence[str], sure: Measures) -> npt.NDArray[np.bool_]:
    """Return (n,) which boxes are frames round a box to tick and its words, and no button or field."""
    is_toggle = np.array([role in _TICKED for role in roles], np.bool_) & (sure >= _SURE_TOGGLE)
    is_frame = np.array([role in ("button", "textbox") for role in roles], np.bool_)
    inner = boxes[is_toggle]
    is_in = overlaps(inner, boxes) >= 0.95 * areas(inner)[:, None]
    is_small = areas(inner)[:, None] < _TOGGLE_SHARE * areas(boxes)[None]
    return np.asarray(is_frame & (is_in & is_small).any(axis=0))


def without_strays(found: Sequence[Element]) -> list[Element]:
    """Return elements without doubtful tabs of which none is chosen, and doubtful menu items on their own.

    The headers of a table look like tabs, its cells like entries of a menu. The mark before an entry's
    words is a part of it, and so are the words beside a box to tick of that.
    """
    tabs = [one for one in found if one.role == "tab"]
    entries = [one for one in found if one.role == "menuitem"]
    stray: list[Element] = []
    for one in tabs:
        row = [other for other in tabs if _is_same_row(one.box, other.box)]
        is_doubtful = sum(other.confidence for other in row) / len(row) < _SURE_TABS
        if is_doubtful and not any("selected" in other.state for other in row):
            stray.append(one)
    for one in entries:
        is_alone = not any(
            other is not one and (_is_same_row(one.box, other.box) or _is_below(one.box, other.box))
            for other in entries
        )
        if is_alone and one.confidence < _SURE_ENTRY:
            stray.append(one)
    stray += [
        one for one in found if one.role == "icon" and any(_is_mark_of(one.box, e.box) for e in entries)
    ]
    ticked = [one for one in found if one.role in _TICKED]
    stray += [
        one
        for one in entries
        if any(_is_label_of(one.box, box.box) and box.confidence >= one.confidence for box in ticked)
    ]
    return [one for one in found if one not in stray]


def _looked_at_again(picture: Picture, one: Element, lines: Lines) -> Element:
    """Return a field as what its words or signs say it is: a button, or a number that is stepped."""
    if one.role == "textbox" and not one.state and is_written_in_frame_colour(picture, one.box, lines):
        return replace(one, role="button")
    if one.role in ("textbox", "combobox") and has_plus_and_minus(picture, one.box):
        return replace(one, role="spinbutton", state=_sensible("spinbutton", one.state))
    inside = lines.inside(one.box) if one.role in ("menuitem", "link") else []
    if len(inside) == 1 and padded(as_array([inside[0].box]))[0].tolist() == list(one.box):
        # nothing is drawn where that box ends
        return replace(one, box=inside[0].box)
    return one


def is_covered_field(one: Element, lines: Lines) -> bool:
    """Whether what looks a little like a field is one with something else on top, whose words it holds."""
    is_doubtful = one.role == "textbox" and one.confidence < _SURE_AREA
    return is_doubtful and len(lines.inside(one.box)) >= _SEVERAL


def is_rest_of_table(one: Element, lines: Lines) -> bool:
    """Whether what looks like an empty field is the room that a table leaves free below its last row."""
    if one.role != "textbox" or one.box.height < _HIGHEST_FIELD * lines.unit or lines.inside(one.box):
        return False
    above = [
        line.box
        for line in lines.all
        if 0 <= one.box.top - line.box.bottom < _CLOSE_ROWS * lines.unit
        and one.box.left <= (line.box.left + line.box.right) / 2 <= one.box.right
    ]
    return any(stands_in_table(box, lines) for box in above)


def is_head_of_column(one: Element, lines: Lines) -> bool:
    """Whether what looks a little like a button is the framed head of a column of a table."""
    if one.role != "button" or one.confidence >= _SURE_BUTTON:
        return False
    middle = [
        line.box
        for line in lines.all
        if one.box.left <= (line.box.left + line.box.right) / 2 <= one.box.right
        and line.box.top >= one.box.bottom
    ]
    below = sorted(middle, key=lambda box: box.top)[:_LEAST_CELLS]
    is_close = bool(below) and below[0].top - one.box.bottom < lines.unit
    return len(below) == _LEAST_CELLS and is_close and all(stands_in_table(box, lines) for box in below)


def _is_mark_of(one: Box, entry: Box) -> bool:
    """Whether an icon stands close before the words of an entry, and is about as high."""
    is_beside = entry.top <= (one.top + one.bottom) / 2 <= entry.bottom
    gap = entry.left - one.right
    return is_beside and -2 <= gap < 2.2 * one.height and one.height < 2 * entry.height


def _is_label_of(words: Box, box: Box) -> bool:
    """Whether words stand in the row of a box to tick, close to its right."""
    is_beside = box.top - 2 <= (words.top + words.bottom) / 2 <= box.bottom + 2
    return is_beside and -4 <= words.left - box.right <= 1.2 * box.height


def _is_same_row(one: Box, other: Box) -> bool:
    return abs(one.top + one.bottom - other.top - other.bottom) < 1.2 * one.height


def _is_below(one: Box, other: Box) -> bool:
    apart = max(one.top - other.bottom, other.top - one.bottom)
    # entries of a tree are indented, and an icon stands before some
    return abs(one.left - other.left) < 1.6 * one.height and apart < 3 * one.height


_SURE_TABS, _SURE_ENTRY = 0.75, 0.95
"""Certainty from which a row of tabs needs no chosen one, and an entry of a menu no neighbour."""
_TICKED: Final = frozenset(("checkbox", "radio", "switch"))
_SURE_AREA, _SEVERAL = 0.7, 3
"""Certainty that a field with several lines of text in it needs, and how many these are."""
_SURE_BUTTON, _LEAST_CELLS = 0.8, 3
"""Certainty that a button close above cells needs, and how many cells make a column."""
_HIGHEST_FIELD, _CLOSE_ROWS = 4.0, 2.5
"""Line heights: of what may be a field below the rows of a table, and how close those are."""
_HIGHEST_MARK: Final = 1.4
"""Line heights: of 286 marks to tick on drawn and real screens none was higher than 1.13."""
_NEVER: Final = 2.0
"""A certainty that no box reaches."""
_SURE_TOGGLE, _TOGGLE_SHARE = 0.85, 0.2
"""How certain a box to tick has to be, and how small in its frame, for the frame to be nothing else."""


def towards_rules(
    chances: npt.NDArray[np.float32], said: Sequence[str], facts: Mapping[str, Any]
) -> npt.NDArray[np.float32]:
    """Return the chances of roles (n, roles), moved towards what the rules, tried on real screens, say."""
    moved = chances.copy()
    for index, role in enumerate(said):
        if role in facts["trust"]:
            moved[index, facts["roles"].index(role)] *= np.exp(facts["lean_roles"])
    return np.asarray(moved / moved.sum(axis=1, keepdims=True), np.float32)


def _leaning(chances: Measures, roles: Sequence[str], said: Measures, facts: Mapping[str, Any]) -> Measures:
    """Return the chances of states (n, states), moved towards what the rules say of the same boxes.

    Some states the rules tell by comparing neighbours or words: where they do not say those, it counts too.
    """
    unsaid = np.array([facts["lean_unsaid"].get(state, 0.0) for state in facts["states"]])
    is_known = np.array([bool(role) for role in roles], np.bool_)[:, None]
    lean = np.where(said > 0, facts["lean"], np.where(is_known, -unsaid, 0.0))
    safe = np.clip(chances, 1e-6, 1 - 1e-6)
    return np.asarray(1 / (1 + (1 - safe) / safe * np.exp(-lean)), np.float32)


_STATES_OF: Final = {
    "checkbox": ("checked", "mixed", "disabled", "focused"),
    "radio": ("checked", "disabled", "focused"),
    "switch": ("checked", "disabled", "focused"),
    "slider": ("disabled", "focused"),
    "textbox": ("disabled", "focused"),
    "spinbutton": ("disabled", "focused"),
    "combobox": ("disabled", "focused", "expanded"),
    "button": ("disabled", "focused", "selected", "pressed", "expanded"),
    "tab": ("selected", "disabled", "focused"),
    "menuitem": ("selected", "checked", "disabled", "focused", "expanded"),
    "link": ("disabled", "focused", "selected"),
}


def _sensible(role: str, states: tuple[str, ...]) -> tuple[str, ...]:
    """Return the states that a control of a role can be in."""
    kept = tuple(state for state in states if state in _STATES_OF.get(role, ()))
    return tuple(state for state in kept if not (state == "checked" and "mixed" in kept))
