"""Hands as 21 points: what is found in a picture, and what is drawn of a hand that spells."""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Side = Literal["right", "left"]

POINTS: Final = 21
"""The wrist, then four points of each finger from the palm to the tip: thumb, index, middle, ring, little."""


class Point(NamedTuple):
    """A place in the picture, in units of the picture's height, so that a circle stays a circle."""

    x: float
    """To the right, from the left edge: 0 to the aspect of the picture."""
    y: float
    """Down, from the top edge: 0 to 1."""
    z: float = 0.0
    """Away from the camera, from the wrist or the hips; rough."""


@dataclass(frozen=True)
class Hand:
    """One hand, as somebody facing the signer sees it."""

    side: Side
    """Which hand of the signer it is."""
    points: tuple[Point, ...]
    """`POINTS` of them."""
    confidence: float = 1.0
    """0 to 1."""


@dataclass(frozen=True)
class Sight:
    """What one frame shows of hands and body."""

    seconds: float
    """From the start of the source."""
    aspect: float = 1.0
    """Width of the picture divided by its height."""
    hands: tuple[Hand, ...] = ()
    """The surest first; at most one of each side."""
    body: tuple[Point, ...] = ()
    """The upper body's 25 points in MediaPipe Pose's order; empty where nobody was looked for or found."""
    is_still: bool = False
    trouble: str = ""
    """Why nothing can be read (too dark, too far …), as one translated sentence; else empty."""
