"""The tiny Vosk models of the tests, and the bare library that listens with one, in a process of its own.

The models are made by `python -m training.tiny_vosk`; tests/data/tiny_vosk/README.md tells what they know.
"""

import base64
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, Final

from engines.text_to_speech.espeak.library import Tone, library

RATE_HZ: Final = 16_000
LEAD_MS: Final = 500
"""The silence before and after what is spoken."""
VOICES: Final = {"en": "gmw/en-us", "ko": "ko"}
_MODELS: Final = Path(__file__).parent / "data" / "tiny_vosk"


def tiny_vosk(language: str) -> Path:
    """Return the model folder for `en` or `ko`; copy it before you change it."""
    return _MODELS / language


def spoken(text: str, language: str = "en", voice: str = "", rate_wpm: int = 165) -> bytes:
    """Return `text` spoken by espeak-ng, 16-bit at 16 kHz, with half a second of silence on both sides."""
    import numpy as np
    import soxr

    blocks: list[bytes] = []

    def take(block: bytes, words: tuple[tuple[int, int, int], ...]) -> bool:
        blocks.append(block)
        return True

    tone = Tone(voice or VOICES[language], rate_wpm, volume_percent=100, is_pause_after=False)
    library().synthesise(text, tone, take)
    samples = np.frombuffer(b"".join(blocks), np.int16)
    return np.pad(soxr.resample(samples, library().rate_hz, RATE_HZ), LEAD_MS * RATE_HZ // 1000).tobytes()


@dataclass(frozen=True)
class Word:
    """One word that the library heard."""

    text: str
    begin_seconds: float
    end_seconds: float


@dataclass(frozen=True)
class Heard:
    """What the library made of one piece of sound."""

    words: tuple[Word, ...]
    partials: tuple[str, ...]
    """Each partial text that differs from the one before it."""
    seconds: float
    """How long it took."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class BareVosk:
    """The unmodified library in a process of its own, without any of Sori's code around it."""

    def __init__(self, model: Path) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.tiny_vosk", str(model)],
            cwd=Path(__file__).parent.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.load_seconds: float = self._answer()["seconds"]

    def __enter__(self) -> "BareVosk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.communicate()

    def hear(self, samples: bytes, grammar: Sequence[str] = ()) -> Heard:
        """Listen to 16-bit samples at 16 kHz to their end, for anything or only for these phrases."""
        question = {"samples": base64.b64encode(samples).decode(), "grammar": list(grammar)}
        assert self._child.stdin
        self._child.stdin.write(json.dumps(question).encode() + b"\n")
        self._child.stdin.flush()
        answer = self._answer()
        words = tuple(Word(word["word"], word["start"], word["end"]) for word in answer["words"])
        return Heard(words, tuple(answer["partials"]), answer["seconds"])

    def _answer(self) -> dict[str, Any]:
        assert self._child.stdout
        line = self._child.stdout.readline()
        assert line, f"the library ended with {self._child.wait()}"
        answer: dict[str, Any] = json.loads(line)
        return answer


def _listen(model_folder: str) -> None:
    """Be the child: load the model, then answer each line of the standard input."""
    # The package imports it, but only to write subtitles, which nobody asks of it.
    sys.modules["srt"] = ModuleType("srt")
    import vosk

    began = time.perf_counter()
    model = vosk.Model(model_folder)
    _say({"seconds": time.perf_counter() - began})
    for line in sys.stdin:
        question = json.loads(line)
        samples = base64.b64decode(question["samples"])
        began = time.perf_counter()
        grammar = [json.dumps(question["grammar"], ensure_ascii=False)] if question["grammar"] else []
        recogniser = vosk.KaldiRecognizer(model, RATE_HZ, *grammar)
        recogniser.SetWords(True)
        words: list[Any] = []
        partials = [""]
        block = RATE_HZ // 10 * 2
        for start in range(0, len(samples), block):
            if recogniser.AcceptWaveform(samples[start : start + block]):
                words += json.loads(recogniser.Result()).get("result", [])
            elif (partial := json.loads(recogniser.PartialResult())["partial"]) != partials[-1]:
                partials.append(partial)
        words += json.loads(recogniser.FinalResult()).get("result", [])
        _say({"words": words, "partials": partials[1:], "seconds": time.perf_counter() - began})


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    _listen(sys.argv[1])
