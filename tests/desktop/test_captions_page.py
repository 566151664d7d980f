"""Captions decide: what is kept, what is drawn, how it looks, and that hours of it stay small."""

import contextlib
import queue
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.jobs import Jobs
from desktop.presenters.captions import Appearance, Captions, Script, appearance_of
from desktop.presenters.choices import Choices
from desktop.presenters.exporting import Export, formats
from desktop.presenters.hearing import FIRST_QUIET_SECONDS, calmed
from desktop.presenters.voice import Voice
from desktop.settings import CAPTION_COLOURS, Settings
from engines.errors import DeviceUnavailable, InputUnsupported, ModelMissing
from engines.media import AudioChunk
from tests.fakes import (
    FakeAnnouncer,
    FakeCaptionsView,
    FakeRecognizer,
    FakeSource,
    FakeView,
    chunk,
    final,
    partial,
)


class Page:
    """The presenter with fakes around it, and the GUI thread's queue in the test's hand."""

    def __init__(self) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.jobs = Jobs(self.calls.put)
        self.status, self.announcer, self.choices = FakeView(), FakeAnnouncer(), Choices(Settings())
        self.voice = Voice(self.status, self.announcer, self.choices)
        self.view, self.recognizer = FakeCaptionsView(), FakeRecognizer()
        self.microphone, self.system, self.file = FakeSource(), FakeSource(), FakeSource()
        self.now, self.level = 0.0, -20.0
        self.captions = Captions(
            self.view,
            self.voice,
            self.jobs,
            self.choices,
            Export(self.voice, self.jobs, {"txt": times_and_texts}),
            self.recognizer,
            {"microphone": self.microphone, "system": self.system},
            self.open_file,
            lambda _chunk: self.level,
            lambda: self.now,
        )

    def open_file(self, path: Path) -> Iterator[AudioChunk]:
        if path.suffix != ".wav":
            raise InputUnsupported(f"{path.name} holds no sound.")
        return self.file()

    def start(self) -> FakeSource:
        self.captions.toggle(lambda chosen: chosen(Path("talk.wav")))
        return {"microphone": self.microphone, "system": self.system, "file": self.file}[
            self.choices.now.caption_source
        ]

    def hear(self, source: FakeSource, *heard: object, trouble: str = "") -> None:
        """Let the recogniser hear these, one a chunk."""
        for one in heard:
            self.recognizer.hears.put(one)  # type: ignore[arg-type]  # tests know what they put
            source.chunks.put(chunk(self.now, trouble))
            self.calls.get(timeout=10)()

    def end(self, source: FakeSource) -> None:
        """Let the source end, and handle the rest."""
        source.chunks.put(None)
        while self.captions.is_listening:
            self.calls.get(timeout=10)()

    def settle(self) -> None:
        while self.jobs.is_busy("save") or self.calls.qsize():
            with contextlib.suppress(queue.Empty):
                self.calls.get(timeout=0.05)()

    @property
    def said(self) -> list[str]:
        return self.announcer.heard


def times_and_texts(finals: object) -> str:
    return "\n".join(f"{one.start:g}-{one.end:g} {one.text}" for one in finals)  # type: ignore[attr-defined]


@pytest.fixture
def page() -> Iterator[Page]:
    page = Page()
    yield page
    page.jobs.cancel("caption")
    for source in (page.microphone, page.system, page.file):
        source.chunks.put(None)
    page.recognizer.hears.put(partial(""))
    assert page.jobs.close()


def test_finals_stay_and_partial_words_pass_without_a_word(page: Page) -> None:
    # GIVEN captions of the computer's sound
    page.captions.choose(caption_source="system")
    source = page.start()
    # WHEN words come and become final
    page.hear(
        source, partial("good"), partial("good evening"), final("good evening"), partial(""), final("all")
    )
    # THEN the finals stand there, the partial words came and went
    assert page.view.captions == ["good evening", "all"]
    assert page.view.partials == ["good", "good evening", ""]
    assert page.status.statuses[-1] == "Captions are on."
    # AND nothing of it was spoken or announced
    assert page.said == []
    assert page.status.announced == []


def test_stop_keeps_what_was_heard_until_then(page: Page) -> None:
    # GIVEN words that are not finished
    source = page.start()
    page.hear(source, partial("to be continued"))
    # WHEN stopped THEN they become the last caption
    page.recognizer.at_the_end = [final("to be continued")]
    page.captions.toggle(lambda _chosen: None)
    assert page.view.states[-1] == "finishing"
    page.recognizer.hears.put(partial("to be continued"))
    page.end(source)
    assert page.view.captions == ["to be continued"]
    assert page.said == ["Captions are off: 1 in all."]
    assert source.closed == 1


def test_a_file_is_captioned_to_its_end(page: Page) -> None:
    # GIVEN a file as the source
    page.captions.choose(caption_source="file")
    source = page.start()
    # WHEN it ends THEN its captions are there and the page is at rest
    page.hear(source, final("one"))
    page.recognizer.at_the_end = [final("two", 1.0, 2.0)]
    page.end(source)
    assert page.view.captions == ["one", "two"]
    assert page.view.states[-1] == "idle"
    # WHEN the file holds no sound THEN one sentence says so
    page.captions.caption_file(Path("notes.txt"))
    page.calls.get(timeout=10)()
    assert page.said[-1] == "notes.txt holds no sound."
    assert page.view.states[-1] == "idle"


def test_what_is_heard_faster_than_read_is_shown_less_often() -> None:
    # GIVEN a hundred partials and a final within no time
    from desktop.presenters.hearing import Heard

    heard = [Heard(partial(str(number)), -20.0) for number in range(100)] + [Heard(final("done"), -20.0)]
    # WHEN calmed THEN the first and the final are left
    assert [one.transcript.text for one in calmed(iter(heard), lambda: 0.0)] == ["0", "done"]


def test_a_recogniser_that_breaks_off_keeps_what_was_heard(page: Page) -> None:
    # GIVEN words that are not finished WHEN the recogniser fails THEN they stand as a caption
    source = page.start()
    page.hear(source, partial("and so"), DeviceUnavailable("The sound is gone: start again."))
    assert page.view.captions == ["and so"]
    assert page.said == ["The sound is gone: start again."]
    # AND a missing model is offered
    source = page.start()
    page.hear(source, ModelMissing("Vosk English, small, 41 MB: download it?"))
    assert page.view.offers[-1] == "Vosk English, small, 41 MB: download it?"


def test_times_go_on_where_they_were(page: Page, tmp_path: Path) -> None:
    # GIVEN captions that were stopped, and started again a minute later
    source = page.start()
    page.hear(source, final("before", 0.5, 2.0))
    page.end(source)
    page.now = 60.0
    source = page.start()
    page.hear(source, final("after", 0.5, 1.0))
    page.end(source)
    # WHEN exported THEN each has its time since the first start
    page.captions.export(lambda chosen: chosen(tmp_path / "captions.txt"))
    page.settle()
    assert (tmp_path / "captions.txt").read_text(encoding="utf-8") == "0.5-2 before\n60.5-61 after\n"


@pytest.mark.parametrize(
    ("ending", "begins"), [("txt", "a long"), ("srt", "1\n00:00:00,"), ("vtt", "WEBVTT"), ("json", "[")]
)
def test_every_format_is_written(tmp_path: Path, ending: str, begins: str) -> None:
    # GIVEN a page with the real formats, and captions whose words have no times of their own
    page = Page()
    page.captions._export = Export(page.voice, page.jobs, formats())
    source = page.start()
    page.hear(source, final("a long caption " * 12, 0.0, 12.0), final("and the end", 13.0, 14.0))
    page.end(source)
    # WHEN exported THEN the file is in the form its ending names, and has every word
    page.captions.export(lambda chosen: chosen(tmp_path / f"talk.{ending}"))
    page.settle()
    text = (tmp_path / f"talk.{ending}").read_text(encoding="utf-8")
    assert text.startswith(begins)
    assert text.split().count("caption") == 12
    assert "and the end" in text
    assert page.jobs.close()


def test_captions_are_copied_shown_and_cleared(page: Page) -> None:
    # GIVEN none WHEN asked for THEN it says so
    page.captions.copy_all()
    assert page.said[-1] == "There are no captions yet."
    # GIVEN two
    source = page.start()
    page.hear(source, final("one"), final("two"))
    # WHEN copied and shown THEN all of them are
    page.captions.copy_all()
    assert page.view.copied == "one\ntwo"
    page.view.captions = ["two"]
    page.captions.show_all()
    assert page.view.captions == ["one", "two"]
    # WHEN cleared, and the user is sure THEN none is left
    page.captions.clear(lambda _title, _text, _yes, then: then())
    assert page.view.captions == []


def test_trouble_is_told_but_a_silent_computer_is_no_quiet_microphone(page: Page) -> None:
    # GIVEN the computer's own sound, and nothing playing for a while
    page.captions.choose(caption_source="system")
    source = page.start()
    page.level = -96.0
    page.hear(source, partial(""))
    page.now = FIRST_QUIET_SECONDS + 1
    page.hear(source, partial(""))
    assert page.said == []
    # WHEN the source has a trouble THEN it is shown, for our own voice would be part of that very sound
    page.hear(source, partial(""), trouble="The computer is playing no sound.")
    assert page.status.statuses[-1] == "The computer is playing no sound."
    assert page.said == []


def test_a_microphone_that_comes_back_is_not_talked_over(page: Page) -> None:
    # GIVEN a microphone that gives no sound, which is told
    source = page.start()
    page.hear(source, partial(""), trouble="The microphone gives no sound.")
    assert page.said == ["The microphone gives no sound."]
    # WHEN somebody is heard THEN our voice stops, and the good news is shown
    page.hear(source, partial("hello"))
    assert page.status.statuses[-1] == "The microphone can be heard again."
    assert page.said == ["The microphone gives no sound."]
    assert not page.announcer.is_speaking


def test_the_window_opens_and_closes(page: Page) -> None:
    page.captions.show_window()
    assert page.view.is_window_shown
    assert page.said == ["The captions window is open."]
    page.captions.show_window(False)
    assert not page.view.is_window_shown


def test_the_contrast_is_told(page: Page) -> None:
    # GIVEN letters that hardly stand out WHEN chosen THEN it says so
    page.captions.choose(caption_text="blue")
    assert page.said[-1] == "Contrast 1.2 to 1: less than 7 to 1 is hard to read."
    # WHEN the preset is chosen THEN it is as high as it can be
    page.captions.high_contrast()
    assert page.said[-1] == "Contrast 21.0 to 1."
    assert page.view.appearance == Appearance("", 28, "#ffffff", "#000000", 3, False)


@pytest.mark.parametrize("text", ["white", "yellow", "cyan", "green"])
@pytest.mark.parametrize("back", ["black", "blue", "grey"])
def test_light_letters_on_dark_ground_always_keep_seven_to_one(text: str, back: str) -> None:
    assert appearance_of(Settings(caption_text=text, caption_back=back)).contrast >= 7


def test_every_colour_is_known() -> None:
    assert all(appearance_of(Settings(caption_text=name)).contrast for name in CAPTION_COLOURS)


def test_escape_silences_first_and_stops_next(page: Page) -> None:
    source = page.start()
    page.hear(source, partial("", notice="The recogniser was restarted."))
    assert page.captions.escape()
    assert page.view.states[-1] == "listening"
    assert page.captions.escape()
    assert page.view.states[-1] == "finishing"


def test_eight_hours_take_little_memory() -> None:
    # GIVEN eight hours of talk, a caption every four seconds
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        script = Script()
        for number in range(7200):
            script.add(f"caption number {number} with about ten words in it", number * 4.0, number * 4.0 + 3)
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    # THEN they take less than two megabytes, and none is lost
    assert taken < 2_000_000
    assert (len(script), script.end) == (7200, 28799.0)
    assert script.finals()[-1].start == 28796.0
