"""The speaking rule: what is said appends, Stop and a new request replace, what was stopped never returns."""

import queue
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.announcer import VoiceAnnouncer
from desktop.jobs import Jobs
from engines.errors import InputUnsupported
from engines.results import Spoken
from engines.text_to_speech import Manner, Voice
from engines.text_to_speech.player import Player
from engines.text_to_speech.preferred import PreferredSpeaker
from tests.audio_rig import Rig, running_rig

RATE = 22050
BLOCK = RATE // 50


class SteadySpeaker:
    """Says "3 25" as 25 blocks of 20 ms, every sample 20003: so each text is known by its sound."""

    manners: list[Manner]

    def __init__(self, on_trouble: Callable[[str], None]) -> None:
        self.manners = []
        self.is_closed = False

    def speak(self, text: str, manner: Manner = Manner()) -> Iterator[Spoken]:
        self.manners.append(manner)
        if manner.voice:
            raise InputUnsupported("There is no such voice. Choose another.")
        if text == "bug":
            raise RuntimeError("a bug")
        number, blocks = map(int, text.split())
        for _ in range(blocks):
            yield Spoken(array("h", [20000 + number] * BLOCK).tobytes(), RATE)

    def voices(self) -> tuple[Voice, ...]:
        return ()

    def close(self) -> None:
        self.is_closed = True


@dataclass
class Stage:
    """An announcer, its jobs, and what came of them; `pump` is the GUI thread's loop."""

    announcer: VoiceAnnouncer
    calls: "queue.Queue[Callable[[], None]]"
    events: list[tuple[str, str]]
    delivered: list[tuple[float, bytes]]

    def say(self, text: str, interrupt: bool = False) -> None:
        self.announcer.say(
            text,
            interrupt=interrupt,
            on_start=lambda: self.events.append(("start", text)),
            on_end=lambda: self.events.append(("end", text)),
        )

    def pump(self, until: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 30
        while not until():
            assert time.monotonic() < deadline, f"{self.events=}"
            try:
                self.calls.get(timeout=0.05)()
            except queue.Empty:
                continue

    def finish(self) -> None:
        self.pump(lambda: not self.announcer.is_speaking)

    @property
    def samples(self) -> list[int]:
        """What went out, without silence."""
        return [sample for _, samples in self.delivered for sample in array("h", samples) if sample]


@pytest.fixture
def stages(sound: Rig) -> Iterator[Callable[..., Stage]]:
    """A function that sets the stage: `load_speaker` and `manner` are the announcer's."""
    open_stages: list[tuple[Stage, Jobs]] = []

    def build(load_speaker: Callable[..., object] = SteadySpeaker, manner: Manner = Manner()) -> Stage:
        calls: queue.Queue[Callable[[], None]] = queue.Queue()
        jobs, events = Jobs(calls.put), []
        delivered: list[tuple[float, bytes]] = []
        announcer = VoiceAnnouncer(
            jobs,
            manner=manner,
            on_trouble=lambda sentence: events.append(("trouble", sentence)),
            load_speaker=load_speaker,  # type: ignore[arg-type]  # each test gives a speaker's class
            load_player=lambda: Player(lambda at, samples: delivered.append((at, samples))),
        )
        stage = Stage(announcer, calls, events, delivered)
        open_stages.append((stage, jobs))
        return stage

    yield build
    for stage, jobs in open_stages:
        stage.announcer.close()
        assert jobs.close()


@pytest.fixture
def stage(stages: Callable[..., Stage]) -> Stage:
    return stages()


def _runs(samples: list[int]) -> list[tuple[int, int]]:
    """Return which texts went out one after the other, and how many samples of each; fades are left out."""
    runs: list[tuple[int, int]] = []
    for number in (sample - 20000 for sample in samples if sample >= 20000):
        if runs and runs[-1][0] == number:
            runs[-1] = (number, runs[-1][1] + 1)
        else:
            runs.append((number, 1))
    return runs


def test_what_is_said_is_heard_in_order_to_the_last_sample(stage: Stage) -> None:
    # WHEN three things are said at once
    for number in (1, 2, 3):
        stage.say(f"{number} 5")
    assert stage.announcer.is_speaking
    stage.finish()
    # THEN each goes out whole, and each begins and ends in its turn
    assert _runs(stage.samples) == [(1, 5 * BLOCK), (2, 5 * BLOCK), (3, 5 * BLOCK)]
    assert stage.events == [(event, f"{number} 5") for number in (1, 2, 3) for event in ("start", "end")]


def test_what_is_said_later_still_appends(stage: Stage) -> None:
    # GIVEN something whose end is near, again and again
    for number in range(1, 9):
        # WHEN the next thing is said at about the moment when the job before ends
        stage.say(f"{number} 2")
        stage.pump(lambda end=("end", f"{number} 2"): end in stage.events)  # type: ignore[misc]  # bound per turn
    stage.finish()
    # THEN none is lost
    assert _runs(stage.samples) == [(number, 2 * BLOCK) for number in range(1, 9)]


def test_a_new_request_replaces_the_old_ones(stage: Stage) -> None:
    # GIVEN two things, of which the first is being said
    stage.say("1 100")
    stage.say("2 5")
    stage.pump(lambda: ("start", "1 100") in stage.events)
    # WHEN something interrupts
    stage.say("3 5", interrupt=True)
    stage.finish()
    # THEN the first breaks off, the second is never said, and the new one is whole
    (first, cut), last = _runs(stage.samples)
    assert (first, cut < 100 * BLOCK, last) == (1, True, (3, 5 * BLOCK))
    assert stage.events == [("start", "1 100"), ("start", "3 5"), ("end", "3 5")]


def test_stop_silences_and_forgets(stage: Stage) -> None:
    # GIVEN things being said
    stage.say("1 100")
    stage.say("2 5")
    stage.pump(lambda: bool(stage.events))
    # WHEN it is stopped
    stage.announcer.stop()
    stopped = time.perf_counter()
    assert not stage.announcer.is_speaking
    # and something else is said, which comes after all that could still follow
    stage.say("3 5")
    stage.finish()
    # THEN of the first nothing but its fade went out after the stop, and of the second nothing at all
    after = [sample for at, samples in stage.delivered if at > stopped for sample in array("h", samples)]
    assert after.count(20001) <= 1
    assert 20002 not in stage.samples
    assert stage.events == [("start", "1 100"), ("start", "3 5"), ("end", "3 5")]


def test_a_hundred_utterances_of_which_every_third_is_stopped(stage: Stage) -> None:
    # GIVEN a hundred utterances
    stops: dict[int, float] = {}
    for number in range(100):
        if number % 3 != 2:
            stage.say(f"{number} 3")
            continue
        # WHEN every third is stopped as soon as it is heard
        stage.say(f"{number} 50")
        stage.pump(lambda start=("start", f"{number} 50"): start in stage.events)  # type: ignore[misc]  # bound per turn
        stage.announcer.stop()
        stops[number] = time.perf_counter()
    stage.finish()
    # THEN each other one is delivered to its last sample, in order, none inside another
    runs = _runs(stage.samples)
    assert [number for number, _ in runs] == list(range(100))
    assert {count for number, count in runs if number not in stops} == {3 * BLOCK}
    assert all(count < 50 * BLOCK for number, count in runs if number in stops)
    # and of a stopped one nothing goes out after its stop, but the first sample of its fade
    for number, stopped in stops.items():
        after = [array("h", samples) for at, samples in stage.delivered if at > stopped]
        assert sum(samples.count(20000 + number) for samples in after) <= 1
    ended = [text for event, text in stage.events if event == "end"]
    assert ended == [f"{number} 3" for number in range(100) if number % 3 != 2]


def test_a_pause_holds_and_goes_on(stage: Stage) -> None:
    # GIVEN something being said
    stage.say("1 30")
    stage.pump(lambda: bool(stage.events))
    # WHEN it is held for a while
    stage.announcer.pause(True)
    held = len(stage.samples)
    time.sleep(0.2)
    assert len(stage.samples) <= held + BLOCK
    # THEN it goes on where it was
    stage.announcer.pause(False)
    stage.finish()
    assert _runs(stage.samples) == [(1, 30 * BLOCK)]


def test_stop_ends_a_pause(stage: Stage) -> None:
    # GIVEN a paused announcer
    stage.say("1 30")
    stage.pump(lambda: bool(stage.events))
    stage.announcer.pause(True)
    # WHEN it is stopped, and something is said
    stage.announcer.stop()
    stage.say("2 5")
    stage.finish()
    # THEN that is heard
    assert _runs(stage.samples)[-1] == (2, 5 * BLOCK)


def test_the_volume_changes_at_once_and_the_manner_with_the_next(stages: Callable[..., Stage]) -> None:
    # GIVEN an announcer at full volume
    speakers: list[SteadySpeaker] = []

    def load(on_trouble: Callable[[str], None]) -> SteadySpeaker:
        speakers.append(SteadySpeaker(on_trouble))
        return speakers[0]

    stage = stages(load)
    stage.say("1 20")
    stage.pump(lambda: bool(stage.events))
    # WHEN it is to speak softer and faster
    stage.announcer.change(Manner(rate_wpm=300, volume=0.1))
    stage.say("2 5")
    stage.finish()
    # THEN the end of the first is soft already, the engine speaks at full volume, and the rate is new
    assert stage.samples[-6 * BLOCK] == 2000
    assert [manner.rate_wpm for manner in speakers[0].manners] == [175, 300]
    assert {manner.volume for manner in speakers[0].manners} == {1.0}


def test_nothing_to_say_begins_and_ends(stage: Stage) -> None:
    # WHEN a text without sound is said
    stage.say("1 0")
    stage.finish()
    # THEN whoever waits for it can go on
    assert stage.events == [("start", "1 0"), ("end", "1 0")]


def test_a_voice_that_is_gone_is_told_and_another_one_speaks(stages: Callable[..., Stage]) -> None:
    # GIVEN settings with a voice that no longer exists
    stage = stages(manner=Manner(voice="gone:one"))
    # WHEN something is said
    stage.say("1 5")
    stage.finish()
    # THEN one sentence tells, and it is said all the same
    assert ("trouble", "There is no such voice. Choose another.") in stage.events
    assert _runs(stage.samples) == [(1, 5 * BLOCK)]


def test_a_bug_is_logged_and_told_and_the_next_text_is_said(
    stage: Stage, expect_log: Callable[[str], None]
) -> None:
    # GIVEN a speaker with a bug
    expect_log("desktop.announcer: speaking failed")
    # WHEN it is met
    stage.say("bug")
    stage.finish()
    # THEN a sentence tells, and speaking goes on
    assert stage.events == [("trouble", "Something went wrong inside Sori, and the voice stopped.")]
    stage.say("1 5")
    stage.finish()
    assert _runs(stage.samples) == [(1, 5 * BLOCK)]


def test_without_a_loudspeaker_texts_count_as_shown_until_there_is_one(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # GIVEN no loudspeaker
    monkeypatch.setattr("desktop.speech._RETRY_SECONDS", 0.1)
    with monkeypatch.context() as patch:
        patch.setenv("ALSA_CONFIG_PATH", "/usr/share/alsa/alsa.conf")
        patch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
        # WHEN several things are said
        stage.say("1 5")
        stage.say("2 5")
        stage.finish()
        time.sleep(0.2)
        stage.say("3 5")
        stage.finish()
    # THEN each begins and ends in its turn, and one sentence tells
    sentence = "No loudspeaker was found. The text is shown instead; connect one and try again."
    assert stage.events == [
        ("trouble", sentence),
        *((event, f"{number} 5") for number in (1, 2, 3) for event in ("start", "end")),
    ]
    # WHEN one is connected
    time.sleep(0.2)
    stage.say("4 5")
    stage.finish()
    # THEN it speaks
    assert _runs(stage.samples) == [(4, 5 * BLOCK)]


def test_a_loudspeaker_lost_on_the_way_ends_what_was_being_said(
    stage: Stage, capfd: pytest.CaptureFixture[str]
) -> None:
    # GIVEN something being said on a loudspeaker of its own
    with running_rig() as other:
        stage.say("1 200")
        stage.say("2 5")
        stage.pump(lambda: bool(stage.events))
        # WHEN it goes away
        other.stop()
        stage.finish()
    # THEN both texts count as shown, in order, and one sentence tells
    assert stage.events == [
        ("start", "1 200"),
        ("trouble", "The loudspeaker is gone. The text is shown instead; connect one and try again."),
        ("end", "1 200"),
        ("start", "2 5"),
        ("end", "2 5"),
    ]
    capfd.readouterr()  # PortAudio itself complains about the loss


def test_the_real_voice_speaks_both_languages(stages: Callable[..., Stage]) -> None:
    # GIVEN the real speaker
    stage = stages(PreferredSpeaker, Manner(rate_wpm=450))
    # WHEN it says two sentences, and is closed in the middle of a third
    stage.say("Ready.")
    stage.say("준비됨.")
    stage.finish()
    stage.say("word " * 1000)
    stage.pump(lambda: len(stage.events) == 5)
    stage.announcer.close()
    # THEN both were heard, and nothing went wrong
    assert [event for event, _ in stage.events] == ["start", "end", "start", "end", "start"]
    assert max(map(abs, stage.samples)) > 3000
