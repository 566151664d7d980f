"""The default loudspeaker, through PortAudio."""

from collections.abc import Callable
from typing import Any, Final, Protocol

from engines.errors import DeviceUnavailable
from engines.sources import portaudio
from engines.words import _

RATE_HZ: Final = 22050
"""What espeak speaks; any other rate only if the device insists."""
_LATENCY_SECONDS: Final = 0.05

Fill = Callable[[Any, int, Any, Any], None]
"""PortAudio's callback: buffer to fill, number of frames, times, flags. Runs on PortAudio's own thread."""


class Stream(Protocol):
    """The part of `sounddevice.RawOutputStream` that is used here."""

    samplerate: float
    latency: float
    active: bool

    def start(self) -> None:
        """Begin to call back."""
        ...

    def stop(self) -> None:
        """End after what was delivered has been heard."""
        ...

    def abort(self) -> None:
        """End at once."""
        ...

    def close(self) -> None:
        """Give back the device."""
        ...


def open_stream(fill: Fill) -> Stream:
    """Open the default loudspeaker for 16-bit mono and start it; `fill` is called from then on.

    Raises:
        DeviceUnavailable: if there is none.
    """
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise DeviceUnavailable(
            _("PortAudio is not installed. The text is shown instead; install PortAudio and try again.")
        ) from error
    try:
        stream: Stream = portaudio.open_stream(lambda library: _made(library, fill))
    except sounddevice.PortAudioError as error:
        raise DeviceUnavailable(
            _("No loudspeaker was found. The text is shown instead; connect one and try again.")
        ) from error
    return stream


def stop_calling() -> Exception:
    """Return what a callback raises to end its stream."""
    import sounddevice

    return sounddevice.CallbackStop()  # type: ignore[no-any-return]  # the library is untyped


def _made(sounddevice: Any, fill: Fill) -> Any:
    device = sounddevice.query_devices(kind="output")
    rate_hz = RATE_HZ
    try:
        sounddevice.check_output_settings(channels=1, dtype="int16", samplerate=rate_hz)
    except sounddevice.PortAudioError:
        rate_hz = int(device["default_samplerate"])
    return sounddevice.RawOutputStream(
        samplerate=rate_hz, channels=1, dtype="int16", latency=_LATENCY_SECONDS, callback=fill
    )
