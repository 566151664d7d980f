"""`sori signs`: list, rename, remove, export and import the signs that were taught."""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop.commands.teach import line_of, none_taught, tell
from desktop.paths import signs_folder
from engines.errors import EngineError, InputUnsupported
from engines.sources.media_files import shown
from engines.words import _, ngettext

if TYPE_CHECKING:
    from engines.sign_to_text.taught.landmark_file import TaughtSign
    from engines.sign_to_text.taught.store import TaughtSigns

_CHOICES: Final = ("keep", "replace", "both")


def add(commands: Any) -> None:
    """Describe the command's arguments."""
    parser = commands.add_parser("signs", help=_("list, rename, remove, export and import taught signs"))
    verbs = parser.add_subparsers(required=True, metavar=_("ACTION"), dest="action")
    _verb(verbs, "list", _("show which signs were taught"), _list)
    rename = _verb(verbs, "rename", _("give a sign another name"), _rename)
    rename.add_argument("name", metavar="NAME", help=_("its name"))
    rename.add_argument("new_name", metavar="NEW", help=_("its new name"))
    remove = _verb(verbs, "remove", _("forget signs"), _remove)
    remove.add_argument("names", nargs="*", metavar="NAME", help=_("names that `sori signs list` shows"))
    remove.add_argument("--all", action="store_true", help=_("forget every taught sign"))
    export = _verb(verbs, "export", _("write signs into a file of landmarks, without any picture"), _export)
    export.add_argument("file", metavar="FILE", help=_("the file; it is replaced if it exists"))
    export.add_argument("names", nargs="*", metavar="NAME", help=_("the signs, else all"))
    bring = _verb(verbs, "import", _("take in the signs of such files"), _import)
    bring.add_argument("files", nargs="+", metavar="FILE", help=_("files that `sori signs export` wrote"))
    bring.add_argument(
        "--existing",
        choices=_CHOICES,
        help=_("if a sign of that name exists: keep it, replace it, or keep both under two names"),
    )


def _verb(
    verbs: Any, name: str, explanation: str, work: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=explanation, description=explanation)
    parser.add_argument(
        "--json", action="store_true", help=_("print one JSON object a line (docs/signs.schema.json)")
    )
    parser.set_defaults(run=work)
    return parser


def _list(args: argparse.Namespace) -> int:
    store = _store()
    signs, troubles = store.signs(), store.troubles()
    for sign in signs:
        _print(args, sign.name, sign)
    if not signs and not troubles:
        tell(none_taught())
    for sentence in troubles:
        tell(sentence)
        if args.json:
            _print(args, "", None, InputUnsupported(sentence))
    return 0


def _rename(args: argparse.Namespace) -> int:
    return _each(args, [args.name], lambda name: [_store().rename(name, args.new_name)])


def _remove(args: argparse.Namespace) -> int:
    store = _store()
    if args.all:
        gone = store.signs()
        store.delete_all()
        tell(_gone(len(gone)))
        return 0
    if not args.names:
        raise InputUnsupported(_("Name the signs to forget, or add --all to forget every one."))

    def remove(name: str) -> "Sequence[TaughtSign]":
        sign = store.sign(name)
        store.delete(name)
        return [sign]

    return _each(args, args.names, remove)


def _export(args: argparse.Namespace) -> int:
    return _each(args, [args.file], lambda file: _store().export(Path(file), args.names))


def _import(args: argparse.Namespace) -> int:
    store = _store()

    def bring(file: str) -> "Sequence[TaughtSign]":
        path = Path(file)
        clashes = store.clashes(path)
        if clashes and not args.existing:
            raise InputUnsupported(
                _(
                    "You have these signs already: {names}. "
                    "Add --existing keep, --existing replace or --existing both."
                ).format(names=", ".join(clashes))
            )
        # A name that has come up since then is no reason to lose anything.
        taken = store.import_from(path, lambda _name: args.existing or "both")
        if not taken:
            tell(_("{file} holds nothing new: you have all its signs already.").format(file=path.name))
            if args.json:
                _print(args, file, None)
        return taken

    return _each(args, args.files, bring)


def _each(
    args: argparse.Namespace, inputs: Sequence[str], work: "Callable[[str], Sequence[TaughtSign]]"
) -> int:
    """Do it for every input; a batch goes on after one that fails."""
    code = 0
    for one in inputs:
        try:
            for sign in work(one):
                _print(args, one, sign)
        except EngineError as error:
            code = max(code, error.exit_code)
            tell(str(error))
            if args.json:
                _print(args, one, None, error)
    return code


def _print(
    args: argparse.Namespace, one: str, sign: "TaughtSign | None", error: EngineError | None = None
) -> None:
    if args.json:
        print(json.dumps(line_of(one, sign, error), ensure_ascii=False), flush=True)
    elif sign:
        print(shown(_line(sign)), flush=True)


def _line(sign: "TaughtSign") -> str:
    from engines.sign_to_text.taught.embedding import hands_of

    count = len(sign.examples)
    is_two = any(len(hands_of(example)) == 2 for example in sign.examples)
    if is_two:
        form = ngettext("{name}: {count} example, both hands", "{name}: {count} examples, both hands", count)
    else:
        form = ngettext("{name}: {count} example, one hand", "{name}: {count} examples, one hand", count)
    return form.format(name=sign.name, count=count)


def _gone(count: int) -> str:
    return ngettext("{count} sign is forgotten.", "{count} signs are forgotten.", count).format(count=count)


def _store() -> "TaughtSigns":
    from engines.sign_to_text.taught.store import TaughtSigns

    return TaughtSigns(signs_folder())
