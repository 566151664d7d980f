"""Interface strings for the screens: those of message catalogues where they are at hand, else short lists."""

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final, Literal

from training import cache, catalogues

Language = Literal["en", "ko"]

_ODD: Final = re.compile(r"[%<>{}\\$\n\t]|--|__|^[a-z]+[._]")
"""What programmers put into strings, and screens do not show."""


@dataclass(frozen=True)
class Words:
    """Strings of one language, drawn by one source of chance."""

    language: Language
    random: Random

    def verb(self) -> str:
        """Return what may stand on a button."""
        return self._one("verbs", 24)

    def verbs(self, count: int) -> list[str]:
        """Return different words for buttons."""
        return self.random.sample(listed("verbs", self.language), count)

    def noun(self) -> str:
        """Return the name of a page, a folder and the like."""
        return self._one("nouns", 26)

    def nouns(self, count: int) -> list[str]:
        """Return different names of pages, folders and the like."""
        return self.random.sample(listed("nouns", self.language), count)

    def field(self) -> str:
        """Return what may stand beside a field."""
        return self._one("fields", 28)

    def choice(self) -> str:
        """Return what may stand beside a check box, a radio or a switch, or in a list of choices."""
        return self._one("choices", 60)

    def sentence(self) -> str:
        """Return a sentence of a message or an explanation."""
        catalogue = _catalogue(self.language, 24, 120)
        if catalogue and self.random.random() < 0.6:
            return self.random.choice(catalogue)
        return self.random.choice(listed("sentences", self.language))

    def paragraph(self, sentences: int) -> str:
        """Return so many sentences, one after the other."""
        return " ".join(self.sentence() for _ in range(sentences))

    def person(self) -> str:
        """Return the name of a person."""
        return self.random.choice(listed("people", self.language))

    def menus(self) -> list[str]:
        """Return the names in a menu bar, in their usual order."""
        return list(listed("menus", self.language))

    def pick(self, english: str, korean: str) -> str:
        """Return one of the choices, divided by `|`, of the language."""
        return self.random.choice((korean if self.language == "ko" else english).split("|"))

    def _one(self, name: str, longest: int) -> str:
        catalogue = _catalogue(self.language, 2, longest)
        if catalogue and self.random.random() < 0.5:
            return self.random.choice(catalogue)
        return self.random.choice(listed(name, self.language))


def listed(name: str, language: str = "any") -> tuple[str, ...]:
    """Return one of the short lists of `words.json`."""
    return _lists()[name][language]


@functools.cache
def _lists() -> dict[str, dict[str, tuple[str, ...]]]:
    read = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))
    return {
        name: {language: tuple(words) for language, words in lists.items()} for name, lists in read.items()
    }


@functools.cache
def _catalogue(language: Language, shortest: int, longest: int) -> tuple[str, ...]:
    """Return the strings of the unpacked message catalogues of a length, if there are any."""
    if not any(cache.folder("catalogues").iterdir()):
        return ()
    fitting = (one for one in catalogues.strings(language) if shortest <= len(one) <= longest)
    return tuple(one for one in fitting if not _ODD.search(one))
