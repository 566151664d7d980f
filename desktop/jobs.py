"""Run generators in the background, one lane at a time.

A *lane* is a single worker thread with a name. Work in the same lane never overlaps, so engines
need not be thread-safe; different lanes run in parallel. Together the lanes are the background
worker pool. This module does not know Qt: `post` carries a call back to the GUI thread.
"""

import logging
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
Post = Callable[[Callable[[], None]], None]

logger = logging.getLogger(__name__)


class Cancelled(BaseException):
    """The user no longer wants this job's result.

    Not an `Exception`, so an engine's `except Exception` cannot swallow it.
    """


def _ignore(_: object) -> None:
    """Do nothing."""


@dataclass(eq=False, kw_only=True)
class Job:
    """One piece of background work, from the caller's side. Its callbacks run on the GUI thread."""

    lane: str
    on_item: Callable[[Any], None] = _ignore
    """Gets each thing the work yields, in order."""
    on_done: Callable[[Any], None] = _ignore
    """Gets what the generator returned; the last call a job makes."""
    on_error: Callable[[Exception], None] = _ignore
    """Gets what the generator raised; the last call a job makes."""
    _stop: threading.Event = field(default_factory=threading.Event, repr=False)

    def cancel(self) -> None:
        """Ask the work to end. Called on the GUI thread: no callback runs after it returns."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether the result is no longer wanted; the work itself may still be ending."""
        return self._stop.is_set()

    def until_cancelled(self, source: Iterable[T]) -> Iterator[T]:
        """Pass `source` on, raising `Cancelled` as soon as the job is cancelled."""
        for item in source:
            if self.is_cancelled:
                raise Cancelled
            yield item


Work = Callable[[Job], Iterator[Any]]


def once(call: Callable[[], T]) -> Generator[None, None, T]:
    """Work of one step: its result is what `call` returns."""
    yield
    return call()


class Jobs:
    """The application's background workers. All methods belong to the GUI thread."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._lanes: dict[str, ThreadPoolExecutor] = {}
        self._newest: dict[str, tuple[Job, Future[None]]] = {}
        self._unfinished: set[Future[None]] = set()

    def start(self, job: Job, work: Work) -> Job:
        """Run `work(job)` in the job's lane; whatever was running there is cancelled."""
        self.cancel(job.lane)
        if job.lane not in self._lanes:
            self._lanes[job.lane] = ThreadPoolExecutor(1, thread_name_prefix=job.lane)
        future = self._lanes[job.lane].submit(self._run, job, work)
        self._newest[job.lane] = (job, future)
        self._unfinished = {one for one in self._unfinished if not one.done()} | {future}
        return job

    def cancel(self, lane: str) -> None:
        """Cancel the job in `lane`, if there is one."""
        if lane in self._newest:
            self._newest[lane][0].cancel()

    def is_busy(self, lane: str) -> bool:
        """Whether a job that nobody cancelled still runs or waits in `lane`."""
        if lane not in self._newest:
            return False
        job, future = self._newest[lane]
        return not (job.is_cancelled or future.done())

    def close(self, patience_seconds: float = 2.0) -> bool:
        """Cancel everything; return whether every lane came to rest within the given time.

        A lane that did not is stuck in a library call: only leaving the process ends it.
        """
        for job, _ in self._newest.values():
            job.cancel()
        for lane in self._lanes.values():
            lane.shutdown(wait=False, cancel_futures=True)
        deadline = time.monotonic() + patience_seconds
        # `wait` would wait for ever for one that `shutdown` took out of its queue: nothing reports its end.
        begun = {future for future in self._unfinished if not future.cancelled()}
        if wait(begun, timeout=patience_seconds).not_done:
            return False
        for lane in self._lanes.values():
            lane.shutdown(wait=time.monotonic() < deadline)
        return True

    def _run(self, job: Job, work: Work) -> None:
        try:
            if job.is_cancelled:
                raise Cancelled
            result = self._drain(job, work(job))
        except Cancelled:
            logger.debug("%s: cancelled", job.lane)
        except Exception as error:
            if not job.is_cancelled:
                logger.info("%s: %s", job.lane, type(error).__name__)
            self._deliver(job, job.on_error, error)
        else:
            self._deliver(job, job.on_done, result)

    def _drain(self, job: Job, items: Iterator[Any]) -> Any:
        try:
            while not job.is_cancelled:
                try:
                    item = next(items)
                except StopIteration as stop:
                    return stop.value
                self._deliver(job, job.on_item, item)
            raise Cancelled
        finally:
            if isinstance(items, Generator):
                items.close()

    def _deliver(self, job: Job, callback: Callable[[Any], None], value: Any) -> None:
        # The check runs on the GUI thread, where `cancel` is also called, so a cancelled job can
        # never speak or show anything after the user asked for silence.
        self._post(lambda: None if job.is_cancelled else callback(value))
