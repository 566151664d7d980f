"""What a page looks like: its kit, colours, shapes, fonts, and the size and scale of its picture."""

import colorsys
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from training.screens.truth import KEPT_OUT
from training.screens.web.words import Language

KITS: Final = {
    "plain": 8,
    "house": 24,
    "bootstrap": 9,
    "bulma": 5,
    "daisyui": 6,
    "pico": 4,
    "win98": 4,
    "winxp": 5,
    "win7": 5,
    "mui": 9,
    "fluent": 8,
    "antd": 8,
    "mantine": 6,
    "krds": 5,
    "fomantic": 4,
    "uikit": 3,
    "materialize": 3,
    "govuk": 3,
    "primer": 5,
    "patternfly": 4,
    "spectre": 3,
}
"""How often each kit is drawn, the one that is kept out left aside."""
OLD_DESKTOPS: Final = frozenset({"win98", "winxp", "win7"})
_ALWAYS_LIGHT: Final = OLD_DESKTOPS | {"govuk", "spectre", "uikit", "fomantic", "krds"}
FRAMES_ALL_BUTTONS: Final = OLD_DESKTOPS | {"plain", "pico"}
"""No button of these is mere words."""
ICON_SETS: Final = ("lucide", "material", "tabler", "bootstrap", "phosphor")
_SIZES: Final = (
    (1280, 800, 16),
    (1366, 768, 14),
    (1440, 900, 10),
    (1600, 900, 8),
    (1920, 1080, 10),
    (1024, 768, 14),
    (800, 600, 12),
    (640, 560, 8),
    (420, 760, 7),
    (400, 800, 5),
    (1100, 700, 10),
    (960, 640, 8),
)
_WIDEST: Final = 1920
_THEMES: Final = (
    "light",
    "dark",
    "cupcake",
    "bumblebee",
    "emerald",
    "corporate",
    "synthwave",
    "retro",
    "cyberpunk",
    "forest",
    "aqua",
    "lofi",
    "pastel",
    "fantasy",
    "wireframe",
    "black",
    "luxury",
    "dracula",
    "business",
    "night",
    "coffee",
    "winter",
    "dim",
    "nord",
    "sunset",
    "silk",
)
_DARK_THEMES: Final = frozenset(
    {
        "dark",
        "synthwave",
        "forest",
        "black",
        "luxury",
        "dracula",
        "business",
        "night",
        "coffee",
        "dim",
        "sunset",
    }
)
_TABS: Final = (
    "underline", "underline", "pill", "boxed", "segmented", "plain", "filled", "ruled", "joined",
)  # fmt: skip
_YES_OR_NO: Final = (False, True)
_VARIANTS: Final[dict[str, dict[str, tuple[Any, ...]]]] = {
    "mui": {
        "variant": ("outlined", "outlined", "outlined", "filled", "standard"),
        "floats": (True, True, False),
        "dense": _YES_OR_NO,
        "flat": _YES_OR_NO,
        "caps": _YES_OR_NO,
        "alert": (0, 1, 2),
    },
    "fluent": {
        "shape": ("rounded", "rounded", "square", "circular"),
        "input": ("outline", "outline", "underline", "filled-darker"),
        "textarea": ("outline", "filled-darker"),
        "round": (False, False, True),
        "thick": _YES_OR_NO,
        "tabs": ("transparent", "subtle", "subtle-circular", "filled-circular"),
        "tabSize": ("small", "medium", "large"),
        "card": ("filled", "outline", "subtle"),
    },
    "antd": {
        "input": ("outlined", "outlined", "outlined", "filled", "underlined"),
        "size": ("small", "middle", "middle", "large"),
        "small": _YES_OR_NO,
        "words": _YES_OR_NO,
        "borderless": _YES_OR_NO,
        "compact": (False, False, True),
    },
    "mantine": {
        "size": ("xs", "sm", "sm", "md"),
        "radius": ("xs", "sm", "md", "xl"),
        "variant": ("default", "default", "filled"),
        "outline": (False, False, True),
        "words": (False, False, True),
        "tabs": ("default", "outline", "pills"),
        "shadow": _YES_OR_NO,
        "colour": ("blue", "teal", "violet", "red", "orange", "gray", "green"),
    },
}
"""Ways in which kits made for React can be set up; each is chosen at random."""


@dataclass(frozen=True)
class Look:
    """How a page is drawn."""

    kit: str
    language: Language
    width: int
    """In CSS pixels, as the height."""
    height: int
    scale: float
    """Pixels of the picture for a CSS pixel."""
    icon_set: str
    style: dict[str, Any]
    """What the drawing code in the browser is told: colours, shapes, fonts."""

    @property
    def is_narrow(self) -> bool:
        """A page as wide as a telephone."""
        return self.width < 560

    @property
    def is_old_desktop(self) -> bool:
        """A window of an earlier system rather than a page."""
        return self.kit in OLD_DESKTOPS


def choose(
    chance: random.Random, is_kept_out: bool, fonts: dict[Language, Sequence[str]], kits: Sequence[str] = ()
) -> Look:
    """Choose a look; of the kept-out kit, or of any other."""
    kit = KEPT_OUT["web"] if is_kept_out else _kit(chance, kits)
    language: Language = "ko" if chance.random() < 0.45 else "en"
    sizes = [one for one in _SIZES if one[0] <= 1100] if kit in OLD_DESKTOPS else list(_SIZES)
    width, height, _ = chance.choices(sizes, [one[2] for one in sizes])[0]
    width, height = width + chance.randrange(-30, 31), height + chance.randrange(-30, 31)
    scale = chance.choices((1.0, 1.25, 1.5, 1.75, 2.0, 0.8, 0.9, 1.1), (50, 9, 12, 4, 10, 3, 5, 7))[0]
    if kit in OLD_DESKTOPS and chance.random() < 0.6:
        scale = 1.0
    if width * scale > _WIDEST:
        width, height = int(_WIDEST / scale), int(height * _WIDEST / scale / width)
    style = _style(chance, kit, fonts[language])
    style["keepsFont"] = kit in OLD_DESKTOPS and language == "en" and chance.random() < 0.5
    return Look(kit, language, width, height, scale, chance.choice(ICON_SETS), style)


def _kit(chance: random.Random, only: Sequence[str]) -> str:
    names = [one for one in KITS if one != KEPT_OUT["web"] and (not only or one in only)]
    return chance.choices(names, [KITS[one] for one in names])[0]


def _style(chance: random.Random, kit: str, fonts: Sequence[str]) -> dict[str, Any]:
    is_dark = kit not in _ALWAYS_LIGHT and chance.random() < 0.3
    accent, on_accent = _accent(chance, is_dark)
    style: dict[str, Any] = {
        "dark": is_dark,
        "contrast": kit not in OLD_DESKTOPS and chance.random() < 0.05,
        "forcedDark": kit in ("plain", "bulma", "bootstrap") and not is_dark and chance.random() < 0.04,
        "font": f'"{chance.choice(fonts)}", sans-serif',
        "size": chance.choice((12, 13, 14, 14, 15, 16, 16, 17)),
        "accent": accent,
        "onAccent": on_accent,
        "radius": chance.choice((0, 2, 3, 4, 4, 6, 8, 12, 18)),
        "tinted": chance.random() < 0.5,
        **_surfaces(chance, is_dark),
    }
    if kit == "daisyui":
        style["theme"] = chance.choice(_THEMES) if chance.random() < 0.7 else ("dark" if is_dark else "light")
        style["dark"] = style["theme"] in _DARK_THEMES
    if kit == "house":
        style |= _shapes(chance, style["radius"])
    if kit in _VARIANTS:
        style[kit] = {name: chance.choice(choices) for name, choices in _VARIANTS[kit].items()}
    return style


def _accent(chance: random.Random, is_dark: bool) -> tuple[str, str]:
    hue, light = chance.random(), chance.uniform(0.3, 0.52) + (0.1 if is_dark else 0)
    red, green, blue = colorsys.hls_to_rgb(hue, light, chance.uniform(0.45, 0.95))
    brightness = 0.299 * red + 0.587 * green + 0.114 * blue
    return _hex(red, green, blue), "#ffffff" if brightness < 0.6 else "#111111"


def _surfaces(chance: random.Random, is_dark: bool) -> dict[str, str]:
    hue, tint = chance.random(), chance.choice((0.0, 0.0, 0.05, 0.15, 0.3))

    def grey(light: float) -> str:
        return _hex(*colorsys.hls_to_rgb(hue, light, tint))

    if is_dark:
        ground = chance.uniform(0.04, 0.17)
        return {
            "ground": grey(ground),
            "paper": grey(ground + chance.uniform(0, 0.07)),
            "ink": grey(chance.uniform(0.82, 1)),
            "edge": grey(ground + chance.uniform(0.15, 0.4)),
            "field": grey(ground + chance.uniform(-0.03, 0.09)),
        }
    ground = chance.uniform(0.9, 1.0)
    return {
        "ground": grey(ground),
        "paper": grey(min(1, ground + chance.uniform(-0.01, 0.06))),
        "ink": grey(chance.uniform(0, 0.25)),
        "edge": grey(chance.uniform(0.45, 0.85)),
        "field": grey(min(1, ground + chance.uniform(0, 0.1))),
    }


def _shapes(chance: random.Random, radius: int) -> dict[str, Any]:
    """Choose every shape of a design system of our own."""

    def likely(share: float) -> bool:
        return chance.random() < share

    mark, knob = chance.randrange(12, 25), chance.randrange(12, 25)
    height = chance.randrange(15, 31)
    return {
        "push": chance.choice(("flat", "flat", "outlined", "outlined", "gradient", "raised", "shadowed")),
        "border": chance.choice(
            ("outlined",) * 5
            + ("filled", "filled", "ruled", "ruled", "faint", "underlined", "sunken", "shadowed")
        ),
        "line": chance.choice((1, 1, 1, 1.5, 2)),
        "padY": chance.uniform(0.25, 0.8),
        "padX": chance.uniform(0.6, 1.6),
        "weight": chance.choice((400, 400, 500, 600, 700)),
        "caps": likely(0.08),
        "faded": chance.uniform(0.35, 0.6),
        "greyed": likely(0.5),
        "fieldY": chance.uniform(0.2, 0.75),
        "fieldX": chance.uniform(0.4, 1.0),
        "fieldRadius": min(radius, 14) if likely(0.8) else chance.choice((0, 4, 20)),
        "readonlyPlain": likely(0.5),
        "labelWeight": chance.choice((400, 400, 500, 600, 700)),
        "labelSize": chance.uniform(0.8, 1.0),
        "labelFaint": likely(0.4),
        "ring": chance.choice((1, 2, 2, 3)),
        "ringStyle": chance.choice(("solid", "solid", "solid", "dotted", "double")),
        "ringInk": likely(0.25),
        "ringGap": chance.choice((-2, 0, 0, 1, 2, 3)),
        "mark": mark,
        "markLine": chance.choice((1, 1, 1.5, 2)),
        "markInk": likely(0.25),
        "markFilled": likely(0.65),
        "markRadius": chance.choice((0, 0, 2, 3, 4, 6)),
        "cross": likely(0.08),
        "block": likely(0.06),
        "tick": chance.choice((1.5, 2, 2, 2.5, 3)),
        "radioThick": likely(0.3),
        "swW": int(height * chance.uniform(1.6, 2.3)),
        "swH": height,
        "swIn": chance.choice((2, 2, 3, 4)),
        "swRound": likely(0.85),
        "swHollow": likely(0.15),
        "swGreen": likely(0.2),
        "switchWords": likely(0.1),
        "knob": knob,
        "groove": chance.choice((2, 3, 4, 6, 8)),
        "knobSquare": likely(0.15),
        "knobPlain": likely(0.4),
        "bar": chance.choice((4, 6, 8, 10, 14, 18)),
        "barRound": likely(0.6),
        "barLine": likely(0.25),
        "barGreen": likely(0.2),
        "spin": chance.choice(("stacked", "stacked", "sides", "end", "end")),
        "tabs": chance.choice(_TABS),
        "cardShadow": likely(0.4),
        "cardLine": likely(0.7),
        "underline": likely(0.5),
        "arrow": chance.randrange(5),
        "arrowIcon": "expand" if likely(0.6) else None,
        "words": "flex-start" if likely(0.35) else "center",
        "tail": chance.uniform(0, 4.5),
        "leastWidth": chance.choice((0, 0, 0, 0, 5, 7, 9, 12)),
        "iconAtEnd": likely(0.12),
        "tabTail": chance.uniform(0.5, 4) if likely(0.3) else 0,
        "spinMarks": chance.choice(("▲▼", "▲▼", "+−", "⌃⌄")),
        "rows": chance.choice(("round", "round", "flush", "plain", "solid")),
        "flushFoot": likely(0.2),
        "joinedPages": likely(0.4),
        "ruledFolds": likely(0.4),
        "fill": chance.choice((0, 2, 4, 6, 9)),
        "stepPlain": likely(0.5),
        "stepBare": likely(0.3),
    }


def _hex(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{max(0, min(255, round(one * 255))):02x}" for one in (red, green, blue))
