"""Describing again, walking and the live reader on a real screen, by keys alone."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
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
    display.run("xdotool", "search", "--onlyvisible", "--name", title, "windowactivate", "--sync")


def wait_until_active(display: Display, title: str) -> None:
    deadline = time.monotonic() + 20
    while (seen := active(display)) != title:
        assert time.monotonic() < deadline, f"{seen!r} is in front"
        time.sleep(0.1)


def active(display: Display) -> str:
    asked = subprocess.run(
        ["xdotool", "getactivewindow", "getwindowname"],
        env=display.environment,
        check=False,  # for a moment no window may be active
        capture_output=True,
        text=True,
    )
    return asked.stdout.strip()


def tells(words: str) -> Callable[[list[Seen]], bool]:
    """The garden's own label says it too, so that one is not enough."""
    return lambda nodes: sum(words in node.name for node in nodes if node.role == "label") > 1


def test_letters_walk_a_table_opens_and_changes_are_told(display: Display) -> None:
    # GIVEN another window, and the description of a picture with a table
    display.start(sys.executable, str(Path(garden.__file__)))
    sori_window(display, "--language", "en", str(TABLE))
    display.wait_for(
        lambda nodes: {"Table with 5 rows", garden.TEXT} <= names(nodes) and focused("Invoices")(nodes), 60
    )
    # WHEN letters are pressed THEN they go by kind
    display.keys("b")
    display.wait_for(focused("Find, button"))
    # WHEN Enter is pressed on a table THEN it opens, and arrows go from cell to cell
    display.keys("t", "Return", "Right")
    nodes = display.wait_for(focused("Hanbit Books"))
    assert any(node.role == "table" and node.name == "Table" for node in nodes)
    # WHEN letters are written into the search THEN they are no commands, and Enter goes to what is found
    display.keys("Escape", "ctrl+f")
    display.run("xdotool", "type", "bakery")
    display.keys("Return")
    display.wait_for(focused("North Bakery"))
    # WHEN the other window is described, changes, and is described again
    display.keys("ctrl+2")
    display.wait_for(
        lambda nodes: focused(garden.TITLE)(nodes) and says("The description is complete")(nodes), 60
    )
    activate(display, f"^{garden.TITLE}$")
    display.keys("space")
    display.wait_for(lambda nodes: garden.WATERED in names(nodes))
    activate(display, "^Sori$")
    display.wait_for(focused(garden.TITLE))
    display.keys("ctrl+6")
    # THEN only the change is told, and has the focus
    display.wait_for(focused(f"{garden.TEXT} is now {garden.WATERED}"), 60)
    # WHEN the window is to be read whenever it changes THEN it is seen, and the title of Sori's says so
    display.keys("ctrl+9")
    display.wait_for(lambda nodes: any(one.startswith("Reading what changes —") for one in names(nodes)), 60)
    # AND Sori gets out of its way
    wait_until_active(display, garden.TITLE)
    # WHEN it changes THEN that is told, over the window too, and the focus stays in it
    water_until_told(display)
    assert active(display) == garden.TITLE
    # WHEN it is closed THEN the reading ends
    display.keys("alt+F4")
    display.wait_for(says("The window was closed"), 60)
    assert "Sori" in names(display.tree())


def water_until_told(display: Display) -> None:
    """Change the garden; what changed before the first look was complete is no change, so change it again."""
    for _time in range(2):
        display.keys("space")
        with suppress(AssertionError):
            display.wait_for(lambda nodes: tells(garden.TEXT)(nodes) or tells(garden.WATERED)(nodes), 30)
            return
    raise AssertionError("no change was told")


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
