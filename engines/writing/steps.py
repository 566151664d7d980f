"""What writing yields, and how it is asked for."""

from dataclasses import dataclass, field
from typing import Literal

from engines.writing.custom_words import CustomWords


@dataclass(frozen=True)
class Insert:
    """Text to put at the caret."""

    text: str
    """Never empty; of control characters it holds only new lines and tabs."""


@dataclass(frozen=True)
class Command:
    """Something to do that was said."""

    name: Literal["scratch-that", "undo", "stop-listening"]


Step = Insert | Command


@dataclass(frozen=True)
class Writing:
    """How to write."""

    language: Literal["en", "ko"] = "en"
    custom: CustomWords = field(default_factory=CustomWords)
    numbers: bool = True
    """Whether numbers become digits."""
    small_numbers_as_words: bool = True
    """Whether numbers below ten stay words where no unit, date, time or row of digits asks for digits."""
    spoken_punctuation: bool = True
    """Whether "comma", "new line", "cap" and the like are obeyed; commands always are."""
    capitals: bool = True
    """Whether English sentences, "I", days and months get their capitals."""
