"""Video files become upright frames of a size that hands are looked for in, at their real times."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from engines.errors import InputUnsupported
from engines.media import Frame, Image
from engines.sources import pictures
from engines.sources.media_files import opened, shown
from engines.sources.picture_frames import frames_folder, lone_as_still, picture_frames
from engines.words import _, ngettext

SUFFIXES: Final = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".3gp", ".ogv")
NAME_PATTERNS: Final = tuple(f"*{suffix}" for suffix in SUFFIXES)
"""For file dialogs."""

SHORT_SIDE_PX: Final = 432
"""A larger video is scaled down to it while its colours are converted: more finds no more hands."""
_FAST_PX: Final = 32
"""FFmpeg scales to a width that is a multiple of it three times as fast as to another."""
MOST_FPS: Final = 30.0
"""Of a faster video only so many frames a second are converted."""
_MOST_PIXELS: Final = 67_108_864
"""An 8K frame has half of it; what claims more is refused by the decoder."""
_ALMOST: Final = 0.95
"""Times are rounded, so the next wanted frame may seem to be early."""
_GUESSED_FPS: Final = 25.0
_LONGEST_HOLE_SECONDS: Final = 3600.0
"""A hole that is longer is a false time stamp."""
_MISSING_SECONDS: Final = 1.0
"""A video that ends so much earlier than it says was cut off."""


def source_of(path: Path) -> Iterator[Frame]:
    """Yield the frames of a video, a picture or animation, or a folder of numbered frames.

    Raises:
        InputUnsupported: with a sentence that says what is wrong and what to do next.
    """
    if _is_folder(path):
        yield from frames_folder(path)
    elif path.suffix.lower() in (*pictures.SUFFIXES, ".apng"):
        yield from picture_frames([path])
    else:
        yield from video_file(path)


def video_file(path: Path) -> Iterator[Frame]:
    """Yield the frames of a video, at most `MOST_FPS` a second, upright and with square pixels.

    Seconds are those of the file and rise strictly; a video of one frame is a still. Of a damaged or
    truncated file what can be decoded is yielded, and then its last picture once more with a `trouble` that
    says where the file was cut off.

    Raises:
        InputUnsupported: it cannot be opened, is no video, or not one frame of it can be decoded.
    """
    with opened(path, partial(_unreadable, path)) as container:
        stream = _video_stream(container, shown(path.name))
        last = None
        for last in lone_as_still(_frames(container, stream)):
            yield last
        if last is None:
            raise InputUnsupported(
                _("{name} is damaged: no picture could be found in it. Get a new copy and try again.").format(
                    name=shown(path.name)
                )
            )
        if _told_seconds(container, stream) - last.seconds > _MISSING_SECONDS:
            trouble = _cut_off(shown(path.name), round(last.seconds))
            yield Frame(last.image, last.seconds + 1 / MOST_FPS, trouble=trouble)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # whoever opens it says what is wrong
        return False


def _frames(container: Any, stream: Any) -> Iterator[Frame]:
    clock, gate = _Clock(container, stream), _Gate()
    stretch = float(stream.sample_aspect_ratio or 1)
    for picture in _decoded(container, stream):
        seconds = clock.seconds(picture)
        if gate.lets_through(seconds):
            yield Frame(_image(picture, stretch), seconds)


def _decoded(container: Any, stream: Any) -> Iterator[Any]:
    """Yield what can be decoded."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            decoded = next(packets).decode()
        except StopIteration:
            return
        except av.FFmpegError:  # a damaged piece; the next one may be sound
            continue
        yield from (picture for picture in decoded if not picture.is_corrupt)


class _Clock:
    """Turns time stamps into seconds from the start of the file that rise strictly."""

    def __init__(self, container: Any, stream: Any) -> None:
        self._offset = (container.start_time or 0) / 1e6
        self._step = 1 / float(stream.average_rate or _GUESSED_FPS)
        self._last: float | None = None

    def seconds(self, picture: Any) -> float:
        due = 0.0 if self._last is None else self._last + self._step
        now = due if picture.pts is None else float(picture.pts * picture.time_base) - self._offset
        if not self._is_later(now):
            self._offset += now - due
            now = due
        self._last = now
        return now

    def _is_later(self, now: float) -> bool:
        """Whether a time can follow the last one; a camera's clock may jump."""
        if self._last is None:
            return 0 <= now < _LONGEST_HOLE_SECONDS
        return 0 < now - self._last < _LONGEST_HOLE_SECONDS


class _Gate:
    """Thins a fast video out evenly."""

    def __init__(self) -> None:
        self._due = 0.0

    def lets_through(self, seconds: float) -> bool:
        """Whether the frame of this time is wanted."""
        if seconds < self._due:
            return False
        self._due = seconds + _ALMOST / MOST_FPS
        return True


class _Turn(NamedTuple):
    """How the rows and columns of a decoded picture become those of the upright one."""

    is_transposed: bool
    is_flipped_down: bool
    is_flipped_across: bool


def _turn(picture: Any) -> _Turn:
    """Read the display matrix: x' = a x + c y and y' = b x + d y, the numbers being a, b, u, c, d, v."""
    import numpy as np
    from av.sidedata.sidedata import Type

    matrix = picture.side_data.get(Type.DISPLAYMATRIX)
    if matrix is None:
        return _Turn(False, False, False)
    a, b, _u, c, d = (int(value) for value in np.frombuffer(bytes(matrix), "=i4")[:5])
    if abs(b) > abs(a):
        return _Turn(True, b < 0, c < 0)
    return _Turn(False, d < 0, a < 0)


def _image(picture: Any, stretch: float) -> Image:
    """Scale, convert and turn a decoded picture whose pixels are `stretch` times as wide as high."""
    import numpy as np

    width, height = picture.width * stretch, picture.height
    small = picture.reformat(*_working_size(width, height), "rgb24", interpolation="AREA")
    rows = small.to_ndarray()  # (height, width, rgb)
    turn = _turn(picture)
    if turn.is_transposed:
        rows = rows.transpose(1, 0, 2)
    rows = rows[:: -1 if turn.is_flipped_down else 1, :: -1 if turn.is_flipped_across else 1]
    return Image(np.ascontiguousarray(rows).tobytes(), rows.shape[1], rows.shape[0])


def _working_size(width: float, height: float) -> tuple[int, int]:
    scale = SHORT_SIDE_PX / min(width, height)
    if scale >= 1:
        return round(width), round(height)
    whole = max(_FAST_PX, int(width * scale) // _FAST_PX * _FAST_PX)
    return whole, max(1, round(height * whole / width))


def _video_stream(container: Any, name: str) -> Any:
    """Return the stream of moving pictures; an album's cover is none.

    Raises:
        InputUnsupported: there is none.
    """
    from av.stream import Disposition

    # To FFmpeg a picture is a short video, and a text a film of a terminal.
    if container.format.name.endswith(("_pipe", "image2", "tty")):
        raise InputUnsupported(_not_video(name))
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic and stream.codec_context is not None:
            stream.codec_context.options = {"max_pixels": str(_MOST_PIXELS)}
            stream.thread_type, stream.codec_context.thread_count = "AUTO", 2
            return stream
    if container.streams.audio:
        raise InputUnsupported(
            _("{name} holds only sound. Choose a video in which hands can be seen.").format(name=name)
        )
    raise InputUnsupported(_not_video(name))


def _told_seconds(container: Any, stream: Any) -> float:
    """Return how long the file says that its pictures last; 0 where it does not say."""
    if stream.duration:
        return float(stream.duration * stream.time_base)
    if container.streams.audio or not container.duration:
        return 0.0
    # Some formats count from the start of the clock, others from the first frame.
    return float(container.duration - max(0, container.start_time or 0)) / 1e6


def _unreadable(path: Path, name: str) -> str:
    return _damaged(name) if path.suffix.lower() in SUFFIXES else _not_video(name)


def _not_video(name: str) -> str:
    return _("{name} is not a video that Sori can open. Use MP4, MOV, MKV, WebM or AVI.").format(name=name)


def _cut_off(name: str, seconds: int) -> str:
    return ngettext(
        "{name} was cut off: it ends after {seconds} second. What comes before that was read.",
        "{name} was cut off: it ends after {seconds} seconds. What comes before that was read.",
        seconds,
    ).format(name=name, seconds=seconds)


def _damaged(name: str) -> str:
    return _("{name} is damaged, or its recording was broken off. Get a new copy and try again.").format(
        name=name
    )
