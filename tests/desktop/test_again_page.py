"""Describing again says what changed, and the live reader says it by itself."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from random import Random

import pytest

from desktop.capture.origin import Origin, Screenshot
from desktop.jobs import Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.describe import Describe
from desktop.presenters.live import Live
from desktop.presenters.looks import KEPT, Looks, Shown
from desktop.presenters.steady import Steady
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from engines.errors import DeviceUnavailable, EngineError
from engines.media import Image
from engines.results import Box, Description, Element, Region, TextLine
from tests.desktop.test_walking_page import TreeView
from tests.fakes import FakeAnnouncer, FakeCapturer, FakeDescriber, Take, picture

WINDOW = Origin("window", Box(10, 10, 210, 110), 7, "Mail")
REGION = Origin("region", Box(20, 30, 80, 60), 7, "Mail")


def seen(number: int = 0, origin: Origin | None = WINDOW, size: tuple[int, int] = (200, 100)) -> Screenshot:
    """Return a picture that differs everywhere from those of other numbers."""
    return Screenshot(Random(number).randbytes(size[0] * size[1] * 3), *size, "Mail", origin)


def known(status: str, is_ticked: bool = False) -> Description:
    """Return a complete description with a line of text and a check box."""
    line = TextLine(status, Box(10, 10, 180, 26), 1.0)
    text = Element("text", status, line.box, 1.0)
    box = Element("checkbox", "Sound", Box(10, 40, 90, 56), 0.9, state=("checked",) if is_ticked else ())
    label = TextLine("Sound", Box(30, 40, 90, 56), 1.0)
    region = Region("main", Box(0, 0, 200, 100), (text, box))
    return Description(
        "complete",
        "settings",
        (200, 100),
        "Mail",
        regions=(region,),
        elements=(box,),
        texts=(line, label),
    )


class AgainView(TreeView):
    """Remembers the live reader too."""

    def __init__(self) -> None:
        super().__init__()
        self.live: tuple[bool, str] = (False, "")
        self.news = ""
        self.place: Box | None = None
        self.made_way: Box | None = None

    def show_live(self, is_on: bool, state: str, news: str = "", place: Box | None = None) -> None:
        self.live, self.news, self.place = (is_on, state), news, place

    def make_way(self, box: Box) -> None:
        self.made_way = box


class AgainCapturer(FakeCapturer):
    """Remembers where it was asked to look again."""

    def __init__(self) -> None:
        super().__init__()
        self.outcome: Image | EngineError | None = seen()
        self.again_at: list[Origin | None] = []
        self.choosing: list[Take] = []

    def region(self, take: Take) -> None:
        self.choosing.append(take)

    def again(self, origin: Origin | None, take: Take) -> None:
        self.again_at.append(origin)
        take(self.outcome)


@dataclass(frozen=True)
class Glance:
    state: str
    image: Image | None = None


class Place:
    """A place that shows what the test put there last."""

    def __init__(self) -> None:
        self.is_there = threading.Event()
        self.glance: Glance | Exception = Glance("gone")

    def put(self, glance: Glance | Exception) -> None:
        self.glance = glance
        self.is_there.set()

    def look(self) -> Glance:
        assert self.is_there.wait(10)
        if isinstance(self.glance, Exception):
            raise self.glance
        return self.glance


class Page:
    """The presenters over fakes, and the GUI thread's queue in the test's hand."""

    def __init__(self) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.jobs = Jobs(self.calls.put)
        self.view, self.announcer, self.describer = AgainView(), FakeAnnouncer(), FakeDescriber()
        self.capturer, self.place = AgainCapturer(), Place()
        self.choices = Choices(Settings())
        self.voice = Voice(self.view, self.announcer, self.choices)
        self.describe = Describe(
            self.view,
            self.voice,
            self.jobs,
            self.capturer,
            self.choices,
            self.describer,
            lambda _path: picture(),
        )
        self.view.follow = self.describe.follow
        self.watched: list[Origin] = []
        self.refusal: EngineError | None = None
        self.live = Live(
            self.view,
            self.voice,
            self.jobs,
            self.capturer,
            self.describe,
            self.describer,
            self.watch,
            lambda _seconds: time.sleep(0.003),
            lambda: 0.0,
        )
        self.describe.also_stop(self.live.escape)

    def watch(self, origin: Origin) -> Place:
        if self.refusal is not None:
            raise self.refusal
        self.watched.append(origin)
        return self.place

    def until(self, is_done: Callable[[], bool]) -> None:
        """Do what the lanes posted until something is so."""
        deadline = time.monotonic() + 10
        while not is_done():
            assert time.monotonic() < deadline
            with suppress(queue.Empty):
                self.calls.get(timeout=0.05)()

    def look(self, description: Description, again: bool = False) -> None:
        """Describe the window, or describe again, to the end."""
        done = len(self.describer.images) + 1
        (self.describe.describe_again if again else self.describe.describe_window)()
        for found in (description, None):
            self.describer.finds.put(found)
        self.until(lambda: len(self.describer.images) == done and not self.jobs.is_busy("describe"))
        while not self.calls.empty():
            self.calls.get(timeout=5)()

    def see(self, glance: Glance | Exception, description: Description | None = None) -> None:
        """Let the place be seen so from now on, and what is new be described."""
        done = len(self.describer.images) + 1
        self.place.put(glance)
        if description is not None:
            for found in (description, None):
                self.describer.finds.put(found)
            self.until(lambda: len(self.describer.images) == done and self.live._looking is None)

    def said(self) -> list[str]:
        heard = list(self.announcer.heard)
        self.announcer.heard.clear()
        self.announcer.finish()
        return heard


@pytest.fixture
def page() -> Iterator[Page]:
    page = Page()
    yield page
    page.live._end()
    page.place.put(Glance("gone"))
    page.describer.finds.put(None)
    assert page.jobs.close()


# Describe again


def test_only_what_changed_is_said_and_listed(page: Page) -> None:
    # GIVEN a window that was described
    page.look(known("not connected"))
    page.said()
    # WHEN it is described again after two changes
    page.capturer.outcome = seen(9)
    page.look(known("two new messages", is_ticked=True), again=True)
    # THEN only these are said
    assert page.said() == [
        "Sound, check box: now checked.",
        "not connected is now two new messages.",
    ]
    # AND they are listed at the end, gone to, and everything else is shown as it is now
    answer = page.view.rows[-1]
    assert [row.text for row in answer.rows] == [
        "Sound, check box: now checked.",
        "not connected is now two new messages.",
    ]
    assert page.view.path == (len(page.view.rows) - 1,)
    assert page.view.statuses[-1] == answer.text
    assert "two new messages" in [row.text for row in page.view.rows[1].rows]
    # AND the whole can still be heard
    page.describe.read_all()
    assert page.said()[0] == "Settings: Mail."
    # WHEN nothing changed since THEN that is said
    page.look(known("two new messages", is_ticked=True), again=True)
    assert page.said() == ["Nothing changed."]


def test_another_window_is_described_whole_and_the_first_is_remembered(page: Page) -> None:
    # GIVEN two windows that were looked at
    page.look(known("not connected"))
    page.capturer.outcome = seen(1, replace(WINDOW, window=8, title="Notes"))
    page.said()
    page.look(known("buy milk"), again=True)
    # THEN the second was described as a whole, with nothing listed
    assert page.said()[0] == "Settings: Mail."
    assert page.view.rows[-1].kind != "answer"
    # WHEN the user is back in the first THEN what changed since then is said
    page.capturer.outcome = seen(2)
    page.look(known("connected"), again=True)
    assert page.said() == ["not connected is now connected."]


def test_it_looks_where_the_last_picture_was_taken(page: Page) -> None:
    page.look(known("not connected"))
    page.look(known("not connected"), again=True)
    page.describe._last = None
    page.look(known("not connected"), again=True)
    assert page.capturer.again_at == [WINDOW, None]


def test_escape_leaves_the_last_result(page: Page) -> None:
    # GIVEN a window that is being described again WHEN Escape is pressed
    page.look(known("not connected"))
    rows = page.view.rows
    page.said()
    page.describe.describe_again()
    page.until(lambda: len(page.describer.images) == 2)
    assert page.describe.escape()
    # THEN it says so, and what was found before is still there
    assert page.said() == ["Stopped."]
    assert page.view.rows == rows


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (WINDOW, replace(WINDOW, box=Box(50, 60, 250, 160)), True),
        (WINDOW, replace(WINDOW, title="(3) Mail"), True),
        (WINDOW, replace(WINDOW, window=8), False),
        (WINDOW, replace(WINDOW, box=Box(10, 10, 310, 110)), False),
        (WINDOW, REGION, False),
        (replace(WINDOW, window=0), replace(WINDOW, window=0), True),
        (replace(WINDOW, window=0), replace(WINDOW, window=0, title="Notes"), False),
        (REGION, replace(REGION, box=Box(20, 31, 80, 61)), False),
        (Origin("screen", Box(0, 0, 9, 9)), Origin("screen", Box(0, 0, 9, 9)), True),
        (Origin("screen", Box(0, 0, 9, 9)), Origin("screen", Box(9, 0, 18, 9)), False),
    ],
)
def test_what_counts_as_the_same_place(one: Origin, other: Origin, is_same: bool) -> None:
    assert one.is_same_place(other) is is_same
    assert other.is_same_place(one) is is_same


def test_only_some_places_are_remembered_and_no_file(page: Page) -> None:
    # GIVEN more windows than are remembered WHEN looked at THEN the oldest is forgotten
    looks, description = Looks(), known("text")
    for number in range(1, KEPT + 2):
        looks.keep(Shown(seen(0, replace(WINDOW, window=number)), description))
    assert looks.last(seen(0, replace(WINDOW, window=1))) is None
    assert looks.last(seen(0, replace(WINDOW, window=2))) is not None
    # AND a picture from nowhere has no last look
    looks.keep(Shown(picture(), description))
    assert looks.last(picture()) is None


# The live reader


def start(page: Page) -> None:
    """Read the active window, whose first look is known."""
    page.live.read_window()
    assert page.said() == ["From now on, what changes there is read."]
    page.see(Glance("seen", seen(1)), known("not connected"))
    assert page.said() == []


def test_changes_are_said_once_and_only_they(page: Page) -> None:
    # GIVEN a window that is read whenever it changes
    start(page)
    assert page.view.live == (True, "Reading what changes: Mail.")
    assert page.view.made_way == WINDOW.box
    # WHEN it changes THEN only the change is said, shown, and shown over other programs
    page.see(Glance("seen", seen(2)), known("two new messages"))
    assert page.said() == ["two new messages"]
    assert page.view.statuses[-1] == "two new messages"
    assert (page.view.news, page.view.place) == ("two new messages", WINDOW.box)
    page.see(Glance("seen", seen(3)), known("two new messages", is_ticked=True))
    assert page.said() == ["Sound, check box: now checked."]
    # AND nothing of the page that describes was touched, nor the focus
    assert (page.view.rows, page.view.focused) == ((), "")
    # WHEN it is switched off THEN it says so, and nothing more is looked at
    page.live.toggle()
    assert page.said() == ["Changes are no longer read."]
    assert page.view.live == (False, "")
    assert not page.live.is_on


def test_it_waits_for_the_voice_and_then_tells_several_changes_as_one(page: Page) -> None:
    # GIVEN something that is being said
    start(page)
    page.voice.tell("A long sentence.")
    # WHEN the window changes twice meanwhile THEN nothing is described
    for number in (2, 3):
        page.see(Glance("seen", picture := seen(number)))
        page.until(lambda picture=picture: page.live._newest is picture)
    assert len(page.describer.images) == 1
    # WHEN the voice is done THEN the newest sight is told
    page.announcer.heard.clear()
    page.announcer.finish()
    page.see(Glance("seen", seen(3)), known("three new messages"))
    assert page.said() == ["three new messages"]


def test_the_first_look_does_not_wait_for_the_voice(page: Page) -> None:
    # GIVEN that changes are read is still being said WHEN the window is seen THEN it is described at once
    page.live.read_window()
    assert page.voice.is_speaking
    page.see(Glance("seen", seen(1)), known("not connected"))
    assert page.said() == ["From now on, what changes there is read."]
    # THEN what changed meanwhile is told
    page.see(Glance("seen", seen(2)), known("two new messages"))
    assert page.said() == ["two new messages"]


def test_only_the_last_change_is_repeated(page: Page) -> None:
    # GIVEN two changes that were told
    start(page)
    for number, text in ((2, "two new messages"), (3, "one new message")):
        page.see(Glance("seen", seen(number)), known(text))
        assert page.said() == [text]
    # WHEN asked to repeat THEN it is the last one
    page.voice.repeat()
    assert page.said() == ["one new message"]


def test_escape_silences_first_and_ends_it_next(page: Page) -> None:
    # GIVEN a change that is being said
    start(page)
    page.see(Glance("seen", seen(2)), known("two new messages"))
    # WHEN Escape is pressed THEN it is silent at once, and goes on reading
    assert page.describe.escape()
    assert not page.announcer.is_speaking
    assert page.live.is_on
    # WHEN pressed again THEN it ends
    page.announcer.heard.clear()
    assert page.describe.escape()
    assert page.said() == ["Changes are no longer read."]
    assert not page.live.is_on


def test_it_ends_with_its_window_and_waits_for_one_that_is_hidden(page: Page) -> None:
    start(page)
    # WHEN the window is put away or covered THEN it waits, and says nothing
    page.see(Glance("hidden"))
    page.until(lambda: page.view.live[1] == "Waiting: the window of Mail is put away.")
    page.see(Glance("covered"))
    page.until(lambda: page.view.live[1] == "Waiting: another window lies over Mail.")
    assert page.view.place is None
    assert page.said() == []
    # WHEN it is closed THEN it ends, and says so
    page.see(Glance("gone"))
    page.until(lambda: not page.live.is_on)
    assert page.said() == ["The window was closed: its changes are no longer read."]
    assert page.view.live == (False, "")


def test_another_description_comes_first(page: Page) -> None:
    # GIVEN a change that is being described
    start(page)
    page.see(Glance("seen", seen(2)))
    page.until(lambda: len(page.describer.images) == 2)
    # WHEN the user wants a description THEN that is made, and the change is described after it
    page.describe.describe_window()
    page.describer.finds.put(None)
    page.describer.finds.put(known("two new messages"))
    page.describer.finds.put(None)
    page.until(lambda: page.describe.shown is not None and page.describe._job is None)
    assert page.said()[0] == "Settings: Mail."
    for found in (known("two new messages"), None):
        page.describer.finds.put(found)
    page.until(lambda: len(page.describer.images) == 4 and page.live._looking is None)
    assert page.said() == ["two new messages"]


def test_an_item_of_the_description_is_what_is_read(page: Page) -> None:
    # GIVEN a description whose current item is a line
    page.look(known("not connected"))
    page.view.show_row((1, 0))
    page.said()
    # WHEN the switch is pressed THEN that item's place is watched, with a margin, in its window
    page.live.toggle()
    assert page.watched == [Origin("region", Box(14, 14, 196, 42), 7, "Mail")]
    assert page.view.live == (True, "Reading what changes: not connected.")


def test_what_cannot_be_watched_gets_a_sentence(page: Page) -> None:
    # GIVEN no description WHEN the switch is pressed THEN it says what to do first, and stays off
    page.live.toggle()
    assert page.said() == ["There is no description yet. Describe the screen or open a picture first."]
    assert page.view.live == (False, "")
    # GIVEN a picture from nowhere THEN it says so
    page.capturer.outcome = picture()
    page.look(known("not connected"))
    page.said()
    page.live.toggle()
    assert page.said() == [
        "This picture is no part of the screen: describe a window first, or choose a region."
    ]
    # GIVEN a user who chose nothing, or a desktop that refuses THEN it says that
    page.live.read_region()
    page.live.read_region()  # from another program, while the frame is on the screen
    (take,) = page.capturer.choosing
    take(None)
    assert page.said() == ["Nothing was chosen."]
    page.capturer.outcome, page.refusal = seen(), DeviceUnavailable("This desktop asks before each picture.")
    page.live.read_window()
    assert page.said() == ["This desktop asks before each picture."]
    assert not page.live.is_on


def test_a_place_that_can_no_longer_be_seen_ends_it_with_a_sentence(page: Page) -> None:
    start(page)
    page.see(DeviceUnavailable("Sori can no longer see it: describe it again."))
    page.until(lambda: not page.live.is_on)
    assert page.said() == ["Sori can no longer see it: describe it again."]


def test_beside_a_screen_reader_our_own_voice_reads_changes_unless_unwanted(page: Page) -> None:
    # GIVEN a running screen reader, which leaves out what comes from a window that is not in front
    page.voice.note_reader(True)
    page.voice.say_aside(("One change.",))
    # THEN our own voice says it, and goes on when the screen reader is noticed again
    page.voice.note_reader(True)
    assert page.announcer.waiting == ["One change."]
    # GIVEN a user who never wants it THEN the screen reader is handed the words
    page.choices.change(own_voice="never")
    page.voice.say_aside(("Another change.",))
    assert page.view.announced == ["Another change."]


# A caret


def blinking(is_there: bool, text: int = 0) -> Image:
    """Return a picture with a caret at the left and something wider at the right."""
    rows = bytearray(40 * 20 * 3)
    for y in range(4, 16):
        start = (y * 40 + 10) * 3
        rows[start : start + 6] = b"\xff" * 6 if is_there else bytes(6)
        start = (y * 40 + 30) * 3
        rows[start : start + 18] = bytes([text]) * 18
    return Image(bytes(rows), 40, 20)


def test_a_blinking_caret_is_held_still() -> None:
    # GIVEN a caret that comes and goes WHEN looked at THEN the picture stays the same
    steady = Steady()
    first = steady.take(blinking(True))
    assert [steady.take(blinking(one)).pixels == first.pixels for one in (False, True, False)] == [True] * 3
    # WHEN something else changes THEN that shows, with the caret as before
    assert steady.take(blinking(False, text=9)).pixels == blinking(True, text=9).pixels
    # WHEN it moved for good THEN after some looks it is seen as it is
    looks = [steady.take(blinking(False, text=9)).pixels for _look in range(6)]
    assert looks[-1] == blinking(False, text=9).pixels
    # WHEN another size is looked at THEN nothing is held
    assert steady.take(picture(30, 20)).pixels == picture(30, 20).pixels


def test_what_is_wider_than_a_caret_is_a_change() -> None:
    # GIVEN two pictures that differ in a square WHEN looked at THEN the second is as it is
    steady, black = Steady(), picture(40, 20)
    white = Image(b"\xff" * (40 * 20 * 3), 40, 20)
    steady.take(black)
    assert steady.take(white).pixels == white.pixels
    assert steady.take(black).pixels == black.pixels
