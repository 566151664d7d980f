"""Custom words: replacements, and their tables."""

from pathlib import Path

import pytest

from engines.errors import InputUnsupported
from engines.writing import CustomWord, CustomWords, Insert, Writing, write


def _words(*entries: tuple[str, str]) -> CustomWords:
    return CustomWords(tuple(CustomWord(heard, written) for heard, written in entries))


CUSTOM = _words(
    ("i phone", "iPhone"),
    ("sori", "Sori"),
    ("new york", "New York"),
    ("new york times", "The New York Times"),
    ("um", ""),
    ("you know", ""),
    ("my address", "1 Sound Street\nSeoul"),
    ("comma splice", "comma splice"),
    ("period", "PERIOD"),
    ("twenty twenty", "Twenty/Twenty"),
    ("api", "API"),
    ("dot net", ".NET"),
)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("my i phone rings", "My iPhone rings"),
        ("i phone", "iPhone"),
        ("MY I PHONE", "MY iPhone"),
        ("in new york", "In New York"),
        ("read the new york times", "Read the The New York Times"),
        ("um hello um there", "Hello there"),
        ("so you know it is", "So it is"),
        ("um", ""),
        ("my address comma please", "1 Sound Street\nSeoul, please"),
        ("a comma splice", "A comma splice"),
        ("wait period", "Wait PERIOD"),
        ("twenty twenty five", "Twenty/Twenty five"),
        ("literal i phone", "I phone"),
        ("literal um", "Um"),
        ("we use dot net here", "We use .NET here"),
        ("the apis", "The apis"),
        ("all caps sori", "SORI"),
    ],
)
def test_custom_words_are_written_exactly(said: str, written: str) -> None:
    steps = write(said, "", Writing("en", custom=CUSTOM))
    assert steps == ((Insert(written),) if written else ())


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("깃허브 켜", "GitHub 켜"),
        ("깃허브에서 받아", "GitHub에서 받아"),
        ("깃허브를 열어", "GitHub를 열어"),
        ("깃허브스럽다", "깃허브스럽다"),
        ("소리 앱", "Sori"),
        ("소리앱", "Sori"),
        ("음 그래서", "그래서"),
        ("음이 높다", "음이 높다"),
    ],
)
def test_korean_particles_follow_a_custom_word(said: str, written: str) -> None:
    custom = _words(("깃허브", "GitHub"), ("소리 앱", "Sori"), ("음", ""))
    assert write(said, "", Writing("ko", custom=custom)) == (Insert(written),)


def test_decomposed_and_composed_hangul_are_the_same() -> None:
    custom = _words(("깃허브", "GitHub"))
    assert write("깃허브", "", Writing("ko", custom=custom)) == (Insert("GitHub"),)


def test_of_two_alike_the_later_counts() -> None:
    custom = _words(("sori", "one"), ("SORI", "two"))
    assert write("sori", "x ", Writing(custom=custom)) == (Insert("two"),)


def test_what_is_written_holds_no_control_or_bidirectional_characters() -> None:
    custom = _words(("evil", "a\u202eb\x1b[31m\x00c\r\nd\te"))
    assert write("evil", "x ", Writing(custom=custom)) == (Insert("ab[31mc\nd\te"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_of_any_spreadsheet_are_read(encoding: str, separator: str) -> None:
    # GIVEN a table with a header, an empty line, quotes and an empty cell
    lines = ["heard,written", "깃허브,GitHub", "", '"my place","A ""B"" C"', "um,", " two  words , x "]
    content = "\r\n".join(line.replace(",", separator) for line in lines).encode(encoding)
    # WHEN it is read
    custom = CustomWords.from_csv(content)
    # THEN every row is there
    assert custom == _words(("깃허브", "GitHub"), ("my place", 'A "B" C'), ("um", ""), ("two words", "x"))


def test_a_table_may_have_no_header_and_trailing_separators() -> None:
    assert CustomWords.from_csv(b"a,b,,\nc,d\n") == _words(("a", "b"), ("c", "d"))
    assert CustomWords.from_csv(b"") == CustomWords()


def test_what_is_exported_is_read_back(tmp_path: Path) -> None:
    # GIVEN words with separators, quotes, lines, the header's own words and emoji
    custom = _words(
        ("heard", "written"), ("a; b", 'x, "y"; z\tw'), ("주소", "서울\n마포"), ("um", ""), ("face", "😀")
    )
    path = tmp_path / "words.csv"
    # WHEN they are exported and imported
    path.write_bytes(custom.to_csv())
    # THEN nothing has changed
    assert CustomWords.from_csv(path) == custom


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,b\nonly\n", "Line 2 needs two columns, what is heard and what is written; it has 1."),
        (b"a,b\nc,d,e\n", "Line 2 needs two columns, what is heard and what is written; it has 3."),
        (b"a,b\n\n,d\n", "Line 3 does not say which words are heard; fill in its first column."),
        (b"a,b\nA,c\n", "Lines 1 and 2 both say what is written for “A”; remove one of them."),
        (
            b'a,b\n"c"x,d\n',
            "The quotation marks in line 2 do not match; correct them and import the list again.",
        ),
        (
            b'a,"b\n',
            "The quotation marks in line 1 do not match; correct them and import the list again.",
        ),
        (
            b"a," + b"b" * 6000,
            "Line 1 is longer than 5000 characters; shorten it.",
        ),
        (
            b"\x89PNG\x00\x00\xff\xff",
            "This is not a text file; save the list of custom words as CSV in UTF-8, and import that.",
        ),
        (
            b"a,b\n" * 600_000,
            "This list of custom words is larger than 2 MB; import it in smaller parts.",
        ),
    ],
)
def test_an_unusable_table_is_told_by_its_line(content: bytes, sentence: str) -> None:
    with pytest.raises(InputUnsupported) as raised:
        CustomWords.from_csv(content)
    assert str(raised.value) == sentence


def test_a_missing_table_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(InputUnsupported, match=r"words\.csv cannot be read"):
        CustomWords.from_csv(tmp_path / "words.csv")
