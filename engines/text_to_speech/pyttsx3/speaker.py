"""Speech by the system's own voices, in a child process that is killed when it hangs or is unwanted."""

import logging
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from engines.children import command
from engines.errors import EngineError, InputUnsupported
from engines.results import Spoken, Word
from engines.text_to_speech import Manner, Voice
from engines.text_to_speech.pyttsx3 import sound_file
from engines.text_to_speech.pyttsx3.conversation import Conversation, Silence
from engines.text_to_speech.utterances import Utterance, utterances
from engines.text_to_speech.voices import VoiceMissing
from engines.words import _

_PREFIX: Final = "pyttsx3:"
_BLOCK_SECONDS: Final = 0.06
_WAITING: Final = Spoken(b"", 22050)
_SECONDS_PER_CHARACTER: Final = 0.05

logger = logging.getLogger(__name__)


class Pyttsx3Speaker:
    """Speaks one sentence at a time through pyttsx3, which writes each to a file that lives a moment.

    The child starts with the first request. It is killed when it does not answer in time, and when
    the generator is closed while it works. While it works, empty blocks are yielded.
    """

    def __init__(
        self,
        program: Sequence[str] = (),
        patience_seconds: float = 15.0,
    ) -> None:
        """Get ready; `program` is what to run as the child, and `patience_seconds` how long it may take."""
        self._program = program or command("engines.text_to_speech.pyttsx3.child")
        self._patience_seconds = patience_seconds
        self._child: Conversation | None = None
        self._sentences = 0

    def speak(self, text: str, manner: Manner = Manner()) -> Iterator[Spoken]:
        """Yield the sound of `text`; sentences have positions, words have not: drivers tell those too early.

        Raises:
            VoiceMissing: if there is no such voice.
            InputUnsupported: if the system has no voice for Korean.
            EngineError: if the voice failed or hangs; it is started anew for the next text.
        """
        seconds = 0.0
        for utterance in utterances(text, manner.language):
            words: tuple[Word, ...] = (_whole(utterance, seconds),)
            with closing(self._sound(utterance, manner)) as blocks:
                for block in blocks:
                    seconds += len(block.samples) / 2 / block.rate_hz
                    yield replace(block, words=words if block.samples else ())
                    words = () if block.samples else words

    def voices(self) -> tuple[Voice, ...]:
        """Return the system's voices."""
        waiting = self._ask({"do": "voices"}, self._patience_seconds)
        answer = _drained(waiting)
        return tuple(
            Voice(_PREFIX + identity, title, tuple(languages))
            for identity, title, languages in answer["voices"]
            if languages
        )

    def close(self) -> None:
        """Kill the child. May be called from any thread."""
        if self._child:
            self._child.close()
        self._child = None

    def _sound(self, utterance: Utterance, manner: Manner) -> Generator[Spoken, None, None]:
        file = self._file()
        request = {
            "do": "save",
            "text": utterance.text,
            "language": utterance.language,
            "voice": manner.voice.removeprefix(_PREFIX),
            "rate": min(450, max(80, manner.rate_wpm)),
            "volume": min(1.0, max(0.0, manner.volume)),
            "file": str(file),
        }
        patience = self._patience_seconds + _SECONDS_PER_CHARACTER * len(utterance.text)
        with closing(self._ask(request, patience)) as waiting:
            for _waited in waiting:
                yield _WAITING
        samples, rate_hz = self._taken(file)
        size = 2 * round(rate_hz * _BLOCK_SECONDS)
        for start in range(0, len(samples), size):
            yield Spoken(samples[start : start + size], rate_hz)

    def _file(self) -> Path:
        """Return a fresh name for the next file, in the child's own folder."""
        if self._child is None:
            self._child = Conversation(self._program)
        self._sentences += 1
        return self._child.folder / f"{self._sentences}.wav"

    def _taken(self, file: Path) -> tuple[bytes, int]:
        """Read a file of the child and remove it, so that what was said does not stay on the disk."""
        try:
            return sound_file.read(file)
        except sound_file.NotASound as error:
            raise self._failed(str(error)) from error
        finally:
            file.unlink(missing_ok=True)

    def _ask(self, request: dict[str, Any], patience: float) -> Generator[None, None, dict[str, Any]]:
        child = self._child = self._child or Conversation(self._program)
        is_answered = False
        try:
            answer = yield from child.ask(request, patience)
            is_answered = True
        except Silence as error:
            raise self._failed(str(error)) from error
        finally:
            if not is_answered:
                self.close()
        if answer.get("error") == "no-voice":
            raise InputUnsupported(_("The system has no Korean voice. Choose a voice of eSpeak NG."))
        if answer.get("error") == "no-such-voice":
            raise VoiceMissing(_PREFIX + request["voice"])
        if "error" in answer:
            raise self._failed(answer["error"])
        return answer

    def _failed(self, reason: str) -> EngineError:
        logger.info("pyttsx3: %s", reason)
        self.close()
        return EngineError(
            _("The voice of the system stopped working. Choose another voice in the settings.")
        )


def _whole(utterance: Utterance, seconds: float) -> Word:
    """Return the position of a whole utterance, without the spaces around it."""
    first = len(utterance.text) - len(utterance.text.lstrip())
    last = len(utterance.text.rstrip())
    return Word(utterance.places[first], utterance.places[last] - utterance.places[first], seconds)


def _drained(waiting: Generator[None, None, dict[str, Any]]) -> dict[str, Any]:
    """Wait for the answer."""
    while True:
        try:
            next(waiting)
        except StopIteration as stop:
            answer: dict[str, Any] = stop.value
            return answer
