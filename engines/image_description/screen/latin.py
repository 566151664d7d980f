"""Reads a line of Latin text, digits and symbols (PP-OCRv6's recogniser with CTC)."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.image_description.screen.networks import open_network

Pixels = NDArray[np.uint8]

_MODEL = "PP-OCRv6_rec_small.onnx"
_HEIGHT, _STEP = 48, 8
"""The height the network reads, and the px of width behind each of its steps."""


@dataclass(frozen=True)
class Reading:
    """What a recogniser made of one line."""

    text: str
    confidence: float
    """0 to 1: the mean over the letters."""
    uncovered: float = 0.0
    """How much ink lies where no letter was read, in heights of the line; much in a line of two scripts."""


class LatinReader:
    """Reads one line at a time; several threads may call `read` at once."""

    def __init__(self, threads: int = 1) -> None:
        self._network = open_network(_MODEL, threads)
        letters = self._network.get_modelmeta().custom_metadata_map["character"].split("\n")
        self._letters = ["", *letters, " "]  # index 0 is CTC's blank

    def read(self, line: Pixels) -> Reading:
        """Read one cropped line, RGB (height, width, 3).

        RapidOCR pads every line to 320 px. Labels on a screen are shorter, and the network's cost
        grows with the width, so here a line is as wide as it is.
        """
        height, width = line.shape[:2]
        columns = max(2 * _STEP, -(-round(width * _HEIGHT / height) // _STEP) * _STEP)
        scaled = cv2.resize(line[:, :, ::-1], (columns, _HEIGHT))
        values = (scaled.astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)[None]  # (1, 3, 48, columns)
        steps = self._network.run(None, {"x": values})[0][0]  # (columns / 8, letters)
        best, certainty = steps.argmax(1), steps.max(1)
        is_new = np.r_[True, best[1:] != best[:-1]] & (best > 0)
        text = "".join(self._letters[index] for index in best[is_new])
        confidence = float(certainty[is_new].mean()) if is_new.any() else 0.0
        return Reading(text, confidence, _uncovered(scaled, np.flatnonzero(best > 0)))


def _uncovered(scaled: NDArray[Any], steps_read: NDArray[np.intp]) -> float:
    """Return the width of ink further than a letter from any letter read, in heights of the line."""
    grey = scaled.min(2).astype(np.int16)
    background = np.median(grey)
    inked = np.flatnonzero((np.abs(grey - background) > 60).any(0))
    if not len(steps_read):
        return len(inked) / _HEIGHT
    letters = (steps_read + 0.5) * _STEP
    distance = np.abs(inked[:, None] - letters[None, :]).min(1, initial=_HEIGHT)
    return float((distance > 0.75 * _HEIGHT).sum() / _HEIGHT)
