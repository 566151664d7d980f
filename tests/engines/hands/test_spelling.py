"""Texts become hands that move from letter to letter, and pictures of them."""

import io
from itertools import pairwise

import pytest
from PIL import Image

from engines.errors import InputUnsupported
from engines.hands import Hand, Point
from engines.hands.drawing import picture, shows_back, strokes
from engines.hands.shapes import PACKS, alphabet, motions
from engines.hands.spelled_pictures import moving, sheet
from engines.hands.spelling import Posed, letters, spelled, stills


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hello", "HELLO"),
        ("안녕", "ㅇㅏㄴㄴㅕㅇ"),
        ("값", "ㄱㅏㅂㅅ"),
        ("까마귀 whale 7", "ㄲㅏㅁㅏㄱㅟ WHALE 7"),
        ("déjà", "DEJA"),
        ("왜?", "ㅇㅙ"),
        ("ㅋㅋ", "ㅋㅋ"),
        ("한글", "ㅎㅏㄴㄱㅡㄹ"),
    ],
)
def test_a_text_becomes_the_letters_that_a_hand_shows(text: str, shown: str) -> None:
    assert "".join(letter.label or " " for letter in letters(text)) == shown


@pytest.mark.parametrize("text", ["", "  ", "?!", "привет", "a" * 501])
def test_what_cannot_be_spelled_is_said_in_one_sentence(text: str) -> None:
    with pytest.raises(InputUnsupported) as caught:
        letters(text)
    assert str(caught.value).endswith(".")


def test_every_letter_of_every_alphabet_can_be_spelled() -> None:
    for pack in PACKS:
        for name in (*alphabet(pack), *motions(pack)):
            hands = [hand for _letter, hand, _way in stills(name)]
            assert hands, name
            assert all(len(hand.points) == 21 for hand in hands), name


def test_a_hand_moves_evenly_and_holds_each_letter() -> None:
    # GIVEN a word at two letters a second
    poses = list(spelled("bad", letters_per_second=2.0, rate_hz=25))
    # THEN it takes a second and a half, at even times, and every letter is held for a while
    assert [round(pose.seconds * 25) for pose in poses] == list(range(len(poses)))
    assert 36 <= len(poses) <= 39
    for label in "BAD":
        assert sum(pose.is_held for pose in poses if pose.label == label) >= 5, label
    # AND no point jumps
    assert max(map(_jump, *zip(*pairwise(poses), strict=True))) < 0.2


def test_the_same_letter_twice_is_shown_by_a_move_aside() -> None:
    held = [pose for pose in spelled("oo", 1.0) if pose.is_held and pose.hand]
    places = {(pose.index, round(pose.hand.points[0].x, 2)) for pose in held if pose.hand}
    assert len(places) == 2


def test_a_space_takes_the_hand_down() -> None:
    poses = list(spelled("a b", 2.0))
    assert [pose.hand is None for pose in poses if pose.index == 1] == [True] * 12


def test_a_left_hand_is_the_right_one_mirrored() -> None:
    (_, right, _), (_, left, _) = next(stills("L", "right")), next(stills("L", "left"))
    assert left.side == "left"
    assert [round(1 - point.x, 6) for point in left.points] == [round(point.x, 6) for point in right.points]


def test_the_palm_and_the_back_are_told_apart() -> None:
    # ㅏ shows the palm, ㅗ the same finger from the back, with either hand
    for side in ("right", "left"):
        palm, back = (next(stills(name, side))[1] for name in "ㅏㅗ")  # type: ignore[arg-type]  # one of two sides
        assert not shows_back(palm)
        assert shows_back(back)
        assert not any(stroke.part == "nail" for stroke in strokes(palm))
        assert any(stroke.part == "nail" for stroke in strokes(back))


def test_what_is_nearer_is_drawn_later() -> None:
    # GIVEN a flat hand whose index finger stands out to the viewer
    flat = [Point(0.5, 0.9)] + [Point(0.3 + 0.02 * n, 0.3 + 0.01 * n, 0.0) for n in range(20)]
    flat[5:9] = [Point(point.x, point.y, -0.5) for point in flat[5:9]]
    # THEN its three bones come last
    drawn = [stroke for stroke in strokes(Hand("right", tuple(flat))) if stroke.part == "finger"]
    starts = {(point.x, point.y) for point in flat[5:8]}
    assert {stroke.places[0] for stroke in drawn[-3:]} == starts


def test_letters_that_move_have_a_way() -> None:
    assert next(stills("a"))[2] == ()
    assert len(next(stills("z"))[2]) > 2
    assert len(next(stills("ㄲ"))[2]) == 2
    assert len(list(stills("ㅘ"))) == 2


def test_a_picture_shows_the_hand_in_its_colours() -> None:
    hand = next(stills("b"))[1]
    drawn = picture(hand, "B", 200)
    assert drawn.size == (200, 240)
    colours = {colour for _count, colour in drawn.getcolors(1 << 20) or []}
    assert (247, 205, 176) in colours
    assert picture(None, "", 50).getcolors() == [(2500, (255, 255, 255))]


def test_a_moving_picture_lasts_as_long_as_the_spelling() -> None:
    steps = list(moving("hi", letters_per_second=2.0))
    assert steps[:-1] == [b""]
    with Image.open(io.BytesIO(steps[-1])) as animation:
        total = 0
        for number in range(animation.n_frames):  # type: ignore[attr-defined]  # of moving pictures
            animation.seek(number)
            total += animation.info["duration"]
    assert 950 <= total <= 1100


def test_a_sheet_has_a_hand_for_each_letter() -> None:
    with Image.open(io.BytesIO(b"".join(sheet("abcdefghi")))) as whole:
        assert whole.size == (8 * 320, 2 * 384)


def _jump(before: Posed, after: Posed) -> float:
    assert before.hand
    assert after.hand
    return max(
        abs(a.x - b.x) + abs(a.y - b.y) for a, b in zip(before.hand.points, after.hand.points, strict=True)
    )


@pytest.mark.parametrize(("label", "before", "after"), [("T", 6, 10), ("N", 10, 14), ("M", 14, 18)])
def test_the_thumb_shows_between_the_fingers_that_tell_its_letter(
    label: str, before: int, after: int
) -> None:
    # GIVEN a letter whose fingers lie over the thumb, and the second joints the thumb comes out between
    [(_letter, hand, _way)] = stills(label)
    assert hand is not None
    points = hand.points
    # THEN its tip is between them, and what is drawn of it is not covered by the finger beyond
    assert points[after].x < points[4].x < points[before].x
    drawn = [stroke.places for stroke in strokes(hand)]
    tip, beyond = (
        drawn.index(tuple((points[one].x, points[one].y) for one in bone))
        for bone in ((3, 4), (after, after + 1))
    )
    assert tip > beyond


def test_hieut_is_a_closed_hand_with_its_thumb_up() -> None:
    [(_letter, hand, _way)] = stills("ㅎ")
    assert hand is not None
    assert shows_back(hand)
    others = min(point.y for number, point in enumerate(hand.points) if number not in (3, 4))
    size = max(point.y for point in hand.points) - min(point.y for point in hand.points)
    assert others - hand.points[4].y > 0.15 * size
