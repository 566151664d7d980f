"""The field with the focus, read from real programs on a real screen."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.app_pages import LatePages
from desktop.input.atspi import Node, Tree, TreeUnavailable
from desktop.input.field import Field, FocusedField
from desktop.presenters.choices import Choices
from desktop.settings import Settings
from tests.display_rig import Display
from tests.editor import Editor, open_editor


@pytest.fixture
def screen(display: Display, monkeypatch: pytest.MonkeyPatch) -> Display:
    """A screen whose accessibility bus runs, seen by this process as well."""
    for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.setenv(name, display.environment[name])
    for name in ("WAYLAND_DISPLAY", "XMODIFIERS", "GTK_IM_MODULE", "QT_IM_MODULE"):
        monkeypatch.delenv(name, raising=False)
    display.tree()
    return display


@pytest.fixture
def fields() -> Iterator[FocusedField]:
    reader = FocusedField()
    yield reader
    reader.close()


def opened(screen: Display, *arguments: str, name: str = "editor") -> Editor:
    """Open the editor and wait until its field has the focus."""
    kind = arguments[arguments.index("--class") + 1] if "--class" in arguments else name
    editor = open_editor(screen.start, screen.folder, *arguments, "--class", kind, "--title", name, name=name)
    reader = FocusedField()
    deadline = time.monotonic() + 30
    while (field := reader.read()) is None or field.node is None or field.application != kind:
        assert time.monotonic() < deadline, f"{field} instead of {name}"
        time.sleep(0.03)
    reader.close()
    return editor


def read(fields: FocusedField) -> Field:
    """Return the field; a window that just opened may take a moment to say that it is active."""
    deadline = time.monotonic() + 20
    while (found := fields.read()) is None or found.node is None:
        assert time.monotonic() < deadline, f"no field but {found}"
        time.sleep(0.05)
    return found


def test_the_text_before_the_caret_is_read(screen: Display, fields: FocusedField) -> None:
    # GIVEN a page with lines and an emoji, and the caret after the first of them
    opened(screen, "--text", "Sun 🌻\nflowers need water")
    screen.keys("ctrl+Home", "End")
    # WHEN read THEN it is known what stands before the caret, and what kind of field it is
    field = read(fields)
    assert field.before == "Sun 🌻"
    assert (field.role, field.application) == ("text", "editor")
    assert field.takes_text
    assert field.is_readable
    others = (field.is_protected, field.is_terminal, field.is_single_line, field.has_selection)
    assert not any(others)
    # WHEN words are selected THEN the text before them counts, for they will be replaced
    screen.keys("ctrl+shift+Left")
    selected = read(fields)
    assert selected.identity == field.identity
    assert selected.has_selection
    assert selected.before == "Sun "


def test_only_the_last_two_hundred_characters_are_read(screen: Display, fields: FocusedField) -> None:
    # GIVEN a long line WHEN read THEN only its end comes
    opened(screen, "--field", "line", "--text", "a" * 300 + "b" * 200)
    field = read(fields)
    assert field.before == "b" * 200
    assert field.is_single_line


def test_a_password_is_never_read(screen: Display, fields: FocusedField) -> None:
    # GIVEN a field for a password, with one in it
    opened(screen, "--field", "password", "--text", "open sesame")
    # WHEN read THEN it is known as protected, and nothing of it is taken, not even its dots
    field = read(fields)
    assert field.is_protected
    assert (field.before, field.is_readable) == ("", False)
    assert "sesame" not in repr(field)


@pytest.mark.parametrize("kind", ["button", "readonly"])
def test_what_takes_no_text_is_known(screen: Display, fields: FocusedField, kind: str) -> None:
    opened(screen, "--field", kind, "--text", "read me")
    assert not read(fields).takes_text


def test_a_terminal_is_known_by_its_program(screen: Display, fields: FocusedField) -> None:
    # GIVEN a program that is named as a terminal WHEN read THEN it is one
    opened(screen, "--class", "xterm")
    assert read(fields).is_terminal


def test_a_program_without_a_tree_is_known_by_its_window(screen: Display, fields: FocusedField) -> None:
    # GIVEN a terminal that says nothing of itself
    del screen.environment["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"]
    screen.environment["QT_ACCESSIBILITY"] = "0"
    screen.environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    open_editor(screen.start, screen.folder, "--class", "kitty")
    # WHEN read THEN its window tells which program it is, and that nothing can be read back
    deadline = time.monotonic() + 20
    while (field := fields.read()) is None or field.application != "kitty":
        assert time.monotonic() < deadline, field
        time.sleep(0.05)
    assert field.is_terminal
    assert (field.is_readable, field.node) == (False, None)


def test_an_empty_desktop_takes_no_text(screen: Display, fields: FocusedField) -> None:
    # GIVEN no window WHEN read THEN it is known that words would go nowhere
    found = fields.read()
    assert found is not None
    assert not found.takes_text


class SlowTree(Tree):
    """A tree of programs that cannot search for themselves."""

    def _matching(self, window: Node) -> list[tuple[Node, int]]:
        return []


@pytest.mark.parametrize("kind", ["page", "line", "button"])
def test_the_focus_is_found_also_without_the_help_of_the_program(screen: Display, kind: str) -> None:
    # GIVEN a field WHEN looked for by the program and by us THEN both find the same
    opened(screen, "--field", kind)
    with Tree() as quick, SlowTree() as slow:
        assert slow.focused() == quick.focused() is not None


def test_a_hung_program_holds_nobody_up(screen: Display, fields: FocusedField) -> None:
    # GIVEN a program that was found and then hangs
    editor = opened(screen, "--text", "abc")
    assert read(fields).before == "abc"
    os.kill(editor.process.pid, signal.SIGSTOP)
    try:
        # WHEN read THEN an answer comes all the same: at most the window is known
        found = fields.read()
        assert found is None or not found.is_readable
    finally:
        os.kill(editor.process.pid, signal.SIGCONT)


def test_without_a_bus_nothing_is_known(fields: FocusedField, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN neither a session bus nor a screen WHEN read THEN there is no field, and no error
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(TreeUnavailable):
        Tree()
    assert fields.read() is None


def test_what_the_lanes_read_with_is_closed_at_the_end(screen: Display) -> None:
    # GIVEN the pages of a window, and the field read in two lanes of theirs
    window = SimpleNamespace(add_page=lambda name, build: None)
    application: Any = SimpleNamespace(window=window, choices=Choices(Settings()))
    pages = LatePages(application)
    opened(screen)
    before = sockets()
    lanes = [pages.focused_field(), pages.focused_field()]
    for lane in lanes:
        read(lane)
    assert sockets() > before
    # WHEN the pages end THEN no connection is left
    pages.end()
    assert sockets() == before


def sockets() -> int:
    """Return how many connections this process has."""
    return sum("socket:" in os.path.realpath(file) for file in Path("/proc/self/fd").iterdir())
