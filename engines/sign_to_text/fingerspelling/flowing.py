"""Reads spelling that does not wait: a word is decoded as a whole when the hand rests."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engines.results import Guess, Sign
from engines.sign_to_text.fingerspelling import alignment, decoding
from engines.sign_to_text.fingerspelling.committing import REST_SECONDS, Holding, Letter
from engines.sign_to_text.fingerspelling.decoding import FRAMES, Weights
from engines.sign_to_text.fingerspelling.lattice import lattice
from engines.sign_to_text.fingerspelling.posture import Posture
from engines.sign_to_text.fingerspelling.spelled import Spelled
from engines.sign_to_text.fingerspelling.word_lists import Alphabet, WordList

Floats = NDArray[np.float32]

_PREVIEW_SECONDS: Final = 0.1
_LONGEST_SECONDS: Final = 30.0
"""A word that does not end is cut here."""
_MOST_MOVING: Final = 0.5
"""A hand that wanders about for more of the time does not spell."""
_SURE: Final = 0.3
"""The mean confidence of a word's letters below which it was no spelling."""


@dataclass(frozen=True)
class Word:
    """What was spelled between two rests."""

    text: str
    signs: tuple[Sign, ...]
    end: float
    """Seconds from the start of the source."""


class Flowing:
    """Gathers frames until the hand rests."""

    def __init__(
        self, names: tuple[str, ...], alphabet: Alphabet, words: WordList, is_closed: bool, has_twins: bool
    ) -> None:
        """Know the classes by their `names`, and the words; `is_closed`: no others."""
        self._names, self._alphabet, self._words = names, alphabet, words
        self._is_closed, self._has_twins = is_closed, has_twins
        self._begin_anew()

    @property
    def showing(self) -> tuple[Guess, ...]:
        """What the hand may show now."""
        return self._preview.showing

    @property
    def open(self) -> str:
        """What the word looks like so far."""
        return self._glimpsed.text + self._glimpsed.open

    def look(self, seconds: float, probabilities: Floats | None, posture: Posture | None) -> Word | None:
        """Take one frame, and return the word that is over now."""
        for event in self._preview.look(seconds, probabilities, posture):
            if isinstance(event, Letter):
                self._glimpsed.add(Sign(event.label, event.start, event.end, 1.0))
        shows = probabilities is not None and probabilities[-1] < 0.5
        if shows:
            self._last_shown = seconds
        if self._rows or shows:
            self._rows.append(self._nothing if probabilities is None else probabilities)
            self._seconds.append(seconds)
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
        self._glimpsed = Spelled(self._alphabet, self._has_twins)
        self._rows: list[Floats] = []
        self._seconds: list[float] = []
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
        begin, end = max(shown[0] - 1, 0), shown[-1] + 2
        seen = lattice(np.stack(self._rows[begin:end]), self._names, self._seconds[begin:end], self._alphabet)
        weights: Weights = FRAMES
        found = decoding.readings(seen, self._words, weights, self._is_closed)
        for reading in found[:1]:
            where = alignment.spans(seen, reading.letters, weights)
            signs = alignment.signs(seen, reading.letters, where)
            if signs and sum(one.confidence for one in signs) / len(signs) >= _SURE:
                return Word(reading.text, signs, signs[-1].end)
        return None
