"""How each word is pronounced: what was heard of it, and how often."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from training.tiny_vosk.speech import Said

Pronunciation = tuple[str, ...]
"""The phonemes of a word, in order."""

_RARE: Final = 0.05
"""A pronunciation heard in a smaller share of a word's cases is left out, since each costs accuracy."""
_LATERALS: Final = ("l", "ɫ")
_LATE_MS: Final = 25
"""An l told to be shorter than this is told too late."""
_LATERAL_MS: Final = 100
"""How long it then is, by the spectrum of words with and without it."""
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
    """Return what is heard, one after the other.

    espeak-ng tells of an l after a vowel only where it ends, or nearly; its sound is the end of what
    is told as the vowel, so it is given up to half of that. Without it, the Korean 1 would be 2.
    """
    found: list[Segment] = []
    ends = [phoneme.milliseconds for phoneme in said.phonemes[1:]]
    for phoneme, end in zip(said.phonemes, ends, strict=False):
        symbol, begin = phoneme.symbol.translate(_STRESS), phoneme.milliseconds
        if symbol in _LATERALS and end - begin < _LATE_MS and found and found[-1].symbol:
            vowel = found.pop()
            begin = max(end - _LATERAL_MS, (vowel.begin_ms + end) // 2)
            found.append(replace(vowel, end_ms=begin))
        if end > begin:
            found.append(Segment(begin, end, symbol, phoneme.word))
    return tuple(found)


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
