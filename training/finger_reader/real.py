"""Real hands to measure on, never to train on: landmarks of letters, and photographs of digits."""

import hashlib
import json
from collections.abc import Iterable, Iterator
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


KOREAN: Final = "Korean letters, of ASL hands"
_AS_IT_IS: Final = np.diag([1.0, 1.0])
_DOWN: Final = np.diag([1.0, -1.0])
_BACK: Final = np.diag([-1.0, 1.0])
_ACROSS: Final = np.array([[0.0, -1.0], [-1.0, 0.0]])
"""The back, turned by the clock: what pointed up points to the right, the thumb upwards."""
_KOREAN: Final = (
    ("1", "ㅏ", _AS_IT_IS),
    ("2", "ㅑ", _AS_IT_IS),
    ("U", "ㅑ", _AS_IT_IS),
    ("V", "ㅑ", _AS_IT_IS),
    ("1", "ㅗ", _BACK),
    ("2", "ㅛ", _BACK),
    ("U", "ㅛ", _BACK),
    ("V", "ㅛ", _BACK),
    ("1", "ㅜ", _DOWN),
    ("U", "ㅠ", _DOWN),
    ("1", "ㅡ", _ACROSS),
    ("I", "ㅣ", _AS_IT_IS),
    ("L", "ㄱ", _DOWN),
    ("L", "ㄴ", _ACROSS),
    ("2", "ㄷ", _ACROSS),
    ("V", "ㄷ", _ACROSS),
    ("6", "ㄹ", _ACROSS),
    ("W", "ㄹ", _ACROSS),
    ("B", "ㅂ", _AS_IT_IS),
    ("2", "ㅅ", _DOWN),
    ("V", "ㅅ", _DOWN),
    ("9", "ㅇ", _AS_IT_IS),
    ("F", "ㅇ", _AS_IT_IS),
    ("3", "ㅈ", _DOWN),
)
"""A shape of ASL, the Korean letter it becomes, and how the picture is turned for that."""


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


def in_korean(known: Iterable[Hands]) -> Hands:
    """Return hands of ASL that are Korean letters too, some of them turned over in the picture.

    For want of real Korean ones. A picture of a palm, mirrored, is that of a back; turned upside down
    as well, of one that points down.
    """
    points, labels = [], []
    for hands in known:
        right = _palms_of_right_hands(hands)
        for shown, jamo, turn in _KOREAN:
            some = right[hands.labels == shown]
            points.append(some @ turn)
            labels += [jamo] * len(some)
    return Hands(KOREAN, "ksl", np.concatenate(points).astype(np.float32), np.array(labels), 1.0)


def _palms_of_right_hands(hands: Hands) -> NDArray[np.float32]:
    """Return hands (hands, 21, xy) mirrored so that a palm that is seen is that of a right hand."""
    points = hands.landmarks[..., :2] * np.array([hands.aspect, 1], np.float32)
    points = points - points[:, :1]
    up, across = points[:, 9], points[:, 5] - points[:, 17]
    is_left = up[:, 0] * across[:, 1] - up[:, 1] * across[:, 0] < 0
    points[is_left, :, 0] *= -1
    return np.asarray(points, np.float32)


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
