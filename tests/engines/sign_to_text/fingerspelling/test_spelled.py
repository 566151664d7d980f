"""What is spelled keeps apart what stays and what may change."""

import pytest

from engines.results import Guess, Sign
from engines.sign_to_text.fingerspelling.spelled import Spelled, untwinned


def sign(label: str) -> Sign:
    return Sign(label, 0.0, 0.3, 0.9, (Guess("X", 0.1),))


def spelled(labels: str, alphabet: str = "en", has_twins: bool = False) -> Spelled:
    text = Spelled("ko" if alphabet == "ko" else "en", has_twins)
    for label in labels:
        text.space(0.0) if label == " " else text.add(sign(label))
    return text


def test_letters_and_spaces_make_text_that_stays() -> None:
    text = spelled("HI  YOU")
    assert (text.text, text.open) == ("hi you", "")
    assert [one.label for one in text.signs] == list("HIYOU")


def test_no_space_begins_a_text_or_stays_at_its_end() -> None:
    text = spelled(" A ")
    assert text.text == "a "
    text.close()
    assert text.text == "a"


def test_the_last_syllable_stays_open_until_it_cannot_change() -> None:
    # GIVEN the jamo of 한글 one by one THEN what may still change stands apart, and all of it always together
    text, seen = Spelled("ko"), []
    for label in "ㅎㅏㄴㄱㅡㄹ":
        text.add(sign(label))
        seen.append((text.text, text.open))
    assert seen == [("", "ㅎ"), ("", "하"), ("", "한"), ("한", "ㄱ"), ("한", "그"), ("한", "글")]
    # WHEN the word is over THEN all of it stays
    text.space(1.0)
    assert (text.text, text.open) == ("한글 ", "")


def test_a_slid_consonant_is_the_doubled_one() -> None:
    # GIVEN 아 and ㄱ WHEN it is slid to the side THEN it is ㄲ, and stays so before a vowel
    text = spelled("ㅇㅏㄱ", "ko")
    text.double(sign("ㄱ"))
    text.add(sign("ㅏ"))
    assert text.text + text.open == "아까"
    assert [one.label for one in text.signs] == ["ㅇ", "ㅏ", "ㄲ", "ㅏ"]


def test_a_slid_letter_stands_twice() -> None:
    text = spelled("L")
    text.double(sign("L"))
    assert text.text == "ll"


def test_delete_takes_shapes_and_spaces_one_by_one() -> None:
    text = spelled("값".replace("값", "ㄱㅏㅂㅅ"), "ko")
    left = []
    for _turn in range(5):
        text.delete()
        left.append(text.text + text.open)
    assert left == ["갑", "가", "ㄱ", "", ""]
    text = spelled("A B")
    text.delete()
    text.delete()
    assert text.text == "a"


def test_a_word_read_as_a_whole_loses_its_last_letter_too() -> None:
    text = Spelled("en")
    text.add_word("hello", tuple(map(sign, "HELLO")))
    text.delete()
    assert text.text == "hell"
    assert [one.label for one in text.signs] == list("HELL")


def test_undo_takes_every_change_back() -> None:
    # GIVEN a letter, a space, another label, a deletion, all cleared
    text = spelled("A")
    text.space(0.0)
    text.delete()
    text.relabel("B")
    text.clear()
    seen = [text.text]
    for _turn in range(6):
        text.undo()
        seen.append(text.text)
    assert seen == ["", "b", "a", "a ", "a", "", ""]


def test_another_label_keeps_the_one_before_among_the_alternatives() -> None:
    text = spelled("CA")
    text.relabel("S")
    assert text.text == "cs"
    assert [one.label for one in text.signs[-1].alternatives] == ["A", "X"]


def test_a_suggested_word_takes_the_place_of_the_letters() -> None:
    text = spelled("GO HEL")
    assert text.word == "HEL"
    text.replace_word("hello")
    assert text.text == "go hello"
    assert [one.label for one in text.signs] == list("GOHEL")
    text.undo()
    assert text.text == "go hel"


@pytest.mark.parametrize(
    ("shown", "meant"),
    [("0", "0"), ("02", "02"), ("W0LF", "WOLF"), ("2I", "VI"), ("1O", "10"), ("9OO", "900"), ("FO1", "901")],
)
def test_twins_follow_their_neighbours(shown: str, meant: str) -> None:
    assert "".join(untwinned(tuple(shown))) == meant


def test_twins_stay_open_until_a_neighbour_settles_them() -> None:
    # GIVEN letters and digits together, and a word that begins with twins
    text = spelled("90", has_twins=True)
    assert (text.text, text.open) == ("", "90")
    # WHEN a letter follows THEN they were letters, and the digits stand among the alternatives
    text.add(sign("G"))
    assert (text.text, text.open) == ("fog", "")
    assert text.signs[0].label == "F"
    assert text.signs[0].alternatives[0].label == "9"
    # WHEN the word ends with twins alone THEN they are digits
    text = spelled("90 ", has_twins=True)
    assert text.text == "90 "


def test_what_a_letter_would_make_can_be_seen_before() -> None:
    text = spelled("ㄱ", "ko")
    assert text.with_letter("ㅏ") == "가"
    assert text.open == "ㄱ"
