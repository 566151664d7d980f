"""Taught signs are told apart wherever, however fast and with whichever hand; others are not."""

import numpy as np
import pytest

from engines.errors import InputUnsupported
from engines.hands import Hand, Point, Sight
from engines.sign_to_text.taught.embedding import hands_of
from engines.sign_to_text.taught.example import LONGEST_SECONDS, MOST_FRAMES, Example
from engines.sign_to_text.taught.gallery import Gallery, Match
from engines.sign_to_text.taught.landmark_file import TaughtSign
from tests.engines.sign_to_text.taught.signer import HELLO, HOUSE, NAME, THANKS, WATER, Key, Signer, Word

WORDS = {"hello": HELLO, "thanks": THANKS, "name": NAME, "house": HOUSE, "물": WATER}


def gallery(count: int, seed: int = 1) -> Gallery:
    signer = Signer(seed)
    signs = [
        TaughtSign(name, tuple(signer.example(word) for _number in range(count)))
        for name, word in WORDS.items()
    ]
    return Gallery(signs)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "signer",
    [
        Signer(5),
        Signer(6, size=0.5, place=(0.3, 0.2)),
        Signer(7, size=1.5, place=(-0.2, -0.1)),
        Signer(8, is_left_handed=True),
        Signer(9, has_body=False),
    ],
    ids=["as taught", "far away", "near", "left-handed", "without a body"],
)
def test_a_taught_sign_is_known_again(count: int, signer: Signer) -> None:
    # GIVEN five signs with a few examples each
    known = gallery(count)
    for seconds in (0.6, 1.8):
        for name, word in WORDS.items():
            # WHEN somebody makes one of them, at another speed and in another place
            found = known.match(signer.example(word, seconds))
            # THEN it is that sign, and the likeliest comes first
            assert found.guesses, (name, seconds, found)
            assert found.guesses[0].label == name
            chances = [guess.confidence for guess in found.guesses]
            assert chances == sorted(chances, reverse=True)
            assert 0 < sum(chances) <= 1


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "word",
    [
        Word((Key("A", -0.8, 0.8), Key("A", -0.2, 0.3))),
        Word((Key("V", -0.4, 0.3), Key("V", -0.4, 0.3))),
        Word((Key("I", -1.0, -0.5), Key("I", 0.2, 0.6)), is_two_handed=True),
    ],
)
def test_what_was_not_taught_is_no_sign(count: int, word: Word) -> None:
    found = gallery(count).match(Signer(5).example(word))
    assert found.guesses == ()
    assert found.part > 1


def test_idle_hands_are_no_sign() -> None:
    signer, known = Signer(5), gallery(3)
    for _number in range(20):
        assert known.match(Example.from_sights(signer.fidgeting(1.2))).guesses == ()


def test_where_nothing_is_taught_nothing_is_known() -> None:
    assert Gallery(()).match(Signer(1).example(HELLO)) == Match()


def test_lost_hands_are_filled_in() -> None:
    # GIVEN a sign in which the hand is lost in every third frame, and the body in some
    known, example = gallery(1), Signer(5).example(HELLO)
    hands, body = example.hands.copy(), example.body.copy()
    hands[1::3], body[::4] = np.nan, np.nan
    # THEN it is known all the same
    assert known.match(Example(example.seconds, hands, body)).guesses[0].label == "hello"


def test_a_sign_that_is_like_another_is_warned_of() -> None:
    # GIVEN taught signs
    known, signer = gallery(3), Signer(5)
    # WHEN somebody teaches one of them under another name
    warning = known.too_near("hallo", [signer.example(HELLO)])
    # THEN the warning names it
    assert "“hello”" in warning
    # AND there is none for a sign of its own, nor for more examples of the same
    assert known.too_near("fist", [signer.example(Word((Key("A", -0.8, 0.8), Key("A", -0.2, 0.3))))]) == ""
    assert known.too_near("hello", [signer.example(HELLO)]) == ""


def test_a_still_picture_is_read_by_the_shape_of_the_hand() -> None:
    # GIVEN signs that were taught with moving hands
    known = gallery(1)
    # WHEN there is one picture of a hand like that of one of them, elsewhere
    still = Example.from_sights(Signer(5).making(Word((Key("Y", 0.3, -0.8), Key("Y", 0.3, -0.8))))[:1])
    # THEN it is that sign
    assert known.look(still).guesses[0].label == "name"
    # AND a fist is none
    fist = Example.from_sights(Signer(5).making(Word((Key("A", -0.4, 0.3), Key("A", -0.4, 0.3))))[:1])
    assert known.look(fist).guesses == ()


def test_a_sign_taught_from_one_picture_is_known_when_it_is_held() -> None:
    signer = Signer(1)
    known = Gallery([TaughtSign("name", (Example.from_sights(signer.making(NAME)[:1]),))])
    assert known.match(signer.example(NAME)).guesses[0].label == "name"
    assert known.match(signer.example(HELLO)).guesses == ()


def test_which_hands_take_part() -> None:
    assert hands_of(Signer(1).example(HELLO)) == ("right",)
    assert hands_of(Signer(1, is_left_handed=True).example(HELLO)) == ("left",)
    assert hands_of(Signer(1).example(HOUSE)) == ("right", "left")


def test_an_example_without_a_hand_or_too_long_is_refused() -> None:
    with pytest.raises(InputUnsupported, match="No hand was seen"):
        Example.from_sights(Signer(1).resting(1.0))
    with pytest.raises(InputUnsupported, match="No hand was seen"):
        Example.from_sights([])
    signer = Signer(1)
    with pytest.raises(InputUnsupported, match="longer than 10 seconds"):
        Example.from_sights(signer.fidgeting(LONGEST_SECONDS + 1))


def test_a_fast_camera_is_thinned_out() -> None:
    hand = Hand("right", (Point(0.5, 0.5),) * 21)
    example = Example.from_sights(Sight(number / 240, hands=(hand,)) for number in range(2400))
    assert len(example) <= MOST_FRAMES


def test_what_was_seen_can_be_drawn_again() -> None:
    sights = Signer(1).making(HOUSE)
    again = Example.from_sights(sights).sights()
    assert [hand.side for hand in again[3].hands] == ["right", "left"]
    assert np.allclose(again[3].hands[0].points, sights[3].hands[0].points, atol=1e-6)
    assert np.allclose(again[3].body, sights[3].body, atol=1e-6)


def test_landmarks_of_holistic_are_taken_over() -> None:
    # GIVEN landmarks by the picture's width and height, zeros where there is no hand
    frames = np.zeros((10, 226), np.float32)
    frames[:, :100] = np.tile([0.5, 0.4, 0.1, 1.0], 25)
    frames[2:, 163:] = np.tile([0.25, 0.5, 0.1], 21)
    # WHEN they become an example of a picture twice as wide as high
    example = Example.from_holistic(frames, aspect=2.0, rate_hz=20)
    # THEN they are in heights, the right hand first, and what was not there is not
    assert np.allclose(example.hands[5, 0, 0], (0.5, 0.5, 0.2))
    assert np.isnan(example.hands[:2]).all()
    assert np.isnan(example.hands[:, 1]).all()
    assert np.allclose(example.body[0, 0], (1.0, 0.4, 0.2))
    assert example.duration == pytest.approx(9 / 20)
    # AND other numbers are refused
    for wrong in (frames[:, :-1], frames[0], np.full_like(frames, np.nan), frames[:0], frames * 0):
        with pytest.raises(InputUnsupported):
            Example.from_holistic(wrong, 1.0, 30)
