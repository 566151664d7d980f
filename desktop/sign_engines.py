"""Give the page that reads signs its engines when they are first wanted: none is loaded with the window."""

import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from desktop.presenters.sign import Speller
from desktop.presenters.sign_mending import MendedSigns
from desktop.presenters.teach import Clash, Row
from engines import add_on
from engines.hands import Sight
from engines.media import Frame
from engines.results import Translation
from engines.sign_to_text import Signing
from engines.spec import EngineSpec

if TYPE_CHECKING:
    from engines.sign_to_text.fingerspelling.calibration import LetterExamples
    from engines.sign_to_text.taught.example import Example
    from engines.sign_to_text.taught.store import TaughtSigns


class LateSpeller:
    """Reads finger spelling or taught signs, as it is asked for; each engine is loaded when it is first used.

    The text can be mended from any thread; everything else belongs to the lane that reads.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` is where taught signs and the user's own letters are; it need not exist."""
        self._folder = folder
        self._lock = threading.Lock()
        self._engines: dict[str, Speller] = {}
        self._used: Speller | None = None

    def translate(self, frames: Iterable[Frame], how: Signing = Signing()) -> Iterator[Translation]:
        """Yield what is read; see `SignTranslator`."""
        engine = self._engine(how.pack == "taught")
        with self._lock:
            self._used = engine
        return engine.translate(frames, how)

    def close(self) -> None:
        """Give back memory, once the lane has come to rest."""
        for engine in self._engines.values():
            engine.close()
        self._engines.clear()

    def space(self) -> None:
        """Put a space."""
        self._now.space()

    def delete(self) -> None:
        """Take the last letter or word away."""
        self._now.delete()

    def clear(self) -> None:
        """Take everything away."""
        self._now.clear()

    def undo(self) -> None:
        """Take the last change back."""
        self._now.undo()

    def choose(self, label: str) -> None:
        """Take this for what was shown."""
        self._now.choose(label)

    @property
    def _now(self) -> Speller:
        with self._lock:
            assert self._used is not None, "only what is being read is mended"
            return self._used

    def _engine(self, is_taught: bool) -> Speller:
        name = "taught" if is_taught else "fingerspelling"
        if name not in self._engines:
            self._engines[name] = self._taught() if is_taught else self._fingerspelling()
        return self._engines[name]

    def _taught(self) -> Speller:
        from engines.sign_to_text.taught import SPEC

        _check(SPEC)
        with add_on.loading():
            return MendedSigns(SPEC.load(folder=self._folder))

    def _fingerspelling(self) -> Speller:
        from engines.sign_to_text.fingerspelling import SPEC

        _check(SPEC)
        from engines.sign_to_text.fingerspelling.calibration import PersonalCalibration

        with add_on.loading():
            speller: Speller = SPEC.load(calibration=PersonalCalibration(self._folder))
        return speller


class SignsFolder:
    """What the user taught, in a folder; each method belongs to the lane `signs`. See `teach.Store`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def rows(self) -> Sequence[Row]:
        """Return every sign, by name."""
        return tuple(Row(sign.name, len(sign.examples)) for sign in self._signs().signs())

    def troubles(self) -> Sequence[str]:
        """Return a sentence for each sign that cannot be read."""
        return self._signs().troubles()

    def add(self, name: str, sights: Sequence[Sight]) -> str:
        """Keep one more example; return a warning if the sign is too near another."""
        example = _example(sights)
        warning = self._too_near(name, example)
        self._signs().add(name, [example])
        return warning

    def record_again(self, name: str, sights: Sequence[Sight]) -> str:
        """Keep this example in place of those there are; returns as `add` does."""
        example = _example(sights)
        warning = self._too_near(name, example)
        self._signs().record_again(name, [example])
        return warning

    def rename(self, name: str, new_name: str) -> None:
        """Give a sign another name."""
        self._signs().rename(name, new_name)

    def delete(self, name: str) -> None:
        """Forget a sign."""
        self._signs().delete(name)

    def clashes(self, path: Path) -> Sequence[str]:
        """Return the names in a file of signs that are taken already."""
        return self._signs().clashes(path)

    def import_from(self, path: Path, clash: Clash) -> int:
        """Take in the signs of a file; return how many."""
        return len(self._signs().import_from(path, lambda _name: clash))

    def export(self, path: Path) -> int:
        """Write every sign into a file; return how many."""
        return len(self._signs().export(path))

    def calibrate(self, pack: str, letter: str, sights: Sequence[Sight]) -> int:
        """Keep an example of a letter; return how many there are of it now."""
        return self._letters().add(pack, letter, sights)

    def calibrated(self, pack: str) -> dict[str, int]:
        """Return the letters of a pack that were shown, and how often."""
        return self._letters().counts(pack)

    def delete_all(self) -> None:
        """Forget every sign and every letter."""
        self._signs().delete_all()
        self._letters().delete_all()

    def _signs(self) -> "TaughtSigns":
        from engines.sign_to_text.taught.store import TaughtSigns

        return TaughtSigns(self._folder)

    def _letters(self) -> "LetterExamples":
        from engines.sign_to_text.fingerspelling.calibration import LetterExamples

        return LetterExamples(self._folder)

    def _too_near(self, name: str, example: "Example") -> str:
        from engines.sign_to_text.taught.gallery import Gallery
        from engines.sign_to_text.taught.landmark_file import checked_name, name_key

        signs = self._signs().signs()
        # The gallery compares names as they are kept.
        kept = next((one.name for one in signs if name_key(one.name) == name_key(checked_name(name))), name)
        return Gallery(signs).too_near(kept, [example])


def hands_and_body(frames: Iterable[Frame], how: Signing) -> Iterator[Sight]:
    """Yield both hands and the upper body of each frame, as signs are taught with them."""
    from engines.hands.finder import HandFinder, sights

    with closing(HandFinder(hands=2, with_body=True, mirror=how.mirror == "yes")) as finder:
        yield from sights(frames, finder)


def letters(pack: str) -> Sequence[str]:
    """Return the letters, digits or jamo of a pack that can be practised."""
    from engines.hands.shapes import ShapePack, alphabet

    return alphabet(cast(ShapePack, pack))


def cameras() -> Sequence[tuple[str, str]]:
    """Return what opens each camera, and its name."""
    from engines.sources.camera import cameras

    return cameras()


def camera(device: str, is_mirrored: bool) -> Iterator[Frame]:
    """Open a camera."""
    from engines.sources.camera import camera

    return camera(device, is_mirrored)


def video(path: Path) -> Iterator[Frame]:
    """Open a video, a picture, or a folder of frames."""
    from engines.sources.video_files import source_of

    return source_of(path)


def _example(sights: Sequence[Sight]) -> "Example":
    """Return what was recorded, without what came before the hands were raised and after."""
    from engines.sign_to_text.taught.embedding import raised
    from engines.sign_to_text.taught.example import Example

    return raised(Example.from_sights(sights))


def _check(spec: EngineSpec) -> None:
    # What is loaded is there, also where it was loaded in a way that leaves nothing to be found.
    lacking = add_on.lack()
    missing = [name for name in spec.needs if name not in sys.modules and find_spec(name) is None]
    if lacking or missing:
        raise add_on.missing(missing)
