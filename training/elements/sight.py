"""Makes drawn screens look as the engine meets them: rescaled, damaged, their lines found by a detector."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from engines.image_description.screen.detector import TextDetector
from engines.image_description.screen.marks import parts
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
    boxes = [part for box in found for part in parts(pixels, box)]
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


def to_the_eye(screen: Screen) -> tuple[Truth, ...]:
    """Return the elements of a screen as they look: a number to step without arrows is a text box."""
    return tuple(
        replace(one, role="textbox")
        if one.role == "spinbutton" and not _has_end(screen.pixels, one.box)
        else one
        for one in screen.elements
    )


def _has_end(pixels: npt.NDArray[np.uint8], box: Box) -> bool:
    """Whether anything is drawn at the right end of a box."""
    inset = max(2, box.height // 6)
    end = pixels[
        box.top + inset : box.bottom - inset, max(box.left, box.right - box.height) : box.right - inset
    ]
    return bool(end.size) and float(np.ptp(end.reshape(-1, 3).astype(int), axis=0).max()) > 24


def with_glyphs(screen: Screen, rng: np.random.Generator) -> Screen:
    """Return a screen with marks written before some of its lines: squares to tick, and mere bullets.

    Some programs write their check boxes as letters of the text (□ ☑), in its size and colour.
    """
    pixels, elements = screen.pixels.copy(), list(screen.elements)
    chosen = [
        line
        for line in screen.lines
        if _is_free(line.box, screen) and 9 <= line.box.height <= 60 and line.box.width > line.box.height
    ]
    is_bullet = rng.random() < 0.3
    for line in [chosen[index] for index in rng.permutation(len(chosen))[: int(rng.integers(2, 9))]]:
        side = max(8, round(line.box.height * float(rng.uniform(0.45, 0.75))))
        gap = max(2, round(line.box.height * float(rng.uniform(0.15, 0.5))))
        middle = (line.box.top + line.box.bottom) // 2
        left, top = line.box.left - gap - side, middle - side // 2
        place = Box(left, top, left + side, top + side)
        around = pixels[max(0, top - 2) : top + side + 2, max(0, left - 2) : left + side + 2]
        if (
            left < 3
            or top < 3
            or not around.size
            or np.ptp(around.reshape(-1, 3).astype(int), axis=0).max() > 12
        ):
            continue
        ink = _ink(pixels, line.box)
        if is_bullet:
            _draw_bullet(pixels, place, ink, rng)
            continue
        is_ticked = rng.random() < 0.35
        _draw_box(pixels, place, ink, is_ticked)
        state = ("checked",) if is_ticked else ()
        elements.append(Truth("checkbox", line.text, state, place, len(elements)))
    return replace(screen, pixels=pixels, elements=tuple(elements))


def _is_free(box: Box, screen: Screen) -> bool:
    """Whether a line is no part of a control, and has none close to its left end."""
    near = Box(box.left - 3 * box.height, box.top, box.right, box.bottom)
    return not any(
        one.role not in ("list", "table", "dialog", "img")
        and min(near.right, one.box.right) > max(near.left, one.box.left)
        and min(near.bottom, one.box.bottom) > max(near.top, one.box.top)
        for one in screen.elements
    )


def _ink(pixels: npt.NDArray[np.uint8], box: Box) -> tuple[int, int, int]:
    """Return the colour a line is written in."""
    crop = pixels[box.top : box.bottom, box.left : box.right].reshape(-1, 3).astype(int)
    apart = np.abs(crop - np.median(crop, axis=0)).max(axis=1)
    red, green, blue = (int(value) for value in crop[int(apart.argmax())])
    return red, green, blue


def _draw_box(pixels: npt.NDArray[np.uint8], place: Box, ink: tuple[int, int, int], is_ticked: bool) -> None:
    thick = max(1, round(place.width / 9))
    cv2.rectangle(pixels, place[:2], (place.right - 1, place.bottom - 1), ink, thick)
    if is_ticked:
        side = place.width
        shape = np.array([(0.22, 0.5), (0.42, 0.72), (0.8, 0.25)]) * side + np.array(place[:2])
        cv2.polylines(pixels, [shape.round().astype(np.int32)], False, ink, thick, cv2.LINE_AA)


def _draw_bullet(
    pixels: npt.NDArray[np.uint8], place: Box, ink: tuple[int, int, int], rng: np.random.Generator
) -> None:
    side = max(4, round(place.width * float(rng.uniform(0.4, 0.8))))
    middle = ((place.left + place.right) // 2, (place.top + place.bottom) // 2)
    if rng.random() < 0.5:
        cv2.circle(pixels, middle, side // 2, ink, -1, cv2.LINE_AA)
    else:
        corner = (middle[0] - side // 2, middle[1] - side // 2)
        cv2.rectangle(pixels, corner, (corner[0] + side, corner[1] + side), ink, -1)


def with_left_labels(screen: Screen, rng: np.random.Generator) -> Screen:
    """Return a screen with the words of its wide buttons at their left ends, as some designs have them."""
    pixels, lines = screen.pixels.copy(), list(screen.lines)
    for one in screen.elements:
        inside = [index for index, line in enumerate(lines) if _is_in(line.box, one.box)]
        if one.role != "button" or len(inside) != 1:
            continue
        line = lines[inside[0]]
        start = one.box.left + round(one.box.height * float(rng.uniform(0.3, 0.55)))
        if line.box.left - start < 4:
            continue
        # the words with a little around them, as anti-aliasing reaches beyond the box
        left, right = max(one.box.left + 3, line.box.left - 2), min(one.box.right - 3, line.box.right + 2)
        top, bottom = max(one.box.top + 3, line.box.top - 1), min(one.box.bottom - 3, line.box.bottom + 1)
        before = pixels[top:bottom, one.box.left + 3 : left]
        if right - left < 6 or bottom - top < 6 or not before.size:
            continue
        fill = np.median(before.reshape(-1, 3), axis=0)
        # an icon before the words, or a shaded ground, stays as it is
        if np.abs(before.astype(int) - fill).max() > 8:
            continue
        words = pixels[top:bottom, left:right].copy()
        pixels[top:bottom, left:right] = fill
        pixels[top:bottom, start - 2 : start - 2 + right - left] = words
        by = start - 2 - left
        moved = line.box._replace(left=line.box.left + by, right=line.box.right + by)
        lines[inside[0]] = replace(line, box=moved)
    return replace(screen, pixels=pixels, lines=tuple(lines))


def _is_in(inner: Box, outer: Box) -> bool:
    x, y = (inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2
    return outer.left <= x <= outer.right and outer.top <= y <= outer.bottom
