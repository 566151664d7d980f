"""Everything bundled is known with its licence, and what does not go with ours stops the build."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Final

import pytest

from releasing import components, licences, openssl_stand_in
from releasing.components import Component

HERE: Final = Path(sysconfig.get_path("purelib"))


@pytest.fixture(scope="module")
def found() -> tuple[Component, ...]:
    """Return what this very environment would bundle."""
    return components.found(HERE)


def test_all_that_ships_has_a_licence_that_goes_with_ours(found: tuple[Component, ...]) -> None:
    # WHEN everything in this environment is checked
    notes = licences.check(found, components.strange_libraries(HERE))
    # THEN nothing is unknown, and what is accepted all the same is told with its date
    assert all("accepted on 20" in note for note in notes)
    # AND what a release needs a decision about is in the list of those that are accepted
    undecided = [one for one in licences.exceptions() if not one.is_decided]
    if any(one.component in note for one in undecided for note in notes):
        with pytest.raises(licences.Unlicensed):
            licences.check(found, is_release=True)


def test_parts_of_wheels_and_models_are_among_it(found: tuple[Component, ...]) -> None:
    # THEN the libraries inside wheels, the models and the words are named with what they are part of
    inside = {(one.name, one.part_of) for one in found}
    assert {
        ("FFmpeg", "av"),
        ("x264", "av"),
        ("eSpeak NG", "espeakng-loader"),
        ("Vosk and Kaldi", "vosk"),
        ("OpenFst", "vosk"),
        ("libsoxr", "soxr"),
        ("PP-OCR models of PaddleOCR", "rapidocr"),
        ("Silero voice activity model", "silero-vad"),
        ("CMU US English model", "pocketsphinx"),
    } <= inside
    assert {"model", "words"} <= {one.kind for one in found if one.part_of == "Sori"}
    # AND each row has a key of its own where it stands alone
    keys = [one.key for one in found if not one.part_of]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("expression", "goes"),
    [
        ("MIT", True),
        ("GPL-2.0-or-later WITH Bootloader-exception", True),
        ("GPL-2.0-only", False),
        ("GPL-2.0-only OR MIT", True),
        ("MIT AND OpenSSL", False),
        ("Apache-2.0 AND (OpenSSL OR BSD-3-Clause)", True),
        ("LicenseRef-Of-Our-Own", False),
        ("", False),
        ("MIT AND (", False),
    ],
)
def test_an_expression_goes_with_the_gpl_or_says_why_not(expression: str, goes: bool) -> None:
    # WHEN a licence is looked at
    trouble = licences.trouble_with(expression)
    # THEN there is a reason exactly where it does not go
    assert bool(trouble) is not goes


def test_a_licence_nobody_knows_stops_the_build() -> None:
    # GIVEN a package without a licence, and a library nobody explained
    bare = Component("novel", "1.0", "", "package")
    # WHEN they are checked
    with pytest.raises(licences.Unlicensed) as caught:
        licences.check([bare], ["libnovel.so in novel"])
    # THEN each is named, on a line
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [
        "libnovel.so in novel",
        "novel (package)",
    ]


def test_what_is_accepted_is_accepted_for_one_component_only() -> None:
    # GIVEN something else under a licence that one component is accepted with
    accepted = licences.exceptions()[0]
    same = Component(accepted.component, "", "OpenSSL", "library", accepted.part_of)
    other = Component(accepted.component, "", "OpenSSL", "library", "another")
    # THEN the one passes with a note, the other does not
    assert len(licences.check([same])) == 1
    with pytest.raises(licences.Unlicensed):
        licences.check([other])


def wheel(site_packages: Path, name: str, files: dict[str, str], metadata: str = "") -> None:
    """Install a made-up distribution as pip would."""
    folder = site_packages / f"{name}-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{metadata}")
    for path, content in files.items():
        (site_packages / path).parent.mkdir(parents=True, exist_ok=True)
        (site_packages / path).write_text(content)
    (folder / "RECORD").write_text("".join(f"{path},,\n" for path in files))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an environment of two packages, which the lock names."""
    lock = tmp_path / "small.lock"
    lock.write_text("# two\npillow==1.0\nnovel==1.0\nelsewhere==1.0 ; sys_platform == 'nowhere'\n")
    monkeypatch.setattr(components.requirements, "__defaults__", (lock,))
    here = tmp_path / "site-packages"
    files = {"pillow.libs/libpng16-1a2b.so.16": "", "pillow.libs/libnew-1a2b.so.1": "", "PIL/__init__.py": ""}
    wheel(here, "pillow", files | {"pillow-1.0.dist-info/licenses/LICENSE": "The PIL licence"})
    wheel(here, "novel", {"novel/__init__.py": ""}, "License-Expression: Apache-2.0\n")
    return here


def test_a_new_library_inside_a_wheel_is_noticed(small: Path) -> None:
    # GIVEN a wheel with one library that is known and one that is not
    # WHEN its libraries are looked at
    strange = components.strange_libraries(small)
    # THEN the new one is named; and not where the wheel does not ship
    assert strange == ["libnew-1a2b.so.1 in pillow"]
    assert components.strange_libraries(small, without=["Pillow"]) == []
    names = {one.name for one in components.found(small)}
    assert {"pillow", "libpng", "novel", "Python", "Sori"} <= names
    assert "libtiff" not in names


def test_a_package_that_is_not_installed_is_named(small: Path) -> None:
    # GIVEN an environment that lacks a package of the lock
    shutil.rmtree(small / "novel-1.0.dist-info")
    # THEN that is said
    with pytest.raises(FileNotFoundError, match="novel"):
        components.found(small)


def test_texts_are_collected_with_an_index(small: Path, tmp_path: Path) -> None:
    # WHEN the texts are collected, twice
    out = tmp_path / "licences"
    licences.collect(out, small)
    licences.collect(out, small)
    index = json.loads((out / "index.json").read_text(encoding="utf-8"))
    rows = {(row["name"], row["part_of"]): row for row in index["components"]}
    # THEN each component has texts that are there
    assert index["version"] == 1
    assert all(row["texts"] for row in rows.values())
    assert all((out / text).read_text(encoding="utf-8") for row in rows.values() for text in row["texts"])
    # AND a wheel with a text gives its own, one without the standard text, a part both
    assert rows["pillow", ""]["texts"] == ["pillow/LICENSE.txt"]
    assert rows["novel", ""]["texts"] == ["standard/Apache-2.0.txt"]
    assert rows["libpng", "pillow"]["texts"] == ["pillow/LICENSE.txt", "standard/libpng-2.0.txt"]


def test_system_libraries_of_a_frozen_folder_are_named(small: Path, tmp_path: Path) -> None:
    # GIVEN a frozen folder with a library of this machine, one of a wheel, and an extension
    inner = tmp_path / "frozen" / "_internal"
    inner.mkdir(parents=True)
    for name in ("libz.so.1", "libodd.so.9", "libpng16-1a2b.so.16", "mod.cpython-311-x86_64-linux-gnu.so"):
        (inner / name).write_bytes(b"library")
    (inner / "libagain.so.1").symlink_to("libz.so.1")
    # WHEN what is bundled is found
    found = components.found(small, tmp_path / "frozen")
    system = {one.files[0]: one for one in found if one.part_of == components.SYSTEM}
    # THEN the two system libraries are named, the known one with its licence
    assert set(system) == {"libz.so.1", "libodd.so.9"}
    assert system["libz.so.1"].licence == "Zlib"
    with pytest.raises(licences.Unlicensed, match=r"libodd\.so\.9"):
        licences.check(found)
    # AND what Debian installed is told by its package, with its copyright file
    if shutil.which("dpkg-query"):
        assert system["libz.so.1"].name == "zlib1g"
        assert [path.name for path in system["libz.so.1"].texts] == ["copyright"]


def test_opencv_works_with_the_stand_ins_for_openssl(tmp_path: Path) -> None:
    # GIVEN a copy of OpenCV whose OpenSSL 1.1 was replaced
    made = openssl_stand_in.make(tmp_path / "made", HERE)
    copy = tmp_path / "site"
    for name in ("cv2", "opencv_python_headless.libs"):
        shutil.copytree(HERE / name, copy / name, copy_function=_link)
    for place, stand_in in made.items():
        (copy / place).unlink()
        shutil.copy(stand_in, copy / place)
    # WHEN it writes a video, reads it through FFmpeg, and is asked for an address
    program = (
        f"import sys; sys.path.insert(0, {str(copy)!r}); import cv2, numpy\n"
        "assert cv2.__file__.startswith(sys.path[0])\n"
        "out = cv2.VideoWriter('v.avi', cv2.VideoWriter_fourcc(*'MJPG'), 10, (64, 48))\n"
        "[out.write(numpy.full((48, 64, 3), n, numpy.uint8)) for n in range(9)]; out.release()\n"
        "video = cv2.VideoCapture('v.avi', cv2.CAP_FFMPEG)\n"
        "print(sum(video.read()[0] for _ in range(9)),"
        " cv2.VideoCapture('https://127.0.0.1:1/', cv2.CAP_FFMPEG).isOpened())"
    )
    command = [sys.executable, "-c", program]
    environment = {**os.environ, "LD_BIND_NOW": "1"}
    told = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    # THEN the video works, and the address cannot be reached
    assert told.stdout == "9 False\n", told.stderr
    # AND a stand-in is not taken for what it stands for
    for path in made.values():
        (tmp_path / "frozen").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "frozen" / path.name)
        assert path.name not in components.frozen_names(tmp_path / "frozen")
    assert all(openssl_stand_in.is_stand_in(path) for path in made.values())


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
