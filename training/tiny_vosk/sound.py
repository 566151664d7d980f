"""What a microphone would make of clean speech: a room, a level, noise; and noise without speech."""

import numpy as np
from numpy.typing import NDArray

from training.tiny_vosk.features import RATE_HZ

Sound = NDArray[np.float64]
"""(samples,) in the range of 16-bit integers."""


def in_a_room(speech: Sound, random: np.random.Generator) -> Sound:
    """Return the speech at another level, half with an echo, and most with noise 5 to 45 dB below it."""
    sound = speech * 10 ** (random.uniform(-18, 0) / 20)
    if random.random() < 0.5:
        echo = random.normal(size=400) * np.exp(-np.arange(400) / random.uniform(20, 150))
        echo *= random.uniform(0, 0.25)
        echo[0] = 1
        sound = np.convolve(sound, echo)[: len(sound)]
    below = random.uniform(5, 45)
    behind = sound.std() * 10 ** (-below / 20) * noise(len(sound), random)
    return sound + behind if random.random() < 0.7 else sound


def noise(samples: int, random: np.random.Generator) -> Sound:
    """Return white to brown noise of level 1: its spectrum falls by 0 to 6 dB with each octave."""
    spectrum = np.fft.rfft(random.normal(size=samples))
    bins = np.maximum(np.arange(len(spectrum)), samples * 20 / RATE_HZ)
    spectrum *= bins ** -random.uniform(0, 1)
    sound: Sound = np.fft.irfft(spectrum, samples)
    sound /= sound.std()
    return sound


def wordless(samples: int, random: np.random.Generator) -> Sound:
    """Return what is to be heard as silence: noise from none to loud, at times with a hum or clicks."""
    level = random.choice([0, 1, 10, 100, 1000, 4000]) * random.random()
    sound: Sound = level * noise(samples, random)
    if random.random() < 0.3:
        hum_hz = random.choice([50, 60, 100, 120, 440, 1000])
        sound += random.uniform(0, 1500) * np.sin(2 * np.pi * hum_hz * np.arange(samples) / RATE_HZ)
    if random.random() < 0.3:
        for at in random.integers(0, samples - 200, 8):
            click = random.normal(size=200) * np.exp(-np.arange(200) / 30)
            sound[at : at + 200] += random.uniform(0, 5000) * click
    return sound
