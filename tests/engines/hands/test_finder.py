"""Hands are found in drawn pictures by the real models; real photographs are used where there are some."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageOps

from engines.hands import POINTS, Hand
from engines.hands.finder import HandFinder, sights
from engines.media import Frame
from engines.sources.picture_frames import picture_frames
from tests.engines.hands.drawn_hand import TIPS, frame, picture

FIND_TIPS = (4, 8, 12, 16, 20)


@pytest.fixture(scope="module")
def finder() -> Iterator[HandFinder]:
    with HandFinder() as made:
        yield made


def test_the_points_of_a_hand_are_where_it_is(finder: HandFinder) -> None:
    # GIVEN
    drawn = picture((400, 260))
    # WHEN
    sight = finder.find(frame(drawn, 2.5, is_still=True))
    # THEN
    assert (sight.seconds, sight.is_still, sight.aspect) == (2.5, True, 640 / 480)
    (hand,) = sight.hands
    assert len(hand.points) == POINTS
    for number, (across, down) in zip(FIND_TIPS, TIPS, strict=True):
        assert hand.points[number].x == pytest.approx((400 + across) / 480, abs=0.05)
        assert hand.points[number].y == pytest.approx((260 + down) / 480, abs=0.05)
    assert 0.5 <= hand.confidence <= 1


def test_points_count_in_heights_of_a_portrait_too(finder: HandFinder) -> None:
    # GIVEN
    drawn = picture((180, 300), size=0.8, width=360, height=640)
    # WHEN
    (hand,) = finder.find(frame(drawn, is_still=True)).hands
    # THEN
    assert hand.points[12].x == pytest.approx((180 + 0.8 * TIPS[2][0]) / 640, abs=0.05)
    assert hand.points[12].y == pytest.approx((300 + 0.8 * TIPS[2][1]) / 640, abs=0.05)


def test_a_mirrored_picture_gives_the_same_hand(finder: HandFinder) -> None:
    # GIVEN
    drawn = picture((400, 260))
    # WHEN
    (straight,) = finder.find(frame(drawn, is_still=True)).hands
    with HandFinder(mirror=True) as for_mirrored:
        (turned_back,) = for_mirrored.find(frame(ImageOps.mirror(drawn), is_still=True)).hands
    # THEN
    assert turned_back == straight


def test_a_hand_that_fills_the_picture_is_found_with_its_border_drawn_out(finder: HandFinder) -> None:
    # GIVEN a picture of nothing but the hand
    drawn = picture((400, 260)).crop((270, 85, 500, 380)).resize((100, 128))
    # WHEN
    (hand,) = finder.find(frame(drawn, is_still=True)).hands
    # THEN
    assert hand.points[12].x == pytest.approx((400 - 16 - 270) / 295, abs=0.06)
    assert hand.points[12].y == pytest.approx((100 - 85) / 295, abs=0.06)


def test_a_far_hand_is_found_after_a_while_and_followed() -> None:
    # GIVEN a hand of a twelfth of the picture's height, that moves
    def walk() -> Iterator[Frame]:
        for number in range(30):
            yield frame(picture((500 + number, 230), size=0.13, width=854), number / 30)

    # WHEN
    with HandFinder(hands=1) as finder:
        found = [finder.find(one) for one in walk()]
    # THEN
    late = [sight for sight in found[18:] if sight.hands]
    assert len(late) >= 8
    last = late[-1]
    assert last.hands[0].points[9].x == pytest.approx((500 + 30 * last.seconds) / 480, abs=0.04)


def test_a_dim_picture_is_no_hindrance(finder: HandFinder) -> None:
    # GIVEN
    drawn = picture((400, 260)).point(lambda level: level // 7)
    # WHEN
    sight = finder.find(frame(drawn, is_still=True))
    # THEN
    assert len(sight.hands) == 1


def test_nothing_is_found_where_there_is_nothing(finder: HandFinder) -> None:
    # GIVEN
    wall = Pillow.new("RGB", (640, 480), (120, 130, 140))
    # WHEN
    seen = [finder.find(frame(wall, number / 30)) for number in range(6)]
    # THEN
    assert not any(sight.hands or sight.body or sight.trouble for sight in seen)


def test_there_is_one_hand_of_a_side_and_not_more_than_asked_for(finder: HandFinder) -> None:
    # GIVEN three hands, and a finder that asks for one
    drawn = picture((110, 240), (320, 240), (530, 240), size=0.7)
    # WHEN
    both = finder.find(frame(drawn, is_still=True))
    with HandFinder(hands=1) as for_one:
        one = for_one.find(frame(drawn, is_still=True))
    # THEN
    sides = [hand.side for hand in both.hands]
    assert len(set(sides)) == len(sides)
    assert 1 <= len(sides) <= 2
    assert one.hands == both.hands[:1]
    assert len(finder.crowd) >= 2


def test_frames_may_change_their_size(finder: HandFinder) -> None:
    # GIVEN
    small, large = picture((320, 240)), picture((640, 480), size=2.0, width=1280, height=960)
    # WHEN
    seen = [finder.find(frame(drawn, 10 + number / 10)) for number, drawn in enumerate((small, large) * 2)]
    # THEN
    middles = [sight.hands[0].points[9] for sight in seen if sight.hands]
    assert len(middles) >= 3
    assert np.ptp([point.x for point in middles]) < 0.08


def test_the_models_write_nothing_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    # GIVEN
    drawn = picture((320, 240))
    # WHEN
    with HandFinder(with_body=True) as finder:
        sight = finder.find(frame(drawn))
    # THEN
    assert sight.hands
    assert capfd.readouterr() == ("", "")


def test_loading_the_models_does_not_start_portaudio() -> None:
    # GIVEN a program that looks at a hand and listens to nothing
    program = (
        "import sys; from engines.hands import graphs; graphs.hands(1, is_still=True).close();"
        "print([name for name in ('sounddevice', 'matplotlib', 'torch') if name in sys.modules])"
    )
    # WHEN
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    # THEN
    assert done.stdout == "[]\n"
    assert done.stderr == ""


def test_a_frame_with_a_trouble_is_not_searched(finder: HandFinder) -> None:
    # GIVEN the last picture of a camera that is gone
    image = frame(picture((320, 240))).image
    # WHEN
    sight = finder.find(Frame(image, 3.0, trouble="The camera is gone."))
    # THEN
    assert not sight.hands
    assert sight.trouble == "The camera is gone."


def test_sights_say_what_is_wrong_also_while_the_same_picture_comes_again(finder: HandFinder) -> None:
    # GIVEN a wall, in one picture that a late camera gives again and again
    wall = frame(Pillow.new("RGB", (160, 120), "grey")).image
    frames = [Frame(wall, number / 2) for number in range(8)]
    # WHEN
    seen = list(sights(frames, finder))
    # THEN
    assert [sight.seconds for sight in seen] == [one.seconds for one in frames]
    assert seen[0].trouble == ""
    assert "No hand" in seen[-1].trouble


def test_a_closed_finder_can_be_closed_again() -> None:
    # GIVEN
    finder = HandFinder(hands=1)
    finder.find(frame(picture((320, 240))))
    # WHEN
    finder.close()
    # THEN
    finder.close()


def test_real_right_hands_are_found(real_data: Path | None, finder: HandFinder, tmp_path: Path) -> None:
    # GIVEN photographs of single right hands, where there are some
    for table in islice((real_data or tmp_path).glob("sign/digits_ardamavi/labels_*.csv"), 1):
        rows = list(csv.DictReader(table.read_text().splitlines()))[::60]
        # WHEN
        photographs = list(picture_frames([table.parent / row["path"] for row in rows]))
        found = [finder.find(one).hands for one in photographs]
        # THEN
        assert sum(bool(hands) for hands in found) >= 0.99 * len(rows)
        assert sum(_is_right(hands) for hands in found) >= 0.9 * len(rows)


def _is_right(hands: tuple[Hand, ...]) -> bool:
    return bool(hands) and hands[0].side == "right"


@pytest.mark.parametrize("size", [(1, 1), (3, 1), (1, 200), (1000, 2)])
def test_a_picture_may_have_any_shape(finder: HandFinder, size: tuple[int, int]) -> None:
    # GIVEN
    sliver = Pillow.new("RGB", size, "grey")
    # WHEN
    seen = [finder.find(frame(sliver, 20 + number / 30, is_still=number == 0)) for number in range(4)]
    # THEN
    assert not any(sight.hands for sight in seen)
