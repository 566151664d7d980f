"""An open hand, drawn well enough for MediaPipe to find it."""

from typing import Final

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFilter

from engines.media import Frame, Image

TIPS: Final = ((-115, -50), (-65, -135), (-16, -160), (32, -142), (80, -98))
"""From the thumb to the little finger, in pixels from the middle of a hand of size 1."""
_FINGERS: Final = (
    ((-30, 70), (-75, 20), (-100, -20), TIPS[0]),
    ((-48, -10), (-58, -70), (-62, -105), TIPS[1]),
    ((-15, -20), (-16, -85), (-16, -125), TIPS[2]),
    ((18, -15), (26, -75), (30, -112), TIPS[3]),
    ((48, 0), (65, -45), (74, -72), TIPS[4]),
)
_WIDTHS: Final = (26, 24, 25, 23, 20)
_PALM: Final = ((-45, 90), (-50, 5), (-45, -8), (18, -12), (48, 5), (44, 90), (28, 115), (-28, 115))
_SKIN, _SHADOW, _WALL = (224, 172, 140), (190, 135, 105), (120, 130, 140)


def picture(
    *middles: tuple[float, float], size: float = 1.0, width: int = 640, height: int = 480
) -> Pillow.Image:
    """Draw hands on a grey wall; a hand of size 1 is 300 pixels high, with its forearm below."""
    drawn = Pillow.new("RGB", (width, height), _WALL)
    pen = ImageDraw.Draw(drawn)
    for x, y in middles:
        _draw(pen, x, y, size)
    return drawn.filter(ImageFilter.GaussianBlur(1))


def frame(drawn: Pillow.Image, seconds: float = 0.0, *, is_still: bool = False) -> Frame:
    return Frame(Image(drawn.tobytes(), drawn.width, drawn.height), seconds, is_still)


def _draw(pen: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    def line(points: tuple[tuple[float, float], ...], width: float, colour: tuple[int, int, int]) -> None:
        placed = [(x + size * across, y + size * down) for across, down in points]
        pen.line(placed, colour, round(size * width))
        for point in placed:
            pen.circle(point, size * width / 2, colour)

    line(((0, 110), (0, 300)), 80, _SKIN)
    for points, width in zip(_FINGERS, _WIDTHS, strict=True):
        line(points, width + 4, _SHADOW)
        line(points, width, _SKIN)
    pen.polygon([tuple(np.add((x, y), np.multiply(point, size))) for point in _PALM], _SKIN)
