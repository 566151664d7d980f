"""Sound files, and the sound of video files, become chunks at 16 kHz mono."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from engines.errors import InputUnsupported
from engines.media import RATE_HZ, AudioChunk
from engines.sources.media_files import opened, shown
from engines.sources.resampling import ToSpeechRate
from engines.words import _

_CHUNK: Final = RATE_HZ // 10
_WITHOUT_INDEX: Final = frozenset({"mp3", "aac", "ac3", "amr", "loas"})
"""Where FFmpeg only guesses at which byte a second begins: there all that goes before is decoded."""
_RUN_UP_SECONDS: Final = 1.0
"""Decoded before the wanted place, because most codecs need a little to settle."""
_JITTER_SECONDS: Final = 0.1
_LONGEST_HOLE_SECONDS: Final = 3600.0
"""A hole that is longer is a false time stamp."""
_SKIPPED_AT_ONCE: Final = 30 * RATE_HZ


def audio_file(path: Path, start_seconds: float = 0.0) -> Iterator[AudioChunk]:
    """Yield the sound of an audio or video file from `start_seconds` on, 100 ms at a time.

    Times count from the start of the file; a hole in it becomes zeros. Of a damaged or truncated file
    what can be decoded is yielded. While much is skipped before `start_seconds`, empty chunks come.

    Raises:
        InputUnsupported: with a sentence that says what is wrong and what to do next.
    """
    with opened(path, _not_sound) as container:
        _check(container, shown(path.name))
        start = round(start_seconds * RATE_HZ)
        if start and container.format.name not in _WITHOUT_INDEX:
            container.seek(round(max(0.0, start_seconds - _RUN_UP_SECONDS) * 1e6) + _offset(container))
        is_sound = False
        for chunk in _from(start, _decoded(container)):
            is_sound = True
            yield chunk
        if not is_sound and not start:
            raise InputUnsupported(
                _("{name} is damaged: no sound could be found in it. Get a new copy and try again.").format(
                    name=shown(path.name)
                )
            )


def duration_seconds(path: Path) -> float | None:
    """Return how long a file lasts, or None where it does not tell.

    Raises:
        InputUnsupported: as for `audio_file`.
    """
    with opened(path, _not_sound) as container:
        _check(container, shown(path.name))
        return container.duration / 1e6 if container.duration else None


def _from(start: int, pieces: Iterator[tuple[int, bytes]]) -> Iterator[AudioChunk]:
    """Cut pieces, each with the place of its first sample, into chunks that begin at sample `start`."""
    position, waiting, passed = start, b"", 0
    for place, samples in pieces:
        due = position + len(waiting) // 2
        if place + len(samples) // 2 <= due:
            passed += len(samples) // 2
            if passed > _SKIPPED_AT_ONCE:
                passed = 0
                yield AudioChunk(b"", position / RATE_HZ)
            continue
        waiting += bytes(2 * max(0, place - due)) + samples[2 * max(0, due - place) :]
        while len(waiting) >= 2 * _CHUNK:
            yield AudioChunk(waiting[: 2 * _CHUNK], position / RATE_HZ)
            waiting = waiting[2 * _CHUNK :]
            position += _CHUNK
    if waiting:
        yield AudioChunk(waiting, position / RATE_HZ)


def _decoded(container: Any) -> Iterator[tuple[int, bytes]]:
    """Yield the sound at 16 kHz mono, each piece with the place of its first sample in the file."""
    import av

    shape: tuple[Any, ...] = ()
    resampler, mixer = ToSpeechRate(RATE_HZ, 1), av.AudioResampler()
    position, due = 0, 0.0
    """Where the next output sample lies, and when the next frame should begin if there is no hole."""
    for frame in _frames(container):
        begins = _begin(frame, container, due)
        is_hole = _JITTER_SECONDS < begins - due < _LONGEST_HOLE_SECONDS
        if is_hole or shape != (frame.rate, frame.layout.name, frame.format.name):
            tail = resampler.flush()
            yield position, tail
            position += len(tail) // 2
            shape = (frame.rate, frame.layout.name, frame.format.name)
            resampler = ToSpeechRate(frame.rate, 1)
            mixer = av.AudioResampler("s16", "mono", frame.rate)
        if is_hole:
            position, due = round(begins * RATE_HZ), begins
        due += frame.samples / frame.rate
        mixed = b"".join(part.to_ndarray().tobytes() for part in mixer.resample(frame))
        sound = resampler.convert(mixed)
        yield position, sound
        position += len(sound) // 2
    yield position, resampler.flush()


def _frames(container: Any) -> Iterator[Any]:
    """Yield what can be decoded."""
    import av

    packets = container.demux(container.streams.best("audio"))
    while True:
        try:
            frames = next(packets).decode()
        except StopIteration:
            return
        except av.FFmpegError:  # a damaged piece; the next one may be sound
            continue
        yield from (frame for frame in frames if frame.rate and frame.samples)


def _begin(frame: Any, container: Any, due: float) -> float:
    """Return when a frame begins, in seconds from the start of the file; `due` where it does not tell."""
    return due if frame.pts is None else float(frame.pts * frame.time_base) - _offset(container) / 1e6


def _offset(container: Any) -> int:
    """Return where the file's own clock begins, in microseconds."""
    return container.start_time or 0


def _check(container: Any, name: str) -> None:
    if container.streams.audio:
        return
    # To FFmpeg a picture is a short video, and a text a film of a terminal.
    is_film = not container.format.name.endswith(("_pipe", "image2", "tty"))
    if container.streams.video and is_film:
        raise InputUnsupported(
            _("{name} is a video without sound. Choose one in which something can be heard.").format(
                name=name
            )
        )
    raise InputUnsupported(_not_sound(name))


def _not_sound(name: str) -> str:
    return _(
        "{name} is not a sound or video file that Sori can open. Use WAV, MP3, FLAC, OGG or MP4."
    ).format(name=name)
