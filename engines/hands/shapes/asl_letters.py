"""The letters of American Sign Language: shapes of the one-handed American manual alphabet.

After the charts of the manual alphabet in general use, as in The Gallaudet Dictionary of American
Sign Language (C. Valli, Gallaudet University Press) and Random House Webster's American Sign
Language Dictionary (E. Costello). Angles are our own estimates. Several rows of a letter are ways
people hold it: palm turned more or less, thumb higher or lower, sloppier or tighter. J and Z are
drawn in the air; their rows are snapshots of the hand on its way, where it differs from I and D.
"""

from typing import Final

from engines.hands.kinematics import Pose, facing, turned
from engines.hands.shapes.parts import (
    FIST,
    HOOKED,
    INDEX,
    KNUCKLE,
    LAST,
    LITTLE,
    LOOSE,
    MIDDLE,
    RING,
    ROUND,
    SECOND,
    STRAIGHT,
    TIP,
    TOGETHER,
    TUCKED,
    Bend,
    at,
    hand,
    touching,
)

_C: Final[Bend] = (35, 40, 25)
_E: Final[Bend] = (55, 105, 70)
_CLAW: Final[Bend] = (30, 110, 75)

_F: Final = hand(
    [(45, 60, 35), STRAIGHT, STRAIGHT, STRAIGHT],
    touching(INDEX, TIP, (0.02, -0.03, 0.02)),
    spread=(5, 2, -6, -14),
)
_O: Final = (
    hand([ROUND] * 4, touching(MIDDLE, TIP, (0.05, -0.02, 0.02)), turned(50), (2, 0, -2, -4)),
    hand([ROUND] * 4, touching(INDEX, TIP, (0, -0.04, 0.02)), turned(20), (2, 0, -2, -4)),
    hand([(40, 65, 35)] * 4, touching(INDEX, TIP, (0.03, -0.03, 0.03)), turned(35), (2, 0, -2, -4)),
    hand([(50, 45, 25)] * 4, touching(MIDDLE, TIP, (0.03, -0.03, 0.03)), turned(65), (2, 0, -2, -4)),
    hand([(58, 70, 40)] * 4, touching(MIDDLE, TIP, (0.03, -0.03, 0.03)), turned(70), (2, 0, -2, -4)),
)
_V: Final = hand(
    [STRAIGHT, STRAIGHT, FIST, FIST], touching(RING, SECOND, (-0.04, -0.08, 0.10)), spread=(10, -8, -4, -6)
)
_W: Final = (
    hand([STRAIGHT] * 3 + [FIST], touching(LITTLE, SECOND, (0.06, -0.06, 0.08)), spread=(9, 0, -10, -4)),
    hand([STRAIGHT] * 3 + [TUCKED], touching(LITTLE, LAST, (0.03, 0, 0.06)), spread=(9, 0, -10, -4)),
)

_POINTING: Final = [STRAIGHT, FIST, FIST, FIST]
_TWO: Final = [STRAIGHT, STRAIGHT, FIST, FIST]
_G_THUMB: Final = touching(INDEX, SECOND, (0.12, -0.05, 0.15))
_H_THUMB: Final = touching(RING, SECOND, (0.02, -0.02, 0.10))
_P_THUMB: Final = touching(MIDDLE, SECOND, (0.05, -0.05, 0.06))
_Q_THUMB: Final = touching(INDEX, SECOND, (0.15, -0.02, 0.18))

LETTERS: Final[dict[str, tuple[Pose, ...]]] = {
    "A": (
        hand([FIST] * 4, touching(INDEX, SECOND, (0.10, 0.02, -0.02))),
        hand([FIST] * 4, touching(INDEX, SECOND, (0.22, 0.08, -0.02))),
    ),
    "B": (hand([STRAIGHT] * 4, at(-0.05, 0.72, 0.22), spread=TOGETHER),),
    "C": (
        hand([_C] * 4, at(0.42, 0.75, 0.75), turned(55), (3, 0, -2, -4)),
        hand([_C] * 4, at(0.42, 0.75, 0.75), turned(25), (3, 0, -2, -4)),
        hand([_C] * 4, at(0.42, 0.75, 0.75), turned(75), (3, 0, -2, -4)),
        hand([(45, 45, 25)] * 4, at(0.40, 0.75, 0.62), turned(60), (3, 0, -2, -4)),
    ),
    "D": (
        hand([STRAIGHT, ROUND, ROUND, ROUND], touching(MIDDLE, TIP, (0.03, -0.02, 0)), turned(20)),
        hand([STRAIGHT, TUCKED, TUCKED, TUCKED], touching(MIDDLE, LAST, (0.05, 0, 0.06))),
        hand(
            [STRAIGHT, (45, 50, 30), (50, 50, 30), (55, 50, 30)],
            touching(MIDDLE, TIP, (0.02, -0.02, 0.03)),
            turned(35),
        ),
    ),
    "E": (
        hand([_E] * 4, at(-0.05, 0.62, 0.30)),
        hand([(35, 110, 75)] * 4, at(0, 0.60, 0.32)),
        hand([_CLAW] * 4, touching(RING, TIP, (0.03, -0.08, 0.05))),
        hand([(60, 100, 60)] * 4, at(-0.15, 0.60, 0.30)),
        hand([_E] * 4, touching(INDEX, LAST, (0.05, -0.12, 0.08))),
        hand([_E] * 4, at(0.22, 0.75, 0.30)),
        hand([FIST] * 4, at(0.20, 0.68, 0.30)),
        hand([_E] * 4, at(0.33, 0.72, 0.12)),
        hand([FIST] * 4, at(0.26, 0.66, 0.12)),
    ),
    "F": (
        _F,
        hand(
            [(62, 55, 30), STRAIGHT, STRAIGHT, STRAIGHT],
            touching(INDEX, TIP, (0.04, -0.03, 0.02)),
            spread=(6, 3, -5, -12),
        ),
    ),
    "G": (
        hand(_POINTING, _G_THUMB, facing((1, 0.1, 0.1), (-0.2, 0, -1)), (0, 0, 0, -2)),
        hand(_POINTING, _G_THUMB, facing((1, 0.5, 0.1), (0.3, 0, -1)), (0, 0, 0, -2)),
        hand(_POINTING, _G_THUMB, facing((0.6, 0.8, 0.1), (0.6, -0.4, -0.8)), (0, 0, 0, -2)),
        hand([(78, 15, 8), FIST, FIST, FIST], at(0.30, 0.92, 0.55), turned(65)),
        hand([(70, 15, 8), FIST, FIST, FIST], at(0.35, 0.90, 0.50), turned(85, 0, -15)),
    ),
    "H": (
        hand(_TWO, _H_THUMB, facing((1, 0.1, 0.1), (-0.2, 0, -1)), (0, 0, 0, -2)),
        hand(_TWO, _H_THUMB, facing((0.8, 0.6, 0.1), (0.3, 0, -1)), (0, 0, 0, -2)),
        hand(_TWO, _H_THUMB, facing((0.9, 0.3, 0.4), (0.1, -1, 0)), (0, 0, 0, -2)),
        hand([(80, 8, 5), (80, 8, 5), FIST, FIST], touching(RING, SECOND, (0.08, 0, 0.10)), turned(70)),
        hand([(70, 8, 5), (70, 8, 5), FIST, FIST], at(0.30, 0.85, 0.40), turned(85, 0, -15)),
    ),
    "I": (
        hand(
            [FIST, FIST, FIST, STRAIGHT], touching(MIDDLE, SECOND, (0.05, -0.05, 0.10)), spread=(0, 0, -2, -8)
        ),
        hand([FIST, FIST, FIST, STRAIGHT], touching(INDEX, LAST, (0, 0.10, 0.12)), spread=(0, 0, -2, -8)),
    ),
    "J": (
        hand(
            [FIST, FIST, FIST, STRAIGHT],
            touching(MIDDLE, SECOND, (0.05, -0.05, 0.10)),
            facing((0.6, 0.5, 0.6), (0.7, 0.2, -0.7)),
            (0, 0, -2, -8),
        ),
        hand(
            [FIST, FIST, FIST, STRAIGHT],
            touching(MIDDLE, SECOND, (0.05, -0.05, 0.10)),
            facing((-0.5, 0.2, 0.8), (0.8, 0.5, 0.3)),
            (0, 0, -2, -8),
        ),
        hand(
            [FIST, FIST, FIST, STRAIGHT],
            touching(MIDDLE, SECOND, (0.05, -0.05, 0.10)),
            facing((0.9, 0.2, 0.3), (0.2, 0.4, -0.9)),
            (0, 0, -2, -8),
        ),
    ),
    "K": (
        hand(
            [STRAIGHT, (25, 5, 3), FIST, FIST],
            touching(MIDDLE, SECOND, (0.07, -0.08, 0.08)),
            spread=(8, -4, -2, -5),
        ),
        hand(
            [STRAIGHT, (40, 5, 3), FIST, FIST],
            touching(MIDDLE, SECOND, (0.07, -0.05, 0.06)),
            spread=(6, 0, -2, -5),
        ),
        hand(
            [STRAIGHT, (15, 5, 3), FIST, FIST],
            touching(MIDDLE, SECOND, (0.05, -0.02, 0.05)),
            spread=(9, -6, -2, -5),
        ),
        hand(
            [STRAIGHT, (12, 5, 3), FIST, FIST],
            touching(MIDDLE, KNUCKLE, (0.08, 0.12, 0.15)),
            spread=(9, -9, -2, -5),
        ),
        hand(
            [STRAIGHT, (20, 5, 3), FIST, FIST],
            touching(MIDDLE, KNUCKLE, (0.10, 0.25, 0.14)),
            spread=(9, -9, -2, -5),
        ),
        hand(
            [STRAIGHT, (12, 5, 3), FIST, FIST],
            touching(MIDDLE, KNUCKLE, (0.05, 0.08, 0.15)),
            spread=(13, -12, -2, -5),
        ),
        hand(
            [STRAIGHT, (8, 5, 3), FIST, FIST],
            touching(MIDDLE, KNUCKLE, (-0.02, 0.14, 0.15)),
            spread=(13, -14, -2, -5),
        ),
    ),
    "L": (
        hand(_POINTING, at(1.0, 0.62, 0.15), spread=(3, 0, -2, -5)),
        hand(_POINTING, at(0.85, 0.50, 0.30), spread=(3, 0, -2, -5)),
        hand(_POINTING, at(0.80, 0.85, 0.12), spread=(3, 0, -2, -5)),
        hand(_POINTING, at(0.62, 0.60, 0.20), spread=(3, 0, -2, -5)),
    ),
    "M": (
        hand([(85, 60, 20), (88, 60, 20), (85, 60, 20), FIST], touching(LITTLE, SECOND, (0.06, -0.10, 0.10))),
        hand([(70, 100, 50)] * 4, touching(RING, SECOND, (-0.06, -0.12, -0.05))),
        hand([(85, 70, 25), (88, 70, 25), (85, 70, 25), FIST], touching(RING, SECOND, (-0.10, -0.05, 0.02))),
        hand([(80, 80, 35)] * 3 + [FIST], touching(LITTLE, SECOND, (0.06, 0.03, 0.04))),
        hand([(62, 85, 40)] * 3 + [FIST], touching(RING, SECOND, (0.02, -0.04, 0.02))),
        hand([(62, 85, 40)] * 3 + [FIST], touching(MIDDLE, SECOND, (-0.12, 0.06, 0))),
        hand([(75, 40, 15)] * 3 + [(80, 60, 30)], at(0.25, 0.70, 0.30), turned(0, 15)),
        hand([(88, 45, 15)] * 3 + [(80, 80, 40)], at(0.30, 0.66, 0.30)),
        hand([(62, 95, 45)] * 3 + [(80, 90, 50)], touching(MIDDLE, SECOND, (-0.20, 0.08, 0))),
    ),
    "N": (
        hand([(85, 60, 20), (88, 60, 20), FIST, FIST], touching(RING, SECOND, (0.06, -0.10, 0.10))),
        hand([(70, 100, 50)] * 4, touching(MIDDLE, SECOND, (-0.08, -0.10, -0.05))),
        hand([(70, 60, 30), (75, 60, 30), FIST, FIST], touching(RING, SECOND, (0.10, -0.02, 0.02))),
        hand([(60, 80, 45), (60, 80, 45), FIST, FIST], touching(MIDDLE, SECOND, (-0.10, -0.06, 0.02))),
        hand([(62, 85, 40), (62, 85, 40), FIST, FIST], touching(MIDDLE, SECOND, (-0.06, 0, 0))),
        hand([(88, 45, 15)] * 2 + [(80, 80, 40)] * 2, at(0.36, 0.72, 0.30)),
        hand([(60, 100, 45)] * 2 + [(90, 62, 15)] * 2, touching(MIDDLE, SECOND, (-0.06, 0.08, 0))),
        hand([(62, 85, 40)] * 2 + [(88, 70, 20)] * 2, touching(MIDDLE, SECOND, (-0.08, 0.04, 0))),
    ),
    "O": _O,
    "P": (
        hand(
            [STRAIGHT, (62, 5, 3), FIST, FIST], _P_THUMB, facing((1, 0.1, 0.2), (0, -1, 0.2)), (4, 0, -2, -5)
        ),
        hand(
            [(15, 8, 5), (70, 8, 3), FIST, FIST],
            _P_THUMB,
            facing((0.9, 0.3, 0.3), (0.1, -1, -0.4)),
            (4, 0, -2, -5),
        ),
        hand(
            [(50, 5, 3), (85, 5, 3), FIST, FIST],
            _P_THUMB,
            facing((0.3, 0.1, 0.9), (0, -1, 0.1)),
            (4, 0, -2, -5),
        ),
        hand(
            [STRAIGHT, (50, 5, 3), FIST, FIST], _P_THUMB, facing((0.3, -1, 0.3), (0.3, 0, -1)), (4, 0, -2, -5)
        ),
        hand(
            [(60, 5, 3), (88, 5, 3), FIST, FIST],
            _P_THUMB,
            facing((-0.2, 0.4, 0.8), (0, -1, 0.3)),
            (4, 0, -2, -5),
        ),
    ),
    "Q": (
        hand(_POINTING, _Q_THUMB, facing((0.1, -1, 0.2), (0.3, 0, -1)), (2, 0, -2, -5)),
        hand(_POINTING, _Q_THUMB, facing((0.3, -1, 0.3), (1, 0, -0.2)), (2, 0, -2, -5)),
        hand([(65, 8, 5), FIST, FIST, FIST], at(0.38, 0.90, 0.55), facing((0.2, 0.1, 0.9), (0, -1, 0.1))),
        hand([(80, 8, 5), FIST, FIST, FIST], at(0.38, 0.90, 0.55), facing((0.6, 0.3, 0.7), (0.1, -1, 0.2))),
        hand([(80, 8, 5), FIST, FIST, FIST], at(0.38, 0.90, 0.55), facing((-0.3, 0.4, 0.8), (0.1, -1, 0.3))),
    ),
    "R": (
        hand(
            [STRAIGHT, (8, 5, 3), FIST, FIST],
            touching(RING, SECOND, (0.06, -0.06, 0.10)),
            spread=(-9, 9, -2, -5),
        ),
        hand(
            [STRAIGHT, (6, 5, 3), FIST, FIST],
            touching(RING, SECOND, (0.06, -0.06, 0.10)),
            spread=(-5, 5, -2, -5),
        ),
        hand(
            [STRAIGHT, (8, 5, 3), FIST, FIST], touching(RING, LAST, (0.04, 0, 0.10)), spread=(-8, 8, -2, -5)
        ),
    ),
    "S": (
        hand([FIST] * 4, touching(MIDDLE, SECOND, (0, -0.08, 0.12))),
        hand([FIST] * 4, touching(MIDDLE, LAST, (0.02, 0.04, 0.12))),
        hand([FIST] * 4, touching(RING, SECOND, (0.08, -0.05, 0.14))),
        hand([(75, 95, 50)] * 4, touching(MIDDLE, SECOND, (-0.06, -0.10, 0.14))),
        hand([FIST] * 4, touching(RING, KNUCKLE, (0.10, 0, 0.40))),
        hand([FIST] * 4, touching(INDEX, LAST, (0.02, 0.12, 0.14))),
    ),
    "T": (
        hand(
            [(65, 90, 40), FIST, FIST, FIST],
            touching(MIDDLE, SECOND, (0.12, 0.15, 0.12)),
            spread=(4, -2, -2, -5),
        ),
        hand([(60, 95, 45), FIST, FIST, FIST], touching(INDEX, SECOND, (-0.10, 0.02, -0.05))),
        hand([(55, 85, 50), (70, 90, 45), FIST, FIST], touching(INDEX, SECOND, (-0.04, 0.06, 0.02))),
        hand([(65, 90, 45), FIST, FIST, FIST], touching(MIDDLE, SECOND, (0.10, 0.10, 0.05)), turned(20)),
        hand([(65, 95, 40), FIST, FIST, FIST], at(0.33, 0.74, 0.20)),
    ),
    "U": (
        hand(_TWO, touching(RING, SECOND, (0.04, -0.08, 0.10)), spread=(-1, 1, -2, -5)),
        hand(_TWO, touching(RING, LAST, (0.04, 0, 0.10)), spread=(-1, 1, -2, -5)),
    ),
    "V": (
        _V,
        hand(_TWO, touching(RING, LAST, (0.04, 0, 0.10)), spread=(10, -8, -4, -6)),
    ),
    "W": _W,
    "X": (
        hand([HOOKED, FIST, FIST, FIST], touching(MIDDLE, SECOND, (0.08, -0.08, 0.10))),
        hand(
            [(30, 85, 50), FIST, FIST, FIST],
            touching(MIDDLE, SECOND, (0.10, -0.05, 0.10)),
            turned(-40, 0, 20),
        ),
        hand([(15, 65, 45), FIST, FIST, FIST], touching(MIDDLE, SECOND, (0.10, -0.06, 0.12))),
        hand([(15, 65, 45), LOOSE, LOOSE, LOOSE], touching(MIDDLE, LAST, (0.08, -0.02, 0.08)), turned(20)),
        hand([(25, 85, 60), FIST, FIST, FIST], touching(MIDDLE, LAST, (0.06, 0, 0.10))),
        hand([(25, 85, 60), LOOSE, LOOSE, LOOSE], touching(MIDDLE, SECOND, (0.06, -0.06, 0.12)), turned(-25)),
        hand([(5, 30, 28), FIST, FIST, FIST], touching(MIDDLE, LAST, (0.04, 0, 0.10))),
        hand([(5, 45, 40), FIST, FIST, FIST], touching(MIDDLE, SECOND, (0.08, -0.06, 0.12)), turned(45)),
        hand([(5, 55, 45), LOOSE, LOOSE, LOOSE], touching(MIDDLE, SECOND, (0.08, -0.06, 0.12)), turned(60)),
        hand([(15, 60, 45), FIST, FIST, FIST], touching(RING, LAST, (0.04, 0, 0.10)), turned(15)),
        hand([(8, 38, 35), FIST, FIST, FIST], touching(MIDDLE, SECOND, (0.05, -0.10, 0.12))),
        hand([(6, 40, 38), FIST, FIST, FIST], touching(MIDDLE, TIP, (0.04, 0.03, 0.10))),
    ),
    "Y": (hand([FIST, FIST, FIST, STRAIGHT], at(1.02, 0.72, 0.10), spread=(0, 0, -2, -22)),),
    "Z": (
        hand(
            _POINTING,
            touching(MIDDLE, SECOND, (0.05, -0.10, 0.12)),
            facing((0.5, 0.8, 0.4), (0.2, -0.4, 0.9)),
        ),
        hand(
            _POINTING,
            touching(MIDDLE, SECOND, (0.05, -0.10, 0.12)),
            facing((-0.5, 0.8, 0.4), (0.2, -0.4, 0.9)),
        ),
        hand(_POINTING, touching(MIDDLE, LAST, (0.03, 0.03, 0.10)), facing((0.2, 0.4, 0.9), (0, -0.9, 0.4))),
    ),
}
