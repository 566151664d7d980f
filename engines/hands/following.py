"""Following hands through a video: where they were tells where to look, and which is which."""

from collections.abc import Iterator
from typing import Final

from engines.hands.graphs import Graph
from engines.hands.looking import Array, Found, Window, around, drawn_out, is_same, look, parts

_SEEN_LATELY_SECONDS: Final = 0.5
_LOOK_ELSEWHERE_EVERY: Final = 3
"""One in so many frames is searched twice while no hand was seen lately."""
_PART_SECONDS: Final = 1.0
"""How long only a part of the picture is looked at before a second hand may be missed elsewhere."""
_SIDE_MEMORY: Final = 0.8
"""How much of the belief about a hand's side outlives a frame."""
_LONG_AGO: Final = -1e9


class Following:
    """Follows the hands of one video with a graph that remembers where they were."""

    def __init__(self, graph: Graph) -> None:
        """Take a graph for videos, which nobody else uses."""
        self._graph = graph
        self._window: Window | None = None
        """What was looked at last; None: the picture as it is."""
        self._is_remembering = False
        """Whether the graph found something there, and will look there first."""
        self._window_until = self._seen_at = _LONG_AGO
        self._seen: list[Found] = []
        """The hands that were found last."""
        self._missed = 0

    def find(self, pixels: Array, seconds: float) -> list[Found]:
        """Return the hands of the next frame."""
        for window in self._windows(pixels.shape[1] / pixels.shape[0], seconds):
            found = self._look(pixels, window)
            if found:
                lately = self._seen if self._was_seen_lately(seconds) else []
                self._seen = [_steadied(one, lately) for one in found]
                self._seen_at, self._missed = seconds, 0
                return self._seen
        self._missed += 1
        return []

    def _windows(self, aspect: float, seconds: float) -> Iterator[Window | None]:
        """Yield where to look until a hand is found."""
        if self._window and self._is_remembering and seconds < self._window_until:
            yield self._window
        yield None
        self._window_until = seconds + _PART_SECONDS
        if self._was_seen_lately(seconds):
            yield around(max(self._seen, key=lambda one: one.size), aspect)
        elif self._missed % _LOOK_ELSEWHERE_EVERY == 0:
            places = (*drawn_out(aspect)[:1], *parts(aspect))
            yield places[self._missed // _LOOK_ELSEWHERE_EVERY % len(places)]

    def _was_seen_lately(self, seconds: float) -> bool:
        return abs(seconds - self._seen_at) < _SEEN_LATELY_SECONDS

    def _look(self, pixels: Array, window: Window | None) -> list[Found]:
        if window != self._window and self._is_remembering:
            self._graph.forget()  # what it knows of the last place would be wrong here
        found = look(self._graph, pixels, window)
        self._window, self._is_remembering = window, bool(found)
        return found


def _steadied(hand: Found, lately: list[Found]) -> Found:
    """Return a hand whose side follows from the frames before too; a hand seldom becomes the other one."""
    for one in lately:
        if is_same(one, hand):
            belief = _SIDE_MEMORY * one.is_right + (1 - _SIDE_MEMORY) * hand.is_right
            return Found(belief, hand.points)
    return hand
