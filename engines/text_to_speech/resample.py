"""Bring sound to another sample rate."""


class Resampler:
    """Turns blocks of one rate into blocks of another by straight lines between samples.

    Speech holds little near the upper end of its band, so this is inaudible; and it has no delay.
    """

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self.from_hz = from_hz
        self._step = from_hz / to_hz
        self._next = 0.0
        """Where the next output sample lies, counted from the last sample of the block before."""
        self._last = 0

    def convert(self, samples: bytes) -> bytes:
        """Return the part of the output that `samples` (16-bit mono) completes."""
        import numpy as np  # only now, because most sound needs no resampling and most commands no numpy

        block = np.concatenate(([self._last], np.frombuffer(samples, "<i2")))  # (1 + samples,)
        places = np.arange(self._next, len(block) - 1, self._step)  # (output samples,)
        self._next += len(places) * self._step - (len(block) - 1)
        self._last = int(block[-1])
        return np.interp(places, np.arange(len(block)), block).round().astype("<i2").tobytes()
