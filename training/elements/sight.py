"""Makes drawn screens look as the engine meets them: rescaled, damaged, their lines found by a detector."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from engines.image_description.screen.detector import TextDetector
from engines.image_description.screen.marks import pieces, without_mark
from engines.results import Box, TextLine
from training.screens.truth import Line, Screen, Truth

_DETECTOR_SIDE: Final = 1280
"""What the engine gives its detector."""
_RESCALED, _DAMAGED = 0.3, 0.15
"""Share of the screens: pictures on the web have often been scaled and saved as JPEG."""


def damaged(screen: Screen, rng: np.random.Generator) -> Screen:
    """Return a screen, sometimes rescaled or saved as a JPEG, with its truth moved along."""
    if rng.random() < _RESCALED:
        screen = _rescaled(screen, float(rng.choice([0.75, 0.85, 1.2, 1.33, 1.5, 2.0])))
    if rng.random() < _DAMAGED:
        quality = int(rng.integers(60, 95))
        _, packed = cv2.imencode(".jpg", screen.pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
        pixels = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)[:, :, ::-1]
        screen = replace(screen, pixels=np.ascontiguousarray(pixels))
    return screen


def _rescaled(screen: Screen, factor: float) -> Screen:
    width, height = screen.size
    if max(width, height) * factor > 2600 or min(width, height) * factor < 200:
        return screen
    size = (round(width * factor), round(height * factor))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return replace(
        screen,
        pixels=np.asarray(cv2.resize(screen.pixels, size, interpolation=way), np.uint8),
        elements=tuple(replace(one, box=_scaled(one.box, factor)) for one in screen.elements),
        lines=tuple(replace(one, box=_scaled(one.box, factor)) for one in screen.lines),
        scale=screen.scale * factor,
    )


def _scaled(box: Box, factor: float) -> Box:
    return Box(*(round(side * factor) for side in box))


def seen_lines(
    screen: Screen, rng: np.random.Generator, detector: TextDetector | None
) -> tuple[TextLine, ...]:
    """Return the lines of a screen as the engine finds them, or, without a detector, about as it does."""
    if detector is None:
        return tuple(line for one in screen.lines if (line := _about(one, screen.size, rng)))
    pixels = screen.pixels
    found = detector.find(pixels, _DETECTOR_SIDE)
    boxes = [without_mark(pixels, piece) for box in found for piece in pieces(pixels, box)]
    return tuple(line for box in boxes if (line := _read(box, screen.lines)))


def _about(line: Line, size: tuple[int, int], rng: np.random.Generator) -> TextLine | None:
    """Return a line with a box as loose as the detector's, or None as it overlooks some."""
    if not line.text.strip() or rng.random() < 0.02:
        return None
    tall = line.box.height
    left, right = rng.normal(0.2, 0.1, 2) * tall
    top, bottom = rng.normal(0.06, 0.06, 2) * tall
    box = Box(
        max(0, round(line.box.left - left)),
        max(0, round(line.box.top - top)),
        min(size[0], round(line.box.right + right)),
        min(size[1], round(line.box.bottom + bottom)),
    )
    if box.width < 3 or box.height < 3:
        return None
    text = line.text if rng.random() > 0.02 else ""
    return None if _is_sign(box, text) else TextLine(text, box, 0.95)


def _read(box: Box, lines: Sequence[Line]) -> TextLine | None:
    inside = [
        one
        for one in lines
        if box.left - 2 <= (one.box.left + one.box.right) / 2 <= box.right + 2
        and box.top - 2 <= (one.box.top + one.box.bottom) / 2 <= box.bottom + 2
    ]
    if not inside:  # a part of a longer line
        inside = [
            one
            for one in lines
            if one.box.left <= (box.left + box.right) / 2 <= one.box.right
            and one.box.top <= (box.top + box.bottom) / 2 <= one.box.bottom
        ][:1]
    text = " ".join(one.text for one in sorted(inside, key=lambda one: one.box.left))
    return None if _is_sign(box, text) else TextLine(text, box, 0.95 if text else 0.0)


def _is_sign(box: Box, text: str) -> bool:
    """Whether the engine leaves this out as a sign that is no text."""
    if not text:
        return box.width < 1.7 * box.height or box.height < 6
    is_lone = len(text) == 1 and text.isascii() and not text.isdigit()
    return is_lone or not any(sign.isalnum() for sign in text)


def truths_of(screen: Screen) -> tuple[Truth, ...]:
    """Return the elements of a screen that show."""
    return tuple(one for one in screen.elements if min(one.box.width, one.box.height) >= 4)


Pixels = npt.NDArray[np.uint8]
