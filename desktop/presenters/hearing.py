"""Listening as a page sees it: words, how loud it is, why nothing is heard, and how it ends."""

import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

from desktop.jobs import Job
from engines.media import AudioChunk
from engines.results import Transcript
from engines.speech_to_text import Listening, SpeechRecognizer
from engines.words import N_, _

Source = Callable[[], Iterator[AudioChunk]]
"""Opens a source; its sound comes from the first `next` on."""
Level = Callable[[AudioChunk], float]
"""How loud a piece of sound is, in dB below full scale."""
State = Literal["idle", "starting", "listening", "finishing"]

SILENT_DBFS, QUIET_DBFS, LOUD_DBFS = -60.0, -45.0, -9.0
FIRST_QUIET_SECONDS: Final = 5.0
"""Nothing heard for so long after the start: most likely it is the wrong microphone."""
LATER_QUIET_SECONDS: Final = 30.0
"""Once it was heard, people may think before they speak."""
SAME_TROUBLE_SECONDS: Final = 60.0
"""The same trouble is told so often at most."""
SHOWN_SECONDS: Final = 0.1
"""A recording is heard faster than anybody reads: its partial words are shown so often at most."""

_LEVEL_WORDS: Final = (
    (SILENT_DBFS, N_("Microphone level: silent")),
    (QUIET_DBFS, N_("Microphone level: quiet")),
    (LOUD_DBFS, N_("Microphone level: good")),
    (1000.0, N_("Microphone level: too loud")),
)


@dataclass(frozen=True)
class Heard:
    """What a recogniser made of the sound so far, and how that sound was."""

    transcript: Transcript
    level_dbfs: float
    trouble: str = ""
    """Why nothing is heard: one sentence, empty if all is well."""


class Ending:
    """Lets a source end without cutting off what was said until then.

    `ask` belongs to the GUI thread, `limit` to the lane that listens.
    """

    def __init__(self, is_live: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._is_live, self._clock = is_live, clock
        self._asked = threading.Event()
        self._asked_at = 0.0

    def ask(self) -> None:
        """End as soon as the sound of this moment has been passed on."""
        if not self._asked.is_set():
            self._asked_at = self._clock()
            self._asked.set()

    def limit(self, chunks: Iterator[AudioChunk]) -> Iterator[AudioChunk]:
        """Pass `chunks` on until the end is asked for; close them afterwards."""
        opened_at: float | None = None
        try:
            for chunk in chunks:
                end = chunk.start_seconds + chunk.seconds
                if opened_at is None and chunk.samples:
                    # Not before: a device may take seconds to open, and its time begins only then.
                    opened_at = self._clock() - end
                yield chunk
                # What was said before the key was released may still wait in the source.
                is_waited_for = self._is_live and opened_at is not None and opened_at + end < self._asked_at
                if self._asked.is_set() and not is_waited_for:
                    return
        finally:
            if isinstance(chunks, Generator):
                chunks.close()


def hear(
    job: Job, source: Source, recognizer: SpeechRecognizer, how: Listening, ending: Ending, level: Level
) -> Iterator[Heard]:
    """Yield what is heard, with the level and trouble of the newest sound. Runs in a lane."""
    latest, trouble = SILENT_DBFS, ""

    def tapped() -> Generator[AudioChunk, None, None]:
        nonlocal latest, trouble
        for chunk in ending.limit(source()):
            latest, trouble = level(chunk), chunk.trouble
            yield chunk

    sound = tapped()
    try:
        # The microphone is opened before the recogniser is loaded, and keeps what is said meanwhile.
        first = next(sound, None)
        chunks = chain(() if first is None else (first,), sound)
        for transcript in recognizer.transcribe(job.until_cancelled(chunks), how):
            yield Heard(transcript, latest, trouble)
    finally:
        # Here and now: an error would keep it open until the GUI thread lets go of it, and closes it there.
        sound.close()


def calmed(heard: Iterator[Heard], clock: Callable[[], float] = time.monotonic) -> Iterator[Heard]:
    """Leave out partial words that follow too closely; finals and notices always pass."""
    shown_at = -SHOWN_SECONDS
    for one in heard:
        if one.transcript.is_final or one.transcript.notice or clock() - shown_at >= SHOWN_SECONDS:
            shown_at = clock()
            yield one


class Watch:
    """Notices once what the user should be told about the microphone. GUI thread only."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._since = clock()
        self._trouble = ""
        self._was_heard = self._is_quiet_told = self._is_trouble_told = False
        self._told_at: dict[str, float] = {}
        self.is_back = False
        """Whether the sentence returned last is good news, which must not talk over what the user says."""

    def anew(self) -> "Watch":
        """Return one for the next session, which need not tell what turned out to be no trouble in this."""
        watch = Watch(self._clock)
        if self._was_heard:
            watch._told_at = self._told_at
        return watch

    def note(self, heard: Heard, is_deafened: bool) -> str:
        """Return the sentence to say now; empty if there is none.

        While our own voice speaks the microphone is deafened, and silence means nothing.
        """
        self.is_back = False
        if heard.trouble != self._trouble:
            return self._turn(heard.trouble)
        if heard.trouble:
            return ""
        if is_deafened:
            self._since = self._clock()
            return ""
        if heard.level_dbfs >= QUIET_DBFS or heard.transcript.text:
            self._since, self._was_heard, self._is_quiet_told = self._clock(), True, False
            return ""
        patience = LATER_QUIET_SECONDS if self._was_heard else FIRST_QUIET_SECONDS
        if self._is_quiet_told or self._clock() - self._since < patience:
            return ""
        self._is_quiet_told = True
        return _("The microphone is quiet. Speak louder, come closer, or choose another one in the settings.")

    def _turn(self, trouble: str) -> str:
        """Tell a trouble that is new, and its end; what comes with every pause in speech is told once."""
        self._trouble, self._since = trouble, self._clock()
        if not trouble:
            self.is_back, self._is_trouble_told = self._is_trouble_told, False
            return _("The microphone can be heard again.") if self.is_back else ""
        # A microphone that gates noise gives no sound between words, as one that is muted does.
        if self._clock() - self._told_at.get(trouble, float("-inf")) < SAME_TROUBLE_SECONDS:
            return ""
        self._told_at[trouble], self._is_trouble_told = self._clock(), True
        return trouble


def level_percent(level_dbfs: float) -> int:
    """Return how far a level meter reaches, 0 to 100."""
    return round(100 * min(max(1 - level_dbfs / SILENT_DBFS, 0.0), 1.0))


def level_words(level_dbfs: float) -> str:
    """Say how loud it is."""
    return _(next(words for below, words in _LEVEL_WORDS if level_dbfs < below))
