"""Looks for the screens: families after real toolkits, drawn anew with other colours, sizes, fonts."""

import colorsys
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from PySide6.QtGui import QColor, QPalette

from training.screens.qt.letters import any_family
from training.screens.qt.words import Language
from training.screens.truth import KEPT_OUT


@dataclass(frozen=True)
class Theme:
    """How everything on one screen looks; sizes are in logical pixels."""

    name: str
    """The family; that of `KEPT_OUT` is for testing."""
    is_dark: bool
    window: str
    surface: str
    """Fields, lists and cards."""
    raised: str
    """Buttons, headers and bars."""
    text: str
    dim: str
    accent: str
    on_accent: str
    border: str
    link: str
    base: str = "Fusion"
    """The Qt style below the style sheet."""
    is_native: bool = False
    """Whether Qt's own style draws the widgets, without a style sheet."""
    radius: int = 4
    border_px: int = 1
    family: str = "DejaVu Sans"
    font_px: int = 13
    pad_x: int = 14
    pad_y: int = 5
    gap: int = 8
    margin: int = 16
    field: str = "box"
    """box underline filled windows"""
    button: str = "flat"
    """flat outlined raised bevel"""
    tab: str = "line"
    """line box pill"""
    tick: str = "filled"
    """filled outline hollow cross inset: how a mark that is set looks."""
    mark: float = 1.15
    """Side of a mark, in heights of the font."""
    spin: str = "stacked"
    """stacked beside: where a spin box has its two buttons."""
    is_upper: bool = False
    """Whether buttons shout."""
    switch: str = "pill"
    """pill outline thin square"""
    arrow: str = "chevron"
    """chevron filled both"""
    slider: str = "round"
    """round bar blade"""
    frame: str = "windows"
    """windows mac gnome kde classic none"""
    bold_headings: bool = True
    has_filled_main: bool = True
    """Whether the main button is filled with the accent, or only ringed."""
    icons: str = "line"
    """line solid coloured"""
    is_crisp: bool = False
    """Whether letters are drawn without smoothed edges, as they were long ago."""
    stroke: float = 1.8
    """Width of the lines icons are drawn with, on a field of 24."""


def choose_theme(random: Random, language: Language, is_kept_out: bool) -> Theme:
    """Draw a look by chance: the one kept out, or any other."""
    weights = [weight for _, weight in _FAMILIES.values()]
    name = KEPT_OUT["qt"] if is_kept_out else random.choices(list(_FAMILIES), weights)[0]
    look = _chalk(random) if is_kept_out else _FAMILIES[name][0](random)
    font_px = round(look.font_px * random.uniform(0.9, 1.25))
    icons = random.choices(("line", "solid", "coloured"), (5, 3, 2))[0]
    mark = look.mark * random.uniform(0.85, 1.3)
    return replace(
        look,
        name=name,
        icons=icons,
        mark=mark,
        family=any_family(random, language, is_kept_out),
        font_px=max(11, font_px),
    )


def palette(theme: Theme) -> QPalette:
    """Turn a look into the palette of Qt's own styles."""
    made = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, theme.window),
        (roles.WindowText, theme.text),
        (roles.Base, theme.surface),
        (roles.AlternateBase, mix(theme.surface, theme.text, 0.04)),
        (roles.Text, theme.text),
        (roles.Button, theme.raised),
        (roles.ButtonText, theme.text),
        (roles.Highlight, theme.accent),
        (roles.HighlightedText, theme.on_accent),
        (roles.Link, theme.link),
        (roles.PlaceholderText, theme.dim),
        (roles.BrightText, "#ffffff"),
        (roles.ToolTipBase, theme.raised),
        (roles.ToolTipText, theme.text),
        (roles.Light, mix(theme.raised, "#ffffff", 0.6)),
        (roles.Midlight, mix(theme.raised, "#ffffff", 0.3)),
        (roles.Dark, mix(theme.raised, "#000000", 0.4)),
        (roles.Mid, mix(theme.raised, "#000000", 0.25)),
        (roles.Shadow, mix(theme.raised, "#000000", 0.7)),
    ):
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(mix(theme.text, theme.window, 0.55)))
    return made


def mix(one: str, other: str, share: float) -> str:
    """Blend a colour with a share of another."""
    first, second = QColor(one), QColor(other)
    parts = [round(a + (b - a) * share) for a, b in zip(_parts(first), _parts(second), strict=True)]
    return "#{:02x}{:02x}{:02x}".format(*parts)


def _parts(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def hsv(hue: float, saturation: float, value: float) -> str:
    """Name a colour by hue, saturation and value, each 0 to 1."""
    return "#{:02x}{:02x}{:02x}".format(
        *(round(255 * part) for part in colorsys.hsv_to_rgb(hue % 1, saturation, value))
    )


def _coloured(random: Random, dark_share: float, accent: str) -> Theme:
    is_dark = random.random() < dark_share
    hue, tint = random.random(), random.choice((0, 0, 0.03, 0.08))
    level = random.uniform(0.1, 0.24) if is_dark else random.uniform(0.92, 1)
    window = hsv(hue, tint * (3 if is_dark else 1), level)
    ink = "#ffffff" if is_dark else "#000000"
    lifted = mix(window, "#000000" if random.random() < 0.5 else "#ffffff", 0.06)
    text = mix(ink, window, random.uniform(0, 0.2))
    return Theme(
        name="",
        is_dark=is_dark,
        window=window,
        surface=mix(
            window, "#ffffff", random.choice((0.03, 0.06, 0.1)) if is_dark else random.uniform(0.6, 1)
        ),
        raised=mix(window, ink, 0.12) if is_dark else lifted,
        text=text,
        dim=mix(text, window, random.uniform(0.3, 0.5)),
        accent=accent,
        on_accent="#101010" if QColor(accent).lightnessF() > 0.62 else "#ffffff",
        border=mix(window, ink, random.uniform(0.12, 0.4)),
        link=mix(accent, ink, 0.15) if random.random() < 0.6 else ("#8ab4f8" if is_dark else "#0b57d0"),
    )


def _accent(random: Random) -> str:
    return hsv(random.random(), random.uniform(0.55, 0.95), random.uniform(0.45, 0.9))


def _windows_11(random: Random) -> Theme:
    accent = random.choice(("#005fb8", "#0067c0", "#4cc2ff", _accent(random)))
    return replace(
        _coloured(random, 0.35, accent),
        radius=4,
        font_px=14,
        pad_x=14,
        pad_y=5,
        button="outlined",
        field=random.choice(("windows", "box")),
        tab="line",
        tick="filled",
        switch="outline",
        frame="windows",
    )


def _windows_10(random: Random) -> Theme:
    plain = _coloured(random, 0, random.choice(("#0078d7", "#0078d7", "#e81123", "#107c10")))
    window = random.choice(("#f0f0f0", "#ffffff", "#f0f0f0"))
    return replace(
        plain,
        window=window,
        surface="#ffffff",
        raised="#e1e1e1",
        text="#000000",
        dim="#6d6d6d",
        border=random.choice(("#adadad", "#7a7a7a", "#999999")),
        link="#0066cc",
        on_accent="#ffffff",
        radius=0,
        font_px=12,
        pad_x=random.randint(8, 18),
        pad_y=random.randint(2, 4),
        gap=random.choice((5, 7, 9)),
        margin=random.choice((9, 11, 14)),
        button=random.choice(("flat", "outlined")),
        tab="box",
        tick=random.choice(("inset", "inset", "filled")),
        mark=1.08,
        switch="outline",
        slider="blade",
        frame="windows",
        bold_headings=random.random() < 0.4,
        is_crisp=random.random() < 0.06,
        has_filled_main=random.random() < 0.2,
    )


def _classic(random: Random) -> Theme:
    grey = random.choice(("#d4d0c8", "#c0c0c0", "#ece9d8", "#f0f0f0"))
    plain = _coloured(random, 0, random.choice(("#0a246a", "#000080", "#316ac5", "#0078d7")))
    return replace(
        plain,
        window=grey,
        raised=grey,
        surface="#ffffff",
        text="#000000",
        on_accent="#ffffff",
        border="#808080",
        base="Windows",
        is_native=True,
        font_px=12,
        gap=6,
        margin=10,
        radius=0,
        frame="classic",
        tick="inset",
        arrow="filled",
        switch="square",
        is_crisp=random.random() < 0.4,
    )


def _fusion(random: Random) -> Theme:
    accent = random.choice(("#308cc6", "#3daee9", "#e95420", _accent(random)))
    return replace(
        _coloured(random, 0.35, accent),
        is_native=True,
        font_px=13,
        frame=random.choice(("gnome", "kde", "windows", "none")),
        gap=random.choice((4, 6, 8)),
        margin=random.choice((9, 12)),
        tick="inset",
        arrow="filled",
    )


def _mac(random: Random) -> Theme:
    accent = random.choice(("#007aff", "#0a84ff", "#8e44ad", "#34c759", "#ff9500"))
    return replace(
        _coloured(random, 0.35, accent),
        radius=6,
        font_px=13,
        pad_x=14,
        pad_y=3,
        button="raised",
        tab="pill",
        arrow="both",
        switch="pill",
        frame="mac",
        field=random.choice(("box", "box", "filled")),
    )


def _gnome(random: Random) -> Theme:
    accent = random.choice(("#3584e4", "#e95420", "#1c71d8", "#26a269"))
    return replace(
        _coloured(random, 0.35, accent),
        radius=random.choice((6, 9)),
        font_px=14,
        pad_x=16,
        pad_y=7,
        button=random.choice(("flat", "raised")),
        field=random.choice(("filled", "box")),
        tab="box",
        frame="gnome",
        arrow="filled",
        switch="pill",
        tick="filled",
        gap=10,
        margin=18,
        spin=random.choice(("beside", "stacked")),
    )


def _breeze(random: Random) -> Theme:
    return replace(
        _coloured(random, 0.4, random.choice(("#3daee9", "#2980b9", "#27ae60"))),
        radius=3,
        font_px=13,
        pad_x=10,
        pad_y=4,
        button="outlined",
        tab="box",
        tick=random.choice(("outline", "outline", "filled", "hollow")),
        arrow="chevron",
        frame="kde",
        gap=6,
        margin=10,
        switch="pill",
    )


def _flat(random: Random) -> Theme:
    return replace(
        _coloured(random, 0.35, _accent(random)),
        radius=random.choice((0, 2, 4, 6, 8, 12, 18)),
        font_px=14,
        pad_x=random.randint(10, 22),
        pad_y=random.randint(4, 10),
        button=random.choice(("flat", "outlined", "raised")),
        field=random.choice(("box", "box", "filled", "underline")),
        tab=random.choice(("line", "box", "pill")),
        tick=random.choice(("filled", "filled", "outline", "hollow", "cross", "inset")),
        switch=random.choice(("pill", "outline", "thin", "square")),
        arrow=random.choice(("chevron", "filled", "both")),
        slider=random.choice(("round", "bar", "blade")),
        frame=random.choice(("none", "none", "windows", "gnome", "mac", "kde")),
        gap=random.randint(5, 16),
        margin=random.randint(8, 32),
        border_px=random.choice((1, 1, 1, 2)),
        stroke=random.uniform(1.3, 2.6),
        bold_headings=random.random() < 0.7,
        has_filled_main=random.random() < 0.9,
        spin=random.choice(("beside", "stacked", "stacked")),
        is_upper=random.random() < 0.08,
    )


def _material(random: Random) -> Theme:
    return replace(
        _coloured(
            random,
            0.35,
            random.choice(("#6200ee", "#1976d2", "#6750a4", "#00796b", "#c2185b", _accent(random))),
        ),
        radius=random.choice((4, 4, 18)),
        font_px=14,
        pad_x=18,
        pad_y=8,
        button=random.choice(("flat", "outlined")),
        field=random.choice(("underline", "filled", "box")),
        tab="line",
        tick="filled",
        switch=random.choice(("thin", "outline")),
        arrow="filled",
        frame="none",
        gap=14,
        margin=24,
        bold_headings=False,
        stroke=2,
        is_upper=random.random() < 0.5,
    )


def _contrast(random: Random) -> Theme:
    accent = random.choice(("#ffff00", "#1aebff", "#00ff00", "#ffffff"))
    look = Theme(
        "",
        True,
        "#000000",
        "#000000",
        "#000000",
        "#ffffff",
        "#3ff23f",
        accent,
        "#000000",
        "#ffffff",
        "#ffff00",
        radius=0,
        font_px=14,
        button="outlined",
        tab="box",
        tick="hollow",
        switch="outline",
        frame="windows",
        border_px=random.choice((1, 2)),
    )
    if random.random() < 0.3:
        look = replace(
            look,
            is_dark=False,
            window="#ffffff",
            surface="#ffffff",
            raised="#ffffff",
            text="#000000",
            dim="#600000",
            accent="#37006e",
            on_accent="#ffffff",
            border="#000000",
            link="#00009f",
        )
    return look


def _chalk(random: Random) -> Theme:
    """Draw the look that training never sees."""
    is_dark = random.random() < 0.5
    window, ink = ("#2b3a35", "#f3f0e6") if is_dark else ("#f6f3ea", "#23302b")
    accent = random.choice(("#c96f4a", "#5d8aa8", "#d8a93f"))
    return Theme(
        "",
        is_dark,
        window,
        mix(window, ink, 0.06),
        mix(window, ink, 0.1),
        ink,
        mix(ink, window, 0.35),
        accent,
        "#ffffff" if accent == "#5d8aa8" else "#1d1d1d",
        mix(window, ink, 0.35),
        accent,
        radius=10,
        border_px=2,
        font_px=14,
        pad_x=17,
        pad_y=6,
        button="outlined",
        field="box",
        tab="pill",
        tick="filled",
        switch="outline",
        arrow="chevron",
        frame="gnome",
        slider="blade",
        gap=9,
        margin=18,
        stroke=2.1,
    )


_FAMILIES: Final[dict[str, tuple[Callable[[Random], Theme], float]]] = {
    "windows-11": (_windows_11, 3),
    "windows-10": (_windows_10, 3),
    "classic": (_classic, 2),
    "fusion": (_fusion, 3),
    "mac": (_mac, 2),
    "gnome": (_gnome, 3),
    "breeze": (_breeze, 2),
    "flat": (_flat, 6),
    "material": (_material, 2),
    "contrast": (_contrast, 0.7),
}
"""How each family looks, and how often it is drawn."""
