"""While Sori speaks, what the microphone hears is not the user."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from engines.media import AudioChunk

_ECHO_SECONDS: Final = 0.3
"""How long our own words may still be under way: in the device, the room and the microphone."""


def without_own_voice(chunks: Iterable[AudioChunk], is_speaking: Callable[[], bool]) -> Iterator[AudioChunk]:
    """Pass chunks on, with zeros in place of what was heard while Sori spoke and 0.3 s after.

    `is_speaking` is asked once for each chunk, on the listening thread. Times and troubles are unchanged.
    """
    deaf_until = -1.0
    for chunk in chunks:
        end = chunk.start_seconds + chunk.seconds
        if is_speaking():
            deaf_until = end + _ECHO_SECONDS
        is_heard = chunk.start_seconds >= deaf_until
        yield chunk if is_heard else replace(chunk, samples=bytes(len(chunk.samples)))
