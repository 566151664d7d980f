"""The means of typing that no screen of ours has: Wayland's portal and programs, through stand-ins."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop.input import clipboard_wayland
from desktop.input.clipboard import (
    Clipboard,
    ClipboardUnavailable,
    Content,
    NoClipboard,
    clipboard,
    text_content,
)
from desktop.input.clipboard_wayland import WaylandClipboard
from desktop.input.clipboard_x11 import X11Clipboard
from desktop.input.field import FocusedField
from desktop.input.inserter import Inserter
from desktop.input.typist_macos import MacTypist
from desktop.input.typist_wayland import PortalTypist, WtypeTypist, YdotoolTypist, keysym
from desktop.input.typist_windows import WindowsTypist
from desktop.input.typists import NoTypist, TypingRefused, typists
from tests import typing_portal_mock
from tests.display_rig import Display

CONTROL, SHIFT = 0xFFE3, 0xFFE1
COPY = """#!/bin/sh
[ "$1" = --clear ] && { rm -f "$BOARD/"*; exit 0; }
[ "$1" = --sensitive ] && { $KNOWS_SECRETS || exit 1; shift; printf x > "$BOARD/sensitive"; }
cat > "$BOARD/text"; printf '%s\\n' "$2" text/html > "$BOARD/types"
"""
PASTE = """#!/bin/sh
[ -e "$BOARD/types" ] || { echo "Nothing is copied" >&2; exit 1; }
[ "$1" = --list-types ] && exec cat "$BOARD/types"
exec cat "$BOARD/text"
"""
"""Programs that keep what they get in files, with the command lines of the true ones."""


@contextmanager
def portal(folder: Path, mode: str) -> Iterator[Path]:
    """Run a portal and return the file it writes to."""
    file = folder / "keys.jsonl"
    command = [sys.executable, typing_portal_mock.__file__, mode, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield file
        finally:
            process.terminate()


def lines(file: Path) -> list[Any]:
    return [json.loads(line) for line in file.read_text().splitlines()]


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A session bus, and nothing else of a desktop."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-none")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
        yield
        daemon.terminate()


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that alone is searched for programs."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("sh", "cat", "rm", "printf"):
        (folder / name).symlink_to(f"/bin/{name}" if Path(f"/bin/{name}").exists() else f"/usr/bin/{name}")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("BOARD", str(tmp_path))
    monkeypatch.setenv("KNOWS_SECRETS", "false")
    return folder


def program(folder: Path, name: str, text: str) -> None:
    file = folder / name
    file.write_text(text)
    file.chmod(0o755)


def logging_program(folder: Path, name: str, exit_code: int = 0) -> Path:
    """Make a program that writes down its arguments and what it is given, and return the file."""
    log = folder / f"{name}.log"
    program(folder, name, f'#!/bin/sh\n{{ printf "[%s]" "$@"; cat; }} >> {log}\nexit {exit_code}\n')
    return log


@pytest.mark.parametrize("mode", ["give", "strict"])
def test_the_portal_gets_each_character_whole(bus: None, tmp_path: Path, mode: str) -> None:
    # GIVEN a desktop whose portal agrees
    token = tmp_path / "kept" / "token"
    with portal(tmp_path, mode) as file:
        # WHEN text is typed and pasted
        typist = PortalTypist(token)
        assert typist.can_type("Grüße 한 🌻")
        assert not typist.can_type("two\nlines")
        typist.type("aü한🌻", 0)
        typist.paste(0, for_terminal=True)
        typist.close()
        # THEN each character goes down and up as its keysym, and the chord holds its modifiers around it
        symbols = [0x61, 0xFC, 0x0100D55C, 0x0101F33B]
        typed = [[one, state] for one in symbols for state in (1, 0)]
        chord = [[CONTROL, 1], [SHIFT, 1], [0x76, 1], [0x76, 0], [SHIFT, 0], [CONTROL, 0]]
        assert lines(file) == ["", *typed, *chord]
        # AND next time the desktop is told that the user has agreed before
        PortalTypist(token).close()
        assert lines(file)[-1] == typing_portal_mock.TOKEN
    assert token.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("mode", ["leave", "none"])
def test_a_portal_that_refuses_is_left(bus: None, tmp_path: Path, mode: str) -> None:
    # GIVEN a user who says no, or no portal at all WHEN asked THEN the next means is tried
    if mode == "none":
        with pytest.raises(TypingRefused):
            PortalTypist(tmp_path / "token")
    else:
        with portal(tmp_path, mode), pytest.raises(TypingRefused):
            PortalTypist(tmp_path / "token")


def test_a_desktop_that_takes_its_leave_back_hands_over(bus: None, tmp_path: Path, programs: Path) -> None:
    # GIVEN a portal that no longer lets keys through, and wtype
    log = logging_program(programs, "wtype")
    with portal(tmp_path, "revoke"):
        fields = FocusedField()
        inserter = Inserter(
            fields, NoClipboard(), lambda: (lambda: PortalTypist(tmp_path / "token"), WtypeTypist)
        )
        # WHEN words are inserted THEN wtype writes them, and it says that nothing can be seen
        (result,) = inserter.insert("물을 주다", None)
        assert result.outcome == "unverified"
        assert log.read_text() == "[][-]물을 주다"
        inserter.close()
        fields.close()


def test_wtype_and_ydotool_get_the_right_arguments(programs: Path) -> None:
    # GIVEN neither THEN both say so
    for missing in (WtypeTypist, YdotoolTypist):
        with pytest.raises(TypingRefused):
            missing()
    # GIVEN both WHEN used THEN text is no argument, which other users could read
    log = logging_program(programs, "wtype")
    wtype = WtypeTypist()
    wtype.type("-M 한", 0)
    wtype.paste(0, for_terminal=False)
    wtype.paste(0, for_terminal=True)
    wtype.press_backspace()
    assert log.read_text() == ("[][-]-M 한[-M][ctrl][-k][v][-M][ctrl][-M][shift][-k][v][-k][BackSpace]")
    log = logging_program(programs, "ydotool")
    ydotool = YdotoolTypist()
    assert not ydotool.can_type("a")
    ydotool.paste(0, for_terminal=False)
    assert log.read_text() == "[type][][key][29:1][47:1][47:0][29:0]"
    # GIVEN a compositor that refuses THEN so do they
    for name, kind in (("wtype", WtypeTypist), ("ydotool", YdotoolTypist)):
        logging_program(programs, name, exit_code=1)
        with pytest.raises(TypingRefused):
            kind()


def test_the_clipboard_of_wayland_is_kept(programs: Path, tmp_path: Path) -> None:
    # GIVEN no programs THEN there is no clipboard
    board: Clipboard = WaylandClipboard()
    with pytest.raises(ClipboardUnavailable):
        board.content()
    with pytest.raises(ClipboardUnavailable):
        board.put(text_content("a"))
    # GIVEN both, and nothing copied THEN it is empty
    program(programs, "wl-copy", COPY)
    program(programs, "wl-paste", PASTE)
    assert board.content() == Content()
    # WHEN text is put there THEN it stands there, and it is known that more formats were not kept
    board.put(text_content("물\n"))
    assert board.content().text == "물\n"
    assert not board.content().is_whole
    assert board.is_ours()
    assert board.was_taken() is None
    # WHEN another program copies something THEN it is no longer ours
    (tmp_path / "text").write_text("new")
    assert not board.is_ours()
    # WHEN emptied THEN nothing stays
    board.put(Content())
    assert board.content() == Content()
    board.close()


@pytest.mark.parametrize("knows", ["true", "false"])
def test_a_secret_is_marked_and_counts_as_there_while_nobody_can_look(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, knows: str
) -> None:
    # GIVEN a wl-copy that can ask histories to pass over a secret, or one that is too old
    monkeypatch.setenv("KNOWS_SECRETS", knows)
    program(programs, "wl-copy", COPY)
    program(programs, "wl-paste", PASTE)
    board = WaylandClipboard()
    # WHEN a text is copied THEN nothing is asked
    board.put(text_content("a"))
    assert not (tmp_path / "sensitive").exists()
    # WHEN a secret is THEN it stands there, marked if that is possible
    board.put(text_content("open sesame", is_secret=True))
    assert board.content().text == "open sesame"
    assert (tmp_path / "sensitive").exists() == (knows == "true")
    # WHEN another program copies something THEN it is no longer ours
    (tmp_path / "text").write_text("new")
    assert not board.is_ours()
    # WHEN nobody can look THEN a secret is taken away all the same, and a text is not
    program(programs, "wl-paste", "#!/bin/sh\nexec sleep 60\n")
    (programs / "sleep").symlink_to("/bin/sleep")
    monkeypatch.setattr(clipboard_wayland, "_SECONDS", 0.5)
    assert board.is_ours()
    monkeypatch.setattr(clipboard_wayland, "_SECONDS", 10.0)
    board.put(text_content("a"))
    (programs / "wl-paste").unlink()
    assert not board.is_ours()


def test_without_any_means_the_user_pastes(bus: None, programs: Path) -> None:
    # GIVEN a Wayland desktop with a clipboard and nothing else
    program(programs, "wl-copy", COPY)
    program(programs, "wl-paste", PASTE)
    fields, board = FocusedField(), WaylandClipboard()
    inserter = Inserter(fields, board)
    # WHEN words are inserted THEN they are on the clipboard, and one sentence says what to press
    (result,) = inserter.insert("물을 주다", None)
    assert (result.outcome, result.clipboard) == ("refused", "text")
    assert result.sentence.endswith("press Ctrl+V.")
    assert board.content().text == "물을 주다"
    inserter.close()
    fields.close()


@pytest.mark.parametrize("kind", [WindowsTypist, MacTypist])
def test_the_means_of_other_systems_refuse_here(kind: type) -> None:
    with pytest.raises(TypingRefused):
        kind()


def test_each_desktop_has_its_means() -> None:
    assert list(typists({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"})) == [
        PortalTypist,
        WtypeTypist,
        YdotoolTypist,
        NoTypist,
    ]
    assert list(typists({})) == [NoTypist]
    kinds = [
        type(clipboard(lambda call: None, one)) for one in ({"WAYLAND_DISPLAY": "w"}, {"DISPLAY": ":0"}, {})
    ]
    assert kinds == [WaylandClipboard, X11Clipboard, NoClipboard]


def test_keysyms_are_those_of_x() -> None:
    assert [keysym(one) for one in "A~é€한"] == [0x41, 0x7E, 0xE9, 0x010020AC, 0x0100D55C]


QT_PROGRAM = """
import sys, threading
from PySide6.QtGui import QGuiApplication
from desktop.gui_thread import GuiThread
from desktop.input.clipboard import Content, text_content
from desktop.input.clipboard_qt import ClipboardDoor
application = QGuiApplication([])
door = ClipboardDoor(GuiThread().post)
def work():
    door.put(Content((("text/plain;charset=utf-8", "\\ubb3c".encode()), ("text/html", b"<b>x</b>"))))
    kept = door.content()
    print(kept.text == "\\ubb3c", dict(kept.formats)["text/html"], door.is_ours(), flush=True)
    sys.stdin.readline()
    print(door.was_taken(), door.is_ours(), flush=True)
    sys.stdin.readline()
    while door.is_ours():
        pass
    print(door.content().text, flush=True)
    application.quit()
threading.Thread(target=work).start()
application.exec()
"""


def test_the_clipboard_of_qt_is_asked_from_a_lane(display: Display, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a program whose lane puts text and markup on the clipboard
    monkeypatch.setenv("DISPLAY", display.environment["DISPLAY"])
    command = [sys.executable, "-c", QT_PROGRAM]
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    environment = {**display.environment, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        try:
            # THEN the lane finds it there
            assert said(process) == "True b'<b>x</b>' True\n"
            # WHEN another program takes it THEN that is noticed
            asked = subprocess.run(
                ["xclip", "-selection", "clipboard", "-o", "-t", "UTF8_STRING"],
                env=display.environment,
                capture_output=True,
                check=True,
                timeout=20,
            )
            assert asked.stdout.decode() == "물"
            assert said(process, "go on") == "True True\n"
            # WHEN another program copies something THEN it is known as another's
            other = X11Clipboard()
            other.put(text_content("new"))
            assert said(process, "go on") == "new\n"
            other.close()
        finally:
            process.kill()


def said(process: "subprocess.Popen[str]", told: str = "") -> str:
    """Tell the program something and return its next line."""
    assert process.stdin is not None
    assert process.stdout is not None
    if told:
        print(told, file=process.stdin, flush=True)
    return process.stdout.readline()
