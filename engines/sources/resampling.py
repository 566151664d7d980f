"""Sound of any rate and number of channels becomes 16 kHz mono."""

from typing import Any

from engines.media import RATE_HZ


class ToSpeechRate:
    """Converts the blocks of one stream, keeping the filter's state from block to block.

    What comes out is complete only after `flush`; until then it lags by some 20 ms, but not one sample
    of the time that went in is lost or added.
    """

    def __init__(self, rate_hz: int, channels: int) -> None:
        """`channels` is how many lie side by side in what `convert` is given."""
        self._channels = channels
        self._stream: Any = None
        if rate_hz != RATE_HZ:
            import soxr  # type: ignore[import-untyped]  # it says nothing about its types

            self._stream = soxr.ResampleStream(rate_hz, RATE_HZ, 1, dtype="float32")

    def convert(self, samples: bytes) -> bytes:
        """Return the part of the output, 16-bit mono, that these interleaved 16-bit samples complete."""
        return self._convert(samples, is_last=False)

    def flush(self) -> bytes:
        """Return what is still in the filter; nothing may follow."""
        return self._convert(b"", is_last=True)

    def _convert(self, samples: bytes, *, is_last: bool) -> bytes:
        if self._stream is None and self._channels == 1:
            return samples
        import numpy as np

        block = np.frombuffer(samples, "<i2").reshape(-1, self._channels)  # (frames, channels)
        mono = block.mean(axis=1, dtype=np.float32)  # (frames,)
        if self._stream is not None:
            mono = self._stream.resample_chunk(mono, last=is_last)
        sound: bytes = np.clip(np.rint(mono), -32768, 32767).astype("<i2").tobytes()
        return sound
