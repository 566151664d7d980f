"""Open a sound or video file with FFmpeg, or say in a sentence why not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from engines.errors import InputUnsupported
from engines.words import _

_NO_OTHER_FILES: Final = {"protocol_whitelist": "none"}
"""A playlist may not make FFmpeg open other files, or addresses."""


def shown(name: str) -> str:
    """Return a file's name without what could change how a line is shown or spoken."""
    return "".join(letter if letter.isprintable() else " " if letter.isspace() else "" for letter in name)


@contextmanager
def opened(path: Path, not_media: Callable[[str], str]) -> Iterator[Any]:
    """Open a file as PyAV's container; `not_media` makes the sentence for a name FFmpeg cannot make sense of.

    Raises:
        InputUnsupported: there is no such file, it is empty, may not be read, or FFmpeg fails on it.
    """
    import av

    name = shown(path.name)
    try:
        if path.is_dir():
            raise InputUnsupported(_("{name} is a folder. Choose a file in it.").format(name=name or path))
        if path.stat().st_size == 0:
            raise InputUnsupported(_("{name} is empty. Record or copy it again.").format(name=name))
        with path.open("rb") as file, av.open(file, options=_NO_OTHER_FILES) as container:
            yield container
    except FileNotFoundError as error:
        raise InputUnsupported(
            _("There is no file {name}. Check the name and the folder.").format(name=shown(str(path)))
        ) from error
    except PermissionError as error:
        raise InputUnsupported(
            _("You may not open {name}. Ask its owner for permission, or copy it to your own folder.").format(
                name=name
            )
        ) from error
    except av.FFmpegError as error:
        raise InputUnsupported(not_media(name)) from error
    except OSError as error:
        raise InputUnsupported(
            _("{name} could not be read. Copy it to this computer's disk and try again.").format(name=name)
        ) from error
