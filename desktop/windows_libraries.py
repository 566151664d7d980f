"""On Windows, loads the libraries that torch needs before Qt brings older ones of the same names.

Windows keeps one library of a name in a process. Since 2.9 torch is built for Microsoft's C++ library
14.40 or later; where an older `msvcp140.dll` came first, `import torch` fails with WinError 1114, which
names `c10.dll`. Qt's packages bring a copy, the system may have another. Reported as issues 166628 and
169429 of pytorch/pytorch; docs/decisions/0014 tells what we found. Nothing here was run on Windows.
"""

import ctypes
import logging
import mmap
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

RUNTIME: Final = "msvcp140.dll"
WITH_RUNTIME: Final = ("PySide6", "shiboken6")
"""Packages whose folders bring a copy."""
_FIXED_FILE_VERSION: Final = struct.pack("<I", 0xFEEF04BD)
"""Begins the part of a version resource that holds the number (VS_FIXEDFILEINFO)."""

Open = Callable[[str], object]
Version = tuple[int, int, int, int]

logger = logging.getLogger(__name__)
_held: Final[list[object]] = []
"""What was loaded: a library stays as long as its handle is kept."""


def load_before_qt(
    add_on: Path | None = None, open_library: Open = ctypes.CDLL, platform: str = sys.platform
) -> tuple[Path, ...]:
    """Load them, in milliseconds and without importing torch; return which, in order. To be called first.

    `add_on` is a folder of packages in which torch may lie besides those that Python searches. Does
    nothing on other systems. A library that cannot be loaded is told to the log: torch itself will then
    say why when it is wanted, and the window opens all the same.
    """
    if platform != "win32":
        return ()
    wanted = [*_newest(_runtimes()), *_core_of_torch(add_on)]
    return tuple(path for path in wanted if _opened(path, open_library))


def file_version(path: Path) -> Version:
    """Return the version that a program or library of Windows carries; zeros if it says none.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        at = content.find(_FIXED_FILE_VERSION)
        if at < 0 or at + 16 > len(content):
            return (0, 0, 0, 0)
        high, low = struct.unpack_from("<II", content, at + 8)
        return (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF)


def _runtimes() -> Iterator[Path]:
    """Yield the copies that come with us; in a frozen application one lies beside the packages."""
    if frozen := getattr(sys, "_MEIPASS", None):
        yield Path(frozen, RUNTIME)
    for name in WITH_RUNTIME:
        for folder in _folders(name):
            yield folder / RUNTIME


def _newest(paths: Iterable[Path]) -> list[Path]:
    """Return the newest of those that exist, as a list of one or none."""
    found: dict[Path, Version] = {}
    for path in paths:
        try:
            found[path] = file_version(path)
        except (OSError, ValueError) as error:
            # mmap refuses an empty file by a ValueError.
            logger.debug("%s is passed over: %s", path, error)
    return [max(found, key=lambda path: found[path])] if found else []


def _core_of_torch(add_on: Path | None) -> list[Path]:
    places = [*_folders("torch"), *([add_on / "torch"] if add_on else [])]
    libraries = [place / "lib" / "c10.dll" for place in places]
    return [path for path in libraries if path.is_file()][:1]


def _folders(package: str) -> list[Path]:
    """Return where a top-level package lies, without importing it."""
    try:
        spec = find_spec(package)
    except (ImportError, ValueError) as error:
        # A package that is half there has a spec of None, which find_spec refuses.
        logger.debug("%s is passed over: %s", package, error)
        return []
    return [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []


def _opened(path: Path, open_library: Open) -> bool:
    try:
        _held.append(open_library(str(path)))
    except OSError as error:
        logger.warning("%s cannot be loaded: %s", path.name, error)
        return False
    return True
