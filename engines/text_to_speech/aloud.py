"""Speak, save, or both, while the text is still being made: what commands use."""

import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from engines.errors import DeviceUnavailable, EngineError
from engines.results import Spoken
from engines.text_to_speech import Manner, Speaker
from engines.text_to_speech.player import Player
from engines.text_to_speech.preferred import PreferredSpeaker
from engines.text_to_speech.wav import WavFile


@dataclass(frozen=True)
class Outcome:
    """What became of a text that was to be spoken."""

    troubles: tuple[str, ...] = ()
    """Translated sentences: a voice that failed, a loudspeaker that was missing."""
    is_device_missing: bool = False
    """Whether the loudspeaker was missing or lost, so that not everything was heard."""
    first_sample_at: float | None = None
    """`time.perf_counter` when the device took the first sample; None if it never did."""


def speak_aloud(
    texts: Iterable[str],
    manner: Manner = Manner(),
    *,
    is_played: bool = True,
    save: Path | None = None,
) -> Outcome:
    """Speak `texts` in order and return when the last has been heard, saved, or both.

    A private thread speaks, so the first text is heard while `texts`, which is iterated on the
    calling thread, still makes the next. Without a loudspeaker the texts are still taken to the end,
    and saved if asked. If anything is raised here or by `texts`, also KeyboardInterrupt, the sound
    stops at once and no file is left behind.

    Raises:
        InputUnsupported: if there is no such voice.
        OutputUnwritable: if the file cannot be written; an old one is intact.
    """
    with ExitStack() as stack:
        wav = stack.enter_context(WavFile(save)) if save else None
        voice = _Voice(manner, wav, is_played)
        stack.callback(voice.abandon)
        for text in texts:
            voice.say(text)
        return voice.finish()


class _Voice:
    """The speaking thread. The queue is the only thing that both threads write and read."""

    def __init__(self, manner: Manner, wav: WavFile | None, is_played: bool) -> None:
        self._manner = manner
        self._wav = wav
        self._troubles: list[str] = []
        self._speaker: Speaker = PreferredSpeaker(self._troubles.append)
        self._player = Player(self._note_first)
        self._is_played = is_played
        self._is_device_missing = False
        self._first_sample_at: float | None = None
        self._failure: EngineError | None = None
        self._texts: SimpleQueue[str | None] = SimpleQueue()
        self._is_abandoned = threading.Event()
        self._thread = threading.Thread(target=self._run, name="aloud", daemon=True)
        self._thread.start()

    def say(self, text: str) -> None:
        """Speak `text` after what was given before."""
        if self._failure:
            raise self._failure
        self._texts.put(text)

    def finish(self) -> Outcome:
        """Wait until all has been spoken."""
        self._texts.put(None)
        while self._thread.is_alive():
            self._thread.join(0.1)  # on Windows, only a wait that ends lets Ctrl+C through
        if self._failure:
            raise self._failure
        return Outcome(tuple(self._troubles), self._is_device_missing, self._first_sample_at)

    def abandon(self) -> None:
        """Be silent at once, end the thread and give back the device."""
        self._is_abandoned.set()
        self._player.silence()
        self._texts.put(None)
        self._thread.join()
        self._player.close()
        self._speaker.close()

    def _run(self) -> None:
        try:
            while (text := self._texts.get()) is not None:
                for block in self._speaker.speak(text, self._manner):
                    if self._is_abandoned.is_set():
                        return
                    self._use(block)
            self._play(self._player.drain)
        except EngineError as error:
            self._failure = error

    def _use(self, block: Spoken) -> None:
        if self._wav:
            self._wav.write(block)
        self._play(lambda is_wanted: self._player.play(block, is_wanted))

    def _play(self, step: Callable[[Callable[[], bool]], bool]) -> None:
        if not self._is_played or self._is_device_missing:
            return
        try:
            step(lambda: not self._is_abandoned.is_set())
        except DeviceUnavailable as error:
            self._is_device_missing = True
            self._troubles.append(str(error))

    def _note_first(self, seconds: float, _samples: bytes) -> None:
        if self._first_sample_at is None:
            self._first_sample_at = seconds
