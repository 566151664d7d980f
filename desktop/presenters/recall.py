"""What was dictated before: kept first, then found, copied, used again, exported or forgotten."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from desktop.jobs import Jobs
from desktop.presenters.describe import sentence_of
from desktop.presenters.exporting import Export
from desktop.presenters.turns import InTurn
from desktop.presenters.voice import Voice
from engines.results import Transcript
from engines.words import _

LANE: Final = "history"
SHOWN: Final = 200
"""So many rows at most: who wants an older one searches."""
EXPORTED: Final = 1_000_000
LOOSE: Final = 200
"""So many unkept utterances are remembered until Sori ends."""

logger = logging.getLogger(__name__)
Ask = Callable[[str, str, str, Callable[[], None]], None]
"""Asks for confirmation: title, text, words of the button that confirms, and what to do then."""
AskPath = Callable[[Callable[[Path], None]], None]


class Utterance(Protocol):
    """One utterance as the history gives it back."""

    @property
    def id(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def said_at(self) -> float:
        """Seconds since 1970, UTC."""
        ...

    @property
    def application(self) -> str: ...
    @property
    def is_inserted(self) -> bool: ...
    @property
    def seconds(self) -> float: ...


class Past(Protocol):
    """Where utterances are kept; its methods may be called from any thread."""

    def add(
        self,
        text: str,
        *,
        said_at: float,
        seconds: float = 0.0,
        application: str = "",
        language: str = "",
        is_inserted: bool = False,
    ) -> int:
        """Keep an utterance, on the disk when this returns, and return its number.

        Raises:
            OutputUnwritable: the disk does not take it.
        """
        ...

    def mark_inserted(self, number: int) -> None:
        """Note that its words have arrived in a text."""
        ...

    def search(self, text: str = "", limit: int = 200) -> Sequence[Utterance]:
        """Return what contains `text`, the newest first."""
        ...

    def delete_all(self) -> None:
        """Forget everything."""
        ...


@dataclass(frozen=True)
class Kept:
    """One row of the list."""

    text: str
    said_at: float
    id: int = 0
    """0 if it is not in the history."""
    application: str = ""
    is_inserted: bool = False
    seconds: float = 0.0
    number: int = 0
    """Tells utterances apart that are not in the history."""

    @property
    def line(self) -> str:
        """The row in words."""
        clock, text = time.strftime("%H:%M", time.localtime(self.said_at)), " ".join(self.text.split())
        if self.is_inserted:
            return _("{time}  {text}").format(time=clock, text=text)
        return _("{time}  {text} (not inserted)").format(time=clock, text=text)


class View(Protocol):
    """The list as the presenter sees it."""

    def show_past(self, rows: tuple[Kept, ...]) -> None:
        """Show other rows, keeping the current one where it still exists."""
        ...

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard."""
        ...


class Recall:
    """The history on the page. All methods but `keep` belong to the GUI thread."""

    def __init__(self, view: View, voice: Voice, jobs: Jobs, past: Past, export: Export) -> None:
        self._view, self._voice, self._past, self._export = view, voice, past, export
        self._turns = InTurn(jobs, LANE)
        self._loose: list[Kept] = []
        self._sought = ""
        self._numbers = 0

    # While dictating

    def keep(self, kept: Kept, language: str) -> Kept:
        """Put an utterance on the disk; called in the lane that listens, before it is inserted.

        Raises:
            OutputUnwritable: the disk does not take it.
        """
        number = self._past.add(
            kept.text,
            said_at=kept.said_at,
            seconds=kept.seconds,
            application=kept.application,
            language=language,
            is_inserted=kept.is_inserted,
        )
        return replace(kept, id=number)

    def keep_later(self, kept: Kept, language: str) -> None:
        """Keep and show an utterance that goes into no text."""
        self._turns.call(
            lambda: self.keep(kept, language),
            on_done=self.note,
            on_error=lambda error: self._failed_to_keep(kept, error),
        )

    def _failed_to_keep(self, kept: Kept, error: Exception) -> None:
        self.note(kept)
        self._failed(error)

    def note(self, kept: Kept) -> Kept:
        """Show an utterance that was just said; one that is not in the history is remembered meanwhile."""
        if not kept.id:
            self._numbers += 1
            kept = replace(kept, number=self._numbers)
            self._loose = [kept, *self._loose][:LOOSE]
        self.refresh()
        return kept

    def mark_inserted(self, kept: Kept) -> None:
        """Note that its words have arrived."""
        if kept.id:
            self._turns.call(lambda: self._past.mark_inserted(kept.id), on_error=self._failed)
        else:
            self._loose = [replace(one, is_inserted=True) if one == kept else one for one in self._loose]
        self.refresh()

    # The list

    def search(self, text: str) -> None:
        """Show what contains `text`."""
        self._sought = text
        self.refresh()

    def refresh(self) -> None:
        """Show what is kept now."""
        sought = self._sought

        def show(found: Sequence[Utterance]) -> None:
            if sought == self._sought:
                self._view.show_past(self._rows(found))

        self._turns.call(lambda: self._past.search(sought, SHOWN), on_done=show, on_error=self._failed)

    def walk(self, kept: Kept) -> None:
        """Say the row the user went to; a screen reader does so by itself."""
        if self._voice.is_own:
            self._voice.say((kept.line,))

    def copy(self, kept: Kept | None) -> None:
        """Put a row on the clipboard."""
        if kept is None:
            self._voice.tell(_("Nothing was said yet."))
            return
        self._view.copy(kept.text)
        self._voice.tell(_("Copied: {item}").format(item=kept.text))

    def export(self, ask: AskPath) -> None:
        """Save everything that is kept, the oldest first."""
        loose = tuple(self._loose)

        def finals() -> Iterator[Transcript]:
            stored = (_of(one) for one in self._past.search("", EXPORTED))
            everything = sorted((*stored, *loose), key=lambda kept: kept.said_at)
            start = everything[0].said_at if everything else 0.0
            for kept in everything:
                begin = kept.said_at - start
                yield Transcript(kept.text, is_final=True, start=begin, end=begin + kept.seconds)

        ask(lambda path: self._export.save(path, finals))

    def delete_all(self, ask: Ask) -> None:
        """Forget everything that was dictated, if the user is sure."""
        ask(
            _("Delete the history"),
            _("Everything you dictated is deleted from this computer. This cannot be undone."),
            _("Delete all"),
            self._delete_all,
        )

    def _delete_all(self) -> None:
        self._loose.clear()
        self._turns.call(
            self._past.delete_all,
            on_done=lambda _nothing: self._voice.tell(_("The history is deleted.")),
            on_error=self._failed,
        )
        self.refresh()

    def _rows(self, found: Sequence[Utterance]) -> tuple[Kept, ...]:
        sought = self._sought.casefold()
        loose = [kept for kept in self._loose if sought in kept.text.casefold()]
        rows = sorted((*loose, *map(_of, found)), key=lambda kept: kept.said_at, reverse=True)
        return tuple(rows[:SHOWN])

    def _failed(self, error: Exception) -> None:
        logger.info("the history failed: %s", type(error).__name__)
        self._voice.tell(sentence_of(error))


def _of(one: Utterance) -> Kept:
    return Kept(one.text, one.said_at, one.id, one.application, one.is_inserted, one.seconds)
