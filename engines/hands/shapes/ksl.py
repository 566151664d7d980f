"""The Korean finger alphabet: 31 jamo as one hand shows them.

After 「한글 지문자」 in the Encyclopedia of Korean Culture (Academy of Korean Studies), the charts of
『한국수화사전』 (Ministry of Culture and the Korea Association of the Deaf), and S. Barnes-Sadler,
"Hangul and the Korean Manual Alphabet" (SOAS, University of London), who describes how the shapes
follow the strokes of the letters. Angles are our own estimates.

Many differ by how the hand is held alone, as the letters do: ㅏ shows the palm, ㅗ the back of the
same upright finger, ㅜ points down, ㅡ across, ㅓ to the viewer. That is why a Korean hand is never
mirrored at random: a left hand's ㅏ looks like a right hand's ㅗ.
"""

from collections.abc import Sequence
from typing import Final

from engines.hands.kinematics import Floats, Pose, facing, turned
from engines.hands.shapes.asl_letters import LETTERS
from engines.hands.shapes.parts import (
    BACK_DOWN,
    BACK_LEVEL,
    BACK_SIDEWAYS,
    BACK_UP,
    BENT,
    FIST,
    INDEX,
    LAST,
    LITTLE,
    MIDDLE,
    RING,
    SECOND,
    STRAIGHT,
    TIP,
    TOGETHER,
    UPRIGHT,
    Bend,
    Thumb,
    at,
    hand,
    touching,
)

_FOLDED: Final = at(0, 0.75, 0.25)
_OUT: Final = at(1.0, 0.62, 0.15)
_ON_MIDDLE: Final = (
    touching(MIDDLE, SECOND, (0.05, -0.08, 0.12)),
    touching(MIDDLE, TIP, (0.04, 0.03, 0.10)),
)
_ON_RING: Final = (touching(RING, SECOND, (0.05, -0.08, 0.10)), touching(RING, LAST, (0.04, 0, 0.10)))
"""A thumb over folded fingers lies higher or lower."""

_ONE: Final = [STRAIGHT, FIST, FIST, FIST]
_TWO: Final = [STRAIGHT, STRAIGHT, FIST, FIST]
_THREE: Final = [STRAIGHT, STRAIGHT, STRAIGHT, FIST]
_HORNS: Final = [STRAIGHT, FIST, FIST, STRAIGHT]
_THREE_WITHOUT_RING: Final = [STRAIGHT, STRAIGHT, FIST, STRAIGHT]
_MIDDLE_ALONE: Final = [FIST, STRAIGHT, FIST, FIST]
_LITTLE_ALONE: Final = [FIST, FIST, FIST, STRAIGHT]

_HORNS_SPREAD: Final = (5, 0, -3, -10)
_FORWARD: Final = (
    facing((0.2, 0.5, 0.85), (1, 0, 0.2)),
    facing((0.6, 0.6, 0.5), (0.7, -0.3, 0.3)),
    facing((0.3, 0.3, 0.9), (0.9, 0.1, 0.3)),
)
"""To the viewer, or past him: how far it is turned says nothing."""
_BACK: Final = (BACK_UP, facing((0.25, 1, 0), (0.1, 0, -1)))
_ACROSS: Final = (BACK_SIDEWAYS, BACK_LEVEL)


def _held(
    fingers: Sequence[Bend],
    thumbs: Sequence[Thumb],
    ways: Sequence[Floats],
    spread: tuple[float, ...] = (0, 0, -2, -5),
) -> tuple[Pose, ...]:
    """Return the same fingers with each thumb, held each way."""
    return tuple(hand(fingers, thumb, way, spread) for way in ways for thumb in thumbs)


JAMO: Final[dict[str, tuple[Pose, ...]]] = {
    "ㄱ": (
        hand(_ONE, _OUT, BACK_DOWN),
        hand(_ONE, _OUT, facing((-0.7, -0.7, 0), (0, 0, -1))),
    ),
    "ㄴ": (
        hand(_ONE, _OUT, BACK_SIDEWAYS),
        hand(_ONE, _OUT, facing((0.5, 0.85, 0), (0, 0, -1))),
        hand(_ONE, _OUT, facing((0.9, -0.2, 0), (0, 0, -1))),
    ),
    "ㄷ": (
        hand(_TWO, _FOLDED, BACK_SIDEWAYS, (8, -6, -2, -4)),
        hand(_TWO, _FOLDED, BACK_LEVEL, (8, -6, -2, -4)),
        *_held(_TWO, _ON_RING, _ACROSS, (8, -7, -2, -4)),
    ),
    "ㄹ": (
        hand(_THREE, _FOLDED, BACK_SIDEWAYS, (11, 1, -8, -4)),
        hand(_THREE, _FOLDED, BACK_LEVEL, (10, 1, -8, -4)),
        hand(_THREE, _FOLDED, BACK_LEVEL, (17, 2, -13, -4)),
        hand(_THREE, at(-0.2, 0.72, 0.25), BACK_SIDEWAYS, (9, 0, -10, -4)),
        hand(_THREE, touching(LITTLE, LAST, (0.03, 0, 0.06)), BACK_LEVEL, (10, 1, -9, -4)),
    ),
    "ㅁ": (
        hand([BENT, BENT, FIST, FIST], touching(RING, SECOND, (0.05, -0.05, 0.10))),
        hand([(25, 75, 30), (25, 75, 30), FIST, FIST], touching(RING, SECOND, (0.05, -0.05, 0.10))),
    ),
    "ㅂ": (hand([STRAIGHT] * 4, at(-0.05, 0.72, 0.22), UPRIGHT, TOGETHER),),
    "ㅅ": (
        hand(_TWO, touching(RING, SECOND, (0.05, -0.06, 0.10)), BACK_DOWN, (13, -12, -4, -6)),
        hand(_TWO, touching(RING, LAST, (0.04, 0, 0.10)), BACK_DOWN, (9, -8, -4, -6)),
    ),
    "ㅇ": LETTERS["F"],
    "ㅈ": (hand(_TWO, _OUT, BACK_DOWN, (6, -6, -3, -5)),),
    "ㅊ": (hand(_THREE, _OUT, BACK_DOWN, (6, 0, -6, -5)),),
    "ㅋ": (
        hand(_MIDDLE_ALONE, _OUT, BACK_DOWN),
        hand([(60, 80, 40), STRAIGHT, FIST, FIST], _OUT, BACK_DOWN),
    ),
    "ㅌ": (
        hand(_THREE, _FOLDED, BACK_SIDEWAYS, (18, -5, -5, -4)),
        hand([STRAIGHT, (30, 5, 3), (30, 5, 3), FIST], _FOLDED, BACK_SIDEWAYS, (12, -4, -5, -4)),
    ),
    "ㅍ": (
        hand([BENT] * 4, at(-0.05, 0.72, 0.25), UPRIGHT, TOGETHER),
        hand([(25, 75, 40)] * 4, at(-0.05, 0.72, 0.25)),
    ),
    "ㅎ": (
        hand([FIST] * 4, at(0.90, 1.0, 0.10), facing((0.7, 0.7, 0.2), (0.3, 0, -1))),
        hand([FIST] * 4, at(1.0, 0.80, 0.10), facing((1, 0.2, 0), (0, 0, -1))),
        hand([(85, 70, 30)] * 4, at(0.32, 1.45, 0.20), turned(70)),
    ),
    "ㅏ": _held(_ONE, _ON_MIDDLE, (UPRIGHT,)),
    "ㅑ": (
        *_held(_TWO, _ON_RING, (UPRIGHT,), (9, -8, -3, -5)),
        *_held(_TWO, _ON_RING, (UPRIGHT,), (3, -3, -3, -5)),
    ),
    "ㅓ": _held(_ONE, _ON_MIDDLE, _FORWARD),
    "ㅕ": _held(_TWO, _ON_RING, _FORWARD, (6, -5, -3, -5)),
    "ㅗ": _held(_ONE, _ON_MIDDLE, _BACK),
    "ㅛ": (
        *_held(_TWO, _ON_RING, _BACK, (9, -8, -3, -5)),
        *_held(_TWO, _ON_RING, (BACK_UP,), (3, -3, -3, -5)),
    ),
    "ㅜ": _held(_ONE, _ON_MIDDLE, (BACK_DOWN,)),
    "ㅠ": _held(_TWO, _ON_RING, (BACK_DOWN,), (1, -1, -3, -5)),
    "ㅡ": _held(_ONE, _ON_MIDDLE, _ACROSS),
    "ㅣ": (
        hand(_LITTLE_ALONE, touching(MIDDLE, SECOND, (0.05, -0.05, 0.10)), UPRIGHT, (0, 0, -2, -8)),
        hand(_LITTLE_ALONE, touching(INDEX, LAST, (0, 0.10, 0.12)), UPRIGHT, (0, 0, -2, -8)),
    ),
    "ㅐ": _held(_HORNS, _ON_MIDDLE, (UPRIGHT,), (6, 0, -3, -12)),
    "ㅒ": _held(_THREE_WITHOUT_RING, _ON_RING, (UPRIGHT,), (5, -3, -3, -14)),
    "ㅔ": _held(_HORNS, _ON_MIDDLE, _FORWARD, _HORNS_SPREAD),
    "ㅖ": _held(_THREE_WITHOUT_RING, _ON_RING, _FORWARD, (5, -3, -3, -12)),
    "ㅚ": _held(_HORNS, _ON_MIDDLE, _BACK, (6, 0, -3, -12)),
    "ㅟ": _held(_HORNS, _ON_MIDDLE, (BACK_DOWN,), _HORNS_SPREAD),
    "ㅢ": _held(_HORNS, _ON_MIDDLE, _ACROSS, _HORNS_SPREAD),
}
