"""The frame of a region stays on the screen, whatever is pressed or dragged."""

import pytest

from desktop.presenters.frame import SMALLEST_PX, Frame

SCREEN = (1000, 500)


def test_it_begins_in_the_middle_and_says_so() -> None:
    # GIVEN a screen WHEN a frame begins THEN it is centred, and told in percent
    frame = Frame.in_the_middle(*SCREEN)
    assert frame.sentence() == "Left 25, top 25, width 50, height 50 percent."


def test_steps_are_two_percent_and_fine_steps_one_pixel() -> None:
    # GIVEN a frame WHEN moved and sized THEN by 2 percent, or by single pixels
    frame = Frame.in_the_middle(*SCREEN)
    assert frame.moved(1, -1, is_fine=False) == Frame(SCREEN, 270, 115, 500, 250)
    assert frame.moved(1, -1, is_fine=True) == Frame(SCREEN, 251, 124, 500, 250)
    assert frame.resized(-1, 1, is_fine=False) == Frame(SCREEN, 250, 125, 480, 260)
    assert frame.resized(-1, 1, is_fine=True) == Frame(SCREEN, 250, 125, 499, 251)


@pytest.mark.parametrize(("right", "down"), [(-1, 0), (1, 0), (0, -1), (0, 1)])
def test_it_never_leaves_the_screen(right: int, down: int) -> None:
    # GIVEN a frame WHEN pushed and stretched for long in any direction THEN it stays within the screen
    frame = Frame.in_the_middle(*SCREEN)
    for _step in range(200):
        frame = frame.moved(right, down, is_fine=False).resized(right, down, is_fine=False)
        assert frame.left >= 0
        assert frame.top >= 0
        assert frame.left + frame.width <= SCREEN[0]
        assert frame.top + frame.height <= SCREEN[1]
        assert min(frame.width, frame.height) >= SMALLEST_PX


def test_dragging_works_in_every_direction() -> None:
    # GIVEN two corners WHEN dragged from either THEN the frame is the same
    there = Frame.between(SCREEN, (100, 50), (300, 200))
    assert there == Frame(SCREEN, 100, 50, 200, 150)
    assert Frame.between(SCREEN, (300, 200), (100, 50)) == there
    assert Frame.between(SCREEN, (990, 490), (1000, 500)).left == 1000 - SMALLEST_PX
