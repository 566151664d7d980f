"""What this copy of Sori is made of, and under which licences, for About."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, Final

from engines import add_on, resource

FOLDER: Final = "licences"
"""In the resources of a package; packaging/releasing/licences.py writes it. A source tree has none."""
_LICENCE: Final = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
_NO_TEXT: Final = (".py", ".pyc", ".so", ".json")
_TREE: Final = Path(__file__).resolve().parent.parent

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """One thing that somebody made and Sori uses."""

    name: str
    version: str
    """Empty if it is not known."""
    licence: str
    """An SPDX expression, or the words of a package that has none; may be empty."""
    part_of: str = ""
    """What it comes inside of; empty if it stands alone."""
    texts: tuple[Path, ...] = ()
    """The files with its licences and notices."""

    def read(self) -> str:
        """Return all its texts, one after the other, each below its name; empty if there is none."""
        found = ((path.name, _text(path)) for path in self.texts)
        return "\n\n\n".join(
            f"{name}\n\n{text}" if len(self.texts) > 1 else text for name, text in found if text
        )


def parts(folder: Path | None = None) -> tuple[Part, ...]:
    """Return everything, in the order to show it: of a package its own index, else what is installed.

    What the add-on brings comes last, if it is here.
    """
    return (*(_listed(folder or resource.path(FOLDER)) or _installed()), *_added())


def _added() -> tuple[Part, ...]:
    place = add_on.where()
    return _listed(place / add_on.LICENCES) if place else ()


def _listed(folder: Path) -> tuple[Part, ...]:
    """Return what the index in a folder names; nothing if there is none that can be used."""
    try:
        index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        return tuple(_shipped(row, folder) for row in index["components"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError) as error:
        logger.warning("the index of licences cannot be used: %s", error)
        return ()


def _shipped(row: dict[str, Any], folder: Path) -> Part:
    texts = tuple(folder / text for text in row["texts"])
    return Part(row["name"], row["version"], row["licence"], row["part_of"], texts)


def _installed() -> Iterator[Part]:
    """Yield Sori itself, then what the lock names, as far as it is installed; without a lock everything."""
    licence = _TREE / "LICENSE"
    yield Part("Sori", _version(), "GPL-3.0-or-later", texts=(licence,) if licence.is_file() else ())
    locked = _locked()
    found = {_canonical(one.name): one for one in distributions()}
    for name in sorted(found):
        if not locked or name in locked:
            one = found[name]
            yield Part(one.name, one.version, _licence_of(one), texts=tuple(_texts_of(one)))


def _version() -> str:
    from desktop import VERSION

    return VERSION


def _locked() -> set[str]:
    try:
        lines = (_TREE / "requirements.lock").read_text(encoding="utf-8").splitlines()
    except OSError:
        return set()
    return {_canonical(line.partition("==")[0]) for line in lines if "==" in line}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def _licence_of(one: Distribution) -> str:
    said = one.metadata.json
    older = str(said.get("license") or "").strip()
    if said.get("license_expression"):
        return str(said["license_expression"])
    if older and "\n" not in older and older != "UNKNOWN":
        return older
    classifiers = said.get("classifier") or []
    return ", ".join(one.rpartition(":: ")[2] for one in classifiers if one.startswith("License ::"))


def _texts_of(one: Distribution) -> Iterator[Path]:
    for file in one.files or ():
        is_metadata = any(part.endswith(".dist-info") for part in file.parts)
        if is_metadata and _LICENCE.search(str(file)) and not file.name.endswith(_NO_TEXT):
            yield Path(str(one.locate_file(file)))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError as error:
        logger.info("%s cannot be read: %s", path.name, type(error).__name__)
        return ""
