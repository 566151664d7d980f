"""The letters our line reader knows: Latin, digits, signs, and Hangul spelled out as jamo."""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

_LATIN: Final = "".join(map(chr, range(33, 127)))
_ACCENTED: Final = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœŠšŽžŁłŐőŰűĞğİıŞş"
_SIGNS: Final = (
    "–—‘’“”…•·×÷±°©®™€£¥₩§¶†‡‹›«»¿¡←↑→↓▶◀▲▼►◄▾▸✓✔✕✖★☆●○■□◆◇※½¼²³µ≤≥≠≈∞√№㎡㎏「」『』〈〉《》【】、。"
)
_LEADING: Final = "".join(chr(0x1100 + index) for index in range(19))
_VOWELS: Final = "".join(chr(0x1161 + index) for index in range(21))
_TRAILING: Final = "".join(chr(0x11A8 + index) for index in range(27))
_COMPATIBLE: Final = "".join(map(chr, range(0x3131, 0x3164)))
FOREIGN: Final = "\ufffd"
"""Stands for any letter of a script that the reader does not read: Han, kana, Cyrillic, Greek."""

LETTERS: Final = (
    "", " ", *_LATIN, *_ACCENTED, *_SIGNS, *_LEADING, *_VOWELS, *_TRAILING, *_COMPATIBLE, FOREIGN,
)  # fmt: skip
"""A letter's place is its class in the network; the first is CTC's blank."""

_PLACES: Final = {letter: place for place, letter in enumerate(LETTERS)}
_FIRST_SYLLABLE, _SYLLABLES = 0xAC00, 11172


def spell(text: str) -> list[int]:
    """Return the classes of a text; a letter that is not known counts as foreign."""
    places = []
    for letter in text:
        syllable = ord(letter) - _FIRST_SYLLABLE
        if 0 <= syllable < _SYLLABLES:
            places.append(_PLACES[_LEADING[syllable // 588]])
            places.append(_PLACES[_VOWELS[syllable % 588 // 28]])
            if syllable % 28:
                places.append(_PLACES[_TRAILING[syllable % 28 - 1]])
        else:
            places.append(_PLACES.get(letter, _PLACES[FOREIGN]))
    return places


def is_known(text: str) -> bool:
    """Whether every letter can be read."""
    return _PLACES[FOREIGN] not in spell(text)


def compose(places: Sequence[int]) -> str:
    """Put classes together to text, jamo to syllables."""
    return unicodedata.normalize("NFC", "".join(LETTERS[place] for place in places))


_OTHER, _LEAD, _VOWEL, _TRAIL = range(4)
_KIND: Final = np.array(
    [
        _LEAD if letter and letter in _LEADING
        else _VOWEL if letter and letter in _VOWELS
        else _TRAIL if letter and letter in _TRAILING
        else _OTHER
        for letter in LETTERS
    ]
)  # fmt: skip
_MAY_FOLLOW: Final = np.array(
    [  # other, lead, vowel, trail
        [True, True, False, False],
        [False, False, True, False],
        [True, True, False, True],
        [True, True, False, False],
    ]
)


def is_legal(places: Sequence[int]) -> bool:
    """Whether the jamo stand in an order that makes syllables."""
    kinds = [_OTHER, *(int(_KIND[place]) for place in places), _OTHER]
    return all(_MAY_FOLLOW[before, after] for before, after in pairwise(kinds))


def best_path(scores: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return the class of each step (steps,), from log probabilities (steps, classes).

    Where the likeliest classes make no syllables, the likeliest path that does is searched for
    (Viterbi over CTC, with what may follow what as the only grammar).
    """
    best = np.asarray(scores.argmax(1))
    is_new = np.r_[True, best[1:] != best[:-1]] & (best > 0)
    return best if is_legal(best[is_new].tolist()) else _legal_path(scores)


_IN_KIND: Final = [np.flatnonzero((kind == _KIND) & (np.arange(len(LETTERS)) > 0)) for kind in range(4)]
_NEVER: Final = -1e9


def _legal_path(scores: NDArray[np.float32]) -> NDArray[np.intp]:
    """Search with one state for each class, and one blank for each kind of letter before it."""
    classes = np.arange(len(LETTERS))
    on_letter = np.full(len(LETTERS), _NEVER)
    on_blank = np.array([0.0, _NEVER, _NEVER, _NEVER])
    steps: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []
    for step in scores:
        # The best place to leave each kind from: a letter, or (negative) the blank after one.
        tops = np.array([members[on_letter[members].argmax()] for members in _IN_KIND])
        sources = np.where(on_blank >= on_letter[tops], -1 - np.arange(4), tops)
        leaving = np.maximum(on_blank, on_letter[tops])
        entering = np.where(_MAY_FOLLOW, leaving[:, None], _NEVER)  # (before, after)
        come_from = sources[entering.argmax(0)][_KIND]
        come = entering.max(0)[_KIND]
        # The same letter twice needs a blank between.
        is_same = come_from == classes
        through_blank = np.where(_MAY_FOLLOW[_KIND, _KIND], on_blank[_KIND], _NEVER)
        come = np.where(is_same, through_blank, come)
        come_from = np.where(is_same, -1 - _KIND, come_from)
        stays = on_letter >= come
        steps.append((np.where(stays, classes, come_from), sources))
        on_letter = np.where(stays, on_letter, come) + step
        on_letter[0] = _NEVER
        on_blank = leaving + step[0]
    return _traced(steps, on_letter, on_blank)


def _traced(
    steps: Sequence[tuple[NDArray[np.intp], NDArray[np.intp]]],
    on_letter: NDArray[np.float64],
    on_blank: NDArray[np.float64],
) -> NDArray[np.intp]:
    on_letter[_KIND == _LEAD] = _NEVER  # no line ends in half a syllable
    on_blank[_LEAD] = _NEVER
    state = int(on_letter.argmax())
    if on_blank.max() >= on_letter[state]:
        state = -1 - int(on_blank.argmax())
    path = []
    for from_letter, from_blank in reversed(steps):
        path.append(max(state, 0))
        state = int(from_letter[state] if state > 0 else from_blank[-1 - state])
    return np.array(path[::-1], np.intp)
