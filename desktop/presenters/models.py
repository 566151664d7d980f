"""The page of models: what there is, what is here, and how one comes and goes."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from desktop.jobs import Job, Jobs
from desktop.presenters.describe import sentence_of
from desktop.presenters.recall import Ask, AskPath
from desktop.presenters.turns import InTurn
from desktop.presenters.voice import Voice
from engines.errors import EngineError
from engines.models.model import Model, Progress, size
from engines.words import _

LANE: Final = "fetch"
PROGRESS_SECONDS: Final = 10.0
"""How far a download has come is spoken so often at most, and only into silence."""

logger = logging.getLogger(__name__)


class Offer(Protocol):
    """What a person should know before a download."""

    @property
    def sentences(self) -> Sequence[str]:
        """Size, licence, accuracy, source, room on the disk, and whether it can be verified."""
        ...


class Store(Protocol):
    """Where models live. What it does is done in lanes; only one fetches, imports or removes at a time."""

    def catalogue(self) -> Sequence[Model]:
        """Return every model that is known."""
        ...

    def installed(self) -> Sequence[Model]:
        """Return the models that are here."""
        ...

    def offer(self, model: Model) -> Offer:
        """Return what to tell before a download."""
        ...

    def no_source(self, model: Model) -> str:
        """Return why a model cannot be downloaded from anywhere, as a sentence; empty if it can."""
        ...

    def trouble(self, model_id: str) -> str:
        """Return why a model that is here cannot be used, as a sentence; empty if it can."""
        ...

    def fetch(self, model: Model, keep_part: bool = False) -> Iterator[Progress]:
        """Download and install a model; with `keep_part` one that is stopped goes on there next time."""
        ...

    def import_from(self, path: Path) -> Iterator[Progress]:
        """Install a model from a zip file or a folder."""
        ...

    def remove(self, model_id: str) -> None:
        """Delete a model."""
        ...

    def refresh(self) -> Iterator[Progress]:
        """Ask the publishers for their lists."""
        ...


@dataclass(frozen=True)
class Row:
    """One model in the list."""

    model: Model
    is_installed: bool
    trouble: str = ""
    """Why it cannot be used although it is here, as a sentence."""
    no_source: str = ""
    """Why it cannot be downloaded, as a sentence."""

    @property
    def title(self) -> str:
        """Its name and whether it is here."""
        if self.trouble:
            return _("{title}: damaged").format(title=self.model.title)
        if self.is_installed:
            return _("{title}: installed").format(title=self.model.title)
        return _("{title}: not installed").format(title=self.model.title)

    @property
    def details(self) -> str:
        """What is wrong with it; language, size, licence and accuracy; where it is to be had otherwise."""
        facts = {"size": size(self.model.size_bytes), "licence": self.model.licence or _("unknown")}
        if self.model.is_add_on:
            known = _("{size}. Licence: {licence}. {purpose}").format(purpose=self.model.about, **facts)
        else:
            known = _("{languages}. {size}. Licence: {licence}. {accuracy}").format(
                languages=", ".join(self.model.languages), accuracy=self.model.accuracy_sentence, **facts
            )
        how = "" if self.is_installed else self.no_source
        return " ".join(part for part in (self.trouble, known, how) if part)


class View(Protocol):
    """The page as the presenter sees it; each call returns at once."""

    def show_models(self, rows: tuple[Row, ...]) -> None:
        """Show other rows, keeping the current one where it still exists."""
        ...

    def show_progress(self, fraction: float | None, sentence: str) -> None:
        """Show how far the work has come, 0 to 1; None: no work. `sentence` says the same."""
        ...


class Models:
    """Decides what the page of models shows and does. All methods belong to the GUI thread."""

    def __init__(
        self,
        view: View,
        voice: Voice,
        jobs: Jobs,
        store: Store,
        changed: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._view, self._voice, self._jobs, self._store = view, voice, jobs, store
        self._changed, self._clock = changed, clock
        self._turns = InTurn(jobs, "models")
        self._said_at = 0.0
        self._stopped = ""
        """What is said if the work that goes on now is stopped."""

    @property
    def is_busy(self) -> bool:
        """Whether a model is being fetched, imported or removed."""
        return self._jobs.is_busy(LANE)

    def opened(self) -> None:
        """The page is seen."""
        if not self.is_busy:
            self._voice.tell(_("Models. Choose one from the list; Ctrl+G downloads it."))
        self._list()

    def walk(self, row: Row) -> None:
        """Say the row the user went to; a screen reader does so by itself."""
        if self._voice.is_own:
            self._voice.say((row.title, row.details))

    def fetch(self, row: Row | None, ask: Ask) -> None:
        """Download a model, if the user agrees to its size, its licence and where it comes from."""
        if row is None or self._refuses_second():
            return
        if row.is_installed and not row.trouble:
            self._voice.tell(_("{title} is installed already.").format(title=row.model.title))
            return
        if row.no_source:
            self._voice.tell(row.no_source)
            return
        self._turns.call(
            lambda: self._store.offer(row.model),
            on_done=lambda offer: ask(
                _("Download a model"),
                "\n".join((*offer.sentences, _("Download it?"))),
                _("Download"),
                lambda: self._fetch(row.model),
            ),
            on_error=self._failed,
        )

    def import_from(self, ask: AskPath) -> None:
        """Install a model from a file or a folder, without network."""
        if not self._refuses_second():
            ask(
                lambda path: self._run(
                    lambda: self._store.import_from(path),
                    _("Importing {file}.").format(file=path.name),
                    _("The model from {file} is installed.").format(file=path.name),
                )
            )

    def remove(self, row: Row | None, ask: Ask) -> None:
        """Delete a model, if the user is sure."""
        if row is None or self._refuses_second():
            return
        model = row.model
        if not row.is_installed:
            self._voice.tell(_("{title} is not installed.").format(title=model.title))
            return
        ask(
            _("Remove a model"),
            _removal(row),
            _("Remove"),
            lambda: self._run(
                lambda: _once(lambda: self._store.remove(model.id)),
                _("Removing {title}.").format(title=model.title),
                _("{title} is removed.").format(title=model.title),
            ),
        )

    def refresh(self, ask: Ask) -> None:
        """Ask the publishers for their newest lists, if the user agrees to that."""
        if not self._refuses_second():
            ask(
                _("Refresh the list"),
                _(
                    "The publishers' lists of models are fetched over the network. "
                    "Nothing is sent but the request."
                ),
                _("Refresh"),
                lambda: self._run(
                    self._store.refresh,
                    _("Refreshing the list of models."),
                    _("The list of models is up to date."),
                ),
            )

    def cancel(self) -> bool:
        """Stop what is going on; return whether there was anything."""
        if not self.is_busy:
            return False
        self._jobs.cancel(LANE)
        self._view.show_progress(None, "")
        self._voice.tell(self._stopped)
        return True

    def escape(self) -> bool:
        """Silence the voice; if it is silent already, stop what is going on."""
        if self._voice.is_speaking:
            self._voice.silence()
            return True
        return self.cancel()

    def _fetch(self, model: Model) -> None:
        if not self._refuses_second():
            self._run(
                lambda: self._store.fetch(model, keep_part=True),
                _("Downloading {title}.").format(title=model.title),
                _("{title} is installed.").format(title=model.title),
                _("Stopped. The next download goes on from here."),
            )

    def _refuses_second(self) -> bool:
        if self.is_busy:
            self._voice.tell(_("Another model is still being worked on. Wait until it is done, or stop it."))
        return self.is_busy

    def _run(self, work: Callable[[], Iterator[Progress]], begun: str, ended: str, stopped: str = "") -> None:
        self._stopped = stopped or _("Stopped.")
        self._said_at = self._clock()
        self._voice.tell(begun)
        self._view.show_progress(0.0, begun)
        job = Job(
            lane=LANE,
            on_item=self._advanced,
            on_done=lambda _result: self._completed(ended),
            on_error=self._failed_to_run,
        )
        self._jobs.start(job, lambda _job: work())

    def _advanced(self, progress: Progress) -> None:
        self._view.show_progress(progress.fraction, progress.sentence)
        if progress.notice:
            self._voice.tell(progress.notice)
            return
        self._voice.show(progress.sentence)
        is_time = self._clock() - self._said_at >= PROGRESS_SECONDS
        if is_time and not self._voice.is_speaking:
            self._said_at = self._clock()
            self._voice.say((progress.sentence,), interrupt=False)

    def _completed(self, sentence: str) -> None:
        self._view.show_progress(None, "")
        self._voice.tell(sentence)
        self._list()
        self._changed()

    def _failed_to_run(self, error: Exception) -> None:
        self._view.show_progress(None, "")
        self._failed(error)
        self._list()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, EngineError):
            logger.error("the models failed", exc_info=error)
        self._voice.tell(sentence_of(error))

    def _list(self) -> None:
        self._turns.call(self._rows, on_done=self._view.show_models, on_error=self._failed)

    def _rows(self) -> tuple[Row, ...]:
        """Runs in the lane `models`: what is here comes first."""
        here = {model.id: model for model in self._store.installed()}
        known = {model.id: model for model in self._store.catalogue()}
        trouble = {name: self._store.trouble(name) for name in here}
        rows = [
            Row(one, one.id in here, trouble.get(one.id, ""), self._store.no_source(one))
            for one in (here | known).values()
        ]
        return tuple(sorted(rows, key=lambda row: (not row.is_installed, row.model.is_obsolete)))


def _removal(row: Row) -> str:
    """Return what to tell before a model is deleted."""
    if row.no_source:
        return _("{title} is deleted from this computer.").format(title=row.model.title)
    return _("{title} is deleted from this computer. It can be downloaded again: {size}.").format(
        title=row.model.title, size=size(row.model.size_bytes)
    )


def _once(function: Callable[[], None]) -> Iterator[Progress]:
    yield Progress("copying")
    function()
