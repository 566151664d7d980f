"""Screens of Qt widgets, drawn without a display: every screen follows from its seed alone.

The application, the fonts and the style sheets are the process's own, so a program that has a window
draws screens in another process.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from random import Random
from typing import Literal

import numpy as np
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from engines.results import Box
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
_CUT_OUT = 0.15
_LEAST_KEPT = 0.8
"""Share of an element that a cut must leave for it still to be told."""
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
    drawn = stage.draw(seed)
    return _cut_out(drawn, random) if random.random() < _CUT_OUT else drawn


def _cut_out(screen: Screen, random: Random) -> Screen:
    """Keep a part of a screen, as of a picture somebody has cut to what matters."""
    width, height = screen.size
    left, top = (round(random.choice((0, random.uniform(0, 0.3))) * side) for side in (width, height))
    right = round(width * random.choice((1, random.uniform(0.7, 1))))
    bottom = round(height * random.choice((1, random.uniform(0.7, 1))))
    kept = [(one, _inside(one.box, left, top, right, bottom)) for one in screen.elements]
    elements = [replace(one, box=box) for one, box in kept if _area(box) >= _LEAST_KEPT * _area(one.box)]
    lines = [
        replace(one, box=_inside(one.box, left, top, right, bottom))
        for one in screen.lines
        if left <= one.box.left and one.box.right <= right and top <= one.box.top and one.box.bottom <= bottom
    ]
    return replace(
        screen,
        pixels=np.ascontiguousarray(screen.pixels[top:bottom, left:right]),
        title=screen.title if any(one.text == screen.title for one in lines) else "",
        elements=tuple(replace(one, order=order) for order, one in enumerate(elements)),
        lines=tuple(lines),
    )


def _inside(box: Box, left: int, top: int, right: int, bottom: int) -> Box:
    """Return what of a box lies in a part, measured from the part's corner."""
    return Box(
        max(box.left, left) - left,
        max(box.top, top) - top,
        min(box.right, right) - left,
        min(box.bottom, bottom) - top,
    )


def _area(box: Box) -> int:
    return max(0, box.width) * max(0, box.height)


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
    if theme.is_crisp:
        font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    app.setFont(font)
    app.setStyleSheet(style_sheet(theme))
