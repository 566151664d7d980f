"""Drawn hands spell, a nearest-shape recogniser looks at them, and the session makes text of it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import pytest

from engines.hands import Hand, Point, Sight
from engines.hands.spelling import spelled
from engines.results import Translation
from engines.sign_to_text import Signing
from engines.sign_to_text.fingerspelling.session import Session

from .nearest import NearestShape

FPS = 25.0
HELD = Signing("asl-letters")
FLOWING = replace(HELD, hold_seconds=0.0)


@cache
def shapes(pack: str) -> NearestShape:
    if pack == "auto":
        return NearestShape("asl-digits", "asl-letters")
    return NearestShape(pack)  # type: ignore[arg-type]  # it is one of the packs


def video(text: str, speed: float = 1.0, side: str = "right") -> Iterator[Sight]:
    """Yield sights of a hand that spells, in a square picture."""
    for posed in spelled(text, speed, FPS, "left" if side == "left" else "right"):
        yield Sight(posed.seconds, 1.0, (posed.hand,) if posed.hand else ())


def after(seen: list[Sight], seconds: float) -> list[Sight]:
    """Put a hand that is taken down after what was seen."""
    begin = seen[-1].seconds
    return [*seen, *(Sight(begin + (at + 1) / FPS, 1.0) for at in range(int(seconds * FPS)))]


def read(seen: Iterable[Sight], how: Signing) -> list[Translation]:
    look = shapes(how.pack)
    session = Session(how, look.names, look)
    return [*map(session.see, seen), session.end()]


def test_held_letters_stand_one_after_the_other_and_never_change() -> None:
    # GIVEN a word spelled slowly WHEN read THEN it grows letter by letter
    told = read(video("water"), HELD)
    texts = list(dict.fromkeys(one.text for one in told))
    assert texts == ["", "w", "wa", "wat", "wate", "water"]
    assert told[-1].is_final
    assert [sign.label for sign in told[-1].signs] == list("WATER")
    # AND what is held shows before it counts
    assert any(one.tentative == "t" and one.text == "wa" for one in told)


def test_the_first_letter_is_there_within_half_a_second() -> None:
    # GIVEN a hand that shows a letter from the first frame on
    told = read(video("l", speed=0.25), HELD)
    first = next(one.seconds for one in told if one.text)
    begin = next(one.seconds for one in told if one.showing)
    assert first - begin <= 0.5


def test_a_hand_taken_down_ends_a_word() -> None:
    told = read(video("my cat"), HELD)
    assert told[-1].text == "my cat"


def test_a_double_slides_aside() -> None:
    assert read(video("ball"), HELD)[-1].text == "ball"


def test_a_left_hand_spells_as_well() -> None:
    assert read(video("dog", side="left"), HELD)[-1].text == "dog"


def test_jamo_make_syllables_and_the_last_one_stays_open() -> None:
    # GIVEN 한국 WHEN spelled THEN the text that stays and what is open always make the word's beginning
    told = read(video("한국"), Signing("ksl"))
    assert told[-1].text == "한국"
    texts = list(dict.fromkeys(one.text for one in told))
    assert texts == ["", "한", "한국"]
    assert any(one.text == "한" and one.tentative == "구" for one in told)


def test_digits_and_letters_are_told_apart_by_their_neighbours() -> None:
    # GIVEN letters and digits together: a room, a word with an O in it
    assert read(video("10"), Signing("auto"))[-1].text == "10"
    assert read(video("dog"), Signing("auto"))[-1].text == "dog"


@pytest.mark.parametrize("word", ["water", "hello", "question"])
def test_fast_spelling_is_read_as_a_whole(word: str) -> None:
    # GIVEN four letters a second, too fast to be held
    seen = after(list(video(word, speed=4)), 1.5)
    told = read(seen, FLOWING)
    assert told[-1].text == word
    assert [sign.label for sign in told[-1].signs] == list(word.upper())
    # AND it is committed when the hand has rested, not before
    committed = next(one.seconds for one in told if one.text)
    assert committed >= told[-1].signs[-1].end + 0.7


def test_fast_words_are_parted_by_rest() -> None:
    # GIVEN two words with the hand taken down between them for a second
    first = after(list(video("cold", speed=4)), 1.0)
    begin = first[-1].seconds + 0.04
    second = [replace(one, seconds=one.seconds + begin) for one in video("water", speed=4)]
    told = read([*first, *second], FLOWING)
    assert told[-1].text == "cold water"


def test_only_words_that_may_be_expected_are_read() -> None:
    seen = list(video("tea", speed=4))
    assert read(seen, replace(FLOWING, words=("sea", "water")))[-1].text == "sea"


def test_nobody_there_is_no_text() -> None:
    told = read(after([Sight(0.0)], 5), HELD)
    assert told[-1].text == ""
    assert not any(one.text or one.tentative or one.showing for one in told)
    assert read([], HELD)[-1] == replace(read([], HELD)[-1], text="", is_final=True)


def test_hands_that_wave_are_no_text() -> None:
    # GIVEN an open hand that goes to and fro for ten seconds, and one that rests at the lower edge
    (hand,) = next(video("b", speed=0.25)).hands
    waving = [Sight(at / FPS, 1.0, (moved(hand, 0.15 * triangle(at / 9)),)) for at in range(250)]
    for how in (HELD, FLOWING):
        assert read(waving, how)[-1].text == "", how


def triangle(at: float) -> float:
    return abs((at % 2) - 1) * 2 - 1


def moved(hand: Hand, across: float) -> Hand:
    return replace(hand, points=tuple(Point(x + across, y, z) for x, y, z in hand.points))


def test_photographs_are_read_one_by_one() -> None:
    # GIVEN stills of letters and digits, one without a hand
    def still(text: str, at: int) -> Sight:
        return replace(list(video(text, speed=0.25))[-1], seconds=float(at), is_still=True)

    told = read([still("7", 0), Sight(1.0, is_still=True), still("L", 2)], Signing("auto"))
    assert [one.text for one in told] == ["7", "7", "7 L", "7 L"][: len(told)]
    assert told[0].showing[0].label == "7"
    assert told[1].showing == ()


@pytest.mark.parametrize(("digit", "letter"), [("0", "O"), ("2", "V"), ("6", "W"), ("9", "F")])
def test_a_twin_alone_is_a_digit_with_the_letter_beside(digit: str, letter: str) -> None:
    seen = replace(list(video(letter, speed=0.25))[-1], is_still=True)
    (sign,) = read([seen], Signing("auto"))[-1].signs
    assert sign.label == digit
    assert sign.alternatives[0].label == letter


def test_buttons_mend_the_text() -> None:
    # GIVEN a session that read "ca"
    look = shapes("asl-letters")
    session = Session(HELD, look.names, look)
    for sight in video("ca"):
        session.see(sight)
    # WHEN the user takes another letter for the last one, ends the word, takes that back
    session.take("B")
    assert session.translation().text == "cb"
    session.spelled.space(3.0)
    session.spelled.undo()
    session.spelled.delete()
    assert session.translation().text == "c"
