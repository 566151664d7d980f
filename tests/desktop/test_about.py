"""About tells what Sori is and made of; it asks for a newer one only when told to, and says what came."""

import json
import os
import queue
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop import bundled
from desktop.bundled import Part
from desktop.jobs import Jobs
from desktop.presenters.about import LANE, PROGRESS_SECONDS, About, introduction, look_weekly, row_of
from desktop.presenters.choices import Choices
from desktop.presenters.voice import Voice
from desktop.release_list import File, Release
from desktop.settings import Settings
from desktop.updates import Fetched, Found, Unavailable
from engines import add_on, words
from engines.build import Build
from engines.models.model import Progress
from engines.words import LANGUAGES
from tests.fakes import FakeAnnouncer, FakeView

ROOT = Path(__file__).resolve().parents[2]
FILE = File("sori.deb", 400_000_000, "0" * 64, "linux-x86_64", "full", "deb")
NEWER = Found(Release("9.1.0", 1, "2026-03-01", (FILE,), {"en": "It hears better."}), True, FILE)
CURRENT = Found(Release("0.1.0", 1, "2026-01-01", (), {"en": "Old news."}), False, None)
FETCHED = Fetched(Path("/srv/Downloads/sori.deb"), "deb")


class FakeUpdates:
    """Gives what the test put in: steps to go, and what comes at the end, or why it failed."""

    def __init__(self) -> None:
        self.why = ""
        self.found = NEWER
        self.asked: list[str] = []
        self.steps: queue.Queue[Progress | Exception | None] = queue.Queue()
        """None: come to the end."""

    def trouble(self) -> str:
        return self.why

    def check(self) -> Generator[Progress, None, Found]:
        self.asked.append("check")
        yield from self._go()
        return self.found

    def fetch(self, found: Found) -> Generator[Progress, None, Fetched]:
        self.asked.append(f"fetch {found.release.version}")
        yield from self._go()
        return FETCHED

    def _go(self) -> Iterator[Progress]:
        while (step := self.steps.get(timeout=20)) is not None:
            if isinstance(step, Exception):
                raise step
            yield step


class FakeDialog:
    """Remembers what it is told to show."""

    def __init__(self) -> None:
        self.parts: tuple[Part, ...] = ()
        self.texts: list[str] = []
        self.answers: list[tuple[str, str]] = []
        self.progress: list[tuple[float | None, str]] = []
        self.allowed: dict[str, bool] = {}

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts

    def show_text(self, text: str) -> None:
        self.texts.append(text)

    def show_answer(self, sentence: str, notes: str = "") -> None:
        self.answers.append((sentence, notes))

    def show_progress(self, fraction: float | None, sentence: str) -> None:
        self.progress.append((fraction, sentence))

    def allow(self, *, looking: bool, fetching: bool, stopping: bool) -> None:
        self.allowed = {"looking": looking, "fetching": fetching, "stopping": stopping}


class Room:
    """The presenter with fakes around it, and the GUI thread's queue in the test's hand."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.jobs = Jobs(self.calls.put)
        self.status, self.announcer = FakeView(), FakeAnnouncer()
        self.voice = Voice(self.status, self.announcer, Choices(Settings()))
        self.view, self.updates, self.now = FakeDialog(), FakeUpdates(), 0.0
        self.about = About(self.view, self.voice, self.jobs, self.updates, lambda: parts, lambda: self.now)

    def until(self, is_so: Callable[[], Any]) -> None:
        """Do what comes to the GUI thread until something is so."""
        deadline = time.monotonic() + 20
        while not is_so():
            assert time.monotonic() < deadline
            try:
                self.calls.get(timeout=0.05)()
            except queue.Empty:
                continue

    def settle(self) -> None:
        self.until(
            lambda: not (self.jobs.is_busy(LANE) or self.jobs.is_busy("licences") or self.calls.qsize())
        )

    def looked(self) -> None:
        """Look, and hear what there is."""
        self.about.look()
        self.updates.steps.put(None)
        self.settle()

    @property
    def said(self) -> list[str]:
        return self.announcer.heard


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    (tmp_path / "LICENSE").write_text("Do as you like.", encoding="utf-8")
    one = Room((Part("novel", "1.0", "MIT", texts=(tmp_path / "LICENSE",)), Part("bare", "", "", "novel")))
    yield one
    one.jobs.cancel(LANE)
    one.updates.steps.put(None)
    assert one.jobs.close()


def test_nothing_is_asked_before_it_is_told_to(room: Room) -> None:
    # WHEN the dialog is opened
    room.about.opened()
    room.settle()
    # THEN nobody was asked, what Sori is made of is shown, and one may look
    assert room.updates.asked == []
    assert [part.name for part in room.view.parts] == ["novel", "bare"]
    assert room.view.allowed == {"looking": True, "fetching": False, "stopping": False}


def test_a_copy_without_an_address_says_so(room: Room) -> None:
    # GIVEN a copy that cannot look
    room.updates.why = "Updates are not set up in this copy of Sori."
    # WHEN the dialog is opened
    room.about.opened()
    room.settle()
    # THEN that is what stands there, and there is nothing to press
    assert room.view.answers[-1] == (room.updates.why, "")
    assert room.view.allowed == {"looking": False, "fetching": False, "stopping": False}


def test_a_newer_sori_is_told_with_what_is_new(room: Room) -> None:
    # WHEN one looks
    room.about.look()
    assert room.view.allowed == {"looking": False, "fetching": False, "stopping": True}
    room.about.look()
    room.updates.steps.put(None)
    room.settle()
    # THEN it was asked once, it is shown and said, and one may download it
    assert room.updates.asked == ["check"]
    assert room.view.answers[-1] == (NEWER.sentence, "It hears better.")
    assert room.said[-1] == f"{NEWER.sentence} It hears better."
    assert room.view.progress[-1] == (None, "")
    assert room.view.allowed == {"looking": True, "fetching": True, "stopping": False}


def test_the_newest_sori_has_no_news(room: Room) -> None:
    # GIVEN nothing newer
    room.updates.found = CURRENT
    room.looked()
    # THEN the notes of the old one are not told as news, and there is nothing to fetch
    assert room.view.answers[-1] == (CURRENT.sentence, "")
    assert not room.view.allowed["fetching"]
    room.about.fetch()
    assert room.updates.asked == ["check"]


def test_a_download_is_told_on_its_way_and_at_its_end(room: Room) -> None:
    # GIVEN a download that began
    room.looked()
    room.about.fetch()
    assert room.said[-1] == "Downloading Sori 9.1.0."
    room.announcer.finish()
    spoken = len(room.said)
    # WHEN it goes on THEN it is shown, and said only now and then
    step = Progress("downloading", 100_000_000, 400_000_000, 1_000_000, 300)
    room.updates.steps.put(step)
    room.until(lambda: room.view.progress[-1] == (0.25, step.sentence))
    assert len(room.said) == spoken
    room.now = PROGRESS_SECONDS
    room.updates.steps.put(step)
    room.until(lambda: len(room.said) > spoken)
    assert room.said[-1] == step.sentence
    # AND what the user should know at once is said at once
    room.updates.steps.put(Progress("waiting", notice="The connection broke off."))
    room.until(lambda: room.said[-1] == "The connection broke off.")
    # WHEN it has come THEN one hears where it lies and how to install it
    room.updates.steps.put(None)
    room.settle()
    assert room.view.answers[-1][0] == " ".join(FETCHED.sentences) == room.said[-1]
    assert room.view.allowed == {"looking": True, "fetching": True, "stopping": False}


def test_escape_silences_first_and_stops_next_and_closes_last(room: Room) -> None:
    # GIVEN a download, while the voice speaks
    room.looked()
    room.about.fetch()
    # THEN Escape silences, then stops, and then there is nothing left for it
    assert room.about.escape()
    assert room.about.is_busy
    assert room.about.escape()
    assert not room.about.is_busy
    assert room.view.answers[-1][0] == "Stopped. The next download goes on from here."
    assert room.view.allowed == {"looking": True, "fetching": True, "stopping": False}
    room.announcer.finish()
    assert not room.about.escape()


def test_a_failure_is_one_sentence(room: Room) -> None:
    # GIVEN a server that cannot be reached
    room.about.look()
    room.updates.steps.put(Unavailable("It cannot be reached. Look again later."))
    room.settle()
    # THEN that is shown and said, and one may look again
    assert room.view.answers[-1] == ("It cannot be reached. Look again later.", "")
    assert room.said[-1] == "It cannot be reached. Look again later."
    assert room.view.allowed == {"looking": True, "fetching": False, "stopping": False}


def test_a_bug_is_logged_and_told(room: Room, expect_log: Callable[[str], None]) -> None:
    # GIVEN a bug in what looks
    expect_log("desktop.presenters.about: About failed")
    room.about.look()
    room.updates.steps.put(RuntimeError("oh"))
    room.settle()
    # THEN the user hears that something went wrong
    assert room.view.answers[-1][0]


def test_a_dialog_that_is_gone_is_shown_nothing(room: Room) -> None:
    # GIVEN a download, and licences that are being read, when the dialog closes
    room.looked()
    room.about.opened()
    room.about.fetch()
    shown = (len(room.view.answers), len(room.view.progress), room.view.parts)
    room.about.close()
    room.updates.steps.put(Progress("downloading", 1, 2))
    room.updates.steps.put(None)
    room.settle()
    # THEN it is told that the download stopped, and nothing is shown
    assert room.said[-1] == "Stopped. The next download goes on from here."
    assert (len(room.view.answers), len(room.view.progress), room.view.parts) == shown


def test_a_part_is_said_and_its_licence_shown(room: Room) -> None:
    # GIVEN the list
    room.about.opened()
    room.settle()
    novel, bare = room.view.parts
    # WHEN a part is walked to THEN our own voice says it, and its licence is shown
    room.about.walk(novel)
    room.settle()
    assert room.said[-1] == "novel 1.0: MIT"
    assert room.view.texts[-1] == "Do as you like."
    # WHEN a screen reader runs THEN it reads the line by itself, and a part without a text says so
    room.voice.note_reader(True)
    room.about.walk(bare)
    room.settle()
    assert room.said[-1] == "novel 1.0: MIT"
    assert room.status.announced == []
    assert room.view.texts[-1] == "There is no text of this licence here."
    assert row_of(bare) == "bare, inside novel: licence unknown"


def test_only_the_last_licence_of_many_is_shown(room: Room) -> None:
    # GIVEN a user who walks quickly
    room.about.opened()
    room.settle()
    shown = len(room.view.texts)
    for part in (*room.view.parts, room.view.parts[0]):
        room.about.walk(part)
    room.settle()
    # THEN what is shown in the end is of where they are, and nothing of where they were
    assert set(room.view.texts[shown:]) == {"Do as you like."}


def test_the_weekly_look_speaks_only_of_news(room: Room) -> None:
    def look(is_week_over: bool, outcome: Found | Exception) -> list[str]:
        spoken = len(room.said)
        room.updates.found = outcome if isinstance(outcome, Found) else CURRENT
        room.updates.steps.put(outcome if isinstance(outcome, Exception) else None)
        look_weekly(room.voice, room.jobs, room.updates, lambda: is_week_over)
        room.settle()
        return room.said[spoken:]

    # THEN nobody is asked before the week is over
    assert look(False, NEWER) == []
    assert room.updates.asked == []
    room.updates.steps.get()
    # AND news is told, but neither that there is none nor that nobody answered
    assert look(True, NEWER) == [f"{NEWER.sentence} About Sori, in the menu Help, downloads it."]
    assert look(True, CURRENT) == []
    assert look(True, Unavailable("Nobody answered.")) == []
    assert room.updates.asked == ["check"] * 3
    # AND a copy that cannot look does not
    room.updates.why = "Updates are not set up."
    assert look(True, NEWER) == []
    assert room.updates.asked == ["check"] * 3


def test_the_weekly_look_takes_no_button_away(room: Room) -> None:
    # GIVEN a weekly look that nobody has answered yet
    look_weekly(room.voice, room.jobs, room.updates, lambda: True)
    room.until(lambda: room.updates.asked)
    # WHEN the dialog is opened THEN one may look, and there is nothing to stop
    room.about.opened()
    assert room.view.allowed == {"looking": True, "fetching": False, "stopping": False}
    assert not room.about.escape()
    # AND one who does hears what comes of it, once
    room.about.look()
    room.updates.steps.put(None)
    room.updates.steps.put(None)
    room.settle()
    assert room.view.answers[-1] == (NEWER.sentence, "It hears better.")
    assert room.said[-1] == f"{NEWER.sentence} It hears better."


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_sori_is_is_told_for_each_edition(language: str) -> None:
    # THEN each edition names itself, the licence and the version
    words.use(language)
    told = {introduction(Build(edition, "linux-x86_64")) for edition in ("source", "full", "core")}  # type: ignore[arg-type]
    assert len(told) == 3
    assert all("0.1" in one and "3" in one for one in told)


def test_a_source_tree_tells_what_its_lock_names() -> None:
    # WHEN there is no index of a package
    parts = {part.name.lower(): part for part in bundled.parts(Path("/nowhere"))}
    # THEN it is what the lock names, each with a licence or none, and without the tools of developers
    assert parts["sori"].read().lstrip().startswith("GNU GENERAL PUBLIC LICENSE")
    assert {"numpy", "torch", "av"} <= parts.keys()
    assert "pytest" not in parts
    assert parts["numpy"].version == "1.26.4"
    assert "NumPy Developers" in parts["numpy"].read()
    assert parts["mediapipe"].licence


def test_a_package_tells_what_its_index_says(tmp_path: Path) -> None:
    # GIVEN the index of a package, with a text of strange letters
    (tmp_path / "one.txt").write_bytes(b"Caf\xe9 licence")
    (tmp_path / "two.txt").write_text("Second")
    row = {"name": "novel", "version": "1", "licence": "MIT", "kind": "library", "part_of": "av"}
    index = {"version": 1, "components": [{**row, "texts": ["one.txt", "two.txt", "gone.txt"]}]}
    (tmp_path / "index.json").write_text(json.dumps(index))
    # THEN it is told, its texts below their names, and what is gone is left out
    (part,) = bundled.parts(tmp_path)
    assert (part.name, part.part_of) == ("novel", "av")
    assert part.read() == "one.txt\n\nCaf\ufffd licence\n\n\ntwo.txt\n\nSecond"


def test_what_the_add_on_brings_is_told_while_it_is_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a package and its add-on, each with an index
    for name, folder in (("Sori", tmp_path), ("torch", tmp_path / "add-on" / add_on.LICENCES)):
        folder.mkdir(parents=True, exist_ok=True)
        row = {"name": name, "version": "1", "licence": "MIT", "part_of": "", "texts": []}
        (folder / "index.json").write_text(json.dumps({"components": [row]}))
    assert [part.name for part in bundled.parts(tmp_path)] == ["Sori"]
    # WHEN the add-on is here THEN both are told
    monkeypatch.setattr(add_on, "where", lambda: tmp_path / "add-on")
    assert [part.name for part in bundled.parts(tmp_path)] == ["Sori", "torch"]


def test_a_damaged_index_falls_back(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    # GIVEN an index that is damaged
    expect_log("desktop.bundled: the index of licences cannot be used")
    (tmp_path / "index.json").write_text('{"components": [{"name": 1}]}')
    # THEN what is installed is told instead
    assert any(part.name == "Sori" for part in bundled.parts(tmp_path))


def dialog(*arguments: str) -> Any:
    """Run tests.desktop.about_room and return what it prints."""
    command = [sys.executable, "-m", "tests.desktop.about_room", *arguments]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("language", "percent"), [("en", "200"), ("ko", "200")])
def test_the_dialog_is_whole_and_named(language: str, percent: str) -> None:
    # THEN nothing is cut off, too big or nameless, in either language, at the largest text
    assert dialog(language, percent) == []


def test_closing_the_window_stops_what_goes_on() -> None:
    # WHEN the window is closed by its own means during a download THEN it goes at once, and nothing goes on
    assert dialog("en", "leave") == {"busy": [True, False], "open": False}


def test_the_dialog_is_used_by_keys_alone() -> None:
    # WHEN it is used by keys
    told = dialog("en", "use")
    # THEN Tab reaches everything, the words included
    assert {"About Sori", "Sori 0.1.0, full edi", "Check for updates", "Look once a week", "Close"} <= set(
        told["reached"]
    )
    assert told["weekly"] == [True]
    # AND what is newer is told, fetched, stopped by Escape without closing, and fetched again
    assert told["answer"] == "Sori 9.1.0 of 2026-03-01 is out: 400 MB to download."
    assert told["answer_is_seen"]
    assert told["notes"]
    assert told["focus_while_fetching"] == "Stop"
    assert told["after_escape"] == [True, False, "Stopped. The next download goes on from here."]
    assert told["fetched"].startswith("It lies in ")
    # AND typing goes to a part, whose licence is shown, and Escape closes in the end
    assert told["typed"].startswith("numpy 1.26.4")
    assert told["text"] == "There is no text of this licence here."
    assert told["closed"]
    # AND as the application opens it, a source tree says that updates are not set up, and Sori comes first
    wired = told["wired"]
    assert wired["answer"].startswith("Updates are not set up in this copy of Sori.")
    assert not wired["can_look"]
    assert wired["first"].startswith("Sori ")
    assert wired["parts"] > 30
    assert wired["text"].startswith("GNU GENERAL PUBLIC LICENSE")
    assert wired["closed"]
