"""Asks a network that follows the movement, live, for what no single frame shows: letters that are drawn."""

from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from engines.hands import Hand, Side
from engines.hands.shapes import ShapePack, motions

_SURE: Final = 0.6
"""How likely a drawn letter has to be in one step."""
_KEPT_SECONDS: Final = 3.0
_PACKS: Final[dict[str, ShapePack]] = {"auto": "asl-letters", "asl-letters": "asl-letters"}


class Steps(Protocol):
    """What a stream says of some steps of time; see `sequence.Reading`."""

    @property
    def spelled(self) -> NDArray[np.float32]:
        """(steps, classes + 1) log-probabilities of CTC."""
        ...

    @property
    def held(self) -> NDArray[np.float32]:
        """(steps, classes + 1) log-probabilities of what the hand shows."""
        ...

    @property
    def seconds(self) -> NDArray[np.float64]:
        """(steps,)"""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """Of the classes; the last is empty."""
        ...


class Stream(Protocol):
    """Frames in, steps out; see `sequence.Stream`."""

    def add(self, landmarks: NDArray[np.float32] | None, seconds: float) -> Steps:
        """Take one frame (21, 2 or 3), None without a hand."""
        ...


class Following:
    """Follows one hand; a hand of the other side is another stream."""

    def __init__(self, stream: Callable[[Side], Stream], pack: str) -> None:
        """`stream` begins to follow a hand of this side."""
        own = _PACKS.get(pack)
        self._begins = {name: motion.shapes[0] for name, motion in motions(own).items()} if own else {}
        self._open = stream
        self._stream: Stream | None = None
        self._side: Side = "right"
        self._shown: deque[tuple[float, float]] = deque()
        """Of each step, when it was told and how likely any letter was shown."""

    def look(self, hand: Hand | None, seconds: float) -> str:
        """Take one frame, and return the letter whose drawing has just ended; empty: none."""
        if hand and hand.side != self._side:
            self._side, self._stream = hand.side, None
        if self._stream is None:
            self._stream = self._open(self._side)
        points = np.array(hand.points, np.float32)[:, :2] if hand else None
        steps = self._stream.add(points, seconds)
        drawn = ""
        for row, shown, when in zip(
            np.exp(steps.spelled), np.exp(steps.held), steps.seconds.tolist(), strict=True
        ):
            self._shown.append((when, 1.0 - float(shown[-1])))
            best = int(row.argmax())
            if row[best] > _SURE and steps.names[best] in self._begins:
                drawn = steps.names[best]
        while self._shown and self._shown[0][0] < seconds - _KEPT_SECONDS:
            self._shown.popleft()
        return drawn

    def shown_since(self, seconds: float) -> float:
        """Return how likely any letter was shown since then, in the likeliest step; 0 to 1."""
        return max((likely for when, likely in self._shown if when >= seconds), default=0.0)

    def begins_with(self, drawn: str) -> str:
        """Return the shape that a drawn letter begins with."""
        return self._begins[drawn]
