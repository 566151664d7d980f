"""Videos of every awkward kind, written here by FFmpeg's own encoders."""

import wave
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from engines.errors import InputUnsupported
from engines.media import Frame
from engines.sources.video_files import MOST_FPS, source_of, video_file

RED, GREEN, BLUE, WHITE = (230, 30, 30), (30, 200, 30), (30, 30, 230), (240, 240, 240)
MILLISECOND = Fraction(1, 1000)


def _corners(width: int = 96, height: int = 64) -> np.ndarray:
    """Return a picture that shows how it is turned: red and green above, blue and white below."""
    rows = np.empty((height, width, 3), np.uint8)
    rows[: height // 2, : width // 2], rows[: height // 2, width // 2 :] = RED, GREEN
    rows[height // 2 :, : width // 2], rows[height // 2 :, width // 2 :] = BLUE, WHITE
    return rows


def _write(
    path: Path,
    times: Sequence[Fraction | float] = (0, Fraction(1, 25)),
    size: tuple[int, int] = (96, 64),
    codec: str = "mpeg4",
    prepare: Callable[[Any], object] = lambda stream: None,
    **options: str,
) -> Path:
    """Write a video with a frame at each of these seconds."""
    with av.open(path, "w", options=options) as container:
        stream: Any = container.add_stream(codec, rate=1000, width=size[0], height=size[1])
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.codec_context.time_base = MILLISECOND
        prepare(stream)
        picture = av.VideoFrame.from_ndarray(_corners(*size), "rgb24")
        for seconds in times:
            picture.pts, picture.time_base = round(seconds * 1000), MILLISECOND
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return path


def _corner_colours(frame: Frame) -> list[tuple[int, int, int]]:
    image = frame.image
    rows = np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width, 3).astype(int)
    return [tuple(rows[y, x]) for y in (4, -5) for x in (4, -5)]


def _is_like(found: list[tuple[int, int, int]], *wanted: tuple[int, int, int]) -> bool:
    return bool(np.abs(np.array(found) - np.array(wanted)).max() < 40)


def test_frames_come_upright_and_at_their_own_times(tmp_path: Path) -> None:
    # GIVEN a video of varying rate whose clock begins at five seconds
    file = _write(tmp_path / "film.mkv", (5.0, 5.04, 5.3, 5.34, 6.0))
    # WHEN
    frames = list(video_file(file))
    # THEN
    assert [frame.seconds for frame in frames] == pytest.approx([0, 0.04, 0.3, 0.34, 1.0], abs=0.002)
    assert (frames[0].image.width, frames[0].image.height) == (96, 64)
    assert _is_like(_corner_colours(frames[0]), RED, GREEN, BLUE, WHITE)
    assert not any(frame.is_still or frame.trouble for frame in frames)


def test_a_video_of_one_frame_is_a_photograph(tmp_path: Path) -> None:
    # GIVEN
    file = _write(tmp_path / "film.mp4", (0,))
    # WHEN
    (frame,) = source_of(file)
    # THEN
    assert frame.is_still


@pytest.mark.parametrize("fps", [24, 30, 50, 60, 120])
def test_a_fast_video_is_thinned_evenly(tmp_path: Path, fps: int) -> None:
    # GIVEN
    file = _write(tmp_path / "film.mkv", [number / fps for number in range(fps)])
    # WHEN
    times = [frame.seconds for frame in video_file(file)]
    # THEN
    steps = [later - sooner for sooner, later in pairwise(times)]
    assert fps / 5 <= len(times) <= MOST_FPS + 1
    assert max(steps) - min(steps) < 0.003


def test_an_8k_frame_is_scaled_down(tmp_path: Path) -> None:
    # GIVEN
    file = _write(tmp_path / "film.mkv", (0,), (7680, 4320), "mjpeg")
    # WHEN
    (frame,) = video_file(file)
    # THEN
    assert frame.image.height <= 640
    assert frame.image.width / frame.image.height == pytest.approx(16 / 9, abs=0.01)
    assert _is_like(_corner_colours(frame), RED, GREEN, BLUE, WHITE)


@pytest.mark.parametrize(
    ("degrees", "wanted"),
    [
        (0, (RED, GREEN, BLUE, WHITE)),
        (90, (GREEN, WHITE, RED, BLUE)),
        (180, (WHITE, BLUE, GREEN, RED)),
        (-90, (BLUE, RED, WHITE, GREEN)),
    ],
)
def test_a_rotation_flag_is_obeyed(
    tmp_path: Path, degrees: int, wanted: tuple[tuple[int, int, int], ...]
) -> None:
    # GIVEN a telephone that was held upright, or upside down
    file = _write(tmp_path / "film.mp4", prepare=lambda stream: stream.set_display_rotation(degrees))
    # WHEN
    frame = next(video_file(file))
    # THEN
    assert _is_like(_corner_colours(frame), *wanted)
    assert (frame.image.width > frame.image.height) == (degrees in (0, 180))


def test_a_mirror_flag_is_obeyed(tmp_path: Path) -> None:
    # GIVEN
    one = 1 << 16
    matrix = [-one, 0, 0, 0, one, 0, 0, 0, 1 << 30]
    file = _write(tmp_path / "film.mp4", prepare=lambda stream: stream.set_display_matrix(matrix))
    # WHEN, THEN
    assert _is_like(_corner_colours(next(video_file(file))), GREEN, RED, WHITE, BLUE)


def test_pixels_become_square(tmp_path: Path) -> None:
    # GIVEN a video whose pixels are twice as wide as high
    def prepare(stream: Any) -> None:
        stream.codec_context.sample_aspect_ratio = Fraction(2)

    file = _write(tmp_path / "film.mkv", prepare=prepare)
    # WHEN
    image = next(video_file(file)).image
    # THEN
    assert (image.width, image.height) == (192, 64)


def test_what_is_there_of_a_cut_off_video_is_read_and_the_rest_is_told(tmp_path: Path) -> None:
    # GIVEN a video whose index stands first, as of a download that broke off
    file = _write(
        tmp_path / "film.mp4", [number / 25 for number in range(150)], codec="mjpeg", movflags="faststart"
    )
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])
    # WHEN
    *frames, last = video_file(file)
    # THEN
    assert 50 < len(frames) < 90
    assert not any(frame.trouble for frame in frames)
    assert "film.mp4 was cut off: it ends after 3 seconds" in last.trouble
    assert last.seconds > frames[-1].seconds


def test_a_damaged_piece_is_left_out(tmp_path: Path) -> None:
    # GIVEN
    file = _write(tmp_path / "film.mkv", [number / 25 for number in range(50)], codec="mjpeg")
    data = bytearray(file.read_bytes())
    data[len(data) // 3 : len(data) // 3 + 2000] = bytes(2000)
    file.write_bytes(data)
    # WHEN
    frames = list(video_file(file))
    # THEN
    assert 20 < len(frames) < 50
    assert frames[-1].seconds == pytest.approx(1.96, abs=0.01)


def test_a_recording_that_was_broken_off_is_refused(tmp_path: Path) -> None:
    # GIVEN a video whose index would have stood at its end
    file = _write(tmp_path / "film.mp4", [number / 25 for number in range(50)])
    data = file.read_bytes()
    file.write_bytes(data[: data.index(b"moov")])
    # WHEN, THEN
    with pytest.raises(InputUnsupported, match="is damaged, or its recording was broken off"):
        next(video_file(file))


def _sound(path: Path) -> Path:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(3200))
    return path


def _without_frames(path: Path) -> Path:
    with av.open(path, "w") as container:
        container.add_stream("mpeg4", rate=25, width=96, height=64)
        container.start_encoding()
    return path


def _of_zeros(path: Path) -> Path:
    data = bytearray(_write(path, codec="mjpeg").read_bytes())
    begin = data.index(b"mdat") + 4
    data[begin : data.index(b"moov") - 4] = bytes(data.index(b"moov") - 4 - begin)
    path.write_bytes(data)
    return path


def _text(path: Path) -> Path:
    path.write_text("no video\n" * 100)
    return path


def _empty(path: Path) -> Path:
    path.touch()
    return path


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("sound.wav", _sound, "sound.wav holds only sound"),
        ("film.mkv", _without_frames, "film.mkv is damaged"),
        ("film.mp4", _of_zeros, "film.mp4 is damaged: no picture could be found"),
        ("letter.doc", _text, "letter.doc is not a video that Sori can open"),
        ("film.mp4", _text, "film.mp4 is"),
        ("film.mp4", _empty, "film.mp4 is empty"),
        ("film.mp4", lambda path: path, "There is no file"),
        ("x" * 5000 + ".mp4", lambda path: path, "could not be read"),
        ("x" * 5000 + ".png", lambda path: path, "could not be read"),
    ],
)
def test_what_is_no_video_is_refused_in_words(
    tmp_path: Path, name: str, make: Callable[[Path], Path], said: str
) -> None:
    # GIVEN
    file = make(tmp_path / name)
    # WHEN, THEN
    with pytest.raises(InputUnsupported, match=said):
        next(source_of(file))


def test_a_playlist_opens_nothing_else(tmp_path: Path) -> None:
    # GIVEN
    film = _write(tmp_path / "film.mp4")
    listing = tmp_path / "list.m3u8"
    listing.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{film.as_uri()}\n#EXT-X-ENDLIST\n")
    # WHEN, THEN
    with pytest.raises(InputUnsupported):
        next(video_file(listing))
