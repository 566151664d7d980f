"""Chooses the hand that spells."""

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from engines.hands import Hand, Side, Sight

Floats = NDArray[np.float64]

_MEMORY_SECONDS: Final = 1.0
_CLEARLY: Final = 1.5
"""The other hand has to move so much more before the choice changes."""
_HIGHER: Final = 0.25
"""A hand so much higher, in units of the picture's height, is the raised one, whatever moves."""


class HandChoice:
    """Follows both hands; `auto`: the one seen, of two the raised one, else the one whose fingers move."""

    def __init__(self, hand: Literal["right", "left", "auto"] = "auto") -> None:
        self._wanted = hand
        self._chosen: Side | None = None
        self._moved: dict[Side, float] = {}
        self._last: dict[Side, Floats] = {}
        self._seconds = 0.0

    def chosen(self, sight: Sight) -> Hand | None:
        """Return the hand that spells in this frame, None if it is not there.

        A hand that was asked for and is the only one seen is taken for it, whichever side it seems.
        """
        if self._wanted != "auto":
            return self._asked(sight, self._wanted)
        self._follow(sight)
        if not sight.hands:
            return None
        best = max(sight.hands, key=lambda hand: self._claim(hand, sight))
        self._chosen = best.side
        return best

    def _asked(self, sight: Sight, wanted: Side) -> Hand | None:
        if len(sight.hands) == 1:
            only = sight.hands[0]
            return Hand(wanted, only.points, 1.0)
        return next((hand for hand in sight.hands if hand.side == wanted), None)

    def _follow(self, sight: Sight) -> None:
        passed = max(sight.seconds - self._seconds, 1e-3)
        self._seconds = sight.seconds
        kept = float(np.exp(-passed / _MEMORY_SECONDS))
        for hand in sight.hands:
            bent = _bent(hand)
            before = self._last.get(hand.side)
            moved = 0.0 if before is None else float(np.abs(bent - before).mean())
            self._moved[hand.side] = kept * self._moved.get(hand.side, 0.0) + moved
            self._last[hand.side] = bent

    def _claim(self, hand: Hand, sight: Sight) -> float:
        moved = self._moved.get(hand.side, 0.0)
        claim = moved * (_CLEARLY if hand.side == self._chosen else 1.0)
        others = [_height(other) for other in sight.hands if other is not hand]
        is_raised = bool(others) and _height(hand) < min(others) - _HIGHER
        return claim + (10.0 if is_raised else 0.0) + 1e-3 * hand.confidence


def _bent(hand: Hand) -> Floats:
    """Return the points from the wrist, the hand's size being 1: moving the whole hand does not count."""
    points = np.array([(x, y) for x, y, _z in hand.points])
    points -= points[0]
    size = np.linalg.norm(points, axis=1).max()
    return np.asarray(points / max(float(size), 1e-6))


def _height(hand: Hand) -> float:
    return sum(y for _x, y, _z in hand.points) / len(hand.points)
