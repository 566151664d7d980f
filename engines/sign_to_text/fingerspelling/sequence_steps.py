"""Brings a hand from uneven frames to even steps of time, and says how it looks and moves in each."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Times = NDArray[np.float64]

STEP_SECONDS: Final = 0.05
BRIDGED_SECONDS: Final = 0.2
"""So long a gap between two sights of the hand is filled in; over a longer one nothing is known."""
_PARENTS: Final = (0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19)
"""Of points 1 to 20."""
_COMPARED: Final = (4, 8, 12, 16, 20, 3, 6, 10, 14, 18, 5, 9, 17)
"""Points whose distances from each other tell the shapes of fists apart."""
_KNUCKLES: Final = (5, 9, 13, 17)
_FOLLOWED: Final = (0, 9, 4, 8, 20)
"""Points whose way through the picture is followed: wrist, palm, and the tips that draw."""
_FASTEST: Final = 4.0
"""Hand lengths a step; what seems faster is another hand, or none."""
_PAIRS: Final = np.triu_indices(len(_COMPARED), 1)

FEATURES: Final = 40 + 40 + len(_PAIRS[0]) + 2 * len(_FOLLOWED) + 4


class Steps(NamedTuple):
    """A hand on a grid of time."""

    points: Floats
    """(steps, 21, 2), y down, in one unit for x and y; of no meaning where the hand is not seen."""
    is_seen: NDArray[np.bool_]
    """(steps,)"""


def grid_of(seconds: Times) -> Times:
    """Return the times of the steps that cover these frames."""
    if not len(seconds):
        return np.zeros(0)
    count = int(np.floor((seconds[-1] - seconds[0]) / STEP_SECONDS + 1e-6)) + 1
    return np.asarray(seconds[0] + STEP_SECONDS * np.arange(count))


def evened(points: Floats, seconds: Times, grid: Times) -> Steps:
    """Return points (frames, 21, 2) of rising times at the times of the grid.

    Frames without a hand are NaN. Several frames within a step are averaged with triangular
    weights, which takes off noise; where there are fewer the way between them is straight.
    What a step becomes depends on the frames up to `BRIDGED_SECONDS` around it only.
    """
    is_known = np.isfinite(points).all(axis=(1, 2))
    times = seconds[is_known]
    if not len(times):
        return Steps(np.zeros((len(grid), *points.shape[1:]), np.float32), np.zeros(len(grid), np.bool_))
    known = points[is_known].reshape(len(times), -1)
    place = np.searchsorted(times, grid + 1e-9)  # (steps,) of the first frame after each step
    before, after = (place - 1).clip(0), place.clip(None, len(times) - 1)
    since = np.where(place > 0, grid - times[before], np.inf)
    until = np.where(place < len(times), times[after] - grid, np.inf)
    is_seen = (since + until <= BRIDGED_SECONDS) | (np.minimum(since, until) <= STEP_SECONDS / 2)
    inside = np.isfinite(since) & np.isfinite(until)
    part = np.where(inside, np.where(inside, since, 0) / np.where(inside, since + until, 1), np.isinf(since))
    straight = known[before] * (1 - part)[:, None] + known[after] * part[:, None]
    weights = np.maximum(0, 1 - np.abs(grid[:, None] - times[None]) / STEP_SECONDS)  # (steps, frames)
    total = weights.sum(1)[:, None]
    mean = weights @ known / np.maximum(total, 1e-6)
    evened = np.where(total > 1.2, mean, straight)
    return Steps(evened.reshape(-1, *points.shape[1:]).astype(np.float32), np.asarray(is_seen))


def features(steps: Steps, before: Steps | None = None) -> Floats:
    """Return (steps, FEATURES) of a right hand.

    Shape: places from the wrist and distances in units of the hand, directions of the bones. Motion: the way
    of a few points since the step before, in hand lengths, and the change of size and of turn. `before` is
    the step before the first one; all is 0 where the hand is not seen.
    """
    first = before or Steps(steps.points[:1], steps.is_seen[:1])
    chain = np.concatenate((first.points, steps.points))  # (1 + steps, 21, 2)
    is_seen = np.concatenate((first.is_seen, steps.is_seen))
    own = chain - chain[:, :1]
    size = _length(own).max(1) + 1e-6  # (1 + steps,)
    shape = _shape(own[1:], size[1:])
    moves = is_seen[1:] & is_seen[:-1]
    motion = _motion(chain, own, size) * moves[:, None]
    told = np.stack((_palm(own[1:]) / size[1:], np.ones(len(moves))), 1)
    everything = np.concatenate((shape, motion, told), 1)
    return np.asarray(everything * is_seen[1:, None], np.float32)


def _shape(own: Floats, size: Floats) -> Floats:
    """Return (steps, 158) of points from the wrist (steps, 21, 2)."""
    places = own[:, 1:] / size[:, None, None]
    bones = own[:, 1:] - own[:, _PARENTS]
    bones = bones / (_length(bones)[..., None] + 1e-6)
    compared = own[:, _COMPARED] / size[:, None, None]
    distances = _length(compared[:, _PAIRS[0]] - compared[:, _PAIRS[1]])
    return np.concatenate((places.reshape(-1, 40), bones.reshape(-1, 40), 1.5 * distances), 1)


def _motion(chain: Floats, own: Floats, size: Floats) -> Floats:
    """Return (steps, 12) of points in the picture and from the wrist, both (1 + steps, 21, 2)."""
    unit = 0.5 * (size[1:] + size[:-1])
    way = (chain[1:, _FOLLOWED] - chain[:-1, _FOLLOWED]) / unit[:, None, None]
    palm = _palm(own)
    growth = np.log(palm[1:] / palm[:-1]).clip(-1, 1)
    ahead = own[:, 9] / (_length(own[:, 9])[:, None] + 1e-6)
    turn = ahead[1:, 0] * ahead[:-1, 1] - ahead[1:, 1] * ahead[:-1, 0]
    ways = 3 * way.clip(-_FASTEST, _FASTEST).reshape(len(way), -1)
    return np.concatenate((ways, 3 * growth[:, None], 3 * turn[:, None]), 1)


def _palm(own: Floats) -> Floats:
    return np.asarray(_length(own[:, _KNUCKLES]).mean(1) + 1e-6)


def _length(vectors: Floats) -> Floats:
    return np.asarray(np.sqrt((vectors**2).sum(-1)))
