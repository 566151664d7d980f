"""Sound from a device that may come and go: no chunk is late, and time never jumps."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Final, NamedTuple, Protocol

from engines.errors import DeviceUnavailable
from engines.media import RATE_HZ, AudioChunk
from engines.sources.levels import peak
from engines.words import _

_CHUNK: Final = RATE_HZ // 10
_PATIENCE_SECONDS: Final = 0.1
_FIRST_PATIENCE_SECONDS: Final = 1.0
"""A device that is not there is nearly always known to be missing by then."""
_STALL_SECONDS: Final = 1.0
"""A device that has handed over nothing for so long is gone."""
_SILENT_SAMPLES: Final = round(1.5 * RATE_HZ)
_SILENT_PEAK: Final = 1
"""Even a good microphone in a quiet room gives more than one step of a 16-bit sample."""
_SAID_SECONDS: Final = 0.7
"""A shorter loss, as when another loudspeaker was chosen, is filled but not told."""
_RETRY_SECONDS: Final = 1.0
_ASLEEP_SECONDS: Final = 60.0
"""If so much time is missing at once, it was the computer that slept, not the device that was gone."""


class Heard(NamedTuple):
    """What a device handed over."""

    samples: bytes
    """Signed 16-bit mono PCM at `RATE_HZ`; empty if nothing came in time."""
    missing: int = 0
    """How many samples at `RATE_HZ` were lost just before these, because nobody fetched them in time."""


class DeviceLost(Exception):
    """The open device will give nothing more. Never leaves this package."""


class Device(Protocol):
    """An open microphone, or what stands for one; used by one thread at a time."""

    def read(self, patience_seconds: float) -> Heard:
        """Return what has come, waiting at most so long for it.

        Raises:
            DeviceLost: it was unplugged, or the sound server went away.
        """
        ...

    def close(self) -> None:
        """Give it back; called once."""
        ...


@dataclass(frozen=True)
class Troubles:
    """What is said while nothing is heard: translated sentences."""

    lost: str
    silent: str


def live(
    open_device: Callable[[], Device], troubles: Troubles, now: Callable[[], float] = time.monotonic
) -> Iterator[AudioChunk]:
    """Yield what a device hears, at least every 100 ms, until closed.

    A chunk is empty while the device is merely late. Once it is gone, zeros take the place of what is
    not heard, in real time, and it is opened again about once a second. Opening and closing can take
    long, so a thread of its own does that.

    Raises:
        DeviceUnavailable: it could not be opened at the start.
    """
    door, listening = _Door(open_device), _Listening(troubles, now)
    try:
        door.open()
        device = door.wait(_FIRST_PATIENCE_SECONDS)
        while device is None:
            yield listening.nothing()
            device = door.wait(_PATIENCE_SECONDS)
        listening.begin()
        yield from _listen(door, device, listening)
    finally:
        door.shut()


def _listen(door: "_Door", device: Device | None, listening: "_Listening") -> Iterator[AudioChunk]:
    try:
        while True:
            heard = Heard(b"")
            if device is None:
                device = _opened_again(door)
                if device:
                    listening.opened()
            else:
                try:
                    heard = device.read(_PATIENCE_SECONDS)
                    is_lost = not heard.samples and listening.is_stalled
                except DeviceLost:
                    is_lost = True
                if is_lost:
                    listening.lost()
                    door.open(instead_of=device)
                    device = None
            yield from listening.chunks(heard)
    finally:
        if device:
            device.close()


def _opened_again(door: "_Door") -> Device | None:
    try:
        return door.wait(_PATIENCE_SECONDS)
    except DeviceUnavailable:
        door.open(after_seconds=_RETRY_SECONDS)
        return None


class _Listening:
    """Keeps the time: how much was yielded, and how much should have been."""

    def __init__(self, troubles: Troubles, now: Callable[[], float]) -> None:
        self._troubles = troubles
        self._now = now
        self._position = 0
        self._silent = 0
        """How many samples in a row have been as good as zero."""
        self._is_lost = False
        self.begin()

    def begin(self) -> None:
        """Time begins when the device has been opened."""
        self._heard_at = self._opened_at = self._now()
        self._filled = 0
        """Zeros yielded since something was last heard."""

    def opened(self) -> None:
        """Give a device that was opened again time to begin."""
        self._opened_at = self._now()

    def lost(self) -> None:
        """From now on zeros take the place of what is not heard."""
        self._is_lost = True

    @property
    def is_stalled(self) -> bool:
        return self._now() - max(self._heard_at, self._opened_at) > _STALL_SECONDS

    def chunks(self, heard: Heard) -> Iterator[AudioChunk]:
        """Yield what was heard and, before it, what is needed to fill a gap; at least one chunk."""
        came = heard.missing + len(heard.samples) // 2
        gap = max(0, self._gap() - came) if self._is_lost else 0
        trouble = self._trouble
        self._filled += gap
        if heard.samples:
            self._heard_at, self._filled, self._is_lost = self._now(), 0, False
        elif not gap:
            yield self.nothing()
        yield from self._zeros(gap, trouble)
        yield from self._zeros(
            heard.missing, _("The computer is too busy: a piece of the sound was lost. Close other programs.")
        )
        for start in range(0, len(heard.samples), 2 * _CHUNK):
            yield self._sound(heard.samples[start : start + 2 * _CHUNK])

    def nothing(self) -> AudioChunk:
        """Return an empty chunk: the device is late."""
        return self._chunk(b"", self._trouble)

    @property
    def _trouble(self) -> str:
        if self._is_lost and self._now() - self._heard_at > _SAID_SECONDS:
            return self._troubles.lost
        return self._troubles.silent if self._silent >= _SILENT_SAMPLES else ""

    def _gap(self) -> int:
        """Return how many samples are missing up to now."""
        seconds = self._now() - self._heard_at - self._filled / RATE_HZ
        if seconds > _ASLEEP_SECONDS:
            self._heard_at += seconds
            seconds = 0
        return round(seconds * RATE_HZ)

    def _zeros(self, count: int, trouble: str) -> Iterator[AudioChunk]:
        for start in range(0, count, _CHUNK):
            yield self._chunk(bytes(2 * min(_CHUNK, count - start)), trouble)

    def _sound(self, samples: bytes) -> AudioChunk:
        is_silent = peak(samples) <= _SILENT_PEAK
        self._silent = self._silent + len(samples) // 2 if is_silent else 0
        return self._chunk(samples, self._trouble)

    def _chunk(self, samples: bytes, trouble: str) -> AudioChunk:
        chunk = AudioChunk(samples, self._position / RATE_HZ, trouble)
        self._position += len(samples) // 2
        return chunk


class _Door:
    """Opens a device, and closes the one before, in a thread of its own."""

    def __init__(self, open_device: Callable[[], Device]) -> None:
        self._open_device = open_device
        self._results: SimpleQueue[Device | Exception] = SimpleQueue()
        self._is_shut = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self, instead_of: Device | None = None, after_seconds: float = 0.0) -> None:
        """Begin to open; `wait` tells how it went."""
        self._thread = threading.Thread(
            target=self._work, args=(instead_of, after_seconds), name="open-source", daemon=True
        )
        self._thread.start()

    def wait(self, seconds: float) -> Device | None:
        """Return the device, or None if it is not open yet.

        Raises:
            DeviceUnavailable: it could not be opened; nothing goes on until `open` is called again.
        """
        try:
            result = self._results.get(timeout=seconds)
        except Empty:
            return None
        if isinstance(result, Exception):
            raise result
        return result

    def shut(self) -> None:
        """Open nothing more; what is being opened right now is closed as soon as that is possible."""
        self._is_shut.set()
        if self._thread:
            self._thread.join(_FIRST_PATIENCE_SECONDS)
        self._give_back()

    def _work(self, instead_of: Device | None, after_seconds: float) -> None:
        if instead_of:
            instead_of.close()
        if self._is_shut.wait(after_seconds):
            return
        try:
            self._results.put(self._open_device())
        except Exception as error:  # it is raised where the chunks are taken
            self._results.put(error)
        if self._is_shut.is_set():
            self._give_back()

    def _give_back(self) -> None:
        while not self._results.empty():
            try:
                result = self._results.get_nowait()
            except Empty:  # the other thread was quicker
                return
            if not isinstance(result, Exception):
                result.close()
