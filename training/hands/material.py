"""Single frames of hands that show a letter, and of hands that show none."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from engines.hands import shapes
from engines.hands.kinematics import Floats, Pose, blend, pose_points, stack
from engines.hands.shapes import ShapePack
from training.hands import finding, variation

VARIED: Final = (0.4, 2.3)
"""Between which amounts hands vary from the charts."""
_MOVING: Final = {"J": 0.03, "Z": 0.03}
"""How often, against the others, letters are seen that a single frame hardly shows."""
_CARELESS: Final = 0.12
"""How many hands are turned twice as far."""
_HALF_WAY: Final = (0.3, 0.7)
_LEAST_WAY: Final = 0.25
"""How far, in palms over all points, both ends of a way must be for its middle to be neither."""


@dataclass(frozen=True)
class Table:
    """All ways to hold all shapes of a pack, one after the other."""

    poses: Pose
    letter: NDArray[np.int64]
    """(rows,) the number of the letter in the pack's alphabet."""
    weight: Floats
    """(rows,) how often each row is seen; they add up to 1."""


@cache
def table(pack: ShapePack) -> Table:
    """Return the table of a pack: each letter equally often, and each of its rows."""
    names = shapes.alphabet(pack)
    rows = [shapes.variants(pack, name) for name in names]
    letter = np.repeat(np.arange(len(names)), [len(one) for one in rows])
    weight = np.concatenate(
        [np.full(len(r), _MOVING.get(n, 1.0) / len(r)) for r, n in zip(rows, names, strict=True)]
    )
    return Table(stack(rows), letter, weight / weight.sum())


def letters(
    pack: ShapePack, count: int, rng: Generator, varied: tuple[float, float] = VARIED
) -> tuple[Floats, NDArray[np.int64]]:
    """Return right hands (count, 21, xyz) that show letters, and the letters' numbers."""
    known = table(pack)
    rows = rng.choice(len(known.letter), count, p=known.weight)
    much = rng.uniform(*varied, count)
    return found(known.poses.take(rows), rng, much), known.letter[rows]


def found(hands: Pose, rng: Generator, much: Floats) -> Floats:
    """Return what a finder reports of hands posed about so."""
    hands = variation.viewed(variation.posed(hands, rng, much), rng, _turning(len(hands), rng))
    points = pose_points(hands, variation.bones(rng, much))
    return finding.with_points_missing(finding.seen(points, rng, much), rng, 0.03)


def _turning(count: int, rng: Generator) -> Floats:
    """Return how much hands are turned from how charts show them: most a little, some much."""
    return np.where(rng.random(count) < _CARELESS, 2.0, 1.0)


def nothing(packs: Sequence[ShapePack], count: int, rng: Generator) -> Floats:
    """Return right hands that show no letter: at rest, on their way, or anyhow."""
    thirds = np.array_split(np.arange(count), 3)
    parts = [
        _between(packs, len(thirds[0]), rng),
        found(resting(len(thirds[1]), rng), rng, np.full(len(thirds[1]), 1.0)),
        found(random_poses(len(thirds[2]), rng), rng, np.full(len(thirds[2]), 1.0)),
    ]
    return np.concatenate(parts)


def resting(count: int, rng: Generator) -> Pose:
    """Return loosely bent hands, hanging, lying or held before the body, the thumb beside the fingers."""
    bend = rng.uniform((5, 10, 5), (50, 60, 35), (count, 3))
    flexion = (
        bend[:, None]
        + np.arange(4)[:, None] * rng.uniform(0, 8, (count, 1, 1))
        + rng.normal(0, 5, (count, 4, 3))
    )
    start = variation.anyhow(_some(count, rng), rng)
    return Pose(
        flexion=flexion,
        spread=rng.normal((3, 0, -2, -5), 3, (count, 4)),
        anchor=np.zeros((count, start.anchor.shape[1])),
        offset=rng.uniform((0.2, 0.6, 0.1), (0.75, 1.0, 0.5), (count, 3)),
        rotation=start.rotation,
        lean=start.lean,
    )


def random_poses(count: int, rng: Generator) -> Pose:
    """Return hands whose fingers are bent independently of each other, turned any way."""
    start = variation.anyhow(_some(count, rng), rng)
    curl = rng.uniform(0, 1, (count, 4, 1)) * np.array([80, 100, 60])
    return Pose(
        flexion=curl + rng.normal(0, 12, (count, 4, 3)),
        spread=start.spread + rng.normal(0, 6, (count, 4)),
        anchor=np.zeros_like(start.anchor),
        offset=rng.uniform((-0.3, 0.4, 0.05), (1.1, 1.1, 0.6), (count, 3)),
        rotation=start.rotation,
        lean=start.lean,
    )


def _some(count: int, rng: Generator) -> Pose:
    """Return rows of a table to start from."""
    poses = table("asl-letters").poses
    return poses.take(rng.integers(0, len(poses), count))


def _between(packs: Sequence[ShapePack], count: int, rng: Generator) -> Floats:
    """Return hands half-way between letters that are far enough from each other."""
    kept: list[Floats] = []
    missing = count
    while missing:
        known = table(packs[int(rng.integers(len(packs)))])
        start, end = (
            known.poses.take(rng.choice(len(known.letter), 2 * missing + 8, p=known.weight)) for _ in "ab"
        )
        way = np.linalg.norm(pose_points(start) - pose_points(end), axis=2).mean(1) / 2
        (far,) = np.nonzero(way > _LEAST_WAY)
        far = far[:missing]
        hands = blend(start.take(far), end.take(far), rng.uniform(*_HALF_WAY, len(far)))
        kept.append(found(hands, rng, np.full(len(far), 1.0)))
        missing -= len(far)
    return np.concatenate(kept) if kept else np.zeros((0, 21, 3))
