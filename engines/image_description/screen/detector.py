"""Finds where text stands in a picture (PP-OCRv6's differentiable-binarisation detector)."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engines.image_description.screen.networks import open_network
from engines.results import Box

Pixels = NDArray[np.uint8]

_MODEL = "PP-OCRv6_det_small.onnx"
_STRIDE = 32
"""Both sides of the network's input are multiples of this."""
_THRESHOLD, _BOX_THRESHOLD, _UNCLIP = 0.3, 0.5, 1.6
"""PP-OCRv6's own: a pixel is text, a box is text, how far a box grows back to full letters."""


class TextDetector:
    """Finds lines of text. Not for two threads at once."""

    def __init__(self, threads: int = 2) -> None:
        self._network = open_network(_MODEL, threads)

    def find(self, pixels: Pixels, longest_side: int) -> list[Box]:
        """Return a box for each line of text, in no order.

        `pixels` is RGB (height, width, 3); it is shrunk until its longest side fits
        `longest_side` px, never enlarged.
        """
        height, width = pixels.shape[:2]
        scale = min(1.0, longest_side / max(height, width))
        rows = max(_STRIDE, round(height * scale / _STRIDE) * _STRIDE)
        columns = max(_STRIDE, round(width * scale / _STRIDE) * _STRIDE)
        small = cv2.resize(pixels, (columns, rows), interpolation=cv2.INTER_AREA)[:, :, ::-1]
        values = (small.astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)[None]  # (1, 3, rows, columns)
        text_map = self._network.run(None, {"x": values})[0][0, 0]  # (rows, columns), 0 to 1
        return _boxes(text_map, width / columns, height / rows, (width, height))


def _boxes(text_map: NDArray[np.float32], x_scale: float, y_scale: float, size: tuple[int, int]) -> list[Box]:
    mask = (text_map > _THRESHOLD).astype(np.uint8)
    contours: Sequence[Any] = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    found = []
    for contour in contours:
        x, y, width, height = cv2.boundingRect(contour)
        inside = mask[y : y + height, x : x + width] > 0
        if min(width, height) < 3 or text_map[y : y + height, x : x + width][inside].mean() < _BOX_THRESHOLD:
            continue
        # The network marks a shrunken core; area * ratio / perimeter is how far it was shrunk.
        grow = width * height * _UNCLIP / (2 * (width + height))
        found.append(
            Box(
                max(0, round((x - grow) * x_scale)),
                max(0, round((y - grow) * y_scale)),
                min(size[0], round((x + width + grow) * x_scale)),
                min(size[1], round((y + height + grow) * y_scale)),
            )
        )
    return [box for box in found if box.width > 1 and box.height > 1]
