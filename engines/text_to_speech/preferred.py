"""The voice this computer speaks with: the best engine that works, and the next one when it fails."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from engines.errors import EngineError, InputUnsupported
from engines.results import Spoken, Word
from engines.spec import EngineSpec, engines
from engines.text_to_speech import Manner, Speaker, Voice
from engines.text_to_speech.utterances import utterances
from engines.text_to_speech.voices import VoiceMissing

_TASK: Final = "text_to_speech"


logger = logging.getLogger(__name__)


def _ignore(sentence: str) -> None:
    """Do nothing."""


class PreferredSpeaker:
    """A speaker made of all speakers. Building it costs nothing: engines load in the first `speak`.

    A voice is named `<engine>:<name>`, and its engine is asked first. An engine that fails is not
    asked again; the sentence it failed at is said once more by the next one, and `on_trouble` gets a
    translated sentence on the thread that speaks. Silence is the last engine, so `speak` itself fails
    only for a voice that does not exist.
    """

    def __init__(
        self,
        on_trouble: Callable[[str], None] = _ignore,
        specs: tuple[EngineSpec, ...] | None = None,
    ) -> None:
        self._on_trouble = on_trouble
        self._specs = specs
        self._loaded: dict[str, Speaker] = {}
        self._failed: set[str] = set()

    def speak(self, text: str, manner: Manner = Manner()) -> Iterator[Spoken]:
        """Yield the sound of `text`; a block may be empty while a slow engine works.

        Raises:
            VoiceMissing: if there is no such voice.
        """
        begin, reached, seconds = 0, 0, 0.0
        for spec in self._usable(manner.voice):
            own = replace(manner, voice=manner.voice if _is_of(manner.voice, spec) else "")
            try:
                offset = seconds
                for block in self._speaker(spec).speak(text[begin:], own):
                    words = tuple(_moved(word, begin, offset) for word in block.words)
                    reached = max([reached, *(word.start + word.length for word in words)])
                    seconds += len(block.samples) / 2 / block.rate_hz
                    yield replace(block, words=words)
                return
            except VoiceMissing:
                raise
            except InputUnsupported as error:
                # It works, but not for this text: the next engine says the rest, and it is asked again.
                logger.info("%s: %s", spec.id, error)
            except EngineError as error:
                self._give_up(spec, error)
            begin = _next_sentence(text, begin, reached)

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices of every engine that works here, those of the preferred engine first.

        Where two engines offer the same voice, as pyttsx3 does that of espeak, it is listed once.
        """
        found: dict[tuple[str, str], Voice] = {}
        for spec in self._usable(""):
            try:
                for voice in self._speaker(spec).voices():
                    found.setdefault((voice.title, voice.languages[0]), voice)
            except EngineError as error:
                self._give_up(spec, error)
        return tuple(found.values())

    def close(self) -> None:
        """Close every engine that was loaded. May be called from any thread."""
        for speaker in self._loaded.values():
            speaker.close()

    def _usable(self, voice: str) -> list[EngineSpec]:
        """Return the engines to try: that of `voice` first, then by preference."""
        specs = engines(_TASK) if self._specs is None else self._specs
        if voice and not any(_is_of(voice, spec) for spec in specs):
            raise VoiceMissing(voice)
        usable = [spec for spec in specs if spec.id not in self._failed and spec.is_available]
        return sorted(usable, key=lambda spec: not _is_of(voice, spec))

    def _speaker(self, spec: EngineSpec) -> Speaker:
        if spec.id not in self._loaded:
            self._loaded[spec.id] = spec.load()
        return self._loaded[spec.id]

    def _give_up(self, spec: EngineSpec, error: EngineError) -> None:
        self._failed.add(spec.id)
        self._on_trouble(str(error))
        if spec.id in self._loaded:
            self._loaded.pop(spec.id).close()


def _is_of(voice: str, spec: EngineSpec) -> bool:
    return voice.partition(":")[0] == spec.id


def _moved(word: Word, begin: int, seconds: float) -> Word:
    """Count from the beginning of the whole text what was counted from `begin`."""
    return Word(begin + word.start, word.length, seconds + word.seconds)


def _next_sentence(text: str, begin: int, reached: int) -> int:
    """Return where to go on: at the first sentence from `begin` that begins after what was said."""
    starts = (begin + utterance.places[0] for utterance in utterances(text[begin:]))
    return next((start for start in starts if start >= reached), len(text))
