"""The work of the speak lane: texts become sound, and the sound tells how far it has got."""

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import Final

from desktop.jobs import Cancelled, Job
from engines.errors import DeviceUnavailable, InputUnsupported
from engines.results import Spoken
from engines.text_to_speech import Manner, Speaker
from engines.text_to_speech.player import Player

_RETRY_SECONDS: Final = 2.0
"""How long a missing loudspeaker is not looked for again."""


@dataclass(frozen=True, eq=False)
class Saying:
    """One text on its way to the lane, with what to call when its sound begins and ends."""

    text: str
    manner: Manner
    on_start: Callable[[], None]
    on_end: Callable[[], None]


@dataclass(frozen=True, eq=False)
class Started:
    """The first sample of a text goes to the device."""

    saying: Saying


@dataclass(frozen=True, eq=False)
class Ended:
    """The device has taken the last sample of a text, or there is no device and it counts as shown."""

    saying: Saying


@dataclass(frozen=True)
class Trouble:
    """Something a person should know, as a translated sentence."""

    sentence: str


Event = Started | Ended | Trouble
Texts = SimpleQueue[Saying]


class Speech:
    """What the speak lane keeps from job to job. Only the lane calls `run`."""

    def __init__(self, speaker: Speaker, player: Player, troubles: SimpleQueue[str]) -> None:
        """Get ready; `troubles` is where the speaker puts its own sentences."""
        self._speaker = speaker
        self._player = player
        self._troubles = troubles
        self._marks: deque[tuple[int, Event]] = deque()
        self._no_device_until = 0.0
        self._is_loss_told = False

    def run(self, job: Job, texts: Texts) -> Iterator[Event]:
        """Say everything in `texts` and end when it is empty and all has been delivered."""
        self._marks.clear()
        while True:
            try:
                saying = texts.get_nowait()
            except Empty:
                if not self._marks:
                    return
                yield from self._wait_for_sound(job)
            else:
                yield from self._say(saying, job)

    def _say(self, saying: Saying, job: Job) -> Iterator[Event]:
        if time.monotonic() < self._no_device_until:
            yield Started(saying)
            yield Ended(saying)
            return
        is_started = False
        try:
            with closing(self._blocks(saying)) as blocks:
                for block in job.until_cancelled(blocks):
                    if block.samples and not is_started:
                        is_started = True
                        self._marks.append((self._player.handed_over + 1, Started(saying)))
                    if block.samples:
                        self._player.play(block, lambda: not job.is_cancelled)
                        self._is_loss_told = False
                    yield from self._due()
        except DeviceUnavailable as error:
            yield from self._lose(error)
        if not is_started:
            self._marks.append((self._player.handed_over, Started(saying)))
        self._marks.append((self._player.handed_over, Ended(saying)))
        yield from self._due()

    def _blocks(self, saying: Saying) -> Generator[Spoken, None, None]:
        # The player makes it louder or quieter, because that must be heard at once.
        manner = replace(saying.manner, volume=1.0)
        try:
            yield from self._speaker.speak(saying.text, manner)
        except InputUnsupported as error:
            self._troubles.put(str(error))
            yield from self._speaker.speak(saying.text, replace(manner, voice=""))

    def _wait_for_sound(self, job: Job) -> Iterator[Event]:
        if job.is_cancelled:
            raise Cancelled
        try:
            self._player.wait()
        except DeviceUnavailable as error:
            yield from self._lose(error)
        yield from self._due()

    def _due(self) -> Iterator[Event]:
        """Yield what the sound has come past, and what the speaker complained of."""
        while not self._troubles.empty():
            yield Trouble(self._troubles.get())
        while self._marks and self._player.delivered >= self._marks[0][0]:
            yield self._marks.popleft()[1]

    def _lose(self, error: DeviceUnavailable) -> Iterator[Event]:
        """Tell once that there is no loudspeaker, and count as shown what waited for it."""
        self._no_device_until = time.monotonic() + _RETRY_SECONDS
        if not self._is_loss_told:
            self._is_loss_told = True
            yield Trouble(str(error))
        while self._marks:
            yield self._marks.popleft()[1]
