"""Work that must all be done, one after the other, in a lane where a newer job would cancel the older."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.jobs import Job, Jobs, Work, once

Called = Callable[[Any], object]


def _ignore(_: object) -> None:
    """Do nothing."""


@dataclass(frozen=True)
class _Turn:
    work: Work
    on_item: Callable[[Any], None]
    on_done: Called
    on_error: Called


class InTurn:
    """The queue of one lane; nobody else may start or cancel jobs there. GUI thread only."""

    def __init__(self, jobs: Jobs, lane: str) -> None:
        self._jobs, self._lane = jobs, lane
        self._waiting: deque[_Turn] = deque()
        self._is_busy = False

    @property
    def is_busy(self) -> bool:
        """Whether something is being done or waits to be done."""
        return self._is_busy

    def add(
        self,
        work: Work,
        *,
        on_item: Callable[[Any], None] = _ignore,
        on_done: Called = _ignore,
        on_error: Called = _ignore,
    ) -> None:
        """Do `work` after everything that was added before."""
        self._waiting.append(_Turn(work, on_item, on_done, on_error))
        if not self._is_busy:
            self._next()

    def call(
        self, function: Callable[[], Any], *, on_done: Called = _ignore, on_error: Called = _ignore
    ) -> None:
        """Do work of one step."""
        self.add(lambda _job: once(function), on_done=on_done, on_error=on_error)

    def _next(self) -> None:
        self._is_busy = bool(self._waiting)
        if not self._waiting:
            return
        turn = self._waiting.popleft()
        self._jobs.start(
            Job(
                lane=self._lane,
                on_item=turn.on_item,
                on_done=lambda result: self._end(turn.on_done, result),
                on_error=lambda error: self._end(turn.on_error, error),
            ),
            turn.work,
        )

    def _end(self, called: Called, outcome: Any) -> None:
        # What is called may add work of its own: that comes after what waits already.
        try:
            called(outcome)
        finally:
            self._next()
