"""Several looks at one picture become one set of hands."""

import numpy as np

from engines.hands.looking import Found, agreed


def hand(x: float, y: float, size: float, is_right: float = 1.0) -> Found:
    points = np.zeros((21, 3))
    points[:, :2] = np.linspace((x - size / 2, y - size / 2), (x + size / 2, y + size / 2), 21)
    return Found(is_right, points)


def test_looks_that_agree_give_the_middle_of_what_they_say() -> None:
    # GIVEN three looks at one hand, of which one is far off at a fingertip
    looks = [[hand(0.5, 0.5, 0.8, 0.9)], [hand(0.52, 0.5, 0.8, 0.8)], [hand(0.51, 0.5, 0.8, 0.4)]]
    looks[2][0].points[20, :2] = (0.0, 0.0)
    # THEN the fingertip is where the others see it, and the side is the mean
    (found,) = agreed(looks)
    assert np.allclose(found.middle, (0.51, 0.5), atol=0.011)
    assert np.allclose(found.points[20, :2], (0.91, 0.9), atol=0.011)
    assert round(found.is_right, 3) == 0.7


def test_a_hand_that_one_look_in_four_finds_beside_another_is_none() -> None:
    true, false = hand(0.3, 0.5, 0.5), hand(0.9, 0.2, 0.1)
    assert [round(one.size, 3) for one in agreed([[true], [true], [true], [false]])] == [0.5]


def test_two_hands_stay_two_and_a_lone_far_hand_stays() -> None:
    left, right = hand(0.2, 0.5, 0.3), hand(0.8, 0.5, 0.3)
    assert len(agreed([[left, right], [right], [left, right]])) == 2
    assert len(agreed([[], [], [], [left]])) == 1
    assert agreed([[], []]) == []
