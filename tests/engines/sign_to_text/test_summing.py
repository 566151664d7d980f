"""Words are found by adding up all ways in which lattices spell them."""

from itertools import product

import numpy as np
import pytest

from engines.sign_to_text.fingerspelling import summing, word_lists
from engines.sign_to_text.fingerspelling.lattice import Lattice, lattice
from engines.sign_to_text.fingerspelling.weighing import Witness, movement, shapes

WORDS = word_lists.of(("tea", "tee", "at", "coffee", "eat"), "en")


def shown(*frames: dict[str, float]) -> Lattice:
    """Return a lattice of frames: letters and how likely they are; what is left is nothing."""
    names = (*word_lists.LETTERS["en"], "")
    rows = np.zeros((len(frames), len(names)), np.float32)
    for row, frame in zip(rows, frames, strict=True):
        row[-1] = 1 - sum(frame.values())
        for letter, share in frame.items():
            row[names.index(letter)] = share
    return lattice(rows, names, [number / 20 for number in range(len(frames))], "en")


def spelled(text: str) -> Lattice:
    """Return a lattice in which each letter, or nothing (`.`), is nearly sure."""
    return shown(*({} if letter == "." else {letter: 0.9} for letter in text))


def witness(seen: Lattice) -> Witness:
    return movement(seen)


@pytest.mark.parametrize(
    ("frames", "word"), [("T.EA.", "tea"), (".TT..E.E", "tee"), ("AAAT", "at"), ("C.O.FF.F.E.E", "coffee")]
)
def test_a_word_of_the_list_is_read(frames: str, word: str) -> None:
    (best, *_) = summing.readings([witness(spelled(frames))], WORDS, is_closed=True)
    assert best.text == word
    assert best.is_known


def test_likelihoods_are_the_sum_of_all_ways() -> None:
    # GIVEN four frames in which T, E and nothing are likely
    seen = shown({"T": 0.6, "E": 0.2}, {"T": 0.3, "E": 0.4}, {"E": 0.5, "T": 0.2}, {"E": 0.3})
    logs = summing.flattened(seen)
    # WHEN the likelihood of TE is taken
    (found,) = summing.likelihoods(logs, ["TE"], seen.names)
    # THEN it is the sum over all rows of letters and nothing that collapse to TE
    columns = {"T": seen.names.index("T"), "E": seen.names.index("E"), "": len(seen.names)}
    total = 0.0
    for row in product(columns, repeat=4):
        letters = [one for one, before in zip(row, ("", *row), strict=False) if one != before]
        if "".join(letters) == "TE":
            total += float(np.exp(sum(logs[at, columns[one]] for at, one in enumerate(row))))
    assert found == pytest.approx(np.log(total), abs=1e-3)


def test_the_tree_and_the_single_words_agree() -> None:
    # GIVEN a lattice that is sure of little, and words equally common
    seen = shown(*({"T": 0.3, "E": 0.3, "A": 0.25} for _ in range(6)))
    # WHEN the list is searched THEN the order is that of the words' own likelihoods
    found = summing.readings([witness(seen)], WORDS, is_closed=True, most=5)
    own = summing.likelihoods(summing.flattened(seen), [one.letters for one in found], seen.names)
    own = summing.FLAT * own + [one.prior - summing.LETTER * len(one.letters) for one in found]
    assert len(found) == 4  # six frames are too few for a double letter in six
    assert list(own) == sorted(own, reverse=True)


def test_two_witnesses_settle_what_each_leaves_open() -> None:
    # GIVEN one lattice that hesitates between TEA and TEE, and another between TEA and EAT
    one = shown({"T": 0.9}, {}, {"E": 0.9}, {}, {"E": 0.46, "A": 0.44})
    other = shown({"T": 0.5, "E": 0.4}, {}, {"E": 0.4, "A": 0.4}, {}, {"A": 0.5, "T": 0.4})
    # THEN together they read TEA
    (best, *_) = summing.readings([shapes(one), movement(other)], WORDS, is_closed=True)
    assert best.text == "tea"


def test_without_a_list_any_letters_are_read() -> None:
    # GIVEN letters that are no word WHEN there is no list THEN they are read
    seen = spelled("Q.XX.K.V")
    (best, *_) = summing.readings([witness(seen)], word_lists.of((), "en"))
    assert not best.is_known
    assert best.letters == "QXKV"
    # AND where only words of a list may be meant, it is one of them
    assert all(one.is_known for one in summing.readings([witness(seen)], WORDS, is_closed=True))


def test_nothing_comes_of_no_frames() -> None:
    assert summing.readings([witness(shown())], WORDS) == ()
