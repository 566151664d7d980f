"""Captions for hours: `python -m tests.benchmarks.captions [--hours N]` (no screen needed).

Drives the real page and its window on top with captions as fast as they come: one every four seconds of
talk, with ten partials each. Prints the memory after the first hour and at the end, and how late the
event loop was meanwhile.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop import pages
from desktop.announcer import SilentAnnouncer
from desktop.gui_thread import GuiThread
from desktop.jobs import Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from desktop.views.asking import Asking
from desktop.views.window import Window
from tests.benchmarks.window import resident_mb
from tests.fakes import chunk, final, partial

_SECONDS_EACH = 4.0
_WORDS = "so this is what was said about the weather and the road and the bread of today"


class Talker:
    """Hears talk for so many captions; waits while the window is behind, as live sound does."""

    def __init__(self, captions: int) -> None:
        self.captions = captions
        self.heard = 0
        self.shown = 0

    def transcribe(self, chunks: Any, how: Any = None) -> Iterator[Any]:
        for _chunk in chunks:
            start = self.heard * _SECONDS_EACH
            for words in range(1, 11):
                yield partial(f"{_WORDS[: words * 7]} {self.heard}")
            yield final(f"{_WORDS} {self.heard}", start, start + 3.5)
            self.heard += 1
            while self.heard - self.shown > 5:
                time.sleep(0.001)
            if self.heard == self.captions:
                return

    def close(self) -> None:
        """Nothing to give back."""


def sound() -> Iterator[Any]:
    """Give silence for ever."""
    while True:
        yield chunk()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--hours", type=float, default=8.0)
    hours = parser.parse_args().hours
    application = QApplication(sys.argv[:1])
    jobs, choices, window = Jobs(GuiThread().post), Choices(Settings()), Window()
    voice = Voice(window, SilentAnnouncer(), choices)
    talker = Talker(round(hours * 3600 / _SECONDS_EACH))
    room = pages.Room(window, Asking(window), voice, jobs, choices)
    built, captions = pages.captions_page(
        room,
        recognizer=talker,
        sources={"microphone": sound, "system": sound},
        open_file=lambda _path: sound(),
        level=lambda _chunk: -20.0,
    )
    window.add_page("captions", lambda: built)
    window.show()
    window.open_page("captions")
    captions.show_window(True)
    late: list[float] = []
    sizes: list[tuple[int, float]] = []
    expected = time.monotonic() + 0.005

    def tick() -> None:
        nonlocal expected
        now = time.monotonic()
        late.append(max(0.0, now - expected) * 1000)
        expected = now + 0.005
        talker.shown = len(captions._script)
        if talker.shown // 900 > len(sizes):
            sizes.append((talker.shown, resident_mb(os.getpid())))
        if not captions.is_listening:
            application.quit()

    timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=5)
    timer.timeout.connect(tick)
    captions.toggle(lambda _chosen: None)
    timer.start()
    application.exec()
    end, p99 = resident_mb(os.getpid()), statistics.quantiles(late, n=100)[98]
    jobs.close()
    print(f"captions                 {len(captions._script)}")
    for count, size in sizes[:-1]:
        print(f"memory after {count * _SECONDS_EACH / 3600:4.1f} h     {size:.1f} MB")
    print(
        f"memory at the end        {end:.1f} MB, {100 * (end / sizes[0][1] - 1):+.1f} % since the first hour"
    )
    print(f"event loop, median, p99  {statistics.median(late):.1f}, {p99:.1f} ms")


if __name__ == "__main__":
    main()
