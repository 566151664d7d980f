"""On Windows the right libraries are loaded before Qt, in the right order, and a bad one harms nothing."""

import importlib
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.windows_libraries import file_version, load_before_qt


class Loader:
    """Takes the place of Windows' own: notes what is asked for, and refuses what it is told to."""

    def __init__(self, *refused: str) -> None:
        self.asked: list[Path] = []
        self._refused = refused

    def __call__(self, path: str) -> object:
        self.asked.append(Path(path))
        if Path(path).name in self._refused:
            raise OSError(1114, "A dynamic link library (DLL) initialization routine failed")
        return object()


def library(path: Path, *version: int) -> Path:
    """Write what stands for a library: some bytes, and a version where Windows keeps it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    major, minor, build, revision = version or (0, 0, 0, 0)
    number = struct.pack("<IIII", 0xFEEF04BD, 0x10000, major << 16 | minor, build << 16 | revision)
    path.write_bytes(b"MZ" + bytes(300) + (number if version else b"") + bytes(40))
    return path


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that is the only one Python finds packages in besides its own library."""
    folder = tmp_path / "packages"
    for name in ("PySide6", "shiboken6", "torch"):
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text("raise AssertionError('it was imported')\n")
        monkeypatch.delitem(sys.modules, name, raising=False)
    kept = [place for place in sys.path if "site-packages" not in place]
    monkeypatch.setattr(sys, "path", [str(folder), *kept])
    importlib.invalidate_caches()
    return folder


def test_the_newest_runtime_comes_first_then_the_core_of_torch(packages: Path) -> None:
    # GIVEN two copies of the runtime, the newer one in the second place, and torch
    library(packages / "PySide6" / "msvcp140.dll", 14, 29, 30139, 0)
    newer = library(packages / "shiboken6" / "msvcp140.dll", 14, 44, 35211, 0)
    core = library(packages / "torch" / "lib" / "c10.dll")
    # WHEN they are loaded
    loader = Loader()
    loaded = load_before_qt(open_library=loader, platform="win32")
    # THEN the newer one was, then the core of torch, and neither Qt nor torch was imported
    assert loaded == (newer, core)
    assert loader.asked == [newer, core]
    assert not {"torch", "PySide6"} & set(sys.modules)


def test_a_frozen_folder_has_its_own_copy(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a frozen application whose own copy is the newest
    library(packages / "PySide6" / "msvcp140.dll", 14, 29, 30139, 0)
    frozen = library(packages / "msvcp140.dll", 14, 40, 33810, 0)
    monkeypatch.setattr(sys, "_MEIPASS", str(packages), raising=False)
    # WHEN, THEN
    assert load_before_qt(open_library=Loader(), platform="win32") == (frozen,)


def test_torch_of_an_add_on_is_found(packages: Path, tmp_path: Path) -> None:
    # GIVEN a core package, and an add-on in a folder with letters of another script
    (packages / "torch" / "__init__.py").unlink()
    (packages / "torch").rmdir()
    importlib.invalidate_caches()
    core = library(tmp_path / "사용자" / "torch" / "lib" / "c10.dll")
    # WHEN, THEN
    assert load_before_qt(tmp_path / "사용자", Loader(), "win32") == (core,)


def test_a_package_itself_goes_before_an_add_on(packages: Path, tmp_path: Path) -> None:
    core = library(packages / "torch" / "lib" / "c10.dll")
    library(tmp_path / "add-on" / "torch" / "lib" / "c10.dll")
    assert load_before_qt(tmp_path / "add-on", Loader(), "win32") == (core,)


def test_a_library_that_windows_refuses_is_told_and_harms_nothing(
    packages: Path, expect_log: Callable[[str], None]
) -> None:
    # GIVEN a core of torch that cannot be initialised
    runtime = library(packages / "PySide6" / "msvcp140.dll", 14, 44, 0, 0)
    library(packages / "torch" / "lib" / "c10.dll")
    expect_log(r"desktop\.windows_libraries: c10\.dll cannot be loaded: .*1114")
    # WHEN, THEN the rest is loaded
    assert load_before_qt(open_library=Loader("c10.dll"), platform="win32") == (runtime,)


def test_damaged_copies_are_passed_over(packages: Path) -> None:
    # GIVEN an empty file, and one that says no version
    (packages / "PySide6" / "msvcp140.dll").write_bytes(b"")
    silent = library(packages / "shiboken6" / "msvcp140.dll")
    # WHEN, THEN the one that can be read is taken
    assert load_before_qt(open_library=Loader(), platform="win32") == (silent,)
    assert file_version(silent) == (0, 0, 0, 0)


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_other_systems_are_left_alone(packages: Path, platform: str) -> None:
    library(packages / "torch" / "lib" / "c10.dll")
    loader = Loader()
    assert load_before_qt(open_library=loader, platform=platform) == ()
    assert loader.asked == []


def test_the_version_is_the_one_in_the_file(tmp_path: Path) -> None:
    assert file_version(library(tmp_path / "a.dll", 14, 44, 35211, 7)) == (14, 44, 35211, 7)
