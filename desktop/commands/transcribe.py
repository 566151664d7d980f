"""`sori transcribe`: turn the speech in files into text or subtitles."""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, TextIO

from desktop import listening, saving
from engines.errors import EngineError, OutputUnwritable
from engines.media import AudioChunk
from engines.results import HeardWord, Transcript
from engines.sources.media_files import shown
from engines.speech_to_text import Listening, SpeechRecognizer
from engines.words import _

_VERSION: Final = 1
STDIN: Final = "-"
FORMATS: Final = ("text", "srt", "vtt", "json")
_ENDINGS: Final = {"text": ".txt", "srt": ".srt", "vtt": ".vtt", "json": ".json"}
_INTERRUPTED: Final = 130


@dataclass(frozen=True)
class Wish:
    """What the user asked for."""

    form: str
    how: Listening
    engine: str
    is_dictation: bool


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser("transcribe", help=_("turn the speech in sound and video files into text"))
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help=_("sound or video files, or - for standard input")
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help=_("what is printed or saved"))
    parser.add_argument(
        "--json",
        action="store_true",
        help=_("print one JSON object a line (docs/transcribe.schema.json); the same as --format json"),
    )
    parser.add_argument(
        "--save",
        type=Path,
        metavar="OUT",
        help=_("write it to a file, with several inputs a folder; a run that was cut off is taken up again"),
    )
    listening.add_choices(parser, write="verbatim")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Transcribe every file; a batch goes on after a file that fails."""
    from engines.speech_to_text.preferred import PreferredRecognizer

    form = "json" if args.json else args.format
    wish = Wish(form, listening.how(args), args.engine, args.write == "dictation")
    code = 0
    with (
        closing(PreferredRecognizer(args.engine)) as recognizer,
        listening.interruption() as interruption,
    ):
        for name in args.files:
            task = _Task(name, wish, _target(args.save, name, form, args.files))
            code = max(code, _transcribe_one(task, recognizer, interruption, is_alone=len(args.files) == 1))
            if interruption.is_asked:
                return _INTERRUPTED
    return code


def _target(save: Path | None, name: str, form: str, names: Sequence[str]) -> Path | None:
    if save is None or len(names) == 1:
        return save
    stem = _stem(name)
    # Two files of one name, in two folders or of two kinds, must not overwrite each other.
    same = [one for one in dict.fromkeys(names) if _stem(one).casefold() == stem.casefold()]
    number = same.index(name) + 1
    return save / f"{stem}{f'-{number}' if number > 1 else ''}{_ENDINGS[form]}"


def _stem(name: str) -> str:
    return "stdin" if name == STDIN else Path(name).stem


def _transcribe_one(
    task: "_Task", recognizer: SpeechRecognizer, interruption: listening.Interruption, is_alone: bool
) -> int:
    is_json = task.wish.form == "json"
    try:
        task.listen(recognizer, interruption)
        if interruption.is_asked and task.can_go_on:
            print(task.how_to_go_on(), file=sys.stderr)
            return _INTERRUPTED
        content = task.content()
        if task.target:
            for _step in saving.text(task.target, content):
                pass
            task.forget_progress()
        else:
            if not is_alone and not is_json:
                print(f"{shown(task.name)}:")
            print(content, flush=True)
    except EngineError as error:
        if is_json:
            print(json.dumps(_failure(task.name, error), ensure_ascii=False), flush=True)
        print(error, file=sys.stderr, flush=True)
        return error.exit_code
    return 0


class _Task:
    """One file on its way to text."""

    def __init__(self, name: str, wish: Wish, target: Path | None) -> None:
        self.name, self.wish, self.target = name, wish, target
        self._finals: list[Transcript] = []
        self._progress = target.with_name(f".{target.name}.progress") if target and name != STDIN else None

    def listen(self, recognizer: SpeechRecognizer, interruption: listening.Interruption) -> None:
        """Hear it to the end, or until Ctrl+C is pressed."""
        begin = self._taken_up()
        chunks = interruption.ends(_chunks(self.name, begin))
        bar = _Bar(self.name, begin)
        try:
            with self._kept() as kept:
                for heard in recognizer.transcribe(bar.watched(chunks), self.wish.how):
                    if heard.notice:
                        print(heard.notice, file=sys.stderr, flush=True)
                    if heard.is_final:
                        self._finals.append(heard)
                        kept.add(heard)
        finally:
            bar.close()
            if not self._finals:
                self.forget_progress()

    @property
    def can_go_on(self) -> bool:
        """Whether the same command would go on where this run is cut off."""
        return self._progress is not None

    def content(self) -> str:
        """Return what is printed or saved."""
        from engines.speech_to_text import subtitles

        finals, whole = listening.as_written(self._finals, self.wish.how.language, self.wish.is_dictation)
        if self.wish.form == "json":
            text = whole if self.wish.is_dictation else " ".join(one.text for one in finals)
            return json.dumps(_as_json(self.name, finals, text), ensure_ascii=False)
        if self.wish.form == "srt":
            return subtitles.as_srt(finals).rstrip("\n")
        if self.wish.form == "vtt":
            return subtitles.as_vtt(finals).rstrip("\n")
        return whole

    def how_to_go_on(self) -> str:
        """Return the sentence for whoever pressed Ctrl+C."""
        seconds = int(self._finals[-1].end) if self._finals else 0
        return _("Stopped at {minutes}:{seconds:02}. The same command goes on from there.").format(
            minutes=seconds // 60, seconds=seconds % 60
        )

    def forget_progress(self) -> None:
        """Remove what was kept for taking it up again."""
        if self._progress:
            with suppress(OSError):  # a stranger's file, or no folder: nothing of ours lies there
                self._progress.unlink()

    # What was heard so far stands beside the target, so that hours of listening survive a crash.

    def _key(self) -> str:
        """Return what tells this file and wish from others; empty if the file is not there."""
        try:
            stat = Path(self.name).stat()
        except (OSError, ValueError):
            return ""  # whoever opens it says what is wrong
        wish = repr(
            (Path(self.name).resolve(), stat.st_size, stat.st_mtime_ns, self.wish.how, self.wish.engine)
        )
        return hashlib.sha256(wish.encode()).hexdigest()

    def _taken_up(self) -> float:
        """Return the second to begin at, with what was heard before it."""
        if not self._progress or not self._progress.exists():
            return 0.0
        try:
            with self._progress.open(encoding="utf-8", errors="replace") as file:
                lines = list(file)
            if not lines or lines[0].strip() != self._key():
                return 0.0
            # A torn last line has no end.
            self._finals = [_transcript(line) for line in lines[1:] if line.endswith("\n")]
        except (OSError, ValueError, LookupError, TypeError):
            return 0.0  # what cannot be read is heard again
        if not self._finals:
            return 0.0
        begin = self._finals[-1].end
        print(
            _("Going on from {minutes}:{seconds:02}.").format(
                minutes=int(begin) // 60, seconds=int(begin) % 60
            ),
            file=sys.stderr,
        )
        return begin

    def _kept(self) -> "_Progress":
        key = self._key() if self._progress else ""
        return _Progress(self._progress if key else None, key, self._finals)


class _Progress:
    """The finals so far in a file of JSON lines, the first of which says what they belong to."""

    def __init__(self, path: Path | None, key: str, before: Iterable[Transcript]) -> None:
        self._path, self._key, self._before = path, key, tuple(before)
        self._file: TextIO | None = None

    def __enter__(self) -> "_Progress":
        if self._path:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                # Written beside it and renamed: no moment has less on the disk than there was before.
                new = self._path.with_name(self._path.name + ".new")
                lines = [self._key, *map(_line, self._before)]
                new.write_text("\n".join(lines) + "\n", encoding="utf-8")
                new.replace(self._path)
                self._file = self._path.open("a", encoding="utf-8")
            except OSError as error:
                raise _unwritable(self._path) from error
        return self

    def __exit__(self, *_details: object) -> None:
        if self._file:
            self._file.close()

    def add(self, final: Transcript) -> None:
        """Keep one more."""
        if self._file and self._path:
            try:
                self._file.write(_line(final) + "\n")
                self._file.flush()
            except OSError as error:
                raise _unwritable(self._path) from error


def _unwritable(path: Path) -> OutputUnwritable:
    return saving.unwritable(shown(path.name.removeprefix(".").removesuffix(".progress")))


def _line(final: Transcript) -> str:
    return json.dumps(asdict(final), ensure_ascii=False)


def _transcript(line: str) -> Transcript:
    stored = json.loads(line)
    words = tuple(HeardWord(*word) for word in stored.pop("words"))
    return Transcript(**stored, words=words)


def _chunks(name: str, begin: float) -> Iterator[AudioChunk]:
    if name == STDIN:
        from engines.sources.standard_input import standard_input

        return standard_input(sys.stdin.buffer)
    from engines.sources.audio_files import audio_file

    return audio_file(Path(name), start_seconds=begin)


class _Bar:
    """How far the listening is, on a terminal only."""

    def __init__(self, name: str, begin: float) -> None:
        self._bar: Any = None
        self._name, self._begin = name, begin

    def watched(self, chunks: Iterable[AudioChunk]) -> Iterator[AudioChunk]:
        """Pass `chunks` on and draw the bar."""
        for chunk in chunks:
            if self._bar is None and sys.stderr.isatty():
                self._bar = self._drawn()
            if self._bar is not None:
                self._bar.update(round(chunk.seconds, 3))
            yield chunk

    def close(self) -> None:
        """Leave the line."""
        if self._bar is not None:
            self._bar.close()

    def _drawn(self) -> Any:
        from tqdm import tqdm

        from engines.sources.audio_files import duration_seconds

        total = None if self._name == STDIN else duration_seconds(Path(self._name))
        form = "{desc} {percentage:3.0f}% |{bar}| {elapsed}<{remaining}"
        return tqdm(
            total=total,
            initial=self._begin,
            desc=shown(Path(self._name).name),
            bar_format=form if total else "{desc} {elapsed}",
            file=sys.stderr,
            leave=False,
        )


def _as_json(name: str, finals: list[Transcript], text: str) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "file": name,
        "error": None,
        "text": text,
        "segments": [
            {
                "start": round(one.start, 3),
                "end": round(one.end, 3),
                "text": one.text,
                "confidence": round(one.confidence, 3),
                "words": [
                    {
                        "word": word.text,
                        "start": round(word.start, 3),
                        "end": round(word.end, 3),
                        "confidence": round(word.confidence, 3),
                    }
                    for word in one.words
                ],
            }
            for one in finals
        ],
    }


def _failure(name: str, error: EngineError) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "file": name,
        "error": {"code": error.code, "message": str(error)},
        "text": "",
        "segments": [],
    }
