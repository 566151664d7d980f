"""What is told between two looks: what changed and nothing else, from facts and on drawn screens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from engines import resource
from engines.image_description.changes import Change, changes
from engines.image_description.screen import SPEC
from engines.image_description.screen.engine import ScreenDescriber
from engines.image_description.screen.two_looks import TwoLooks
from engines.image_description.wording_changes import change_sentences
from engines.media import Image
from engines.results import Box, Description, Element, Region, Table, TextLine
from engines.words import catalogue

ENGLISH = catalogue("en")

# From facts alone


def line(text: str, left: int, top: int, confidence: float = 0.95) -> TextLine:
    return TextLine(text, Box(left, top, left + 9 * len(text), top + 18), confidence, "en")


def screen(*texts: TextLine, elements: tuple[Element, ...] = (), **more) -> Description:
    return Description("complete", "form", (800, 600), texts=texts, elements=elements, **more)


def told(before: Description, after: Description) -> tuple[str, ...]:
    return change_sentences(changes(before, after), ENGLISH)


LINES = tuple(line(f"Order number {word}", 40, 40 + 30 * index) for index, word in enumerate("abcdefgh"))


def test_nothing_changed() -> None:
    # GIVEN two looks that are the same WHEN compared THEN that is said
    assert told(screen(*LINES), screen(*LINES)) == ("Nothing changed.",)


def test_only_complete_descriptions_are_compared() -> None:
    with pytest.raises(ValueError, match="complete"):
        changes(Description("headline"), screen())


def test_boxes_that_lie_a_little_beside_the_last_are_the_same() -> None:
    # GIVEN every box moved by a pixel or two in its own way
    moved = [
        replace(
            one, box=Box(*(side + (7 * number + 3 * index) % 5 - 2 for index, side in enumerate(one.box)))
        )
        for number, one in enumerate(LINES)
    ]
    assert changes(screen(*LINES), screen(*moved)) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Illness 10", "lllness 1O"),
        ("Save as…", "Save as ..."),
        ("Ｆｉｌｅ", "File"),
        ("다시 시작", "다시시작"),
    ],
)
def test_letters_that_look_alike_are_no_change(before: str, after: str) -> None:
    assert changes(screen(line(before, 40, 40)), screen(line(after, 40, 40))) == ()


def test_a_line_read_as_two_is_the_same_line() -> None:
    # GIVEN one line of one look that is two lines of the other WHEN compared both ways THEN nothing changed
    whole = screen(TextLine("Name and address", Box(40, 40, 200, 58), 0.9))
    parts = screen(
        TextLine("Name and", Box(40, 40, 120, 58), 0.9), TextLine("address", Box(124, 40, 200, 58), 0.9)
    )
    assert changes(whole, parts) == ()
    assert changes(parts, whole) == ()


def test_doubtful_readings_of_one_place_are_no_change() -> None:
    before, after = line("Frobnicate", 40, 40, 0.5), line("Frobmicote", 40, 40, 0.5)
    assert changes(screen(before), screen(after)) == ()


def test_a_text_that_changed_is_told_by_its_label() -> None:
    # GIVEN a value beside a label that ends in a colon
    before = screen(line("Status:", 40, 40), line("Running", 120, 40))
    after = screen(line("Status:", 40, 40), line("Stopped", 120, 40))
    assert told(before, after) == ("Status: Running is now Stopped.",)


def test_a_cell_that_changed_is_told_by_its_row() -> None:
    # GIVEN a table of which one cell changed
    def table(state: str) -> Description:
        cells = [line(text, 40 + 200 * column, 40 + 30 * row) for row, column, text in CELLS(state)]
        region = Region(
            "main", Box(0, 0, 800, 600), (), (Table((), (("Ada", state),), Box(30, 30, 400, 130)),)
        )
        return screen(*cells, regions=(region,))

    assert told(table("Open"), table("Paid")) == ("Bruno: Open is now Paid.",)


def CELLS(state: str) -> list[tuple[int, int, str]]:  # noqa: N802 - a table of data
    return [
        (0, 0, "Ada"),
        (0, 1, "Late"),
        (1, 0, "Bruno"),
        (1, 1, state),
        (2, 0, "Chen"),
        (2, 1, "Draft"),
    ]


def test_what_was_scrolled_is_not_new() -> None:
    # GIVEN a list scrolled by two rows, so that one line went and one came
    scrolled = [
        replace(one, box=one.box._replace(top=one.box.top - 30, bottom=one.box.bottom - 30)) for one in LINES
    ]
    new = line("Order number z", 40, 250)
    # THEN only the line that came is told, and nothing is said to be gone
    assert told(screen(*LINES), screen(*scrolled[1:], new)) == ("New: Order number z.",)


@pytest.mark.parametrize("down", [-80, 440])
def test_what_left_the_picture_with_the_rest_is_not_gone(down: int) -> None:
    # GIVEN a page scrolled, and a button that stood far to the right of all that is seen again
    def moved(one: TextLine) -> TextLine:
        return replace(one, box=one.box._replace(top=one.box.top + down, bottom=one.box.bottom + down))

    button = Element("button", "Print", Box(700, 50, 780, 76), 0.9)
    shown = [moved(one) for one in LINES if 0 <= one.box.top + down <= 580]
    top = 50 if down < 0 else 300
    before = screen(*LINES, elements=(replace(button, box=button.box._replace(top=top, bottom=top + 26)),))
    # WHEN compared THEN it is not told
    assert "Gone: Print, button." not in told(before, screen(*shown))


def test_a_page_that_was_scrolled_far_is_told_as_that() -> None:
    down = 150
    kept = [
        replace(one, box=one.box._replace(top=one.box.top - down, bottom=one.box.bottom - down))
        for one in LINES
    ]
    fresh = [line(f"Invoice of {word}", 40, 130 + 30 * index) for index, word in enumerate("uvwxy")]
    sentences = told(screen(*LINES), screen(*kept[5:], *fresh))
    assert "Scrolled down." in sentences
    assert not any("Gone" in one for one in sentences)


def test_what_was_pushed_down_is_not_new() -> None:
    # GIVEN a line put in between, which pushes the rest down
    below = [
        replace(one, box=one.box._replace(top=one.box.top + 30, bottom=one.box.bottom + 30))
        for one in LINES[4:]
    ]
    assert told(screen(*LINES), screen(*LINES[:4], line("Please pay", 40, 160), *below)) == (
        "New: Please pay.",
    )


def element(role: str, label: str, *state: str, value: str = "", top: int = 40) -> Element:
    return Element(role, label, Box(40, top, 240, top + 30), 0.9, state, value)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            element("checkbox", "Beep"),
            element("checkbox", "Beep", "checked"),
            "Beep, check box: now checked.",
        ),
        (
            element("checkbox", "Beep", "checked"),
            element("checkbox", "Beep"),
            "Beep, check box: now not checked.",
        ),
        (
            element("button", "Save", "disabled"),
            element("button", "Save"),
            "Save, button: no longer disabled.",
        ),
        (element("tab", "Mail"), element("tab", "Mail", "selected"), "Mail, tab: now selected."),
        (
            element("slider", "Volume", value="30%"),
            element("slider", "Volume", value="50%"),
            "Volume, slider: 30% is now 50%.",
        ),
        (
            element("textbox", "Name", value="Ada"),
            element("textbox", "Name", value="Ada Lindqvist"),
            "Name, text field: Ada is now Ada Lindqvist.",
        ),
    ],
)
def test_states_and_values(before: Element, after: Element, sentence: str) -> None:
    assert told(screen(elements=(before,)), screen(elements=(after,))) == (sentence,)


def test_the_focus_that_moved_is_told_once_and_first() -> None:
    # GIVEN the focus went from one field to another, and a clock ticked
    name, place = element("textbox", "Name", "focused"), element("textbox", "Place", top=100)
    before = screen(line("14:32", 700, 560), elements=(name, place))
    name, place = element("textbox", "Name"), element("textbox", "Place", "focused", top=100)
    after = screen(line("14:33", 700, 560), elements=(name, place))
    assert told(before, after) == ("The focus is on Place, text field.", "14:32 is now 14:33.")


def test_an_alert_comes_before_everything_else() -> None:
    warning = line("Error: the disk is full", 40, 300)
    found = changes(
        screen(*LINES[:7], LINES[7]),
        screen(*LINES[:7], replace(LINES[7], text="Order number 77"), warning, alert=warning.text),
    )
    assert found[0] == Change("alert", after="Error: the disk is full", box=warning.box)
    assert told(screen(warning, alert=warning.text), screen(line("All is well", 40, 300))) == (
        "Alert gone: Error: the disk is full",
        "Error: the disk is full is now All is well.",
    )


def test_another_title_is_told() -> None:
    assert "The title is now Inbox." in told(screen(title="Drafts"), screen(title="Inbox"))
    assert told(screen(title="All 1tems"), screen(title="All ltems")) == ("Nothing changed.",)


TOWNS = ("Alps", "Bern", "Chur", "Davos", "Elm", "Fex")


def test_another_screen_is_told_by_its_name_and_not_line_by_line() -> None:
    # GIVEN two screens that have nothing in common
    other = [line(text, 60, 50 + 60 * index) for index, text in enumerate(TOWNS)]
    towns = replace(screen(*other, subject="Swiss towns"), kind="list")
    assert told(screen(*LINES), towns) == (
        "The screen is another one now: Swiss towns.",
        "Kind of screen: List.",
    )


def test_beyond_a_limit_changes_are_counted() -> None:
    # GIVEN seven of many lines changed, two went and one came
    more = [line(f"Row {word}", 400, 40 + 30 * index) for index, word in enumerate("abcdefghijkl")]
    after = [replace(one, text=f"Total {index}") for index, one in enumerate(more[:7])]
    sentences = change_sentences(
        changes(screen(*LINES, *more), screen(*LINES, *after, *more[9:], line("Extra", 40, 500))),
        ENGLISH,
        most=3,
    )
    assert len(sentences) == 6
    assert sentences[3:] == ("1 more is new.", "4 more changed.", "2 more are gone.")


def test_korean_sentences_are_korean() -> None:
    # GIVEN one change of every kind WHEN said in Korean THEN no English sentence is left
    for what in (
        "screen",
        "opened",
        "closed",
        "alert",
        "title",
        "state",
        "value",
        "text",
        "appeared",
        "gone",
    ):
        change = Change(what, "dialog", "가", "나", "다")  # type: ignore[arg-type]
        (sentence,) = change_sentences([change], catalogue("ko"))
        assert sentence


# On drawn screens


@dataclass(frozen=True)
class Drawn:
    """An order form, drawn small."""

    clock: str = "14:32"
    customer: str = "Ada Lindqvist"
    is_ticked: bool = False
    progress: float = 0.3
    down: int = 0
    has_caret: bool = False
    dialog: bool = False
    menu: bool = False
    shade: float = 1.0


def drawn(wish: Drawn) -> Image:
    picture = Pillow.new("RGB", (760, 560), (250, 250, 250))
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(16)
    rows = ("Order of the week", "Customer", wish.customer, "Deliver before noon", "Zurich and Basel only")
    for index, text in enumerate(rows):
        draw.text((40, 40 + 34 * index - wish.down), text, (20, 20, 20), font)
    draw.rectangle([420, 60, 438, 78], (255, 255, 255), (70, 70, 70), 1)
    if wish.is_ticked:
        draw.line([(423, 69), (428, 74), (435, 64)], (20, 20, 20), 3)
    draw.text((448, 60), "Gift wrapping", (20, 20, 20), font)
    draw.rectangle([420, 130, 700, 148], (225, 225, 225), (120, 120, 120), 1)
    draw.rectangle([421, 131, 421 + int(278 * wish.progress), 147], (20, 90, 220))
    draw.rectangle([420, 200, 520, 234], (225, 225, 230), (110, 110, 120), 1)
    draw.text((470, 217), "Print", (20, 20, 20), font, anchor="mm")
    draw.text((690, 530), wish.clock, (20, 20, 20), font)
    if wish.has_caret:
        draw.line(
            [
                (41 + draw.textlength(wish.customer, font), 106),
                (41 + draw.textlength(wish.customer, font), 124),
            ],
            0,
        )
    if wish.shade < 1:
        picture = picture.point(lambda level: round(level * wish.shade))
    draw = ImageDraw.Draw(picture)
    if wish.menu:
        draw.rectangle([420, 236, 560, 360], (238, 238, 242), (120, 120, 120), 1)
        for index, text in enumerate(("Open", "Rename", "Move to bin")):
            draw.text((434, 248 + 36 * index), text, (20, 20, 20), font)
    if wish.dialog:
        draw.rectangle([180, 240, 580, 420], (236, 236, 240), (90, 90, 90), 1)
        draw.text((200, 262), "Delete this order?", (20, 20, 20), ImageFont.load_default(20))
        draw.text((200, 300), "It cannot be brought back.", (20, 20, 20), font)
        for left, text in ((330, "Delete"), (450, "Cancel")):
            draw.rectangle([left, 366, left + 104, 400], (215, 215, 220), (100, 100, 110), 1)
            draw.text((left + 52, 383), text, (20, 20, 20), font, anchor="mm")
    return Image(picture.tobytes(), picture.width, picture.height)


@pytest.fixture
def describer() -> Iterator[ScreenDescriber]:
    describer = SPEC.load()
    yield describer
    describer.close()


Compare = Callable[[Drawn, Drawn], tuple[Change, ...]]


_LOOKS: dict[Drawn, tuple[Image, Description]] = {}
"""What was looked at already: most tests compare with the same first look."""


@pytest.fixture
def compare() -> Iterator[Compare]:
    describer = SPEC.load()

    def look(wish: Drawn) -> tuple[Image, Description]:
        if wish not in _LOOKS:
            image = drawn(wish)
            *_, description = describer.describe(image)
            _LOOKS[wish] = image, description
        return _LOOKS[wish]

    def compare(before: Drawn, after: Drawn) -> tuple[Change, ...]:
        (first, known_first), (second, known_second) = look(before), look(after)
        return changes(known_first, known_second, (first, second))

    yield compare
    describer.close()


def brief(found: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    return [(one.what, one.before, one.after) for one in found]


def test_a_clock_that_ticks(compare: Compare) -> None:
    assert brief(compare(Drawn(), Drawn(clock="14:33"))) == [("text", "14:32", "14:33")]


def test_a_text_that_is_replaced(compare: Compare) -> None:
    found = compare(Drawn(), Drawn(customer="Bruno Keller"))
    assert brief(found) == [("text", "Ada Lindqvist", "Bruno Keller")]


def test_a_box_that_is_ticked_and_a_bar_that_moves(compare: Compare) -> None:
    found = compare(Drawn(), Drawn(is_ticked=True, progress=0.6))
    assert [(one.what, one.role, one.after) for one in found] == [
        ("state", "checkbox", "checked"),
        ("value", "progressbar", "60%"),
    ]


def test_a_caret_is_no_change(compare: Compare) -> None:
    assert compare(Drawn(), Drawn(has_caret=True)) == ()


def test_a_dialog_is_told_as_that_and_first(compare: Compare) -> None:
    # WHEN a dialog opens over the form while a clock ticks
    found = compare(Drawn(), Drawn(dialog=True, clock="14:33"))
    # THEN it comes first with its words, its buttons follow, and the clock is told too
    assert (found[0].what, found[0].role) == ("opened", "dialog")
    assert found[0].after.splitlines() == ["Delete this order?", "It cannot be brought back."]
    sentences = change_sentences(found, ENGLISH)
    assert sentences == (
        "A dialog opened: Delete this order? It cannot be brought back.",
        "In it: Delete, button; Cancel, button.",
        "14:32 is now 14:33.",
    )


def test_what_lies_in_a_dialogs_shade_is_not_told(compare: Compare) -> None:
    found = compare(Drawn(), Drawn(dialog=True, shade=0.55))
    assert [one.what for one in found] == ["opened", "appeared", "appeared"]


def test_a_dialog_that_closes(compare: Compare) -> None:
    found = compare(Drawn(dialog=True, shade=0.55), Drawn())
    assert change_sentences(found, ENGLISH) == ("A dialog closed: Delete this order?",)


def test_a_menu_that_opens(compare: Compare) -> None:
    found = compare(Drawn(), Drawn(menu=True))
    assert change_sentences(found, ENGLISH) == ("A menu opened: Open, Rename, Move to bin.",)


def test_a_list_that_is_scrolled(compare: Compare) -> None:
    # WHEN the left side moves up by less than what would bring new lines
    assert compare(Drawn(), Drawn(down=12)) == ()


# Seen in one look only


FIELD = Box(60, 80, 300, 112)
DELIVERY = (line("Delivery:", 60, 55), TextLine("By post", Box(70, 87, 130, 105), 0.95, "en"))


def form(has_field: bool = True, ring: int = 0, words: str = "By post") -> Image:
    """A field with its label; the ring of the focus lies around it."""
    picture = Pillow.new("RGB", (800, 600), (250, 250, 250))
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(16)
    draw.text((60, 55), "Delivery:", (20, 20, 20), font)
    if has_field:
        draw.rectangle([60, 80, 299, 111], (255, 255, 255), (120, 120, 120), 1)
        draw.text((70, 87), words, (20, 20, 20), font)
    if ring:
        draw.rectangle([60 - ring, 80 - ring, 299 + ring, 111 + ring], None, (30, 90, 220), ring + 1)
    return Image(picture.tobytes(), picture.width, picture.height)


def combo(role: str = "combobox", label: str = "Delivery", value: str = "By post") -> Element:
    return Element(role, label, FIELD, 0.9, (), value)


@pytest.mark.parametrize("before", [(), (combo("item", ""),), (combo("button"),)])
def test_a_field_that_one_look_took_for_something_else_is_not_new(before: tuple[Element, ...]) -> None:
    # GIVEN a form of which one look did not see the field for what it is, and the focus came to it
    pictures = form(), form(ring=2)
    first, second = screen(*DELIVERY, elements=before), screen(*DELIVERY, elements=(combo(),))
    # WHEN compared, there and back THEN nothing is new and nothing is gone
    assert changes(first, second, pictures) == ()
    assert changes(second, first, pictures[::-1]) == ()


def test_words_written_into_a_field_do_not_make_it_new() -> None:
    # GIVEN a field that one look did not see, and other words in it
    pictures = form(words="By post"), form(words="Fetched")
    fetched = replace(DELIVERY[1], text="Fetched")
    first = screen(*DELIVERY)
    second = screen(DELIVERY[0], fetched, elements=(combo(value="Fetched"),))
    # THEN the words are told and the field is not
    assert brief(changes(first, second, pictures)) == [("text", "By post", "Fetched")]


@pytest.mark.parametrize("ring", [1, 2, 3])
def test_a_small_box_with_a_ring_is_still_there(ring: int) -> None:
    # GIVEN a box to tick that is only seen without the ring of the focus around it, and so is its label
    def picture(ring: int, has_box: bool = True) -> Image:
        made = Pillow.new("RGB", (200, 100), (40, 40, 44))
        draw = ImageDraw.Draw(made)
        draw.text((62, 40), "Beep", (220, 220, 220), ImageFont.load_default(14))
        if has_box:
            draw.rectangle([40, 42, 52, 54], None, (200, 200, 200), 1)
        for step in range(1, ring + 1):
            draw.rectangle([40 - step, 42 - step, 52 + step, 54 + step], None, (30, 100, 240), 1)
        return Image(made.tobytes(), made.width, made.height)

    box = Element("checkbox", "Beep", Box(40, 42, 53, 55), 0.9)
    ticked = replace(screen(line("Beep", 62, 40), elements=(box,)), size=(200, 100))
    empty = replace(screen(line("Beep", 62, 40)), size=(200, 100))
    assert changes(ticked, empty, (picture(0), picture(ring))) == ()
    # WHEN the box itself goes THEN that is told
    assert brief(changes(ticked, empty, (picture(0), picture(0, has_box=False)))) == [("gone", "Beep", "")]


def test_a_field_that_was_not_drawn_before_is_new() -> None:
    pictures = form(has_field=False), form()
    first, second = screen(DELIVERY[0]), screen(*DELIVERY, elements=(combo(),))
    assert brief(changes(first, second, pictures)) == [("appeared", "", "Delivery")]
    assert brief(changes(second, first, pictures[::-1])) == [("gone", "Delivery", "")]


def test_what_was_scrolled_is_known_to_the_pixel() -> None:
    # GIVEN a page scrolled by 31 px, whose boxes say 30, and a line read in other pieces
    first = drawn(Drawn())
    pixels = np.frombuffer(first.pixels, np.uint8).reshape(560, 760, 3)
    moved = as_image(np.concatenate([pixels[31:], np.repeat(pixels[-1:], 31, 0)]))
    words = ("Order of the week", "Customer", "Ada Lindqvist", "Deliver before noon")
    tops = [40 + 34 * index for index in range(4)]
    whole = [TextLine(text, Box(40, top, 200, top + 20), 0.9) for text, top in zip(words, tops, strict=True)]
    end = TextLine("Zurich and Basel only", Box(40, 176, 200, 196), 0.9)
    other = TextLine("Zunch and Bosel", Box(40, 146, 160, 166), 0.9)
    up = [
        replace(one, box=one.box._replace(top=one.box.top - 30, bottom=one.box.bottom - 30)) for one in whole
    ]
    # WHEN compared THEN the line whose pixels are the same is told to be none other
    before, after = (replace(screen(*texts), size=(760, 560)) for texts in ([*whole, end], [*up, other]))
    assert changes(before, after, (first, moved)) == ()


# Pixels


def as_image(pixels: "np.ndarray") -> Image:
    return Image(pixels.astype(np.uint8).tobytes(), pixels.shape[1], pixels.shape[0])


def test_a_shade_is_seen_through() -> None:
    # GIVEN a picture of several greys WHEN a shade lies on all of it THEN everything is the same
    pixels = np.full((120, 160, 3), 240)
    pixels[20:60, 20:90], pixels[70:100, 30:140] = 40, 120
    looks = TwoLooks(as_image(pixels), as_image(np.rint(pixels * 0.5)))
    assert looks.is_shaded
    assert looks.is_same(Box(0, 0, 160, 120))


def test_what_moved_out_of_the_picture_is_not_the_same() -> None:
    from engines.image_description.changes_matching import Offset

    pixels = np.full((60, 60, 3), 200)
    looks = TwoLooks(as_image(pixels), as_image(pixels))
    assert looks.is_same(Box(10, 10, 30, 30), Offset(0, 20))
    assert not looks.is_same(Box(10, 40, 30, 60), Offset(0, 20))


# On real screens, where there are any


def test_real_screens(describer: ScreenDescriber, real_data: Path | None) -> None:
    # GIVEN real screens, or the samples WHEN coded anew and given a clock that ticks
    folder = real_data / "screens" if real_data else resource.path("samples")
    from tests.benchmarks.changes import as_image, look, with_clock

    for path in sorted(folder.glob("s*.png"))[:2]:
        picture = Pillow.open(path).convert("RGB")
        first, second = (as_image(with_clock(picture, clock)) for clock in ("14:32", "14:33"))
        before, after = look(describer, first), look(describer, second)
        # THEN two looks at the same tell nothing, and of the other only the clock is told
        assert changes(before, look(describer, first), (first, first)) == ()
        assert brief(changes(before, after, (first, second))) == [("text", "14:32", "14:33")]
