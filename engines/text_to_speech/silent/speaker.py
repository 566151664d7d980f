"""The speaker that says nothing."""

from collections.abc import Iterator
from typing import Final

from engines.results import Spoken
from engines.text_to_speech import Manner, Voice
from engines.text_to_speech.utterances import utterances

RATE_HZ: Final = 22050
_BLOCK: Final = Spoken(bytes(2 * (RATE_HZ // 100)), RATE_HZ)


class SilentSpeaker:
    """Yields a hundredth of a second of silence for every sentence."""

    def speak(self, text: str, manner: Manner = Manner()) -> Iterator[Spoken]:
        """Yield silence."""
        for _ in utterances(text, manner.language):
            yield _BLOCK

    def voices(self) -> tuple[Voice, ...]:
        """Return nothing: silence has no voice to choose."""
        return ()

    def close(self) -> None:
        """Hold nothing."""
