"""Find signs in a stream of hands: where hands come up, pause and go down, and what was made in between."""

from collections import deque
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from engines.hands import Sight
from engines.results import Guess, Sign
from engines.sign_to_text.taught.embedding import is_raised, movement, speed
from engines.sign_to_text.taught.example import Example, Moment, moment
from engines.sign_to_text.taught.gallery import Gallery, Match

LONGEST_SECONDS: Final = 6.0
"""How far back a sign may begin that is still being made."""
DOWN_SECONDS: Final = 0.3
"""How long no hand may be up until a sign is over; a hand is often lost for a few frames."""
PAUSE_SECONDS: Final = 0.5
"""How long the hands keep still until a sign is over."""
SHORTEST_SECONDS: Final = 0.3
GAP_SECONDS: Final = 1.0
"""A source that showed nothing for so long goes on with something else."""
UNFINISHED_SECONDS: Final = 1.0
"""Of hands that have been up for long, what is so new may be a part of a sign only."""
_STILL: Final = 0.12
"""How far hands wander that keep still, in shoulder widths (a hand's shape in its own size)."""
_GUESS_SECONDS: Final = 0.2
"""How often it is guessed what is being made."""
_PIECE: Final = 0.8
"""How near a piece has to be, as a part of a sign's limit: among many pieces one is near by chance."""
_MOST_CUTS: Final = 8
"""Into how many parts hands that stay up are taken to pieces."""


@dataclass(frozen=True)
class Spotted:
    """What one more frame brought."""

    signs: tuple[Sign, ...] = ()
    """Signs that are over now."""
    showing: tuple[Guess, ...] = ()
    """What is being made, for all that is seen of it."""


class Spotter:
    """Takes sights in the order of time, and says which taught signs they held."""

    def __init__(self, gallery: Gallery) -> None:
        self._gallery = gallery
        self._moments: deque[Moment] = deque()
        self._waits_for_motion = False
        self._is_pause_read = False
        """Whether it was tried already to read what went before the hands paused."""
        self._last = ""
        """The sign before this one, if the hands have not been down since."""
        self._showing: tuple[Guess, ...] = ()
        self._guessed_at = 0.0

    def see(self, sight: Sight) -> Spotted:
        """Take one more frame."""
        if self._moments and sight.seconds <= self._moments[-1].seconds:
            return Spotted(showing=self._showing)
        if self._moments and sight.seconds - self._moments[-1].seconds > GAP_SECONDS:
            before = self._over(is_down=True)
            self._moments.append(moment(sight))
            return before
        self._moments.append(moment(sight))
        if self._seconds_since(0) > LONGEST_SECONDS:
            return self._go_on()
        is_up = is_raised(self._example()).any(1)
        if not is_up.any():
            if self._seconds_since(0) >= DOWN_SECONDS:
                self._moments.clear()
                self._last = ""
            return self._rest()
        if self._seconds_since(int(np.flatnonzero(is_up)[-1])) >= DOWN_SECONDS:
            return self._over(is_down=True)
        if self._keeps_still():
            if self._waits_for_motion or self._is_pause_read:
                return Spotted(showing=self._showing)
            self._is_pause_read = True
            return self._over(is_down=False)
        self._waits_for_motion = self._is_pause_read = False
        return Spotted(showing=self._guess(sight.seconds))

    def end(self) -> Spotted:
        """Say what is left when the source ends."""
        return self._over(is_down=True) if self._moments else Spotted()

    def _over(self, *, is_down: bool) -> Spotted:
        """Read what was made since the last sign; hands that pause may be about to go on with it."""
        found = () if self._waits_for_motion else read(self._gallery, self._example(), self._start)
        is_read = bool(found)
        # The same one once more is still being held, or on its way down.
        signs = found[1:] if found and found[0].label == self._last else found
        if is_down or is_read:
            self._last = "" if is_down else found[-1].label
            self._moments.clear()
            self._waits_for_motion, self._is_pause_read = not is_down, False
            self._rest()
        return Spotted(signs, self._showing)

    def _go_on(self) -> Spotted:
        """Read what is over of signs that follow without a rest, and forget what lies far back."""
        newest = self._moments[-1].seconds
        found = () if self._waits_for_motion else read(self._gallery, self._example(), self._start)
        over = tuple(sign for sign in found if sign.end <= newest - UNFINISHED_SECONDS)
        kept_from = over[-1].end if over else newest - LONGEST_SECONDS + UNFINISHED_SECONDS
        while self._moments[0].seconds < kept_from:
            self._moments.popleft()
        signs = over[1:] if over and over[0].label == self._last else over
        if over:
            self._last = over[-1].label
            self._rest()
        return Spotted(signs, self._showing)

    def _rest(self) -> Spotted:
        self._showing, self._guessed_at = (), 0.0
        return Spotted()

    def _guess(self, now: float) -> tuple[Guess, ...]:
        if now - self._guessed_at >= _GUESS_SECONDS and self._seconds_since(0) >= SHORTEST_SECONDS:
            self._guessed_at = now
            self._showing = self._gallery.match(self._example()).guesses
        return self._showing

    def _keeps_still(self) -> bool:
        if self._seconds_since(0) < PAUSE_SECONDS:
            return False
        newest = self._moments[-1].seconds
        recent = [one for one in self._moments if newest - one.seconds <= PAUSE_SECONDS]
        return bool(movement(Example.from_moments(recent)).max() < _STILL)

    def _example(self) -> Example:
        return Example.from_moments(self._moments)

    @property
    def _start(self) -> float:
        return self._moments[0].seconds

    def _seconds_since(self, index: int) -> float:
        return self._moments[-1].seconds - self._moments[index].seconds


def read(gallery: Gallery, example: Example, start: float = 0.0) -> tuple[Sign, ...]:
    """Return the signs that hands made one after another; `start` is when the example began.

    If the example as a whole is none, then of all ways to take it to pieces at the moments in which the
    hands slow down the one that explains most of its time best.
    """
    is_up = np.flatnonzero(is_raised(example).any(1))
    if not len(is_up):
        return ()
    first, last = int(is_up[0]), int(is_up[-1])
    if example.seconds[last] - example.seconds[first] < SHORTEST_SECONDS:
        return ()
    whole = gallery.match(example.part(first, last))
    if whole.guesses:
        return (_sign(whole, start + float(example.seconds[first]), start + float(example.seconds[last])),)
    cuts = _cuts(example, first, last)
    readings = _readings(gallery, example, cuts, start)
    best: list[tuple[float, tuple[Sign, ...]]] = [(0.0, ())]
    for end in range(1, len(cuts)):
        ways = [best[-1]]
        for begin in range(end):
            if (begin, end) in readings:
                sign, worth = readings[begin, end]
                ways.append((best[begin][0] + worth, (*best[begin][1], sign)))
        best.append(max(ways, key=lambda way: way[0]))
    return _joined(best[-1][1])


def _readings(
    gallery: Gallery, example: Example, cuts: list[int], start: float
) -> dict[tuple[int, int], tuple[Sign, float]]:
    """Return which sign each piece between two cuts is, if any, and how much that explains."""
    seconds = example.seconds
    pieces = [
        (begin, end)
        for end in range(len(cuts))
        for begin in range(end)
        if seconds[cuts[end]] - seconds[cuts[begin]] >= SHORTEST_SECONDS
    ]
    found = {}
    matches = gallery.match_each([example.part(cuts[begin], cuts[end]) for begin, end in pieces])
    for (begin, end), match in zip(pieces, matches, strict=True):
        if match.part <= _PIECE:
            sign = _sign(match, start + float(seconds[cuts[begin]]), start + float(seconds[cuts[end]]))
            found[begin, end] = (sign, (sign.end - sign.start) * (1 - match.part))
    return found


def _sign(match: Match, start: float, end: float) -> Sign:
    likeliest, *others = match.guesses
    return Sign(likeliest.label, start, end, likeliest.confidence, tuple(others))


def _joined(signs: tuple[Sign, ...]) -> tuple[Sign, ...]:
    """Make one of neighbours that are the same sign: the hands were only slow in the middle of it."""
    joined: list[Sign] = []
    for sign in signs:
        if joined and joined[-1].label == sign.label:
            surer = max(joined[-1], sign, key=lambda one: one.confidence)
            joined[-1] = replace(surer, start=joined[-1].start, end=sign.end)
        else:
            joined.append(sign)
    return tuple(joined)


def _cuts(example: Example, first: int, last: int) -> list[int]:
    """Return the frames at which a sign may begin or end: the first, the last, and the slowest between."""
    smooth = np.convolve(speed(example), np.ones(5) / 5, mode="same")
    inside = [
        frame
        for frame in range(first + 1, last)
        if smooth[frame] <= smooth[frame - 1] and smooth[frame] < smooth[frame + 1]
    ]
    chosen = [first, last]
    for frame in sorted(inside, key=lambda frame: float(smooth[frame])):
        if len(chosen) > _MOST_CUTS:
            break
        gaps = [abs(example.seconds[frame] - example.seconds[other]) for other in chosen]
        if min(gaps) >= SHORTEST_SECONDS:
            chosen.append(frame)
    return sorted(set(chosen))
