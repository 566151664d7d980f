"""Press keys under macOS, through Quartz events. Written from its documentation; not yet tried there."""

import sys
import time
from typing import Any, Final

from desktop.input.typists import TypingRefused

_MOST_UNITS: Final = 20
"""Of UTF-16 that one event carries."""
_COMMAND, _MODIFIERS = 0x100000, 0x1E0000
_V, _BACKSPACE = 9, 51
_PATIENCE_SECONDS: Final = 1.5
_STEP_SECONDS: Final = 0.01


class MacTypist:
    """Sends characters as such, whatever the layout: Hangul arrives whole."""

    prefers_keys = True
    _quartz: Any

    def __init__(self) -> None:
        """Ask whether the user lets Sori control the computer.

        Raises:
            TypingRefused: not yet; or this is not macOS.
        """
        if sys.platform == "darwin":
            import HIServices
            import Quartz

            self._quartz = Quartz
            if HIServices.AXIsProcessTrusted():
                return
        raise TypingRefused

    def can_type(self, text: str) -> bool:
        """Whether nothing in it would act instead of being written."""
        return text.isprintable()

    def type(self, text: str, window: int) -> None:
        """Send the characters of `text`, some at a time, never half of one."""
        for part in _parts(text):
            for is_down in (True, False):
                event = self._event(0, is_down)
                self._quartz.CGEventKeyboardSetUnicodeString(event, len(part.encode("utf-16-le")) // 2, part)
                self._post(event)

    def paste(self, window: int, *, for_terminal: bool) -> None:
        """Press Command+V, in a terminal as well."""
        for is_down in (True, False):
            event = self._event(_V, is_down)
            self._quartz.CGEventSetFlags(event, _COMMAND)
            self._post(event)

    def press_backspace(self) -> None:
        """Delete what is selected."""
        for is_down in (True, False):
            self._post(self._event(_BACKSPACE, is_down))

    def let_go(self) -> bool:
        """Wait until no modifier is held; events of ours carry their own, so none need be released."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        source = self._quartz.kCGEventSourceStateHIDSystemState
        while self._quartz.CGEventSourceFlagsState(source) & _MODIFIERS and time.monotonic() < deadline:
            time.sleep(_STEP_SECONDS)
        return True

    def close(self) -> None:
        """Hold nothing."""

    def _event(self, key: int, is_down: bool) -> Any:
        event = self._quartz.CGEventCreateKeyboardEvent(None, key, is_down)
        self._quartz.CGEventSetFlags(event, 0)
        return event

    def _post(self, event: Any) -> None:
        self._quartz.CGEventPost(self._quartz.kCGHIDEventTap, event)


def active_application() -> tuple[int, str] | None:
    """Return the number and the name of the program in front, or None."""
    if sys.platform == "darwin":
        from AppKit import NSWorkspace

        front = NSWorkspace.sharedWorkspace().frontmostApplication()
        return (int(front.processIdentifier()), str(front.localizedName())) if front else None
    return None


def _parts(text: str) -> list[str]:
    parts, units = [""], 0
    for one in text:
        size = len(one.encode("utf-16-le")) // 2
        if units + size > _MOST_UNITS:
            parts.append("")
            units = 0
        parts[-1] += one
        units += size
    return parts
