"""Makes the installer for Windows with makensis, after looking at what goes into it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from desktop import VERSION
from desktop.windows_libraries import RUNTIME, Version, file_version
from releasing import signing
from releasing.edition import ROOT, Edition

WINDOWS: Final = ROOT / "packaging" / "windows"
SCRIPT: Final = WINDOWS / "sori.nsi"
ICON: Final = WINDOWS / "sori.ico"
SIDE: Final = WINDOWS / "side.bmp"
"""Stands beside the installer's first and last page."""
MANIFEST: Final = WINDOWS / "sori.manifest"
INTERNAL: Final = "_internal"
COMMAND: Final = "sori.exe"
WINDOW: Final = "sori-desktop.exe"
MOST_CHARACTERS: Final = 259
"""Of a path: what Windows allows where long paths are not switched on, which they are not by default."""
LEAST_LETTERS: Final = 70
"""Of the folder chosen: `C:\\Users\\…\\AppData\\Local\\Programs\\Sori` with a user name of 32."""
MOST_BYTES: Final = 2_000_000_000
"""Of what is packed: makensis holds it in memory as a 32-bit program."""
OLDEST_RUNTIME: Final[Version] = (14, 40, 0, 0)
"""Of Microsoft's C++ library; torch needs it (docs/decisions/0014)."""
SAYS: Final = {
    "sori": ("Sori's commands", "Sori 명령"),
    "sori-desktop": ("Sori", "소리"),
}
"""What Windows shows of each executable, in English and Korean."""
_BESIDE: Final = ".before"
"""An upgrade puts the old folder aside under this ending."""
_ENGLISH, _KOREAN, _UNICODE = 0x0409, 0x0412, 1200


class Unfit(Exception):
    """What is to be packed would not work on Windows; the sentence says why."""


def build(
    frozen: Path,
    out: Path,
    edition: Edition,
    version: str = VERSION,
    *,
    compressor: str = "lzma",
    by: signing.Certificate | None = None,
    options: Sequence[str] = (),
) -> Path:
    """Make the installer of one edition and return its file in `out`.

    Args:
        frozen: The frozen application: a folder with `sori.exe`, `sori-desktop.exe` and `_internal`.
        out: An existing folder.
        edition: Which of the two; either replaces the other when it is installed.
        version: Such as `0.1.0` or `0.2.0rc1`.
        compressor: `lzma` for what is published, `zlib` where the size does not matter.
        by: Who signs: both executables, in `frozen` itself, then the uninstaller and the installer. That
            `signing.certificate()` is the one set is relied on for the uninstaller.
        options: More for makensis.

    Raises:
        Unfit: see `check`.
        FileNotFoundError: makensis is not installed.
        subprocess.CalledProcessError: it failed, or warned; it says why on standard error.
        signing.NotSigned: something could not be signed.
    """
    check(frozen)
    installer = out / f"{edition.package}-{version}-windows-x86_64.exe"
    names = definitions(frozen, installer, edition, version) | {"COMPRESSOR": compressor}
    if by:
        names["SIGN"] = signing.command_line()
        for name in (COMMAND, WINDOW):
            signing.sign(frozen / name, by)
    command = [makensis(), "-WX", "-V2", "-INPUTCHARSET", "UTF8", *options]
    command += [f"-D{name}={value}" for name, value in names.items()]
    subprocess.run([*command, str(SCRIPT)], check=True, stdout=sys.stderr)
    if by:
        signing.sign(installer, by)
    return installer


def definitions(frozen: Path, installer: Path, edition: Edition, version: str) -> dict[str, str]:
    """Return what the script is told."""
    return {
        "VERSION": version,
        "FOUR_NUMBERS": ".".join(map(str, four_numbers(version))),
        "EDITION": edition.name,
        "INTERNAL": str(frozen / INTERNAL / "*"),
        "COMMAND": str(frozen / COMMAND),
        "WINDOW": str(frozen / WINDOW),
        "LICENCE": str(ROOT / "LICENSE"),
        "ICON": str(ICON),
        "SIDE": str(SIDE),
        "OUTPUT": str(installer),
        "INSTALLED_KB": str(size_bytes(frozen) // 1024),
        "MOST_LETTERS": str(most_letters(frozen)),
    }


def makensis() -> str:
    """Return where makensis is.

    Raises:
        FileNotFoundError: it is not installed.
    """
    usual = Path(os.environ.get("PROGRAMFILES(X86)", ""), "NSIS", "makensis.exe")
    if found := shutil.which("makensis") or (usual.is_file() and str(usual)):
        return found
    raise FileNotFoundError("makensis is not installed: install NSIS 3.08 or later (Debian: nsis).")


# ---- What would not work ------------------------------------------------------------------------


def check(frozen: Path) -> None:
    """See that what is packed can be installed and run.

    Raises:
        Unfit: something is missing, too long or too large, or the C++ library is too old.
    """
    for name in (COMMAND, WINDOW, INTERNAL):
        if not (frozen / name).exists():
            raise Unfit(f"{frozen} holds no {name}.")
    if (letters := most_letters(frozen)) < LEAST_LETTERS:
        longest = longest_path(frozen)
        raise Unfit(f"{longest} leaves {letters} letters for the folder, and {LEAST_LETTERS} are needed.")
    if (total := size_bytes(frozen)) > MOST_BYTES:
        raise Unfit(f"{total:,} bytes are more than NSIS can pack, which are {MOST_BYTES:,}.")
    _check_runtime(frozen / INTERNAL)


def _check_runtime(internal: Path) -> None:
    """See that the C++ library is there for libraries that need it: a fresh Windows has none."""
    runtime = internal / RUNTIME
    if not runtime.exists():
        if any(path.suffix == ".pyd" for path in internal.rglob("*")):
            raise Unfit(f"{INTERNAL} holds no {RUNTIME}, and a fresh Windows has none either.")
    elif file_version(runtime) < OLDEST_RUNTIME:
        raise Unfit(f"{RUNTIME} is {file_version(runtime)}, and torch needs {OLDEST_RUNTIME}.")


def most_letters(frozen: Path) -> int:
    """Return how many characters the path of the folder may have that is chosen, so that all paths work."""
    return MOST_CHARACTERS - len("\\") - len(_BESIDE) - len(str(longest_path(frozen)))


def longest_path(frozen: Path) -> Path:
    """Return the longest path inside, relative to `frozen`; characters as Windows counts them."""
    return max(_inside(frozen), key=lambda path: len(str(path).encode("utf-16-le")))


def size_bytes(frozen: Path) -> int:
    """Return the size of everything inside."""
    return sum((frozen / path).stat().st_size for path in _inside(frozen))


def _inside(frozen: Path) -> Iterable[Path]:
    return [path.relative_to(frozen) for path in frozen.rglob("*") if path.is_file()]


# ---- What the executables say of themselves ------------------------------------------------------


def four_numbers(version: str) -> Version:
    """Return a version as Windows keeps it: `0.2.0rc1` gives (0, 2, 0, 0)."""
    numbers = [int(one) for one in re.findall(r"^\d+|(?<=\.)\d+", version.split("+")[0])][:4]
    first, second, third, fourth = numbers + [0] * (4 - len(numbers))
    return first, second, third, fourth


def version_resource(work: Path, name: str, version: str = VERSION) -> str:
    """Write what PyInstaller puts into the executable `name`, in both languages; return the file's path."""
    file = work / f"{name}-version.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(version_resource_text(name, version), encoding="utf-8")
    return str(file)


def version_resource_text(name: str, version: str) -> str:
    """Return it as the expression that PyInstaller evaluates."""
    numbers = four_numbers(version)
    tables = ",\n".join(
        _strings(language, name, text, version)
        for language, text in zip((_ENGLISH, _KOREAN), SAYS[name], strict=True)
    )
    return f"""VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1,
                    subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([
{tables}
    ]),
    VarFileInfo([VarStruct("Translation", [{_ENGLISH}, {_UNICODE}, {_KOREAN}, {_UNICODE}])])
  ]
)
"""


def _strings(language: int, name: str, text: str, version: str) -> str:
    pairs = {
        "ProductName": "Sori",
        "ProductVersion": version,
        "FileDescription": text,
        "FileVersion": version,
        "InternalName": name,
        "OriginalFilename": f"{name}.exe",
        "LegalCopyright": "GPL-3.0-or-later",
    }
    lines = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in pairs.items())
    return f"      StringTable('{language:04X}{_UNICODE:04X}', [{lines}])"
