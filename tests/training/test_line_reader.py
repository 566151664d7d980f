"""The whole path of training the line reader, in miniature: draw, learn, keep, go on, ship, read."""

import json
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw, ImageFont

from engines.image_description.screen.line_letters import FOREIGN
from engines.image_description.screen.line_network import LineNetwork, Shape
from engines.image_description.screen.line_pixels import prepare
from engines.image_description.screen.line_reader import LineReader, by_torch, open_network, padded
from engines.image_description.screen.line_words import Words
from engines.results import Box
from training.fonts import Font
from training.line_reader import card, checkpoints, comparison, evaluation, learning, shards, shipping
from training.line_reader.comparison import Compared
from training.line_reader.crops import said
from training.line_reader.drawing import Pen
from training.line_reader.learning import Stream
from training.line_reader.rendering import drawn
from training.line_reader.shards import Sample
from training.line_reader.wordings import Wordings, is_held_out, needed_steps
from training.screens.truth import Line

TINY = Shape(stem=(8, 16, 24), width=48, dilations=(2, 2))
WORDS = ("in", "no", "on")
STEPS = 150


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Several threads wait for each other longer than such small sums take."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def font(tmp_path: Path) -> Font:
    """The one font that comes with Pillow, as a file."""
    face = ImageFont.load_default(20)
    assert isinstance(face, ImageFont.FreeTypeFont)
    path = tmp_path / "face.ttf"
    path.write_bytes(face.font_bytes)
    return Font(path, 0, "pillow", frozenset(range(32, 127)))


def written(word: str, size: int) -> Sample:
    """Write a word in black on white."""
    page = Image.new("L", (40 + size * len(word), 2 * size), 255)
    ImageDraw.Draw(page).text((size // 2, size // 3), word, fill=0, font=ImageFont.load_default(size))
    return Sample(prepare(np.asarray(page)), word)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_tiny_network_learns_to_read_and_is_shipped(tmp_path: Path) -> None:
    # GIVEN lines of three words in several sizes, in shards
    samples = [written(WORDS[number % 3], 12 + number // 3 % 12) for number in range(240)]
    rendered, crops, run = tmp_path / "rendered", tmp_path / "crops", tmp_path / "run"
    for folder in (rendered, crops):
        folder.mkdir()
    shards.save(samples, rendered / "one.npy")
    shards.save(samples[:60], crops / "two.npy")
    # WHEN a network learns from them
    told: list[str] = []
    stream = Stream(rendered, crops, seed=1)
    end = time.time() + 600
    network = learning.train(stream, run, TINY, end, told.append, held_out={"own": samples}, steps=STEPS)
    # THEN the shard is used up, and most lines are read
    assert not shards.listed(rendered)
    (last,) = json.loads((run / "progress.json").read_text())["curve"]
    assert last["own exact"] > 0.8
    assert "own exact" in told[-1]
    # AND a run that goes on begins where the last one ended
    again, average = LineNetwork(TINY), LineNetwork(TINY)
    progress = checkpoints.restore(run, again, average, torch.optim.AdamW(again.parameters()))
    assert progress.lines == last["lines"]
    assert all(
        torch.equal(one, other) for one, other in zip(average.parameters(), network.parameters(), strict=True)
    )
    # AND what is shipped reads the same through ONNX as through torch, and its confidence is one
    shipping.write(network, tmp_path)
    (tmp_path / "words.txt").write_text("on\nno")
    words = Words(tmp_path / "words.txt")
    settings = shipping.calibrate(network, words, samples)
    (tmp_path / "settings.json").write_text(json.dumps(settings))
    pixels = padded(samples[0].pixels)
    assert np.abs(open_network(tmp_path)(pixels) - by_torch(tmp_path)(pixels)).max() < 1e-4
    for curve in (settings["known"], settings["unknown"]):
        assert curve["exact"] == sorted(curve["exact"])
    assert shipping.checked(network, words, tmp_path, samples)["ece exact"] < 0.1
    reader = LineReader(tmp_path)
    picture = 255 - np.repeat(np.pad(samples[1].pixels, 4)[:, :, None], 3, 2)
    assert reader.read(picture.astype(np.uint8)).text == evaluation.read(network, [prepare(picture)])[0]


def test_shards_keep_what_they_are_given(tmp_path: Path) -> None:
    # GIVEN lines of several widths WHEN kept THEN the same come back, and nothing once removed
    samples = [written(word, 15) for word in ("a", "wide enough", "mm")]
    path = tmp_path / "some.npy"
    shards.save(samples, path)
    loaded = shards.load(path)
    assert [one.text for one in loaded] == [one.text for one in samples]
    assert all((one.pixels == other.pixels).all() for one, other in zip(loaded, samples, strict=True))
    shards.remove(path)
    assert not list(tmp_path.glob("some*"))


def test_wordings_are_of_every_kind_and_the_same_by_seed() -> None:
    # GIVEN a few strings WHEN two sources of one seed speak THEN they say the same, in letters that are known
    english, korean = ["Save all files", "Print"], ["모두 저장", "인쇄 미리 보기"]
    one = [Wordings(3, english, korean).next() for _ in range(1)]
    source, again = Wordings(3, english, korean), Wordings(3, english, korean)
    texts = [source.next() for _ in range(300)]
    assert texts == [again.next() for _ in range(300)]
    assert texts[0] == one[0]
    assert {"Print", "모두 저장"} & set(texts)
    assert all(0 < len(text) <= 30 for text in texts)


def test_drawn_lines_can_be_spelled_in_their_width(font: Font) -> None:
    # GIVEN a pen with one Latin font WHEN it draws what a source says
    wordings = Wordings(1, ["Save", "Open file", "Are you sure?"], ["저장"])
    samples = list(islice(drawn(wordings, Pen(2, (), (font,)), "en"), 40))
    # THEN each line is 32 high, holds ink, and has a step for every letter
    for sample in samples:
        assert sample.pixels.shape[0] == 32
        assert sample.pixels.max() > 100
        assert needed_steps(sample.text) < sample.pixels.shape[1] // 2


def test_some_strings_are_held_out() -> None:
    # GIVEN many strings THEN about one in twenty is kept for testing, always the same
    texts = [f"string {number}" for number in range(2000)]
    assert 60 < sum(map(is_held_out, texts)) < 140


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (Box(8, 8, 62, 32), "Open file"),
        (Box(8, 8, 52, 32), None),  # cuts a word off
        (Box(8, 8, 62, 62), None),  # two rows
        (Box(100, 8, 120, 32), ""),
    ],
)
def test_a_box_says_what_lies_wholly_in_it(box: Box, expected: str | None) -> None:
    # GIVEN two words side by side and one below WHEN a box is asked THEN only whole rows count
    lines = [
        Line("Open", Box(10, 10, 30, 30)),
        Line("file", Box(40, 10, 60, 30)),
        Line("x", Box(10, 40, 30, 60)),
    ]
    assert said(box, lines) == expected


def test_ours_decides_alone_only_where_that_is_no_worse() -> None:
    # GIVEN lines that ours reads well where it is sure, and badly where it is not
    def line(ours: str, others: str, confidence: float) -> Compared:
        return Compared("true", others, ours, confidence, FOREIGN not in ours)

    good = [line("true", "tru", 0.9)] * 120
    bad = [line("tr", "true", 0.6)] * 120
    # WHEN the confidence to trust is sought
    chosen = comparison.sure(good + bad)
    # THEN it lies between the two, and together they beat each alone
    assert 0.6 < chosen["en"] <= 0.9
    figures = comparison.figures(good + bad, chosen)["en"]
    assert (figures["others"], figures["ours"], figures["together"]) == (0.5, 0.5, 1.0)
    # AND where ours is never right, it is not used at all
    assert comparison.sure([line("tr", "true", 1.0)] * 120) == {}


def test_the_card_tells_what_was_not_reached() -> None:
    # GIVEN figures below what is wanted WHEN the limits are written THEN they say so
    ways = {way: [0.9, 10] for way in ("others", "ours", "together", "left to ours")}
    assert "0.900 of the wanted 0.97" in card.limits({"en": ways})
    assert "Not reached" not in card.limits({})
