"""Batches of single frames to learn from: features, and what each pack's output should say of them."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from engines.hands import shapes
from engines.hands.kinematics import Floats
from engines.sign_to_text.fingerspelling.features import canonical, features
from engines.sign_to_text.fingerspelling.recognizer import TWINS
from training.hands import material

UNASKED: Final = -100
"""The label of a hand that an output is not asked about."""
_SHARES: Final = {"asl-letters": 0.42, "asl-digits": 0.16, "ksl": 0.27}
"""Of the hands; the rest show nothing."""
_LIKE_DIGITS: Final = frozenset("BCDEKLRUYZ")
"""Letters that the output for digits is not asked about: too near one to be called none."""
_LIKE_LETTERS: Final = frozenset("13478")
_MIRRORED: Final = 0.5

_LETTERS: Final = shapes.alphabet("asl-letters")
_DIGITS: Final = shapes.alphabet("asl-digits")
NAMES: Final[dict[str, tuple[str, ...]]] = {
    **{pack: shapes.alphabet(pack) for pack in shapes.PACKS},
    "auto": (*_DIGITS, *(one for one in _LETTERS if one not in TWINS.values())),
}
"""Of each output's classes, without the last, which is none of them."""
_DIGIT_OF: Final = {letter: digit for digit, letter in TWINS.items()}


@dataclass(frozen=True)
class Batch:
    """Some hands, in no order."""

    features: Tensor
    """(hands, features)"""
    labels: dict[str, Tensor]
    """Of each output, (hands,): the class, or `UNASKED`."""

    def part(self, rows: Tensor) -> "Batch":
        """Return some of the hands."""
        return Batch(self.features[rows], {pack: one[rows] for pack, one in self.labels.items()})


def batch(count: int, rng: Generator, varied: tuple[float, float] = material.VARIED) -> Batch:
    """Return so many hands, which vary between so much from the charts.

    Hands of ASL are mirrored half the time, so that a wrong guess of the hand does little harm;
    Korean ones never.
    """
    points: list[Floats] = []
    labels: dict[str, list[NDArray[np.int64]]] = {pack: [] for pack in NAMES}
    for pack in shapes.PACKS:
        hands, letter = material.letters(pack, int(count * _SHARES[pack]), rng, varied)
        points.append(_perhaps_mirrored(hands, rng) if pack != "ksl" else hands)
        for output, of in labels.items():
            of.append(_TABLES[pack, output][letter])
    empty = material.nothing(shapes.PACKS, count - sum(map(len, points)), rng)
    points.append(_perhaps_mirrored(empty, rng))
    for output, of in labels.items():
        of.append(np.full(len(empty), len(NAMES[output])))
    rows = features(canonical(np.concatenate(points)))
    whole = {output: torch.from_numpy(np.concatenate(of)) for output, of in labels.items()}
    return Batch(torch.from_numpy(rows), whole)


def _perhaps_mirrored(hands: Floats, rng: Generator) -> Floats:
    sign = np.where(rng.random(len(hands)) < _MIRRORED, -1.0, 1.0)
    return np.concatenate([hands[..., :1] * sign[:, None, None], hands[..., 1:]], axis=-1)


def _label(pack: str, name: str, output: str) -> int:
    """Return what an output should say of a letter of a pack."""
    names = NAMES[output]
    if pack == output:
        return names.index(name)
    if "ksl" in (pack, output):
        return UNASKED
    if output == "auto":
        return names.index(_DIGIT_OF.get(name, name))
    twin = TWINS.get(name) or _DIGIT_OF.get(name)
    if twin:
        return names.index(twin)
    return UNASKED if name in _LIKE_DIGITS | _LIKE_LETTERS else len(names)


_TABLES: Final = {
    (pack, output): np.array([_label(pack, name, output) for name in shapes.alphabet(pack)])
    for pack in shapes.PACKS
    for output in NAMES
}
"""Of a pack's letters, what an output should say of each."""
