"""Web pages are described, and what a browser measured becomes truth; no browser is needed for that."""

import base64
import io
import json
import random
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engines.results import Box
from training.screens.truth import KEPT_OUT, KINDS, ROLES, STATES
from training.screens.web import fonts, look, pages, vectors
from training.screens.web.browser import pixels_of
from training.screens.web.draft import Draft, Mark
from training.screens.web.look import KITS, OLD_DESKTOPS, Look
from training.screens.web.pages import KIND_OF, Page
from training.screens.web.pictures import picture
from training.screens.web.reading import read, scaled
from training.screens.web.words import Words

SOURCES = Path(look.__file__).parent
FAMILIES = {"en": ("Noto Sans",), "ko": ("Noto Sans CJK KR",)}


def _described(seed: int, is_kept_out: bool = False) -> tuple[Look, Page]:
    chance = random.Random(seed)
    chosen = look.choose(chance, is_kept_out, FAMILIES)
    return chosen, pages.make(chance, chosen, Words(chosen.language, chance))


@pytest.fixture(scope="module")
def many() -> list[tuple[Look, Page]]:
    return [_described(seed) for seed in range(250)]


def _numbers(node: Any) -> list[int]:
    found = [node["id"]] if isinstance(node, dict) and "id" in node else []
    values = node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ()
    for one in values:
        found += _numbers(one)
    return found


def _widgets(node: Any) -> set[str]:
    found = {node["w"]} if isinstance(node, dict) and "w" in node else set()
    values = node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ()
    for one in values:
        found |= _widgets(one)
    return found


def test_the_same_seed_describes_the_same_page_and_another_seed_another() -> None:
    # WHEN pages are described twice by one seed, and once by the next
    first, again, other = _described(11), _described(11), _described(12)
    # THEN the first two are equal in every detail
    assert first == again
    assert first != other


def test_every_mark_stands_once_in_the_page_and_none_is_missing(many: list[tuple[Look, Page]]) -> None:
    for _, page in many:
        numbers = _numbers(list(page.nodes))
        assert len(numbers) == len(set(numbers))
        assert set(numbers) <= set(range(len(page.marks)))
        # what is pointed at or focused is in the page, too
        assert {page.focus, page.hover} - {None} <= set(numbers)


def test_marks_speak_of_known_roles_and_states_and_all_of_them_come_up(many: list[tuple[Look, Page]]) -> None:
    # GIVEN everything said of many pages
    marks = [mark for _, page in many for mark in page.marks]
    # THEN nothing else than the known roles and states is said, and each of them
    assert {mark.role for mark in marks} == set(ROLES)
    # the focus is given by the browser, not by the page
    assert {state for mark in marks for state in mark.state} == set(STATES) - {"focused"}


def test_kinds_are_those_of_the_contract(many: list[tuple[Look, Page]]) -> None:
    kinds = {KIND_OF.get(page.kind, page.kind) for _, page in many}
    assert kinds <= set(KINDS)
    assert len(kinds) > 18


def test_training_never_sees_the_kept_out_kit_and_the_test_sees_nothing_else(
    many: list[tuple[Look, Page]],
) -> None:
    assert KEPT_OUT["web"] not in {chosen.kit for chosen, _ in many}
    assert {_described(seed, is_kept_out=True)[0].kit for seed in range(20)} == {KEPT_OUT["web"]}


def test_every_kit_has_its_drawing_and_its_package(many: list[tuple[Look, Page]]) -> None:
    # GIVEN the packages that are fetched
    packages = json.loads((SOURCES / "package.json").read_text())["dependencies"]
    for kit in (*KITS, KEPT_OUT["web"]):
        source = (SOURCES / "kits" / f"{kit}.mjs").read_text()
        for wanted in re.findall(r"""(?:from|import) '([^'.][^']*)'""", source):
            # THEN each one that a kit imports is among them
            name = "/".join(wanted.split("/")[: 2 if wanted.startswith("@") else 1])
            assert name in packages, f"{kit} wants {name}"
    # and each is of exactly one version
    assert all(re.fullmatch(r"[\d.]+", version) for version in packages.values())


def test_every_widget_and_icon_of_a_page_can_be_drawn(many: list[tuple[Look, Page]]) -> None:
    drawn = set(re.findall(r"^  (\w+)(?:: |\()", (SOURCES / "base.mjs").read_text(), re.M))
    of_desktops = set(re.findall(r"^    (\w+): ", (SOURCES / "kits" / "old_desktop.mjs").read_text(), re.M))
    icons = json.loads((SOURCES / "icons.json").read_text())["names"]
    for chosen, page in many:
        known = drawn | of_desktops if chosen.kit in OLD_DESKTOPS else drawn
        assert _widgets(list(page.nodes)) <= known
        assert {mark.label for mark in page.marks if mark.role == "icon"} <= set(icons)


def test_lists_of_words_are_as_rich_in_both_languages() -> None:
    english, korean = (json.loads((SOURCES / "words.json").read_text())[one] for one in ("en", "ko"))
    assert english.keys() == korean.keys()
    assert english["misc"].keys() == korean["misc"].keys()


def test_words_of_a_catalogue_are_used_where_their_length_fits() -> None:
    # GIVEN a catalogue with one short string and one far too long for a button
    chance = random.Random(3)
    words = Words("en", chance, ("Quux the foo", "x" * 150))
    # WHEN many buttons are named
    names = {words.one("buttons") for _ in range(200)}
    # THEN the short one is among them, the long one is not
    assert "Quux the foo" in names
    assert "x" * 150 not in names


def _look(scale: float = 2.0) -> Look:
    return Look("bootstrap", "en", 100, 60, scale, "lucide", {})


def _page(*marks: Mark, focus: int | None = None) -> Page:
    return Page("gallery", "Title", (), marks, focus, None)


def _measured(number: int, box: list[float], whole: float = 1.0, on_top: float = 1.0) -> dict[str, Any]:
    return {"id": number, "box": box, "whole": whole, "on_top": on_top}


PIXELS = np.zeros((120, 200, 3), np.uint8)


def test_boxes_are_in_pixels_of_the_picture_and_cut_to_it() -> None:
    assert scaled([1, 2, 10.3, 20], 1.5, 100, 100) == Box(2, 3, 15, 30)
    assert scaled([-5, -1, 300, 40], 2, 100, 60) == Box(0, 0, 100, 60)


def test_what_was_measured_becomes_truth_in_reading_order() -> None:
    # GIVEN a button that has the focus and a ticked check box, measured in a browser
    page = _page(Mark("button", "Save", set()), Mark("checkbox", "Read", {"disabled", "checked"}), focus=0)
    measured = {
        "elements": [_measured(0, [10, 5, 40, 20]), _measured(1, [10, 30, 18, 38])],
        "lines": [{"text": "Save", "box": [15, 8, 35, 17]}, {"text": "gone", "box": [0, 0, 9, 1]}],
        "hasFocus": True,
    }
    # WHEN it is read
    screen = read(page, _look(), 5, PIXELS, measured)
    # THEN roles, labels, states and boxes are those, in this order
    assert [(one.role, one.label, one.state, one.box, one.order) for one in screen.elements] == [
        ("button", "Save", ("focused",), Box(20, 10, 80, 40), 0),
        ("checkbox", "Read", ("checked", "disabled"), Box(20, 60, 36, 76), 1),
    ]
    # and a line too low to be seen is left out
    assert [(one.text, one.box) for one in screen.lines] == [("Save", Box(30, 16, 70, 34))]
    assert (screen.kind, screen.title, screen.seed, screen.size) == ("form", "Title", 5, (200, 120))


def test_focus_that_the_browser_did_not_give_is_not_said() -> None:
    page = _page(Mark("button", "Save", set()), focus=0)
    measured = {"elements": [_measured(0, [10, 5, 40, 20])], "lines": [], "hasFocus": False}
    assert read(page, _look(), 5, PIXELS, measured).elements[0].state == ()


@pytest.mark.parametrize(
    ("role", "whole", "on_top", "is_seen"),
    [
        ("button", 1.0, 1.0, True),
        ("button", 0.4, 1.0, False),
        ("button", 1.0, 0.5, False),
        ("table", 0.4, 0.4, True),
        ("table", 1.0, 0.05, False),
    ],
)
def test_what_is_mostly_hidden_is_left_out(role: str, whole: float, on_top: float, is_seen: bool) -> None:
    page = _page(Mark(role, "", set()))
    measured = {"elements": [_measured(0, [10, 5, 40, 20], whole, on_top)], "lines": []}
    assert bool(read(page, _look(), 5, PIXELS, measured).elements) is is_seen


def test_a_part_that_a_kit_does_not_have_is_an_error() -> None:
    page = _page(Mark("switch", "Sound", set()))
    with pytest.raises(RuntimeError, match=r"bootstrap: nothing matches \.lever"):
        read(page, _look(), 5, PIXELS, {"elements": [{"id": 0, "missing": ".lever"}], "lines": []})


def test_buttons_of_kits_that_frame_all_are_never_mere_words() -> None:
    chance = random.Random(1)
    chosen = Look("plain", "en", 800, 600, 1.0, "lucide", {})
    draft = Draft(chance, chosen, Words("en", chance))
    assert draft.button("More", "ghost")["variant"] == "secondary"


def test_pictures_are_the_same_for_the_same_chance() -> None:
    first, again = (picture(random.Random(4), 300, 200) for _ in range(2))
    assert first == again
    with Image.open(io.BytesIO(base64.b64decode(first.partition(",")[2]))) as image:
        assert image.size == (300, 200)


def test_charts_and_maps_are_well_formed() -> None:
    from xml.etree import ElementTree

    for drawing in (vectors.chart(random.Random(1), 300, 100), vectors.city_map(random.Random(1), 300, 200)):
        assert ElementTree.fromstring(drawing).tag == "svg"


def test_a_png_in_a_text_becomes_pixels() -> None:
    held = io.BytesIO()
    Image.new("RGB", (3, 2), (1, 2, 3)).save(held, "PNG")
    pixels = pixels_of(base64.b64encode(held.getvalue()).decode())
    assert pixels.shape == (2, 3, 3)
    assert pixels[0, 0].tolist() == [1, 2, 3]


def test_the_browser_sees_the_fetched_fonts_but_those_kept_out() -> None:
    text = fonts._configuration(Path("/fonts & more"), Path("/kept"), ("OpenSans",))
    assert "<dir>/fonts &amp; more</dir>" in text
    assert "<glob>*/*OpenSans*</glob>" in text
