"""From speech to text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from engines.media import AudioChunk
from engines.results import Transcript


@dataclass(frozen=True)
class Listening:
    """How to listen."""

    language: Literal["en", "ko"] = "en"
    grammar: str = ""
    """JSGF if it begins with `#JSGF`, else one phrase a line; empty: free speech."""
    pause_seconds: float = 0.8
    """A pause this long ends an utterance; the end of the chunks always does."""


class SpeechRecognizer(Protocol):
    """Turns sound into words, one source at a time."""

    def transcribe(self, chunks: Iterable[AudioChunk], how: Listening = Listening()) -> Iterator[Transcript]:
        """Yield what is heard so far, and each utterance's final words once.

        After every chunk at least one transcript is yielded, an unchanged or empty partial if there
        is nothing new, so that the caller can stop, draw a level or tell a trouble. When `chunks`
        end, what was still open is yielded as a final; an utterance without words yields none.

        Raises:
            ModelMissing: no model for the language is here; the sentence offers the download.
            InputUnsupported: the grammar cannot be used.
            EngineError: anything else a person can mend.
        """
        ...

    def close(self) -> None:
        """End child processes and give back memory; calling it twice is harmless."""
        ...
