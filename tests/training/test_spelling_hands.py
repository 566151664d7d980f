"""Hands that spell are made up, and a tiny sequence network learns from them, goes on, ships and is read."""

import json
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from engines.sign_to_text.fingerspelling.sequence import SequenceReader
from engines.sign_to_text.fingerspelling.sequence_network import SequenceNetwork, SequenceShape
from engines.sign_to_text.fingerspelling.sequence_steps import FEATURES
from training.finger_reader import sequence, sequence_learning, sequence_material
from training.finger_reader.sequence_learning import Run
from training.hands.spelling import clips, idle, scripts, strings
from training.hands.spelling.strings import CLASSES, Strings, spelled

TINY = SequenceShape(
    FEATURES,
    tuple((name, len(names)) for name, names in CLASSES.items()),
    hidden=48,
    width=32,
    dilations=(1, 2, 4),
)
WORDS: dict[strings.Alphabet, list[str]] = {"asl": ["apple", "tree"], "ksl": ["까치"]}


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Several threads wait for each other longer than such small sums take."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize(
    ("word", "signs"),
    [("Jazz", "JAZZ"), ("B2-4!", "B24"), ("까치", "ㄱㄱㅏㅊㅣ"), ("왜", "ㅇㅗㅐ"), ("앉다", "ㅇㅏㄴㅈㄷㅏ")],
)
def test_words_are_spelled_sign_by_sign(word: str, signs: str) -> None:
    assert spelled(word) == tuple(signs)


def test_strings_are_of_every_kind_and_the_same_by_seed() -> None:
    # GIVEN two sources of one seed
    one, other = (Strings(5, WORDS) for _ in range(2))
    # WHEN they are asked for strings THEN they say the same: words, digits, and letters at random
    made = [one.next("asl") for _ in range(300)]
    assert made == [other.next("asl") for _ in range(300)]
    assert spelled("tree") in made
    assert any(all(sign.isdigit() for sign in string) for string in made)
    assert all(0 < len(string) <= 14 for string in made)
    assert spelled("까치") in [one.next("ksl") for _ in range(20)]


@pytest.mark.parametrize(("which", "word"), [("asl", "ZOOJ5"), ("ksl", "떡")])
def test_a_script_holds_every_sign_in_order(which: strings.Alphabet, word: str) -> None:
    # GIVEN scripts of one word by several people
    for seed in range(20):
        script = scripts.scripted(which, spelled(word), random.Random(seed))
        # THEN time only goes on, and what is held is the word
        times = [moment for key in script.keys for moment in (key.arrive, key.leave)]
        assert times == sorted(times)
        shown = [key.sign for key in script.keys if key.sign >= 0]
        order = [one for one, before in zip(shown, [-1, *shown], strict=False) if one != before]
        distinct = dict.fromkeys(spelled(word))
        assert order == [CLASSES[which].index(sign) for sign in distinct]
        assert script.signs == [CLASSES[which].index(sign) for sign in spelled(word)]


def test_z_is_drawn_from_side_to_side() -> None:
    # GIVEN Z as a middling hand draws it, without noise
    script = scripts.scripted("asl", ("Z",), random.Random(3))
    (clip,) = clips.filmed("asl", [script], np.random.default_rng(1), noise=0)
    # THEN while it is shown the tip of the index finger goes left, right and down, and left again
    tip = clip.points[clip.held == CLASSES["asl"].index("Z")][:, 8]
    ways = [bool(way > 0) for way in np.diff(tip[:, 0]) if abs(way) > 0.02]
    assert [way for way, before in zip(ways, [None, *ways], strict=False) if way != before] == [
        False,
        True,
        False,
    ]
    assert tip[-1, 1] - tip[0, 1] > 0.3


def test_frames_come_at_many_paces_and_some_without_a_hand() -> None:
    # GIVEN clips of spelling
    made = sequence_material.clips_of("asl", 60, 4, Strings(4, WORDS))
    # THEN frames come in order, 8 to 30 a second, and in some no hand is found
    paces = [1 / np.median(np.diff(clip.seconds)) for clip in made if len(clip.seconds) > 4]
    assert all((np.diff(clip.seconds) > 0).all() for clip in made)
    assert min(paces) < 12
    assert max(paces) > 25
    missed = np.concatenate([np.isnan(clip.points).any((1, 2)) for clip in made])
    assert 0.01 < missed.mean() < 0.5
    assert np.isfinite(np.concatenate([clip.points for clip in made])[~missed]).all()


@pytest.mark.parametrize("kind", sorted(idle.KINDS))
def test_idle_hands_show_nothing(kind: str) -> None:
    # GIVEN a few seconds of hands that do not spell
    script = idle.idle("asl", random.Random(1), 4.0, kind)
    (clip,) = clips.filmed("asl", [script], np.random.default_rng(1))
    # THEN they last so long, move, and no sign is said to be held
    assert script.now >= 4.0
    assert clip.signs == ()
    assert (clip.held == -1).all()


def test_a_tiny_network_learns_and_is_shipped(tmp_path: Path) -> None:
    # GIVEN a few batches of spelling
    batches = list(islice(sequence_material.batches(3, ("asl",), Strings(3, WORDS), pool=24), 1))
    run = Run.open(tmp_path / "run", TINY)
    run.measure(batches)
    before = _loss(run.average, batches[0])
    # WHEN a network learns from them for a while
    told: list[str] = []
    sequence_learning.train(run, 25 * batches, 60, told.append)
    # THEN it knows them better than before
    assert _loss(run.average, batches[0]) < 0.7 * before
    # AND a run that goes on begins where this one ended
    again = Run.open(tmp_path / "run", TINY)
    assert again.progress.clips == run.progress.clips > 0
    assert _same(again.average, run.average)
    # AND what is shipped is read as it was, but for halved precision
    sequence.write(run.average, tmp_path / "model", run.progress, clips=20)
    reader = SequenceReader(tmp_path / "model")
    points = np.random.default_rng(1).random((30, 21, 2))
    logs, names = reader.lattice(points, pack="auto", handedness="right")
    assert logs.shape == (30, 37)
    assert "".join(names) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    assert np.allclose(np.exp(logs).sum(1), 1, atol=1e-3)
    figures = json.loads((tmp_path / "model" / "sequence_figures.json").read_text())
    assert 0 < figures["made up"]["asl"]["sign errors"] <= 2


def _loss(network: SequenceNetwork, batch: sequence_material.Batch) -> float:
    with torch.inference_mode():
        return float(sequence_learning.ctc(network(batch.features, batch.which)[0], batch))


def _same(one: SequenceNetwork, other: SequenceNetwork) -> bool:
    return all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))
