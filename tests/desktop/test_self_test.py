"""`sori --self-test` tries the real parts, tells what fails, and how a package's executables begin."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from desktop import self_test
from desktop.self_test_parts import PARTS
from tests.tiny_vosk import tiny_vosk


def sori(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "desktop.cli", "--self-test", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_parts_that_work_are_told_in_order() -> None:
    # WHEN some parts are tried, a model given
    answer = sori("--json", "--vosk", str(tiny_vosk("en")), "vosk", "espeak", "guard", "media", "words")
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    # THEN each tells what it found
    assert [(row["name"], row["outcome"]) for row in rows] == [
        (name, "works") for name in ("vosk", "espeak", "guard", "media", "words")
    ], answer.stdout
    assert "open browser" in rows[0]["detail"]
    assert answer.returncode == 0


def test_a_part_that_fails_is_told_and_ends_with_three(tmp_path: Path) -> None:
    # GIVEN a folder that is no model
    answer = sori("--vosk", str(tmp_path), "vosk", "guard")
    # THEN its row fails, the rest goes on, and the last line names it
    assert answer.returncode == 3
    first, second, last = answer.stdout.splitlines()
    assert first.split()[:2] == ["vosk", "FAILS"]
    assert second.split()[:2] == ["guard", "works"]
    assert "vosk" in last
    assert "Traceback" not in answer.stdout + answer.stderr


def test_what_there_is_nothing_to_try_on_is_left_out_and_counts_when_it_must() -> None:
    # GIVEN no model THEN the part is left out, which is no failure
    answer = sori("vosk")
    assert answer.stdout.splitlines()[0].split()[:3] == ["vosk", "left", "out"]
    assert "of 1 parts 0 were tried" in answer.stdout
    assert answer.returncode == 0
    # WHEN nothing may be left out THEN it is one
    assert sori("--strict", "vosk").returncode == 3


def test_where_no_part_is_named_all_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def results(names: Sequence[str], _vosk: Path | None) -> Iterator[self_test.Row]:
        tried.extend(names)
        yield from ()

    monkeypatch.setattr(self_test, "results", results)
    assert self_test.main([]) == 0
    assert tried == list(PARTS)


def test_an_unknown_part_is_refused() -> None:
    answer = sori("telepathy")
    assert answer.returncode == 2
    assert "telepathy" in answer.stderr


def test_a_process_that_dies_is_a_row() -> None:
    # GIVEN a part that its process knows nothing of, so that it dies
    row = next(self_test.results(["no such part"]))
    # THEN the row fails and carries its last words
    assert row.outcome == "fails"
    assert "no such part" in row.detail


def packaged(*arguments: str) -> "subprocess.CompletedProcess[str]":
    program = "from desktop import packaged; packaged.start(lambda: print('the command runs'))"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )


def test_an_executable_runs_its_command_or_a_child() -> None:
    # WHEN no child is asked for THEN the command runs
    assert packaged("describe").stdout == "the command runs\n"
    # WHEN one is THEN it runs as `python -m` would, with its arguments
    child = packaged("--child", "desktop.probes", "speech")
    assert json.loads(child.stdout)["bytes"] > 0


def test_an_executable_is_no_python_for_others() -> None:
    answer = packaged("--child", "http.server", "0")
    assert answer.returncode == 2
    assert answer.stdout == ""


def test_a_package_finds_its_own_portaudio_where_the_system_has_none() -> None:
    # GIVEN a package on a system that lists no PortAudio
    program = """
import ctypes.util, sys
sys.frozen = True
ctypes.util.find_library = lambda name: None
from desktop import packaged
packaged.start(lambda: print(ctypes.util.find_library("portaudio"), ctypes.util.find_library("other")))"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    # THEN the name under which the package has it is found, and nothing else is made up
    assert answer.stdout == "libportaudio.so.2 None\n", answer.stderr


def test_a_package_without_standard_streams_gets_some() -> None:
    # GIVEN a windowed program of Windows, which has none
    program = """
import os, sys
kept = os.fdopen(os.dup(1), "w")
sys.stdin = sys.stdout = sys.stderr = None
from desktop import packaged
def window():
    print("a library writes", file=sys.stderr)
    print(sys.stdin.read() == "", file=kept, flush=True)
packaged.start(window)"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    # THEN what libraries write goes nowhere, and nothing fails
    assert answer.stdout == "True\n", answer.stderr


def test_a_file_that_macos_hands_over_is_opened() -> None:
    # GIVEN the application, WHEN the event comes with which macOS names a file
    program = """
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from desktop.__main__ import _Opening
application = QApplication(["sori", "-platform", "offscreen"])
opening = _Opening(print)
application.installEventFilter(opening)
application.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile("/tmp/a picture.png")))"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    # THEN the file is opened
    assert answer.stdout == "/tmp/a picture.png\n", answer.stderr
