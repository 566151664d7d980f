"""Renders lines without end into shards: the process that works beside the training."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2

from engines.image_description.screen.line_pixels import prepare
from training import catalogues, fonts
from training.line_reader import shards
from training.line_reader.drawing import Pen
from training.line_reader.shards import Sample
from training.line_reader.wordings import Kind, Wordings, is_held_out, needed_steps, shown

WIDEST: Final = 448
_LANGUAGES: Final[tuple[catalogues.Language, ...]] = ("en", "ko")
_LINES: Final = 2000
_WAITING: Final = 40
"""Shards that may lie unread; then the renderer rests."""


def lines(
    seed: int, held_out: bool = False, kept_out_fonts: bool = False, kind: Kind | None = None
) -> Iterator[Sample]:
    """Yield lines of interface strings as the network sees them, without end."""
    english, korean = (
        [text for text in catalogues.strings(language) if is_held_out(text) == held_out]
        for language in _LANGUAGES
    )
    wordings = Wordings(seed, english, korean)
    pen = Pen(seed + 1, fonts.korean(kept_out_fonts), fonts.latin(kept_out_fonts))
    return drawn(wordings, pen, kind)


def drawn(wordings: Wordings, pen: Pen, kind: Kind | None = None) -> Iterator[Sample]:
    """Yield what the pen makes of the wordings; what is too wide or too dense to be read is left out."""
    while True:
        text = wordings.next(kind)
        picture = pen.draw(text)
        if picture is None:
            continue
        sample = Sample(prepare(picture), shown(text))
        width = sample.pixels.shape[1]
        if width <= WIDEST and needed_steps(sample.text) < width // 2:
            yield sample


def render(folder: Path, seed: int) -> None:
    """Fill `folder` with shards until it is ended, resting while enough of them lie there."""
    cv2.setNumThreads(1)
    source = lines(seed)
    number = 0
    while True:
        while len(shards.listed(folder)) >= _WAITING:
            time.sleep(2)
        samples = [next(source) for _ in range(_LINES)]
        shards.save(samples, folder / f"{seed:08}-{number:06}.npy")
        number += 1
