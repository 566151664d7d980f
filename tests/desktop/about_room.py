"""The dialog About over fakes: `python -m tests.desktop.about_room LANGUAGE PERCENT` tells what is wrong.

`use` instead of a percentage plays with it as a person would, opens it once more as the application does,
and prints what happened; `leave` closes it while something goes on; `shots FOLDER` saves pictures of it.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.announcer import SilentAnnouncer
from desktop.bundled import Part
from desktop.gui_thread import GuiThread
from desktop.jobs import Jobs
from desktop.presenters.about import About, introduction
from desktop.presenters.choices import Choices
from desktop.presenters.voice import Voice
from desktop.release_list import File, Release
from desktop.settings import Settings
from desktop.updates import Fetched, Found
from desktop.views import look
from desktop.views.about import AboutDialog
from desktop.views.asking import Asking
from desktop.views.window import Window
from engines import words
from engines.build import Build
from engines.models.model import Progress
from tests.desktop.measured import SCREEN, cut_off, needs_sideways
from tests.desktop.rooms import nameless, turn

PARTS = (
    Part("Sori", "0.1.0", "GPL-3.0-or-later"),
    Part("FFmpeg", "", "GPL-3.0-or-later", "av"),
    Part("numpy", "1.26.4", "BSD-3-Clause AND MIT AND Zlib AND (Apache-2.0 OR GPL-2.0-or-later)"),
    Part("Vosk", "0.3.45", "Apache-2.0"),
)
NOTES = "It hears better, and describes tables of any size; every page has become quicker too. " * 3


class SlowUpdates:
    """Finds a newer Sori, and fetches it step by step until it is let go."""

    def __init__(self) -> None:
        self.may_end = threading.Event()
        file = File("sori.deb", 400_000_000, "0" * 64, "linux-x86_64", "full", "deb")
        self.found = Found(Release("9.1.0", 1, "2026-03-01", (file,), {"en": NOTES, "ko": NOTES}), True, file)

    def trouble(self) -> str:
        return ""

    def check(self) -> Generator[Progress, None, Found]:
        yield Progress("connecting")
        return self.found

    def fetch(self, found: Found) -> Generator[Progress, None, Fetched]:
        while not self.may_end.is_set():
            yield Progress("downloading", 100_000_000, 400_000_000, 1_000_000, 300)
            time.sleep(0.02)
        return Fetched(Path("/srv/Downloads/sori_9.1.0-1_amd64.deb"), "deb")


class Room:
    """The window, the dialog over it, and what decides."""

    def __init__(self) -> None:
        self.gui = GuiThread()
        self.jobs = Jobs(self.gui.post)
        self.window = Window()
        self.choices = Choices(Settings())
        self.voice = Voice(self.window, SilentAnnouncer(), self.choices)
        self.updates = SlowUpdates()
        build = Build("full", "linux-x86_64", "https://releases.example/", "key")
        self.dialog = AboutDialog(self.window, introduction(build), False)
        self.switched: list[bool] = []
        self.dialog.switched.connect(self.switched.append)
        self.about = About(self.dialog, self.voice, self.jobs, self.updates, lambda: PARTS)
        self.window.resize(*SCREEN)
        self.window.show()
        Asking(self.window).about(self.dialog)
        self.dialog.connect_to(self.about)


def wait(application: QApplication, until: Callable[[], bool]) -> bool:
    """Let the window work until something is so; return whether it came."""
    deadline = time.monotonic() + 20
    while not until() and time.monotonic() < deadline:
        turn(application, 0.02)
    return until()


def check(application: QApplication, room: Room) -> list[str]:
    """Return what is wrong with the dialog when all of it is seen."""
    dialog, tabs = room.dialog, room.dialog.tabs
    wait(application, lambda: dialog.parts.count() == len(PARTS))
    room.about.look()
    wait(application, lambda: dialog.fetch.isEnabled())
    room.about.fetch()
    wait(application, lambda: dialog.meter.isVisible())
    problems = []
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        turn(application, 0.2)
        wait(application, lambda: not cut_off(dialog))
        problems += cut_off(dialog) + needs_sideways(dialog) + nameless(dialog)
    if not QRect(0, 0, *SCREEN).contains(QRect(0, 0, dialog.width(), dialog.height())):
        problems.append("too big")
    return problems


def use(application: QApplication, room: Room) -> dict[str, Any]:
    """Play with the dialog by keys alone; return what happened."""
    dialog = room.dialog
    told: dict[str, Any] = {"focus_at_first": _name(dialog.focusWidget())}
    told["reached"] = _tabbed(application, dialog)
    dialog.weekly.setFocus()
    QTest.keyClick(dialog.weekly, Qt.Key.Key_Space)
    told["weekly"] = room.switched
    dialog.look.setFocus()
    QTest.keyClick(dialog.look, Qt.Key.Key_Space)
    wait(application, lambda: dialog.fetch.isEnabled())
    told["answer"] = dialog.answer.text()
    told["answer_is_seen"] = not dialog.answer.visibleRegion().isEmpty()
    told["notes"] = dialog.notes.toPlainText() == NOTES
    QTest.keyClick(dialog.fetch, Qt.Key.Key_Space)
    dialog.fetch.setFocus()
    QTest.keyClick(dialog.fetch, Qt.Key.Key_Space)
    wait(application, lambda: dialog.meter.isVisible() and "100 MB" in dialog.meter.text())
    told["focus_while_fetching"] = _name(dialog.focusWidget())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    turn(application)
    told["after_escape"] = (dialog.isVisible(), room.about.is_busy, dialog.answer.text())
    room.updates.may_end.set()
    wait(application, lambda: not room.jobs.is_busy("updates"))
    room.about.fetch()
    wait(application, lambda: "Downloads" in dialog.answer.text())
    told["fetched"] = dialog.answer.text()
    dialog.tabs.setCurrentIndex(1)
    dialog.parts.setFocus()
    QTest.keyClicks(dialog.parts, "num")
    wait(application, lambda: dialog.text.toPlainText() != "")
    item = dialog.parts.currentItem()
    told["typed"] = item.text() if item is not None else ""
    told["text"] = dialog.text.toPlainText()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    turn(application)
    told["closed"] = room.window.findChild(AboutDialog) is None
    return told | {"wired": wired(application, room)}


def leave(application: QApplication, room: Room) -> dict[str, Any]:
    """Close the dialog's window while something is downloaded; return what is left."""
    room.about.look()
    wait(application, lambda: room.dialog.fetch.isEnabled())
    room.about.fetch()
    wait(application, lambda: room.dialog.meter.isVisible())
    was_busy = room.about.is_busy
    room.dialog.close()
    turn(application)
    return {"busy": [was_busy, room.about.is_busy], "open": room.window.findChild(AboutDialog) is not None}


def wired(application: QApplication, room: Room) -> dict[str, Any]:
    """Open the dialog as the application does; return what it shows."""
    from desktop import about, pages

    dialog = about.show(pages.Room(room.window, Asking(room.window), room.voice, room.jobs, room.choices))
    wait(application, lambda: dialog.text.toPlainText() != "")
    told = {
        "answer": dialog.answer.text(),
        "can_look": dialog.look.isEnabled() or dialog.weekly.isEnabled(),
        "first": dialog.parts.item(0).text(),
        "parts": dialog.parts.count(),
        "text": dialog.text.toPlainText()[:60].strip(),
    }
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    turn(application)
    return told | {"closed": not any(one.isVisible() for one in room.window.findChildren(AboutDialog))}


def _tabbed(application: QApplication, dialog: AboutDialog) -> list[str]:
    """Return the names of what Tab reaches on the first page, in order."""
    names: list[str] = []
    for _press in range(20):
        QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
        turn(application, 0.02)
        name = _name(dialog.focusWidget())
        if name in names:
            break
        names.append(name)
    return names


def _name(widget: QWidget | None) -> str:
    text = getattr(widget, "text", None)
    name = widget.accessibleName() if widget is not None else ""
    return (name or (text() if callable(text) else "")).replace("&", "")[:20]


def main() -> None:
    words.use(sys.argv[1])
    application = QApplication([])
    percent = int(sys.argv[2]) if sys.argv[2].isdecimal() else 100
    look.set_text_size(application, look.base_font(application), percent)
    room = Room()
    try:
        if sys.argv[2] == "shots":
            check(application, room)
            for number in range(room.dialog.tabs.count()):
                room.dialog.tabs.setCurrentIndex(number)
                turn(application)
                room.dialog.grab().save(str(Path(sys.argv[3], f"about-{sys.argv[1]}-{number}.png")))
            return
        found = {"use": use, "leave": leave}.get(sys.argv[2], check)(application, room)
        print(json.dumps(found, ensure_ascii=False))
    finally:
        room.updates.may_end.set()
        room.jobs.close()


if __name__ == "__main__":
    main()
