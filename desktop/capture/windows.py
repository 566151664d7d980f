"""Find the window the user was in before Sori, on Microsoft Windows."""

import ctypes
import sys

from desktop.capture.x11 import ForeignWindow
from engines.results import Box


class _Rectangle(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_long) for name in ("left", "top", "right", "bottom"))


def window_below() -> ForeignWindow | None:
    """Return the foreground window, or None if there is none; call it while Sori is hidden."""
    if sys.platform != "win32":
        return None
    user = ctypes.windll.user32
    handle = user.GetForegroundWindow()
    rectangle = _Rectangle()
    if not handle or not user.GetWindowRect(handle, ctypes.byref(rectangle)):
        return None
    title = ctypes.create_unicode_buffer(512)
    user.GetWindowTextW(handle, title, len(title))
    box = Box(rectangle.left, rectangle.top, rectangle.right, rectangle.bottom)
    return ForeignWindow(handle, title.value, box)
