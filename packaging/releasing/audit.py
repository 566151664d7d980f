"""Asks whether a package that ships has a known vulnerability: `python -m releasing.audit [--release]`.

pip-audit does the asking, of the Python package index first and of OSV for what that does not know. Where
it gets no answer for a package it leaves it out and still ends well, so what it left out counts here as
not audited: that stops a release, and any other build goes on and says so.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from releasing.components import LOCK, canonical, requirements
from releasing.edition import ROOT

IGNORED: Final = ROOT / "packaging" / "audit.toml"
PIP_AUDIT: Final = (sys.executable, "-m", "pip_audit")
_OPTIONS: Final = ("--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json", "--aliases=on")
_SERVICES: Final = ("pypi", "osv")
_PATIENCE_SECONDS: Final = 300
_NAMED: Final = 5
_FAILED: Final = 1


class Vulnerable(Exception):
    """A package that ships has a vulnerability nobody judged: a line for each."""


class NotAudited(Exception):
    """Nobody answered whether there are vulnerabilities, as a sentence."""


@dataclass(frozen=True)
class Vulnerability:
    """One that is known."""

    package: str
    version: str
    id: str
    aliases: frozenset[str]
    fixed_in: str
    """The first version without it; empty if there is none."""

    @property
    def names(self) -> frozenset[str]:
        """Everything it is called."""
        return self.aliases | {self.id}

    @property
    def sentence(self) -> str:
        """What it is and what to do."""
        advice = f"take {self.fixed_in}" if self.fixed_in else "there is no version without it yet"
        others = f" ({', '.join(sorted(self.aliases))})" if self.aliases else ""
        return f"{self.package} {self.version}: {self.id}{others}; {advice}"


@dataclass(frozen=True)
class Audit:
    """What was answered."""

    audited: frozenset[str]
    """Canonical names."""
    left_out: frozenset[str]
    """Nobody knew these, or nobody answered."""
    vulnerabilities: tuple[Vulnerability, ...]


@dataclass(frozen=True)
class Ignored:
    """A vulnerability that does not reach Sori's users."""

    id: str
    package: str
    reason: str
    date: str


def check(
    *,
    is_release: bool = False,
    lock: Path = LOCK,
    command: Sequence[str] = PIP_AUDIT,
    ignored: Iterable[Ignored] | None = None,
) -> list[str]:
    """Audit what a lock names, for every platform; return what should be told.

    Raises:
        Vulnerable: if a package has a vulnerability that packaging/audit.toml does not judge.
        NotAudited: in a release, if any package was not audited.
    """
    judged = {one.id: one for one in (ignored_here() if ignored is None else ignored)}
    answer = audit(lock, command)
    open_, notes, met = [], [], set()
    for one in answer.vulnerabilities:
        known = next((judged[name] for name in one.names if name in judged), None)
        if known is None or canonical(known.package) != canonical(one.package):
            open_.append(one.sentence)
        else:
            met.add(known.id)
            notes.append(f"{one.sentence}; judged on {known.date}: {known.reason}")
    if open_:
        raise Vulnerable("\n".join(open_))
    if answer.left_out:
        trouble = _not_audited(answer)
        if is_release:
            raise NotAudited(trouble)
        notes.append(trouble)
    elif gone := sorted(judged.keys() - met):
        notes.append(f"packaging/audit.toml names what is not found any more: {', '.join(gone)}")
    return notes


def audit(lock: Path = LOCK, command: Sequence[str] = PIP_AUDIT) -> Audit:
    """Ask one service after the other, each for what those before it did not know."""
    wanted = {canonical(one.name): f"{one.name}{one.specifier}" for one in requirements(lock)}
    left, found = dict(wanted), []
    for service in _SERVICES:
        if left:
            answered, vulnerabilities = _ask(service, left.values(), command)
            found += vulnerabilities
            left = {name: line for name, line in left.items() if name not in answered}
    return Audit(frozenset(wanted.keys() - left.keys()), frozenset(left), tuple(found))


def ignored_here(path: Path = IGNORED) -> list[Ignored]:
    """Return what stands in packaging/audit.toml."""
    return [Ignored(**one) for one in tomllib.loads(path.read_text(encoding="utf-8")).get("ignored", [])]


def _ask(service: str, lines: Iterable[str], command: Sequence[str]) -> tuple[set[str], list[Vulnerability]]:
    """Return which packages a service knew, and what it knew of them; nothing if it does not answer."""
    with tempfile.TemporaryDirectory(prefix="sori-audit-") as folder:
        # Without the markers: what ships elsewhere is audited here too.
        lock = Path(folder, "audited.lock")
        lock.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        whole = [*command, "--requirement", str(lock), f"--vulnerability-service={service}", *_OPTIONS]
        try:
            done = subprocess.run(
                whole, capture_output=True, text=True, check=False, timeout=_PATIENCE_SECONDS
            )
            rows = json.loads(done.stdout)["dependencies"]
        except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
            return set(), []
    answered = [row for row in rows if "skip_reason" not in row]
    return {canonical(row["name"]) for row in answered}, [one for row in answered for one in _of(row)]


def _of(row: dict[str, Any]) -> list[Vulnerability]:
    return [
        Vulnerability(
            row["name"],
            row["version"],
            one["id"],
            frozenset(one.get("aliases", ())),
            next(iter(one.get("fix_versions", ())), ""),
        )
        for one in row.get("vulns", ())
    ]


def _not_audited(answer: Audit) -> str:
    if not answer.audited:
        return "Not audited: no vulnerability service answers. Connect to the internet, or audit elsewhere."
    names = sorted(answer.left_out)
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"Not audited, no service knows them: {', '.join(names[:_NAMED])}{more}."


def main(arguments: Sequence[str]) -> int:
    """Print what there is to tell; return the exit code."""
    parser = argparse.ArgumentParser(prog="releasing.audit", description=__doc__.partition("\n")[0])
    parser.add_argument("--release", action="store_true", help="fail also where a package was not audited")
    try:
        notes = check(is_release=parser.parse_args(arguments).release)
    except (Vulnerable, NotAudited) as trouble:
        print(trouble, file=sys.stderr)
        return _FAILED
    print("\n".join(notes) or "No known vulnerability.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
