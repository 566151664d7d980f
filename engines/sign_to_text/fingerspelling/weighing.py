"""Reads a word by two witnesses at once: shapes frame by frame, and a network that follows the movement."""

from dataclasses import dataclass, replace
from typing import Final

from engines.results import Sign
from engines.sign_to_text.fingerspelling import alignment, decoding
from engines.sign_to_text.fingerspelling.decoding import FRAMES, SEQUENCE, Reading, Weights
from engines.sign_to_text.fingerspelling.lattice import Lattice
from engines.sign_to_text.fingerspelling.word_lists import WordList

_MOVEMENT: Final = 0.4
"""How much the movement counts beside the shapes: measured on stitched real letters and on made-up clips."""
_CANDIDATES: Final = 8
"""So many readings of each witness are weighed."""


@dataclass(frozen=True)
class Witness:
    """A lattice, and how it is read."""

    seen: Lattice
    weights: Weights
    trust: float = 1.0
    """How much it counts beside another one."""

    def says(self, letters: str) -> float:
        """Return how likely it holds a spelling, as a logarithm."""
        return self.trust * alignment.likelihood(self.seen, letters, self.weights)


def shapes(seen: Lattice) -> Witness:
    """Return what single frames show."""
    return Witness(seen, FRAMES)


def movement(seen: Lattice) -> Witness:
    """Return what a sequence model makes of the movement."""
    return Witness(seen, SEQUENCE, _MOVEMENT)


def readings(witnesses: tuple[Witness, ...], words: WordList, is_closed: bool = False) -> tuple[Reading, ...]:
    """Return the best readings by all witnesses together, the best first; every one is known to each."""
    found: dict[str, Reading] = {}
    for witness in witnesses:
        own = decoding.readings(witness.seen, words, witness.weights, is_closed, _CANDIDATES)
        found.update((one.text, one) for one in own)
    weighed = [
        replace(one, score=one.prior + sum(witness.says(one.letters) for witness in witnesses))
        for one in found.values()
    ]
    return tuple(sorted(weighed, key=lambda one: one.score, reverse=True))


def says_nothing(witness: Witness, reading: Reading) -> bool:
    """Whether a witness rather holds that nothing was spelled than this."""
    return witness.says("") > witness.says(reading.letters)


def signs(witness: Witness, letters: str) -> tuple[Sign, ...]:
    """Return a sign for each letter, with the time it was shown by this witness."""
    where = alignment.spans(witness.seen, letters, witness.weights)
    return alignment.signs(witness.seen, letters, where)
