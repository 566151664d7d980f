"""Screens side by side with the truth drawn in, for a person to look at."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from training.screens.truth import Screen

_CELL: Final = (960, 640)
_COLOURS: Final = {
    "button": "#ff0000", "textbox": "#0000ff", "checkbox": "#00a000", "radio": "#00a000",
    "switch": "#008080", "combobox": "#8000ff", "spinbutton": "#8000ff", "slider": "#ff8000",
    "tab": "#c000c0", "menuitem": "#c000c0",
    "link": "#008cff", "heading": "#804000", "icon": "#d0a000", "img": "#d0a000",
    "list": "#707070", "table": "#707070",
    "progressbar": "#ff8000", "dialog": "#707070",
}  # fmt: skip


def sheet(screens: Iterable[Screen], path: Path, *, columns: int = 2, with_lines: bool = False) -> None:
    """Write a picture of screens, each made to fit a cell."""
    cells = [_cell(one, with_lines=with_lines) for one in screens]
    if not cells:
        raise SystemExit("There are no screens in that folder.")
    rows = -(-len(cells) // columns)
    whole = Image.new("RGB", (_CELL[0] * columns, _CELL[1] * rows), "#606060")
    for place, cell in enumerate(cells):
        whole.paste(cell, (place % columns * _CELL[0], place // columns * _CELL[1]))
    whole.save(path)


def _cell(screen: Screen, *, with_lines: bool) -> Image.Image:
    picture = Image.fromarray(screen.pixels, "RGB")
    share = min(_CELL[0] / picture.width, _CELL[1] / picture.height, 1.5)
    picture = picture.resize((round(picture.width * share), round(picture.height * share)))
    draw = ImageDraw.Draw(picture)
    for one in screen.elements:
        left, top, right, bottom = (round(edge * share) for edge in one.box)
        colour = _COLOURS.get(one.role, "#ff00ff")
        draw.rectangle((left, top, max(left, right - 1), max(top, bottom - 1)), outline=colour)
        note = one.role + ("" if not one.state else " " + ",".join(one.state))
        draw.text((left + 1, top - 10), note, fill=colour)
    if with_lines:
        for line in screen.lines:
            draw.rectangle(tuple(round(edge * share) for edge in line.box), outline="#00d0d0")
    draw.text(
        (2, 2),
        f"{screen.kit} {screen.kind} {screen.size} {screen.scale} {screen.title!r}".encode(
            "ascii", "replace"
        ).decode(),
        fill="#ff00ff",
    )
    return picture
