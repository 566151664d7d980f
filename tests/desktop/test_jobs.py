"""Lanes: order, replacement, silence after cancel, errors, and an orderly end."""

import queue
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from desktop.jobs import Job, Jobs

Calls = queue.Queue[Callable[[], None]]


@pytest.fixture
def calls() -> Calls:
    return queue.Queue()


@pytest.fixture
def jobs(calls: Calls) -> Iterator[Jobs]:
    jobs = Jobs(post=calls.put)
    yield jobs
    assert jobs.close()


def handle(calls: Calls, count: int) -> None:
    for _ in range(count):
        calls.get(timeout=5)()


def test_items_come_in_order_and_the_result_last(jobs: Jobs, calls: Calls) -> None:
    # GIVEN work that yields twice and returns
    def work(job: Job) -> Iterator[int]:
        yield 1
        yield 2
        return 3

    seen: list[object] = []
    # WHEN it runs THEN all arrive, in order
    jobs.start(Job(lane="a", on_item=seen.append, on_done=lambda result: seen.append(("done", result))), work)
    handle(calls, 3)
    assert seen == [1, 2, ("done", 3)]


def test_an_error_is_the_last_call(jobs: Jobs, calls: Calls) -> None:
    def work(job: Job) -> Iterator[int]:
        yield 1
        raise ValueError("no microphone")

    seen: list[object] = []
    jobs.start(Job(lane="a", on_item=seen.append, on_error=seen.append), work)
    handle(calls, 2)
    assert seen[0] == 1
    assert str(seen[1]) == "no microphone"


def test_nothing_arrives_after_cancel(jobs: Jobs, calls: Calls) -> None:
    # GIVEN work that has filled the queue
    closed = threading.Event()

    def work(job: Job) -> Iterator[int]:
        try:
            while True:
                yield 1
                time.sleep(0.001)
        finally:
            closed.set()

    seen: list[object] = []
    job = jobs.start(Job(lane="a", on_item=seen.append, on_done=seen.append), work)
    handle(calls, 3)
    # WHEN it is cancelled THEN it cleans up and what is still queued is not delivered
    job.cancel()
    assert closed.wait(5)
    count = len(seen)
    while not calls.empty():
        calls.get()()
    assert len(seen) == count


def test_a_new_job_replaces_the_old_one(jobs: Jobs, calls: Calls) -> None:
    def slow(job: Job) -> Iterator[str]:
        while True:
            time.sleep(0.005)
            yield "old"

    seen: list[str] = []
    jobs.start(Job(lane="a", on_item=seen.append), slow)
    jobs.start(
        Job(lane="a", on_item=seen.append, on_done=lambda _: seen.append("end")), lambda job: iter(["new"])
    )
    deadline = time.monotonic() + 5
    while "end" not in seen and time.monotonic() < deadline:
        calls.get(timeout=5)()
    assert seen == ["new", "end"]


def test_a_greedy_engine_cannot_swallow_the_cancel(jobs: Jobs, calls: Calls) -> None:
    # GIVEN an engine that catches every Exception and goes on
    def source() -> Iterator[bytes]:
        while True:
            time.sleep(0.005)
            yield b""

    def work(job: Job) -> Iterator[str]:
        try:
            for _ in job.until_cancelled(source()):
                pass
        except Exception:
            yield "recovered"

    seen: list[str] = []
    job = jobs.start(Job(lane="a", on_item=seen.append), work)
    # WHEN its job is cancelled THEN it ends
    time.sleep(0.05)
    job.cancel()
    assert jobs.close()
    assert seen == []


def test_work_that_never_began_does_not_hold_up_the_end(jobs: Jobs, calls: Calls) -> None:
    # GIVEN a job that is just ending and another that waits behind it
    is_going, may_end = threading.Event(), threading.Event()

    def ending(job: Job) -> Iterator[int]:
        is_going.set()
        may_end.wait(5)
        yield 1

    jobs.start(Job(lane="a"), ending)
    assert is_going.wait(5)
    begun: list[str] = []

    def waiting(job: Job) -> Iterator[int]:
        begun.append("second")
        yield 2

    jobs.start(Job(lane="a"), waiting)
    # WHEN everything is closed before the second one can begin THEN its end is not waited for
    threading.Timer(0.1, may_end.set).start()
    assert jobs.close()
    assert begun == []
