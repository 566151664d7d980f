"""Buttons and fields: what a frame is, by where its text stands and what is at its right end."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from engines.image_description.screen.rules_evidence import Picture, distance, middle, saturation
from engines.image_description.screen.rules_frames import Arrows, Frame, arrows
from engines.image_description.screen.rules_groups import is_card, is_cell, is_menu_entry
from engines.image_description.screen.rules_surroundings import (
    Label,
    Lines,
    is_words,
    joined,
)
from engines.results import Box, Element, TextLine

_NUMBER: Final = re.compile(r"[\d.,:%+\- ]*\d[\d.,:]*\s*\D{0,6}")
_LONGEST_BUTTON_LETTERS: Final = 40
_LONGEST_BUTTON_TEXT: Final = 13
"""In line heights."""


def name_frame(
    picture: Picture, frame: Frame, inner: Sequence[Frame], others: Sequence[Frame], lines: Lines
) -> Element | None:
    """Return the control a frame is, or None if it is none that these rules know.

    `inner` are those of `others` that lie inside it.
    """
    box = frame.box
    is_window = box.width > 0.97 * picture.width
    if is_window or box.height < 0.75 * frame.unit or box.width < 0.75 * frame.unit:
        return None
    if not frame.is_one_row or _rows_of_text(frame) > 1:
        return _text_area(picture, frame, inner, others, lines)
    if box.height < 0.95 * frame.unit and not frame.lines:
        return None
    if is_cell(picture, frame, others):
        return None
    walls = [one.box for one in others]
    pointing = arrows(picture, frame) if box.width > 1.6 * box.height else None
    if pointing and any(
        _holds_column(one.box, pointing.left) and one.box.height < 0.75 * box.height for one in inner
    ):
        return None
    if pointing:
        return _choice(picture, frame, pointing, lines, walls)
    if not frame.lines and box.width < 2.2 * box.height and (one := _picture_button(frame)):
        return one
    return _button(frame) or _field(picture, frame, inner, others, lines)


def _choice(picture: Picture, frame: Frame, pointing: Arrows, lines: Lines, walls: Sequence[Box]) -> Element:
    """Return a combo box or spin button; both have arrows, only a number is stepped."""
    inside = [line for line in frame.lines if line.box.left < pointing.left - 2 and is_words_or_number(line)]
    value = joined(inside)
    label = _label(picture, frame, lines, walls)
    is_number = bool(_NUMBER.fullmatch(value.text)) or not value.is_there
    role = "spinbutton" if pointing.is_pair and is_number else "combobox"
    return Element(
        role,
        label.text,
        frame.box,
        0.9 if label.is_there else 0.8,
        value=value.text,
        is_unreadable=label.is_unreadable or value.is_unreadable,
    )


def _label(picture: Picture, frame: Frame, lines: Lines, walls: Sequence[Box]) -> Label:
    """Return what names a field; a line on another ground belongs to another part of the screen."""
    label = lines.field_label(frame.box, walls)
    if label.box is None:
        return label
    is_same_ground = distance(middle(picture.crop(label.box)), frame.look.outside) < 60
    return label if is_same_ground else Label()


def _holds_column(inner: Box, column: int) -> bool:
    """Whether an arrow belongs to a smaller frame with room for a value."""
    return inner.width > 1.8 * inner.height and inner.left < column < inner.right


def is_words_or_number(line: TextLine) -> bool:
    """Whether a line is more than a lone glyph that may be an icon; a lone digit counts."""
    return is_words(line) or any(sign.isdigit() for sign in line.text)


def _picture_button(frame: Frame) -> Element | None:
    """Return a button that holds one glyph and no text."""
    words = frame.words()
    box = frame.box
    if len(words) != 1 or not 0.6 < box.width / box.height < 2.2:
        return None
    left, right = words[0]
    is_centred = abs((left - box.left) - (box.right - right)) <= max(3, 0.16 * box.width)
    is_seen = frame.look.has_border or frame.look.contrast > 12
    if not is_centred or not is_seen or frame.box.height < 1.1 * frame.unit or right - left > 0.8 * box.width:
        return None
    return Element("button", "", box, 0.5)


def _button(frame: Frame) -> Element | None:
    """Return a button if a frame's short text stands in its middle."""
    box, words = frame.box, frame.words()
    if not words or not (frame.lines or _looks_written(frame)):
        return None
    left, right = words[0][0] - box.left, box.right - words[-1][1]
    widest_gap = max((b[0] - a[1] for a, b in pairwise(words)), default=0)
    is_centred = abs(left - right) <= max(3, 0.06 * box.width) and widest_gap <= 1.1 * box.height
    is_padded = min(left, right) >= 0.18 * box.height
    text = joined(frame.lines)
    if not is_centred or not is_padded or len(text.text) > _LONGEST_BUTTON_LETTERS or len(frame.lines) > 2:
        return None
    if words[-1][1] - words[0][0] > _LONGEST_BUTTON_TEXT * frame.unit or _is_sentence(text.text):
        return None
    is_unreadable = text.is_unreadable or not any(sign.isalnum() for sign in text.text)
    look = frame.look
    is_accent = look.contrast > 25 and (saturation(look.fill) > 60 or look.contrast > 90)
    if not (is_accent or look.has_border or look.contrast > 8):
        return None
    is_wide = box.width > 11 * box.height
    sure = 0.9 if is_accent else 0.75 if look.has_border else 0.65
    return Element("button", text.text, box, round(sure - 0.15 * is_wide, 2), is_unreadable=is_unreadable)


def _rows_of_text(frame: Frame) -> int:
    """Return how many lines stand one below the other in a frame."""
    middles = sorted((line.box.top + line.box.bottom) / 2 for line in frame.lines)
    return 1 + sum(b - a > 0.6 * frame.unit for a, b in pairwise(middles)) if middles else 0


def _is_sentence(text: str) -> bool:
    return text.endswith((".", "!")) and not text.endswith(("...", "…"))


def _looks_written(frame: Frame) -> bool:
    """Whether the ink of a frame can be a word that the text detector missed."""
    rows = np.flatnonzero(frame.ink.any(axis=1))
    return len(rows) > 4 and sum(b - a for a, b in frame.words()) > 1.3 * (int(rows[-1]) - int(rows[0]) + 1)


def _field(
    picture: Picture, frame: Frame, inner: Sequence[Frame], others: Sequence[Frame], lines: Lines
) -> Element | None:
    """Return a text box if a frame is empty or its text begins at its left end."""
    box, words, look = frame.box, frame.words(), frame.look
    if box.width < 2.2 * box.height or len(frame.lines) > 3 or _is_coloured(frame):
        return None
    label = _label(picture, frame, lines, [one.box for one in others])
    if not _starts_left(frame, words):
        return None
    if any(_holds_words(one) for one in inner):
        return None
    is_indented = bool(words) and words[0][0] - box.left > 0.36 * box.height
    if is_indented and is_menu_entry(frame, others, label):
        return _menu_entry(frame)
    is_labelled_above = label.box is not None and label.box.bottom < box.top + 6
    # what is only filled may be a quotation or a piece of code
    if not look.has_border and not is_labelled_above and not _is_faint(frame):
        return None
    if not words and not label.is_there and box.width < 5 * box.height:
        return None
    value = joined([line for line in frame.lines if is_words_or_number(line)])
    sure = 0.5 + 0.25 * label.is_there + 0.15 * look.has_border
    return Element(
        "textbox",
        label.text,
        box,
        round(sure, 2),
        value=value.text,
        is_unreadable=label.is_unreadable or value.is_unreadable,
    )


def _holds_words(frame: Frame) -> bool:
    return frame.is_one_row and frame.box.width > 1.5 * frame.box.height and any(map(is_words, frame.lines))


def _starts_left(frame: Frame, words: Sequence[tuple[int, int]]) -> bool:
    """Whether text begins near the left end and leaves room at the right, small icons aside."""
    if not words:
        return True
    box = frame.box
    left = words[0][0] - box.left
    # an eye, a cross or a magnifier may end the field
    body = list(words)
    if (
        len(body) > 1
        and body[-1][1] - body[-1][0] < 1.1 * box.height
        and body[-1][0] - body[-2][1] > box.height
    ):
        body.pop()
    right = box.right - body[-1][1]
    return left < 0.95 * box.height and (right >= min(1.3 * left, box.height) or left < 0.45 * box.height)


def _is_coloured(frame: Frame) -> bool:
    """Whether a frame is filled with a colour of its own, as alerts and chips are and fields are not."""
    return saturation(frame.look.fill) > 30 and frame.look.contrast > 8


def _is_faint(frame: Frame) -> bool:
    """Whether a frame's text is the pale text of a hint."""
    crop = frame.ink
    return bool(crop.size) and not crop.any()


def _menu_entry(frame: Frame) -> Element:
    text = joined(frame.lines)
    return Element("menuitem", text.text, frame.box, 0.6, is_unreadable=text.is_unreadable or not frame.lines)


def _text_area(
    picture: Picture, frame: Frame, inner: Sequence[Frame], others: Sequence[Frame], lines: Lines
) -> Element | None:
    """Return a text box of several rows: a label above, text at the top left or none, nothing else inside."""
    box = frame.box
    if box.width < 6 * frame.unit or any(one.box.height > 0.9 * frame.unit for one in inner if one.lines):
        return None
    label = _label(picture, frame, lines, [one.box for one in others])
    if not label.is_there or (not frame.look.has_border and frame.look.contrast < 6) or _is_coloured(frame):
        return None
    texts = frame.lines
    if texts and not _is_one_column(texts, box, frame.unit):
        return None
    if is_card(box, others, lines):
        return None
    value = joined(texts)
    return Element(
        "textbox",
        label.text,
        box,
        0.65,
        value=value.text,
        is_unreadable=label.is_unreadable or value.is_unreadable,
    )


def _is_one_column(texts: Sequence[TextLine], box: Box, unit: float) -> bool:
    """Whether lines begin at the top left of a box, one below the other, all of one size."""
    heights = [line.box.height for line in texts]
    is_even = max(heights) <= 1.3 * min(heights)
    lefts = [line.box.left for line in texts]
    is_left = max(lefts) - min(lefts) <= 0.8 * unit and min(lefts) - box.left <= 2.2 * unit
    return is_even and is_left and texts[0].box.top - box.top <= 1.8 * unit
