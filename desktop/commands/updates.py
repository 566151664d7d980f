"""`sori updates`: whether there is a newer Sori, and bring it; installing it is left to the user."""

import argparse
import json
import sys
from dataclasses import dataclass
from typing import Any

from desktop import VERSION, updates
from desktop.commands.models import follow
from desktop.updates import Fetched, Found
from engines import build
from engines.errors import EngineError
from engines.sources.media_files import shown
from engines.words import _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    explanation = _("look for a newer Sori; asks the makers' server, and only now")
    parser = commands.add_parser("updates", help=explanation, description=explanation)
    parser.add_argument(
        "--fetch", action="store_true", help=_("download it into your downloads folder, and verify it")
    )
    parser.add_argument(
        "--json", action="store_true", help=_("print one JSON object (docs/updates.schema.json)")
    )
    parser.set_defaults(run=run)


@dataclass
class _Told:
    """What came out, as far as it went."""

    found: Found | None = None
    fetched: Fetched | None = None
    error: EngineError | None = None


def run(args: argparse.Namespace) -> int:
    """Look, and fetch if that is wanted; return 0 also where there is nothing newer."""
    told = _Told()
    try:
        _look(told, args.fetch)
    except EngineError as error:
        told.error = error
    if args.json:
        print(json.dumps(_as_json(told), ensure_ascii=False), flush=True)
    else:
        _print(told, args.fetch)
    if told.error is None:
        return 0
    print(shown(str(told.error)), file=sys.stderr)
    return told.error.exit_code


def _look(told: _Told, is_wanted: bool) -> None:
    told.found = follow(updates.check())
    if is_wanted and told.found.can_be_fetched:
        told.fetched = follow(updates.fetch(told.found))


def _print(told: _Told, is_wanted: bool) -> None:
    if told.found is None:
        return
    print(shown(told.found.sentence))
    if told.found.is_newer and told.found.release.told:
        print("\n".join(map(shown, told.found.release.told.splitlines())))
    for sentence in told.fetched.sentences if told.fetched else ():
        print(shown(sentence))
    if told.found.can_be_fetched and not is_wanted:
        print(_("`sori updates --fetch` downloads it."))


def _as_json(told: _Told) -> dict[str, Any]:
    """Return the line of docs/updates.schema.json."""
    found, fetched, error = told.found, told.fetched, told.error
    file = found.file if found and found.is_newer else None
    return {
        "version": 1,
        "error": {"code": error.code, "message": str(error)} if error else None,
        "running": VERSION,
        "edition": build.this().edition,
        "platform": build.this().platform,
        "release": found.release.version if found else "",
        "date": found.release.date if found else "",
        "is_newer": found.is_newer if found else False,
        "notes": found.release.told if found else "",
        "file": file.name if file else "",
        "kind": file.kind if file else "",
        "size_bytes": file.size_bytes if file else 0,
        "sha256": file.sha256 if file else "",
        "path": str(fetched.path) if fetched else "",
        "advice": fetched.advice if fetched else "",
    }
