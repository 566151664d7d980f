"""Sound from standard input: raw 16 kHz mono, or a WAV file of any rate as it arrives."""

import select
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from engines.errors import InputUnsupported
from engines.media import RATE_HZ, AudioChunk
from engines.sources.resampling import ToSpeechRate
from engines.words import _

_CHUNK_BYTES: Final = RATE_HZ // 10 * 2
_PATIENCE_SECONDS: Final = 0.1
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_LONGEST_FORMAT: Final = 4096
_ENDLESS: Final = 0x7FFF0000
"""What writes into a pipe does not know how long it will be, and says so much or more, or nothing."""


def standard_input(stream: BinaryIO) -> Iterator[AudioChunk]:
    """Yield what `stream` brings until it ends: signed 16-bit little-endian mono at 16 kHz, or WAV.

    While nothing comes an empty chunk is yielded every 100 ms, where the system can tell without
    reading (not for pipes on Windows).

    Raises:
        InputUnsupported: nothing came at all, or it is WAV of a kind that cannot be used.
    """
    reader = _Reader(stream)
    position, waiting = 0, b""
    for sound in _sound(reader):
        waiting += sound
        if not sound:
            yield AudioChunk(b"", position / RATE_HZ)
        while len(waiting) >= _CHUNK_BYTES:
            yield AudioChunk(waiting[:_CHUNK_BYTES], position / RATE_HZ)
            waiting = waiting[_CHUNK_BYTES:]
            position += _CHUNK_BYTES // 2
    if len(waiting) > 1:
        yield AudioChunk(waiting[: len(waiting) // 2 * 2], position / RATE_HZ)
    if not reader.total:
        raise InputUnsupported(_("Nothing came in on standard input. Send sound into it and try again."))


def _sound(reader: "_Reader") -> Iterator[bytes]:
    """Yield sound at 16 kHz mono as it comes, and nothing each time that none came for a while."""
    yield from reader.fill(12)
    if not (reader.ahead[:4] == b"RIFF" and reader.ahead[8:12] == b"WAVE"):
        yield from reader.rest()
        return
    reader.take(12)
    shape = None
    while True:
        yield from reader.fill(8)
        if len(reader.ahead) < 8:
            raise InputUnsupported(_cut_short())
        name, size = struct.unpack("<4sI", reader.take(8))
        if name == b"data":
            break
        if name == b"fmt " and size <= _LONGEST_FORMAT:
            yield from reader.fill(size + size % 2)
            shape = _Shape.read(reader.take(size + size % 2))
        else:
            yield from (b"" for _passed in reader.rest(size + size % 2))
    if shape is None:
        raise InputUnsupported(_cut_short())
    yield from _wav_sound(reader, shape, size if 0 < size < _ENDLESS else None)


def _wav_sound(reader: "_Reader", shape: "_Shape", size: int | None) -> Iterator[bytes]:
    resampler = ToSpeechRate(shape.rate_hz, shape.channels)
    waiting = b""
    for block in reader.rest(size):
        waiting += block
        whole = len(waiting) // shape.frame_bytes * shape.frame_bytes
        yield resampler.convert(shape.as_16_bit(waiting[:whole])) if whole else b""
        waiting = waiting[whole:]
    yield resampler.flush()


class _Reader:
    """Reads a stream without waiting for long, where the system can tell whether something is there."""

    def __init__(self, stream: BinaryIO) -> None:
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._stream = stream
        self._is_ended = False
        self.ahead = b""
        """What was read and not taken yet."""
        self.total = 0

    def fill(self, count: int) -> Iterator[bytes]:
        """Read until so many bytes are ahead or the stream ends, yielding `b""` after each wait."""
        while len(self.ahead) < count and not self._is_ended:
            if self._is_something_there():
                block = self._read(max(count - len(self.ahead), _CHUNK_BYTES))
                self._is_ended = not block
                self.ahead += block
                self.total += len(block)
            else:
                yield b""

    def take(self, count: int) -> bytes:
        """Take so many bytes of what is ahead."""
        taken, self.ahead = self.ahead[:count], self.ahead[count:]
        return taken

    def rest(self, most: int | None = None) -> Iterator[bytes]:
        """Yield the rest as it comes, at most `most` bytes of it, and `b""` after each wait."""
        left = float("inf") if most is None else most
        while left > 0:
            yield from self.fill(1)
            if not self.ahead:
                return
            block = self.take(int(min(left, len(self.ahead))))
            left -= len(block)
            yield block

    def _is_something_there(self) -> bool:
        try:
            return bool(select.select([self._stream], [], [], _PATIENCE_SECONDS)[0])
        except (OSError, ValueError):  # not a file of the system, or a pipe of Windows: read, and wait
            return True


@dataclass(frozen=True)
class _Shape:
    """What a WAV header says of its samples."""

    kind: int
    channels: int
    rate_hz: int
    bits: int

    @classmethod
    def read(cls, content: bytes) -> "_Shape":
        """Read a `fmt ` chunk.

        Raises:
            InputUnsupported: Sori cannot use it.
        """
        if len(content) < 16:
            raise InputUnsupported(_cut_short())
        kind, channels, rate_hz, _rate, _frame, bits = struct.unpack("<HHIIHH", content[:16])
        if kind == _EXTENSIBLE and len(content) >= 26:
            kind = int.from_bytes(content[24:26], "little")
        is_known = (kind == _PCM and bits in (8, 16, 24, 32)) or (kind == _FLOAT and bits in (32, 64))
        if not is_known or not 1 <= channels <= 64 or not 1000 <= rate_hz <= 768_000:
            raise InputUnsupported(
                _("The WAV sound on standard input is of a kind Sori cannot use. Send it as 16-bit PCM.")
            )
        return cls(kind, channels, rate_hz, bits)

    @property
    def frame_bytes(self) -> int:
        return self.channels * self.bits // 8

    def as_16_bit(self, samples: bytes) -> bytes:
        """Return whole frames with 16 bits a sample."""
        import numpy as np

        if self.kind == _FLOAT:
            values = np.frombuffer(samples, f"<f{self.bits // 8}")
            # A bad sample counts as silence.
            sound: Any = np.nan_to_num(np.clip(values, -1.0, 1.0)) * 32767
        elif self.bits == 8:
            sound = (np.frombuffer(samples, np.uint8).astype(np.int16) - 128) << 8
        else:  # the upper two bytes of each sample
            upper: bytes = np.frombuffer(samples, np.uint8).reshape(-1, self.bits // 8)[:, -2:].tobytes()
            return upper
        return bytes(sound.astype("<i2").tobytes())


def _cut_short() -> str:
    return _("The WAV sound on standard input ends before it begins. Send it again.")
