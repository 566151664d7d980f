"""Puts lines of text and controls together into the parts of a screen, in reading order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from engines.image_description.boxes import around, overlap
from engines.image_description.screen.order import edge_test, reading_order, rows
from engines.image_description.screen.regions import split_regions
from engines.image_description.screen.surface import Ink, Pixels, ink, level_edge
from engines.image_description.screen.tables import FoundTable, find_tables
from engines.results import Box, Element, Region, TextLine

_HOLDS_TEXT = frozenset(
    ("button", "textbox", "combobox", "spinbutton", "tab", "link", "menuitem", "progressbar")
)
"""Roles whose text lies inside them."""
_HAS_LABEL = frozenset(
    ("textbox", "combobox", "spinbutton", "slider", "checkbox", "radio", "switch", "progressbar")
)
"""Roles whose label may be a line of text beside them."""
_HEADING_RATIO = 1.25
_LOWEST = 3
"""The level of a heading that is not bigger than the text, only bold."""
_LEAST_WRAPPED = 4
"""A label of fewer words fits into one line."""
_ENTRIES = frozenset(("menuitem", "link", "text"))
_LEAST_ENTRIES = 4
_WRAPPED_STEP = 0.75
"""Of the usual step from one entry to the next; two lines of one entry are nearer than that."""
_LABEL = "label"
"""The role, until tables are found, of a line that stands beside a control and names it."""
_ALERT = re.compile(
    r"^\W*(error|warning|alert|caution|failed|failure|오류|에러|경고|주의|실패)\b"
    r"|\b(could ?n[o']t|cannot|can't|unable to|failed to|not found|access denied|halted|stopped|invalid)\b"
    r"|(할 수 없습니다|실패했습니다|못했습니다|오류가)",
    re.I,
)


@dataclass(frozen=True)
class Layout:
    """A screen put together."""

    title: str
    subject: str
    alert: str
    regions: tuple[Region, ...]
    elements: tuple[Element, ...]
    texts: tuple[TextLine, ...]


def lay_out(pixels: Pixels, lines: Sequence[TextLine], controls: Sequence[Element]) -> Layout:
    """Put a screen together; `pixels` is RGB (height, width, 3)."""
    controls = [_relabelled(control, lines) for control in controls if not _is_of_picture(control, controls)]
    lines = [line for line in lines if not _is_hidden(line, controls)]
    taken = _lines_of(controls, lines)
    controls, taken = _with_whole_labels(controls, taken, lines)
    inks = {line.box: ink(pixels, line.box, line.text) for line in lines}
    held = [*(control.box for control in controls), *taken]
    free = _with_headings([line for line in lines if line.box not in taken], inks, held)
    # A label beside its control may also be the cell of a table, so it takes part until that is known.
    labels = [
        Element(_LABEL, line.text, line.box, line.confidence)
        for line in lines
        if line.box in taken and not _centre_is_in(line.box, taken[line.box].box)
    ]
    regions = split_regions(pixels, [*free, *labels, *controls])
    regions = [_filled(pixels, region) for region in regions]
    elements = tuple(item for region in regions for item in region.items)
    texts = tuple(reading_order(list(lines), edge_test(pixels)))
    title = _title(regions)
    return Layout(
        title,
        _subject(elements, inks, title),
        _alert(free, inks),
        tuple(regions),
        elements,
        _in_order_of(regions, texts, taken),
    )


def _centre_is_in(inner: Box, outer: Box) -> bool:
    x, y = (inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2
    return outer.left <= x <= outer.right and outer.top <= y <= outer.bottom


def _is_of_picture(one: Element, controls: Sequence[Element]) -> bool:
    """Whether this is a picture within a picture: a part of it that stands out."""
    if one.role != "img" or one.label:
        return False
    area = one.box.width * one.box.height
    return any(
        other.role == "img"
        and overlap(one.box, other.box) > 0.9 * area
        and other.box.width * other.box.height > area
        for other in controls
    )


def _with_whole_labels(
    controls: Sequence[Element], taken: dict[Box, Element], lines: Sequence[TextLine]
) -> tuple[list[Element], dict[Box, Element]]:
    """Give labels that go on in the next line their rest; return the controls and the lines they have now."""
    now = dict(taken)
    whole: list[Element] = []
    for control in controls:
        first = next((line for line in lines if taken.get(line.box) is control), None)
        free = [line for line in lines if line.box not in now]
        rest = next((one for one in free if first and _goes_on(control, first, one, controls)), None)
        longer = replace(control, label=f"{control.label} {rest.text}") if rest else control
        if rest:
            now[rest.box] = control
        now = {box: longer if owner is control else owner for box, owner in now.items()}
        whole.append(longer)
    return whole, now


def _goes_on(control: Element, first: TextLine, line: TextLine, controls: Sequence[Element]) -> bool:
    """Whether a line is the rest of a label beside a box to tick, which did not fit into one line."""
    if control.role not in ("checkbox", "radio", "switch") or first.box.left < control.box.right:
        return False
    size = first.box.height
    is_below = -0.4 * size <= line.box.top - first.box.bottom <= 0.4 * size
    is_flush = abs(line.box.left - first.box.left) <= 0.6 * size
    is_as_big = 0.7 * size <= line.box.height <= 1.4 * size and line.box.width <= 1.1 * first.box.width
    has_own = any(one is not control and _stands_before(one.box, line.box) for one in controls)
    is_sentence = len(first.text.split()) >= _LEAST_WRAPPED and not first.text.endswith((".", "?", "!", ":"))
    is_rest = bool(line.text) and not line.text[0].isupper()
    return is_below and is_flush and is_as_big and is_sentence and is_rest and not has_own


def _stands_before(box: Box, line: Box) -> bool:
    """Whether a box stands in the row of a line, close to its left."""
    middle = (line.top + line.bottom) / 2
    return box.top < middle < box.bottom and 0 <= line.left - box.right + line.height < 4 * line.height


def _is_hidden(line: TextLine, controls: Sequence[Element]) -> bool:
    """Whether this is the row of dots that stands for a password: seen, and not meant to be read."""
    fields = [one for one in controls if one.role == "textbox" and _centre_is_in(line.box, one.box)]
    is_flat = line.box.width > 6 * line.box.height
    return not line.text and is_flat and any(line.box.height < 0.65 * one.box.height for one in fields)


def _relabelled(control: Element, lines: Sequence[TextLine]) -> Element:
    """Say of a control whose text was seen but not read that it is unreadable."""
    inside = [line for line in lines if _centre_is_in(line.box, control.box)]
    is_unreadable = (
        control.role in _HOLDS_TEXT and not control.label and any(not line.text for line in inside)
    )
    return replace(control, is_unreadable=control.is_unreadable or is_unreadable)


def _lines_of(controls: Sequence[Element], lines: Sequence[TextLine]) -> dict[Box, Element]:
    """Return which lines belong to a control: inside it, or beside it as its label."""
    taken: dict[Box, Element] = {}
    for control in controls:
        for line in lines:
            is_inside = control.role in _HOLDS_TEXT and _centre_is_in(line.box, control.box)
            if is_inside or (control.role in _HAS_LABEL and _is_label(line, control)):
                taken.setdefault(line.box, control)
    return taken


def _is_label(line: TextLine, control: Element) -> bool:
    if not line.text or not control.label or line.text not in control.label:
        return False
    size = line.box.height
    across = max(control.box.left - line.box.right, line.box.left - control.box.right, 0)
    down = max(control.box.top - line.box.bottom, line.box.top - control.box.bottom, 0)
    return down <= 2.5 * size and across <= 25 * size and (down <= 0.5 * size or across <= size)


def _with_headings(lines: Sequence[TextLine], inks: dict[Box, Ink], held: Sequence[Box]) -> list[Element]:
    """Make elements of the lines that stand by themselves; those set big or bold are headings.

    `held`: where controls and their labels are.
    """
    readable = [line for line in lines if line.text]
    body = _weighted_median([(inks[line.box].font_px, len(line.text)) for line in readable])
    weight = _weighted_median([(inks[line.box].weight, len(line.text)) for line in readable])
    levels = {line.box: _heading_level(line, inks[line.box], body, weight, lines) for line in lines}
    found = []
    for line in lines:
        level = levels[line.box]
        if level == _LOWEST and not _heads_something(line.box, levels, held):
            level = 0
        role = "heading" if level else "text"
        found.append(
            Element(role, line.text, line.box, line.confidence, level=level, is_unreadable=not line.text)
        )
    return found


def _heads_something(box: Box, levels: dict[Box, int], held: Sequence[Box]) -> bool:
    """Whether something stands below a bold line, and not a heading that is bigger."""
    middle = (box.top + box.bottom) / 2
    below = [
        other
        for other in (*levels, *held)
        if (other.top + other.bottom) / 2 > middle + 0.5 * box.height
        and other.left < box.right
        and box.left - box.height < other.right
    ]
    nearest = min(below, key=lambda other: other.top, default=None)
    return nearest is not None and levels.get(nearest, 0) in (0, _LOWEST)


def _heading_level(line: TextLine, own: Ink, body: float, weight: float, lines: Sequence[TextLine]) -> int:
    words = len(line.text.split())
    letters = sum(letter.isalpha() or letter == " " for letter in line.text)
    is_wordy = letters > 0.6 * len(line.text)
    if not body or not is_wordy or words > 14 or len(line.text) > 70 or line.text.endswith((",", ";")):
        return 0
    ratio = own.font_px / body
    is_big = ratio >= _HEADING_RATIO and len(line.text) > 1
    is_bold = own.weight > 1.25 * weight and ratio > 0.95
    if not is_big and (not is_bold or words > 6 or line.text.endswith((".", ":"))):
        return 0
    if any(other.box.left > line.box.left and _follows(line.box, other.box, 1) for other in lines):
        return 0  # the beginning of a line that goes on
    if is_big:
        return 1 if ratio >= 1.7 else 2
    stands_alone = not any(_follows(line.box, other.box) for other in lines if other is not line)
    return _LOWEST if stands_alone else 0


def _follows(box: Box, other: Box, heights: float = 8) -> bool:
    """Whether two lines stand close together on one row, as the cells of a table or a running text do."""
    overlap = min(box.bottom, other.bottom) - max(box.top, other.top)
    gap = max(other.left - box.right, box.left - other.right)
    return overlap > 0.5 * min(box.height, other.height) and gap < heights * box.height


def _weighted_median(values: Sequence[tuple[float, int]]) -> float:
    spread = [value for value, count in values for _ in range(count)]
    return float(median(spread)) if spread else 0.0


def _filled(pixels: Pixels, region: Region) -> Region:
    """Give a region its tables and its order; a run of short lines at the side is a menu."""
    items = list(region.items)
    if region.kind in ("left-list", "menu-bar"):
        items = [_as_menu_item(item) for item in items]
    if region.kind == "left-list":
        items = _unwrapped(items)
    tables: list[FoundTable] = []
    if region.kind in ("main", "dialog", "right-panel"):
        texts = [item for item in items if item.role in ("text", "link", "heading", _LABEL)]
        tables = find_tables(texts, _lines_below(pixels, texts))
    cells = {id(cell) for table in tables for cell in table.cells}
    items = [item for item in items if id(item) not in cells and item.role != _LABEL]
    items += [Element("table", "", found.table.box, 0.8) for found in tables]
    ordered = reading_order(items, edge_test(pixels))
    return replace(region, items=tuple(ordered), tables=tuple(found.table for found in tables))


def _as_menu_item(item: Element) -> Element:
    is_short = item.role == "text" and 0 < len(item.label.split()) <= 4 and len(item.label) > 1
    return replace(item, role="menuitem") if is_short else item


def _unwrapped(items: Sequence[Element]) -> list[Element]:
    """Put together the entries of a list that did not fit into one line: these stand closer than entries do.

    Where most stand in pairs, each entry has a line below that says more, and nothing is put together.
    """
    entries = sorted(
        (one for one in items if one.role in _ENTRIES and one.label), key=lambda one: one.box.top
    )
    pairs = [
        (one, other)
        for one, other in pairwise(entries)
        if abs(one.box.left - other.box.left) <= 0.4 * one.box.height
    ]
    steps = [other.box.top - one.box.top for one, other in pairs]
    if len(steps) < _LEAST_ENTRIES:
        return list(items)
    usual = median(steps)
    wrapped = [pair for pair, step in zip(pairs, steps, strict=True) if 0 < step < _WRAPPED_STEP * usual]
    if len(wrapped) > len(steps) / 4:
        return list(items)
    found = list(items)
    for one, other in wrapped:
        whole = replace(one, label=f"{one.label} {other.label}", box=around([one.box, other.box]))
        found = [whole if item is one else item for item in found if item is not other]
    return found


def _lines_below(pixels: Pixels, texts: Sequence[Element]) -> dict[int, bool]:
    """Tell for each row of text whether a drawn line runs below it."""
    found = {}
    for row in rows(texts):
        if len(row) > 1:
            area = around([item.box for item in row])
            edge = level_edge(pixels, area, area.bottom - 2, area.bottom + area.height)
            found[area.bottom] = edge is not None
    return found


def _title(regions: Sequence[Region]) -> str:
    bars = [region for region in regions if region.kind == "title-bar"]
    texts = [item.label for region in bars for item in region.items if item.role in ("text", "heading")]
    return max(texts, key=len, default="")


def _subject(elements: Sequence[Element], inks: dict[Box, Ink], title: str) -> str:
    """Return the biggest heading, the topmost of equals."""
    headings = [one for one in elements if one.role == "heading" and one.label and one.label != title]
    if not headings:
        return ""
    biggest = max(inks[one.box].font_px for one in headings)
    big = [one for one in headings if inks[one.box].font_px > 0.87 * biggest]
    return min(big, key=lambda one: one.box.top).label


def _alert(free: Sequence[Element], inks: dict[Box, Ink]) -> str:
    """Return a warning: words of failure set in red or amber, or at the head of a short line."""
    for item in free:
        match = _ALERT.search(item.label)
        if match and len(item.label.split()) <= 25:
            is_at_start = match.start() <= 2 and item.label[match.end() : match.end() + 1] in (":", "!", "")
            if _is_alarming(inks[item.box].colour) or is_at_start:
                return item.label
    return ""


def _is_alarming(colour: tuple[int, int, int]) -> bool:
    red, green, blue = colour
    return red > 130 and red - blue > 70 and red - green > 25


def _in_order_of(
    regions: Sequence[Region],
    texts: Sequence[TextLine],
    taken: dict[Box, Element],
) -> tuple[TextLine, ...]:
    """Order the lines as the regions are read; a line of a control comes where the control does."""
    place: dict[Box, tuple[int, int]] = {}
    for number, region in enumerate(regions):
        for index, item in enumerate(region.items):
            place.setdefault(item.box, (number, index))
            if item.role in _ENTRIES:
                # of an entry put together from two lines
                parts = [one.box for one in texts if one.text and one.text in item.label]
                for box in parts:
                    if _centre_is_in(box, item.box):
                        place.setdefault(box, (number, index))
        for table in region.tables:
            position = place.get(table.box, (number, 0))
            for line in texts:
                if _centre_is_in(line.box, table.box):
                    place.setdefault(line.box, position)
    last = (len(regions), 0)

    def key(entry: tuple[int, TextLine]) -> tuple[tuple[int, int], int]:
        index, line = entry
        owner = taken.get(line.box)
        own = place.get(line.box)
        return (own or (place.get(owner.box, last) if owner else last), index)

    return tuple(line for _, line in sorted(enumerate(texts), key=key))
