"""The installer for Windows compiles without a warning, says what it is, and takes nothing unfit."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from desktop.windows_libraries import file_version
from releasing import icons, windows
from releasing.edition import CORE, EDITIONS, FULL, Edition

SETTINGS = "{http://schemas.microsoft.com/SMI/%d/WindowsSettings}"


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """Return what stands for a frozen Sori, with names in Korean."""
    folder = tmp_path / "얼린 소리"
    for name in (
        "sori.exe",
        "sori-desktop.exe",
        "_internal/resources/낱말.txt",
        "_internal/base_library.zip",
    ):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"MZ" + name.encode() * 500)
    return folder


def compiled(frozen: Path, edition: Edition, version: str = "0.1.0", **options: Any) -> Path:
    return windows.build(frozen, frozen.parent, edition, version, compressor="zlib", **options)


# ---- What comes out ----------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.name)
def test_each_edition_compiles_without_a_warning(frozen: Path, edition: Edition) -> None:
    # WHEN it is compiled; a warning of makensis is an error there
    installer = compiled(frozen, edition)
    # THEN it is a program whose name says what it is
    assert installer.name == f"{edition.package}-0.1.0-windows-x86_64.exe"
    content = installer.read_bytes()
    assert content.startswith(b"MZ")
    assert edition.name.encode("utf-16-le") in content


def test_what_is_published_is_compressed_better(frozen: Path) -> None:
    (frozen / "_internal" / "words.txt").write_text("\n".join(f"{n} {n * n}" for n in range(15_000)))
    quick = compiled(frozen, FULL).stat().st_size
    assert windows.build(frozen, frozen.parent, FULL, "0.1.0").stat().st_size < quick


def test_it_asks_for_no_administrator_and_says_its_version(frozen: Path) -> None:
    # WHEN a version that is not final is compiled
    installer = compiled(frozen, FULL, "0.2.1rc3")
    content = installer.read_bytes()
    # THEN its manifest and its version are what they should be
    manifest = content[content.index(b"<assembly xmlns") : content.index(b"</assembly>")]
    assert b'requestedExecutionLevel level="asInvoker"' in manifest
    assert b">true</longPathAware>" in manifest
    assert file_version(installer) == (0, 2, 1, 0)
    assert "0.2.1rc3".encode("utf-16-le") in content
    assert "Sori 설치 프로그램".encode("utf-16-le") in content


def test_a_warning_stops_it(frozen: Path, capfd: pytest.CaptureFixture[str]) -> None:
    # GIVEN a definition that no line of the script uses but to warn
    # WHEN, THEN
    with pytest.raises(subprocess.CalledProcessError):
        compiled(frozen, FULL, options=["-X!warning careful"])
    assert "careful" in capfd.readouterr().err


# ---- What is refused ---------------------------------------------------------------------------


def _without_a_window(frozen: Path) -> None:
    (frozen / "sori-desktop.exe").unlink()


def _too_deep(frozen: Path) -> None:
    file = frozen / "_internal" / ("a" * 90) / ("b" * 90) / "c"
    file.parent.mkdir(parents=True)
    file.touch()


def _old_runtime(frozen: Path) -> None:
    library = b"MZ" + bytes.fromhex("bd04effe 00000100 1d000e00 0000bb75")
    (frozen / "_internal" / "msvcp140.dll").write_bytes(library + bytes(40))


def _without_a_runtime(frozen: Path) -> None:
    (frozen / "_internal" / "onnxruntime.pyd").touch()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_without_a_runtime, r"holds no msvcp140\.dll, and a fresh Windows has none"),
        (_without_a_window, r"holds no sori-desktop\.exe"),
        (_too_deep, r"leaves \d+ letters for the folder"),
        (_old_runtime, r"msvcp140\.dll is \(14, 29, .*torch needs"),
    ],
)
def test_what_would_not_work_is_not_packed(
    frozen: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    spoil(frozen)
    with pytest.raises(windows.Unfit, match=sentence):
        compiled(frozen, CORE)
    assert not list(frozen.parent.glob("*.exe"))


def test_every_path_inside_fits_beside_the_longest_folder(frozen: Path) -> None:
    # GIVEN the longest folder that the installer lets choose
    folder = "C:\\" + "x" * (windows.most_letters(frozen) - 3)
    # THEN also what is put aside during an upgrade stays within what Windows allows
    longest = "_internal.before\\" + str(windows.longest_path(frozen)).partition("/")[2]
    assert len(folder + "\\" + longest) == windows.MOST_CHARACTERS


# ---- What the executables say ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sori", "sori-desktop"])
def test_the_version_resource_is_an_expression_in_both_languages(tmp_path: Path, name: str) -> None:
    # GIVEN the names that PyInstaller evaluates it with
    def kept(*given: Any, **named: Any) -> Any:
        return (*given, named) if named else given

    names = re.findall(r"\w+(?=\()", windows.version_resource_text(name, "1"))
    # WHEN
    text = Path(windows.version_resource(tmp_path, name, "0.2.0rc1")).read_text(encoding="utf-8")
    # the expression is ours, and PyInstaller does the same with it
    (found,) = eval(text, dict.fromkeys(names, kept))
    # THEN
    assert found["ffi"][0]["filevers"] == (0, 2, 0, 0)
    ((english, korean),), ((translation,),) = found["kids"]
    assert (english[0], korean[0]) == ("040904B0", "041204B0")
    assert translation == ("Translation", [0x409, 1200, 0x412, 1200])
    assert dict(korean[1])["FileDescription"] == windows.SAYS[name][1]
    assert dict(english[1])["ProductVersion"] == "0.2.0rc1"


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("0.1.0", (0, 1, 0, 0)),
        ("1.2", (1, 2, 0, 0)),
        ("0.2.0.dev3+g1", (0, 2, 0, 0)),
        ("1.2.3.4", (1, 2, 3, 4)),
    ],
)
def test_a_version_becomes_four_numbers(version: str, numbers: windows.Version) -> None:
    assert windows.four_numbers(version) == numbers


def test_the_executables_manifest_asks_for_no_more_than_it_needs() -> None:
    # WHEN
    manifest = ElementTree.parse(windows.MANIFEST).getroot()
    # THEN
    level = next(one for one in manifest.iter() if one.tag.endswith("requestedExecutionLevel"))
    assert level.attrib == {"level": "asInvoker", "uiAccess": "false"}
    said = {one.tag: one.text for one in manifest.iter()}
    assert said[SETTINGS % 2016 + "longPathAware"] == "true"
    assert said[SETTINGS % 2019 + "activeCodePage"] == "UTF-8"
    assert said[SETTINGS % 2016 + "dpiAwareness"] == "PerMonitorV2"


def test_the_icon_has_a_drawing_for_each_size(tmp_path: Path) -> None:
    # GIVEN the icon that is kept, and one drawn now
    icons.write_windows(tmp_path / "new.ico")
    with Image.open(windows.ICON) as kept, Image.open(tmp_path / "new.ico") as new:
        # THEN they have the same sizes
        assert kept.info["sizes"] == new.info["sizes"] == {(side, side) for side in icons.WINDOWS_SIDES}


def test_the_picture_beside_the_pages_needs_no_stretching() -> None:
    with Image.open(windows.SIDE) as kept:
        assert (kept.size, kept.format) == (icons.SIDE_SIZE, "BMP")


# ---- What the installer says -------------------------------------------------------------------


def test_every_sentence_is_said_in_both_languages() -> None:
    # GIVEN our own sentences
    text = (windows.WINDOWS / "words.nsh").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = re.findall(r'^\$\{Words\} (\w+) "([^"]+)" "([^"]+)"$', text.decode("utf-8-sig"), re.MULTILINE)
    assert len(rows) == text.count(b"\n${Words} ") > 20
    script = windows.SCRIPT.read_text(encoding="utf-8-sig")
    for name, english, korean in rows:
        # THEN each is used, is Korean where it should be, and names the same things
        assert f"$({name})" in script, name
        assert re.search("[가-힣]", korean), name
        assert not re.search("[가-힣]", english), name
        assert variables(english) == variables(korean), name
    # AND the script says no sentence by itself
    assert re.findall(r'MessageBox [^"]*"(?!\$[({])', script) == []


def variables(sentence: str) -> list[str]:
    return sorted(re.findall(r"\$\{\w+\}|\$[A-Z]\w+", sentence, re.ASCII))
