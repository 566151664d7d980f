"""Press keys under X11, through the XTEST extension. python-xlib; no Qt."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from desktop.input import x11
from desktop.input.typists import KeyboardMoved, TypingRefused

_PATIENCE_SECONDS: Final = 1.5
"""How long the user may go on holding a modifier, such as the push-to-talk key."""
_STEP_SECONDS: Final = 0.01
_CAPS_LOCK, _NUM_LOCK = 2, 16
_LATIN: Final = range(0x20, 0x7F)
"""Characters whose X keysym has the same number."""


class X11Typist:
    """Types what the first layout has, and presses the keys that paste."""

    prefers_keys = False

    def __init__(self) -> None:
        """Connect.

        Raises:
            TypingRefused: there is no X server, or it lets no program press keys.
        """
        try:
            self._server = x11.open_server()
            with x11.asking():
                has_test = self._server.query_extension("XTEST") is not None
        except x11.XUnavailable as error:
            raise TypingRefused from error
        if not has_test:
            x11.close(self._server)
            raise TypingRefused

    def can_type(self, text: str) -> bool:
        """Whether the layout in use has every character, and nothing would change them on their way.

        An input method composes what is typed into something else, so with one everything is pasted.
        """
        if _has_input_method():
            return False
        state = self._state()
        keys = self._keys()
        return state.group == 0 and not state.modifiers & _CAPS_LOCK and all(one in keys for one in text)

    def type(self, text: str, window: int) -> None:
        """Press the keys of `text` if `window` has the keyboard."""
        keys = self._keys()
        with self._nobody_else(window):
            for place, one in enumerate(text):
                code, is_shifted = keys[one]
                try:
                    self._chord(code, *(("Shift_L",) if is_shifted else ()))
                except TypingRefused as error:
                    raise TypingRefused(has_begun=place > 0) from error

    def paste(self, window: int, *, for_terminal: bool) -> None:
        """Press Ctrl+V, or Shift+Insert, which pastes in every terminal, if `window` has the keyboard."""
        key, modifier = ("Insert", "Shift_L") if for_terminal else ("v", "Control_L")
        code = self._code(key)
        with self._nobody_else(window):
            self._chord(code, modifier)

    def press_backspace(self) -> None:
        """Delete what is selected."""
        self._chord(self._code("BackSpace"))

    def let_go(self) -> bool:
        """Wait until no modifier is held, releasing those still down; return whether none is in force."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while held := self._held():
            if time.monotonic() > deadline:
                for code in held:
                    self._fake(code, is_down=False)
                break
            time.sleep(_STEP_SECONDS)
        return not self._state().modifiers & ~(_CAPS_LOCK | _NUM_LOCK)

    def close(self) -> None:
        """Disconnect."""
        x11.close(self._server)

    @contextmanager
    def _nobody_else(self, window: int) -> Iterator[None]:
        """Keep the server to ourselves, so that the focus cannot move between the look and the keys.

        Only for some milliseconds: meanwhile the whole screen stands still.
        """
        try:
            with x11.asking():
                self._server.grab_server()
                self._server.sync()
                try:
                    if window and not x11.has_keyboard(self._server, window):
                        raise KeyboardMoved
                    yield
                finally:
                    self._server.ungrab_server()
                    self._server.sync()
        except x11.XUnavailable as error:
            raise TypingRefused from error

    def _held(self) -> tuple[int, ...]:
        try:
            return x11.held_modifiers(self._server)
        except x11.XUnavailable as error:
            raise TypingRefused from error

    def _state(self) -> x11.KeyboardState:
        try:
            return x11.keyboard_state(self._server)
        except x11.XUnavailable as error:
            raise TypingRefused from error

    def _keys(self) -> dict[str, tuple[int, bool]]:
        """Return for each character its key in the first layout, and whether Shift is needed."""
        found: dict[str, tuple[int, bool]] = {}
        first = self._server.display.info.min_keycode
        try:
            with x11.asking():
                count = self._server.display.info.max_keycode - first + 1
                rows = self._server.get_keyboard_mapping(first, count)
        except x11.XUnavailable as error:
            raise TypingRefused from error
        for level in (0, 1):
            for code, row in enumerate(rows, first):
                symbol = int(row[level]) if level < len(row) else 0
                if symbol in _LATIN:
                    found.setdefault(chr(symbol), (code, level == 1))
                # With one symbol on a key, X means its small and its capital letter.
                if level == 0 and ord("a") <= symbol <= ord("z") and len(row) > 1 and not row[1]:
                    found.setdefault(chr(symbol).upper(), (code, True))
        return found

    def _code(self, name: str) -> int:
        from Xlib import XK

        code = int(self._server.keysym_to_keycode(XK.string_to_keysym(name)))
        if not code:
            raise TypingRefused
        return code

    def _chord(self, code: int, *modifiers: str) -> None:
        codes = [*(self._code(name) for name in modifiers), code]
        for one in codes:
            self._fake(one, is_down=True)
        for one in reversed(codes):
            self._fake(one, is_down=False)

    def _fake(self, code: int, *, is_down: bool) -> None:
        from Xlib import X
        from Xlib.ext import xtest

        try:
            with x11.asking():
                xtest.fake_input(self._server, X.KeyPress if is_down else X.KeyRelease, code)
                self._server.sync()
        except x11.XUnavailable as error:
            raise TypingRefused from error


def _has_input_method(environment: Any = os.environ) -> bool:
    named = environment.get("XMODIFIERS", "").rpartition("@im=")[2]
    modules = {environment.get(f"{toolkit}_IM_MODULE", "") for toolkit in ("GTK", "QT")}
    return named not in ("", "none") or bool(modules - {"", "simple", "xim", "compose", "none"})
