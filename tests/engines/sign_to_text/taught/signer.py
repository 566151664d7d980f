"""A drawn signer: makes signs out of charted hand shapes and places, each time a little differently."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engines.hands import Hand, Point, Side, Sight
from engines.hands.kinematics import pose_points
from engines.hands.shapes import shape
from engines.sign_to_text.taught.example import Example

FPS: Final = 25.0
ASPECT: Final = 16 / 9
_MIDDLE: Final = np.array([ASPECT / 2, 0.45])
_SHOULDERS: Final = 0.3
"""Their distance, in picture heights."""
_PALM: Final = 0.085
_LAP: Final = (-0.7, 1.9)


class Key(NamedTuple):
    """A moment of a sign: a letter's hand shape, at a place in shoulder widths from between the shoulders."""

    letter: str
    x: float
    y: float


class Word(NamedTuple):
    """A sign: what the right hand does, and whether the left does the same mirrored."""

    keys: tuple[Key, ...]
    is_two_handed: bool = False


HELLO: Final = Word((Key("B", -0.5, -0.7), Key("B", -1.1, -0.5)))
THANKS: Final = Word((Key("B", -0.1, -0.3), Key("B", -0.3, 0.4)))
NAME: Final = Word((Key("Y", -0.4, 0.3), Key("Y", -0.4, 0.3)))
HOUSE: Final = Word((Key("L", -0.2, -0.2), Key("L", -0.6, 0.7)), is_two_handed=True)
WATER: Final = Word((Key("W", -0.1, -0.5), Key("W", -0.2, -0.1), Key("W", -0.1, -0.5)))


class Signer:
    """Someone before a camera. `size` and `place` are of the picture; a left-hander makes all mirrored."""

    def __init__(
        self,
        seed: int = 0,
        size: float = 1.0,
        place: tuple[float, float] = (0, 0),
        is_left_handed: bool = False,
        has_body: bool = True,
    ) -> None:
        self._random = np.random.default_rng(seed)
        self._size, self._place = size, np.array(place)
        self._is_left_handed, self._has_body = is_left_handed, has_body
        self.seconds = 0.0

    def example(self, word: Word, seconds: float = 1.0) -> Example:
        """Make one example, from the moment the hand is there to the moment it goes."""
        return Example.from_sights(self.making(word, seconds))

    def making(self, word: Word, seconds: float = 1.0) -> list[Sight]:
        """Make a sign with the hands up all the time."""
        return [self._sight(hands) for hands in self._way(word, seconds)]

    def saying(self, words: Iterable[Word], seconds: float = 1.0) -> list[Sight]:
        """Make signs, each from the lap and back to it."""
        sights = self.resting(0.5)
        for word in words:
            way = self._way(word, seconds)
            up = [self._carried(way[0], part) for part in (0.25, 0.5, 0.75)]
            down = [self._carried(way[-1], part) for part in (0.75, 0.5, 0.25)]
            sights += [self._sight(hands) for hands in (*up, *way, *down)] + self.resting(0.5)
        return sights

    def resting(self, seconds: float) -> list[Sight]:
        """Keep the hands in the lap, out of the picture."""
        return [self._sight({}) for _frame in range(round(seconds * FPS))]

    def fidgeting(self, seconds: float) -> list[Sight]:
        """Move the hands about, in no sign's way."""
        steps = self._random.normal(0, 0.12, (round(seconds * FPS), 2)).cumsum(0)
        places = np.clip(steps + np.array([-0.8, 1.0]), (-1.4, 0.4), (-0.2, 1.25))
        relaxed = _hand("C") * 0.8
        return [self._sight({"right": relaxed + self._on(place)}) for place in places]

    def _way(self, word: Word, seconds: float) -> list[dict[Side, NDArray[np.float64]]]:
        count = max(round(seconds * FPS * self._random.uniform(0.85, 1.2)), 4)
        habit = self._random.normal(0, 0.04, 2)
        keys = [(_hand(key.letter), np.array([key.x, key.y]) + habit) for key in word.keys]
        frames: list[dict[Side, NDArray[np.float64]]] = []
        for share in np.linspace(0, len(keys) - 1, count):
            first = min(int(share), len(keys) - 2)
            part = 0.5 - 0.5 * np.cos((share - first) * np.pi)
            points = keys[first][0] * (1 - part) + keys[first + 1][0] * part
            place = keys[first][1] * (1 - part) + keys[first + 1][1] * part
            right = points + self._on(place)
            frames.append({"right": right, **({"left": _flipped(right)} if word.is_two_handed else {})})
        return frames

    def _on(self, place: NDArray[np.float64] | Sequence[float]) -> NDArray[np.float64]:
        return np.array([*(_MIDDLE + np.array(place) * _SHOULDERS), 0])

    def _carried(
        self, hands: dict[Side, NDArray[np.float64]], part: float
    ) -> dict[Side, NDArray[np.float64]]:
        """Return hands on the way between the lap (0) and where they are (1)."""
        lap = np.array([0, 1 - part, 0]) * 0.5
        return {side: points + lap for side, points in hands.items()}

    def _sight(self, hands: dict[Side, NDArray[np.float64]]) -> Sight:
        self.seconds += 1 / FPS
        shown: dict[Side, NDArray[np.float64]] = dict(hands)
        if self._is_left_handed:
            swap: dict[Side, Side] = {"right": "left", "left": "right"}
            shown = {swap[side]: _flipped(points) for side, points in hands.items()}
        found = tuple(Hand(side, self._points(points)) for side, points in shown.items())
        body = self._points(_body()) if self._has_body else ()
        return Sight(self.seconds, ASPECT, found, body)

    def _points(self, points: NDArray[np.float64]) -> tuple[Point, ...]:
        noisy = points + self._random.normal(0, 0.002, points.shape)
        middle = np.array([*_MIDDLE, 0])
        placed = (noisy - middle) * self._size + middle + np.array([*self._place, 0])
        return tuple(Point(*map(float, point)) for point in placed)


def _hand(letter: str) -> NDArray[np.float64]:
    points: NDArray[np.float64] = pose_points(shape("asl-letters", letter))[0] * _PALM
    return points


def _flipped(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return points * (-1, 1, 1) + (2 * _MIDDLE[0], 0, 0)


def _body() -> NDArray[np.float64]:
    """Return 25 points of somebody who faces the camera, the arms down; only the shoulders matter."""
    body = np.tile(np.array([*_MIDDLE, 0]), (25, 1))
    body[11, 0] += _SHOULDERS / 2
    body[12, 0] -= _SHOULDERS / 2
    body[23:25, 1] += 1.6 * _SHOULDERS
    body[15, :2] += np.array([-_LAP[0], _LAP[1]]) * _SHOULDERS
    body[16, :2] += np.array(_LAP) * _SHOULDERS
    return body
