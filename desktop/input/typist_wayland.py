"""Press keys under Wayland: through the desktop's portal, else wtype, else ydotool. No Qt; blocking."""

import itertools
import logging
import secrets
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, Final

from desktop.input.typists import TypingRefused
from desktop.paths import APPLICATION_ID, settings_file
from engines.children import outside

_BUS: Final = "org.freedesktop.portal.Desktop"
_PATH: Final = "/org/freedesktop/portal/desktop"
_REMOTE: Final = "org.freedesktop.portal.RemoteDesktop"
_KEYBOARD: Final = 1
_UNTIL_REVOKED: Final = 2
_ANSWER_SECONDS: Final = 2.0
_USER_SECONDS: Final = 120.0
_KEY_SECONDS: Final = 0.002
"""Between two keys: desktops that give a missing character a key for a moment need the moment."""
_UNICODE: Final = 0x01000000
"""Added to a character's number, this is its keysym."""
_CONTROL, _SHIFT, _BACKSPACE = 0xFFE3, 0xFFE1, 0xFF08
_PROGRAM_SECONDS: Final = 10.0

logger = logging.getLogger(__name__)
_tokens = itertools.count(1)


class _NoTarget:
    """What all means under Wayland share: no program learns there what is held, or who has the keyboard."""

    def let_go(self) -> bool:
        """Hope that nothing is held: the compositor does not tell, and keys pressed here have their own."""
        return True

    def close(self) -> None:
        """Hold nothing."""


class PortalTypist(_NoTarget):
    """Asks the desktop, which asks the user once: GNOME, KDE and others with the RemoteDesktop portal."""

    prefers_keys = True

    def __init__(self, token_file: Path | None = None) -> None:
        """Open a session; the first time the user is asked, and may take two minutes to answer.

        `token_file`: where the desktop's word that the user has agreed is kept.

        Raises:
            TypingRefused: there is no such portal, or the user does not want it.
        """
        from jeepney.io.blocking import open_dbus_connection

        self._token_file = token_file or settings_file().with_name("typing-token")
        try:
            self._bus = open_dbus_connection("SESSION")
        except (OSError, KeyError, ValueError) as error:
            raise TypingRefused from error
        try:
            self._session = self._begin()
        except (OSError, KeyError, IndexError, TypingRefused) as error:
            self._bus.close()
            raise TypingRefused from error

    def can_type(self, text: str) -> bool:
        """Whether nothing in it would act instead of being written."""
        return text.isprintable()

    def type(self, text: str, window: int) -> None:
        """Press the keys of `text`."""
        for place, one in enumerate(text):
            try:
                self._press(keysym(one))
            except TypingRefused as error:
                raise TypingRefused(has_begun=place > 0) from error

    def paste(self, window: int, *, for_terminal: bool) -> None:
        """Press Ctrl+V, or Ctrl+Shift+V in a terminal."""
        self._press(ord("v"), _CONTROL, *((_SHIFT,) if for_terminal else ()))

    def press_backspace(self) -> None:
        """Delete what is selected."""
        self._press(_BACKSPACE)

    def close(self) -> None:
        """End the session."""
        self._bus.close()

    def _begin(self) -> str:
        from jeepney import DBusAddress, new_method_call

        registry = DBusAddress(_PATH, _BUS, "org.freedesktop.host.portal.Registry")
        # Since 1.21 the portal answers nobody else; older ones do not know the call.
        call = new_method_call(registry, "Register", "sa{sv}", (APPLICATION_ID, {}))
        self._bus.send_and_get_reply(call, timeout=_ANSWER_SECONDS)
        begun = self._request("CreateSession", "", (), {"session_handle_token": ("s", _token())})
        session = str(begun["session_handle"][1])
        options: dict[str, Any] = {"types": ("u", _KEYBOARD), "persist_mode": ("u", _UNTIL_REVOKED)}
        if token := self._kept_token():
            options["restore_token"] = ("s", token)
        self._request("SelectDevices", "o", (session,), options)
        started = self._request("Start", "os", (session, ""), {})
        if not started.get("devices", ("u", 0))[1] & _KEYBOARD:
            raise TypingRefused
        if "restore_token" in started:
            self._keep_token(str(started["restore_token"][1]))
        return session

    def _request(
        self, member: str, signature: str, arguments: tuple[Any, ...], options: dict[str, Any]
    ) -> dict[str, Any]:
        """Ask, and wait for the answer; each token of the portal is good for one use."""
        from jeepney import DBusAddress, MatchRule, MessageType, message_bus, new_method_call
        from jeepney.io.blocking import Proxy

        token = _token()
        answer = MatchRule(
            type="signal",
            interface="org.freedesktop.portal.Request",
            member="Response",
            path=f"{_PATH}/request/{self._bus.unique_name[1:].replace('.', '_')}/{token}",
        )
        Proxy(message_bus, self._bus, timeout=_ANSWER_SECONDS).AddMatch(answer)
        portal = DBusAddress(_PATH, _BUS, _REMOTE)
        options = {**options, "handle_token": ("s", token)}
        with self._bus.filter(answer) as answers:
            call = new_method_call(portal, member, f"{signature}a{{sv}}", (*arguments, options))
            reply = self._bus.send_and_get_reply(call, timeout=_ANSWER_SECONDS)
            if reply.header.message_type == MessageType.error:
                raise TypingRefused
            code, results = self._bus.recv_until_filtered(answers, timeout=_USER_SECONDS).body
        if code != 0:
            raise TypingRefused
        return dict(results)

    def _press(self, symbol: int, *modifiers: int) -> None:
        symbols = (*modifiers, symbol)
        for one in symbols:
            self._notify(one, is_down=True)
        for one in reversed(symbols):
            self._notify(one, is_down=False)
        time.sleep(_KEY_SECONDS)

    def _notify(self, symbol: int, *, is_down: bool) -> None:
        from jeepney import DBusAddress, MessageType, new_method_call

        call = new_method_call(
            DBusAddress(_PATH, _BUS, _REMOTE),
            "NotifyKeyboardKeysym",
            "oa{sv}iu",
            (self._session, {}, symbol, int(is_down)),
        )
        try:
            reply = self._bus.send_and_get_reply(call, timeout=_ANSWER_SECONDS)
        except OSError as error:
            raise TypingRefused from error
        if reply.header.message_type == MessageType.error:
            raise TypingRefused

    def _kept_token(self) -> str:
        try:
            return self._token_file.read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return ""

    def _keep_token(self, token: str) -> None:
        try:
            self._token_file.parent.mkdir(parents=True, exist_ok=True)
            self._token_file.touch(mode=0o600)
            self._token_file.write_text(token, encoding="utf-8")
        except OSError as error:
            logger.info("the desktop will ask again next time: %s", error.strerror)


class WtypeTypist(_NoTarget):
    """Runs wtype 0.4, where the compositor lets programs have a keyboard of their own: sway, Hyprland."""

    prefers_keys = True

    def __init__(self) -> None:
        """Try it with nothing.

        Raises:
            TypingRefused: wtype is missing, or the compositor does not know its protocol.
        """
        _run("wtype", "")

    def can_type(self, text: str) -> bool:
        """Whether nothing in it would act instead of being written."""
        return text.isprintable()

    def type(self, text: str, window: int) -> None:
        """Write `text`, which no other user may read among the arguments of running programs."""
        _run("wtype", "-", given=text)

    def paste(self, window: int, *, for_terminal: bool) -> None:
        """Press Ctrl+V, or Ctrl+Shift+V in a terminal."""
        shift = ("-M", "shift") if for_terminal else ()
        _run("wtype", "-M", "ctrl", *shift, "-k", "v")

    def press_backspace(self) -> None:
        """Delete what is selected."""
        _run("wtype", "-k", "BackSpace")


class YdotoolTypist(_NoTarget):
    """Runs ydotool, where the user has set up its daemon. It knows keys only, so everything is pasted."""

    prefers_keys = False

    def __init__(self) -> None:
        """Try it with nothing.

        Raises:
            TypingRefused: ydotool is missing, or its daemon does not run.
        """
        _run("ydotool", "type", "")

    def can_type(self, text: str) -> bool:
        """Nothing: its keys mean what the layout makes of them, and no program can ask for that."""
        return False

    def type(self, text: str, window: int) -> None:
        """Refuse."""
        raise TypingRefused

    def paste(self, window: int, *, for_terminal: bool) -> None:
        """Press Ctrl+V, or Ctrl+Shift+V in a terminal, by the kernel's numbers of these keys."""
        control, shift, letter = 29, 42, 47
        keys = (control, shift, letter) if for_terminal else (control, letter)
        _run("ydotool", "key", *(f"{key}:1" for key in keys), *(f"{key}:0" for key in reversed(keys)))

    def press_backspace(self) -> None:
        """Delete what is selected."""
        _run("ydotool", "key", "14:1", "14:0")


def keysym(character: str) -> int:
    """Return the X keysym of one character."""
    number = ord(character)
    return number if 0x20 <= number <= 0x7E or 0xA0 <= number <= 0xFF else _UNICODE + number


def _token() -> str:
    return f"sori{next(_tokens)}_{secrets.token_hex(4)}"


def _run(program: str, *arguments: str, given: str = "") -> None:
    if shutil.which(program) is None:
        raise TypingRefused
    try:
        subprocess.run(
            (program, *arguments),
            check=True,
            input=given.encode(),
            capture_output=True,
            env=outside(),
            timeout=_PROGRAM_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        # What was to be typed stands in the error's text, which therefore goes no further.
        logger.info("%s failed: %s", program, type(error).__name__)
        raise TypingRefused(has_begun=isinstance(error, subprocess.TimeoutExpired)) from None
