"""Letters that are a movement: J and Z, and the Korean letters that are doubled or put together.

A doubled consonant is its single one, moved sideways; ㅘㅙㅝㅞ are the letters they are put together
of, one after the other. J and Z draw themselves in the air. Sources as in `asl_letters` and `ksl`.
"""

from dataclasses import dataclass
from typing import Final

Place = tuple[float, float]


@dataclass(frozen=True)
class Motion:
    """How one letter moves, for a right hand as the viewer sees it."""

    shapes: tuple[str, ...]
    """Letters of the same pack whose shapes are held, one after the other."""
    path: tuple[Place, ...] = ((0.0, 0.0),)
    """Where the wrist goes while the last shape is held: right and down, in palms, at an even pace."""
    turns: tuple[tuple[float, float, float], ...] = ((0.0, 0.0, 0.0),)
    """How the hand turns along the path, from how it is held: yaw, pitch, roll in degrees (`turned`)."""
    seconds: float = 0.5
    """How long the path takes at an easy pace."""


_SIDEWAYS: Final = ((0.0, 0.0), (-0.9, 0.0))
"""Away from the body, so a right hand goes to the viewer's left."""

MOTIONS: Final[dict[str, dict[str, Motion]]] = {
    "asl-letters": {
        # the little finger's tip draws the letter as the signer sees it: down, and round to his left
        "J": Motion(
            ("I",),
            ((0.0, 0.0), (0.05, 0.5), (0.1, 0.8), (0.3, 0.9), (0.5, 0.6)),
            ((0, 0, 0), (10, 15, 0), (40, 35, -15), (90, 40, -40), (130, 25, -55)),
            0.6,
        ),
        # the index finger's tip draws the letter as the signer sees it: to his right, back down, to his right
        "Z": Motion(
            ("D",),
            ((0.5, 0.0), (-0.5, 0.0), (0.4, 0.9), (-0.6, 0.9)),
            ((0, 20, 0), (0, 20, 8), (0, 30, -8), (0, 30, 8)),
            0.8,
        ),
    },
    "asl-digits": {},
    "ksl": {
        "ㄲ": Motion(("ㄱ",), _SIDEWAYS),
        "ㄸ": Motion(("ㄷ",), _SIDEWAYS),
        "ㅃ": Motion(("ㅂ",), _SIDEWAYS),
        "ㅆ": Motion(("ㅅ",), _SIDEWAYS),
        "ㅉ": Motion(("ㅈ",), _SIDEWAYS),
        "ㅘ": Motion(("ㅗ", "ㅏ")),
        "ㅙ": Motion(("ㅗ", "ㅐ")),
        "ㅝ": Motion(("ㅜ", "ㅓ")),
        "ㅞ": Motion(("ㅜ", "ㅔ")),
    },
}
"""By pack, the letters that move."""
