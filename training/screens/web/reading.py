"""Turns what a browser measured into the truth of a screen."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engines.results import Box
from training.screens.truth import Line, Screen, Truth, in_state_order
from training.screens.web.look import Look
from training.screens.web.pages import KIND_OF, Page

_HOLDERS: Final = frozenset({"dialog", "table", "list", "img"})
"""These still count where little of them can be seen."""
_SEEN_OF_HOLDERS: Final = 0.15
_SEEN: Final = 0.6
_ON_TOP: Final = 0.85
_SMALLEST_PX: Final = 4


def read(page: Page, look: Look, seed: int, pixels: NDArray[np.uint8], measured: Mapping[str, Any]) -> Screen:
    """Return the screen of a page: what can be seen of its elements and lines, in pixels of the picture."""
    height, width = pixels.shape[:2]
    elements: list[Truth] = []
    for one in measured["elements"]:
        if "missing" in one:
            raise RuntimeError(f"{look.kit}: nothing matches {one['missing']}")
        mark = page.marks[one["id"]]
        box = scaled(one["box"], look.scale, width, height)
        if not _is_seen(mark.role, one, box):
            continue
        state = {state for state in mark.state if state != "focused"}
        if one["id"] == page.focus and measured.get("hasFocus"):
            state.add("focused")
        elements.append(Truth(mark.role, mark.label, in_state_order(state), box, len(elements)))
    lines = tuple(
        Line(one["text"], box)
        for one in measured["lines"]
        if (box := scaled(one["box"], look.scale, width, height)).height >= _SMALLEST_PX and box.width >= 2
    )
    kind = KIND_OF.get(page.kind, page.kind)
    return Screen(pixels, kind, page.title, tuple(elements), lines, look.kit, look.language, look.scale, seed)


def scaled(box: Sequence[float], scale: float, width: int, height: int) -> Box:
    """Return a box of CSS pixels in pixels of the picture, cut to it."""
    left, top, right, bottom = (round(one * scale) for one in box)
    return Box(max(0, left), max(0, top), min(width, right), min(height, bottom))


def _is_seen(role: str, measured: Mapping[str, Any], box: Box) -> bool:
    if box.width < _SMALLEST_PX or box.height < _SMALLEST_PX:
        # a progress bar may be a thin line
        return role in ("progressbar", "slider") and box.width > 20 and box.height >= 2
    if role in _HOLDERS:
        return bool(measured["whole"] >= _SEEN_OF_HOLDERS and measured["on_top"] >= _SEEN_OF_HOLDERS)
    return bool(measured["whole"] >= _SEEN and measured["on_top"] >= _ON_TOP)
