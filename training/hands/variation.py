"""How hands differ: the bones of people, how exactly they pose, and from where they are seen."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from engines.hands.kinematics import ADULT, Bones, Pose, about, turned

Column = NDArray[np.float64]
"""(hands,) how much each hand varies: 0 not at all, 1 as people do who take some care."""

_FOLDED: Final = 70
_LOOSENED: Final = np.array([-16.0, 10.0, -46.0])
"""Degrees at the knuckle, the middle and the last joint."""
_VIEW_DEGREES: Final = (18.0, 15.0, 12.0)
"""Standard deviations of yaw, pitch and roll."""


def bones(rng: Generator, much: Column) -> Bones:
    """Return the bones of as many people."""
    count = len(much)
    one = much[:, None]
    hand = 1 + rng.normal(0, 0.06, (count, 1, 1)) * one[:, None]
    lengths = ADULT.fingers * (1 + rng.normal(0, 0.05, (count, 4, 3)) * one[:, None]) * hand
    knuckles = ADULT.knuckles * (1 + rng.normal(0, 0.05, (count, 4, 3)) * one[:, None])
    knuckles[..., 2] += rng.normal(0, 0.02, (count, 4)) * one
    knuckles[..., 0] *= 1 + rng.normal(0.02, 0.10, (count, 1)) * one
    return Bones(
        knuckles=knuckles,
        fingers=np.maximum(lengths, 0.05),
        thumb_root=ADULT.thumb_root + rng.normal(0, 0.025, (count, 3)) * one,
        thumb=np.maximum(ADULT.thumb * (1 + rng.normal(0, 0.06, (count, 3)) * one), 0.08),
    )


def posed(hands: Pose, rng: Generator, much: Column) -> Pose:
    """Return the hands bent a little otherwise: all fingers alike, and each joint by itself."""
    count = len(hands)
    one = much[:, None, None]
    # a fist as finders draw it is bent less at the knuckles and the tips, and more between
    is_folded = (hands.flexion[..., 1:2] > _FOLDED) & (hands.flexion[..., :1] > _FOLDED / 2)
    loose = _LOOSENED * rng.uniform(-0.3, 1.2, (count, 1, 1)) * is_folded
    is_bent = hands.flexion[..., 1:2] > 30
    alike = rng.normal(0, 6, (count, 1, 3)) * np.where(is_bent, 0.6, 0.3)
    apart = rng.normal(0, 1, hands.flexion.shape) * np.where(hands.flexion > 30, 9, 5)
    return replace(
        hands,
        flexion=hands.flexion + loose + (alike + apart) * one,
        spread=hands.spread + rng.normal(0, 2.5, hands.spread.shape) * much[:, None],
        offset=hands.offset + rng.normal(0, 0.05, hands.offset.shape) * much[:, None],
        lean=hands.lean + rng.normal(0, 0.10, hands.lean.shape) * much[:, None],
    )


def viewed(hands: Pose, rng: Generator, much: Column) -> Pose:
    """Return the hands turned a little otherwise to the viewer."""
    turns = rng.normal(0, _VIEW_DEGREES, (len(hands), 3)) * much[:, None]
    return replace(hands, rotation=turned(*turns.T) @ hands.rotation)


def anyhow(hands: Pose, rng: Generator) -> Pose:
    """Return the hands turned any way at all."""
    axes = rng.normal(0, 1, (len(hands), 3))
    return replace(hands, rotation=about(axes, rng.uniform(0, 180, len(hands))) @ hands.rotation)
