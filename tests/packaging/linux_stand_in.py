"""A small application that stands in for the frozen one where packages are tested."""

import os
import shutil
from pathlib import Path
from typing import Final

PROGRAM: Final = """#!/bin/sh
# Like the real one it finds what belongs to it from where it really lies.
here=$(dirname "$(readlink -f "$0")")
printf '%s\\n' "$(basename "$0") $(cat "$here/_internal/resources/version")" "$@"
"""


def stand_in(folder: Path, version: str = "1", *, extra: str = "") -> Path:
    """Make a folder with two programs, a link, files of both kinds, and those that belong to `extra`."""
    shutil.rmtree(folder, ignore_errors=True)
    inside = folder / "_internal"
    (inside / "resources").mkdir(parents=True)
    for name in ("sori", "sori-desktop"):
        (folder / name).write_text(PROGRAM)
        (folder / name).chmod(0o700)
    (inside / "resources" / "version").write_text(version)
    (inside / "resources" / "이름에 빈칸.txt").write_text("텍스트")
    (inside / "libreal.so.1").write_bytes(b"no library")
    (inside / "libreal.so.1").chmod(0o700)
    (inside / "libreal.so").symlink_to("libreal.so.1")
    if extra:
        (inside / extra).write_text(extra)
    os.utime(inside / "libreal.so.1", (1_000_000_000, 1_000_000_000))
    return folder


def tree(folder: Path) -> dict[str, str]:
    """Return every file below a folder: its place, and its content or where it points."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[path.relative_to(folder).as_posix()] = f"-> {path.readlink()}"
        elif path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes().hex()
    return found
