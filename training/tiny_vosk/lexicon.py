"""How each word is pronounced: what was heard of it, and how often."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from training.tiny_vosk.speech import Said

Pronunciation = tuple[str, ...]
"""The phonemes of a word, in order."""

_RARE: Final = 0.05
"""A pronunciation heard in a smaller share of a word's cases is left out, since each costs accuracy."""
_STRESS: Final = str.maketrans("", "", "ˈˌ")


@dataclass(frozen=True)
class Segment:
    """A phoneme that takes time."""

    begin_ms: int
    end_ms: int
    symbol: str
    """Without marks of stress; empty for a pause."""
    word: int


def segments(said: Said) -> tuple[Segment, ...]:
    """Return what is heard, one after the other."""
    begins = [phoneme.milliseconds for phoneme in said.phonemes]
    return tuple(
        Segment(phoneme.milliseconds, end, phoneme.symbol.translate(_STRESS), phoneme.word)
        for phoneme, end in zip(said.phonemes, begins[1:], strict=False)
        if end > phoneme.milliseconds
    )


class Lexicon:
    """Collects pronunciations from speech, so that no rules from letters to sounds are needed."""

    def __init__(self) -> None:
        self._heard: dict[str, Counter[Pronunciation]] = {}

    def hear(self, said: Said, text: str) -> None:
        """Take in the words of `text`, unless espeak-ng has divided it otherwise than at its spaces."""
        words = text.split()
        spoken: list[list[str]] = [[] for _word in words]
        if len(words) == 1:
            # However it was divided, all that was said is this word.
            spoken[0] = [segment.symbol for segment in segments(said) if segment.symbol]
        elif said.words == tuple(words):
            for segment in segments(said):
                if segment.symbol and segment.word >= 0:
                    spoken[segment.word].append(segment.symbol)
        if all(spoken):
            for word, symbols in zip(words, spoken, strict=True):
                self._heard.setdefault(word, Counter())[tuple(symbols)] += 1

    def pronunciations(self) -> dict[str, dict[Pronunciation, float]]:
        """Return the usual pronunciations of every word with their shares, which add up to 1."""
        return {word: _shares(heard) for word, heard in sorted(self._heard.items())}


def _shares(heard: Counter[Pronunciation]) -> dict[Pronunciation, float]:
    usual = {one: count for one, count in heard.items() if count >= _RARE * heard.total()}
    total = sum(usual.values())
    return {one: count / total for one, count in sorted(usual.items())}


def same_sounding(pronunciations: dict[str, dict[Pronunciation, float]]) -> Iterator[tuple[str, str]]:
    """Yield pairs of words that share a pronunciation, which no recogniser could tell apart."""
    owners: dict[Pronunciation, str] = {}
    for word, variants in pronunciations.items():
        for variant in variants:
            owner = owners.setdefault(variant, word)
            if owner != word:
                yield owner, word
