"""Save a description as text or as sound: complete, or with what was there before untouched. No Qt."""

import os
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

from engines.errors import OutputUnwritable
from engines.text_to_speech import Manner
from engines.words import _


def text(path: Path, content: str) -> Generator[None, None, Path]:
    """Write `content` and a line end, and return where it stands.

    Raises:
        OutputUnwritable: with a sentence that says what to do next.
    """
    return (yield from data(path, (content + "\n").encode()))


def data(path: Path, content: bytes) -> Generator[None, None, Path]:
    """Write `content` as it is, and return where it stands.

    Raises:
        OutputUnwritable: with a sentence that says what to do next.
    """
    yield
    target = path.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        _discard(part)
        raise unwritable(path.name) from error
    return target


def audio(path: Path, sentences: Sequence[str], manner: Manner) -> Generator[None, None, Path]:
    """Speak `sentences` into a WAV file at full volume, and return where it stands.

    Raises:
        OutputUnwritable: with a sentence that says what to do next.
    """
    from engines.text_to_speech.preferred import PreferredSpeaker
    from engines.text_to_speech.wav import WavFile

    with closing(PreferredSpeaker()) as speaker, WavFile(path) as file:
        for sentence in sentences:
            for block in speaker.speak(sentence, manner):
                file.write(block)
                yield
    return path.resolve()


def unwritable(name: str) -> OutputUnwritable:
    """Return the error for a file that the disk does not take."""
    return OutputUnwritable(
        _("{file} could not be written. Choose another folder, or free some space.").format(file=name)
    )


def _discard(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        # Its folder is gone or may not be written to: then there is nothing to take away either.
        return
