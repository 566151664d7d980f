"""A drawn screen, written and read again, and the rules of what is true of it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engines.results import Box
from training.screens import contact
from training.screens.truth import (
    KEPT_OUT,
    STATES,
    Line,
    Screen,
    Truth,
    in_state_order,
    is_kept_out,
    load,
    save,
)


def _screen(seed: int = 7) -> Screen:
    pixels = np.random.default_rng(seed).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    elements = (
        Truth("button", "저장", (), Box(3, 4, 30, 20), 0),
        Truth("checkbox", "Remember me", ("checked", "disabled"), Box(3, 24, 15, 36), 1),
    )
    return Screen(
        pixels, "form", "설정", elements, (Line("저장", Box(8, 6, 24, 18)),), "flat", "ko", 1.25, seed
    )


def test_a_screen_written_is_read_again_without_loss(tmp_path: Path) -> None:
    # GIVEN two screens
    first, second = _screen(7), _screen(8)
    # WHEN they are written and the folder is read
    for screen in (second, first):
        save(screen, tmp_path)
    read = list(load(tmp_path))
    # THEN the same screens come, in the order of their seeds
    assert [one.seed for one in read] == [7, 8]
    for one, other in zip(read, (first, second), strict=True):
        assert np.array_equal(one.pixels, other.pixels)
        assert one.elements == other.elements
        assert one.lines == other.lines
        assert one.elements[0].box.width == 27
        assert (one.kind, one.title, one.kit, one.language) == ("form", "설정", "flat", "ko")
        assert (one.scale, one.size) == (1.25, (64, 48))


def test_states_are_put_in_the_order_of_the_contract() -> None:
    assert in_state_order({"required", "focused", "checked"}) == ("checked", "focused", "required")
    assert in_state_order(reversed(STATES)) == STATES


@pytest.mark.parametrize("kit", KEPT_OUT.values())
def test_a_kit_kept_out_is_known_by_its_name(kit: str) -> None:
    assert is_kept_out(kit)
    assert not is_kept_out("flat")


def test_a_sheet_shows_the_boxes_on_the_screens(tmp_path: Path) -> None:
    # GIVEN a black screen with one button
    black = Screen(
        np.zeros((100, 200, 3), np.uint8),
        "form",
        "",
        (Truth("button", "OK", (), Box(50, 40, 120, 80), 0),),
        (),
        "flat",
        "en",
        1,
        1,
    )
    # WHEN a sheet of it is made
    contact.sheet([black], tmp_path / "sheet.png", columns=1)
    # THEN the button's outline is red where its box is, here enlarged by half
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.getpixel((75, 100)) == (255, 0, 0)
        assert sheet.getpixel((100, 100)) == (0, 0, 0)
