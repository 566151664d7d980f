"""Ask the X server which window is active and which keys are held. python-xlib; no Qt; blocking."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

_LOCK_ROW, _ROWS = 1, range(8)
_NEVER_HELD: Final = ("Num_Lock", "Caps_Lock", "Scroll_Lock")
_XKB_USE, _XKB_GET_STATE, _CORE_KEYBOARD = 0, 4, 0x100

logger = logging.getLogger(__name__)


class XUnavailable(Exception):
    """There is no X server, or it no longer answers."""


@dataclass(frozen=True)
class Window:
    """The window that has the keyboard."""

    id: int
    kind: str
    """The class its program gave it, as in `xterm`; empty if none."""


@dataclass(frozen=True)
class KeyboardState:
    """What would change the meaning of a key pressed now."""

    group: int
    """The layout in use, from 0."""
    modifiers: int
    """X's modifier mask: held, latched and locked ones."""


def open_server() -> Any:
    """Return a connection to the X server in DISPLAY; whoever calls it closes it.

    Raises:
        XUnavailable: there is none.
    """
    from Xlib import error
    from Xlib.display import Display

    if not os.environ.get("DISPLAY"):
        raise XUnavailable
    try:
        server = Display()
    except (error.DisplayError, error.XauthError, OSError) as trouble:
        raise XUnavailable from trouble
    # A window may vanish between two requests; the library would print that to standard error.
    server.set_error_handler(lambda failure, _request: logger.debug("X: %s", type(failure).__name__))
    return server


def close(server: Any) -> None:
    """Disconnect, also from a server that has gone."""
    from Xlib import error

    try:
        server.close()
    except error.ConnectionClosedError:
        # python-xlib would leave its socket open.
        server.display.socket.close()


@contextmanager
def asking() -> Iterator[None]:
    """Turn what a lost connection raises into `XUnavailable`."""
    from Xlib import error

    try:
        yield
    except (error.ConnectionClosedError, error.DisplayError, OSError) as trouble:
        raise XUnavailable from trouble


def active_window(server: Any) -> Window | None:
    """Return the window the window manager calls active, or without one the one with the keyboard.

    None if no program has it, as on an empty desktop.
    """
    from Xlib import X, error

    with asking():
        root = server.screen().root
        named = root.get_full_property(server.intern_atom("_NET_ACTIVE_WINDOW"), X.AnyPropertyType)
        number = int(named.value[0]) if named and len(named.value) else 0
        if named is None and not _has_manager(server):
            focus = server.get_input_focus().focus
            number = focus.id if hasattr(focus, "id") else 0
        if number <= X.PointerRoot:
            return None
        try:
            kind = server.create_resource_object("window", number).get_wm_class()
        except error.XError:
            return None
        return Window(number, kind[-1] if kind else "")


def _has_manager(server: Any) -> bool:
    """Whether a window manager runs that says which window is active, and names none on an empty desktop."""
    from Xlib import X

    check = server.intern_atom("_NET_SUPPORTING_WM_CHECK")
    return server.screen().root.get_full_property(check, X.AnyPropertyType) is not None


def has_keyboard(server: Any, window: int) -> bool:
    """Whether keys pressed now go to a window, or to a part of it."""
    from Xlib import X, error

    with asking():
        focus = server.get_input_focus().focus
        try:
            if focus in (X.NONE, X.PointerRoot):
                active = active_window(server)
                return focus == X.PointerRoot and active is not None and active.id == window
            # Some programs give it to a part of their window, some window managers to their frame around it.
            inside, outside = _lineage(focus), _lineage(server.create_resource_object("window", window))
        except error.XError:
            return False
        return window in inside or int(focus.id) in outside


def _lineage(window: Any) -> list[int]:
    """Return a window and all it stands in, without the whole screen."""
    found = []
    while window:
        tree = window.query_tree()
        if window.id != tree.root.id:
            found.append(int(window.id))
        window = tree.parent
    return found


def owner_of(server: Any, selection: str) -> int:
    """Return the window that owns a selection, or 0."""
    with asking():
        owner = server.get_selection_owner(server.intern_atom(selection))
    return int(owner.id) if owner else 0


def client_of(server: Any, window: int) -> int:
    """Return a number that all windows of one program's connection share."""
    return window & ~int(server.display.info.resource_id_mask)


def held_modifiers(server: Any) -> tuple[int, ...]:
    """Return the key codes of the modifier keys that are down: Shift, Control, Alt, Super, AltGr."""
    from Xlib import XK

    with asking():
        pressed = server.query_keymap()
        rows = server.get_modifier_mapping()
        spared = {server.keysym_to_keycode(XK.string_to_keysym(name)) for name in _NEVER_HELD}
    codes = {code for row in _ROWS if row != _LOCK_ROW for code in rows[row] if code} - spared
    return tuple(sorted(code for code in codes if pressed[code // 8] >> code % 8 & 1))


def keyboard_state(server: Any) -> KeyboardState:
    """Return the layout and the modifiers in force."""
    with asking():
        extension = server.query_extension("XKEYBOARD")
        if extension is None:
            return KeyboardState(0, server.screen().root.query_pointer().mask & 0xFF)
        use, get = _keyboard_requests()
        common = {"display": server.display, "opcode": extension.major_opcode}
        use(**common, major=1, minor=0)
        state = get(**common, device=_CORE_KEYBOARD)
        return KeyboardState(state.group, state.modifiers)


def _keyboard_requests() -> tuple[Any, Any]:
    """Return the two requests of the keyboard extension that python-xlib does not know."""
    from Xlib.protocol import rq

    class UseExtension(rq.ReplyRequest):  # type: ignore[misc] # python-xlib says nothing of its types
        _request = rq.Struct(
            rq.Card8("opcode"),
            rq.Opcode(_XKB_USE),
            rq.RequestLength(),
            rq.Card16("major"),
            rq.Card16("minor"),
        )
        _reply = rq.Struct(
            rq.ReplyCode(),
            rq.Bool("is_supported"),
            rq.Card16("sequence_number"),
            rq.ReplyLength(),
            rq.Card16("server_major"),
            rq.Card16("server_minor"),
            rq.Pad(20),
        )

    class GetState(rq.ReplyRequest):  # type: ignore[misc] # as above
        _request = rq.Struct(
            rq.Card8("opcode"), rq.Opcode(_XKB_GET_STATE), rq.RequestLength(), rq.Card16("device"), rq.Pad(2)
        )
        _reply = rq.Struct(
            rq.ReplyCode(),
            rq.Card8("device"),
            rq.Card16("sequence_number"),
            rq.ReplyLength(),
            rq.Card8("modifiers"),
            rq.Card8("base_modifiers"),
            rq.Card8("latched_modifiers"),
            rq.Card8("locked_modifiers"),
            rq.Card8("group"),
            rq.Pad(19),
        )

    return UseExtension, GetState
