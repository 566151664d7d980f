"""What the tests of sources share: tones, and looking at what came of them."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from math import pi, sin

import numpy as np

from engines.media import RATE_HZ, AudioChunk

TONE_DBFS = -15.25
"""The level of a `tone`."""


def tone(rate_hz: int, seconds: float = 1.0, frequency_hz: int = 440) -> "array[int]":
    """Return a sine with an amplitude of 8000."""
    return array(
        "h", (round(8000 * sin(2 * pi * frequency_hz * i / rate_hz)) for i in range(int(rate_hz * seconds)))
    )


def frequency_hz(samples: bytes) -> float:
    """Return the strongest frequency."""
    values = np.frombuffer(samples, "<i2").astype(float)
    spectrum = np.abs(np.fft.rfft(values * np.hanning(len(values))))
    return float(spectrum.argmax()) * RATE_HZ / len(values)


def joined(chunks: Iterable[AudioChunk]) -> bytes:
    return b"".join(chunk.samples for chunk in chunks)


def are_continuous(chunks: list[AudioChunk]) -> bool:
    """Whether each chunk begins where the one before ended, and none is long."""
    return all(
        abs(one.start_seconds + one.seconds - next_one.start_seconds) < 1e-6
        for one, next_one in pairwise(chunks)
    ) and all(chunk.seconds <= 0.1 for chunk in chunks)


def take_until(
    chunks: Iterator[AudioChunk], is_enough: Callable[[AudioChunk], bool], most_seconds: float = 20.0
) -> list[AudioChunk]:
    """Listen until a chunk is enough; fail if that takes longer than `most_seconds` of the source's time."""
    taken = []
    for chunk in chunks:
        taken.append(chunk)
        if is_enough(chunk):
            return taken
        assert chunk.start_seconds - taken[0].start_seconds < most_seconds, (
            f"not in {most_seconds} s: {chunk}"
        )
    raise AssertionError("the source ended")


def take_steady(
    chunks: Iterator[AudioChunk], is_good: Callable[[AudioChunk], bool], seconds: float = 0.6
) -> tuple[list[AudioChunk], bytes]:
    """Listen until every chunk has been good for so long; return all chunks, and the sound of that stretch.

    A busy machine may starve the sound server, which is heard as a hole.
    """
    taken: list[AudioChunk] = []
    began = 0
    while sum(chunk.seconds for chunk in taken[began:]) < seconds:
        taken.append(next(chunks))
        if not is_good(taken[-1]):
            began = len(taken)
        assert taken[-1].start_seconds - taken[0].start_seconds < 20, f"never good for {seconds} s"
    return taken, joined(taken[began:])
