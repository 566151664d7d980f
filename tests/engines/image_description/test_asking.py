"""Questions, search, cells and live reading: facts of a description, told in words."""

import pytest

from engines.image_description.changes import Change
from engines.image_description.finding import find_text, finder, found_sentence, place_sentence
from engines.image_description.live import Following
from engines.image_description.questions import QUESTIONS, matching
from engines.image_description.table_cells import (
    Direction,
    Place,
    cell_sentence,
    column_sentence,
    moved,
    row_sentence,
    size,
)
from engines.image_description.wording_questions import ASKED, MOST, answer
from engines.results import Box, Description, Element, Table, TextLine
from engines.words import catalogue

ENGLISH, KOREAN = catalogue("en"), catalogue("ko")


def element(role: str, label: str, *state: str, top: int = 0, value: str = "") -> Element:
    return Element(role, label, Box(10, top, 210, top + 20), 0.9, state, value)


FORM = Description(
    "complete",
    elements=(
        element("checkbox", "Beep", "checked", top=0),
        element("checkbox", "All folders", "mixed", top=30),
        element("button", "Save", "disabled", top=60),
        element("textbox", "Name", "focused", "required", top=90, value="Ada"),
        element("tab", "Mail", "selected", top=120),
        element("combobox", "Colour", "expanded", top=150),
        element("button", "", top=180),
        element("button", "", top=210),
        element("icon", "", top=240),
        element("heading", "", top=270),
    ),
)


# Questions


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("focused", "The focus is on Name, text field, Ada, focused, required."),
        ("ticked", "2 are checked: Beep, check box; All folders, check box."),
        ("disabled", "1 is disabled: Save, button."),
        ("selected", "1 is selected: Mail, tab."),
        ("required", "1 is required: Name, text field."),
        ("expanded", "1 is expanded: Colour, combo box."),
        ("unlabelled", "3 have no label: button, 2 times; icon."),
    ],
)
def test_answers(question: str, said: str) -> None:
    assert answer(FORM, question, ENGLISH) == (said,)


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_korean_in_korean(question: str) -> None:
    # GIVEN one thing that answers, and several WHEN asked in Korean THEN no English sentence comes
    (first, *_rest) = found = matching(FORM, question)
    for elements in (found, (first,), (first, first)):
        (sentence,) = answer(Description("complete", elements=tuple(elements)), question, KOREAN)
        assert not {"is", "are", "has", "have", "focus"} & {*sentence.split()}


@pytest.mark.parametrize("question", QUESTIONS)
def test_that_there_is_nothing_is_said_too(question: str) -> None:
    # GIVEN a screen without anything WHEN asked THEN there is one sentence, in each language
    nothing = Description("complete")
    assert matching(nothing, question) == ()
    assert len(answer(nothing, question, ENGLISH)) == len(answer(nothing, question, KOREAN)) == 1
    assert ASKED[question].endswith("?")


def test_a_long_answer_is_cut_and_counted() -> None:
    many = Description(
        "complete",
        elements=tuple(element("button", f"B{n}", "disabled", top=30 * n) for n in range(MOST + 3)),
    )
    first, second = answer(many, "disabled", ENGLISH)
    assert first.startswith("23 are disabled: B0, button; ")
    assert second == "And 3 more."


# Search


def line(text: str, top: int) -> TextLine:
    return TextLine(text, Box(20, top, 150, top + 18), 0.9)


PAGE = Description(
    "complete",
    elements=(element("button", "Save as", top=40), element("textbox", "Path", top=80, value="C:\\Data")),
    texts=(line("환경 설정", 0), line("Save as", 41), line("Ｓａｖｅｄ today", 200)),
)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("SAVE", ["Save as", "Ｓａｖｅｄ today"]),
        ("saveas", ["Save as"]),
        ("환경설정", ["환경 설정"]),
        ("ㅎㄱ", ["환경 설정"]),
        ("ㅅㅈ", ["환경 설정"]),
        ("data", ["C:\\Data"]),
        ("nowhere", []),
        ("  ", []),
    ],
)
def test_search(sought: str, found: list[str]) -> None:
    assert [hit.text for hit in find_text(PAGE, sought)] == found


def test_initial_consonants_are_found_in_korean_alone() -> None:
    assert finder("ㄱ")("가게")
    assert not finder("ㄱ")("나라")
    assert not finder("ㄱ")("game")


def test_the_label_beside_a_control_belongs_to_it() -> None:
    # GIVEN a check box with its label beside it, a field with one above it, and the same word far away
    tick = Element("checkbox", "Beep", Box(10, 10, 30, 30), 0.9, ("checked",))
    field = Element("textbox", "Name", Box(10, 80, 210, 104), 0.9)
    lines = (
        TextLine("Beep", Box(40, 10, 90, 28), 0.9),
        TextLine("Name:", Box(10, 56, 70, 74), 0.9),
        TextLine("Beep", Box(40, 300, 90, 318), 0.9),
    )
    page = Description("complete", elements=(tick, field), texts=lines)
    # WHEN searched for THEN the label leads to its control, and the word far away to none
    assert [hit.element for hit in find_text(page, "beep")] == [tick, None]
    assert [place_sentence(hit, ENGLISH) for hit in find_text(page, "name")] == ["Name, text field"]


def test_a_hit_names_its_control() -> None:
    hits = find_text(PAGE, "save")
    assert [place_sentence(hit, ENGLISH) for hit in hits] == ["Save as, button", "Ｓａｖｅｄ today"]
    assert found_sentence("save", hits, ENGLISH) == "save was found in 2 places."
    assert found_sentence("x", (), ENGLISH) == "x was not found."


# Cells

TABLE = Table(("Name", "Town", "State"), (("Ada", "Oslo", "Paid"), ("Bruno", "", "Open")), Box(0, 0, 300, 90))


def test_a_cell_is_said_with_the_headers_that_changed() -> None:
    # WHEN entering, going right, going down
    assert cell_sentence(TABLE, Place(0, 1), ENGLISH) == "Town, Ada, Oslo, row 1, column 2."
    assert cell_sentence(TABLE, Place(0, 2), ENGLISH, Place(0, 1)) == "State, Paid, row 1, column 3."
    assert cell_sentence(TABLE, Place(1, 2), ENGLISH, Place(0, 2)) == "Bruno, Open, row 2, column 3."


def test_an_empty_cell_and_the_edge_are_told() -> None:
    assert cell_sentence(TABLE, Place(1, 1), ENGLISH, Place(1, 0)) == "Town, empty, row 2, column 2."
    assert cell_sentence(TABLE, Place(1, 0), ENGLISH, Place(1, 0)).startswith("Edge of the table.")


@pytest.mark.parametrize(
    ("direction", "place"),
    [
        ("left", Place(1, 0)),
        ("right", Place(1, 2)),
        ("up", Place(0, 1)),
        ("down", Place(1, 1)),
        ("row-start", Place(1, 0)),
        ("row-end", Place(1, 2)),
        ("column-start", Place(0, 1)),
        ("column-end", Place(1, 1)),
    ],
)
def test_going_from_cell_to_cell(direction: Direction, place: Place) -> None:
    assert moved(TABLE, Place(1, 1), direction) == place


def test_whole_rows_and_columns() -> None:
    assert size(TABLE) == (2, 3)
    assert row_sentence(TABLE, 1, ENGLISH) == "Row 2: Name Bruno, Town empty, State Open."
    assert column_sentence(TABLE, 2, ENGLISH) == "Column State: Paid, Open."


# Live


def text(what: str, before: str = "", after: str = "", top: int = 0) -> Change:
    return Change(what, "text", "", before, after, Box(0, top, 300, top + 20))  # type: ignore[arg-type]


def test_of_a_caption_that_grows_only_the_new_words_are_said() -> None:
    # GIVEN a caption that appears and then grows, once in the middle of a word
    following = Following()
    looks = [
        [text("appeared", after="The quick")],
        [text("text", "The quick", "The quick brown fo")],
        [text("text", "The quick brown fo", "The quick brown fox jumps")],
    ]
    # THEN each look says what was not said, and no half word stays unsaid
    assert [following.said(look, ENGLISH) for look in looks] == [
        ("The quick",),
        ("brown fo",),
        ("fox jumps",),
    ]


def test_captions_that_roll_up_are_said_once() -> None:
    # GIVEN two lines of which the lower moves up when a new one comes
    following = Following()
    following.said([text("appeared", after="One"), text("appeared", after="Two", top=30)], ENGLISH)
    said = following.said([text("text", "One", "Two"), text("text", "Two", "Three", top=30)], ENGLISH)
    assert said == ("Three",)


def test_what_goes_or_is_taken_back_is_not_said() -> None:
    following = Following()
    assert following.said([text("gone", before="Loading")], ENGLISH) == ()
    assert following.said([text("text", "Hello there", "Hello")], ENGLISH) == ()


def test_a_counter_is_said_by_where_it_stands() -> None:
    following = Following()
    assert following.said([text("text", "45 % done", "46 % done")], ENGLISH) == ("46 % done",)


def test_the_same_words_at_the_next_look_are_not_repeated() -> None:
    following = Following()
    assert following.said([text("appeared", after="Saved")], ENGLISH) == ("Saved",)
    assert following.said([text("appeared", after="Saved", top=40)], ENGLISH) == ()


def test_controls_and_alerts_are_said_in_sentences_and_first() -> None:
    said = Following().said(
        [text("appeared", after="Row 7"), Change("state", "checkbox", "Beep", "", "checked")], ENGLISH
    )
    assert said == ("Beep, check box: now checked.", "Row 7")
