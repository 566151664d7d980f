"""Switches: pills with a knob at one end."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from engines.image_description.boxes import likeness
from engines.image_description.screen.rules_evidence import Picture, distance, middle
from engines.image_description.screen.rules_surroundings import Lines
from engines.results import Box, Element


def find_switches(picture: Picture, boxes: Sequence[Box], lines: Lines) -> list[Element]:
    """Return the switches among boxes, which may overlap: pills with a knob at one end."""
    small, big = max(11.0, 0.55 * lines.unit), 2.2 * lines.unit
    found: list[Element] = []
    for box in boxes:
        if not (small <= box.height <= big and 1.5 < box.width / box.height < 2.8):
            continue
        if any(likeness(box, other.box) > 0.3 for other in found) or _holds_words(box, lines):
            continue
        element = _switch(picture, box, lines)
        if element:
            found.append(element)
    return found


def _holds_words(box: Box, lines: Lines) -> bool:
    return bool(lines.under(box, 0.3) or lines.inside(box))


def _switch(picture: Picture, box: Box, lines: Lines) -> Element | None:
    """Return a switch if the middle row of a pill is one track and one knob."""
    knob = _knob(picture.crop(box))
    if knob is None:
        return None
    label = lines.right_of(box, 1.5 * box.width)
    if not label.is_there or _is_on_off(label.text):
        left = lines.left_of(box, 60 * lines.unit)
        label = left if left.is_there else label
    state = ("checked",) if knob == "right" else ()
    sure = 0.8 if label.is_there else 0.5
    return Element("switch", label.text, box, sure, state=state, is_unreadable=label.is_unreadable)


def _is_on_off(text: str) -> bool:
    return text.strip().lower() in {"on", "off", "켬", "끔", "켜짐", "꺼짐"}


def _knob(crop: npt.NDArray[np.int16]) -> Literal["left", "right"] | None:
    """Return at which end of a pill the knob is, or None if there is none."""
    tall, wide = crop.shape[:2]
    band = np.median(crop[tall * 2 // 5 : max(tall * 3 // 5, tall * 2 // 5 + 1)], axis=0)  # (columns, rgb)
    edge = max(2, round(0.12 * tall))
    inner = band[edge : wide - edge]
    if len(inner) < 8:
        return None
    jumps = np.flatnonzero(np.abs(np.diff(inner, axis=0)).max(axis=1) > 9)
    runs = _runs(jumps, len(inner))
    if not 2 <= len(runs) <= 3:
        return None
    sizes = [(end - start) / wide for start, end in runs]
    colours = [middle(inner[start:end].astype(np.int16)) for start, end in runs]
    return _side_of_knob(crop, sizes, colours)


def _runs(jumps: npt.NDArray[np.int64], length: int) -> list[tuple[int, int]]:
    """Return the stretches between jumps of colour that are more than a soft edge."""
    bounds = [0, *(int(jump) + 1 for jump in jumps), length]
    return [(a, b) for a, b in pairwise(bounds) if b - a >= 3]


def _side_of_knob(
    crop: npt.NDArray[np.int16], sizes: Sequence[float], colours: Sequence[npt.NDArray[np.int16]]
) -> Literal["left", "right"] | None:
    if len(sizes) == 3:
        # a small knob has track on both sides
        if distance(colours[0], colours[2]) > 20 or not 0.15 < sizes[1] < 0.6:
            return None
        return "left" if sizes[0] < sizes[2] else "right"
    if distance(colours[0], colours[1]) < 25 or not 0.2 < min(sizes) < 0.55 or sum(sizes) < 0.6:
        return None
    bulge = _bulge(crop, colours[0], colours[1])
    if abs(bulge) >= 0.04 * crop.shape[0]:
        return "left" if bulge > 0 else "right"
    return "left" if sizes[0] < sizes[1] else "right"


def _bulge(crop: npt.NDArray[np.int16], left: npt.NDArray[np.int16], right: npt.NDArray[np.int16]) -> float:
    """Return how many pixels farther right the seam lies at half height: a knob is round."""
    tall, wide = crop.shape[:2]
    part = crop[:, wide // 5 : wide - wide // 5]
    is_left = np.abs(part - left).max(axis=2) < np.abs(part - right).max(axis=2)
    seam = is_left.sum(axis=1)
    return float(seam[tall // 2] - (seam[tall // 4] + seam[tall - 1 - tall // 4]) / 2)
