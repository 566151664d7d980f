"""Words for facts: every level, both languages, and nothing that the facts do not hold."""

import pytest

from engines.image_description import LEVELS, wording
from engines.results import Box, Description, Element, Region, Table, TextLine
from engines.words import catalogue

HERE = Box(0, 0, 10, 10)
ENGLISH, KOREAN = catalogue("en"), catalogue("ko")


def element(role: str, label: str = "", **more) -> Element:
    return Element(role, label, HERE, 1.0, **more)


SETTINGS = Description(
    stage="complete",
    kind="settings",
    title="Preferences",
    regions=(
        Region(
            "main",
            HERE,
            (
                element("checkbox", "Start with Windows", state=("checked",)),
                element("checkbox", "Beep"),
                element("textbox", "Name", value="Ada", state=("focused",)),
                element("table"),
            ),
            (Table(("Key", "Action"), (("F1", "Help"), ("F2", "")), HERE),),
        ),
        Region(
            "bottom-buttons",
            HERE,
            (element("button", "OK"), element("button", "Cancel", state=("disabled",))),
        ),
    ),
    elements=(element("textbox", "Name", value="Ada", state=("focused",)),),
    texts=(TextLine("", HERE, 0.2), TextLine("Name", HERE, 1.0)),
)


def test_levels_grow() -> None:
    # GIVEN a settings screen WHEN told at each level THEN each says more, and all begin alike
    told = [wording.sentences(SETTINGS, level, ENGLISH) for level in LEVELS]
    assert [one[0] for one in told] == ["Settings: Preferences."] * 3
    assert len(told[0]) < len(told[1]) < len(told[2])


def test_structure_counts_and_names() -> None:
    # WHEN told by structure THEN counts, state, focus and what could not be read are there
    said = " ".join(wording.sentences(SETTINGS, "structure", ENGLISH))
    assert "2 check boxes, 1 of them checked" in said
    assert "table of 2 rows and 2 columns (Key, Action)" in said
    assert "OK, Cancel (disabled)" in said
    assert "The focus is on Name, text field, Ada." in said
    assert "1 line of text could not be read." in said


def test_lines_are_counted_as_they_stand_and_icons_are_not() -> None:
    # GIVEN a line read in three pieces, one beside it in another column, and icons, of which some are missed
    pieces = [Element("text", "some", Box(left, 40, left + 90, 56), 1.0) for left in (10, 104, 200, 400)]
    icons = [element("icon"), element("icon")]
    for number, words in ((1, "an icon; 2 lines of text"), (2, "icons; 2 lines of text")):
        screen = Description("complete", regions=(Region("main", HERE, (*pieces, *icons[:number])),))
        # WHEN told by structure THEN what stands in one line is one, and no number of icons is said
        assert f"Main part: {words}." in wording.sentences(screen, "structure", ENGLISH)


def test_everything_reads_items_and_rows() -> None:
    # WHEN told in full THEN role follows label, and the table is read by rows with its headers
    said = wording.sentences(SETTINGS, "everything", ENGLISH)
    assert "Start with Windows, check box, checked." in said
    assert "Beep, check box, not checked." in said
    assert "Row 2: Key F2, Action empty." in said


@pytest.mark.parametrize("level", LEVELS)
def test_korean_has_no_english_left(level) -> None:
    # WHEN told in Korean THEN only what stands in the picture is English
    said = " ".join(wording.sentences(SETTINGS, level, KOREAN))
    for name in (
        "Preferences",
        "Start with Windows",
        "Beep",
        "Name",
        "Ada",
        "OK",
        "Cancel",
        "Key",
        "Action",
        "Help",
    ):
        said = said.replace(name, "")
    said = said.replace("F1", "").replace("F2", "")
    assert not [letter for letter in said if letter.isascii() and letter.isalpha()]


def test_what_was_said_early_is_not_said_again() -> None:
    # GIVEN a headline told before the kind was known
    early = Description(stage="headline", title="Preferences")
    said = wording.said_first(early, ENGLISH)
    # WHEN the rest is told THEN the kind is added and the headline not repeated
    rest = wording.remaining(SETTINGS, "structure", ENGLISH, said)
    assert said == "Preferences."
    assert rest[0] == "Kind of screen: Settings."
    assert rest[1:] == wording.sentences(SETTINGS, "structure", ENGLISH)[1:]


def test_nothing_known_is_nothing_said() -> None:
    assert wording.said_first(Description(stage="started"), ENGLISH) == ""


@pytest.mark.parametrize(("kind", "word"), [("blank", "blank"), ("noise", "noise")])
def test_empty_pictures(kind: str, word: str) -> None:
    # WHEN a picture shows nothing THEN that is all that is said
    said = wording.sentences(Description(stage="complete", kind=kind), "everything", ENGLISH)
    assert len(said) == 1
    assert word in said[0]


def test_an_unreadable_button_is_said_to_be_so() -> None:
    assert wording.item(element("button", is_unreadable=True), ENGLISH) == "could not read, button"
    assert wording.item(element("button"), ENGLISH) == "button without a label"
