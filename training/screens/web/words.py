"""The words that stand on pages: lists of what web pages say, and strings of many programs."""

import json
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

Language = Literal["en", "ko"]

_LISTS: Final = Path(__file__).with_name("words.json")
_CATALOGUE_SHARE: Final = {
    "checks": 0.4,
    "buttons": 0.3,
    "headings": 0.4,
    "commands": 0.5,
    "sentences": 0.4,
    "fields": 0.4,
    "links": 0.4,
    "messages": 0.5,
    "switches": 0.3,
    "options": 0.4,
    "choices": 0.3,
    "settings": 0.2,
    "nav": 0.2,
    "menus": 0.1,
    "columns": 0.2,
    "titles": 0.3,
    "placeholders": 0.2,
    "subjects": 0.3,
}
_LENGTHS: Final = {
    "checks": (6, 60),
    "buttons": (2, 16),
    "headings": (4, 32),
    "commands": (3, 28),
    "sentences": (30, 140),
    "fields": (3, 24),
    "links": (4, 28),
    "messages": (15, 110),
    "switches": (4, 30),
    "options": (2, 22),
    "choices": (3, 20),
    "settings": (3, 16),
    "nav": (3, 16),
    "menus": (2, 10),
    "columns": (2, 12),
    "titles": (4, 28),
    "placeholders": (4, 30),
    "subjects": (8, 50),
}
_SHORTER_IN_KOREAN: Final = 0.6


class Words:
    """Picks words of a language at random."""

    def __init__(self, language: Language, chance: random.Random, catalogue: Sequence[str] = ()) -> None:
        self.language = language
        self._chance = chance
        self._lists = _lists()[language]
        self._by_kind = _sorted_by_length(language, tuple(catalogue)) if catalogue else {}

    def one(self, kind: str) -> str:
        """Return one string of a kind, as "buttons" or "fields"."""
        return self.some(kind, 1)[0]

    def some(self, kind: str, count: int) -> list[str]:
        """Return different strings of a kind, as many as asked for, or all there are."""
        found: list[str] = []
        for _ in range(count * 6):
            if len(found) == count:
                break
            word = self._pick(kind)
            if word not in found:
                found.append(word)
        return found

    def misc(self, key: str) -> str:
        """Return the one string that a key of `misc` stands for."""
        text: str = self._lists["misc"][key]
        return text

    def paragraph(self, sentences: int) -> str:
        """Return that many sentences in a row."""
        return " ".join(self._pick("sentences") for _ in range(sentences))

    def _pick(self, kind: str) -> str:
        programs = self._by_kind.get(kind)
        if programs and self._chance.random() < _CATALOGUE_SHARE[kind]:
            return self._chance.choice(programs)
        found: str = self._chance.choice(self._lists[kind])
        return found


@cache
def _lists() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_LISTS.read_text("utf-8"))
    return found


@cache
def _sorted_by_length(language: Language, catalogue: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    share = _SHORTER_IN_KOREAN if language == "ko" else 1.0
    return {
        kind: tuple(one for one in catalogue if least * share <= len(one) <= most * share)
        for kind, (least, most) in _LENGTHS.items()
    }
