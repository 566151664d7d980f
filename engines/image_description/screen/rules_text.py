"""Lines of text that are controls themselves: links, and buttons without a border."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from engines.image_description.screen.rules_evidence import Colour, Picture, middle, saturation
from engines.image_description.screen.rules_surroundings import Lines, is_words, share_inside
from engines.results import Box, Element, TextLine

_LINK_SHARE: Final = 0.5
"""With more of the lines coloured, the colour is the theme's and not a link's."""


@dataclass(frozen=True, eq=False)
class Written:
    """A line of text and the colours it is written in."""

    line: TextLine
    ground: Colour
    ink: Colour
    evenness: float
    """Share of the ink that has the ink's own hue: low where words of two colours stand."""


def written(picture: Picture, line: TextLine) -> Written | None:
    """Return the colours of a line, or None if nothing stands out there."""
    box = line.box
    # an icon before the words has its own colours
    skipped = int(1.2 * box.height) if box.width > 3.5 * box.height else 0
    crop = picture.crop(Box(box.left + skipped, box.top, box.right, box.bottom))
    if not crop.size:
        return None
    ground = middle(crop)
    strength = np.abs(crop - ground).max(axis=2)
    strongest = int(strength.max())
    if strongest < 40:
        return None
    ink = crop[strength > 0.7 * strongest]
    colour = middle(ink)
    return Written(line, ground, colour, float((np.abs(ink - colour).max(axis=1) < 60).mean()))


def find_links(picture: Picture, lines: Lines, taken: Sequence[Box]) -> list[Element]:
    """Return the lines in link blue, if most lines are not, and the underlined lines in another colour."""
    free = [
        line
        for line in lines.all
        if is_words(line) and not any(share_inside(line.box, box) > 0.5 for box in taken)
    ]
    seen = [one for line in free if (one := written(picture, line))]
    blue = [one for one in seen if _is_link_blue(one)]
    if len(blue) > _LINK_SHARE * len(seen) and len(seen) > 2:
        return []
    return [
        Element("link", one.line.text, one.line.box, 0.65, is_unreadable=not one.line.text)
        for one in blue
        if one.line.box.height < 1.5 * lines.unit
    ]


def text_buttons(links: Sequence[Element], buttons: Sequence[Element], unit: float) -> list[Element]:
    """Return the links, as buttons where they stand beside a button: "Cancel" written in its colour."""
    return [
        replace(link, role="button", confidence=0.6)
        if any(_is_partner(link.box, one.box, unit) for one in buttons if one.role == "button")
        else link
        for link in links
    ]


def _is_partner(text: Box, button: Box, unit: float) -> bool:
    apart = max(text.left - button.right, button.left - text.right)
    off = abs((text.top + text.bottom) - (button.top + button.bottom)) / 2
    return 0 <= apart <= 2 * unit and off <= 0.25 * unit and button.height > 1.15 * text.height


def _is_link_blue(one: Written) -> bool:
    red, green, blue = (int(value) for value in one.ink)
    is_blue = blue - red > 60 and blue > green + 15 and blue > 110 and green > red - 30
    return is_blue and saturation(one.ground) < 40 and one.evenness > 0.6
