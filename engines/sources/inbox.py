"""Where a device's own thread leaves what it heard, until it is fetched."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from engines.media import RATE_HZ
from engines.sources.live import Heard
from engines.sources.resampling import ToSpeechRate

_MOST_SECONDS: Final = 30.0
"""What waits longer than this is dropped, the newest first, and counted."""
_CREEP_SECONDS: Final = 0.0001
"""How much later each block may come than the one before without being called late: clocks differ."""


class Inbox:
    """Blocks of 16-bit interleaved PCM from one device, at most 30 s of them.

    `put` belongs to the device's thread and `take` to the listening one; a lock, held for
    microseconds, stands between.
    """

    def __init__(self, rate_hz: int, channels: int, now: Callable[[], float] = time.monotonic) -> None:
        self._rate_hz = rate_hz
        self._channels = channels
        self._now = now
        self._ready = threading.Condition()
        self._blocks: deque[tuple[int, bytes]] = deque()
        """Each with the number of frames that were lost just before it."""
        self._waiting = 0
        self._lost = 0
        self._came = 0
        """Frames that came or are known to be lost, since the beginning."""
        self._began = now()
        self._usual_delay = float("inf")
        self._resampler = ToSpeechRate(rate_hz, channels)

    def put(self, block: bytes, is_after_loss: bool = False) -> None:
        """Leave a block; `is_after_loss` where the device says that it lost something before this one."""
        frames = len(block) // 2 // self._channels
        with self._ready:
            self._came += frames
            self._lost += self._missed() if is_after_loss else 0
            delay = self._delay()
            self._usual_delay = min(delay, self._usual_delay + _CREEP_SECONDS)
            if self._waiting > _MOST_SECONDS * self._rate_hz:
                self._lost += frames
                return
            self._blocks.append((self._lost, block))
            self._waiting += frames
            self._lost = 0
            self._ready.notify()

    def take(self, patience_seconds: float) -> Heard:
        """Return what lies here, at 16 kHz mono, waiting at most so long for it."""
        with self._ready:
            self._ready.wait_for(lambda: self._blocks, timeout=patience_seconds)
            lost = self._blocks[0][0] if self._blocks else 0
            taken: list[bytes] = []
            while self._blocks and (not taken or not self._blocks[0][0]):
                taken.append(self._blocks.popleft()[1])
            block = b"".join(taken)
            self._waiting -= len(block) // 2 // self._channels
        return Heard(self._resampler.convert(block) if block else b"", round(lost * RATE_HZ / self._rate_hz))

    def _missed(self) -> int:
        """Return how many frames the device lost: as many as it is later than usual."""
        late = self._delay() - self._usual_delay
        missed = max(0, round(late * self._rate_hz)) if late < float("inf") else 0
        self._came += missed
        return missed

    def _delay(self) -> float:
        """Return how much more time has passed than sound has come."""
        return self._now() - self._began - self._came / self._rate_hz
