"""Words stitched of real letters, read by word lists: `python -m tests.benchmarks.stitched_words --data DIR`.

DIR holds `asl_letters_boris_landmarks/*.npz` and `asl_letters_signn_landmarks/*.json`. Each letter of a word
is one real hand, held for some frames with a little shaking; between letters the points move straight. Nobody
spelled so before a camera, and no double letter is shown on purpose: what is measured is whether shapes of
uneven quality, one after the other, become the word. `spelled_words.txt` is the list of 200; the full list
is the one that ships; "none" is what is read without any.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engines import resource
from engines.sign_to_text.fingerspelling import summing, weighing, word_lists
from engines.sign_to_text.fingerspelling.lattice import lattice
from engines.sign_to_text.fingerspelling.recognizer import Recognizer
from engines.sign_to_text.fingerspelling.sequence import SequenceReader
from engines.sign_to_text.fingerspelling.weighing import Witness
from engines.sign_to_text.fingerspelling.word_lists import WordList
from training.finger_reader.sequence import note

Floats = NDArray[np.float32]
Letters = dict[str, Floats]
"""Letter to hands (n, 21, 2), the wrist at the origin, at most 1 from it."""

FRAMES_A_SECOND: Final = 25
PACES: Final = ((6, 4), (4, 3), (3, 2))
"""Frames of each letter and of each way between: 2.5, 3.6 and 5 letters a second."""
_BORIS_ASPECT: Final = 1.5
"""Not known; between 4:3 and 16:9."""
_DOUBT: Final = 0.2
"""How much it counts that a frame seems to show nothing, as the engine has it."""
_SHAKE: Final = 0.01
_SHIPPED: Final = resource.path("models", "finger_reader")


def boris(data: Path) -> Letters:
    """Return the letters of one steady signer."""
    (path,) = (data / "asl_letters_boris_landmarks").glob("*.npz")
    with np.load(path, allow_pickle=False) as file:
        hands, labels = file["landmarks"][..., :2] * [_BORIS_ASPECT, 1], file["label"]
    return {str(name): _own(hands[labels == name]) for name in np.unique(labels)}


def signn(data: Path) -> Letters:
    """Return the letters of several signers, with many errors."""
    (path,) = (data / "asl_letters_signn_landmarks").glob("*.json")
    rows = json.loads(path.read_text())
    return {name: _own(np.array(hands).reshape(-1, 21, 2)) for name, hands in rows.items()}


def _own(hands: NDArray[np.floating]) -> Floats:
    hands = hands - hands[:, :1]
    return np.asarray(hands / np.linalg.norm(hands, axis=2).max(1)[:, None, None], np.float32)


def stitched(word: str, letters: Letters, pace: tuple[int, int], numbers: np.random.Generator) -> Floats:
    """Return the landmarks (frames, 21, 2) of a word in a square picture."""
    hold, way = pace
    shown: list[Floats] = []
    for letter in word.upper():
        hands = letters[letter]
        hand = hands[numbers.integers(len(hands))]
        if shown:
            before = shown[-1]
            shown += [before + (hand - before) * (step + 1) / (way + 1) for step in range(way)]
        shown += [hand + numbers.normal(0, _SHAKE, hand.shape) for _ in range(hold)]
    return np.asarray(0.5 + 0.25 * np.array(shown), np.float32)


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    known = tuple((Path(__file__).parent / "spelled_words.txt").read_text().split())
    lists = {
        "200": word_lists.of(known, "en"),
        "full": word_lists.full("en"),
        "none": word_lists.of((), "en"),
    }
    reader = SequenceReader(arguments.folder)
    for source, letters in (("BORIS", boris(arguments.data)), ("SigNN", signn(arguments.data))):
        words = [word for word in known if set(word.upper()) <= letters.keys()]
        right: dict[str, list[bool]] = defaultdict(list)
        for pace in PACES:
            numbers = np.random.default_rng(arguments.seed)
            at_pace: dict[str, list[bool]] = defaultdict(list)
            for word in numbers.choice(words, arguments.words):
                points = stitched(word, letters, pace, numbers)
                for name, text in _read(points, reader, lists, arguments):
                    at_pace[name].append(text.lower() == word)
            shown = "  ".join(f"{name} {np.mean(hits):.3f}" for name, hits in at_pace.items())
            print(f"{source} hold {pace[0]} way {pace[1]}: {shown}", flush=True)
            for name, hits in at_pace.items():
                right[name] += hits
        if arguments.note:
            name = f"stitched words, {source}: share read, by way of looking and list"
            note(
                arguments.folder or _SHIPPED,
                {name: {way: round(float(np.mean(hits)), 3) for way, hits in right.items()}},
            )
        for name, hits in right.items():
            print(f"{source}  {name:32} {np.mean(hits):.3f} of {len(hits)}", flush=True)
    print(f"{time.process_time():.0f} CPU s")


def _read(
    points: Floats, reader: SequenceReader, lists: dict[str, WordList], arguments: argparse.Namespace
) -> Iterator[tuple[str, str]]:
    """Yield, by way of looking and list, what is read."""
    for way in arguments.ways:
        witnesses = [LOOKS[look](points, reader) for look in way.split("+")]
        if len(witnesses) == 1:
            witnesses = [replace(witnesses[0], trust=1.0)]
        for name in arguments.lists:
            is_closed = name == "200"
            best = weighing.readings(tuple(witnesses), lists[name], is_closed)
            yield f"{way}/{name}", best[0].text if best else ""
            summed = summing.readings(witnesses, lists[name], is_closed)
            yield f"{way} summed/{name}", summed[0].text if summed else ""


def _times(points: Floats) -> list[float]:
    return [number / FRAMES_A_SECOND for number in range(len(points))]


def _shapes(points: Floats, reader: SequenceReader, doubt: float = 1.0) -> Witness:
    probabilities = _recognizer().probabilities(points, pack="asl-letters").astype(np.float32)
    names = _recognizer().names("asl-letters")
    return weighing.shapes(lattice(probabilities, names, _times(points), "en", doubt))


def _doubted(points: Floats, reader: SequenceReader) -> Witness:
    return _shapes(points, reader, _DOUBT)


def _movement(points: Floats, reader: SequenceReader) -> Witness:
    read = reader.read(points, seconds=_times(points))
    return weighing.movement(lattice(np.exp(read.spelled), read.names, read.seconds.tolist(), "en"))


def _held(points: Floats, reader: SequenceReader) -> Witness:
    logs, names = reader.held(points, seconds=_times(points))
    return weighing.shapes(lattice(np.exp(logs), names, _times(points), "en"))


@cache
def _recognizer() -> Recognizer:
    return Recognizer()


LOOKS: Final[dict[str, Callable[[Floats, SequenceReader], Witness]]] = {
    "frames": _shapes,
    "doubted": _doubted,
    "sequence": _movement,
    "held": _held,
}
"""Of looking: frame by frame, also as if few showed nothing; by CTC; by what is held in the movement."""
WAYS: Final = ("frames", "doubted", "sequence", "held", "frames+sequence", "doubted+sequence")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folder", type=Path, help="of a sequence model, if not the one that ships")
    parser.add_argument("--note", action="store_true", help="put the figures beside the model, for its card")
    parser.add_argument("--words", type=int, default=120, help="at each pace")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lists", nargs="+", default=("200", "full", "none"))
    parser.add_argument("--ways", nargs="+", default=WAYS, choices=WAYS, help="of looking")
    return parser.parse_args()


if __name__ == "__main__":
    main()
