"""Play speech on the loudspeaker, and be silent at once when asked."""

import threading
import time
from array import array
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from engines.errors import DeviceUnavailable
from engines.results import Spoken
from engines.sources import portaudio
from engines.text_to_speech.resample import Resampler
from engines.words import _

_RING_SECONDS: Final = 0.1
_SLICE: Final = 220
"""Samples handed over at a time, 10 ms: what is stopped waits in small pieces."""
_FADE: Final = 110
"""Samples, 5 ms: cutting a wave short would click."""
_IDLE_SECONDS: Final = 5.0
_LOST_SECONDS: Final = 3.0
"""A device that has not called back for so long is gone."""


def _always() -> bool:
    return True


def _ignore(seconds: float, samples: bytes) -> None:
    """Do nothing."""


class Player:
    """Plays blocks on the default loudspeaker through a ring of 100 ms.

    `play` and `drain` belong to one thread; all else may be called from any. The ring is the one
    thing that the feeding thread, the silencing thread and PortAudio's thread share, so it has a lock,
    held for microseconds. Opening a device can take long and has a lock of its own, which `silence`
    and `pause` never touch. The device is opened by the first `play`, kept open from sentence to
    sentence, and given back by `close` and after five idle seconds.
    """

    def __init__(self, on_delivered: Callable[[float, bytes], None] = _ignore) -> None:
        """Get ready without touching the device.

        `on_delivered` gets the time (`time.perf_counter`) and the samples of each callback that
        delivered something; it runs on PortAudio's thread and must return at once.
        """
        self._on_delivered = on_delivered
        self._room = threading.Condition()
        self._ring: deque[array[int]] = deque()
        self._waiting = 0
        self._delivered = 0
        self._volume = 1.0
        self._is_paused = False
        self._is_running = False
        self._is_closed = False
        self._called_at = 0.0
        self._sounded_at = 0.0
        self._device = threading.Lock()
        self._stream: Any = None
        self._resampler: Resampler | None = None

    def play(self, spoken: Spoken, is_wanted: Callable[[], bool] = _always) -> bool:
        """Hand over one block; wait only for room in the ring.

        `is_wanted` is asked while the ring is locked: whoever first makes it false and then calls
        `silence` hears nothing more of this block. Returns whether all of it was handed over.

        Raises:
            DeviceUnavailable: if there is no loudspeaker, or it was lost.
        """
        if not self._is_running and not self._open():
            return False
        samples = array("h", self._at_device_rate(spoken))
        return all(
            self._hand_over(samples[start : start + _SLICE], is_wanted)
            for start in range(0, len(samples), _SLICE)
        )

    def drain(self, is_wanted: Callable[[], bool] = _always) -> bool:
        """Wait until all that was handed over has been heard; return False if it was silenced first.

        Raises:
            DeviceUnavailable: if the loudspeaker was lost.
        """
        with self._room:
            while self._waiting and is_wanted():
                self._wait()
            if not is_wanted():
                return False
            latency = self._stream.latency if self._stream else 0.0
            return not self._room.wait_for(lambda: not is_wanted(), timeout=latency)

    def wait(self) -> None:
        """Wait until the device takes something, at most 100 ms.

        Raises:
            DeviceUnavailable: if the loudspeaker was lost.
        """
        with self._room:
            if self._waiting:
                self._wait()

    def silence(self) -> None:
        """Forget what waits in the ring; the next callback delivers a fade of 5 ms, and then nothing."""
        with self._room:
            tail = array("h", (sample for block in self._ring for sample in block))[:_FADE]
            self._ring.clear()
            # A paused ring is silent already, and what is faded out must not be heard on going on.
            if tail and not self._is_paused:
                self._ring.append(array("h", (s * (len(tail) - i) // len(tail) for i, s in enumerate(tail))))
            self._waiting = sum(map(len, self._ring))
            self._room.notify_all()

    def pause(self, is_paused: bool) -> None:
        """Hold the sound where it is, or go on from there."""
        with self._room:
            self._is_paused = is_paused
            self._room.notify_all()

    def set_volume(self, volume: float) -> None:
        """Play at `volume`, 0 to 1, from the next callback on."""
        self._volume = min(1.0, max(0.0, volume))

    @property
    def delivered(self) -> int:
        """How many samples the device has taken, since the beginning."""
        return self._delivered

    @property
    def handed_over(self) -> int:
        """How many samples the device will have taken once the ring is empty."""
        with self._room:
            return self._delivered + self._waiting

    def close(self) -> None:
        """Be silent and give back the device; a `play` that is under way returns. Twice is harmless."""
        with self._room:
            self._is_closed = True
            self._ring.clear()
            self._waiting = 0
            self._room.notify_all()
        with self._device:
            self._release()

    def _open(self) -> bool:
        from engines.text_to_speech import loudspeaker

        with self._device:
            self._release()
            if self._is_closed:
                return False
            self._called_at = self._sounded_at = time.perf_counter()
            self._is_running = True
            try:
                self._stream = loudspeaker.open_stream(self._fill)
            except BaseException:
                self._is_running = False
                raise
            self._resampler = None
        return True

    def _release(self) -> None:
        self._is_running = False
        if self._stream:
            portaudio.close_stream(self._stream)
            self._stream = None

    def _at_device_rate(self, spoken: Spoken) -> bytes:
        rate_hz = round(self._stream.samplerate)
        if spoken.rate_hz == rate_hz:
            return spoken.samples
        if self._resampler is None or self._resampler.from_hz != spoken.rate_hz:
            self._resampler = Resampler(spoken.rate_hz, rate_hz)
        return self._resampler.convert(spoken.samples)

    def _hand_over(self, samples: "array[int]", is_wanted: Callable[[], bool]) -> bool:
        room = round(self._stream.samplerate * _RING_SECONDS) - len(samples)
        with self._room:
            while self._waiting > room and is_wanted() and not self._is_closed:
                self._wait()
            if not is_wanted() or self._is_closed:
                return False
            self._ring.append(samples)
            self._waiting += len(samples)
        return True

    def _wait(self) -> None:
        """Wait for the ring to change. The lock is held."""
        self._room.wait(timeout=0.1)
        if self._is_closed:
            return
        if not self._stream.active or time.perf_counter() - self._called_at > _LOST_SECONDS:
            self._ring.clear()
            self._waiting = 0
            self._is_running = False
            raise DeviceUnavailable(
                _("The loudspeaker is gone. The text is shown instead; connect one and try again.")
            )

    def _fill(self, out: Any, frames: int, *_times_and_flags: Any) -> None:
        """Give PortAudio its next samples."""
        now = time.perf_counter()
        with self._room:
            samples = self._take(frames)
            self._called_at = now
            if samples or self._is_paused:
                self._sounded_at = now
            is_idle = now - self._sounded_at > _IDLE_SECONDS
            if is_idle:
                self._is_running = False
            self._room.notify_all()
        loudness = self._volume
        if loudness < 1.0:
            samples = array("h", (int(sample * loudness) for sample in samples))
        sound = samples.tobytes()
        out[: len(sound)] = sound
        out[len(sound) :] = bytes(2 * frames - len(sound))
        if samples:
            self._on_delivered(now, sound)
        if is_idle:
            from engines.text_to_speech.loudspeaker import stop_calling

            raise stop_calling()

    def _take(self, frames: int) -> "array[int]":
        taken = array("h")
        while self._ring and not self._is_paused and len(taken) < frames:
            block = self._ring.popleft()
            space = frames - len(taken)
            taken.extend(block[:space])
            if len(block) > space:
                self._ring.appendleft(block[space:])
        self._waiting -= len(taken)
        self._delivered += len(taken)
        return taken
