"""Sentences, their language, and where their characters stood."""

import unicodedata
from itertools import islice

import pytest

from engines import words
from engines.text_to_speech.utterances import LONGEST, plain, utterances


def _spoken(text: str, language: str = "auto") -> list[tuple[str, str]]:
    return [(one.text.strip(), one.language) for one in utterances(text, language)]


def test_sentences_are_cut_where_they_end_and_not_after_abbreviations() -> None:
    # GIVEN full stops of many kinds
    text = 'Mr. Kim paid 3.5 dollars, e.g. by card. "Really?" Yes… Good.\n\nNext'
    # WHEN it is cut
    spoken = [sentence for sentence, _ in _spoken(text)]
    # THEN only real ends are ends
    assert spoken == [
        "Mr. Kim paid 3.5 dollars, e.g. by card.",
        '"Really?"',
        "Yes…",
        "Good.",
        "Next",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("안녕하세요. Hello.", [("안녕하세요.", "ko"), ("Hello.", "en")]),
        ("Chrome 브라우저를 엽니다.", [("Chrome 브라우저를 엽니다.", "ko")]),
        (
            'Click the button "확인" 3 times to close this window.',
            [("Click the button", "en"), ('"확인" 3', "ko"), ("times to close this window.", "en")],
        ),
        ("Press the F5 key in 설정", [("Press the F5 key in", "en"), ("설정", "ko")]),
        ("설정. 12:30.", [("설정.", "ko"), ("12:30.", "ko")]),
        ("Café München.", [("Café München.", "en")]),
        ("ㅋㅋㅋ", [("ㅋㅋㅋ", "ko")]),
    ],
)
def test_each_part_has_the_language_of_its_letters(text: str, expected: list[tuple[str, str]]) -> None:
    assert _spoken(text) == expected


@pytest.mark.parametrize("language", ["en", "ko", "auto"])
@pytest.mark.parametrize(
    "text", ["한글", "Hello 한글 world and more", "1 한 2", "한글 Windows 11 설정", "가A나B다C"]
)
def test_hangul_is_never_english(text: str, language: str) -> None:
    # WHEN any mixture is cut in any language
    english = [one.text for one in utterances(text, language) if one.language == "en"]
    # THEN no English part holds a Hangul letter
    assert not [letter for part in english for letter in part if "HANGUL" in unicodedata.name(letter, "")]


def test_what_letters_do_not_tell_is_told_by_the_language() -> None:
    # GIVEN only digits
    # WHEN the language is given, or left to the interface
    words.use("en")
    told = [_spoken("12:30", language)[0][1] for language in ("ko", "en", "auto")]
    # THEN it is that
    assert told == ["ko", "en", "en"]


def test_an_utterance_cut_again_stays_as_it_is() -> None:
    # GIVEN a mixed text, cut
    text = '안녕 Windows 11! Click "확인" now, please do it. 3개. A.B. 12'
    once = list(utterances(text))
    # WHEN each part is cut again in its language
    again = [list(utterances(one.text, one.language)) for one in once]
    # THEN nothing changes
    assert [[(part.text, part.language) for part in parts] for parts in again] == [
        [(one.text, one.language)] for one in once
    ]


def test_control_and_bidirectional_characters_are_not_spoken_and_places_still_fit() -> None:
    # GIVEN a text with characters that hide or turn what is read
    text = "Pay\u202e \x00me\u200b\ud800 now.\x07 \ue000Yes"
    # WHEN it is cut
    cut = list(utterances(text))
    # THEN they are gone, and every character is where `places` says
    assert "".join(one.text for one in cut) == "Pay me now. Yes" == plain(text)
    for one in cut:
        assert [text[place] for place in one.places[:-1]] == list(one.text)


def test_hangul_that_came_apart_is_put_together() -> None:
    # GIVEN a file name as macOS writes it
    apart = unicodedata.normalize("NFD", "한글 문서")
    # WHEN it is cut
    (one,) = utterances(apart)
    # THEN whole syllables are spoken, and they know where they stood
    assert one.text == "한글 문서"
    assert unicodedata.normalize("NFC", apart[one.places[3] : one.places[5]]) == "문서"


@pytest.mark.parametrize("unit", ["word ", "word, ", "한글", "a", "Is it? "])
def test_a_text_of_any_length_comes_in_short_parts_without_loss(unit: str) -> None:
    # GIVEN a long text
    text = unit * 20_000
    # WHEN it is cut
    cut = list(utterances(text))
    # THEN no part is long, and together they are the text
    assert max(len(one.text) for one in cut) <= LONGEST
    assert "".join(one.text for one in cut).split() == text.split()


def test_only_the_end_of_a_sentence_asks_for_a_pause() -> None:
    # GIVEN a sentence longer than one part, and then another
    text = "word " * 100 + "end. Next."
    # THEN the cut in its middle is no pause
    assert [one.is_sentence_end for one in utterances(text)] == [False, True, True]


def test_no_more_is_read_than_needed() -> None:
    # GIVEN a text of five million words
    text = "word " * 5_000_000
    # WHEN two parts are taken
    first = list(islice(utterances(text), 2))
    # THEN they are the beginning
    assert text.startswith(first[0].text + first[1].text)


@pytest.mark.parametrize("text", ["", "  \n\n ", "\u200b\u202e", "\n"])
def test_nothing_to_say_is_nothing(text: str) -> None:
    assert list(utterances(text)) == []
