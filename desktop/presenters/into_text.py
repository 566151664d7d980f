"""Where dictated words go: into the page's own text, or into the field that has the focus elsewhere."""

import logging
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, Protocol, runtime_checkable
from unicodedata import category

from desktop.jobs import Jobs
from desktop.presenters.describe import sentence_of
from desktop.presenters.hearing import Heard
from desktop.presenters.recall import Kept, Recall
from desktop.presenters.turns import InTurn
from desktop.presenters.voice import Voice
from engines.errors import EngineError
from engines.words import _

LANE: Final = "type"
_TAKEN_BACK: Final = 50
"""So many insertions into the page's text can be taken back one after the other."""
Sound = Literal["start", "stop", "written", "trouble"]

logger = logging.getLogger(__name__)


class TextView(Protocol):
    """The page's own text as the presenter sees it; each call returns at once."""

    def text_before_caret(self) -> str:
        """Return the page's own text up to its caret."""
        ...

    def insert(self, text: str) -> None:
        """Put `text` where the caret is."""
        ...

    def take_back(self, text: str) -> bool:
        """Remove `text` if it stands right before the caret; return whether it did."""
        ...

    def undo(self) -> None:
        """Undo the last change of the page's text."""
        ...


@runtime_checkable
class Insertion(Protocol):
    """A step of writing: put this text where the caret is."""

    @property
    def text(self) -> str: ...


@runtime_checkable
class Order(Protocol):
    """A step of writing: do this."""

    @property
    def name(self) -> str:
        """`scratch-that`, `undo` or `stop-listening`."""
        ...


Write = Callable[[str, str, str], Sequence[Insertion | Order]]
"""Turns an utterance, the text before the caret and the language into steps."""


class Field(Protocol):
    """What has the focus in another program."""

    @property
    def identity(self) -> str: ...
    @property
    def application(self) -> str: ...
    @property
    def is_readable(self) -> bool: ...
    @property
    def before(self) -> str:
        """The text before the caret; empty if it is not known."""
        ...

    @property
    def is_protected(self) -> bool: ...


class FocusedField(Protocol):
    """Tells what has the focus; each belongs to one lane."""

    def read(self) -> Field | None:
        """Return the field with the focus, or None if that cannot be known."""
        ...

    def close(self) -> None:
        """Give back what it holds; the next question gets it again."""
        ...


@dataclass(frozen=True)
class Written:
    """How an insertion, or taking one back, went."""

    is_whole: bool
    sentence: str = ""
    """What the user must know, without the words themselves; empty if all went well."""


class Typist(Protocol):
    """Types into other programs; each call is used up in the lane `type`."""

    def prepare(self) -> Iterator[Written]:
        """Find out how to type here, before there is anything to type."""
        ...

    def insert(self, text: str, field: Field | None) -> Iterator[Written]:
        """Insert `text`; the last that is yielded tells how it went."""
        ...

    def scratch(self) -> Iterator[Written]:
        """Take the last insertion back, if it still stands before the caret."""
        ...

    def undo(self) -> Iterator[Written]:
        """Undo the last insertion or the last taking back."""
        ...

    def restore_clipboard(self) -> Iterator[Written]:
        """Put back what stood on the clipboard before refused words were left there."""
        ...


@dataclass(frozen=True)
class Said:
    """A finished utterance on its way into a text."""

    words: str
    """As they were recognised, or the very text if it was written before."""
    language: str
    kept: Kept | None
    """None if there is nothing to keep, or nothing may be kept."""
    is_here: bool = False
    """Whether it is meant for the page's own text."""
    is_protected: bool = False
    is_written: bool = False
    """Whether `words` are inserted as they are."""
    trouble: str = ""
    """Why it could not be kept."""
    heard: Heard | None = None


class IntoText:
    """Brings utterances into a text, one after the other. All methods belong to the GUI thread."""

    def __init__(
        self,
        view: TextView,
        voice: Voice,
        jobs: Jobs,
        recall: Recall,
        write: Write,
        field: FocusedField,
        typist: Typist,
        sound: Callable[[Sound], None],
        stop: Callable[[], None],
        is_listening: Callable[[], bool],
        is_here: threading.Event,
    ) -> None:
        self._view, self._voice, self._recall, self._write = view, voice, recall, write
        self._field, self._typist, self._sound = field, typist, sound
        self._stop, self._is_listening, self._is_here = stop, is_listening, is_here
        self._turns = InTurn(jobs, LANE)
        self._trouble = ""
        self._left = ("", "")
        """The field that was typed into last, and what; written in the lane `type`."""
        self._written_here: list[str] = []

    def prepare(self) -> None:
        """Get ready to type into other programs, unless the words are for the page's own text."""
        if not self._is_here.is_set():
            self._turns.add(lambda _job: self._typist.prepare(), on_error=self._refused)

    def deliver(self, said: Said) -> None:
        """Bring a finished utterance where it belongs; it is in the history already."""
        if said.trouble and said.trouble != self._trouble:
            self._tell_trouble(said.trouble)
        self._trouble = said.trouble
        if said.kept is not None:
            said = replace(said, kept=self._recall.note(said.kept))
        if said.is_here:
            self.write_here(said)
        else:
            self.type(said)

    def write_here(self, said: Said) -> None:
        """Put it into the page's own text."""
        inserted = []
        for step in self._steps(said, self._view.text_before_caret()):
            if isinstance(step, Insertion):
                self._view.insert(step.text)
                inserted.append(step.text)
                self._written_here = [*self._written_here[-_TAKEN_BACK:], step.text]
            else:
                self._obey(step.name, is_here=True)
        if inserted:
            self._arrived_in_text(said)

    def type(self, said: Said, refused: Callable[[], object] = lambda: None) -> None:
        """Put it into the field that has the focus, after everything that waits for that.

        `refused` is called after it was told that no field took it.
        """

        def end(outcome: str) -> None:
            self._end_typing(said, outcome)
            if outcome == "refused":
                refused()

        def fail(error: Exception) -> None:
            self._refused(error)
            refused()

        self._turns.add(
            lambda _job: self._typed(said), on_item=self._tell_written, on_done=end, on_error=fail
        )

    def _typed(self, said: Said) -> Generator[Written | Order, None, str]:
        """Runs in the lane `type`; returns `elsewhere`, `written`, `refused` or `nothing`."""
        # What is written already was asked for in another program, by a command that says so.
        if self._is_here.is_set() and not said.is_written:
            yield from ()
            return "elsewhere"
        outcome, field = "nothing", self._field.read()
        for step in self._steps(said, self.before(field)):
            if isinstance(step, Order):
                yield from self._obeyed(step)
                continue
            if said.is_protected and not (field is not None and field.is_protected):
                # What was said to a field for a password is nobody else's.
                return "elsewhere"
            written = Written(is_whole=False)
            for written in self._typist.insert(step.text, field):
                yield written
            if not written.is_whole:
                return "refused"
            if field is not None and not field.is_protected:
                self._left = (field.identity, step.text)
            outcome, field = "written", self._field.read()
        return outcome

    def before(self, field: Field | None) -> str:
        """Return what stands before the caret, or what we put there where a program does not say.

        Any lane may ask.
        """
        if field is None or field.is_readable or field.is_protected:
            return field.before if field is not None else ""
        identity, text = self._left
        return text if identity == field.identity else ""

    def _obeyed(self, order: Order) -> Iterator[Written | Order]:
        """Taking back comes between the insertions before and after it, so it is done in the lane."""
        if order.name == "scratch-that":
            yield from self._typist.scratch()
        elif order.name == "undo":
            yield from self._typist.undo()
        else:
            yield order

    def _steps(self, said: Said, before: str) -> Sequence[Insertion | Order]:
        if said.is_written:
            return (_AsIs(_spaced(said.words, before)),)
        return self._write(said.words, before, said.language)

    def _tell_written(self, item: Written | Order) -> None:
        if isinstance(item, Order):
            self._obey(item.name, is_here=False)
        elif item.sentence:
            if not item.is_whole:
                self._sound("trouble")
            self._voice.tell(item.sentence)

    def _end_typing(self, said: Said, outcome: str) -> None:
        if outcome == "written":
            self._arrived_in_text(said)
        elif outcome == "elsewhere" and said.is_protected:
            self._tell_trouble(
                _("The protected field has lost the focus; nothing was written. Say it again there.")
            )
        elif outcome == "elsewhere":
            self.write_here(said)

    def _arrived_in_text(self, said: Said) -> None:
        if said.kept is not None:
            self._recall.mark_inserted(said.kept)
        if said.is_protected:
            sentence = _("Written into a protected field. The words are not kept.")
        else:
            sentence = _("Written: {text}").format(text=said.kept.text) if said.kept else _("Written.")
        self._voice.show(sentence)
        self._sound("written")
        if not self._is_listening():
            # While the microphone is open, any voice would talk into it: the sound has to do.
            self._voice.say((sentence,))

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, EngineError):
            logger.error("typing failed", exc_info=error)
        self._tell_trouble(sentence_of(error))

    def _tell_trouble(self, sentence: str) -> None:
        self._sound("trouble")
        self._voice.tell(sentence)

    def scratch_that(self) -> None:
        """Take back what was written last."""
        self._obey("scratch-that", self._is_here.is_set())

    def restore_clipboard(self) -> None:
        """Put back what stood on the clipboard before refused words were left there."""
        self._turns.add(
            lambda _job: self._typist.restore_clipboard(), on_item=self._tell_written, on_error=self._refused
        )

    def _obey(self, name: str, is_here: bool) -> None:
        if name == "stop-listening":
            self._stop()
        elif is_here:
            self._obey_here(name)
        else:
            work = self._typist.scratch if name == "scratch-that" else self._typist.undo
            self._turns.add(lambda _job: work(), on_item=self._tell_written, on_error=self._refused)

    def _obey_here(self, name: str) -> None:
        if name == "undo":
            self._view.undo()
            self._voice.tell(_("Undone."))
        elif self._written_here and self._view.take_back(self._written_here[-1]):
            self._written_here.pop()
            self._voice.tell(_("Taken back."))
        else:
            self._voice.tell(
                _("Nothing is taken back: the last dictated words do not stand before the caret.")
            )


@dataclass(frozen=True)
class _AsIs:
    text: str


def _spaced(text: str, before: str) -> str:
    """Return `text` apart from the word or mark it comes after; after an opening mark there is no space."""
    is_word = text[:1].isalnum() or category(text[:1] or " ") in ("Ps", "Pi")
    ends = (
        before[-1:].isalnum()
        or before[-1:] in tuple(".,;:!?")
        or category(before[-1:] or " ") in ("Pe", "Pf")
    )
    return f" {text}" if is_word and ends else text
