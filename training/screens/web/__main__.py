"""Look at the web renderer: `python -m training.screens.web check`, or `… sheet FILE` for marked screens."""

import argparse
import collections
import itertools
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from training.screens.truth import KEPT_OUT, ROLES, STATES, Screen
from training.screens.web import screen, screens
from training.screens.web.browser import Browser
from training.screens.web.look import KITS

_COLOURS: Final = {
    "button": "#e6194b",
    "textbox": "#3cb44b",
    "checkbox": "#ff9900",
    "radio": "#4363d8",
    "combobox": "#911eb4",
    "slider": "#00a0a0",
    "switch": "#f032e6",
    "link": "#0077ff",
    "heading": "#9a6324",
    "tab": "#808000",
    "menuitem": "#aa0055",
    "icon": "#ff5500",
    "img": "#888888",
    "list": "#226600",
    "table": "#004466",
    "dialog": "#000000",
    "progressbar": "#aa8800",
    "spinbutton": "#006633",
}


def main() -> None:
    """Do what the command says."""
    parser = argparse.ArgumentParser(prog="python -m training.screens.web", description=__doc__)
    parser.add_argument("command", choices=("check", "sheet"))
    parser.add_argument("file", nargs="?", type=Path, default=Path("screens.png"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, help="how many screens; by default 12 on a sheet, 250 to check")
    parser.add_argument("--kit", action="append", default=[])
    parser.add_argument("--kept-out", action="store_true")
    parser.add_argument("--plain", action="store_true", help="mark nothing")
    arguments = parser.parse_args()
    if arguments.command == "check":
        # so many that every kit, role and state comes up
        check(arguments.seed, arguments.count or 250)
        return
    with closing(screens(arguments.seed, arguments.kept_out, arguments.kit)) as drawn:
        some = list(itertools.islice(drawn, arguments.count or 12))
    sheet(some, is_marked=not arguments.plain).save(arguments.file)
    for one in some:
        print(
            one.seed,
            one.kit,
            one.kind,
            one.language,
            one.size,
            f"{one.scale:g}",
            len(one.elements),
            len(one.lines),
            one.title,
        )


def check(seed: int, count: int) -> None:
    """Draw screens and say what is wrong with them; `SystemExit` if anything is."""
    troubles: list[str] = []
    seen: collections.Counter[str] = collections.Counter()
    states: collections.Counter[str] = collections.Counter()
    kits: collections.Counter[str] = collections.Counter()
    with closing(screens(seed)) as drawn:
        for one in itertools.islice(drawn, count):
            troubles += _wrong_boxes(one)
            seen.update(element.role for element in one.elements)
            states.update(state for element in one.elements for state in element.state)
            kits[one.kit] += 1
    with Browser() as browser:
        for number in range(seed * 1_000_000, seed * 1_000_000 + 6):
            first, second = screen(browser, number), screen(browser, number)
            if (first.elements, first.lines) != (second.elements, second.lines) or not np.array_equal(
                first.pixels, second.pixels
            ):
                troubles.append(f"{number}: drawn twice, not the same")
    troubles += [f"no {role}" for role in ROLES if not seen[role]] + [
        f"nothing {state}" for state in STATES if not states[state]
    ]
    troubles += [f"no screen of {kit}" for kit in KITS if not kits[kit]]
    if KEPT_OUT["web"] in kits:
        troubles.append(f"{KEPT_OUT['web']} is kept out, and was drawn")
    print(dict(kits), dict(seen), dict(states), sep="\n")
    if troubles:
        raise SystemExit("\n".join(troubles))


def sheet(some: list[Screen], is_marked: bool, width: int = 640, columns: int = 3) -> Image.Image:
    """Return screens side by side, their elements framed and their lines underlined."""
    tiles = []
    for one in some:
        image = Image.fromarray(one.pixels, "RGB")
        draw = ImageDraw.Draw(image)
        for line in one.lines if is_marked else ():
            draw.line((line.box.left, line.box.bottom, line.box.right, line.box.bottom), "#00c0ff", 1)
        for element in one.elements if is_marked else ():
            box = element.box
            draw.rectangle(
                (box.left, box.top, box.right - 1, box.bottom - 1), outline=_COLOURS[element.role], width=2
            )
            draw.text(
                (box.left + 2, box.top),
                f"{element.role[:4]} {' '.join(state[:2] for state in element.state)}",
                fill=_COLOURS[element.role],
            )
        tiles.append(image.resize((width, max(1, image.height * width // image.width))))
    rows = [tiles[i : i + columns] for i in range(0, len(tiles), columns)]
    whole = Image.new(
        "RGB", (width * columns, sum(max(one.height for one in row) for row in rows)), "#404040"
    )
    top = 0
    for row in rows:
        for i, tile in enumerate(row):
            whole.paste(tile, (i * width, top))
        top += max(one.height for one in row)
    return whole


def _wrong_boxes(one: Screen) -> list[str]:
    width, height = one.size
    named = [(element.role, element.box) for element in one.elements] + [
        ("line", line.box) for line in one.lines
    ]
    return [
        f"{one.seed}: {name} at {box}"
        for name, box in named
        if not (0 <= box.left < box.right <= width and 0 <= box.top < box.bottom <= height)
    ]


if __name__ == "__main__":
    main()
