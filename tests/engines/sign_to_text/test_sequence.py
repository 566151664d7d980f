"""A moving hand becomes even steps, features, and what a network says of them, whole or live."""

import json

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file

from engines.hands.shapes import alphabet
from engines.sign_to_text.fingerspelling import sequence_steps
from engines.sign_to_text.fingerspelling.sequence import LAG_STEPS, Pack, SequenceReader
from engines.sign_to_text.fingerspelling.sequence_network import SequenceNetwork, SequenceShape
from engines.sign_to_text.fingerspelling.sequence_steps import (
    FEATURES,
    STEP_SECONDS,
    evened,
    features,
    grid_of,
)

ASL = (*alphabet("asl-letters"), *alphabet("asl-digits"))
KSL = alphabet("ksl")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> SequenceReader:
    """A network that never learned anything, but has all its parts."""
    folder = tmp_path_factory.mktemp("sequence")
    torch.manual_seed(1)
    network = SequenceNetwork(SequenceShape(FEATURES, (("asl", 36), ("ksl", 31)), 16, 12, (1, 2, 4)))
    save_file(network.state_dict(), folder / "sequence.safetensors")
    facts = {"shape": network.shape.written(), "alphabets": {"asl": ASL, "ksl": KSL}}
    (folder / "sequence.json").write_text(json.dumps(facts))
    return SequenceReader(folder)


def moving(frames: int, seed: int = 1) -> NDArray[np.float64]:
    """Return landmarks (frames, 21, 2) of a hand that changes slowly."""
    numbers = np.random.default_rng(seed)
    start, end = numbers.random((2, 21, 2))
    share = np.linspace(0, 1, frames)[:, None, None]
    return start + share * (end - start)


def uneven(count: int, fps: float) -> NDArray[np.float64]:
    gaps = np.random.default_rng(2).uniform(0.6, 1.4, count) / fps
    return 10 + np.cumsum(gaps)


@pytest.mark.parametrize("fps", [9, 20, 30, 60])
def test_even_steps_lie_on_the_way_of_uneven_frames(fps: float) -> None:
    # GIVEN a point that moves evenly, seen at uneven times
    seconds = uneven(round(2 * fps), fps)
    points = np.repeat(seconds[:, None], 42, 1).reshape(-1, 21, 2).astype(np.float32)
    # WHEN it is brought to even steps
    grid = grid_of(seconds)
    steps = evened(points, seconds, grid)
    # THEN it is where it was at those times
    assert np.allclose(np.diff(grid), STEP_SECONDS)
    assert steps.is_seen.all()
    assert np.abs(steps.points[1:-1, 0, 0] - grid[1:-1]).max() < 0.02


def test_a_short_gap_is_bridged_and_a_long_one_is_not() -> None:
    # GIVEN frames at 25 a second, of which two and later eight show no hand
    seconds = np.arange(50) / 25
    points = moving(50).astype(np.float32)
    points[10:12] = np.nan
    points[30:38] = np.nan
    # WHEN they become steps THEN only in the long gap there is no hand, and nothing is told of it
    grid = grid_of(seconds)
    steps = evened(points, seconds, grid)
    unseen = grid[~steps.is_seen]
    assert len(unseen)
    assert unseen.min() > 29.4 / 25
    assert unseen.max() < 37.6 / 25
    told = features(steps)
    assert not told[~steps.is_seen].any()
    assert np.isfinite(told).all()


def test_features_do_not_know_place_or_size_but_motion() -> None:
    # GIVEN a hand that keeps its shape and goes to the right
    hand = np.random.default_rng(3).random((21, 2)).astype(np.float32)
    still = np.repeat(hand[None], 5, 0)
    going = still + np.arange(5, dtype=np.float32)[:, None, None] * [0.1, 0.0]
    seen = np.ones(5, bool)
    # WHEN features are taken of it, of a still one, and of one far off
    moved, stood, far = (
        features(sequence_steps.Steps(points.astype(np.float32), seen))
        for points in (going, still, 0.2 * still + 3)
    )
    # THEN place and size tell nothing, motion does
    assert np.allclose(stood, far, atol=1e-4)
    differs = np.abs(moved[2] - stood[2]) > 1e-4
    assert differs.any()
    assert differs.sum() <= 10


@pytest.mark.parametrize(
    ("pack", "count"), [("asl-letters", 26), ("asl-digits", 10), ("auto", 36), ("ksl", 31)]
)
def test_a_lattice_has_a_row_for_each_frame_and_a_column_for_each_class(
    reader: SequenceReader, pack: Pack, count: int
) -> None:
    # GIVEN a hand of 40 frames, in some of which it is not found
    landmarks = moving(40)
    landmarks[7:9] = np.nan
    for read in (reader.lattice, reader.held):
        # WHEN read
        logs, names = read(landmarks, 1.3, "unknown", uneven(40, 15), pack)
        # THEN every frame has probabilities of all classes and of none
        assert logs.shape == (40, count + 1)
        assert names[-1] == ""
        assert len(set(names)) == count + 1
        assert np.allclose(np.exp(logs).sum(1), 1, atol=1e-4)


def test_nothing_and_a_single_frame_are_read_too(reader: SequenceReader) -> None:
    for count in (0, 1):
        logs, _ = reader.lattice(moving(count), seconds=np.arange(count) / 25)
        assert logs.shape == (count, 27)
        assert reader.held(moving(count))[0].shape == (count, 27)


def test_a_left_hand_is_read_as_the_right_one_in_a_mirror(reader: SequenceReader) -> None:
    # GIVEN a right hand's landmarks, and those of a left hand that mirrors it
    right = moving(30)
    left = right * [-1, 1] + [1, 0]
    # THEN both are read alike, told or not which hand it is
    expected, _ = reader.lattice(right, 1.5, "right", pack="ksl")
    assert np.allclose(reader.lattice(left, 1.5, "left", pack="ksl")[0], expected, atol=1e-4)
    one, other = (reader.lattice(hand, 1.5, "unknown", pack="ksl")[0] for hand in (left, right))
    assert np.allclose(one, other, atol=1e-4)


@pytest.mark.parametrize("fps", [8, 17, 30])
def test_a_live_reading_says_what_the_whole_clip_says(reader: SequenceReader, fps: float) -> None:
    # GIVEN two seconds of uneven frames, some without a hand, and two more without any
    count = round(2 * fps)
    landmarks = moving(2 * count)
    landmarks[5] = np.nan
    landmarks[count:] = np.nan
    seconds = uneven(2 * count, fps)
    # WHEN they are read at once, and one by one
    whole = reader.read(landmarks, 1.5, "right", seconds)
    stream = reader.stream("right")
    parts = [
        stream.add(None if np.isnan(frame).any() else frame, float(now), 1.5)
        for frame, now in zip(landmarks, seconds, strict=True)
    ]
    # THEN all steps that are sure say the same
    live = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("spelled", "held", "seconds")
    }
    known = len(live["seconds"])
    assert known >= len(whole.seconds) - LAG_STEPS - 6
    assert np.allclose(live["seconds"], whole.seconds[:known])
    assert np.abs(live["spelled"] - whole.spelled[:known]).max() < 1e-3
    assert np.abs(live["held"] - whole.held[:known]).max() < 1e-3
