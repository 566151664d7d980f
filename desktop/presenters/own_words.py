"""The user's own words for dictation: taken over from a CSV file, and given out as one."""

import contextlib
import logging
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

from desktop import saving
from desktop.jobs import Job, Jobs
from desktop.presenters.describe import sentence_of
from desktop.presenters.voice import Voice
from engines.errors import InputUnsupported
from engines.words import _
from engines.writing import CustomWords

LANE: Final = "words"
AskPath = Callable[[Callable[[Path], None]], None]

logger = logging.getLogger(__name__)


class OwnWords:
    """Imports and exports them. All methods belong to the GUI thread."""

    def __init__(self, voice: Voice, jobs: Jobs, file: Path) -> None:
        """`file` is where the words are kept; it need not exist."""
        self._voice, self._jobs, self._file = voice, jobs, file

    def import_from(self, ask: AskPath) -> None:
        """Use the words of a CSV file from now on, instead of those before."""
        ask(lambda path: self._run(lambda: taken_over(path, self._file), self._imported))

    def export(self, ask: AskPath) -> None:
        """Write the words into a CSV file, to change them in a table program or to take them along."""
        ask(lambda path: self._run(lambda: given_out(self._file, path), self._exported))

    def _run(self, work: Callable[[], Generator[None, None, int]], then: Callable[[int], None]) -> None:
        job = Job(lane=LANE, on_done=then, on_error=self._failed)
        self._jobs.start(job, lambda _job: work())

    def _imported(self, count: int) -> None:
        self._voice.tell(_("{count} words and replacements are used from now on.").format(count=count))

    def _exported(self, count: int) -> None:
        self._voice.tell(_("{count} words and replacements are written.").format(count=count))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, InputUnsupported):
            logger.info("words failed: %s", type(error).__name__)
        self._voice.tell(sentence_of(error))


def taken_over(source: Path, file: Path) -> Generator[None, None, int]:
    """Replace `file` by the words of `source`, once all of it is understood; return how many there are.

    Raises:
        InputUnsupported: `source` cannot be read; the sentence names the line.
        OutputUnwritable: `file` cannot be written; it is as it was.
    """
    yield
    words = CustomWords.from_csv(source)
    with contextlib.suppress(OSError):  # where there can be no folder, writing says what to do
        file.parent.mkdir(parents=True, exist_ok=True)
    yield from saving.data(file, words.to_csv())
    return len(words.entries)


def given_out(file: Path, target: Path) -> Generator[None, None, int]:
    """Write the words of `file` to `target`; return how many there are. Errors as for `taken_over`."""
    yield
    words = CustomWords.from_csv(file) if file.exists() else CustomWords()
    yield from saving.data(target, words.to_csv())
    return len(words.entries)
