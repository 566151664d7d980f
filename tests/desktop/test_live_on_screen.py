"""Describing again, walking and the live reader on a real screen, by keys alone."""

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from desktop.capture import x11
from engines import resource
from engines.results import Box
from tests.desktop import garden
from tests.display_rig import Display, Seen, sori_window

TABLE = resource.path("samples", "invoice-table.png")


def names(nodes: Iterable[Seen]) -> set[str]:
    return {node.name for node in nodes}


def focused(words: str) -> Callable[[list[Seen]], bool]:
    return lambda nodes: any(node.is_focused and words in node.name for node in nodes)


def says(words: str) -> Callable[[list[Seen]], bool]:
    return lambda nodes: any(words in node.name for node in nodes if node.role == "label")


def activate(display: Display, title: str) -> None:
    """Bring a window to the front, as its user would."""
    subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", title, "windowactivate", "--sync"],
        env=display.environment,
        check=True,
        capture_output=True,
    )


def active(display: Display) -> str:
    asked = subprocess.run(
        ["xdotool", "getactivewindow", "getwindowname"],
        env=display.environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return asked.stdout.strip()


def test_what_changes_in_another_window_is_told(display: Display) -> None:
    # GIVEN a window that was described
    display.start(sys.executable, str(Path(garden.__file__)))
    display.wait_for(lambda seen: garden.TEXT in names(seen))
    sori_window(display, "--language", "en")
    display.wait_for(focused("Describe screen"))
    display.keys("ctrl+2")
    display.wait_for(
        lambda nodes: any(name.startswith("The description is complete") for name in names(nodes)), 40
    )
    # WHEN something changes in it, and it is described again
    activate(display, f"^{garden.TITLE}$")
    display.keys("space")
    display.wait_for(lambda nodes: garden.WATERED in names(nodes))
    activate(display, "^Sori$")
    display.wait_for(focused(garden.TITLE))
    display.keys("ctrl+6")
    # THEN only that is told, and has the focus
    changed = f"{garden.TEXT} is now {garden.WATERED}"
    display.wait_for(focused(changed), 40)
    # WHEN the window is to be read whenever it changes THEN it has the focus, and the title says so
    display.keys("ctrl+9")
    display.wait_for(lambda nodes: any(name.startswith("Reading what changes") for name in names(nodes)), 20)
    activate(display, f"^{garden.TITLE}$")
    # WHEN it changes THEN that is told, over the window too, and the focus stays in it
    display.wait_for(says("Reading what changes"), 20)
    display.keys("space")
    display.wait_for(says(garden.TEXT), 40)
    assert active(display) == garden.TITLE
    # WHEN it is closed THEN the reading ends
    display.keys("alt+F4")
    display.wait_for(says("The window was closed"), 20)
    assert "Sori" in names(display.tree())


def test_letters_walk_and_a_table_opens(display: Display) -> None:
    # GIVEN the description of a picture with a table
    sori_window(display, "--language", "en", str(TABLE))
    display.wait_for(lambda nodes: "Table with 5 rows" in names(nodes) and focused("Invoices")(nodes), 40)
    # WHEN letters are pressed THEN they go by kind
    display.keys("b")
    display.wait_for(focused("Find, button"))
    # WHEN Enter is pressed on a table THEN it opens, and arrows go from cell to cell
    display.keys("t", "Return", "Right")
    nodes = display.wait_for(focused("Hanbit Books"))
    assert any(node.role == "table" and node.name == "Table" for node in nodes)
    # WHEN letters are written into the search THEN they are no commands, and Enter goes to what is found
    display.keys("Escape", "ctrl+f", *"bakery", "Return")
    display.wait_for(focused("North Bakery"))


def test_a_place_on_the_screen_is_seen_from_a_lane(display: Display, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a window on a screen
    monkeypatch.setenv("DISPLAY", display.environment["DISPLAY"])
    program = display.start(sys.executable, str(Path(garden.__file__)))
    display.wait_for(lambda seen: garden.TEXT in names(seen))
    # WHEN asked for what stands at a point THEN it is that window
    found = x11.window_at(200, 200)
    assert found is not None
    assert found.title == garden.TITLE
    now = x11.standing(found.id)
    assert now is not None
    assert (now.box, now.is_shown, now.above) == (found.box, True, ())
    # AND its pixels come in rows of 4 bytes a px, within the desktop
    whole = x11.desktop()
    assert whole == Box(0, 0, 1280, 900)
    pixels = x11.pixels(found.box)
    assert pixels is not None
    assert len(pixels) == 4 * found.box.width * found.box.height
    assert len(set(pixels)) > 10
    # AND there is nothing where no window is
    assert x11.window_at(1200, 850) is None
    # WHEN another program's window lies over it THEN that is told
    display.start(sys.executable, str(Path(garden.__file__)))
    display.wait_for(lambda seen: [node.name for node in seen].count(garden.TEXT) == 2)
    covered = x11.standing(found.id)
    assert covered is not None
    assert len(covered.above) == 1
    # WHEN its program ends THEN it is gone
    program.terminate()
    program.wait(10)
    display.wait_for(lambda _seen: x11.standing(found.id) is None)
