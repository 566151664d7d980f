"""Composes jamo as fingers show them into syllables, and takes syllables apart again.

The finger alphabet has 31 jamo. A doubled consonant (ㄲ) is its jamo twice, a compound vowel (ㅘ) or
final (ㄳ) its two jamo in turn. So one row of jamo may be read in several ways: ㅎㅏㄱㄱㅛ is 학교,
ㅏㄲㅏ would be 아까. `compose` takes the usual way, `compositions` returns all of them.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

_INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS: Final = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_FIRST, _LAST = 0xAC00, 0xD7A3

DOUBLED: Final = {"ㄲ": "ㄱㄱ", "ㄸ": "ㄷㄷ", "ㅃ": "ㅂㅂ", "ㅆ": "ㅅㅅ", "ㅉ": "ㅈㅈ"}
COMPOUND_VOWELS: Final = {"ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ"}
COMPOUND_FINALS: Final = {
    "ㄳ": "ㄱㅅ",
    "ㄵ": "ㄴㅈ",
    "ㄶ": "ㄴㅎ",
    "ㄺ": "ㄹㄱ",
    "ㄻ": "ㄹㅁ",
    "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ",
    "ㅀ": "ㄹㅎ",
    "ㅄ": "ㅂㅅ",
}
_PARTS: Final = DOUBLED | COMPOUND_VOWELS | COMPOUND_FINALS
_WHOLE: Final = {parts: whole for whole, parts in _PARTS.items()}
_MOST_READINGS: Final = 64


def decompose(text: str) -> str:
    """Return the jamo that fingers show for `text`, of the 31 alone; what is no Hangul stays as it is."""
    return "".join(_apart(letter) for letter in text)


@cache
def _apart(letter: str) -> str:
    if not _FIRST <= ord(letter) <= _LAST:
        return _PARTS.get(letter, letter)
    rest, final = divmod(ord(letter) - _FIRST, len(_FINALS))
    initial, vowel = divmod(rest, len(_VOWELS))
    jamo = (_INITIALS[initial], _VOWELS[vowel], _FINALS[final])
    return "".join(_PARTS.get(one, one) for one in jamo)


def compose(jamo: Sequence[str]) -> str:
    """Return the syllables of `jamo`, of the 31 or already joined (ㄲ ㅘ); what cannot join stays alone.

    Between vowels the usual reading parts the consonants (학교, not 하꾜); a doubled consonant that
    is already joined stays so. At the start of a word a consonant shown twice is the doubled one.
    """
    return next(_readings(tuple(jamo)))


def compositions(jamo: Sequence[str]) -> tuple[str, ...]:
    """Return every way to read `jamo` as syllables, the usual one first; at most `_MOST_READINGS`."""
    found: dict[str, None] = {}
    for reading, _ in zip(_readings(tuple(jamo)), range(_MOST_READINGS), strict=False):
        found[reading] = None
    return tuple(found)


def settled(jamo: Sequence[str]) -> int:
    """Return how many of the first characters of `compose(jamo)` no further jamo can change."""
    text = compose(jamo)
    # The last syllable may get a final, or lose it to the syllable that follows; a lone jamo may join.
    alone = sum(1 for _ in _trailing_alone(text))
    return max(0, len(text) - max(1, min(alone, 2)))


def _trailing_alone(text: str) -> Iterator[str]:
    for letter in reversed(text):
        if not ("ㄱ" <= letter <= "ㅣ"):
            return
        yield letter


def _readings(jamo: tuple[str, ...]) -> Iterator[str]:
    """Yield readings from the left: at each place the usual syllable first."""
    if not jamo:
        yield ""
        return
    for taken, text in _next_parts(jamo):
        for rest in _readings(jamo[taken:]):
            yield text + rest


def _next_parts(jamo: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield how many jamo the next piece takes, and the piece."""
    onset = _onset(jamo)
    if onset is None:
        # No syllable begins here: a vowel without its consonant, a consonant without its vowel, a digit.
        taken, vowel = _vowel(jamo)
        yield (taken, vowel) if taken else _lone(jamo)
        return
    taken, initial = onset
    size, vowel = _vowel(jamo[taken:])
    begin = taken + size
    for more, final in _codas(jamo[begin:]):
        yield begin + more, _syllable(initial, vowel, final)


def _lone(jamo: tuple[str, ...]) -> tuple[int, str]:
    if len(jamo) >= 2 and jamo[0] + jamo[1] in DOUBLED.values():
        return 2, _WHOLE[jamo[0] + jamo[1]]
    return 1, jamo[0]


def _onset(jamo: tuple[str, ...]) -> tuple[int, str] | None:
    """Return the consonant a syllable begins with here, and the jamo it takes; None if none begins."""
    if len(jamo) >= 2 and jamo[0] in _INITIALS and jamo[1] in _VOWELS:
        return 1, jamo[0]
    if len(jamo) >= 3 and jamo[0] + jamo[1] in DOUBLED.values() and jamo[2] in _VOWELS:
        return 2, _WHOLE[jamo[0] + jamo[1]]
    return None


def _vowel(jamo: tuple[str, ...]) -> tuple[int, str]:
    if len(jamo) >= 2 and jamo[0] + jamo[1] in COMPOUND_VOWELS.values():
        return 2, _WHOLE[jamo[0] + jamo[1]]
    return (1, jamo[0]) if jamo and jamo[0] in _VOWELS else (0, "")


def _codas(rest: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield the finals a syllable may have before `rest`, the usual one first.

    The consonants up to the next vowel are shared: the last goes to the syllable that follows, or the
    last two where they make a doubled one; what stands before is the final, one or two of them.
    """
    consonants = _consonants(rest)
    is_followed = 0 < consonants < len(rest) and rest[consonants] in _VOWELS
    most = min(2, consonants - 1) if is_followed else min(2, consonants)
    finals = [(more, final) for more in range(most, -1, -1) if (final := _final(rest[:more])) is not None]
    left = [rest[more:consonants] for more, _ in finals]
    fit = [one for one, onset in zip(finals, left, strict=True) if _is_onset(onset, is_followed)]
    # Where nothing fits, a consonant too many stays alone.
    yield from fit or finals[:1]


def _is_onset(consonants: tuple[str, ...], is_followed: bool) -> bool:
    if not is_followed:
        return not consonants
    return len(consonants) == 1 or "".join(consonants) in DOUBLED.values()


def _consonants(rest: tuple[str, ...]) -> int:
    return next((at for at, one in enumerate(rest) if one not in _INITIALS and one not in _FINALS), len(rest))


def _final(jamo: tuple[str, ...]) -> str | None:
    """Return the final that `jamo` make; None if they make none."""
    together = "".join(jamo)
    whole = _WHOLE.get(together, together)
    return whole if whole in _FINALS else None


def _syllable(initial: str, vowel: str, final: str) -> str:
    place = (_INITIALS.index(initial) * len(_VOWELS) + _VOWELS.index(vowel)) * len(_FINALS)
    return chr(_FIRST + place + _FINALS.index(final))
