"""Write small files so that a crash, a power cut or a full disk leaves the old one or the new one, whole."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from uuid import uuid4

from engines.errors import InputUnsupported, OutputUnwritable
from engines.words import _

PART: Final = ".part"
"""How a file ends that is not complete yet."""


def write(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write all files, or none of them: each replaces what had its name when all are on the disk.

    Raises:
        OutputUnwritable: the disk does not take them; what was there is untouched.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for target, content in files:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = target.with_name(f".{uuid4().hex}{PART}")
            ready.append((part, target))
            with part.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for part, target in ready:
            part.replace(target)
        for folder in {target.parent for _part, target in ready}:
            _sync(folder)
    except OSError as error:
        discard(part for part, _target in ready)
        raise unwritable(ready[-1][1] if ready else None) from error


def read(path: Path, most_bytes: int) -> bytes:
    """Return what a file holds.

    Raises:
        InputUnsupported: it cannot be read, or is larger than `most_bytes`.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
    except OSError as error:
        raise unreadable(path) from error
    if len(content) > most_bytes:
        raise InputUnsupported(
            _("{file} is larger than {size} MB and cannot be a file that Sori wrote.").format(
                file=path.name, size=most_bytes // 1_000_000
            )
        )
    return content


def discard(paths: Iterable[Path]) -> None:
    """Delete what is not needed; what cannot be deleted is left."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            # Its folder is gone or may not be written to: then there is nothing to take away either.
            continue


def unreadable(path: Path) -> InputUnsupported:
    """Return the error for a file or folder that the system does not open."""
    return InputUnsupported(
        _("{file} cannot be read; check that it is there and that you may open it.").format(file=path.name)
    )


def unwritable(path: Path | None) -> OutputUnwritable:
    """Return the error for a file that the disk does not take."""
    return OutputUnwritable(
        _("{file} could not be written. Choose another folder, or free some space.").format(
            file=path.name if path else ""
        )
    )


def _sync(folder: Path) -> None:
    """Make the new names last, where the system lets a folder be synchronised."""
    if sys.platform == "win32":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
