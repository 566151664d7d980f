"""Pictures as frames: photographs one by one, an animation, and a folder of a video's frames."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from PIL import Image as Pillow
from PIL import ImageSequence

from engines.errors import InputUnsupported
from engines.media import Frame, Image
from engines.sources import pictures
from engines.words import _

FOLDER_FPS: Final = 25.0
"""A folder of frames does not say how fast they follow each other."""
SHORT_SIDE_PX: Final = 1080
"""A larger photograph is scaled down to it: more finds no more hands."""
_STILL_SECONDS: Final = 1.0
"""How far apart the times of photographs stand."""
_LEAST_SECONDS, _USUAL_SECONDS = 0.02, 0.1
"""An animation whose pictures claim to last less is shown by every browser at the usual pace."""


def picture_frames(paths: Iterable[Path]) -> Iterator[Frame]:
    """Yield each picture as a still; an animation as the frames of a video.

    Raises:
        InputUnsupported: with a sentence that says what is wrong and what to do next.
    """
    seconds = 0.0
    for path in paths:
        first = pictures.read(path)
        if _is_animated(path):
            for frame in _animation(path, seconds):
                seconds = frame.seconds
                yield frame
        else:
            yield Frame(_scaled(first), seconds, is_still=True)
        seconds += _STILL_SECONDS


def frames_folder(folder: Path) -> Iterator[Frame]:
    """Yield the pictures of a folder as a video of `FOLDER_FPS`, in the order of their numbers.

    One picture alone is a still. In place of a picture that cannot be read, the one before comes again
    with a `trouble`.

    Raises:
        InputUnsupported: the folder holds no picture that can be read.
    """
    yield from lone_as_still(_numbered(folder))


def lone_as_still(frames: Iterator[Frame]) -> Iterator[Frame]:
    """Yield the frames; if there is one only, as a photograph: nothing in it moves, and it lasts no time."""
    first, second = next(frames, None), next(frames, None)
    if first and second:
        yield from (first, second)
        yield from frames
    elif first:
        yield replace(first, is_still=True)


def _numbered(folder: Path) -> Iterator[Frame]:
    last: Image | None = None
    refusal: InputUnsupported | None = None
    for number, path in enumerate(sorted(pictures.pictures(folder), key=_natural)):
        seconds = number / FOLDER_FPS
        try:
            last = _scaled(pictures.read(path))
        except InputUnsupported as error:
            refusal = error
            if last:
                yield Frame(last, seconds, trouble=str(error))
        else:
            yield Frame(last, seconds)
    if last is None and refusal:
        raise refusal


def _natural(path: Path) -> list[tuple[int, str]]:
    """Return a key that puts frame 10 behind frame 9."""
    parts = re.split(r"(\d+)", path.name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _is_animated(path: Path) -> bool:
    try:
        with Pillow.open(path) as picture:
            return bool(getattr(picture, "is_animated", False)) and picture.format != "TIFF"
    except (OSError, ValueError, SyntaxError):  # it was good enough for its first picture
        return False


def _animation(path: Path, start_seconds: float) -> Iterator[Frame]:
    """Yield what can be read of an animation; its first picture can."""
    seconds, last = start_seconds, None
    with Pillow.open(path) as picture:
        try:
            for moment in ImageSequence.Iterator(picture):
                last = _scaled(_opaque(moment))
                yield Frame(last, seconds)
                lasts = float(moment.info.get("duration", 0)) / 1000
                seconds += lasts if lasts >= _LEAST_SECONDS else _USUAL_SECONDS
        except Exception:  # a damaged file makes Pillow's decoders raise nearly anything
            if last:
                trouble = _(
                    "{name} is damaged: only its beginning could be read. Get a new copy and try again."
                )
                yield Frame(last, seconds, trouble=trouble.format(name=path.name))


def _opaque(picture: Pillow.Image) -> Image:
    white = Pillow.new("RGBA", picture.size, "white")
    rgb = Pillow.alpha_composite(white, picture.convert("RGBA")).convert("RGB")
    return Image(rgb.tobytes(), rgb.width, rgb.height)


def _scaled(image: Image) -> Image:
    scale = SHORT_SIDE_PX / min(image.width, image.height)
    if scale >= 1:
        return image
    size = round(image.width * scale), round(image.height * scale)
    small = Pillow.frombytes("RGB", (image.width, image.height), image.pixels).resize(
        size, Pillow.Resampling.BOX
    )
    return Image(small.tobytes(), small.width, small.height)
