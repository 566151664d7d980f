"""What stands in the way of reading hands is said after a while and for a while."""

import numpy as np
import pytest

from engines.hands import Hand, Point, Side, Sight
from engines.hands.troubles import Watch

BRIGHT = np.full((48, 64, 3), 128, np.uint8)
NIGHT = np.full((48, 64, 3), 12, np.uint8)


def _hand(x: float = 0.6, y: float = 0.5, size: float = 0.3, side: Side = "right") -> Hand:
    """Return a hand whose points lie on the slope of a square."""
    return Hand(
        side, tuple(Point(x + size * (i / 20 - 0.5), y + size * (i / 20 - 0.5)) for i in range(21)), 0.95
    )


def _troubles(*moments: tuple[float, tuple[Hand, ...]], crowd: tuple[Hand, ...] = ()) -> list[str]:
    watch = Watch()
    return [watch.trouble(Sight(seconds, 4 / 3, hands), crowd, BRIGHT) for seconds, hands in moments]


@pytest.mark.parametrize(
    ("hands", "pixels", "said"),
    [
        ((), BRIGHT, "No hand can be seen"),
        ((), NIGHT, "too dark"),
        ((_hand(),), NIGHT, ""),
        ((_hand(),), BRIGHT, ""),
        ((_hand(x=0.0),), BRIGHT, "leaves the picture"),
        ((_hand(y=1.0),), BRIGHT, "leaves the picture"),
        ((_hand(x=4 / 3),), BRIGHT, "leaves the picture"),
        ((_hand(size=0.04),), BRIGHT, "too far"),
        ((_hand(size=0.04), _hand(side="left")), BRIGHT, ""),
    ],
)
def test_a_photograph_is_judged_by_itself(hands: tuple[Hand, ...], pixels: np.ndarray, said: str) -> None:
    # WHEN
    trouble = Watch().trouble(Sight(0.0, 4 / 3, hands, is_still=True), hands, pixels)
    # THEN
    assert said in trouble
    assert bool(said) == bool(trouble)


def test_a_short_miss_is_not_told() -> None:
    # WHEN
    told = _troubles((0.0, (_hand(),)), (0.1, ()), (0.5, ()), (0.6, (_hand(),)), (1.7, ()), (2.0, (_hand(),)))
    # THEN
    assert told == [""] * 6


def test_a_trouble_comes_once_and_goes_once() -> None:
    # GIVEN a hand that leaves for two seconds, with a moment inside in between
    out, inside = (_hand(x=0.0),), (_hand(),)
    # WHEN
    told = _troubles(*((tenth / 10, inside if tenth == 12 or tenth > 20 else out) for tenth in range(35)))
    # THEN
    changes = [one for before, one in zip(["", *told], told, strict=False) if one != before]
    assert len(changes) == 2
    assert "leaves" in changes[0]
    assert told[-1] == ""


@pytest.mark.parametrize(
    ("crowd", "is_told"),
    [
        ((_hand(), _hand(side="left")), False),
        ((_hand(), _hand(x=0.2)), True),
        ((_hand(), _hand(x=0.2, side="left"), _hand(x=1.0, side="left")), True),
    ],
)
def test_more_hands_than_one_person_has_are_told(crowd: tuple[Hand, ...], is_told: bool) -> None:
    # WHEN
    told = _troubles((0.0, (_hand(),)), (0.1, (_hand(),)), crowd=crowd)
    # THEN
    assert ("More than one person" in told[-1]) == is_told


def test_the_gravest_trouble_is_told() -> None:
    # GIVEN a tiny hand at the edge
    hand = _hand(x=0.0, size=0.04)
    # WHEN
    trouble = Watch().trouble(Sight(0.0, 4 / 3, (hand,), is_still=True), (), BRIGHT)
    # THEN
    assert "leaves" in trouble
