"""One example of a sign: where both hands and the upper body were, moment by moment; never a picture."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engines.errors import InputUnsupported
from engines.hands import POINTS, Hand, Point, Side, Sight
from engines.words import _

SIDES: Final[tuple[Side, Side]] = ("right", "left")
"""The order of the hands in every array here."""
BODY: Final = 25
"""Points of the upper body, in the order of MediaPipe Pose."""
LONGEST_SECONDS: Final = 10.0
MOST_FRAMES: Final = 600
"""Of one example; a faster camera is thinned out."""
_THINNEST_SECONDS: Final = 1 / 60
_HOLISTIC: Final = BODY * 4 + 2 * POINTS * 3
"""Values of a frame as MediaPipe Holistic users flatten it."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Example:
    """A sign as it was made once. NaN stands for what was not seen."""

    seconds: NDArray[np.float64]
    """(frames,), rising from 0."""
    hands: Numbers
    """(frames, 2, 21, 3): the right hand and the left, in units of the picture's height."""
    body: Numbers
    """(frames, 25, 3), in the same units."""

    def __len__(self) -> int:
        return len(self.seconds)

    @property
    def duration(self) -> float:
        """Seconds from the first frame to the last; 0 for a still picture."""
        return float(self.seconds[-1])

    @classmethod
    def from_sights(cls, sights: Iterable[Sight]) -> "Example":
        """Take over what was seen; the time begins at 0.

        Raises:
            InputUnsupported: no hand was seen, or for longer than `LONGEST_SECONDS`.
        """
        seen = _thinned(sights)
        if not any(sight.hands for sight in seen):
            raise InputUnsupported(
                _("No hand was seen. Show the sign to the camera in good light and try again.")
            )
        if seen[-1].seconds - seen[0].seconds > LONGEST_SECONDS:
            raise InputUnsupported(
                _("This is longer than {seconds} seconds. Show one sign alone and try again.").format(
                    seconds=round(LONGEST_SECONDS)
                )
            )
        return cls.from_moments([moment(sight) for sight in seen])

    @classmethod
    def from_moments(cls, moments: Sequence["Moment"]) -> "Example":
        """Put together what `moment` returned for each frame, of which there must be one at least."""
        seconds = np.array([one.seconds for one in moments])
        return cls(
            seconds - seconds[0],
            np.stack([one.hands for one in moments]),
            np.stack([one.body for one in moments]),
        )

    @classmethod
    def from_holistic(cls, frames: Numbers, aspect: float, rate_hz: float) -> "Example":
        """Take over landmarks of shape (frames, 226), as users of MediaPipe Holistic keep them.

        25 points of the body as (x, y, z, visibility), then the left hand and the right as 21 points
        (x, y, z); x by the picture's width, y by its height; zeros stand for what was not seen.

        Raises:
            InputUnsupported: the numbers are not of this kind, or show no hand.
        """
        rows = np.asarray(frames, np.float32)
        if rows.ndim != 2 or rows.shape[1] != _HOLISTIC or not len(rows) or not np.isfinite(rows).all():
            raise InputUnsupported(
                _(
                    "This landmark file cannot be used: each frame needs {count} numbers, "
                    "as MediaPipe Holistic gives them."
                ).format(count=_HOLISTIC)
            )
        body = rows[:, : BODY * 4].reshape(-1, BODY, 4)[..., :3]
        hands = rows[:, BODY * 4 :].reshape(-1, 2, POINTS, 3)[:, ::-1]
        return cls.from_sights(
            Sight(
                seconds=index / rate_hz,
                aspect=aspect,
                hands=tuple(
                    Hand(side, _tuple(hand * (aspect, 1, aspect)))
                    for side, hand in zip(SIDES, hands[index], strict=True)
                    if hand.any()
                ),
                body=_tuple(body[index] * (aspect, 1, aspect)) if body[index].any() else (),
            )
            for index in range(len(rows))
        )

    def sights(self) -> tuple[Sight, ...]:
        """Return what was seen, for drawing it."""
        return tuple(
            Sight(
                seconds=float(second),
                hands=tuple(
                    Hand(side, _tuple(hand))
                    for side, hand in zip(SIDES, hands, strict=True)
                    if not np.isnan(hand).any()
                ),
                body=() if np.isnan(body).any() else _tuple(body),
            )
            for second, hands, body in zip(self.seconds, self.hands, self.body, strict=True)
        )

    def part(self, first: int, last: int) -> "Example":
        """Return frames `first` to `last` inclusive; the time begins at 0 again."""
        chosen = slice(first, last + 1)
        return Example(self.seconds[chosen] - self.seconds[first], self.hands[chosen], self.body[chosen])


class Moment(NamedTuple):
    """One frame of an example."""

    seconds: float
    """From the start of the source."""
    hands: Numbers
    """(2, 21, 3), as in `Example`."""
    body: Numbers
    """(25, 3)"""


def moment(sight: Sight) -> Moment:
    """Return one frame as arrays."""
    by_side = {hand.side: hand.points for hand in reversed(sight.hands)}
    hands = np.stack([_points(by_side.get(side, ()), POINTS) for side in SIDES])
    return Moment(sight.seconds, hands, _points(sight.body, BODY))


def _thinned(sights: Iterable[Sight]) -> list[Sight]:
    """Drop frames that follow too closely, or do not follow at all."""
    kept: list[Sight] = []
    for sight in sights:
        if not kept or sight.seconds - kept[-1].seconds >= _THINNEST_SECONDS * 0.99:
            kept.append(sight)
    return kept


def _points(points: Sequence[Point], count: int) -> Numbers:
    if len(points) != count:
        return np.full((count, 3), np.nan, np.float32)
    return np.asarray(points, np.float32)


def _tuple(points: Numbers) -> tuple[Point, ...]:
    return tuple(Point(*map(float, point)) for point in points)
