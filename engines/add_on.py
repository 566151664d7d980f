"""The libraries that a core package takes in later: whether they are here, and letting Python find them.

Every process of a core package calls `activate` when it starts, so this costs next to nothing. How the
add-on gets here is the business of `engines.models`, whose entry for it `engines.models.hands` makes.
"""

import importlib
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from engines import build, folders
from engines.errors import DependencyMissing
from engines.words import _

ENGINE: Final = "hands"
"""What uses it, where other models name their engine."""
MARKER: Final = "sori-add-on.json"
"""Written into its folder last of all: without it, it is not whole."""
_LARGE_BYTES: Final = 1_000_000
_MOST_LARGE: Final = 200


def activate() -> bool:
    """Let Python find what the add-on brings, after everything else; return whether it is here.

    An add-on of another build is left alone. Twice is harmless; any thread may call.
    """
    folder = _folder()
    if folder is None or not is_whole(folder):
        return False
    place = str(folder)
    if place not in sys.path:
        sys.path.append(place)
        importlib.invalidate_caches()
    elif sys.path_importer_cache.get(place, ...) is None:
        # It was looked for while it was not there, and Python remembers that.
        importlib.invalidate_caches()
    return True


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


def is_whole(folder: Path) -> bool:
    """Return whether an add-on was unpacked completely and its large files are there; takes under 1 ms."""
    try:
        marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        large: Mapping[str, int] = marker["large"]
        return marker["id"] == folder.name and all(
            (folder / name).stat().st_size == size_bytes for name, size_bytes in large.items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def seal(folder: Path, add_on_id: str, sizes: Mapping[str, int]) -> None:
    """Write down that all files are there: path below `folder` to bytes. Raises `OSError`."""
    large = sorted(((size, name) for name, size in sizes.items() if size >= _LARGE_BYTES), reverse=True)
    marker = {"version": 1, "id": add_on_id, "large": {name: size for size, name in large[:_MOST_LARGE]}}
    (folder / MARKER).write_text(json.dumps(marker, indent=1), encoding="utf-8")


def _folder() -> Path | None:
    """Return where the add-on of this build belongs; None if this build has none."""
    wanted = build.this().add_on
    return folders.models() / wanted.id if wanted else None
