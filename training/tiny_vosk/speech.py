"""Speech of espeak-ng with the time of every phoneme, from which the labels of the training come."""

import ctypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_SYNCHRONOUS: Final = 2
_PHONEME_EVENTS_IN_IPA: Final = 1 | 2
_BLOCK_MS: Final = 500
_SEED: Final = 1
_UTF8: Final = 1
_BY_CHARACTER: Final = 1
_RATE, _PITCH, _RANGE = 1, 3, 4
_LAST_EVENT, _WORD, _PHONEME = 0, 1, 7


class _Event(ctypes.Structure):
    """`espeak_EVENT` of speak_lib.h."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("message", ctypes.c_uint),
        ("character", ctypes.c_int),
        ("length", ctypes.c_int),
        ("milliseconds", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True)
class Phoneme:
    """A sound of speech that begins at a time; it lasts until the next."""

    milliseconds: int
    symbol: str
    """In IPA; empty for a pause."""
    word: int
    """The index of its word, -1 before the first."""


@dataclass(frozen=True)
class Said:
    """One text, spoken."""

    samples: NDArray[np.int16]
    """(samples,)"""
    words: tuple[str, ...]
    """As espeak-ng divides the text: it joins some short words into one."""
    phonemes: tuple[Phoneme, ...]


class LabellingSpeaker:
    """A speaker that tells its phonemes. One at a time in a process, which must not speak otherwise.

    The speaker of the application cannot serve: whether phonemes are told is settled when the
    library starts, and the library has one state for the whole process.
    """

    def __init__(self) -> None:
        import espeakng_loader

        self._c = ctypes.CDLL(espeakng_loader.get_library_path())
        data = str(Path(espeakng_loader.get_data_path())).encode()
        self.rate_hz: int = self._c.espeak_Initialize(_SYNCHRONOUS, _BLOCK_MS, data, _PHONEME_EVENTS_IN_IPA)
        if self.rate_hz <= 0:
            raise OSError("espeak-ng does not start.")
        # Breathy voices are made with noise, which otherwise begins at the time of day.
        self._c.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
        # Kept here because ctypes frees a callback that nobody holds.
        self._callback = _Callback(self._on_block)
        self._c.espeak_SetSynthCallback(self._callback)
        self._text = ""
        self._blocks: list[bytes] = []
        self._words: list[str] = []
        self._phonemes: list[Phoneme] = []

    def say(self, text: str, voice: str, rate_wpm: int = 175, pitch: int = 50, pitch_range: int = 50) -> Said:
        """Speak `text`; pitch and its range go from 0 to 100."""
        self._text = text
        self._blocks, self._words, self._phonemes = [], [], []
        data = text.encode() + b"\0"
        failed = self._c.espeak_SetVoiceByName(voice.encode())
        for parameter, value in ((_RATE, rate_wpm), (_PITCH, pitch), (_RANGE, pitch_range)):
            self._c.espeak_SetParameter(parameter, value, 0)
        failed = failed or self._c.espeak_Synth(
            data, ctypes.c_size_t(len(data)), 0, _BY_CHARACTER, 0, _UTF8, None, None
        )
        if failed:
            raise ValueError(f"espeak-ng cannot speak with the voice {voice!r}.")
        samples = np.frombuffer(b"".join(self._blocks), np.int16)
        return Said(samples, tuple(self._words), tuple(self._phonemes))

    def _on_block(self, samples: Any, count: int, events: Any) -> int:
        if count > 0:
            self._blocks.append(ctypes.string_at(samples, 2 * count))
        index = 0
        while (event := events[index]).type != _LAST_EVENT:
            if event.type == _WORD:
                start = event.character - 1
                self._words.append(self._text[start : start + event.length].strip())
            elif event.type == _PHONEME:
                symbol = event.id.decode("utf-8", "ignore")
                self._phonemes.append(Phoneme(event.milliseconds, symbol, len(self._words) - 1))
            index += 1
        return 0


@cache
def speaker() -> LabellingSpeaker:
    """Start the library, once in a process."""
    return LabellingSpeaker()
