"""`sori sign` from the outside: what it prints, what it returns, how it goes on."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from desktop.commands.sign import Watched, Wish, _as_json, _complaints
from engines.errors import InputUnsupported
from engines.hands import Sight
from engines.hands.spelling import spelled
from engines.results import Guess, Sign, Translation
from engines.sign_to_text import Signing

SCHEMA: Final = Path(__file__).resolve().parent.parent.parent / "docs" / "sign.schema.json"
REAL: Final = os.environ.get("SORI_REAL_DATA")


def sori(*arguments: object) -> tuple[int, list[str], str]:
    done = subprocess.run(
        [sys.executable, "-m", "desktop.cli", "sign", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout.splitlines(), done.stderr


def valid(line: str) -> dict[str, Any]:
    content = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(content)
    found: dict[str, Any] = json.loads(line)
    Draft202012Validator(content).validate(found)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a grey picture, a file that is none, and frames of a video."""
    folder = tmp_path_factory.mktemp("signs")
    Image.new("RGB", (320, 240), (120, 120, 120)).save(folder / "nobody.png")
    (folder / "broken.png").write_text("no picture")
    (folder / "broken.mp4").write_text("no video")
    frames = folder / "frames"
    frames.mkdir()
    for number in range(3):
        Image.new("RGB", (320, 240), (90, 110, 130)).save(frames / f"{number}.png")
    return folder


@pytest.fixture(scope="module")
def batch(folder: Path) -> tuple[int, list[str], str]:
    """Read good and bad paths in one go."""
    names = ("broken.png", "nobody.png", "gone.png", "broken.mp4", "frames")
    return sori("--json", "--pack", "asl-digits", *(folder / name for name in names))


def test_a_batch_has_a_line_for_each_path_in_order_and_goes_on(batch: tuple[int, list[str], str]) -> None:
    # GIVEN good and bad paths WHEN read as JSON THEN each has a line as the schema says, and the code is 2
    code, lines, complaints = batch
    found = [valid(line) for line in lines]
    assert code == 2
    assert [Path(one["file"]).name for one in found] == [
        "broken.png",
        "nobody.png",
        "gone.png",
        "broken.mp4",
        "frames",
    ]
    codes = [one["error"] and one["error"]["code"] for one in found]
    assert codes == ["input_unsupported", None, "input_unsupported", "input_unsupported", None]
    assert all(one["pack"] == "asl-digits" for one in found)
    # AND each failure is one sentence
    assert sum(one["error"] is not None for one in found) == 3
    assert len(complaints.splitlines()) == 5


def test_where_no_hand_is_the_text_is_empty_and_a_sentence_says_what_to_do(
    batch: tuple[int, list[str], str],
) -> None:
    _code, lines, complaints = batch
    nobody = json.loads(lines[1])
    assert (nobody["text"], nobody["signs"]) == ("", [])
    assert nobody["hand"] == {"found": False, "side": None}
    assert "No hand was found in nobody.png." in complaints


def test_alone_a_picture_without_a_hand_is_no_failure(folder: Path) -> None:
    # GIVEN a readable picture that shows nobody THEN the line is empty, and the code says that it was read
    code, lines, complaints = sori(folder / "nobody.png")
    assert (code, lines) == (0, [""])
    assert len(complaints.splitlines()) == 1


def test_wrong_arguments_are_refused(folder: Path) -> None:
    code, lines, complaints = sori(folder / "nobody.png", "--pack", "bsl")
    assert (code, lines) == (2, [])
    assert "bsl" in complaints


def test_taught_signs_are_read_from_an_empty_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a user who taught nothing THEN nothing is read, and nothing fails
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    code, lines, complaints = sori("--json", "--pack", "taught", folder / "nobody.png")
    assert code == 0
    assert valid(lines[0])["text"] == ""
    # AND the one sentence says what to do about it
    assert complaints == "No sign has been taught yet. Teach one first: sori teach NAME CLIP.\n"


def test_a_guess_is_told_to_be_one() -> None:
    # GIVEN letters that are hardly likelier than nothing, and sure ones
    doubtful = Watched("2", (Sign("2", 0.0, 0.0, 0.03),))
    sure = Watched("2", (Sign("2", 0.0, 0.0, 0.9),))
    # WHEN, THEN
    (sentence,) = _complaints("folder/hand.png", doubtful, "asl-digits")
    assert sentence.startswith("What was read in hand.png is a guess.")
    assert not _complaints("folder/hand.png", sure, "asl-digits")


def test_a_name_that_no_file_can_have_is_refused_in_words(folder: Path) -> None:
    # GIVEN WHEN a batch holds such a name THEN it goes on
    code, lines, complaints = sori("--json", "x" * 5000 + ".png", folder / "broken.png")
    assert code == 2
    assert [valid(line)["error"]["code"] for line in lines] == ["input_unsupported"] * 2
    assert "could not be read" in complaints


def test_damaged_files_of_taught_signs_are_told_of(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a damaged file among the taught signs WHEN signs are read THEN it is said
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "sori" / "signs").mkdir(parents=True)
    (tmp_path / "sori" / "signs" / "hello.signs").write_text("no signs")
    code, lines, complaints = sori("--json", "--pack", "taught", folder / "broken.png")
    assert (code, len(lines)) == (2, 1)
    assert "hello.signs is damaged, or is not a file of signs." in complaints


def test_what_was_read_is_told_with_times_and_alternatives() -> None:
    # GIVEN a translation of a left hand WHEN told as JSON THEN it is as the schema says
    (posed, *_rest) = spelled("a", 1.0, 25.0, "left")
    assert posed.hand is not None
    sight = Sight(0.0, 1.0, (posed.hand,))
    sign = Sign("A", 0.1234, 0.5, 0.87654, (Guess("S", 0.1), Guess("E", 0.02)))
    watched = Watched()
    watched.see(Translation(0.5, "a", signs=(sign,), sight=sight))
    wish = Wish(Signing("auto"), is_json=True, is_spoken=False)
    told = valid(json.dumps(_as_json("a.mp4", wish, watched)))
    assert told["signs"] == [
        {
            "label": "A",
            "start": 0.123,
            "end": 0.5,
            "confidence": 0.877,
            "alternatives": [{"label": "S", "confidence": 0.1}, {"label": "E", "confidence": 0.02}],
        }
    ]
    assert told["hand"] == {"found": True, "side": "left"}
    failed = valid(json.dumps(_as_json("a.mp4", wish, Watched(), InputUnsupported("It is no video."))))
    assert failed["error"] == {"code": "input_unsupported", "message": "It is no video."}


def test_real_digits_are_read() -> None:
    # GIVEN, where they are, photographs of digits THEN most are read: figures belong in the benchmarks
    if not REAL or not (root := Path(REAL) / "sign" / "digits_ardamavi" / "dev").is_dir():
        return
    pictures = [next(path for path in sorted((root / digit).iterdir())) for digit in "0123456789"]
    code, lines, _complaints = sori("--json", "--pack", "asl-digits", *pictures)
    assert code == 0
    assert sum(valid(line)["text"] == digit for line, digit in zip(lines, "0123456789", strict=True)) >= 8
