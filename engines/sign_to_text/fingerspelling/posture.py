"""How a hand moves between two frames: whether it holds still, rests, slides to the side or strikes out."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engines.hands import Hand

Floats = NDArray[np.float64]

STILL_SPEED: Final = 0.7
"""Hand sizes a second, below which a hand stays where it is; the middle of its points hardly trembles."""
_SMOOTH_SECONDS: Final = 0.08
_LOWERED: Final = 0.85
"""How far down the picture the middle of a hand is that was let down."""
_KNUCKLES: Final = (5, 9, 13, 17)
_TIPS: Final = (8, 12, 16, 20)
_MIDDLES: Final = (6, 10, 14, 18)


@dataclass(frozen=True)
class Posture:
    """One hand in one frame, measured."""

    seconds: float
    middle: tuple[float, float]
    """In units of the picture's height."""
    palm: float
    """From the wrist to the farthest knuckle, in units of the picture's height."""
    speed: float
    """Of the middle of its points, in hand sizes a second, smoothed; how the fingers move does not count."""
    strikes_out: bool
    """Whether the thumb of a closed hand points down: the sign to take a letter away."""

    @property
    def is_still(self) -> bool:
        """Whether it stays where it is."""
        return self.speed < STILL_SPEED

    @property
    def is_lowered(self) -> bool:
        """Whether it was let down to the picture's lower edge."""
        return self.middle[1] > _LOWERED


class Motion:
    """Measures one hand after the other; frames without it are told too."""

    def __init__(self) -> None:
        self._points: Floats | None = None
        self._seconds = self._speed = 0.0

    def measured(self, hand: Hand | None, seconds: float) -> Posture | None:
        """Return how `hand` is held now; None where there is none."""
        if hand is None:
            self._points = None
            return None
        points = np.array([(x, y) for x, y, _z in hand.points])
        low, high = points.min(0), points.max(0)
        size = max(float((high - low).max()), 1e-3)
        self._speed = self._smoothed(points, size, seconds)
        self._points, self._seconds = points, seconds
        x, y = ((low + high) / 2).tolist()
        palm = max(float(np.linalg.norm(points[list(_KNUCKLES)] - points[0], axis=1).max()), 1e-3)
        return Posture(seconds, (x, y), palm, self._speed, _points_down(points, size))

    def _smoothed(self, points: Floats, size: float, seconds: float) -> float:
        passed = seconds - self._seconds
        if self._points is None or passed <= 0:
            return 2 * STILL_SPEED  # a hand that has just come has not been still yet
        speed = float(np.linalg.norm(points.mean(0) - self._points.mean(0))) / size / passed
        share = min(1.0, passed / _SMOOTH_SECONDS)
        return self._speed + share * (min(speed, 4 * STILL_SPEED) - self._speed)


def _points_down(points: Floats, size: float) -> bool:
    """Whether the four fingers are folded and the thumb stands out straight down."""
    wrist, thumb = points[0], points[4]
    reach = np.linalg.norm(points[list(_TIPS)] - wrist, axis=1)
    joints = np.linalg.norm(points[list(_MIDDLES)] - wrist, axis=1)
    others = np.delete(points, (3, 4), axis=0)
    down = thumb - points[2]
    is_straight = down[1] > 1.5 * abs(down[0])
    return bool((reach < joints * 1.05).all() and is_straight and thumb[1] > others[:, 1].max() + 0.16 * size)
