"""Check boxes, radio buttons and switches: small shapes with a mark, a dot or a knob."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from engines.image_description.boxes import likeness
from engines.image_description.screen.rules_evidence import (
    Mask,
    Picture,
    distance,
    middle,
    saturation,
    stretches,
)
from engines.image_description.screen.rules_shapes import blobs, goes_down_then_up, hull, shrunk
from engines.image_description.screen.rules_surroundings import Label, Lines, share_inside
from engines.results import Box, Element

_DRAWN: Final = 14
"""Levels by which a shape differs from its ground; pale borders are 30 away."""
_ROUND: Final = 0.89
"""Hull area over box area: a disc has 0.79, a square with corners rounded by a third 0.91."""
_CLEAR_MARK: Final = 0.04
"""Share of the inside that has to be ink before it is a mark."""

Mark = Literal["none", "tick", "bar", "dot", "other"]


@dataclass(frozen=True)
class _Toggle:
    """A shape that may be a check box or radio button, before its label is known."""

    box: Box
    is_round: bool
    mark: Mark
    is_filled: bool
    """Filled with an accent colour."""
    is_solid: bool
    """Of one colour to its very edge."""


def find_toggles(
    picture: Picture, boxes: Sequence[Box], lines: Lines, frames: Sequence[Box]
) -> list[Element]:
    """Return the check boxes and radio buttons among boxes, which may overlap.

    A shape in a frame little bigger than itself, of `frames`, is the icon of a tile.
    """
    small, big = max(9.0, 0.38 * lines.unit), 1.6 * lines.unit
    candidates = [
        box
        for box in boxes
        if small <= box.height <= big and small <= box.width <= big and 0.75 < box.width / box.height < 1.34
    ]
    shapes: list[_Toggle] = []
    for box in sorted(candidates, key=lambda box: -box.width * box.height):
        if _is_within_line(box, lines) or any(likeness(box, shape.box) > 0.3 for shape in shapes):
            continue
        shape = _shape(picture, box)
        if shape and all(likeness(shape.box, other.box) < 0.3 for other in shapes):
            shapes.append(shape)
    free = [
        shape
        for shape in shapes
        if shape.mark != "other"
        and _is_free_of_letters(picture, shape.box, lines)
        and not _is_in_tile(shape.box, frames)
    ]
    return [element for shape in free if (element := _named(shape, free, lines))]


def _shape(picture: Picture, box: Box) -> _Toggle | None:
    """Return the outlined square or circle in a box, if its outline is whole."""
    grown = Box(max(0, box.left - 3), max(0, box.top - 3), box.right + 3, box.bottom + 3)
    crop = picture.crop(grown)
    outside = _ring(crop)
    drawn = np.asarray(np.abs(crop - outside).max(axis=2) > _DRAWN)
    outline = _outline(drawn) if _is_isolated(drawn) else None
    if outline is None:
        return None
    filled, tight = outline
    wide, tall = tight.width, tight.height
    if not 0.8 < wide / tall < 1.25 or min(wide, tall) < 8:
        return None
    is_round = float(filled.mean()) < _ROUND
    inside = crop[tight.top : tight.bottom, tight.left : tight.right]
    inner = shrunk(filled, max(2, round(0.13 * wide)))
    if inner.sum() < 9:
        return None
    fill = middle(inside[inner])
    mark = _dot(inside, outside) if is_round else _mark(inside, inner, fill)
    contrast = distance(fill, outside)
    is_filled = contrast > 90 or (contrast > 40 and saturation(fill) > 50)
    place = Box(
        grown.left + tight.left, grown.top + tight.top, grown.left + tight.right, grown.top + tight.bottom
    )
    rim = filled & ~shrunk(filled, 1)
    outlined = float((np.abs(inside[rim] - fill).max(axis=1) > 25).mean())
    is_solid = contrast > 30 and outlined < 0.35
    return _Toggle(place, is_round, mark, is_filled, is_solid)


def _is_isolated(drawn: Mask) -> bool:
    """Whether the ground runs round a shape: the corner of a button has its fill on two sides."""
    rim = np.concatenate([drawn[0], drawn[-1], drawn[1:-1, 0], drawn[1:-1, -1]])
    return float(rim.mean()) < 0.2


def _ring(crop: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    edge = [crop[0], crop[-1], crop[:, 0], crop[:, -1]]
    return middle(np.concatenate(edge))


def _outline(drawn: Mask) -> tuple[Mask, Box] | None:
    """Return the filled hull of what is drawn, and its box, if the hull's own outline is drawn too."""
    drawn = drawn.copy()
    # the ring around the candidate belongs to neighbours
    drawn[[0, -1]] = drawn[:, [0, -1]] = False
    box = _extent(drawn)
    if box is None:
        return None
    shape = drawn[box.top : box.bottom, box.left : box.right]
    # the handle of a magnifier, the tail of a letter
    beyond = int(drawn.sum()) - int(shape.sum())
    if beyond > max(2, 0.2 * (box.width + box.height)):
        return None
    filled, whole = hull(shape)
    return (filled, box) if whole > 0.6 else None


def _extent(drawn: Mask) -> Box | None:
    """Return where a shape lies, without the stray pixels that picture compression leaves around it."""
    if drawn.sum() < 16:
        return None
    rows, columns = drawn.sum(axis=1), drawn.sum(axis=0)
    tall, wide = np.flatnonzero(rows >= 0.12 * rows.max()), np.flatnonzero(columns >= 0.12 * columns.max())
    return Box(int(wide[0]), int(tall[0]), int(wide[-1]) + 1, int(tall[-1]) + 1)


def _dot(inside: npt.NDArray[np.int16], outside: npt.NDArray[np.int16]) -> Mark:
    """Return whether a circle has a dot in its middle, nothing, or something that is not round."""
    tall, wide = inside.shape[:2]
    rows, columns = np.mgrid[:tall, :wide]
    radius = np.hypot((rows - (tall - 1) / 2) / tall, (columns - (wide - 1) / 2) / wide) * 2
    centre = middle(inside[radius < 0.25])
    rings = [middle(inside[(radius >= near) & (radius < near + 0.15)]) for near in (0.25, 0.4, 0.55, 0.7)]
    far = max(rings, key=lambda colour: distance(colour, centre))
    if distance(far, centre) < 36:
        odd = np.abs(inside - centre).max(axis=2)[radius < 0.62] > 40
        return "none" if odd.mean() < 0.06 else "other"
    like_centre = np.abs(inside - centre).max(axis=2) < np.abs(inside - far).max(axis=2)
    share = _disc_share(like_centre & (radius < 0.85), radius)
    # what fills a hollow circle looks like its surroundings; so does the gap around a big dot
    is_hollow = share > 0.3 and distance(centre, outside) <= distance(far, outside)
    if is_hollow:
        return "none"
    return "dot" if 0.03 < share < 0.5 else "other"


def _disc_share(like_centre: Mask, radius: npt.NDArray[np.float64]) -> float:
    """Return how much of a circle its middle piece fills, 0 if that piece is no disc."""
    at = radius.shape[0] // 2, radius.shape[1] // 2
    for box, piece in blobs(like_centre, 3):
        if not (box.top <= at[0] < box.bottom and box.left <= at[1] < box.right):
            continue
        is_centred = (
            max(abs(box.left + box.right - 1 - 2 * at[1]), abs(box.top + box.bottom - 1 - 2 * at[0])) <= 3
        )
        if is_centred and 0.75 <= box.width / box.height <= 1.34 and piece.mean() > 0.62:
            return float(piece.sum()) / float((radius < 1).sum())
    return 0.0


def _mark(inside: npt.NDArray[np.int16], inner: Mask, fill: npt.NDArray[np.int16]) -> Mark:
    """Return what is drawn inside a square."""
    different = np.where(inner, np.abs(inside - fill).max(axis=2), 0)
    ink = different > max(22, 0.45 * float(different.max()))
    rows, columns = np.nonzero(inner)
    bare = _without_border(ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1])
    if bare.size < 9 or float(bare.mean()) < _CLEAR_MARK:
        return "none"
    if different.max() < 60:
        return "other"
    ink = bare
    rows, columns = np.nonzero(ink)
    top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    size = max(inside.shape[:2])
    wide, tall = (right - left) / size, (bottom - top) / size
    if tall <= 0.3 and wide >= 0.35 and wide > 1.8 * tall:
        return "bar"
    return (
        "tick" if goes_down_then_up(ink[top:bottom, left:right]) and wide > 0.3 and tall > 0.22 else "other"
    )


def _without_border(ink: Mask) -> Mask:
    """Return the inside of a mark's place: a border is often a pixel thicker on one side."""
    for _turn in range(4):
        while len(ink) > 3 and ink[0].mean() > 0.5:
            ink = ink[1:]
        ink = np.rot90(ink)
    return ink


def _is_within_line(box: Box, lines: Lines) -> bool:
    """Whether a box lies in a line of words, but not at its very left."""
    return any(box.left > line.box.left + box.width for line in lines.under(box, 0.4))


def _is_free_of_letters(picture: Picture, box: Box, lines: Lines) -> bool:
    """Whether a shape stands alone: no letter of a line, though it may open one, with a gap after it."""
    if not lines.under(box, 0.4):
        return True
    after = picture.crop(Box(box.right + 1, box.top, box.right + 1 + box.width, box.bottom))
    if not after.size:
        return False
    ground = middle(after)
    runs = stretches(np.asarray(np.abs(after - ground).max(axis=2) > 40), 0)
    if not runs:
        return True
    gap, thickness = runs[0][0] + 1, runs[0][1] - runs[0][0]
    # one round and one upright stroke close together are a Hangul syllable
    is_syllable = thickness <= 0.25 * box.width and gap < 0.7 * box.width and runs[0][1] < len(after[0])
    return gap >= 0.24 * box.width and not is_syllable


def _named(shape: _Toggle, others: Sequence[_Toggle], lines: Lines) -> Element | None:
    """Return the control a shape is, if its mark, label and likes agree."""
    if shape.mark == "none" and (shape.is_filled or shape.is_solid):
        return None
    if shape.is_round and shape.mark not in ("none", "dot"):
        return None
    label = lines.right_of(shape.box, 2.2 * shape.box.width)
    likes = sum(_is_alike(shape, other) for other in others)
    if shape.is_round and shape.mark == "none" and not likes:
        # one choice alone is none: a magnifier, a ring, a letter
        return None
    is_in_table = likes and shape.mark != "bar" and lines.right_of(shape.box, 8 * shape.box.width).is_there
    if not label.is_there and not is_in_table:
        return None
    text_height = label.box.height if label.box else lines.unit
    if not 0.35 < shape.box.height / text_height < 1.15:
        return None
    role = "radio" if shape.is_round else "checkbox"
    state = {"tick": ("checked",), "dot": ("checked",), "bar": ("mixed",)}.get(shape.mark, ())
    sure = 0.55 + 0.25 * (shape.mark != "none") + 0.1 * min(likes, 2) - 0.15 * (not label.is_there)
    return _element(role, shape.box, label, min(0.95, sure), state)


def _is_in_tile(box: Box, frames: Sequence[Box]) -> bool:
    return any(
        share_inside(box, frame) > 0.95 and likeness(box, frame) > 0.15 and frame.width > 1.4 * box.width
        for frame in frames
        if frame.width < 3 * box.width
    )


def _is_alike(one: _Toggle, other: _Toggle) -> bool:
    """Whether two shapes are of one size and stand in one column or row."""
    if one is other or one.is_round != other.is_round or abs(one.box.width - other.box.width) > 3:
        return False
    return abs(one.box.left - other.box.left) <= 3 or abs(one.box.top - other.box.top) <= 3


def _element(role: str, box: Box, label: Label, confidence: float, state: tuple[str, ...]) -> Element:
    return Element(
        role, label.text, box, round(confidence, 2), state=state, is_unreadable=label.is_unreadable
    )
