"""Make a tiny model: `python -m training.tiny_vosk en|ko [--out DIR]`, in a few minutes on one core."""

import argparse
import importlib.util
import time
from pathlib import Path
from typing import Final

import numpy as np

from training.tiny_vosk.lexicon import Lexicon, same_sounding
from training.tiny_vosk.material import hear_every_word, silences, utterances
from training.tiny_vosk.model_folder import write_model
from training.tiny_vosk.net import train
from training.tiny_vosk.vocabulary import VOCABULARIES

_MODELS: Final = Path("tests/data/tiny_vosk")
_HELD_OUT: Final = 60
_LIBRARIES: Final = ("kaldifst", "kaldi_native_fbank")


def main() -> None:
    """Speak, train and write."""
    arguments = _arguments()
    vocabulary = VOCABULARIES[arguments.language]
    random = np.random.default_rng(arguments.seed)
    lexicon = Lexicon()
    began = time.monotonic()

    def tell(sentence: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {sentence}", flush=True)

    heard = list(utterances(vocabulary, vocabulary.voices, arguments.utterances, random, lexicon))
    heard += silences(arguments.utterances // 20, random)
    hear_every_word(vocabulary, lexicon)
    held_out = list(utterances(vocabulary, vocabulary.other_voices, _HELD_OUT, random))
    pronunciations = lexicon.pronunciations()
    for one, other in same_sounding(pronunciations):
        tell(f"{one} and {other} sound the same")
    minutes = sum(len(one.labels) for one in heard) / 6000
    tell(f"{len(pronunciations)} words, {minutes:.0f} minutes of sound")
    trained = train(heard, held_out, arguments.epochs, arguments.seed, tell)
    folder = arguments.out or _MODELS / arguments.language
    write_model(trained, pronunciations, folder)
    tell(f"written to {folder}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.tiny_vosk", description=__doc__)
    parser.add_argument("language", choices=VOCABULARIES)
    parser.add_argument("--out", type=Path, help="the model's folder; by default that of the tests")
    parser.add_argument("--utterances", type=int, default=3000)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    missing = [library for library in _LIBRARIES if importlib.util.find_spec(library) is None]
    if missing:
        parser.error(
            f"{' and '.join(missing)} missing; `pip install --group training` brings what is needed."
        )
    return arguments


if __name__ == "__main__":
    main()
