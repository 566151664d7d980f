"""`sori --self-test`: every engine is tried on a small real input, and a table says how it went.

Each is tried in a process of its own: a library that ends its process, hangs or is missing from a
package becomes a line of the table.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from desktop.self_test_parts import PARTS
from engines import add_on, build
from engines.children import environment, run
from engines.words import _

Outcome = Literal["works", "fails", "left out"]
_PART_SECONDS: Final = 180.0
_PASSED, _FAILED = 0, 3


@dataclass(frozen=True)
class Row:
    """How one part went."""

    name: str
    outcome: Outcome
    seconds: float
    detail: str


def main(arguments: Sequence[str]) -> int:
    """Try the parts that are named, all by default; print a table and return the exit code."""
    args = _parser().parse_args(arguments)
    rows = []
    for row in results(args.parts or list(PARTS), args.vosk):
        rows.append(row)
        print(json.dumps(row.__dict__, ensure_ascii=False) if args.json else _line(row), flush=True)
    bad = [row.name for row in rows if row.outcome == "fails" or (args.strict and row.outcome == "left out")]
    if not args.json:
        print(_summary(rows, bad))
    return _FAILED if bad else _PASSED


def results(names: Sequence[str], vosk: Path | None = None) -> Iterator[Row]:
    """Yield a row for each part, in the order given, as soon as it is known."""
    with tempfile.TemporaryDirectory(prefix="sori-self-test-") as folder:
        for name in names:
            yield _tried(name, Path(folder), vosk)


def _tried(name: str, folder: Path, vosk: Path | None) -> Row:
    began = time.monotonic()
    try:
        settings = _apart(folder, vosk)
        answer = run("desktop.self_test_parts", name, seconds=_PART_SECONDS, settings=settings)
    except subprocess.TimeoutExpired:
        return Row(name, "fails", time.monotonic() - began, f"no answer within {_PART_SECONDS:.0f} s")
    outcome, detail = _read(answer)
    return Row(name, outcome, time.monotonic() - began, detail)


def _read(answer: "subprocess.CompletedProcess[str]") -> tuple[Outcome, str]:
    """Return what a part said on its last line; a process that died says nothing, and so fails."""
    try:
        found = json.loads(answer.stdout.splitlines()[-1])
        return ("left out" if found["is_left_out"] else "works"), str(found["detail"])
    except (IndexError, ValueError, KeyError, TypeError):
        lines = [line for line in answer.stderr.splitlines() if line.strip()]
        return "fails", lines[-1] if lines else f"ended with code {answer.returncode}"


def _apart(folder: Path, vosk: Path | None) -> dict[str, str]:
    """Return an environment in which a part touches nothing of the user's, but the desktop and the add-on."""
    apart = {
        **environment(),
        "HOME": str(folder),
        "SORI_SELF_TEST_VOSK": str(vosk.resolve()) if vosk else "",
        "SORI_SELF_TEST_ADD_ON": str(add_on.where() or ""),
    }
    for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
        apart[f"XDG_{kind}_HOME"] = str(folder / kind.lower())
    apart["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
    return apart


def _line(row: Row) -> str:
    said = {"works": _("works"), "fails": _("FAILS"), "left out": _("left out")}
    return f"{row.name:12} {said[row.outcome]:10} {row.seconds:6.1f} s  {row.detail}"


def _summary(rows: Sequence[Row], bad: Sequence[str]) -> str:
    edition = f"{build.this().edition}, {Path(sys.executable).name}"
    if not bad:
        tried = sum(row.outcome != "left out" for row in rows)
        return _("Sori ({edition}): of {count} parts {tried} were tried, and none fails.").format(
            edition=edition, count=len(rows), tried=tried
        )
    sentence = _(
        "Sori ({edition}): these of {count} parts do not work: {names}. Install Sori again, and report this"
        " table if it stays so."
    )
    return sentence.format(edition=edition, count=len(rows), names=", ".join(bad))


def _part(name: str) -> str:
    # `choices` would refuse that none is named, too.
    if name not in PARTS:
        raise argparse.ArgumentTypeError(
            _("there is no part {name}; choose from {parts}").format(name=name, parts=", ".join(PARTS))
        )
    return name


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sori --self-test", description=_("Try every engine on a small real input, and print a table.")
    )
    parser.add_argument("parts", nargs="*", type=_part, metavar="PART", help=", ".join(PARTS))
    parser.add_argument(
        "--vosk", type=Path, metavar="FOLDER", help=_("an English Vosk model that knows “open browser”")
    )
    parser.add_argument("--strict", action="store_true", help=_("what is left out counts as a failure"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object a line"))
    return parser
