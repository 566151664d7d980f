"""Draws the icons that Windows and macOS want: `PYTHONPATH=packaging python -m releasing.icons`."""

import os
from pathlib import Path
from typing import Final

from PIL import Image

from releasing.edition import ROOT

WINDOWS: Final = ROOT / "packaging" / "windows" / "sori.ico"
MACOS: Final = ROOT / "packaging" / "macos" / "Sori.icns"
SIDE: Final = ROOT / "packaging" / "windows" / "side.bmp"
SIDE_SIZE: Final = (164, 314)
"""In pixels: the only size that NSIS takes without stretching."""
WINDOWS_SIDES: Final = (16, 20, 24, 32, 40, 48, 64, 96, 128, 256)
"""In pixels: what Windows asks for from 100% to 400%, so that it scales none."""
MACOS_SIDES: Final = (16, 32, 64, 128, 256, 512, 1024)
_MACOS_PART: Final = 824 / 1024
"""How much of its square an icon fills on macOS; the rest is empty."""


def write_windows(file: Path = WINDOWS) -> None:
    """Write an .ico with a drawing of its own for each side."""
    drawings = [drawn(side) for side in WINDOWS_SIDES]
    drawings[-1].save(file, sizes=[one.size for one in drawings], append_images=drawings[:-1])


def write_macos(file: Path = MACOS) -> None:
    """Write an .icns with a drawing of its own for each side."""
    drawings = [_with_a_margin(side) for side in MACOS_SIDES]
    drawings[-1].save(file, append_images=drawings[:-1])


def write_side(file: Path = SIDE) -> None:
    """Write the picture beside the installer's first page: the icon on its own ground."""
    icon = drawn(128)
    ground = icon.getpixel((icon.width // 2, icon.height - 6))
    picture = Image.new("RGBA", SIDE_SIZE, ground)
    picture.alpha_composite(icon, ((SIDE_SIZE[0] - icon.width) // 2, 40))
    picture.convert("RGB").quantize(256).save(file)


def drawn(side: int) -> Image.Image:
    """Return Sori's icon, `side` pixels wide and high."""
    from PySide6.QtGui import QImage

    from training.icons import application_icon

    picture = application_icon(side).convertToFormat(QImage.Format.Format_RGBA8888)
    return Image.frombytes("RGBA", (side, side), bytes(picture.constBits()))


def _with_a_margin(side: int) -> Image.Image:
    whole = Image.new("RGBA", (side, side))
    inner = round(side * _MACOS_PART)
    whole.paste(drawn(inner), ((side - inner) // 2,) * 2)
    return whole


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    write_windows()
    write_macos()
    write_side()
