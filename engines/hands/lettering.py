"""A font for captions in pictures, found on this machine."""

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL import ImageFont

_KOREAN: Final = (
    "NotoSansCJK-Regular.ttc",
    "NanumGothic.ttf",
    "UnDotum.ttf",
    "malgun.ttf",
    "AppleSDGothicNeo.ttc",
    "AppleGothic.ttf",
)
"""The fonts with Hangul that Linux, Windows and macOS bring."""


@cache
def lettering(text: str, size: int) -> "ImageFont.FreeTypeFont | ImageFont.ImageFont | None":
    """Return a font of `size` pixels that has the letters of `text`; None if there is none here."""
    from PIL import ImageFont

    if all(ord(letter) < 0x250 for letter in text):
        return ImageFont.load_default(size)
    for name in _KOREAN:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None
