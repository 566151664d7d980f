"""Read the sound files that the system's voices write: WAV on Windows and Linux, AIFF on macOS."""

import struct
import wave
from array import array
from pathlib import Path

from engines.errors import EngineError


class NotASound(EngineError):
    """The file holds no 16-bit sound; whoever asked for it has a sentence for that."""


def read(path: Path) -> tuple[bytes, int]:
    """Return 16-bit little-endian mono samples and their rate in Hz; of several channels the first.

    Raises:
        NotASound: if there is no such file, or it is of another kind.
    """
    try:
        data = path.read_bytes()
        if data[:4] == b"FORM":
            return _aiff(data)
        with wave.open(str(path)) as file:
            if file.getsampwidth() != 2:
                raise NotASound(path.name)
            samples = file.readframes(file.getnframes())
            return _first_channel(samples, file.getnchannels()), file.getframerate()
    except (OSError, EOFError, wave.Error, struct.error, LookupError) as error:
        raise NotASound(path.name) from error


def _aiff(data: bytes) -> tuple[bytes, int]:
    """Read AIFF, or AIFF-C without compression in either byte order."""
    chunks = {}
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from(">4sI", data, at)
        chunks[name] = data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    channels, _frames, bits, exponent, mantissa = struct.unpack_from(">hIhHQ", chunks[b"COMM"])
    kind = chunks[b"COMM"][18:22] or b"NONE"
    if bits != 16 or kind not in (b"NONE", b"twos", b"sowt"):
        raise NotASound(kind.decode("ascii", "replace"))
    samples = array("h", chunks[b"SSND"][8:])
    if kind != b"sowt":
        samples.byteswap()
    # The rate is an 80-bit float: an exponent of base 2, and 64 bits of which the first is the whole one.
    return _first_channel(samples.tobytes(), channels), round(mantissa * 2.0 ** (exponent - 16383 - 63))


def _first_channel(samples: bytes, channels: int) -> bytes:
    return samples if channels == 1 else array("h", samples)[::channels].tobytes()
