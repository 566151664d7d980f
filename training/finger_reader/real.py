"""Real hands to measure on, never to train on: landmarks of letters, and photographs of digits."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engines.hands.shapes import ShapePack
from training import cache

_STILL: Final = frozenset("JZ")
"""Letters that a single frame does not show."""
_ASPECT: Final = 1.5
"""Of the steady signer's camera: not known; between 4:3 and 16:9."""
_PICTURES: Final = (".jpg", ".jpeg", ".png")


class Hands(NamedTuple):
    """One set of real hands whose letters are known."""

    name: str
    pack: ShapePack
    landmarks: NDArray[np.float32]
    """(hands, 21, 2 or 3)"""
    labels: NDArray[np.str_]
    aspect: float
    pictures: int = 0
    """How many there were to find hands in; 0 where the source has landmarks."""


def sets(folder: Path) -> Iterator[Hands]:
    """Yield the sets that a folder holds, in the layouts of its README."""
    for path in sorted((folder / "asl_letters_boris_landmarks").glob("*.npz")):
        with np.load(path, allow_pickle=False) as file:
            labels, landmarks = file["label"].astype(str), file["landmarks"]
        still = ~np.isin(labels, list(_STILL))
        yield Hands("letters, one signer", "asl-letters", landmarks[still], labels[still], _ASPECT)
    for path in sorted((folder / "asl_letters_signn_landmarks").glob("*.json")):
        rows: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        points = np.concatenate([np.array(one, np.float32).reshape(-1, 21, 2) for one in rows.values()])
        names = np.concatenate([[letter] * len(one) for letter, one in rows.items()])
        yield Hands("letters, several signers, noisy", "asl-letters", points, names, 1.0)
    photographs = [
        path
        for path in sorted((folder / "digits_ardamavi").rglob("*"))
        if path.suffix.lower() in _PICTURES and path.parent.name.isdigit()
    ]
    if photographs:
        yield _digits(photographs)


def _digits(photographs: list[Path]) -> Hands:
    """Return the landmarks that Sori's own finder sees in photographs, found once and kept in the cache."""
    key = hashlib.sha256("\n".join(map(str, photographs)).encode()).hexdigest()[:12]
    kept = cache.folder("finger_reader") / f"digits-{key}.npz"
    if not kept.is_file():
        points, is_found = _found(photographs)
        labels = np.array([path.parent.name for path in photographs])
        np.savez(kept, points=points[is_found], labels=labels[is_found])
    with np.load(kept, allow_pickle=False) as file:
        points, labels = file["points"], file["labels"].astype(str)
    return Hands("digit photographs", "asl-digits", points, labels, 1.0, len(photographs))


def _found(photographs: list[Path]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    from engines.hands.finder import HandFinder
    from engines.sources.picture_frames import picture_frames

    points = np.zeros((len(photographs), 21, 3), np.float32)
    is_found = np.zeros(len(photographs), bool)
    with HandFinder(hands=1) as finder:
        for row, frame in enumerate(picture_frames(photographs)):
            hands = finder.find(frame).hands
            if hands:
                points[row], is_found[row] = hands[0].points, True
    return points, is_found
