"""The text that letters make so far: what stays, what the next letter may still change, and its undoing."""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from engines.results import Guess, Sign
from engines.sign_to_text.fingerspelling import hangul
from engines.sign_to_text.fingerspelling.lattice import TWINS
from engines.sign_to_text.fingerspelling.word_lists import DIGITS, Alphabet

SPACE: Final = " "
_DIGIT_OF: Final = {letter: digit for digit, letter in TWINS.items()}
_MOST_UNDONE: Final = 200


@dataclass(frozen=True)
class Piece:
    """A letter, a space, or a word that was read as a whole."""

    signs: tuple[Sign, ...]
    word: str = ""
    """As it is written, where it was read as a whole."""

    @property
    def kind(self) -> str:
        """What pieces of one kind beside each other belong together."""
        if self.word:
            return "word"
        return "space" if self.signs[0].label == SPACE else "letters"


class Spelled:
    """Pieces of text. Whether a shape that is a digit and a letter is one or the other, its word decides."""

    def __init__(self, alphabet: Alphabet, has_twins: bool = False) -> None:
        """`has_twins`: letters and digits may both be meant."""
        self._alphabet, self._has_twins = alphabet, has_twins
        self._pieces: tuple[Piece, ...] = ()
        self._before: list[tuple[Piece, ...]] = []
        self._is_closed = False

    @property
    def text(self) -> str:
        """What no later letter can change."""
        return self._text()[0]

    @property
    def open(self) -> str:
        """What follows `text` for now."""
        return self._text()[1]

    def with_letter(self, label: str) -> str:
        """Return what would follow `text` if `label` were shown now."""
        ahead = Spelled(self._alphabet, self._has_twins)
        ahead._pieces = (*self._pieces, Piece((Sign(label, 0, 0, 0),)))
        whole = "".join(ahead._text())
        return whole[len(self.text) :]

    @property
    def signs(self) -> tuple[Sign, ...]:
        """Of all pieces but spaces, in order, with labels as they were understood."""
        return tuple(
            sign
            for kind, pieces in self._parts()
            if kind != "space"
            for sign in self._understood(kind, pieces)
        )

    @property
    def word(self) -> str:
        """The letters of the word that is not over yet, as far as they were held one by one."""
        kind, pieces = self._parts()[-1] if self._pieces else ("", ())
        return "".join(sign.label for sign in self._understood(kind, pieces)) if kind == "letters" else ""

    def add(self, sign: Sign) -> None:
        """Put a letter at the end."""
        self._become((*self._pieces, Piece((sign,))))

    def add_word(self, text: str, signs: tuple[Sign, ...]) -> None:
        """Put a whole word at the end."""
        self._become((*self._pieces, Piece(signs, text)))

    def double(self, sign: Sign) -> None:
        """The last letter was shown twice: join it to its doubled one, or put it once more."""
        last = self._pieces[-1] if self._pieces else None
        joined = next((one for one, parts in hangul.DOUBLED.items() if parts == 2 * sign.label), "")
        if last and joined and last.kind == "letters" and last.signs[0].label == sign.label:
            twice = replace(last.signs[0], label=joined, end=sign.end)
            self._become((*self._pieces[:-1], Piece((twice,))))
        else:
            self.add(sign)

    def space(self, seconds: float) -> None:
        """End the word, if there is one."""
        if self._pieces and self._pieces[-1].kind != "space":
            self._become((*self._pieces, Piece((Sign(SPACE, seconds, seconds, 1.0),))))

    def delete(self) -> None:
        """Take the last letter or space away."""
        if not self._pieces:
            return
        last = self._pieces[-1]
        left = last.signs[:-1]
        shorter = (Piece(left, _written(tuple(one.label for one in left), self._alphabet)),) if left else ()
        self._become((*self._pieces[:-1], *shorter))

    def replace_word(self, word: str) -> None:
        """Let the word that is not over yet be another one, and end it."""
        letters = [at for at, piece in enumerate(self._pieces) if piece.kind != "letters"]
        begin = letters[-1] + 1 if letters else 0
        signs = tuple(sign for piece in self._pieces[begin:] for sign in piece.signs)
        if signs:
            self._become((*self._pieces[:begin], Piece(signs, word)))

    def clear(self) -> None:
        """Take everything away."""
        if self._pieces:
            self._become(())

    def undo(self) -> None:
        """Take the last change back."""
        if self._before:
            self._pieces = self._before.pop()

    def relabel(self, label: str) -> None:
        """Let the last letter be another one."""
        if not self._pieces or self._pieces[-1].kind != "letters":
            return
        last = self._pieces[-1].signs[0]
        others = tuple(one for one in last.alternatives if one.label != label)
        before = Guess(last.label, last.confidence)
        self._become(
            (*self._pieces[:-1], Piece((replace(last, label=label, alternatives=(before, *others)),)))
        )

    def close(self) -> None:
        """The source has ended: nothing can change any more, and no space is needed at the end."""
        while self._pieces and self._pieces[-1].kind == "space":
            self._pieces = self._pieces[:-1]
        self._is_closed = True

    def _become(self, pieces: tuple[Piece, ...]) -> None:
        self._before = [*self._before[-_MOST_UNDONE:], self._pieces]
        self._pieces = pieces

    def _parts(self) -> list[tuple[str, tuple[Piece, ...]]]:
        return [(kind, tuple(pieces)) for kind, pieces in groupby(self._pieces, key=lambda one: one.kind)]

    def _text(self) -> tuple[str, str]:
        parts = self._parts()
        written = [self._part_text(kind, pieces) for kind, pieces in parts]
        if self._is_closed or not parts or parts[-1][0] != "letters":
            return "".join(written), ""
        labels = tuple(sign.label for sign in self._understood(*parts[-1]))
        stays = self._settled(labels)
        return "".join(written[:-1]) + written[-1][:stays], written[-1][stays:]

    def _settled(self, labels: tuple[str, ...]) -> int:
        """Return how many characters of a word no later letter can change."""
        if self._alphabet == "ko":
            return hangul.settled(labels)
        return 0 if self._has_twins and all(one in TWINS for one in labels) else len(labels)

    def _part_text(self, kind: str, pieces: tuple[Piece, ...]) -> str:
        if kind == "letters":
            return _written(tuple(sign.label for sign in self._understood(kind, pieces)), self._alphabet)
        return "".join(piece.word or SPACE for piece in pieces)

    def _understood(self, kind: str, pieces: tuple[Piece, ...]) -> tuple[Sign, ...]:
        signs = tuple(sign for piece in pieces for sign in piece.signs)
        if kind != "letters" or not self._has_twins:
            return signs
        labels = untwinned(tuple(sign.label for sign in signs))
        return tuple(_called(sign, label) for sign, label in zip(signs, labels, strict=True))


def _written(labels: tuple[str, ...], alphabet: Alphabet) -> str:
    return hangul.compose(labels) if alphabet == "ko" else "".join(labels).lower()


def _called(sign: Sign, label: str) -> Sign:
    if sign.label == label:
        return sign
    others = (Guess(sign.label, sign.confidence), *(one for one in sign.alternatives if one.label != label))
    return replace(sign, label=label, alternatives=others)


def untwinned(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return `labels` of a word with each shape that is a digit and a letter settled by its neighbours.

    The nearest that is only one of them counts, the one before first. With none in the word, digits.
    """
    twins = {**_DIGIT_OF, **TWINS}
    plain = [at for at, label in enumerate(labels) if label not in twins]
    settled = []
    for at, label in enumerate(labels):
        if label not in twins:
            settled.append(label)
            continue
        nearest = min(plain, key=lambda one: (abs(one - at), one), default=None)
        is_digit = nearest is None or labels[nearest] in DIGITS
        settled.append(label if (label in DIGITS) == is_digit else twins[label])
    return tuple(settled)
