"""Tell which field has the keyboard's focus, what stands before its caret, and whether it is protected."""

import os
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from dataclasses import field as of
from typing import Any, Final, TypeVar

from desktop.input import atspi, x11
from desktop.input.atspi import ACCESSIBLE, TEXT, Call, Node, Tree, TreeUnavailable

T = TypeVar("T")

BEFORE_CHARACTERS: Final = 200
_LONG_SECONDS: Final = 2.0
"""For a text of 50,000 words."""
_UNKNOWN: Final = -1
_TEXT_ROLES: Final = (61, 79, 40)  # text, entry, password text
_NOT_FOR_TEXT: Final = frozenset(
    # check box, check menu item, combo box, icon, image, list, list item, menu, menu bar, menu item,
    # page tab, its list, progress bar, push button, radio button, radio menu item, scroll bar, slider,
    # table, table cell, toggle button, tool bar, tree, tree table, link, tree item
    (7, 8, 11, 26, 27, 31, 32, 33, 34, 35, 37, 38, 42, 43, 44, 45, 48, 51, 55, 56, 62, 63, 65, 66, 88, 91)
)
TERMINALS: Final = frozenset(
    [
        "xterm",
        "uxterm",
        "urxvt",
        "rxvt",
        "eterm",
        "st",
        "st-256color",
        "kitty",
        "alacritty",
        "foot",
        "footclient",
        "konsole",
        "yakuake",
        "guake",
        "tilda",
        "terminator",
        "terminology",
        "tilix",
        "ghostty",
        "com.mitchellh.ghostty",
        "wezterm",
        "org.wezfurlong.wezterm",
        "ptyxis",
        "kgx",
        "gnome-terminal",
        "gnome-terminal-server",
        "xfce4-terminal",
        "mate-terminal",
        "lxterminal",
        "qterminal",
        "deepin-terminal",
        "cool-retro-term",
        "hyper",
        "tabby",
        "warp",
        "sakura",
        "roxterm",
        "x-terminal-emulator",
        "console",
    ]
)


@dataclass(frozen=True)
class Field:
    """What has the keyboard's focus."""

    identity: str
    """Stays the same as long as it is the same field."""
    application: str = ""
    toolkit: str = ""
    role: str = ""
    """AT-SPI's English name of what it is; empty where only the window is known."""
    before: str = of(default="", repr=False)
    """Up to 200 characters before the caret, or before the selection; empty if unknown or protected."""
    is_protected: bool = False
    """Whether it is for a password: its words are never kept, shown or said."""
    is_terminal: bool = False
    is_single_line: bool = False
    takes_text: bool = True
    """False for a button, a list, a text that is only for reading."""
    has_selection: bool = False
    is_readable: bool = False
    """Whether it can be checked what has arrived in it."""
    window: int = 0
    """The X or Windows number of its window; 0 where windows have none."""
    place: int = _UNKNOWN
    """Where new text begins, in the units of its toolkit."""
    before_place: int = _UNKNOWN
    """Where `before` begins, in the same units."""

    @property
    def node(self) -> Node | None:
        """Where it stands in the accessibility tree."""
        bus, _, path = self.identity.partition(" ")
        return (bus, path) if path else None


class FocusedField:
    """Looks at the field that has the focus. Belongs to one lane; no method blocks for much over a second."""

    def __init__(self) -> None:
        """Get ready; nothing is asked yet."""
        self._tree: Tree | None = None
        self._server: Any = None

    def read(self) -> Field | None:
        """Return the field with the focus, or None where nothing tells."""
        if sys.platform == "win32":
            return _windows_window()
        if sys.platform == "darwin":
            return _mac_application()
        found = self._asked(_focused)
        window = self._active_window()
        if found:
            return replace(found, window=window.id if window else 0)
        if window is None:
            return None
        # A program that keeps no accessibility tree, or none at all.
        return Field(
            f"window:{window.id}",
            window.kind,
            is_terminal=window.kind.lower() in TERMINALS,
            takes_text=window.id != 0,
            window=window.id,
        )

    def place(self, field: Field) -> int | None:
        """Return where typed text would begin now, in the toolkit's units; None if it does not say."""
        node = field.node
        selection = self._asked(lambda tree: tree.selection(node)) if node else None
        return selection[0] if selection else None

    def since(self, field: Field) -> str | None:
        """Return what stands from the start of `field.before` to the caret now; None if it cannot be told."""
        caret = self.place(field) if field.is_readable else None
        return None if caret is None else self.part(field, field.before_place, caret)

    def part(self, field: Field, start: int, end: int) -> str | None:
        """Return a part of the text, in the toolkit's units; None if it cannot be told."""
        node = field.node
        return self._asked(lambda tree: tree.text(node, start, end, _LONG_SECONDS)) if node else None

    def put(self, field: Field, text: str) -> None:
        """Ask the program itself to insert `text` at the caret; look afterwards whether it did."""
        # Qt fills the text up to this length, GTK cuts it there: one counts as UTF-16, the other bytes.
        size = len(text.encode("utf-16-le")) // 2 if field.toolkit == "Qt" else len(text.encode())
        self._edit(field, "InsertText", "isi", (field.place, text, size))

    def remove(self, field: Field, start: int, end: int) -> None:
        """Ask the program itself to delete a part; look afterwards whether it did."""
        self._edit(field, "DeleteText", "ii", (start, end))

    def select(self, field: Field, start: int, end: int) -> bool:
        """Select a part; return whether it is selected now."""
        node = field.node
        if node is None:
            return False
        call = Call(node, TEXT, "AddSelection", "ii", (start, end))
        self._asked(lambda tree: tree.ask(call, _LONG_SECONDS))
        return self._asked(lambda tree: tree.selection(node)) == (start, end)

    def close(self) -> None:
        """Disconnect; the next question connects again."""
        self._leave_tree()
        self._leave_server()

    def _leave_tree(self) -> None:
        if self._tree:
            self._tree.close()
            self._tree = None

    def _leave_server(self) -> None:
        if self._server:
            x11.close(self._server)
            self._server = None

    def _active_window(self) -> x11.Window | None:
        """Return the active window, number 0 if no program has the keyboard, None where nothing tells."""
        if os.environ.get("WAYLAND_DISPLAY"):
            return None
        try:
            if self._server is None:
                self._server = x11.open_server()
            return x11.active_window(self._server) or x11.Window(0, "")
        except x11.XUnavailable:
            self._leave_server()
            return None

    def _edit(self, field: Field, method: str, signature: str, arguments: tuple[object, ...]) -> None:
        if field.node:
            call = Call(field.node, atspi.EDITABLE_TEXT, method, signature, arguments)
            # Its own answer is worth nothing: Qt says yes also for a button.
            self._asked(lambda tree: tree.ask(call, _LONG_SECONDS))

    def _asked(self, question: Callable[[Tree], T | None]) -> T | None:
        try:
            if self._tree is None:
                self._tree = Tree()
            return question(self._tree)
        except TreeUnavailable:
            self._leave_tree()
            return None


def _focused(tree: Tree) -> Field | None:
    node = tree.focused()
    if node is None:
        return None
    role, name, states, owner, title = tree.ask_all(
        [
            Call(node, ACCESSIBLE, "GetRole"),
            Call(node, ACCESSIBLE, "GetRoleName"),
            atspi.states_of(node),
            Call(node, ACCESSIBLE, "GetApplication"),
            atspi.property_of(node, ACCESSIBLE, "Name"),
        ]
    )
    if not role:
        return None
    number, state = int(role[0]), atspi.as_states(states)
    program = (str(owner[0][0]), str(owner[0][1])) if owner else (node[0], atspi.ROOT[1])
    names = (
        atspi.property_of(program, ACCESSIBLE, "Name"),
        atspi.property_of(program, "org.a11y.atspi.Application", "ToolkitName"),
    )
    application, toolkit = (str(one[0][1]) if one else "" for one in tree.ask_all(names))
    label = str(title[0][1]) if title else ""
    is_protected = number == atspi.ROLE_PASSWORD
    selection = tree.selection(node)
    place, end = selection or (_UNKNOWN, _UNKNOWN)
    before_place = max(0, place - BEFORE_CHARACTERS) if selection else _UNKNOWN
    before = tree.text(node, before_place, place) if selection and not is_protected else None
    return Field(
        identity=" ".join(node),
        application=application,
        toolkit=toolkit,
        role=str(name[0]) if name else "",
        before=before or "",
        is_protected=is_protected,
        is_terminal=number == atspi.ROLE_TERMINAL
        or application.lower() in TERMINALS
        # The terminals inside editors are made of web pages, and call themselves so.
        or label.lower().startswith("terminal"),
        is_single_line=bool(state & atspi.SINGLE_LINE)
        or (number in _TEXT_ROLES and not state & atspi.MULTI_LINE),
        takes_text=bool(state & atspi.EDITABLE) or not (number in _NOT_FOR_TEXT or state & atspi.READ_ONLY),
        is_readable=before is not None,
        has_selection=place != end,
        place=place,
        before_place=before_place,
    )


def plain(text: str) -> str:
    """Return `text` as it is compared with what a toolkit gives back."""
    return unicodedata.normalize("NFC", atspi.plain_lines(text))


def _windows_window() -> Field | None:
    from desktop.input import typist_windows

    found = typist_windows.active_window()
    if found is None:
        return None
    window, program, is_password = found
    return Field(
        f"window:{window}", program, is_protected=is_password, is_terminal=program in TERMINALS, window=window
    )


def _mac_application() -> Field | None:
    from desktop.input import typist_macos

    found = typist_macos.active_application()
    if found is None:
        return None
    number, name = found
    return Field(f"window:{number}", name, is_terminal=name.lower() in TERMINALS)
