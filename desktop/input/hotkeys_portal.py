"""Global keys under Wayland: asked for through the desktop's portal, which asks its user.

The desktop decides which keys they are and may let the user change them; what we send is a wish. A
session binds its keys once, so other keys need another session.
"""

import itertools
import logging
import secrets
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from desktop import actions
from desktop.input.hotkeys import Presses, Problem, unsupported
from desktop.input.hotkeys_loop import Bindings, LoopHotkeys
from desktop.input.keys import Keys
from desktop.paths import APPLICATION_ID
from engines.errors import DeviceUnavailable
from engines.words import _

_BUS: Final = "org.freedesktop.portal.Desktop"
_PATH: Final = "/org/freedesktop/portal/desktop"
_SHORTCUTS: Final = "org.freedesktop.portal.GlobalShortcuts"
_SESSION: Final = "org.freedesktop.portal.Session"
_REQUEST: Final = "org.freedesktop.portal.Request"
_ANSWER_SECONDS: Final = 2.0
_REPEAT_SECONDS: Final = 1.0
"""Within so long of the last time, a key that is told again repeats: its release is still to come."""
_HELD_SECONDS: Final = 10.0
"""Not every desktop tells of a release; whoever waits for one must not wait for ever."""
_MODIFIERS: Final = {"Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT", "Super": "LOGO"}
_KEYSYMS: Final = {
    **{"`": "grave", "-": "minus", "=": "equal", "[": "bracketleft", "]": "bracketright", "\\": "backslash"},
    **{";": "semicolon", "'": "apostrophe", ",": "comma", ".": "period", "/": "slash", "Space": "space"},
    **{"Esc": "Escape", "Backspace": "BackSpace", "PgUp": "Prior", "PgDown": "Next"},
    **{"ScrollLock": "Scroll_Lock"},
}

logger = logging.getLogger(__name__)
_tokens = itertools.count(1)
Variants = dict[str, tuple[str, Any]]


class PortalHotkeys(LoopHotkeys):
    """The keys that the desktop gives through org.freedesktop.portal.GlobalShortcuts."""

    def __init__(self, presses: Presses) -> None:
        super().__init__(presses, PortalServer)

    @property
    def is_held(self) -> bool:
        """Whether a press was told whose release was not, and the key may still be down."""
        return self._presses.may_be_held(_HELD_SECONDS)


class PortalServer:
    """One connection to the session bus, and the session of keys opened on it.

    Raises:
        DeviceUnavailable: there is no session bus.
    """

    def __init__(self, presses: Presses) -> None:
        from jeepney.io.blocking import open_dbus_connection

        self._presses = presses
        self._signals: deque[Any] = deque()
        self._answers: dict[str, Callable[[int, Variants], None]] = {}
        """The path of a request to who waits for its response."""
        self._bindings: Bindings = {}
        self._session = ""
        self._activated: dict[str, float] = {}
        """When each action was told last."""
        try:
            self._connection: Any = open_dbus_connection("SESSION")
        except (OSError, KeyError, ValueError) as error:
            raise DeviceUnavailable(unsupported()) from error
        try:
            self._listen()
            self._register()
        except BaseException:
            self.close()
            raise

    def fileno(self) -> int:
        """Return the socket's number."""
        return int(self._connection.sock.fileno())

    def bind(self, bindings: Bindings) -> None:
        """Ask for these keys instead of those before; the user may have to answer."""
        self._end_session()
        self._bindings = bindings
        if not bindings:
            self._presses.refuse(())
            return
        session = ("s", f"sori_{secrets.token_hex(4)}")
        self._request("CreateSession", "a{sv}", (), {"session_handle_token": session}, self._fill)

    def read(self) -> None:
        """Take every message that waits."""
        # An answer to a call may have brought more messages with it, which no longer wait in the socket.
        while self._receive() or self._signals:
            while self._signals:
                self._take(self._signals.popleft())

    def close(self) -> None:
        """Leave; the portal ends the sessions of a client that left."""
        self._connection.close()

    def _receive(self) -> bool:
        """Take one message without waiting; return whether there was one."""
        try:
            self._connection.recv_messages(timeout=0)
        except TimeoutError:
            return False
        except OSError as error:
            raise DeviceUnavailable(unsupported()) from error
        return True

    def _listen(self) -> None:
        from jeepney import MatchRule
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import Proxy

        # Whatever comes while we wait for a reply is kept, too.
        self._connection.filter(MatchRule(type="signal"), queue=self._signals)
        bus = Proxy(message_bus, self._connection, timeout=_ANSWER_SECONDS)
        for interface in (_REQUEST, _SHORTCUTS, _SESSION):
            bus.AddMatch(MatchRule(type="signal", sender=_BUS, interface=interface))
        owner = MatchRule(type="signal", sender=message_bus.bus_name, member="NameOwnerChanged")
        owner.add_arg_condition(0, _BUS)
        bus.AddMatch(owner)

    def _register(self) -> None:
        """Tell the portal who we are; since 1.21 it answers nobody else. Older ones do not know the call."""
        self._call("org.freedesktop.host.portal.Registry", "Register", "sa{sv}", (APPLICATION_ID, {}))

    def _fill(self, code: int, results: Variants) -> None:
        """Bind the keys in the session that was made."""
        if code or "session_handle" not in results:
            raise DeviceUnavailable(unsupported())
        self._session = results["session_handle"][1]
        shortcuts = [
            (
                action,
                {"description": ("s", actions.title(action)), "preferred_trigger": ("s", trigger(keys))},
            )
            for action, keys in self._bindings.items()
        ]
        self._request("BindShortcuts", "oa(sa{sv})sa{sv}", (self._session, shortcuts, ""), {}, self._bound)

    def _bound(self, code: int, results: Variants) -> None:
        if code:
            self._presses.refuse((Problem("", declined()),))
            return
        self._compare(results.get("shortcuts", ("", ()))[1])

    def _compare(self, shortcuts: Any) -> None:
        """Tell which actions got no keys. A desktop that names no keys has bound those it lists."""
        given = {
            action
            for action, facts in shortcuts
            if facts.get("trigger_description", ("s", "unnamed"))[1].strip()
        }
        left = [action for action in self._bindings if action not in given]
        if len(left) > 1 and len(left) == len(self._bindings):
            self._presses.refuse((Problem("", none_given()),))
        else:
            self._presses.refuse(tuple(Problem(action, not_given(action)) for action in left))

    def _take(self, signal: Any) -> None:
        from jeepney import HeaderFields

        fields = signal.header.fields
        member, path, body = fields[HeaderFields.member], fields.get(HeaderFields.path), signal.body
        if member == "Response" and path in self._answers:
            self._answers.pop(path)(*body)
        elif not self._session:
            return
        elif member == "Closed" and path == self._session:
            self._session = ""
            raise DeviceUnavailable(ended())
        elif member == "NameOwnerChanged" and body[0] == _BUS and not body[2]:
            # The portal is gone, and its sessions with it. The bus starts another one when it is called.
            self._session = ""
            self._presses.release_all()
            self._register()
            self.bind(self._bindings)
        elif body and body[0] == self._session:
            self._hear(member, body[1])

    def _hear(self, member: str, told: Any) -> None:
        if member == "Activated" and told in self._bindings:
            now = time.monotonic()
            if now - self._activated.get(told, now) > _REPEAT_SECONDS:
                # Nobody told of its release, if it was down.
                self._presses.release(told)
            self._activated[told] = now
            self._presses.press(told)
        elif member == "Deactivated" and told in self._bindings:
            self._presses.release(told)
        elif member == "ShortcutsChanged":
            self._compare(told)

    def _end_session(self) -> None:
        self._answers.clear()
        if self._session:
            self._call(_SESSION, "Close", path=self._session)
            self._session = ""

    def _request(
        self,
        member: str,
        signature: str,
        arguments: tuple[Any, ...],
        options: Variants,
        then: Callable[[int, Variants], None],
    ) -> None:
        token = f"sori{next(_tokens)}_{secrets.token_hex(4)}"
        sender = self._connection.unique_name[1:].replace(".", "_")
        self._answers[f"{_PATH}/request/{sender}/{token}"] = then
        options = {**options, "handle_token": ("s", token)}
        if not self._call(_SHORTCUTS, member, signature, (*arguments, options)):
            raise DeviceUnavailable(unsupported())

    def _call(
        self,
        interface: str,
        member: str,
        signature: str | None = None,
        body: tuple[Any, ...] = (),
        path: str = _PATH,
    ) -> bool:
        """Call the portal; return whether it took the call."""
        from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call

        call = new_method_call(DBusAddress(path, _BUS, interface), member, signature, body)
        try:
            reply = self._connection.send_and_get_reply(call, timeout=_ANSWER_SECONDS)
        except OSError as error:
            raise DeviceUnavailable(unsupported()) from error
        if reply.header.message_type != MessageType.error:
            return True
        logger.info("the portal refuses %s: %s", member, reply.header.fields.get(HeaderFields.error_name))
        return False


def trigger(keys: Keys) -> str:
    """Return the keys in the form of the desktops' shortcuts specification: "CTRL+ALT+d"."""
    held = [name for ours, name in _MODIFIERS.items() if ours in keys.modifiers]
    key = _KEYSYMS.get(keys.key, keys.key.lower() if len(keys.key) == 1 else keys.key)
    return "+".join([*held, key])


def declined() -> str:
    """Return the sentence for a user who did not give Sori the keys."""
    return _(
        "The desktop gave Sori no keys, because its question was answered with no: choose the keys again "
        "in the settings, or bind a key to the command `sori do dictate` in the desktop's keyboard settings."
    )


def not_given(action: str) -> str:
    """Return the sentence for an action that the desktop left without keys."""
    return _(
        "The desktop gave “{action}” no keys, perhaps because they are taken: choose others in the "
        "desktop's keyboard settings."
    ).format(action=actions.title(action))


def none_given() -> str:
    """Return the sentence for a desktop that knows our actions and has bound none of them."""
    return _("The desktop gave Sori no keys yet: choose them in the desktop's keyboard settings.")


def ended() -> str:
    """Return the sentence for a desktop that took the keys back."""
    return _("The desktop took Sori's keys back: choose them again in the settings.")
