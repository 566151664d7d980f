"""Prepares a crop for our line reader: bright ink on black, 32 px high, without frames and margins."""

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT: Final = 32
_LEAST_CONTRAST: Final = 24.0
"""Fainter ink than this, of 255, is not made stronger: it may be noise."""
_INKED: Final = 0.3
_SAMPLES: Final = 4096
_LINE_ALONG, _LINE_ACROSS = 0.75, 0.8
"""Share of a row, of a column, that is inked where a frame runs: round corners and the outside are not."""
_CORNER: Final = 0.1
"""How far a frame's round corner reaches, in heights of the crop."""


def prepare(line: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return (32, width) of a crop, RGB (height, width, 3) or grey (height, width)."""
    ink = _ink(line)
    is_inked = ink > _INKED
    _drop_frame(ink, is_inked)
    ink = _trimmed(ink, is_inked)
    height, width = ink.shape
    columns = max(8, round(width * HEIGHT / height))
    way = cv2.INTER_CUBIC if height < HEIGHT else cv2.INTER_AREA
    scaled = cv2.resize(ink, (columns, HEIGHT), interpolation=way)
    return (np.clip(scaled, 0.0, 1.0) * 255.0).astype(np.uint8)


def _ink(line: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return how far each pixel is from the background towards the strongest colour, 0 to 1.

    Measured along the one direction in colour space that parts them most, so red on blue of the same
    brightness is as plain as black on white.
    """
    values = line.astype(np.float32)
    if values.ndim == 3:
        flat = values.reshape(-1, 3)[:: max(1, values.shape[0] * values.shape[1] // _SAMPLES)]
        offset = flat - np.median(flat, 0)
        distance = np.abs(offset).sum(1)
        strong = offset[distance >= max(1.0, float(np.percentile(distance, 90)))]
        # Ink lighter and ink darker than the background must not cancel each other out.
        side = np.sign(strong.sum(1, keepdims=True))
        direction = (strong * np.where(side == 0, 1, side)).mean(0) if len(strong) else np.ones(3, np.float32)
        length = float(np.sqrt((direction**2).sum())) or 1.0
        values = values @ (direction / length).astype(np.float32)
    low, middle, high = np.percentile(values, (1, 50, 99))
    if middle - low >= high - middle:
        ink: Any = (middle - values) / max(middle - low, _LEAST_CONTRAST)
    else:
        ink = (values - middle) / max(high - middle, _LEAST_CONTRAST)
    return np.clip(ink, 0.0, 1.0, out=ink)  # type: ignore[no-any-return]  # numpy's scalars widen it


def _drop_frame(ink: NDArray[np.float32], is_inked: NDArray[np.bool_]) -> None:
    """Wipe out lines along the edges: those of fields, buttons and selected rows."""
    height, width = ink.shape
    within = slice(0, height)
    from_middle = np.arange(height) - (height - 1) / 2
    is_line = (np.abs(from_middle) > 0.3 * height) & (is_inked.mean(1) > _LINE_ALONG)
    above, below = np.flatnonzero(is_line & (from_middle < 0)), np.flatnonzero(is_line & (from_middle > 0))
    # In a short crop one line alone may be a stroke of a letter.
    if width > 2.5 * height or (width > 1.2 * height and len(above) and len(below)):
        # The sides of a frame reach from its upper line to its lower one, not further.
        within = slice(above[-1] + 1 if len(above) else 0, below[0] if len(below) else height)
        ink[is_line] = 0.0
        is_inked[is_line] = False
    at_side = np.abs(np.arange(width) - (width - 1) / 2) > width / 2 - 0.35 * height
    is_line = at_side & (is_inked[within].mean(0) > _LINE_ACROSS)
    # Where other ink reaches from top to bottom as well, it may be a letter in a tight crop.
    others = is_inked[within][:, ~at_side].any(1)
    if is_line.any() and others.any() and not (others[0] or others[-1]):
        corner = max(2, round(_CORNER * height))
        is_near = np.abs(np.arange(width)[:, None] - np.flatnonzero(is_line)).min(1) <= corner
        for rows in (slice(0, within.start + corner), slice(within.stop - corner, height)):
            ink[rows, is_near] = 0.0
            is_inked[rows, is_near] = False
        ink[:, is_line] = 0.0
        is_inked[:, is_line] = False


def _trimmed(ink: NDArray[np.float32], is_inked: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Cut away empty margins, but never so much that a dash fills the height."""
    height, width = ink.shape
    rows, columns = np.flatnonzero(is_inked.any(1)), np.flatnonzero(is_inked.any(0))
    if not len(rows):
        return ink
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    margin = max(1, round(0.08 * (bottom - top)))
    lacking = max(0, round(0.55 * height) - (bottom - top) - 2 * margin)
    top = max(0, top - margin - lacking // 2)
    bottom = min(height, bottom + margin + lacking - lacking // 2)
    side = max(2, round(0.12 * (bottom - top)))
    left, right = max(0, int(columns[0]) - side), min(width, int(columns[-1]) + 1 + side)
    return ink[top:bottom, left:right]
