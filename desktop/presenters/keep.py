"""Save what was described, in the background."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from desktop import saving
from desktop.jobs import Job, Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.describe import Describe, sentence_of
from desktop.presenters.voice import Voice
from engines.words import _

logger = logging.getLogger(__name__)
AskPath = Callable[[Callable[[Path], None]], None]
"""Asks the user where to save, and calls back if they chose a place."""


class Keep:
    """Saves the description as text or as sound; says when it is done, and where."""

    def __init__(self, describe: Describe, voice: Voice, jobs: Jobs, choices: Choices) -> None:
        self._describe, self._voice, self._jobs, self._choices = describe, voice, jobs, choices

    def save_text(self, ask: AskPath) -> None:
        """Save the description at the chosen level as a text file."""
        if sentences := self._describe.sentences():
            ask(lambda path: self._save(path, saving.text(path, "\n".join(sentences))))

    def save_audio(self, ask: AskPath) -> None:
        """Save the description at the chosen level as a WAV file, in the chosen voice."""
        if sentences := self._describe.sentences():
            manner = replace(self._choices.now.manner, volume=1.0)
            ask(lambda path: self._save(path, saving.audio(path, sentences, manner)))

    def _save(self, path: Path, work: Iterator[object]) -> None:
        if self._jobs.is_busy("save"):
            self._voice.tell(_("Another file is still being saved. Please wait until it is done."))
            return
        self._voice.show(_("Saving {file}.").format(file=path.name))
        job = Job(lane="save", on_done=self._saved, on_error=self._failed)
        self._jobs.start(job, lambda _job: work)

    def _saved(self, path: Path) -> None:
        self._voice.tell(_("Saved: {file}").format(file=path.name))

    def _failed(self, error: Exception) -> None:
        logger.info("saving failed: %s", type(error).__name__)
        self._voice.tell(sentence_of(error))
