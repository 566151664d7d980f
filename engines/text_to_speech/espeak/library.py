"""The C library espeak-ng, as the one Python function that is needed of it."""

import ctypes
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from engines.errors import DependencyMissing, EngineError
from engines.words import _

OnBlock = Callable[[bytes, tuple[tuple[int, int, int], ...]], bool]
"""Takes 16-bit samples and the words (1-based character, length, ms) in them; returns whether to go on."""

_SYNCHRONOUS: Final = 2
_BLOCK_MS: Final = 60
_UTF8: Final = 1
_END_PAUSE: Final = 0x1000
_BY_CHARACTER: Final = 1
_RATE: Final = 1
_VOLUME: Final = 2
_LAST_EVENT: Final = 0
_WORD: Final = 1


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


class _Voice(ctypes.Structure):
    """`espeak_VOICE` of speak_lib.h."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.POINTER(ctypes.c_char)),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("reserved", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True)
class Tone:
    """How one piece of text is to sound."""

    voice: str
    """An identifier such as `gmw/en-us`, or a variant of it such as `gmw/en-us+f3`."""
    rate_wpm: int
    volume_percent: int
    is_pause_after: bool


class Library:
    """The library after its start; one for the whole process, because all its state is global.

    Any thread may use it. The lock is held only while C code runs, never while someone waits for
    room or for a listener, so that two speakers take turns sentence by sentence.
    """

    def __init__(self, library: Path, data: Path) -> None:
        self._turn = threading.Lock()
        self._take: OnBlock = _refuse
        self._c = ctypes.CDLL(str(library))
        started = self._c.espeak_Initialize(_SYNCHRONOUS, _BLOCK_MS, _path_for_c(data), 0)
        if started <= 0:
            raise DependencyMissing(_broken())
        self.rate_hz: int = started
        self._c.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        # Kept here because ctypes frees a callback that nobody holds, and C would then call into nothing.
        self._callback = _Callback(self._on_block)
        self._c.espeak_SetSynthCallback(self._callback)

    def synthesise(self, text: str, tone: Tone, take: OnBlock) -> None:
        """Give the sound of `text` to `take`, block by block on this thread, until it returns False.

        Raises:
            EngineError: if the library cannot speak it.
        """
        data = text.encode("utf-8", "replace") + b"\0"
        flags = _UTF8 | (_END_PAUSE if tone.is_pause_after else 0)
        with self._turn:
            self._take = take
            failed = self._c.espeak_SetVoiceByName(tone.voice.encode())
            self._c.espeak_SetParameter(_RATE, tone.rate_wpm, 0)
            self._c.espeak_SetParameter(_VOLUME, tone.volume_percent, 0)
            failed = failed or self._c.espeak_Synth(
                data, ctypes.c_size_t(len(data)), 0, _BY_CHARACTER, 0, flags, None, None
            )
        if failed:
            sentence = _("The voice {voice} cannot be used. Choose another voice.")
            raise EngineError(sentence.format(voice=tone.voice))

    def voices(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """Return the identifier, the name and the language tags of every voice."""
        with self._turn:
            found = self._c.espeak_ListVoices(None)
            voices: list[tuple[str, str, tuple[str, ...]]] = []
            while found[len(voices)]:
                voice = found[len(voices)].contents
                names = (text.decode("utf-8", "replace") for text in (voice.identifier, voice.name))
                voices.append((*names, _tags(voice.languages)))
        return tuple(voices)

    def _on_block(self, samples: Any, count: int, events: Any) -> int:
        words = []
        index = 0
        while events[index].type != _LAST_EVENT:
            event = events[index]
            if event.type == _WORD:
                words.append((event.character, event.length, event.milliseconds))
            index += 1
        sound = ctypes.string_at(samples, 2 * count) if count > 0 else b""
        return 0 if self._take(sound, tuple(words)) else 1


def _refuse(samples: bytes, words: tuple[tuple[int, int, int], ...]) -> bool:  # noqa: ARG001 - an OnBlock
    return False


@cache
def library() -> Library:
    """Load the library that comes with `espeakng_loader` and start it, once in a process.

    Raises:
        DependencyMissing: if it, or its data, is not whole.
    """
    try:
        import espeakng_loader

        data = Path(espeakng_loader.get_data_path())
    except (ImportError, RuntimeError) as error:
        raise DependencyMissing(_broken()) from error
    # Without its data the C library would end the whole process by exit().
    if not all((data / name).is_file() for name in ("phontab", "phonindex", "phondata", "intonations")):
        raise DependencyMissing(_broken())
    try:
        return Library(Path(espeakng_loader.get_library_path()), data)
    except OSError as error:
        raise DependencyMissing(_broken()) from error


def _path_for_c(data: Path) -> bytes:
    """Return the path as the C library opens it."""
    path = str(data)
    # 65001 is UTF-8, which our packages ask for.
    if sys.platform == "win32" and not path.isascii() and ctypes.windll.kernel32.GetACP() != 65001:
        # There it opens files in the system's code page; the short name of the folder is plain ASCII.
        short = ctypes.create_unicode_buffer(1024)
        ctypes.windll.kernel32.GetShortPathNameW(path, short, len(short))
        path = short.value
        if not path.isascii() or not path:
            raise DependencyMissing(_broken())
    return path.encode()


def _tags(languages: Any) -> tuple[str, ...]:
    """Read a list of tags: each is a priority byte and a string, and a zero ends the list."""
    tags = []
    at = 0
    while languages[at] != b"\0":
        tag = ctypes.string_at(ctypes.addressof(languages.contents) + at + 1)
        tags.append(tag.decode("ascii", "replace"))
        at += len(tag) + 2
    return tuple(tags)


def _broken() -> str:
    return _("The voice eSpeak NG is not complete on this computer. Install Sori again.")
