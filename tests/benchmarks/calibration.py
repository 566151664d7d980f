"""What a user's own letters are worth: `python -m tests.benchmarks.calibration --data DIR`.

Of real landmarks in DIR (`asl_letters_boris_landmarks/dev.npz`, one signer, and
`asl_letters_signn_landmarks/dev.json`, several) the five letters read worst are shown a few times, drawn
at random; all other frames are read before and after: the mean of many draws. J and Z, which move, are
left out. `--folder` is that of the models, if not those that ship.
"""

import argparse
import json
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from engines.sign_to_text.fingerspelling.calibration import Calibration
from engines.sign_to_text.fingerspelling.recognizer import Recognizer

_WEAK: Final = 5
_PACK: Final = "asl-letters"
_FEWEST: Final = 8
"""A letter with fewer frames is not among the weak ones: there would be none left to read."""
_BORIS_ASPECT: Final = 4 / 3
_MOVING: Final = ("J", "Z")


class Frames(NamedTuple):
    """Frames as the recogniser sees them."""

    labels: NDArray[np.str_]
    probabilities: NDArray[np.float64]
    """(frames, classes + 1)"""
    embeddings: NDArray[np.float64]
    names: tuple[str, ...]

    def right(self, probabilities: NDArray[Any]) -> NDArray[np.bool_]:
        """Return which frames are read right."""
        read = np.array(self.names[:-1])[probabilities[:, :-1].argmax(1)]
        found: NDArray[np.bool_] = read == self.labels
        return found


def boris(folder: Path, recognizer: Recognizer) -> Frames:
    """Read every other frame."""
    with np.load(folder / "dev.npz", allow_pickle=False) as arrays:
        points, labels = arrays["landmarks"][::2], arrays["label"][::2]
    return _frames(points, labels, _BORIS_ASPECT, "right", recognizer)


def signn(folder: Path, recognizer: Recognizer) -> Frames:
    """Read all frames."""
    by_letter = json.loads((folder / "dev.json").read_text(encoding="utf-8"))
    points = [np.array(rows, np.float32).reshape(-1, 21, 2) for rows in by_letter.values()]
    labels = [letter.upper() for letter, rows in by_letter.items() for _row in rows]
    return _frames(np.concatenate(points), np.array(labels), 1.0, "left", recognizer)


def _frames(points: Any, labels: Any, aspect: float, side: Any, recognizer: Recognizer) -> Frames:
    still = ~np.isin(labels, _MOVING)
    points, labels = points[still], labels[still]
    return Frames(
        labels,
        recognizer.probabilities(points, aspect, side, _PACK),
        recognizer.embedding(points, aspect, side),
        recognizer.names(_PACK),
    )


def measure(title: str, frames: Frames, count: int, draws: int) -> None:
    """Print how much is read right before and after `count` examples of each weak letter."""
    chance = np.random.default_rng(1)
    before = frames.right(frames.probabilities)
    shares = {
        str(letter): before[frames.labels == letter].mean()
        for letter in np.unique(frames.labels)
        if (frames.labels == letter).sum() >= _FEWEST
    }
    weak = sorted(shares, key=lambda letter: shares[letter])[:_WEAK]
    rows = [_draw(frames, weak, count, chance) for _number in range(draws)]
    mean = {key: np.mean([row[key] for row in rows], axis=0) for key in rows[0]}
    print(f"{title}, {count} examples each of {' '.join(weak)}:")
    for key, (earlier, later) in mean.items():
        print(f"  {key:12} {earlier:6.1%} -> {later:6.1%}")


def _draw(frames: Frames, weak: list[str], count: int, chance: np.random.Generator) -> dict[str, Any]:
    drawn = {
        letter: chance.choice(where, min(count, len(where) // 2), replace=False)
        for letter in weak
        for where in [np.flatnonzero(frames.labels == letter)]
    }
    calibration = Calibration.from_examples({letter: frames.embeddings[one] for letter, one in drawn.items()})
    rest = np.setdiff1d(np.arange(len(frames.labels)), np.concatenate(list(drawn.values())))
    before = frames.right(frames.probabilities)
    after = frames.right(calibration.adjust(frames.embeddings, frames.probabilities, frames.names))
    is_weak = np.isin(frames.labels, weak)
    groups = {letter: frames.labels == letter for letter in weak}
    groups |= {"weak letters": is_weak, "the others": ~is_weak, "all": np.ones_like(is_weak)}
    found = {
        key: (before[rest][which[rest]].mean(), after[rest][which[rest]].mean())
        for key, which in groups.items()
    }
    others = [str(one) for one in np.unique(frames.labels[~is_weak])]
    harmed = min(
        others,
        key=lambda one: after[frames.labels == one].mean() - before[frames.labels == one].mean(),
    )
    found["most harmed"] = (before[frames.labels == harmed].mean(), after[frames.labels == harmed].mean())
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    folder = (
        arguments.data
        if (arguments.data / "asl_letters_boris_landmarks").exists()
        else arguments.data / "sign"
    )
    recognizer = Recognizer(arguments.folder)
    sources = {
        "one signer": boris(folder / "asl_letters_boris_landmarks", recognizer),
        "several signers": signn(folder / "asl_letters_signn_landmarks", recognizer),
    }
    for title, frames in sources.items():
        for count in (3, 5):
            measure(title, frames, count, arguments.draws)


if __name__ == "__main__":
    main()
