"""The libraries that a core package takes in later: whether they are here, and letting Python find them.

Every process of a core package calls `activate` when it starts, so this costs next to nothing. How the
add-on gets here is the business of `engines.models`, whose entry for it `engines.models.hands` makes.
"""

import importlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from engines import build, folders
from engines.errors import DependencyMissing
from engines.words import _

ENGINE: Final = "hands"
"""What uses it, where other models name their engine."""
MARKER: Final = "sori-add-on.json"
"""Written into its folder last of all: without it, it is not whole."""
LICENCES: Final = "sori-licences"
"""In its folder: whose work it holds and under which licences, as in the resources of a package."""
_LARGE_BYTES: Final = 1_000_000
_MOST_LARGE: Final = 200
_DAMAGES: Final = (ImportError, OSError, AttributeError, EOFError)
"""What importing raises where files are missing, empty or cut off."""


def activate() -> bool:
    """Let Python find what the add-on brings, after everything else; return whether it is here.

    An add-on of another build is left alone. Twice is harmless; any thread may call.
    """
    found = where()
    if found is None:
        return False
    place = str(found)
    if place not in sys.path:
        sys.path.append(place)
        importlib.invalidate_caches()
    elif sys.path_importer_cache.get(place, ...) is None:
        # It was looked for while it was not there, and Python remembers that.
        importlib.invalidate_caches()
    return True


def where() -> Path | None:
    """Return where the add-on lies that this build takes; None if it is not here, or none is taken."""
    wanted = build.this().add_on
    if wanted is None:
        return None
    place = folders.models() / wanted.id
    return place if digest(place) == wanted.sha256 else None


def lack() -> str:
    """Return what is missing to read signs, and how to get it, as a sentence; empty if nothing is.

    A copy of Sori that needs no add-on lacks none.
    """
    wanted = build.this().add_on
    if wanted is None or activate():
        return ""
    from engines.models.model import size

    if build.this().release_address:
        sentence = _(
            "Reading signs needs an add-on of {size}: download it on the page Models, "
            "or with `sori models fetch {id}`."
        )
    else:
        sentence = _(
            "Reading signs needs an add-on of {size}: get the file {file} from where you got Sori, and "
            "import it on the page Models, or with `sori models import {file}`."
        )
    return sentence.format(size=size(wanted.size_bytes), id=wanted.id, file=wanted.file)


def missing(modules: Iterable[str]) -> DependencyMissing:
    """Return the error for hands that cannot be read because these modules are not here."""
    if sentence := lack():
        return DependencyMissing(sentence)
    if getattr(sys, "frozen", False):
        advice = _("Reading hands needs {modules}. Install Sori again.")
    else:
        advice = _("Reading hands needs {modules}: install Sori again (from its source: `python3 start.py`).")
    return DependencyMissing(advice.format(modules=", ".join(modules)))


@contextmanager
def loading() -> Iterator[None]:
    """Say that the add-on is damaged, where there is one, if what it brings cannot be imported.

    Raises:
        DependencyMissing: then.
    """
    try:
        yield
    except _DAMAGES as error:
        if build.this().add_on is None:
            raise
        sentence = _(
            "The add-on for reading signs is damaged. Remove it on the page Models, then download or import "
            "it again."
        )
        raise DependencyMissing(sentence) from error


def digest(folder: Path) -> str:
    """Return the SHA-256 of the file an add-on was unpacked from; empty if not all of it is there.

    Only its large files are looked at, so this takes under 1 ms.
    """
    try:
        marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        large: Mapping[str, int] = marker["large"]
        is_whole = marker["id"] == folder.name and all(
            (folder / name).stat().st_size == size_bytes for name, size_bytes in large.items()
        )
        return str(marker["sha256"]) if is_whole else ""
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ""


def seal(folder: Path, add_on_id: str, sha256: str, sizes: Mapping[str, int]) -> None:
    """Write down that all files of the archive are there: path below `folder` to bytes.

    Raises:
        OSError: if that cannot be done.
    """
    large = sorted(((size, name) for name, size in sizes.items() if size >= _LARGE_BYTES), reverse=True)
    listed = {name: size for size, name in large[:_MOST_LARGE]}
    for name in listed:
        _write_through(folder / name)
    marker = {"version": 1, "id": add_on_id, "sha256": sha256, "large": listed}
    (folder / MARKER).write_text(json.dumps(marker, indent=1), encoding="utf-8")
    _write_through(folder / MARKER)


def _write_through(path: Path) -> None:
    # Else a power cut could leave the marker without the libraries it stands for.
    with path.open("r+b") as file:
        os.fsync(file.fileno())
