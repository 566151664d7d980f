"""The clipboard as the inserter needs it: read all of it, put text on it, and learn whether it was taken."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

TEXT: Final = "text/plain;charset=utf-8"
SECRET_HINT: Final = ("x-kde-passwordManagerHint", b"secret")
"""Asks a clipboard history not to keep what it sees."""
MOST_BYTES: Final = 32 * 1024 * 1024
"""Of one clipboard that is kept to be put back."""
MOST_FORMATS: Final = 24
_TEXTS: Final = (TEXT, "UTF8_STRING", "text/plain", "STRING", "TEXT")


class ClipboardUnavailable(Exception):
    """There is no clipboard, or another program holds it and does not answer."""


@dataclass(frozen=True)
class Content:
    """What stands, or stood, on the clipboard."""

    formats: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    """The name of each format and what it holds, the best first."""
    is_whole: bool = True
    """False if something was too large, or came too slowly, to be kept."""

    @property
    def text(self) -> str:
        """The plain text among it, or nothing."""
        kept = dict(self.formats)
        for name in _TEXTS:
            if name in kept:
                return kept[name].decode("latin-1" if name == "STRING" else "utf-8", errors="replace")
        return ""


def text_content(text: str, *, is_secret: bool = False) -> Content:
    """Return what to put on the clipboard for `text`; clipboard histories are asked to pass over a secret."""
    return Content(((TEXT, text.encode()), *((SECRET_HINT,) if is_secret else ())))


class Clipboard(Protocol):
    """What the inserter may ask of a clipboard. Called in a lane; each call ends within about two seconds."""

    def content(self) -> Content:
        """Return all that stands on it, as far as it can be kept.

        Raises:
            ClipboardUnavailable: it cannot be read.
        """
        ...

    def put(self, content: Content, *, for_terminal: bool = False) -> None:
        """Replace what stands on it; for a terminal also what the middle mouse button pastes.

        Raises:
            ClipboardUnavailable: it cannot be written.
        """
        ...

    def was_taken(self, by: int = 0) -> bool | None:
        """Whether a program has asked for what was put there last; None where nobody can know.

        `by` is a window of the program meant, where there is one: a clipboard history takes it too.
        """
        ...

    def is_ours(self) -> bool:
        """Whether what was put last still stands on it: nobody has copied anything since."""
        ...

    def close(self) -> None:
        """Give it back. What stands on it goes to the desktop's clipboard history, if there is one."""
        ...


class NoClipboard:
    """Where there is none: every try says so."""

    def content(self) -> Content:
        """Find nothing."""
        raise ClipboardUnavailable

    def put(self, content: Content, *, for_terminal: bool = False) -> None:
        """Keep nothing."""
        raise ClipboardUnavailable

    def was_taken(self, by: int = 0) -> bool | None:
        """Know nothing."""
        return None

    def is_ours(self) -> bool:
        """Own nothing."""
        return False

    def close(self) -> None:
        """Hold nothing."""


def clipboard(
    post: Callable[[Callable[[], None]], None], environment: Mapping[str, str] = os.environ
) -> Clipboard:
    """Return the clipboard of this desktop; nothing is asked of it yet.

    `post` runs a call on the GUI thread: only Windows and macOS need it.
    """
    if sys.platform in ("win32", "darwin"):
        from desktop.input.clipboard_qt import ClipboardDoor

        return ClipboardDoor(post)
    if environment.get("WAYLAND_DISPLAY"):
        from desktop.input.clipboard_wayland import WaylandClipboard

        return WaylandClipboard()
    if environment.get("DISPLAY"):
        from desktop.input.clipboard_x11 import X11Clipboard

        return X11Clipboard()
    return NoClipboard()
