"""English words, the most common first: SCOWL says what a word is, Onboard's counts how common it is."""

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from training import packages

PACKAGES: Final = ("scowl", "onboard-data")

_SPELLINGS: Final = ("english", "american", "british", "british_z", "canadian", "australian")
_COMMON_LEVELS: Final = (10, 20, 35, 40, 50)
_ALL_LEVELS: Final = (*_COMMON_LEVELS, 55, 60)
_COUNTED_LEVELS: Final = (*_ALL_LEVELS, 70, 80)
_NAMES: Final = ("upper", "proper-names")
_WORD: Final = re.compile("[a-z]{2,20}")
_LONE: Final = ("a", "i")
_NAME_COUNT: Final = 500
"""A counted word that no level of SCOWL knows is a name or a new word if it is as common as this."""


def tiers() -> list[list[str]]:
    """Return words of a to z, tier by tier: each tier's are about a third as common as those before."""
    root = packages.unpacked(PACKAGES, "words")
    counts = _counts(root / "onboard-data/usr/share/onboard/models/en_US.lm")
    plain = set(_scowl(root, ("words",), _ALL_LEVELS))
    names = set(_scowl(root, _NAMES, _COMMON_LEVELS))
    known = set(_scowl(root, ("words", *_NAMES), _COUNTED_LEVELS))
    counted = {word: count for word, count in counts.items() if word in known or count >= _NAME_COUNT}
    return _sorted_tiers(counted, plain, names)


def _sorted_tiers(counted: dict[str, int], plain: set[str], names: set[str]) -> list[list[str]]:
    most = max(counted.values())
    step = math.log(10) / 2
    tier_of = {word: int(math.log(most / count) / step) for word, count in counted.items()}
    last = max(tier_of.values())
    tier_of |= {word: last + 1 for word in plain if word not in tier_of}
    tier_of |= {word: last + 2 for word in names if word not in tier_of}
    tier_of |= dict.fromkeys(_LONE, 0)
    found: list[list[str]] = [[] for _ in range(last + 3)]
    for word, tier in sorted(tier_of.items()):
        found[tier].append(word)
    return [tier for tier in found if tier]


def _counts(path: Path) -> dict[str, int]:
    """Read the single words of an ARPA-like model: a line is a count and a word."""
    counts: dict[str, int] = {}
    for line in path.read_text(encoding="utf-8").partition("\\2-grams")[0].splitlines():
        count, _, word = line.partition(" ")
        if count.isdigit() and _WORD.fullmatch(word.lower()):
            counts[word.lower()] = counts.get(word.lower(), 0) + int(count)
    return counts


def _scowl(root: Path, kinds: tuple[str, ...], levels: tuple[int, ...]) -> Iterator[str]:
    folder = root / "scowl/usr/share/dict/scowl"
    for spelling in _SPELLINGS:
        for kind in kinds:
            for level in levels:
                path = folder / f"{spelling}-{kind}.{level}"
                if path.is_file():
                    lines = path.read_text(encoding="latin-1").lower().splitlines()
                    yield from (word for word in lines if _WORD.fullmatch(word))
