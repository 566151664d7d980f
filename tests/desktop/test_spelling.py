"""Spelling: capitals and marks by name, Korean by its jamo."""

import pytest

from desktop.presenters.spelling import spelled
from engines.words import catalogue

ENGLISH = catalogue("en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("aB1", "a, cap B, 1"),
        ("a-b_c@d.kr", "a, hyphen, b, underscore, c, at sign, d, dot, k, r"),
        ("한글", "한: 히읗 아 니은, 글: 기역 으 리을"),
        ("값", "값: 기역 아 비읍 시옷"),
        ("쥐", "쥐: 지읒 위"),
        ("ㅋㅏ", "키읔, 아"),
        ("\u1112\u1161\u11ab", "한: 히읗 아 니은"),
        ("É", "cap É"),
        ("√", "square root"),
        ("a\tb", "a, space, b"),
        ("漢", "漢"),
        ("", ""),
    ],
)
def test_every_letter_has_a_name(text: str, said: str) -> None:
    assert spelled(text, ENGLISH) == said


def test_letters_are_said_by_words_that_nobody_mishears() -> None:
    # GIVEN letters, digits and Hangul WHEN spelled by words THEN only the letters have any
    assert spelled("mN9한", ENGLISH, is_phonetic=True) == "Mike, cap November, 9, 한: 히읗 아 니은"
