"""The parts around the trained network: what is measured, what is seen, what stays, what it is called."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from engines import resource
from engines.errors import ModelDamaged
from engines.image_description.screen.classifier import (
    TrainedClassifier,
    decide,
    is_covered_field,
    is_head_of_column,
    is_rest_of_table,
    towards_rules,
    without_strays,
)
from engines.image_description.screen.classifier_candidates import (
    MOST,
    OUTLINE,
    choose,
    gather,
    plausible,
)
from engines.image_description.screen.classifier_colours import is_written_in_frame_colour
from engines.image_description.screen.classifier_columns import with_entry_columns
from engines.image_description.screen.classifier_measures import measure, relate
from engines.image_description.screen.classifier_names import named
from engines.image_description.screen.classifier_network import ElementNetwork, Guesses
from engines.image_description.screen.classifier_steppers import has_plus_and_minus
from engines.image_description.screen.classifier_tables import stands_in_table
from engines.image_description.screen.classifier_views import CHANNELS, HEIGHT, WIDTH, sheet, views
from engines.image_description.screen.engine import ScreenDescriber
from engines.image_description.screen.proposals import propose
from engines.image_description.screen.reader import meets
from engines.image_description.screen.rules_evidence import Picture
from engines.image_description.screen.rules_surroundings import Lines
from engines.image_description.screen.suppression import suppress
from engines.image_description.screen.tab_rows import with_tab_rows
from engines.results import Box, Element, TextLine
from engines.sources.pictures import read

ROLES = ("background", "button", "textbox", "checkbox", "icon", "heading")
STATES = ("checked", "mixed", "disabled")
LEAST = dict.fromkeys((*ROLES, *STATES), 0.5) | {"item": 0.8}
FACTS = {
    "roles": ROLES,
    "states": STATES,
    "least": LEAST,
    "trust": {"button": 0.5},
    "least_alone": {},
    "least_in_table": {},
}
NO_LINES = Lines([])


def form(scale: int = 1) -> tuple[np.ndarray, list[TextLine]]:
    """Draw a labelled field, a check box and a button."""
    pixels = np.full((200 * scale, 360 * scale, 3), 250, np.uint8)
    for box in ((100, 30, 320, 56), (100, 80, 114, 94), (100, 120, 180, 150)):
        left, top, right, bottom = (side * scale for side in box)
        cv2.rectangle(pixels, (left, top), (right - 1, bottom - 1), (120, 120, 120), scale)
    lines = []
    for words, left, top, right, bottom in (
        ("Name:", 40, 34, 90, 52),
        ("Keep me", 124, 78, 190, 96),
        ("Send", 120, 126, 160, 144),
    ):
        place = Box(left * scale, top * scale, right * scale, bottom * scale)
        at = (place.left, place.bottom - 5 * scale)
        cv2.putText(pixels, words, at, cv2.FONT_HERSHEY_SIMPLEX, 0.45 * scale, (0, 0, 0), scale, cv2.LINE_AA)
        lines.append(TextLine(words, place, 0.95))
    return pixels, lines


def test_a_screen_twice_as_large_measures_the_same() -> None:
    # GIVEN one form, once drawn twice as large
    boxes = np.array([(100, 30, 320, 56), (100, 80, 114, 94), (100, 120, 180, 150)], np.int32)
    kinds = np.zeros(3, np.int32)
    small, small_lines = form()
    large, large_lines = form(2)
    # WHEN its controls are measured
    one = measure(Picture(small), boxes, kinds, Lines(small_lines))
    two = measure(Picture(large), boxes * 2, kinds, Lines(large_lines))
    # THEN they measure about the same, but for their size in pixels
    differs = np.abs(one - two).max(axis=0) > 0.45
    assert differs.sum() <= 8
    assert one.shape == two.shape
    assert np.isfinite(one).all()


def test_nothing_to_measure() -> None:
    # GIVEN a screen without boxes or lines
    pixels = np.zeros((50, 50, 3), np.uint8)
    none = np.zeros((0, 4), np.int32)
    # WHEN measured, gathered and seen
    measured = measure(Picture(pixels), none, np.zeros(0, np.int32), Lines([]))
    related = relate(none, 16.0, [])
    seen = views(sheet(pixels, ()), none)
    # THEN there is nothing, in the right number of columns
    some = measure(Picture(pixels), np.array([[5, 5, 20, 20]], np.int32), np.zeros(1, np.int32), Lines([]))
    assert measured.shape == (0, some.shape[1])
    assert related.shape[0] == 0
    assert seen.shape == (0, HEIGHT, WIDTH, CHANNELS)


def test_views_show_the_ends_and_the_whole() -> None:
    # GIVEN a box that is red at its left end and blue at its right, at the picture's edge
    pixels = np.full((60, 300, 3), 255, np.uint8)
    pixels[0:20, 0:30] = (255, 0, 0)
    pixels[0:20, 170:200] = (0, 0, 255)
    # WHEN it is seen
    seen = views(
        sheet(pixels, (TextLine("x", Box(80, 0, 120, 20), 1.0),)), np.array([[0, 0, 200, 20]], np.int32)
    )[0]
    # THEN the left slice is red, the right one blue, and text shows in the middle one and the whole
    assert tuple(seen[16, 10, :3]) == (255, 0, 0)
    assert tuple(seen[16, 64 + 20, :3]) == (0, 0, 255)
    assert seen[16, 48, 3] == 255
    assert seen[16, 96 + 32, 3] > 200
    assert seen[2, 100, 3] == 0


def test_gather_keeps_each_box_once_and_choose_the_most_hopeful() -> None:
    # GIVEN a form, a line that is a proposal too, and far too many boxes
    pixels, lines = form()
    proposals = [*propose(pixels), lines[0].box]
    proposals += [Box(x, y, x + 20, y + 12) for x in range(0, 330, 7) for y in range(0, 180, 8)]
    known = Lines(lines)
    # WHEN they are gathered and chosen from by a gate that hopes for wide ones
    found = gather(Picture(pixels), proposals, known, ())
    chosen = choose(found, lambda measures: 1 / (1 + np.exp(-measures[:, 0])), 0.0, known, ())
    # THEN each box stands once, and the widest are chosen
    assert len(np.unique(found.boxes, axis=0)) == len(found.boxes)
    assert len(chosen.boxes) == MOST
    widths = found.boxes[:, 2] - found.boxes[:, 0]
    assert (chosen.boxes[:, 2] - chosen.boxes[:, 0]).min() >= np.sort(widths)[-MOST]
    assert chosen.measures.shape[1] > found.measures.shape[1]


@pytest.mark.parametrize(
    ("boxes", "roles", "kept"),
    [
        ([(0, 0, 100, 30), (2, 2, 98, 28)], ("button", "button"), [0]),
        ([(0, 0, 100, 30), (20, 5, 60, 25)], ("button", "link"), [0]),
        ([(0, 0, 300, 30), (275, 6, 293, 24)], ("textbox", "icon"), [0, 1]),
        ([(275, 6, 293, 24), (0, 0, 300, 30)], ("icon", "textbox"), [0, 1]),
        ([(0, 0, 100, 30), (5, 5, 25, 25)], ("button", "icon"), [0]),
        ([(0, 0, 100, 30), (0, 40, 100, 70)], ("button", "button"), [0, 1]),
        ([(0, 0, 100, 30), (120, 0, 220, 30), (0, 0, 220, 30)], ("button", "button", "textbox"), [0, 1]),
    ],
    ids=[
        "twice",
        "words in a button",
        "icon in a field",
        "field round an icon",
        "icon of a button",
        "two",
        "row",
    ],
)
def test_one_box_stays_for_each_control(
    boxes: list[tuple[int, int, int, int]], roles: tuple[str, ...], kept: list[int]
) -> None:
    # GIVEN boxes, the surest first
    scores = np.linspace(0.9, 0.6, len(boxes)).astype(np.float32)
    # WHEN one is left for each control
    found = suppress(np.array(boxes, np.int32), roles, scores)
    # THEN those stay that may stand beside a surer one
    assert found == kept


def test_what_is_unsure_is_an_item() -> None:
    # GIVEN one sure button, one thing between two roles, and one that is likely nothing
    roles = np.array(
        [[0.05, 0.9, 0.05, 0, 0, 0], [0.04, 0.44, 0.42, 0.1, 0, 0], [0.7, 0.3, 0, 0, 0, 0]], np.float32
    )
    guesses = Guesses(
        roles, np.array([[0, 0, 0.9], [0, 0, 0], [0, 0, 0]], np.float32), np.ones(3, np.float32)
    )
    boxes = np.array([(0, 0, 80, 30), (0, 50, 80, 80), (0, 100, 80, 130)], np.int32)
    # WHEN it is decided
    found = decide(boxes, guesses, ("", "", ""), FACTS, NO_LINES)
    # THEN the first is a button in its state, the second an item, the third left out
    assert [(one.role, one.state) for one in found] == [("button", ("disabled",)), ("item", ())]


def test_less_certainty_is_enough_where_the_rules_agree() -> None:
    # GIVEN two boxes that the network takes for a button with a third of certainty
    guesses = Guesses(
        np.array([[0.67, 0.33, 0, 0, 0, 0]] * 2, np.float32),
        np.zeros((2, 3), np.float32),
        np.ones(2, np.float32),
    )
    boxes = np.array([(0, 0, 80, 30), (0, 50, 80, 80)], np.int32)
    # WHEN the rules call the first a button too, and the second a text box
    found = decide(boxes, guesses, ("button", "textbox"), FACTS, NO_LINES)
    # THEN the first is one
    assert [(one.role, one.box.top) for one in found] == [("button", 0)]


def test_more_certainty_is_needed_where_the_rules_disagree() -> None:
    # GIVEN two boxes that the network takes for a button with two thirds of certainty
    guesses = Guesses(
        np.array([[0.33, 0.67, 0, 0, 0, 0]] * 2, np.float32),
        np.zeros((2, 3), np.float32),
        np.ones(2, np.float32),
    )
    boxes = np.array([(0, 0, 80, 30), (0, 50, 80, 80)], np.int32)
    # WHEN the rules call only the first so, and a button alone needs more
    facts = FACTS | {"least_alone": {"button": 0.75}}
    found = decide(boxes, guesses, ("button", ""), facts, NO_LINES)
    # THEN the second is none
    assert [(one.role, one.box.top) for one in found] == [("button", 0)]


def test_a_frame_round_a_box_to_tick_is_no_button() -> None:
    # GIVEN a row in a frame, taken for a button, with a box in it that is surely to be ticked
    sure = [[0.05, 0.95, 0, 0, 0, 0], [0.1, 0, 0, 0.9, 0, 0]]
    boxes = np.array([(10, 10, 210, 50), (20, 22, 36, 38)], np.int32)
    guesses = Guesses(np.array(sure, np.float32), np.zeros((2, 3), np.float32), np.ones(2, np.float32))
    # WHEN decided
    found = decide(boxes, guesses, ("", ""), FACTS, NO_LINES)
    # THEN there is the box only
    assert [(one.role, one.box.left) for one in found] == [("checkbox", 20)]


def test_a_mark_much_higher_than_the_text_is_no_box_to_tick() -> None:
    # GIVEN two boxes surely to be ticked, one of them as high as two lines, and the same that the rules know
    boxes = np.array([(10, 10, 26, 26), (10, 60, 44, 94), (10, 160, 44, 194)], np.int32)
    guesses = Guesses(
        np.array([[0.05, 0, 0, 0.95, 0, 0]] * 3, np.float32),
        np.zeros((3, 3), np.float32),
        np.ones(3, np.float32),
    )
    lines = Lines([TextLine("Remember me", Box(40, 8, 140, 26), 0.9)])
    # WHEN decided
    found = decide(boxes, guesses, ("", "", "checkbox"), FACTS, lines)
    # THEN the high one is none, but where the rules say so
    assert sorted(one.box.top for one in found) == [10, 160]


def test_entries_below_each_other_vouch_for_the_one_between() -> None:
    # GIVEN four lines below each other, the second and the fourth doubtful
    boxes = np.array([(20, 20 + 30 * row, 120, 38 + 30 * row) for row in range(4)], np.int32)
    chances = np.array([[0.1, 0.9], [0.6, 0.4], [0.1, 0.9], [0.6, 0.4]], np.float32)
    # WHEN they vouch for each other
    found = with_entry_columns(chances, boxes, 1)
    # THEN the one between two sure ones gains, the last does not
    assert found[1, 1] == pytest.approx(0.75, abs=0.01)
    assert found[[0, 2, 3], 1] == pytest.approx([0.9, 0.9, 0.4])
    assert found.sum(axis=1) == pytest.approx(1)


def grid(rows: int, columns: int) -> list[TextLine]:
    """Write words in rows and columns, 100 px apart and 30 px below each other."""
    return [
        TextLine(
            f"word {row} {column}", Box(20 + 100 * column, 20 + 30 * row, 70 + 100 * column, 36 + 30 * row), 1
        )
        for row in range(rows)
        for column in range(columns)
    ]


@pytest.mark.parametrize(
    ("rows", "columns", "is_table"), [(4, 3, True), (3, 5, True), (6, 2, False), (2, 4, False), (8, 1, False)]
)
def test_words_in_rows_and_columns_stand_in_a_table(rows: int, columns: int, is_table: bool) -> None:
    # GIVEN words in rows and columns; of two columns, the second may be the keys of a menu's entries
    lines = grid(rows, columns)
    # WHEN each is looked at
    stand = [stands_in_table(line.box, Lines(lines)) for line in lines]
    # THEN all of them stand in a table, or none
    assert set(stand) == {is_table}


def test_paragraphs_and_lone_words_stand_in_no_table() -> None:
    # GIVEN a list of entries beside rows at other heights, and a heading over it
    lines = [TextLine("entry", Box(20, 40 + 34 * row, 80, 56 + 34 * row), 1) for row in range(6)]
    lines += [
        TextLine("words", Box(220 + 37 * row, 57 + 34 * row, 500 + 11 * row, 73 + 34 * row), 1)
        for row in range(6)
    ]
    # THEN none is a cell, nor is a place without words
    assert not any(stands_in_table(line.box, Lines(lines)) for line in lines)
    assert not stands_in_table(Box(600, 300, 640, 320), Lines(lines))


def test_more_certainty_is_needed_in_a_table() -> None:
    # GIVEN words taken for a button with two thirds of certainty, in a table and beside it
    lines = grid(4, 3)
    alone = Box(600, 20, 660, 40)
    guesses = Guesses(
        np.array([[0.33, 0.67, 0, 0, 0, 0]] * 2, np.float32),
        np.zeros((2, 3), np.float32),
        np.ones(2, np.float32),
    )
    # WHEN a button needs more in a table
    facts = FACTS | {"least_in_table": {"button": 0.9}}
    found = decide(np.array([lines[4].box, alone], np.int32), guesses, ("", ""), facts, Lines(lines))
    # THEN only the other one is one
    assert [one.box for one in found] == [alone]


def test_a_field_that_is_only_underlined_is_a_candidate() -> None:
    # GIVEN two lines drawn below words and below nothing
    lines = [TextLine("localhost", Box(50, 40, 120, 56), 1)]
    rules = [Box(40, 64, 300, 66), Box(40, 164, 300, 166)]
    # WHEN gathered
    found = gather(Picture(np.full((200, 360, 3), 255, np.uint8)), rules, Lines(lines), ())
    # THEN a box stands on each, with as much room above the words as below them
    boxes = found.boxes.tolist()
    assert [40, 30, 300, 66] in boxes
    assert any(box[0] == 40 and box[2:] == [300, 166] and 120 < box[1] < 150 for box in boxes)


def test_doubtful_tabs_of_which_none_is_chosen_are_none() -> None:
    # GIVEN a row of doubtful tabs without a chosen one, and one with
    headers = [Element("tab", "", Box(x, 10, x + 50, 30), 0.7) for x in (0, 60, 120)]
    tabs = [Element("tab", "", Box(x, 100, x + 50, 120), 0.7) for x in (0, 60)]
    chosen = Element("tab", "", Box(120, 98, 170, 120), 0.7, state=("selected",))
    # WHEN those that make no sense are left out
    found = without_strays([*headers, *tabs, chosen])
    # THEN the second row stays
    assert found == [*tabs, chosen]


def test_doubtful_menu_items_on_their_own_are_none() -> None:
    # GIVEN two entries one below the other, one far from them, and a sure one
    menu = [Element("menuitem", "", Box(10, y, 110, y + 20), 0.7) for y in (10, 34)]
    cell = Element("menuitem", "", Box(300, 200, 360, 220), 0.7)
    sure = Element("menuitem", "", Box(500, 300, 560, 320), 0.99)
    # WHEN those that make no sense are left out
    found = without_strays([*menu, cell, sure])
    # THEN the lone doubtful one is gone
    assert found == [*menu, sure]


def test_the_mark_before_an_entry_is_a_part_of_it() -> None:
    # GIVEN entries found by their words, with marks before them, and an icon further away
    menu = [Element("menuitem", "", Box(60, y, 160, y + 20), 0.9) for y in (10, 40)]
    marks = [Element("icon", "", Box(30, y + 2, 46, y + 18), 0.9) for y in (10, 40)]
    other = Element("icon", "", Box(300, 12, 316, 28), 0.9)
    # WHEN what makes no sense is left out
    found = without_strays([*menu, *marks, other])
    # THEN the marks are gone
    assert found == [*menu, other]


def test_labels_come_from_the_lines_around() -> None:
    # GIVEN controls on a form
    pixels, lines = form()
    known = Lines(lines)
    field = Element("textbox", "", Box(100, 30, 320, 56), 0.9)
    check = Element("checkbox", "", Box(100, 80, 114, 94), 0.9)
    button = Element("button", "", Box(100, 120, 180, 150), 0.9)
    everything = (field, check, button)
    # WHEN they are given their names
    names = [named(Picture(pixels), one, everything, (), known).label for one in everything]
    # THEN each has the words that stand with it
    assert names == ["Name:", "Keep me", "Send"]


def test_a_damaged_model_is_said_to_be_damaged(tmp_path: Path) -> None:
    # GIVEN a folder with facts, and a network that is none
    (tmp_path / "facts.json").write_text(json.dumps({"roles": [], "states": []}), "utf-8")
    (tmp_path / "gate.onnx").write_bytes(b"nothing")
    # WHEN it is used
    network = ElementNetwork(tmp_path)
    # THEN a sentence says so
    with pytest.raises(ModelDamaged):
        network.hopes(np.zeros((1, 3), np.float32))
    with pytest.raises(ModelDamaged):
        _ = ElementNetwork(tmp_path / "nowhere").facts


def test_kinds_of_candidates() -> None:
    # GIVEN a line and an outline
    pixels, lines = form()
    # WHEN gathered
    found = gather(Picture(pixels), [Box(100, 120, 180, 150)], Lines(lines), ())
    # THEN the outline is known as one, and room is left round every line
    index = found.boxes.tolist().index([100, 120, 180, 150])
    assert found.kinds[index] == OUTLINE
    assert len(found.boxes) >= 1 + 2 * len(lines)


def test_an_area_hardly_brighter_than_its_ground_is_a_candidate() -> None:
    # GIVEN a field that no outline is found of, two grey levels from the page around it
    pixels = np.full((120, 300, 3), 244, np.uint8)
    pixels[40:70, 50:250] = 246
    assert propose(pixels) == []
    # WHEN gathered
    found = gather(Picture(pixels), [], Lines(()), ())
    # THEN the field is among what may be a control
    assert np.abs(found.boxes - (50, 40, 250, 70)).max(axis=1).min() <= 1


def test_a_picture_without_a_frame_is_a_candidate() -> None:
    # GIVEN a picture of two big areas, which covers most of a dark page
    pixels = np.full((400, 600, 3), 30, np.uint8)
    pixels[40:200, 20:580], pixels[200:380, 20:580] = (200, 220, 250), (80, 160, 60)
    # WHEN gathered
    found = gather(Picture(pixels), [], Lines(()), ())
    # THEN it is among what may be a control as a whole
    assert np.abs(found.boxes - (20, 40, 580, 380)).max(axis=1).min() <= 2


def test_a_photograph_taken_for_a_line_is_none() -> None:
    # GIVEN a line of text, and a photograph that a detector took for one
    line, photograph = TextLine("Save", Box(10, 10, 60, 28), 0.9), TextLine("", Box(0, 40, 800, 590), 0.0)
    # WHEN the lines of a picture 600 px high are looked through; THEN the photograph goes
    assert plausible((line, photograph), 600) == [line]


def test_the_rules_tip_the_scales_between_two_roles() -> None:
    # GIVEN boxes that the network takes for a field rather than for a button
    chances = np.zeros((2, len(ROLES)), np.float32)
    chances[:, ROLES.index("textbox")], chances[:, ROLES.index("button")] = 0.6, 0.4
    facts = FACTS | {"lean_roles": 1.4, "trust": {"button": 0.5}}
    # WHEN the rules call the first a button, and say nothing of the second
    found = towards_rules(chances, ("button", ""), facts)
    # THEN the first is more likely one, the second as before; chances add up to 1
    assert found[:, ROLES.index("button")] == pytest.approx([0.73, 0.4], abs=0.005)
    assert found.sum(axis=1) == pytest.approx([1, 1])


def test_words_in_the_colour_of_their_frame_are_a_buttons() -> None:
    # GIVEN two boxes framed in blue, the words of one as blue as its frame, those of the other black
    pixels = np.full((120, 300, 3), 255, np.uint8)
    boxes, lines = (Box(20, 20, 140, 50), Box(20, 70, 140, 100)), []
    for box, ink in zip(boxes, ((15, 98, 254), (22, 22, 22)), strict=True):
        cv2.rectangle(pixels, box[:2], (box.right - 1, box.bottom - 1), (15, 98, 254), 1)
        cv2.putText(
            pixels,
            "Browse",
            (box.left + 12, box.top + 20),
            cv2.FONT_HERSHEY_SIMPLEX,
            0.5,
            ink,
            1,
            cv2.LINE_AA,
        )
        lines.append(TextLine("Browse", Box(box.left + 11, box.top + 7, box.left + 72, box.top + 23), 0.9))
    # WHEN asked of which the words are part of the frame
    found = [is_written_in_frame_colour(Picture(pixels), box, Lines(lines)) for box in boxes]
    # THEN it is the first
    assert found == [True, False]


def stepper(signs: tuple[str, str]) -> Picture:
    """Draw a wide field with a number at its left and two signs, a line between them, at its right end."""
    pixels = np.full((60, 320, 3), 255, np.uint8)
    cv2.rectangle(pixels, (10, 10), (309, 49), (120, 120, 120), 1)
    cv2.putText(pixels, "13", (22, 36), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (20, 20, 20), 1, cv2.LINE_AA)
    cv2.line(pixels, (270, 16), (270, 43), (200, 200, 200), 1)
    for middle, sign in zip((250, 290), signs, strict=True):
        if sign in "+-":
            cv2.line(pixels, (middle - 5, 30), (middle + 5, 30), (20, 20, 20), 2)
        if sign == "+":
            cv2.line(pixels, (middle, 25), (middle, 35), (20, 20, 20), 2)
        if sign == "v":
            corners = np.array([(middle - 5, 27), (middle, 33), (middle + 5, 27)], np.int32)
            cv2.polylines(pixels, [corners], False, (20, 20, 20), 2)
    return Picture(pixels)


@pytest.mark.parametrize(
    ("signs", "is_stepped"),
    [(("-", "+"), True), (("+", "-"), True), ((" ", "v"), False), (("+", "v"), False)],
)
def test_a_minus_and_a_plus_step_a_number(signs: tuple[str, str], is_stepped: bool) -> None:
    # GIVEN a field with signs at its end; THEN only a minus beside a plus step what is in it
    assert has_plus_and_minus(stepper(signs), Box(10, 10, 310, 50)) is is_stepped


@pytest.mark.parametrize(
    ("confidence", "count", "is_covered"), [(0.6, 3, True), (0.8, 3, False), (0.6, 1, False)]
)
def test_a_doubtful_field_under_several_lines_is_covered(
    confidence: float, count: int, is_covered: bool
) -> None:
    # GIVEN a field, and lines of text in it
    field = Element("textbox", "", Box(10, 10, 400, 200), confidence)
    lines = Lines(
        [TextLine("words", Box(20, 20 + 30 * row, 120, 38 + 30 * row), 0.9) for row in range(count)]
    )
    # WHEN asked whether something lies on it; THEN only a doubtful one with several lines is covered
    assert is_covered_field(field, lines) is is_covered


def test_the_room_below_a_table_is_no_field() -> None:
    # GIVEN a table and, close below it, a big empty box; its last row and its sides
    lines = Lines(grid(4, 3))
    below = max(line.box.bottom for line in lines.all) + 5
    wide = max(line.box.right for line in lines.all)
    room = Element("textbox", "", Box(0, below, wide, below + 200), 0.86)
    # THEN the box is what the table leaves free
    assert is_rest_of_table(room, lines)
    # AND one that is far from it, as low as a line, or holds words is a field
    assert not is_rest_of_table(replace(room, box=Box(0, below + 100, wide, below + 300)), lines)
    assert not is_rest_of_table(replace(room, box=Box(0, below, wide, below + 30)), lines)
    inside = Lines([*lines.all, TextLine("words", Box(10, below + 10, 60, below + 28), 0.9)])
    assert not is_rest_of_table(room, inside)
    # AND so is one below a single label
    label = Lines([TextLine("Message:", Box(0, below - 25, 80, below - 5), 0.9)])
    assert not is_rest_of_table(room, label)


def test_the_framed_head_of_a_column_is_no_button() -> None:
    # GIVEN a table with at least three rows below its head
    lines = Lines(grid(4, 3))
    head = lines.all[0].box
    frame = Element("button", "", Box(head.left - 4, head.top - 2, head.right + 4, head.bottom + 2), 0.69)
    # THEN a doubtful button on the head is none
    assert is_head_of_column(frame, lines)
    # AND one that is sure, stands higher above the table, or above fewer cells stays
    assert not is_head_of_column(replace(frame, confidence=0.95), lines)
    far = Box(frame.box.left, frame.box.top - 80, frame.box.right, frame.box.bottom - 80)
    assert not is_head_of_column(replace(frame, box=far), lines)
    assert not is_head_of_column(frame, Lines(grid(3, 3)))


def test_the_shipped_network_knows_a_form() -> None:
    # GIVEN a form
    pixels, lines = form(2)
    # WHEN the shipped network looks
    found = TrainedClassifier().classify(pixels, propose(pixels), lines)
    # THEN it names the controls with their labels
    assert {(one.role, one.label) for one in found} >= {
        ("textbox", "Name:"),
        ("checkbox", "Keep me"),
        ("button", "Send"),
    }


def test_only_what_reaches_into_rows_is_asked_for() -> None:
    # GIVEN two forms, one well below the other
    upper, lines = form(2)
    pixels = np.concatenate([upper, upper])
    down = len(upper)
    below = [TextLine(one.text, Box(*np.add(one.box, (0, down, 0, down)).tolist()), 0.95) for one in lines]
    rows = slice(down + 150, down + 200)
    # WHEN controls are asked for that reach into some rows of the lower one
    classifier, proposals = TrainedClassifier(), propose(pixels)
    whole = classifier.classify(pixels, proposals, [*lines, *below])
    found = classifier.classify(pixels, proposals, [*lines, *below], rows)
    # THEN these are the same as if all had been looked at, and what is far away was not
    assert [one for one in found if meets(one.box, rows)] == [one for one in whole if meets(one.box, rows)]
    assert any(meets(one.box, rows) for one in found)
    assert len(found) < len(whole)


def test_tabs_beside_each_other_vouch_for_each_other() -> None:
    # GIVEN a sure tab, a doubtful one beside it, and one just as doubtful elsewhere
    boxes = np.array([(10, 10, 90, 40), (92, 11, 170, 40), (92, 200, 170, 230)], np.int32)
    chances = np.array([(0.0, 0.05, 0.95), (0.2, 0.5, 0.3), (0.2, 0.5, 0.3)], np.float32)
    # WHEN they are seen as a row
    found = with_tab_rows(chances, boxes, 2)
    # THEN the one beside the sure tab is a tab, and the one elsewhere is as doubtful as it was
    assert found[1, 2] > 0.8
    assert found[1, 1] > found[1, 0]
    assert np.allclose(found.sum(axis=1), 1)
    assert np.allclose(found[2], chances[2])


def test_no_box_is_a_row_of_tabs() -> None:
    # GIVEN no boxes WHEN seen as a row THEN there are none
    assert len(with_tab_rows(np.zeros((0, 3), np.float32), np.zeros((0, 4), np.int32), 2)) == 0


def test_words_beside_a_box_to_tick_are_no_entry_of_a_menu() -> None:
    # GIVEN a box to tick with its words, taken for an entry among others, and an entry that holds a mark
    box = Element("checkbox", "", Box(50, 100, 66, 116), 0.9)
    words = Element("menuitem", "", Box(72, 96, 200, 120), 0.6)
    entry = Element("menuitem", "", Box(40, 126, 200, 150), 0.6)
    mark = Element("checkbox", "", Box(46, 130, 62, 146), 0.9)
    next_entry = Element("menuitem", "", Box(40, 152, 200, 176), 0.6)
    # WHEN strays are left out
    kept = without_strays([box, words, entry, mark, next_entry])
    # THEN the words are the box's own, and the entry stays with its mark
    assert words not in kept
    assert {box, entry, mark} <= set(kept)


def test_a_table_in_a_sample_is_told_whole_and_nothing_else_beside_it() -> None:
    # GIVEN the sample with invoices
    describer = ScreenDescriber()
    try:
        *_, last = describer.describe(read(resource.path("samples", "invoice-table.png")))
    finally:
        describer.close()
    # THEN its one button and its one field are told, and all five columns
    named = {(one.role, one.label) for one in last.elements if one.role in ("button", "textbox")}
    assert named == {("button", "Find"), ("textbox", "Search:")}
    (table,) = [table for region in last.regions for table in region.tables]
    assert table.header == ("Number", "Customer", "Due date", "Amount", "Status")
    assert len(table.rows) == 5
