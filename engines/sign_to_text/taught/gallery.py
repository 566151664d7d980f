"""Which taught sign is this, and is it one at all: nearest neighbours under dynamic time warping."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engines.hands import POINTS
from engines.results import Guess
from engines.sign_to_text.taught.embedding import FRAMES, Embedding, embed, mirrored, raised
from engines.sign_to_text.taught.example import Example
from engines.sign_to_text.taught.landmark_file import TaughtSign
from engines.words import _

_SHAPE: Final = 1.0
_PLACE: Final = 2.0
_OTHER_HAND: Final = 1.1
"""How much further away a sign is that was made with the other hand than the one it was taught with."""
_LOOSE_ENDS: Final = 1
"""Of `FRAMES`: hands come up and go down in another way each time."""
_FARTHEST: Final = (0.27, 0.36)
"""The distance up to which a sign with one example is recognised: of one hand, and of two, which vary more.

Where this and the next two numbers come from: `tests/benchmarks/taught_words.py` tells how well they do.
"""
_LIMITS: Final = (0.25, 0.36)
"""No sign with more examples has a smaller limit, or a larger: those made in a row are too alike."""
_SLACK: Final = 2.0
"""The limit is that many times the distance between the examples of the sign."""
_WITHOUT_BODY: Final = 0.7
"""Limits shrink to it where no body tells where the hands are: less is known that could speak against."""
_FARTHEST_LOOK: Final = 0.3
"""The same for still pictures, of which only shapes are compared."""
_MOST_TABLES: Final = 4096
"""So many comparisons are worked out at once; more only take memory."""
_SHARPNESS: Final = 16.0
"""How much a nearer sign is likelier: so that a confidence is about how often it is right."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Match:
    """What a sequence of hands may be."""

    guesses: tuple[Guess, ...] = ()
    """The likeliest first; of the signs within their limits, so none for anything else."""
    nearest: str = ""
    """The nearest sign, within its limit or not; empty where none is taught."""
    part: float = float("inf")
    """How far the nearest sign is, as a part of its limit: up to 1 it is recognised."""


class Gallery:
    """All taught signs, ready to be compared with. Immutable, so any thread may ask it."""

    def __init__(self, signs: Sequence[TaughtSign]) -> None:
        pairs = [(index, example) for index, sign in enumerate(signs) for example in sign.examples]
        self._names = tuple(sign.name for sign in signs)
        self._owner = np.array([index for index, _example in pairs], int)
        self._stack = _Stack([embed(raised(example)) for _index, example in pairs])
        self._limits = np.array([self._limit(index) for index in range(len(signs))])
        self._looks = np.full(len(signs), _FARTHEST_LOOK)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the signs."""
        return self._names

    def match(self, example: Example) -> Match:
        """Return what these hands may be."""
        return self.match_each([example])[0]

    def match_each(self, examples: Sequence[Example]) -> tuple[Match, ...]:
        """Return what each of some sequences may be; faster than one after another."""
        if not self._names:
            return (Match(),) * len(examples)
        embeddings = [embed(raised(example)) for example in examples]
        distances = self._stack.distances(embeddings)
        return tuple(
            self._matched(self._by_sign(row), self._limits * (1.0 if one.has_body else _WITHOUT_BODY))
            for one, row in zip(embeddings, distances, strict=True)
        )

    def look(self, example: Example) -> Match:
        """Return what a still picture may show, by the shapes of the hands alone.

        A sign that moves is found by any of its moments.
        """
        if not self._names:
            return Match()
        return self._matched(self._by_sign(self._stack.looks(embed(example))), self._looks)

    def too_near(self, name: str, examples: Sequence[Example]) -> str:
        """Return a warning if a new sign is hardly told apart from one taught before; else nothing.

        A sign of the same `name` is not compared with.
        """
        for row in self._stack.distances([embed(raised(example)) for example in examples]):
            distances = self._by_sign(row)
            for index in np.argsort(distances):
                if self._names[index] == name:
                    continue
                if distances[index] < self._limits[index]:
                    return _(
                        "This looks much like “{name}”; the two may be taken for each other. "
                        "Make one of them differently, or show both a few more times."
                    ).format(name=self._names[index])
                break
        return ""

    def _matched(self, distances: NDArray[np.float64], limits: NDArray[np.float64]) -> Match:
        parts = distances / limits
        likely = _likelihoods(distances)
        order = np.argsort(parts)
        guesses = tuple(
            Guess(self._names[index], float(likely[index] * _trust(parts[index])))
            for index in order[:3]
            if parts[index] <= 1
        )
        return Match(guesses, self._names[order[0]], float(parts[order[0]]))

    def _limit(self, index: int) -> float:
        """Return the distance up to which something is this sign."""
        own = np.flatnonzero(self._owner == index)
        if len(own) < 2:
            return _FARTHEST[all(self._stack.embeddings[own[0]].takes_part)]
        apart = self._stack.distances([self._stack.embeddings[one] for one in own])[:, own]
        np.fill_diagonal(apart, np.inf)
        nearest = apart.min(1)
        return float(np.clip(_SLACK * nearest.max(), *_LIMITS))

    def _by_sign(self, distances: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the distance to the nearest example of each sign."""
        by_sign = np.full(len(self._names), np.inf)
        np.minimum.at(by_sign, self._owner, distances)
        return by_sign


class _Stack:
    """Many embeddings as arrays, so that one is compared with all in one go."""

    def __init__(self, embeddings: Sequence[Embedding]) -> None:
        self.embeddings = tuple(embeddings)
        if embeddings:
            self._shape = np.stack([one.shape for one in embeddings])
            self._place = np.stack([one.place for one in embeddings])
            self._certainty = np.stack([one.certainty for one in embeddings])
            self._takes_part = np.array([one.takes_part for one in embeddings])
            self._has_body = np.array([one.has_body for one in embeddings])

    def distances(self, new: Sequence[Embedding]) -> NDArray[np.float64]:
        """Return how far away each embedding is from each new one: (new, embeddings).

        Made with the same hand or with the other, whichever is nearer.
        """
        if not self.embeddings:
            return np.zeros((len(new), 0))
        both_ways = [one for each in new for one in (each, mirrored(each))]
        at_once = max(1, _MOST_TABLES // len(self.embeddings))
        parts = [
            warped(np.concatenate([self._costs(one) for one in both_ways[start : start + at_once]]))
            for start in range(0, len(both_ways), at_once)
        ]
        same, other = np.concatenate(parts).reshape(len(new), 2, -1).transpose(1, 0, 2)
        nearest: NDArray[np.float64] = np.minimum(same, other * _OTHER_HAND)
        return nearest

    def looks(self, new: Embedding) -> NDArray[np.float64]:
        """Return how far the shapes of a still picture are from the likest moment: (embeddings,)."""
        return np.minimum(self._shapes(new), self._shapes(mirrored(new)) * _OTHER_HAND)

    def _shapes(self, new: Embedding) -> NDArray[np.float64]:
        costs = _pairwise(self._shape, new.shape)[:, :, 0] / POINTS  # (embeddings, frames)
        nearest: NDArray[np.float64] = np.sqrt(costs.min(1))
        return nearest

    def _costs(self, new: Embedding) -> Numbers:
        """Return how unlike all moments are: (embeddings, frames, frames)."""
        place = _pairwise(self._place, new.place)  # (embeddings, frames, frames)
        without = ~(self._has_body & new.has_body)
        if without.any():
            centred = self._place[without] - self._place[without].mean(1, keepdims=True)
            place[without] = _pairwise(centred, new.place - new.place.mean(0))
        shape = sum(
            _pairwise(self._shape[:, :, hand], new.shape[:, hand])
            * self._certainty[:, :, None, hand]
            * new.certainty[None, None, :, hand]
            for hand in range(2)
        )
        squares = (_SHAPE * shape / POINTS + _PLACE * place) / self._hands(new)[:, None, None]
        costs: Numbers = np.sqrt(squares)
        return costs

    def _hands(self, new: Embedding) -> NDArray[np.int64]:
        """Return how many hands count in each comparison: (embeddings,)."""
        hands: NDArray[np.int64] = np.maximum(self._takes_part.sum(1), sum(new.takes_part))
        return hands


def warped(costs: Numbers) -> NDArray[np.float64]:
    """Return the mean cost along the cheapest way through each table (tables, frames, frames).

    The ways of dynamic time warping, from corner to corner, one frame on in either or in both; the
    first frames of either side and the last ones may be left out, up to `_LOOSE_ENDS`.
    """
    tables, rows, columns = costs.shape
    total = np.full((tables, rows + 1, columns + 1), np.inf)
    total[:, 0, : _LOOSE_ENDS + 1] = total[:, : _LOOSE_ENDS + 1, 0] = 0
    for row in range(rows):
        for column in range(columns):
            cheapest = np.minimum(total[:, row, column + 1], total[:, row + 1, column])
            cheapest = np.minimum(cheapest, total[:, row, column])
            total[:, row + 1, column + 1] = costs[:, row, column] + cheapest
    last_row, last_column = total[:, -1, -1 - _LOOSE_ENDS :], total[:, -1 - _LOOSE_ENDS :, -1]
    ends: NDArray[np.float64] = np.minimum(last_row.min(1), last_column.min(1))
    return ends / (rows + columns - _LOOSE_ENDS)


def _pairwise(many: Numbers, one: Numbers) -> Numbers:
    """Return squared distances between all frames: (n, frames, …) and (frames, …) to (n, frames, frames)."""
    flat, single = many.reshape(len(many), FRAMES, -1), one.reshape(FRAMES, -1)
    squares = (flat**2).sum(-1)[:, :, None] + (single**2).sum(-1)[None, None]
    result: Numbers = np.maximum(squares - 2 * flat @ single.T, 0)
    return result


def _likelihoods(distances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how the signs share a certainty of 1."""
    weights = np.exp(-_SHARPNESS * (distances - distances.min()))
    shared: NDArray[np.float64] = weights / weights.sum()
    return shared


def _trust(part: float) -> float:
    """Return how sure it is that a sign at `part` of its limit is a taught one at all."""
    return float(1 / (1 + np.exp(8 * (part - 1.0))))
