"""One source being read: the hand that spells, its shapes, and the text they make."""

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from engines.hands import Hand, Sight
from engines.results import Guess, Sign, Translation
from engines.sign_to_text import Signing
from engines.sign_to_text.fingerspelling import word_lists
from engines.sign_to_text.fingerspelling.choosing import HandChoice
from engines.sign_to_text.fingerspelling.committing import Event, Holding, Letter, Rested, guesses
from engines.sign_to_text.fingerspelling.flowing import Expected, Flowing, Movement, Word
from engines.sign_to_text.fingerspelling.following import Following
from engines.sign_to_text.fingerspelling.lattice import paired
from engines.sign_to_text.fingerspelling.posture import Motion
from engines.sign_to_text.fingerspelling.spelled import Spelled
from engines.sign_to_text.fingerspelling.word_lists import Alphabet, WordList

Floats = NDArray[np.float32]

_TENTATIVE: Final = 0.3
"""A shape is shown as tentative text when so much of its time is over."""
_STILL_SURE: Final = 0.99
"""A hand in a photograph that shows no letter at least so surely shows none."""
_DRAWN_SECONDS: Final = 1.2
"""So long a letter takes to be drawn."""
_LEAST_SHOWN: Final = 0.2
"""So likely the network that follows the movement has to find that a letter is held: of resting and waving
hands it said 0.13 at most, of letters held for 0.8 s at least 0.31 in 99 of 100."""


class Shapes(Protocol):
    """Tells what one hand shows."""

    def __call__(self, hand: Hand) -> Floats:
        """Return (classes,) probabilities; the last is that it shows nothing."""
        ...


class Wish(Protocol):
    """What the user wants done with the text: the seconds it is done at are given."""

    def __call__(self, session: "Session", seconds: float) -> None:
        """Do it."""
        ...


class Session:
    """Reads one sight after the other."""

    def __init__(
        self,
        how: Signing,
        names: tuple[str, ...],
        shapes: Shapes,
        movement: Movement | None = None,
        following: Following | None = None,
    ) -> None:
        """Know the classes by their `names`, nothing (`""`) the last."""
        self._how, self._names, self._shapes = how, names, shapes
        self._alphabet: Alphabet = "ko" if how.pack == "ksl" else "en"
        self._has_twins = how.pack == "auto"
        self.spelled = Spelled(self._alphabet, self._has_twins)
        self.words = words_of(how, self._alphabet)
        self._choice, self._motion = HandChoice(how.hand), Motion()
        self.holding = Holding(names, how.hold_seconds)
        is_closed = isinstance(how.words, tuple)
        expected = Expected(self._alphabet, self.words, is_closed, self._has_twins)
        self._flowing = Flowing(names, expected, movement)
        self._following = following
        self._sight = Sight(0.0)
        self._is_flow = how.hold_seconds <= 0

    def see(self, sight: Sight) -> Translation:
        """Return what is read after one more sight."""
        self._sight = sight
        hand = self._choice.chosen(sight)
        if sight.is_still:
            return self._look_at_still(hand, sight)
        posture = self._motion.measured(hand, sight.seconds)
        shown = self._shapes(hand) if hand else None
        if self._is_flow:
            self._put_word(self._flowing.look(sight.seconds, hand, shown, posture))
        else:
            drawn = self._following.look(hand, sight.seconds) if self._following else ""
            for event in self.holding.look(sight.seconds, self._paired(shown), posture):
                if not self._is_doubtful(event):
                    self._obey(event)
            if drawn:
                self._draw(drawn, sight.seconds)
        return self.translation()

    def end(self) -> Translation:
        """Return the final translation."""
        if self._is_flow:
            self._put_word(self._flowing.end())
        self.spelled.close()
        return self.translation(is_final=True)

    def translation(self, showing: tuple[Guess, ...] | None = None, is_final: bool = False) -> Translation:
        """Return what is read so far."""
        now = self._flowing.showing if self._is_flow else self.holding.showing
        return Translation(
            self._sight.seconds,
            self.spelled.text,
            "" if is_final else self._tentative(),
            is_final,
            self.spelled.signs,
            () if is_final else now if showing is None else showing,
            0.0 if self._is_flow or is_final else self.holding.held,
            self._how.pack,
            self._sight,
            self._sight.trouble,
        )

    def take(self, label: str) -> None:
        """Let `label` be what is held now, or was held last."""
        letter = self.holding.take(self._sight.seconds, label)
        if letter:
            self._obey(letter)
        else:
            self.spelled.relabel(label)

    def _tentative(self) -> str:
        if self._is_flow:
            return self._flowing.open
        if self.holding.waiting and self.holding.held >= _TENTATIVE:
            return self.spelled.with_letter(self.holding.waiting)
        return self.spelled.open

    def _obey(self, event: Event) -> None:
        match event:
            case Letter():
                sign = _sign(event)
                self.spelled.double(sign) if event.is_slid else self.spelled.add(sign)
            case Rested():
                self.spelled.space(event.seconds)
            case _:
                self.spelled.delete()

    def _is_doubtful(self, event: Event) -> bool:
        """Whether whoever follows the movement has seen no letter while it was held."""
        if not isinstance(event, Letter) or not self._following:
            return False
        return self._following.shown_since(event.start) < _LEAST_SHOWN

    def _draw(self, drawn: str, seconds: float) -> None:
        """Put a letter that was drawn in the place of the shape it began with."""
        begin = self._following.begins_with(drawn) if self._following else ""
        last = self.spelled.signs[-1] if self.spelled.signs else None
        if last and last.label == drawn and seconds - last.end < _DRAWN_SECONDS:
            return  # one drawing may show in several steps
        if last and last.label in _alike(begin) and seconds - last.end < _DRAWN_SECONDS:
            self.spelled.relabel(drawn)
        else:
            self.spelled.add(Sign(drawn, round(seconds - 0.5, 3), round(seconds, 3), 0.7))
        self.holding.ignore(seconds)

    def _put_word(self, word: Word | None) -> None:
        if word:
            self.spelled.space(word.end)
            self.spelled.add_word(word.text, word.signs)

    def _look_at_still(self, hand: Hand | None, sight: Sight) -> Translation:
        """Read a photograph by itself: one letter or digit, or none."""
        if hand is None:
            return self.translation(())
        shown = self._shapes(hand)
        shown = paired(shown, self._names) if self._has_twins else shown
        if shown[-1] >= _STILL_SURE:
            return self.translation(())
        best, *others = guesses(shown, self._names)
        sign = Sign(best.label, sight.seconds, sight.seconds, best.confidence, tuple(others))
        self.spelled.space(sight.seconds)
        self.spelled.add_word(best.label, (sign,))
        return self.translation((best, *others))

    def _paired(self, shown: Floats | None) -> Floats | None:
        return paired(shown, self._names) if shown is not None and self._has_twins else shown


def words_of(how: Signing, alphabet: Alphabet) -> WordList:
    """Return the words that may be expected."""
    if how.words == "all" and how.pack != "asl-digits":
        return word_lists.full(alphabet)
    return word_lists.of(how.words if isinstance(how.words, tuple) else (), alphabet)


def _sign(letter: Letter) -> Sign:
    own = next(one.confidence for one in letter.guesses if one.label == letter.label)
    others = tuple(one for one in letter.guesses if one.label != letter.label)
    return Sign(letter.label, round(letter.start, 3), round(letter.end, 3), own, others)


def _alike(shape: str) -> tuple[str, ...]:
    """Return what the shape a drawing begins with may have been taken for."""
    return {"D": ("D", "1", "G", "X", "L", "Q"), "I": ("I", "Y")}.get(shape, (shape,))
