"""The Describe page decides: what is said first, what replaces what, and what is kept."""

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.jobs import Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.describe import Describe
from desktop.presenters.keep import Keep
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from engines.errors import DeviceUnavailable, InputUnsupported
from engines.media import Image
from tests.fakes import FakeAnnouncer, FakeCapturer, FakeDescriber, FakeView, described, picture


class Page:
    """The presenters with fakes around them, and the GUI thread's queue in the test's hand."""

    def __init__(self) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.jobs = Jobs(self.calls.put)
        self.view, self.announcer = FakeView(), FakeAnnouncer()
        self.capturer, self.describer = FakeCapturer(), FakeDescriber()
        self.choices = Choices(Settings())
        self.voice = Voice(self.view, self.announcer, self.choices)
        self.now = 0.0
        self.describe = Describe(
            self.view,
            self.voice,
            self.jobs,
            self.capturer,
            self.choices,
            self.describer,
            self.read,
            lambda: self.now,
        )
        self.keep = Keep(self.describe, self.voice, self.jobs, self.choices)

    def read(self, path: Path) -> Image:
        if path.suffix != ".png":
            raise InputUnsupported(f"{path.name} is not a picture.")
        return picture()

    def find(self, *found: object) -> None:
        """Let the describer find these, and handle what the lane posts for them."""
        for one in found:
            self.describer.finds.put(one)  # type: ignore[arg-type]  # tests know what they put
            self.handle()

    def handle(self) -> None:
        """Do the next thing a lane posted."""
        self.calls.get(timeout=5)()

    def look(self) -> None:
        """Ask for the screen; its picture has arrived."""
        self.describe.describe_screen()
        self.handle()


@pytest.fixture
def page() -> Iterator[Page]:
    page = Page()
    yield page
    page.describer.finds.put(None)
    assert page.jobs.close()


STARTED, HEADLINE, READING, COMPLETE = described()


def test_the_headline_is_said_first_and_the_rest_when_it_is_known(page: Page) -> None:
    # GIVEN a picture that is being looked at
    page.look()
    page.find(STARTED)
    assert page.announcer.heard == []
    # WHEN its headline is known THEN that is said and shown at once
    page.find(HEADLINE)
    assert page.announcer.heard == ["Form: Save changes."]
    assert [row.text for row in page.view.rows] == ["Form: Save changes."]
    assert page.view.focused == "rows"
    # WHEN everything is known THEN the rest is said after it, and nothing twice
    page.find(READING, COMPLETE, None)
    assert page.announcer.heard[0] == "Form: Save changes."
    assert page.announcer.heard[1:] == ["Main part: 1 text field.", "Buttons at the bottom: Save."]
    assert page.announcer.waiting == page.announcer.heard
    assert page.view.statuses[-1] == "The description is complete; all text was read."


def test_a_new_request_replaces_what_is_said(page: Page) -> None:
    # GIVEN a description that is being said
    page.look()
    page.find(HEADLINE)
    # WHEN another one is asked for THEN it is silent at once
    page.describe.describe_file(Path("other.png"))
    assert not page.announcer.is_speaking
    page.describer.finds.put(None)


def test_escape_silences_first_and_stops_looking_next(page: Page) -> None:
    # GIVEN a headline that is being said while the text is still read
    page.look()
    page.find(HEADLINE)
    # WHEN Escape is pressed THEN it is silent, and the looking goes on
    page.describe.escape()
    assert not page.announcer.is_speaking
    assert page.jobs.is_busy("describe")
    # WHEN it is pressed again THEN the looking ends, and a sentence says so
    page.describe.escape()
    assert not page.jobs.is_busy("describe")
    assert page.view.statuses[-1] == "Stopped."


def test_what_was_silenced_does_not_come_back(page: Page) -> None:
    # GIVEN a description that was silenced while the text is still read
    page.look()
    page.find(HEADLINE)
    page.describe.escape()
    # WHEN it is complete THEN nothing more is said, and everything is shown
    page.find(READING, COMPLETE, None)
    assert page.announcer.heard == ["Form: Save changes."]
    assert len(page.view.rows) == 4


def test_progress_is_shown_always_and_said_into_silence_only(page: Page) -> None:
    # GIVEN a headline that has been said to its end
    page.look()
    page.find(HEADLINE)
    page.announcer.finish()
    # WHEN progress comes soon THEN it is shown
    page.find(READING)
    assert page.view.statuses[-1] == "Reading text, 1 of 2 lines."
    assert page.announcer.heard == ["Form: Save changes."]
    # WHEN it comes some seconds later THEN it is said too, once
    page.now = 5.0
    page.find(READING, READING)
    assert page.announcer.heard[1:] == ["Reading text, 1 of 2 lines."]


def test_the_last_result_stays_when_the_next_one_fails(page: Page) -> None:
    # GIVEN a complete description
    page.look()
    page.find(HEADLINE, COMPLETE, None)
    shown = page.view.rows
    # WHEN the next picture fails half way
    page.look()
    page.find(described("Other")[1], InputUnsupported("That did not work: try again."))
    # THEN the sentence is shown and said, and the last result is back
    assert page.view.statuses[-1] == "That did not work: try again."
    assert page.announcer.waiting == ["That did not work: try again."]
    assert page.view.rows == shown
    assert page.describe.sentences() == (
        "Form: Save changes.",
        "Main part: 1 text field.",
        "Buttons at the bottom: Save.",
    )


def test_a_bug_is_one_sentence_and_a_traceback_in_the_log(
    page: Page, expect_log: Callable[[str], None]
) -> None:
    # GIVEN an engine with a bug WHEN it looks THEN a sentence is said, and the log keeps the traceback
    expect_log("describing failed")
    page.look()
    page.find(ZeroDivisionError("division by zero"))
    assert page.announcer.heard == [
        "Something went wrong. Please try again; the log file tells what happened."
    ]


def test_no_picture_and_a_refusal_are_one_sentence_each(page: Page) -> None:
    # GIVEN a desktop that shows nothing WHEN the screen is asked for THEN it says what to do
    page.capturer.outcome = DeviceUnavailable("Press Print Screen.")
    page.describe.describe_screen()
    assert page.announcer.heard[-1] == "Press Print Screen."
    # GIVEN a user who left the region THEN it says that
    page.capturer.outcome = None
    page.describe.describe_region()
    assert page.announcer.heard[-1] == "Nothing was chosen."
    # GIVEN a clipboard without a picture THEN it says that
    page.describe.describe_clipboard()
    assert page.announcer.heard[-1].startswith("There is no picture on the clipboard")
    # GIVEN a file that is no picture THEN its own sentence is said
    page.describe.describe_file(Path("notes.txt"))
    page.handle()
    assert page.announcer.heard[-1] == "notes.txt is not a picture."


def test_a_copied_file_is_read(page: Page) -> None:
    # GIVEN a file on the clipboard WHEN the clipboard is asked for THEN the file is looked at
    page.capturer.on_clipboard = Path("copied.png")
    page.describe.describe_clipboard()
    page.handle()
    page.find(HEADLINE, None)
    assert len(page.describer.images) == 1


def test_the_level_rewords_without_looking_again(page: Page) -> None:
    # GIVEN a complete description
    page.look()
    page.find(HEADLINE, COMPLETE, None)
    # WHEN more detail is asked for THEN the same facts are said in more words
    page.describe.more_detail()
    assert page.choices.now.level == "everything"
    assert page.announcer.waiting[0] == "Level of detail: everything."
    assert "Name, text field, Report." in page.announcer.waiting
    # WHEN there is no more THEN only the level is said
    page.describe.more_detail()
    assert page.announcer.waiting == ["Level of detail: everything."]
    assert len(page.describer.images) == 1


def test_walking_says_the_row_and_outlines_it(page: Page) -> None:
    # GIVEN a complete description that is being said
    page.look()
    page.find(HEADLINE, COMPLETE, None)
    save = page.view.rows[2].rows[0]
    # WHEN the user walks to an item THEN it replaces what is said, and its place is told
    page.describe.walk(save)
    assert page.announcer.waiting == ["Save, button"]
    assert page.view.outlined == (save, "Outlined at the bottom right: Save, button")


def test_a_screen_reader_speaks_instead_of_us(page: Page) -> None:
    # GIVEN a running screen reader
    page.voice.note_reader(True)
    # WHEN a picture is described and walked
    page.look()
    page.find(HEADLINE, COMPLETE, None)
    page.describe.walk(page.view.rows[1])
    # THEN our voice is off, and the screen reader was handed the same words, but no row twice
    assert page.announcer.heard == []
    assert page.view.announced[0] == "Form: Save changes."
    assert "Main part: 1 text field." in page.view.announced[1]
    assert len(page.view.announced) == 2
    # WHEN the user chose our voice all the same THEN it speaks
    page.choices.change(own_voice="always")
    page.describe.read_all()
    assert page.announcer.heard[0] == "Form: Save changes."


def test_repeat_pause_and_status(page: Page) -> None:
    # GIVEN a row that was said
    page.look()
    page.find(HEADLINE, COMPLETE, None)
    page.describe.walk(page.view.rows[1])
    # WHEN repeated THEN it is said again
    page.voice.repeat()
    assert page.announcer.heard[-2:] == ["Main part: 1 text field."] * 2
    # WHEN paused and paused again THEN it waits and goes on
    page.voice.pause()
    assert page.announcer.is_paused
    page.voice.pause()
    assert not page.announcer.is_paused
    # WHEN the status is asked for THEN it is said
    page.voice.say_status()
    assert page.announcer.waiting == ["Speaking."]


def test_rate_and_volume_keep_within_their_limits(page: Page) -> None:
    # GIVEN any rate and volume WHEN turned far up and down THEN they end at what can be understood
    for _step in range(20):
        page.voice.faster()
        page.voice.quieter()
    assert (page.choices.now.rate_wpm, page.choices.now.volume_percent) == (450, 10)
    for _step in range(20):
        page.voice.slower()
        page.voice.louder()
    assert (page.choices.now.rate_wpm, page.choices.now.volume_percent) == (80, 100)
    assert page.announcer.manner.rate_wpm == 80


def test_copy_and_save_without_a_description_say_so(page: Page, tmp_path: Path) -> None:
    # GIVEN no description WHEN it is to be read, copied or saved THEN a sentence says what to do first
    for ask in (
        page.describe.read_all,
        page.describe.copy_description,
        page.describe.copy_row,
        lambda: page.keep.save_text(lambda chosen: chosen(tmp_path / "x.txt")),
    ):
        ask()
        assert page.announcer.waiting == [
            "There is no description yet. Describe the screen or open a picture first."
        ]
    assert list(tmp_path.iterdir()) == []


def test_text_and_sound_are_saved(page: Page, tmp_path: Path) -> None:
    # GIVEN a complete description
    page.look()
    page.find(HEADLINE, COMPLETE, None)
    # WHEN saved as text THEN the file holds the sentences
    page.keep.save_text(lambda chosen: chosen(tmp_path / "said.txt"))
    while not page.view.statuses[-1].startswith("Saved"):
        page.handle()
    assert (tmp_path / "said.txt").read_text(encoding="utf-8").splitlines()[1] == "Main part: 1 text field."
    # WHEN saved as sound THEN a WAV file stands there
    page.keep.save_audio(lambda chosen: chosen(tmp_path / "said.wav"))
    while page.view.statuses[-1] != "Saved: said.wav":
        page.handle()
    assert (tmp_path / "said.wav").read_bytes()[:4] == b"RIFF"


def test_a_failed_save_keeps_the_old_file(page: Page, tmp_path: Path) -> None:
    # GIVEN a folder where a file must go WHEN a description is saved over it
    page.look()
    page.find(HEADLINE, COMPLETE, None)
    target = tmp_path / "taken"
    target.mkdir()
    (target / "old.txt").write_text("old", encoding="utf-8")
    page.keep.save_text(lambda chosen: chosen(target))
    while "written" not in page.view.statuses[-1]:
        page.handle()
    # THEN a sentence says what to do, and what was there is there
    assert page.announcer.waiting == [
        "taken could not be written. Choose another folder, or free some space."
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
    assert (target / "old.txt").read_text(encoding="utf-8") == "old"
