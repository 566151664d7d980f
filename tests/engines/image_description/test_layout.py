"""Reading order, tables and kinds, on boxes given by hand."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from engines.image_description.screen.kind import Evidence, judge
from engines.image_description.screen.layout import lay_out
from engines.image_description.screen.order import reading_order
from engines.image_description.screen.repair import repair
from engines.image_description.screen.surface import nothing_to_see
from engines.image_description.screen.tables import find_tables
from engines.results import Box, Element, TextLine


def text(label: str, left: int, top: int, width: int = 0, height: int = 16) -> Element:
    return Element("text", label, Box(left, top, left + (width or 8 * len(label)), top + height), 1.0)


def no_edges(area: Box, left: int, right: int) -> bool:
    return False


def labels(items) -> list[str]:
    return [item.label for item in items]


def test_columns_are_read_one_after_the_other() -> None:
    # GIVEN two columns of text whose lines do not share heights
    left = [text(f"left {n}", 10, 20 + 30 * n) for n in range(5)]
    right = [text(f"right {n}", 400, 35 + 41 * n) for n in range(4)]
    # WHEN they are ordered THEN the left column comes whole
    mixed = [*right, *left]
    assert labels(reading_order(mixed, no_edges)) == labels([*left, *right])


def test_the_rows_of_a_form_are_read_across() -> None:
    # GIVEN labels with their values on the same lines
    form = [text(word, x, y) for y in (10, 50, 90) for word, x in ((f"name {y}", 10), (f"value {y}", 300))]
    # WHEN they are ordered THEN each value follows its label
    assert labels(reading_order(form[::-1], no_edges)) == labels(form)


def test_a_table_keeps_its_header_and_cells() -> None:
    # GIVEN a header and three rows
    rows = (("Name", "City", "Sum"), ("Ada", "Oslo", "12"), ("Bo", "Rome", "7"), ("Cy", "Bonn", "150"))
    cells = [
        text(word, 10 + 150 * x, 10 + 24 * y) for y, row in enumerate(rows) for x, word in enumerate(row)
    ]
    # WHEN tables are sought
    (found,) = find_tables(cells)
    # THEN there is one, with header and rows
    assert found.table.header == ("Name", "City", "Sum")
    assert found.table.rows == rows[1:]


def test_a_header_is_found_though_one_name_is_missing_and_boxes_overlap() -> None:
    # GIVEN names in the middle of their columns, two px into the first row, the first of them lost
    header = [text("Customer", 235, 133, 90, 31), text("Amount", 582, 132, 77, 32)]
    rows = (("2041", "Hanbit Books", "420"), ("2042", "Orchard Tea", "96"), ("2043", "North Bakery", "13"))
    cells = [
        text(word, left, 162 + 44 * y, height=32)
        for y, row in enumerate(rows)
        for word, left in zip(row, (18, 188, 526), strict=True)
    ]
    # WHEN tables are sought THEN the names stand over their columns
    (found,) = find_tables([*header, *cells])
    assert found.table.header == ("", "Customer", "Amount")
    assert found.table.rows == rows


def test_a_paragraph_is_no_table() -> None:
    # GIVEN lines of one column WHEN tables are sought THEN none is found
    assert (
        find_tables([text("some words of a paragraph that runs on", 10, 10 + 20 * n) for n in range(6)]) == []
    )


def test_layout_of_a_dialog() -> None:
    # GIVEN a grey dialog with a big line, a small line and two buttons
    pixels = np.full((300, 500, 3), 230, np.uint8)
    lines = [
        TextLine("Delete the file?", Box(20, 30, 240, 62), 1.0, "en"),
        TextLine("It cannot be brought back.", Box(20, 90, 200, 106), 1.0, "en"),
        TextLine("Cancel", Box(300, 250, 350, 266), 1.0, "en"),
        TextLine("Delete", Box(410, 250, 460, 266), 1.0, "en"),
    ]
    for line in lines:
        pixels[line.box.top + 3 : line.box.bottom - 3, line.box.left : line.box.right : 2] = 20
    buttons = [
        Element("button", "Cancel", Box(280, 240, 370, 276), 0.9),
        Element("button", "Delete", Box(390, 240, 480, 276), 0.9),
    ]
    # WHEN it is laid out
    layout = lay_out(pixels, lines, buttons)
    # THEN the big line is the subject, and the buttons stand at the bottom, in order
    assert layout.subject == "Delete the file?"
    assert layout.regions[-1].kind == "bottom-buttons"
    assert labels(layout.regions[-1].items) == ["Cancel", "Delete"]
    assert [line.text for line in layout.texts] == [line.text for line in lines]


def written(label: str, left: int, top: int) -> TextLine:
    return TextLine(label, Box(left, top, left + 7 * len(label), top + 16), 0.95)


def test_a_label_that_goes_on_in_the_next_line_is_read_whole() -> None:
    # GIVEN a box to tick with a label of two lines, and one with a note below it
    first = written("I do not want to set this up at this time. Nobody gets in with", 60, 40)
    rest, short, note = (
        written("this application.", 60, 57),
        written("Beep", 60, 100),
        written("when mail comes", 60, 117),
    )
    boxes = [
        Element("checkbox", words.text, Box(40, words.box.top + 4, 54, words.box.top + 18), 0.9)
        for words in (first, short)
    ]
    pixels = np.full((200, 700, 3), 250, np.uint8)
    # WHEN laid out THEN the first has all its words, and the note stands by itself
    found = lay_out(pixels, [first, rest, short, note], boxes)
    assert labels(found.elements) == [f"{first.text} {rest.text}", "Beep", "when mail comes"]


def drawn(lines: list[TextLine], bold: set[str]) -> "np.ndarray":
    """Return a page with these lines on it, some of them bold."""
    page = Image.new("RGB", (700, 400), (250, 250, 250))
    for one in lines:
        strokes = 1 if one.text in bold else 0
        place = (one.box.left, one.box.top)
        ImageDraw.Draw(page).text(
            place, one.text, (20, 20, 20), ImageFont.load_default(13), stroke_width=strokes
        )
    return np.asarray(page)


def test_bold_words_head_what_stands_below_them() -> None:
    # GIVEN a text with a bold line above others, one above nothing, and a line that begins bold
    plain = [
        written(f"A line of the text, which is number {number}", 20, 60 + 24 * number) for number in range(5)
    ]
    begun = [written("Modules", 20, 200), written("and what else was loaded with it", 73, 200)]
    lines = [written("About this text", 20, 30), *plain, *begun, written("Words in bold", 20, 260)]
    # WHEN laid out THEN only the first is a heading
    found = lay_out(drawn(lines, {"About this text", "Modules", "Words in bold"}), lines, [])
    assert [one.label for one in found.elements if one.role == "heading"] == ["About this text"]


def test_a_picture_within_a_picture_is_part_of_it() -> None:
    picture, part = (
        Element("img", "", Box(10, 10, 400, 300), 0.9),
        Element("img", "", Box(10, 12, 200, 100), 0.9),
    )
    found = lay_out(np.full((320, 700, 3), 250, np.uint8), [], [part, picture])
    assert found.elements == (picture,)


@pytest.mark.parametrize(
    ("steps", "entries"),
    [
        (("Welcome", "Source", "Name", "Choose Access Control", "+Policy", "Ready", "Finish"), 6),
        (("Ada Lind", "+See you", "Bo Keller", "+Fine", "Cy Young", "+Not yet", "Di Fox", "+Ok so"), 8),
    ],
)
def test_an_entry_of_two_lines_is_one_entry(steps: tuple[str, ...], entries: int) -> None:
    # GIVEN a list at the left of which one entry took two lines, or in which each has a line below it
    pixels = np.full((300, 700, 3), 250, np.uint8)
    pixels[:, 165:167] = 90
    top, lines = 20, []
    for step in steps:
        top += 17 if step.startswith("+") else 30
        lines.append(written(step.strip("+"), 16, top))
    beside = [written(f"A text of the page, number {number}", 200, 30 + 40 * number) for number in range(6)]
    # WHEN laid out
    layout = lay_out(pixels, [*lines, *beside], [])
    # THEN the first is put together and nothing else, and every line stands where its entry does
    (left,) = [region for region in layout.regions if region.kind == "left-list"]
    assert len(left.items) == entries
    assert ("Choose Access Control Policy" in labels(left.items)) == (entries == 6)
    assert [one.text for one in layout.texts][: len(steps)] == [step.strip("+") for step in steps]


@pytest.mark.parametrize(
    ("title", "texts", "roles", "kind"),
    [
        ("Welcome", ("Sign in", "Password"), ("textbox", "textbox", "button"), "sign-in"),
        ("Preferences", ("Font size",), ("spinbutton", "checkbox"), "settings"),
        ("환경 설정", ("글꼴",), ("combobox", "checkbox"), "settings"),
        ("", ("$ ls -l", "total 8", "$ whoami"), (), "terminal"),
        ("Notes", ("one", "two"), (), "unknown"),
    ],
)
def test_kinds(title: str, texts: tuple[str, ...], roles: tuple[str, ...], kind: str) -> None:
    # GIVEN words and controls WHEN judged THEN the kind follows, or nothing is claimed
    elements = tuple(
        Element(role, texts[-1] if role == "textbox" else "", Box(0, 0, 9, 9), 1.0) for role in roles
    )
    assert judge(Evidence(title, "", texts, elements, (), 0.0, False)) == kind


def test_blank_and_noise_are_told_apart_from_pictures() -> None:
    # GIVEN one colour, noise, and a gradient WHEN looked at THEN the first two are called what they are
    random = np.random.default_rng(1)
    assert nothing_to_see(np.full((200, 300, 3), 255, np.uint8)) == "blank"
    assert nothing_to_see(random.integers(0, 256, (200, 300, 3)).astype(np.uint8)) == "noise"
    ramp = np.repeat(np.linspace(0, 255, 300).astype(np.uint8)[None, :, None], 200, 0).repeat(3, 2)
    assert nothing_to_see(ramp) == ""


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("□ Remember me", "Remember me"),
        ("CLl.md", "CLI.md"),
        ("OpenAl key", "OpenAI key"),
        ("Q Search files", "Search files"),
        ("a\u202eb\x07c", "abc"),
        ("□", ""),
        ("Also", "Also"),
    ],
)
def test_lines_are_mended(read: str, mended: str) -> None:
    assert repair(read) == mended
