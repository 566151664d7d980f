"""Collects the words of interfaces by which letters that look alike are told apart."""

import re
from collections import Counter
from pathlib import Path
from typing import Final

from training import catalogues
from training.line_reader.wordings import is_held_out

_LEAST_OFTEN: Final = 2
_EDGES: Final = ".,:;!?()[]{}\"'“”‘’…*<>/"
_ENGLISH: Final = re.compile("[A-Za-z][A-Za-z'-]+")
_KOREAN: Final = re.compile("[가-힣]{2,}")


def write(path: Path) -> None:
    """Write one word a line: those in two or more strings that training sees, never of those held out."""
    english = _often("en", _ENGLISH)
    lower = {word for word in english if word.islower()}
    english = {word for word in english if word.islower() or word.lower() not in lower}
    path.write_text("\n".join((*sorted(english), *sorted(_often("ko", _KOREAN)))), encoding="utf-8")


def _often(language: catalogues.Language, shape: re.Pattern[str]) -> set[str]:
    counts: Counter[str] = Counter()
    for text in catalogues.strings(language):
        if not is_held_out(text):
            counts.update({word for part in text.split() if shape.fullmatch(word := part.strip(_EDGES))})
    return {word for word, count in counts.items() if count >= _LEAST_OFTEN}
