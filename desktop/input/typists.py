"""The means to press keys in another program, and which of them works on this desktop."""

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Protocol

LONGEST_TYPED: Final = 20
"""Characters typed key by key where pasting works too: what is longer is pasted, whole and at once."""

logger = logging.getLogger(__name__)


class TypingRefused(Exception):
    """This means does not work here, or no longer."""

    def __init__(self, *, has_begun: bool = False) -> None:
        """Say whether a part may have been typed already."""
        super().__init__()
        self.has_begun = has_begun


class KeyboardMoved(Exception):
    """Another window has the keyboard now. Nothing has been typed."""


class Typist(Protocol):
    """Presses keys for whatever program has the focus. Belongs to one lane.

    Each method raises `TypingRefused` if the desktop does not let it, and `type` and `paste` raise
    `KeyboardMoved` if they notice in time that the focus is elsewhere.
    """

    prefers_keys: bool
    """Whether it types any text exactly, so that the clipboard is needed only for long ones."""

    def can_type(self, text: str) -> bool:
        """Whether every character of `text` would arrive exactly if typed now."""
        ...

    def type(self, text: str, window: int) -> None:
        """Press the keys of `text` if `window` has the keyboard, or wherever it is if that is 0."""
        ...

    def paste(self, window: int, *, for_terminal: bool) -> None:
        """Press the keys that paste, if `window` has the keyboard, or wherever it is if that is 0."""
        ...

    def press_backspace(self) -> None:
        """Delete what is selected."""
        ...

    def let_go(self) -> bool:
        """Wait until no modifier is held, releasing those still down; return whether none is in force."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


class NoTypist:
    """Where no program may press keys: the user pastes."""

    prefers_keys = False

    def can_type(self, text: str) -> bool:
        """Type nothing."""
        return False

    def type(self, text: str, window: int) -> None:
        """Type nothing."""
        raise TypingRefused

    def paste(self, window: int, *, for_terminal: bool) -> None:
        """Press nothing."""
        raise TypingRefused

    def press_backspace(self) -> None:
        """Press nothing."""
        raise TypingRefused

    def let_go(self) -> bool:
        """Hold nothing."""
        return True

    def close(self) -> None:
        """Hold nothing."""


def typists(environment: Mapping[str, str] = os.environ) -> Iterator[Callable[[], Typist]]:
    """Yield the means of this desktop, the best first; the last one is `NoTypist`.

    Calling one opens it and raises `TypingRefused` where it does not work: that is found out at run
    time, for what a desktop is called does not tell what it allows.
    """
    if sys.platform == "win32":
        from desktop.input.typist_windows import WindowsTypist

        yield WindowsTypist
    elif sys.platform == "darwin":
        from desktop.input.typist_macos import MacTypist

        yield MacTypist
    elif environment.get("WAYLAND_DISPLAY"):
        from desktop.input.typist_wayland import PortalTypist, WtypeTypist, YdotoolTypist

        yield from (PortalTypist, WtypeTypist, YdotoolTypist)
    elif environment.get("DISPLAY"):
        from desktop.input.typist_x11 import X11Typist

        yield X11Typist
    yield NoTypist
