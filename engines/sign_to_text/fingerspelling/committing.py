"""Decides when a shape that is held becomes a letter, twice a double one, and rest a space."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engines.results import Guess
from engines.sign_to_text.fingerspelling.posture import Posture

Floats = NDArray[np.float32]

REST_SECONDS: Final = 0.8
"""So long the hand is let down, or away, to end a word."""
STRIKE_SECONDS: Final = 0.6
"""So long the thumb points down to take a letter away; held on, one more every time."""
_SURE: Final = 0.5
"""A shape less likely than this is nothing; once it is being held, down to `_STILL_SURE`."""
_STILL_SURE: Final = 0.35
_SMOOTH_SECONDS: Final = 0.08
_SLIDE: Final = 0.28
"""So far to the side, in palms, a shape is slid to be meant twice …"""
_DRIFT_SECONDS: Final = 1.0
"""… in a time much shorter than this: a hand that is held up drifts."""
_FLICKER_SECONDS: Final = 0.1
"""A shape that is gone for a shorter time was not let go."""
_GUESSES: Final = 3


@dataclass(frozen=True)
class Letter:
    """A shape was held long enough."""

    label: str
    start: float
    end: float
    guesses: tuple[Guess, ...]
    """At most three, `label` first."""
    is_slid: bool = False
    """The shape before was slid to the side: it is meant twice."""


@dataclass(frozen=True)
class Rested:
    """The hand was let down: the word is over."""

    seconds: float


@dataclass(frozen=True)
class Struck:
    """The last letter is to be taken away."""

    seconds: float


Event = Letter | Rested | Struck


class Holding:
    """Follows one hand, frame by frame."""

    def __init__(self, names: Sequence[str], hold_seconds: float) -> None:
        """Know the classes by their `names`, nothing (`""`) among them."""
        self._names, self._hold = tuple(names), hold_seconds
        self._nothing = self._names.index("")
        self._mean: Floats | None = None
        self._seconds = 0.0
        self._shape = ""
        """The shape being held, or held and already taken; empty: none."""
        self._since = self._seen = 0.0
        self._is_taken = False
        self._place: Posture | None = None
        """Where the hand was when its shape was taken by holding it."""
        self._slid_since: float | None = None
        self._rest_since: float | None = None
        self._strike_since: float | None = None
        self._is_rest_told = True

    @property
    def showing(self) -> tuple[Guess, ...]:
        """What the hand may show now, at most three; empty where that is nothing."""
        if self._mean is None or self._mean[self._nothing] > _SURE:
            return ()
        return guesses(self._mean, self._names)

    @property
    def waiting(self) -> str:
        """The shape that is being held but is no letter yet; else empty."""
        return "" if self._is_taken else self._shape

    @property
    def held(self) -> float:
        """0 to 1: how much of the time is over that the shape has to be held."""
        if not self._shape:
            return 0.0
        return 1.0 if self._is_taken else min(1.0, (self._seen - self._since) / max(self._hold, 1e-3))

    def look(
        self, seconds: float, probabilities: Floats | None, posture: Posture | None
    ) -> tuple[Event, ...]:
        """Take one frame: (classes,) probabilities and the hand's posture, None where there is no hand."""
        if posture is None or probabilities is None:
            return self._without_hand(seconds)
        self._mean = self._smoothed(probabilities, seconds)
        if posture.strikes_out and posture.is_still:
            return self._strike(seconds)
        self._strike_since = None
        if posture.is_lowered and not self.showing:
            self._let_go()
            return self._rest(seconds)
        self._rest_since = None
        return self._hold_on(seconds, posture)

    def take(self, seconds: float, label: str = "") -> Letter | None:
        """Take what is shown now without waiting, or `label` in its place; None if nothing is shown."""
        if not self.waiting or self._mean is None:
            return None
        # Until the shape is let go it is not taken again.
        letter = self._letter(seconds)
        self._is_taken, self._place, self._is_rest_told = True, None, False
        return letter if not label else _relabelled(letter, label)

    def ignore(self, seconds: float) -> None:
        """Take what is shown now for nothing, until it is let go."""
        self._shape = self._shape or (self._best() if self._mean is not None else "")
        self._seen, self._is_taken, self._place, self._is_rest_told = seconds, True, None, False

    def _without_hand(self, seconds: float) -> tuple[Event, ...]:
        self._strike_since = None
        if seconds - self._seen > _FLICKER_SECONDS:
            self._mean = None
            self._let_go()
        return self._rest(seconds)

    def _smoothed(self, probabilities: Floats, seconds: float) -> Floats:
        passed, self._seconds = seconds - self._seconds, seconds
        if self._mean is None or passed <= 0:
            return np.array(probabilities, np.float32)
        share = 1 - float(np.exp(-passed / _SMOOTH_SECONDS))
        mean: Floats = (self._mean + share * (probabilities - self._mean)).astype(np.float32)
        return mean

    def _strike(self, seconds: float) -> tuple[Event, ...]:
        self._let_go()
        self._rest_since = None
        if self._strike_since is None:
            self._strike_since = seconds
        if seconds - self._strike_since < STRIKE_SECONDS:
            return ()
        self._strike_since = seconds
        return (Struck(seconds),)

    def _rest(self, seconds: float) -> tuple[Event, ...]:
        if self._rest_since is None:
            self._rest_since = seconds
        if self._is_rest_told or seconds - self._rest_since < REST_SECONDS:
            return ()
        self._is_rest_told = True
        return (Rested(seconds),)

    def _hold_on(self, seconds: float, posture: Posture) -> tuple[Event, ...]:
        assert self._mean is not None
        best = self._best()
        if self._shape and (best == self._shape or self._is_still_likely()):
            self._seen = seconds
        elif not self._shape or seconds - self._seen > _FLICKER_SECONDS:
            self._let_go()
            self._shape, self._since, self._seen = best, seconds, seconds
        if not self._shape:
            return ()
        if self._is_taken:
            return self._slide(seconds, posture)
        if not posture.is_still:
            self._since = seconds
            return ()
        # The shape must be the likeliest at the very moment.
        if seconds - self._since < self._hold or best != self._shape:
            return ()
        return (self._taken(seconds, posture),)

    def _best(self) -> str:
        assert self._mean is not None
        at = int(self._mean.argmax())
        return self._names[at] if self._mean[at] > _SURE else ""

    def _is_still_likely(self) -> bool:
        assert self._mean is not None
        return bool(self._mean[self._names.index(self._shape)] > _STILL_SURE)

    def _slide(self, seconds: float, posture: Posture) -> tuple[Event, ...]:
        """Take a shape again that was slid to the side and is held there."""
        if self._place is None:
            return ()
        self._place = self._drifted(self._place, posture)
        across = abs(posture.middle[0] - self._place.middle[0]) / posture.palm
        down = abs(posture.middle[1] - self._place.middle[1]) / posture.palm
        # The place has begun to follow, so what is left of the way may become less while it is held.
        far = _SLIDE if self._slid_since is None else _SLIDE / 2
        if not (across > far and across > 2 * down and posture.is_still):
            self._slid_since = None
            return ()
        if self._slid_since is None:
            self._slid_since = seconds
        if seconds - self._slid_since < self._hold / 2:
            return ()
        return (self._taken(seconds, posture, is_slid=True),)

    @staticmethod
    def _drifted(place: Posture, posture: Posture) -> Posture:
        """Let the place follow the hand slowly, so that only a quick slide leads away from it."""
        share = min(1.0, (posture.seconds - place.seconds) / _DRIFT_SECONDS)
        x, y = (a + share * (b - a) for a, b in zip(place.middle, posture.middle, strict=True))
        return replace(place, seconds=posture.seconds, middle=(x, y))

    def _taken(self, seconds: float, posture: Posture, is_slid: bool = False) -> Letter:
        letter = self._letter(seconds, is_slid)
        self._is_taken, self._place = True, posture
        self._slid_since, self._is_rest_told = None, False
        return letter

    def _letter(self, seconds: float, is_slid: bool = False) -> Letter:
        assert self._mean is not None
        start = self._slid_since if is_slid and self._slid_since is not None else self._since
        return Letter(self._shape, start, seconds, guesses(self._mean, self._names, self._shape), is_slid)

    def _let_go(self) -> None:
        self._shape, self._is_taken, self._place, self._slid_since = "", False, None, None


def guesses(probabilities: Floats, names: Sequence[str], first: str = "") -> tuple[Guess, ...]:
    """Return the likeliest three shapes, `first` before the others."""
    order = sorted(
        (at for at, name in enumerate(names) if name),
        key=lambda at: (names[at] == first, float(probabilities[at])),
        reverse=True,
    )
    return tuple(Guess(names[at], round(float(probabilities[at]), 4)) for at in order[:_GUESSES])


def _relabelled(letter: Letter, label: str) -> Letter:
    others = tuple(one for one in letter.guesses if one.label != label)
    own = next((one for one in letter.guesses if one.label == label), Guess(label, 1.0))
    return Letter(label, letter.start, letter.end, (own, *others)[:_GUESSES], letter.is_slid)
