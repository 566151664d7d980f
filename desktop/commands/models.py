"""`sori models`: list, fetch, import and remove the models that engines need."""

import argparse
import json
import sys
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from typing import Any, Final, TextIO, TypeVar

from engines.errors import EngineError, InputUnsupported, ModelDamaged, ModelMissing
from engines.models import Model, ModelStore, Progress
from engines.sources.media_files import shown
from engines.words import _

_YES: Final = ("y", "yes", "예", "네", "ㅇ")
_BAR: Final = 20
Result = TypeVar("Result")


def add(commands: Any) -> None:
    """Describe the command's arguments."""
    parser = commands.add_parser("models", help=_("list, fetch, import and remove models"))
    verbs = parser.add_subparsers(required=True, metavar=_("ACTION"), dest="action")
    _add_list(verbs)
    fetch = _verb(verbs, "fetch", _("download models, after asking"), _fetch)
    fetch.add_argument("names", nargs="+", metavar="ID", help=_("names that `sori models list` shows"))
    fetch.add_argument("--yes", action="store_true", help=_("do not ask"))
    bring = _verb(verbs, "import", _("install models from zip files or folders, without network"), _import)
    bring.add_argument("names", nargs="+", metavar="PATH", help=_("zip files or folders"))
    bring.add_argument("--language", default="", metavar="TAG", help=_("the language, if the name lacks it"))
    remove = _verb(verbs, "remove", _("delete installed models, after asking"), _remove)
    remove.add_argument("names", nargs="+", metavar="ID", help=_("names that `sori models list` shows"))
    remove.add_argument("--yes", action="store_true", help=_("do not ask"))
    remove.add_argument(
        "--forget", action="store_true", help=_("accept another archive under this name later on")
    )
    _verb(verbs, "refresh", _("fetch the publishers' lists of models"), _refresh)


def _add_list(verbs: Any) -> None:
    parser = _verb(verbs, "list", _("show which models there are, and which are installed"), _list)
    parser.add_argument("--all", action="store_true", help=_("in every language, and obsolete ones too"))
    parser.add_argument(
        "--verify", action="store_true", help=_("read installed models through; takes longer")
    )


def _verb(
    verbs: Any, name: str, explanation: str, work: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=explanation, description=explanation)
    parser.add_argument(
        "--json", action="store_true", help=_("print one JSON object a line (docs/models.schema.json)")
    )
    parser.set_defaults(run=work)
    return parser


def _list(args: argparse.Namespace) -> int:
    store = ModelStore()
    installed = {model.id: model for model in store.installed()}
    offered = [model for model in store.catalogue() if args.all or args.json or _is_near(model)]
    models = {**{model.id: model for model in offered}, **installed}
    for model in sorted(models.values(), key=lambda one: one.id not in installed):
        trouble = _trouble(store, model, is_thorough=args.verify) if model.id in installed else ""
        if args.json:
            _print_json(store, model.id, model, ModelDamaged(trouble) if trouble else None)
        else:
            print(_line(store, model, is_installed=model.id in installed, trouble=trouble), flush=True)
    return 0


def _fetch(args: argparse.Namespace) -> int:
    store = ModelStore()

    def fetch(name: str) -> Model:
        model = store.model(name)
        if store.is_installed(name) and not store.trouble(name):
            _tell(_("{title} is installed already.").format(title=model.title))
        elif no_source := store.no_source(model):
            raise ModelMissing(no_source)
        elif args.yes or _agrees(
            store.offer(model).sentences,
            _("Download it?"),
            _("Add --yes to download {offer} without being asked.").format(offer=model.offer),
        ):
            follow(store.fetch(model))
        else:
            _tell(_("Nothing was downloaded."))
        return store.model(name)

    return _each(args, store, fetch)


def _import(args: argparse.Namespace) -> int:
    store = ModelStore()

    def bring(name: str) -> Model:
        return follow(store.import_from(Path(name), args.language))

    return _each(args, store, bring)


def _remove(args: argparse.Namespace) -> int:
    store = ModelStore()

    def remove(name: str) -> Model:
        model = store.model(name)
        if args.yes or _agrees(
            (_("{offer}.").format(offer=model.offer),),
            _("Delete it from this computer?"),
            _("Add --yes to delete {title} without being asked.").format(title=model.title),
        ):
            store.remove(name, forget=args.forget)
        else:
            _tell(_("Nothing was deleted."))
        return model

    return _each(args, store, remove)


def _refresh(args: argparse.Namespace) -> int:
    store = ModelStore()
    follow(store.refresh())
    if args.json:
        args.all = args.verify = False
        return _list(args)
    _tell(_("The list is new; it holds {count} models.").format(count=len(store.catalogue())))
    return 0


def _each(args: argparse.Namespace, store: ModelStore, work: Callable[[str], Model]) -> int:
    """Do it for every name; a batch goes on after one that fails."""
    code = 0
    for name in args.names:
        model, failure = None, None
        try:
            model = work(name)
        except EngineError as error:
            failure = error
            code = max(code, error.exit_code)
            _tell(str(error))
        if args.json:
            _print_json(store, name, model, failure)
    return code


def follow(work: Generator[Progress, None, Result]) -> Result:
    """Go through the work, show how far it is, and return what it returns; Ctrl+C ends it cleanly."""
    with _ProgressLine(sys.stderr) as line, closing(work):
        while True:
            try:
                line.show(next(work))
            except StopIteration as stop:
                result: Result = stop.value
                return result


class _ProgressLine:
    """One line that renews itself on a terminal; elsewhere a line at each new stage and each quarter."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._is_terminal = out.isatty()
        self._width = 0
        self._last: tuple[str, int] = ("", 0)

    def __enter__(self) -> "_ProgressLine":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._clear()

    def show(self, progress: Progress) -> None:
        """Show how far it is."""
        if progress.notice:
            self._clear()
            print(progress.notice, file=self._out, flush=True)
        if self._is_terminal:
            self._renew(progress)
            return
        now = (progress.stage, int(progress.fraction * 4))
        if now != self._last and progress.stage != "waiting":
            self._last = now
            print(progress.sentence, file=self._out, flush=True)

    def _renew(self, progress: Progress) -> None:
        filled = round(progress.fraction * _BAR)
        bar = "#" * filled + "-" * (_BAR - filled)
        text = f"[{bar}] {progress.sentence}"
        # What was longer before is painted over; Hangul is two columns wide.
        columns = sum(2 if ord(letter) > 0x1100 else 1 for letter in text)
        print("\r" + text + " " * max(0, self._width - columns), end="", file=self._out, flush=True)
        self._width = columns

    def _clear(self) -> None:
        if self._width:
            print("\r" + " " * self._width + "\r", end="", file=self._out, flush=True)
            self._width = 0


def _agrees(told: tuple[str, ...], question: str, advice: str) -> bool:
    """Ask on the terminal; anything but yes is no.

    Raises:
        InputUnsupported: if there is nobody to ask.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise InputUnsupported(advice)
    for sentence in told:
        _tell(sentence)
    # Translators: what to type to agree, and to decline; y and n are understood in every language.
    print(question, _("[y/N]"), end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in _YES


def _tell(sentence: str) -> None:
    # A file's name may hold what a terminal would obey.
    print(shown(sentence), file=sys.stderr, flush=True)


def _is_near(model: Model) -> bool:
    """Whether a model is one for the languages Sori speaks."""
    is_spoken = any(tag.partition("-")[0] in ("en", "ko") for tag in model.languages)
    return model.is_add_on or (is_spoken and not model.is_obsolete)


def _trouble(store: ModelStore, model: Model, *, is_thorough: bool) -> str:
    trouble = store.trouble(model.id)
    if trouble or not is_thorough:
        return trouble
    try:
        follow(store.verify(model.id))
    except EngineError as error:
        return str(error)
    return ""


def _line(store: ModelStore, model: Model, *, is_installed: bool, trouble: str) -> str:
    if trouble:
        state = trouble
    elif is_installed:
        state = _("Installed.")
    elif model.is_obsolete:
        state = _("Obsolete.")
    else:
        state = model.about if model.accuracy or model.is_add_on else ""
        state = f"{state} {store.no_source(model)}".strip()
    return f"{model.id}  {model.offer}. {state}".rstrip()


def _print_json(store: ModelStore, name: str, model: Model | None, error: EngineError | None) -> None:
    print(json.dumps(_as_json(store, name, model, error), ensure_ascii=False), flush=True)


def _as_json(store: ModelStore, name: str, model: Model | None, error: EngineError | None) -> dict[str, Any]:
    """Return one line of docs/models.schema.json; for an input that failed, what is known of it."""
    known = model or Model("", "", "speech_to_text", "", (), 0)
    is_installed = model is not None and store.is_installed(model.id)
    return {
        "version": 1,
        "file": name,
        "error": {"code": error.code, "message": str(error)} if error else None,
        "id": known.id,
        "title": known.title,
        "task": known.task,
        "engine": known.engine,
        "languages": list(known.languages),
        "size_bytes": known.size_bytes,
        "licence": known.licence,
        "accuracy": known.accuracy,
        "accuracy_unit": known.accuracy_unit,
        "accuracy_source": known.accuracy_source,
        "addresses": list(known.urls),
        "md5": known.md5,
        "sha256": known.sha256,
        "is_verifiable": known.is_verifiable,
        "is_obsolete": known.is_obsolete,
        "is_installed": is_installed,
        "is_verified": is_installed and store.is_verified(known.id),
        "installed_sha256": store.sha256(known.id) if is_installed else "",
        "path": str(store.folder / known.id) if is_installed else "",
    }
