"""The phones of a model as Kaldi numbers them, and its simplest model of how they follow in time.

Every phone has one state, which is left for the next phone or heard once more. A phone occurs in
four forms, by its place in the word, so that Vosk can tell where words begin and end; all forms of a
phone share one output of the network.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from training.tiny_vosk.kaldi_file import integer, integers, real, token, vector

SILENCE_PHONE: Final = 1
UNKNOWN_SOUND: Final = "spn"
"""A phoneme beyond those of the language, of which `[unk]` consists; Kaldi's name for spoken noise."""
HALF: Final = -math.log(0.5)
"""The cost of staying, and of going on."""
_PLACES: Final = {"B": "begin", "E": "end", "I": "internal", "S": "singleton"}


@dataclass(frozen=True)
class Phones:
    """The phones of a model; the network's output 0 is silence."""

    phonemes: tuple[str, ...]
    """By the network's outputs; the first is silence."""

    def __len__(self) -> int:
        return 1 + len(_PLACES) * (len(self.phonemes) - 1)

    def of_word(self, pronunciation: Sequence[str]) -> tuple[int, ...]:
        """Return the phones of a word that is so pronounced."""
        last = len(pronunciation) - 1
        places = ("S",) if not last else ("B", *"I" * (last - 1), "E")
        return tuple(
            self._phone(phoneme, place) for phoneme, place in zip(pronunciation, places, strict=True)
        )

    def output(self, phone: int) -> int:
        """Return the output of the network that tells of a phone."""
        return 0 if phone == SILENCE_PHONE else 1 + (phone - 2) // len(_PLACES)

    def table(self) -> str:
        """Return graph/phones.txt."""
        names = [f"{phoneme}_{place}" for phoneme in self.phonemes[1:] for place in _PLACES]
        return "".join(f"{name} {number}\n" for number, name in enumerate(["<eps>", "SIL", *names]))

    def word_boundaries(self) -> str:
        """Return graph/phones/word_boundary.int, by which Vosk knows the times of words."""
        kinds = [kind for _phoneme in self.phonemes[1:] for kind in _PLACES.values()]
        return "".join(f"{phone} {kind}\n" for phone, kind in enumerate(["nonword", *kinds], 1))

    def _phone(self, phoneme: str, place: str) -> int:
        return 2 + len(_PLACES) * (self.phonemes.index(phoneme) - 1) + list(_PLACES).index(place)


def stay(phone: int) -> int:
    """Return the number of the transition that hears a phone once more."""
    return 2 * phone - 1


def begin(phone: int) -> int:
    """Return the number of the transition that leaves a phone's state: Kaldi's graphs take it first."""
    return 2 * phone


def transition_model(phones: Phones) -> bytes:
    """Return the TransitionModel with which final.mdl begins."""
    every = range(1, len(phones) + 1)
    return b"".join(
        (
            token("<TransitionModel>"),
            _topology(len(phones)),
            token("<Triples>"),
            integer(len(phones)),
            *(integer(phone) + integer(0) + integer(phones.output(phone)) for phone in every),
            token("</Triples>"),
            token("<LogProbs>"),
            # Transitions are numbered from 1; the first value is nobody's.
            vector([0.0] + [-HALF] * (2 * len(phones))),
            token("</LogProbs>"),
            token("</TransitionModel>"),
        )
    )


def _topology(phones: int) -> bytes:
    """Return the one shape that all phones have: state 0 with its two ways out, and the end."""
    ways_out = integer(2) + integer(0) + real(0.5) + integer(1) + real(0.5)
    first, end = integer(0) + ways_out, integer(-1) + integer(0)
    return b"".join(
        (
            token("<Topology>"),
            integers(range(1, phones + 1)),
            # The entry of each phone, where phone 0 has none.
            integers([-1] + [0] * phones),
            integer(1),
            integer(2),
            first,
            end,
            token("</Topology>"),
        )
    )
