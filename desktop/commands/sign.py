"""`sori sign`: read finger spelling and taught signs from videos and pictures."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

from desktop import paths
from desktop.commands.teach import none_taught, tell
from engines import add_on
from engines.errors import EngineError
from engines.media import Frame
from engines.results import Sign, Translation
from engines.sign_to_text import Pack, Signing, SignTranslator
from engines.sources.media_files import shown
from engines.spec import EngineSpec
from engines.words import _

if TYPE_CHECKING:
    from engines.sign_to_text.taught.store import TaughtSigns

_VERSION: Final = 1
_GUESSED: Final = 0.3
"""Signs that are less sure than this, all in all, are told to be a guess."""
_WHOLE_WORDS: Final = 0.0
"""Nobody waits for a file, so no shape has to be held: words are read as a whole."""


@dataclass(frozen=True)
class Wish:
    """What the user asked for."""

    how: Signing
    is_json: bool
    is_spoken: bool


@dataclass
class Watched:
    """What became of one path."""

    text: str = ""
    signs: tuple[Sign, ...] = ()
    sides: Counter[str] = field(default_factory=Counter)
    """In how many frames each hand was the surest."""
    troubles: dict[str, None] = field(default_factory=dict)
    """What was wrong with the file, in order."""

    def note(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Pass `frames` on, and keep what is wrong with them."""
        for frame in frames:
            if frame.trouble:
                self.troubles[frame.trouble] = None
            yield frame

    def see(self, translation: Translation) -> None:
        """Take over what is read so far."""
        self.text, self.signs = translation.text, translation.signs
        sight = translation.sight
        if sight and sight.hands and not translation.is_final:
            self.sides[sight.hands[0].side] += 1


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser(
        "sign", help=_("read finger spelling, digits and signs you taught from videos and pictures")
    )
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help=_("videos, pictures, or folders that hold the frames of one video"),
    )
    parser.add_argument(
        "--pack",
        choices=get_args(Pack),
        default="auto",
        help=_("what is shown; auto: letters and digits of American Sign Language"),
    )
    parser.add_argument(
        "--hand", choices=("right", "left", "auto"), default="auto", help=_("the signer's hand that spells")
    )
    parser.add_argument(
        "--mirror",
        choices=("auto", "yes", "no"),
        default="auto",
        help=_("whether the pictures are mirrored, as selfies may be; auto: no"),
    )
    parser.add_argument(
        "--json", action="store_true", help=_("print one JSON object a line (docs/sign.schema.json)")
    )
    parser.add_argument("--speak", action="store_true", help=_("say it aloud"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read every path; a batch goes on after one that fails."""
    how = Signing(args.pack, args.hand, args.mirror, _WHOLE_WORDS)
    wish = Wish(how, args.json, args.speak)
    code = 0
    if args.pack == "taught":
        for trouble in _taught_signs().troubles():
            tell(trouble)
    with closing(_translator(args.pack)) as translator:
        for name in args.paths:
            code = max(code, _read_one(name, wish, translator, is_alone=len(args.paths) == 1))
    return code


def _translator(pack: Pack) -> SignTranslator:
    translator: SignTranslator
    if pack == "taught":
        from engines.sign_to_text.taught import SPEC

        _check(SPEC)
        with add_on.loading():
            translator = SPEC.load(folder=paths.signs_folder())
    else:
        from engines.sign_to_text.fingerspelling import SPEC as FINGERS

        _check(FINGERS)
        from engines.sign_to_text.fingerspelling.calibration import PersonalCalibration

        with add_on.loading():
            translator = FINGERS.load(calibration=PersonalCalibration(paths.signs_folder()))
    return translator


def _check(spec: EngineSpec) -> None:
    lacking = add_on.lack()
    if lacking or spec.missing:
        raise add_on.missing(spec.missing)


def _read_one(name: str, wish: Wish, translator: SignTranslator, is_alone: bool) -> int:
    """Read one path and print what it holds; return its exit code."""
    watched = Watched()
    try:
        _watch(name, wish, translator, watched)
    except EngineError as error:
        if wish.is_json:
            print(json.dumps(_as_json(name, wish, Watched(), error), ensure_ascii=False), flush=True)
        tell(str(error))
        return error.exit_code
    if wish.is_json:
        print(json.dumps(_as_json(name, wish, watched), ensure_ascii=False), flush=True)
    else:
        print(watched.text if is_alone else f"{shown(name)}: {watched.text}", flush=True)
    for sentence in _complaints(name, watched, wish.how.pack):
        tell(sentence)
    if wish.is_spoken and watched.text:
        _speak(watched.text)
    return 0


def _watch(name: str, wish: Wish, translator: SignTranslator, watched: Watched) -> None:
    from engines.sources.video_files import source_of

    frames = source_of(Path(name))
    with closing(frames):  # type: ignore[type-var]  # a generator, though it promises an iterator only
        for translation in translator.translate(watched.note(frames), wish.how):
            watched.see(translation)


def _complaints(name: str, watched: Watched, pack: Pack) -> Sequence[str]:
    if watched.text and not _is_guess(watched.signs):
        return tuple(watched.troubles)
    if watched.text:
        sentence = _("What was read in {name} is a guess. Show the hand nearer, in good light, to be surer.")
    elif pack == "taught" and not (_taught_signs().signs() or _taught_signs().troubles()):
        sentence = none_taught()
    elif not watched.sides:
        sentence = _("No hand was found in {name}. Show the whole hand, near and in good light.")
    else:
        sentence = _("No sign could be read in {name}. Face the camera, hold each sign up, and check --pack.")
    return (*watched.troubles, sentence.format(name=shown(Path(name).name)))


def _is_guess(signs: Sequence[Sign]) -> bool:
    return sum(sign.confidence for sign in signs) < _GUESSED * len(signs)


def _taught_signs() -> "TaughtSigns":
    from engines.sign_to_text.taught.store import TaughtSigns

    return TaughtSigns(paths.signs_folder())


def _speak(text: str) -> None:
    from engines.text_to_speech import Manner
    from engines.text_to_speech.aloud import speak_aloud

    is_korean = any("가" <= letter <= "힣" or "ㄱ" <= letter <= "ㅣ" for letter in text)
    outcome = speak_aloud([text], Manner(language="ko" if is_korean else "en"), is_played=True)
    for trouble in outcome.troubles:
        print(trouble, file=sys.stderr, flush=True)


def _as_json(name: str, wish: Wish, watched: Watched, error: EngineError | None = None) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "file": name,
        "error": {"code": error.code, "message": str(error)} if error else None,
        "text": watched.text,
        "pack": wish.how.pack,
        "signs": [_sign(one) for one in watched.signs],
        "hand": {"found": bool(watched.sides), "side": _side(watched, wish.how)},
    }


def _side(watched: Watched, how: Signing) -> str | None:
    if not watched.sides:
        return None
    return watched.sides.most_common(1)[0][0] if how.hand == "auto" else how.hand


def _sign(sign: Sign) -> dict[str, Any]:
    return {
        "label": sign.label,
        "start": round(sign.start, 3),
        "end": round(sign.end, 3),
        "confidence": round(sign.confidence, 3),
        "alternatives": [
            {"label": one.label, "confidence": round(one.confidence, 3)} for one in sign.alternatives
        ],
    }
