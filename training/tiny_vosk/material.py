"""The material of the training: features and, for every frame, the phoneme that is heard in it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
import soxr  # type: ignore[import-untyped]  # it says nothing about its types
from numpy.typing import NDArray

from training.tiny_vosk.features import FRAME_MIDDLE_MS, FRAME_MS, RATE_HZ, STEP, mfcc
from training.tiny_vosk.lexicon import Lexicon, Segment, segments
from training.tiny_vosk.sound import in_a_room, wordless
from training.tiny_vosk.speech import speaker
from training.tiny_vosk.vocabulary import Vocabulary

SILENCE: Final = ""
"""The label of a frame without speech."""


@dataclass(frozen=True)
class Labelled:
    """One piece of sound."""

    features: NDArray[np.float32]
    """(frames, 40)"""
    labels: tuple[str, ...]
    """(frames,)"""


def utterances(
    vocabulary: Vocabulary,
    voices: tuple[str, ...],
    count: int,
    random: np.random.Generator,
    lexicon: Lexicon | None = None,
) -> Iterator[Labelled]:
    """Yield `count` pieces of speech, noised; `lexicon` hears each."""
    espeak = speaker()
    for text in islice(vocabulary.texts(random), count):
        said = espeak.say(
            text,
            str(random.choice(voices)),
            rate_wpm=int(random.integers(110, 260)),
            pitch=int(random.integers(20, 81)),
            pitch_range=int(random.integers(20, 81)),
        )
        if lexicon:
            lexicon.hear(said, text)
        speech = soxr.resample(said.samples.astype(np.float64), espeak.rate_hz, RATE_HZ)
        lead, tail = (int(part) for part in random.integers(800, 9600, 2))
        features = mfcc(in_a_room(np.pad(speech, (lead, tail)), random).astype(np.float32))
        yield Labelled(features, frame_labels(segments(said), 1000 * lead / RATE_HZ, len(features)))


def frame_labels(heard: Sequence[Segment], lead_ms: float, frames: int) -> tuple[str, ...]:
    """Return the phoneme of each frame, when the first segment begins after `lead_ms` of silence.

    A phoneme shorter than a step is widened to a step at the cost of its neighbours, since otherwise Vosk
    might not ask the network at any time in it, and could not hear the word.
    """
    labels = [SILENCE] * frames
    spans = []
    for segment in heard:
        begin, end = _frame(lead_ms + segment.begin_ms), _frame(lead_ms + segment.end_ms)
        missing = max(0, STEP - (end - begin)) if segment.symbol != SILENCE else 0
        spans.append(
            (end - begin, max(0, begin - missing // 2), end + missing - missing // 2, segment.symbol)
        )
    # The shortest last, so that none is covered by a longer one.
    for _length, begin, end, symbol in sorted(spans, reverse=True):
        for frame in range(begin, min(end, frames)):
            labels[frame] = symbol
    return tuple(labels)


def silences(count: int, random: np.random.Generator) -> Iterator[Labelled]:
    """Yield pieces of noise and hum in which nothing is said."""
    for _index in range(count):
        sound = wordless(int(random.integers(2, 5)) * RATE_HZ, random)
        features = mfcc(sound.clip(-32768, 32767).astype(np.float32))
        yield Labelled(features, (SILENCE,) * len(features))


def hear_every_word(vocabulary: Vocabulary, lexicon: Lexicon) -> None:
    """Let the lexicon hear each word alone, since espeak-ng joins many Korean words to their neighbours."""
    for word in vocabulary.words:
        lexicon.hear(speaker().say(word, vocabulary.voices[0]), word)


def _frame(milliseconds: float) -> int:
    """Return the first frame whose middle is not before the time."""
    return max(0, math.ceil((milliseconds - FRAME_MIDDLE_MS) / FRAME_MS))
