"""Global keys under X11: grabbed from the server, so that they reach us and nobody else.

pynput only listens: the program in front would get the keys too, and nobody would know that another
program has taken them. A grab is refused with BadAccess when somebody holds it already. So this speaks
to the server through python-xlib, which pynput brings along.
"""

import itertools
import logging
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from desktop.input.hotkeys import Presses, Problem, chosen_twice, not_on_keyboard, taken, unsupported
from desktop.input.hotkeys_loop import Bindings, LoopHotkeys
from engines.errors import DeviceUnavailable

_KEYSYMS: Final = {
    **{"`": "grave", "-": "minus", "=": "equal", "[": "bracketleft", "]": "bracketright", "\\": "backslash"},
    **{";": "semicolon", "'": "apostrophe", ",": "comma", ".": "period", "/": "slash", "Space": "space"},
    **{"Esc": "Escape", "Backspace": "BackSpace", "PgUp": "Prior", "PgDown": "Next"},
    **{"ScrollLock": "Scroll_Lock"},
}
"""Our names of keys that X calls otherwise; letters are lower case there."""
_ROWS: Final = (
    (49, "`"),
    (10, "1234567890-="),
    (24, "QWERTYUIOP[]"),
    (38, "ASDFGHJKL;'"),
    (52, "ZXCVBNM,./"),
)
_PLACES: Final = {
    **{key: first + at for first, row in _ROWS for at, key in enumerate(row)},
    **{"\\": 51},
    **{f"F{number}": 178 + number for number in range(13, 25)},
}
"""Where a key is on an American keyboard: for layouts without Latin letters, and for the function keys
of foot pedals, which layouts give other names."""
_MODIFIER_KEYSYMS: Final = {
    "Alt": "Alt_L",
    "Super": "Super_L",
    "NumLock": "Num_Lock",
    "ScrollLock": "Scroll_Lock",
}
_SHIFT, _LOCK, _CONTROL, _ALT, _SUPER = 1, 2, 4, 8, 64
_ALL_MODIFIERS: Final = 0xFF
"""Of an event's state; above are buttons and the group of the layout."""

logger = logging.getLogger(__name__)


class X11Hotkeys(LoopHotkeys):
    """The keys of the X server that DISPLAY names.

    While a key of ours is held, all keys may come to us: whoever types for the user waits for its release.
    """

    def __init__(self, presses: Presses) -> None:
        super().__init__(presses, XServer)


class XServer:
    """One connection to the X server and the keys grabbed through it.

    Raises:
        DeviceUnavailable: there is no X server.
    """

    def __init__(self, presses: Presses) -> None:
        from Xlib import error
        from Xlib.display import Display

        self._presses = presses
        self._lost = (error.ConnectionClosedError, OSError)
        self._bindings: Bindings = {}
        self._actions: dict[tuple[int, int], str] = {}
        """Key code and modifiers to action."""
        self._held: dict[int, str] = {}
        self._shown: dict[int, tuple[Any, int]] = {}
        """Key code to the window in whose name it is grabbed, and the modifiers it had with the root."""
        self._problems: tuple[Problem, ...] = ()
        try:
            self._display = Display()
            self._root: Any = self._display.screen().root
            self._layout = _layout(self._display, {})
            self._keyboard_event = _follow_keyboard(self._display)
            self._tells_releases = _tells_releases(self._display)
        except (error.DisplayError, error.XauthError, *self._lost) as reason:
            raise DeviceUnavailable(unsupported()) from reason

    def fileno(self) -> int:
        """Return the socket's number."""
        return int(self._display.fileno())

    def bind(self, bindings: Bindings) -> None:
        """Grab these keys instead of those before."""
        self._bindings = bindings
        try:
            self._grab_all()
        except self._lost as error:
            raise DeviceUnavailable(unsupported()) from error

    def read(self) -> None:
        """Take every event that waits."""
        try:
            # Any request may bring events with it, which no longer wait in the socket: hence the last look.
            while self._display.pending_events():
                event = self._display.next_event()
                self._take(event)
                if event.type == self._keyboard_event:
                    self._follow_layout()
        except self._lost as error:
            raise DeviceUnavailable(unsupported()) from error

    def close(self) -> None:
        """Leave; the server ends the grabs of a client that left."""
        try:
            self._display.close()
        except self._lost as error:
            logger.debug("the X server left first: %s", error)

    def _take(self, event: Any) -> None:
        from Xlib import X

        if event.type == X.KeyPress and event.detail in self._held:
            window, _modifiers = self._shown.get(event.detail, (None, 0))
            if event.window == window:
                # It repeats: the window's grab has begun, which ends with the key, whoever may hang.
                self._show_no_focus(event.detail)
        elif event.type == X.KeyPress:
            modifiers = event.state & _ALL_MODIFIERS & ~sum(self._layout.locks)
            action = self._actions.get((event.detail, modifiers))
            if action:
                self._held[event.detail] = action
                if event.window == self._root:
                    self._show_focus(event.detail, modifiers)
                self._presses.press(action)
        elif event.type == X.KeyRelease:
            self._release(event.detail)
        elif self._tells_releases and (code := _released(event)):
            self._release(code)

    def _release(self, code: int) -> None:
        # Modifiers may be up by now, so the key alone says which action it was.
        action = self._held.pop(code, "")
        if action:
            self._show_no_focus(code)
            if not self._held:
                self._hear_releases(False)
            self._presses.release(action)

    def _show_focus(self, code: int, modifiers: int) -> None:
        """Grab a key that is down in the name of the window that has the focus, until it comes up.

        To GTK a key of the root window looks as if the focus had left, and then nobody can tell which
        field has it while the key is held, nor whether that one is for a password. The root's grab comes
        first wherever there are both. Nothing here holds the whole keyboard for longer than the key is
        down: a process that hangs meanwhile could not give it back.
        """
        from Xlib import X, error

        window = self._display.get_input_focus().focus
        if not self._tells_releases or window in (X.NONE, X.PointerRoot, self._root):
            return
        # A window that is gone by now, or has the key in another name, leaves everything as it was.
        refused = error.CatchError(error.BadAccess, error.BadWindow)
        # Modifiers may come up before it repeats, and what repeats is for nobody.
        window.grab_key(code, X.AnyModifier, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        self._display.sync()
        if refused.get_error() is not None:
            return
        self._shown[code] = window, modifiers
        # Until it repeats the window hears of its release, and we only in this way.
        self._hear_releases(True)
        self._ungrab(code, modifiers)
        self._display.ungrab_keyboard(X.CurrentTime)
        self._display.flush()

    def _show_no_focus(self, code: int) -> None:
        """Grab a key by the root again; a grab that has begun stays until it comes up."""
        window, modifiers = self._shown.pop(code, (None, 0))
        if window is None:
            return
        self._forget_window(code, window)
        action = self._actions[code, modifiers]
        if not self._is_grabbed(code, modifiers):
            del self._actions[code, modifiers]
            self._problems += (Problem(action, taken(action, self._bindings[action])),)
            self._presses.refuse(self._problems)

    def _forget_window(self, code: int, window: Any) -> None:
        from Xlib import X, error

        window.ungrab_key(code, X.AnyModifier, onerror=error.CatchError(error.BadWindow))

    def _hear_releases(self, is_wanted: bool) -> None:
        from Xlib.ext import xinput

        if self._tells_releases:
            mask = xinput.RawKeyReleaseMask if is_wanted else 0
            self._root.xinput_select_events([(xinput.AllMasterDevices, mask)])
            self._display.flush()

    def _follow_layout(self) -> None:
        """Grab anew where the keys stand elsewhere now.

        The server also tells of a new keyboard when another device of the same layout is used, which
        must not end a press.
        """
        _read_keyboard(self._display)
        if _layout(self._display, self._bindings) != self._layout:
            self._grab_all()

    def _grab_all(self) -> None:
        self._ungrab_all()
        self._layout = _layout(self._display, self._bindings)
        problems = []
        for action, keys in self._bindings.items():
            code, modifiers = self._layout.places[action]
            if not code:
                problems.append(Problem(action, not_on_keyboard(action, keys)))
            elif (code, modifiers) in self._actions:
                problems.append(Problem(action, chosen_twice(action, keys)))
            elif self._is_grabbed(code, modifiers):
                self._actions[code, modifiers] = action
            else:
                problems.append(Problem(action, taken(action, keys)))
        self._problems = tuple(problems)
        self._presses.refuse(self._problems)

    def _ungrab_all(self) -> None:
        for code, modifiers in self._actions:
            self._ungrab(code, modifiers)
        for code, (window, _modifiers) in self._shown.items():
            self._forget_window(code, window)
        self._hear_releases(False)
        self._actions, self._held, self._shown = {}, {}, {}
        self._presses.release_all()

    def _is_grabbed(self, code: int, modifiers: int) -> bool:
        """Grab a key with every state of the locks; return whether all of them were to be had."""
        from Xlib import X, error

        refused = error.CatchError(error.BadAccess)
        for locks in self._lock_states():
            self._root.grab_key(
                code, modifiers | locks, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused
            )
        self._display.sync()
        if refused.get_error() is None:
            return True
        self._ungrab(code, modifiers)
        return False

    def _ungrab(self, code: int, modifiers: int) -> None:
        for locks in self._lock_states():
            self._root.ungrab_key(code, modifiers | locks)
        self._display.sync()

    def _lock_states(self) -> tuple[int, ...]:
        # For X a lock that is on is a modifier that is held: each state of them is a combination of its own.
        locks = self._layout.locks
        counts = range(len(locks) + 1)
        return tuple(sum(some) for count in counts for some in itertools.combinations(locks, count))


@dataclass(frozen=True)
class _Layout:
    """What our bindings mean on the user's keyboard."""

    places: Mapping[str, tuple[int, int]]
    """Action to key code (0 for none) and modifiers."""
    locks: tuple[int, ...]
    """The bits of CapsLock, NumLock and ScrollLock."""


def _layout(display: Any, bindings: Bindings) -> _Layout:
    masks = _masks(display)
    bits = {
        "Ctrl": _CONTROL,
        "Shift": _SHIFT,
        "Alt": masks.get("Alt", _ALT),
        "Super": masks.get("Super", _SUPER),
    }
    places = {
        action: (_code(display, keys.key), sum(bits[name] for name in keys.modifiers))
        for action, keys in bindings.items()
    }
    locks = {_LOCK, *(masks[name] for name in ("NumLock", "ScrollLock") if name in masks)}
    return _Layout(places, tuple(sorted(locks)))


def _masks(display: Any) -> dict[str, int]:
    """Return which bit of an event's state each modifier has; that is the layout's to say."""
    from Xlib import XK

    found = {}
    mapping = display.get_modifier_mapping()
    for name, keysym in _MODIFIER_KEYSYMS.items():
        codes = {code for code, _index in display.keysym_to_keycodes(XK.string_to_keysym(keysym))}
        bits = [bit for bit, members in enumerate(mapping) if codes & set(members) - {0}]
        if bits:
            found[name] = 1 << bits[0]
    return found


def _code(display: Any, key: str) -> int:
    """Return the code of the key with this letter in the user's layout, or in its place; 0 for none."""
    from Xlib import XK

    keysym = XK.string_to_keysym(_KEYSYMS.get(key, key.lower() if len(key) == 1 else key))
    return int(display.keysym_to_keycode(keysym) or _PLACES.get(key, 0))


def _read_keyboard(display: Any) -> None:
    """Forget where the keys stood and ask again."""
    from Xlib import X
    from Xlib.protocol.event import MappingNotify

    first, last = display.display.info.min_keycode, display.display.info.max_keycode
    change = MappingNotify(request=X.MappingKeyboard, first_keycode=first, count=last - first + 1)
    display.refresh_keyboard_mapping(change)


def _tells_releases(display: Any) -> bool:
    """Whether the server tells of keys that others get; those who know XInput 2.1 may ask for that."""
    from Xlib.ext import xinput

    extension = display.query_extension("XInputExtension")
    if extension is None or not extension.present:
        logger.info("the server does not tell of the keys of others")
        return False
    told = xinput.XIQueryVersion(
        display=display.display, opcode=extension.major_opcode, major_version=2, minor_version=1
    )
    return bool((told.major_version, told.minor_version) >= (2, 1))


def _released(event: Any) -> int:
    """Return the code of the key that XInput says came up; 0 if it says something else."""
    from Xlib.ext import ge, xinput

    if event.type != ge.GenericEventCode or event.evtype != xinput.RawKeyRelease:
        return 0
    _device, _time, code = struct.unpack_from("=HII", event.data)
    return int(code)


def _follow_keyboard(display: Any) -> int:
    """Ask to hear of another layout, and for no release of a key that only repeats; return the event's type.

    Without the latter every repeat of a held key looks like a release and a press. Both are requests of
    the extension XKB, of which python-xlib knows nothing; every server of today has it.
    """
    from Xlib import X
    from Xlib.protocol import rq

    class UseExtension(rq.ReplyRequest):  # type: ignore[misc] # python-xlib says nothing about its types
        _request = rq.Struct(
            rq.Card8("opcode"), rq.Opcode(0), rq.RequestLength(), rq.Card16("major"), rq.Card16("minor")
        )
        _reply = rq.Struct(
            rq.ReplyCode(), rq.Card8("supported"), rq.Card16("sequence_number"), rq.ReplyLength(), rq.Pad(24)
        )

    class SelectEvents(rq.Request):  # type: ignore[misc] # python-xlib says nothing about its types
        _request = rq.Struct(
            *(rq.Card8("opcode"), rq.Opcode(1), rq.RequestLength(), rq.Card16("device")),
            *(rq.Card16("affected"), rq.Card16("cleared"), rq.Card16("selected")),
            *(rq.Card16("affected_map"), rq.Card16("selected_map")),
        )

    class PerClientFlags(rq.ReplyRequest):  # type: ignore[misc] # python-xlib says nothing about its types
        _request = rq.Struct(
            *(rq.Card8("opcode"), rq.Opcode(21), rq.RequestLength(), rq.Card16("device"), rq.Pad(2)),
            *(rq.Card32("change"), rq.Card32("value")),
            *(rq.Card32("controls"), rq.Card32("automatic"), rq.Card32("automatic_values")),
        )
        _reply = rq.Struct(
            *(rq.ReplyCode(), rq.Card8("device"), rq.Card16("sequence_number"), rq.ReplyLength()),
            *(rq.Card32("supported"), rq.Card32("value"), rq.Pad(16)),
        )

    extension = display.query_extension("XKEYBOARD")
    if extension is None or not extension.present:
        logger.info("the X server cannot tell repeated keys apart")
        return int(X.MappingNotify)
    to = {"display": display.display, "opcode": extension.major_opcode}
    core_keyboard, new_keyboard, new_map, no_repeats = 0x100, 1, 2, 1
    both = new_keyboard | new_map
    UseExtension(**to, major=1, minor=0)
    SelectEvents(
        **to,
        device=core_keyboard,
        affected=both,
        cleared=0,
        selected=both,
        affected_map=0xFF,
        selected_map=0xFF,
    )
    PerClientFlags(
        **to,
        device=core_keyboard,
        change=no_repeats,
        value=no_repeats,
        controls=0,
        automatic=0,
        automatic_values=0,
    )
    return int(extension.first_event)
