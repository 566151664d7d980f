"""A drawn screen and what is true of it: every element, every line of text, and what kind of screen it is."""

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engines.results import Box

ROLES: Final = (
    "button", "textbox", "checkbox", "radio", "combobox", "spinbutton", "slider", "switch", "tab",
    "menuitem", "link", "heading", "img", "list", "table", "progressbar", "dialog", "icon",
)  # fmt: skip
STATES: Final = (
    "checked", "mixed", "selected", "disabled", "focused", "expanded", "pressed", "readonly", "required",
)  # fmt: skip
KINDS: Final = (
    "sign-in", "form", "settings", "message", "wizard", "file-dialog", "print-dialog", "menu", "list",
    "table", "spreadsheet", "code-editor", "word-processor", "chat", "email", "article",
    "search-results", "dashboard", "calendar", "media-player", "map", "terminal", "file-manager",
    "picture", "desktop", "blank", "noise",
)  # fmt: skip
KEPT_OUT: Final[Mapping[str, str]] = MappingProxyType({"qt": "chalk", "web": "carbon"})
"""For each renderer the kit that training never sees: it tells how well a look never met is read."""


@dataclass(frozen=True)
class Truth:
    """One element as a sighted person sees it.

    What the box encloses: of check boxes, radios and switches the mark without its label; of a slider
    its groove and knob; of a tab, a menu item and a row of a side list all that would be clicked; of
    links and headings the words; of an icon its drawing; of everything else its outline.
    """

    role: str
    """One of `ROLES`."""
    label: str
    """The words on it or beside it; of an icon its name. Empty where there are none."""
    state: tuple[str, ...]
    """Those of `STATES` that are true, in that order."""
    box: Box
    """What of it can be seen, in pixels of the picture."""
    order: int
    """Its place in reading order, from 0 up."""


@dataclass(frozen=True)
class Line:
    """A piece of text on one line, as drawn: what was cut off with dots ends with them."""

    text: str
    box: Box
    """From ascent to descent and from the first letter to the last: the ink lies within."""


@dataclass(frozen=True, eq=False)
class Screen:
    """A picture of a screen and all that is true of it."""

    pixels: NDArray[np.uint8]
    """(h, w, 3), RGB."""
    kind: str
    """One of `KINDS`."""
    title: str
    """The window's or the page's title; empty if none is shown."""
    elements: tuple[Truth, ...]
    """In reading order."""
    lines: tuple[Line, ...]
    """In reading order."""
    kit: str
    """What it was drawn with: the name of a Qt theme or of a web kit."""
    language: Literal["en", "ko"]
    scale: float
    """Pixels of the picture for one of the toolkit's own."""
    seed: int
    """What drew exactly this screen."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]


def is_kept_out(kit: str) -> bool:
    """Tell whether screens of a kit are for testing only."""
    return kit in KEPT_OUT.values()


def in_state_order(state: Iterable[str]) -> tuple[str, ...]:
    """Put the states of an element into the order of `STATES`."""
    present = set(state)
    return tuple(one for one in STATES if one in present)


def save(screen: Screen, folder: Path) -> Path:
    """Write a screen as a picture and a JSON file beside it; return the picture's path."""
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / f"{screen.kit}-{screen.seed:012d}.png"
    Image.fromarray(screen.pixels, "RGB").save(picture, compress_level=1)
    facts = {
        one.name: getattr(screen, one.name) for one in dataclasses.fields(screen) if one.name != "pixels"
    }
    facts["elements"] = [dataclasses.asdict(one) for one in screen.elements]
    facts["lines"] = [dataclasses.asdict(one) for one in screen.lines]
    picture.with_suffix(".json").write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
    return picture


def load(folder: Path) -> Iterator[Screen]:
    """Read the screens of a folder one after the other, in the order of their names."""
    for path in sorted(folder.glob("*.json")):
        yield load_one(path)


def load_one(path: Path) -> Screen:
    """Read one screen from its JSON file and the picture beside it."""
    facts: dict[str, Any] = json.loads(path.read_text("utf-8"))
    facts["elements"] = tuple(_truth(one) for one in facts["elements"])
    facts["lines"] = tuple(Line(one["text"], Box(*one["box"])) for one in facts["lines"])
    with Image.open(path.with_suffix(".png")) as picture:
        return Screen(pixels=np.asarray(picture.convert("RGB")), **facts)


def _truth(facts: dict[str, Any]) -> Truth:
    return Truth(facts["role"], facts["label"], tuple(facts["state"]), Box(*facts["box"]), facts["order"])
