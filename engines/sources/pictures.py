"""Picture files and bytes become upright, opaque RGB; what cannot be used is refused with a sentence."""

import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image as Pillow
from PIL import ImageFile, ImageOps, UnidentifiedImageError

from engines.errors import InputUnsupported
from engines.media import Image
from engines.words import _

SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif")
NAME_PATTERNS: Final = tuple(f"*{suffix}" for suffix in SUFFIXES)
"""For file dialogs."""

MOST_PIXELS: Final = 64_000_000
"""A picture with more is refused before it is decoded: two 8K screens side by side still fit."""
MOST_BYTES: Final = 256 * 1024 * 1024
_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF")


def pictures(path: Path) -> Iterator[Path]:
    """Yield the path itself, or the pictures of a folder by name.

    Raises:
        InputUnsupported: the folder cannot be opened or holds no pictures.
    """
    if not path.is_dir():
        yield path
        return
    try:
        found = sorted(child for child in path.iterdir() if child.suffix.lower() in SUFFIXES)
    except OSError as error:
        raise InputUnsupported(_no_permission(path.name)) from error
    if not found:
        raise InputUnsupported(
            _(
                "The folder {name} holds no pictures. "
                "Choose a folder with PNG, JPEG, WebP, BMP, TIFF or GIF files."
            ).format(name=path.name or path)
        )
    yield from found


def read(path: Path) -> Image:
    """Read a picture file; of an animation, the first frame.

    Raises:
        InputUnsupported: with a sentence that says what is wrong and what to do next.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputUnsupported(_too_big(path.name))
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputUnsupported(
            _("There is no file {name}. Check the name and the folder.").format(name=path)
        ) from error
    except PermissionError as error:
        raise InputUnsupported(_no_permission(path.name)) from error
    except OSError as error:
        raise InputUnsupported(
            _("{name} could not be read. Copy it to this computer's disk and try again.").format(
                name=path.name
            )
        ) from error
    return from_bytes(data, path.name)


def from_bytes(data: bytes, name: str) -> Image:
    """Decode a picture; `name` is what the sentence of an error calls it.

    Raises:
        InputUnsupported: with a sentence that says what is wrong and what to do next.
    """
    if not data:
        raise InputUnsupported(_("{name} is empty. Save the picture again.").format(name=name))
    if _looks_like_svg(data):
        raise InputUnsupported(
            _("{name} is an SVG drawing, which Sori cannot open. Export it as PNG and try again.").format(
                name=name
            )
        )
    with warnings.catch_warnings():
        # Pillow's own limit for bombs is stricter than ours only as a warning; our limit decides.
        warnings.simplefilter("ignore")
        try:
            with Pillow.open(io.BytesIO(data), formats=_FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise InputUnsupported(_too_big(name))
                return _convert(picture)
        except InputUnsupported:
            raise
        except (UnidentifiedImageError, Pillow.DecompressionBombError) as error:
            is_bomb = isinstance(error, Pillow.DecompressionBombError)
            raise InputUnsupported(_too_big(name) if is_bomb else _not_a_picture(name)) from error
        except MemoryError as error:
            raise InputUnsupported(_too_big(name)) from error
        except Exception as error:  # a damaged file makes Pillow's decoders raise nearly anything
            raise InputUnsupported(
                _(
                    "{name} is damaged: only a part of the picture is there. Get a new copy and try again."
                ).format(name=name)
            ) from error


def _convert(picture: Pillow.Image) -> Image:
    picture.seek(0)
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("I;16", "I;16B", "I;16L", "I;16N", "I", "F"):
        upright = _to_8_bit(upright)
    if "A" in upright.getbands() or "transparency" in upright.info:
        upright = _on_backdrop(upright.convert("RGBA"))
    opaque = upright.convert("RGB")
    return Image(opaque.tobytes(), opaque.width, opaque.height)


def _to_8_bit(picture: Pillow.Image) -> Pillow.Image:
    """Scale 16 bits down; Pillow's own conversion would cut everything above 255 off."""
    values = picture.convert("F")
    most = 65535.0 if _highest(values) > 255 else 255.0
    return values.point(lambda value: value * (255.0 / most)).convert("L")


def _highest(values: Pillow.Image) -> float:
    extremes = values.getextrema()
    return max(float(value) for value in extremes if isinstance(value, int | float))


def _on_backdrop(picture: Pillow.Image) -> Pillow.Image:
    """Put a transparent picture on white, or on black if what it shows is light."""
    alpha = picture.getchannel("A")
    light = picture.convert("L").histogram(alpha.point(lambda value: 255 if value > 127 else 0))
    shown = sum(light)
    mean = sum(level * count for level, count in enumerate(light)) / shown if shown else 0
    backdrop = Pillow.new("RGBA", picture.size, "black" if mean > 200 else "white")
    return Pillow.alpha_composite(backdrop, picture)


def _looks_like_svg(data: bytes) -> bool:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_markup = start.startswith((b"<?xml", b"<!doctype"))
    return start.startswith(b"<svg") or (is_markup and b"<svg" in data[:4096].lower())


def _too_big(name: str) -> str:
    return _(
        "{name} is too big: Sori opens pictures of up to {limit} million pixels. Make it smaller."
    ).format(name=name, limit=MOST_PIXELS // 1_000_000)


def _not_a_picture(name: str) -> str:
    return _("{name} is not a picture Sori can open. Use PNG, JPEG, WebP, BMP, TIFF or GIF.").format(
        name=name
    )


def _no_permission(name: str) -> str:
    return _("You may not open {name}. Ask its owner for permission, or copy it to your own folder.").format(
        name=name
    )


# A picture cut short must be told as damaged, never shown half grey.
ImageFile.LOAD_TRUNCATED_IMAGES = False
