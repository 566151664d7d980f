"""Screens of Qt widgets, drawn without a display: every screen follows from its seed alone.

The application, the fonts and the style sheets are the process's own, so a program that has a window
draws screens in another process.
"""

from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Literal

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from training.screens.qt.app import application
from training.screens.qt.kinds import HANDHELD, LAYOUTS
from training.screens.qt.kit import Kit
from training.screens.qt.sheet import style_sheet
from training.screens.qt.stage import Stage
from training.screens.qt.theme import Theme, choose_theme, palette
from training.screens.qt.words import Words
from training.screens.truth import Screen

_SIZES = (
    (1920, 1080),
    (1920, 1080),
    (1600, 900),
    (1440, 900),
    (1366, 768),
    (1366, 768),
    (1280, 800),
    (1280, 720),
    (1024, 768),
    (800, 600),
)
_NARROW = 560
"""In logical pixels: a screen that would be narrower is drawn at scale 1."""
_LEAST_WIDTH, _LEAST_HEIGHT = 440, 300


def screens(seed: int, kept_out: bool = False) -> Iterator[Screen]:
    """Draw screens without end; of the look kept out of training, or of all others."""
    for place in count():
        yield screen(seed * 1_000_000 + place, kept_out)


def screen(seed: int, kept_out: bool = False, kind: str = "") -> Screen:
    """Draw the one screen of a seed, of a kind if it is given."""
    app = application()
    random = Random(seed)
    language: Literal["en", "ko"] = "ko" if random.random() < 0.4 else "en"
    theme = choose_theme(random, language, kept_out)
    _dress(app, theme)
    kind = kind or random.choices(list(LAYOUTS), [one.weight for one in LAYOUTS.values()])[0]
    scale, width, height = _size(random, kind, theme)
    kit = Kit(theme, Words(language, random), random, scale)
    stage = Stage(kit, width, height, kind)
    LAYOUTS[kind].build(stage)
    return stage.draw(seed)


def _size(random: Random, kind: str, theme: Theme) -> tuple[float, int, int]:
    """Choose the scale, and the width and height in logical pixels."""
    scale = random.choice((1, 1, 1, 1, 1, 1.25, 1.5, 1.75, 2))
    if kind in HANDHELD and theme.frame == "none" and random.random() < 0.4:
        return random.choice((1, 1.5, 2)), random.randint(340, 440), random.randint(620, 900)
    if random.random() < 0.45:
        width, height = random.choice(_SIZES)
    else:
        width, height = random.randint(420, 1400), random.randint(320, 1000)
    width, height = min(width, 1920), min(height, 1080)
    if width / scale < _NARROW:
        scale = 1
    return scale, max(_LEAST_WIDTH, round(width / scale)), max(_LEAST_HEIGHT, round(height / scale))


def _dress(app: QApplication, theme: Theme) -> None:
    app.setStyleSheet("")
    app.setStyle(theme.base)
    app.setPalette(palette(theme))
    font = QFont(theme.family)
    font.setPixelSize(theme.font_px)
    app.setFont(font)
    app.setStyleSheet(style_sheet(theme))
