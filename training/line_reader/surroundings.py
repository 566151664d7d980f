"""What stands around a line on a screen and gets into its crop without being text."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]


class Placed(Protocol):
    """Where ink stands; `drawing.Ink` is one."""

    @property
    def coverage(self) -> Grey: ...
    @property
    def left(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def bottom(self) -> float: ...
    @property
    def baseline(self) -> float: ...
    @property
    def size_px(self) -> int: ...


@dataclass(frozen=True)
class Frame:
    """The crop's edges; mostly a little outside the ink, as a detector draws them."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, ink: Placed, choose: random.Random) -> "Frame":
        """Leave margins like the detector's: now along the line's height, now along the ink."""
        size = ink.size_px
        top, bottom = ink.top, ink.bottom
        if choose.random() < 0.7:
            top, bottom = ink.baseline - size * 0.92, ink.baseline + size * 0.26
        top -= choose.uniform(-0.04, 0.42) * size
        bottom += choose.uniform(-0.04, 0.38) * size
        left = ink.left - choose.uniform(-0.02, 0.6) * size
        right = ink.right + choose.uniform(-0.02, 0.6) * size
        return cls(left, min(top, ink.top + 0.5), right, max(bottom, ink.bottom - 0.5))

    def within(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return whole px inside a picture: left, top, right, bottom."""
        return (
            max(0, round(self.left)),
            max(0, round(self.top)),
            min(width, round(self.right)),
            min(height, round(self.bottom)),
        )


def clutter(
    picture: Grey, ink: Placed, frame: Frame, foreground: float, background: float, choose: random.Random
) -> Frame:
    """Draw one thing beside the line, in place, and return the frame, wider where the thing is inside."""

    def shade() -> float:
        strength = choose.choice((choose.uniform(0.06, 0.35), choose.uniform(0.35, 1)))
        value = background + (foreground - background) * strength * choose.choice((1, 1, 1, -0.3))
        return float(np.clip(value, 0, 255))

    way = choose.random()
    if way < 0.42:
        _box(picture, ink, frame, shade(), choose)
    elif way < 0.74:
        return _sign(
            picture, ink, frame, foreground if choose.random() < 0.6 else shade(), background, choose
        )
    elif way < 0.9:
        _neighbour(picture, ink, frame, foreground, choose)
    else:
        colour = choose.choice((foreground, shade(), shade()))
        margin_left, margin_right = ink.left - frame.left, frame.right - ink.right
        if choose.random() < 0.5:
            picture[:, : max(0, int(ink.left - choose.uniform(0.4, 1) * max(margin_left, 3)))] = colour
        else:
            picture[:, int(ink.right + choose.uniform(0.4, 1) * max(margin_right, 3)) :] = colour
    return frame


def _box(picture: Grey, ink: Placed, frame: Frame, colour: float, choose: random.Random) -> None:
    """Draw a button's or field's frame, a tab's underline, or a dotted focus, some sides only."""
    thick = choose.choice((1, 1, 1, 2))
    top = max(0, int(ink.top - choose.uniform(0.15, 1.1) * max(ink.top - frame.top, 2)) - thick)
    bottom = int(ink.bottom + choose.uniform(0.15, 1.1) * max(frame.bottom - ink.bottom, 2)) + 1
    left = max(0, int(ink.left - choose.uniform(0.2, 1.1) * max(ink.left - frame.left, 3)) - thick)
    right = int(ink.right + choose.uniform(0.2, 1.1) * max(frame.right - ink.right, 3)) + 1
    sides = choose.choice(("tblr", "tblr", "tblr", "b", "b", "l", "r", "t", "bl", "tbl"))
    step = 2 if choose.random() < 0.15 else 1
    if sides == "tblr" and choose.random() < 0.2:
        outside = float(choose.randint(0, 255))
        picture[:top] = picture[bottom + thick :] = outside
        picture[:, :left] = picture[:, right + thick :] = outside
    if "t" in sides:
        picture[top : top + thick, left:right:step] = colour
    if "b" in sides:
        picture[bottom : bottom + thick, left:right:step] = colour
    if "l" in sides:
        picture[top:bottom:step, left : left + thick] = colour
    if "r" in sides:
        picture[top:bottom:step, right : right + thick] = colour


def _sign(
    picture: Grey, ink: Placed, frame: Frame, colour: float, background: float, choose: random.Random
) -> Frame:
    """Draw a check box, radio, arrow or icon before or after the text; it is not to be read."""
    size = ink.size_px * choose.uniform(0.6, 1.15)
    gap = ink.size_px * choose.uniform(0.2, 0.6)
    is_before = choose.random() < 0.75
    x = ink.left - gap - size / 2 if is_before else ink.right + gap + size / 2
    draw = choose.choice(_BEFORE if is_before else _AFTER)
    y = ink.baseline - ink.size_px * 0.36
    draw(Spot(picture, int(x), int(y), int(size / 2), colour, background, choose))
    reach = size / 2 + choose.uniform(0, 3)
    if is_before:
        return replace(frame, left=min(frame.left, x - reach))
    return replace(frame, right=max(frame.right, x + reach))


@dataclass(frozen=True)
class Spot:
    """Where and in what colours a sign is drawn."""

    picture: Grey
    x: int
    y: int
    half: int
    """Half its size in px."""
    colour: float
    background: float
    choose: random.Random

    def line(self, points: Sequence[tuple[int, int]], colour: float, thick: int) -> None:
        """Draw a line through points around the middle."""
        places = np.array([(self.x + x, self.y + y) for x, y in points], np.int32)
        cv2.polylines(self.picture, [places], False, (colour,), thick, cv2.LINE_AA)

    def box(self, thick: int) -> None:
        """Draw a square; -1 fills it."""
        corner, other = (self.x - self.half, self.y - self.half), (self.x + self.half, self.y + self.half)
        cv2.rectangle(self.picture, corner, other, (self.colour,), thick)

    def disc(self, radius: int, thick: int) -> None:
        """Draw a circle; -1 fills it."""
        cv2.circle(self.picture, (self.x, self.y), radius, (self.colour,), thick, cv2.LINE_AA)


Sign = Callable[[Spot], None]


def _tick(spot: Spot, colour: float | None = None) -> None:
    half = spot.half
    points = ((2 - half, 0), (-1, half - 3), (half - 2, 3 - half))
    spot.line(points, spot.colour if colour is None else colour, spot.choose.choice((1, 1, 2)))


def _empty_box(spot: Spot) -> None:
    spot.box(1)


def _ticked_box(spot: Spot) -> None:
    spot.box(1)
    _tick(spot)


def _filled_box(spot: Spot) -> None:
    spot.box(-1)
    _tick(spot, spot.background)


def _ring(spot: Spot) -> None:
    spot.disc(max(2, spot.half), 1)


def _dotted_ring(spot: Spot) -> None:
    _ring(spot)
    spot.disc(max(1, spot.half // 2), -1)


def _disc(spot: Spot) -> None:
    spot.disc(max(1, spot.half // spot.choose.choice((1, 1, 3))), -1)


def _chevron(spot: Spot) -> None:
    arm = max(2, int(spot.half * spot.choose.uniform(0.35, 0.7)))
    down = ((-arm, -arm // 2), (0, arm // 2), (arm, -arm // 2))
    right = ((-arm // 2, -arm), (arm // 2, 0), (-arm // 2, arm))
    turn = spot.choose.choice((1, 1, -1))
    points = [(x * turn, y * turn) for x, y in spot.choose.choice((down, right))]
    if spot.choose.random() < 0.4:
        places = np.array([(spot.x + x, spot.y + y) for x, y in points], np.int32)
        cv2.fillPoly(spot.picture, [places], (spot.colour,), cv2.LINE_AA)
    else:
        spot.line(points, spot.colour, spot.choose.choice((1, 1, 2)))


def _magnifier(spot: Spot) -> None:
    radius = max(2, int(spot.half * 0.65))
    replace(spot, x=spot.x - spot.half // 5, y=spot.y - spot.half // 5).disc(radius, 1)
    spot.line(((radius // 2, radius // 2), (spot.half, spot.half)), spot.colour, spot.choose.choice((1, 2)))


def _bars(spot: Spot) -> None:
    for y in (-spot.half // 2, 0, spot.half // 2):
        spot.line(((-spot.half, y), (spot.half, y)), spot.colour, 1)


def _scribble(spot: Spot) -> None:
    """Draw strokes, discs and boxes at random: no icon in particular."""
    choose, half = spot.choose, spot.half

    def offset() -> int:
        return choose.randint(-half, half)

    for _ in range(choose.randint(2, 5)):
        way = choose.random()
        if way < 0.55:
            spot.line(((offset(), offset()), (offset(), offset())), spot.colour, choose.choice((1, 1, 2)))
            continue
        size = choose.randint(1, max(1, half // 2))
        part = replace(spot, x=spot.x + offset() // 2, y=spot.y + offset() // 2, half=size)
        if way < 0.75:
            part.disc(size, choose.choice((1, 1, -1)))
        else:
            part.box(choose.choice((1, 1, -1)))


_BEFORE: tuple[Sign, ...] = (
    _empty_box, _ticked_box, _filled_box, _ring, _dotted_ring, _disc, _chevron, _magnifier, _bars, _tick,
    _scribble, _scribble, _scribble, _scribble,
)  # fmt: skip
_AFTER: tuple[Sign, ...] = (_chevron, _chevron, _chevron, _disc, _empty_box, _magnifier, _scribble, _scribble)


def _neighbour(picture: Grey, ink: Placed, frame: Frame, foreground: float, choose: random.Random) -> None:
    """Let the line above or below reach into the crop by a few px."""
    reach = int(ink.size_px * choose.uniform(0.05, 0.2))
    other = np.roll(ink.coverage, choose.randint(-20, 20), 1)
    top, bottom = int(ink.top), int(ink.bottom)
    if choose.random() < 0.5:
        start = int(max(0, frame.top))
        strip = other[max(0, bottom - reach) : bottom]
        rows = min(len(strip), max(0, top - start - 1))
        place = slice(start, start + rows)
    else:
        end = int(frame.bottom)
        strip = other[top : top + reach]
        rows = min(len(strip), max(0, end - bottom - 1))
        place = slice(end - rows, end)
    rows = min(rows, len(picture[place]))
    place = slice(place.start, place.start + rows)
    picture[place] = picture[place] * (1 - strip[:rows]) + foreground * strip[:rows]
