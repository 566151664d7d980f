"""One door to PortAudio: it may be opened, closed and started anew by one thread at a time only."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from engines.errors import DeviceUnavailable
from engines.words import _

RATE_REFUSED: Final = -9997
CHANNELS_REFUSED: Final = -9998
BUSY: Final = -9985

_turn = threading.RLock()
_streams: list[Any] = []
"""Those that may still be open: a new start of PortAudio would pull them from under their owners."""


def library() -> Any:
    """Return the module `sounddevice`.

    Raises:
        DeviceUnavailable: PortAudio is not installed.
    """
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise DeviceUnavailable(
            _("PortAudio is not installed, so no microphone can be heard. Install PortAudio and try again.")
        ) from error
    return sounddevice


def open_stream(make: Callable[[Any], Any]) -> Any:
    """Return the started stream that `make(sounddevice)` builds; give it back with its `close`.

    PortAudio looks for devices only when it starts, so where `make` fails it is started anew and asked
    once more; but not while another of our streams is open, which would not survive that.

    Raises:
        DeviceUnavailable: PortAudio is not installed, or `make` raised it.
        sounddevice.PortAudioError: `make` failed.
    """
    sounddevice = library()
    with _turn, _quiet_libraries():
        try:
            stream = _start(make, sounddevice)
        except (sounddevice.PortAudioError, DeviceUnavailable):
            if _is_any_open():
                raise
            _look_again(sounddevice)
            stream = _start(make, sounddevice)
        _streams.append(stream)
    return stream


def close_stream(stream: Any) -> None:
    """End a stream at once and give back its device."""
    with _turn:
        stream.abort()
        stream.close()


def ask(question: Callable[[Any], Any]) -> Any:
    """Return what `question(sounddevice)` finds out about the devices that are here now.

    Raises:
        DeviceUnavailable: PortAudio is not installed.
    """
    sounddevice = library()
    with _turn, _quiet_libraries():
        if not _is_any_open():
            _look_again(sounddevice)
        return question(sounddevice)


def _is_any_open() -> bool:
    _streams[:] = [stream for stream in _streams if not stream.closed]
    return bool(_streams)


def _look_again(sounddevice: Any) -> None:
    sounddevice._terminate()
    sounddevice._initialize()


def _start(make: Callable[[Any], Any], sounddevice: Any) -> Any:
    stream = make(sounddevice)
    try:
        stream.start()
    except BaseException:
        stream.close()
        raise
    return stream


@contextmanager
def _quiet_libraries() -> Iterator[None]:
    """Keep what ALSA, JACK and PortAudio print about absent devices off the terminal."""
    try:
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:  # a windowed application may have no such stream at all
        yield
        return
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
