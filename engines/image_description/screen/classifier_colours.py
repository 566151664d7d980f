"""Tells buttons from fields by colour: the words of a framed button are often written in its frame's."""

from typing import Final

import numpy as np

from engines.image_description.screen.rules_evidence import Colour, Picture, distance, saturation
from engines.image_description.screen.rules_surroundings import Lines
from engines.results import Box

_COLOURFUL: Final = 60
"""From which saturation a frame is coloured on purpose; greys of a theme lean to blue or brown by less."""
_SAME: Final = 48
"""Thin letters are a little paler than a frame of the same colour."""


def is_written_in_frame_colour(picture: Picture, box: Box, lines: Lines) -> bool:
    """Whether a box holds one line of text, in the clear colour of the line drawn around it.

    What stands in a field is written in the colour of all text, however its border is coloured.
    """
    inside = lines.inside(box)
    if len(inside) != 1:
        return False
    look = picture.look(box)
    if not look.has_border or saturation(look.border) < _COLOURFUL:
        return False
    ink = _ink(picture, inside[0].box, look.fill)
    return ink is not None and distance(ink, look.border) < _SAME


def _ink(picture: Picture, box: Box, fill: Colour) -> Colour | None:
    """Return the colour of the strokes of a line: of the pixels that differ most from what they lie on."""
    pixels = picture.crop(box).reshape(-1, 3)
    if not len(pixels):
        return None
    apart = np.abs(pixels - fill).max(axis=1)
    strokes = pixels[apart >= np.quantile(apart, 0.95)]
    return np.asarray(np.median(strokes, axis=0), np.int16)
