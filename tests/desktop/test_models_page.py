"""The page of models decides: what is asked before a download, and what is said of its way."""

import contextlib
import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.jobs import Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.models import PROGRESS_SECONDS, Models, Row
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from engines.errors import OutputUnwritable
from engines.models.model import Model, Progress
from tests.fakes import FakeAnnouncer, FakeModelsView, FakeStore, FakeView


class Page:
    """The presenter with fakes around it, and the GUI thread's queue in the test's hand."""

    def __init__(self) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.jobs = Jobs(self.calls.put)
        self.status, self.announcer, choices = FakeView(), FakeAnnouncer(), Choices(Settings())
        self.voice = Voice(self.status, self.announcer, choices)
        self.view, self.store = FakeModelsView(), FakeStore()
        self.now, self.changes = 0.0, 0
        self.questions: list[str] = []
        self.is_sure = True
        self.models = Models(self.view, self.voice, self.jobs, self.store, self.note, lambda: self.now)
        self.models.opened()
        self.settle()
        self.announcer.heard.clear()
        self.announcer.finish()

    def note(self) -> None:
        self.changes += 1

    def ask(self, _title: str, text: str, _yes: str, then: Callable[[], None]) -> None:
        self.questions.append(text)
        if self.is_sure:
            then()

    def row(self, model_id: str) -> Row:
        return next(row for row in self.view.rows if row.model.id == model_id)

    def fetch(self, model_id: str) -> None:
        """Ask for a download; the question has been answered."""
        asked = len(self.questions)
        self.models.fetch(self.row(model_id), self.ask)
        while len(self.questions) == asked:
            self.calls.get(timeout=10)()

    def advance(self, *steps: Progress) -> None:
        for step in steps:
            self.store.steps.put(step)
            self.calls.get(timeout=10)()

    def settle(self) -> None:
        """Do everything that is on its way in the lanes."""
        while self.jobs.is_busy("models") or self.jobs.is_busy("fetch") or self.calls.qsize():
            with contextlib.suppress(queue.Empty):
                self.calls.get(timeout=0.05)()

    @property
    def said(self) -> list[str]:
        return self.announcer.heard


@pytest.fixture
def page() -> Iterator[Page]:
    page = Page()
    yield page
    page.jobs.cancel("fetch")
    page.store.steps.put(None)
    assert page.jobs.close()


def test_the_list_tells_everything_of_a_model(page: Page) -> None:
    row = page.row("small-en")
    assert row.title == "Vosk English, small: not installed"
    assert row.details.startswith("en-US. 41 MB. Licence: Apache-2.0.")


def test_rows_are_spoken_when_walked_unless_a_screen_reader_does(page: Page) -> None:
    # WHEN a row is walked to THEN our own voice says it
    page.models.walk(page.row("small-ko"))
    assert page.said[0] == "Vosk Korean, small: not installed"
    # WHEN a screen reader runs THEN it reads the row by itself
    page.voice.note_reader(True)
    page.models.walk(page.row("small-en"))
    assert (len(page.said), page.status.announced) == (2, [])


def test_before_a_download_everything_is_told(page: Page) -> None:
    # GIVEN a user who is not sure
    page.is_sure = False
    # WHEN a model is asked for THEN what the store knows of it is told, and then asked
    page.fetch("small-en")
    assert page.questions == ["Vosk English, small, 41 MB, Apache-2.0.\n5.0 GB are free.\nDownload it?"]
    # AND nothing was downloaded
    assert not page.models.is_busy


def test_a_download_is_told_on_its_way(page: Page) -> None:
    # GIVEN a download that began
    page.fetch("small-ko")
    assert page.said == ["Downloading Vosk Korean, small."]
    page.announcer.finish()
    # WHEN it goes on THEN it is shown, and said only now and then
    page.advance(Progress("downloading", 10_000_000, 86_914_329, 1_000_000, 77))
    assert page.view.progress[-1] == (
        pytest.approx(10 / 86.9, abs=0.01),
        "Downloading, 10 MB of 87 MB, 1.0 MB a second, 77 s left.",
    )
    assert len(page.said) == 1
    page.now = PROGRESS_SECONDS
    page.advance(Progress("downloading", 20_000_000, 86_914_329, 1_000_000, 67))
    assert page.said[-1].startswith("Downloading, 20 MB of 87 MB")
    page.advance(Progress("downloading", 20_000_000, 86_914_329, notice="The connection broke off."))
    assert page.said[-1] == "The connection broke off."
    # WHEN a second one is asked for THEN it has to wait
    page.models.fetch(page.row("small-en"), page.ask)
    assert page.said[-1].startswith("Another model is still being worked on.")
    # WHEN it is done THEN it says so, the list shows it, and others are told
    page.store.steps.put(None)
    page.settle()
    assert page.said[-1] == "Vosk Korean, small is installed."
    assert page.view.progress[-1] == (None, "")
    assert page.view.rows[0].model.id == "small-ko"
    assert page.view.rows[0].is_installed
    assert page.changes == 1
    # AND it is not fetched twice
    page.models.fetch(page.row("small-ko"), page.ask)
    assert page.said[-1] == "Vosk Korean, small is installed already."


def test_escape_silences_first_and_stops_next(page: Page) -> None:
    # GIVEN a download that is being told
    page.fetch("small-ko")
    assert page.models.escape()
    assert page.models.is_busy
    # WHEN stopped THEN it says so, nothing comes after, and what has arrived is kept
    assert page.models.escape()
    assert not page.models.is_busy
    page.store.steps.put(Progress("downloading", 1, 2))
    page.settle()
    assert page.said[-1] == "Stopped. The next download goes on from here."
    page.voice.silence()
    assert not page.models.escape()
    assert page.jobs.close(patience_seconds=30)
    assert page.store.kept == ["small-ko"]


def test_a_damaged_model_is_told_and_can_be_fetched_again(page: Page) -> None:
    # GIVEN a model that is here and damaged
    page.store.here.append("small-ko")
    page.store.damaged["small-ko"] = "A file is missing. Fetch it again."
    # WHEN the list is shown THEN it says so
    page.models.opened()
    page.settle()
    row = page.row("small-ko")
    assert row.title == "Vosk Korean, small: damaged"
    assert row.details.startswith("A file is missing. Fetch it again. ko.")
    # WHEN it is fetched again THEN it is asked for, and whole
    page.fetch("small-ko")
    page.store.steps.put(None)
    page.settle()
    assert page.row("small-ko").title == "Vosk Korean, small: installed"


def test_a_failed_download_is_one_sentence(page: Page) -> None:
    page.fetch("small-ko")
    page.store.steps.put(OutputUnwritable("The disk is full: free 100 MB."))
    page.settle()
    assert page.said[-1] == "The disk is full: free 100 MB."
    assert page.view.progress[-1] == (None, "")


def test_import_remove_and_refresh(page: Page) -> None:
    # WHEN a file is imported THEN the store has it, and it says so
    page.models.import_from(lambda chosen: chosen(Path("model.zip")))
    page.settle()
    assert page.store.imported == [Path("model.zip")]
    assert page.said[-1] == "The model from model.zip is installed."
    # WHEN one that is not here is to go THEN it says so
    page.models.remove(page.row("small-en"), page.ask)
    assert page.said[-1] == "Vosk English, small is not installed."
    # WHEN one that is here is to go THEN only after a question
    page.store.here.append("small-en")
    page.models.opened()
    page.settle()
    page.is_sure = False
    page.models.remove(page.row("small-en"), page.ask)
    page.settle()
    assert page.store.here == ["small-en"]
    page.is_sure = True
    page.models.remove(page.row("small-en"), page.ask)
    page.settle()
    assert page.store.here == []
    assert page.said[-1] == "Vosk English, small is removed."
    # WHEN the list is refreshed THEN only after a question, because the network is used
    page.models.refresh(page.ask)
    page.settle()
    assert page.store.refreshed == 1
    assert "network" in page.questions[-1]
    assert page.said[-1] == "The list of models is up to date."


def test_an_add_on_tells_what_it_is_for_and_where_to_get_it(page: Page) -> None:
    # GIVEN the add-on of a core package, which nobody offers for download
    model = Model(
        "hands-1",
        "Add-on for reading signs",
        "sign_to_text",
        "hands",
        (),
        184_000_000,
        licence="BSD-3-Clause",
    )
    page.store.models = (model, *page.store.models)
    page.models.opened()
    page.settle()
    row = page.row("hands-1")
    # THEN its row tells size, licence, purpose and where to get it
    assert row.title == "Add-on for reading signs: not installed"
    assert row.details == (
        "184 MB. Licence: BSD-3-Clause. With it, Sori reads finger spelling and the signs you teach it. "
        "Add-on for reading signs comes from a file."
    )
    # WHEN it is to be downloaded THEN nothing is asked, and that is said
    page.models.fetch(row, page.ask)
    assert page.questions == []
    assert page.said[-1] == "Add-on for reading signs comes from a file."
    # WHEN it is there and removed THEN no download is promised
    page.store.here.append("hands-1")
    page.models.opened()
    page.settle()
    assert page.row("hands-1").details.endswith("the signs you teach it.")
    page.is_sure = False
    page.models.remove(page.row("hands-1"), page.ask)
    assert page.questions == ["Add-on for reading signs is deleted from this computer."]
