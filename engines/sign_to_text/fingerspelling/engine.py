"""The finger speller: frames or hands in, text out after every frame."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from engines.hands import POINTS, Hand, Side, Sight
from engines.hands.finder import HandFinder
from engines.media import Frame
from engines.results import Translation
from engines.sign_to_text import Signing
from engines.sign_to_text.fingerspelling.following import Following, Steps
from engines.sign_to_text.fingerspelling.lattice import Lattice, lattice
from engines.sign_to_text.fingerspelling.recognizer import LetterPack, Recognizer
from engines.sign_to_text.fingerspelling.sequence import SequenceReader
from engines.sign_to_text.fingerspelling.sequence import Stream as SequenceStream
from engines.sign_to_text.fingerspelling.session import Session, Wish
from engines.sign_to_text.fingerspelling.word_lists import Alphabet

Floats = NDArray[np.float32]

_SIDE_SURE: Final = 0.7
"""A hand whose side is less sure is read as both."""


_ALPHABETS: Final[dict[LetterPack, Alphabet]] = {
    "asl-letters": "en",
    "asl-digits": "en",
    "auto": "en",
    "ksl": "ko",
}


class Calibration(Protocol):
    """What is known of one user's hand."""

    def adjust(self, embedding: Floats, probabilities: Floats, names: tuple[str, ...]) -> Floats:
        """Return better probabilities (frames, classes), given embeddings (frames, width) of the frames."""
        ...


class FingerspellingTranslator:
    """A SignTranslator. `space`, `delete` and the like may be called from any thread while it reads.

    With `Signing.hold_seconds` 0 nothing has to be held: words are read as a whole when the hand rests,
    as fast spelling in a video needs it. Held shapes become letters at once else, and a hand that is let
    down ends a word; the thumb of a closed hand pointing down takes a letter away.
    """

    def __init__(self, calibration: Calibration | None = None, folder: Path | None = None) -> None:
        """`folder`: where the weights are, if not those that ship with Sori."""
        self._calibration, self._folder = calibration, folder
        self._recognizer: Recognizer | None = None
        self._sequences: SequenceReader | None = None
        self._stills: dict[bool, HandFinder] = {}
        """By whether pictures are mirrored: finders of photographs, which need not be loaded for each."""
        self._wishes: deque[Wish] = deque()
        self._session: Session | None = None

    def translate(self, frames: Iterable[Frame], how: Signing = Signing()) -> Iterator[Translation]:
        """Yield what is read so far after every frame, then once more, final; see `SignTranslator`."""
        left = iter(frames)
        first = next(left, None)
        if first is None:
            yield from self.translate_sights((), how)
            return
        is_mirrored = how.mirror == "yes"
        if first.is_still:
            finder = self._stills.setdefault(is_mirrored, HandFinder(mirror=is_mirrored))
            yield from self.translate_sights(map(finder.find, chain([first], left)), how)
            return
        with HandFinder(mirror=is_mirrored) as finder:
            yield from self.translate_sights(map(finder.find, chain([first], left)), how)

    def translate_sights(self, seen: Iterable[Sight], how: Signing = Signing()) -> Iterator[Translation]:
        """Yield what is read of hands that are found already; the last translation is final."""
        recognizer = self._recognizer = self._recognizer or Recognizer(self._folder)
        pack = _letter_pack(how)
        reading = _Reading(recognizer, pack, self._calibration)
        movement = _Moving(self._sequence_reader, pack)
        following = Following(lambda side: _Followed(self._sequence_reader().stream(side, pack)), pack)
        session = self._session = Session(how, reading.names, reading, movement, following)
        self._wishes.clear()
        for sight in seen:
            while self._wishes:
                self._wishes.popleft()(session, sight.seconds)
            yield session.see(sight)
        yield session.end()

    def _sequence_reader(self) -> SequenceReader:
        self._sequences = self._sequences or SequenceReader(self._folder)
        return self._sequences

    def close(self) -> None:
        """Give back memory; calling it twice is harmless."""
        for finder in self._stills.values():
            finder.close()
        self._stills.clear()
        self._recognizer = self._sequences = None

    # What the user's buttons ask for; the next translation shows what became of it.

    def space(self) -> None:
        """End the word."""
        self._wishes.append(lambda session, seconds: session.spelled.space(seconds))

    def delete(self) -> None:
        """Take the last letter away."""
        self._wishes.append(lambda session, _seconds: session.spelled.delete())

    def clear(self) -> None:
        """Take everything away."""
        self._wishes.append(lambda session, _seconds: session.spelled.clear())

    def undo(self) -> None:
        """Take the last change back, a button's or a letter that was read."""
        self._wishes.append(lambda session, _seconds: session.spelled.undo())

    def choose(self, label: str) -> None:
        """Take this for what is shown now, or was shown last."""
        self._wishes.append(lambda session, _seconds: session.take(label))

    def completions(self) -> tuple[str, ...]:
        """Return at most three common words that begin as the one being held letter by letter does."""
        session = self._session
        letters = session.spelled.word if session else ""
        return session.words.beginning_with(letters) if session and letters else ()

    def complete(self, word: str) -> None:
        """Let the word that is not over yet be this one."""
        self._wishes.append(lambda session, _seconds: session.spelled.replace_word(word))


class _Reading:
    """The recogniser's judgement of one hand, with what is known of the user."""

    def __init__(self, recognizer: Recognizer, pack: LetterPack, calibration: Calibration | None) -> None:
        self._recognizer, self._pack, self._calibration = recognizer, pack, calibration
        self.names = recognizer.names(pack)

    def __call__(self, hand: Hand) -> Floats:
        points = np.array([hand.points], np.float32)  # (1, points, xyz)
        side = hand.side if hand.confidence >= _SIDE_SURE else "unknown"
        probabilities = self._recognizer.probabilities(points, 1.0, side, self._pack).astype(np.float32)
        if self._calibration:
            embedding = self._recognizer.embedding(points, 1.0, hand.side).astype(np.float32)
            probabilities = self._calibration.adjust(embedding, probabilities, self.names)
        found: Floats = probabilities[0]
        return found


class _Moving:
    """The sequence model's judgement of how one hand moved."""

    def __init__(self, reader: Callable[[], SequenceReader], pack: LetterPack) -> None:
        """`reader` is asked for when the first word is over: photographs need none."""
        self._reader, self._pack = reader, pack

    def __call__(self, hands: Sequence[Hand | None], seconds: Sequence[float]) -> Lattice:
        unseen = [(np.nan,) * 3] * POINTS
        points = np.array([hand.points if hand else unseen for hand in hands], np.float32)
        read = self._reader().read(points, 1.0, _side_of(hands), seconds, self._pack)
        return lattice(np.exp(read.spelled), read.names, read.seconds.tolist(), _ALPHABETS[self._pack])


class _Followed:
    """A stream of the sequence model, in units of the picture's height."""

    def __init__(self, stream: SequenceStream) -> None:
        self._stream = stream

    def add(self, points: Floats | None, seconds: float) -> Steps:
        return self._stream.add(points, seconds, 1.0)


def _side_of(hands: Sequence[Hand | None]) -> Side | Literal["unknown"]:
    """Return the side that the surer hands are of."""
    rights = [hand.confidence * (1 if hand.side == "right" else -1) for hand in hands if hand]
    if not rights or abs(sum(rights)) < _SIDE_SURE * len(rights):
        return "unknown"
    return "right" if sum(rights) > 0 else "left"


def _letter_pack(how: Signing) -> LetterPack:
    return "auto" if how.pack == "taught" else how.pack
