"""Reads real pictures as the engine does, so that classifiers can be judged on them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engines.image_description.screen.engine import ScreenDescriber
from engines.results import TextLine
from engines.sources.pictures import read
from training.elements.evaluate import Case, real


def real_cases(folder: Path) -> Iterator[Case]:
    """Yield the real screens of a folder (sNN.png, sNN.json boxed by hand) with the lines read on them."""
    describer = ScreenDescriber(1)
    try:
        yield from real(folder, lambda path: _seen(describer, path))
    finally:
        describer.close()


def _seen(describer: ScreenDescriber, path: Path) -> tuple[npt.NDArray[np.uint8], tuple[TextLine, ...]]:
    image = read(path)
    *_, last = describer.describe(image)
    pixels = np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width, 3)
    return pixels, last.texts
