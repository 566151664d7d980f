"""`sori do ACTION`: ask the running window for something, so that any desktop can bind a key to it."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any, Final

from desktop import actions
from engines.errors import EngineError, InputUnsupported
from engines.words import _

if TYPE_CHECKING:
    from desktop.instance import Answer

_VERSION: Final = 1
_EXIT_CODES: Final = {"bug": 1, "unknown_action": InputUnsupported.exit_code}
"""For errors that are no `EngineError`; all others mean that something is missing."""


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser("do", help=_("ask the running window for something"))
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("action", nargs="?", metavar=_("ACTION"), help=_("what to do; --list names them"))
    what.add_argument("--list", action="store_true", help=_("list what can be asked for"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Ask for it and print what Sori says; return the exit code."""
    if args.list:
        _print_list(args.json)
        return 0
    answer = _asked(args.action)
    if args.json:
        print(json.dumps(_as_json(args.action, answer), ensure_ascii=False), flush=True)
    elif answer.message and not answer.error:
        print(answer.message, flush=True)
    if not answer.error:
        return 0
    print(answer.message, file=sys.stderr, flush=True)
    return _exit_code(answer.error)


def _asked(action: str) -> "Answer":
    """Return what the running Sori says to it, or why it was not asked."""
    from desktop.instance import Answer, ask

    known = [one.id for one in actions.commands()]
    if action not in known:
        sentence = _("Sori cannot do “{action}”. It can do: {actions}.")
        return Answer("unknown_action", sentence.format(action=action, actions=", ".join(known)))
    return ask(action) or Answer("not_running", _("Sori is not running. Start it with: sori gui"))


def _exit_code(code: str) -> int:
    known = {kind.code: kind.exit_code for kind in EngineError.__subclasses__()}
    return (known | _EXIT_CODES).get(code, EngineError.exit_code)


def _print_list(is_json: bool) -> None:
    width = max(len(action.id) for action in actions.commands())
    for action in actions.commands():
        if is_json:
            facts = {"version": _VERSION, "error": None, "action": action.id, "title": _(action.title)}
            print(json.dumps(facts, ensure_ascii=False))
        else:
            print(f"{action.id:{width}}  {_(action.title)}")


def _as_json(action: str, answer: "Answer") -> dict[str, Any]:
    error = {"code": answer.error, "message": answer.message} if answer.error else None
    message = "" if answer.error else answer.message
    return {"version": _VERSION, "error": error, "action": action, "message": message}
