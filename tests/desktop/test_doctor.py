"""`sori doctor` and `sori engines` tell the truth, also where something is broken."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from desktop import diagnosis
from desktop.commands.engines import as_json, as_sentence
from engines import words
from engines.spec import EngineSpec

ROOT = Path(__file__).resolve().parent.parent.parent
SORI = (sys.executable, "-c", "from desktop.cli import main; main()")


def doctor(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*SORI, "doctor", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def broken_module(folder: Path, name: str, program: str) -> str:
    """Put a module in front of the real one; return the PYTHONPATH that does."""
    (folder / f"{name}.py").write_text(program)
    return str(folder)


def findings(answer: "subprocess.CompletedProcess[str]") -> dict[str, dict[str, Any]]:
    return {line["name"]: line for line in map(json.loads, answer.stdout.splitlines())}


def test_on_a_machine_that_start_py_has_set_up_all_that_is_needed_works() -> None:
    # WHEN the machine is examined
    answer = doctor("--json")
    # THEN every line is as the schema says, and whatever is needed is fine
    schema = json.loads((ROOT / "docs" / "doctor.schema.json").read_text(encoding="utf-8"))
    for line in findings(answer).values():
        Draft202012Validator(schema).validate(line)
    wrong = [line for line in findings(answer).values() if line["is_needed"] and not line["is_ok"]]
    assert wrong == []
    assert answer.returncode == 0, answer.stderr
    assert list(findings(answer)) == schema["properties"]["name"]["enum"]


@pytest.mark.parametrize(
    ("module", "program", "part", "code"),
    [
        ("onnxruntime", "raise ImportError('libonnx is not there')", "pictures", 3),
        ("onnxruntime", "import os; os.abort()", "pictures", 3),
        ("espeakng_loader", "import sys; sys.exit(1)", "speech", 3),
        ("sounddevice", "raise OSError('PortAudio library not found')", "loudspeaker", 0),
    ],
)
def test_a_broken_library_is_a_sentence_with_what_to_do(
    tmp_path: Path, module: str, program: str, part: str, code: int
) -> None:
    # GIVEN a library that fails, or that ends the process that loads it
    path = broken_module(tmp_path, module, program)
    # WHEN the machine is examined
    answer = doctor("--json", PYTHONPATH=path)
    # THEN that part has a sentence with what to do, and the others have their lines all the same
    line = findings(answer)[part]
    assert not line["is_ok"]
    assert "`" in line["error"]["message"]
    assert len(findings(answer)) == 19
    assert "Traceback" not in answer.stdout + answer.stderr
    assert answer.returncode == code


def test_without_tesseract_the_line_to_type_is_given(tmp_path: Path) -> None:
    # GIVEN a machine on which no program is found
    answer = doctor(PATH=str(tmp_path))
    # THEN Korean is reported with the line to type, and nothing needed is missing
    assert "sudo apt-get install tesseract-ocr-kor" in answer.stdout
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_without_a_desktop_it_says_so_and_the_commands_still_work() -> None:
    answer = doctor(DISPLAY="", WAYLAND_DISPLAY="")
    assert "There is no desktop in this session" in answer.stdout
    assert answer.returncode == 0


def test_a_probe_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN so little patience that no probe can answer in time
    monkeypatch.setattr(diagnosis, "PROBE_SECONDS", 0.01)
    # THEN the answer is an error that says so
    assert "no answer" in diagnosis.probe("qt")["error"]


def test_a_probe_keeps_to_this_computer_too() -> None:
    # GIVEN a process that `sori doctor` would start WHEN it has run THEN it is guarded as its parent is
    program = (
        "import runpy, sys; sys.argv[1:] = ['qt']; runpy.run_module('desktop.probes', run_name='__main__');"
        "import socket; socket.create_connection(('198.51.100.7', 80), 1)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "SORI_LOCAL_ONLY": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "version" in answer.stdout
    assert "NetworkRefused" in answer.stderr


def test_a_disk_that_is_full_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a disk that would have to be bigger than any
    monkeypatch.setattr(diagnosis, "NEEDED_FREE_MB", 10**12)
    # THEN it is reported with what to do
    finding = diagnosis._disk()
    assert not finding.is_ok
    assert "delete something first" in finding.advice


def test_it_speaks_korean() -> None:
    answer = doctor(LANG="ko_KR.UTF-8")
    assert "파이썬" in answer.stdout
    assert answer.stderr == ""


def test_an_engine_that_lacks_a_module_says_what_to_do() -> None:
    # GIVEN an engine whose module is not installed
    spec = EngineSpec(
        id="far", task="text_to_speech", title="Far", languages=("en",), needs=("no_such_module",)
    )
    # THEN it is listed, not available, with the module and what to do
    line = as_json(spec)
    assert line["is_available"] is False
    assert line["missing"] == ["no_such_module"]
    assert "no_such_module" in line["error"]["message"]
    assert "start.py" in as_sentence(spec)


def test_an_engine_that_cannot_work_here_says_why_in_the_interface_language() -> None:
    # GIVEN an engine that is installed, but finds no speech service here
    spec = EngineSpec(id="near", task="text_to_speech", title="Near", check=lambda: words._("English"))
    # WHEN the interface is Korean
    words.use("ko")
    # THEN its own sentence is passed on
    assert as_json(spec)["error"] == {"code": "dependency_missing", "message": "영어"}
