"""The parts of the self-test that need Qt: every page drawn without a screen, and the tree on one."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from desktop.input.atspi import ACCESSIBLE, ROOT, Call, Node, Tree
from engines.children import environment

PAGES: Final = ("describe", "dictate", "captions", "models", "sign")
_TREE_SECONDS: Final = 60.0
_MOST_NODES: Final = 2000


def drawn_pages() -> dict[str, int]:
    """Build the window, open each page and draw it; return how many colours each has. Offscreen only."""
    from desktop import app, paths
    from desktop.__main__ import qt_application
    from desktop.announcer import SilentAnnouncer
    from desktop.settings import Settings, SettingsFile

    application = qt_application()
    sori = app.build(SettingsFile(paths.settings_file()), Settings(), lambda _jobs, _tell: SilentAnnouncer())
    sori.window.resize(900, 700)
    sori.window.show()
    found = {}
    for name in PAGES:
        sori.window.open_page(name)
        application.processEvents()
        picture = sori.window.grab().toImage()
        found[name] = len(
            {picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)}
        )
    sori.close()
    return found


def tree_of_the_window() -> set[str]:
    """Start the window on this screen; return the names in its accessibility tree once it is whole."""
    with tempfile.TemporaryDirectory() as folder:
        # A Sori that the user runs must not take this start for a wish to be shown.
        apart = {**environment(), "XDG_RUNTIME_DIR": folder, "LANGUAGE": "en"}
        process = subprocess.Popen(_window_command(), env=apart, stdin=subprocess.DEVNULL)
        try:
            return _names_when_whole(process)
        finally:
            process.terminate()
            process.wait(10)


def _window_command() -> list[str]:
    if getattr(sys, "frozen", False):
        own = Path(sys.executable)
        return [str(own.with_name("sori-desktop" + own.suffix)), "--language", "en"]
    return [sys.executable, "-P", "-m", "desktop", "--language", "en"]


def _names_when_whole(process: "subprocess.Popen[bytes]") -> set[str]:
    deadline, found = time.monotonic() + _TREE_SECONDS, set[str]()
    while time.monotonic() < deadline and process.poll() is None:
        with Tree() as tree:
            again = _names(tree)
        # The window is whole once it has stopped growing.
        if again and again == found:
            return found
        found = again
        time.sleep(1.0)
    return found


def _names(tree: Tree) -> set[str]:
    """Return every name on the accessibility bus, level by level."""
    level: list[Node] = [ROOT]
    names, seen = set[str](), 0
    while level and seen < _MOST_NODES:
        seen += len(level)
        answers = tree.ask_all([Call(node, ACCESSIBLE, "GetChildren") for node in level], 5.0)
        level = [(str(bus), str(path)) for answer in answers if answer for bus, path in answer[0]]
        names |= {str(name) for node in level[:_MOST_NODES] if (name := tree.value(node, ACCESSIBLE, "Name"))}
    return names
