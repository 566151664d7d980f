"""The whole path of training the networks for single frames, in miniature: learn, keep, go on, ship, read."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from engines.hands.kinematics import pose_points
from engines.hands.shapes import alphabet, shape
from engines.sign_to_text.fingerspelling.recognizer import Recognizer
from training.finger_reader import (
    card,
    frames,
    frames_evaluation,
    frames_learning,
    frames_material,
    frames_shipping,
    real,
)
from training.finger_reader.frames_learning import Progress, Run
from training.finger_reader.frames_material import NAMES, UNASKED
from training.hands import finding, material, variation

WIDTHS = (48, 32)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A small network that has seen two hundred thousand hands."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    run = Run.open(tmp_path_factory.mktemp("run"), frames.shape(WIDTHS), 1)
    frames_learning.train(run, 120.0, lambda _sentence: None, hands=196_608)
    torch.set_num_threads(threads)
    return run


def test_hands_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    one, same, other = (material.letters("ksl", 64, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (one[0] == same[0]).all()
    assert (one[1] == same[1]).all()
    assert not (one[0] == other[0]).all()


def test_every_letter_is_drawn_and_moving_ones_seldom() -> None:
    # WHEN many hands are drawn
    _hands, letter = material.letters("asl-letters", 20_000, np.random.default_rng(3))
    counts = dict(zip(alphabet("asl-letters"), np.bincount(letter, minlength=26), strict=True))
    # THEN all letters come, and those that a frame hardly shows come seldom
    assert min(counts.values()) > 0
    assert max(counts["J"], counts["Z"]) < min(n for letter, n in counts.items() if letter not in "JZ") / 4


def test_nothing_is_as_many_hands_as_asked_for() -> None:
    hands = material.nothing(("ksl",), 50, np.random.default_rng(4))
    assert hands.shape == (50, 21, 3)
    assert np.isfinite(hands).all()


def test_bones_differ_more_where_more_is_asked_for() -> None:
    rng = np.random.default_rng(5)
    small, large = (variation.bones(rng, np.full(500, much)).fingers.std(0).mean() for much in (0.2, 1.5))
    assert large > 3 * small


def test_a_lost_point_lies_on_the_joint_before_it() -> None:
    # GIVEN hands, all of which lose a point
    hands = np.random.default_rng(6).normal(size=(40, 21, 3))
    # WHEN it is lost
    found = finding.with_points_missing(hands, np.random.default_rng(7), 1.0)
    # THEN exactly one tip of each has moved there
    changed = (found != hands).any(2)
    assert (changed.sum(1) == 1).all()
    rows, points = np.nonzero(changed)
    assert set(points) <= {4, 8, 12, 16, 20}
    assert (found[rows, points] == hands[rows, points - 1]).all()


def test_each_output_is_asked_only_what_it_can_know() -> None:
    # WHEN a batch is drawn
    drawn = frames_material.batch(2000, np.random.default_rng(8))
    # THEN Korean is not asked about ASL, nor the other way round, and none of them means none everywhere
    korean, letters = drawn.labels["ksl"], drawn.labels["asl-letters"]
    is_korean = (korean >= 0) & (korean < len(NAMES["ksl"]))
    assert (letters[is_korean] == UNASKED).all()
    empty = korean == len(NAMES["ksl"])
    assert empty.any()
    assert (letters[empty] == len(NAMES["asl-letters"])).all()
    # AND a V is a 2 for the digits and for both together
    is_v = letters == NAMES["asl-letters"].index("V")
    assert set(drawn.labels["asl-digits"][is_v].tolist()) == {2}
    assert set(drawn.labels["auto"][is_v].tolist()) == {NAMES["auto"].index("2")}


def test_a_run_that_was_broken_off_goes_on_as_if_it_were_not(run: Run) -> None:
    # WHEN the folder of a run is opened again
    again = Run.open(run.folder, frames.shape(WIDTHS), 1)
    # THEN nothing was lost
    assert again.progress == run.progress
    assert again.progress.hands > 0
    assert len(again.averages()) == len(run.votes()) == 2  # an early one and a late one
    for mine, kept in zip(run.averages()[0].parameters(), again.averages()[0].parameters(), strict=True):
        assert torch.equal(mine, kept)
    before = again.progress.hands
    frames_learning.train(again, 120.0, lambda _sentence: None, hands=before + 1)
    assert again.progress.hands > before


def test_what_was_learned_is_written_read_and_described(run: Run, tmp_path: Path) -> None:
    # WHEN a run is shipped
    frames.write(run.averages(), run.votes(), run.progress, tmp_path, held_out=500)
    card.write(tmp_path)
    # THEN the recogniser reads with it, far better than by chance
    figures = json.loads((tmp_path / "frames_figures.json").read_text(encoding="utf-8"))
    assert figures["made up"]["asl-digits"]["top-1"] > 0.2
    assert figures["made up"]["ksl"]["top-3"] > 0.2
    hands, letter = material.letters("asl-digits", 200, np.random.default_rng(9))
    sure = Recognizer(tmp_path).probabilities(hands, 1.0, "right", "asl-digits")
    assert (sure[:, :-1].argmax(1) == letter).mean() > 0.2
    # AND the card says what was measured, and nothing of real hands, which were not
    text = (tmp_path / "card.md").read_text(encoding="utf-8")
    assert f"{figures['made up']['ksl']['top-1']:.3f}" in text
    assert "Real hands, never trained on" not in text


def test_letters_that_move_are_less_likely_in_still_frames(run: Run) -> None:
    # WHEN networks are made ready for still frames
    before = run.averages()
    after = frames_shipping.for_still_frames(before)[0]
    # THEN the scores of J and Z are lower, and nothing else has changed, nor have the networks given
    change = after.state_dict()["heads.asl-letters.bias"] - before[0].state_dict()["heads.asl-letters.bias"]
    lower = {alphabet("asl-letters")[number] for number in torch.nonzero(change[:-1]).flatten().tolist()}
    assert lower == {"J", "Z"}
    assert change.max() <= 0
    assert torch.equal(after.state_dict()["heads.ksl.bias"], before[0].state_dict()["heads.ksl.bias"])


def test_figures_of_real_hands_stay_when_they_are_not_measured_again(run: Run, tmp_path: Path) -> None:
    # GIVEN figures of real hands, measured before
    kept = {"one set": {"top-1": 0.5}}
    (tmp_path / "frames_figures.json").write_text(json.dumps({"real": kept}))
    # WHEN the model is written without real hands at hand
    frames.write(run.averages(), run.votes(), Progress(), tmp_path, held_out=200)
    # THEN they are still there
    assert json.loads((tmp_path / "frames_figures.json").read_text(encoding="utf-8"))["real"] == kept


def test_real_landmarks_are_read_in_their_layouts(run: Run, tmp_path: Path) -> None:
    # GIVEN files in the layouts of the two sources, of made-up hands
    hands, letter = material.letters("asl-letters", 60, np.random.default_rng(10))
    labels = np.array(alphabet("asl-letters"))[letter]
    (tmp_path / "asl_letters_boris_landmarks").mkdir()
    np.savez(tmp_path / "asl_letters_boris_landmarks" / "some.npz", landmarks=hands, label=labels)
    (tmp_path / "asl_letters_signn_landmarks").mkdir()
    rows = {"A": hands[:3, :, :2].reshape(3, 42).tolist()}
    (tmp_path / "asl_letters_signn_landmarks" / "some.json").write_text(json.dumps(rows))
    # WHEN they are measured
    found = {one.name: one for one in real.sets(tmp_path)}
    frames.write(run.averages(), run.votes(), Progress(), tmp_path / "model", tmp_path, held_out=200)
    # THEN letters that move are left out, and there is a figure for each set
    assert set(found["letters, one signer"].labels) <= set("ABCDEFGHIKLMNOPQRSTUVWXY")
    assert found["letters, several signers, noisy"].landmarks.shape == (3, 21, 2)
    figures = json.loads((tmp_path / "model" / "frames_figures.json").read_text(encoding="utf-8"))
    assert set(figures["real"]) == {*found, real.KOREAN}
    card.write(tmp_path / "model")
    assert "not reached" in (tmp_path / "model" / "card.md").read_text(encoding="utf-8")


def test_hands_of_asl_stand_in_for_korean_ones() -> None:
    # GIVEN a right hand that shows 1, a left one that shows it, and one that shows L
    hands = np.concatenate(
        [pose_points(shape("asl-digits", "1"))] * 2 + [pose_points(shape("asl-letters", "L"))]
    )
    hands[1, :, 0] *= -1
    known = [
        real.Hands("some", "asl-digits", hands[:2].astype(np.float32), np.array(["1", "1"]), 1.0),
        real.Hands("more", "asl-letters", hands[2:].astype(np.float32), np.array(["L"]), 1.0),
    ]
    # WHEN they are turned into Korean letters
    korean = real.in_korean(known)
    # THEN each is a hand that shows that letter
    found = dict(zip(korean.labels, korean.landmarks, strict=True))
    assert set(found) == set("ㅏㅗㅜㅡㄱㄴ")
    for jamo in "ㅏㅗㅜㄱ":
        drawn = pose_points(shape("ksl", jamo))[0, 8, :2]
        assert found[jamo][8] == pytest.approx(drawn, abs=0.35)


def test_confidence_that_holds_has_no_calibration_error() -> None:
    # GIVEN two of three rows right at two thirds of confidence, and the same at full confidence
    truth = np.array([0, 0, 1])
    honest = np.tile([2 / 3, 1 / 3], (3, 1))
    boasting = np.tile([1.0, 0.0], (3, 1))
    # THEN the first has none, the second a third
    assert frames_evaluation.calibration_error(honest, truth) == pytest.approx(0, abs=1e-4)
    assert frames_evaluation.calibration_error(boasting, truth) == pytest.approx(1 / 3, abs=1e-4)


def test_the_command_line_only_writes_if_told_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a run in the cache
    monkeypatch.setenv("SORI_TRAINING_CACHE", str(run.folder.parent))
    (run.folder.parent / "finger_reader").mkdir(exist_ok=True)
    parser = argparse.ArgumentParser()
    frames.options(parser)
    line = f"--only-write --run {run.folder} --members 1 --held-out 100 --out {tmp_path} --widths 48 32"
    arguments = parser.parse_args(line.split())
    # WHEN it is only to be written
    frames.train(arguments)
    # THEN there are weights, and the run has learned nothing more
    assert (tmp_path / "model.safetensors").is_file()
    assert Run.open(run.folder, frames.shape(WIDTHS), 1).progress.hands >= run.progress.hands
