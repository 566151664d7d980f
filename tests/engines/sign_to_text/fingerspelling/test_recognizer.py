"""The recogniser of single frames with the weights that ship, on hands drawn from the charts."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from engines.errors import ModelDamaged
from engines.hands import Hand, Point, Side, Sight
from engines.hands.kinematics import facing, pose_points, projected
from engines.hands.shapes import ShapePack, alphabet, shape
from engines.hands.shapes.parts import FIST, STRAIGHT, at, hand
from engines.sign_to_text import fingerspelling
from engines.sign_to_text.fingerspelling.recognizer import NOTHING, Recognizer, shape_probabilities


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer()


def drawn(pack: ShapePack, names: str, is_left: bool = False) -> np.ndarray:
    """Return the hands of a chart, as a picture of twice its height's width would show them."""
    hands = projected(np.concatenate([pose_points(shape(pack, name)) for name in names]))
    flip = -1 if is_left else 1
    return hands[..., :3] * [flip * 0.05, 0.1, 0.1] + [0.5, 0.6, 0]


@pytest.mark.parametrize(
    ("pack", "names"),
    [
        ("asl-letters", "ABCDFGILVWY"),
        ("asl-digits", "0123456789"),
        ("ksl", "ㄱㄴㄷㅁㅂㅅㅇㅏㅗㅜㅡㅣㅐㅚㅟㅢ"),
    ],
)
def test_a_hand_of_the_chart_is_read(pack: ShapePack, names: str) -> None:
    # GIVEN hands as a chart shows them, in a picture twice as wide as high
    hands = drawn(pack, names)
    # WHEN they are read
    found, classes = shape_probabilities(hands, aspect=2.0, handedness="right", pack=pack)
    # THEN every one is what it is, and every row is a probability
    assert classes == alphabet(pack)
    assert "".join(classes[one] for one in found.argmax(1)) == names
    assert found.sum(1) == pytest.approx(1)


def test_depth_is_not_needed() -> None:
    # GIVEN hands with depth
    hands = drawn("asl-letters", "BLY")
    # WHEN they are read with and without it
    with_depth, _names = shape_probabilities(hands, 2.0, "right", "asl-letters")
    without, _names = shape_probabilities(hands[..., :2], 2.0, "right", "asl-letters")
    # THEN nothing changes
    assert with_depth == pytest.approx(without)


def test_a_left_hand_is_read_as_its_mirror_image() -> None:
    # GIVEN a right hand, and the same by a left hand
    right, left = drawn("ksl", "ㅏㅗ"), drawn("ksl", "ㅏㅗ", is_left=True)
    # WHEN each is read as what it is
    of_right, _names = shape_probabilities(right, 2.0, "right", "ksl")
    of_left, _names = shape_probabilities(left, 2.0, "left", "ksl")
    # THEN they are alike
    assert of_right == pytest.approx(of_left, abs=1e-4)


def test_an_unknown_korean_hand_is_judged_by_all_its_frames() -> None:
    # GIVEN a left hand that spells letters of which some have no twin
    hands = drawn("ksl", "ㄱㄴㄷㅏㅂㅗ", is_left=True)
    # WHEN nobody says whose it is
    found, names = shape_probabilities(hands, 2.0, "unknown", "ksl")
    # THEN it is read as the left hand it is, in each frame
    assert "".join(names[one] for one in found.argmax(1)) == "ㄱㄴㄷㅏㅂㅗ"


def test_digits_and_letters_together_give_the_digit_first() -> None:
    # GIVEN shapes that are a digit and a letter, and two that are not
    hands = np.concatenate([drawn("asl-letters", "VWFB"), drawn("asl-digits", "3")])
    # WHEN they are read with both packs
    found, names = shape_probabilities(hands, 2.0, "right", "auto")
    # THEN digits come first, and the twin has as much
    assert names == (*alphabet("asl-digits"), *alphabet("asl-letters"))
    assert [names[one] for one in found.argmax(1)] == ["2", "6", "9", "B", "3"]
    assert found[0, names.index("V")] == pytest.approx(found[0, names.index("2")])


def test_no_frames_give_no_rows() -> None:
    found, names = shape_probabilities(np.zeros((0, 21, 2)), pack="ksl")
    assert found.shape == (0, len(names))


def test_points_that_are_no_numbers_do_no_harm() -> None:
    # GIVEN a hand of which a point is lost, and one that is not there at all
    hands = drawn("asl-letters", "BB")
    hands[0, 8], hands[1] = np.nan, np.nan
    # WHEN they are read
    found, _names = shape_probabilities(hands, 2.0, "right", "asl-letters")
    # THEN the rows are probabilities
    assert found.sum(1) == pytest.approx(1)


def test_other_shapes_than_hands_are_refused() -> None:
    with pytest.raises(ValueError, match="21"):
        shape_probabilities(np.zeros((3, 20, 2)))


def sight(side: Side | None, name: str = "B") -> Sight:
    """Return a sight of one hand that shows a letter of ASL, or of none."""
    if side is None:
        return Sight(0.0)
    points = drawn("asl-letters", name, is_left=side == "left")[0] * [2, 1, 1]
    return Sight(0.0, aspect=2.0, hands=(Hand(side, tuple(Point(*map(float, one)) for one in points)),))


def test_sights_are_read_whatever_hand_they_show(recognizer: Recognizer) -> None:
    # GIVEN a right hand, nobody, and a left hand
    sights = [sight("right"), sight(None), sight("left", "L")]
    # WHEN they are read
    looks = recognizer.read(sights, "asl-letters")
    # THEN each has its row, and the empty one surely shows no letter
    assert looks.names[-1] == NOTHING
    assert [looks.names[one] for one in looks.probabilities.argmax(1)] == ["B", NOTHING, "L"]
    assert list(looks.is_found) == [True, False, True]
    assert looks.probabilities[1, -1] == 1
    assert len(recognizer.read([], "ksl").probabilities) == 0


def test_only_the_wanted_hand_is_read(recognizer: Recognizer) -> None:
    looks = recognizer.read([sight("right"), sight("left")], "asl-letters", hand="left")
    assert list(looks.is_found) == [False, True]


def test_a_frame_without_a_hand_shows_no_letter(recognizer: Recognizer) -> None:
    # GIVEN points that are lost, and points that all lie in one place
    nothing = np.stack([np.full((21, 2), np.nan), np.full((21, 2), 0.5)])
    # WHEN they are read
    found = recognizer.probabilities(nothing, 1.0, "unknown", "ksl")
    # THEN it is sure that no letter is shown, and no letter is likelier than another
    assert (found[:, -1] == 1).all()
    letters, names = shape_probabilities(nothing, pack="ksl")
    assert letters == pytest.approx(1 / len(names))


def test_a_hand_bent_unlike_any_letter_is_told(recognizer: Recognizer) -> None:
    # GIVEN the little and ring finger up and the thumb across, edge-on and upside down
    odd = hand(
        [FIST, FIST, STRAIGHT, (40, 10, 5)], at(0.1, 0.5, 0.4), facing((0.3, -0.9, -0.4), (1, 0.2, 0.1))
    )
    # WHEN it is read
    found = recognizer.probabilities(projected(pose_points(odd)), 1.0, "right", "asl-digits")
    # THEN that it is none is likelier than any digit
    assert found[0].argmax() == found.shape[1] - 1


def test_like_hands_lie_near_each_other(recognizer: Recognizer) -> None:
    # GIVEN a letter, the same a little larger elsewhere, and another letter
    hand = drawn("asl-letters", "B")
    hands = np.concatenate([hand, hand * 1.3 + 0.1, drawn("asl-letters", "Y")])
    # WHEN they are embedded
    rows = recognizer.embedding(hands, 2.0)
    # THEN the like ones are nearer
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.1


def test_weights_that_cannot_be_read_are_said_to_be_damaged(tmp_path: Path) -> None:
    # GIVEN a folder whose weights are broken off
    folder = tmp_path / "finger_reader"
    folder.mkdir()
    with pytest.raises(ModelDamaged, match="finger_reader"):
        Recognizer(folder)
    (folder / "settings.json").write_bytes(fingerspelling_settings())
    (folder / "model.safetensors").write_bytes(b"\0" * 40)
    # WHEN they are loaded, THEN a sentence says so
    with pytest.raises(ModelDamaged, match="damaged"):
        Recognizer(folder)


def fingerspelling_settings() -> bytes:
    """Return the settings that ship."""
    from engines.sign_to_text.fingerspelling.recognizer import FOLDER

    return (FOLDER / "settings.json").read_bytes()


def test_the_public_function_is_reached_through_its_package() -> None:
    assert fingerspelling.shape_probabilities is shape_probabilities
