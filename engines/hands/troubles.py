"""Why hands cannot be read, in words that stand long enough to be heard."""

from typing import Any, Final

import numpy as np

from engines.hands import Hand, Sight
from engines.words import N_, _

_DARK: Final = N_("It is too dark to see your hands. Put a light in front of you.")
_LEAVING: Final = N_("Your hand leaves the picture. Move it to the middle.")
_FAR: Final = N_("Your hand is too far away. Come closer to the camera.")
_CROWD: Final = N_("More than one person is in the picture. Only one can be read at a time.")
_NOBODY: Final = N_("No hand can be seen. Hold a hand up in front of the camera.")

_DARK_LEVEL: Final = 40
"""If 95 of 100 pixels are darker, of 255, it is night."""
_EDGE: Final = 0.01
"""In units of the picture's height."""
_POINTS_OUTSIDE: Final = 3
_FAR_SIZE: Final = 0.07
"""A hand's longer side in units of the picture's height: with 480 lines, 34 pixels."""
_SURE: Final = 0.9
_BEGINS_SECONDS: Final = {_DARK: 0.5, _LEAVING: 0.4, _FAR: 0.7, _CROWD: 0.0, _NOBODY: 2.0}
_ENDS_SECONDS: Final = 0.8


class Watch:
    """Says what is wrong once it has been so for a while, until it has not been so for a while."""

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        self._began: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._shown: set[str] = set()

    def trouble(self, sight: Sight, crowd: tuple[Hand, ...], pixels: Any) -> str:
        """Return the gravest trouble as one translated sentence, or nothing.

        `crowd` are all hands in the picture, other people's too; `pixels` the picture (height, width, rgb).
        A still is judged by itself.
        """
        wrong = _wrong(sight, crowd, pixels)
        if not sight.is_still:
            wrong = self._steady(wrong, sight.seconds)
        return next((_(one) for one in _BEGINS_SECONDS if one in wrong), "")

    def _steady(self, wrong: set[str], seconds: float) -> set[str]:
        for one, patience in _BEGINS_SECONDS.items():
            if one in wrong:
                self._last[one] = seconds
                if seconds - self._began.setdefault(one, seconds) >= patience:
                    self._shown.add(one)
            elif seconds - self._last.get(one, -_ENDS_SECONDS) >= _ENDS_SECONDS:
                self._began.pop(one, None)
                self._shown.discard(one)
        return self._shown


def _wrong(sight: Sight, crowd: tuple[Hand, ...], pixels: Any) -> set[str]:
    wrong = set()
    if not sight.hands:
        wrong.add(_DARK if _is_dark(pixels) else _NOBODY)
    if any(_is_leaving(hand, sight.aspect) for hand in sight.hands):
        wrong.add(_LEAVING)
    if sight.hands and all(_size(hand) < _FAR_SIZE for hand in sight.hands):
        wrong.add(_FAR)
    if _is_crowd(crowd):
        wrong.add(_CROWD)
    return wrong


def _is_dark(pixels: Any) -> bool:
    return bool(np.percentile(pixels[::8, ::8], 95) < _DARK_LEVEL)


def _is_leaving(hand: Hand, aspect: float) -> bool:
    outside = sum(not (_EDGE < x < aspect - _EDGE and _EDGE < y < 1 - _EDGE) for x, y, _z in hand.points)
    return outside >= _POINTS_OUTSIDE


def _size(hand: Hand) -> float:
    xs, ys, _zs = zip(*hand.points, strict=True)
    return float(max(max(xs) - min(xs), max(ys) - min(ys)))


def _is_crowd(hands: tuple[Hand, ...]) -> bool:
    """Whether these are more hands than one person has: three, or two that surely are of the same side."""
    sure = [hand.side for hand in hands if hand.confidence >= _SURE]
    return len(hands) > 2 or sure.count("right") > 1 or sure.count("left") > 1
