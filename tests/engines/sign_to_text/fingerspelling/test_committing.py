"""Shapes that are held become letters; hands that rest end words."""

from collections.abc import Iterator

import numpy as np
import pytest

from engines.sign_to_text.fingerspelling.committing import Event, Holding, Letter, Rested, Struck
from engines.sign_to_text.fingerspelling.posture import STILL_SPEED, Posture

NAMES = ("A", "B", "C", "")
HOLD = 0.35
FPS = 30
PALM = 0.2


class Hand:
    """Shows shapes to a `Holding`, frame by frame, and remembers what came of it."""

    def __init__(self, hold_seconds: float = HOLD) -> None:
        self.holding = Holding(NAMES, hold_seconds)
        self.seconds = 0.0
        self.events: list[Event] = []

    def show(
        self,
        shape: str,
        seconds: float,
        sure: float = 0.9,
        at: tuple[float, float] = (0.5, 0.5),
        speed: float = 0.2,
        strikes_out: bool = False,
    ) -> "Hand":
        for _frame in self._frames(seconds):
            row = np.full(len(NAMES), (1 - sure) / (len(NAMES) - 1), np.float32)
            row[NAMES.index(shape)] = sure
            posture = Posture(self.seconds, at, PALM, speed, strikes_out)
            self.events += self.holding.look(self.seconds, row, posture)
        return self

    def away(self, seconds: float) -> "Hand":
        for _frame in self._frames(seconds):
            self.events += self.holding.look(self.seconds, None, None)
        return self

    def _frames(self, seconds: float) -> Iterator[None]:
        for _frame in range(round(seconds * FPS)):
            self.seconds += 1 / FPS
            yield

    @property
    def letters(self) -> str:
        return "".join(one.label for one in self.events if isinstance(one, Letter))


def test_a_shape_held_long_enough_is_one_letter() -> None:
    # WHEN a shape is held for three seconds THEN it is taken once, within half a second
    hand = Hand().show("A", 3)
    (letter,) = hand.events
    assert isinstance(letter, Letter)
    assert letter.label == "A"
    assert HOLD <= letter.end - 1 / FPS <= 0.5
    assert letter.guesses[0].label == "A"
    assert len(letter.guesses) == 3


def test_how_long_it_was_held_is_told_on_the_way() -> None:
    hand = Hand().show("A", HOLD / 2)
    assert hand.holding.waiting == "A"
    assert 0.3 < hand.holding.held < 0.7
    hand.show("A", HOLD)
    assert (hand.holding.waiting, hand.holding.held) == ("", 1.0)


@pytest.mark.parametrize(("hold", "shown", "letters"), [(1.0, 0.7, ""), (1.0, 1.2, "A"), (0.2, 0.3, "A")])
def test_the_time_to_hold_can_be_chosen(hold: float, shown: float, letters: str) -> None:
    assert Hand(hold).show("A", shown).letters == letters


def test_shapes_that_pass_or_move_are_none() -> None:
    # WHEN shapes change too quickly, or the hand is on its way THEN nothing is taken
    hand = Hand()
    for shape in "ABCABCABC":
        hand.show(shape, 0.2)
    hand.show("A", 2, speed=2 * STILL_SPEED)
    assert hand.events == []


def test_an_unsure_shape_and_none_are_no_letter() -> None:
    hand = Hand().show("A", 2, sure=0.45).show("", 2)
    assert hand.events == []
    assert hand.holding.showing == ()


def test_a_flicker_does_not_begin_anew() -> None:
    # GIVEN a shape that is mistaken for another in one frame out of eight THEN it is taken, once
    hand = Hand()
    for _turn in range(6):
        hand.show("A", 7 / FPS).show("B", 1 / FPS)
    assert hand.letters == "A"


def test_released_and_shown_again_it_is_a_double() -> None:
    assert Hand().show("A", 0.6).show("", 0.3).show("A", 0.6).letters == "AA"
    assert Hand().show("A", 0.6).away(0.3).show("A", 0.6).letters == "AA"
    assert Hand().show("A", 0.6).away(2 / FPS).show("A", 0.6).letters == "A"


def test_slid_to_the_side_it_is_a_double() -> None:
    # WHEN the shape is moved by half a palm and held THEN it is meant twice; up and down it is not
    hand = Hand().show("A", 0.6).show("A", 0.2, at=(0.55, 0.5), speed=3).show("A", 0.5, at=(0.6, 0.5))
    assert hand.letters == "AA"
    assert [one.is_slid for one in hand.events if isinstance(one, Letter)] == [False, True]
    hand = Hand().show("A", 0.6).show("A", 0.2, at=(0.5, 0.55), speed=3).show("A", 0.5, at=(0.5, 0.6))
    assert hand.letters == "A"


def test_a_hand_that_drifts_does_not_double() -> None:
    # GIVEN a shape that wanders over half the picture in ten seconds THEN it is one letter
    hand = Hand()
    for step in range(100):
        hand.show("A", 0.1, at=(0.25 + 0.005 * step, 0.5))
    assert hand.letters == "A"


def test_other_shapes_follow_without_a_pause() -> None:
    assert Hand().show("A", 0.6).show("B", 0.6).show("C", 0.6).letters == "ABC"


def test_a_hand_let_down_ends_a_word_once() -> None:
    # GIVEN a letter WHEN the hand is away for long THEN the word is over, once; a short time does not end it
    hand = Hand().show("A", 0.6).away(0.5).show("B", 0.6)
    assert not any(isinstance(one, Rested) for one in hand.events)
    hand.away(5)
    assert [one for one in hand.events if isinstance(one, Rested)] == hand.events[-1:]
    # AND a hand that rests at the lower edge is away too
    hand.show("A", 0.6).show("", 1.2, at=(0.5, 0.95))
    assert isinstance(hand.events[-1], Rested)


def test_rest_before_any_letter_is_nothing() -> None:
    assert Hand().away(10).show("", 3, at=(0.5, 0.95)).events == []


def test_an_unknown_shape_held_up_is_no_space() -> None:
    assert not any(isinstance(one, Rested) for one in Hand().show("A", 0.6).show("", 5).events)


def test_the_thumb_down_takes_letters_away_one_by_one() -> None:
    # WHEN held THEN nothing before 0.6 s, and one more every 0.6 s
    hand = Hand().show("A", 0.6)
    hand.show("A", 0.5, strikes_out=True)
    assert len(hand.events) == 1
    hand.show("A", 0.9, strikes_out=True)
    assert [type(one) for one in hand.events[1:]] == [Struck, Struck]
    # AND no letter is made of it
    assert hand.letters == "A"


def test_a_thumb_down_on_its_way_takes_nothing_away() -> None:
    hand = Hand().show("A", 0.6).show("A", 2, strikes_out=True, speed=2 * STILL_SPEED)
    assert len(hand.events) == 1


def test_a_guess_can_be_taken_at_once_and_is_not_taken_again() -> None:
    # GIVEN a shape that is not held long enough WHEN the user takes another guess THEN it counts, once
    hand = Hand().show("A", 0.2)
    taken = hand.holding.take(hand.seconds, "B")
    assert taken is not None
    assert (taken.label, taken.guesses[0].label) == ("B", "B")
    assert hand.show("A", 2).events == []
    assert hand.holding.take(hand.seconds) is None
