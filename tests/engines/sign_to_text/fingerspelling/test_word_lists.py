"""The word lists hold what people spell."""

import pytest

from engines.hands.shapes import alphabet
from engines.sign_to_text.fingerspelling import word_lists


@pytest.mark.parametrize(
    ("language", "count", "common"),
    [
        ("en", 80_000, ("hello", "water", "seoul", "anna", "a")),
        ("ko", 50_000, ("안녕하세요", "학교", "아까", "물")),
    ],
)
def test_the_lists_that_ship_know_common_words(
    language: word_lists.Alphabet, count: int, common: tuple[str, ...]
) -> None:
    # GIVEN a list THEN it is large, has common words, and nothing a finger cannot spell
    words = word_lists.full(language)
    assert len(words.words) > count
    assert all(words.has(word_lists.spelling(word, language)) for word in common)
    assert not words.has(word_lists.spelling("zzyqx" if language == "en" else "뷁뷁", language))
    packs = {"en": ("asl-letters", "asl-digits"), "ko": ("ksl",)}[language]
    shapes = {name for pack in packs for name in alphabet(pack)}  # type: ignore[arg-type]  # they are packs
    assert {words.letters[at] for at in set(words.letter[1:].tolist())} <= shapes


def test_common_words_are_likelier_and_offered_first() -> None:
    # WHEN asked what may begin so THEN the most common words come, whole
    words = word_lists.full("en")
    offered = words.beginning_with("TH")
    assert len(offered) == 3
    assert "the" in offered
    assert words.beginning_with("QQQ") == ()
    assert word_lists.full("ko").beginning_with("ㅎㅏㄱㄱㅛ", 1) == ("학교",)


def test_a_tree_keeps_every_word_and_its_spelling() -> None:
    # GIVEN words of which some begin others, one with a digit, one twice
    words = word_lists.of(("cat", "cats", "car", "a1", "do", "cat"), "en")
    # THEN each ends at a node that spells it, and nothing else does
    spelled = {
        "".join(words.letters[at] for at in words.spelled(node)): word for node, word in words.words.items()
    }
    assert spelled == {"CAT": "cat", "CATS": "cats", "CAR": "car", "A1": "a1", "DO": "do"}
    assert not words.has("CA")
    # AND siblings follow each other
    first, count = words.first_child[0], words.child_count[0]
    assert [words.letters[at] for at in words.letter[first : first + count]] == ["A", "C", "D"]


def test_words_spelled_alike_are_one_and_the_first_is_written() -> None:
    words = word_lists.of(("악가", "아까"), "ko")
    assert list(words.words.values()) == ["악가"]


def test_no_words_are_no_trouble() -> None:
    words = word_lists.of((), "en")
    assert words.is_empty
    assert not words.has("A")
    assert words.beginning_with("A") == ()
