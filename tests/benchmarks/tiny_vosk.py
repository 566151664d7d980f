"""How well the tiny Vosk models hear what they never heard: other voices, other rates, noise, silence.

    python -m tests.benchmarks.tiny_vosk [--mistakes]

runs the unmodified library without anything of Sori's around it, so no voice activity detector helps.
"""

import argparse
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.tiny_vosk import RATE_HZ, BareVosk, spoken, tiny_vosk
from training.tiny_vosk.sound import noise
from training.tiny_vosk.vocabulary import VOCABULARIES, Vocabulary

UTTERANCES: Final = 100
RATES_WPM: Final = (120, 145, 170, 195, 220, 245)
GOAL_WER: Final = 0.06
SEED: Final = 20_261_124
"""Not the seed of the training, so the texts are others too."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.tiny_vosk", description=__doc__)
    parser.add_argument("--mistakes", action="store_true", help="also show what was heard wrongly")
    parser.add_argument("--models", type=Path, help="a folder with en and ko, instead of that of the tests")
    arguments = parser.parse_args()
    for language, vocabulary in VOCABULARIES.items():
        model = arguments.models / language if arguments.models else tiny_vosk(language)
        with BareVosk(model) as vosk:
            print(f"{language}: {len(vocabulary.words)} words, loaded in {vosk.load_seconds:.2f} s")
            for name, errors in _measured(vosk, vocabulary):
                print(f"  {name}: {errors}", *(errors.mistakes if arguments.mistakes else ()), sep="\n      ")
            for name, sound in _wordless(np.random.default_rng(SEED)):
                heard = vosk.hear(_pcm(sound))
                words = f"{len(heard.words)} words {heard.text!r}" if heard.words else "no words"
                print(f"  60 s of {name}: {words}, {heard.seconds / 60:.4f} of real time")


def _measured(vosk: BareVosk, vocabulary: Vocabulary) -> Iterator[tuple[str, "Errors"]]:
    """Yield the errors of dictation in more and more noise, and of orders with a grammar."""
    random = np.random.default_rng(SEED)
    texts = tuple(islice(vocabulary.texts(random), UTTERANCES))
    for name, said, decibels, grammar in (
        (f"dictation, clean (goal {GOAL_WER:.0%})", texts, None, ()),
        ("dictation, noise 20 dB below", texts, 20, ()),
        ("dictation, noise 10 dB below", texts, 10, ()),
        ("orders with a grammar, noise 20 dB below", vocabulary.phrases, 20, vocabulary.phrases),
    ):
        errors = Errors()
        for text, sound in _spoken(said, vocabulary, decibels, random):
            heard = vosk.hear(_pcm(sound), grammar)
            errors.add(text, heard.text, heard.seconds, len(sound) / RATE_HZ)
        yield name, errors


class Errors:
    """Counts word errors."""

    def __init__(self) -> None:
        self._words = self._wrong = self._texts = self._exact = 0
        self._seconds = self._sound_seconds = 0.0
        self.mistakes: list[str] = []

    def add(self, said: str, heard: str, seconds: float, sound_seconds: float) -> None:
        self._words += len(said.split())
        self._wrong += distance(said.split(), heard.split())
        self._texts += 1
        self._exact += said == heard
        self._seconds += seconds
        self._sound_seconds += sound_seconds
        if said != heard:
            self.mistakes.append(f"{said} -> {heard}")

    def __str__(self) -> str:
        wer = self._wrong / self._words
        return (
            f"WER {wer:.1%} of {self._words} words, "
            f"{self._exact} of {self._texts} exact, {self._seconds / self._sound_seconds:.4f} of real time"
        )


def distance(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return how many words must be put in, left out or replaced."""
    row = list(range(len(heard) + 1))
    for index, word in enumerate(said, 1):
        before, row[0] = row[0], index
        for place, other in enumerate(heard, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (word != other))
    return row[-1]


def _spoken(
    texts: Sequence[str], vocabulary: Vocabulary, decibels: float | None, random: np.random.Generator
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Yield each text with its sound; the noise is so far below all of the sound, pauses included."""
    voices = vocabulary.other_voices
    for index, text in enumerate(texts):
        voice = voices[index % len(voices)]
        rate_wpm = RATES_WPM[index // len(voices) % len(RATES_WPM)]
        samples = np.frombuffer(spoken(text, voice=voice, rate_wpm=rate_wpm), np.int16)
        sound = 0.7 * samples.astype(np.float64)
        if decibels is not None:
            sound = sound + sound.std() * 10 ** (-decibels / 20) * noise(len(sound), random)
        yield text, sound


def _wordless(random: np.random.Generator) -> Iterator[tuple[str, NDArray[np.float64]]]:
    samples = 60 * RATE_HZ
    yield "digital silence", np.zeros(samples)
    white = random.normal(size=samples)
    for name, sound in (("white noise", white), ("coloured noise", noise(samples, random))):
        for dbfs in (-60, -40, -20):
            yield f"{name} at {dbfs} dBFS", 32768 * 10 ** (dbfs / 20) * sound


def _pcm(sound: NDArray[np.float64]) -> bytes:
    return sound.clip(-32768, 32767).astype("<i2").tobytes()


if __name__ == "__main__":
    main()
