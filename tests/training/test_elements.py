"""The training of the element classifier from end to end, on a tiny set, and its parts."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from engines.image_description.screen.classifier import TrainedClassifier
from engines.image_description.screen.classifier_candidates import LINE, OUTLINE
from engines.image_description.screen.classifier_network import ElementNetwork
from engines.image_description.screen.proposals import propose
from engines.results import Box, Element, TextLine
from training.elements import export
from training.elements.evaluate import Case, Score, count
from training.elements.labels import ROLES, label
from training.elements.material import material
from training.elements.run import Run, Scale
from training.elements.train import Plan, Training
from training.screens.truth import Line, Screen, Truth, save

NAMES = ("Save", "Open file", "Cancel", "Next page", "Print", "Reset all", "Help", "Apply now")


class Sketch:
    """A screen being drawn, and its truth."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        is_dark = rng.random() < 0.3
        self.ground, self.ink = (
            ((40, 42, 48), (235, 235, 235)) if is_dark else ((246, 246, 246), (20, 20, 20))
        )
        self.pixels = np.full((300, 420, 3), self.ground, np.uint8)
        self.truths: list[Truth] = []
        self.lines: list[Line] = []

    def write(self, words: str, left: int, middle: int) -> Box:
        (width, height), _base = cv2.getTextSize(words, cv2.FONT_HERSHEY_SIMPLEX, 0.42, 1)
        at = (left, middle + height // 2)
        cv2.putText(self.pixels, words, at, cv2.FONT_HERSHEY_SIMPLEX, 0.42, self.ink, 1, cv2.LINE_AA)
        box = Box(left, middle - 8, left + width, middle + 8)
        self.lines.append(Line(words, box))
        return box

    def add(self, role: str, name: str, box: Box, state: tuple[str, ...] = ()) -> None:
        self.truths.append(Truth(role, name, state, box, len(self.truths)))

    def button(self, name: str, left: int, top: int) -> None:
        words = self.write(name, left + 16, top + 14)
        box = Box(left, top, words.right + 16, top + 28)
        cv2.rectangle(self.pixels, box[:2], (box.right - 1, box.bottom - 1), (120, 120, 130), 1)
        self.add("button", name, box)

    def check(self, name: str, left: int, top: int) -> None:
        box = Box(left, top, left + 15, top + 15)
        cv2.rectangle(self.pixels, box[:2], (box.right - 1, box.bottom - 1), (110, 110, 120), 1)
        is_ticked = bool(self.rng.random() < 0.5)
        if is_ticked:
            mark = np.array([(left + 3, top + 7), (left + 6, top + 11), (left + 12, top + 3)], np.int32)
            cv2.polylines(self.pixels, [mark], False, self.ink, 2, cv2.LINE_AA)
        self.write(name, left + 24, top + 8)
        self.add("checkbox", name, box, ("checked",) if is_ticked else ())

    def field(self, name: str, left: int, top: int) -> None:
        box = Box(left, top, left + 190, top + 26)
        self.write(name, left, top - 12)
        cv2.rectangle(self.pixels, box[:2], (box.right - 1, box.bottom - 1), (120, 120, 130), 1)
        if self.rng.random() < 0.5:
            self.write("Ada", left + 6, top + 13)
        self.add("textbox", name, box)


def screen(seed: int, kit: str = "sketch") -> Screen:
    rng = np.random.default_rng(seed)
    sketch = Sketch(rng)
    names = list(rng.permutation(NAMES))
    for index in range(3):
        sketch.field(str(names[index]), 20 + int(rng.integers(0, 8)), 40 + 60 * index)
        sketch.check(str(names[3 + index]), 250, 40 + 44 * index)
    for index in range(2):
        sketch.button(str(names[6 + index]), 30 + 140 * index, 230)
    sketch.write("Nothing here can be pressed", 20, 282)
    return Screen(sketch.pixels, "form", "", tuple(sketch.truths), tuple(sketch.lines), kit, "en", 1.0, seed)


def as_read(drawn: Screen) -> list[TextLine]:
    return [TextLine(line.text, line.box, 0.95) for line in drawn.lines]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Score], list[str]]:
    """Train on a few sketches, and measure on others."""
    root = tmp_path_factory.mktemp("elements")
    for seed in range(30):
        save(screen(seed), root / "sketches")
    for seed in range(100, 104):
        save(screen(seed, kit="carbon"), root / "kept-out")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    said: list[str] = []
    scale = Scale(gate_screens=20, judged_screens=4, detected=0.0)
    sets = [root / "sketches", root / "kept-out"]
    scores = Run(sets, root / "work", root / "out", Plan(60, 48, 4e-3), scale, said.append).all()
    torch.set_num_threads(threads)
    return root, scores, said


def test_tiny_training_finds_what_it_was_shown(
    trained: tuple[Path, dict[str, Score], list[str]],
) -> None:
    # GIVEN a network trained for seconds
    root, scores, _said = trained
    # WHEN it looks at screens that it has not seen
    score = scores["kept-out (kept out): trained"]
    # THEN it finds most of what is there, and the card tells the figures
    assert score.recall(["button", "textbox", "checkbox"]) > 0.6
    card = (root / "out" / "card.md").read_text("utf-8")
    assert "kept-out (kept out): trained" in card
    assert "kept-out (kept out): rules" in card


def test_training_goes_on_where_it_stopped(trained: tuple[Path, dict[str, Score], list[str]]) -> None:
    # GIVEN a training that came to its end
    root, _scores, _said = trained
    said: list[str] = []
    # WHEN it is started again with more steps
    run = Run(
        [root / "sketches"],
        root / "work",
        root / "out-longer",
        Plan(62, 48, 4e-3),
        Scale(gate_screens=20, judged_screens=2, detected=0.0),
        said.append,
    )
    run.all()
    # THEN neither the gate nor the crops are made again, and the steps go on
    assert any("taken up again at step 60" in one for one in said)
    assert not any("measuring" in one or "sketches-trained:" in one for one in said)


def test_trainings_beside_each_other_meet_in_the_middle(
    trained: tuple[Path, dict[str, Score], list[str]], tmp_path: Path
) -> None:
    # GIVEN the end of one training, and the crops it learned from
    root, _scores, _said = trained
    known = material(list((root / "work").glob("crops-*/sketches-trained")))
    # WHEN another with a different seed ends while it lies beside
    alone = Training(Plan(2, 16, 1e-3, seed=1), known, tmp_path / "alone").run(lambda _said: None)
    beside = [root / "work" / "training"]
    (beside[0] / "checkpoint.safetensors").touch()
    both = Training(Plan(2, 16, 1e-3, seed=1), known, tmp_path / "both", beside=beside).run(
        lambda _said: None
    )
    # THEN its weights lie half way to those beside it
    other = load_file(beside[0] / "checkpoint.safetensors")["namer.role.weight"]
    assert torch.allclose(both.role.weight, (alone.role.weight + other) / 2, atol=1e-4)
    assert not torch.allclose(both.role.weight, alone.role.weight, atol=1e-3)


def test_onnx_says_what_torch_says(trained: tuple[Path, dict[str, Score], list[str]]) -> None:
    # GIVEN the written model, and boxes of a screen
    root, _scores, _said = trained
    gate, namer = export.read(root / "out")
    network = ElementNetwork(root / "out")
    rng = np.random.default_rng(3)
    views = rng.integers(0, 256, (70, 32, 160, 4), dtype=np.uint8)
    measures = rng.normal(0, 2, (70, namer.namer.mean.shape[0])).astype(np.float32)
    # WHEN both look
    with torch.no_grad():
        roles, states, fits = namer(torch.from_numpy(views), torch.from_numpy(measures))
        hopes = gate(torch.from_numpy(measures[:, : gate.mean.shape[0]])).sigmoid()
    said = network.guess(views, measures)
    # THEN they agree
    assert np.abs(said.roles - roles.numpy()).max() < 1e-4
    assert np.abs(said.states - states.numpy()).max() < 1e-4
    assert np.abs(said.fits - fits.numpy()).max() < 1e-4
    assert np.abs(network.hopes(measures[:, : gate.mean.shape[0]]) - hopes.numpy()).max() < 1e-4


def test_trained_classifier_names_and_ticks(trained: tuple[Path, dict[str, Score], list[str]]) -> None:
    # GIVEN a screen of the kind that the tiny network knows
    root, _scores, _said = trained
    drawn = screen(7000)
    # WHEN it is classified
    found = TrainedClassifier(root / "out").classify(drawn.pixels, propose(drawn.pixels), as_read(drawn))
    # THEN labels stand with their controls
    labels = {one.label for one in found}
    assert len(labels & {truth.label for truth in drawn.elements}) >= 5
    assert [one.box.top for one in found] == sorted(one.box.top for one in found)


def test_labels_of_boxes() -> None:
    # GIVEN a button, and a menu entry with its words
    truths = [
        Truth("button", "OK", ("focused",), Box(100, 100, 180, 130), 0),
        Truth("menuitem", "Open", (), Box(0, 0, 200, 24), 1),
    ]
    boxes = np.array(
        [[101, 101, 179, 129], [100, 100, 140, 130], [300, 300, 330, 330], [12, 5, 50, 20], [12, 5, 50, 20]],
        np.int32,
    )
    kinds = np.array([OUTLINE, OUTLINE, OUTLINE, LINE, OUTLINE], np.int32)
    # WHEN the truth of boxes is told
    told = label(boxes, kinds, truths)
    # THEN a close box is the button, a half one is unknown, the words stand for the entry
    assert [ROLES[role] if role >= 0 else "?" for role in told.roles] == [
        "button",
        "?",
        "background",
        "menuitem",
        "background",
    ]
    assert told.states[0].sum() == 1


def test_score_counts_what_is_invented() -> None:
    # GIVEN one button and one check box, and three findings
    truths = (
        Truth("button", "OK", (), Box(10, 10, 60, 30), 0),
        Truth("checkbox", "Keep", ("checked",), Box(10, 50, 24, 64), 1),
    )
    case = Case("one", np.zeros((100, 100, 3), np.uint8), (), truths)
    found = [
        Element("button", "OK", Box(10, 10, 60, 30), 0.9),
        Element("checkbox", "Keep", Box(10, 50, 24, 64), 0.9),
        Element("slider", "", Box(70, 70, 90, 80), 0.9),
    ]
    # WHEN they are counted
    score = Score()
    count(score, case, found)
    # THEN both are found, one thing is invented, and one state is wrong
    assert score.recall() == 1.0
    assert score.precision() == pytest.approx(2 / 3)
    assert score.state() == 0.5
