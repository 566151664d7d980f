"""One process at a time: a lock file that the system lets go of when its holder dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from engines.errors import ModelMissing, OutputUnwritable
from engines.words import _


@contextmanager
def locked(path: Path, name: str) -> Iterator[None]:
    """Hold the lock file `path`, which is made and deleted, while the context is entered.

    Raises:
        ModelMissing: if another one is at work on `name`.
        OutputUnwritable: if there can be no file.
    """
    try:
        file = _open(path)
    except OSError as error:
        raise OutputUnwritable(
            _(
                "Nothing can be written to {folder}. Make room there, or make it yours, then try again."
            ).format(folder=path.parent)
        ) from error
    is_ours = False
    try:
        is_ours = _is_taken(file) and _is_current(file, path)
        if not is_ours:
            raise ModelMissing(
                _("Another Sori is at work on {name} just now. Wait until it is done.").format(name=name)
            )
        yield
    finally:
        if is_ours and sys.platform != "win32":
            # While it is still held: nobody can have taken it in between.
            path.unlink(missing_ok=True)
        file.close()
        if is_ours and sys.platform == "win32":
            with suppress(OSError):  # the next one may hold it already, and then deletes it
                path.unlink(missing_ok=True)


def _open(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("ab")


def _is_taken(file: BinaryIO) -> bool:
    """Take the lock, and return whether it could be had."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_current(file: BinaryIO, path: Path) -> bool:
    """Return whether the file is still the one of that name: its former holder may have deleted it."""
    if sys.platform == "win32":
        return True
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False
