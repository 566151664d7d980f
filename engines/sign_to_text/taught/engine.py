"""Reads the signs that a user taught, from a video of hands and body."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from engines.hands import Sight
from engines.media import Frame
from engines.results import Sign, Translation
from engines.sign_to_text import Signing
from engines.sign_to_text.taught.example import Example
from engines.sign_to_text.taught.gallery import Gallery
from engines.sign_to_text.taught.spotting import Spotted, Spotter
from engines.sign_to_text.taught.store import TaughtSigns


class TaughtTranslator:
    """A SignTranslator for the signs in a folder. Each source begins with what is taught by then."""

    def __init__(self, folder: Path) -> None:
        self._signs = TaughtSigns(folder)

    def translate(self, frames: Iterable[Frame], how: Signing = Signing()) -> Iterator[Translation]:
        """Yield what is read so far after every frame, then once more, final; see `SignTranslator`."""
        from engines.hands.finder import HandFinder, sights

        with HandFinder(hands=2, with_body=True, mirror=how.mirror == "yes") as finder:
            yield from self.translate_sights(sights(frames, finder))

    def translate_sights(self, seen: Iterable[Sight]) -> Iterator[Translation]:
        """Yield what is read of hands that are found already; the last translation is final.

        A sign is read when the hands go down or keep still after it, a still picture by its hand
        shapes alone.
        """
        gallery = Gallery(self._signs.signs())
        spotter, sight = Spotter(gallery), None
        signs: tuple[Sign, ...] = ()
        for sight in seen:
            spotted = _look(gallery, sight) if sight.is_still else spotter.see(sight)
            signs = (*signs, *spotted.signs)
            yield _translation(sight, signs, spotted)
        spotted = spotter.end()
        yield _translation(sight or Sight(0.0), (*signs, *spotted.signs), spotted, is_final=True)

    def close(self) -> None:
        """Nothing is held between sources."""


def _look(gallery: Gallery, sight: Sight) -> Spotted:
    if not sight.hands:
        return Spotted()
    guesses = gallery.look(Example.from_sights([sight])).guesses
    if not guesses:
        return Spotted()
    likeliest, *others = guesses
    sign = Sign(likeliest.label, sight.seconds, sight.seconds, likeliest.confidence, tuple(others))
    return Spotted((sign,), guesses)


def _translation(
    sight: Sight, signs: tuple[Sign, ...], spotted: Spotted, *, is_final: bool = False
) -> Translation:
    return Translation(
        seconds=sight.seconds,
        text=" ".join(sign.label for sign in signs),
        tentative="" if is_final or spotted.signs or not spotted.showing else spotted.showing[0].label,
        is_final=is_final,
        signs=signs,
        showing=() if is_final else spotted.showing,
        pack="taught",
        sight=sight,
        notice=sight.trouble,
    )
