"""The tables of hand shapes: complete, in order, and telling apart what is told apart by eye."""

from itertools import combinations

import numpy as np
import pytest

from engines.hands.kinematics import pose_points
from engines.hands.shapes import PACKS, ShapePack, alphabet, motions, shape, variants


@pytest.mark.parametrize(("pack", "count"), [("asl-letters", 26), ("asl-digits", 10), ("ksl", 31)])
def test_every_letter_of_a_pack_has_a_shape(pack: ShapePack, count: int) -> None:
    # GIVEN the alphabet of a pack
    names = alphabet(pack)
    # THEN it has as many letters as it should, none twice, each with at least one way to hold it
    assert len(set(names)) == len(names) == count
    assert all(len(variants(pack, name)) >= 1 for name in names)


def test_the_jamo_stand_in_the_order_of_their_column() -> None:
    assert "".join(alphabet("ksl")) == "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㅏㅑㅓㅕㅗㅛㅜㅠㅡㅣㅐㅒㅔㅖㅚㅟㅢ"


@pytest.mark.parametrize("pack", PACKS)
def test_no_two_letters_are_one_shape(pack: ShapePack) -> None:
    # GIVEN every letter as a chart shows it
    seen = {name: pose_points(shape(pack, name))[0] for name in alphabet(pack)}
    # THEN any two differ somewhere by more than a tenth of a palm
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other], axis=1).max() > 0.1, (one, other)


def test_digits_that_look_like_letters_share_their_shapes() -> None:
    for digit, letter in (("0", "O"), ("2", "V"), ("6", "W"), ("9", "F")):
        mine = {tuple(row.ravel()) for row in variants("asl-digits", digit).flexion}
        theirs = {tuple(row.ravel()) for row in variants("asl-letters", letter).flexion}
        assert theirs <= mine


def test_a_is_o_seen_from_behind_in_korean() -> None:
    # GIVEN ㅏ and ㅗ of a right hand
    palm, back = (pose_points(shape("ksl", name))[0] for name in "ㅏㅗ")
    # THEN mirroring one in the picture gives the other
    assert palm[:, :2] * [-1, 1] == pytest.approx(back[:, :2], abs=0.02)


def test_moving_letters_are_made_of_shapes_of_their_pack() -> None:
    moving = {pack: motions(pack) for pack in PACKS}
    assert set(moving["asl-letters"]) == {"J", "Z"}
    assert set(moving["ksl"]) == set("ㄲㄸㅃㅆㅉㅘㅙㅝㅞ")
    for pack, letters in moving.items():
        for motion in letters.values():
            assert all(len(variants(pack, name)) for name in motion.shapes)
            assert len(motion.shapes) > 1 or len(motion.path) > 1


def test_an_unknown_pack_or_letter_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        alphabet("bsl")  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        variants("asl-digits", "A")


def test_asking_for_motions_twice_gives_them_twice() -> None:
    import engines.hands.shapes as shapes

    assert shapes.motions("ksl") == shapes.motions("ksl")
    assert set(shapes.motions("asl-letters")) == {"J", "Z"}
