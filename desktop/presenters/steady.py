"""Holds a blinking caret still, so that it is no change: in the picture it is always there, or never."""

from dataclasses import dataclass, replace
from typing import Final

from engines.media import Image
from engines.results import Box

_WIDEST_PX: Final = 4
_HIGHEST_PX: Final = 96
"""An upright strip of one colour that comes or goes from one look to the next is taken for a caret."""
_LONGEST_LOOKS: Final = 5
"""What stays for more looks than this does not blink."""
_BYTES: Final = 3


@dataclass(frozen=True)
class _Caret:
    """Where one blinks, and the two sights of it."""

    box: Box
    first: tuple[bytes, ...]
    """The rows as they were when it was first seen; these stay in the picture."""
    second: tuple[bytes, ...]


class Steady:
    """Takes one picture after the other of the same place. One thread only."""

    def __init__(self) -> None:
        self._raw: Image | None = None
        self._caret: _Caret | None = None
        self._looks = 0

    def take(self, image: Image) -> Image:
        """Return the picture with the caret held still; a caret is known from its second look on."""
        last, self._raw = self._raw, image
        if last is None or (last.width, last.height) != (image.width, image.height):
            self._caret = None
            return image
        box = _difference(last, image)
        if box is not None and (self._caret is None or self._caret.box != box):
            self._caret, self._looks = _caret(box, last, image) or self._caret, 0
        if self._caret is None or _cut(image, self._caret.box) != self._caret.second:
            self._looks = 0
            return image
        self._looks += 1
        return image if self._looks > _LONGEST_LOOKS else _pasted(image, self._caret)


def _caret(box: Box, before: Image, after: Image) -> _Caret | None:
    """Return the caret that a difference is, if it may be one."""
    is_strip = box.width <= _WIDEST_PX and 3 * box.width <= box.height <= _HIGHEST_PX
    if not is_strip:
        return None
    first, second = _cut(before, box), _cut(after, box)
    one_colour = bytes(first[0][:_BYTES]) * box.width, bytes(second[0][:_BYTES]) * box.width
    if {*first} == {one_colour[0]} or {*second} == {one_colour[1]}:
        return _Caret(box, first, second)
    return None


def _difference(before: Image, after: Image) -> Box | None:
    """Return the box in which two pictures of the same size differ; None if they do not."""
    if before.pixels == after.pixels:
        return None
    stride = after.width * _BYTES
    old, new = memoryview(before.pixels), memoryview(after.pixels)
    rows = [y for y in range(after.height) if old[y * stride :][:stride] != new[y * stride :][:stride]]
    left, right = after.width, 0
    if rows[-1] - rows[0] >= _HIGHEST_PX:
        # Too high for a caret: how wide it is does not matter.
        return Box(0, rows[0], after.width, rows[-1] + 1)
    for y in rows:
        one, other = bytes(old[y * stride :][:stride]), bytes(new[y * stride :][:stride])
        start, end = _same_at_start(one, other), _same_at_start(one[::-1], other[::-1])
        left, right = min(left, start // _BYTES), max(right, after.width - end // _BYTES)
    return Box(left, rows[0], right, rows[-1] + 1)


def _same_at_start(one: bytes, other: bytes) -> int:
    """Return how many bytes two rows that differ have in common before they differ, by halving."""
    low, high = 0, len(one)
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _cut(image: Image, box: Box) -> tuple[bytes, ...]:
    stride = image.width * _BYTES
    return tuple(
        image.pixels[y * stride + box.left * _BYTES : y * stride + box.right * _BYTES]
        for y in range(box.top, box.bottom)
    )


def _pasted(image: Image, caret: _Caret) -> Image:
    pixels, stride = bytearray(image.pixels), image.width * _BYTES
    for y, row in zip(range(caret.box.top, caret.box.bottom), caret.first, strict=True):
        start = y * stride + caret.box.left * _BYTES
        pixels[start : start + len(row)] = row
    return replace(image, pixels=bytes(pixels))
