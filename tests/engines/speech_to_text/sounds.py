"""Sound for the recognisers: speech by espeak-ng, silence and noise, in chunks as a source gives them."""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from engines.media import RATE_HZ, AudioChunk
from engines.results import Transcript

CHUNK_BYTES: Final = 2 * RATE_HZ // 10


def silence(seconds: float) -> bytes:
    return bytes(2 * round(seconds * RATE_HZ))


def white_noise(seconds: float, loudness: int) -> bytes:
    samples = np.random.default_rng(1).normal(0, loudness, round(seconds * RATE_HZ))
    return samples.clip(-32768, 32767).astype("<i2").tobytes()


def hum(seconds: float, loudness: int) -> bytes:
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    samples = sum(np.sin(2 * np.pi * 50 * over * times) / over for over in (1, 2, 3, 4, 6))
    return (samples * loudness).clip(-32768, 32767).astype("<i2").tobytes()


def clicks(seconds: float, loudness: int) -> bytes:
    """Return something like typing: short bursts, some in a second."""
    random = np.random.default_rng(2)
    samples = np.zeros(round(seconds * RATE_HZ))
    for start in random.integers(0, len(samples) - 200, int(seconds * 6)):
        samples[start : start + 200] += random.normal(0, loudness, 200) * np.linspace(1, 0, 200)
    return samples.clip(-32768, 32767).astype("<i2").tobytes()


def chunks(sound: bytes, begin: float = 0.0, size: int = CHUNK_BYTES) -> Iterator[AudioChunk]:
    for start in range(0, len(sound), size):
        yield AudioChunk(sound[start : start + size], begin + start / 2 / RATE_HZ)


def finals(transcripts: Iterable[Transcript]) -> list[Transcript]:
    return [transcript for transcript in transcripts if transcript.is_final]


def texts(transcripts: Iterable[Transcript]) -> list[str]:
    return [transcript.text for transcript in finals(transcripts)]
