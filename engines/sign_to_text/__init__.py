"""From hands to text: finger spelling, digits and taught signs; never the translation of a language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from engines.media import Frame
from engines.results import Translation

Pack = Literal["asl-letters", "asl-digits", "ksl", "taught", "auto"]


@dataclass(frozen=True)
class Signing:
    """How to look."""

    pack: Pack = "auto"
    """`auto`: letters and digits of American Sign Language together."""
    hand: Literal["right", "left", "auto"] = "auto"
    """The hand that spells; `auto`: the one that is seen, or moves."""
    mirror: Literal["auto", "yes", "no"] = "auto"
    """Whether the pictures are mirrored, as a selfie is; `auto`: as their source says, else no."""
    hold_seconds: float = 0.35
    """How long a shape is held still until it counts; 0: not at all, words are read as a whole."""
    words: Literal["all", "none"] | tuple[str, ...] = "all"
    """The words that may be expected: the full list of the language, none, or these alone."""


class SignTranslator(Protocol):
    """Turns a video of hands into text, one source at a time."""

    def translate(self, frames: Iterable[Frame], how: Signing = Signing()) -> Iterator[Translation]:
        """Yield what is read so far after every frame; the last one of a source is final.

        A still frame is read by itself. Frames that come faster than they can be read are the
        source's to drop.

        Raises:
            ModelDamaged: the recogniser's weights cannot be read.
            EngineError: anything else a person can mend.
        """
        ...

    def close(self) -> None:
        """Give back memory; calling it twice is harmless."""
        ...
