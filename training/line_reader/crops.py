"""Cuts lines out of whole rendered screens, as the text detector cuts them, with what stands beside them."""

import random
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.image_description.screen.detector import TextDetector
from engines.image_description.screen.line_pixels import prepare
from engines.image_description.screen.marks import parts
from engines.results import Box
from training.line_reader import shards
from training.line_reader.rendering import WIDEST
from training.line_reader.shards import Sample
from training.line_reader.wordings import needed_steps, shown
from training.screens.truth import Line, Screen

Pixels = NDArray[np.uint8]

_LINES: Final = 2000
_LONGEST_SIDES: Final = (960, 1280)
_KEPT_EMPTY: Final = 0.25
"""The share of boxes without text that is kept, so that icons are not read as letters."""


def cut(
    screens: Iterator[Screen], folder: Path, name: str, count: int, seed: int, detected_share: float
) -> None:
    """Fill shards in `folder` with lines of `count` screens.

    On a share of the screens the detector finds the boxes, which is slow; on the others they are the
    true ones with margins like the detector's.
    """
    choose = random.Random(seed)
    detector = TextDetector(1)
    waiting: list[Sample] = []
    number = 0
    for screen in islice(screens, count):
        pixels, lines = _rescaled(screen, choose)
        is_detected = choose.random() < detected_share
        cuts = detected(detector, pixels, lines, choose) if is_detected else around(pixels, lines, choose)
        waiting += cuts
        while len(waiting) >= _LINES:
            shards.save(waiting[:_LINES], folder / f"{name}-{seed:06}-{number:04}.npy")
            waiting, number = waiting[_LINES:], number + 1
    if waiting:
        shards.save(waiting, folder / f"{name}-{seed:06}-{number:04}.npy")


def detected(
    detector: TextDetector, pixels: Pixels, lines: Sequence[Line], choose: random.Random
) -> Iterator[Sample]:
    """Yield what the detector cuts, where it is plain what it says."""
    found = detector.find(pixels, choose.choice(_LONGEST_SIDES))
    for box in (part for whole in found for part in parts(pixels, whole)):
        text = said(box, lines)
        if text is not None and (text or choose.random() < _KEPT_EMPTY):
            yield from _sample(pixels, box, text)


def around(pixels: Pixels, lines: Sequence[Line], choose: random.Random) -> Iterator[Sample]:
    """Yield every line with margins at random, now and then as wide as to hold what stands beside it."""
    for line in lines:
        height = line.box.height
        left, right = choose.uniform(-0.02, 0.45), choose.uniform(-0.02, 0.45)
        if choose.random() < 0.25:
            left += choose.uniform(0.4, 1.8)
        if choose.random() < 0.15:
            right += choose.uniform(0.4, 1.5)
        box = Box(
            max(0, round(line.box.left - left * height)),
            max(0, round(line.box.top - choose.uniform(-0.1, 0.25) * height)),
            min(pixels.shape[1], round(line.box.right + right * height)),
            min(pixels.shape[0], round(line.box.bottom + choose.uniform(-0.1, 0.25) * height)),
        )
        text = said(box, lines)
        if text is not None:
            yield from _sample(pixels, box, text)


def said(box: Box, lines: Sequence[Line]) -> str | None:
    """Return what a box holds; None where that is not certain: a line cut through, or two rows."""
    inside: list[Line] = []
    for line in lines:
        across = min(box.right, line.box.right) - max(box.left, line.box.left)
        down = min(box.bottom, line.box.bottom) - max(box.top, line.box.top)
        if across <= 1 or down <= 1:
            continue
        if across >= line.box.width - 0.12 * line.box.height and down >= 0.75 * line.box.height:
            inside.append(line)
        elif down > 0.3 * line.box.height:
            return None
    inside.sort(key=lambda line: line.box.left)
    for one, other in pairwise(inside):
        if one.box.right > other.box.left + 0.3 * other.box.height:
            return None
    return " ".join(" ".join(line.text for line in inside).split())


def _sample(pixels: Pixels, box: Box, text: str) -> Iterator[Sample]:
    if min(box.width, box.height) < 4:
        return
    sample = Sample(prepare(pixels[box.top : box.bottom, box.left : box.right]), shown(text))
    width = sample.pixels.shape[1]
    if width <= WIDEST and needed_steps(sample.text) < width // 2:
        yield sample


def _rescaled(screen: Screen, choose: random.Random) -> tuple[Pixels, Sequence[Line]]:
    """Return a screen as it is, or as a picture of it that was scaled or saved as JPEG."""
    pixels, lines = screen.pixels, screen.lines
    if choose.random() < 0.25:
        scale = choose.choice((choose.uniform(0.75, 0.98), choose.uniform(1.05, 1.6)))
        way = choose.choice((cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC, cv2.INTER_LINEAR))
        pixels = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=way), np.uint8)
        lines = tuple(Line(line.text, Box(*(round(edge * scale) for edge in line.box))) for line in lines)
    if choose.random() < 0.15:
        quality = [cv2.IMWRITE_JPEG_QUALITY, choose.randint(50, 95)]
        pixels = np.asarray(cv2.imdecode(cv2.imencode(".jpg", pixels, quality)[1], 1), np.uint8)
    return pixels, lines
