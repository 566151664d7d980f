"""Tabs: boxes that touch with one open below, or texts on one row with a bar under one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engines.image_description.screen.rules_evidence import Picture, distance, middle, saturation
from engines.image_description.screen.rules_surroundings import Lines, is_words, share_inside
from engines.image_description.screen.rules_text import written
from engines.results import Box, Element, TextLine


@dataclass(frozen=True)
class _Strip:
    """Neighbouring texts on one row."""

    lines: tuple[TextLine, ...]


def find_tabs(
    picture: Picture, lines: Lines, framed: Sequence[Element], frames: Sequence[Box]
) -> list[Element]:
    """Return rows of tabs: boxes that touch with one open below, or texts with a bar under one of them.

    `framed` are the controls known so far, `frames` all boxes, cells of tables too.
    """
    found: list[Element] = []
    for row in _rows(lines):
        tabs = _boxed(picture, row, framed, lines.unit)
        is_free = not any(_is_boxed(line, box) for line in row.lines for box in frames)
        found += tabs or (_underlined(picture, row, lines.unit) if is_free else [])
    return found


def _is_boxed(line: TextLine, frame: Box) -> bool:
    is_close = frame.width < 2.5 * line.box.width + 60 and frame.height < 3 * line.box.height
    return is_close and share_inside(line.box, frame) > 0.5


def _rows(lines: Lines) -> list[_Strip]:
    """Return runs of short texts on one row with small gaps, two or more."""
    short = sorted(
        (line for line in lines.all if is_words(line) and line.box.width < 12 * lines.unit),
        key=lambda line: line.box.left,
    )
    rows: list[list[TextLine]] = []
    for line in short:
        for row in rows:
            last = row[-1].box
            middle_apart = abs((last.top + last.bottom) - (line.box.top + line.box.bottom)) / 2
            if middle_apart < 0.3 * lines.unit and -4 <= line.box.left - last.right < 4 * lines.unit:
                row.append(line)
                break
        else:
            rows.append([line])
    return [_Strip(tuple(row)) for row in rows if 2 <= len(row) <= 12]


def _boxed(picture: Picture, row: _Strip, framed: Sequence[Element], unit: float) -> list[Element]:
    """Return tabs if boxes round the texts touch, and below exactly one of them the line is open."""
    boxes = [_box_round(line, framed) for line in row.lines]
    known = [box for box in boxes if box]
    if not known or len(known) < len(boxes) - 1:
        return []
    top, bottom = min(box.top for box in known), max(box.bottom for box in known)
    if max(box.bottom for box in known) - min(box.bottom for box in known) > 4:
        return []
    spans = [box or _gap_box(index, boxes, row, top, bottom) for index, box in enumerate(boxes)]
    if any(abs(b.left - a.right) > 4 for a, b in pairwise(spans)):
        return []
    chosen = _chosen_box(picture, spans, boxes, unit)
    if chosen is None:
        return []
    return [
        _tab(line, span, index == chosen, 0.85)
        for index, (line, span) in enumerate(zip(row.lines, spans, strict=True))
    ]


def _chosen_box(
    picture: Picture, spans: Sequence[Box], boxes: Sequence[Box | None], unit: float
) -> int | None:
    """Return which of touching boxes is the chosen tab: open to the page below, or taller than the others."""
    is_open = [_is_open_below(picture, span, unit) for span in spans]
    tops = sorted(span.top for span in spans)
    if sum(is_open) == 1:
        chosen = is_open.index(True)
    elif boxes.count(None) == 1:
        chosen = boxes.index(None)
    elif tops[1] - tops[0] >= 2:
        chosen = next(index for index, span in enumerate(spans) if span.top == tops[0])
    else:
        return None
    # often no frame was found for the chosen one: its other sides show that it has one
    left, top, right, _bottom = picture.sides(np.array([spans[chosen]], np.int32))[0]
    return chosen if top > 0.7 and max(left, right) > 0.7 else None


def _box_round(line: TextLine, framed: Sequence[Element]) -> Box | None:
    boxes = [
        one.box
        for one in framed
        if one.role == "button"
        and share_inside(line.box, one.box) > 0.6
        and one.box.width < 3 * line.box.width + 60
    ]
    return min(boxes, key=lambda box: box.width * box.height, default=None)


def _gap_box(index: int, boxes: Sequence[Box | None], row: _Strip, top: int, bottom: int) -> Box:
    """Return the place of a tab that no frame was found for: between its neighbours, padded alike."""
    line = row.lines[index].box
    before = boxes[index - 1] if index else None
    after = boxes[index + 1] if index + 1 < len(boxes) else None
    pad = max(
        [2]
        + [
            one.left - box.left
            for one, box in zip((each.box for each in row.lines), boxes, strict=True)
            if box
        ]
    )
    return Box(
        before.right if before else line.left - pad, top, after.left if after else line.right + pad, bottom
    )


def _is_open_below(picture: Picture, span: Box, unit: float) -> bool:
    """Whether no line or change of colour runs under a tab: it belongs to the page below."""
    inset = max(3, span.width // 6)
    strip = picture.crop(
        Box(
            span.left + inset,
            span.bottom - max(3, int(0.18 * unit)),
            span.right - inset,
            span.bottom + max(4, int(0.25 * unit)),
        )
    )
    if strip.shape[0] < 4 or not strip.shape[1]:
        return False
    rows = np.median(strip, axis=1)  # (rows, rgb)
    return bool(np.abs(rows - rows[0]).max() <= 5)


def _underlined(picture: Picture, row: _Strip, unit: float) -> list[Element]:
    """Return tabs if a thick bar lies under exactly one of three or more texts, or of two close ones."""
    chosen = [_has_bar(picture, line, unit) for line in row.lines]
    if sum(chosen) != 1:
        chosen = _coloured(picture, row.lines) if _has_hairline(picture, row, unit) else []
    if sum(chosen) != 1:
        return []
    return [_tab(line, line.box, is_chosen, 0.7) for line, is_chosen in zip(row.lines, chosen, strict=True)]


def _coloured(picture: Picture, lines: Sequence[TextLine]) -> list[bool]:
    """Return which texts are in a colour, if all others are in one grey."""
    seen = [written(picture, line) for line in lines]
    inks = [one.ink for one in seen if one]
    if len(inks) < len(lines):
        return []
    coloured = [saturation(ink) > 80 for ink in inks]
    greys = [ink for ink, is_coloured in zip(inks, coloured, strict=True) if not is_coloured]
    return coloured if greys and all(distance(one, greys[0]) < 50 for one in greys) else []


def _has_hairline(picture: Picture, row: _Strip, unit: float) -> bool:
    """Whether a line runs under all texts of a row and on for as long again."""
    left, right = row.lines[0].box.left, row.lines[-1].box.right
    bottom = max(line.box.bottom for line in row.lines)
    far = min(picture.width, right + (right - left) // 2)
    below = picture.crop(Box(left, bottom, far, bottom + int(1.2 * unit)))
    if below.shape[0] < 4 or far - right < 2 * unit:
        return False
    line = (np.abs(below - middle(below)).max(axis=2) > 6).mean(axis=1) > 0.95
    return 1 <= int(line.sum()) <= 3


def _has_bar(picture: Picture, line: TextLine, unit: float) -> bool:
    """Whether a bar two to five pixels thick, as long as the text or a little longer, lies just below it."""
    box = line.box
    reach = int(1.1 * unit)
    below = picture.crop(Box(box.left, box.bottom - 3, box.right, box.bottom + reach))
    if below.shape[0] < 8:
        return False
    ground = middle(below)
    solid = (np.abs(below - ground).max(axis=2) > 50).mean(axis=1) > 0.8
    rows = np.flatnonzero(solid)
    if not 1 <= len(rows) <= max(5, int(0.25 * unit)) or rows[-1] - rows[0] >= len(rows):
        return False
    # a hairline counts in a colour only: grey ones divide the page
    if len(rows) == 1 and saturation(middle(below[rows])) < 60:
        return False
    top = box.bottom - 3 + int(rows[0])
    # a rule across the page is no tab's bar
    beyond = [
        picture.crop(Box(box.left - 2 * reach, top, box.left - reach, top + 2)),
        picture.crop(Box(box.right + reach, top, box.right + 2 * reach, top + 2)),
    ]
    colour = middle(below[rows])
    return all(not part.size or distance(middle(part), colour) > 40 for part in beyond)


def _tab(line: TextLine, box: Box, is_selected: bool, confidence: float) -> Element:
    state = ("selected",) if is_selected else ()
    return Element("tab", line.text, box, confidence, state=state, is_unreadable=not line.text)
