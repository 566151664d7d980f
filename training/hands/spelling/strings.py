"""What to spell: words of the word lists, numbers, and random strings, as tuples of classes."""

import gzip
import random
from collections.abc import Sequence
from functools import cache
from typing import Final, Literal

from engines import resource
from engines.hands.shapes import alphabet

Alphabet = Literal["asl", "ksl"]
Spelling = tuple[str, ...]

DOUBLED: Final = {"ㄲ": "ㄱ", "ㄸ": "ㄷ", "ㅃ": "ㅂ", "ㅆ": "ㅅ", "ㅉ": "ㅈ"}
"""Consonants that are their single one, moved sideways: they are spelled as that one, twice."""
CLASSES: Final[dict[Alphabet, tuple[str, ...]]] = {
    "asl": (*alphabet("asl-letters"), *alphabet("asl-digits")),
    "ksl": alphabet("ksl"),
}
"""What the sequence model tells apart."""

_FIRST: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MIDDLE: Final = (*"ㅏㅐㅑㅒㅓㅔㅕㅖㅗ", "ㅗㅏ", "ㅗㅐ", *"ㅚㅛㅜ", "ㅜㅓ", "ㅜㅔ", *"ㅟㅠㅡㅢㅣ")
_LAST: Final = (
    "",
    *"ㄱㄲ",
    "ㄱㅅ",
    "ㄴ",
    "ㄴㅈ",
    "ㄴㅎ",
    "ㄷ",
    "ㄹ",
    "ㄹㄱ",
    "ㄹㅁ",
    "ㄹㅂ",
    "ㄹㅅ",
    "ㄹㅌ",
    "ㄹㅍ",
    "ㄹㅎ",
    *"ㅁㅂ",
    "ㅂㅅ",
    *"ㅅㅆㅇㅈㅊㅋㅌㅍㅎ",
)
_SYLLABLES: Final = range(0xAC00, 0xD7A4)
_LONGEST: Final = 14


def spelled(text: str) -> Spelling:
    """Return the classes of a word in order; of letters that are not spelled, nothing."""
    return tuple(sign for letter in text.upper() for sign in _signs(letter))


@cache
def _signs(letter: str) -> str:
    code = ord(letter)
    if code in _SYLLABLES:
        place = code - _SYLLABLES.start
        jamo = _FIRST[place // 588] + _MIDDLE[place // 28 % 21] + _LAST[place % 28]
        return "".join(2 * DOUBLED[one] if one in DOUBLED else one for one in jamo)
    return letter if letter in CLASSES["asl"] or letter in CLASSES["ksl"] else ""


class Strings:
    """An endless source of strings; the same for the same seed and lists."""

    def __init__(self, seed: int, words: dict[Alphabet, Sequence[str]] | None = None) -> None:
        self._random = random.Random(seed)
        self._words = words or {"asl": listed("en"), "ksl": listed("ko")}

    def next(self, which: Alphabet) -> Spelling:
        """Return a string of 1 to 14 signs: most often a word, else letters, digits, or both at random."""
        choose = self._random
        kind = choose.random()
        if kind < 0.5:
            return spelled(choose.choice(self._words[which]))[:_LONGEST]
        if kind < 0.6:
            return self._doubled(spelled(choose.choice(self._words[which])))[:_LONGEST]
        length = min(_LONGEST, 1 + int(choose.expovariate(1 / 4)))
        return tuple(choose.choice(self._pool(which, kind)) for _ in range(length))

    def _pool(self, which: Alphabet, kind: float) -> tuple[str, ...]:
        classes = CLASSES[which]
        if which == "ksl" or kind > 0.97:
            return classes
        return classes[:26] if kind < 0.82 else classes[26:]

    def _doubled(self, signs: Spelling) -> Spelling:
        """Double a letter, of which words have too few to learn from."""
        if not signs:
            return signs
        place = self._random.randrange(len(signs))
        return (*signs[:place], signs[place], *signs[place:])


@cache
def listed(language: Literal["en", "ko"]) -> tuple[str, ...]:
    """Return the words that ship with Sori."""
    with gzip.open(resource.path("words", f"{language}.txt.gz"), "rt", encoding="utf-8") as lines:
        words = (line.split()[0] for line in lines if line.strip() and not line.startswith("#"))
        return tuple(word for word in words if spelled(word))
