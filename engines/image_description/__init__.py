"""From a picture to what it shows."""

from collections.abc import Iterator
from typing import Final, Literal, Protocol

from engines.media import Image
from engines.results import Description

Level = Literal["headline", "structure", "everything"]
LEVELS: Final[tuple[Level, ...]] = ("headline", "structure", "everything")
"""How much is said, from least to most."""


class ImageDescriber(Protocol):
    """Describes one picture at a time."""

    def describe(self, image: Image) -> Iterator[Description]:
        """Yield what is known so far, headline first; the last one is complete.

        No step between two yields lasts over 250 ms on an ordinary PC, loading included.

        Raises:
            EngineError: with a sentence that says what to do next.
        """
        ...

    def close(self) -> None:
        """Give back memory and child processes; calling it twice is harmless."""
        ...
