"""Find the longest known phrase that begins at a word."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")


def row_of(words: str) -> tuple[str, ...]:
    """Return words written in one line, in their order."""
    return tuple(words.split())


def words_of(words: str) -> frozenset[str]:
    """Return words written in one line, to look one up."""
    return frozenset(words.split())


class Phrases(Generic[Meaning]):
    """Phrases and what they mean; several thousand cost no more than a few."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        """Take phrases of folded words with single spaces between them."""
        self._meanings = {tuple(phrase.split()): meaning for phrase, meaning in meanings.items()}
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
        for count in range(min(self._longest.get(words[start], 0), len(words) - start), 0, -1):
            meaning = self._meanings.get(tuple(words[start : start + count]))
            if meaning is not None:
                return count, meaning
        return None

    def length(self, words: Sequence[str], start: int) -> int:
        """Return how many words the longest phrase at `start` has; 0 if there is none."""
        found = self.at(words, start)
        return found[0] if found else 0

    def ending(self, words: Sequence[str]) -> tuple[int, Meaning] | None:
        """Return the longest phrase that ends `words`, as `at` does."""
        for start in range(max(0, len(words) - max(self._longest.values(), default=0)), len(words)):
            found = self.at(words, start)
            if found and start + found[0] == len(words):
                return found
        return None
