"""Sound and video files, written here by FFmpeg's own encoders."""

import os
import socket
import wave
from array import array
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from engines.errors import InputUnsupported
from engines.media import RATE_HZ, AudioChunk
from engines.sources.audio_files import audio_file, duration_seconds
from engines.sources.levels import level_dbfs
from tests.engines.sources.hearing import TONE_DBFS, are_continuous, frequency_hz, joined, tone

SECONDS = 3.0


def _write(
    path: Path, codec: str, rate_hz: int, layout: str = "mono", *, video: bool = False, begins: float = 0.0
) -> Path:
    """Write three seconds: one of 440 Hz, one of 880 Hz, one of 440 Hz."""
    samples = tone(rate_hz) + tone(rate_hz, frequency_hz=880) + tone(rate_hz)
    channels = {"mono": 1, "stereo": 2, "5.1": 6}[layout]
    sound = np.repeat(np.array(samples, np.int16), channels).reshape(1, -1)
    with av.open(path, "w") as container:
        stream = container.add_stream(codec, rate=rate_hz, layout=layout)
        pictures: Any = container.add_stream("mpeg4", rate=10, width=64, height=64) if video else None
        if pictures:
            for number in range(30):
                picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), "rgb24")
                picture.pts, picture.time_base = number, Fraction(1, 10)
                container.mux(pictures.encode(picture))
            container.mux(pictures.encode(None))
        frame = av.AudioFrame.from_ndarray(sound, "s16", layout)
        frame.sample_rate, frame.time_base = rate_hz, Fraction(1, rate_hz)
        frame.pts = round(begins * rate_hz)
        frames = av.AudioResampler(stream.format, layout, rate_hz, stream.frame_size or 0).resample(frame)
        for one in frames:
            container.mux(stream.encode(one))
        container.mux(stream.encode(None))
    return path


def _wave(path: Path, samples: bytes, rate_hz: int = RATE_HZ, channels: int = 1, width: int = 2) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, width, rate_hz, 0, "NONE", ""))
        file.writeframes(samples)
    return path


def _between(chunks: list[AudioChunk], start: float, end: float) -> bytes:
    first = chunks[0].start_seconds
    return joined(chunks)[2 * round((start - first) * RATE_HZ) : 2 * round((end - first) * RATE_HZ)]


@pytest.mark.parametrize(
    ("name", "codec", "rate_hz", "layout"),
    [
        ("a.wav", "pcm_s16le", 48_000, "mono"),
        ("a.wav", "pcm_s24le", 44_100, "stereo"),
        ("a.flac", "flac", 44_100, "stereo"),
        ("a.mp3", "libmp3lame", 22_050, "mono"),
        ("a.opus", "libopus", 48_000, "stereo"),
        ("a.m4a", "aac", 44_100, "stereo"),
        ("a.mkv", "aac", 48_000, "5.1"),
        ("a.mp4", "aac", 44_100, "mono"),
    ],
)
def test_any_format_becomes_ours(name: str, codec: str, rate_hz: int, layout: str, tmp_path: Path) -> None:
    # GIVEN a file of three seconds, a video if its name says so
    path = _write(tmp_path / name, codec, rate_hz, layout, video=name.endswith(("mkv", "mp4")))
    # WHEN it is read
    chunks = list(audio_file(path))
    # THEN it comes 100 ms at a time, lasts as long, and has the same tones at the same times
    assert are_continuous(chunks)
    assert {len(chunk.samples) for chunk in chunks[:-1]} == {3200}
    assert sum(chunk.seconds for chunk in chunks) == pytest.approx(SECONDS, abs=0.06)
    assert frequency_hz(_between(chunks, 0.1, 0.9)) == pytest.approx(440, abs=2)
    assert frequency_hz(_between(chunks, 1.1, 1.9)) == pytest.approx(880, abs=2)
    assert frequency_hz(_between(chunks, 2.1, 2.9)) == pytest.approx(440, abs=2)
    assert level_dbfs(AudioChunk(_between(chunks, 1.1, 1.9), 0.0)) == pytest.approx(TONE_DBFS, abs=1.5)
    length = duration_seconds(path)
    assert length == pytest.approx(SECONDS, abs=0.1)


def test_our_own_format_comes_unchanged(tmp_path: Path) -> None:
    samples = tone(RATE_HZ, 1.234).tobytes()
    assert joined(audio_file(_wave(tmp_path / "a.wav", samples))) == samples


def test_eight_bits(tmp_path: Path) -> None:
    data = bytes(128 + sample // 256 for sample in tone(8000))
    sound = joined(audio_file(_wave(tmp_path / "a.wav", data, 8000, width=1)))
    assert len(sound) // 2 == pytest.approx(RATE_HZ, abs=2)
    assert frequency_hz(sound) == pytest.approx(440, abs=1)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.wav", "pcm_s16le"),
        ("a.flac", "flac"),
        ("a.mp3", "libmp3lame"),
        ("a.opus", "libopus"),
        ("a.mp4", "aac"),
    ],
)
def test_it_begins_where_it_is_told_to(name: str, codec: str, tmp_path: Path) -> None:
    # GIVEN a file that is high in its second second only
    path = _write(tmp_path / name, codec, 48_000, video=name.endswith("mp4"))
    # WHEN it is read from 1.5 s on
    chunks = [chunk for chunk in audio_file(path, 1.5) if chunk.samples]
    # THEN times count from the start of the file, and the tones change where they did
    assert chunks[0].start_seconds == 1.5
    assert chunks[-1].start_seconds + chunks[-1].seconds == pytest.approx(SECONDS, abs=0.06)
    assert frequency_hz(_between(chunks, 1.55, 1.95)) == pytest.approx(880, abs=4)
    assert frequency_hz(_between(chunks, 2.05, 2.45)) == pytest.approx(440, abs=4)


def test_what_is_read_in_two_parts_is_what_is_read_at_once(tmp_path: Path) -> None:
    # GIVEN a file with samples that all differ
    samples = array("h", range(-16_000, 16_000)).tobytes()
    path = _wave(tmp_path / "a.wav", samples)
    # WHEN the second part is read alone THEN it fits to the sample
    assert joined(audio_file(path, 0.7)) == samples[2 * round(0.7 * RATE_HZ) :]


def test_beyond_the_end_is_nothing(tmp_path: Path) -> None:
    assert joined(audio_file(_wave(tmp_path / "a.wav", tone(RATE_HZ).tobytes()), 5)) == b""


def test_sound_that_begins_later_than_the_picture(tmp_path: Path) -> None:
    # GIVEN a video whose sound begins after half a second
    path = _write(tmp_path / "a.mkv", "pcm_s16le", 16_000, video=True, begins=0.5)
    # WHEN it is read THEN half a second of silence goes before
    sound = joined(audio_file(path))
    assert len(sound) // 2 == pytest.approx(3.5 * RATE_HZ, abs=100)
    assert not any(sound[: RATE_HZ - 100])


def test_a_truncated_wav_plays_what_is_there(tmp_path: Path) -> None:
    # GIVEN a WAV cut off in the middle of a sample
    samples = tone(RATE_HZ).tobytes()
    path = _wave(tmp_path / "a.wav", samples)
    path.write_bytes(path.read_bytes()[:20_001])
    # WHEN it is read THEN what is there comes
    sound = joined(audio_file(path))
    assert len(sound) > 19_000
    assert sound == samples[: len(sound)]


def test_a_damaged_piece_costs_only_itself(tmp_path: Path) -> None:
    # GIVEN a FLAC file with rubbish in the middle
    path = _write(tmp_path / "a.flac", "flac", 48_000)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 200] = os.urandom(200)
    path.write_bytes(data)
    # WHEN it is read THEN what comes after it is heard, at the right time
    chunks = list(audio_file(path))
    assert are_continuous(chunks)
    assert frequency_hz(_between(chunks, 2.3, 2.9)) == pytest.approx(440, abs=2)


def test_video_without_sound(tmp_path: Path) -> None:
    # GIVEN a video without sound
    path = tmp_path / "silent.mp4"
    with av.open(path, "w") as container:
        stream: Any = container.add_stream("mpeg4", rate=10, width=64, height=64)
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), "rgb24")))
        container.mux(stream.encode(None))
    # WHEN it is read THEN a sentence says so
    with pytest.raises(InputUnsupported, match=r"silent\.mp4 is a video without sound"):
        list(audio_file(path))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"RIFF", "not a sound or video file"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "not a sound or video file|no sound could be found"),
        (b"A letter to a friend.\n" * 100, "not a sound or video file"),
        (bytes(5000), "not a sound or video file"),
        (b"%PDF-1.4\n" + bytes(range(256)) * 20, "not a sound or video file"),
    ],
)
@pytest.mark.parametrize("name", ["a.wav", "a.txt", "a.mp3"])
def test_what_is_not_sound_is_told(name: str, data: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputUnsupported, match=sentence):
        list(audio_file(path))


def test_a_wav_that_holds_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputUnsupported, match="no sound could be found"):
        list(audio_file(_wave(tmp_path / "a.wav", b"")))


def test_a_picture(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    with pytest.raises(InputUnsupported, match="not a sound or video file"):
        list(audio_file(tmp_path / "a.png"))


def test_missing_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputUnsupported, match="no file"):
        list(audio_file(tmp_path / "missing.wav"))
    with pytest.raises(InputUnsupported, match="no file"):
        duration_seconds(tmp_path / "missing.wav")
    with pytest.raises(InputUnsupported, match="is a folder"):
        list(audio_file(tmp_path))


def test_control_characters_are_not_passed_on(tmp_path: Path) -> None:
    # GIVEN a file whose name turns text around and rings a bell
    path = tmp_path / "소리\u202e3pm\a\n.wav"
    path.write_bytes(b"")
    # WHEN it is read THEN the sentence holds none of that
    with pytest.raises(InputUnsupported) as raised:
        list(audio_file(path))
    assert str(raised.value).startswith("소리3pm .wav is empty")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a file this user may not open; root may open all, so the refusal comes from the system call
    path = _wave(tmp_path / "secret.wav", bytes(100))
    path.chmod(0)
    if os.geteuid() == 0:

        def refuse(self: Path, mode: str) -> None:
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "open", refuse)
    # WHEN it is read THEN a sentence says so
    with pytest.raises(InputUnsupported, match="may not open"):
        list(audio_file(path))


def test_a_playlist_opens_nothing_else(tmp_path: Path) -> None:
    # GIVEN playlists that name an address and another file
    other = _wave(tmp_path / "other.wav", tone(RATE_HZ).tobytes())
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        begin = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n"
        address = tmp_path / "address.m3u8"
        address.write_text(f"{begin}http://127.0.0.1:{server.getsockname()[1]}/a.ts\n#EXT-X-ENDLIST\n")
        file = tmp_path / "file.m3u8"
        file.write_text(f"{begin}file://{other}\n#EXT-X-ENDLIST\n")
        concat = tmp_path / "a.ffconcat"
        concat.write_text("ffconcat version 1.0\nfile other.wav\n")
        # WHEN they are read THEN they are refused, and nobody was called
        for path in (address, file, concat):
            with pytest.raises(InputUnsupported):
                list(audio_file(path))
        with pytest.raises(BlockingIOError):
            server.accept()
