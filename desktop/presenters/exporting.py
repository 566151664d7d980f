"""Write what was heard into a file of the user's choice: text, SRT, WebVTT or JSON."""

import json
import logging
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from desktop import saving
from desktop.jobs import Job, Jobs
from desktop.presenters.describe import sentence_of
from desktop.presenters.voice import Voice
from engines.results import Transcript
from engines.words import _

LANE: Final = "save"
Formats = Mapping[str, Callable[[Sequence[Transcript]], str]]
"""By the ending of the file's name, without the dot; the first is the default."""

logger = logging.getLogger(__name__)


def formats() -> Formats:
    """Return every format; what they need is loaded when one is used."""

    def text(finals: Sequence[Transcript]) -> str:
        from engines.speech_to_text.subtitles import as_text

        return as_text(finals)

    def srt(finals: Sequence[Transcript]) -> str:
        from engines.speech_to_text.subtitles import as_srt

        return as_srt(finals)

    def vtt(finals: Sequence[Transcript]) -> str:
        from engines.speech_to_text.subtitles import as_vtt

        return as_vtt(finals)

    return {"txt": text, "srt": srt, "vtt": vtt, "json": as_json}


def as_json(finals: Sequence[Transcript]) -> str:
    """Return finals as a list of objects with their seconds."""
    rows = [
        {
            "start": round(one.start, 3),
            "end": round(one.end, 3),
            "text": one.text,
            "confidence": one.confidence,
        }
        for one in finals
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


class Export:
    """Saves transcripts in the background; says when it is done, and where."""

    def __init__(self, voice: Voice, jobs: Jobs, formats: Formats) -> None:
        self._voice, self._jobs, self._formats = voice, jobs, formats

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings a file may have, without the dot."""
        return tuple(self._formats)

    def save(self, path: Path, finals: Callable[[], Iterable[Transcript]]) -> None:
        """Save what `finals` returns; it is called in the background. The name's ending decides how."""
        if self._jobs.is_busy(LANE):
            self._voice.tell(_("Another file is still being saved. Please wait until it is done."))
            return
        ending = path.suffix.lower().lstrip(".")
        if ending not in self._formats:
            ending = next(iter(self._formats))
        self._voice.show(_("Saving {file}.").format(file=path.name))
        job = Job(lane=LANE, on_done=self._saved, on_error=self._failed)
        self._jobs.start(job, lambda _job: _work(path, lambda: self._formats[ending](tuple(finals()))))

    def _saved(self, path: Path) -> None:
        self._voice.tell(_("Saved: {file}").format(file=path.name))

    def _failed(self, error: Exception) -> None:
        logger.info("saving failed: %s", type(error).__name__)
        self._voice.tell(sentence_of(error))


def _work(path: Path, content: Callable[[], str]) -> Generator[None, None, Path]:
    yield
    return (yield from saving.text(path, content().rstrip("\n")))
