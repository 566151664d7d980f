"""`sori describe`: say what pictures show."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from engines import words
from engines.errors import EngineError, InputUnsupported
from engines.image_description import LEVELS, ImageDescriber, Level, wording, wording_questions
from engines.image_description.changes import Change, changes
from engines.image_description.finding import Hit, find_text, found_sentence, place_sentence
from engines.image_description.questions import QUESTIONS, matching
from engines.image_description.screen import SPEC
from engines.image_description.wording_changes import change_sentences
from engines.media import Image
from engines.results import Description, Element, Region, Table, TextLine
from engines.text_to_speech import Manner
from engines.words import _

_VERSION = 1
STDIN = "-"


@dataclass(frozen=True)
class Input:
    """One picture to describe, or the reason why it cannot be had."""

    name: str
    error: EngineError | None = None


@dataclass(frozen=True)
class Wish:
    """What the user asked for."""

    level: Level
    language: str
    is_json: bool
    is_spoken: bool
    save: Path | None
    question: str = ""
    """One of `QUESTIONS`; empty if nothing is asked."""
    sought: str = ""
    """Words to find; empty if none are sought."""


@dataclass(frozen=True)
class Look:
    """A picture and all that was found in it."""

    image: Image
    description: Description


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser("describe", help=_("say what a picture shows"))
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help=_("pictures, folders of pictures, or - for standard input")
    )
    parser.add_argument("--level", choices=LEVELS, default="structure", help=_("how much is said"))
    parser.add_argument(
        "--language", choices=words.LANGUAGES, help=_("the language spoken; text is read in any")
    )
    parser.add_argument("--speak", action="store_true", help=_("say it aloud"))
    parser.add_argument(
        "--save", type=Path, metavar="OUT.wav", help=_("write it as sound; with several pictures, a folder")
    )
    parser.add_argument(
        "--json", action="store_true", help=_("print one JSON object a line (docs/describe.schema.json)")
    )
    parser.add_argument(
        "--changes",
        action="store_true",
        help=_("of each picture after the first, say only what changed since the one before"),
    )
    parser.add_argument(
        "--ask",
        metavar="QUESTION",
        help=_("answer one question instead: {questions}").format(questions=", ".join(QUESTIONS)),
    )
    parser.add_argument("--find", metavar="TEXT", help=_("say where this text stands instead"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Describe every picture; a batch goes on after a picture that fails."""
    _check(args)
    inputs = list(_inputs(args.paths))
    if args.changes and len(inputs) < 2:
        raise InputUnsupported(_("Give two pictures or more to be told what changed between them."))
    language = args.language or words.interface_language()
    describer: ImageDescriber = SPEC.load()
    code, last = 0, None
    try:
        for one in inputs:
            target = _target(args.save, one, len(inputs))
            wish = Wish(args.level, language, args.json, args.speak, target, args.ask or "", args.find or "")
            before = last if args.changes else None
            code_of_one, look = _describe_one(describer, one, wish, before, is_alone=len(inputs) == 1)
            code, last = max(code, code_of_one), look or last
    finally:
        describer.close()
    return code


def _check(args: argparse.Namespace) -> None:
    wishes = [args.changes, args.ask is not None, args.find is not None]
    if sum(wishes) > 1:
        raise InputUnsupported(_("Use only one of --changes, --ask and --find at a time."))
    if args.ask is not None and args.ask not in QUESTIONS:
        raise InputUnsupported(
            _("{question} cannot be asked; ask one of: {questions}.").format(
                question=args.ask or "?", questions=", ".join(QUESTIONS)
            )
        )
    if args.find is not None and not args.find.strip():
        raise InputUnsupported(_("Say after --find which text is sought."))


def _inputs(given: list[str]) -> Iterator[Input]:
    from engines.sources.pictures import pictures

    for name in given:
        if name == STDIN:
            yield Input(STDIN)
            continue
        try:
            yield from [Input(str(path)) for path in pictures(Path(name))]
        except EngineError as error:
            yield Input(name, error)


def _target(save: Path | None, one: Input, count: int) -> Path | None:
    if save is None or count == 1:
        return save
    stem = "stdin" if one.name == STDIN else Path(one.name).stem
    return save / f"{stem}.wav"


def _describe_one(
    describer: ImageDescriber, one: Input, wish: Wish, before: Look | None, is_alone: bool
) -> tuple[int, Look | None]:
    """Tell one picture; return its exit code, and what was seen of it if it could be read."""
    try:
        if one.error:
            raise one.error
        if not is_alone and not wish.is_json:
            print(f"{one.name}:", flush=True)
        telling = _Telling(describer, _read(one.name), wish, before)
        telling.go()
        if wish.is_json:
            print(json.dumps(_as_json(one.name, telling), ensure_ascii=False), flush=True)
    except EngineError as error:
        if wish.is_json:
            print(json.dumps(_failure(one.name, error), ensure_ascii=False), flush=True)
        print(error, file=sys.stderr, flush=True)
        return error.exit_code, None
    return 0, Look(telling.image, telling.description)


def _read(name: str) -> Image:
    from engines.sources.pictures import MOST_BYTES, from_bytes, read

    if name == STDIN:
        return from_bytes(sys.stdin.buffer.read(MOST_BYTES + 1), _("Standard input"))
    return read(Path(name))


class _Telling:
    """One description being told: printed, spoken and saved while it is still being made."""

    def __init__(
        self, describer: ImageDescriber, image: Image, wish: Wish, before: Look | None = None
    ) -> None:
        self._describer = describer
        self.image = image
        self._wish = wish
        self._before = before
        self.language = wish.language
        self._words = words.catalogue(wish.language)
        self._output: TextIO | None = None if wish.is_json else sys.stdout
        self.description = Description(stage="started")
        self.said: list[str] = []
        self.changes: tuple[Change, ...] = ()
        self.answers: tuple[Element, ...] = ()
        self.hits: tuple[Hit, ...] = ()

    def go(self) -> None:
        """Tell it to the end."""
        if not (self._wish.is_spoken or self._wish.save):
            for _text in self._sentences():
                pass
            return
        from engines.text_to_speech.aloud import speak_aloud

        outcome = speak_aloud(
            self._sentences(),
            Manner(language=self._wish.language),
            is_played=self._wish.is_spoken,
            save=self._wish.save,
        )
        for trouble in outcome.troubles:
            print(trouble, file=sys.stderr, flush=True)

    def _sentences(self) -> Iterator[str]:
        first = ""
        for description in self._describer.describe(self.image):
            self.description = description
            if not first and self._is_told_early():
                first = wording.said_first(self.description, self._words)
                if first:
                    yield self._tell(first)
        for text in self._at_the_end(first):
            yield self._tell(text)

    def _at_the_end(self, first: str) -> tuple[str, ...]:
        """Return what is left to say when everything is known."""
        if self._before is not None:
            before = self._before
            self.changes = changes(before.description, self.description, (before.image, self.image))
            return change_sentences(self.changes, self._words)
        if self._wish.question:
            self.answers = matching(self.description, self._wish.question)
            return wording_questions.answer(self.description, self._wish.question, self._words)
        if self._wish.sought:
            self.hits = find_text(self.description, self._wish.sought)
            said = found_sentence(self._wish.sought, self.hits, self._words)
            return (said, *(place_sentence(one, self._words) for one in self.hits))
        return wording.remaining(self.description, self._wish.level, self._words, first)

    def _is_told_early(self) -> bool:
        # JSON holds the best words for the whole, so nothing is told before all is known,
        # unless somebody is waiting to hear it. An answer is not told before the question can be answered.
        if self._before is not None or self._wish.question or self._wish.sought:
            return False
        return self._wish.is_spoken or not self._wish.is_json

    def _tell(self, text: str) -> str:
        self.said.append(text)
        if self._output:
            print(text, file=self._output, flush=True)
        return text


def _as_json(name: str, telling: _Telling) -> dict[str, Any]:
    description, catalogue = telling.description, words.catalogue(telling.language)
    tables = [table for region in description.regions for table in region.tables]
    return {
        "version": _VERSION,
        "file": name,
        "error": None,
        "kind": description.kind,
        "headline": wording.headline(description, catalogue),
        "regions": [_region(one, catalogue) for one in description.regions],
        "elements": [_element(one) for one in description.elements],
        "tables": [_table(one) for one in tables],
        "texts": [_text(one) for one in description.texts],
        "changes": [_change(one) for one in telling.changes],
        "answers": [_element(one) for one in telling.answers],
        "found": [{"text": one.text, "box": list(one.box)} for one in telling.hits],
        "sentences": telling.said,
        "seconds": asdict(description.seconds),
    }


def _region(one: Region, catalogue: words.Catalogue) -> dict[str, Any]:
    return {
        "name": wording.region_name(one, catalogue),
        "box": list(one.box),
        "summary": wording.region_summary(one, catalogue),
    }


def _table(one: Table) -> dict[str, Any]:
    return {"header": list(one.header), "rows": [list(row) for row in one.rows], "box": list(one.box)}


def _text(one: TextLine) -> dict[str, Any]:
    return {
        "text": one.text,
        "box": list(one.box),
        "confidence": one.confidence,
        "language": one.language,
    }


def _change(one: Change) -> dict[str, Any]:
    return {
        "what": one.what,
        "role": one.role,
        "label": one.label,
        "before": one.before,
        "after": one.after,
        "box": list(one.box),
    }


def _element(one: Element) -> dict[str, Any]:
    return {
        "role": one.role,
        "label": one.label,
        "state": list(one.state),
        "box": list(one.box),
        "confidence": round(one.confidence, 3),
    }


def _failure(name: str, error: EngineError) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "file": name,
        "error": {"code": error.code, "message": str(error)},
        "kind": "unknown",
        "headline": "",
        "regions": [],
        "elements": [],
        "tables": [],
        "texts": [],
        "changes": [],
        "answers": [],
        "found": [],
        "sentences": [],
        "seconds": {"load": 0.0, "headline": 0.0, "total": 0.0},
    }
