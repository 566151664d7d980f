"""Lets the words of a translator be mended that only reads, such as the one of taught signs."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from engines.media import Frame
from engines.results import Sign, Translation
from engines.sign_to_text import Signing, SignTranslator

_MOST_UNDONE: Final = 100


class MendedSigns:
    """A `Speller` made of a `SignTranslator` each of whose signs is a word. Any thread may mend."""

    def __init__(self, translator: SignTranslator) -> None:
        self._translator = translator
        self._lock = threading.Lock()
        self._signs: tuple[Sign, ...] = ()
        self._before: list[tuple[Sign, ...]] = []
        self._taken, self._seconds = 0, 0.0

    def translate(self, frames: Iterable[Frame], how: Signing = Signing()) -> Iterator[Translation]:
        """Yield what is read, as it was mended; see `SignTranslator`."""
        with self._lock:
            self._signs, self._before, self._taken = (), [], 0
        for translation in self._translator.translate(frames, how):
            yield self._mended(translation)

    def close(self) -> None:
        """Close the translator that reads."""
        self._translator.close()

    def space(self) -> None:
        """Do nothing: between words there is a space anyway."""

    def delete(self) -> None:
        """Take the last word away."""
        self._change(lambda signs: signs[:-1])

    def clear(self) -> None:
        """Take all words away."""
        self._change(lambda _signs: ())

    def choose(self, label: str) -> None:
        """Let the last word be another one; without a word, let this be the first."""

        def chosen(signs: tuple[Sign, ...]) -> tuple[Sign, ...]:
            if not signs:
                return (Sign(label, self._seconds, self._seconds, 1.0),)
            return (*signs[:-1], replace(signs[-1], label=label, confidence=1.0))

        self._change(chosen)

    def undo(self) -> None:
        """Take the last change back, or else the last word."""
        with self._lock:
            if self._before:
                self._signs = self._before.pop()
            else:
                self._signs = self._signs[:-1]

    def _change(self, change: Callable[[tuple[Sign, ...]], tuple[Sign, ...]]) -> None:
        with self._lock:
            self._before = [*self._before[-_MOST_UNDONE:], self._signs]
            self._signs = change(self._signs)

    def _mended(self, translation: Translation) -> Translation:
        with self._lock:
            new, self._taken = translation.signs[self._taken :], len(translation.signs)
            self._signs = (*self._signs, *new)
            self._before = [(*before, *new) for before in self._before]
            self._seconds = translation.seconds
            signs = self._signs
        return replace(translation, signs=signs, text=" ".join(sign.label for sign in signs))
