"""The words that hand shapes are written in: how a finger bends, where the thumb goes, how it is held."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from engines.hands.kinematics import ANCHORS, Pose, facing, pose

Bend = tuple[float, float, float]
"""Flexion of knuckle, middle and last joint in degrees."""
Thumb = tuple[Sequence[float], tuple[float, float, float]]
"""Weights of `ANCHORS`, and the way from their mean to the thumb's tip."""

STRAIGHT: Final[Bend] = (2, 5, 3)
FIST: Final[Bend] = (80, 100, 60)
TUCKED: Final[Bend] = (72, 95, 45)
LOOSE: Final[Bend] = (60, 75, 45)
"""A finger that nobody cares about: bent, but not pressed into the palm."""
ROUND: Final[Bend] = (55, 55, 30)
HOOKED: Final[Bend] = (10, 95, 55)
BENT: Final[Bend] = (15, 95, 40)
"""The middle joint at a right angle, as in Korean ㅁ and ㅍ."""

TOGETHER: Final = (2, 0, -1, -3)
SPREAD: Final = (10, 2, -7, -16)

INDEX, MIDDLE, RING, LITTLE = 1, 2, 3, 4
KNUCKLE, SECOND, LAST, TIP = 0, 1, 2, 3


def touching(finger: int, joint: int, beside: tuple[float, float, float] = (0, 0, 0)) -> Thumb:
    """Put the thumb's tip at a joint of a finger, or so far beside it, whatever the finger does."""
    weights = [0.0] * len(ANCHORS)
    weights[ANCHORS.index(1 + 4 * finger + joint)] = 1.0
    return weights, beside


def at(across: float, along: float, out: float) -> Thumb:
    """Put the thumb's tip at a place of the hand: to its own side, to the fingers, out of the palm."""
    return [0.0] * len(ANCHORS), (across, along, out)


def hand(
    fingers: Sequence[Bend],
    thumb: Thumb,
    rotation: ArrayLike | None = None,
    spread: Sequence[float] = (0, 0, -2, -5),
) -> Pose:
    """Return one hand; without a rotation it stands upright, its palm to the viewer."""
    return pose(fingers, thumb, spread, rotation)


UPRIGHT: Final = np.eye(3)
BACK_UP: Final = facing((0, 1, 0), (0, 0, -1))
"""Fingers up, the back of the hand to the viewer."""
BACK_DOWN: Final = facing((0, -1, 0), (0, 0, -1))
BACK_SIDEWAYS: Final = facing((1, 0.25, 0), (0, 0, -1))
"""Fingers across the body (a right hand's point to the viewer's right), the back to the viewer."""
BACK_LEVEL: Final = facing((1, 0, 0), (0, 0, -1))
