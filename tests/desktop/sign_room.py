"""The window with the page Sign over fakes: `python -m tests.desktop.sign_room LANGUAGE [VERB ARGUMENT]`.

Without a verb it runs on the screen until it is closed. `check PERCENT` prints what is wrong with each part
at a text size, `work WHAT` what its parts did, `shots FOLDER [PERCENT]` saves a picture of each.
"""

import json
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from desktop import pages
from desktop.announcer import SilentAnnouncer
from desktop.gui_thread import GuiThread
from desktop.jobs import Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from desktop.sign_engines import letters
from desktop.sign_page import sign_page
from desktop.views import look
from desktop.views.asking import Asking
from desktop.views.commands import describe_commands, window_commands
from desktop.views.sign import SECTIONS
from desktop.views.window import Window
from engines import words
from engines.hands.spelling import spelled
from tests.desktop.measured import SCREEN, cut_off, needs_sideways
from tests.desktop.rooms import clashes, nameless, turn
from tests.sign_fakes import FakeSigns, SteadyCamera, SteadySpeller, hands_of

LACK: Final = "SORI_TEST_LACK"
"""What is missing to read signs, as a sentence."""


class SignRoom:
    """Everything the program holds on to."""

    def __init__(self) -> None:
        self.gui = GuiThread()
        self.jobs = Jobs(self.gui.post)
        self.choices = Choices(Settings())
        self.window = Window()
        self.voice = Voice(self.window, SilentAnnouncer(), self.choices)
        self.camera, self.speller, self.store = SteadyCamera(), SteadySpeller(), FakeSigns()
        self.store.signs = {"Anna": [(), ()], "Thank you": [(), (), ()], "우리 집": [()]}
        self.store.letters = {("asl-letters", "A"): [(), ()]}
        self.inserted: list[str] = []
        room = pages.Room(self.window, Asking(self.window), self.voice, self.jobs, self.choices)
        self.window.connect_commands({one.id: self._call(one.id) for one in window_commands()})
        self.window.connect_describe({one.id: self._call(one.id) for one in describe_commands()})
        self.window.add_page("sign", lambda: self._sign(room))
        self.voice.show("Ready.")

    def _call(self, name: str) -> Callable[[], object]:
        if name == "quit":
            return self.window.close
        return lambda: self.voice.show(f"Asked for: {name}")

    def _sign(self, room: pages.Room) -> Any:
        built, self.signs = sign_page(
            room,
            camera=self.camera,
            cameras=lambda: (("0", "Built-in camera"), ("1", "Camera with a rather long name, version 2")),
            open_video=lambda _path: self.camera(),
            translator=self.speller,
            sights=hands_of,
            store=self.store,
            spell=spelled,
            alphabet=letters,
            insert=self.inserted.append,
            play=lambda _sound: None,
            lack=lambda: os.environ.get(LACK, ""),
        )
        return built

    @property
    def page(self) -> Any:
        """The page's widget."""
        return self.window.page("sign").widget

    def close(self) -> None:
        """End the lanes."""
        self.jobs.close()


def check(application: QApplication, room: SignRoom) -> dict[str, list[str]]:
    """Return what is wrong with each part on a small screen."""
    window = room.window
    window.resize(*SCREEN)
    window.show()
    window.open_page("sign")
    room.signs.watching.start_camera()
    problems = {}
    for name in SECTIONS:
        room.page.open_section(name)
        # What a lane brings is laid out a little later, and on a busy machine later still.
        deadline = time.monotonic() + 10
        turn(application)
        while room.jobs.is_busy("signs") or (cut_off(room.page) and time.monotonic() < deadline):
            turn(application)
        wrong = cut_off(room.page) + needs_sideways(window) + nameless(window) + misnamed(room.page)
        is_too_big = not QRect(0, 0, *SCREEN).contains(QRect(0, 0, window.width(), window.height()))
        problems[name] = wrong + ["too big"] * is_too_big + clashes(window)
    return problems


def misnamed(page: QWidget) -> list[str]:
    """Return what stands on buttons whose names lack it: who says what is seen would not be understood."""
    return [
        f"{button.text()} is called {button.accessibleName()}"
        for button in page.findChildren(QPushButton)
        if button.isVisible() and not _is_said(button.text(), button.accessibleName())
    ]


def _is_said(text: str, name: str) -> bool:
    # Korean words change with their particles: there an eye has to see to it.
    seen, said = (set(re.findall(r"[a-z]+", one.lower())) for one in (text, name))
    return seen - {"the"} <= said


def shots(application: QApplication, room: SignRoom, folder: Path) -> None:
    """Save a picture of each part, busy with something."""
    window = room.window
    window.resize(1080, 800)
    window.show()
    window.open_page("sign")
    turn(application)
    window.grab().save(str(folder / "off.png"))
    room.signs.watching.start_camera()
    room.page.watching.word.setText("한글 kim" if words.interface_language() == "ko" else "Hello")
    window.actions_by_id["spell_out"].trigger()
    turn(application, 2.7)
    window.grab().save(str(folder / "read.png"))
    room.page.grab().save(str(folder / "read-whole.png"))
    room.page.open_section("practise")
    turn(application, 3.5)
    window.grab().save(str(folder / "practise.png"))
    room.page.grab().save(str(folder / "practise-whole.png"))
    room.page.open_section("teach")
    room.page.teach.name.setText("Anna")
    turn(application, 0.5)
    window.actions_by_id["teach_record"].trigger()
    turn(application, 1.2)
    window.grab().save(str(folder / "teach.png"))
    room.page.grab().save(str(folder / "teach-whole.png"))


def talk(application: QApplication, room: SignRoom) -> dict[str, Any]:
    """Return how reading goes by commands, with the camera on."""
    window = room.window
    window.show()
    window.open_page("sign")
    turn(application)
    found: dict[str, Any] = {
        "off at first": [room.camera.opened, room.page.watching.state.text(), window.windowTitle()]
    }
    window.actions_by_id["sign_camera"].trigger()
    deadline = time.monotonic() + 20
    while len(room.page.reading.text.toPlainText()) < 2 and time.monotonic() < deadline:
        turn(application, 0.1)
    found["on"] = [room.page.watching.state.text(), room.page.watching._start.text(), window.windowTitle()]
    found["text"] = room.page.reading.text.toPlainText()[:2]
    found["guess"] = room.page.reading.guesses[1].text()
    window.actions_by_id["sign_insert"].trigger()
    found["inserted"] = room.inserted[0][:2]
    window.open_page("describe")
    while room.camera.closed < room.camera.opened and time.monotonic() < deadline:
        turn(application, 0.1)
    turn(application)
    found["off elsewhere"] = [room.camera.closed, room.page.watching.state.text(), window.windowTitle()]
    return found


def lacking(application: QApplication, room: SignRoom) -> dict[str, Any]:
    """Return what the page shows of what is missing, and whether a word is spelled without it."""
    window = room.window
    window.show()
    window.open_page("sign")
    deadline = time.monotonic() + 20
    while room.jobs.is_busy("add_on") and time.monotonic() < deadline:
        turn(application)
    turn(application)
    button = room.page.offer.findChild(QPushButton)
    opened: list[str] = []
    window.open_page = opened.append  # type: ignore[method-assign] # there is no page of models in this room
    button.setFocus()
    button.click()
    room.page.watching.word.setText("HI")
    window.actions_by_id["spell_out"].trigger()
    while not room.page.watching.drawn.accessibleDescription() and time.monotonic() < deadline:
        turn(application, 0.1)
    return {
        "shown": [one.text() for one in room.page.offer.findChildren(QLabel) if one.isVisible()],
        "button": [button.isVisible(), button.text(), button.accessibleName() or button.text(), opened],
        "focus": button.hasFocus(),
        "drawn": bool(room.page.watching.drawn.accessibleDescription()),
    }


def delay(application: QApplication, room: SignRoom) -> dict[str, Any]:
    """Return how late a 5 ms timer came while the camera is on and the drawn hand spells, in ms."""
    from PySide6.QtCore import Qt

    window = room.window
    window.show()
    window.open_page("sign")
    turn(application)
    room.signs.watching.start_camera()
    room.page.watching.word.setText("HELLO WORLD AND ALL THE OTHERS")
    window.actions_by_id["spell_out"].trigger()
    turn(application, 1.0)
    late: list[float] = []
    last = time.monotonic()

    def tick() -> None:
        nonlocal last
        now = time.monotonic()
        late.append(1000 * max(now - last - 0.005, 0.0))
        last = now

    timer = QTimer(window, interval=5)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start()
    cpu, began = time.thread_time(), time.monotonic()
    QTimer.singleShot(15_000, application.quit)
    application.exec()
    late.sort()
    return {
        "ticks": len(late),
        "median": round(late[len(late) // 2], 2),
        "p99": round(late[int(0.99 * len(late))], 2),
        "most": round(late[-1], 2),
        "share of the GUI thread": round((time.thread_time() - cpu) / (time.monotonic() - began), 3),
    }


def main(language: str, verb: str = "", argument: str = "", percent: str = "100") -> None:
    words.use(language)
    application = QApplication(["sori"])
    application.setApplicationName("sori")
    size = int(argument) if verb == "check" else int(percent)
    look.set_text_size(application, look.base_font(application), size)
    room = SignRoom()
    if verb == "check":
        print(json.dumps(check(application, room), ensure_ascii=False))
    elif verb == "work":
        works = {"talk": talk, "delay": delay, "lacking": lacking}
        print(json.dumps(works[argument](application, room), ensure_ascii=False))
    elif verb == "shots":
        shots(application, room, Path(argument))
    else:
        room.window.show()
        application.exec()
    room.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
