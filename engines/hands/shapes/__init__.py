"""The shapes of finger alphabets: for each letter, some ways to hold a hand.

Numpy is loaded with the tables, at the first `variants`; names and packs need nothing.
"""

from functools import cache
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from engines.hands.kinematics import Pose
    from engines.hands.shapes.movements import Motion

ShapePack = Literal["asl-letters", "asl-digits", "ksl"]

PACKS: Final[tuple[ShapePack, ...]] = ("asl-letters", "asl-digits", "ksl")

_NAMES: Final[dict[str, str]] = {
    "asl-letters": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "asl-digits": "0123456789",
    "ksl": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㅏㅑㅓㅕㅗㅛㅜㅠㅡㅣㅐㅒㅔㅖㅚㅟㅢ",
}


def alphabet(pack: ShapePack) -> tuple[str, ...]:
    """Return the names of a pack's shapes, in the order of every table and column.

    Raises:
        KeyError: there is no such pack of shapes.
    """
    return tuple(_NAMES[pack])


@cache
def variants(pack: ShapePack, name: str) -> "Pose":
    """Return the ways to hold one shape, one row for each.

    Raises:
        KeyError: the pack has no such shape; letters that only move are in `motions()`.
    """
    from engines.hands.kinematics import stack

    return stack(_tables(pack)[name])


def shape(pack: ShapePack, name: str) -> "Pose":
    """Return one hand: the shape as a chart shows it, to be drawn or moved to."""
    return variants(pack, name).take([0])


def motions(pack: ShapePack) -> "dict[str, Motion]":
    """Return the letters of a pack that move, and how."""
    from engines.hands.shapes.movements import MOTIONS

    return MOTIONS[pack]


def _tables(pack: ShapePack) -> "dict[str, tuple[Pose, ...]]":
    match pack:
        case "asl-letters":
            from engines.hands.shapes.asl_letters import LETTERS

            return LETTERS
        case "asl-digits":
            from engines.hands.shapes.asl_digits import DIGITS

            return DIGITS
    from engines.hands.shapes.ksl import JAMO

    return JAMO
