"""The words that may be spelled, as a tree of letters with how common each word is."""

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from engines import resource
from engines.sign_to_text.fingerspelling import hangul

Alphabet = Literal["en", "ko"]
Floats = NDArray[np.float32]
Integers = NDArray[np.int32]

LETTERS: Final[dict[Alphabet, str]] = {
    "en": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ko": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㅏㅑㅓㅕㅗㅛㅜㅠㅡㅣㅐㅒㅔㅖㅚㅟㅢ",
}
DIGITS: Final = "0123456789"
_TIER: Final = float(np.log(10) / 2)
"""How much rarer the words of a tier are than those before: made so by `training.words`."""
_LONGEST: Final = 40


@dataclass(frozen=True, eq=False)
class WordList:
    """Words as a tree: node 0 is the empty beginning, and every other node a letter after its parent.

    The arrays have one row for each node; the children of a node follow each other.
    """

    letters: str
    """The alphabet: what a letter's number stands for; digits follow the letters."""
    letter: Integers
    """(nodes,) the letter of the node; -1 for node 0."""
    parent: Integers
    """(nodes,) -1 for node 0."""
    first_child: Integers
    child_count: Integers
    prior: Floats
    """(nodes,) log probability of the word that ends here; -inf where none does."""
    hope: Floats
    """(nodes,) the greatest `prior` of all words that go through here."""
    words: dict[int, str]
    """Of each node where words end, the most common of them as it is written."""
    pairs: Floats
    """(letters + 1, letters + 1) log probability of a letter after another; the last row begins and the
    last column ends a word. Digits are not in it."""

    @property
    def is_empty(self) -> bool:
        """Whether it holds no word."""
        return not self.words

    def spelled(self, node: int) -> tuple[int, ...]:
        """Return the letters from the beginning to `node`."""
        row = []
        while node > 0:
            row.append(int(self.letter[node]))
            node = int(self.parent[node])
        return tuple(reversed(row))

    def has(self, letters: str) -> bool:
        """Whether a word is spelled so, in capital letters or jamo."""
        return self._find(letters) in self.words

    def beginning_with(self, letters: str, most: int = 3) -> tuple[str, ...]:
        """Return the most common words that begin with `letters`, as they are written."""
        node = self._find(letters)
        if node < 0:
            return ()
        found: list[tuple[float, str]] = []
        open_nodes = [node]
        while open_nodes:
            open_nodes.sort(key=lambda one: self.hope[one])
            node = open_nodes.pop()
            if len(found) == most and self.hope[node] <= found[-1][0]:
                break
            if node in self.words:
                found = sorted([*found, (float(self.prior[node]), self.words[node])], reverse=True)[:most]
            begin = int(self.first_child[node])
            open_nodes.extend(range(begin, begin + int(self.child_count[node])))
        return tuple(word for _, word in found)

    def _find(self, letters: str) -> int:
        node = 0
        apart = hangul.decompose(letters) if self.letters[0] == LETTERS["ko"][0] else letters
        for letter in apart:
            begin = int(self.first_child[node])
            children = self.letter[begin : begin + int(self.child_count[node])]
            at = np.flatnonzero(children == self.letters.find(letter))
            if not at.size:
                return -1
            node = begin + int(at[0])
        return node


@cache
def full(alphabet: Alphabet) -> WordList:
    """Return the list that ships with Sori; it is read once."""
    with gzip.open(resource.path("words", f"{alphabet}.txt.gz"), "rt", encoding="utf-8") as file:
        tiers = [tier.split("\n") for tier in file.read().strip().split("\n\n")]
    weighted = [(word, -_TIER * number) for number, tier in enumerate(tiers) for word in tier]
    return _tree(weighted, alphabet)


@cache
def of(words: tuple[str, ...], alphabet: Alphabet) -> WordList:
    """Return a list of these words alone, all as likely as each other; what cannot be spelled is left out."""
    return _tree([(word, 0.0) for word in dict.fromkeys(words)], alphabet)


def spelling(word: str, alphabet: Alphabet) -> str:
    """Return what spells `word`, of `LETTERS` and `DIGITS`; what has no finger shape is left out."""
    apart = hangul.decompose(word) if alphabet == "ko" else word.upper()
    return "".join(letter for letter in apart if letter in LETTERS[alphabet] + DIGITS)


def _tree(weighted: Sequence[tuple[str, float]], alphabet: Alphabet) -> WordList:
    names = LETTERS[alphabet] + DIGITS
    number = {letter: at + 1 for at, letter in enumerate(names)}
    spelled = [(spelling(word, alphabet), word, weight) for word, weight in weighted]
    rows = sorted((one for one in spelled if 0 < len(one[0]) <= _LONGEST), key=lambda one: (one[0], -one[2]))
    table = np.zeros((len(rows), _LONGEST), np.int8)  # (words, letters): 0 where the word is over
    for at, (letters, _, _) in enumerate(rows):
        table[at, : len(letters)] = [number[letter] for letter in letters]
    weights = np.array([weight for _, _, weight in rows], np.float32)
    return _grown(table, weights - _log_sum(weights), [word for _, word, _ in rows], names)


def _log_sum(weights: Floats) -> float:
    return float(np.logaddexp.reduce(weights)) if weights.size else 0.0


def _grown(table: NDArray[np.int8], priors: Floats, written: Sequence[str], names: str) -> WordList:
    """Number the beginnings of sorted words, the short ones first, so that siblings follow each other."""
    letter, parent = [np.array([-1], np.int32)], [np.array([-1], np.int32)]
    at = np.zeros(len(table), np.int32)  # (words,) the node that each word has come to
    is_new = np.zeros(len(table), bool)
    is_new[:1] = True
    size = 1
    for column in table.T:
        is_open = column > 0
        is_new[1:] |= column[1:] != column[:-1]
        begins = is_new & is_open
        if not is_open.any():
            break
        letter.append(column[begins].astype(np.int32) - 1)
        parent.append(at[begins])
        at = np.where(is_open, size - 1 + np.cumsum(begins), at).astype(np.int32)
        size += int(begins.sum())
    letters, parents = np.concatenate(letter), np.concatenate(parent)
    return _with_words(letters, parents, at, priors, written, names)


def _with_words(
    letter: Integers, parent: Integers, ends: Integers, priors: Floats, written: Sequence[str], names: str
) -> WordList:
    size = len(letter)
    counts = np.bincount(parent[1:], minlength=size).astype(np.int32)
    firsts = (1 + np.cumsum(counts) - counts).astype(np.int32)
    prior = np.full(size, -np.inf, np.float32)
    np.maximum.at(prior, ends, priors)
    words: dict[int, str] = {}
    for node, word in zip(ends.tolist(), written, strict=True):
        words.setdefault(node, word)  # the most common of those spelled alike comes first
    hope = prior.copy()
    for node in range(size - 1, 0, -1):
        above = parent[node]
        if hope[node] > hope[above]:
            hope[above] = hope[node]
    return WordList(
        names, letter, parent, firsts, counts, prior, hope, words, _pairs(letter, parent, ends, names)
    )


def _pairs(letter: Integers, parent: Integers, ends: Iterable[int], names: str) -> Floats:
    """Count letters after letters over the tree's branches: rare words count as much as common ones."""
    size = len(names) - len(DIGITS)
    counts = np.full((size + 1, size + 1), 0.5, np.float32)
    above = np.where(parent[1:] == 0, size, letter[parent[1:]])
    own = letter[1:]
    is_letter = (own < size) & (above <= size)
    np.add.at(counts, (above[is_letter], own[is_letter]), 1.0)
    last = letter[np.asarray(ends, np.int32)] if len(letter) > 1 else np.zeros(0, np.int32)
    closing = last[last < size]
    np.add.at(counts, (closing, np.full_like(closing, size)), 1.0)
    logs: Floats = np.log(counts / counts.sum(axis=1, keepdims=True)).astype(np.float32)
    return logs
