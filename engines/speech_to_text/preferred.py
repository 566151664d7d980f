"""The recogniser that fits the language: Vosk where a model for it is here, else PocketSphinx for English."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from engines.errors import DependencyMissing, InputUnsupported, ModelMissing
from engines.media import AudioChunk
from engines.results import Transcript
from engines.spec import EngineSpec, engines
from engines.speech_to_text import Listening, SpeechRecognizer
from engines.speech_to_text.installed import find_vosk_model, offer, weakness
from engines.words import _

_TASK: Final = "speech_to_text"


def choose(language: str, engine: str = "") -> EngineSpec:
    """Return the engine to use: the one named, else the best one that can work here.

    Raises:
        InputUnsupported: there is no engine of that name.
        DependencyMissing: the engine lacks a module.
        ModelMissing: there is no model for the language; the sentence offers the download.
    """
    known = {spec.id: spec for spec in engines(_TASK)}
    if engine:
        return _usable(known, engine)
    if known["vosk"].is_available and find_vosk_model(language):
        return known["vosk"]
    if language in known["pocketsphinx"].languages:
        return _usable(known, "pocketsphinx")
    raise ModelMissing(offer(language))


class PreferredRecognizer:
    """A recogniser made of all. Building it costs nothing: the engine is chosen when it listens."""

    def __init__(self, engine: str = "") -> None:
        """Get ready; `engine` names the one to use, else `choose` does at each source."""
        self._engine = engine
        self._loaded: dict[str, SpeechRecognizer] = {}
        self._has_warned = False

    def transcribe(self, chunks: Iterable[AudioChunk], how: Listening = Listening()) -> Iterator[Transcript]:
        """Yield what is heard; that free speech is heard badly without a Vosk model is told once.

        Raises:
            EngineError: as `choose` and the engine say.
        """
        spec = choose(how.language, self._engine)
        if spec.id not in self._loaded:
            self._loaded[spec.id] = spec.load()
        warning = self._warning(spec, how)
        for transcript in self._loaded[spec.id].transcribe(chunks, how):
            if warning and not transcript.notice:
                yield replace(transcript, notice=warning)
                self._has_warned, warning = True, ""
            else:
                yield transcript

    def close(self) -> None:
        """Close every engine that was loaded. May be called from any thread."""
        for recognizer in tuple(self._loaded.values()):
            recognizer.close()

    def _warning(self, spec: EngineSpec, how: Listening) -> str:
        is_weak = spec.id == "pocketsphinx" and not how.grammar.strip()
        return weakness() if is_weak and not self._has_warned else ""


def _usable(known: dict[str, EngineSpec], engine: str) -> EngineSpec:
    if engine not in known:
        sentence = _("There is no recogniser called {engine}. Use one of: {engines}")
        raise InputUnsupported(sentence.format(engine=engine, engines=", ".join(known)))
    if not known[engine].is_available:
        sentence = _("The recogniser {engine} is not complete on this computer. Install Sori again.")
        raise DependencyMissing(sentence.format(engine=known[engine].title))
    return known[engine]
