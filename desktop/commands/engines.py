"""`sori engines`: what can describe, listen and speak on this machine, and what is missing for the rest."""

import argparse
import json
import sys
from typing import Any, Final

from engines import add_on
from engines.errors import DependencyMissing
from engines.spec import TASKS, EngineSpec, engines
from engines.words import N_, _

TASK_TITLES: Final = {
    "image_description": N_("Describing pictures"),
    "speech_to_text": N_("Listening"),
    "text_to_speech": N_("Speaking"),
    "sign_to_text": N_("Signs to text"),
}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "engines", help=_("list what can describe, listen and speak on this machine")
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print every engine, the preferred first within each task."""
    for task in TASKS:
        if not args.json:
            print(_(TASK_TITLES[task]))
        for spec in engines(task):
            print(json.dumps(as_json(spec), ensure_ascii=False) if args.json else "  " + as_sentence(spec))
    return 0


def as_json(spec: EngineSpec) -> dict[str, Any]:
    """Return one line of docs/engines.schema.json."""
    reason = why_not(spec)
    return {
        "version": 1,
        "error": {"code": DependencyMissing.code, "message": reason} if reason else None,
        "task": spec.task,
        "id": spec.id,
        "title": spec.title,
        "languages": list(spec.languages),
        "is_available": not reason,
        "missing": list(spec.missing),
    }


def as_sentence(spec: EngineSpec) -> str:
    """Return the engine, its languages and whether it works, as one line of text."""
    names = {"en": _("English"), "ko": _("Korean")}
    languages = ", ".join(names.get(code, code) for code in spec.languages)
    state = why_not(spec) or _("Ready.")
    return _("{title} ({id}), {languages}. {state}").format(
        title=spec.title, id=spec.id, languages=languages, state=state
    )


def why_not(spec: EngineSpec) -> str:
    """Return why the engine cannot work here and what to do, or an empty string if it can."""
    if spec.task == "sign_to_text" and (lacking := add_on.lack()):
        return lacking
    if not spec.missing:
        return spec.check()
    if getattr(sys, "frozen", False):
        advice = _("It lacks {modules}: install Sori again.")
    else:
        advice = _("It lacks {modules}: install Sori again (from its source: `python3 start.py`).")
    return advice.format(modules=", ".join(spec.missing))
