"""Picture files: every format is upright and opaque, and what cannot be used is refused with a sentence."""

import io
import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image as Pillow

from engines.errors import InputUnsupported
from engines.sources.pictures import MOST_PIXELS, from_bytes, pictures, read


def encoded(picture: Pillow.Image, form: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form, **options)
    return stream.getvalue()


def pixel(image, x: int, y: int) -> tuple[int, ...]:
    start = (y * image.width + x) * 3
    return tuple(image.pixels[start : start + 3])


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF"])
def test_every_format_is_read(form: str) -> None:
    # GIVEN a red picture in one of the formats
    data = encoded(Pillow.new("RGB", (40, 30), (200, 10, 10)), form)
    # WHEN it is read
    image = from_bytes(data, "red")
    # THEN its size and colour are there
    assert (image.width, image.height) == (40, 30)
    red, green, blue = pixel(image, 20, 15)
    assert red > 180
    assert green < 40
    assert blue < 40


def test_a_photograph_on_its_side_is_turned_upright() -> None:
    # GIVEN a JPEG whose EXIF says it lies on its side
    exif = Pillow.Exif()
    exif[0x0112] = 6
    data = encoded(Pillow.new("RGB", (40, 30)), "JPEG", exif=exif)
    # WHEN it is read THEN width and height have changed places
    image = from_bytes(data, "photo")
    assert (image.width, image.height) == (30, 40)


def test_transparency_lies_on_what_shows_it() -> None:
    # GIVEN black and white drawings on nothing
    dark = Pillow.new("RGBA", (20, 20), (0, 0, 0, 0))
    dark.paste((0, 0, 0, 255), (5, 5, 15, 15))
    light = Pillow.new("RGBA", (20, 20), (0, 0, 0, 0))
    light.paste((255, 255, 255, 255), (5, 5, 15, 15))
    # WHEN they are read THEN the black one is on white and the white one on black
    assert pixel(from_bytes(encoded(dark, "PNG"), "dark"), 0, 0) == (255, 255, 255)
    assert pixel(from_bytes(encoded(light, "PNG"), "light"), 0, 0) == (0, 0, 0)


def test_sixteen_bits_and_print_colours() -> None:
    # GIVEN a 16-bit grey ramp and a CMYK picture
    ramp = Pillow.new("I;16", (256, 4))
    ramp.putdata([column * 257 for _ in range(4) for column in range(256)])
    image = from_bytes(encoded(ramp, "PNG"), "ramp")
    # WHEN they are read THEN middle grey stays middle grey, and cyan becomes cyan
    assert abs(pixel(image, 128, 0)[0] - 128) <= 2
    cyan = from_bytes(encoded(Pillow.new("CMYK", (8, 8), (255, 0, 0, 0)), "TIFF"), "cyan")
    assert pixel(cyan, 4, 4)[0] < 60


def test_the_first_frame_of_an_animation() -> None:
    # GIVEN an animation, red first
    frames = [Pillow.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    # WHEN it is read THEN it is red
    assert pixel(from_bytes(data, "moving"), 5, 5)[0] > 200


def huge_png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(header))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + b"\x00\x00\x00\x00IEND\xaeB`\x82"
    )


BAD = {
    "empty.png": (b"", "empty"),
    "text.png": (b"hello, this is no picture", "not a picture"),
    "drawing.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
    "xml.svg": (b"<?xml version='1.0'?>\n<svg/>", "SVG"),
    "truncated.png": (encoded(Pillow.effect_noise((200, 200), 90), "PNG")[:9000], "damaged"),
    "huge.png": (huge_png(20000, 20000), "too big"),
    "bomb.png": (huge_png(60000, 60000), "too big"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_get_one_sentence(tmp_path: Path, name: str) -> None:
    # GIVEN a file that cannot be used
    data, reason = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    # WHEN it is read THEN one sentence names it, the reason and what to do
    with pytest.raises(InputUnsupported) as caught:
        read(path)
    sentence = str(caught.value)
    assert name in sentence
    assert reason in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_missing_files_and_empty_folders(tmp_path: Path) -> None:
    # GIVEN nothing WHEN it is read THEN a sentence says what to check
    with pytest.raises(InputUnsupported, match="no file"):
        read(tmp_path / "nothing.png")
    with pytest.raises(InputUnsupported, match="holds no pictures"):
        list(pictures(tmp_path))


def test_a_folder_means_its_pictures_by_name(tmp_path: Path) -> None:
    # GIVEN a folder with two pictures and a text
    for name in ("b.png", "a.JPG", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    # WHEN it is listed THEN the pictures come in order
    assert [path.name for path in pictures(tmp_path)] == ["a.JPG", "b.png"]


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a file this user may not open; root may open all, so the refusal comes from the system call
    path = tmp_path / "secret.png"
    path.write_bytes(b"x")
    path.chmod(0)
    if os.geteuid() == 0:

        def refuse(self: Path) -> bytes:
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "read_bytes", refuse)
    # WHEN it is read THEN a sentence says so
    with pytest.raises(InputUnsupported, match="may not open"):
        read(path)


def test_the_limit_is_in_the_sentence() -> None:
    with pytest.raises(InputUnsupported, match=str(MOST_PIXELS // 1_000_000)):
        from_bytes(huge_png(20000, 20000), "huge.png")
