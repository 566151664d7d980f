"""What the loudspeaker plays, through PulseAudio or PipeWire: the little of libpulse that is needed.

The library `soundcard` connects once for ever when it is imported and waits without end for a source
that was removed; so libpulse is called here, with its own loop turned by whoever reads.
"""

import ctypes
import time
from ctypes import POINTER, byref, c_char_p, c_int, c_size_t, c_uint8, c_uint32, c_void_p
from typing import Any, Final

from engines.errors import DeviceUnavailable
from engines.sources.live import DeviceLost, Heard
from engines.sources.resampling import ToSpeechRate
from engines.words import _

_MONITOR: Final = b"@DEFAULT_MONITOR@"
_CONNECT_SECONDS: Final = 5.0
_BLOCK_SECONDS: Final = 0.04
_LOOK_SECONDS: Final = 1.0
"""How often it is asked whether another loudspeaker has become the default."""

# From pulse/def.h and pulse/sample.h.
_NO_AUTOSPAWN: Final = 0x0001
_READY_CONTEXT, _READY_STREAM = 4, 2
_S16LE: Final = 3
_OWN_RATE, _OWN_CHANNELS, _SOON = 0x0080, 0x0100, 0x2000
_WHATEVER: Final = 0xFFFFFFFF


class _Spec(ctypes.Structure):
    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))


class _Buffer(ctypes.Structure):
    _fields_ = tuple((name, c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize"))


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


_ServerCallback = ctypes.CFUNCTYPE(None, c_void_p, POINTER(_Server), c_void_p)


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
    pulse.pa_context_get_server_info.restype = c_void_p
    pulse.pa_stream_readable_size.restype = c_size_t
    pulse.pa_stream_get_sample_spec.restype = POINTER(_Spec)
    return pulse


class LoudspeakerMonitor:
    """An open monitor of the default loudspeaker. No thread is behind it: it works while it is read."""

    def __init__(self) -> None:
        """Connect and begin to record.

        Raises:
            DeviceUnavailable: no sound server answers, or it has no loudspeaker.
        """
        self._pulse = _library()
        self._default: bytes | None = None
        """The loudspeaker's name; None until the server has told it."""
        self._has_moved = False
        self._looked_at = time.monotonic()
        self._note_default = _ServerCallback(self._take_default)
        self._loop = c_void_p(self._pulse.pa_mainloop_new())
        self._stream = c_void_p()
        api = c_void_p(self._pulse.pa_mainloop_get_api(self._loop))
        self._context = c_void_p(self._pulse.pa_context_new(api, b"Sori"))
        try:
            self._connect()
            # Asked first, so that a change from now on is surely seen.
            self._ask_for_default()
            self._record()
        except DeviceLost as error:
            self.close()
            raise DeviceUnavailable(
                _(
                    "The computer's own sound cannot be heard: no PulseAudio or PipeWire with a loudspeaker "
                    "answers. Start one and try again."
                )
            ) from error

    def read(self, patience_seconds: float) -> Heard:
        """Return what has come, waiting at most so long for it.

        Raises:
            DeviceLost: the server or the loudspeaker is gone, or another one has become the default.
        """
        self._look_at_default()
        deadline = time.monotonic() + patience_seconds
        sound = b""
        while len(sound) < self._block and (left := deadline - time.monotonic()) > 0:
            self._turn(left)
            if self._has_moved or self._pulse.pa_stream_get_state(self._stream) != _READY_STREAM:
                raise DeviceLost
            sound += b"".join(iter(self._piece, None))
        return Heard(self._resampler.convert(sound) if sound else b"")

    def close(self) -> None:
        """Give everything back."""
        if self._stream:
            self._pulse.pa_stream_disconnect(self._stream)
            self._pulse.pa_stream_unref(self._stream)
        self._pulse.pa_context_disconnect(self._context)
        self._pulse.pa_context_unref(self._context)
        self._pulse.pa_mainloop_free(self._loop)

    def _connect(self) -> None:
        self._pulse.pa_context_connect(self._context, None, _NO_AUTOSPAWN, None)
        self._wait(lambda: self._pulse.pa_context_get_state(self._context), _READY_CONTEXT)

    def _ask_for_default(self) -> None:
        operation = self._pulse.pa_context_get_server_info(self._context, self._note_default, None)
        if operation:
            self._pulse.pa_operation_unref(c_void_p(operation))

    def _record(self) -> None:
        """Ask for the loudspeaker's own rate and channels."""
        wish = _Spec(_S16LE, 48_000, 2)
        self._stream = c_void_p(self._pulse.pa_stream_new(self._context, b"captions", byref(wish), None))
        self._block = round(wish.rate * wish.channels * 2 * _BLOCK_SECONDS)
        buffer = _Buffer(_WHATEVER, _WHATEVER, _WHATEVER, _WHATEVER, self._block)
        flags = _OWN_RATE | _OWN_CHANNELS | _SOON
        self._pulse.pa_stream_connect_record(self._stream, _MONITOR, byref(buffer), flags)
        self._wait(lambda: self._pulse.pa_stream_get_state(self._stream), _READY_STREAM)
        spec = self._pulse.pa_stream_get_sample_spec(self._stream).contents
        self._block = round(spec.rate * spec.channels * 2 * _BLOCK_SECONDS)
        self._resampler = ToSpeechRate(spec.rate, spec.channels)

    def _wait(self, state: Any, wanted: int) -> None:
        deadline = time.monotonic() + _CONNECT_SECONDS
        # The states above the wanted one are those of failure and of the end.
        while (now := state()) != wanted:
            if now == 0 or now > wanted or time.monotonic() > deadline:
                raise DeviceLost
            self._turn(0.1)

    def _turn(self, patience_seconds: float) -> None:
        """Let libpulse work once, waiting at most so long for something to do."""
        if (
            self._pulse.pa_mainloop_prepare(self._loop, round(patience_seconds * 1e6)) < 0
            or self._pulse.pa_mainloop_poll(self._loop) < 0
            or self._pulse.pa_mainloop_dispatch(self._loop) < 0
        ):
            raise DeviceLost

    def _piece(self) -> bytes | None:
        """Return the next piece that has come, zeros for a hole in it; None if there is none."""
        size = c_size_t()
        data = c_void_p()
        if self._pulse.pa_stream_readable_size(self._stream) in (0, c_size_t(-1).value):
            return None
        if self._pulse.pa_stream_peek(self._stream, byref(data), byref(size)) < 0 or not size.value:
            return None
        piece = ctypes.string_at(data, size.value) if data.value else bytes(size.value)
        self._pulse.pa_stream_drop(self._stream)
        return piece

    def _look_at_default(self) -> None:
        if time.monotonic() - self._looked_at < _LOOK_SECONDS:
            return
        self._looked_at = time.monotonic()
        self._ask_for_default()

    def _take_default(self, _context: Any, about: Any, _user: Any) -> None:
        """Take the server's answer; called by libpulse while its loop is turned."""
        name: bytes = (about.contents.default_sink_name or b"") if about else b""
        self._default = name if self._default is None else self._default
        self._has_moved = name != self._default
