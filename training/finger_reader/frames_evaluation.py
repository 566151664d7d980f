"""How well the networks for single frames read hands they never saw, made up and real."""

from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engines.hands import shapes
from engines.sign_to_text.fingerspelling.network import FingerNetwork
from engines.sign_to_text.fingerspelling.recognizer import Handedness, Recognizer
from training.finger_reader import frames_material
from training.finger_reader.frames_material import NAMES, UNASKED
from training.finger_reader.real import KOREAN, Hands, in_korean, sets
from training.hands import material

HELD_OUT_SEED: Final = 77_000_001
_HARD: Final = (1.0, 2.8)
"""Between which amounts hands vary that confidence is fitted on: more than those learned from."""


def temperatures(
    networks: list[FingerNetwork], votes: list[float], count: int, seed: int = HELD_OUT_SEED
) -> dict[str, float]:
    """Return by what the scores of each output are divided so that its confidence holds on hard hands."""
    hard = frames_material.batch(count, np.random.default_rng(seed), _HARD)
    return {
        pack: _temperature(_scores(networks, hard.features, pack), votes, hard.labels[pack]) for pack in NAMES
    }


def made_up(recognizer: Recognizer, count: int, seed: int = HELD_OUT_SEED + 1) -> dict[str, dict[str, Any]]:
    """Return figures on made-up hands of another seed, for each pack."""
    rng = np.random.default_rng(seed)
    found: dict[str, dict[str, Any]] = {}
    for pack in shapes.PACKS:
        hands, letter = material.letters(pack, count, rng)
        sure = recognizer.probabilities(hands, 1.0, "right", pack)
        empty = recognizer.probabilities(material.nothing(shapes.PACKS, count, rng), 1.0, "right", pack)
        found[pack] = {
            **_figures(sure[:, :-1], letter),
            "hands": count,
            "calibration error": calibration_error(sure, letter),
            "letters taken for none": _rounded((sure.argmax(1) == sure.shape[1] - 1).mean()),
            "none taken for letters": _rounded((empty[:, :-1].max(1) > 0.5).mean()),
        }
    return found


def real(recognizer: Recognizer, folder: Path) -> dict[str, dict[str, Any]]:
    """Return figures on the real hands of a folder, none of which was trained on."""
    known = list(sets(folder))
    found = {hands.name: scored(recognizer, hands) for hands in known}
    if known:
        found[KOREAN] = scored(recognizer, in_korean(known), "right")
    return found


def scored(recognizer: Recognizer, hands: Hands, handedness: Handedness = "unknown") -> dict[str, Any]:
    """Return the figures of one set, with each letter's own and what is mixed most."""
    names = recognizer.names(hands.pack)
    number = np.array([names.index(label) for label in hands.labels])
    sure = recognizer.probabilities(hands.landmarks, hands.aspect, handedness, hands.pack)
    best = sure[:, :-1].argmax(1)
    mixed: dict[str, int] = {}
    for true, read in zip(number, best, strict=True):
        if true != read:
            pair = f"{names[true]} as {names[read]}"
            mixed[pair] = mixed.get(pair, 0) + 1
    return {
        **_figures(sure[:, :-1], number),
        "hands": len(number),
        **({"found": _rounded(len(number) / hands.pictures)} if hands.pictures else {}),
        "calibration error": calibration_error(sure, number),
        "letters taken for none": _rounded((sure.argmax(1) == sure.shape[1] - 1).mean()),
        "letters": {names[one]: _rounded((best[number == one] == one).mean()) for one in np.unique(number)},
        "mixed": dict(sorted(mixed.items(), key=lambda pair: -pair[1])[:8]),
    }


def calibration_error(sure: NDArray[np.float64], truth: NDArray[np.int64], bins: int = 10) -> float:
    """Return how far confidence and being right lie apart, over bins of confidence."""
    most = sure.max(1)
    is_right = sure.argmax(1) == truth
    place = np.minimum((most * bins).astype(int), bins - 1)
    gaps = [abs(most[place == one].sum() - is_right[place == one].sum()) for one in range(bins)]
    return _rounded(sum(gaps) / max(1, len(truth)))


def _figures(sure: NDArray[np.float64], truth: NDArray[np.int64]) -> dict[str, float]:
    best_three = np.argsort(-sure, axis=1)[:, :3]
    return {
        "top-1": _rounded((best_three[:, 0] == truth).mean()),
        "top-3": _rounded((best_three == truth[:, None]).any(1).mean()),
    }


@torch.inference_mode()
def _scores(networks: list[FingerNetwork], features: Tensor, pack: str) -> list[Tensor]:
    return [network(features)[1][pack] for network in networks]


def _temperature(scores: list[Tensor], votes: list[float], labels: Tensor) -> float:
    """Return the divisor with the least log loss, of a fine ladder."""
    asked = labels != UNASKED
    ladder = np.exp(np.linspace(np.log(0.4), np.log(4), 47))

    def loss(divisor: float) -> float:
        each = [
            part * torch.softmax(one[asked] / divisor, 1) for part, one in zip(votes, scores, strict=True)
        ]
        sure = torch.stack(each).sum(0) / sum(votes)
        return float(torch.nn.functional.nll_loss(torch.log(sure + 1e-9), labels[asked]))

    return round(float(min(ladder, key=loss)), 3)


def _rounded(value: float) -> float:
    return round(float(value), 4)
