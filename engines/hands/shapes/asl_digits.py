"""The digits 0 to 9 as American Sign Language shows them on one hand.

Sources as in `asl_letters`. 0 is O, 2 is V, 6 is W and 9 is F: people hold them alike, so the rows
are shared, with a few beside them that only a digit has. The palm may face either way.
"""

from typing import Final

from engines.hands.kinematics import Pose
from engines.hands.shapes.asl_letters import LETTERS
from engines.hands.shapes.parts import (
    FIST,
    INDEX,
    LAST,
    LITTLE,
    MIDDLE,
    RING,
    ROUND,
    SECOND,
    SPREAD,
    STRAIGHT,
    TIP,
    TUCKED,
    at,
    hand,
    touching,
)

_WIDE: Final = (9, 1, -8, -2)

DIGITS: Final[dict[str, tuple[Pose, ...]]] = {
    "0": LETTERS["O"],
    "1": (
        hand([STRAIGHT, FIST, FIST, FIST], touching(MIDDLE, SECOND, (0.05, -0.10, 0.12))),
        hand([STRAIGHT, FIST, FIST, FIST], touching(MIDDLE, LAST, (0.03, 0.03, 0.10))),
        hand([STRAIGHT, FIST, FIST, FIST], touching(MIDDLE, TIP, (0.04, 0.03, 0.10))),
    ),
    "2": LETTERS["V"],
    "3": (
        hand([STRAIGHT, STRAIGHT, FIST, FIST], at(1.0, 0.70, 0.10), spread=(10, -6, -4, -6)),
        hand([STRAIGHT, STRAIGHT, TUCKED, TUCKED], at(0.95, 0.80, 0.10), spread=(10, -6, -4, -6)),
    ),
    "4": (
        hand([STRAIGHT] * 4, at(-0.08, 0.70, 0.25), spread=SPREAD),
        hand([STRAIGHT] * 4, at(0.10, 0.80, 0.22), spread=(8, 2, -5, -12)),
    ),
    "5": (hand([STRAIGHT] * 4, at(1.0, 0.72, 0.05), spread=(12, 2, -8, -20)),),
    "6": (
        hand([STRAIGHT] * 3 + [(60, 60, 35)], touching(LITTLE, TIP, (0.02, -0.03, 0.02)), spread=_WIDE),
        hand([STRAIGHT] * 3 + [TUCKED], touching(LITTLE, LAST, (0.02, 0, 0.06)), spread=_WIDE),
        *LETTERS["W"],
    ),
    "7": (
        hand(
            [STRAIGHT, STRAIGHT, (58, 55, 30), STRAIGHT],
            touching(RING, TIP, (0.02, -0.03, 0.02)),
            spread=(9, 2, -2, -18),
        ),
        hand(
            [STRAIGHT, STRAIGHT, (45, 45, 25), STRAIGHT],
            touching(RING, TIP, (0.02, -0.05, 0.02)),
            spread=(9, 2, -2, -18),
        ),
    ),
    "8": (
        hand(
            [STRAIGHT, ROUND, STRAIGHT, STRAIGHT],
            touching(MIDDLE, TIP, (0.02, -0.03, 0.02)),
            spread=(10, 0, -6, -16),
        ),
        hand(
            [STRAIGHT, (45, 35, 20), STRAIGHT, STRAIGHT],
            touching(MIDDLE, TIP, (0.03, -0.05, 0.02)),
            spread=(10, 0, -6, -16),
        ),
    ),
    "9": (
        *LETTERS["F"],
        hand(
            [(55, 60, 35), STRAIGHT, STRAIGHT, STRAIGHT],
            touching(INDEX, TIP, (0.02, -0.03, 0.02)),
            spread=(6, 4, -4, -14),
        ),
    ),
}
