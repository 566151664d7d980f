"""How well the tiny Vosk models hear what they never heard: other voices, other rates, noise, silence.

    python -m tests.benchmarks.tiny_vosk

runs the unmodified library without anything of Sori's around it, so no voice activity detector helps.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
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
    for language, vocabulary in VOCABULARIES.items():
        with BareVosk(tiny_vosk(language)) as vosk:
            print(f"{language}: {len(vocabulary.words)} words, loaded in {vosk.load_seconds:.2f} s")
            random = np.random.default_rng(SEED)
            texts = list(islice(vocabulary.texts(random), UTTERANCES))
            for name, decibels in (("clean", None), ("noise 20 dB below the speech", 20), ("10 dB", 10)):
                errors = Errors()
                for text, sound in _spoken(texts, vocabulary, decibels, random):
                    heard = vosk.hear(_pcm(sound))
                    errors.add(text, heard.text, heard.seconds, len(sound) / RATE_HZ)
                print(f"  dictation, {name}: {errors}")
            errors = Errors()
            for text, sound in _spoken(vocabulary.phrases, vocabulary, 20, random):
                heard = vosk.hear(_pcm(sound), vocabulary.phrases)
                errors.add(text, heard.text, heard.seconds, len(sound) / RATE_HZ)
            print(f"  orders with a grammar, noise 20 dB below: {errors}")
            for name, sound in _wordless(random):
                heard = vosk.hear(_pcm(sound))
                words = f"{len(heard.words)} words {heard.text!r}" if heard.words else "no words"
                print(f"  60 s of {name}: {words}, {heard.seconds / 60:.4f} of real time")


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
            f"WER {wer:.1%} of {self._words} words ({'within' if wer <= GOAL_WER else 'MISSES'} the goal), "
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
