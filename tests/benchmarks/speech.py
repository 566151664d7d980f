"""How soon speech begins, how soon it stops, and whether a hundred utterances come out whole.

    python -m tests.benchmarks.speech

plays through the real player into a sound server of its own. Times end when our callback hands a
sample to the device. The text is spoken by the real announcer over the real worker pool.
"""

import argparse
import queue
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from desktop.announcer import VoiceAnnouncer
from desktop.jobs import Jobs
from engines.results import Spoken
from engines.text_to_speech import Manner, Voice
from engines.text_to_speech.player import Player
from engines.text_to_speech.preferred import PreferredSpeaker
from tests.audio_rig import running_rig

WORDS: Final = ("the quick brown fox jumps over the lazy dog near the old river bank. " * 4000).split()
TEXTS: Final = {
    "10 words": " ".join(WORDS[:10]),
    "1,000 words": " ".join(WORDS[:1000]),
    "50,000 words": " ".join(WORDS[:50_000]),
    "50,000 words, no full stop": " ".join(WORDS[:50_000]).replace(".", ""),
    "10,000 words of Korean": " ".join(["확인 단추를 누르면 창이 닫힙니다."] * 2500),
}
GOAL_MS: Final = 50


class KeepingSpeaker:
    """The preferred speaker, which keeps what it made of each text."""

    def __init__(self, on_trouble: Callable[[str], None]) -> None:
        self._speaker = PreferredSpeaker(on_trouble)
        self.made: dict[str, bytearray] = {}

    def speak(self, text: str, manner: Manner = Manner()) -> Iterator[Spoken]:
        kept = self.made.setdefault(text[:40], bytearray())
        for block in self._speaker.speak(text, manner):
            kept += block.samples
            yield block

    def voices(self) -> tuple[Voice, ...]:
        return self._speaker.voices()

    def close(self) -> None:
        self._speaker.close()


@dataclass
class Stage:
    """The announcer, what it delivered, and the loop of the GUI thread."""

    calls: "queue.SimpleQueue[Callable[[], None]]" = field(default_factory=queue.SimpleQueue)
    delivered: list[tuple[float, bytes]] = field(default_factory=list)
    speakers: list[KeepingSpeaker] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.calls.put)
        self.announcer = VoiceAnnouncer(
            self.jobs,
            on_trouble=print,
            load_speaker=self._load,
            load_player=lambda: Player(lambda at, samples: self.delivered.append((at, samples))),
        )

    def _load(self, on_trouble: Callable[[str], None]) -> KeepingSpeaker:
        self.speakers.append(KeepingSpeaker(on_trouble))
        return self.speakers[0]

    def pump(self, until: Callable[[], bool]) -> None:
        while not until():
            try:
                self.calls.get(timeout=0.005)()
            except queue.Empty:
                continue

    def first_sample_ms(self, text: str) -> float:
        """Say `text`, and return how long its first sample took; then stop."""
        self.delivered.clear()
        began = time.perf_counter()
        self.announcer.say(text)
        self.pump(lambda: bool(self.delivered))
        first = self.delivered[0][0]
        self.announcer.stop()
        self.pump(lambda: not self.jobs.is_busy("speak"))
        time.sleep(0.1)
        return (first - began) * 1000

    def stop_ms(self, text: str, after_seconds: float) -> float:
        """Return how long after the stop the last sample went out that was not silence."""
        self.delivered.clear()
        self.announcer.say(text)
        self.pump(lambda: bool(self.delivered))
        time.sleep(after_seconds)
        stopped = time.perf_counter()
        self.announcer.stop()
        time.sleep(0.25)
        return (max(at for at, samples in self.delivered if samples.strip(b"\0")) - stopped) * 1000


@contextmanager
def staged() -> Iterator[Stage]:
    """Set the stage, and clear it."""
    stage = Stage()
    try:
        yield stage
    finally:
        stage.announcer.close()
        stage.jobs.close()


def begin(stage: Stage, times: int) -> None:
    """Print how soon speech begins."""
    print("First sample, from say() to our callback (ms)        first    median   worst")
    for name, text in TEXTS.items():
        taken = [stage.first_sample_ms(text) for _ in range(times)]
        later = taken[1:]
        print(f"  {name:48} {taken[0]:7.1f} {median(later):8.1f} {max(later):8.1f}   goal {GOAL_MS}")
    print("  (the very first also loads PortAudio and espeak-ng and opens the loudspeaker)")


def end(stage: Stage, times: int) -> None:
    """Print how soon it stops."""
    taken = [stage.stop_ms(TEXTS["1,000 words"], 0.2 + 0.013 * turn) for turn in range(times)]
    print("Stop, from stop() to the last sound of our callback (ms)    median   worst")
    print(f"  {times} stops {'':42} {median(taken):8.1f} {max(taken):8.1f}   goal {GOAL_MS}")


def hundred(stage: Stage) -> None:
    """Say a hundred things, stop every third as soon as it is heard, and print what came out."""
    stage.delivered.clear()
    sound_after_ms: list[float] = []
    started: list[str] = []
    ended: list[str] = []
    texts = [f"Utterance number {number}, every third is stopped." for number in range(100)]
    stage.announcer.change(Manner(rate_wpm=450))
    for number, text in enumerate(texts):
        stage.announcer.say(
            text, on_start=lambda text=text: started.append(text), on_end=lambda text=text: ended.append(text)
        )
        if number % 3 == 2:
            stage.pump(lambda text=text: text in started)
            sound_after_ms.append(stop_and_listen(stage))
    stage.pump(lambda: not stage.announcer.is_speaking)
    others = [text for number, text in enumerate(texts) if number % 3 != 2]
    print("A hundred utterances, every third stopped as soon as it is heard")
    print(f"  others delivered to the last sample, in order, none overlapping   {whole(stage, others)} of 67")
    print(f"  others whose end was told, none of the stopped                    {ended == others}")
    print(f"  sound of a stopped one after its stop, a fade (ms)      {median(sound_after_ms):19.1f}", end="")
    print(f" {max(sound_after_ms):8.1f}")


def stop_and_listen(stage: Stage) -> float:
    """Stop, and return how much sound, in ms, still went out during the next 100 ms."""
    stage.announcer.stop()
    stopped = time.perf_counter()
    time.sleep(0.1)
    after = b"".join(samples for at, samples in stage.delivered if at > stopped)
    return len(_without_silence(after)) / 2 / 22.05


def whole(stage: Stage, texts: list[str]) -> int:
    """Count the texts of which all that the engine made went out in one piece, one after the other."""
    heard = _without_silence(b"".join(samples for _, samples in stage.delivered))
    count, at = 0, 0
    for text in texts:
        made = _without_silence(bytes(stage.speakers[0].made[text[:40]]))
        found = heard.find(made, at)
        if found >= 0:
            count, at = count + 1, found + len(made)
    return count


def _without_silence(samples: bytes) -> bytes:
    """Drop zero samples, which the player puts in where it has nothing."""
    return array("h", (sample for sample in array("h", samples) if sample)).tobytes()


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="not used: nothing but our own speech is needed")
    parser.add_argument("--times", type=int, default=12, help="how often each is measured")
    arguments = parser.parse_args()
    with running_rig(), staged() as stage:
        begin(stage, arguments.times)
        end(stage, 2 * arguments.times)
        hundred(stage)


if __name__ == "__main__":
    main()
