"""Boxes with four straight sides: what fills them, what they hold, which hold which."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from engines.image_description.screen.rules_evidence import Look, Mask, Picture, middle, stretches
from engines.image_description.screen.rules_shapes import blobs, points_down
from engines.image_description.screen.rules_surroundings import Lines, nested, share_inside
from engines.results import Box, TextLine

_STRAIGHT: Final = 0.75
"""Share of each side that has to be one straight edge: text blocks reach 0.6."""
_SAME: Final = 0.25
"""Line heights between two sides that are the inner and outer line of one border, or a focus ring."""
_MOST: Final = 500
ONE_ROW: Final = 2.9
"""Line heights up to which a frame holds one row of text."""


@dataclass(frozen=True, eq=False)
class Frame:
    """A box with four straight sides and what is in it."""

    box: Box
    look: Look
    lines: tuple[TextLine, ...]
    unit: float
    """The screen's usual line height in px."""
    ink: Mask = field(repr=False)
    """What differs from the fill in the middle rows, without the border."""
    ink_left: int
    """Column of the picture where the ink mask begins."""

    @property
    def is_one_row(self) -> bool:
        return self.box.height <= ONE_ROW * self.unit

    def words(self) -> list[tuple[int, int]]:
        """Return (left, right) of the stretches of ink, words joined, in columns of the picture."""
        gap = 0.55 * min(self.unit, self.box.height * 0.7)
        return [(self.ink_left + start, self.ink_left + end) for start, end in stretches(self.ink, gap)]


def find_frames(picture: Picture, boxes: Sequence[Box], lines: Lines) -> list[Frame]:
    """Return the frames among boxes, the biggest first, each border once."""
    if not boxes:
        return []
    straight = picture.sides(np.array(boxes, np.int32)).min(axis=1)
    smallest = max(8.0, 0.7 * lines.unit)
    kept: list[Box] = []
    candidates = [
        box
        for box, share in zip(boxes, straight, strict=True)
        if share >= _STRAIGHT and min(box.width, box.height) >= smallest and not _is_lettering(box, lines)
    ]
    sides = np.zeros((_MOST, 4), np.int32)
    for box in sorted(candidates, key=lambda box: -box.width * box.height)[:_MOST]:
        farthest = np.abs(sides[: len(kept)] - np.array(box, np.int32)).max(axis=1, initial=0)
        if not len(kept) or farthest.min() > max(4.0, _SAME * lines.unit):
            sides[len(kept)] = box
            kept.append(box)
    frames = [_frame(picture, box, lines) for box in kept]
    # the arrows of a field often have a frame of their own
    return [
        one
        for one, inner in zip(frames, nested(kept, 0.95), strict=True)
        if not _is_row_of(one.box, [kept[index] for index in inner]) or arrows(picture, one)
    ]


def _is_row_of(box: Box, inside: Sequence[Box]) -> bool:
    """Whether a box is just what two or more of the frames inside it make together, side by side."""
    inner = [one for one in inside if one.height > 0.75 * box.height]
    widest = [
        one
        for one in inner
        if not any(other is not one and share_inside(one, other) > 0.9 for other in inner)
    ]
    return len(widest) > 1 and sum(one.width for one in widest) > 0.7 * box.width


def _is_lettering(box: Box, lines: Lines) -> bool:
    """Whether a box is a letter or a word of a line: inside it, and no taller."""
    return any(
        box.height < 1.15 * line.box.height
        and (box.width < 0.8 * line.box.width or box.height < 0.7 * line.box.height)
        for line in lines.under(box, 0.55)
    )


def _frame(picture: Picture, box: Box, lines: Lines) -> Frame:
    look = picture.look(box)
    side = min(max(3, round(0.12 * min(box.height, 3 * lines.unit))), box.width // 4)
    # the ends of a pill are round: only its middle rows are free of the border
    cut = max(2, box.height * 30 // 100) if box.height <= ONE_ROW * lines.unit else 4
    inner = Box(box.left + side, box.top + cut, box.right - side, box.bottom - cut)
    ink = picture.ink(inner, look.fill)
    return Frame(box, look, tuple(lines.inside(box)), lines.unit, ink, inner.left)


@dataclass(frozen=True)
class Arrows:
    """What points up or down at the right end of a frame."""

    is_pair: bool
    """One up and one down, one above the other."""
    left: int
    """Column of the picture where they begin."""


def arrows(picture: Picture, frame: Frame) -> Arrows | None:
    """Return the arrows at the right end of a frame, or None."""
    box = frame.box
    tall = box.height
    end = Box(
        max(box.left + tall // 2, box.right - round(1.25 * tall)), box.top + 3, box.right - 2, box.bottom - 3
    )
    if end.width < 6 or end.height < 8:
        return None
    crop = picture.crop(end)
    half = crop[:, crop.shape[1] // 3 :]
    for ground in (frame.look.fill, middle(half)):
        ink = picture.ink(end, ground)
        pieces = [
            (place, mask)
            for place, mask in blobs(ink, 5)
            if 5 <= place.width <= 0.75 * tall and 3 <= place.height <= 0.6 * tall and place.left > 0
        ]
        found = _pair(pieces) or _upper(pieces, tall) or _single(pieces, tall)
        if found:
            is_pair, left = found
            return Arrows(is_pair, end.left + left)
    return None


def _single(pieces: Sequence[tuple[Box, Mask]], tall: int) -> tuple[bool, int] | None:
    if not pieces:
        return None
    place, mask = pieces[-1]
    centre = (place.top + place.bottom) / 2 + 3
    before = [other for other, _mask in pieces[:-1] if share_inside(place, other) < 0.9]
    # a lone arrow stands at half height; text before it stays a space away
    if abs(centre - tall / 2) > 0.17 * tall or any(place.left - other.right < 3 for other in before):
        return None
    return (False, place.left) if points_down(mask) else None


def _upper(pieces: Sequence[tuple[Box, Mask]], tall: int) -> tuple[bool, int] | None:
    """Return an arrow up in the upper half: the one below it is pale where the value is the least."""
    for place, mask in pieces:
        centre = (place.top + place.bottom) / 2 + 3
        if 0.2 * tall < centre < 0.45 * tall and place.height < 0.3 * tall and points_down(mask[::-1]):
            return True, place.left
    return None


def _pair(pieces: Sequence[tuple[Box, Mask]]) -> tuple[bool, int] | None:
    for upper, mask in pieces:
        for lower, other in pieces:
            is_below = lower.top >= upper.bottom - 1 and abs(lower.left - upper.left) <= 2
            if (
                is_below
                and abs(lower.width - upper.width) <= 2
                and points_down(other)
                and points_down(mask[::-1])
            ):
                return True, upper.left
    return None
