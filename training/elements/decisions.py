"""Decides, on screens not trained on, how certain the network has to be before it is believed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from engines.image_description.screen.classifier import UNSURE
from engines.image_description.screen.classifier_measures import STATES
from engines.results import Element
from training.elements.evaluate import SCORED, Case, Score, count
from training.elements.labels import ROLES

_LEAST, _MOST, _USUAL = 0.3, 0.6, 0.5
"""Nothing beyond the most: on a few hundred screens it is chance that more is better."""
_STEPS: Final = np.round(np.arange(_LEAST, _MOST + 0.01, 0.05), 2)
_FEW: Final = 15
"""With fewer examples than this nothing is decided."""
_ITEM: Final = 0.75
"""How certain it has to be that something is a control before it is told without a role."""


def open_thresholds() -> dict[str, float]:
    """Return thresholds that let everything through, to see what would be said."""
    return dict.fromkeys(ROLES, 0.05) | dict.fromkeys(STATES, _USUAL) | {UNSURE: 1.1}


def thresholds(
    cases: Sequence[Case],
    found: Iterable[Sequence[Element]],
    chances: npt.NDArray[np.float32],
    states: npt.NDArray[np.float32],
) -> dict[str, float]:
    """Return the least certainty that each role and state needs.

    Roles are judged by what was found on cases with open thresholds, states by the chances (n, states)
    given to elements and what is true of them (n, states).
    """
    least = dict.fromkeys(ROLES, _USUAL) | dict.fromkeys(STATES, _USUAL) | {UNSURE: _ITEM}
    certain: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    there: dict[str, int] = defaultdict(int)
    for case, elements in zip(cases, found, strict=True):
        for truth in case.truths:
            there[truth.role] += 1
        for one in elements:
            score = Score()
            count(score, case, [one])
            certain[one.role].append((one.confidence, score.true[one.role] > 0))
    for role in SCORED:
        if there[role] >= _FEW and certain[role]:
            least[role] = _best(certain[role], there[role])
    for index, state in enumerate(STATES):
        if states[:, index].sum() >= _FEW:
            pairs = [(float(a), bool(b)) for a, b in zip(chances[:, index], states[:, index], strict=True)]
            least[state] = _best(pairs, int(states[:, index].sum()))
    return {name: round(float(value), 2) for name, value in least.items()}


def _best(said: Sequence[tuple[float, bool]], there: int) -> float:
    """Return the threshold with the best balance of what is found and what is invented."""

    def balance(least: float) -> float:
        right = sum(is_right for chance, is_right in said if chance >= least)
        wrong = sum(not is_right for chance, is_right in said if chance >= least)
        return 2 * right / (right + wrong + there) if right else 0.0

    # of equals the one nearest the middle
    return float(max(_STEPS, key=lambda least: (round(balance(float(least)), 3), -abs(least - _USUAL))))
