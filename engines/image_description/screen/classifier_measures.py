"""Measures boxes on a screenshot for the trained classifier: size, place, sides, text, colours, neighbours.

Everything is measured for all boxes at once. Lengths are in line heights (the unit), so that a screen
drawn twice as large measures the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from engines.image_description.screen.rules_evidence import Picture
from engines.image_description.screen.rules_surroundings import Lines, as_array, is_words
from engines.results import Element, TextLine

Boxes = npt.NDArray[np.int32]
"""(n, left top right bottom)"""
Measures = npt.NDArray[np.float32]

RULE_ROLES: Final = (
    "button",
    "textbox",
    "checkbox",
    "radio",
    "combobox",
    "spinbutton",
    "slider",
    "switch",
    "tab",
    "menuitem",
    "link",
    "img",
    "progressbar",
    "icon",
)
"""What the rules can call a box, in the order of the columns."""
STATES: Final = ("checked", "mixed", "selected", "disabled", "focused", "expanded", "pressed")
_FAR: Final = 12.0
"""Line heights beyond which nothing is near."""
_CHUNK: Final = 512
"""Boxes measured against all lines at once: keeps the tables in the cache."""


def measure(picture: Picture, boxes: Boxes, kinds: npt.NDArray[np.int32], lines: Lines) -> Measures:
    """Return (n, a) what the size, place, sides, colours and text of each box are.

    `kinds` tells where a box came from: 0 an outline, 1 a line of text, 2 the rules.
    """
    parts = [
        _sizes(picture, boxes, lines.unit),
        np.eye(3, dtype=np.float32)[kinds],
        picture.sides(boxes).astype(np.float32),
        _colours(picture, boxes, lines.unit),
        np.concatenate(
            [_text(boxes[start : start + _CHUNK], lines) for start in range(0, len(boxes), _CHUNK)]
            or [np.zeros((0, TEXT_COLUMNS), np.float32)]
        ),
    ]
    return np.concatenate(parts, axis=1)


def relate(boxes: Boxes, unit: float, ruled: Sequence[Element]) -> Measures:
    """Return (n, b) how each box lies to the others, and what the rules say of it."""
    return np.concatenate([_neighbours(boxes, unit), _rules(boxes, ruled)], axis=1)


def overlaps(one: Boxes, other: Boxes) -> npt.NDArray[np.float32]:
    """Return (n, m) the area that each box shares with each other."""
    wide = np.minimum(one[:, None, 2], other[None, :, 2]) - np.maximum(one[:, None, 0], other[None, :, 0])
    tall = np.minimum(one[:, None, 3], other[None, :, 3]) - np.maximum(one[:, None, 1], other[None, :, 1])
    return np.asarray(np.maximum(wide, 0) * np.maximum(tall, 0), np.float32)


def areas(boxes: Boxes) -> npt.NDArray[np.float32]:
    """Return (n,) the area of each box, at least 1."""
    return np.maximum(1, (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).astype(np.float32)


def likenesses(one: Boxes, other: Boxes) -> npt.NDArray[np.float32]:
    """Return (n, m) intersection over union."""
    common = overlaps(one, other)
    return np.asarray(common / (areas(one)[:, None] + areas(other)[None] - common), np.float32)


def _sizes(picture: Picture, boxes: Boxes, unit: float) -> Measures:
    left, top, right, bottom = boxes.T.astype(np.float32)
    wide, tall = np.maximum(1, right - left), np.maximum(1, bottom - top)
    columns = [
        np.log(wide / unit),
        np.log(tall / unit),
        np.log(wide / tall),
        np.log(wide) / 3,
        np.log(tall) / 3,
        np.full(len(boxes), np.log(unit / 16), np.float32),
        left / picture.width,
        top / picture.height,
        1 - right / picture.width,
        1 - bottom / picture.height,
        wide / picture.width,
        tall / picture.height,
        np.minimum(left, picture.width - right) / unit < 0.3,
        np.minimum(top, picture.height - bottom) / unit < 0.3,
    ]
    return np.asarray(np.stack(columns, axis=1), np.float32)


class _Sums:
    """Running sums of colours and their squares, so that the mean of any box is four look-ups."""

    def __init__(self, pixels: npt.NDArray[np.uint8]) -> None:
        self._height, self._width = pixels.shape[:2]
        self._colours = cv2.integral(pixels, sdepth=cv2.CV_32S)  # (h + 1, w + 1, 3)
        grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        self._sums, self._squares = cv2.integral2(grey, sdepth=cv2.CV_32S, sqdepth=cv2.CV_64F)

    def colour(self, boxes: npt.NDArray[Any]) -> Measures:
        """Return (n, rgb) mean colours, 0 to 1; an empty box is black."""
        return self._take(self._colours, boxes, 255.0)

    def spread(self, boxes: npt.NDArray[Any]) -> Measures:
        """Return (n,) standard deviations of brightness, 0 to 0.5."""
        mean = self._take(self._sums[..., None], boxes, 1.0)[:, 0]
        square = self._take(self._squares[..., None], boxes, 1.0)[:, 0]
        return np.asarray(np.sqrt(np.maximum(0, square - mean**2)) / 255, np.float32)

    def _take(self, sums: npt.NDArray[Any], boxes: npt.NDArray[Any], scale: float) -> Measures:
        left, right = (np.clip(boxes[:, side], 0, self._width).astype(int) for side in (0, 2))
        top, bottom = (np.clip(boxes[:, side], 0, self._height).astype(int) for side in (1, 3))
        total = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        count = np.maximum(1, (right - left) * (bottom - top))
        return np.asarray(total / (count[:, None] * scale), np.float32)


def _colours(picture: Picture, boxes: Boxes, unit: float) -> Measures:
    sums = _Sums(picture.pixels)
    left, top, right, bottom = boxes.T
    wide, tall = right - left, bottom - top
    reach = max(3, int(0.4 * unit))
    side = np.minimum(tall, wide // 2)

    def strip(a: Any, b: Any, c: Any, d: Any) -> npt.NDArray[Any]:
        return np.stack([a, b, c, d], axis=1)

    inside = sums.colour(strip(left + wide // 8, top + tall // 8, right - wide // 8, bottom - tall // 8))
    core = sums.colour(strip(left + wide // 3, top + tall // 3, right - wide // 3, bottom - tall // 3))
    around = np.stack(
        [
            sums.colour(strip(left - reach, top, left - 1, bottom)),
            sums.colour(strip(right + 1, top, right + reach, bottom)),
            sums.colour(strip(left, top - reach, right, top - 1)),
            sums.colour(strip(left, bottom + 1, right, bottom + reach)),
        ]
    )  # (4, n, rgb)
    outside = np.median(around, axis=0)
    ends = [
        sums.spread(strip(left + 2, top + 2, left + side, bottom - 2)),
        sums.spread(strip(right - side, top + 2, right - 2, bottom - 2)),
        sums.spread(strip(left + 2, top + 2, right - 2, top + tall // 2)),
        sums.spread(strip(left + 2, top + tall // 2, right - 2, bottom - 2)),
        sums.spread(strip(left, top, right, bottom)),
        sums.spread(strip(left - reach, top - reach, left, bottom + reach)),
        sums.spread(strip(right, top - reach, right + reach, bottom + reach)),
    ]
    columns = [
        *inside.T,
        *outside.T,
        *(inside - outside).T,
        np.ptp(inside, axis=1),
        np.ptp(outside, axis=1),
        np.ptp(core, axis=1),
        np.abs(core - outside).max(axis=1),
        *np.abs(around - inside[None]).max(axis=2),
        *ends,
    ]
    whole = sums.colour(np.array([[0, 0, picture.width, picture.height]]))
    columns.append(np.full(len(boxes), float(whole.mean()), np.float32))
    return np.asarray(np.stack(columns, axis=1), np.float32)


TEXT_COLUMNS: Final = 48


@dataclass(frozen=True, eq=False)
class _Around:
    """How n boxes and m lines of text lie to each other; every field is (n, m) but where it says so."""

    boxes: npt.NDArray[np.float32]
    """(4, n, 1) left, top, right, bottom."""
    written: npt.NDArray[np.float32]
    """(4, 1, m) the same of the lines."""
    common: npt.NDArray[np.float32]
    """The area shared."""
    of_box: npt.NDArray[np.float32]
    """What share of the box that is."""
    is_in: npt.NDArray[np.bool_]
    is_right: npt.NDArray[np.bool_]
    is_left: npt.NDArray[np.bool_]
    is_above: npt.NDArray[np.bool_]
    is_below: npt.NDArray[np.bool_]
    is_over_or_under: npt.NDArray[np.bool_]


def _around(boxes: Boxes, written: Boxes) -> _Around:
    common = overlaps(boxes, written)
    of_line, of_box = common / areas(written)[None], common / areas(boxes)[:, None]
    left, top, right, bottom = sides = boxes.T.astype(np.float32)[..., None]
    a, b, c, d = others = written.T.astype(np.float32)[:, None]
    row = np.minimum(bottom, d) - np.maximum(top, b) > 0.5 * np.minimum(bottom - top, d - b)
    column = np.minimum(right, c) - np.maximum(left, a) > 0
    is_out = of_line < 0.5
    return _Around(
        sides,
        others,
        common,
        of_box,
        is_in=of_line > 0.6,
        is_right=row & is_out & (a > right - 0.3 * (right - left)),
        is_left=row & is_out & (c < left + 0.3 * (right - left)),
        is_above=column & is_out & (d < top + 0.4 * (bottom - top)),
        is_below=column & is_out & (b > bottom - 0.4 * (bottom - top)),
        is_over_or_under=column & is_out,
    )


def _text(boxes: Boxes, lines: Lines) -> Measures:
    """Return (n, TEXT_COLUMNS) what is written in a box and round it."""
    found = np.zeros((len(boxes), TEXT_COLUMNS), np.float32)
    found[:, 3:15] = _FAR
    if not lines.all or not len(boxes):
        return found
    unit = lines.unit
    written = as_array([line.box for line in lines.all])
    about = _around(boxes, written)
    found[:, 0] = np.log1p(about.is_in.sum(axis=1))
    found[:, 1] = about.of_box.sum(axis=1).clip(0, 1)
    both = areas(boxes)[:, None] + areas(written)[None] - about.common
    found[:, 2] = (about.common / both).max(axis=1)
    found[:, 3:15] = _gaps(about, unit)
    found[:, 15:20] = _host(boxes, written, about.of_box)
    found[:, 20:45] = _writing(about, _words(lines.all), unit)
    (left, _, right, _), (a, _, c, _) = about.boxes, about.written
    found[:, 45] = np.log1p((about.is_right & (a - right < 4 * unit)).sum(axis=1))
    found[:, 46] = np.log1p((about.is_left & (left - c < 4 * unit)).sum(axis=1))
    found[:, 47] = np.log1p(len(lines.all)) / 5
    return found


_NEVER: Final = np.float32(1e6)


def _gaps(about: _Around, unit: float) -> Measures:
    """Return (n, 12) line heights from a box to the words in it and round it."""
    (left, top, right, bottom), (a, b, c, d) = about.boxes, about.written

    def nearest(gap: npt.NDArray[Any], mask: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
        return np.asarray(np.where(mask, gap, _NEVER).min(axis=1) / unit)

    is_close_above = about.is_above & (top - d < 2.2 * unit)
    is_close_below = about.is_below & (b - bottom < 2.2 * unit)
    gaps = [
        nearest(a - left, about.is_in),
        nearest(right - c, about.is_in),
        nearest(b - top, about.is_in),
        nearest(bottom - d, about.is_in),
        nearest(a - right, about.is_right),
        nearest(left - c, about.is_left),
        nearest(top - d, about.is_above),
        nearest(b - bottom, about.is_below),
        nearest(np.abs(a - left), is_close_above),
        nearest(np.abs(a - left), is_close_below),
        nearest(np.abs(a - left), about.is_over_or_under),
        nearest(np.abs((a + c) / 2 - (left + right) / 2), is_close_below),
    ]
    return np.asarray(np.clip(np.stack(gaps, axis=1), -3, _FAR), np.float32)


def _host(boxes: Boxes, written: Boxes, of_box: npt.NDArray[np.float32]) -> Measures:
    """Return (n, 5) how a box lies to the line that it is, or is a part of."""
    host = of_box.argmax(axis=1)
    share = of_box[np.arange(len(boxes)), host]
    line = written[host].astype(np.float32)
    wide, tall = np.maximum(1, line[:, 2] - line[:, 0]), np.maximum(1, line[:, 3] - line[:, 1])
    is_part = share > 0.3
    columns = [
        share,
        np.where(is_part, (boxes[:, 0] - line[:, 0]) / wide, -1).clip(-1, 1),
        np.where(is_part, (line[:, 2] - boxes[:, 2]) / wide, -1).clip(-1, 1),
        np.where(is_part, (boxes[:, 3] - boxes[:, 1]) / tall, 0).clip(0, 3),
        np.where(is_part, (boxes[:, 2] - boxes[:, 0]) / wide, 0).clip(0, 3),
    ]
    return np.asarray(np.stack(columns, axis=1), np.float32)


def _writing(about: _Around, words: Measures, unit: float) -> Measures:
    """Return (n, 25) what is written in a box, how high, and what on its left, above it, on its right."""
    (left, top, right, bottom), (a, b, c, d) = about.boxes, about.written
    holds = about.is_in.any(axis=1)[:, None]
    inner = np.where(about.is_in, about.common, -1).argmax(axis=1)
    first = np.where(about.is_in, a, _NEVER).argmin(axis=1)
    high = (d - b)[0, first, None] / np.maximum(1, bottom - top)
    parts = [np.where(holds, words[inner], 0), np.where(holds, high, 0)]
    for mask, gap in ((about.is_left, left - c), (about.is_above, top - d), (about.is_right, a - right)):
        near = np.where(mask, np.abs(gap), _NEVER)
        is_near = near.min(axis=1)[:, None] < _FAR * unit
        parts.append(np.where(is_near, words[near.argmin(axis=1)][:, [0, 2, 3, 9]], 0))
    return np.asarray(np.concatenate(parts, axis=1), np.float32)


def _words(lines: Sequence[TextLine]) -> Measures:
    """Return (m, 12) what kind of text each line is."""
    rows = []
    for line in lines:
        text = line.text.strip()
        count = max(1, len(text))
        rows.append(
            (
                np.log1p(len(text)) / 3,
                sum(sign.isdigit() for sign in text) / count,
                text.endswith((":", "：", "*")),
                text.endswith(("...", "…")),
                "%" in text,
                not text,
                any("가" <= sign <= "힣" for sign in text),
                np.log1p(len(text.split())),
                text[:1].isupper(),
                text.endswith((".", "!", "?", ",")),
                is_words(line),
                text.isupper() and len(text) > 1,
            )
        )
    return np.array(rows, np.float32)


def _neighbours(boxes: Boxes, unit: float) -> Measures:
    """Return (n, 18) how many boxes are like each one, beside, below, inside and around it."""
    if not len(boxes):
        return np.zeros((0, 18), np.float32)
    left, top, right, bottom = boxes.T.astype(np.float32)
    common = overlaps(boxes, boxes)
    np.fill_diagonal(common, 0)
    close = max(2.5, 0.15 * unit)

    def near(one: npt.NDArray[Any], slack: float = close) -> npt.NDArray[np.bool_]:
        return np.asarray(np.abs(one[:, None] - one[None]) <= slack)

    apart, tall = common == 0, near(bottom - top)
    same_size = near(right - left, max(close, 0.2 * unit)) & tall
    in_row, in_column = near(top) & near(bottom) & apart, near(left) & apart

    def gap(one: npt.NDArray[Any], is_other: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
        least = np.where(is_other & (one >= -close), one, 1e6).min(axis=1)
        return np.asarray(np.clip(least / unit, -1, _FAR))

    columns = [
        np.log1p((in_column & same_size).sum(axis=1)),
        np.log1p((in_row & same_size).sum(axis=1)),
        np.log1p((in_column & tall).sum(axis=1)),
        np.log1p(in_row.sum(axis=1)),
        np.log1p((same_size & apart).sum(axis=1)),
        *_nested(boxes, common),
        gap(left[None] - right[:, None], in_row),
        gap(left[:, None] - right[None], in_row),
        gap(top[None] - bottom[:, None], in_column & tall),
        gap(top[:, None] - bottom[None], in_column & tall),
        np.log1p((near(right) & apart & tall).sum(axis=1)),
        np.log1p((common > 0).sum(axis=1)),
        _has_bigger(boxes, common),
        np.full(len(boxes), np.log1p(len(boxes)) / 5),
    ]
    return np.asarray(np.stack(columns, axis=1), np.float32)


def _nested(boxes: Boxes, common: npt.NDArray[np.float32]) -> list[npt.NDArray[Any]]:
    """Return (n,) how many boxes are alike, how many hold each one and lie in it, and their sizes."""
    size = areas(boxes)
    alike = _alike(size, common)
    strictly = (common / size[:, None] > 0.9) & ~alike  # the first lies in the second
    holder = np.where(strictly, size[None], 1e12).min(axis=1)
    biggest = np.where(strictly.T, size[None], 0).max(axis=1)
    return [
        np.log1p(alike.sum(axis=1)),
        np.log1p(strictly.sum(axis=1)),
        np.log1p(strictly.sum(axis=0)),
        np.where(strictly.any(axis=1), np.log(holder / size), 0) / 4,
        np.where(strictly.any(axis=0), biggest / size, 0),
    ]


def _has_bigger(boxes: Boxes, common: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Return (n,) whether a box that is alike is bigger."""
    size = areas(boxes)
    return np.asarray((_alike(size, common) & (size[None] > size[:, None])).any(axis=1))


def _alike(size: npt.NDArray[np.float32], common: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    return np.asarray(common / (size[:, None] + size[None] - common) > 0.7)


RULE_COLUMNS: Final = len(RULE_ROLES) + len(STATES) + 5


def _rules(boxes: Boxes, ruled: Sequence[Element]) -> Measures:
    """Return (n, RULE_COLUMNS) what the rules call each box."""
    found = np.zeros((len(boxes), RULE_COLUMNS), np.float32)
    if not ruled or not len(boxes):
        return found
    theirs = as_array([one.box for one in ruled])
    alike = likenesses(boxes, theirs)
    common = overlaps(boxes, theirs)
    best = alike.argmax(axis=1)
    for index, (which, how) in enumerate(zip(best, alike.max(axis=1), strict=True)):
        one = ruled[which]
        if how > 0.5 and one.role in RULE_ROLES:
            found[index, RULE_ROLES.index(one.role)] = 1
            for state in one.state:
                if state in STATES:
                    found[index, len(RULE_ROLES) + STATES.index(state)] = 1
            found[index, -5] = one.confidence
    found[:, -4] = alike.max(axis=1)
    found[:, -3] = ((common / areas(boxes)[:, None] > 0.85) & (alike < 0.5)).any(axis=1)
    found[:, -2] = np.log1p(((common / areas(theirs)[None] > 0.85) & (alike < 0.5)).sum(axis=1))
    found[:, -1] = (alike > 0.5).sum(axis=1)
    return found


def said_by_rules(measures: Measures) -> tuple[list[str], Measures]:
    """Return what the rules call each box, from what `relate` measured, and its states (n, STATES) 0 or 1.

    The role is empty where they say nothing.
    """
    after = len(RULE_ROLES) - RULE_COLUMNS
    said = measures[:, -RULE_COLUMNS:after]
    roles = [RULE_ROLES[row.argmax()] if row.any() else "" for row in said]
    return roles, measures[:, after : after + len(STATES)]
