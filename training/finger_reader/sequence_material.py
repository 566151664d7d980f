"""Batches for the sequence model: clips of spelling and other movement, as steps, made when needed."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engines.sign_to_text.fingerspelling import sequence_steps
from engines.sign_to_text.fingerspelling.sequence import LAG_STEPS
from engines.sign_to_text.fingerspelling.sequence_steps import FEATURES
from training.hands.spelling import idle, scripts
from training.hands.spelling.clips import Clip, filmed
from training.hands.spelling.strings import Alphabet, Strings

_POOL: Final = 320
"""Clips made at once; batches are of clips of like length among them."""
_USES: Final = 2
"""Of each batch."""
_STEPS: Final = 3600
"""In a batch, with what is added to make clips equally long."""
_LONGEST: Final = 420
"""Steps in a clip."""
_IDLE, _SEVERAL, _MIRRORED = 0.12, 0.15, 0.12
"""Shares of clips without text, with several strings, and of American letters shown as by the other hand."""


_ROUND: Final = 20
_Told = tuple[Clip, NDArray[np.float32], NDArray[np.int64]]
"""A clip, its features and what is held, by steps."""


@dataclass(frozen=True)
class Batch:
    """Clips of one alphabet."""

    which: Alphabet
    features: Tensor
    """(clips, steps + lag, features)"""
    held: Tensor
    """(clips, steps + lag) what is held so many steps before; -2 for none, -1 unknown."""
    lengths: Tensor
    """(clips,) steps and lag."""
    signs: tuple[tuple[int, ...], ...]


def clips_of(which: Alphabet, count: int, seed: int, strings: Strings | None = None) -> list[Clip]:
    """Return so many clips, the same for the same seed."""
    choose, numbers = random.Random(seed), np.random.default_rng(seed)
    strings = strings or Strings(seed)
    made = []
    for _ in range(count):
        kind = choose.random()
        if kind < _IDLE:
            made.append(idle.idle(which, choose, choose.uniform(1, 6)))
        elif kind < _IDLE + _SEVERAL:
            several = [strings.next(which)[:6] for _ in range(choose.randint(2, 3))]
            made.append(idle.between(which, several, choose))
        else:
            made.append(scripts.scripted(which, strings.next(which), choose))
    return filmed(which, made, numbers)


def batches(
    seed: int,
    alphabets: Sequence[Alphabet] = ("asl", "ksl"),
    strings: Strings | None = None,
    pool: int = _POOL,
) -> Iterator[Batch]:
    """Yield batches without end, of all the alphabets, out of about so many clips of each at a time."""
    strings, choose = strings or Strings(seed), random.Random(seed)
    while True:
        waiting: list[Batch] = []
        for which in alphabets:
            share = 1.5 if which == "asl" else 1.0
            clips = clips_of(which, round(share * pool), choose.randrange(2**40), strings)
            waiting += batched(which, clips, choose)
        for _ in range(_USES):
            choose.shuffle(waiting)
            yield from waiting


def batched(which: Alphabet, pool: Sequence[Clip], choose: random.Random) -> list[Batch]:
    """Return the clips as batches of like length; those too long or too short for their text are left out."""
    share = _MIRRORED if which == "asl" else 0.0
    told = [(clip, *_steps(clip, choose.random() < share)) for clip in pool]
    fit = [one for one in told if _is_fit(one[0], len(one[1]))]
    fit.sort(key=lambda one: len(one[1]), reverse=True)
    groups = []
    while fit:
        longest = _rounded(len(fit[0][1]))
        count = max(1, _STEPS // longest)
        groups.append(_batch(which, fit[:count], longest))
        fit = fit[count:]
    return groups


def _rounded(steps: int) -> int:
    """Return the length of a batch: few different ones, for each costs preparations."""
    return (steps + LAG_STEPS + _ROUND - 1) // _ROUND * _ROUND


def _is_fit(clip: Clip, steps: int) -> bool:
    again = sum(one == other for one, other in zip(clip.signs, clip.signs[1:], strict=False))
    return len(clip.signs) + again <= steps <= _LONGEST


def _steps(clip: Clip, is_mirrored: bool) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    points = clip.points * np.array([-1 if is_mirrored else 1, 1], np.float32)
    grid = sequence_steps.grid_of(clip.seconds)
    steps = sequence_steps.evened(points, clip.seconds, grid)
    nearest = np.abs(clip.seconds[None] - grid[:, None]).argmin(1)
    held = np.where(steps.is_seen, clip.held[nearest], -1)
    return sequence_steps.features(steps), held


def _batch(which: Alphabet, group: Sequence[_Told], longest: int) -> Batch:
    features = np.zeros((len(group), longest, FEATURES), np.float32)
    held = np.full((len(group), longest), -1)
    for row, (_, shown, hold) in enumerate(group):
        features[row, : len(shown)] = shown
        held[row, LAG_STEPS : LAG_STEPS + len(hold)] = np.where(hold < 0, -2, hold)
    lengths = torch.tensor([len(shown) + LAG_STEPS for _, shown, _ in group])
    signs = tuple(clip.signs for clip, _, _ in group)
    return Batch(which, torch.from_numpy(features), torch.from_numpy(held), lengths, signs)
