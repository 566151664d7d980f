"""`sori teach`: learn a sign from clips that show it."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop.paths import signs_folder
from engines.errors import EngineError, InputUnsupported
from engines.sources.media_files import shown
from engines.words import _, ngettext

if TYPE_CHECKING:
    from engines.sign_to_text.taught.example import Example
    from engines.sign_to_text.taught.landmark_file import TaughtSign

_VERSION: Final = 1
_ENOUGH: Final = 3
"""Examples after which more help little."""


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser("teach", help=_("learn a sign from clips that show it"))
    parser.add_argument("name", metavar="NAME", help=_("what is written for the sign, in any language"))
    parser.add_argument(
        "clips",
        nargs="+",
        metavar="CLIP",
        help=_("videos or pictures of the sign, one example each, or files of landmarks"),
    )
    parser.add_argument(
        "--again", action="store_true", help=_("forget the examples the sign has, and begin anew")
    )
    parser.add_argument(
        "--mirror", choices=("yes", "no"), default="no", help=_("whether the clips are mirrored")
    )
    parser.add_argument(
        "--json", action="store_true", help=_("print one JSON object a line (docs/signs.schema.json)")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Learn from every clip that can be used, and return the exit code."""
    from engines.sign_to_text.taught.landmark_file import checked_name

    name = checked_name(args.name)
    lesson = _Lesson(name, is_mirrored=args.mirror == "yes")
    for clip in args.clips:
        lesson.watch(clip)
    lesson.keep(is_new=args.again)
    for sentence in lesson.warnings:
        tell(sentence)
    if args.json:
        for clip in args.clips:
            print(json.dumps(lesson.as_json(clip), ensure_ascii=False), flush=True)
    elif lesson.sign:
        print(shown(_learned(lesson.sign)), flush=True)
    return max((error.exit_code for error in lesson.failures.values()), default=0)


class _Lesson:
    """One sign that is being taught."""

    def __init__(self, name: str, *, is_mirrored: bool) -> None:
        self._name, self._is_mirrored = name, is_mirrored
        self._examples: dict[str, tuple[Example, ...]] = {}
        self._doubts: dict[str, dict[str, None]] = {}
        """What is wrong with clips that can be used all the same, in order."""
        self.failures: dict[str, EngineError] = {}
        """By clip."""
        self.warnings: tuple[str, ...] = ()
        self.sign: TaughtSign | None = None
        """As it is kept."""

    def watch(self, clip: str) -> None:
        """Take what a clip shows."""
        from engines.sign_to_text.taught.clips import examples_of

        if clip in self._examples or clip in self.failures:
            return
        try:
            self._examples[clip] = examples_of(
                Path(clip), is_mirrored=self._is_mirrored, tell=lambda doubt: self._doubt(clip, doubt)
            )
        except EngineError as error:
            self._fail(clip, error)

    def keep(self, *, is_new: bool) -> None:
        """Write down what was seen; `is_new`: in place of what was known."""
        from engines.sign_to_text.taught.gallery import Gallery
        from engines.sign_to_text.taught.store import TaughtSigns

        examples = [example for clip in self._examples.values() for example in clip]
        if not examples:
            return
        store = TaughtSigns(signs_folder())
        try:
            known = store.find(self._name)
            keep = store.record_again if known and is_new else store.add
            self.sign = keep(self._name, examples)
        except EngineError as error:
            for clip in self._examples:
                self._fail(clip, error, is_told=clip == next(iter(self._examples)))
            return
        near = Gallery(store.signs()).too_near(self.sign.name, examples)
        self.warnings = (*store.troubles(), *([near] if near else []))

    def as_json(self, clip: str) -> dict[str, Any]:
        """Return the line of docs/signs.schema.json for one clip."""
        error = self.failures.get(clip)
        warnings = (*self._doubts.get(clip, ()), *self.warnings)
        return line_of(clip, None if error else self.sign, error, " ".join(warnings))

    def _doubt(self, clip: str, doubt: str) -> None:
        if doubt not in self._doubts.setdefault(clip, {}):
            self._doubts[clip][doubt] = None
            tell(doubt)

    def _fail(self, clip: str, error: EngineError, *, is_told: bool = True) -> None:
        self.failures[clip] = error
        if is_told:
            sentence, name = str(error), Path(clip).name
            # Sentences about what a clip shows do not say which clip.
            is_about_clip = error.exit_code == InputUnsupported.exit_code and clip not in self._examples
            tell(f"{name}: {sentence}" if is_about_clip and name not in sentence else sentence)


def line_of(
    file: str, sign: "TaughtSign | None", error: EngineError | None = None, warning: str = ""
) -> dict[str, Any]:
    """Return one line of docs/signs.schema.json."""
    from engines.sign_to_text.taught.embedding import hands_of

    examples = sign.examples if sign else ()
    return {
        "version": _VERSION,
        "file": file,
        "error": {"code": error.code, "message": str(error)} if error else None,
        "name": sign.name if sign else "",
        "examples": [
            {"seconds": round(example.duration, 3), "hands": list(hands_of(example))} for example in examples
        ],
        "warning": warning if sign else "",
    }


def _learned(sign: "TaughtSign") -> str:
    count = len(sign.examples)
    said = ngettext(
        "“{name}” is learned from {count} example.", "“{name}” is learned from {count} examples.", count
    ).format(name=sign.name, count=count)
    if count >= _ENOUGH:
        return said
    return (
        said
        + " "
        + _("Show it {count} times in all, and it is recognised more surely.").format(count=_ENOUGH)
    )


def none_taught() -> str:
    """Return what to do where no sign is taught."""
    return _("No sign has been taught yet. Teach one first: sori teach NAME CLIP.")


def tell(sentence: str) -> None:
    """Say something beside the result."""
    # A file's name may hold what a terminal would obey.
    print(shown(sentence), file=sys.stderr, flush=True)
