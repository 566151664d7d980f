"""Examples of a sign out of clips: videos, pictures, and files of landmarks."""

import io
import tokenize
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engines.errors import InputUnsupported
from engines.media import Frame
from engines.sign_to_text.taught import atomic
from engines.sign_to_text.taught.embedding import raised
from engines.sign_to_text.taught.example import Example
from engines.sign_to_text.taught.landmark_file import MOST_BYTES, SUFFIX
from engines.sign_to_text.taught.store import read_signs
from engines.words import _

ARRAYS: Final = (".npy", ".npz")
"""Landmarks as `Example.from_holistic` takes them: (frames, 226) or (clips, frames, 226)."""
_ASPECT: Final = 16 / 9
_RATE_HZ: Final = 30.0
"""What is assumed of landmarks, which do not say of what pictures they are."""
_ARRAY: Final = "X"
_FORMAT: Final[Any] = np.lib.format
_HEADERS: Final = {(1, 0): _FORMAT.read_array_header_1_0, (2, 0): _FORMAT.read_array_header_2_0}
_DAMAGES: Final = (
    *(zipfile.BadZipFile, zlib.error, tokenize.TokenError, EOFError, OverflowError, OSError),
    *(RuntimeError, ValueError, LookupError, TypeError, SyntaxError),
)


def examples_of(
    path: Path, *, is_mirrored: bool = False, tell: Callable[[str], object] = lambda _trouble: None
) -> tuple[Example, ...]:
    """Return the examples in a file: of a video, a picture or a folder of frames one, of landmarks all.

    What comes before the hands are raised, and after, is cut off. `tell` is given what is wrong with a file
    that can be used all the same, such as that its end is missing.

    Raises:
        InputUnsupported: it cannot be read, or shows no hand, or more than a sign takes.
    """
    if path.suffix.lower() == SUFFIX:
        return _only_sign(path)
    if path.suffix.lower() in ARRAYS:
        return tuple(_from_arrays(path))
    from engines.hands.finder import HandFinder, sights
    from engines.sources.video_files import source_of

    with HandFinder(hands=2, with_body=True, mirror=is_mirrored) as finder:
        frames = _told(source_of(path), tell)
        return (raised(Example.from_sights(sights(frames, finder))),)


def _told(frames: Iterable[Frame], tell: Callable[[str], object]) -> Iterator[Frame]:
    for frame in frames:
        if frame.trouble:
            tell(frame.trouble)
        yield frame


def _only_sign(path: Path) -> tuple[Example, ...]:
    signs = read_signs(path)
    if len(signs) != 1:
        raise InputUnsupported(
            _("{file} holds {count} signs. Take them in with `sori signs import`.").format(
                file=path.name, count=len(signs)
            )
        )
    return signs[0].examples


def _from_arrays(path: Path) -> Iterator[Example]:
    content = atomic.read(path, MOST_BYTES)
    try:
        array = _from_npz(content) if path.suffix.lower() == ".npz" else _from_npy(content)
    except _DAMAGES as error:
        raise InputUnsupported(
            _("{file} is damaged, or is not a file of landmarks. Choose another.").format(file=path.name)
        ) from error
    clips = array if array.ndim == 3 else array[None]
    for clip in clips:
        yield raised(Example.from_holistic(clip, _ASPECT, _RATE_HZ))


def _from_npz(content: bytes) -> NDArray[Any]:
    """Return the array called X, or the only one."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        name = f"{_ARRAY}.npy" if len(names) != 1 else names[0]
        with archive.open(name) as file:
            return _from_npy(file.read(MOST_BYTES + 1))


def _from_npy(content: bytes) -> NDArray[Any]:
    """Return an array of plain numbers; memory is taken for what is there, not for what is claimed."""
    if len(content) > MOST_BYTES:
        raise ValueError
    file = io.BytesIO(content)
    shape, is_fortran, kind = _HEADERS[_FORMAT.read_magic(file)](file)
    if kind.kind not in "fiu" or len(shape) not in (2, 3):
        raise ValueError
    array = np.frombuffer(content, kind, offset=file.tell())
    return array.reshape(shape, order="F" if is_fortran else "C")
