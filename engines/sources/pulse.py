"""Sources of PulseAudio and PipeWire, by the little of libpulse that is needed.

The library `soundcard` connects once for ever when it is imported and waits without end for a source
that was removed; so libpulse is called here, with its own loop turned by whoever reads.
"""

import ctypes
import time
from collections.abc import Callable
from ctypes import POINTER, byref, c_char_p, c_int, c_int32, c_size_t, c_uint8, c_uint32, c_void_p
from typing import Any, Final

from engines.errors import DeviceUnavailable
from engines.sources.live import DeviceLost, Heard
from engines.sources.resampling import ToSpeechRate
from engines.words import _

DEFAULT_MONITOR: Final = b"@DEFAULT_MONITOR@"
"""What the default loudspeaker plays."""
DEFAULT_SOURCE: Final = b"@DEFAULT_SOURCE@"
"""The default microphone."""
_PATIENCE_SECONDS: Final = 5.0
_BLOCK_SECONDS: Final = 0.04
_LOOK_SECONDS: Final = 1.0
"""How often it is asked whether another loudspeaker has become the default."""

# From pulse/def.h, pulse/sample.h, pulse/channelmap.h and pulse/volume.h.
_NO_AUTOSPAWN: Final = 0x0001
_READY_CONTEXT, _READY_STREAM = 4, 2
_S16LE: Final = 3
_MOST_CHANNELS: Final = 32
_OWN_RATE, _OWN_CHANNELS, _STAY, _SOON = 0x0080, 0x0100, 0x0200, 0x2000
_NONE: Final = 0xFFFFFFFF


class _Spec(ctypes.Structure):
    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))


class _Buffer(ctypes.Structure):
    _fields_ = tuple((name, c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize"))


class _Channels(ctypes.Structure):
    """`pa_channel_map`, and `pa_cvolume`, which is laid out in the same way."""

    _fields_ = (("channels", c_uint8), ("values", c_int32 * _MOST_CHANNELS))


class _Server(ctypes.Structure):
    """The beginning of `pa_server_info`."""

    _fields_ = (
        ("user_name", c_char_p),
        ("host_name", c_char_p),
        ("server_version", c_char_p),
        ("server_name", c_char_p),
        ("sample_spec", _Spec),
        ("default_sink_name", c_char_p),
    )


class _Source(ctypes.Structure):
    """The beginning of `pa_source_info`."""

    _fields_ = (
        ("name", c_char_p),
        ("index", c_uint32),
        ("description", c_char_p),
        ("sample_spec", _Spec),
        ("channel_map", _Channels),
        ("owner_module", c_uint32),
        ("volume", _Channels),
        ("mute", c_int),
        ("monitor_of_sink", c_uint32),
    )


_ServerCallback = ctypes.CFUNCTYPE(None, c_void_p, POINTER(_Server), c_void_p)
_SourceCallback = ctypes.CFUNCTYPE(None, c_void_p, POINTER(_Source), c_int, c_void_p)


def microphones() -> dict[str, bytes]:
    """Return what the server can listen to, loudspeakers not counted: names for people to its own names.

    Empty if no server answers.
    """
    found: dict[str, bytes] = {}
    is_complete = []

    def note(_context: Any, about: Any, end: int, _user: Any) -> None:
        if end:
            is_complete.append(True)
        elif about.contents.monitor_of_sink == _NONE:
            source = about.contents
            found.setdefault((source.description or source.name).decode("utf-8", "replace"), source.name)

    callback = _SourceCallback(note)
    try:
        server = _Connection()
    except (DeviceLost, DeviceUnavailable):
        return {}
    try:
        server.ask("pa_context_get_source_info_list", callback)
        server.turn_until(lambda: bool(is_complete))
    except DeviceLost:
        return {}
    finally:
        server.close()
    return found


class Recording:
    """One open source. No thread is behind it: it works while it is read."""

    def __init__(self, source: bytes = DEFAULT_MONITOR) -> None:
        """Connect and begin to record; without `source`, what the default loudspeaker plays.

        Raises:
            DeviceUnavailable: no sound server answers, or it has no such source.
        """
        self._source = source
        self._default: bytes | None = None
        """The default loudspeaker's name; None until the server has told it."""
        self._has_moved = False
        self._looked_at = time.monotonic()
        self._note_default = _ServerCallback(self._take_default)
        self._stream = c_void_p()
        try:
            self._server = _Connection()
            self._record()
        except DeviceLost as error:
            raise DeviceUnavailable(_not_there(source)) from error

    def read(self, patience_seconds: float) -> Heard:
        """Return what has come, waiting at most so long for it.

        Raises:
            DeviceLost: the server or the source is gone, or another loudspeaker has become the default.
        """
        self._look_at_default()
        deadline = time.monotonic() + patience_seconds
        sound = b""
        while len(sound) < self._block and (left := deadline - time.monotonic()) > 0:
            self._server.turn(left)
            if self._has_moved or self._state() != _READY_STREAM:
                raise DeviceLost
            sound += b"".join(iter(self._piece, None))
        return Heard(self._resampler.convert(sound) if sound else b"")

    def close(self) -> None:
        """Give everything back."""
        if self._stream:
            self._server.pulse.pa_stream_disconnect(self._stream)
            self._server.pulse.pa_stream_unref(self._stream)
        self._server.close()

    def _record(self) -> None:
        """Ask for the source's own rate and channels."""
        try:
            # Asked first, so that a change from now on is surely seen.
            self._server.ask("pa_context_get_server_info", self._note_default)
            wish, pulse = _Spec(_S16LE, 48_000, 2), self._server.pulse
            self._stream = c_void_p(
                pulse.pa_stream_new(self._server.context, b"listening", byref(wish), None)
            )
            size = round(wish.rate * wish.channels * 2 * _BLOCK_SECONDS)
            buffer = _Buffer(_NONE, _NONE, _NONE, _NONE, size)
            # One that was chosen is waited for, where the server would go on with another.
            flags = _OWN_RATE | _OWN_CHANNELS | _SOON | (0 if self._source.startswith(b"@") else _STAY)
            pulse.pa_stream_connect_record(self._stream, self._source, byref(buffer), flags)
            self._server.turn_until_state(self._state, _READY_STREAM)
        except DeviceLost:
            self.close()
            raise
        spec = pulse.pa_stream_get_sample_spec(self._stream).contents
        self._block = round(spec.rate * spec.channels * 2 * _BLOCK_SECONDS)
        self._resampler = ToSpeechRate(spec.rate, spec.channels)

    def _state(self) -> int:
        return int(self._server.pulse.pa_stream_get_state(self._stream))

    def _piece(self) -> bytes | None:
        """Return the next piece that has come, zeros for a hole in it; None if there is none."""
        pulse, size, data = self._server.pulse, c_size_t(), c_void_p()
        if pulse.pa_stream_readable_size(self._stream) in (0, c_size_t(-1).value):
            return None
        if pulse.pa_stream_peek(self._stream, byref(data), byref(size)) < 0 or not size.value:
            return None
        piece = ctypes.string_at(data, size.value) if data.value else bytes(size.value)
        pulse.pa_stream_drop(self._stream)
        return piece

    def _look_at_default(self) -> None:
        is_due = time.monotonic() - self._looked_at > _LOOK_SECONDS
        if is_due and self._source == DEFAULT_MONITOR:
            self._looked_at = time.monotonic()
            self._server.ask("pa_context_get_server_info", self._note_default)

    def _take_default(self, _context: Any, about: Any, _user: Any) -> None:
        """Take the server's answer; called by libpulse while its loop is turned."""
        name: bytes = (about.contents.default_sink_name or b"") if about else b""
        self._default = name if self._default is None else self._default
        self._has_moved = self._source == DEFAULT_MONITOR and name != self._default


class _Connection:
    """One connection to the server."""

    def __init__(self) -> None:
        self.pulse = _library()
        self._loop = c_void_p(self.pulse.pa_mainloop_new())
        api = c_void_p(self.pulse.pa_mainloop_get_api(self._loop))
        self.context = c_void_p(self.pulse.pa_context_new(api, b"Sori"))
        try:
            self.pulse.pa_context_connect(self.context, None, _NO_AUTOSPAWN, None)
            self.turn_until_state(lambda: self.pulse.pa_context_get_state(self.context), _READY_CONTEXT)
        except DeviceLost:
            self.close()
            raise

    def ask(self, question: str, callback: Any) -> None:
        """Begin to ask; the answer goes to `callback` while the loop is turned."""
        operation = getattr(self.pulse, question)(self.context, callback, None)
        if operation:
            self.pulse.pa_operation_unref(c_void_p(operation))

    def turn(self, patience_seconds: float) -> None:
        """Let libpulse work once, waiting at most so long for something to do.

        Raises:
            DeviceLost: the connection has ended.
        """
        if (
            self.pulse.pa_mainloop_prepare(self._loop, round(patience_seconds * 1e6)) < 0
            or self.pulse.pa_mainloop_poll(self._loop) < 0
            or self.pulse.pa_mainloop_dispatch(self._loop) < 0
        ):
            raise DeviceLost

    def turn_until(self, is_done: Callable[[], bool]) -> None:
        """Let libpulse work until something is done.

        Raises:
            DeviceLost: it takes too long.
        """
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not is_done():
            if time.monotonic() > deadline:
                raise DeviceLost
            self.turn(0.1)

    def turn_until_state(self, state: Callable[[], int], wanted: int) -> None:
        """Let libpulse work until it is in the wanted state; those above are of failure and of the end.

        Raises:
            DeviceLost: that will not come.
        """
        self.turn_until(lambda: state() == 0 or state() >= wanted)
        if state() != wanted:
            raise DeviceLost

    def close(self) -> None:
        """End the connection."""
        self.pulse.pa_context_disconnect(self.context)
        self.pulse.pa_context_unref(self.context)
        self.pulse.pa_mainloop_free(self._loop)


def _library() -> Any:
    try:
        pulse = ctypes.CDLL("libpulse.so.0")
    except OSError as error:
        raise DeviceUnavailable(
            _(
                "The computer's own sound cannot be heard: the PulseAudio library is missing. "
                "Install libpulse0 and try again."
            )
        ) from error
    # Else ctypes would cut their results to 32 bits.
    for name in ("pa_mainloop_new", "pa_mainloop_get_api", "pa_context_new", "pa_stream_new"):
        getattr(pulse, name).restype = c_void_p
    for name in ("pa_context_get_server_info", "pa_context_get_source_info_list"):
        getattr(pulse, name).restype = c_void_p
    pulse.pa_stream_readable_size.restype = c_size_t
    pulse.pa_stream_get_sample_spec.restype = POINTER(_Spec)
    return pulse


def _not_there(source: bytes) -> str:
    if source == DEFAULT_MONITOR:
        return _(
            "The computer's own sound cannot be heard: no PulseAudio or PipeWire with a loudspeaker "
            "answers. Start one and try again."
        )
    return _("The chosen microphone is not there. Connect it, or choose another one.")
