"""Raw sound and WAV on standard input."""

import io
import os
import struct
import threading
import wave
from array import array
from pathlib import Path
from typing import IO

import numpy as np
import pytest

from engines.errors import InputUnsupported
from engines.media import RATE_HZ, AudioChunk
from engines.sources.levels import level_dbfs
from engines.sources.standard_input import standard_input
from tests.engines.sources.hearing import TONE_DBFS, are_continuous, frequency_hz, joined, take_until, tone


def _wav(samples: bytes, rate_hz: int = 48_000, channels: int = 1, width: int = 2) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((channels, width, rate_hz, 0, "NONE", ""))
        file.writeframes(samples)
    return out.getvalue()


def _header(kind: int, bits: int, size: int, channels: int = 1, rate_hz: int = RATE_HZ) -> bytes:
    frame = channels * bits // 8
    content = struct.pack("<HHIIHH", kind, channels, rate_hz, rate_hz * frame, frame, bits)
    return (
        b"RIFF\xff\xff\xff\xffWAVEfmt " + struct.pack("<I", 16) + content + b"data" + struct.pack("<I", size)
    )


def _heard(data: bytes) -> bytes:
    chunks = list(standard_input(io.BytesIO(data)))
    assert are_continuous(chunks)
    return joined(chunks)


def test_raw_sound_comes_as_it_is() -> None:
    # GIVEN raw sound that ends in half a sample
    samples = tone(RATE_HZ, 1.03).tobytes()
    # WHEN it is read THEN all whole samples come
    assert _heard(samples + b"\x01") == samples


def test_a_single_sample() -> None:
    assert _heard(b"\x01\x02") == b"\x01\x02"


@pytest.mark.parametrize("rate_hz", [8000, 44_100, 48_000])
def test_wav_of_any_rate(rate_hz: int) -> None:
    # GIVEN a WAV of another rate, in stereo
    frames = array("h", (sample for sample in tone(rate_hz) for _ in range(2))).tobytes()
    # WHEN it is read THEN it lasts as long and is as high and loud
    sound = _heard(_wav(frames, rate_hz, channels=2))
    assert len(sound) // 2 == pytest.approx(RATE_HZ, abs=2)
    assert frequency_hz(sound) == pytest.approx(440, abs=1)
    assert level_dbfs(AudioChunk(sound, 0.0)) == pytest.approx(TONE_DBFS, abs=0.1)


@pytest.mark.parametrize("kind", ["u8", "s24", "s32", "f32", "f64"])
def test_wav_of_any_samples(kind: str) -> None:
    # GIVEN the same tone in samples of another kind
    values = np.array(tone(RATE_HZ), np.float64) / 32768
    whole = (values * 2**31).astype("<i4")
    data = {
        "u8": ((values * 128).round() + 128).astype(np.uint8).tobytes(),
        "s24": whole.view(np.uint8).reshape(-1, 4)[:, 1:].tobytes(),
        "s32": whole.tobytes(),
        "f32": values.astype("<f4").tobytes(),
        "f64": values.astype("<f8").tobytes(),
    }[kind]
    bits = int(kind[1:])
    # WHEN it is read THEN it is as loud
    sound = _heard(_header(3 if kind[0] == "f" else 1, bits, len(data)) + data)
    assert len(sound) // 2 == RATE_HZ
    assert frequency_hz(sound) == pytest.approx(440, abs=1)
    assert level_dbfs(AudioChunk(sound, 0.0)) == pytest.approx(TONE_DBFS, abs=0.2)


@pytest.mark.parametrize("size", [0, 0x7FFFF000, 0xFFFFFFFF])
def test_wav_from_a_pipe_does_not_know_its_length(size: int) -> None:
    samples = tone(RATE_HZ).tobytes()
    assert _heard(_header(1, 16, size) + samples) == samples


def test_what_follows_the_sound_is_not_sound() -> None:
    # GIVEN a WAV with a list before the sound and one after it
    samples = tone(RATE_HZ, 0.5).tobytes()
    data = _header(1, 16, len(samples))
    extra = b"LIST\x05\x00\x00\x00INFO\x01\x00"
    # WHEN it is read THEN only the sound comes
    assert _heard(data[:36] + extra + data[36:] + samples + extra) == samples


def test_a_truncated_wav_plays_what_is_there() -> None:
    samples = tone(RATE_HZ).tobytes()
    assert _heard(_header(1, 16, len(samples)) + samples[:10_001]) == samples[:10_000]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Nothing came in"),
        (_header(1, 16, 100)[:30], "ends before it begins"),
        (_header(1, 16, 100)[:12] + b"fmt \x04\x00\x00\x00abcd", "ends before it begins"),
        (_header(1, 16, 100)[:12] + b"data\x04\x00\x00\x00abcd", "ends before it begins"),
        (_header(1, 16, 100)[:12] + b"LIST\xff\xff\xff\xffabcd", "ends before it begins"),
        (_header(2, 4, 100) + bytes(100), "Send it as 16-bit PCM"),
        (_header(1, 16, 100, channels=0) + bytes(100), "Send it as 16-bit PCM"),
        (_header(1, 16, 100, rate_hz=0) + bytes(100), "Send it as 16-bit PCM"),
    ],
)
def test_what_cannot_be_used_is_told(data: bytes, sentence: str) -> None:
    with pytest.raises(InputUnsupported, match=sentence):
        list(standard_input(io.BytesIO(data)))


def test_a_regular_file(tmp_path: Path) -> None:
    # GIVEN a file in place of a pipe
    path = tmp_path / "sound.raw"
    samples = tone(RATE_HZ, 0.5).tobytes()
    path.write_bytes(samples)
    # WHEN it is read THEN all of it comes
    with path.open("rb") as file:
        assert joined(standard_input(file)) == samples


def test_a_pipe_that_waits_does_not_block() -> None:
    # GIVEN a pipe into which nothing comes
    read, write = os.pipe()
    with os.fdopen(read, "rb") as end, os.fdopen(write, "wb", buffering=0) as beginning:
        source = standard_input(end)
        # WHEN it is listened to THEN empty chunks come
        assert [next(source).samples for _ in range(2)] == [b"", b""]
        # AND once something comes, so does the sound, in time that fits
        samples = tone(RATE_HZ, 0.5).tobytes()
        feeding = threading.Thread(target=_feed, args=(beginning, samples))
        feeding.start()
        chunks = take_until(source, lambda chunk: chunk.start_seconds > 0.35)
        feeding.join()
        source.close()
    assert joined(chunks) == samples[: len(joined(chunks))]
    assert are_continuous(chunks)


def _feed(beginning: IO[bytes], samples: bytes) -> None:
    for start in range(0, len(samples), 1001):
        beginning.write(samples[start : start + 1001])
