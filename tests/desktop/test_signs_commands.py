"""`sori teach` and `sori signs` do what docs/signs.schema.json and the exit codes promise."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from numpy.typing import NDArray

from desktop import cli
from desktop.paths import signs_folder
from engines.sign_to_text.taught.example import BODY, Example
from engines.sign_to_text.taught.landmark_file import MOST_EXAMPLES, TaughtSign, packed
from engines.sign_to_text.taught.store import TaughtSigns, read_signs
from tests.engines.hands.drawn_hand import picture
from tests.engines.sign_to_text.taught.signer import ASPECT, HELLO, HOUSE, NAME, Signer, Word

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "signs.schema.json"


class Answer(NamedTuple):
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What was printed as JSON, each line of which keeps the schema."""
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        found = [json.loads(line) for line in self.out.splitlines()]
        for line in found:
            Draft202012Validator(schema).validate(line)
        return found


class Sori:
    """Runs commands of `sori` in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Answer:
        code = cli.run([str(one) for one in arguments])
        return Answer(code, *self._capsys.readouterr())


@pytest.fixture
def sori(capsys: pytest.CaptureFixture[str]) -> Sori:
    return Sori(capsys)


def holistic(example: Example) -> NDArray[np.float32]:
    """Return an example as users of MediaPipe Holistic keep it."""
    scale = np.array([1 / ASPECT, 1, 1 / ASPECT])
    body = np.concatenate([example.body * scale, np.ones((len(example), BODY, 1))], axis=-1)
    hands = example.hands[:, ::-1] * scale
    flat = [part.reshape(len(example), -1) for part in (body, hands)]
    return np.nan_to_num(np.concatenate(flat, axis=1)).astype(np.float32)


def clip(folder: Path, name: str, word: Word, seed: int = 1) -> Path:
    """Write a clip of a sign as a file of landmarks."""
    path = folder / f"{name}.npy"
    np.save(path, holistic(Signer(seed).example(word)))
    return path


def test_a_sign_is_learned_from_clips_and_says_so(sori: Sori, tmp_path: Path) -> None:
    # GIVEN three clips of one sign
    clips = [clip(tmp_path, f"clip{seed}", HELLO, seed) for seed in range(3)]
    # WHEN it is taught by one of them, and then by the others
    first = sori("teach", "안녕", clips[0])
    more = sori("teach", "안녕", *clips[1:])
    # THEN each time it is said what is known now, and when more would help
    assert (first.code, first.err) == (0, "")
    assert (
        first.out
        == "“안녕” is learned from 1 example. Show it 3 times in all, and it is recognised more surely.\n"
    )
    assert (more.code, more.out) == (0, "“안녕” is learned from 3 examples.\n")
    assert len(TaughtSigns(signs_folder()).sign("안녕").examples) == 3


def test_a_batch_goes_on_after_a_clip_that_cannot_be_used(sori: Sori, tmp_path: Path) -> None:
    # GIVEN a good clip among bad ones
    good = clip(tmp_path, "good", HELLO)
    nobody, text, gone = tmp_path / "nobody.npy", tmp_path / "text.npz", tmp_path / "gone.mp4"
    np.save(nobody, np.zeros((10, 226), np.float32))
    text.write_text("no array")
    # WHEN a sign is taught by all of them
    answer = sori("teach", "hello", "--json", nobody, good, text, gone)
    # THEN there is a line for each in the order given, and the good one was taken
    assert answer.code == 2
    assert [Path(line["file"]).name for line in answer.lines] == [
        "nobody.npy",
        "good.npy",
        "text.npz",
        "gone.mp4",
    ]
    assert [line["error"] is None for line in answer.lines] == [False, True, False, False]
    assert answer.lines[1]["name"] == "hello"
    assert answer.lines[1]["examples"][0]["hands"] == ["right"]
    assert "No hand was seen" in answer.lines[0]["error"]["message"]
    assert "nobody.npy: No hand was seen" in answer.err
    assert "text.npz is damaged" in answer.err
    assert len(TaughtSigns(signs_folder()).sign("hello").examples) == 1


def test_a_clip_with_a_damaged_picture_teaches_and_is_told_of(sori: Sori, tmp_path: Path) -> None:
    # GIVEN frames that show a hand, and one that cannot be read
    frames = tmp_path / "frames"
    frames.mkdir()
    for number in range(4):
        picture((320, 240)).save(frames / f"{number}.png")
    (frames / "4.png").write_text("no picture")
    # WHEN
    answer = sori("teach", "hello", "--json", frames)
    # THEN
    assert (answer.code, answer.lines[0]["name"]) == (0, "hello")
    assert answer.lines[0]["warning"].startswith("4.png is")
    assert answer.err.startswith("4.png is")


def test_nothing_is_learned_from_bad_clips_alone(sori: Sori, tmp_path: Path) -> None:
    answer = sori("teach", "hello", tmp_path / "gone.npy")
    assert (answer.code, answer.out) == (2, "")
    assert TaughtSigns(signs_folder()).signs() == ()


def test_a_sign_too_near_another_is_warned_of(sori: Sori, tmp_path: Path) -> None:
    sori("teach", "hello", clip(tmp_path, "one", HELLO, 1))
    answer = sori("teach", "hallo", "--json", clip(tmp_path, "two", HELLO, 2))
    assert answer.code == 0
    assert "“hello”" in answer.lines[0]["warning"]
    assert "“hello”" in answer.err
    assert sori("teach", "house", clip(tmp_path, "three", HOUSE)).err == ""


def test_a_file_of_many_clips_teaches_by_all_of_them(sori: Sori, tmp_path: Path) -> None:
    # GIVEN an array of clips of the same length, in an archive beside their labels
    frames = [holistic(Signer(seed).example(HELLO))[:18] for seed in range(4)]
    np.savez(tmp_path / "clips.npz", X=np.stack(frames), label=np.array(["hello"] * 4))
    # THEN each is an example
    assert sori("teach", "hello", tmp_path / "clips.npz").out == "“hello” is learned from 4 examples.\n"


def test_too_many_examples_are_refused_and_a_sign_may_begin_anew(sori: Sori, tmp_path: Path) -> None:
    # GIVEN a sign with as many examples as it takes
    many = tmp_path / "many.signs"
    many.write_bytes(packed([TaughtSign("any", (Signer(1).example(HELLO),) * MOST_EXAMPLES)]))
    assert sori("teach", "hello", many).code == 0
    # WHEN one more is shown, THEN it is refused, in JSON too
    more = clip(tmp_path, "more", HELLO)
    answer = sori("teach", "hello", "--json", more)
    assert answer.code == 2
    assert "10 are enough" in answer.lines[0]["error"]["message"]
    # AND with --again it takes the place of them all
    assert sori("teach", "hello", "--again", more).code == 0
    assert len(TaughtSigns(signs_folder()).sign("hello").examples) == 1


def test_signs_are_listed_renamed_and_removed(sori: Sori, tmp_path: Path) -> None:
    # GIVEN two signs
    sori("teach", "안녕", clip(tmp_path, "one", HELLO))
    sori("teach", "house", clip(tmp_path, "two", HOUSE))
    # THEN they are listed for people and for programs
    assert sori("signs", "list").out == "house: 1 example, both hands\n안녕: 1 example, one hand\n"
    lines = sori("signs", "list", "--json").lines
    assert [(line["name"], line["examples"][0]["hands"]) for line in lines] == [
        ("house", ["right", "left"]),
        ("안녕", ["right"]),
    ]
    # WHEN one is renamed and the other removed, beside one that is not there
    assert sori("signs", "rename", "house", "집").code == 0
    answer = sori("signs", "remove", "none", "안녕", "--json")
    # THEN the batch goes on, and only the renamed one is left
    assert answer.code == 2
    assert [line["error"] is None for line in answer.lines] == [False, True]
    assert [sign.name for sign in TaughtSigns(signs_folder()).signs()] == ["집"]
    # AND all can go at once, but not by saying nothing
    assert sori("signs", "remove").code == 2
    assert sori("signs", "remove", "--all").code == 0
    assert sori("signs", "list") == (
        0,
        "",
        "No sign has been taught yet. Teach one first: sori teach NAME CLIP.\n",
    )


def test_signs_travel_in_a_file(sori: Sori, tmp_path: Path) -> None:
    # GIVEN two signs that are exported
    sori("teach", "안녕", clip(tmp_path, "one", HELLO))
    sori("teach", "house", clip(tmp_path, "two", HOUSE))
    file = tmp_path / "mine.signs"
    assert sori("signs", "export", file).code == 0
    assert {sign.name for sign in read_signs(file)} == {"안녕", "house"}
    # WHEN they are imported where they are already, THEN nothing happens before the user chooses
    answer = sori("signs", "import", file)
    assert answer.code == 2
    assert "house, 안녕" in answer.err
    assert "--existing" in answer.err
    kept = sori("signs", "import", file, "--existing", "keep")
    assert kept == (0, "", "mine.signs holds nothing new: you have all its signs already.\n")
    (line,) = sori("signs", "import", file, "--existing", "keep", "--json").lines
    assert (line["file"], line["error"], line["name"]) == (str(file), None, "")
    assert sori("signs", "import", file, "--existing", "both").out == (
        "house (2): 1 example, both hands\n안녕 (2): 1 example, one hand\n"
    )
    # AND where they are not, they come in unasked
    sori("signs", "remove", "--all")
    lines = sori("signs", "import", file, "--json").lines
    assert [line["name"] for line in lines] == ["house", "안녕"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK no", "is damaged"),
        (packed([TaughtSign("x", (Signer(1).example(NAME),))])[:-40], "is damaged"),
    ],
)
def test_a_damaged_pack_is_refused_with_one_sentence(
    sori: Sori, tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "theirs.signs"
    file.write_bytes(content)
    answer = sori("signs", "import", file)
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert sentence in answer.err


def test_a_sign_that_cannot_be_read_is_told_of(sori: Sori, tmp_path: Path) -> None:
    sori("teach", "hello", clip(tmp_path, "one", HELLO))
    (signs_folder() / "broken.signs").write_bytes(b"PK")
    answer = sori("signs", "list", "--json")
    assert answer.code == 0
    assert [line["name"] for line in answer.lines] == ["hello", ""]
    assert "broken.signs is damaged" in answer.err


def test_an_export_that_cannot_be_written_says_so(sori: Sori, tmp_path: Path) -> None:
    sori("teach", "hello", clip(tmp_path, "one", HELLO))
    (tmp_path / "file").write_text("")
    assert sori("signs", "export", tmp_path / "file" / "mine.signs").code == 4


def test_a_taught_sign_is_learned_from_a_real_video(sori: Sori, real_data: Path | None) -> None:
    # GIVEN real videos, where there are some
    videos = sorted(real_data.glob("sign/*/video/*.mp4")) if real_data else []
    for video in videos[:1]:
        # WHEN a sign is taught by one
        assert sori("teach", video.stem, video).code == 0
        # THEN it is read in it
        answer = sori("sign", "--pack", "taught", video)
        assert (answer.code, answer.out.strip()) == (0, video.stem)
