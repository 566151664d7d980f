"""Lattices of letters become words."""

import numpy as np
import pytest
from numpy.typing import NDArray

from engines.sign_to_text.fingerspelling import alignment, decoding, word_lists
from engines.sign_to_text.fingerspelling.decoding import FRAMES, SEQUENCE
from engines.sign_to_text.fingerspelling.lattice import TWINS, Lattice, lattice
from engines.sign_to_text.fingerspelling.word_lists import DIGITS, LETTERS, Alphabet

ALL = [*DIGITS, *LETTERS["en"], ""]
EASILY_MISTAKEN = {"S": "A", "N": "M", "U": "R", "E": "S", "O": "C", "K": "V", "T": "N"}
FULL = word_lists.full("en")
NONE = word_lists.of((), "en")


def shown(letters: str, hold: int = 6, way: int = 3, sure: float = 0.8, names: list[str] = ALL) -> Lattice:
    """Return a lattice of letters that are held in turn, each looking a little like another."""
    rows: list[NDArray[np.float32]] = []
    for letter in letters:
        nothing = np.full(len(names), 0.1 / len(names), np.float32)
        nothing[-1] += 0.9
        row = np.full(len(names), 0.05 / len(names), np.float32)
        share = sure / 2 if letter in {**TWINS, **{b: a for a, b in TWINS.items()}} and names is ALL else sure
        row[names.index(letter)] += share
        twin = TWINS.get(letter) or next((a for a, b in TWINS.items() if b == letter), "")
        if share < sure:
            row[names.index(twin)] += share
        row[names.index(EASILY_MISTAKEN.get(letter, names[0]))] += 0.95 - sure
        rows += [nothing] * way + [row] * hold
    alphabet: Alphabet = "ko" if "ㄱ" in names else "en"
    return lattice(
        np.array(rows, np.float32).reshape(-1, len(names)),
        names,
        [at / 25 for at in range(len(rows))],
        alphabet,
    )


def best(seen: Lattice, words: word_lists.WordList = FULL, **how: bool) -> str:
    return decoding.readings(seen, words, FRAMES, **how)[0].text


@pytest.mark.parametrize("word", ["hello", "cat", "question", "coffee", "jazz", "of", "internationalization"])
def test_a_word_of_the_list_is_read(word: str) -> None:
    # GIVEN a word spelled at a fair pace WHEN read with the full list THEN it is that word
    first = decoding.readings(shown(word.upper()), FULL)[0]
    assert (first.text, first.letters, first.is_known) == (word, word.upper(), True)


def test_the_list_mends_a_letter_that_looks_like_another() -> None:
    # GIVEN "house" whose S looks more like an A, and whose U like an R
    seen = shown("HOUSE", sure=0.45)
    # WHEN read with words THEN it is the word; WHEN without THEN a row of what was likelier
    assert best(seen) == "house"
    assert best(seen, NONE) != "house"


def test_without_a_list_the_letters_stand_as_shown() -> None:
    assert best(shown("XQZK", sure=0.93), NONE) == "xqzk"


def test_a_name_that_is_in_no_list_is_read_all_the_same() -> None:
    # GIVEN a name nobody has heard of, clearly spelled WHEN read with the full list THEN it is kept
    assert not FULL.has("QORBIZA")
    assert best(shown("QORBIZA", hold=8, sure=0.93)) == "qorbiza"


def test_a_closed_list_thinks_of_nothing_else() -> None:
    # GIVEN three words and a spelling that is nearest to one of them
    words = word_lists.of(("tea", "coffee", "water"), "en")
    assert best(shown("COFFE"), words, is_closed=True) == "coffee"
    assert best(shown("TEAM"), words, is_closed=True) == "tea"


def test_doubled_letters_are_double_where_something_lies_between_or_a_word_wants_it() -> None:
    # GIVEN two Ls with nothing between WHEN the list knows the word THEN they are two
    assert best(shown("HELLO", way=0)) == "hello"
    # GIVEN no list WHEN the hand was let go between THEN they are two
    assert best(shown("XLLX", sure=0.93), NONE) == "xllx"


@pytest.mark.parametrize("number", ["7", "42", "1985", "0245", "2026"])
def test_numbers_are_numbers(number: str) -> None:
    # GIVEN digits, of which some are letters too THEN with a word list and without they are digits
    assert best(shown(number, sure=0.9)) == number
    assert best(shown(number, sure=0.9), NONE) == number


@pytest.mark.parametrize(("digit", "letter"), TWINS.items())
def test_twins_alone_are_digits_with_the_letter_beside(digit: str, letter: str) -> None:
    # GIVEN a shape that is a digit and a letter WHEN alone THEN both are thought of, the digit first
    texts = [one.text for one in decoding.readings(shown(digit), FULL)]
    assert texts[0] == digit
    assert letter in texts


@pytest.mark.parametrize(
    ("word", "twins"), [("wolf", "W0LF"), ("video", "2IDE0"), ("food", "9OOD"), ("five", "FI2E")]
)
def test_twins_among_letters_are_letters(word: str, twins: str) -> None:
    # GIVEN a word whose twins were read as digits THEN its neighbours make letters of them
    assert best(shown(twins, sure=0.9)) == word
    assert best(shown(twins, sure=0.93), NONE) == word


def test_twins_among_digits_are_digits() -> None:
    assert best(shown("1O85W", sure=0.9)) == "10856"


def test_letters_and_digits_may_be_mixed() -> None:
    # GIVEN a house number, a room THEN both kinds stand, in order
    assert best(shown("A17", hold=10, sure=0.93), NONE) == "a17"
    assert best(shown("17B", hold=10, sure=0.93)) == "17b"


def test_korean_is_read_as_jamo_and_written_in_syllables() -> None:
    # GIVEN jamo of words, doubled and compound ones shown one after the other
    names = [*LETTERS["ko"], ""]
    words = word_lists.full("ko")
    for word in ("안녕하세요", "학교", "아까", "떡볶이", "과일", "값"):
        seen = shown(word_lists.spelling(word, "ko"), names=names)
        assert decoding.readings(seen, words)[0].text == word
    # AND a name that is in no list
    seen = shown(word_lists.spelling("뷰빈", "ko"), hold=8, sure=0.93, names=names)
    assert decoding.readings(seen, words)[0].text == "뷰빈"


def test_a_sequence_model_needs_a_gap_for_a_double() -> None:
    # GIVEN spikes as CTC gives them: H E L, gap, L O, and the same without the gap and with one L
    spikes = shown("HELLO", hold=1, way=4, sure=0.93)
    assert decoding.readings(spikes, NONE, SEQUENCE)[0].text == "hello"
    joined = shown("HELLO", hold=1, way=0, sure=0.93)
    assert decoding.readings(joined, NONE, SEQUENCE)[0].text == "helo"


@pytest.mark.parametrize("letter", ["A", "I", "L"])
def test_a_letter_alone_is_a_capital_whether_it_is_a_word_or_not(letter: str) -> None:
    assert best(shown(letter, hold=10)) == letter


def test_nothing_in_nothing_out() -> None:
    assert decoding.readings(shown(""), FULL) == ()


def test_every_letter_has_its_time_and_alternatives() -> None:
    # GIVEN a word WHEN aligned THEN each letter lies where it was shown
    seen = shown("CAT", hold=6, way=3)
    where = alignment.spans(seen, "CAT", FRAMES)
    assert [(begin, end) for begin, end in where] == [(3, 9), (12, 18), (21, 27)]
    signs = alignment.signs(seen, "CAT", where)
    assert [sign.label for sign in signs] == ["C", "A", "T"]
    assert signs[2].alternatives[0].label == "N"
    assert all(0.7 < sign.confidence <= 1 for sign in signs)
    assert signs[0].start == pytest.approx(3 / 25, abs=0.001)


def test_fewer_frames_than_letters_have_no_alignment() -> None:
    assert alignment.spans(shown("A", hold=1, way=0), "CAT", FRAMES) == ()
