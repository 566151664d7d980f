"""Knows words of interfaces, to choose between letters that look alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engines.image_description.screen.line_letters import LETTERS, compose, spell

_ALIKE: Final = (
    "lI1|i!",
    "O0oQD",
    "S5s",
    "B8",
    "Z2z",
    "gq9",
    "cC",
    "vV",
    "wW",
    "xX",
    "uU",
    "kK",
    "pP",
    "6b",
    "tf",
    "rn",
)
_UNLIKELY: Final = 5.5
"""How much less likely (in log probability) a letter may be and still be taken for the sake of a word."""
_MOST_CHANGES: Final = 2
_MOST_DOUBTFUL: Final = 8
_EDGES: Final = ".,:;!?()[]{}\"'“”‘’…*<>/"


_ONE_SHAPE: Final = (frozenset("O0oQ"), frozenset("lI1|"))
"""Letters of one shape: two of them in touching steps are one letter that the network wavered about."""


@dataclass(frozen=True)
class Letter:
    """One letter of a path: its class, and where in the path it is most certain."""

    place: int
    step: int


def letters_of(path: NDArray[np.intp], scores: NDArray[np.float32]) -> list[Letter]:
    """Return the letters of a path (steps,) through log probabilities (steps, classes)."""
    edges = np.flatnonzero(np.diff(path)) + 1
    letters: list[Letter] = []
    ended = 0
    for start, end in zip(np.r_[0, edges], np.r_[edges, len(path)], strict=True):
        place = int(path[start])
        if not place:
            continue
        letter = Letter(place, int(start + scores[start:end, place].argmax()))
        if letters and start == ended and _is_one_shape(letters[-1].place, place):
            letters[-1] = max(letters[-1], letter, key=lambda one: float(scores[one.step, one.place]))
        else:
            letters.append(letter)
        ended = int(end)
    return letters


def _is_one_shape(one: int, other: int) -> bool:
    return any(LETTERS[one] in shape and LETTERS[other] in shape for shape in _ONE_SHAPE)


class Words:
    """A list of words; safe to ask from several threads."""

    def __init__(self, path: Path) -> None:
        self._known = frozenset(path.read_text(encoding="utf-8").split("\n"))
        self._alike = _alike()

    def __contains__(self, word: str) -> bool:
        return word in self._known or word.lower() in self._known

    def know(self, text: str) -> bool:
        """Whether the text has words, and all of them are known."""
        words = [bare for word in text.split() if _is_word(bare := word.strip(_EDGES))]
        return bool(words) and all(word in self for word in words)

    def mended(self, letters: Sequence[Letter], scores: NDArray[np.float32]) -> list[int]:
        """Return the classes of a line, words that are not known made known ones where that is likely.

        `scores` are the log probabilities (steps, classes) the letters were taken from.
        """
        places: list[int] = []
        for word in _parted(letters):
            places += self._word(word, scores)
        return places

    def _word(self, letters: Sequence[Letter], scores: NDArray[np.float32]) -> list[int]:
        places = [letter.place for letter in letters]
        text = compose(places)
        bare = text.strip(_EDGES)
        if not _is_word(bare) or bare in self:
            return places
        others = list(self._others(letters, scores))
        others.sort(key=lambda other: other[2])
        others = others[:_MOST_DOUBTFUL]
        best, least = places, _UNLIKELY
        for count in range(1, _MOST_CHANGES + 1):
            for changes in combinations(others, count):
                loss = sum(change[2] for change in changes)
                if loss >= least or len({change[0] for change in changes}) < count:
                    continue
                changed = list(places)
                for index, place, _ in changes:
                    changed[index] = place
                known = compose(changed).strip(_EDGES)
                # A letter must not become a mark, only for the rest of the word to be known.
                if len(known) >= len(bare) and known in self:
                    best, least = changed, loss
        return best

    def _others(
        self, letters: Sequence[Letter], scores: NDArray[np.float32]
    ) -> Iterator[tuple[int, int, float]]:
        """Yield what may stand instead: where in the word, which class, how much less likely it is."""
        for index, letter in enumerate(letters):
            own = float(scores[letter.step, letter.place])
            for place in self._alike.get(letter.place, ()):
                loss = own - float(scores[letter.step, place])
                if loss < _UNLIKELY:
                    yield index, place, loss


def _is_word(bare: str) -> bool:
    return len(bare) > 1 and any(letter.isalpha() for letter in bare)


def _parted(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Yield words and the spaces between them."""
    word: list[Letter] = []
    for letter in letters:
        if LETTERS[letter.place] == " ":
            yield word
            yield [letter]
            word = []
        else:
            word.append(letter)
    yield word


def _alike() -> dict[int, tuple[int, ...]]:
    """Return for each class those it is mistaken for: Latin letters by list, jamo by their kind."""
    groups = [[spell(letter)[0] for letter in group] for group in _ALIKE]
    groups += [[spell(chr(0xAC00 + 588 * number))[0] for number in range(19)]]
    groups += [[spell(chr(0xAC00 + 28 * number))[1] for number in range(21)]]
    groups += [[spell(chr(0xAC00 + number))[2] for number in range(1, 28)]]
    found: dict[int, list[int]] = {}
    for group in groups:
        for one in group:
            found.setdefault(one, []).extend(other for other in group if other != one)
    return {one: tuple(others) for one, others in found.items()}
