"""Speech by espeak-ng: the first block of sound within milliseconds, however long the text."""

import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final

from engines.errors import EngineError
from engines.results import Spoken, Word
from engines.text_to_speech import Manner, Voice
from engines.text_to_speech.espeak.library import Tone, library
from engines.text_to_speech.utterances import Utterance, utterances
from engines.text_to_speech.voices import VoiceMissing

_PREFIX: Final = "espeak:"
_OWN_VOICES: Final = {"en": "gmw/en-us", "ko": "ko"}

_Sound = tuple[bytes, tuple[tuple[int, int, int], ...]]


@dataclass(frozen=True)
class _Chosen:
    identifier: str
    is_korean: bool


class EspeakSpeaker:
    """Speaks with the voices of espeak-ng. Several speakers may be used at once, on any threads.

    The library calls back while it works, so each sentence is made on a private thread, which ends
    with the sentence or, within a block, with the generator.
    """

    def __init__(self) -> None:
        self._library = library()

    def speak(self, text: str, manner: Manner = Manner()) -> Iterator[Spoken]:
        """Yield blocks of up to 60 ms; one sentence at most is made ahead of the listener."""
        rate_hz = self._library.rate_hz
        chosen = self._chosen(manner.voice)
        samples = 0
        for utterance in utterances(text, manner.language):
            tone = _tone(utterance, chosen, manner)
            begin, end = samples / rate_hz, 0
            with closing(_sounds(utterance.text, tone)) as sounds:
                for sound, events in sounds:
                    words, end = _words(utterance, events, begin, end)
                    samples += len(sound) // 2
                    yield Spoken(sound, rate_hz, words)

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices of the library, one for each main language."""
        found: dict[str, Voice] = {}
        for _identifier, name, languages in self._library.voices():
            found.setdefault(languages[0], Voice(_PREFIX + languages[0], name, languages))
        return tuple(found.values())

    def close(self) -> None:
        """Hold nothing: threads end with their generators, the library with the process."""

    def _chosen(self, voice: str) -> _Chosen | None:
        base, plus, variant = voice.partition("+")
        for identifier, _name, languages in self._library.voices() if voice else ():
            if base == _PREFIX + languages[0]:
                return _Chosen(identifier + plus + variant, is_korean=languages[0] == "ko")
        if voice:
            raise VoiceMissing(voice)
        return None


def _tone(utterance: Utterance, chosen: _Chosen | None, manner: Manner) -> Tone:
    voice = _OWN_VOICES[utterance.language]
    # Hangul belongs to a Korean voice alone, and Latin letters to any other.
    if chosen and (utterance.language == "ko") == chosen.is_korean:
        voice = chosen.identifier
    return Tone(
        voice,
        rate_wpm=min(450, max(80, manner.rate_wpm)),
        volume_percent=round(100 * min(1.0, max(0.0, manner.volume))),
        is_pause_after=utterance.is_sentence_end,
    )


def _sounds(text: str, tone: Tone) -> Generator[_Sound, None, None]:
    """Yield the sound of one utterance while it is being made."""
    made: SimpleQueue[_Sound | EngineError | None] = SimpleQueue()
    is_unwanted = threading.Event()

    def take(sound: bytes, words: tuple[tuple[int, int, int], ...]) -> bool:
        made.put((sound, words))
        return not is_unwanted.is_set()

    def make() -> None:
        try:
            if not is_unwanted.is_set():
                library().synthesise(text, tone, take)
        except EngineError as error:
            made.put(error)
        finally:
            made.put(None)

    maker = threading.Thread(target=make, name="espeak", daemon=True)
    maker.start()
    try:
        while (sound := made.get()) is not None:
            if isinstance(sound, EngineError):
                raise sound
            yield sound
    finally:
        is_unwanted.set()
        maker.join()


def _words(
    utterance: Utterance, events: tuple[tuple[int, int, int], ...], seconds: float, end: int
) -> tuple[tuple[Word, ...], int]:
    """Turn the library's words into ours; also return where the last one ends in the utterance.

    The library splits numbers and abbreviations oddly, at places that overlap or lie outside.
    """
    words = []
    for character, length, milliseconds in events:
        start = max(0, character - 1)
        spoken = utterance.text[start : start + length].rstrip()
        if spoken and not spoken[0].isspace() and start >= end:
            end = start + len(spoken)
            first, last = utterance.places[start], utterance.places[end]
            words.append(Word(first, last - first, seconds + milliseconds / 1000))
    return tuple(words), end
