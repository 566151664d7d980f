"""From text to speech."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from engines.results import Spoken


@dataclass(frozen=True)
class Voice:
    """One voice an engine offers."""

    id: str
    """`<engine>:<name>`, as given to `--voice`."""
    title: str
    languages: tuple[str, ...]
    """BCP 47 tags, the main one first."""


@dataclass(frozen=True)
class Manner:
    """How to speak."""

    rate_wpm: int = 175
    """Words a minute, 80 to 450."""
    volume: float = 1.0
    """0 to 1."""
    voice: str = ""
    """A voice's id; empty: the engine's own for the language."""
    language: str = "auto"
    """`en`, `ko`, or `auto`: by script, sentence by sentence."""


class Speaker(Protocol):
    """Turns text into sound, one text at a time."""

    def speak(self, text: str, manner: Manner = Manner()) -> Iterator[Spoken]:
        """Yield the sound of `text` in short blocks, the first as soon as it exists.

        Raises:
            EngineError: with a sentence that says what to do next.
        """
        ...

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices on this machine."""
        ...

    def close(self) -> None:
        """End child processes and give back memory; calling it twice is harmless."""
        ...
