"""`sori doctor`: what works on this machine, and what to do about the rest."""

import argparse
import json
from typing import Any

from desktop.diagnosis import Finding, examine
from engines.errors import DependencyMissing
from engines.words import _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = commands.add_parser("doctor", help=_("check what works on this machine"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print a line for each part; return 3 if one that is needed does not work."""
    is_fit = True
    for finding in examine():
        is_fit &= finding.is_ok or not finding.is_needed
        print(
            json.dumps(as_json(finding), ensure_ascii=False) if args.json else as_sentence(finding),
            flush=True,
        )
    return 0 if is_fit else DependencyMissing.exit_code


def as_json(finding: Finding) -> dict[str, Any]:
    """Return one line of docs/doctor.schema.json."""
    error = {"code": DependencyMissing.code, "message": finding.advice}
    return {
        "version": 1,
        "error": None if finding.is_ok else error,
        "name": finding.name,
        "title": finding.title,
        "is_ok": finding.is_ok,
        "is_needed": finding.is_needed,
        "detail": finding.detail,
    }


def as_sentence(finding: Finding) -> str:
    """Return the finding as one line, its verdict first."""
    if finding.is_ok:
        return _("OK: {title}: {detail}").format(title=finding.title, detail=finding.detail)
    return _("Problem: {title}: {advice}").format(title=finding.title, advice=finding.advice)
