"""Checks the licence of everything bundled, and collects the texts into a folder that ships."""

import json
import shutil
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Final

from license_expression import (  # type: ignore[import-untyped] # it says nothing about its types
    AND,
    OR,
    ExpressionError,
    LicenseSymbol,
    LicenseWithExceptionSymbol,
    get_spdx_licensing,
)

from releasing import components
from releasing.components import FOLDER, Component, known

INDEX: Final = "index.json"
TEXTS: Final = FOLDER / "texts"
ACCEPTED: Final = FOLDER / "accepted.toml"


class Unlicensed(Exception):
    """Something bundled has no known licence, or one that does not go with Sori's: a line for each."""


@dataclass(frozen=True)
class Accepted:
    """A component that ships although its licence does not fit, and why."""

    component: str
    part_of: str
    reason: str
    date: str
    is_decided: bool
    """Whether those who own Sori have agreed; until then a trial build goes on and a release stops."""

    def is_about(self, component: Component) -> bool:
        """Whether this component is the one, or one of those, that are meant."""
        is_named = fnmatchcase(component.name.lower(), self.component.lower())
        return is_named and fnmatchcase(components.canonical(component.part_of), self.part_of.lower())


def check(found: Iterable[Component], strange: Iterable[str] = (), *, is_release: bool = False) -> list[str]:
    """Return a sentence for each component that is accepted although its licence does not fit.

    Raises:
        Unlicensed: if a licence is missing, cannot be read or does not go with GPL-3.0-or-later; `strange`
            are libraries nobody knows (components.strange_libraries). In a release, also for what is
            accepted but not decided.
    """
    accepted = exceptions()
    notes, troubles = [], [f"{name}: nobody said what it is; add it to known.toml" for name in strange]
    for component in found:
        trouble = trouble_with(component.licence)
        if not trouble:
            continue
        sentence = f"{component.name} ({component.part_of or component.kind}): {trouble}"
        exception = next((one for one in accepted if one.is_about(component)), None)
        if exception is None or (is_release and not exception.is_decided):
            troubles.append(sentence)
        else:
            notes.append(f"{sentence}; accepted on {exception.date}: {exception.reason}")
    if troubles:
        raise Unlicensed("\n".join(troubles))
    return notes


def trouble_with(expression: str) -> str:
    """Return why an SPDX expression does not go with GPL-3.0-or-later; empty if it does."""
    if not expression:
        return "no licence is known"
    try:
        parsed = _spdx().parse(expression, validate=False)
    except ExpressionError:
        return f"{expression!r} is no SPDX expression"
    return "" if _goes(parsed) else f"{expression} does not go with GPL-3.0-or-later"


def names_in(expression: str) -> list[str]:
    """Return the licences and exceptions an SPDX expression names, in order."""
    parsed = _spdx().parse(expression, validate=False)
    return list(dict.fromkeys(symbol.key for symbol in _spdx().license_symbols(parsed)))


def exceptions(path: Path = ACCEPTED) -> list[Accepted]:
    """Return what stands in accepted.toml."""
    return [Accepted(**one) for one in tomllib.loads(path.read_text(encoding="utf-8")).get("accepted", [])]


def collect(
    out: Path,
    site_packages: Path,
    frozen: Path | None = None,
    without: Collection[str] = (),
    only_with: Collection[str] = (),
) -> None:
    """Write the folder of licences: the texts, and index.json, which says whose they are.

    `{"version": 1, "components": [{name, version, licence, kind, part_of, texts: [path in out]}]}`.
    The arguments are those of components.found; `only_with` names distributions, and what neither is one
    of them nor comes inside one is left out. `out` is replaced.
    """
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    wanted = set(map(components.canonical, only_with))
    found = components.found(site_packages, frozen, without)
    rows = [
        _row(one, out)
        for one in found
        if not wanted or components.canonical(one.part_of or one.name) in wanted
    ]
    index = {"version": 1, "components": rows}
    (out / INDEX).write_text(json.dumps(index, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@cache
def _spdx() -> Any:
    """Return the parser of expressions; making one takes a tenth of a second."""
    return get_spdx_licensing()


def _goes(parsed: Any) -> bool:
    if isinstance(parsed, AND):
        return all(map(_goes, parsed.args))
    if isinstance(parsed, OR):
        return any(map(_goes, parsed.args))
    if isinstance(parsed, LicenseWithExceptionSymbol):
        return _goes(parsed.license_symbol) and parsed.exception_symbol.key in known()["exceptions"]
    return isinstance(parsed, LicenseSymbol) and parsed.key in known()["compatible"]


def _row(component: Component, out: Path) -> dict[str, Any]:
    return {
        "name": component.name,
        "version": component.version,
        "licence": component.licence,
        "kind": component.kind,
        "part_of": component.part_of,
        "texts": [path.relative_to(out).as_posix() for path in _copy(component, out)],
    }


def _copy(component: Component, out: Path) -> Iterator[Path]:
    """Copy a component's own texts; where it has none, or comes inside another, the standard ones too."""
    yield from _copy_own(component, out)
    if not component.texts or component.part_of:
        for name in names_in(component.licence) if component.licence else ():
            text = standard_text(name)
            if text is not None:
                target = out / "standard" / text.name
                target.parent.mkdir(exist_ok=True)
                shutil.copyfile(text, target)
                yield target


def _copy_own(component: Component, out: Path) -> Iterator[Path]:
    # A part's texts are those of the wheel it is in: they are copied once, under the wheel's name.
    owner = component.part_of if component.kind != "words" and _is_in_wheel(component) else ""
    folder = Component(owner, "", "", "").key if owner else component.key
    names: set[str] = set()
    for text in component.texts:
        name = text.name if text.name not in names else f"{text.parent.name}-{text.name}"
        while name in names:
            name = f"_{name}"
        names.add(name)
        target = out / folder / (name if "." in name else f"{name}.txt")
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(text, target)
        yield target


def _is_in_wheel(component: Component) -> bool:
    return bool(component.part_of) and component.part_of not in ("Sori", components.SYSTEM)


def standard_text(name: str) -> Path | None:
    """Return the file with the standard text of a licence or exception; None if there is none here."""
    stem = name.removesuffix("-only").removesuffix("-or-later")
    path = TEXTS / f"{stem}.txt"
    return path if path.is_file() else None
