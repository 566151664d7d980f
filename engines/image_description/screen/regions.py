"""Splits a screen into its parts: bars at the top and bottom, columns, a dialog, what is left."""

import re
from collections.abc import Sequence
from itertools import pairwise

from engines.image_description.boxes import around
from engines.image_description.screen.order import columns, edge_test, rows
from engines.image_description.screen.surface import Pixels, level_edge
from engines.results import Box, Element, Region

_WORDS = frozenset(("text", "heading", "link", "menuitem"))
_WINDOW_SIGNS = re.compile("^[\\W_xXoO0-]{1,3}$")


def split_regions(pixels: Pixels, items: Sequence[Element]) -> list[Region]:
    """Return the parts in the order they are read; the items of a part are in no order yet."""
    if not items:
        return []
    height, width = pixels.shape[:2]
    whole = Box(0, 0, width, height)
    tops, rest, bottoms = _peel(pixels, whole, list(items))
    middle = _middle(pixels, whole, rest) if rest else []
    return [
        *[
            Region(_top_kind(part, index, whole), _reach(part, whole), tuple(part))
            for index, part in enumerate(tops)
        ],
        *middle,
        *[Region(_bottom_kind(part), _reach(part, whole), tuple(part)) for part in bottoms],
    ]


def _reach(part: Sequence[Element], whole: Box) -> Box:
    """Return a bar's box: as wide as the screen."""
    box = around([item.box for item in part])
    return Box(whole.left, box.top, whole.right, box.bottom)


def _peel(
    pixels: Pixels, whole: Box, items: list[Element]
) -> tuple[list[list[Element]], list[Element], list[list[Element]]]:
    """Take bars off the top and the bottom: strips that a line or another colour parts from the rest."""
    tops: list[list[Element]] = []
    bottoms: list[list[Element]] = []
    for above, below in _cuts(pixels, whole, items):
        edge_top = max(item.box.bottom for item in above)
        if edge_top <= 0.2 * whole.bottom:
            tops.append([item for item in above if not any(item in part for part in tops)])
        elif min(item.box.top for item in below) >= 0.85 * whole.bottom:
            bottoms.append(list(below))
    for index in range(len(bottoms) - 1):
        bottoms[index] = [item for item in bottoms[index] if item not in bottoms[index + 1]]
    peeled = {id(item) for part in (*tops, *bottoms) for item in part}
    rest = [item for item in items if id(item) not in peeled]
    return [part for part in tops if part], rest, [part for part in bottoms if part]


def _cuts(pixels: Pixels, whole: Box, items: Sequence[Element]) -> list[tuple[list[Element], list[Element]]]:
    """Return each way to part the items by a drawn edge from side to side."""
    ordered = sorted(items, key=lambda item: item.box.top)
    found = []
    reached = ordered[0].box.bottom
    for index, (before, after) in enumerate(pairwise(ordered)):
        reached = max(reached, before.box.bottom)
        if after.box.top >= reached and level_edge(pixels, whole, reached - 2, after.box.top + 2) is not None:
            found.append((ordered[: index + 1], ordered[index + 1 :]))
    return found


def _top_kind(part: Sequence[Element], index: int, whole: Box) -> str:
    words = [item for item in part if item.role in _WORDS]
    strip = around([item.box for item in part])
    lines = rows(words)
    is_thin = strip.height <= max(40, 0.06 * whole.bottom)
    if (
        len(lines) == 1
        and len(words) >= 3
        and is_thin
        and all(len(item.label.split()) <= 2 for item in words)
    ):
        return "menu-bar"
    named = [item for item in words if not _WINDOW_SIGNS.match(item.label)]
    is_title = index == 0 and is_thin and strip.top < 0.04 * whole.bottom and 1 <= len(named) <= 2
    return "title-bar" if is_title and len(lines) == 1 else "top-bar"


def _bottom_kind(part: Sequence[Element]) -> str:
    if _are_buttons(part):
        return "bottom-buttons"
    return "status-bar" if all(item.role in _WORDS for item in part) else "bottom-bar"


def _are_buttons(part: Sequence[Element]) -> bool:
    buttons = sum(item.role == "button" for item in part)
    return buttons >= 1 and buttons >= 0.6 * len(part)


def _middle(pixels: Pixels, whole: Box, items: list[Element]) -> list[Region]:
    """Split what is between the bars into columns, and the main part into itself and its buttons."""
    untitled = _without_title(items, whole)
    kept = {id(item) for item in untitled}
    title = [item for item in items if id(item) not in kept]
    parts = _columns(pixels, untitled)
    found = [Region("title-bar", _reach(title, whole), tuple(title))] if title else []
    widest = max(parts, key=lambda part: around([item.box for item in part]).width)
    for part in parts:
        box = around([item.box for item in part])
        if part is widest:
            found += _main(part, whole)
        elif box.right <= around([item.box for item in widest]).left:
            found.append(Region("left-list", box, tuple(part)))
        else:
            found.append(Region("right-panel", box, tuple(part)))
    return found


def _without_title(items: list[Element], whole: Box) -> list[Element]:
    """Leave out a title that no drawn edge parts from the rest: text beside a window's own buttons."""
    top = min(item.box.top for item in items)
    first = [item for item in items if item.box.top < top + 0.5 * item.box.height and item.box.bottom < 48]
    words = [item for item in first if item.role in _WORDS and not _WINDOW_SIGNS.match(item.label)]
    has_signs = any(item.box.left > 0.9 * whole.right for item in first if item not in words)
    is_title = len(words) == 1 and has_signs and top < 0.05 * whole.bottom and len(items) > len(first)
    return [item for item in items if item not in first] if is_title else items


def _columns(pixels: Pixels, items: list[Element]) -> list[list[Element]]:
    is_edge = edge_test(pixels)
    parts = columns(items, is_edge)
    if not parts:
        return [items]
    more = columns(parts[1], is_edge)
    return [parts[0], *more] if more and len(more[1]) >= 3 else parts


def _main(items: Sequence[Element], whole: Box) -> list[Region]:
    lines = rows(items)
    last = lines[-1]
    is_low = last[0].box.top > 0.6 * whole.bottom
    if len(lines) > 1 and is_low and _are_buttons(last):
        rest = [item for line in lines[:-1] for item in line]
        return [
            Region("main", around([item.box for item in rest]), tuple(rest)),
            Region("bottom-buttons", around([item.box for item in last]), tuple(last)),
        ]
    return [Region("main", around([item.box for item in items]), tuple(items))]
