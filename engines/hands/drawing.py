"""How a hand is drawn so that people can copy it: strokes from back to front, and a picture of them.

The palm is lighter than the back, the back has knuckles and finger nails, and what is nearer covers
what is farther, because that is how an eye tells ㅏ from ㅗ and M from N.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from engines.hands import Hand, Point

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

Part = Literal["palm", "finger", "thumb", "nail", "wrist"]
Place = tuple[float, float]

WRIST, THUMB_ROOT, INDEX, MIDDLE, RING, LITTLE = 0, 1, 5, 9, 13, 17
_FINGERS: Final = ((5, 6, 7, 8), (9, 10, 11, 12), (13, 14, 15, 16), (17, 18, 19, 20))
_THUMB: Final = (1, 2, 3, 4)
_THICKNESS: Final = {"finger": 0.20, "thumb": 0.23, "palm": 0.18, "wrist": 0.42, "nail": 0.10}
"""In lengths of the palm."""

INK: Final = (38, 34, 44)
SKIN: Final = {"palm": (247, 205, 176), "back": (219, 160, 122)}
NAIL: Final = (255, 236, 226)
PAPER: Final = (255, 255, 255)
ARROW: Final = (0, 84, 166)


@dataclass(frozen=True)
class Stroke:
    """A thick line with round ends, or an area with a round edge."""

    part: Part
    places: tuple[Place, ...]
    """(x, y) in units of the picture's height; one place is a dot."""
    thickness: float
    """In the same units."""
    is_area: bool = False
    is_back: bool = False
    """Whether the back of the hand is seen, not the palm."""


def strokes(hand: Hand) -> tuple[Stroke, ...]:
    """Return what has to be drawn of a hand, the farthest first."""
    points = hand.points
    unit, is_back = _palm_length(points), shows_back(hand)
    drawn: list[tuple[float, Stroke]] = [
        (_depth(points, (WRIST, INDEX, LITTLE)), _palm(points, unit, is_back))
    ]
    for bones, part in ((_THUMB, "thumb"), *((finger, "finger") for finger in _FINGERS)):
        drawn += _limb(points, bones, part, unit, is_back)  # type: ignore[arg-type]  # one of two parts
    drawn.sort(key=lambda one: -one[0])
    return (_wrist(points, unit, is_back), *(stroke for _far, stroke in drawn))


def shows_back(hand: Hand) -> bool:
    """Return whether the back of the hand is turned to the viewer."""
    wrist, index, little = (hand.points[one] for one in (WRIST, INDEX, LITTLE))
    cross = (index.x - wrist.x) * (little.y - wrist.y) - (index.y - wrist.y) * (little.x - wrist.x)
    return (cross > 0) != (hand.side == "left")


def picture(
    hand: Hand | None, caption: str = "", size: int = 320, way: Sequence[Point] = ()
) -> "Image.Image":
    """Return a picture of a hand, `size` pixels wide, with a caption below it.

    The hand's points lie between 0 and 1 in both directions; without a hand the picture is empty.
    The way it moves is drawn as an arrow. Where no font has the caption's letters, their place
    stays empty.
    """
    from PIL import Image, ImageDraw

    fine = 2 * size  # drawn twice as large: then its edges are smooth
    image = Image.new("RGB", (fine, fine), PAPER)
    draw = ImageDraw.Draw(image)
    for stroke in strokes(hand) if hand else ():
        _draw(draw, stroke, fine)
    if len(way) > 1:
        _arrow(draw, [(point.x * fine, point.y * fine) for point in way], max(4, fine // 80))
    image = image.resize((size, size), Image.Resampling.LANCZOS)
    return _captioned(image, caption) if caption else image


def _draw(draw: "ImageDraw.ImageDraw", stroke: Stroke, scale: int) -> None:
    edge = max(2, round(scale * 0.006))
    places = [(x * scale, y * scale) for x, y in stroke.places]
    colour = NAIL if stroke.part == "nail" else SKIN["back" if stroke.is_back else "palm"]
    for fill, extra in ((INK, 2 * edge), (colour, 0)):
        width = max(1, round(stroke.thickness * scale) + extra)
        _thick(draw, places, width, fill, stroke.is_area)


def _thick(
    draw: "ImageDraw.ImageDraw", places: Sequence[Place], width: int, fill: tuple[int, ...], is_area: bool
) -> None:
    """Draw with round ends and corners, which Pillow's lines have not."""
    if is_area:
        draw.polygon(places, fill=fill)
    closed = [*places, places[0]] if is_area else places
    if len(closed) > 1:
        draw.line(closed, fill=fill, width=width)
    for x, y in places:
        r = width / 2
        draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)


def _arrow(draw: "ImageDraw.ImageDraw", places: Sequence[Place], width: int) -> None:
    draw.line(places, fill=ARROW, width=width, joint="curve")
    (x0, y0), (x1, y1) = places[-2:]
    length = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1e-6)
    ahead = ((x1 - x0) / length * 4 * width, (y1 - y0) / length * 4 * width)
    beside = (-ahead[1] / 2, ahead[0] / 2)
    tips = [
        (x1 + ahead[0], y1 + ahead[1]),
        (x1 + beside[0], y1 + beside[1]),
        (x1 - beside[0], y1 - beside[1]),
    ]
    draw.polygon(tips, fill=ARROW)


def _captioned(image: "Image.Image", caption: str) -> "Image.Image":
    from PIL import Image, ImageDraw

    from engines.hands.lettering import lettering

    size = image.width
    band = Image.new("RGB", (size, size // 5), PAPER)
    font = lettering(caption, size // 7)
    if font is not None:
        ImageDraw.Draw(band).text((size / 2, band.height / 2), caption, fill=INK, font=font, anchor="mm")
    whole = Image.new("RGB", (size, size + band.height), PAPER)
    whole.paste(image, (0, 0))
    whole.paste(band, (0, size))
    return whole


def _limb(
    points: Sequence[Point], bones: Sequence[int], part: Part, unit: float, is_back: bool
) -> list[tuple[float, Stroke]]:
    """Return each bone by itself, so that a bent finger covers its own beginning."""
    thickness = _THICKNESS[part] * unit
    limbs = [
        (
            _depth(points, (a, b)),
            Stroke(part, (_at(points[a]), _at(points[b])), thickness * (1 - 0.07 * n), is_back=is_back),
        )
        for n, (a, b) in enumerate(pairwise(bones))
    ]
    if is_back:
        last, tip = points[bones[-2]], points[bones[-1]]
        nail = Stroke(
            "nail", (_between(last, tip, 0.72), _between(last, tip, 1.0)), _THICKNESS["nail"] * unit
        )
        limbs.append((_depth(points, bones[-2:]) - 1e-6, nail))
    return limbs


def _palm(points: Sequence[Point], unit: float, is_back: bool) -> Stroke:
    corners = (WRIST, THUMB_ROOT, INDEX, MIDDLE, RING, LITTLE)
    places = tuple(_at(points[one]) for one in corners)
    return Stroke("palm", places, _THICKNESS["palm"] * unit, is_area=True, is_back=is_back)


def _wrist(points: Sequence[Point], unit: float, is_back: bool) -> Stroke:
    """A piece of the forearm, which shows how the hand is held."""
    wrist, knuckles = points[WRIST], points[MIDDLE]
    down = (wrist.x - 0.45 * (knuckles.x - wrist.x), wrist.y - 0.45 * (knuckles.y - wrist.y))
    return Stroke("wrist", (_at(wrist), down), _THICKNESS["wrist"] * unit, is_back=is_back)


def _palm_length(points: Sequence[Point]) -> float:
    """As long as the palm really is, also where it is seen from its edge."""
    wrist, knuckle = points[WRIST], points[MIDDLE]
    return max(math.dist(wrist, knuckle), 1e-6)


def _depth(points: Sequence[Point], which: Sequence[int]) -> float:
    return sum(points[one].z for one in which) / len(which)


def _at(point: Point) -> Place:
    return point.x, point.y


def _between(start: Point, end: Point, share: float) -> Place:
    return start.x + share * (end.x - start.x), start.y + share * (end.y - start.y)
