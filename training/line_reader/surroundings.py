"""What stands around a line on a screen and gets into its crop without being text."""

import random
from collections.abc import Callable
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
    draw(picture, (int(x), int(ink.baseline - ink.size_px * 0.36)), int(size / 2), colour, background, choose)
    reach = size / 2 + choose.uniform(0, 3)
    if is_before:
        return replace(frame, left=min(frame.left, x - reach))
    return replace(frame, right=max(frame.right, x + reach))


Point = tuple[int, int]
Sign = Callable[[Grey, Point, int, float, float, random.Random], None]


def _tick(
    picture: Grey, at: Point, half: int, colour: float, background: float, choose: random.Random
) -> None:
    x, y = at
    points = np.array([(x - half + 2, y), (x - 1, y + half - 3), (x + half - 2, y - half + 3)], np.int32)
    cv2.polylines(picture, [points], False, colour, choose.choice((1, 1, 2)), cv2.LINE_AA)


def _empty_box(
    picture: Grey, at: Point, half: int, colour: float, background: float, choose: random.Random
) -> None:
    cv2.rectangle(picture, (at[0] - half, at[1] - half), (at[0] + half, at[1] + half), colour, 1)


def _ticked_box(
    picture: Grey, at: Point, half: int, colour: float, background: float, choose: random.Random
) -> None:
    _empty_box(picture, at, half, colour, background, choose)
    _tick(picture, at, half, colour, background, choose)


def _filled_box(
    picture: Grey, at: Point, half: int, colour: float, background: float, choose: random.Random
) -> None:
    cv2.rectangle(picture, (at[0] - half, at[1] - half), (at[0] + half, at[1] + half), colour, -1)
    _tick(picture, at, half, background, background, choose)


def _ring(
    picture: Grey, at: Point, half: int, colour: float, background: float, choose: random.Random
) -> None:
    cv2.circle(picture, at, max(2, half), colour, 1, cv2.LINE_AA)


def _dotted_ring(
    picture: Grey, at: Point, half: int, colour: float, background: float, choose: random.Random
) -> None:
    _ring(picture, at, half, colour, background, choose)
    cv2.circle(picture, at, max(1, half // 2), colour, -1, cv2.LINE_AA)


def _disc(
    picture: Grey, at: Point, half: int, colour: float, background: float, choose: random.Random
) -> None:
    cv2.circle(picture, at, max(1, half // choose.choice((1, 1, 3))), colour, -1, cv2.LINE_AA)


def _chevron(
    picture: Grey, at: Point, half: int, colour: float, background: float, choose: random.Random
) -> None:
    arm = max(2, int(half * choose.uniform(0.35, 0.7)))
    ways = ((-arm, -arm // 2, 0, arm // 2, arm, -arm // 2), (-arm // 2, -arm, arm // 2, 0, -arm // 2, arm))
    a, b, c, d, e, f = choose.choice(ways)
    turn = choose.choice((1, 1, -1))
    x, y = at
    points = np.array(
        [(x + a * turn, y + b * turn), (x + c * turn, y + d * turn), (x + e * turn, y + f * turn)]
    )
    if choose.random() < 0.4:
        cv2.fillPoly(picture, [points.astype(np.int32)], colour, cv2.LINE_AA)
    else:
        cv2.polylines(
            picture, [points.astype(np.int32)], False, colour, choose.choice((1, 1, 2)), cv2.LINE_AA
        )


def _magnifier(
    picture: Grey, at: Point, half: int, colour: float, background: float, choose: random.Random
) -> None:
    radius = max(2, int(half * 0.65))
    cv2.circle(picture, (at[0] - half // 5, at[1] - half // 5), radius, colour, 1, cv2.LINE_AA)
    start = (at[0] + radius // 2, at[1] + radius // 2)
    cv2.line(picture, start, (at[0] + half, at[1] + half), colour, choose.choice((1, 2)), cv2.LINE_AA)


def _bars(
    picture: Grey, at: Point, half: int, colour: float, background: float, choose: random.Random
) -> None:
    for offset in (-half // 2, 0, half // 2):
        cv2.line(picture, (at[0] - half, at[1] + offset), (at[0] + half, at[1] + offset), colour, 1)


def _scribble(
    picture: Grey, at: Point, half: int, colour: float, background: float, choose: random.Random
) -> None:
    """Draw strokes, discs and boxes at random: no icon in particular."""
    x, y = at

    def point() -> Point:
        return choose.randint(x - half, x + half), choose.randint(y - half, y + half)

    for _ in range(choose.randint(2, 5)):
        way = choose.random()
        if way < 0.55:
            cv2.line(picture, point(), point(), colour, choose.choice((1, 1, 2)), cv2.LINE_AA)
        elif way < 0.75:
            fill = choose.choice((1, 1, -1))
            cv2.circle(picture, point(), choose.randint(1, max(1, half // 2)), colour, fill, cv2.LINE_AA)
        else:
            cv2.rectangle(picture, point(), point(), colour, choose.choice((1, 1, -1)))


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
