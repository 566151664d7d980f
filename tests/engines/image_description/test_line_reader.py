"""Our line reader: how it spells, what it makes of pixels, and what the shipped network reads."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engines import resource
from engines.errors import ModelDamaged
from engines.image_description.screen import hangul
from engines.image_description.screen.detector import TextDetector
from engines.image_description.screen.line_letters import (
    FOREIGN,
    LETTERS,
    best_path,
    compose,
    is_known,
    is_legal,
    spell,
)
from engines.image_description.screen.line_pixels import HEIGHT, prepare
from engines.image_description.screen.line_reader import (
    FOLDER,
    LineReader,
    Pixels,
    by_torch,
    open_network,
    padded,
)
from engines.image_description.screen.marks import parts
from engines.image_description.screen.reader import Reader
from engines.results import Box


@pytest.fixture(scope="module")
def own() -> LineReader:
    return LineReader()


def sample(name: str) -> Pixels:
    with Image.open(resource.path("samples", name)) as picture:
        return np.asarray(picture.convert("RGB"))


def boxes(pixels: Pixels) -> list[Box]:
    return [part for box in TextDetector(1).find(pixels, 960) for part in parts(pixels, box)]


def crop(pixels: Pixels, box: Box) -> Pixels:
    return pixels[box.top : box.bottom, box.left : box.right]


def line(ink: tuple[int, int, int], paper: tuple[int, int, int]) -> Pixels:
    """Bars of different heights: no letters, but ink."""
    picture = np.full((30, 120, 3), paper, np.uint8)
    for number, top in enumerate((8, 12, 8, 10, 14)):
        picture[top:22, 20 + 16 * number : 26 + 16 * number] = ink
    return picture


@pytest.mark.parametrize("text", ["Save as…", "저장하기", "값 3개 (꿻)", "ㅋㅋ", "10:30 AM"])
def test_what_is_spelled_is_put_together_again(text: str) -> None:
    # GIVEN a text WHEN spelled as classes THEN they make the same text, and jamo stand in legal order
    assert compose(spell(text)) == text
    assert is_legal(spell(text))
    assert is_known(text)


def test_letters_of_other_scripts_are_foreign() -> None:
    # GIVEN Han and Cyrillic WHEN spelled THEN each letter is marked as foreign
    assert compose(spell("漢字 Ж")) == f"{FOREIGN * 2} {FOREIGN}"
    assert not is_known("漢")


def test_a_path_that_makes_no_syllable_is_replaced_by_the_best_that_does() -> None:
    # GIVEN steps that favour two vowels after one consonant, the second one barely
    lead, first, second = spell("가")[0], spell("가")[1], spell("고")[1]
    scores = np.full((5, len(LETTERS)), -9.0, np.float32)
    for step, place in enumerate((lead, 0, first, 0, second)):
        scores[step, place] = -0.1
    scores[4, 0] = -0.3
    # WHEN the best path is sought THEN the second vowel gives way to a blank
    path = best_path(scores)
    kept = [int(after) for before, after in pairwise([0, *path]) if after and after != before]
    assert compose(kept) == "가"


@pytest.mark.parametrize(
    ("ink", "paper"),
    [((0, 0, 0), (255, 255, 255)), ((255, 255, 255), (20, 20, 20)), ((220, 30, 30), (30, 90, 160))],
)
def test_ink_is_bright_whatever_its_colour(ink: tuple[int, int, int], paper: tuple[int, int, int]) -> None:
    # GIVEN the same bars in several colours WHEN prepared THEN they are bright on black, margins cut
    prepared = prepare(line(ink, paper))
    expected = prepare(line((0, 0, 0), (255, 255, 255)))
    assert prepared.shape == expected.shape
    assert prepared.shape[0] == HEIGHT
    assert np.abs(prepared.astype(int) - expected).mean() < 6


@pytest.mark.parametrize(("rows", "columns"), [([2, 27], []), ([], [4, 115])])
def test_lines_along_the_edges_are_wiped_out(rows: list[int], columns: list[int]) -> None:
    # GIVEN bars between the lines of a field or a tab WHEN prepared THEN nothing is left of these lines
    framed = line((0, 0, 0), (255, 255, 255))
    framed[rows, 4:116] = 90
    framed[:, columns] = 90
    plain = prepare(line((0, 0, 0), (255, 255, 255)))
    assert prepare(framed).shape == plain.shape


def test_the_shipped_network_reads_english_and_korean(own: LineReader) -> None:
    # GIVEN the samples WHEN every box is read THEN what stands there is read, spaces too
    english = sample("save-changes-dialog.png")
    texts = {own.read(crop(english, box)).text for box in boxes(english)}
    assert {"Cancel", "Save", "Create a backup copy", "Encrypt with password"} <= texts
    korean = sample("settings-ko.png")
    readings = [own.read(crop(korean, box)) for box in boxes(korean)]
    assert {"알림 설정", "개인정보 보호", "저장", "취소"} <= {reading.text for reading in readings}
    assert {reading.language for reading in readings if reading.text == "저장"} == {"ko"}


@pytest.mark.parametrize(
    ("name", "box", "words"),
    [
        ("save-changes-dialog.png", Box(135, 187, 233, 220), "Your name"),
        ("invoice-table.png", Box(88, 88, 148, 127), "paid"),
    ],
)
def test_a_frame_with_round_corners_costs_no_letter(own: LineReader, name: str, box: Box, words: str) -> None:
    # GIVEN the words of a field, cut out with three sides of its frame, as the detector does it
    # WHEN they are read THEN none of their letters is missing
    assert own.read(crop(sample(name), box)).text == words


def test_a_long_line_is_read_to_its_end(own: LineReader) -> None:
    # GIVEN a line many times as wide as any in training WHEN read THEN its last word is there too
    english = sample("save-changes-dialog.png")
    box = next(box for box in boxes(english) if own.read(crop(english, box)).text == "Encrypt with password")
    long = np.concatenate([crop(english, box)] * 6, 1)
    assert own.read(long).text.count("Encrypt with password") == 6


def test_what_is_no_text_is_not_trusted(own: LineReader) -> None:
    # GIVEN noise WHEN read THEN the reader is not sure of any letter it saw, or saw none
    noise = np.random.default_rng(1).integers(0, 255, (24, 160, 3), np.uint8)
    reading = own.read(noise)
    assert not reading.text or not own.is_sure(reading)


def test_ink_left_unread_keeps_english_from_deciding(own: LineReader) -> None:
    # GIVEN a word, and the same word after a picture as big as three letters WHEN both are read
    english = sample("save-changes-dialog.png")
    box = next(box for box in boxes(english) if own.read(crop(english, box)).text == "Cancel")
    word = crop(english, box)
    picture = np.full((word.shape[0], 60, 3), word[0, 0], np.uint8)
    picture[6:-6, 4:44] = 255 - picture[6:-6, 4:44]
    reading = own.read(np.concatenate([picture, word], 1))
    # THEN the plain one may decide, and the other one may not, whatever was read in it
    assert own.read(word).may_decide
    assert reading.uncovered > own.read(word).uncovered
    assert not reading.may_decide


def test_onnx_and_torch_agree(own: LineReader) -> None:
    # GIVEN lines of several widths WHEN run both ways THEN the log probabilities are the same
    english = sample("save-changes-dialog.png")
    by_onnx, other = open_network(FOLDER), by_torch(FOLDER)
    for box in boxes(english)[:4]:
        pixels = padded(prepare(crop(english, box)))
        assert np.abs(by_onnx(pixels) - other(pixels)).max() < 1e-4


@pytest.mark.parametrize("name", ["settings.json", "model.onnx"])
def test_a_damaged_model_is_said_to_be_damaged(tmp_path: Path, name: str) -> None:
    # GIVEN a folder of which one file is broken WHEN loaded THEN the error says what to do
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(ModelDamaged):
        LineReader(tmp_path)


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PATH", "")
    hangul.is_installed.cache_clear()
    yield
    hangul.is_installed.cache_clear()


@pytest.mark.usefixtures("without_tesseract")
@pytest.mark.parametrize(("sure", "is_read"), [({"ko": 0.3, "en": 0.9}, True), ({}, False)])
def test_korean_needs_no_tesseract_where_ours_is_used(sure: dict[str, float], is_read: bool) -> None:
    # GIVEN a machine without Tesseract WHEN a Korean page is read with ours in use, or not
    pixels = sample("settings-ko.png")
    reader = Reader(1, LineReader(sure=sure))
    for _ in reader.load():
        pass
    texts = {text.text for _, text in reader.read(pixels, boxes(pixels))}
    reader.close()
    # THEN the Hangul is there, or left out
    assert ({"저장", "취소"} <= texts) == is_read
