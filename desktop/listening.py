"""What the commands that listen have in common: arguments, the end by Ctrl+C, words as written. No Qt."""

import argparse
import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any, Final, Literal, cast

from desktop import paths
from engines import words
from engines.errors import InputUnsupported
from engines.media import AudioChunk
from engines.results import Transcript
from engines.speech_to_text import Listening
from engines.words import _
from engines.writing.characters import clean

WRITE: Final = ("verbatim", "dictation")
_MOST_GRAMMAR_BYTES: Final = 1_000_000


def add_choices(parser: argparse.ArgumentParser, write: Literal["verbatim", "dictation"]) -> None:
    """Describe the arguments that say how to listen and how to write."""
    parser.add_argument(
        "--language", choices=words.LANGUAGES, default="en", help=_("the language that is spoken")
    )
    parser.add_argument(
        "--engine", default="", metavar="NAME", help=_("an engine for speech that sori engines lists")
    )
    parser.add_argument(
        "--grammar",
        type=Path,
        metavar="FILE",
        help=_("hear only what this file allows: JSGF if it begins with #JSGF, else one phrase a line"),
    )
    parser.add_argument(
        "--write",
        choices=WRITE,
        default=write,
        help=_("verbatim: the words as said; dictation: with spoken punctuation, numbers and your words"),
    )


def how(args: argparse.Namespace) -> Listening:
    """Return how to listen.

    Raises:
        InputUnsupported: the grammar file cannot be read.
    """
    return Listening(language=args.language, grammar=_grammar(args.grammar) if args.grammar else "")


def _grammar(path: Path) -> str:
    from desktop.commands.speak import decoded

    try:
        with path.open("rb") as file:
            data = file.read(_MOST_GRAMMAR_BYTES + 1)
    except OSError as error:
        raise InputUnsupported(
            _("{file} cannot be read. Check the name and that you may open it.").format(file=path.name)
        ) from error
    if len(data) > _MOST_GRAMMAR_BYTES:
        raise InputUnsupported(
            _("{file} is too large for a grammar. Give one of at most one megabyte.").format(file=path.name)
        )
    grammar = decoded(data)
    if not grammar.strip():
        raise InputUnsupported(
            _("{file} holds no phrase. Write one phrase a line, or a JSGF grammar.").format(file=path.name)
        )
    return grammar


class Interruption:
    """Whether Ctrl+C was pressed: once means finish and keep what was said, twice means leave."""

    def __init__(self) -> None:
        self.is_asked = False

    def ends(self, chunks: Iterable[AudioChunk]) -> Iterator[AudioChunk]:
        """Pass `chunks` on until Ctrl+C is pressed."""
        for chunk in chunks:
            if self.is_asked:
                return
            yield chunk

    def note(self, _signal: int, _frame: FrameType | None) -> None:
        """Take note of Ctrl+C."""
        if self.is_asked:
            raise KeyboardInterrupt
        self.is_asked = True


@contextmanager
def interruption() -> Iterator[Interruption]:
    """Take Ctrl+C as the wish to finish while the block runs."""
    asked = Interruption()
    before = signal.signal(signal.SIGINT, asked.note)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


@dataclass
class Writer:
    """Turns what was heard into what is written: verbatim, or as dictation with its commands."""

    language: str
    is_dictation: bool
    written: list[str] = field(default_factory=list)
    """What each utterance added, with its own spaces; what was taken back by voice is gone."""
    is_stopped: bool = False
    """Whether "stop listening" was said."""
    _options: Any = None

    def write(self, heard: str) -> str:
        """Return what `heard` adds to the text; empty if it was a command only."""
        added = self._added(heard) if self.is_dictation else clean(heard)
        if added:
            self.written.append(added)
        return added

    def _added(self, heard: str) -> str:
        from engines.writing import Insert, write

        if self._options is None:
            self._options = writing(self.language)
        added = ""
        for step in write(heard, "".join(self.written[-20:]), self._options):
            if isinstance(step, Insert):
                added += step.text
            elif step.name == "stop-listening":
                self.is_stopped = True
            elif added:
                added = ""
            elif self.written:
                # Taking back is all that "undo" can mean where nothing else was done.
                self.written.pop()
        return added


def writing(language: str) -> Any:
    """Return how to write a language, with the words of the user as they are on the disk now.

    Raises:
        InputUnsupported: the file of words cannot be read.
    """
    from engines.writing import Writing

    return Writing(language=cast(Any, language), custom=_custom_words(_changed_at(paths.custom_words_file())))


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=1)
def _custom_words(changed_at: int) -> Any:
    """Return the words of the user; read again only when the file has changed."""
    from engines.writing import CustomWords

    return CustomWords.from_csv(paths.custom_words_file()) if changed_at else CustomWords()


def as_written(
    finals: Sequence[Transcript], language: str, is_dictation: bool
) -> tuple[list[Transcript], str]:
    """Return the finals with their texts as written, and the whole text."""
    if not is_dictation:
        heard = [replace(one, text=clean(one.text)) for one in finals]
        return heard, "\n".join(one.text for one in heard)
    writer, kept = Writer(language, is_dictation), list[Transcript]()
    for one in finals:
        added = writer.write(one.text)
        del kept[len(writer.written) - bool(added) :]
        if added:
            kept.append(replace(one, text=added.strip(), words=()))
    return kept, "".join(writer.written)
