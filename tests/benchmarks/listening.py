"""How soon dictation listens and how soon it is done: `python -m tests.benchmarks.listening [--rounds N]`.

The real presenter over the real worker pool hears the real microphone of a sound server of its own, with
the tiny model of the tests. Times count from `start`, which the global key calls, to the first sound that
was heard, and from `stop`, which letting go of the key calls, to the last words in the page's own text.
"""

import argparse
import os
import queue
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import numpy as np
import soxr

from desktop.history import History
from desktop.jobs import Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.dictate import Dictate
from desktop.presenters.exporting import Export, formats
from desktop.presenters.recall import Recall
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from engines.media import AudioChunk
from engines.sources.levels import level_dbfs
from engines.sources.microphone import microphone
from engines.speech_to_text.preferred import PreferredRecognizer
from engines.writing import Writing, write
from tests.audio_rig import RATE_HZ, Rig, running_rig
from tests.fakes import (
    FakeAnnouncer,
    FakeDictateView,
    FakeFocusedField,
    FakeOverlay,
    FakeTypist,
    FakeView,
)
from tests.tiny_vosk import spoken, tiny_vosk

SAID = "one two three"
SOUND = array("h", soxr.resample(np.frombuffer(spoken(SAID), np.int16), 16_000, RATE_HZ).tobytes())


class Room:
    """The presenter and the loop of the GUI thread."""

    def __init__(self, folder: Path) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.jobs, self.view = Jobs(self.calls.put), FakeDictateView()
        choices = Choices(Settings(is_written_here=True, dictation_language="en"))
        voice = Voice(FakeView(), FakeAnnouncer(), choices)
        self.history, self.recognizer = History(folder / "history.db"), PreferredRecognizer()
        recall = Recall(self.view, voice, self.jobs, self.history, Export(voice, self.jobs, formats()))
        self.heard_at = 0.0
        self.dictate = Dictate(
            self.view,
            FakeOverlay(),
            voice,
            self.jobs,
            choices,
            recall,
            self.recognizer,
            self.microphone,
            level_dbfs,
            lambda words, before, language: write(words, before, Writing()),
            FakeFocusedField,
            FakeTypist(),
            lambda _sound: None,
            lambda _language: "",
        )

    def microphone(self) -> Iterator[AudioChunk]:
        for chunk in microphone():
            if chunk.samples and not self.heard_at:
                self.heard_at = time.perf_counter()
            yield chunk

    def run_until(self, is_so: Callable[[], object], seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < deadline, "it never came"
            try:
                self.calls.get(timeout=0.02)()
            except queue.Empty:
                continue

    def utterance(self, rig: Rig) -> tuple[float, float]:
        """Dictate once; return seconds from start to sound, and from stop to the words in the text."""
        self.view.text, self.heard_at = "", 0.0
        begun = time.perf_counter()
        self.dictate.start()
        self.run_until(lambda: self.heard_at)
        ready = self.heard_at - begun
        with rig.sounding(SOUND):
            self.run_until(lambda: "three" in str(self.view.partials[-1:]))
        ended = time.perf_counter()
        self.dictate.stop()
        self.run_until(lambda: not self.dictate.is_listening)
        return ready, time.perf_counter() - ended

    def close(self) -> None:
        self.dictate.close()
        self.jobs.close()
        self.recognizer.close()
        self.history.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    os.environ["SORI_VOSK_MODEL"] = str(tiny_vosk("en"))
    with tempfile.TemporaryDirectory() as folder, running_rig() as rig:
        room = Room(Path(folder))
        first, *others = [room.utterance(rig) for _ in range(rounds + 1)]
        room.close()
    ready, done = ([one[number] for one in others] for number in (0, 1))
    print(
        f"start to the first sound heard   {1000 * median(ready):6.0f} ms, worst {1000 * max(ready):.0f} ms"
    )
    print(f"  the first time                 {1000 * first[0]:6.0f} ms   goal 150 ms")
    print(f"stop to the last words written   {1000 * median(done):6.0f} ms, worst {1000 * max(done):.0f} ms")
    print("                                                goal 500 ms")


if __name__ == "__main__":
    main()
