"""Teaching decides: how an example is recorded, what is kept, and what is told of it."""

import queue
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from desktop.jobs import Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.sign_watching import Watching
from desktop.presenters.teach import COUNT_SECONDS, LETTER_SECONDS, SIGN_SECONDS, Row, Teach
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from desktop.sign_engines import SignsFolder, letters
from engines.errors import InputUnsupported, OutputUnwritable
from engines.hands import Hand, Sight
from engines.media import Frame
from engines.results import Translation
from engines.sign_to_text import Signing
from tests.fakes import FakeAnnouncer, FakeView
from tests.sign_fakes import (
    FakeCamera,
    FakeSigns,
    FakeSpeller,
    FakeTeachView,
    FakeWatchingView,
    drain,
    frame,
    hand,
    read,
    sight,
    sign,
)


class Page:
    """The presenters with fakes around them, and the GUI thread's queue in the test's hand."""

    def __init__(self) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.jobs = Jobs(self.calls.put)
        self.status, self.announcer, self.choices = FakeView(), FakeAnnouncer(), Choices(Settings())
        self.voice = Voice(self.status, self.announcer, self.choices)
        self.left, self.view, self.store = FakeWatchingView(), FakeTeachView(), FakeSigns()
        self.camera, self.speller = FakeCamera(), FakeSpeller()
        self.sounds: list[str] = []
        self.questions: list[str] = []
        self.is_sure = True
        self.answer = ""
        self.length = 10
        self.now = 0.0
        self.hands: tuple[Hand, ...] = (hand(),)
        self.watching = Watching(
            self.left,
            self.voice,
            self.jobs,
            self.choices,
            self.camera,
            lambda: (),
            self.open_video,
            self.sounds.append,
            lambda: self.now,
        )
        self.teach = Teach(
            self.view,
            self.voice,
            self.jobs,
            self.choices,
            self.watching,
            self.store,
            self.speller,
            self.sights,
            self.open_video,
            letters,
            self.sounds.append,
            lambda: self.now,
        )
        self.watching.follow(self.teach)
        self.teach.opened()
        self.settle()
        self.announcer.heard.clear()

    def sights(self, frames: Iterator[Frame], _how: Signing) -> Iterator[Sight]:
        for one in frames:
            yield sight(one.seconds, self.hands)

    def open_video(self, path: Path) -> Iterator[Frame]:
        if path.suffix != ".mp4":
            raise InputUnsupported(f"{path.name} is no video.")
        return (frame(number / 25) for number in range(self.length))

    def ask(self, _title: str, text: str, _yes: str, then: Callable[[], None]) -> None:
        self.questions.append(text)
        if self.is_sure:
            then()

    def ask_which(self, _title: str, text: str, answers: Mapping[str, Callable[[], None]]) -> None:
        self.questions.append(text)
        if self.answer:
            answers[self.answer]()

    def pass_time(self, seconds: float, step: float = 0.1) -> None:
        """Let the camera see hands for a while."""
        for _number in range(round(seconds / step)):
            self.now += step
            shown = len(self.left.sights)
            self.camera.frames.put(frame(self.now))
            drain(self.calls, lambda shown=shown: len(self.left.sights) > shown)  # type: ignore[misc]

    def record(self, name: str = "Anna") -> None:
        """Record an example to its end."""
        self.teach.record(name)
        self.pass_time(4 * COUNT_SECONDS + SIGN_SECONDS + 0.3)
        self.settle()

    def settle(self) -> None:
        drain(self.calls, lambda: not self.jobs.is_busy("signs") and not self.calls.qsize())

    @property
    def said(self) -> list[str]:
        return self.announcer.heard

    @property
    def stage(self) -> str:
        return self.view.stages[-1][0]

    @property
    def row(self) -> Row:
        return self.view.rows[0]


@pytest.fixture
def page() -> Iterator[Page]:
    page = Page()
    yield page
    page.jobs.cancel("sign")
    page.camera.frames.put(None)
    page.speller.reads.put(read())
    assert page.jobs.close()


def test_an_example_is_counted_down_in_words_and_kept(page: Page) -> None:
    # WHEN a sign is recorded THEN the camera goes on, and numbers are said before the recording begins
    page.teach.record("Anna")
    assert page.stage == "counting"
    page.pass_time(0.1)
    page.pass_time(4 * COUNT_SECONDS)
    assert [words for _stage, words in page.view.stages[-4:]] == [
        "Three.",
        "Two.",
        "One.",
        "Show the sign now.",
    ]
    assert page.said[-3:] == ["Three.", "Two.", "One."]
    assert (page.stage, page.sounds) == ("recording", ["start", "start"])
    # WHEN its time is over THEN it is kept, with every sight of that time and none of before
    page.pass_time(SIGN_SECONDS + 0.3)
    page.settle()
    assert page.stage == "idle"
    assert page.said[-1] == "Kept: Anna, 1 example. Show it again for a better result."
    kept = page.store.signs["Anna"][0]
    assert kept[-1].seconds - kept[0].seconds == pytest.approx(SIGN_SECONDS, abs=0.3)
    assert page.view.rows == (Row("Anna", 1),)
    # AND two more make it good
    page.record()
    page.record()
    assert page.said[-1] == "Kept: Anna, 3 examples."


def test_the_key_ends_a_recording_sooner(page: Page) -> None:
    page.teach.record("Anna")
    page.pass_time(4 * COUNT_SECONDS + 0.1)
    page.pass_time(1.0)
    page.teach.record("Anna")
    page.settle()
    kept = page.store.signs["Anna"][0]
    assert kept[-1].seconds - kept[0].seconds < 2.0


def test_without_a_name_or_a_hand_nothing_is_kept(page: Page) -> None:
    page.teach.record("  ")
    assert page.said[-1] == "Write the name of the sign first."
    page.hands = ()
    page.record()
    assert page.said[-1].startswith("No hand was seen, so nothing is kept.")
    assert page.store.signs == {}


def test_escape_stops_a_recording_and_keeps_nothing(page: Page) -> None:
    assert not page.teach.escape()
    page.teach.record("Anna")
    page.pass_time(4 * COUNT_SECONDS + 1.0)
    assert page.teach.escape()
    assert page.stage == "idle"
    page.pass_time(SIGN_SECONDS)
    page.settle()
    assert page.store.signs == {}


def test_a_camera_that_breaks_off_ends_the_recording(page: Page) -> None:
    page.teach.record("Anna")
    page.pass_time(4 * COUNT_SECONDS + 1.0)
    page.camera.frames.put(None)
    drain(page.calls, lambda: page.left.states[-1] == "off")
    assert page.stage == "idle"
    assert page.store.signs == {}
    assert page.said[-1] == "The recording broke off, so nothing of it is kept. The camera is off."


def test_a_sign_too_near_another_is_told(page: Page) -> None:
    page.store.warning = "This looks much like “Ana”."
    page.record()
    assert page.said[-1] == "Kept: Anna, 1 example. This looks much like “Ana”."


def test_a_full_disk_is_one_sentence(page: Page) -> None:
    page.store.fails = OutputUnwritable("The disk is full: free some space.")
    page.record()
    assert page.said[-1] == "The disk is full: free some space."
    assert page.view.rows == ()


def test_a_sign_is_recorded_anew(page: Page) -> None:
    page.teach.record_anew(None)
    assert page.said[-1] == "No sign is chosen."
    page.record()
    page.record()
    page.teach.record_anew(page.row)
    assert page.view.name == "Anna"
    page.pass_time(4 * COUNT_SECONDS + SIGN_SECONDS + 0.3)
    page.settle()
    assert page.view.rows == (Row("Anna", 1),)


def test_a_sign_is_learned_from_a_video(page: Page) -> None:
    page.teach.learn_from("", lambda chosen: chosen(Path("clip.mp4")))
    assert page.said[-1] == "Write the name of the sign first."
    page.teach.learn_from("Anna", lambda chosen: chosen(Path("clip.mp4")))
    page.settle()
    assert len(page.store.signs["Anna"][0]) == 10
    assert page.said[-1].startswith("Kept: Anna, 1 example.")
    page.teach.learn_from("Anna", lambda chosen: chosen(Path("notes.txt")))
    page.settle()
    assert page.said[-1] == "notes.txt is no video."


def test_signs_are_renamed_and_deleted(page: Page) -> None:
    page.store.signs = {"Anna": [()], "Otto": [()]}
    page.teach.opened()
    page.settle()
    assert [row.line for row in page.view.rows] == ["Anna: 1 example", "Otto: 1 example"]
    page.teach.rename(page.row, "Otto")
    page.settle()
    assert page.said[-1] == "There is a sign “Otto” already."
    page.teach.rename(page.row, "Anne ")
    page.settle()
    assert page.said[-1] == "Anna is now called Anne."
    page.teach.rename(page.row, "")
    assert page.said[-1] == "Write the new name first."
    page.is_sure = False
    page.teach.remove(page.row, page.ask)
    page.settle()
    assert len(page.view.rows) == 2
    page.is_sure = True
    page.teach.remove(page.row, page.ask)
    page.settle()
    assert page.said[-1] == "Anne is deleted."
    assert [row.name for row in page.view.rows] == ["Otto"]


def test_signs_are_exported_and_imported(page: Page) -> None:
    page.teach.import_from(lambda chosen: chosen(Path("some.signs")), page.ask_which)
    page.settle()
    assert page.said[-1] == "1 sign is imported."
    assert page.questions == []
    page.teach.export(lambda chosen: chosen(Path("all.signs")))
    page.settle()
    assert page.store.exported == [Path("all.signs")]
    assert page.said[-1] == "1 sign is exported."


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("", {"Anna": 2}),
        ("Replace", {"Anna": 1}),
        ("Keep both", {"Anna": 2, "Anna 2": 1}),
    ],
)
def test_a_name_that_is_taken_is_asked_about(page: Page, answer: str, kept: dict[str, int]) -> None:
    # GIVEN a sign whose name is in the file as well WHEN the file is imported THEN it is asked what to do
    page.answer = answer
    page.store.signs["Anna"] = [(), ()]
    page.teach.import_from(lambda chosen: chosen(Path("some.signs")), page.ask_which)
    page.settle()
    assert page.questions == [
        "These signs are here already: Anna. Those of the file can replace them, or stand beside them."
    ]
    # AND only what was answered is done
    assert {name: len(found) for name, found in page.store.signs.items()} == kept


def test_escape_stops_the_reading_of_a_video(page: Page) -> None:
    # GIVEN a video so long that nobody waits for its end
    page.length = 10_000_000
    page.teach.learn_from("Anna", lambda chosen: chosen(Path("clip.mp4")))
    assert page.view.stages[-1] == ("idle", "Reading clip.mp4.")
    # WHEN Escape is pressed THEN nothing of it is kept, and what comes next has its turn at once
    assert page.teach.escape()
    assert page.said[-1] == "Stopped. Nothing of it is kept."
    assert page.view.stages[-1] == ("idle", "Nothing is being recorded.")
    assert not page.teach.escape()
    page.length = 10
    page.teach.learn_from("Otto", lambda chosen: chosen(Path("clip.mp4")))
    page.settle()
    assert list(page.store.signs) == ["Otto"]
    assert page.said[-1].startswith("Kept: Otto, 1 example.")
    assert page.view.stages[-1] == ("idle", "Nothing is being recorded.")


def test_one_button_deletes_all_that_is_kept(page: Page) -> None:
    page.store.signs = {"Anna": [()]}
    page.store.letters = {("asl-letters", "A"): [()]}
    page.teach.forget(page.ask)
    page.settle()
    assert (page.store.signs, page.store.letters) == ({}, {})
    assert page.view.rows == ()
    assert page.view.calibrated == {}
    assert page.said[-1] == "Nothing of signs is kept any more."


def test_a_weak_letter_is_recorded_and_counted(page: Page) -> None:
    for number in (1, 2, 3):
        page.teach.calibrate("M")
        page.pass_time(4 * COUNT_SECONDS + LETTER_SECONDS + 0.3)
        page.settle()
        assert page.view.calibrated == {"M": number}
    assert "Kept: M, 1 example. Show the letter again, 3 times in all." in page.said
    assert page.said[-1] == "Kept: M, 3 examples. It is read better from now on."


def test_signs_are_tested_and_told_by_name(page: Page) -> None:
    page.teach.test()
    assert page.said[-1] == "No sign is taught yet."
    page.store.signs = {"Anna": [()]}
    page.teach.opened()
    page.settle()
    page.teach.test()
    assert page.stage == "testing"
    for one in (read(), read(signs=(sign("Anna"),)), read(signs=(sign("Anna"),))):
        see(page, one)
    assert page.speller.asked[-1].pack == "taught"
    assert page.said.count("Recognised: Anna, 90 percent.") == 1
    assert page.view.stages[-1] == ("testing", "Recognised: Anna, 90 percent.")
    # WHEN asked again THEN it is over, and hands are only seen
    page.teach.test()
    assert page.stage == "idle"
    assert page.said[-1] == "The test is over."


def see(page: Page, one: Translation) -> None:
    page.now += 0.1
    shown = len(page.left.sights)
    page.speller.reads.put(one)
    page.camera.frames.put(frame(page.now))
    drain(page.calls, lambda: len(page.left.sights) > shown)


def test_a_damaged_sign_is_told(page: Page) -> None:
    page.store.damaged = ("a.signs is damaged. Delete it.",)
    page.teach.opened()
    page.settle()
    assert page.said[-1] == "a.signs is damaged. Delete it."


def test_the_folder_of_signs_keeps_what_the_page_records(tmp_path: Path) -> None:
    # GIVEN the real folder, and a hand that goes up and down
    folder = SignsFolder(tmp_path)
    shown = [sight(number / 25, (hand(lift=0.01 * number),)) for number in range(30)]
    # WHEN two signs are recorded that are the same THEN that is told
    assert folder.add("Anna", shown) == ""
    assert "Anna" in folder.add("Otto", shown)
    assert "Otto" in folder.add(" anna", shown)
    assert [row.name for row in folder.rows()] == ["Anna", "Otto"]
    folder.record_again("Anna", shown)
    folder.rename("Otto", "Ida")
    # WHEN exported and imported elsewhere THEN they are there
    assert folder.export(tmp_path / "all.signs") == 2
    other = SignsFolder(tmp_path / "other")
    assert other.clashes(tmp_path / "all.signs") == ()
    assert other.import_from(tmp_path / "all.signs", "both") == 2
    assert other.clashes(tmp_path / "all.signs") == ("Anna", "Ida")
    assert other.import_from(tmp_path / "all.signs", "replace") == 2
    assert other.rows() == (Row("Anna", 1), Row("Ida", 1))
    other.delete("Ida")
    other.delete_all()
    assert other.rows() == ()
    # AND the letters of the user are kept beside them, and go with them
    assert other.calibrate("asl-letters", "M", shown) == 1
    assert other.calibrated("asl-letters") == {"M": 1}
    other.delete_all()
    assert other.calibrated("asl-letters") == {}
    # AND without a hand there is nothing to keep
    with pytest.raises(InputUnsupported):
        other.add("Nobody", [sight(hands=())])
