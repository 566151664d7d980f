"""Boxes around everything that has an outline."""

import cv2
import numpy as np
import pytest

from engines.image_description.boxes import likeness
from engines.image_description.screen.proposals import propose
from engines.results import Box


def page(width: int = 400, height: int = 300, shade: int = 255) -> np.ndarray:
    return np.full((height, width, 3), shade, np.uint8)


@pytest.mark.parametrize(
    ("ground", "line"), [(255, 190), (255, 235), (30, 60), (240, 255)], ids=["grey", "pale", "dark", "white"]
)
def test_a_border_is_found_however_pale(ground: int, line: int) -> None:
    # GIVEN a box with a line of one pixel, and a check box of 13 px
    picture = page(shade=ground)
    cv2.rectangle(picture, (50, 60), (249, 89), (line, line, line), 1)
    cv2.rectangle(picture, (50, 120), (62, 132), (line, line, line), 1)
    # WHEN candidates are proposed
    boxes = propose(picture)
    # THEN both are among them
    assert max(likeness(box, Box(50, 60, 250, 90)) for box in boxes) > 0.9
    assert max(likeness(box, Box(50, 120, 63, 133)) for box in boxes) > 0.7


def test_a_border_is_proposed_a_few_times_at_most() -> None:
    # GIVEN one box
    picture = page()
    cv2.rectangle(picture, (50, 60), (249, 89), (120, 120, 120), 1)
    # WHEN candidates are proposed THEN there are few, the biggest first
    boxes = propose(picture)
    assert 1 <= len(boxes) <= 8
    areas = [box.width * box.height for box in boxes]
    assert areas == sorted(areas, reverse=True)


@pytest.mark.parametrize("size", [(1, 1), (500, 3), (3, 500), (13, 13)])
def test_a_tiny_picture_has_none(size: tuple[int, int]) -> None:
    # GIVEN a picture too small for a control WHEN candidates are proposed THEN there are none
    assert propose(page(*size)) == []


def test_an_empty_picture_has_none() -> None:
    # GIVEN one colour WHEN candidates are proposed THEN there are none
    assert propose(page()) == []


def test_noise_gives_a_bounded_number() -> None:
    # GIVEN noise, which is nothing but outlines
    picture = np.random.default_rng(1).integers(0, 256, (700, 900, 3), dtype=np.uint8)
    # WHEN candidates are proposed THEN their number stays bounded
    assert len(propose(picture)) <= 4000


def test_what_is_thin_and_long_is_found() -> None:
    # GIVEN a progress bar of four pixels, and a speck
    picture = page()
    cv2.rectangle(picture, (50, 60), (249, 63), (30, 90, 200), -1)
    cv2.rectangle(picture, (300, 200), (303, 203), (30, 90, 200), -1)
    # WHEN candidates are proposed
    boxes = propose(picture)
    # THEN the bar is among them, the speck is not
    assert max(likeness(box, Box(50, 60, 250, 64)) for box in boxes) > 0.6
    assert all(likeness(box, Box(300, 200, 304, 204)) < 0.3 for box in boxes)


@pytest.mark.parametrize("scale", [1, 2])
def test_strokes_that_make_one_small_drawing_are_one_box(scale: int) -> None:
    # GIVEN three lines over one another, as stand for a menu, and three dots, as stand for more
    picture = page()
    for place in range(3):
        top, left = 60 + 6 * scale * place, 300 + 6 * scale * place
        cv2.rectangle(picture, (50, top), (50 + 18 * scale, top + scale), (20, 20, 20), -1)
        cv2.rectangle(picture, (left, 60), (left + 2 * scale, 60 + 2 * scale), (20, 20, 20), -1)
    # WHEN candidates are proposed
    boxes = propose(picture)
    # THEN each drawing is one of them
    menu = Box(50, 60, 51 + 18 * scale, 61 + 13 * scale)
    more = Box(300, 60, 301 + 14 * scale, 61 + 2 * scale)
    assert max(likeness(box, menu) for box in boxes) > 0.7
    assert max(likeness(box, more) for box in boxes) > 0.6
