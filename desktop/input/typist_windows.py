"""Press keys under Windows, through SendInput. Written from its documentation; not yet tried there."""

import ctypes
import sys
import time
from typing import Any, Final

from desktop.input.typists import KeyboardMoved, TypingRefused

_KEYBOARD: Final = 1
_KEY_UP, _UNICODE = 0x0002, 0x0004
_SHIFT, _CONTROL, _ALT, _LEFT_WINDOWS, _RIGHT_WINDOWS = 0x10, 0x11, 0x12, 0x5B, 0x5C
_V, _BACKSPACE = 0x56, 0x08
_PATIENCE_SECONDS: Final = 1.5
_STEP_SECONDS: Final = 0.01
_STYLE: Final = -16
_PASSWORD_STYLE: Final = 0x20
_MAY_ASK_NAME: Final = 0x1000
_LONGEST_PATH: Final = 1024


class _KeyInput(ctypes.Structure):
    _fields_ = (
        ("key", ctypes.c_ushort),
        ("scan", ctypes.c_ushort),
        ("flags", ctypes.c_ulong),
        ("time", ctypes.c_ulong),
        ("extra", ctypes.c_void_p),
    )


class _Any(ctypes.Union):
    # The mouse's part is the largest: Windows looks at the size of the whole.
    _fields_ = (
        ("key", _KeyInput),
        ("mouse", ctypes.c_byte * (32 if ctypes.sizeof(ctypes.c_void_p) == 8 else 24)),
    )


class _Input(ctypes.Structure):
    _fields_ = (("kind", ctypes.c_ulong), ("what", _Any))


class _Rectangle(ctypes.Structure):
    _fields_ = tuple((side, ctypes.c_long) for side in ("left", "top", "right", "bottom"))


class _ThreadWindows(ctypes.Structure):
    _fields_ = (
        ("size", ctypes.c_ulong),
        ("flags", ctypes.c_ulong),
        *((name, ctypes.c_void_p) for name in ("active", "focus", "capture", "menu", "moving", "caret")),
        ("place", _Rectangle),
    )


class WindowsTypist:
    """Sends characters as such, whatever the layout: Hangul arrives whole."""

    prefers_keys = True

    def __init__(self) -> None:
        """Find the library.

        Raises:
            TypingRefused: this is not Windows.
        """
        self._user = _library("user32")

    def can_type(self, text: str) -> bool:
        """Whether nothing in it would act instead of being written."""
        return text.isprintable()

    def type(self, text: str, window: int) -> None:
        """Send the characters of `text`, in halves where Windows counts them so."""
        self._look(window)
        units = text.encode("utf-16-le")
        for place in range(0, len(units), 2):
            unit = int.from_bytes(units[place : place + 2], "little")
            down = _KeyInput(0, unit, _UNICODE, 0, None)
            up = _KeyInput(0, unit, _UNICODE | _KEY_UP, 0, None)
            self._send((down, up), has_begun=place > 0)

    def paste(self, window: int, *, for_terminal: bool) -> None:
        """Press Ctrl+V, or Ctrl+Shift+V in a terminal."""
        self._look(window)
        self._chord(_CONTROL, *((_SHIFT,) if for_terminal else ()), _V)

    def press_backspace(self) -> None:
        """Delete what is selected."""
        self._chord(_BACKSPACE)

    def let_go(self) -> bool:
        """Wait until no modifier is held, releasing those still down."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while held := self._held():
            if time.monotonic() > deadline:
                self._send(tuple(_KeyInput(key, 0, _KEY_UP, 0, None) for key in held))
                break
            time.sleep(_STEP_SECONDS)
        return True

    def _look(self, window: int) -> None:
        if window and int(self._user.GetForegroundWindow() or 0) != window:
            raise KeyboardMoved

    def close(self) -> None:
        """Hold nothing."""

    def _held(self) -> tuple[int, ...]:
        keys = (_SHIFT, _CONTROL, _ALT, _LEFT_WINDOWS, _RIGHT_WINDOWS)
        return tuple(key for key in keys if self._user.GetAsyncKeyState(key) & 0x8000)

    def _chord(self, *keys: int) -> None:
        downs = tuple(_KeyInput(key, 0, 0, 0, None) for key in keys)
        ups = tuple(_KeyInput(key, 0, _KEY_UP, 0, None) for key in reversed(keys))
        self._send(downs + ups)

    def _send(self, keys: tuple[_KeyInput, ...], *, has_begun: bool = False) -> None:
        inputs = (_Input * len(keys))(*(_Input(_KEYBOARD, _Any(key=key)) for key in keys))
        if self._user.SendInput(len(inputs), inputs, ctypes.sizeof(_Input)) != len(inputs):
            raise TypingRefused(has_begun=has_begun)


def active_window() -> tuple[int, str, bool] | None:
    """Return the window in front, its program's name, and whether it holds a password; None without one."""
    user, kernel = _library("user32"), _library("kernel32")
    window = int(user.GetForegroundWindow() or 0)
    if not window:
        return None
    process = ctypes.c_ulong()
    thread = user.GetWindowThreadProcessId(ctypes.c_void_p(window), ctypes.byref(process))
    handle = kernel.OpenProcess(_MAY_ASK_NAME, False, process)
    name = ctypes.create_unicode_buffer(_LONGEST_PATH)
    size = ctypes.c_ulong(_LONGEST_PATH)
    if handle:
        kernel.QueryFullProcessImageNameW(ctypes.c_void_p(handle), 0, name, ctypes.byref(size))
        kernel.CloseHandle(ctypes.c_void_p(handle))
    program = name.value.rpartition("\\")[2].lower().removesuffix(".exe")
    windows = _ThreadWindows(size=ctypes.sizeof(_ThreadWindows))
    is_password = False
    if user.GetGUIThreadInfo(thread, ctypes.byref(windows)) and windows.focus:
        is_password = bool(
            user.GetWindowLongW(ctypes.c_void_p(windows.focus), _STYLE) & _PASSWORD_STYLE
        ) and (_class_of(user, windows.focus) == "edit")
    return window, program, is_password


def _class_of(user: Any, window: int) -> str:
    name = ctypes.create_unicode_buffer(64)
    user.GetClassNameW(ctypes.c_void_p(window), name, len(name))
    return name.value.lower()


def _library(name: str) -> Any:
    if sys.platform != "win32":
        raise TypingRefused
    library = ctypes.WinDLL(name)
    for function in ("GetForegroundWindow", "OpenProcess"):
        if hasattr(library, function):
            getattr(library, function).restype = ctypes.c_void_p
    return library
