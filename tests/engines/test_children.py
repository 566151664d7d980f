"""A child is found in a source tree and in a package; programs of the system get their own libraries."""

import subprocess
import sys
from pathlib import Path

import pytest

from engines.children import command, environment, outside, program


def test_a_module_of_ours_runs_as_a_process_whatever_the_folder(tmp_path: Path) -> None:
    # GIVEN a folder that is not ours
    # WHEN a module is run in it
    answer = subprocess.run(
        [*command("desktop.probes"), "nothing"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    # THEN it was found: it says itself what it does not know
    assert "No module" not in answer.stderr
    assert answer.returncode != 0


@pytest.mark.parametrize(
    ("own", "console"), [("sori", "sori"), ("sori-desktop", "sori"), ("sori-desktop.exe", "sori.exe")]
)
def test_a_package_runs_its_children_by_the_console_s_executable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own: str, console: str
) -> None:
    # GIVEN a package, whichever of its executables runs
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / own))
    # THEN its child is the one with standard streams
    assert command("engines.x") == [str(tmp_path / console), "--child", "engines.x"]


def test_programs_of_the_system_get_back_what_stood_before_the_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # GIVEN a package whose executable has changed where libraries are looked for
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    given = {
        "LD_LIBRARY_PATH": "/opt/sori/_internal",
        "LD_LIBRARY_PATH_ORIG": "/usr/local/lib",
        "LANG": "ko_KR.UTF-8",
    }
    # THEN a program of the system finds what stood there before
    assert outside(given) == {"LD_LIBRARY_PATH": "/usr/local/lib", "LANG": "ko_KR.UTF-8"}
    # AND where nothing stood, nothing stands
    assert outside({"LD_LIBRARY_PATH": "/opt/sori/_internal", "LD_LIBRARY_PATH_ORIG": ""}) == {}


def test_in_a_source_tree_nothing_is_taken_away() -> None:
    assert outside({"LD_LIBRARY_PATH": "/usr/local/cuda"}) == {"LD_LIBRARY_PATH": "/usr/local/cuda"}


def test_a_program_is_never_taken_from_the_folder_the_user_is_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # GIVEN a program beside a downloaded picture, and a path that names the current folder
    downloads, system = tmp_path / "downloads", tmp_path / "system"
    for folder in (downloads, system):
        folder.mkdir()
        (folder / "tesseract").write_text("#!/bin/sh\n")
        (folder / "tesseract").chmod(0o755)
    monkeypatch.chdir(downloads)
    monkeypatch.setenv("PATH", f".:{system}")
    # THEN the system's is found, not that one
    assert program("tesseract") == str(system / "tesseract")
    # AND nothing where the system has none, or one that may not be run
    (system / "tesseract").chmod(0o644)
    assert program("tesseract") is None
