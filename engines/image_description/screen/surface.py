"""Looks at a picture's pixels: is there anything, where are edges, how big and how coloured is a text."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.results import Box

Pixels = NDArray[np.uint8]

_STEP = 16
"""Two neighbouring colours further apart than this, of 255, make an edge."""
_REMEMBERED = 768
"""Lines whose measures are kept, with their pixels: about two crowded screens, some 6 MB."""


def nothing_to_see(pixels: Pixels) -> Literal["blank", "noise", ""]:
    """Return whether the picture is of one colour or pure noise; empty for every other.

    `pixels` is RGB (height, width, 3).
    """
    # A few rows tell of nearly every picture that it is not blank; only the others are looked through.
    if _spread(pixels[:: max(1, pixels.shape[0] // 16)]) <= 8 and _spread(pixels) <= 8:
        return "blank"
    height, width = pixels.shape[:2]
    middle = pixels[
        max(0, height // 2 - 256) : height // 2 + 256, max(0, width // 2 - 256) : width // 2 + 256
    ]
    grey = cv2.cvtColor(middle, cv2.COLOR_RGB2GRAY).astype(np.float32)
    spread = float(grey.std())
    if min(grey.shape) < 8 or spread < 4:
        return ""
    # In anything drawn or photographed neighbours are alike; in noise they are strangers.
    across = float(np.abs(np.diff(grey, axis=1)).mean()) / spread
    down = float(np.abs(np.diff(grey, axis=0)).mean()) / spread
    return "noise" if min(across, down) > 0.8 else ""


def _spread(pixels: Pixels) -> int:
    channels = pixels.reshape(-1, 3)
    return int((channels.max(0).astype(int) - channels.min(0)).max())


def strongest(values: NDArray[Any]) -> NDArray[Any]:
    """Return the greatest of three channels, (height, width) of (height, width, 3).

    The same as `max(2)`, which takes ten times as long.
    """
    return np.asarray(np.maximum(np.maximum(values[..., 0], values[..., 1]), values[..., 2]))


def _steps(before: Pixels, after: Pixels) -> NDArray[np.bool_]:
    """Return (height, width) where the colours of two areas of one size make an edge."""
    return np.asarray(strongest(np.asarray(cv2.absdiff(before, after))) > _STEP // 3)


def photograph_share(pixels: Pixels) -> float:
    """Return the share of the picture, 0 to 1, where many soft shades meet, as in photographs."""
    height, width = pixels.shape[:2]
    small = cv2.resize(pixels, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    tile = 16
    rows, columns = grey.shape[0] // tile, grey.shape[1] // tile
    if not rows or not columns:
        return 0.0
    tiles = grey[: rows * tile, : columns * tile].reshape(rows, tile, columns, tile).transpose(0, 2, 1, 3)
    levels = np.sort(tiles.reshape(rows, columns, -1) // 4, axis=2)
    shades = (np.diff(levels, axis=2) > 0).sum(2) + 1  # (rows, columns) different greys in a tile
    # The commonest shade fills most of a tile of an interface, and little of a photograph's.
    middle = levels[:, :, levels.shape[2] // 2][:, :, None]
    commonest = (np.abs(levels.astype(np.int16) - middle) <= 0).mean(2)
    return float(((shades > 14) & (commonest < 0.3)).mean())


def upright_edge(pixels: Pixels, area: Box, left: int, right: int) -> int | None:
    """Return the x between `left` and `right` of a line or colour change that runs down `area`, if any."""
    strip = pixels[area.top : area.bottom, max(0, left - 1) : right + 1]
    if strip.shape[0] < 2 or strip.shape[1] < 2:
        return None
    steps = _steps(strip[:, :-1], strip[:, 1:])  # (height, columns - 1)
    shares = steps.mean(0)
    best = int(shares.argmax())
    return max(0, left - 1) + best + 1 if shares[best] > 0.6 else None


def level_edge(pixels: Pixels, area: Box, top: int, bottom: int) -> int | None:
    """Return the y between `top` and `bottom` of a line or colour change that runs across `area`, if any."""
    strip = pixels[max(0, top - 1) : bottom + 1, area.left : area.right]
    if strip.shape[0] < 2 or strip.shape[1] < 2:
        return None
    steps = _steps(strip[:-1], strip[1:])  # (rows - 1, width)
    shares = steps.mean(1)
    best = int(shares.argmax())
    return max(0, top - 1) + best + 1 if shares[best] > 0.95 else None


@dataclass(frozen=True)
class Ink:
    """How a line of text is set."""

    font_px: float
    """The height of the font's letters with their up- and downstrokes."""
    weight: float
    """Share of the inked rows' area that is ink, 0 to 1; bold text has more."""
    colour: tuple[int, int, int]
    """RGB of the strongest ink."""
    backdrop: tuple[int, int, int]
    """RGB behind it."""


def _around_middle(is_inked: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the inked rows that hang together with those nearest to the middle."""
    rows = np.flatnonzero(is_inked)
    if not len(rows):
        return rows
    groups = np.split(rows, np.flatnonzero(np.diff(rows) > max(3, len(is_inked) // 8)) + 1)
    middle = len(is_inked) / 2
    return min(groups, key=lambda group: float(np.abs(group - middle).min()))


_UP = set("bdfhijklt") | set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789()[]{}/|!?\"'")
_DOWN = set("gjpqy()[]{}|,;")


def ink(pixels: Pixels, box: Box, text: str) -> Ink:
    """Measure one line; `text` tells which strokes its letters have, so that sizes can be compared."""
    crop = pixels[box.top : box.bottom, box.left : box.right]
    return _ink(crop.tobytes(), crop.shape, box.height, _share_of_font(text))


@lru_cache(_REMEMBERED)
def _ink(pixels: bytes, shape: tuple[int, int, int], tall: int, share_of_font: float) -> Ink:
    """Measure a line whose pixels are RGB of that shape; most lines are the same at the next look."""
    crop = np.frombuffer(pixels, np.uint8).reshape(shape)
    flat = crop.reshape(-1, 3)
    backdrop = median_colour(flat)
    distance = strongest(np.asarray(cv2.absdiff(crop, np.broadcast_to(backdrop, crop.shape))))
    is_ink = distance > max(24, int(distance.max()) // 3)
    # A column or row that is inked from end to end is a frame or a rule, not letters.
    is_ink[:, is_ink.mean(0) > 0.8] = False
    is_ink[is_ink.mean(1) > 0.8] = False
    rows = _around_middle(is_ink.any(1))
    columns = np.flatnonzero(is_ink.any(0))
    if not len(rows) or not len(columns):
        return Ink(float(tall), 0.0, (0, 0, 0), _rgb(backdrop))
    height = int(rows[-1] - rows[0]) + 1
    boldest = flat[distance.reshape(-1).argsort()[-max(1, distance.size // 50) :]]
    area = height * (int(columns[-1] - columns[0]) + 1)
    return Ink(
        height / share_of_font,
        float(is_ink.sum()) / area,
        _rgb(median_colour(boldest)),
        _rgb(backdrop),
    )


def _share_of_font(text: str) -> float:
    letters = set(text)
    if any("가" <= letter <= "힣" for letter in letters):
        return 0.92
    goes_up, goes_down = bool(letters & _UP), bool(letters & _DOWN)
    return {(True, True): 1.0, (True, False): 0.78, (False, True): 0.76, (False, False): 0.56}[
        goes_up, goes_down
    ]


def median_colour(colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the median of each channel of (count, 3), rounded down; counting is quicker than sorting."""
    middles = (len(colours) - 1) // 2, len(colours) // 2
    found = []
    for channel in range(3):
        counts = cv2.calcHist([colours[:, None]], [channel], None, [256], [0, 256])
        lower, upper = np.searchsorted(counts[:, 0].cumsum(), middles, side="right")
        found.append((int(lower) + int(upper)) // 2)
    return np.array(found, np.uint8)


def _rgb(colour: NDArray[np.uint8]) -> tuple[int, int, int]:
    return int(colour[0]), int(colour[1]), int(colour[2])
