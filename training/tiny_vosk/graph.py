"""The graph of a model: which words there are and by which phones they are heard.

It is kept in the two parts that Vosk joins while it listens, HCLr.fst (words from sounds) and Gr.fst
(the order of words), so that one model serves free dictation as well as grammars.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from training.tiny_vosk.lexicon import Pronunciation
from training.tiny_vosk.transitions import HALF, SILENCE_PHONE, UNKNOWN_SOUND, Phones, begin, stay

UNKNOWN_WORD: Final = "[unk]"
"""What a grammar may hold for words that are not in it; never heard in free dictation."""
_UNKNOWN: Final[Pronunciation] = (UNKNOWN_SOUND,) * 3
_EPSILON: Final = 0


def word_numbers(words: Sequence[str]) -> dict[str, int]:
    """Return the number of each word; 0 is no word."""
    return {word: number for number, word in enumerate(sorted(words), 1)}


def words_table(words: Sequence[str]) -> str:
    """Return graph/words.txt; Vosk wants the three marks at its end."""
    names = ["<eps>", *sorted(words), "#0", "<s>", "</s>"]
    return "".join(f"{name} {number}\n" for number, name in enumerate(names))


def write_graph(lexicon: dict[str, dict[Pronunciation, float]], phones: Phones, folder: Path) -> None:
    """Write HCLr.fst and Gr.fst."""
    import kaldifst

    numbers = word_numbers((*lexicon, UNKNOWN_WORD))
    sounds = _sounds({**lexicon, UNKNOWN_WORD: {_UNKNOWN: 1.0}}, phones, numbers)
    # Vosk looks words up on this side when it joins the parts; plain sorting is enough for it.
    kaldifst.arcsort(sounds, sort_type="olabel")
    sounds.write(str(folder / "HCLr.fst"))
    order = kaldifst.StdVectorFst()
    order.start = only = order.add_state()
    order.set_final(only, 0.0)
    for number in (numbers[word] for word in lexicon):
        order.add_arc(only, kaldifst.StdArc(number, number, math.log(len(lexicon)), only))
    kaldifst.arcsort(order, sort_type="ilabel")
    order.write(str(folder / "Gr.fst"))


def _sounds(lexicon: dict[str, dict[Pronunciation, float]], phones: Phones, numbers: dict[str, int]) -> Any:
    """Return the words as a loop of their transitions, each word's number on its first."""
    import kaldifst

    graph = kaldifst.StdVectorFst()

    def add_phone(before: int, phone: int, word: int, cost: float) -> int:
        # Kaldi's "reordered" form: the way out of the phone comes first, then its repetitions.
        after = graph.add_state()
        graph.add_arc(before, kaldifst.StdArc(begin(phone), word, cost + HALF, after))
        graph.add_arc(after, kaldifst.StdArc(stay(phone), _EPSILON, HALF, after))
        return int(after)

    between = graph.add_state()
    ready = graph.add_state()
    graph.start = between
    graph.set_final(between, 0.0)
    graph.set_final(ready, 0.0)
    quiet = add_phone(between, SILENCE_PHONE, _EPSILON, HALF)
    graph.add_arc(quiet, kaldifst.StdArc(_EPSILON, _EPSILON, 0.0, ready))
    graph.add_arc(between, kaldifst.StdArc(_EPSILON, _EPSILON, HALF, ready))
    for word, pronunciations in lexicon.items():
        for pronunciation, share in pronunciations.items():
            first, *others = phones.of_word(pronunciation)
            at = add_phone(ready, first, numbers[word], -math.log(share))
            for phone in others:
                at = add_phone(at, phone, _EPSILON, 0.0)
            graph.add_arc(at, kaldifst.StdArc(_EPSILON, _EPSILON, HALF, between))
    return graph
