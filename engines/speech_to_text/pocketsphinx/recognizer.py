"""Speech to text by PocketSphinx and the English model in its wheel, in a child process."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from engines.children import command
from engines.errors import DependencyMissing, EngineError, InputUnsupported, ModelMissing
from engines.media import AudioChunk
from engines.results import Transcript
from engines.speech_to_text import Listening
from engines.speech_to_text.conversation import Answer
from engines.speech_to_text.grammar import parsed
from engines.speech_to_text.installed import offer
from engines.speech_to_text.steady import GivenUp, Patience, SteadyRecognizer
from engines.words import _

_PATIENCE: Final = Patience(answer_seconds=90.0)
"""The end of a long utterance of free speech takes as long as the utterance on a busy computer."""


class PocketsphinxRecognizer:
    """Listens for English. The child starts with the first source and is kept for the next."""

    def __init__(self, program: Sequence[str] = (), patience: Patience = _PATIENCE) -> None:
        self._recognizer = SteadyRecognizer(
            program or command("engines.speech_to_text.pocketsphinx.child"), patience
        )

    @property
    def pid(self) -> int:
        """The number of the child process; 0 if there is none."""
        return self._recognizer.pid

    def transcribe(self, chunks: Iterable[AudioChunk], how: Listening = Listening()) -> Iterator[Transcript]:
        """Yield what is heard. With a grammar, what is said in one breath is one of its phrases.

        Raises:
            ModelMissing: for a language other than English; the sentence offers a Vosk model.
            InputUnsupported: the grammar cannot be used.
            EngineError: the child dies again and again.
        """
        if how.language != "en":
            raise ModelMissing(offer(how.language))
        grammar = how.grammar if how.grammar.strip() else ""
        if grammar:
            parsed(grammar)
        try:
            yield from self._recognizer.listen({"do": "load", "grammar": grammar}, _checked, chunks, how)
        except GivenUp as error:
            sentence = _("PocketSphinx fails again and again. Fetch a Vosk model: sori models list")
            raise EngineError(sentence) from error

    def close(self) -> None:
        """Kill the child. May be called from any thread; calling it twice is harmless."""
        self._recognizer.close()


def _checked(answer: Answer) -> str:
    """Return what the user should know about the words of the grammar."""
    words = ", ".join((answer.get("unknown") or answer.get("words") or ())[:10])
    if answer.get("error") == "grammar":
        sentence = _("PocketSphinx does not know these words of the grammar: {words}. Use other words.")
        raise InputUnsupported(sentence.format(words=words))
    if answer.get("error") == "jsgf":
        raise InputUnsupported(_("PocketSphinx cannot use this grammar. Write it with simpler rules."))
    if "error" in answer:
        raise DependencyMissing(_("PocketSphinx is not complete on this computer. Install Sori again."))
    if words:
        sentence = _("PocketSphinx does not know these words of the grammar, so it cannot hear them: {words}")
        return sentence.format(words=words)
    return ""
