"""Say a sentence: in our own voice, or not at all."""

import logging
from collections.abc import Callable
from queue import SimpleQueue
from typing import Final, Protocol

from desktop.jobs import Job, Jobs
from desktop.speech import Event, Saying, Speech, Started, Texts, Trouble
from engines.text_to_speech import Manner, Speaker
from engines.text_to_speech.player import Player
from engines.text_to_speech.preferred import PreferredSpeaker
from engines.words import _

LANE: Final = "speak"

logger = logging.getLogger(__name__)


def _ignore(*_arguments: object) -> None:
    """Do nothing."""


class Announcer(Protocol):
    """What a presenter may ask of speech. All methods belong to the GUI thread and return at once."""

    def say(
        self,
        text: str,
        *,
        interrupt: bool = False,
        on_start: Callable[[], None] = _ignore,
        on_end: Callable[[], None] = _ignore,
    ) -> None:
        """Say `text` after what is being said, or instead of it with `interrupt`.

        `on_start` runs when its first sample goes out, `on_end` after its last; neither runs for a
        text that was stopped before.
        """
        ...

    def stop(self) -> None:
        """Be silent within 50 ms and forget what was waiting."""
        ...

    def pause(self, is_paused: bool) -> None:
        """Hold the sound where it is, or go on from there."""
        ...

    @property
    def is_speaking(self) -> bool:
        """Whether something is being said or waits to be said."""
        ...

    def change(self, manner: Manner) -> None:
        """Speak in this manner from the next sentence on; the volume changes at once."""
        ...

    def close(self) -> None:
        """Stop, and give back the loudspeaker."""
        ...


class SilentAnnouncer:
    """Says nothing: for tests, and for machines that cannot speak. Callbacks run at once."""

    def say(
        self,
        text: str,
        *,
        interrupt: bool = False,
        on_start: Callable[[], None] = _ignore,
        on_end: Callable[[], None] = _ignore,
    ) -> None:
        """Pretend to have said it."""
        on_start()
        on_end()

    def stop(self) -> None:
        """Stay silent."""

    def pause(self, is_paused: bool) -> None:
        """Stay silent."""

    @property
    def is_speaking(self) -> bool:
        """Whether something is being said: never."""
        return False

    def change(self, manner: Manner) -> None:
        """Stay silent."""

    def close(self) -> None:
        """Hold nothing."""


class VoiceAnnouncer:
    """Says things in our own voice, in the lane `speak` of the worker pool.

    What is said while a speech job runs is appended to it; `interrupt` and `stop` replace or cancel
    it. The job is cancelled before the ring of the player is emptied, and a cancelled job can hand
    over nothing more: that is why a stopped text never returns.

    The texts of a job wait in a `queue.SimpleQueue`. It is the one thing that the GUI thread and the
    lane both change: the GUI thread only puts, the lane only takes, each text is a frozen value, and
    a new job gets a new queue. A text put just as its job ends is found when the GUI thread hears of
    that end, and begins a new job.

    Engine and loudspeaker are opened in the lane by the first `say`. Without a loudspeaker a text
    counts as shown: `on_start` and `on_end` run at once, `on_trouble` gets one sentence, and the
    next text tries again.
    """

    def __init__(
        self,
        jobs: Jobs,
        *,
        manner: Manner = Manner(),
        on_trouble: Callable[[str], None] = _ignore,
        load_speaker: Callable[[Callable[[str], None]], Speaker] = PreferredSpeaker,
        load_player: Callable[[], Player] = Player,
    ) -> None:
        """Get ready; nothing is loaded yet.

        `on_trouble` gets translated sentences, on the GUI thread. `load_speaker` and `load_player`
        are called here and must be quick; the speaker may call its argument on any thread.
        """
        self._jobs = jobs
        self._manner = manner
        self._on_trouble = on_trouble
        troubles: SimpleQueue[str] = SimpleQueue()
        self._speaker = load_speaker(troubles.put)
        self._player = load_player()
        self._player.set_volume(manner.volume)
        self._speech = Speech(self._speaker, self._player, troubles)
        self._texts: Texts = SimpleQueue()
        self._job: Job | None = None
        self._unsaid = 0

    def say(
        self,
        text: str,
        *,
        interrupt: bool = False,
        on_start: Callable[[], None] = _ignore,
        on_end: Callable[[], None] = _ignore,
    ) -> None:
        """Say `text` after what is being said, or instead of it with `interrupt`."""
        if interrupt:
            self.stop()
        self._unsaid += 1
        self._texts.put(Saying(text, self._manner, on_start, on_end))
        if self._job is None:
            self._begin()

    def stop(self) -> None:
        """Be silent within 50 ms and forget what was waiting."""
        if self._job:
            self._job.cancel()
            self._job = None
        self._player.silence()
        self._player.pause(False)
        self._texts = SimpleQueue()
        self._unsaid = 0

    def pause(self, is_paused: bool) -> None:
        """Hold the sound where it is, or go on from there. What is said next is not held."""
        self._player.pause(is_paused)

    @property
    def is_speaking(self) -> bool:
        """Whether something is being said or waits to be said."""
        return self._unsaid > 0

    def change(self, manner: Manner) -> None:
        """Speak in this manner from the next `say` on; the volume changes at once."""
        self._manner = manner
        self._player.set_volume(manner.volume)

    def close(self) -> None:
        """Stop, end the engine and give back the loudspeaker. Call it before `Jobs.close`."""
        self.stop()
        self._player.close()
        self._speaker.close()

    def _begin(self) -> None:
        texts = self._texts
        self._job = Job(lane=LANE, on_item=self._hear_of, on_done=self._go_on, on_error=self._fail)
        self._jobs.start(self._job, lambda job: self._speech.run(job, texts))

    def _hear_of(self, event: Event) -> None:
        if isinstance(event, Trouble):
            self._on_trouble(event.sentence)
        elif isinstance(event, Started):
            event.saying.on_start()
        else:
            self._unsaid -= 1
            event.saying.on_end()

    def _go_on(self, _result: object) -> None:
        self._job = None
        if not self._texts.empty():
            self._begin()

    def _fail(self, error: Exception) -> None:
        logger.error("speaking failed", exc_info=error)
        self.stop()
        self._on_trouble(_("Something went wrong inside Sori, and the voice stopped."))
