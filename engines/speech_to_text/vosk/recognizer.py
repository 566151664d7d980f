"""Speech to text by Vosk, whose library may abort and so lives in a child process."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from engines.children import command
from engines.errors import EngineError, InputUnsupported, ModelDamaged
from engines.media import AudioChunk
from engines.results import Transcript
from engines.speech_to_text import Listening
from engines.speech_to_text.conversation import Answer
from engines.speech_to_text.grammar import parsed
from engines.speech_to_text.installed import vosk_model
from engines.speech_to_text.steady import GivenUp, Patience, SteadyRecognizer
from engines.speech_to_text.vosk import model_folder
from engines.words import _

_PATIENCE: Final = Patience()


class VoskRecognizer:
    """Listens with a Vosk model. The child starts with the first source and is kept for the next."""

    def __init__(
        self,
        model: Path | None = None,
        program: Sequence[str] = (),
        patience: Patience = _PATIENCE,
    ) -> None:
        """Get ready; `model` is a model's folder, without one the best that is installed is used."""
        self._model = model
        self._recognizer = SteadyRecognizer(program or command("engines.speech_to_text.vosk.child"), patience)

    @property
    def pid(self) -> int:
        """The number of the child process; 0 if there is none."""
        return self._recognizer.pid

    def transcribe(self, chunks: Iterable[AudioChunk], how: Listening = Listening()) -> Iterator[Transcript]:
        """Yield what is heard; a restart after a crash is told by a notice.

        Raises:
            ModelMissing: no model for the language is here; the sentence offers the download.
            ModelDamaged: the model is not whole, or libvosk cannot load it.
            InputUnsupported: the grammar cannot be used.
            EngineError: the child dies again and again.
        """
        folder = self._model or vosk_model(how.language)
        model_folder.check(folder)
        phrases: tuple[str, ...] = ()
        if how.grammar.strip():
            if not model_folder.can_take_grammar(folder):
                sentence = _(
                    "The model {name} cannot take a grammar. Fetch a small model, or use no grammar."
                )
                raise InputUnsupported(sentence.format(name=folder.name))
            phrases = parsed(how.grammar).as_phrases()
        loaded = False

        def check(answer: Answer) -> str:
            nonlocal loaded
            loaded = True
            return _checked(answer, folder.name)

        request = {"do": "load", "model": model_folder.path_for_c(folder), "phrases": phrases}
        try:
            yield from self._recognizer.listen(request, check, chunks, how)
        except GivenUp as error:
            if not loaded:
                raise _damaged(folder.name) from error
            sentence = _("The model {name} fails again and again. Fetch it again, or choose another one.")
            raise EngineError(sentence.format(name=folder.name)) from error

    def close(self) -> None:
        """Kill the child. May be called from any thread; calling it twice is harmless."""
        self._recognizer.close()


def _checked(answer: Answer, name: str) -> str:
    """Return what the user should know about the words of the grammar."""
    unknown = answer.get("unknown") or answer.get("words") or ()
    words = ", ".join(unknown[:10])
    if answer.get("error") == "grammar":
        sentence = _("The model {name} does not know these words of the grammar: {words}. Use other words.")
        raise InputUnsupported(sentence.format(name=name, words=words))
    if "error" in answer:
        raise _damaged(name)
    if unknown:
        sentence = _(
            "The model {name} does not know these words of the grammar, so it cannot hear them: {words}"
        )
        return sentence.format(name=name, words=words)
    return ""


def _damaged(name: str) -> ModelDamaged:
    sentence = _("The speech model {name} cannot be loaded. Fetch it again.")
    return ModelDamaged(sentence.format(name=name))
