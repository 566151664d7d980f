"""Finds the words that a lattice of letters spells: those of a list first, and any others at a price."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engines.sign_to_text.fingerspelling import hangul
from engines.sign_to_text.fingerspelling.lattice import TWINS, Lattice
from engines.sign_to_text.fingerspelling.word_lists import DIGITS, WordList

_Rows = dict[tuple[int, ...], float]
_Beginnings = dict[tuple[int, ...], tuple[float, float]]
"""Rows of letters, and how likely each is if the last frame showed its last letter, or nothing."""
Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts; all in natural logarithms."""

    shapes: float = 0.25
    """How much a frame's shapes count: neighbouring frames say the same, so not as much as they seem to."""
    words: float = 0.6
    """How much it counts how common a word is."""
    stranger: float = 6.0
    """The price of a word that is not in the list."""
    letter: float = 0.0
    """The price of each letter beside its likelihood."""
    switch: float = 6.0
    """The price of a letter after a digit or a digit after a letter."""
    lone_letter: float = 1.0
    """The price of a letter alone, so that where a digit has its shape too, the digit comes first."""
    again: float = 2.0
    """The price of the same letter twice with nothing between."""
    least_frames: int = 3
    """A letter is shown for so many frames at least."""
    beam: int = 1500
    """How many beginnings of words are followed at a time."""
    strangers: int = 24
    """How many spellings outside the list are followed at a time."""
    width: float = 14.0
    """What lies further behind the best is given up."""


_NONE: Final = float("-inf")
_LETTER_TWINS: Final = frozenset(TWINS.values())
_CANDIDATES: Final = 6
"""So many letters are thought of in a frame."""
_NEVER: Final = np.float32(-1e4)

FRAMES: Final = Weights()
"""For shapes that are judged frame by frame."""
SEQUENCE: Final = replace(FRAMES, shapes=1.0, again=30.0, letter=0.0, least_frames=1)
"""For a sequence model trained with CTC: there a letter is a spike, and a double has a gap."""


@dataclass(frozen=True)
class Reading:
    """One way to read a lattice."""

    text: str
    """As it is written: words of the list as there, others in capitals, Hangul as syllables."""
    letters: str
    """The shapes that were shown, in capitals or jamo."""
    score: float
    """Log likelihood, to be compared within one lattice only."""
    is_known: bool
    """Whether the word is in the list."""
    prior: float = 0.0
    """The part of `score` that does not come from the lattice: how likely such a spelling is at all."""


def readings(
    seen: Lattice, words: WordList, weights: Weights = FRAMES, is_closed: bool = False, most: int = 3
) -> tuple[Reading, ...]:
    """Return the best ways to read `seen` as one word, number or mixture, the best first.

    With `is_closed` only words of the list are thought of. Nothing comes of a lattice without frames.
    """
    if not len(seen.logs):
        return ()
    scaled = np.maximum(seen.logs, _NEVER) * np.float32(weights.shapes)
    found = [] if words.is_empty else list(_known(scaled, words, weights))
    if not is_closed:
        found += _strangers(scaled, seen, words, weights)
    best: dict[str, Reading] = {}
    for one in sorted(found, key=lambda one: one.score, reverse=True):
        best.setdefault(one.text, one)
    return tuple(best.values())[:most]


# Words of the list: a token in each beginning of a word that is still likely, all moved at once.


def _known(scaled: Floats, words: WordList, weights: Weights) -> Iterator[Reading]:
    nodes, scores = _followed(scaled, words, weights)
    ends = np.array([node in words.words for node in nodes], bool)
    priors = weights.words * words.prior[nodes[ends]]
    totals = scores[ends] + priors
    order = np.argsort(-totals)[:8]
    for node, score, prior in zip(
        nodes[ends][order].tolist(), totals[order].tolist(), priors[order].tolist(), strict=True
    ):
        letters = "".join(words.letters[at] for at in words.spelled(node))
        # A letter alone is written as it is shown, also where it is a word.
        text = words.words[node] if len(letters) > 1 else letters
        yield Reading(text, letters, score, is_known=True, prior=prior)


def _followed(scaled: Floats, words: WordList, weights: Weights) -> tuple[Integers, Floats]:
    """Return the beginnings that are left at the end, and the log likelihood of each."""
    trail = _Trail(words, weights)
    for frame, shown in zip(scaled, _over_frames(scaled, weights.least_frames), strict=True):
        trail.step(frame, shown)
    return trail.nodes, np.maximum(trail.on_letter, trail.on_nothing)


def _over_frames(scaled: Floats, count: int) -> list[Floats | None]:
    """Return for each frame what its last `count` frames add up to; None where there are not so many yet."""
    sums = np.cumsum(scaled[:, :-1], axis=0, dtype=np.float64)
    sums = np.concatenate([np.zeros((1, sums.shape[1])), sums])
    windows = (sums[count:] - sums[:-count]).astype(np.float32) if len(sums) > count else ()
    return [None] * min(count - 1, len(scaled)) + list(windows)


class _Beam(NamedTuple):
    """Beginnings of words after a frame: how likely each is if that showed its last letter, or nothing."""

    nodes: Integers
    on_letter: Floats
    on_nothing: Floats


class _Trail:
    """Beginnings of words that fit so far."""

    def __init__(self, words: WordList, weights: Weights) -> None:
        self._words, self._weights = words, weights
        size = len(words.letter)
        self._letter = np.full(size, -np.inf, np.float32)
        self._nothing = np.full(size, -np.inf, np.float32)
        start = _Beam(np.zeros(1, np.int64), np.full(1, -np.inf, np.float32), np.zeros(1, np.float32))
        self._beams = deque([start], weights.least_frames)

    @property
    def nodes(self) -> Integers:
        """The beginnings."""
        return self._beams[-1].nodes

    @property
    def on_letter(self) -> Floats:
        """Their log likelihood if the last frame showed the last letter."""
        return self._beams[-1].on_letter

    @property
    def on_nothing(self) -> Floats:
        """Their log likelihood if the last frame showed nothing."""
        return self._beams[-1].on_nothing

    def step(self, frame: Floats, shown: Floats | None) -> None:
        """Take one more frame, (letters + digits + 1,) log probabilities; `shown`: with those before it."""
        now, letter, nothing = self._beams[-1], self._letter, self._nothing
        letter[now.nodes] = now.on_letter + frame[self._words.letter[now.nodes]]
        letter[0] = -np.inf
        nothing[now.nodes] = np.maximum(now.on_letter, now.on_nothing) + frame[-1]
        reached = now.nodes
        if shown is not None:
            # A new letter began some frames ago, where the beam of then ended.
            children, entering = self._children(self._beams[0])
            # Every node has one parent, so no two tokens enter the same child.
            letter[children] = np.maximum(letter[children], entering + shown[self._words.letter[children]])
            reached = np.concatenate([reached, children[nothing[children] == -np.inf]])
        both = letter[reached], nothing[reached]
        letter[reached] = nothing[reached] = -np.inf
        self._keep(reached, *both)

    def _children(self, beam: _Beam) -> tuple[Integers, Floats]:
        """Return the nodes that may be entered, and from the parents' scores what entering each comes to."""
        counts = self._words.child_count[beam.nodes]
        parents = np.repeat(np.arange(len(beam.nodes)), counts)
        begins = self._words.first_child[beam.nodes] - (np.cumsum(counts) - counts)
        children = np.repeat(begins, counts) + np.arange(len(parents))
        is_again = self._words.letter[children] == self._words.letter[beam.nodes[parents]]
        from_letter = beam.on_letter[parents] - np.where(is_again, np.float32(self._weights.again), 0)
        entering = np.maximum(from_letter, beam.on_nothing[parents]) - np.float32(self._weights.letter)
        return children, entering.astype(np.float32)

    def _keep(self, nodes: Integers, letter: Floats, nothing: Floats) -> None:
        best = np.maximum(letter, nothing)
        hoped = best + np.float32(self._weights.words) * self._words.hope[nodes]
        kept = hoped > hoped.max() - self._weights.width
        if kept.sum() > self._weights.beam:
            kept &= hoped >= np.partition(hoped, -self._weights.beam)[-self._weights.beam]
        self._beams.append(_Beam(nodes[kept], letter[kept], nothing[kept]))


# Strangers: any row of letters and digits, likelier where its pairs of letters are usual.


@dataclass(frozen=True)
class _Prices:
    """What it costs to put a letter or digit after another; the row after the last is the beginning."""

    after: Floats
    """(letters + digits + 1, letters + digits)"""
    end: Floats
    """(letters + digits + 1,)"""
    alone: float
    """What it costs to be the only one."""


def _prices(words: WordList, weights: Weights) -> _Prices:
    names, size = len(words.letters), len(words.letters) - len(DIGITS)
    after = np.full((names + 1, names), -np.log(len(DIGITS)), np.float32)
    after[:size, :size] = words.pairs[:size, :size]
    after[names, :size] = words.pairs[size, :size]
    after[size:names, :size] = words.pairs[size, :size] - weights.switch
    after[:size, size:] -= weights.switch
    end = np.full(names + 1, -1.0, np.float32)
    end[:size] = words.pairs[:size, size]
    scale = np.float32(weights.words)
    return _Prices(after * scale, end * scale, float(-scale * (np.log(size) + 1)))


def _strangers(scaled: Floats, seen: Lattice, words: WordList, weights: Weights) -> Iterator[Reading]:
    prices = _prices(words, weights)
    rows = _any_rows(scaled, prices, weights)
    for row, score in sorted(rows.items(), key=lambda one: one[1], reverse=True)[:8]:
        if row:
            letters = "".join(seen.names[at] for at in row)
            prior = _prior(row, prices) - _price_of_kind(letters, words, weights)
            total = score - _before_end(row, prices) + prior
            yield Reading(_written(letters, words), letters, total, is_known=False, prior=prior)


def _before_end(row: tuple[int, ...], prices: _Prices) -> float:
    """Return what the search has paid for a row of letters already."""
    pairs = zip((len(prices.end) - 1, *row), row, strict=False)
    return float(sum(prices.after[last, at] for last, at in pairs))


def _prior(row: tuple[int, ...], prices: _Prices) -> float:
    # How words begin and end says nothing of a letter alone.
    return prices.alone if len(row) == 1 else _before_end(row, prices) + float(prices.end[row[-1]])


def _price_of_kind(letters: str, words: WordList, weights: Weights) -> float:
    """Return what is paid for not being in the list: nothing for numbers, a third for what holds some."""
    if all(letter in DIGITS for letter in letters):
        return 0.0
    if len(letters) == 1 or all(letter in _LETTER_TWINS for letter in letters):
        return weights.lone_letter
    if words.is_empty:
        return 0.0
    return weights.stranger / (3 if any(letter in DIGITS for letter in letters) else 1)


def _written(letters: str, words: WordList) -> str:
    if not words.letters.startswith("A"):
        return hangul.compose(letters)
    return letters if len(letters) == 1 else letters.lower()


def _any_rows(scaled: Floats, prices: _Prices, weights: Weights) -> _Rows:
    """Return rows of letters and the likelihood of each: a beam over beginnings, as CTC is searched."""
    beams: deque[_Beginnings] = deque([{(): (_NONE, 0.0)}], weights.least_frames)
    for frame, shown in zip(scaled, _over_frames(scaled, weights.least_frames), strict=True):
        grown: _Beginnings = {}
        logs = frame.tolist()
        for row, (letter, nothing) in beams[-1].items():
            stay = letter + logs[row[-1]] if row else _NONE
            _better(grown, row, stay, max(letter, nothing) + logs[-1])
        if shown is not None:
            _grow(grown, beams[0], shown, prices, weights)
        kept = sorted(grown.items(), key=lambda one: max(one[1]), reverse=True)[: weights.strangers]
        beams.append(dict(kept))
    return {row: max(both) for row, both in beams[-1].items()}


def _grow(grown: _Beginnings, before: _Beginnings, shown: Floats, prices: _Prices, weights: Weights) -> None:
    """Put one more letter after each of the beginnings `before`."""
    candidates = [(at, float(shown[at])) for at in np.argsort(-shown)[:_CANDIDATES].tolist()]
    for row, (letter, nothing) in before.items():
        last = row[-1] if row else len(shown)
        for at, log in candidates:
            begin = max(letter - weights.again, nothing) if at == last else max(letter, nothing)
            _better(grown, (*row, at), begin + log + float(prices.after[last, at]) - weights.letter, _NONE)


def _better(grown: _Beginnings, row: tuple[int, ...], letter: float, nothing: float) -> None:
    before = grown.get(row)
    grown[row] = (letter, nothing) if before is None else (max(before[0], letter), max(before[1], nothing))
