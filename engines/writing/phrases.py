"""Find the longest known phrase that begins at a word."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Generic, TypeVar

Meaning = TypeVar("Meaning")


def row_of(words: str) -> tuple[str, ...]:
    """Return words written in one line, in their order."""
    return tuple(words.split())


def words_of(words: str) -> frozenset[str]:
    """Return words written in one line, to look one up."""
    return frozenset(words.split())


_HANGUL: Final = re.compile("[가-힣 ]+")
_MOST_PARTS: Final = 6
"""Into how many words a Hangul phrase may have fallen."""


class Phrases(Generic[Meaning]):
    """Phrases and what they mean; several thousand cost no more than a few.

    Recognisers put the spaces of Korean anywhere, so phrases of Hangul are found without them too, and with
    others if they have three syllables or more (온 점 is "the point that came", not 온점 "full stop").
    """

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        """Take phrases of folded words with single spaces between them."""
        self._meanings = {tuple(phrase.split()): meaning for phrase, meaning in meanings.items()}
        self._joined = {
            "".join(words): meaning for words, meaning in self._meanings.items() if _is_hangul(words)
        }
        self._most_syllables = max(map(len, self._joined), default=0)
        self._longest: dict[str, int] = {}
        for words in self._meanings:
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def phrases(self) -> Iterable[tuple[str, ...]]:
        """Return every phrase as its words."""
        return self._meanings.keys()

    def at(self, words: Sequence[str], start: int) -> tuple[int, Meaning] | None:
        """Return how many words the longest phrase at `start` has, and its meaning; None if there is none."""
        if start >= len(words):
            return None
        left = len(words) - start
        for count in range(min(self._longest.get(words[start], 0), left), 0, -1):
            meaning = self._meanings.get(tuple(words[start : start + count]))
            if meaning is not None:
                return count, meaning
        return self._joined_at(words, start) if self._joined else None

    def _joined_at(self, words: Sequence[str], start: int) -> tuple[int, Meaning] | None:
        found = None
        joined = ""
        for count, word in enumerate(words[start : start + _MOST_PARTS], 1):
            joined += word
            if len(joined) > self._most_syllables:
                break
            meaning = self._joined.get(joined)
            if meaning is not None and (count == 1 or len(joined) > 2):
                found = count, meaning
        return found

    def length(self, words: Sequence[str], start: int) -> int:
        """Return how many words the longest phrase at `start` has; 0 if there is none."""
        found = self.at(words, start)
        return found[0] if found else 0

    def ending(self, words: Sequence[str]) -> tuple[int, Meaning] | None:
        """Return the longest phrase that ends `words`, as `at` does."""
        most = max(_MOST_PARTS, *self._longest.values())
        for start in range(max(0, len(words) - most), len(words)):
            found = self.at(words, start)
            if found and start + found[0] == len(words):
                return found
        return None


def _is_hangul(words: Sequence[str]) -> bool:
    return all(_HANGUL.fullmatch(word) for word in words)
