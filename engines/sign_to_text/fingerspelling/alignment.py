"""When each letter of a known spelling was shown, and what else each may have been."""

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engines.results import Guess, Sign
from engines.sign_to_text.fingerspelling.decoding import Weights
from engines.sign_to_text.fingerspelling.lattice import Lattice

Floats = NDArray[np.float32]

_GUESSES: Final = 3
_NEVER: Final = np.float32(-1e4)


def spans(seen: Lattice, letters: str, weights: Weights) -> tuple[tuple[int, int], ...]:
    """Return for each of `letters` its first frame and the one after its last, as it fits `seen` best.

    Nothing comes of a lattice with fewer frames than letters.
    """
    if not letters or len(seen.logs) < len(letters):
        return ()
    entered, _score = _best_entries(_states(seen, letters), letters, weights)
    return _walked_back(entered, len(letters))


def likelihood(seen: Lattice, letters: str, weights: Weights) -> float:
    """Return the log likelihood of a spelling, whatever words there are; -inf where there are too few frames.

    No letters are nothing at all: then every frame shows nothing.
    """
    if len(seen.logs) < len(letters):
        return float("-inf")
    if not letters:
        return weights.shapes * float(seen.logs[:, -1].sum())
    return weights.shapes * _best_entries(_states(seen, letters), letters, weights)[1]


def _states(seen: Lattice, letters: str) -> Floats:
    """Return (frames, 2 * letters + 1): nothing, the first letter, nothing, and so on."""
    columns = [seen.names.index(letter) for letter in letters]
    states = np.repeat(seen.logs[:, -1:], 2 * len(letters) + 1, axis=1)
    states[:, 1::2] = seen.logs[:, columns]
    return states


def _best_entries(states: Floats, letters: str, weights: Weights) -> tuple[NDArray[np.int8], float]:
    """Return (frames + 1, states) from how many states before each was entered best, and the score.

    The last row says of the last state whether the way rather ends in the letter before it.
    """
    count = states.shape[1]
    skip = np.full(count, -np.inf, np.float32)
    skip[3::2] = [-weights.again / weights.shapes if a == b else 0.0 for a, b in pairwise(letters)]
    score = np.full(count, -np.inf, np.float32)
    score[:2] = states[0, :2]
    entered = np.zeros((len(states) + 1, count), np.int8)
    for at in range(1, len(states)):
        ways = np.stack([score, _shifted(score, 1), _shifted(score, 2) + skip])
        entered[at] = ways.argmax(axis=0)
        score = ways.max(axis=0) + np.maximum(states[at], _NEVER)
    entered[-1, -1] = int(score[-2] > score[-1])
    return entered, float(score[-2:].max())


def _shifted(score: Floats, by: int) -> Floats:
    moved = np.full_like(score, -np.inf)
    moved[by:] = score[:-by]
    return moved


def _walked_back(entered: NDArray[np.int8], count: int) -> tuple[tuple[int, int], ...]:
    frames = len(entered) - 1
    begins, ends = [frames] * count, [0] * count
    state = entered.shape[1] - 1 - int(entered[-1, -1])
    for at in range(frames - 1, -1, -1):
        if state % 2:
            letter = state // 2
            begins[letter], ends[letter] = at, max(ends[letter], at + 1)
        state -= int(entered[at, state])
    return tuple(zip(begins, ends, strict=True))


def signs(seen: Lattice, letters: str, where: tuple[tuple[int, int], ...]) -> tuple[Sign, ...]:
    """Return a sign for each of `letters`; its confidence is the mean of its frames, 0 to 1."""
    found = []
    for letter, (begin, end) in zip(letters, where, strict=True):
        mean = np.exp(seen.logs[begin:end, :-1]).mean(axis=0)
        order = [at for at in np.argsort(-mean)[: _GUESSES + 1] if seen.names[at] != letter and mean[at] > 0]
        others = tuple(Guess(seen.names[at], round(float(mean[at]), 4)) for at in order[: _GUESSES - 1])
        start, stop = float(seen.seconds[begin]), float(seen.seconds[end - 1])
        sure = min(1.0, float(mean[seen.names.index(letter)]))
        found.append(Sign(letter, round(start, 3), round(stop, 3), round(sure, 4), others))
    return tuple(found)
