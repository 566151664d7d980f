"""Practice decides which letter comes next and whether it was right; the drawn hand spells at its pace."""

import queue
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from desktop.jobs import Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.practice import NEXT_SECONDS, Practice, Tally, tally_line
from desktop.presenters.sign_drawn import FRAME_SECONDS, Caption, DrawnHand
from desktop.presenters.sign_watching import Seen, Watching
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from desktop.sign_engines import letters
from engines.hands.spelling import spelled
from engines.results import Translation
from tests.fakes import FakeAnnouncer, FakeView
from tests.sign_fakes import (
    FakeCamera,
    FakePracticeView,
    FakeSpeller,
    FakeWatchingView,
    drain,
    frame,
    read,
    sign,
)


class Clock:
    """Time that passes only while somebody sleeps; any lane may sleep."""

    def __init__(self) -> None:
        self.now = 0.0
        self.may_pass = threading.Event()
        self.may_pass.set()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.may_pass.wait(10)
        self.now += seconds


class Page:
    """The presenters with fakes around them, and the GUI thread's queue in the test's hand."""

    def __init__(self) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.jobs = Jobs(self.calls.put)
        self.status, self.announcer, self.choices = FakeView(), FakeAnnouncer(), Choices(Settings())
        self.voice = Voice(self.status, self.announcer, self.choices)
        self.left, self.view = FakeWatchingView(), FakePracticeView()
        self.camera, self.speller, self.clock = FakeCamera(), FakeSpeller(), Clock()
        self.sounds: list[str] = []
        self.watching = Watching(
            self.left,
            self.voice,
            self.jobs,
            self.choices,
            self.camera,
            lambda: (),
            lambda _path: iter(()),
            self.sounds.append,
        )
        self.drawn = DrawnHand(
            self.left, self.voice, self.jobs, self.choices, spelled, self.clock, self.clock.sleep
        )
        self.practice = Practice(
            self.view,
            self.voice,
            self.choices,
            self.watching,
            self.drawn,
            self.speller,
            letters,
            self.sounds.append,
        )
        self.watching.follow(self.practice)

    def shows(self, *seen: Translation) -> None:
        for one in seen:
            self.practice.saw(Seen(one))

    def settle(self) -> None:
        drain(self.calls, lambda: not self.jobs.is_busy("spell") and not self.calls.qsize())

    @property
    def said(self) -> list[str]:
        return self.announcer.heard

    @property
    def result(self) -> str:
        return self.view.results[-1][0]


@pytest.fixture
def page() -> Iterator[Page]:
    page = Page()
    yield page
    page.clock.may_pass.set()
    page.jobs.cancel("sign")
    page.camera.frames.put(None)
    page.speller.reads.put(read())
    assert page.jobs.close()


# Practice


def test_the_first_letter_is_shown_by_the_drawn_hand(page: Page) -> None:
    page.practice.opened()
    page.settle()
    assert page.view.letters == tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert page.view.current == "A"
    assert page.said[-1] == "Show A. Turn the camera on, and Sori tells you how it went."
    hand, caption, description = page.left.drawn[-1]
    assert hand is not None
    assert (caption.now, description) == ("A", "A drawn hand shows A.")


def test_a_letter_that_is_held_is_judged_once(page: Page) -> None:
    page.practice.show("B")
    page.shows(read(seconds=1.0))
    page.shows(*(read(seconds=2.0 + n / 10, showing=[("B", 0.93)], held=n / 4) for n in range(8)))
    assert page.result == "Right: B, 95 percent."
    assert page.view.tallies == ("B: right 1 time of 1.",)
    assert page.sounds == ["written"]
    # WHEN a moment has passed THEN the next one is asked for
    page.shows(read(seconds=2.4 + NEXT_SECONDS, showing=[("B", 0.93)], held=1.0))
    assert page.view.current == "C"


def test_what_looks_like_another_letter_is_told_and_counted(page: Page) -> None:
    page.practice.show("M")
    page.shows(read(), read(showing=[("N", 0.5), ("M", 0.4)], held=1.0))
    assert page.result == "Nearly: it looks more like N than like M."
    # A shape that is still held is no new try.
    page.shows(read(showing=[("T", 0.9)], held=1.0))
    page.shows(read(showing=[("T", 0.9)], held=0.2), read(showing=[("T", 0.9)], held=1.0))
    assert page.result == "It looks like T. Show M."
    page.shows(read(), read(showing=[("N", 0.9)], held=1.0))
    assert page.view.tallies == (
        "M: right 0 times of 3. It was most often taken for N. Record it under Teach, and it is read better.",
    )
    assert page.sounds == ["trouble", "trouble", "trouble"]


def test_a_letter_that_moves_is_judged_when_it_was_read(page: Page) -> None:
    # J is never held: it comes as a sign only.
    page.practice.show("J")
    page.shows(read(), read(signs=(sign("J"),)))
    assert page.result == "Right: J, 90 percent."


def test_holding_and_reading_the_same_shape_count_once(page: Page) -> None:
    page.practice.show("D")
    page.shows(read(), read(showing=[("A", 0.9)], held=1.0))
    page.shows(read(showing=[("A", 0.9)], held=1.0, signs=(sign("A"),)))
    assert page.view.tallies == ("D: right 0 times of 1. It was most often taken for A.",)


def test_the_next_letter_is_the_one_practised_least(page: Page) -> None:
    page.practice.choose(practice_pack="asl-digits")
    page.practice.opened()
    for digit in "012345678":
        assert page.view.current == digit
        page.shows(read(), read(showing=[(digit, 0.9)], held=1.0))
        page.practice.next()
    assert page.view.current == "9"
    page.shows(read(), read(showing=[("6", 0.9)], held=1.0))
    page.practice.next()
    # All were tried once; the one that was not right comes again.
    assert page.view.current == "9"
    assert page.view.tallies[0].startswith("9: right 0 times of 1.")
    page.settle()


def test_another_alphabet_begins_with_its_own_letters(page: Page) -> None:
    page.practice.opened()
    page.practice.choose(practice_pack="ksl")
    assert page.view.current == "ㄱ"
    assert len(page.view.letters) == 31
    page.settle()


def test_letters_are_looked_for_one_by_one(page: Page) -> None:
    page.practice.opened()
    page.practice.choose(sign_hold_ms=500, practice_pack="asl-digits")
    page.watching.start_camera()
    page.speller.reads.put(read())
    page.camera.frames.put(frame())
    drain(page.calls, lambda: page.left.states[-1] == "on")
    how = page.speller.asked[-1]
    assert (how.pack, how.words, how.hold_seconds) == ("asl-digits", "none", 0.5)


def test_a_letter_is_called_weak_by_what_was_right() -> None:
    tally = Tally()
    assert not tally.is_weak
    for read_as in ("S", "S", "T", "A"):
        tally.note("A", read_as)
    assert tally.is_weak
    line = tally_line("A", tally)
    assert line.startswith("A: right 1 time of 4. It was most often taken for S. Record it")


# The drawn hand


def test_a_word_is_spelled_letter_by_letter_at_the_chosen_pace(page: Page) -> None:
    page.choices.change(spelling_pace=120)
    page.drawn.spell("  Hi   ")
    page.settle()
    captions = [caption for _hand, caption, _description in page.left.drawn]
    assert list(dict.fromkeys(captions)) == [Caption("", "H", "i", "H"), Caption("H", "i", "", "I")]
    # Two letters take a second at 120 a minute, and no hand is drawn more often than the eye needs.
    assert page.clock.now == pytest.approx(1.0, abs=0.2)
    assert len(page.left.drawn) <= page.clock.now / FRAME_SECONDS / 0.9 + 2
    assert page.left.spelling == [(True, False), (False, False)]
    assert page.status.statuses[-1] == "Spelled: Hi"


def test_a_hand_need_not_move_between_letters(page: Page) -> None:
    # GIVEN who gets dizzy from movement WHEN a word is spelled
    page.choices.change(is_hand_still=True)
    page.drawn.spell("Hi")
    page.settle()
    # THEN only the letters are shown, each as long as before; the pace is the same
    hands = [hand for hand, _caption, _description in page.left.drawn]
    assert len(set(hands)) == 2
    assert page.clock.now == pytest.approx(2.0, abs=0.3)
    # AND a letter that is a movement still moves
    page.left.drawn.clear()
    page.drawn.spell("J")
    page.settle()
    assert len({hand for hand, _caption, _description in page.left.drawn}) > 5


def test_a_syllable_shows_its_jamo(page: Page) -> None:
    # GIVEN a word whose Hangul is taken apart, as some systems hand it over
    page.drawn.spell("\u1100\u1161\u11ab")
    page.settle()
    captions = dict.fromkeys(caption for _hand, caption, _description in page.left.drawn)
    assert [(one.now, one.label) for one in captions] == [("간", "ㄱ"), ("간", "ㅏ"), ("간", "ㄴ")]


def test_spelling_is_paused_and_goes_on_where_it_was(page: Page) -> None:
    page.clock.may_pass.clear()
    page.drawn.spell("AB")
    drain(page.calls, lambda: bool(page.left.drawn))
    page.drawn.pause()
    assert page.left.spelling[-1] == (True, True)
    assert page.status.statuses[-1] == "The hand is paused."
    page.clock.may_pass.set()
    while page.clock.now < 100:
        assert page.drawn.is_spelling
        time.sleep(0.01)
    page.drawn.pause()
    page.settle()
    assert page.left.drawn[-1][1].now == "B"
    assert not page.drawn.is_spelling


def test_spelling_can_be_stopped_and_begun_anew(page: Page) -> None:
    page.clock.may_pass.clear()
    page.drawn.spell("A LONG WORD")
    drain(page.calls, lambda: bool(page.left.drawn))
    assert page.drawn.stop()
    assert not page.drawn.stop()
    assert page.left.spelling[-1] == (False, False)
    page.clock.may_pass.set()
    page.drawn.spell("B")
    page.settle()
    assert page.left.drawn[-1][1] == Caption("", "B", "", "B")


def test_what_cannot_be_spelled_is_one_sentence(page: Page) -> None:
    page.drawn.spell("  ")
    assert page.said[-1] == "Type a word first."
    page.drawn.spell("жук")
    page.settle()
    assert "cannot be spelled in fingers" in page.said[-1]
    assert page.left.spelling[-1] == (False, False)
    page.drawn.pause()
    assert page.said[-1] == "Nothing is being spelled."


def test_a_letter_that_moves_is_shown_moving_and_another_at_rest(page: Page) -> None:
    page.drawn.show("A")
    page.settle()
    assert len(page.left.drawn) == 1
    page.left.drawn.clear()
    page.drawn.show("J")
    page.settle()
    assert len({hand for hand, _caption, _description in page.left.drawn}) > 5
    page.drawn.rest()
    assert page.left.drawn[-1] == (None, Caption("", "", ""), "")
