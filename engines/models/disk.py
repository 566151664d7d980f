"""What the disk has to take: room for a file, and a folder that can be written to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engines.errors import OutputUnwritable
from engines.models.model import size
from engines.words import _


def require(needed_bytes: int, free_bytes: int, title: str) -> None:
    """See that something fits.

    Raises:
        OutputUnwritable: there is not enough room for what `title` names.
    """
    if needed_bytes > free_bytes:
        raise OutputUnwritable(
            _("{title} needs {needed} on the disk and {free} are free. Make room, then try again.").format(
                title=title, needed=size(needed_bytes), free=size(free_bytes)
            )
        )


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Turn what the system says when a folder takes nothing into OutputUnwritable."""
    try:
        yield
    except OSError as error:
        raise OutputUnwritable(
            _(
                "Nothing can be written to {folder}. Make room there, or make it yours, then try again."
            ).format(folder=folder)
        ) from error
