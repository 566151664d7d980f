"""Web pages drawn by headless Chromium with kits from npm, with exact truth."""

import random
from collections.abc import Generator, Sequence
from typing import Any, Final

from training import catalogues
from training.screens.truth import Screen
from training.screens.web import fonts, look, pages
from training.screens.web.browser import Browser, pixels_of
from training.screens.web.reading import read
from training.screens.web.words import Words

_A_SEED_APART: Final = 1_000_000
_LARGEST_SEED: Final = 2**53


def screens(seed: int, kept_out: bool = False, kits: Sequence[str] = ()) -> Generator[Screen, None, None]:
    """Draw screens one by one, the same for the same seed: of the kept-out kit alone, or of all others.

    A browser runs until the iterator is closed. `kits` names the only ones wanted; empty for all.
    """
    with Browser() as browser:
        number = 0
        while True:
            yield screen(browser, (seed * _A_SEED_APART + number) % _LARGEST_SEED, kept_out, kits)
            number += 1


def screen(browser: Browser, seed: int, kept_out: bool = False, kits: Sequence[str] = ()) -> Screen:
    """Draw the screen of exactly this seed."""
    chosen, page = describe(seed, kept_out, kits)
    answer = browser.draw(_description(seed, chosen, page))
    return read(page, chosen, seed, pixels_of(answer["png"]), answer)


def describe(seed: int, kept_out: bool = False, kits: Sequence[str] = ()) -> tuple[look.Look, pages.Page]:
    """Choose what to draw for a seed, and how it looks."""
    chance = random.Random(seed)
    chosen = look.choose(chance, kept_out, {"en": fonts.families("en"), "ko": fonts.families("ko")}, kits)
    words = Words(chosen.language, chance, catalogues.strings(chosen.language))
    return chosen, pages.make(chance, chosen, words)


def _description(seed: int, chosen: look.Look, page: pages.Page) -> dict[str, Any]:
    return {
        "seed": seed,
        "kit": chosen.kit,
        "language": chosen.language,
        "width": chosen.width,
        "height": chosen.height,
        "scale": chosen.scale,
        "iconSet": chosen.icon_set,
        "look": chosen.style,
        "nodes": page.nodes,
        "focus": page.focus,
        "hover": page.hover,
    }
