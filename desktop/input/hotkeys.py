"""Keys that reach Sori from any program: pressed and released, whatever has the focus.

How each desktop gives them out differs, so each has a file of its own:

    hotkeys_x11      X11: the keys are grabbed, so they reach nobody else, and a taken one is known
    hotkeys_portal   Wayland: asked for through the desktop's portal, which asks its user
    hotkeys_windows  Windows: registered with the system
    hotkeys_macos    macOS: listened for through pynput
    hotkeys_none     anywhere else: `sori do` in the desktop's own settings takes their place
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from desktop import actions
from desktop.input.keys import InvalidKeys, Keys, parse
from engines.words import _

Post = Callable[[Callable[[], None]], None]
OnAction = Callable[[str], None]


@dataclass(frozen=True)
class Problem:
    """Why an action cannot be had by its keys."""

    action: str
    """The action's id, or empty if it is all of them."""
    sentence: str
    """What is wrong and what to do, translated."""


Problems = tuple[Problem, ...]
OnProblems = Callable[[Problems], None]


def _ignore(_: object) -> None:
    """Do nothing."""


class Hotkeys(Protocol):
    """The global keys of this desktop. All methods belong to the GUI thread and return at once."""

    def bind(self, bindings: Mapping[str, str]) -> Problems:
        """Listen for these keys instead of those before: action to keys such as "Ctrl+Alt+D".

        Actions with empty keys have none. Returns what is wrong with the keys as such. What the
        desktop says about the rest, a combination taken by another program above all, comes in
        `on_problems` soon after; where the desktop asks its user first, when they have answered.
        An action with a problem has no keys; the others work.
        """
        ...

    @property
    def problems(self) -> Problems:
        """Everything that is wrong as far as it is known."""
        ...

    @property
    def is_held(self) -> bool:
        """Whether a press was told whose release was not.

        Under X11 all keys come to us meanwhile, those that a program presses too, and elsewhere the
        modifiers would change them: whatever types for the user waits for `on_released`. Where the
        desktop may not tell of a release, a key that is not for holding counts as up after a while.
        """
        ...

    def close(self) -> None:
        """Give every key back. No callback comes after this."""
        ...


class Presses:
    """Which actions' keys are down, and who hears of it. For the files that know a desktop.

    Called on their own threads; hands every call to the GUI thread. A key that repeats while it is
    held counts as one press.
    """

    def __init__(
        self,
        post: Post,
        on_pressed: OnAction,
        on_released: OnAction = _ignore,
        on_problems: OnProblems = _ignore,
    ) -> None:
        self._post = post
        self._on_pressed = on_pressed
        self._on_released = on_released
        self._on_problems = on_problems
        self._held: set[str] = set()
        """On the thread of the keys; `_told` follows on the GUI thread."""
        self._told: dict[str, float] = {}
        """Since when each is down, as far as was told."""
        self._closed = threading.Event()
        self._faulty: Problems = ()
        self._refused: Problems = ()

    def press(self, action: str) -> None:
        """Tell that the keys of `action` went down, unless they are down already."""
        if action not in self._held:
            self._held.add(action)
            self._tell(lambda: self._change(action, is_down=True))

    def release(self, action: str) -> None:
        """Tell that they came up again."""
        if action in self._held:
            self._held.remove(action)
            self._tell(lambda: self._change(action, is_down=False))

    def release_all(self) -> None:
        """Tell of every key still down that it came up: its grab ends, so nobody else would."""
        for action in tuple(self._held):
            self.release(action)

    def read(self, bindings: Mapping[str, str]) -> dict[str, Keys]:
        """Return the bindings that make sense, and keep what is wrong with the others. On the GUI thread."""
        good, faulty = read(bindings)
        self._faulty, self._refused = faulty, ()
        return good

    def refuse(self, refused: Problems) -> None:
        """Tell what the desktop says of the bindings read last: nothing, if all of them work."""

        def tell() -> None:
            self._refused = refused
            self._on_problems(self.problems)

        self._tell(tell)

    @property
    def problems(self) -> Problems:
        """Everything that is wrong. On the GUI thread."""
        return self._faulty + self._refused

    @property
    def is_held(self) -> bool:
        """Whether a press was told whose release was not. Any thread may ask."""
        return bool(self._told)

    def may_be_held(self, most_seconds: float) -> bool:
        """Whether that is likely, where the desktop may never tell of a release. Any thread may ask.

        A key that is not for holding is up after `most_seconds`.
        """
        lasting = {action.id for action in actions.ACTIONS if action.is_held}
        since = time.monotonic() - most_seconds
        return any(action in lasting or began > since for action, began in tuple(self._told.items()))

    def close(self) -> None:
        """Tell nothing any more. On the GUI thread."""
        self._closed.set()

    def _change(self, action: str, is_down: bool) -> None:
        if is_down:
            self._told[action] = time.monotonic()
            self._on_pressed(action)
        else:
            self._told.pop(action, None)
            self._on_released(action)

    def _tell(self, call: Callable[[], None]) -> None:
        def unless_closed() -> None:
            if not self._closed.is_set():
                call()

        self._post(unless_closed)


def hotkeys(
    post: Post,
    on_pressed: OnAction,
    on_released: OnAction = _ignore,
    on_problems: OnProblems = _ignore,
) -> Hotkeys:
    """Return the global keys of this desktop; nothing is bound yet, and nothing heavy is loaded.

    The callbacks run through `post`. `on_problems` gets everything that is wrong, also nothing, once
    after each `bind`, and again when that changes.
    """
    presses = Presses(post, on_pressed, on_released, on_problems)
    if sys.platform == "win32":
        from desktop.input.hotkeys_windows import WindowsHotkeys

        return WindowsHotkeys(presses)
    if sys.platform == "darwin":
        from desktop.input.hotkeys_macos import MacHotkeys

        return MacHotkeys(presses)
    # Under Wayland there often is an X server too, but it hears keys only in X programs.
    if os.environ.get("XDG_SESSION_TYPE") == "wayland" or os.environ.get("WAYLAND_DISPLAY"):
        from desktop.input.hotkeys_portal import PortalHotkeys

        return PortalHotkeys(presses)
    if os.environ.get("DISPLAY"):
        from desktop.input.hotkeys_x11 import X11Hotkeys

        return X11Hotkeys(presses)
    from desktop.input.hotkeys_none import NoHotkeys

    return NoHotkeys(presses)


def read(bindings: Mapping[str, str]) -> tuple[dict[str, Keys], Problems]:
    """Return the bindings that make sense, and what is wrong with the others."""
    good: dict[str, Keys] = {}
    problems = []
    for action, text in bindings.items():
        if not text:
            continue
        try:
            keys = parse(text)
        except InvalidKeys as error:
            problems.append(Problem(action, str(error)))
            continue
        if keys in good.values():
            problems.append(Problem(action, chosen_twice(action, keys)))
        else:
            good[action] = keys
    return good, tuple(problems)


def chosen_twice(action: str, keys: Keys) -> str:
    """Return the sentence for keys that already stand for another action of ours."""
    return _("{keys} is chosen for two things: choose other keys for “{action}”.").format(
        keys=keys, action=actions.title(action)
    )


def taken(action: str, keys: Keys) -> str:
    """Return the sentence for keys that another program holds."""
    return _("{keys} is taken by another program: choose other keys for “{action}”.").format(
        keys=keys, action=actions.title(action)
    )


def not_on_keyboard(action: str, keys: Keys) -> str:
    """Return the sentence for keys that this keyboard does not have."""
    return _("This keyboard has no {keys}: choose other keys for “{action}”.").format(
        keys=keys, action=actions.title(action)
    )


def unsupported() -> str:
    """Return the sentence for a desktop that gives programs no keys."""
    return _(
        "This desktop gives Sori no keys of its own: in the desktop's keyboard settings, "
        "bind a key to the command `sori do dictate`."
    )
