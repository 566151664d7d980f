"""Short sounds that say what a light would: listening begins, ends, words arrived, something went wrong."""

import logging
import math
from array import array
from collections.abc import Callable, Iterator
from typing import Final

from desktop.jobs import Job, Jobs
from desktop.presenters.into_text import Sound
from engines.errors import DeviceUnavailable
from engines.results import Spoken
from engines.text_to_speech.player import Player

LANE: Final = "sound"
RATE_HZ: Final = 22050
_LOUDEST: Final = 0.22
"""Of full scale: beside a voice, not over it."""
_EDGE_SECONDS: Final = 0.012
"""Each tone swells and fades, because a hard edge clicks."""

_TONES: Final[dict[Sound, tuple[tuple[float, float], ...]]] = {
    "start": ((659.3, 0.07), (880.0, 0.10)),
    "stop": ((880.0, 0.07), (659.3, 0.10)),
    "written": ((1318.5, 0.05),),
    "trouble": ((220.0, 0.12), (0.0, 0.05), (196.0, 0.18)),
}
"""Hz and seconds of each tone; 0 Hz is a pause."""

logger = logging.getLogger(__name__)


class Sounds:
    """Plays them in a lane of its own: they neither wait for speech nor cut it off. GUI thread only."""

    def __init__(self, jobs: Jobs, load_player: Callable[[], Player] = Player) -> None:
        """Get ready; the loudspeaker is opened by the first sound."""
        self._jobs = jobs
        self._player = load_player()

    def play(self, sound: Sound) -> None:
        """Play a sound, instead of the one before it. Without a loudspeaker its visible twin has to do."""
        self._player.silence()
        self._jobs.start(Job(lane=LANE, on_error=_note), lambda job: self._work(job, sound))

    def close(self) -> None:
        """Give back the loudspeaker. Call it before `Jobs.close`."""
        self._jobs.cancel(LANE)
        self._player.close()

    def _work(self, job: Job, sound: Sound) -> Iterator[None]:
        yield
        self._player.play(Spoken(samples(sound), RATE_HZ), lambda: not job.is_cancelled)
        self._player.drain(lambda: not job.is_cancelled)


def samples(sound: Sound) -> bytes:
    """Return a sound as signed 16-bit little-endian mono PCM at `RATE_HZ`."""
    made = array("h")
    for pitch_hz, seconds in _TONES[sound]:
        count = round(seconds * RATE_HZ)
        edge = min(count // 2, round(_EDGE_SECONDS * RATE_HZ))
        for number in range(count):
            swell = min(1.0, number / edge, (count - 1 - number) / edge)
            wave = math.sin(2 * math.pi * pitch_hz * number / RATE_HZ)
            made.append(round(32767 * _LOUDEST * swell * wave))
    return made.tobytes()


def _note(error: Exception) -> None:
    if isinstance(error, DeviceUnavailable):
        logger.info("no loudspeaker for a sound")
    else:
        logger.error("a sound failed", exc_info=error)
