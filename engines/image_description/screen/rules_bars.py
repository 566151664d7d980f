"""Sliders and progress bars: long thin shapes with a knob, or filled part of the way."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from engines.image_description.boxes import likeness
from engines.image_description.screen.rules_evidence import (
    Mask,
    Picture,
    distance,
    middle,
    saturation,
    stretches,
)
from engines.image_description.screen.rules_surroundings import Label, Lines, share_inside
from engines.image_description.screen.surface import strongest
from engines.results import Box, Element

_SHORTEST_PX: Final = 50


def find_bars(picture: Picture, boxes: Sequence[Box], lines: Lines) -> list[Element]:
    """Return the sliders and progress bars among boxes, which may overlap."""
    if not boxes:
        return []
    straight = picture.sides(np.array(boxes, np.int32)).min(axis=1)
    found: list[Element] = []
    for box, share in zip(boxes, straight, strict=True):
        if box.width < max(_SHORTEST_PX, 3.2 * box.height) or box.height > 1.9 * lines.unit:
            continue
        if any(likeness(box, other.box) > 0.3 or share_inside(box, other.box) > 0.8 for other in found):
            continue
        element = _slider(picture, box, lines) or _progress(picture, box, lines, share)
        if element:
            found.append(element)
    return found


def _slider(picture: Picture, box: Box, lines: Lines) -> Element | None:
    """Return a slider if a thin track carries one knob, and no text lies in it."""
    # text detectors take a knob for a letter
    has_text = any(line.box.width > 2 * line.box.height for line in lines.inside(box))
    if box.height < 0.35 * lines.unit or has_text:
        return None
    crop = picture.crop(box)
    ground = middle(np.concatenate([crop[0], crop[-1]]))
    ink = np.asarray(strongest(np.abs(crop - ground)) > 9)
    if not _is_track_with_knob(ink):
        return None
    return _element("slider", box, lines.field_label(box), 0.7)


def _is_track_with_knob(ink: Mask) -> bool:
    tall, wide = ink.shape
    # a knob may be hollow: from its first to its last row of ink
    extent = np.where(ink.any(axis=0), tall - np.argmax(ink[::-1], axis=0) - np.argmax(ink, axis=0), 0)
    is_knob = extent >= 0.7 * tall
    knobs = stretches(np.asarray(is_knob[None, :]), 3)
    if len(knobs) != 1 or not 0.3 * tall <= knobs[0][1] - knobs[0][0] <= 2.0 * tall:
        return False
    start, end = max(0, knobs[0][0] - tall // 3), knobs[0][1] + tall // 3
    track = np.concatenate([ink[:, :start], ink[:, end:]], axis=1)
    if track.shape[1] < 0.5 * wide:
        return False
    # a track is one line, or the two lines of a groove
    rows = np.flatnonzero(track.mean(axis=1) > 0.85)
    if not len(rows):
        return False
    first, last = int(rows[0]), int(rows[-1]) + 1
    beyond = np.delete(track, slice(first, last), axis=0)
    is_thin = last - first <= max(2, 0.55 * tall)
    is_middle = abs((first + last - tall) / 2) <= 0.2 * tall
    return bool(is_thin and is_middle and len(beyond) and beyond.mean() < 0.1)


def _progress(picture: Picture, box: Box, lines: Lines, straight: float) -> Element | None:
    """Return a progress bar if its left part has one colour, the rest another, with one straight seam."""
    if not 3 <= box.height <= 1.5 * lines.unit or box.width < 5 * box.height:
        return None
    if straight < 0.7:
        return None
    inside = lines.inside(box)
    if any(line.text and "%" not in line.text for line in inside) or len(inside) > 1:
        return None
    crop = picture.crop(box)
    # above the percentage that may stand in the middle
    seam = _seam(crop[max(1, crop.shape[0] // 8) : max(3, crop.shape[0] // 4)])
    if seam is None:
        return None
    return _element("progressbar", box, lines.field_label(box), 0.6, f"{round(100 * seam)}%")


def _seam(band: npt.NDArray[np.int16]) -> float | None:
    """Return how far a band is filled, 0 to 1, or None if it has not two plain parts."""
    row = np.median(band, axis=0)[2:-2]  # (columns, rgb)
    length = len(row)
    end = max(2, length // 25)
    left, right = middle(row[:end].astype(np.int16)), middle(row[-end:].astype(np.int16))
    if distance(left, right) < 40 or saturation(left) < saturation(right) + 20:
        return None
    is_filled = np.abs(row - left).max(axis=1) < np.abs(row - right).max(axis=1)
    seam = int(is_filled.sum())
    in_order = float(is_filled[:seam].mean() + (~is_filled[seam:]).mean()) / 2
    # a gradient has no seam
    jump = float(np.abs(row[min(seam + 2, length - 1)] - row[max(seam - 3, 0)]).max())
    return seam / length if in_order > 0.97 and jump > 0.5 * distance(left, right) else None


def _element(role: str, box: Box, label: Label, confidence: float, value: str = "") -> Element:
    sure = confidence + 0.1 * label.is_there
    return Element(role, label.text, box, sure, value=value, is_unreadable=label.is_unreadable)
