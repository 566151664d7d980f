"""While Sori speaks, what the microphone hears is not the user."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from engines.media import AudioChunk

_ECHO_SECONDS: Final = 0.3
"""How long our own words may still be under way: in the device, the room and the microphone."""
_UNHEARD_SECONDS: Final = 1.0
"""A microphone that stays without sound for so long while we speak does not hear us."""


def without_own_voice(chunks: Iterable[AudioChunk], is_speaking: Callable[[], bool]) -> Iterator[AudioChunk]:
    """Pass chunks on, with zeros in place of what was heard while Sori spoke and 0.3 s after.

    Not where Sori's voice does not reach the microphone, as with headphones: one that gives no sound
    between words gave none while Sori spoke. `is_speaking` is asked once for each chunk, on the
    listening thread. Times and troubles are unchanged.
    """
    deaf_until, unheard = -1.0, 0.0
    for chunk in chunks:
        end = chunk.start_seconds + chunk.seconds
        if not is_speaking():
            unheard = 0.0
        elif unheard < _UNHEARD_SECONDS:
            deaf_until = end + _ECHO_SECONDS
            unheard += chunk.seconds if chunk.trouble else 0.0
        is_heard = chunk.start_seconds >= deaf_until
        yield chunk if is_heard else replace(chunk, samples=bytes(len(chunk.samples)))
