"""A few examples of a user's letters make those read better at once, and the others not worse."""

from pathlib import Path

import numpy as np
import pytest

from engines.errors import InputUnsupported, OutputUnwritable
from engines.hands import Hand, Point, Side, Sight
from engines.hands.kinematics import pose_points, projected
from engines.hands.shapes import shape
from engines.sign_to_text.fingerspelling.calibration import (
    FILE,
    MOST_EXAMPLES,
    Calibration,
    LetterExamples,
    PersonalCalibration,
)
from engines.sign_to_text.fingerspelling.recognizer import Recognizer

NAMES = ("A", "B", "C", "")


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer()


def showing(letter: str, seed: int = 0, side: Side = "right", frames: int = 8) -> list[Sight]:
    """Return some frames of a hand that shows a letter."""
    chance = np.random.default_rng(seed)
    flip = -1 if side == "left" else 1
    drawn = projected(pose_points(shape("asl-letters", letter)))[0] * [flip * 0.1, 0.1, 0.1] + [0.8, 0.6, 0]
    return [
        Sight(number / 25, 1.6, (Hand(side, points(drawn + chance.normal(0, 0.001, drawn.shape))),))
        for number in range(frames)
    ]


def points(array: np.ndarray) -> tuple[Point, ...]:
    return tuple(Point(*map(float, point)) for point in array)


def around(middle: np.ndarray, count: int, seed: int = 0) -> np.ndarray:
    rows = middle + np.random.default_rng(seed).normal(0, 0.02, (count, len(middle)))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_hand_like_the_examples_is_that_letter_and_any_other_is_as_before() -> None:
    # GIVEN a recogniser that takes one kind of A for C, and five examples of it
    of_a, elsewhere = np.eye(16)[0], np.eye(16)[1]
    calibration = Calibration.from_examples({"A": around(of_a, 5)})
    taken_for_c = np.tile([0.05, 0.05, 0.85, 0.05], (6, 1))
    # WHEN hands like the examples are judged, THEN they are A
    better = calibration.adjust(around(of_a, 6, seed=1), taken_for_c, NAMES)
    assert (better.argmax(1) == 0).all()
    assert better.sum(1) == pytest.approx(1)
    # AND hands unlike them are what they were
    same = calibration.adjust(around(elsewhere, 6, seed=2), taken_for_c, NAMES)
    assert same == pytest.approx(taken_for_c, abs=1e-4)


def test_the_nearest_of_two_calibrated_letters_counts() -> None:
    first = around(np.eye(16)[0] + 0.1 * np.eye(16)[2], 4)
    second = around(np.eye(16)[0] - 0.1 * np.eye(16)[2], 4, seed=1)
    calibration = Calibration.from_examples({"A": first, "B": second})
    unsure = np.full((8, 4), 0.25)
    better = calibration.adjust(np.concatenate([first, second]), unsure, NAMES)
    assert (better.argmax(1) == [0] * 4 + [1] * 4).all()


def test_letters_of_another_pack_and_no_letters_change_nothing() -> None:
    given = np.full((3, 4), 0.25, np.float32)
    rows = around(np.eye(16)[0], 3)
    for examples in ({}, {"A": rows[:0]}, {"ㄱ": rows}):
        assert (Calibration.from_examples(examples).adjust(rows, given, NAMES) == given).all()
    assert Calibration.from_examples({"A": rows}).adjust(rows[:0], given[:0], NAMES).shape == (0, 4)


@pytest.mark.parametrize("side", ["right", "left"])
def test_a_recorded_letter_counts_at_once(tmp_path: Path, recognizer: Recognizer, side: Side) -> None:
    # GIVEN a calibration of a folder that is not there yet, and a hand that shows B
    calibration = PersonalCalibration(tmp_path / "signs")
    names = recognizer.names("asl-letters")
    looks = recognizer.read(showing("B", 9, side), "asl-letters")
    # THEN without examples nothing changes
    given = np.full_like(looks.probabilities, 1 / len(names))
    assert calibration.adjust(looks.embeddings, given, names) == pytest.approx(given)
    # WHEN the user records B three times
    letters = LetterExamples(tmp_path / "signs")
    for seed in range(3):
        assert letters.add("asl-letters", "B", showing("B", seed, side)) == seed + 1
    # THEN the same calibration knows it
    found = calibration.adjust(looks.embeddings, given, names)
    assert {names[one] for one in found.argmax(1)} == {"B"}
    # AND another letter is as before
    other = recognizer.read(showing("Y", 9, side), "asl-letters")
    assert calibration.adjust(other.embeddings, given, names) == pytest.approx(given, abs=1e-3)
    # WHEN it is forgotten, THEN it is gone at once too
    letters.delete("asl-letters", "B")
    assert calibration.adjust(looks.embeddings, given, names) == pytest.approx(given)


def test_letters_are_counted_by_pack_and_the_oldest_give_way(tmp_path: Path) -> None:
    # GIVEN more examples of one letter than are kept, and some of other packs
    letters = LetterExamples(tmp_path)
    for number in range(MOST_EXAMPLES + 2):
        last = letters.add("asl-letters", "A", showing("A", number, frames=1))
    letters.add("ksl", "ㄱ", showing("L", frames=1))
    # THEN a newer process finds what is left
    again = LetterExamples(tmp_path)
    assert last == MOST_EXAMPLES
    assert again.counts("asl-letters") == {"A": MOST_EXAMPLES}
    assert again.counts("ksl") == {"ㄱ": 1}
    assert again.counts("asl-digits") == {}
    again.delete_all()
    assert again.counts("ksl") == {}
    assert not (tmp_path / FILE).exists()


def test_the_steadiest_frame_is_kept(tmp_path: Path) -> None:
    # GIVEN a recording in which the hand comes from another shape, and a passer-by's hand at the end
    letters = LetterExamples(tmp_path)
    sights = [*showing("A", frames=2), *showing("B", frames=9), *showing("Y", side="left", frames=2)]
    letters.add("asl-letters", "B", [Sight(0.0), *sights])
    # THEN what is kept is the shape that was held
    kept = letters.calibration(Recognizer())
    held = Recognizer().read(showing("B", 5), "asl-letters").embeddings
    assert (kept.embeddings @ held.T).min() > 0.95


def test_without_a_hand_nothing_is_kept(tmp_path: Path) -> None:
    with pytest.raises(InputUnsupported, match="No hand was seen"):
        LetterExamples(tmp_path).add("asl-letters", "A", [Sight(0.0), Sight(0.1)])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b'{"version": 1}',
        b'{"version": 1, "examples": [{"pack": "ksl", "letter": "x", "side": "right", "points": [[0]]}]}',
        b'{"version": 1, "examples": ' + b"[" * 100_000,
        b'{"version": "1", "examples": []}',
        b'{"version": 1, "examples": [{"pack": "ksl", "letter": "x", "side": "up", "points": '
        + str([[0.0, 0.0, 0.0]] * 21).encode()
        + b"}]}",
        b'{"version": 1, "examples": [{"pack": 1, "letter": "x", "side": "left", "points": '
        + str([[0.0, 0.0, 1e400]] * 21).replace("inf", "1e400").encode()
        + b"}]}",
    ],
)
def test_a_damaged_file_is_told_of_and_not_overwritten(
    tmp_path: Path, recognizer: Recognizer, content: bytes
) -> None:
    # GIVEN a file of letters that is damaged
    (tmp_path / FILE).write_bytes(content)
    letters = LetterExamples(tmp_path)
    # THEN the sentence says so, and what may be left of it is not lost
    with pytest.raises(InputUnsupported, match=r"letters\.json is damaged"):
        letters.add("asl-letters", "A", showing("A"))
    with pytest.raises(InputUnsupported):
        letters.counts("asl-letters")
    assert (tmp_path / FILE).read_bytes() == content
    # AND letters are read as if there were none
    given = np.full((1, 27), 1 / 27, np.float32)
    row = recognizer.read(showing("A")[:1], "asl-letters").embeddings
    found = PersonalCalibration(tmp_path).adjust(row, given, recognizer.names("asl-letters"))
    assert (found == given).all()
    # AND they can be forgotten
    letters.delete_all()
    assert letters.counts("asl-letters") == {}


def test_a_newer_file_says_so(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"version": 2, "letters": {}}')
    with pytest.raises(InputUnsupported, match="newer version of Sori"):
        LetterExamples(tmp_path).counts("ksl")


def test_a_disk_that_takes_nothing_leaves_what_was_there(tmp_path: Path) -> None:
    # GIVEN a folder that cannot be, for a file is in its place
    (tmp_path / "signs").write_text("")
    with pytest.raises(OutputUnwritable):
        LetterExamples(tmp_path / "signs").add("ksl", "ㄱ", showing("L"))
