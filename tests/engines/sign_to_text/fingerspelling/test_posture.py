"""How a hand is held is measured from its points."""

import numpy as np
import pytest

from engines.hands import Hand, Point, Sight
from engines.hands.kinematics import Floats, pose_points
from engines.hands.shapes import PACKS, alphabet, motions, shape, variants
from engines.sign_to_text.fingerspelling.choosing import HandChoice
from engines.sign_to_text.fingerspelling.posture import STILL_SPEED, Motion


def placed(points: Floats, x: float = 0.5, y: float = 0.5, size: float = 0.3, side: str = "right") -> Hand:
    """Return points (21, xyz) as a hand of this size whose box has its middle at x, y."""
    low, high = points[:, :2].min(0), points[:, :2].max(0)
    flat = (points[:, :2] - (low + high) / 2) / (high - low).max() * size
    own = tuple(Point(x + across, y + down) for across, down in flat.tolist())
    return Hand("left" if side == "left" else "right", own)


def letter(name: str) -> Floats:
    return pose_points(shape("asl-letters", name))[0]


def thumb_down(way: int) -> Floats:
    """Return ㅎ, a closed hand with its thumb up, held upside down."""
    return pose_points(variants("ksl", "ㅎ"))[way] * [-1, -1, 1]


def test_a_hand_is_still_until_it_moves() -> None:
    # GIVEN a hand that trembles a little, then wanders
    motion, numbers = Motion(), np.random.default_rng(1)
    hand, still = letter("B"), []
    for at in range(30):
        shaken = hand + numbers.normal(0, 0.01, hand.shape)
        posture = motion.measured(placed(shaken), at / 30)
        assert posture is not None
        still.append(posture.is_still)
    assert all(still[10:])
    for at in range(30, 45):
        posture = motion.measured(placed(hand, x=0.5 + (at - 30) * 0.03), at / 30)
        assert posture is not None
    assert posture.speed > STILL_SPEED


def test_a_hand_that_comes_is_not_still_yet() -> None:
    motion = Motion()
    first = motion.measured(placed(letter("B")), 0.0)
    assert first is not None
    assert not first.is_still
    assert motion.measured(None, 0.1) is None


def test_a_hand_at_the_lower_edge_is_let_down() -> None:
    for y, is_lowered in ((0.95, True), (0.6, False)):
        posture = Motion().measured(placed(letter("B"), y=y), 0.0)
        assert posture is not None
        assert posture.is_lowered == is_lowered


@pytest.mark.parametrize("way", [0, 1])
def test_the_thumb_down_is_seen_in_every_size(way: int) -> None:
    for size in (0.1, 0.3, 0.7):
        posture = Motion().measured(placed(thumb_down(way), size=size), 0.0)
        assert posture is not None
        assert posture.strikes_out


@pytest.mark.parametrize("pack", PACKS)
def test_no_shape_of_any_alphabet_is_taken_for_the_thumb_down(pack: str) -> None:
    # GIVEN every way to hold every letter, turned a little to all sides, right and left hands
    for name in alphabet(pack):  # type: ignore[arg-type]  # it is one of the packs
        if name in motions(pack):  # type: ignore[arg-type]  # the same
            continue
        for points in pose_points(variants(pack, name)):  # type: ignore[arg-type]  # the same
            for degrees in range(-30, 31, 10):
                turn = np.radians(degrees)
                about = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
                for flip in (1, -1):
                    turned = (points[:, :2] * [flip, 1]) @ about.T
                    posture = Motion().measured(placed(np.c_[turned, points[:, 2]]), 0.0)
                    assert posture is not None
                    assert not posture.strikes_out, (name, degrees, flip)


def sight(seconds: float, *hands: Hand) -> Sight:
    return Sight(seconds, 1.6, hands)


def test_the_only_hand_is_the_one_that_spells() -> None:
    left = placed(letter("B"), side="left")
    assert HandChoice().chosen(sight(0, left)) == left
    assert HandChoice().chosen(sight(0)) is None


def test_a_hand_that_was_asked_for_is_believed() -> None:
    # GIVEN that the right one is wanted WHEN the only one seems left THEN it is taken for it
    choice = HandChoice("right")
    seen = choice.chosen(sight(0, placed(letter("B"), side="left")))
    assert seen is not None
    assert (seen.side, seen.confidence) == ("right", 1.0)
    # WHEN there are two THEN the right one is taken
    right, left = placed(letter("B"), 0.3), placed(letter("A"), 1.2, side="left")
    assert choice.chosen(sight(0.1, left, right)) == right


def test_of_two_hands_the_raised_one_spells() -> None:
    right, left = placed(letter("B"), 0.4, 0.9), placed(letter("A"), 1.2, 0.4, side="left")
    assert HandChoice().chosen(sight(0, right, left)) == left


def test_of_two_raised_hands_the_one_whose_fingers_move_spells() -> None:
    # GIVEN a right hand that stays as it is, wandering, and a left one that spells
    choice = HandChoice()
    for at in range(40):
        right = placed(letter("S"), 0.3 + 0.1 * np.sin(at / 3))
        left = placed(letter("BVLY"[at // 10]), 1.2, side="left")
        seen = choice.chosen(sight(at / 25, right, left))
    assert seen == left
