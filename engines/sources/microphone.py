"""The microphone, at its own rate, brought to 16 kHz mono: through PortAudio, or one of PulseAudio's by name.

PortAudio knows PulseAudio and PipeWire as one device, the default one; so there a microphone that was
chosen is opened without it.
"""

import sys
from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import Any, Final

from engines.errors import DeviceUnavailable
from engines.media import AudioChunk
from engines.sources import portaudio
from engines.sources.inbox import Inbox
from engines.sources.live import Device, DeviceLost, Heard, Troubles, live
from engines.sources.media_files import shown
from engines.words import _

_OTHER_RATES: Final = (48_000, 44_100, 16_000, 32_000, 8_000)
"""Tried in this order where a device refuses even the rate that it calls its own."""
_BLOCK_SECONDS: Final = 0.04


def microphone(device: str = "") -> Iterator[AudioChunk]:
    """Yield what the microphone hears, at least every 100 ms, until closed.

    `device` is one of `devices()`; empty: the system's default. It is opened in the first `next` and given
    back in `close`. While it is unplugged, muted or silent, which is noticed within two seconds, chunks
    go on as zeros whose `trouble` says why; once it is back, so is its sound, and time never jumps.

    Raises:
        DeviceUnavailable: it is not there at the start, or is busy; or PortAudio is missing.
    """
    troubles = Troubles(
        lost=_("The microphone is gone. Connect it again, and Sori goes on listening."),
        silent=_(
            "The microphone gives no sound. Check that it is switched on, not muted, and allowed for Sori."
        ),
    )
    return live(_Choice(device), troubles)


def devices() -> tuple[str, ...]:
    """Return the names of the microphones that are here now, the default one first.

    Raises:
        DeviceUnavailable: PortAudio is missing.
    """
    names: tuple[str, ...] = portaudio.ask(_names)
    return tuple(dict.fromkeys((*names[:1], *_of_the_sound_server(), *names[1:])))


class _Choice:
    """Which microphone is meant; opens it as often as it is asked to."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._source = b""
        """The sound server's own name of it, once it was seen there."""

    def __call__(self) -> Device:
        from engines.sources.pulse import DEFAULT_SOURCE, Recording

        portaudio.library()
        if self._device:
            self._source = _of_the_sound_server().get(self._device, self._source)
        if self._source:
            return Recording(self._source)
        try:
            return Microphone(self._device)
        except DeviceUnavailable:
            # ALSA may lack the plug-in for the sound server, or find the device taken by it.
            if self._device or not _of_the_sound_server():
                raise
            return Recording(DEFAULT_SOURCE)


def _of_the_sound_server() -> dict[str, bytes]:
    """Return the microphones of PulseAudio or PipeWire: names for people to its own names."""
    if sys.platform != "linux":
        return {}
    from engines.sources import pulse

    return pulse.microphones()


class Microphone:
    """An open microphone of PortAudio."""

    def __init__(self, device: str = "") -> None:
        """Open it.

        Raises:
            DeviceUnavailable: with a sentence that says why not.
        """
        try:
            self._stream = portaudio.open_stream(partial(self._make, device))
        except portaudio.library().PortAudioError as error:
            raise DeviceUnavailable(_why(error)) from error

    def read(self, patience_seconds: float) -> Heard:
        """Return what has come, waiting at most so long for it.

        Raises:
            DeviceLost: it was unplugged.
        """
        heard = self._inbox.take(patience_seconds)
        if not heard.samples and not self._stream.active:
            raise DeviceLost
        return heard

    def close(self) -> None:
        """Give it back."""
        portaudio.close_stream(self._stream)

    def _make(self, device: str, sounddevice: Any) -> Any:
        """Build the stream with the rate and channels that the device likes best."""
        about = _find(device, sounddevice)
        rates = dict.fromkeys((int(about["default_samplerate"]), *_OTHER_RATES))
        for channels, rate_hz in product((min(2, about["max_input_channels"]), 1), rates):
            self._inbox = Inbox(rate_hz, channels)
            try:
                return sounddevice.RawInputStream(
                    device=about["index"],
                    samplerate=rate_hz,
                    channels=channels,
                    dtype="int16",
                    blocksize=round(rate_hz * _BLOCK_SECONDS),
                    latency=2 * _BLOCK_SECONDS,
                    callback=self._hear,
                )
            except sounddevice.PortAudioError as error:
                refused = error
                if _code(error) not in (portaudio.RATE_REFUSED, portaudio.CHANNELS_REFUSED):
                    raise
        raise refused

    def _hear(self, block: Any, frames: int, times: Any, flags: Any) -> None:
        """Take what PortAudio heard; runs on its own thread."""
        self._inbox.put(bytes(block), is_after_loss=bool(flags.input_overflow))


def _code(error: Exception) -> int:
    """Return PortAudio's own number for what went wrong."""
    return error.args[1] if len(error.args) > 1 else 0


def _why(error: Exception) -> str:
    if _code(error) == portaudio.BUSY:
        return _("The microphone is busy. Close the program that uses it and try again.")
    if _code(error) in (portaudio.RATE_REFUSED, portaudio.CHANNELS_REFUSED):
        return _("The microphone works in a way that Sori cannot use. Choose another one.")
    return _("No microphone was found. Connect one and try again.")


def _find(name: str, sounddevice: Any) -> Any:
    for device in _inputs(sounddevice):
        if name in ("", device["name"]):
            return device
    if not name:
        raise sounddevice.PortAudioError("no input device")
    raise DeviceUnavailable(
        _("There is no microphone {name}. Connect it, or choose another one.").format(name=shown(name))
    )


def _names(sounddevice: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(device["name"] for device in _inputs(sounddevice)))


def _inputs(sounddevice: Any) -> list[Any]:
    """Return the microphones, the default one first."""
    try:
        default = sounddevice.query_devices(kind="input")
    except sounddevice.PortAudioError:
        return []
    # Windows lists every device once for each of its sound interfaces.
    return [default] + [
        device
        for device in sounddevice.query_devices()
        if device["max_input_channels"]
        and device["hostapi"] == default["hostapi"]
        and device["index"] != default["index"]
    ]
