"""Reads spelling that does not wait: a word is decoded as a whole when the hand rests."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from engines.hands import Hand
from engines.results import Guess, Sign
from engines.sign_to_text.fingerspelling import summing, weighing
from engines.sign_to_text.fingerspelling.committing import REST_SECONDS, Holding, Letter
from engines.sign_to_text.fingerspelling.decoding import Reading
from engines.sign_to_text.fingerspelling.lattice import Lattice, lattice, paired
from engines.sign_to_text.fingerspelling.posture import Posture
from engines.sign_to_text.fingerspelling.spelled import Spelled
from engines.sign_to_text.fingerspelling.weighing import Witness
from engines.sign_to_text.fingerspelling.word_lists import Alphabet, WordList

Floats = NDArray[np.float32]

_PREVIEW_SECONDS: Final = 0.1
_LONGEST_SECONDS: Final = 30.0
"""A word that does not end is cut here."""
_MOST_MOVING: Final = 0.75
"""A hand that wanders about for more of the time does not spell."""
_SHORTEST_SECONDS: Final = 0.3
"""A letter alone is shown so long; what is shorter passed by chance."""
_CLEAR_SHAPE, _CLEAR_MOVEMENT = 0.4, 0.5
"""How much likelier than nothing it has to be, as logarithms: in each frame, and by its movement."""
_DOUBT: Final = 0.2
"""How much it counts, within a word, that a frame seems to show nothing: measured on real letters."""
_SURE: Final = 0.3
"""The mean confidence of a word's letters below which it was no spelling."""


class Movement(Protocol):
    """Makes a lattice of how a hand moved."""

    def __call__(self, hands: Sequence[Hand | None], seconds: Sequence[float]) -> Lattice:
        """Return what was spelled; None stands for frames in which the hand was not seen."""
        ...


@dataclass(frozen=True)
class Expected:
    """What may be spelled."""

    alphabet: Alphabet
    words: WordList
    is_closed: bool = False
    """Whether nothing but `words` may be."""
    has_twins: bool = False
    """Whether letters and digits both may be."""


@dataclass(frozen=True)
class Word:
    """What was spelled between two rests."""

    text: str
    signs: tuple[Sign, ...]
    end: float
    """Seconds from the start of the source."""


class Flowing:
    """Gathers frames until the hand rests."""

    def __init__(self, names: tuple[str, ...], expected: Expected, movement: Movement | None = None) -> None:
        """Know the classes by their `names`, nothing (`""`) the last."""
        self._names, self._expected, self._movement = names, expected, movement
        self._begin_anew()

    @property
    def showing(self) -> tuple[Guess, ...]:
        """What the hand may show now."""
        return self._preview.showing

    @property
    def open(self) -> str:
        """What the word looks like so far."""
        return self._glimpsed.text + self._glimpsed.open

    def look(
        self, seconds: float, hand: Hand | None, probabilities: Floats | None, posture: Posture | None
    ) -> Word | None:
        """Take one frame, and return the word that is over now."""
        glimpse = probabilities
        if glimpse is not None and self._expected.has_twins:
            glimpse = paired(glimpse, self._names)
        for event in self._preview.look(seconds, glimpse, posture):
            if isinstance(event, Letter):
                self._glimpsed.add(Sign(event.label, event.start, event.end, 1.0))
        shows = probabilities is not None and probabilities[-1] < 0.5
        if shows:
            self._last_shown = seconds
        if self._rows or shows:
            self._rows.append(self._nothing if probabilities is None else probabilities)
            self._seconds.append(seconds)
            self._hands.append(hand)
            self._moving += posture is not None and not posture.is_still
        if self._rows and (seconds - self._last_shown >= REST_SECONDS or self._is_too_long(seconds)):
            return self.end()
        return None

    def end(self) -> Word | None:
        """Return the word that was being spelled, if there was one."""
        word = self._decoded() if self._rows else None
        self._begin_anew()
        return word

    def _begin_anew(self) -> None:
        self._preview = Holding(self._names, _PREVIEW_SECONDS)
        self._glimpsed = Spelled(self._expected.alphabet, self._expected.has_twins)
        self._rows: list[Floats] = []
        self._seconds: list[float] = []
        self._hands: list[Hand | None] = []
        self._last_shown = 0.0
        self._moving = 0
        self._nothing = np.zeros(len(self._names), np.float32)
        self._nothing[-1] = 1.0

    def _is_too_long(self, seconds: float) -> bool:
        return seconds - self._seconds[0] > _LONGEST_SECONDS

    def _decoded(self) -> Word | None:
        if self._moving > _MOST_MOVING * len(self._rows):
            return None
        shown = [at for at, row in enumerate(self._rows) if row[-1] < 0.5]
        part = slice(max(shown[0] - 1, 0), shown[-1] + 2)
        rows, seconds = np.stack(self._rows[part]), self._seconds[part]
        seen, doubted = (self._lattice(rows, seconds, doubt) for doubt in (1.0, _DOUBT))
        witnesses = (weighing.shapes(doubted), *self._moved(self._hands[part], seconds))
        found = self._readings(witnesses)
        if not found or any(weighing.says_nothing(witness, found[0]) for witness in witnesses):
            return None
        signs = weighing.signs(weighing.shapes(seen), found[0].letters)
        is_passing = len(signs) == 1 and not self._is_clear(found[0], witnesses, seconds)
        if not signs or is_passing or sum(one.confidence for one in signs) / len(signs) < _SURE:
            return None
        return Word(found[0].text, signs, signs[-1].end)

    @staticmethod
    def _is_clear(lone: Reading, witnesses: tuple[Witness, ...], seconds: Sequence[float]) -> bool:
        """Whether a letter alone is meant: a hand that moves about shows one here and there."""
        shapes, *moved = (one.says(lone.letters) - one.says("") for one in witnesses)
        is_long = seconds[-1] - seconds[0] >= _SHORTEST_SECONDS
        return (
            is_long and shapes >= _CLEAR_SHAPE * len(seconds) and all(one >= _CLEAR_MOVEMENT for one in moved)
        )

    def _readings(self, witnesses: tuple[Witness, ...]) -> tuple[Reading, ...]:
        if self._expected.is_closed:
            # Among few words, adding up all ways to spell each is surer; among all, the best way: measured.
            return summing.readings(witnesses, self._expected.words, is_closed=True)
        return weighing.readings(witnesses, self._expected.words)

    def _lattice(self, rows: Floats, seconds: Sequence[float], doubt: float) -> Lattice:
        return lattice(rows, self._names, seconds, self._expected.alphabet, doubt)

    def _moved(self, hands: Sequence[Hand | None], seconds: Sequence[float]) -> tuple[Witness, ...]:
        return (weighing.movement(self._movement(hands, seconds)),) if self._movement else ()
