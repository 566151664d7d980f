"""Global keys under Windows: registered with the system, which refuses those that are taken.

Written from the system's documentation; not tried on Windows. RegisterHotKey tells of presses only, so a
held key is looked at until it is up.
"""

import ctypes
import logging
import sys
import threading
from collections.abc import Mapping
from ctypes import wintypes
from queue import Empty, SimpleQueue
from typing import Any, Final

from desktop.input.hotkeys import Presses, Problem, Problems, taken
from desktop.input.keys import DIGITS, FUNCTION_KEYS, LETTERS, Keys

_MODIFIERS: Final = {"Alt": 0x1, "Ctrl": 0x2, "Shift": 0x4, "Super": 0x8}
_NO_REPEAT: Final = 0x4000
_HOTKEY_MESSAGE: Final = 0x0312
_WAKE_MESSAGE: Final = 0x8000
_TIMER_MESSAGE: Final = 0x0113
_QUEUE_IS_MADE: Final = 0x0400
_LOOK_MS: Final = 20
"""How often a held key is looked at."""
CLOSE_SECONDS: Final = 5.0
_NAMED: Final = {
    **{"Space": 0x20, "Tab": 0x09, "Return": 0x0D, "Esc": 0x1B, "Backspace": 0x08, "Insert": 0x2D},
    **{"Delete": 0x2E, "Home": 0x24, "End": 0x23, "PgUp": 0x21, "PgDown": 0x22, "Left": 0x25, "Up": 0x26},
    **{"Right": 0x27, "Down": 0x28, "Print": 0x2C, "Pause": 0x13, "ScrollLock": 0x91, "Menu": 0x5D},
    **{";": 0xBA, "=": 0xBB, ",": 0xBC, "-": 0xBD, ".": 0xBE, "/": 0xBF, "`": 0xC0},
    **{"[": 0xDB, "\\": 0xDC, "]": 0xDD, "'": 0xDE},
}

logger = logging.getLogger(__name__)
Bindings = dict[str, Keys]


def virtual_key(key: str) -> int:
    """Return the system's number of a key."""
    if key in LETTERS or key in DIGITS:
        return ord(key)
    if key in FUNCTION_KEYS:
        return 0x6F + int(key[1:])
    return _NAMED[key]


class WindowsHotkeys:
    """The keys that the system gives; registered, heard and given back on a thread of their own."""

    def __init__(self, presses: Presses) -> None:
        self._presses = presses
        self._orders: SimpleQueue[Bindings | None] = SimpleQueue()
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hotkeys", daemon=True)
        self._thread.start()

    def bind(self, bindings: Mapping[str, str]) -> Problems:
        """Listen for these keys instead of those before."""
        self._order(self._presses.read(bindings))
        return self._presses.problems

    @property
    def problems(self) -> Problems:
        """Everything that is wrong as far as it is known."""
        return self._presses.problems

    @property
    def is_held(self) -> bool:
        """Whether a press was told whose release was not."""
        return self._presses.is_held

    def close(self) -> None:
        """Give every key back and end the thread."""
        self._presses.close()
        self._order(None)
        self._thread.join(CLOSE_SECONDS)

    def _order(self, bindings: Bindings | None) -> None:
        self._orders.put(bindings)
        self._is_ready.wait(CLOSE_SECONDS)
        _user32().PostThreadMessageW(self._thread.native_id, _WAKE_MESSAGE, 0, 0)

    def _run(self) -> None:
        user32, message = _user32(), wintypes.MSG()
        # A thread has no queue for messages until it looks into it.
        user32.PeekMessageW(ctypes.byref(message), None, _QUEUE_IS_MADE, _QUEUE_IS_MADE, 0)
        self._is_ready.set()
        registered: dict[int, str] = {}
        held: dict[str, int] = {}
        timer = 0
        try:
            while user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
                if message.message == _HOTKEY_MESSAGE and message.wParam in registered:
                    action = registered[message.wParam]
                    held[action] = message.lParam >> 16 & 0xFFFF
                    self._presses.press(action)
                    timer = timer or user32.SetTimer(None, 0, _LOOK_MS, None)
                elif message.message == _TIMER_MESSAGE:
                    self._release_those_up(user32, held)
                    if not held:
                        user32.KillTimer(None, timer)
                        timer = 0
                elif message.message == _WAKE_MESSAGE and not self._obey(user32, registered):
                    return
        finally:
            _unregister(user32, registered)

    def _obey(self, user32: Any, registered: dict[int, str]) -> bool:
        """Register what was ordered last; return whether to go on."""
        orders: list[Bindings | None] = []
        while True:
            try:
                orders.append(self._orders.get_nowait())
            except Empty:
                break
        if None in orders:
            return False
        if orders and orders[-1] is not None:
            self._presses.release_all()
            _unregister(user32, registered)
            problems = []
            for number, (action, keys) in enumerate(orders[-1].items(), start=1):
                modifiers = sum(_MODIFIERS[name] for name in keys.modifiers) | _NO_REPEAT
                if user32.RegisterHotKey(None, number, modifiers, virtual_key(keys.key)):
                    registered[number] = action
                else:
                    problems.append(Problem(action, taken(action, keys)))
            self._presses.refuse(tuple(problems))
        return True

    def _release_those_up(self, user32: Any, held: dict[str, int]) -> None:
        for action, key in tuple(held.items()):
            if not user32.GetAsyncKeyState(key) & 0x8000:
                del held[action]
                self._presses.release(action)


def _unregister(user32: Any, registered: dict[int, str]) -> None:
    for number in registered:
        user32.UnregisterHotKey(None, number)
    registered.clear()


def _user32() -> Any:
    if sys.platform != "win32":
        raise OSError("this is not Windows")
    return ctypes.windll.user32
