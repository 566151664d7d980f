"""Photographs and icons: what is drawn or shot rather than written or framed."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from engines.image_description.boxes import likeness
from engines.image_description.screen.rules_evidence import Mask, Picture, distance, middle
from engines.image_description.screen.rules_shapes import blobs, closed
from engines.image_description.screen.rules_surroundings import Lines, as_array, covered
from engines.results import Box, Element

_TILE_PX: Final = 16
_SHADES: Final = 18
"""Different greys (of 64) in a tile: text on a flat ground has fewer, photographs more."""
_COMMONEST: Final = 0.3
"""Share of a tile that its commonest shade fills in drawn interfaces."""


def find_images(picture: Picture, boxes: Sequence[Box], lines: Lines) -> list[Element]:
    """Return photographs and other many-shaded pictures at least three text lines high."""
    tiles = _photographic(picture)
    found = []
    for place, mask in blobs(closed(tiles, 5), 6):
        if min(place.width, place.height) < 3 or mask.mean() < 0.45:
            continue
        area = Box(*(side * _TILE_PX for side in place))
        box = _snapped(area, boxes)
        written = sum(line.box.width * line.box.height for line in lines.inside(box))
        if min(box.width, box.height) >= 2.5 * lines.unit and written < 0.25 * box.width * box.height:
            found.append(Element("img", "", box, 0.7))
    return found


def _photographic(picture: Picture) -> Mask:
    """Return which tiles hold many shades of which none prevails."""
    rows, columns = picture.height // _TILE_PX, picture.width // _TILE_PX
    if not rows or not columns:
        return np.zeros((0, 0), np.bool_)
    # green carries most of what is seen as brightness
    grey = picture.pixels[: rows * _TILE_PX, : columns * _TILE_PX, 1]
    tiles = grey.reshape(rows, _TILE_PX, columns, _TILE_PX).swapaxes(1, 2).reshape(rows, columns, -1)
    levels = np.sort(tiles[:, :, ::2] // 4, axis=2)
    shades = (np.diff(levels, axis=2) > 0).sum(axis=2) + 1  # (rows, columns)
    middle_level = levels[:, :, levels.shape[2] // 2][:, :, None]
    prevailing = (levels == middle_level).mean(axis=2)
    return np.asarray((shades > _SHADES) & (prevailing < _COMMONEST))


def _snapped(area: Box, boxes: Sequence[Box]) -> Box:
    """Return the proposal that fits a block of tiles, else the block."""
    best = max(boxes, key=lambda box: likeness(box, area), default=area)
    return best if likeness(best, area) > 0.5 else area


def find_icons(picture: Picture, boxes: Sequence[Box], lines: Lines, taken: Sequence[Box]) -> list[Element]:
    """Return small drawings that stand alone: no text, nothing close by, not in `taken`."""
    small, big = max(8.0, 0.5 * lines.unit), 2.8 * lines.unit
    found: list[Box] = []
    others = as_array(taken)
    for box in boxes:
        is_right_size = small <= max(box.width, box.height) <= big and 0.6 < box.width / box.height < 1.67
        if not is_right_size or min(box.width, box.height) < 0.3 * lines.unit:
            continue
        if covered(box, others, 0.3, 0.5) or any(likeness(box, other) > 0.05 for other in found):
            continue
        if lines.under(box, 0.2) or not _stands_alone(picture, box):
            continue
        found.append(box)
    return [Element("icon", "", box, 0.5) for box in found]


def _stands_alone(picture: Picture, box: Box) -> bool:
    """Whether flat ground runs all round a box, as wide as a sixth of it, and something clear is inside."""
    reach = max(3, round(0.16 * max(box.width, box.height)))
    grown = Box(box.left - reach, box.top - reach, box.right + reach, box.bottom + reach)
    if grown.left < 0 or grown.top < 0 or grown.right > picture.width or grown.bottom > picture.height:
        return False
    crop = picture.crop(grown)
    rim = np.concatenate(
        [
            part.reshape(-1, 3)
            for part in (crop[: reach - 1], crop[1 - reach :], crop[:, : reach - 1], crop[:, 1 - reach :])
        ]
    )
    ground = middle(rim)
    is_flat = bool((np.abs(rim - ground).max(axis=1) > 20).mean() < 0.02)
    inside = crop[reach:-reach, reach:-reach]
    ink: npt.NDArray[np.bool_] = np.abs(inside - ground).max(axis=2) > 60
    # a short word that the text detector missed has more pieces than most icons
    pieces = blobs(ink, 4)
    is_drawing = len(pieces) <= 3 or max(piece.sum() for _place, piece in pieces) > 0.6 * ink.sum()
    return is_flat and is_drawing and float(ink.mean()) > 0.06 and distance(middle(inside[ink]), ground) > 60
