"""`sori describe` from the outside: what it prints, what it returns, what it leaves behind."""

import json
import subprocess
import sys
import wave
from pathlib import Path

from engines import resource

SAMPLE = str(resource.path("samples", "save-changes-dialog.png"))


def sori(*arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "desktop.cli", *arguments], input=stdin, capture_output=True, check=False
    )


def test_plain_words_go_to_stdout_and_nothing_else() -> None:
    # WHEN a picture is described THEN its name comes first, and nothing is complained of
    done = sori("describe", SAMPLE)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0
    assert lines[0].startswith("Save Changes")
    assert len(lines) >= 3
    assert done.stderr == b""


def test_levels_and_language() -> None:
    # WHEN told at the shortest level in Korean THEN there is a line or two, in Korean
    done = sori("describe", "--level", "headline", "--language", "ko", SAMPLE)
    said = done.stdout.decode()
    assert len(said.splitlines()) <= 2
    assert any("가" <= letter <= "힣" for letter in said)


def test_a_batch_goes_on_and_ends_with_2(tmp_path: Path) -> None:
    # GIVEN a good picture between a missing one and one that is none
    bad = tmp_path / "bad.png"
    bad.write_text("no picture")
    # WHEN all are described as JSON
    done = sori("describe", "--json", str(tmp_path / "missing.png"), SAMPLE, str(bad))
    # THEN there is one object for each, in order, and the exit code tells of the failures
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [one["file"] for one in objects] == [str(tmp_path / "missing.png"), SAMPLE, str(bad)]
    assert [one["error"] and one["error"]["code"] for one in objects] == [
        "input_unsupported",
        None,
        "input_unsupported",
    ]
    assert all(one["version"] == 1 for one in objects)
    assert b"Traceback" not in done.stderr


def test_standard_input_and_saved_sound(tmp_path: Path) -> None:
    # GIVEN a picture on standard input WHEN it is described into a WAV file
    target = tmp_path / "told.wav"
    done = sori("describe", "-", "--save", str(target), stdin=Path(SAMPLE).read_bytes())
    # THEN the file holds seconds of sound
    assert done.returncode == 0, done.stderr
    with wave.open(str(target)) as sound:
        assert sound.getnframes() > 2 * sound.getframerate()


def test_several_pictures_are_saved_into_a_folder(tmp_path: Path) -> None:
    # GIVEN two pictures in a folder WHEN saved THEN each has its own file
    for name in ("one.png", "two.png"):
        (tmp_path / name).write_bytes(Path(SAMPLE).read_bytes())
    out = tmp_path / "sounds"
    out.mkdir()
    done = sori("describe", str(tmp_path), "--level", "headline", "--save", str(out))
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in out.iterdir()) == ["one.wav", "two.wav"]


def test_an_unwritable_target_keeps_the_old_file(tmp_path: Path) -> None:
    # GIVEN a target that is a folder WHEN saved THEN exit 4, one sentence, nothing left behind
    target = tmp_path / "taken.wav"
    target.mkdir()
    done = sori("describe", SAMPLE, "--save", str(target))
    assert done.returncode == 4
    assert len(done.stderr.decode().splitlines()) == 1
    assert list(tmp_path.iterdir()) == [target]


def test_an_empty_folder(tmp_path: Path) -> None:
    done = sori("describe", str(tmp_path))
    assert done.returncode == 2
    assert b"holds no pictures" in done.stderr


def test_real_material(real_data: Path | None) -> None:
    # GIVEN labelled screens, where there are some WHEN described THEN most key strings are read
    screens = sorted((real_data / "screens").glob("s*.json"))[:2] if real_data else []
    for truth in map(json.loads, (path.read_text(encoding="utf-8") for path in screens)):
        done = sori("describe", "--json", str(real_data / "screens" / truth["file"]))
        read = "".join(line["text"] for line in json.loads(done.stdout)["texts"]).casefold().replace(" ", "")
        found = [key for key in truth["texts"] if key.casefold().replace(" ", "") in read]
        assert len(found) >= 0.8 * len(truth["texts"])
