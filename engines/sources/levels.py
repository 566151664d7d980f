"""How loud a piece of sound is."""

from typing import Final

from engines.media import AudioChunk

LOWEST_DBFS: Final = -96.0
"""One step of a 16-bit sample; what is softer, and silence itself, counts as this."""
_FULL_SCALE: Final = 32768


def level_dbfs(chunk: AudioChunk) -> float:
    """Return the level (RMS) in decibels below full scale, `LOWEST_DBFS` to 0; a full sine is -3."""
    import numpy as np

    samples = np.frombuffer(chunk.samples, "<i2").astype(np.float64)  # (samples,)
    power = float(np.mean(samples**2)) / _FULL_SCALE**2 if len(samples) else 0.0
    return max(LOWEST_DBFS, 10 * float(np.log10(power))) if power else LOWEST_DBFS


def peak(samples: bytes) -> int:
    """Return the highest amplitude of 16-bit samples, 0 to 32768; of none, 0."""
    if samples == bytes(len(samples)):  # the quick way: a muted source is listened to for hours
        return 0
    import numpy as np

    values = np.frombuffer(samples, "<i2")
    return max(int(values.max()), -int(values.min()))
