"""Global keys under macOS, listened for through pynput.

macOS was not tried; what is not its own here is tested under X11, where pynput works the same way. pynput
listens: the program in front gets the keys, too, and whether another program uses them is not known.
The user has to allow it once, under Privacy and Security.
"""

import logging
from collections.abc import Mapping
from typing import Any, Final

from desktop.input.hotkeys import Presses, Problem, Problems, unsupported
from desktop.input.keys import Keys
from engines.words import _

_MODIFIERS: Final = {
    **{"ctrl": "Ctrl", "ctrl_l": "Ctrl", "ctrl_r": "Ctrl", "alt": "Alt", "alt_l": "Alt", "alt_r": "Alt"},
    **{"shift": "Shift", "shift_l": "Shift", "shift_r": "Shift"},
    **{"cmd": "Super", "cmd_l": "Super", "cmd_r": "Super"},
}
_NAMES: Final = {
    **{"Return": "enter", "PgUp": "page_up", "PgDown": "page_down", "Print": "print_screen"},
    **{"ScrollLock": "scroll_lock"},
}
_VIRTUAL_KEYS: Final = {
    **dict(zip("ASDFHGZXCV", range(10), strict=True)),
    **{"B": 11, "Q": 12, "W": 13, "E": 14, "R": 15, "Y": 16, "T": 17, "1": 18, "2": 19, "3": 20, "4": 21},
    **{"6": 22, "5": 23, "=": 24, "9": 25, "7": 26, "-": 27, "8": 28, "0": 29, "]": 30, "O": 31, "U": 32},
    **{"[": 33, "I": 34, "P": 35, "L": 37, "J": 38, "'": 39, "K": 40, ";": 41, "\\": 42, ",": 43, "/": 44},
    **{"N": 45, "M": 46, ".": 47, "`": 50},
}
"""Where a key is on an American keyboard of a Mac: with Option held, the letter it types is another one."""

logger = logging.getLogger(__name__)


class MacHotkeys:
    """The keys that pynput hears; it listens on a thread of its own."""

    def __init__(self, presses: Presses) -> None:
        self._presses = presses
        self._listener: Any = None
        self._hearing: _Hearing | None = None

    def bind(self, bindings: Mapping[str, str]) -> Problems:
        """Listen for these keys instead of those before."""
        good = self._presses.read(bindings)
        self._stop()
        self._presses.release_all()
        problem = self._start(good) if good else ""
        refused = (Problem("", problem),) if problem else ()
        problems = self._presses.problems + refused
        self._presses.refuse(refused)
        return problems

    @property
    def problems(self) -> Problems:
        """Everything that is wrong as far as it is known."""
        return self._presses.problems

    @property
    def is_held(self) -> bool:
        """Whether a press was told whose release was not."""
        return self._presses.is_held

    def close(self) -> None:
        """Hear nothing any more."""
        self._presses.close()
        self._stop()

    def _start(self, bindings: Mapping[str, Keys]) -> str:
        """Listen; return what is in the way, or an empty string."""
        try:
            from pynput import keyboard
        except ImportError as error:
            logger.info("no global keys: %s", error)
            return unsupported()
        hearing = _Hearing(self._presses, bindings)
        self._listener = keyboard.Listener(on_press=hearing.press, on_release=hearing.release)
        self._hearing = hearing
        self._listener.start()
        self._listener.wait()
        # Only macOS has this mark. Without the user's leave it would hear nothing and say nothing.
        return "" if getattr(self._listener, "IS_TRUSTED", True) else not_allowed()

    def _stop(self) -> None:
        if self._listener is not None:
            # Not waited for: on some systems pynput notices only at the next key.
            self._listener.stop()
            self._listener = None
        if self._hearing is not None:
            self._hearing.is_over = True


class _Hearing:
    """What is made of the keys that one listener hears, on its thread."""

    def __init__(self, presses: Presses, bindings: Mapping[str, Keys]) -> None:
        self.is_over = False
        self._presses = presses
        self._bindings = bindings
        self._modifiers: set[str] = set()
        self._held: dict[str, str] = {}
        """Key to the action it began."""

    def press(self, pressed: Any) -> None:
        """Take a key that went down, or repeats."""
        if modifier := _modifier(pressed):
            self._modifiers.add(modifier)
            return
        for action, keys in self._bindings.items():
            if not self.is_over and keys.modifiers == self._modifiers and is_key(pressed, keys.key):
                self._held[keys.key] = action
                self._presses.press(action)

    def release(self, released: Any) -> None:
        """Take a key that came up."""
        if modifier := _modifier(released):
            self._modifiers.discard(modifier)
            return
        for key in [key for key in self._held if is_key(released, key)]:
            action = self._held.pop(key)
            if not self.is_over:
                self._presses.release(action)


def _modifier(pressed: Any) -> str:
    return _MODIFIERS.get(getattr(pressed, "name", ""), "")


def is_key(pressed: Any, key: str) -> bool:
    """Return whether what pynput heard is this key of ours."""
    name = getattr(pressed, "name", None)
    if name is not None:
        return bool(name == _NAMES.get(key, key.lower()))
    char, number = getattr(pressed, "char", None), getattr(pressed, "vk", None)
    if char is not None and char.isascii() and char.isprintable():
        return bool(char.upper() == key)
    return number is not None and number == _VIRTUAL_KEYS.get(key)


def not_allowed() -> str:
    """Return the sentence for a user who has not allowed Sori to hear the keyboard."""
    return _(
        "macOS does not let Sori hear its keys: allow it in System Settings, Privacy and Security, "
        "Accessibility and Input Monitoring, and start Sori again."
    )
