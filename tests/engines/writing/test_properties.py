"""What holds for every utterance."""

import random
import unicodedata

import pytest

from engines.writing import Command, CustomWord, CustomWords, Insert, Writing, write
from engines.writing.marks import COMMANDS, SPOKEN
from engines.writing.phrases import Phrases, row_of

PLAIN = {
    "en": row_of("the cat sat on a mat and we saw one of them while it slept near every door"),
    "ko": row_of("우리는 어제 학교에서 친구를 만나 같이 밥을 먹었고 그 뒤에 집으로 왔다"),
}
BEFORE = ["", "Hello", "Hello. ", "줄\n", "(", 'He said "', "word ", "\u202e"]


def _text(said: str, before: str, options: Writing) -> str:
    return "".join(step.text for step in write(said, before, options) if isinstance(step, Insert))


def _phrases(table: Phrases[object]) -> list[str]:
    return [" ".join(words) for words in table.phrases()]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_phrase_can_be_had_literally(language: str) -> None:
    # GIVEN every spoken mark, directive and command
    phrases = _phrases(SPOKEN[language]) + _phrases(COMMANDS[language])
    escape = {"en": "literal", "ko": "글자 그대로"}[language]
    assert len(phrases) > 60
    for phrase in phrases:
        # WHEN it is said after the word for "literally"
        steps = write(f"{escape} {phrase}", "x ", Writing(language))  # type: ignore[arg-type]
        # THEN its words are written
        assert steps == (Insert(phrase),)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_writing_what_was_written_changes_nothing(language: str) -> None:
    chance = random.Random(3)
    options = Writing(language)  # type: ignore[arg-type]
    for _ in range(300):
        said = " ".join(chance.choices(PLAIN[language], k=chance.randint(1, 12)))
        before = chance.choice(BEFORE)
        once = _text(said, before, options)
        assert _text(once, before, options) == once
        assert once.lower().split() == said.split()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_anything_at_all_is_written_cleanly(language: str) -> None:
    # GIVEN utterances of words, marks, numbers, commands and odd characters in any order
    chance = random.Random(7)
    odd = [
        "\u202e",
        "\u2066x\u2069",
        "\x07",
        "\x1b[31m",
        "😀",
        "👩\u200d👩\u200d👧",
        "שלום",
        "\ud800",
        "e\u0301",
        "<sil>",
        "(2)",
    ]
    numbers = {
        "en": row_of(
            "one two twenty five hundred thousand million and point oh zero third second percent dollars may"
        ),
        "ko": row_of("일 이 삼 십 백 천 만 억 점 공 월 일 시 분 원 두 세 열 스물 이십오 퍼센트 에"),
    }[language]
    words = [*PLAIN[language], *_phrases(SPOKEN[language]), *_phrases(COMMANDS[language]), *numbers * 4, *odd]
    options = Writing(language)  # type: ignore[arg-type]
    for _ in range(2000):
        said = " ".join(chance.choices(words, k=chance.randint(0, 14)))
        # WHEN they are written
        steps = write(said, chance.choice(BEFORE), options)
        # THEN there is at most one insertion, first, and it holds only what may be written
        inserts = [step for step in steps if isinstance(step, Insert)]
        assert len(inserts) <= 1
        assert all(isinstance(step, Command) for step in steps[len(inserts) :])
        for text in (step.text for step in inserts):
            assert text
            assert text == unicodedata.normalize("NFC", text)
            assert not any(unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t" for one in text), (
                repr(text)
            )
            assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
            assert "  " not in text
            assert " \n" not in text


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_word_is_lost_without_a_rule_for_it(language: str) -> None:
    # GIVEN number words in any order, which may stay words or become digits
    chance = random.Random(11)
    words = {
        "en": row_of("one two nine ten twenty forty five hundred thousand million and a point minus"),
        "ko": row_of("일 이 삼 오 십 백 천 만 억 두 열 스물 명 시"),
    }[language]
    options = Writing(language, small_numbers_as_words=False)  # type: ignore[arg-type]
    for _ in range(2000):
        said = chance.choices(words, k=chance.randint(1, 6))
        # WHEN they are written among other words
        written = _text(" ".join(["xx", *said, "yy"]), "z ", options)
        # THEN what stands around them is untouched, and something stands between
        assert written.startswith("xx ")
        assert written.endswith(" yy")
        assert len(written.split()) > 2


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("filling", ["plain", "numbers", "linked numbers", "commands", "near misses"])
def test_five_thousand_words_and_five_hundred_custom_words(language: str, filling: str) -> None:
    # GIVEN a very long utterance, and many custom words of several words each
    chance = random.Random(5)
    words = {
        "plain": PLAIN[language],
        "numbers": {"en": ["five", "twenty", "hundred", "oh", "a"], "ko": ["오", "이십", "백", "공", "사이"]}[
            language
        ],
        "linked numbers": {
            "en": ["five or", "ten to", "first and", "a hundred to"],
            "ko": ["일일부터", "두시부터", "삼 분"],
        }[language],
        "commands": {"en": ["scratch", "that", "undo"], "ko": ["지워", "되돌려"]}[language],
        "near misses": ["word1", "word2", "word3"],
    }[filling]
    entries = [CustomWord(f"word1 word2 word{n} word{n + 1}", f"Word {n}") for n in range(10, 510)]
    options = Writing(language, custom=CustomWords(tuple(entries)))  # type: ignore[arg-type]
    said = [*chance.choices(words, k=5000), "word1", "word2", "word77", "word78", "end"]
    # WHEN it is written
    text = _text(" ".join(said), "x ", options)
    # THEN all of it is there
    assert text.endswith("Word 77 end")
    assert len(text) > 3000


def _english(number: int) -> str:
    """Say a whole number from 1 to 999,999,999 in English."""
    ones = row_of(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen"
    )
    tens = row_of("twenty thirty forty fifty sixty seventy eighty ninety")
    for size, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            return f"{_english(number // size)} {name}" + (f" {_english(rest)}" if rest else "")
    if number < 20:
        return ones[number - 1]
    return tens[number // 10 - 2] + (f" {ones[number % 10 - 1]}" if number % 10 else "")


def _korean(number: int) -> str:
    """Say a whole number from 1 to 9,999,999,999,999,999 in Sino-Korean."""
    for size, name in ((10**12, "조"), (10**8, "억"), (10**4, "만")):
        if number >= size:
            head = "" if number // size == 1 and name == "만" else _korean(number // size)
            return head + name + (_korean(number % size) if number % size else "")
    said = ""
    for size, name in ((1000, "천"), (100, "백"), (10, "십"), (1, "")):
        digit = number // size % 10
        if digit:
            said += ("" if digit == 1 and name else " 일이삼사오육칠팔구"[digit]) + name
    return said


def _numbers(largest: int) -> list[int]:
    chance = random.Random(13)
    some = [chance.randrange(10, 10 ** chance.randint(2, len(str(largest)) - 1)) for _ in range(600)]
    return [*range(10, 200), *some, 1000, 2000, 10_000, 100_000, 110_000, 1_000_000, 1_000_001]


def test_every_english_number_keeps_its_value() -> None:
    for number in _numbers(10**9):
        written = _text(f"{_english(number)} percent", "x ", Writing("en"))
        plain = written.replace(",", "").replace("%", "").replace(" million", "000000")
        assert plain == str(number), written


def test_every_korean_number_keeps_its_value() -> None:
    for number in _numbers(10**13):
        for said in (f"{_korean(number)} 달러", f"{_korean(number)}달러"):
            written = _text(said, "글 ", Writing("ko"))
            assert _value_of(written.removesuffix("달러").replace(",", "")) == number, written


def _value_of(written: str) -> int:
    """Read digits grouped by 만, 억 and 조."""
    total = 0
    for part in written.split():
        power = {"만": 10**4, "억": 10**8, "조": 10**12}.get(part[-1], 1)
        total += int(part.rstrip("만억조")) * power
    return total
