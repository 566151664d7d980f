"""What goes into a package and what stays out, as packaging/pyinstaller/contents.toml says."""

import tomllib
from collections.abc import Iterable
from fnmatch import fnmatch
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from releasing.edition import ROOT

FILE: Final = ROOT / "packaging" / "pyinstaller" / "contents.toml"


@cache
def said(name: str) -> tuple[str, ...]:
    """Return one of the lists in the file: add_on, left_out, unwanted, kept, with_source, stripped."""
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))[name])


def is_wanted(place: str) -> bool:
    """Return whether a file goes into a package; `place` is relative to `_internal`."""
    return _matches(place, said("kept")) or not _matches(place, said("unwanted"))


def is_stripped(place: str) -> bool:
    """Return whether a library's symbols for debuggers are taken out."""
    return ".so" in PurePosixPath(place).name and _matches(place, said("stripped"))


def is_add_on(place: str) -> bool:
    """Return whether a file belongs to the add-on that a core package comes without."""
    top = _parts(place)[0]
    if top.endswith(".dist-info"):
        top = top.partition("-")[0].lower()
    return top.removesuffix(".libs").partition(".")[0] in said("add_on")


def _matches(place: str, patterns: Iterable[str]) -> bool:
    name = "/".join(_parts(place))
    return any(fnmatch(name, one) for one in patterns)


def _parts(place: str) -> tuple[str, ...]:
    return PurePosixPath(place.replace("\\", "/")).parts
