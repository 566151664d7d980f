"""What a hand may have shown, frame by frame: a recogniser's shapes in the order of an alphabet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engines.sign_to_text.fingerspelling.word_lists import DIGITS, LETTERS, Alphabet

Floats = NDArray[np.float32]

TWINS: Final = {"0": "O", "2": "V", "6": "W", "9": "F"}
"""Digits and letters of American Sign Language that are one shape."""
_SHADE: Final = 0.999
_LEAST: Final = 1e-4
_LEAST_NOTHING: Final = 0.01
"""Any frame may lie between two letters."""


@dataclass(frozen=True, eq=False)
class Lattice:
    """Log probabilities of letters over time."""

    logs: Floats
    """(frames, letters + digits + 1): the columns are `names`, and last that nothing is shown."""
    seconds: Floats
    """(frames,)"""
    alphabet: Alphabet = "en"

    @property
    def names(self) -> str:
        """What the columns stand for, but for the last."""
        return LETTERS[self.alphabet] + DIGITS

    def part(self, begin: int, end: int) -> "Lattice":
        """Return the frames from `begin` to before `end`."""
        return Lattice(self.logs[begin:end], self.seconds[begin:end], self.alphabet)


def lattice(
    probabilities: Floats,
    names: Sequence[str],
    seconds: Sequence[float],
    alphabet: Alphabet,
    doubt: float = 1.0,
) -> Lattice:
    """Return the lattice of `probabilities` (frames, classes); `names` has `""` for nothing.

    Where letters and digits are both among `names`, each of a pair of twins gets what both have. Of what
    speaks for nothing only the share `doubt` counts, 0 to 1, and the rest goes to the letters: where a
    word is known to be there, it is rather one of them.
    """
    order = LETTERS[alphabet] + DIGITS
    spread = np.zeros((len(probabilities), len(order) + 1), np.float32)
    for column, name in enumerate(names):
        spread[:, order.index(name) if name else len(order)] += probabilities[:, column]
    if doubt < 1:
        nothing = spread[:, -1:].copy()
        spread[:, -1:] = 0
        spread /= np.maximum(spread.sum(axis=1, keepdims=True), _LEAST)
        spread[:, -1:] = doubt * nothing
    if alphabet == "en" and {"A", "1"} <= set(names):
        _share(spread, order)
    known = [order.index(name) for name in names if name]
    logs = np.full_like(spread, -np.inf)
    logs[:, known] = np.log(np.maximum(spread[:, known], _LEAST))
    logs[:, -1] = np.log(np.maximum(spread[:, -1], _LEAST_NOTHING))
    return Lattice(logs, np.asarray(seconds, np.float32), alphabet)


def _share(spread: Floats, order: str) -> None:
    for digit, letter in TWINS.items():
        pair = [order.index(digit), order.index(letter)]
        spread[:, pair] = spread[:, pair].sum(axis=1, keepdims=True)


def paired(probabilities: Floats, names: Sequence[str]) -> Floats:
    """Return (classes,) in which each of a pair of twins has what both had, the digit a shade more.

    So the digit is the likeliest, and the letter follows it; the sum may be more than 1.
    """
    both = probabilities.copy()
    for digit, letter in TWINS.items():
        pair = [list(names).index(digit), list(names).index(letter)]
        both[pair] = probabilities[pair].sum() * np.array([1.0, _SHADE], np.float32)
    return both
