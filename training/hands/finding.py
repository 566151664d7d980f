"""What a camera and a finder of hands make of a hand: perspective, aspect, jitter, and typical errors.

The errors are those MediaPipe's landmarks show: points of hidden fingers stray most, a hidden finger
is drawn along its neighbour, a tip falls short, a point is lost, and depth is a rough guess.
"""

from typing import Final

import numpy as np
from numpy.random import Generator

from engines.hands.kinematics import Floats, projected
from training.hands.variation import Column

_JITTER: Final = 0.018
_DEPTH_JITTER: Final = 0.05
_NEAR, _FAR = 2.5, 9.0
"""Between which distances, in palms, cameras stand."""
_ASPECT: Final = 0.18
"""Standard deviation of the logarithm: 16:9 taken for 4:3 is 0.29, and hands lie crosswise too."""


def seen(points: Floats, rng: Generator, much: Column) -> Floats:
    """Return points (hands, 21, xyz) as a finder reports them: x and y sharp, z rough."""
    count = len(points)
    found = projected(points, rng.uniform(_NEAR, _FAR, count))
    found = _mistaken(found, rng, much)
    found[..., :2] += rng.normal(0, _JITTER, (count, 21, 2)) * much[:, None, None]
    found[..., 2] += rng.normal(0, _DEPTH_JITTER, (count, 21)) * much[:, None]
    found[..., 2] *= rng.uniform(0.5, 1.3, (count, 1))
    found[..., 0] *= np.exp(rng.normal(0, _ASPECT, (count, 1)))
    return found


def _mistaken(found: Floats, rng: Generator, much: Column) -> Floats:
    """Let some fingers be found wrong, more where hands vary more."""
    count = len(found)
    fingers = found[:, 1:].reshape(count, 5, 4, 3).copy()
    is_wrong = rng.random((count, 5)) < 0.05 * much[:, None]
    # the whole finger pulled to a neighbour, more at its tip
    towards = np.clip(np.arange(5) + rng.choice([-1, 1], (count, 5)), 0, 4)
    neighbour = np.take_along_axis(fingers, towards[:, :, None, None], axis=1)
    pull = rng.uniform(0.1, 0.6, (count, 5, 1, 1)) * np.array([0, 0.4, 0.8, 1.0])[:, None]
    fingers = np.where(is_wrong[..., None, None], fingers + pull * (neighbour - fingers), fingers)
    # the tip short of, or beyond, where it is
    stretch = 1 + rng.normal(0, 0.10, (count, 5, 1, 1)) * much[:, None, None, None]
    root = fingers[:, :, :1]
    fingers = root + (fingers - root) * stretch
    return np.concatenate([found[:, :1], fingers.reshape(count, 20, 3)], axis=1)


def with_points_missing(found: Floats, rng: Generator, share: float) -> Floats:
    """Return the points, in a share of hands one finger's end put where the joint before it is."""
    found = found.copy()
    (rows,) = np.nonzero(rng.random(len(found)) < share)
    finger = rng.integers(0, 5, len(rows))
    last = 4 * (finger + 1)
    found[rows, last] = found[rows, last - 1]
    return found
