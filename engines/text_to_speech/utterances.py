"""Cut a text into sentences, each in the language its letters are written in."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engines.words import interface_language

LONGEST: Final = 400
"""Characters in one utterance at most: half a minute of speech, so any text is spoken from little memory."""

_HANGUL: Final = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"
_LATIN: Final = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_LETTERS: Final = re.compile(f"(?P<ko>[{_HANGUL}]+)|(?P<en>[{_LATIN}]+)")
_END: Final = re.compile(r"""[.!?…]+["'”’)\]»」』]*(?=\s|$)|[。！？]+["”’)\]»」』]*|\n\s*\n""")
_ABBREVIATION: Final = re.compile(
    r"""(?:^|[\s("'])(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|cf|No|Fig|e\.g|i\.e|etc|[A-Z](?:\.[A-Z])*)$"""
)
_PAUSE: Final = re.compile(r"[,;:，、]\s")
# A letter with the accents or Hangul vowels that follow it: file names from macOS come apart like this.
_CLUSTER: Final = re.compile(r".[\u0300-\u036f\u1160-\u11ff]*", re.DOTALL)


@dataclass(frozen=True)
class Utterance:
    """A sentence, or the part of a mixed sentence that is in one language."""

    text: str
    """Free of control and bidirectional characters; never only white space."""
    language: str
    """`en` or `ko`; never `en` where there is Hangul."""
    places: tuple[int, ...]
    """Index in the given text of each character, and of the end: one more than there are characters."""
    is_sentence_end: bool
    """Whether a pause belongs after it."""


def utterances(text: str, language: str = "auto") -> Iterator[Utterance]:
    """Yield what to say, in order, reading no further into `text` than needed.

    `language` (`en`, `ko` or `auto`) decides only what letters do not: digits and signs alone. With
    `auto` those follow the sentence before, or else the interface language.
    """
    neutral = interface_language() if language == "auto" else language
    start = 0
    while start < len(text):
        end, is_whole = _sentence_end(text, start)
        characters = list(_characters(text, start, end))
        spoken = "".join(character for character, _ in characters)
        places = (*(place for _, place in characters), end)
        for first, last, tongue in _runs(spoken, language, neutral):
            if spoken[first:last].strip():
                is_end = is_whole and last == len(spoken)
                yield Utterance(spoken[first:last], tongue, places[first : last + 1], is_end)
            if language == "auto":
                neutral = tongue
        start = end


def plain(text: str) -> str:
    """Return `text` without control and bidirectional characters, fit to be printed or spoken."""
    return "".join(character for character, _ in _characters(text, 0, len(text)))


def _sentence_end(text: str, start: int) -> tuple[int, bool]:
    """Return where to stop, and whether that is the end of a sentence rather than the limit."""
    limit = start + LONGEST
    for match in _END.finditer(text, start, limit):
        if match.end() < limit and not _goes_on(text, start, match):
            return match.end(), True
    if limit >= len(text):
        return len(text), True
    pauses = [match.end() for match in _PAUSE.finditer(text, start, limit)]
    gaps = (index for index in range(limit - 1, start, -1) if text[index].isspace())
    return (pauses[-1] if pauses else next(gaps, limit - 1) + 1), False


def _goes_on(text: str, start: int, match: re.Match[str]) -> bool:
    """Tell whether the full stop is that of an abbreviation, as in "Mr. Kim" or "e.g. this"."""
    if match.group() != ".":
        return False
    following = text[match.end() : match.end() + 2].strip()
    if following and following[0].islower():
        return True
    return bool(_ABBREVIATION.search(text, max(start, match.start() - 8), match.start()))


def _characters(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield what can be said of `text[start:end]`, each with its index in `text`."""
    for cluster in _CLUSTER.finditer(text, start, end):
        for character in unicodedata.normalize("NFC", cluster.group()):
            if character.isspace():
                yield " ", cluster.start()
            elif unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co"):
                yield character, cluster.start()


def _runs(sentence: str, language: str, neutral: str) -> Iterator[tuple[int, int, str]]:
    """Yield the parts of one language each: first index, index after the last, language."""
    letters = [(match.lastgroup or neutral, *match.span()) for match in _LETTERS.finditer(sentence)]
    latin, hangul = (
        sum(last - first for tongue, first, last in letters if tongue == wanted) for wanted in ("en", "ko")
    )
    # A Korean voice speaks the odd English word well, and a sentence in one voice is easier to follow.
    if hangul and (language == "ko" or 2 * hangul >= latin):
        yield 0, len(sentence), "ko"
    elif not hangul:
        yield 0, len(sentence), "en" if latin else neutral
    else:
        yield from _cut(sentence, letters)


def _cut(sentence: str, letters: list[tuple[str, int, int]]) -> Iterator[tuple[int, int, str]]:
    """Cut where the script changes; digits and signs stay with the word that they touch."""
    begin = 0
    for (tongue, _, end), (following, start, _) in pairwise(letters):
        if tongue != following:
            space = sentence.rfind(" ", end, start)
            cut = space + 1 or start
            yield begin, cut, tongue
            begin = cut
    yield begin, len(sentence), letters[-1][0]
