"""Where in the sound somebody speaks: the gate before every recogniser (Silero VAD through onnxruntime)."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from engines.errors import DependencyMissing
from engines.inference import runtime
from engines.media import RATE_HZ, AudioChunk
from engines.words import _

WINDOW: Final = 512
"""Samples that are judged at a time; what Silero VAD was trained with at 16 kHz."""
_CONTEXT: Final = 64
_START: Final = 0.5
_GO_ON: Final = 0.35
_ONSET_WINDOWS: Final = 2
_BEFORE_SECONDS: Final = 0.45
_QUIET: Final = 12
"""No sample louder than this (-69 dBFS): nobody speaks, and the network need not be asked."""
_LONG_SECONDS: Final = 20.0
_LONG_PAUSE_SECONDS: Final = 0.2
_LONGEST_SECONDS: Final = 30.0
_BYTES_PER_SECOND: Final = 2 * RATE_HZ


@dataclass(frozen=True)
class Speech:
    """A piece of one utterance; the pieces of an utterance follow each other without a gap."""

    samples: bytes
    """16-bit mono at `RATE_HZ`; may be empty in the last piece."""
    start_seconds: float
    """When its first sample was, from the start of the source."""
    is_first: bool
    is_last: bool

    @property
    def end_seconds(self) -> float:
        """When it ends, from the start of the source."""
        return self.start_seconds + len(self.samples) / _BYTES_PER_SECOND


class SileroVad:
    """The network: how likely it is that somebody speaks in a window of 32 ms."""

    def __init__(self) -> None:
        """Load it, on one thread of the processor.

        Raises:
            DependencyMissing: if onnxruntime or the model is not here.
        """
        try:
            import numpy

            onnxruntime = runtime()
        except ImportError as error:
            raise DependencyMissing(_broken()) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._numpy: Any = numpy
        self._session = onnxruntime.InferenceSession(str(_model()), options, ["CPUExecutionProvider"])
        self._rate = numpy.array(RATE_HZ, numpy.int64)
        self.forget()

    def forget(self) -> None:
        """Begin anew, as if nothing had been heard."""
        self._state = self._numpy.zeros((2, 1, 128), self._numpy.float32)  # (layers, batch, units)
        self._before = self._numpy.zeros(_CONTEXT, self._numpy.float32)  # (samples,)

    def __call__(self, window: bytes) -> float:
        """Return the probability of speech, 0 to 1, in the `WINDOW` samples that follow the last ones."""
        samples = self._numpy.frombuffer(window, "<i2").astype(self._numpy.float32) / 32768  # (WINDOW,)
        if not self._numpy.any(abs(samples) > _QUIET / 32768):
            self.forget()
            return 0.0
        heard = self._numpy.concatenate((self._before, samples))[None]  # (1, _CONTEXT + WINDOW)
        inputs = {"input": heard, "state": self._state, "sr": self._rate}
        likely, self._state = self._session.run(None, inputs)
        self._before = samples[-_CONTEXT:]
        return float(likely[0, 0])


class SpeechGate:
    """Lets through what is spoken, utterance by utterance, with a little of what was before and after.

    An utterance ends with a pause. One that goes on for 20 s ends with the next short pause, and
    after 30 s in any case: so what a recogniser holds of it is bounded.
    """

    def __init__(self, pause_seconds: float, is_speech: Callable[[bytes], float]) -> None:
        """Get ready; `is_speech` tells how likely somebody speaks in the next `WINDOW` samples."""
        self._pause_seconds = pause_seconds
        self._is_speech = is_speech
        self._rest = b""
        """Less than a window, not judged yet."""
        self._before: deque[bytes] = deque(maxlen=round(_BEFORE_SECONDS * RATE_HZ / WINDOW))
        self._origin: float | None = None
        self._windows = 0
        self._onset = 0
        self._is_open = False
        self._spoken_seconds = 0.0
        self._pause = 0.0

    @property
    def is_open(self) -> bool:
        """Whether an utterance has begun and not ended."""
        return self._is_open

    @property
    def heard_seconds(self) -> float:
        """How far the source has been judged, in its own time."""
        return (self._origin or 0.0) + self._windows * WINDOW / RATE_HZ

    def hear(self, chunk: AudioChunk) -> Iterator[Speech]:
        """Yield what of this chunk, and of the moment before it, is speech."""
        if self._origin is None:
            self._origin = chunk.start_seconds
        sound = self._rest + chunk.samples
        whole = len(sound) - len(sound) % (2 * WINDOW)
        self._rest = sound[whole:]
        begin = 0
        if whole and not self._is_open and sound.count(0) == len(sound):
            # Digital silence, perhaps for hours: its last window stands for all.
            begin = whole - 2 * WINDOW
            self._windows += begin // (2 * WINDOW)
            self._before.extend([sound[: 2 * WINDOW]] * min(begin // (2 * WINDOW), 20))
        for start in range(begin, whole, 2 * WINDOW):
            yield from self._judge(sound[start : start + 2 * WINDOW])

    def finish(self) -> Iterator[Speech]:
        """Yield what is left when the source has ended."""
        if self._rest:
            yield from self._judge(self._rest.ljust(2 * WINDOW, b"\0"))
        self._rest = b""
        if self._onset and not self._is_open:
            yield self._open()
        if self._is_open:
            self._is_open = False
            yield Speech(b"", self.heard_seconds, is_first=False, is_last=True)

    def _judge(self, window: bytes) -> Iterator[Speech]:
        likely = self._is_speech(window)
        start = self.heard_seconds
        self._windows += 1
        if not self._is_open:
            self._before.append(window)
            self._onset = self._onset + 1 if likely >= _START else 0
            if self._onset >= _ONSET_WINDOWS:
                yield self._open()
            return
        seconds = WINDOW / RATE_HZ
        self._spoken_seconds += seconds
        self._pause = 0.0 if likely >= _GO_ON else self._pause + seconds
        is_last = self._pause >= self._patience()
        yield Speech(window, start, is_first=False, is_last=is_last)
        if is_last:
            self._is_open = False

    def _open(self) -> Speech:
        sound = b"".join(self._before)
        self._before.clear()
        self._onset, self._pause = 0, 0.0
        self._is_open, self._spoken_seconds = True, len(sound) / _BYTES_PER_SECOND
        start = self.heard_seconds - self._spoken_seconds
        return Speech(sound, start, is_first=True, is_last=False)

    def _patience(self) -> float:
        """Return how long a pause ends the utterance now."""
        if self._spoken_seconds >= _LONGEST_SECONDS:
            return 0.0
        if self._spoken_seconds >= _LONG_SECONDS:
            return min(self._pause_seconds, _LONG_PAUSE_SECONDS)
        return self._pause_seconds


def _model() -> Path:
    """Find the network in the wheel of silero-vad, without importing its package, which wants torch."""
    spec = find_spec("silero_vad")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "data" / "silero_vad.onnx"
        if path.is_file():
            return path
    raise DependencyMissing(_broken())


def _broken() -> str:
    return _("What tells speech from silence is not complete on this computer. Install Sori again.")
