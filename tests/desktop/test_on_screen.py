"""What is taken from the screen, by keys alone: a window, the screen, a region, the clipboard, a file."""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from engines import resource
from tests.desktop import garden
from tests.display_rig import Display, Seen, sori_window

SAMPLE = resource.path("samples", "save-changes-dialog.png")
COMPLETE = "The description is complete"


def names(nodes: Iterable[Seen]) -> set[str]:
    return {node.name for node in nodes}


def items(nodes: Iterable[Seen]) -> list[str]:
    return [node.name for node in nodes if node.role == "tree item"]


def described(display: Display) -> list[str]:
    """Wait for the complete description and return its rows."""
    display.wait_for(lambda nodes: any(name.startswith(COMPLETE) for name in names(nodes)), 40)
    # While the tree was being walked, rows may have come in behind the walker.
    return items(display.tree())


def place(display: Display, title: str) -> str:
    asked = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", f"^{title}$", "getwindowgeometry"],
        env=display.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return re.sub(r"Window \d+", "", asked.stdout)


@pytest.fixture
def window(display: Display) -> Display:
    """Sori's window over a foreign one."""
    display.start(sys.executable, str(Path(garden.__file__)))
    display.wait_for(lambda seen: garden.TEXT in names(seen))
    sori_window(display, "--language", "en")
    # Keys that come before it has the focus go to the foreign window.
    display.wait_for(lambda seen: any(node.name == "Describe screen" and node.is_focused for node in seen))
    return display


def test_the_window_before_sori_is_described_without_sori(window: Display) -> None:
    # GIVEN Sori's window in front of another one
    stood = place(window, "Sori")
    # WHEN the active window is asked for
    window.keys("ctrl+2")
    seen = described(window)
    # THEN the other window is described by its title and what it shows
    assert garden.TITLE in seen[0]
    assert garden.TEXT in seen
    # AND nothing of Sori's own window
    assert not {"Read all", "Louder"} & set(" ".join(seen).split(", "))
    # AND Sori is back where it was, with the focus on what was found
    assert place(window, "Sori") == stood
    assert seen[0] in [node.name for node in window.tree() if node.is_focused]


def test_the_whole_screen_is_described_without_sori(window: Display) -> None:
    # GIVEN Sori's window over another one WHEN the screen is asked for
    window.keys("ctrl+1")
    seen = described(window)
    # THEN what Sori's window covered is read, and Sori's own buttons are not
    assert garden.TEXT in seen
    assert not any("Louder" in name or "Clipboard" in name for name in seen)


def test_a_region_is_chosen_by_keys(window: Display) -> None:
    # GIVEN the frame in the middle of the frozen screen
    window.keys("ctrl+3")
    window.wait_for(
        lambda nodes: any("Left 25, top 25, width 50, height 50 percent." in n for n in names(nodes))
    )
    # WHEN moved and sized THEN it says where it is
    window.keys(*["Left"] * 13, *["Up"] * 13)
    window.wait_for(lambda nodes: "Left 0, top 0, width 50, height 50 percent." in names(nodes))
    window.keys("shift+Right", "ctrl+shift+Left", "shift+Up")
    window.wait_for(lambda nodes: "Left 0, top 0, width 52, height 48 percent." in names(nodes))
    # WHEN taken THEN what stands in it is described
    window.keys("Return")
    seen = described(window)
    assert any("need water" in name for name in seen), seen
    # WHEN another one is left THEN it says so, and what was found stays
    window.keys("ctrl+3")
    window.wait_for(lambda nodes: any("percent." in name for name in names(nodes)))
    window.keys("Escape")
    after = window.wait_for(lambda nodes: "Nothing was chosen." in names(nodes))
    assert items(after) == seen


def test_the_clipboard_and_a_file_are_described(display: Display) -> None:
    # GIVEN a picture on the clipboard
    display.start("xclip", "-selection", "clipboard", "-t", "image/png", "-i", str(SAMPLE))
    sori_window(display, "--language", "en")
    display.wait_for(lambda seen: "Describe screen" in names(seen))
    # WHEN the clipboard is asked for THEN it is described
    display.keys("ctrl+v")
    seen = described(display)
    assert "Create a backup copy, check box, checked" in seen
    # WHEN walked by the arrow keys THEN the picture's description tells what is outlined
    display.keys("Down", "Down")
    display.wait_for(lambda nodes: any(node.description.startswith("Outlined at the top") for node in nodes))
    # WHEN a file is opened by its name THEN it is described
    display.keys("ctrl+o")
    nodes = display.wait_for(lambda nodes: "Open picture" in " ".join(names(nodes)))
    assert [node for node in nodes if node.is_focusable and node.is_showing and not node.name] == []
    subprocess.run(
        ["xdotool", "type", str(resource.path("samples", "invoice-table.png"))],
        env=display.environment,
        check=True,
    )
    display.keys("Return")
    display.wait_for(lambda nodes: "Table with 5 rows" in items(nodes), 40)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_whatever_takes_the_focus_in_a_dialog_has_a_name(display: Display, language: str) -> None:
    # GIVEN the window
    sori_window(display, "--language", language)
    display.wait_for(lambda seen: any(node.role in ("push button", "button") for node in seen))
    # WHEN the settings, the keys and the file dialog open, one after the other
    for key in ("ctrl+comma", "F1", "ctrl+o"):
        display.keys(key)
        nodes = display.wait_for(dialogs)
        # THEN each part that takes the focus has a name
        nameless = [node for node in nodes if node.is_focusable and node.is_showing and not node.name]
        assert nameless == [], key
        display.keys("Escape")
        display.wait_for(lambda seen: not dialogs(seen))


def dialogs(nodes: Iterable[Seen]) -> list[Seen]:
    return [node for node in nodes if node.role in ("dialog", "file chooser", "alert")]
