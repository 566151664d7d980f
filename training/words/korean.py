"""Korean words, the most common first: words of hunspell-ko, counted in Debian's Korean messages."""

import re
import unicodedata
from collections import Counter
from typing import Final

from training import catalogues, packages

PACKAGES: Final = ("hunspell-ko",)

_HANGUL: Final = re.compile("[가-힣]{1,7}")
_RUN: Final = re.compile("[가-힣]+")
_INFLECTED: Final = frozenset({"2", "3", "4"})
"""Its marks of stems such as 가감하여, 가격한, 가결될, whose dictionary form stands beside them."""
_PHRASE_COUNT: Final = 3
"""A form that messages hold so often is kept though the dictionary makes it by rule, as 안녕하세요."""
_GREETINGS: Final = (
    "안녕하세요",
    "안녕히",
    "감사합니다",
    "고맙습니다",
    "미안합니다",
    "죄송합니다",
    "반갑습니다",
)
_COMMON: Final = (100, 10, 1)


def tiers() -> list[list[str]]:
    """Return words of syllables, tier by tier: each tier's are about a third as common as those before."""
    counts = _counts()
    words = _dictionary() | {word for word, count in counts.items() if count >= _PHRASE_COUNT}
    found: list[list[str]] = [[] for _ in range(len(_COMMON) + 1)]
    for word in sorted(words | set(_GREETINGS)):
        found[_tier(word, counts)].append(word)
    return found


def _tier(word: str, counts: Counter[str]) -> int:
    count = 10 if word in _GREETINGS else counts[word]
    return next((tier for tier, least in enumerate(_COMMON) if count >= least), len(_COMMON))


def _counts() -> Counter[str]:
    runs = (run for text in catalogues.strings("ko") for run in _RUN.findall(text))
    return Counter(run for run in runs if _HANGUL.fullmatch(run))


def _dictionary() -> set[str]:
    root = packages.unpacked(PACKAGES, "words")
    path = root / "hunspell-ko/usr/share/hunspell/ko.dic"
    kept = set()
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        word, _, marks = line.partition("/")
        whole = unicodedata.normalize("NFC", word)
        if _HANGUL.fullmatch(whole) and not _INFLECTED & set(marks.split(",")):
            kept.add(whole)
    return kept
