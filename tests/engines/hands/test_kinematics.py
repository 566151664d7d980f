"""The hand that bends: bones keep their length, thumbs reach, ways between poses are smooth."""

import numpy as np
import pytest

from engines.hands import POINTS
from engines.hands.kinematics import (
    ADULT,
    Pose,
    blend,
    facing,
    pose_points,
    projected,
    stack,
    turned,
)
from engines.hands.shapes import shape
from engines.hands.shapes.parts import FIST, INDEX, STRAIGHT, TIP, at, hand, touching

_PARENT = [0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19]
OPEN = hand([STRAIGHT] * 4, at(1.0, 0.7, 0.05))
CLOSED = hand([FIST] * 4, at(0.3, 0.8, 0.3))


def _lengths(points: np.ndarray) -> np.ndarray:
    return np.linalg.norm(points[:, 1:] - points[:, _PARENT], axis=2)


def test_bones_keep_their_length_however_the_hand_is_bent_and_turned() -> None:
    # GIVEN an open hand and a fist that is turned
    both = stack([OPEN, Pose(**{**vars(CLOSED), "rotation": turned([70], [20], [-30])})])
    # WHEN they are put into points
    points = pose_points(both)
    # THEN there are 21, and every bone of the fingers is as long as it was
    assert points.shape == (2, POINTS, 3)
    lengths = _lengths(points)
    assert lengths[0] == pytest.approx(lengths[1])
    assert lengths[0, 5:8] == pytest.approx(ADULT.fingers[0, 0])


def test_an_upright_right_hand_shows_its_palm_with_the_thumb_to_the_right() -> None:
    # WHEN an open hand is seen
    (points,) = pose_points(OPEN)
    # THEN the fingers are above the wrist, and the thumb is to the viewer's right of all of them
    assert (points[[8, 12, 16, 20], 1] < points[[5, 9, 13, 17], 1]).all()
    assert points[4, 0] > points[[8, 12, 16, 20], 0].max()


def test_a_folded_finger_comes_towards_the_viewer() -> None:
    # WHEN a fist is seen from its palm's side
    (points,) = pose_points(CLOSED)
    # THEN its middle joints are nearer than its knuckles
    assert (points[[6, 10, 14, 18], 2] < points[[5, 9, 13, 17], 2] - 0.2).all()


def test_a_thumb_follows_the_finger_it_touches() -> None:
    # GIVEN a ring of thumb and index, tighter and wider
    rings = stack(
        [hand([(bend, 60, 35), STRAIGHT, STRAIGHT, STRAIGHT], touching(INDEX, TIP)) for bend in (52, 62)]
    )
    # WHEN they are put into points
    points = pose_points(rings)
    # THEN both tips are at one place
    assert np.linalg.norm(points[:, 4] - points[:, 8], axis=1).max() < 0.02


def test_a_thumb_that_cannot_reach_points_there() -> None:
    # GIVEN a thumb that is wanted far away
    far = hand([STRAIGHT] * 4, at(5, 5, 0))
    # WHEN it is put into points
    points = pose_points(far)
    # THEN its bones are as long as ever
    assert _lengths(points)[0, 1:4] == pytest.approx(ADULT.thumb[0], abs=0.01)


def test_the_way_between_two_poses_begins_and_ends_with_them() -> None:
    # GIVEN a hand upright and one that points down, half a turn apart
    start, end = shape("ksl", "ㅏ"), shape("ksl", "ㅜ")
    # WHEN it goes from one to the other
    way = pose_points(blend(start, end, np.linspace(0, 1, 41)))
    # THEN it starts and ends there, goes evenly, and stays a rigid hand
    assert way[0] == pytest.approx(pose_points(start)[0])
    assert way[-1] == pytest.approx(pose_points(end)[0], abs=1e-6)
    assert np.linalg.norm(np.diff(way, axis=0), axis=2).max() < 0.25
    assert _lengths(way)[:, 4] == pytest.approx(_lengths(way)[0, 4])


def test_what_is_nearer_is_larger() -> None:
    # GIVEN two points beside each other, one of them nearer
    points = np.array([[[1.0, 0.0, 0.0], [1.0, 0.0, -1.0]]])
    # WHEN a camera sees them
    seen = projected(points, 4.0)
    # THEN the nearer one is further from the middle
    assert seen[0, 0, 0] == pytest.approx(1.0)
    assert seen[0, 1, 0] == pytest.approx(4 / 3)


def test_facing_makes_the_palm_square_to_the_fingers() -> None:
    # WHEN the palm's way is given only roughly
    rotation = facing((0, 2, 0), (0, 1, 3))
    # THEN it is a rotation
    assert rotation @ rotation.T == pytest.approx(np.eye(3), abs=1e-6)
    assert np.linalg.det(rotation) == pytest.approx(1)
