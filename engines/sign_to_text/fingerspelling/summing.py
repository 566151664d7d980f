"""Reads a word by adding up all ways in which lattices can spell it: with noisy hands the best way misleads.

This is the forward algorithm of CTC (Graves and others, 2006), along the letters of each word or along the
tree of a word list, over lattices made flatter: neighbouring frames say the same, and a network that never
saw a real hand is too sure of itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from engines.sign_to_text.fingerspelling import decoding
from engines.sign_to_text.fingerspelling.decoding import Reading
from engines.sign_to_text.fingerspelling.lattice import Lattice
from engines.sign_to_text.fingerspelling.word_lists import WordList

if TYPE_CHECKING:
    from engines.sign_to_text.fingerspelling.weighing import Witness

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

FLAT: Final = np.float32(3.0)
"""Logarithms are divided by it: measured on stitched real letters, as is what witnesses count."""
LETTER: Final = 1.0
"""The price of each letter where there is a list: the more letters, the more ways are added up."""
_NEVER: Final = np.float32(-1e4)
_AGAIN: Final = np.float32(2.0)
"""The price of a letter twice with nothing between."""
_BEAM: Final = 1200
"""Beginnings of words that are followed at a time."""
_WIDTH: Final = np.float32(12.0)
_CANDIDATES: Final = 40
"""Words of each lattice that are weighed by all."""
_STRANGERS: Final = 12


def flattened(seen: Lattice) -> Floats:
    """Return (frames, letters + digits + 1) log probabilities that are less sure."""
    logs = np.maximum(seen.logs, _NEVER) / FLAT
    return np.asarray(logs - np.log(np.exp(logs).sum(axis=1, keepdims=True)), np.float32)


def readings(
    witnesses: "Sequence[Witness]", words: WordList, is_closed: bool = False, most: int = 3
) -> tuple[Reading, ...]:
    """Return the best ways to read all witnesses as one word, number or mixture, the best first.

    With `is_closed` only words of the list are thought of. How much each witness counts is settled here,
    whatever its `trust`. Nothing comes of lattices without frames.
    """
    witnesses = [one for one in witnesses if len(one.seen.logs)]
    logs = [flattened(one.seen) for one in witnesses]
    found: dict[str, Reading] = {}
    for witness, flat in zip(witnesses, logs, strict=True):
        common = witness.weights.words
        found |= {one.text: one for one in _known(flat, words, common / _trust(witness), common)}
        if not is_closed:
            strangers = decoding.readings(witness.seen, words, witness.weights, most=_STRANGERS)
            found = {one.text: one for one in strangers} | found
    candidates = list(found.values())
    price = 0.0 if words.is_empty else LETTER
    scores = np.array([one.prior - price * len(one.letters) for one in candidates])
    for witness, flat in zip(witnesses, logs, strict=True):
        spelled = [one.letters for one in candidates]
        scores = scores + _trust(witness) * likelihoods(flat, spelled, witness.seen.names)
    order = np.argsort(-scores)[:most]
    return tuple(replace(candidates[at], score=float(scores[at])) for at in order)


def _trust(witness: "Witness") -> float:
    """Return how much a witness counts: one that shows a letter for a moment only, as much as it was."""
    return float(FLAT) if witness.weights.least_frames == 1 else 1.0


def likelihoods(logs: Floats, spellings: Sequence[str], names: str) -> NDArray[np.float64]:
    """Return (spellings,) log likelihoods of lattice (frames, names + 1); too long spellings get little."""
    longest = max((len(one) for one in spellings), default=0)
    states = np.full((len(spellings), 2 * longest + 1), len(names))  # nothing, a letter, nothing, and so on
    skips = np.full(states.shape, _NEVER, np.float32)
    for row, spelling in enumerate(spellings):
        own = [names.index(letter) for letter in spelling]
        states[row, 1 : 2 * len(own) : 2] = own
        again = [one == before for one, before in zip(own[1:], own, strict=False)]
        skips[row, 3 : 2 * len(own) : 2] = np.where(again, -_AGAIN, np.float32(0))
    score = np.full(states.shape, _NEVER, np.float32)
    score[:, :2] = logs[0][states[:, :2]]
    for frame in logs[1:]:
        before = np.full(states.shape, _NEVER, np.float32)
        before[:, 1:] = score[:, :-1]
        skipped = np.full(states.shape, _NEVER, np.float32)
        skipped[:, 2:] = score[:, :-2]
        score = np.logaddexp(np.logaddexp(score, before), skipped + skips) + frame[states]
    rows, last = np.arange(len(spellings)), np.array([2 * len(one) for one in spellings], int)
    ends = np.logaddexp(score[rows, last], np.where(last > 0, score[rows, np.maximum(last - 1, 0)], _NEVER))
    return np.asarray(ends, np.float64)


def _known(logs: Floats, words: WordList, searched: float, common: float) -> Iterator[Reading]:
    """Yield words; how common one is counts so much in the search, and so much in what it yields."""
    for node in [] if words.is_empty else _followed(logs, words, searched):
        letters = "".join(words.letters[at] for at in words.spelled(node))
        prior = common * float(words.prior[node])
        yield Reading(words.words[node], letters, 0.0, is_known=True, prior=prior)


def _followed(logs: Floats, words: WordList, common: float) -> list[int]:
    """Return the nodes where the likeliest words end."""
    nodes: Integers = np.zeros(1, np.int64)
    letter, nothing = np.full(1, _NEVER, np.float32), np.zeros(1, np.float32)
    whole_letter = np.full(len(words.letter), _NEVER, np.float32)
    whole_nothing = whole_letter.copy()
    for frame in logs:
        children, entering = _entered(nodes, letter, nothing, words)
        whole_letter[nodes], whole_nothing[nodes] = letter, np.logaddexp(letter, nothing)
        fresh = children[whole_nothing[children] == _NEVER]
        whole_letter[children] = np.logaddexp(whole_letter[children], entering)
        reached = np.concatenate([nodes, fresh])
        shown = whole_letter[reached] + np.where(reached > 0, frame[words.letter[reached]], _NEVER)
        unseen = whole_nothing[reached] + frame[-1]
        whole_letter[reached] = whole_nothing[reached] = _NEVER
        hoped = np.maximum(shown, unseen) + np.float32(common) * words.hope[reached]
        kept = hoped > hoped.max() - _WIDTH
        if kept.sum() > _BEAM:
            kept &= hoped >= np.partition(hoped, -_BEAM)[-_BEAM]
        nodes, letter, nothing = reached[kept], shown[kept], unseen[kept]
    totals = np.logaddexp(letter, nothing) + np.float32(common) * words.prior[nodes]
    best = np.argsort(-totals)[:_CANDIDATES]
    return [int(node) for node in nodes[best] if np.isfinite(words.prior[node])]


def _entered(nodes: Integers, letter: Floats, nothing: Floats, words: WordList) -> tuple[Integers, Floats]:
    """Return the nodes that may be entered from these, each from its one parent, and how likely each is."""
    counts = words.child_count[nodes]
    parents = np.repeat(np.arange(len(nodes)), counts)
    begins = words.first_child[nodes] - (np.cumsum(counts) - counts)
    children = np.repeat(begins, counts) + np.arange(len(parents))
    is_again = words.letter[children] == words.letter[nodes[parents]]
    from_letter = letter[parents] - np.where(is_again, _AGAIN, np.float32(0))
    return children, np.logaddexp(from_letter, nothing[parents])
