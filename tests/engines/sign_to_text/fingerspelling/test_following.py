"""What the movement tells decides about letters that are held or drawn."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from engines.hands import Hand, Point, Side, Sight
from engines.sign_to_text import Signing
from engines.sign_to_text.fingerspelling import weighing, word_lists
from engines.sign_to_text.fingerspelling.decoding import FRAMES, SEQUENCE, Reading
from engines.sign_to_text.fingerspelling.following import Following
from engines.sign_to_text.fingerspelling.session import Session
from engines.sign_to_text.fingerspelling.weighing import Witness

from .nearest import NearestShape
from .test_decoding import shown
from .test_session import video

NAMES = ("I", "J", "Z", "D", "")


@dataclass
class Told:
    """Steps of time, as a stream tells them."""

    spelled: NDArray[np.float32]
    held: NDArray[np.float32]
    seconds: NDArray[np.float64]
    names: tuple[str, ...] = NAMES


@dataclass
class ScriptedStream:
    """Says of every frame what it is told to, by the time it is: a named shape, or nothing."""

    script: dict[float, str] = field(default_factory=dict)
    """From these seconds on, a letter in one step each."""
    sides: list[Side] = field(default_factory=list)
    frames: int = 0
    unseen: int = 0

    def opened(self, side: Side) -> "ScriptedStream":
        self.sides.append(side)
        return self

    def add(self, landmarks: NDArray[np.float32] | None, seconds: float) -> Told:
        self.frames += 1
        self.unseen += landmarks is None
        label = ""
        for when in [one for one in self.script if one <= seconds]:
            label = self.script.pop(when)
        row = np.full((1, len(NAMES)), 0.001, np.float32)
        row[0, NAMES.index(label)] = 0.99
        return Told(np.log(row), np.log(row), np.array([seconds]))


def hand(side: Side = "right") -> Hand:
    return Hand(side, tuple(Point(0.5, 0.5) for _point in range(21)))


def test_every_frame_is_followed_and_another_side_is_another_stream() -> None:
    stream = ScriptedStream()
    following = Following(stream.opened, "asl-letters")
    for at, side in enumerate(("right", "right", "left")):
        following.look(hand("left" if side == "left" else "right"), at / 25)
    following.look(None, 0.2)
    assert stream.sides == ["right", "left"]
    assert (stream.frames, stream.unseen) == (4, 1)


def test_what_was_shown_is_remembered_for_a_while() -> None:
    # GIVEN a letter that comes after half a second
    following = Following(ScriptedStream({0.5: "D"}).opened, "auto")
    for at in range(20):
        following.look(hand(), at / 25)
    assert following.shown_since(0.3) > 0.9
    assert following.shown_since(0.6) < 0.01
    for at in range(20, 200):
        following.look(hand(), at / 25)
    assert following.shown_since(0.0) < 0.01


def test_letters_that_are_drawn_are_told_once_they_are() -> None:
    following = Following(ScriptedStream({0.4: "J", 0.8: "I"}).opened, "asl-letters")
    drawn = [following.look(hand(), at / 25) for at in range(30)]
    assert [one for one in drawn if one] == ["J"]
    assert following.begins_with("J") == "I"


def held(text: str, script: dict[float, str]) -> str:
    """Return what is read of a hand that spells slowly while a stream says what it is told to."""
    look = NearestShape("asl-letters")
    following = Following(ScriptedStream(script).opened, "asl-letters")
    session = Session(Signing("asl-letters"), look.names, look, None, following)
    for sight in video(text):
        session.see(sight)
    return session.end().text


def test_a_shape_counts_only_if_somebody_saw_it_come() -> None:
    # GIVEN a D that is held WHEN the movement showed nothing THEN it was a resting hand
    assert held("d", {}) == ""
    assert held("d", {0.3: "D"}) == "d"


def test_a_drawn_letter_takes_the_place_of_the_shape_it_began_with() -> None:
    # GIVEN an I that is held, and the news that a J was drawn THEN the I was a J's beginning
    assert held("i", {0.3: "I", 0.6: "J"}) == "j"


def test_two_witnesses_are_heard_together() -> None:
    # GIVEN shapes that look like CAR or CAN, and a movement that had an N at its end
    shapes = shown("CA", sure=0.9)
    unsure = np.concatenate([shapes.logs, shown("T", sure=0.45).logs])
    both = type(shapes)(unsure, np.arange(len(unsure)) / 25)
    moved = shown("CAN", hold=1, way=4, sure=0.93)
    words = word_lists.of(("cat", "can"), "en")
    alone = weighing.readings((Witness(both, FRAMES),), words, is_closed=True)
    together = weighing.readings((Witness(both, FRAMES), Witness(moved, SEQUENCE)), words, is_closed=True)
    assert together[0].text == "can"
    assert {one.text for one in alone} == {one.text for one in together} == {"cat", "can"}


@pytest.mark.parametrize(("spelled", "is_nothing"), [("CAN", False), ("", True)])
def test_a_movement_without_news_says_that_nothing_was_spelled(spelled: str, is_nothing: bool) -> None:
    moved = shown(spelled, hold=1, way=4, sure=0.93) if spelled else quiet()
    witness = Witness(moved, SEQUENCE)
    assert weighing.says_nothing(witness, Reading("can", "CAN", 0.0, True)) == is_nothing


def quiet() -> weighing.Lattice:
    """Return half a second in which nothing is shown."""
    seen = shown("CAN", hold=1, way=4)
    logs = np.full_like(seen.logs, np.log(1e-4))
    logs[:, -1] = np.log(0.99)
    return type(seen)(logs, seen.seconds)


def test_a_sight_without_hands_is_followed_too() -> None:
    look = NearestShape("asl-letters")
    stream = ScriptedStream()
    session = Session(Signing("asl-letters"), look.names, look, None, Following(stream.opened, "asl-letters"))
    session.see(Sight(0.0))
    assert stream.unseen == 1
