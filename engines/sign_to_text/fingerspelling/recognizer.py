"""Tells which letter a hand shows in single frames, with networks trained on drawn hands alone."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from engines import resource
from engines.errors import ModelDamaged
from engines.hands import POINTS, Hand, Sight
from engines.sign_to_text.fingerspelling.features import Array, canonical, features, mirrored
from engines.sign_to_text.fingerspelling.network import FingerNetwork, FingerShape
from engines.words import _

Handedness = Literal["right", "left", "unknown"]
LetterPack = Literal["asl-letters", "asl-digits", "ksl", "auto"]

FOLDER: Final = resource.path("models", "finger_reader")
NOTHING: Final = ""
"""The name of the last class: a hand that shows no letter."""
TWINS: Final[Mapping[str, str]] = {"0": "O", "2": "V", "6": "W", "9": "F"}
"""Digits of American Sign Language and the letters that look the same."""
_MIRRORS_MATTER: Final = ("ksl",)
"""Packs in which a mirrored hand shows another letter, so that frames of one hand are judged together."""
_LEAST: Final = 1e-9


class Looks(NamedTuple):
    """What was made of some frames, one row for each."""

    probabilities: NDArray[np.float64]
    """(frames, classes + 1); the last is that no letter is shown, and is 1 where no hand was found."""
    embeddings: NDArray[np.float64]
    """(frames, width) what tells hands apart, for a nearest neighbour; 0 where no hand was found."""
    names: tuple[str, ...]
    """Of the classes; the last is `NOTHING`."""
    is_found: NDArray[np.bool_]
    """(frames,) whether there was a hand."""


@dataclass(frozen=True)
class _Settings:
    """What settings.json says of the weights beside it."""

    shape: FingerShape
    votes: tuple[float, ...]
    """Of each network."""
    names: Mapping[str, tuple[str, ...]]
    temperature: Mapping[str, float]

    @classmethod
    def read(cls, path: Path) -> "_Settings":
        facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        names = {pack: tuple(classes) for pack, classes in facts["names"].items()}
        return cls(FingerShape.read(facts["shape"]), tuple(facts["votes"]), names, facts["temperature"])


class Recognizer:
    """The networks of one folder, which vote; to be used from one thread at a time."""

    def __init__(self, folder: Path | None = None) -> None:
        """Read the weights: those that ship with Sori, or of another folder.

        Raises:
            ModelDamaged: the files are missing, or no such networks.
        """
        folder = folder or FOLDER
        try:
            self._settings = _Settings.read(folder / "settings.json")
            self._networks = _networks(folder / "model.safetensors", self._settings)
        except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
            raise ModelDamaged(
                _("The finger spelling model {name} is damaged. Install Sori again.").format(name=folder.name)
            ) from error

    def names(self, pack: LetterPack) -> tuple[str, ...]:
        """Return the classes of a pack in the order of the columns; the last is `NOTHING`.

        In "auto" the digits come first, then the letters: where both look the same each has half.
        """
        own = self._settings.names[pack]
        return (*_both(own), NOTHING) if pack == "auto" else (*own, NOTHING)

    def probabilities(
        self,
        landmarks: ArrayLike,
        aspect: float = 1.0,
        handedness: Handedness = "unknown",
        pack: LetterPack = "auto",
    ) -> NDArray[np.float64]:
        """Return how likely each class is (frames, classes + 1); the last is that no letter is shown.

        As `shape_probabilities`, which has no last column.
        """
        points = canonical(_checked(landmarks), aspect, handedness == "left")
        own = self._own(points, handedness == "unknown", pack)
        is_empty = ~points.any(axis=(1, 2))
        own[is_empty, :-1], own[is_empty, -1] = 0.0, 1.0
        return _spread(own, self._settings.names[pack]) if pack == "auto" else own

    def embedding(
        self, landmarks: ArrayLike, aspect: float = 1.0, handedness: Handedness = "right"
    ) -> NDArray[np.float64]:
        """Return what tells hands apart (frames, width), each row of length 1; near is alike.

        An unknown hand is taken for a right one.
        """
        points = canonical(_checked(landmarks), aspect, handedness == "left")
        inputs = torch.from_numpy(features(points))
        found = torch.cat([network.trunk(inputs) for network in self._networks], dim=1)  # (frames, width)
        return np.asarray(torch.nn.functional.normalize(found, dim=1).double().numpy())

    def read(
        self,
        sights: Iterable[Sight],
        pack: LetterPack = "auto",
        hand: Literal["right", "left", "auto"] = "auto",
    ) -> Looks:
        """Look at one hand in each sight: the one wanted, else the surest."""
        chosen = [_chosen(sight.hands, hand) for sight in sights]
        is_found = np.array([one is not None for one in chosen], bool)
        names = self.names(pack)
        probabilities = np.zeros((len(chosen), len(names)))
        probabilities[~is_found, -1] = 1.0
        embeddings = np.zeros((len(chosen), self._settings.shape.widths[-1] * len(self._networks)))
        for side in ("right", "left"):
            rows = [number for number, one in enumerate(chosen) if one is not None and one.side == side]
            if rows:
                points = np.array([one.points for one in chosen if one is not None and one.side == side])
                probabilities[rows] = self.probabilities(points, 1.0, side, pack)
                embeddings[rows] = self.embedding(points, 1.0, side)
        return Looks(probabilities, embeddings, names, is_found)

    def _own(self, points: Array, is_unknown: bool, pack: LetterPack) -> NDArray[np.float64]:
        """Return probabilities of the network's own classes, which in "auto" are shapes."""
        right = self._votes(points, pack)
        if not is_unknown or not len(points):
            return right
        left = self._votes(mirrored(points), pack)
        if pack in _MIRRORS_MATTER:
            return max(right, left, key=_sureness)
        return (right + left) / 2

    def _votes(self, points: Array, pack: LetterPack) -> NDArray[np.float64]:
        inputs = torch.from_numpy(features(points))
        votes = self._settings.votes
        each = [part * self._vote(one, inputs, pack) for part, one in zip(votes, self._networks, strict=True)]
        mean = torch.stack(each).sum(0) / sum(votes)  # (frames, classes + 1)
        return np.asarray(mean.double().numpy())

    def _vote(self, network: FingerNetwork, inputs: Tensor, pack: LetterPack) -> Tensor:
        scores: Tensor = network.heads[pack](network.trunk(inputs))  # (frames, classes + 1)
        return torch.softmax(scores / self._settings.temperature[pack], dim=1)


def shape_probabilities(
    landmarks: ArrayLike,
    aspect: float = 1.0,
    handedness: Handedness = "unknown",
    pack: LetterPack = "auto",
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Return how likely each letter is in each frame, (frames, classes), and the classes' names.

    Landmarks are (frames, 21, 2) or (frames, 21, 3) in MediaPipe's order, x by the picture's width and
    y by its height, both down and to the right of the picture's upper left corner, unmirrored; depth
    may be there, and is not needed. The aspect is the picture's width by its height: 1 if the
    landmarks are in like units already. Handedness is the signer's own hand; an unknown one is read
    as both: for ASL the mean of both, for Korean, where a mirrored hand shows another letter, the
    likelier of both for all frames together. Packs: "asl-letters" (A to Z), "asl-digits" (0 to 9),
    "ksl" (31 jamo), "auto" (digits, then letters; of a shape that is both each has half).

    Every row adds up to 1: how likely it is that no letter is shown is left out
    (`Recognizer.probabilities` has it). Points that are NaN are taken for the wrist's; where all are,
    or lie in one place, every letter is equally likely.

    Raises:
        ValueError: the landmarks have another shape.
        ModelDamaged: the weights that ship with Sori cannot be read.
    """
    recognizer = _shipped()
    found = recognizer.probabilities(landmarks, aspect, handedness, pack)[:, :-1] + _LEAST
    return found / found.sum(axis=1, keepdims=True), recognizer.names(pack)[:-1]


@cache
def _shipped() -> Recognizer:
    return Recognizer()


def _networks(path: Path, settings: _Settings) -> list[FingerNetwork]:
    weights = load_file(path)
    networks = []
    for number in range(len(settings.votes)):
        prefix = f"{number}."
        own = {name.removeprefix(prefix): one for name, one in weights.items() if name.startswith(prefix)}
        network = FingerNetwork(settings.shape)
        network.load_state_dict(
            {name: one.float() if one.is_floating_point() else one for name, one in own.items()}
        )
        networks.append(network.eval().requires_grad_(False))
    return networks


def _checked(landmarks: ArrayLike) -> NDArray[np.float32]:
    points = np.asarray(landmarks, np.float32)
    if points.ndim != 3 or points.shape[1] != POINTS or points.shape[2] not in (2, 3):
        raise ValueError(f"landmarks are (frames, {POINTS}, 2 or 3), not {points.shape}")
    return points


def _both(shapes: Sequence[str]) -> tuple[str, ...]:
    """Return digits and letters of shapes that are named by their digit where they are both."""
    digits = [name for name in shapes if name.isdigit()]
    letters = sorted([*TWINS.values(), *(name for name in shapes if not name.isdigit())])
    return (*digits, *letters)


def _spread(own: NDArray[np.float64], shapes: Sequence[str]) -> NDArray[np.float64]:
    """Give half of a shape that is both a digit and a letter to each."""
    of_letter = {letter: digit for digit, letter in TWINS.items()}
    names = _both(shapes)
    column = [shapes.index(of_letter.get(name, name)) for name in names]
    part = [0.5 if name in TWINS or name in of_letter else 1.0 for name in names]
    return np.concatenate([own[:, column] * part, own[:, -1:]], axis=1)


def _sureness(probabilities: NDArray[np.float64]) -> float:
    """Return how well some frames together go with a hand: the mean log of each frame's likeliest letter."""
    return float(np.log(probabilities[:, :-1].max(axis=1) + _LEAST).mean())


def _chosen(hands: Sequence[Hand], wanted: str) -> Hand | None:
    fitting = [one for one in hands if wanted in ("auto", one.side)]
    return fitting[0] if fitting else None
