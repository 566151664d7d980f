"""The computer's own sound: what it plays, heard without any cable."""

import logging
import sys
import threading
import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

from engines.errors import DeviceUnavailable
from engines.media import AudioChunk
from engines.sources.inbox import Inbox
from engines.sources.live import Device, DeviceLost, Heard, Troubles, live
from engines.words import _

_LOOPBACK_RATE_HZ: Final = 48_000
_BLOCK: Final = 1920
"""Frames, 40 ms."""
_LOOK_SECONDS: Final = 1.0
"""How often it is asked whether another loudspeaker has become the default."""
_PATIENCE_SECONDS: Final = 1.0
_CABLES: Final = ("blackhole", "loopback audio", "soundflower", "vb-cable")
"""What the virtual devices of macOS are called, in lower case."""

logger = logging.getLogger(__name__)


def system_audio() -> Iterator[AudioChunk]:
    """Yield what the computer plays, at least every 100 ms, until closed.

    It follows the default loudspeaker; all else is as for `microphone`. On Linux it is the monitor that
    PulseAudio and PipeWire offer, on Windows WASAPI's loopback, on macOS a virtual device.

    Raises:
        DeviceUnavailable: it cannot be heard at the start.
    """
    troubles = Troubles(
        lost=_("The computer's own sound is gone. Connect a loudspeaker, and Sori goes on."),
        silent=_("The computer is playing no sound. Start something, or check its volume."),
    )
    return live(_open, troubles)


def _open() -> Device:
    if sys.platform == "win32":
        return WindowsLoopback()
    if sys.platform == "darwin":
        return _virtual_cable()
    from engines.sources.pulse import Recording

    return Recording()


def _virtual_cable() -> Device:
    from engines.sources.microphone import Microphone, devices

    for name in devices():
        if name.lower().startswith(_CABLES):
            return Microphone(name)
    raise DeviceUnavailable(
        _(
            "macOS lets no program hear the computer's own sound without a virtual device. "
            "Install BlackHole, choose it as the sound output, and try again."
        )
    )


class WindowsLoopback:
    """What the default loudspeaker plays, through the loopback that `soundcard` offers on Windows.

    Its recorder waits in Python, so it has a thread of its own; all that is done with it is done there.
    """

    def __init__(self, library: Any = None) -> None:
        """Begin to record; `library` stands in for `soundcard` in tests.

        Raises:
            DeviceUnavailable: there is no loudspeaker.
        """
        self._inbox = Inbox(_LOOPBACK_RATE_HZ, 2)
        self._is_begun, self._is_wanted = threading.Event(), True
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._record, args=(library,), name="loopback", daemon=True)
        self._thread.start()
        self._is_begun.wait()
        if self._error:
            self.close()
            raise DeviceUnavailable(
                _("The computer's own sound cannot be heard. Connect a loudspeaker and try again.")
            ) from self._error

    def read(self, patience_seconds: float) -> Heard:
        """Return what has come, waiting at most so long for it.

        Raises:
            DeviceLost: the loudspeaker is gone, or another one has become the default.
        """
        heard = self._inbox.take(patience_seconds)
        if not heard.samples and not self._thread.is_alive():
            raise DeviceLost
        return heard

    def close(self) -> None:
        """Give it back."""
        self._is_wanted = False
        self._thread.join(_PATIENCE_SECONDS)

    def _record(self, library: Any) -> None:
        try:
            self._fill(library or import_module("soundcard"))
        except Exception as error:  # Windows reports what is wrong with a device by numbers of its own
            self._error = error
            logger.info("loopback ended: %s", type(error).__name__)
        finally:
            self._is_begun.set()

    def _fill(self, soundcard: Any) -> None:
        import numpy as np

        name = soundcard.default_speaker().id
        source = soundcard.get_microphone(name, include_loopback=True)
        with source.recorder(_LOOPBACK_RATE_HZ, channels=2, blocksize=_BLOCK) as recorder:
            self._is_begun.set()
            looked_at = time.monotonic()
            while self._is_wanted:
                sound = recorder.record(_BLOCK)  # (frames, channels), -1 to 1
                self._inbox.put((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
                if time.monotonic() - looked_at > _LOOK_SECONDS:
                    looked_at = time.monotonic()
                    if soundcard.default_speaker().id != name:
                        return
