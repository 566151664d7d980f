"""Letters become syllables, and syllables letters."""

import pytest

from engines.hands.shapes import alphabet
from engines.sign_to_text.fingerspelling import hangul, word_lists


@pytest.mark.parametrize(
    ("word", "jamo"),
    [
        ("안녕", "ㅇㅏㄴㄴㅕㅇ"),
        ("학교", "ㅎㅏㄱㄱㅛ"),
        ("까치", "ㄱㄱㅏㅊㅣ"),
        ("과일", "ㄱㅗㅏㅇㅣㄹ"),
        ("왜", "ㅇㅗㅐ"),
        ("원", "ㅇㅜㅓㄴ"),
        ("웨딩", "ㅇㅜㅔㄷㅣㅇ"),
        ("몫", "ㅁㅗㄱㅅ"),
        ("앉다", "ㅇㅏㄴㅈㄷㅏ"),
        ("많이", "ㅁㅏㄴㅎㅇㅣ"),
        ("닭이", "ㄷㅏㄹㄱㅇㅣ"),
        ("삶", "ㅅㅏㄹㅁ"),
        ("여덟", "ㅇㅕㄷㅓㄹㅂ"),
        ("핥", "ㅎㅏㄹㅌ"),
        ("읊", "ㅇㅡㄹㅍ"),
        ("잃", "ㅇㅣㄹㅎ"),
        ("값", "ㄱㅏㅂㅅ"),
        ("있다", "ㅇㅣㅅㅅㄷㅏ"),
        ("떡볶이", "ㄷㄷㅓㄱㅂㅗㄱㄱㅇㅣ"),
        ("의자", "ㅇㅢㅈㅏ"),
        ("쟤", "ㅈㅒ"),
        ("회의", "ㅎㅚㅇㅢ"),
    ],
)
def test_a_word_is_taken_apart_and_put_together(word: str, jamo: str) -> None:
    # WHEN taken apart THEN only shapes of the finger alphabet are left, and they compose to the word
    assert hangul.decompose(word) == jamo
    assert set(jamo) <= set(alphabet("ksl"))
    assert hangul.compose(jamo) == word


def test_between_vowels_both_ways_are_known_and_the_usual_one_is_first() -> None:
    # GIVEN two alike consonants between vowels: 학교 and 하꾜, 악가 and 아까
    assert hangul.compositions("ㅎㅏㄱㄱㅛ") == ("학교", "하꾜")
    assert hangul.compositions("ㅇㅏㄱㄱㅏ") == ("악가", "아까")
    # WHEN the doubled one was joined already THEN there is only one way
    assert hangul.compositions("ㅇㅏㄲㅏ") == ("아까",)


@pytest.mark.parametrize(
    ("jamo", "text"),
    [
        ("", ""),
        ("ㄱ", "ㄱ"),
        ("ㅏ", "ㅏ"),
        ("ㄱㄴㄷ", "ㄱㄴㄷ"),
        ("ㅋㅋㅋ", "ㅋㅋㅋ"),
        ("ㅏㄱㅏ", "ㅏ가"),
        ("ㄱㅏ1ㄴㅏ", "가1나"),
        ("ㅇㅘ", "와"),
        ("ㄱㅏㄸㅏ", "가따"),
        ("ㄱㅏㄸ", "가ㄸ"),
        ("ㄱㄱㄱㅏ", "ㄲ가"),
        ("ㅗㅏ", "ㅘ"),
    ],
)
def test_what_makes_no_syllable_stays_alone(jamo: str, text: str) -> None:
    assert hangul.compose(jamo) == text


def test_every_word_of_the_list_is_one_way_to_read_its_jamo() -> None:
    # GIVEN every tenth of the Korean words
    words = tuple(word_lists.full("ko").words.values())[::10]
    # THEN each comes back, and nearly always first
    assert all(word in hangul.compositions(hangul.decompose(word)) for word in words)
    usual = sum(hangul.compose(hangul.decompose(word)) == word for word in words)
    assert usual / len(words) > 0.95


def test_what_is_settled_is_never_changed_by_what_follows() -> None:
    # GIVEN all beginnings of some words
    for word in ("떡볶이를", "값이", "학교에", "과일", "있었다", "ㅋㅋㅋ", "읽기", "앉아", "까꿍"):
        jamo = hangul.decompose(word)
        for end in range(len(jamo) + 1):
            settled = hangul.compose(jamo[:end])[: hangul.settled(jamo[:end])]
            # THEN whatever two jamo follow, the settled syllables stay
            for one in alphabet("ksl"):
                for other in ("ㅏ", "ㅅ", one):
                    assert hangul.compose(jamo[:end] + one + other).startswith(settled)


def test_taking_a_jamo_away_takes_the_last_shape_back() -> None:
    # GIVEN 값 WHEN its last jamo are taken away one by one THEN 갑, 가, ㄱ are left
    jamo = hangul.decompose("값")
    assert [hangul.compose(jamo[:end]) for end in (3, 2, 1, 0)] == ["갑", "가", "ㄱ", ""]
