"""The child process in which libvosk lives; what it is asked and answers stands in `answering`."""

import json
import sys
from types import ModuleType
from typing import Any, Final

from engines.media import RATE_HZ
from engines.speech_to_text.answering import Answer, Refused, serve

_UNKNOWN: Final = "[unk]"
"""What most models call a word that they do not know."""
_HANGING: Final = ("the", "huh", "a", "uh")
"""What Vosk's English models make of a breath; one alone is dropped unless they are sure of it."""
_SURE: Final = 0.6


class VoskEar:
    """One libvosk recogniser; times count from the first sample after the last final."""

    def __init__(self, recognizer: Any) -> None:
        self._recognizer = recognizer
        self._samples = 0
        self._begun = 0
        """How many samples had been heard when the last final was given."""

    def hear(self, samples: bytes) -> Answer:
        """Take sound; a final comes where libvosk finds the end of a sentence."""
        self._samples += len(samples) // 2
        if self._recognizer.AcceptWaveform(samples):
            return self._final(self._recognizer.Result())
        partial = json.loads(self._recognizer.PartialResult()).get("partial", "")
        return {"partial": " ".join(word for word in partial.split() if word != _UNKNOWN)}

    def end(self) -> Answer:
        """End the utterance."""
        if self._samples == self._begun:
            return {"final": []}
        answer = self._final(self._recognizer.FinalResult())
        self._recognizer.Reset()
        return answer

    def _final(self, result: str) -> Answer:
        begun = self._begun / RATE_HZ
        self._begun = self._samples
        words = [
            (word["word"], max(0.0, word["start"] - begun), max(0.0, word["end"] - begun), word["conf"])
            for word in json.loads(result).get("result", [])
            if word["word"] != _UNKNOWN
        ]
        if len(words) == 1 and words[0][0] in _HANGING and words[0][3] < _SURE:
            words = []
        return {"final": words}


def load(request: Answer) -> tuple[VoskEar, Answer]:
    """Load the model and a recogniser, for the grammar's phrases if there are any."""
    # vosk imports srt for subtitles of its own, which we do not use and so do not install.
    sys.modules.setdefault("srt", ModuleType("srt"))
    import vosk

    try:
        model = vosk.Model(request["model"])
    except Exception as error:  # vosk raises nothing narrower
        raise Refused("model", str(error)) from error
    unknown: list[str] = []
    arguments: list[Any] = [model, float(RATE_HZ)]
    if request["phrases"]:
        words = dict.fromkeys(" ".join(request["phrases"]).split())
        unknown = [word for word in words if model.vosk_model_find_word(word) < 0]
        phrases = _known(request["phrases"], set(unknown))
        if not phrases:
            raise Refused("grammar", words=unknown)
        if model.vosk_model_find_word(_UNKNOWN) >= 0:
            # Vosk's own way to have something for what the grammar does not allow.
            phrases.append(_UNKNOWN)
        arguments.append(json.dumps(phrases, ensure_ascii=False))
    try:
        recognizer = vosk.KaldiRecognizer(*arguments)
    except Exception as error:  # vosk raises nothing narrower
        raise Refused("model", str(error)) from error
    recognizer.SetWords(True)
    return VoskEar(recognizer), {"unknown": unknown}


def _known(phrases: list[str], unknown: set[str]) -> list[str]:
    return [phrase for phrase in phrases if not unknown & set(phrase.split())]


if __name__ == "__main__":
    serve(load)
