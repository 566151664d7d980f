"""Frames among their likes: entries of a menu, cells of a table, cards in a row."""

from collections.abc import Sequence
from itertools import pairwise

from engines.image_description.screen.rules_evidence import Picture
from engines.image_description.screen.rules_frames import Frame
from engines.image_description.screen.rules_surroundings import Label, Lines
from engines.results import Box


def is_menu_entry(frame: Frame, others: Sequence[Frame], label: Label) -> bool:
    """Whether a frame is one of three or more alike, stacked at one pitch without labels between."""
    if label.is_there and label.box and label.box.bottom <= frame.box.top + 4:
        return False
    stack = sorted(
        (other.box for other in others if _is_stacked(frame.box, other.box) and other.is_one_row),
        key=lambda box: box.top,
    )
    return len(stack) >= 3 and not (label.box and label.box.right <= frame.box.left + 6)


def _is_stacked(one: Box, other: Box) -> bool:
    return (
        abs(one.left - other.left) <= 3
        and abs(one.right - other.right) <= 3
        and abs(one.height - other.height) <= 3
    )


def is_cell(picture: Picture, frame: Frame, others: Sequence[Frame]) -> bool:
    """Whether a frame is part of a grid, or one of three or more rows that touch: a table or list."""
    level, upright = picture.runs_on(frame.box)
    if level and upright:
        return True
    column = sorted(
        (other.box.top, other.box.bottom) for other in others if _is_stacked(frame.box, other.box)
    )
    touching = sum(abs(b[0] - a[1]) <= 3 for a, b in pairwise(column))
    return touching >= 2


def is_card(box: Box, others: Sequence[Frame], lines: Lines) -> bool:
    """Whether frames like this one stand beside it without a label above: a row of cards."""
    beside = [
        other.box
        for other in others
        if abs(other.box.top - box.top) <= 3
        and abs(other.box.height - box.height) <= 3
        and other.box.left != box.left
    ]
    return any(
        not lines.above(other, 1.3 * lines.unit).is_there
        for other in beside
        if abs(other.left - box.left) > 9
    )
