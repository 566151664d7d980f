"""The oldest glibc that a frozen folder runs with: the newest version that any of its libraries asks for."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

_GLIBC: Final = re.compile(r"\bGLIBC_(\d+(?:\.\d+)+)\b")
_ELF: Final = b"\x7fELF"
_AT_ONCE: Final = 100


@cache
def floor(folder: Path) -> tuple[str, tuple[str, ...]]:
    """Return the version, such as `2.35`, and the files that ask for it, by their place in the folder.

    Raises:
        subprocess.CalledProcessError: objdump (binutils) could not read one of them.
    """
    asked = {path: version for path, version in _asked(folder) if version}
    newest = max(asked.values(), default=(0,))
    files = sorted(str(path.relative_to(folder)) for path, version in asked.items() if version == newest)
    return ".".join(map(str, newest)), tuple(files)


def _asked(folder: Path) -> Iterator[tuple[Path, tuple[int, ...]]]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and _is_elf(path)]
    for start in range(0, len(paths), _AT_ONCE):
        some = paths[start : start + _AT_ONCE]
        yield from zip(some, _versions(some), strict=True)


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == _ELF


def _versions(paths: list[Path]) -> Iterator[tuple[int, ...]]:
    """Yield for each file the newest version of glibc it asks for, empty if it asks for none."""
    answer = subprocess.run(
        ["objdump", "--private-headers", *map(str, paths)], capture_output=True, text=True, check=True
    )
    # objdump begins each file with its path and "file format".
    pieces = re.split(r"^\S.*:\s+file format .*$", answer.stdout, flags=re.MULTILINE)[1:]
    for piece in pieces:
        found = [tuple(map(int, version.split("."))) for version in _GLIBC.findall(piece)]
        yield max(found, default=())
