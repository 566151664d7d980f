"""What this copy of Sori is: a source tree or one of the packages, and what that was built with."""

import json
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from engines import resource

Edition = Literal["source", "full", "core"]
"""Core comes without torch and mediapipe, which the add-on brings."""
NAME: Final = "build.json"
"""Written into `resources` of a package while it is built (packaging/releasing); a source tree has none."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class AddOn:
    """The libraries that a core package takes in later, as one file."""

    id: str
    """Changes with what is inside: an add-on fits every core package that names its id."""
    file: str
    """The name of the file, as it is published."""
    size_bytes: int
    unpacked_bytes: int
    sha256: str
    """In hexadecimal digits."""


@dataclass(frozen=True)
class Build:
    """The settings a package was built with."""

    edition: Edition = "source"
    platform: str = ""
    """Such as `linux-x86_64`; empty in a source tree."""
    release_address: str = ""
    """The https folder of the releases, with a slash at its end; empty: updates are not set up."""
    public_key: str = ""
    """The Ed25519 key that releases are signed with, 32 bytes in base64; empty: updates are not set up."""
    add_on: AddOn | None = None
    """Core alone has one."""


@cache
def this() -> Build:
    """Return what this copy is; a file that is absent or damaged counts as a source tree."""
    return read(resource.path(NAME))


def read(path: Path) -> Build:
    """Return what `path` says."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return _build(found)
    except FileNotFoundError:
        return Build()
    except (OSError, ValueError, TypeError, KeyError) as error:
        logger.warning("%s cannot be used: %s", path, error)
        return Build()


def _build(found: dict[str, Any]) -> Build:
    add_on = found.get("add_on")
    return Build(
        found["edition"],
        found["platform"],
        found["release_address"],
        found["public_key"],
        AddOn(**add_on) if add_on else None,
    )
