"""The rules that name controls, on controls drawn in several looks with known truth."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from engines.image_description.boxes import likeness
from engines.image_description.screen.proposals import propose
from engines.image_description.screen.rules import RuleClassifier
from engines.results import Box, Element, TextLine

Colour = tuple[int, int, int]
WHITE, BLACK, GREY, BLUE, NIGHT = (255, 255, 255), (20, 20, 20), (150, 150, 150), (0, 95, 204), (32, 34, 40)


class Drawing:
    """A picture and the lines of text written on it."""

    def __init__(self, ground: Colour = WHITE, size: tuple[int, int] = (640, 480)) -> None:
        self.pixels = np.full((size[1], size[0], 3), ground, np.uint8)
        self.lines: list[TextLine] = []

    def write(self, words: str, left: int, middle: int, ink: Colour = BLACK, is_read: bool = True) -> None:
        (width, height), _base = cv2.getTextSize(words, cv2.FONT_HERSHEY_SIMPLEX, 0.45, 1)
        at = (left, middle + height // 2)
        cv2.putText(self.pixels, words, at, cv2.FONT_HERSHEY_SIMPLEX, 0.45, ink, 1, cv2.LINE_AA)
        box = Box(left - 3, middle - 10, left + width + 3, middle + 10)
        self.lines.append(TextLine(words if is_read else "", box, 0.99))

    def frame(self, box: Box, border: Colour = GREY, fill: Colour | None = None, radius: int = 0) -> None:
        outline = rounded(box, radius)
        if fill:
            cv2.fillPoly(self.pixels, [outline], fill, cv2.LINE_AA)
        cv2.polylines(self.pixels, [outline], True, border, 1, cv2.LINE_AA)

    def controls(self) -> tuple[Element, ...]:
        return RuleClassifier().classify(self.pixels, propose(self.pixels), self.lines)

    def at(self, box: Box) -> Element | None:
        near = [one for one in self.controls() if likeness(one.box, box) >= 0.5]
        return near[0] if near else None


def rounded(box: Box, radius: int) -> np.ndarray:
    """Return the outline of a box with round corners."""
    corners = [
        (box.right - 1 - radius, box.top + radius, -90),
        (box.right - 1 - radius, box.bottom - 1 - radius, 0),
        (box.left + radius, box.bottom - 1 - radius, 90),
        (box.left + radius, box.top + radius, 180),
    ]
    turns = [(x, y, start + step) for x, y, start in corners for step in range(0, 91, 10)]
    points = [
        (x + radius * math.cos(math.radians(turn)), y + radius * math.sin(math.radians(turn)))
        for x, y, turn in turns
    ]
    return np.array(points).round().astype(np.int32)


BUTTON = Box(100, 100, 190, 130)


@pytest.mark.parametrize(
    ("ground", "border", "fill", "ink", "radius"),
    [
        (WHITE, GREY, WHITE, BLACK, 0),
        ((240, 240, 240), (173, 173, 173), (225, 225, 225), BLACK, 0),
        (WHITE, BLUE, BLUE, WHITE, 4),
        (NIGHT, (90, 90, 96), (52, 54, 62), WHITE, 15),
        (WHITE, BLUE, WHITE, BLUE, 15),
    ],
    ids=["outlined", "classic", "filled", "dark pill", "outlined pill"],
)
def test_a_button_has_its_text_in_the_middle(
    ground: Colour, border: Colour, fill: Colour, ink: Colour, radius: int
) -> None:
    # GIVEN a button in one of the usual looks
    drawing = Drawing(ground)
    drawing.frame(BUTTON, border, fill, radius)
    drawing.write("Save", 127, 115, ink)
    # WHEN it is named THEN it is a button with its text
    found = drawing.at(BUTTON)
    assert found is not None
    assert (found.role, found.label, found.is_unreadable, found.state) == ("button", "Save", False, ())


def test_a_button_that_could_not_be_read_is_still_a_button() -> None:
    # GIVEN a button whose text is not known
    drawing = Drawing()
    drawing.frame(BUTTON)
    drawing.write("Save", 127, 115, is_read=False)
    # WHEN it is named THEN it is a button, and says that it could not be read
    found = drawing.at(BUTTON)
    assert found is not None
    assert (found.role, found.label, found.is_unreadable) == ("button", "", True)


def test_a_pale_button_is_disabled() -> None:
    # GIVEN two buttons, the text of one weak
    drawing = Drawing((240, 240, 240))
    drawing.frame(BUTTON, (190, 190, 190), (225, 225, 225))
    drawing.write("Back", 127, 115, (165, 165, 165))
    other = Box(220, 100, 310, 130)
    drawing.frame(other, (160, 160, 160), (225, 225, 225))
    drawing.write("Next", 247, 115)
    # WHEN they are named THEN only that one is disabled
    back, following = drawing.at(BUTTON), drawing.at(other)
    assert back is not None
    assert following is not None
    assert (back.state, following.state) == (("disabled",), ())


def test_of_buttons_that_touch_the_odd_one_is_selected() -> None:
    # GIVEN three buttons without gaps, one filled
    drawing = Drawing()
    boxes = [Box(100 + 90 * n, 100, 191 + 90 * n, 130) for n in range(3)]
    for n, (box, word) in enumerate(zip(boxes, ("Day", "Week", "Year"), strict=True)):
        drawing.frame(box, GREY, (205, 215, 235) if n == 1 else WHITE)
        drawing.write(word, box.left + 30, 115)
    # WHEN they are named THEN it is selected
    found = [drawing.at(box) for box in boxes]
    assert [one and one.state for one in found] == [(), ("selected",), ()]


def test_the_coloured_button_of_a_dialog_is_not_selected() -> None:
    # GIVEN "Cancel" and a filled "OK" with a gap, under a sentence
    drawing = Drawing()
    drawing.write("Remove this account?", 103, 80)
    for left, word, fill, ink in ((100, "Cancel", WHITE, BLACK), (200, "OK", BLUE, WHITE)):
        drawing.frame(Box(left, 100, left + 92, 130), GREY, fill, 4)
        drawing.write(word, left + 46 - 4 * len(word), 115, ink)
    # WHEN they are named THEN both are plain buttons
    assert [(one.label, one.state) for one in drawing.controls()] == [("Cancel", ()), ("OK", ())]


FIELD = Box(100, 100, 360, 130)


@pytest.mark.parametrize(
    ("ground", "border", "fill", "ink"),
    [(WHITE, (206, 212, 218), WHITE, BLACK), (NIGHT, (80, 82, 90), (44, 46, 54), WHITE)],
    ids=["light", "dark"],
)
@pytest.mark.parametrize("is_above", [True, False])
def test_a_text_box_takes_the_label_above_or_left(
    ground: Colour, border: Colour, fill: Colour, ink: Colour, is_above: bool
) -> None:
    # GIVEN a field with text at its left, and its label
    drawing = Drawing(ground)
    drawing.frame(FIELD, border, fill, 4)
    drawing.write("Anna", 110, 115, ink)
    drawing.write("Name", *((103, 86) if is_above else (40, 115)), ink)
    # WHEN it is named THEN it is a text box with label and value
    found = drawing.at(FIELD)
    assert found is not None
    assert (found.role, found.label, found.value) == ("textbox", "Name", "Anna")


def test_an_empty_field_is_a_text_box() -> None:
    # GIVEN an empty field and its label
    drawing = Drawing()
    drawing.frame(FIELD)
    drawing.write("E-mail", 103, 86)
    # WHEN it is named THEN it is a text box without a value
    found = drawing.at(FIELD)
    assert found is not None
    assert (found.role, found.label, found.value) == ("textbox", "E-mail", "")


def test_a_tall_field_with_a_label_is_a_text_box() -> None:
    # GIVEN a field of several rows with a line at its top, and its label
    drawing, tall = Drawing(), Box(100, 100, 420, 220)
    drawing.frame(tall)
    drawing.write("Message", 103, 86)
    drawing.write("Dear all", 110, 116)
    # WHEN it is named THEN it is a text box
    found = drawing.at(tall)
    assert found is not None
    assert (found.role, found.label, found.value) == ("textbox", "Message", "Dear all")


def test_the_field_with_the_coloured_border_is_focused() -> None:
    # GIVEN two fields, one with a blue border
    drawing, other = Drawing(), Box(100, 180, 360, 210)
    drawing.frame(FIELD)
    drawing.frame(other, BLUE)
    drawing.write("Name", 103, 86)
    drawing.write("Town", 103, 166)
    # WHEN they are named THEN that one is focused
    first, second = drawing.at(FIELD), drawing.at(other)
    assert first is not None
    assert second is not None
    assert (first.state, second.state) == ((), ("focused",))


@pytest.mark.parametrize("is_chevron", [True, False], ids=["chevron", "triangle"])
@pytest.mark.parametrize(("ground", "ink"), [(WHITE, BLACK), (NIGHT, WHITE)], ids=["light", "dark"])
def test_an_arrow_down_makes_a_combo_box(is_chevron: bool, ground: Colour, ink: Colour) -> None:
    # GIVEN a field with an arrow at its right end
    drawing = Drawing(ground)
    drawing.frame(FIELD, GREY, ground, 4)
    drawing.write("English", 110, 115, ink)
    drawing.write("Language", 103, 86, ink)
    arrow = np.array([[338, 112], [343, 117], [348, 112]], np.int32)
    if is_chevron:
        cv2.polylines(drawing.pixels, [arrow], False, ink, 2, cv2.LINE_AA)
    else:
        cv2.fillPoly(drawing.pixels, [arrow], ink)
    # WHEN it is named THEN it is a combo box with label and value
    found = drawing.at(FIELD)
    assert found is not None
    assert (found.role, found.label, found.value) == ("combobox", "Language", "English")


def test_two_arrows_step_a_number_and_open_a_list_of_words() -> None:
    # GIVEN two fields with arrows up and down, one with a number, one with a word
    for word, role in (("11", "spinbutton"), ("Always", "combobox")):
        drawing = Drawing()
        drawing.frame(FIELD)
        drawing.write(word, 110, 115)
        for tip, foot in ((106, 111), (124, 119)):
            cv2.fillPoly(drawing.pixels, [np.array([[338, foot], [343, tip], [348, foot]], np.int32)], BLACK)
        # WHEN they are named THEN the number is stepped, the word is chosen
        found = drawing.at(FIELD)
        assert found is not None
        assert (found.role, found.value) == (role, word)


def check_box(drawing: Drawing, box: Box, mark: str, is_filled: bool) -> None:
    """Draw a check box with nothing, a tick or a bar in it."""
    accent = BLUE if is_filled and mark else None
    drawing.frame(box, BLUE if accent else (118, 118, 118), accent, 2)
    ink, size = (WHITE if accent else BLACK), box.width
    if mark == "tick":
        points = [(0.22, 0.5), (0.42, 0.7), (0.78, 0.28)]
        tick = np.array([(box.left + x * size, box.top + y * size) for x, y in points]).astype(np.int32)
        cv2.polylines(drawing.pixels, [tick], False, ink, max(2, size // 9), cv2.LINE_AA)
    elif mark == "bar":
        middle = box.top + size // 2
        cv2.rectangle(
            drawing.pixels, (box.left + size // 4, middle - 1), (box.right - 1 - size // 4, middle), ink, -1
        )


@pytest.mark.parametrize("size", [14, 18, 26])
@pytest.mark.parametrize("is_filled", [False, True], ids=["hollow", "accent"])
@pytest.mark.parametrize(("mark", "state"), [("", ()), ("tick", ("checked",)), ("bar", ("mixed",))])
def test_a_check_box_tells_its_state(size: int, is_filled: bool, mark: str, state: tuple[str, ...]) -> None:
    # GIVEN a check box left of its label, at several sizes
    drawing, box = Drawing(), Box(100, 100, 100 + size, 100 + size)
    check_box(drawing, box, mark, is_filled)
    drawing.write("Show hidden files", 110 + size, 100 + size // 2)
    if size == 26:
        drawing.lines = [
            TextLine(one.text, one.box._replace(top=94, bottom=132), 1.0) for one in drawing.lines
        ]
    # WHEN it is named THEN it is a check box with its state and label
    found = drawing.at(box)
    assert found is not None
    assert (found.role, found.state, found.label) == ("checkbox", state, "Show hidden files")


def test_a_check_box_swallowed_by_its_line_is_still_found() -> None:
    # GIVEN a detector that took the box into the line of its label
    drawing, box = Drawing(), Box(100, 100, 114, 114)
    check_box(drawing, box, "tick", is_filled=True)
    drawing.write("Remember me", 122, 107)
    line = drawing.lines[0]
    drawing.lines = [TextLine("✓Remember me", line.box._replace(left=97), 1.0)]
    # WHEN it is named THEN it is a check box, and its mark no part of the label
    found = drawing.at(box)
    assert found is not None
    assert (found.role, found.state, found.label) == ("checkbox", ("checked",), "Remember me")


@pytest.mark.parametrize("look", ["dot", "thick ring", "filled"])
@pytest.mark.parametrize("is_checked", [False, True])
def test_a_radio_button_tells_its_state(look: str, is_checked: bool) -> None:
    # GIVEN a radio button left of its label, in three looks, above another one
    drawing, box = Drawing(), Box(100, 100, 117, 117)
    centre = (108, 108)
    if is_checked and look == "filled":
        cv2.circle(drawing.pixels, centre, 8, BLUE, -1, cv2.LINE_AA)
        cv2.circle(drawing.pixels, centre, 3, WHITE, -1, cv2.LINE_AA)
    else:
        cv2.circle(drawing.pixels, centre, 8, (100, 100, 100), 2 if look == "thick ring" else 1, cv2.LINE_AA)
        if is_checked:
            cv2.circle(drawing.pixels, centre, 4, BLUE, -1, cv2.LINE_AA)
    cv2.circle(drawing.pixels, (108, 138), 8, (100, 100, 100), 1, cv2.LINE_AA)
    drawing.write("Only me", 128, 109)
    drawing.write("Everyone", 128, 139)
    # WHEN it is named THEN it is a radio button with its state
    found = drawing.at(box)
    assert found is not None
    assert (found.role, found.state, found.label) == ("radio", ("checked",) if is_checked else (), "Only me")


@pytest.mark.parametrize("is_on", [False, True])
@pytest.mark.parametrize("look", ["big knob", "small knob"])
def test_a_switch_tells_its_state(look: str, is_on: bool) -> None:
    # GIVEN a pill with a knob at one end, its label far on the left
    drawing, box = Drawing(), Box(400, 100, 440, 122)
    fill = BLUE if is_on else (200, 200, 200) if look == "big knob" else WHITE
    drawing.frame(box, BLUE if is_on else GREY, fill, 11)
    radius = 9 if look == "big knob" else 6
    knob = WHITE if is_on or look == "big knob" else (90, 90, 90)
    cv2.circle(drawing.pixels, (428 if is_on else 411, 110), radius, knob, -1, cv2.LINE_AA)
    drawing.write("Bluetooth", 60, 111)
    # WHEN it is named THEN it is a switch with its state
    found = drawing.at(box)
    assert found is not None
    assert (found.role, found.state, found.label) == ("switch", ("checked",) if is_on else (), "Bluetooth")


@pytest.mark.parametrize(("ground", "track", "knob"), [(WHITE, GREY, BLUE), (NIGHT, (90, 90, 96), WHITE)])
def test_a_knob_on_a_track_is_a_slider(ground: Colour, track: Colour, knob: Colour) -> None:
    # GIVEN a thin track with a knob, and a label
    drawing = Drawing(ground)
    cv2.rectangle(drawing.pixels, (100, 108), (299, 111), track, -1)
    cv2.circle(drawing.pixels, (180, 110), 8, knob, -1, cv2.LINE_AA)
    drawing.write("Volume", 30, 110, WHITE if ground == NIGHT else BLACK)
    # WHEN it is named THEN it is a slider
    found = drawing.at(Box(100, 102, 300, 119))
    assert found is not None
    assert (found.role, found.label) == ("slider", "Volume")


@pytest.mark.parametrize(("height", "radius"), [(12, 0), (18, 9)])
def test_a_bar_filled_part_of_the_way_is_a_progress_bar(height: int, radius: int) -> None:
    # GIVEN a bar of which a third is coloured
    drawing, box = Drawing(), Box(100, 100, 400, 100 + height)
    drawing.frame(box, (225, 225, 225), (233, 236, 239), radius)
    drawing.frame(box._replace(right=200), BLUE, BLUE, radius)
    cv2.rectangle(drawing.pixels, (180, 100), (200, 99 + height), BLUE, -1)
    # WHEN it is named THEN it is a progress bar, and how far it is
    found = drawing.at(box)
    assert found is not None
    assert found.role == "progressbar"
    assert abs(int(found.value.rstrip("%")) - 33) <= 3


def test_touching_boxes_open_below_are_tabs() -> None:
    # GIVEN three tabs on a page, of which the first has no line below
    drawing = Drawing((240, 240, 240))
    drawing.frame(Box(100, 129, 500, 400), GREY, WHITE)
    boxes = [Box(100 + 90 * n, 100, 191 + 90 * n, 130) for n in range(3)]
    for n, (box, word) in enumerate(zip(boxes, ("General", "Models", "Network"), strict=True)):
        drawing.frame(box, GREY, WHITE if n == 0 else (228, 228, 228))
        drawing.write(word, box.left + 45 - 4 * len(word), 115)
    cv2.rectangle(drawing.pixels, (101, 127), (189, 132), WHITE, -1)
    # WHEN they are named THEN they are tabs and the first is selected
    found = [one for one in drawing.controls() if one.role == "tab"]
    assert [(one.label, one.state) for one in found] == [
        ("General", ("selected",)),
        ("Models", ()),
        ("Network", ()),
    ]


def test_a_bar_under_one_of_several_texts_makes_tabs() -> None:
    # GIVEN three texts on a row, a thick bar under the second
    drawing = Drawing()
    for left, word in ((100, "Overview"), (200, "Members"), (300, "Billing")):
        drawing.write(word, left, 115)
    cv2.rectangle(drawing.pixels, (196, 130), (268, 132), BLUE, -1)
    # WHEN they are named THEN they are tabs and the second is selected
    found = [one for one in drawing.controls() if one.role == "tab"]
    assert [(one.label, one.state) for one in found] == [
        ("Overview", ()),
        ("Members", ("selected",)),
        ("Billing", ()),
    ]


def test_a_text_in_link_blue_is_a_link() -> None:
    # GIVEN a blue line among grey ones
    drawing = Drawing()
    for n, (word, ink) in enumerate(
        (("Welcome back", BLACK), ("Forgot your password?", BLUE), ("or", BLACK))
    ):
        drawing.write(word, 100, 100 + 40 * n, ink)
    # WHEN it is named THEN it alone is a link
    assert [(one.role, one.label) for one in drawing.controls()] == [("link", "Forgot your password?")]


def test_a_theme_in_blue_has_no_links() -> None:
    # GIVEN a screen written in blue throughout
    drawing = Drawing()
    for n in range(5):
        drawing.write(f"Entry number {n}", 100, 100 + 40 * n, BLUE)
    # WHEN it is looked at THEN the colour says nothing
    assert drawing.controls() == ()


def test_a_blue_text_beside_a_button_is_a_button() -> None:
    # GIVEN "Cancel" without a border, right of a filled button
    drawing = Drawing()
    drawing.frame(BUTTON, BLUE, BLUE, 4)
    drawing.write("Add", 131, 115, WHITE)
    drawing.write("Cancel", 210, 115, BLUE)
    drawing.write("Choose some of these", 100, 60)
    # WHEN they are named THEN both are buttons
    found = [(one.role, one.label) for one in drawing.controls()]
    assert found == [("button", "Add"), ("button", "Cancel")]


def test_a_photograph_is_one_picture_without_controls() -> None:
    # GIVEN soft noise in many shades, as in a photograph, beside text
    drawing = Drawing()
    rough = np.random.default_rng(3).integers(0, 256, (40, 50, 3), dtype=np.uint8)
    drawing.pixels[60:300, 60:360] = cv2.resize(rough, (300, 240), interpolation=cv2.INTER_CUBIC)
    drawing.write("The harbour", 60, 330)
    # WHEN it is looked at THEN it is one image
    found = drawing.controls()
    assert [one.role for one in found] == ["img"]
    assert likeness(found[0].box, Box(60, 60, 360, 300)) > 0.7


def test_a_lone_drawing_is_an_icon() -> None:
    # GIVEN a cross that stands alone
    drawing = Drawing()
    for start, end in (((300, 50), (316, 66)), ((316, 50), (300, 66))):
        cv2.line(drawing.pixels, start, end, (90, 90, 90), 2, cv2.LINE_AA)
    drawing.write("Settings", 40, 58)
    # WHEN it is named THEN it is an icon
    assert [one.role for one in drawing.controls()] == ["icon"]


def test_a_ring_alone_is_no_radio_button() -> None:
    # GIVEN one empty ring before a word
    drawing = Drawing()
    cv2.circle(drawing.pixels, (108, 108), 8, (100, 100, 100), 1, cv2.LINE_AA)
    drawing.write("Search", 128, 109)
    # WHEN it is looked at THEN no choice is invented
    assert not any(one.role == "radio" for one in drawing.controls())


def test_a_paragraph_has_no_controls() -> None:
    # GIVEN six lines of prose
    drawing = Drawing()
    for n in range(6):
        drawing.write("Do not go over 80 points on one OOO page of the book", 60, 80 + 22 * n)
    # WHEN it is looked at THEN nothing is invented
    assert drawing.controls() == ()


def test_a_table_has_no_fields() -> None:
    # GIVEN a grid of cells with text at their left
    drawing = Drawing()
    for row in range(6):
        for column in range(4):
            box = Box(60 + 120 * column, 60 + 28 * row, 181 + 120 * column, 89 + 28 * row)
            drawing.frame(box, (200, 200, 200))
            drawing.write(f"cell {row}", box.left + 6, box.top + 14)
    # WHEN it is looked at THEN no cell is a control
    assert drawing.controls() == ()


def test_cards_and_alerts_are_no_fields() -> None:
    # GIVEN three cards with a caption and a figure, and a yellow notice
    drawing = Drawing()
    for n in range(3):
        box = Box(40 + 190 * n, 60, 210 + 190 * n, 130)
        drawing.frame(box, (215, 215, 215), WHITE, 6)
        drawing.write("Orders", box.left + 14, 80, (120, 120, 120))
        cv2.putText(drawing.pixels, "1234", (box.left + 14, 118), 0, 0.8, BLACK, 2, cv2.LINE_AA)
        drawing.lines.append(TextLine("1234", Box(box.left + 11, 94, box.left + 85, 124), 1.0))
    cv2.rectangle(drawing.pixels, (40, 180), (560, 224), (255, 243, 205), -1)
    drawing.write("Your trial ends in three days. Choose a plan to go on.", 56, 202)
    # WHEN they are looked at THEN none is a control
    assert drawing.controls() == ()


@pytest.mark.parametrize("size", [(1, 1), (640, 480)])
def test_an_empty_picture_has_nothing(size: tuple[int, int]) -> None:
    # GIVEN a picture without anything WHEN it is looked at THEN nothing is found
    assert Drawing(WHITE, size).controls() == ()


@pytest.mark.parametrize("style", ["Fusion", "Windows"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_real_widgets_are_named(style: str, scheme: str, tmp_path: Path) -> None:
    # GIVEN a form of real widgets with the toolkit's own word for what each is
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    command = [sys.executable, __file__, style, scheme, str(tmp_path / "form")]
    subprocess.run(command, check=True, env=environment, capture_output=True, timeout=60)
    pixels = cv2.cvtColor(cv2.imread(str(tmp_path / "form.png")), cv2.COLOR_BGR2RGB)
    truth = json.loads((tmp_path / "form.json").read_text("utf-8"))
    lines = [TextLine(text, Box(*box), 1.0) for text, box in truth["lines"]]
    # WHEN the picture is looked at
    found = RuleClassifier().classify(np.ascontiguousarray(pixels), propose(pixels), lines)
    # THEN nine in ten are found for what they are, no state is wrong, and little else is claimed
    right = 0
    for role, box, state in truth["controls"]:
        near = [one for one in found if likeness(one.box, Box(*box)) >= 0.5 and one.role == role]
        right += bool(near)
        assert not near or set(near[0].state) & {"checked"} == set(state)
    assert right >= 0.9 * len(truth["controls"])
    assert len(found) <= len(truth["controls"]) + 2


def _draw(style: str, scheme: str, out: str) -> None:
    """Draw a form of real widgets, and write what is where beside it."""
    from PySide6.QtGui import QColor, QPalette
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    app.setStyle(style)
    if scheme == "dark":
        palette = QPalette()
        for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Button):
            palette.setColor(role, QColor(45, 47, 53))
        palette.setColor(QPalette.ColorRole.Base, QColor(28, 29, 33))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(role, QColor(228, 228, 228))
        app.setPalette(palette)
    form, truth = _form()
    form.resize(520, 420)
    form.show()
    app.processEvents()
    form.grab().save(f"{out}.png")
    Path(f"{out}.json").write_text(json.dumps(truth(form)), "utf-8")


def _form():  # type: ignore[no-untyped-def]  # Qt is imported only in the drawing process
    """Return a form, and a function that tells its truth once it is shown."""
    from PySide6 import QtWidgets
    from PySide6.QtCore import QRect, Qt

    form = QtWidgets.QWidget()
    column = QtWidgets.QFormLayout(form)
    fields = [QtWidgets.QLineEdit("Anna"), QtWidgets.QLineEdit(), QtWidgets.QComboBox(), QtWidgets.QSpinBox()]
    fields[2].addItems(["English", "Korean"])
    for name, field in zip(("Name:", "Town:", "Language:", "Copies:"), fields, strict=True):
        column.addRow(name, field)
    choices = [
        QtWidgets.QCheckBox("Show hidden files"),
        QtWidgets.QCheckBox("Send reports"),
        QtWidgets.QRadioButton("Only me"),
    ]
    choices.append(QtWidgets.QRadioButton("Everyone"))
    choices[0].setChecked(True)
    choices[2].setChecked(True)
    for choice in choices:
        column.addRow(choice)
    buttons = [QtWidgets.QPushButton("Save"), QtWidgets.QPushButton("Cancel")]
    row = QtWidgets.QHBoxLayout()
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
        button.setAutoDefault(False)
    column.addRow(row)
    form.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    form.setFocus()

    def place(widget, area: QRect) -> list[int]:  # type: ignore[no-untyped-def]
        at = widget.mapTo(form, area.topLeft())
        return [at.x(), at.y(), at.x() + area.width(), at.y() + area.height()]

    def written(widget, text: str, area: QRect, is_centred: bool = False):  # type: ignore[no-untyped-def]
        metrics = widget.fontMetrics()
        wide, tall = metrics.horizontalAdvance(text), metrics.height()
        left = area.center().x() - wide // 2 if is_centred else area.left()
        return text, place(widget, QRect(left - 2, area.center().y() - tall // 2 - 1, wide + 4, tall + 2))

    def truth(_form) -> dict[str, object]:  # type: ignore[no-untyped-def]
        roles = ("textbox", "textbox", "combobox", "spinbutton")
        controls = [(role, place(one, one.rect()), []) for role, one in zip(roles, fields, strict=True)]
        controls += [("button", place(one, one.rect()), []) for one in buttons]
        lines = [written(one, one.text(), one.rect()) for one in form.findChildren(QtWidgets.QLabel)]
        lines += [written(one, one.text(), one.rect(), True) for one in buttons]
        for field, text in ((fields[0], "Anna"), (fields[2], "English"), (fields[3], "0")):
            lines.append(written(field, text, field.rect().adjusted(6, 0, 0, 0)))
        for one in choices:
            option = QtWidgets.QStyleOptionButton()
            one.initStyleOption(option)
            is_box, part = isinstance(one, QtWidgets.QCheckBox), QtWidgets.QStyle.SubElement
            mark = part.SE_CheckBoxIndicator if is_box else part.SE_RadioButtonIndicator
            words = part.SE_CheckBoxContents if is_box else part.SE_RadioButtonContents
            area = place(one, one.style().subElementRect(mark, option, one))
            controls.append(("checkbox" if is_box else "radio", area, ["checked"] if one.isChecked() else []))
            lines.append(written(one, one.text(), one.style().subElementRect(words, option, one)))
        return {"controls": controls, "lines": lines}

    return form, truth


if __name__ == "__main__":
    _draw(*sys.argv[1:])
