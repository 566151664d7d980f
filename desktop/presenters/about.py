"""About: what Sori is and what it is made of; looks for a newer one when asked, and brings it."""

import logging
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, Final, Protocol

from desktop import VERSION
from desktop.bundled import Part
from desktop.jobs import Job, Jobs
from desktop.presenters.describe import sentence_of
from desktop.presenters.turns import InTurn
from desktop.presenters.voice import Voice
from desktop.updates import Fetched, Found
from engines.build import Build
from engines.errors import EngineError
from engines.models.model import Progress
from engines.words import _

LANE: Final = "updates"
PROGRESS_SECONDS: Final = 10.0
"""How far a download has come is spoken so often at most, and only into silence."""

logger = logging.getLogger(__name__)


class Updates(Protocol):
    """What looks for a newer Sori; `desktop.updates` does."""

    def trouble(self) -> str:
        """Return why this copy does not look for updates, as a sentence; empty if it does."""
        ...

    def check(self) -> Generator[Progress, None, Found]:
        """Ask for the list of releases."""
        ...

    def fetch(self, found: Found) -> Generator[Progress, None, Fetched]:
        """Download what was found."""
        ...


class View(Protocol):
    """The dialog as the presenter sees it; each call returns at once."""

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        """Show what Sori is made of."""
        ...

    def show_text(self, text: str) -> None:
        """Show the licence of the current part."""
        ...

    def show_answer(self, sentence: str, notes: str = "") -> None:
        """Show what came of the last request, and what is new in the newer Sori."""
        ...

    def show_progress(self, fraction: float | None, sentence: str) -> None:
        """Show how far the work has come, 0 to 1; None: no work goes on."""
        ...

    def allow(self, *, looking: bool, fetching: bool, stopping: bool) -> None:
        """Let the buttons be pressed, or not."""
        ...


class About:
    """Decides what the dialog shows and does. All methods belong to the GUI thread."""

    def __init__(
        self,
        view: View,
        voice: Voice,
        jobs: Jobs,
        updates: Updates,
        parts: Callable[[], Sequence[Part]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._view, self._voice, self._jobs, self._updates = view, voice, jobs, updates
        self._parts, self._clock = parts, clock
        self._turns = InTurn(jobs, "licences")
        self._found: Found | None = None
        self._said_at = 0.0
        self._stopped = ""
        """What is said if the work that goes on now is stopped."""
        self._wanted: Part | None = None
        self._is_busy = self._is_closed = False

    @property
    def is_busy(self) -> bool:
        """Whether somebody is being asked, or something comes, because of this dialog.

        The weekly look, in the same lane, does not count: it tells this dialog nothing when it ends.
        """
        return self._is_busy

    def opened(self) -> None:
        """The dialog is seen."""
        trouble = self._updates.trouble()
        self._view.show_answer(trouble)
        self._allow()
        self._turns.call(
            lambda: tuple(self._parts()), on_done=self._if_open(self._view.show_parts), on_error=self._unread
        )

    def walk(self, part: Part, is_by_user: bool = True) -> None:
        """Show a part's licence, and say the part; a screen reader does so by itself."""
        if is_by_user and self._voice.is_own:
            self._voice.say((row_of(part),))
        self._wanted = part

        def show(text: str) -> None:
            if self._wanted is part:
                self._view.show_text(text or _("There is no text of this licence here."))

        self._turns.call(part.read, on_done=self._if_open(show), on_error=self._unread)

    def look(self) -> None:
        """Ask whether there is a newer Sori."""
        if self.is_busy:
            return
        self._found = None
        self._run(self._updates.check, _("Looking for a newer Sori."), _("Stopped."), self._looked)

    def fetch(self) -> None:
        """Download the newer Sori that was found."""
        found = self._found
        if found is None or not found.can_be_fetched or self.is_busy:
            return
        self._run(
            lambda: self._updates.fetch(found),
            _("Downloading Sori {version}.").format(version=found.release.version),
            _("Stopped. The next download goes on from here."),
            self._fetched,
        )

    def stop(self) -> bool:
        """Stop what is going on; return whether there was anything."""
        if not self.is_busy:
            return False
        self._jobs.cancel(LANE)
        self._settle(self._stopped)
        return True

    def escape(self) -> bool:
        """Silence the voice; if it is silent already, stop what is going on. False: there was neither."""
        if self._voice.is_speaking:
            self._voice.silence()
            return True
        return self.stop()

    def close(self) -> None:
        """The dialog is gone: stop, and show nothing any more."""
        self._is_closed = True
        if self.is_busy:
            self._is_busy = False
            self._jobs.cancel(LANE)
            self._voice.tell(self._stopped)

    def _run(
        self,
        work: Callable[[], Iterator[Progress]],
        begun: str,
        stopped: str,
        on_done: Callable[[Any], None],
    ) -> None:
        self._is_busy, self._stopped, self._said_at = True, stopped, self._clock()
        self._voice.tell(begun)
        self._view.show_answer(begun)
        self._view.show_progress(0.0, begun)
        job = Job(lane=LANE, on_item=self._advanced, on_done=on_done, on_error=self._failed)
        self._jobs.start(job, lambda _job: work())
        self._allow()

    def _advanced(self, progress: Progress) -> None:
        self._view.show_progress(progress.fraction, progress.notice or progress.sentence)
        if progress.notice:
            self._voice.tell(progress.notice)
            return
        self._voice.show(progress.sentence)
        if self._clock() - self._said_at >= PROGRESS_SECONDS and not self._voice.is_speaking:
            self._said_at = self._clock()
            self._voice.say((progress.sentence,), interrupt=False)

    def _looked(self, found: Found) -> None:
        self._found = found
        self._settle(found.sentence, found.release.told if found.is_newer else "")

    def _fetched(self, fetched: Fetched) -> None:
        self._settle(" ".join(fetched.sentences))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, EngineError):
            logger.error("About failed", exc_info=error)
        self._settle(sentence_of(error))

    def _unread(self, error: Exception) -> None:
        logger.error("the licences cannot be read", exc_info=error)

    def _settle(self, sentence: str, notes: str = "") -> None:
        """Nothing goes on any more: say and show what came of it."""
        self._is_busy = False
        if self._is_closed:
            return
        self._view.show_progress(None, "")
        self._view.show_answer(sentence, notes)
        self._voice.tell(f"{sentence} {notes}".strip())
        self._allow()

    def _allow(self) -> None:
        can_fetch = self._found is not None and self._found.can_be_fetched
        self._view.allow(
            looking=not self.is_busy and not self._updates.trouble(),
            fetching=can_fetch and not self.is_busy,
            stopping=self.is_busy,
        )

    def _if_open(self, show: Callable[[Any], None]) -> Callable[[Any], None]:
        """Return what shows a result only while there is a dialog to show it in."""
        return lambda result: None if self._is_closed else show(result)


def row_of(part: Part) -> str:
    """Return one line for a part, its name first, so that typing finds it."""
    name = f"{part.name} {part.version}".strip()
    licence = part.licence or _("licence unknown")
    if part.part_of:
        return _("{name}, inside {owner}: {licence}").format(name=name, owner=part.part_of, licence=licence)
    return _("{name}: {licence}").format(name=name, licence=licence)


def introduction(build: Build) -> str:
    """Return what Sori is, in a few sentences: version, edition, purpose, licence."""
    editions = {
        "source": _("Sori {version}, from its source tree."),
        "full": _("Sori {version}, full edition for {platform}."),
        "core": _("Sori {version}, core edition for {platform}."),
    }
    version = editions[build.edition].format(version=VERSION, platform=build.platform)
    purpose = _(
        "Sori turns what one sense cannot reach into what another can: it describes the screen aloud, "
        "writes down what is said, and reads finger spelling. All of it happens on this computer: "
        "no picture, sound or text leaves it."
    )
    licence = _(
        "It is free software under the GNU General Public License, version 3 or later: you may use it, "
        "study it, change it and pass it on. It comes without any warranty."
    )
    return "\n\n".join((version, purpose, licence))


def look_weekly(voice: Voice, jobs: Jobs, updates: Updates, is_week_over: Callable[[], bool]) -> None:
    """Look for a newer Sori if a week has gone by, for users who switched that on; speak only of news."""
    if updates.trouble() or jobs.is_busy(LANE):
        return

    def work(_job: Job) -> Generator[Progress, None, Found | None]:
        if not is_week_over():
            return None
        return (yield from updates.check())

    def told(found: Found | None) -> None:
        if found is not None and found.can_be_fetched:
            voice.tell(_("{news} About Sori, in the menu Help, downloads it.").format(news=found.sentence))

    def failed(error: Exception) -> None:
        # Nobody asked just now, so nobody is told; the next start tries again.
        level = logging.INFO if isinstance(error, EngineError) else logging.ERROR
        logger.log(level, "the weekly look failed: %s", type(error).__name__)

    jobs.start(Job(lane=LANE, on_done=told, on_error=failed), work)
