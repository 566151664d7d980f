"""The window with all its pages over fakes: `python -m tests.desktop.rooms LANGUAGE [VERB ARGUMENT]`.

Without a verb it runs on the screen until it is closed. `check PERCENT` prints what is wrong with each
page at a text size, `work WHAT` what its parts did, `shots FOLDER` saves a picture of each.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTabBar, QWidget

from desktop import pages
from desktop.announcer import SilentAnnouncer
from desktop.gui_thread import GuiThread
from desktop.jobs import Jobs
from desktop.presenters.captions import TAIL
from desktop.presenters.choices import Choices
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from desktop.views import look
from desktop.views.asking import Asking
from desktop.views.captions import CaptionsWindow
from desktop.views.commands import describe_commands, window_commands
from desktop.views.dialogs import SettingsDialog
from desktop.views.overlay import WordsOverlay
from desktop.views.window import Window
from engines import words
from engines.media import AudioChunk
from tests.desktop.measured import SCREEN, cut_off, needs_sideways
from tests.fakes import (
    FakeFocusedField,
    FakePast,
    FakeRecognizer,
    FakeStore,
    FakeTypist,
    chunk,
    final,
    partial,
    write,
)

NAMES = ("dictate", "captions", "models")
SPOKEN = "Good morning. This sentence was dictated and is long enough to need a second line in the list."


class Steady(FakeRecognizer):
    """Hears the same words over and over: a partial for most chunks, a final for every tenth."""

    def transcribe(self, chunks: Any, how: Any = None) -> Iterator[Any]:
        heard = 0
        for number, _chunk in enumerate(chunks):
            heard += number % 10 == 9
            yield final(f"utterance number {heard}") if number % 10 == 9 else partial("words being said")


class Rooms:
    """Everything the program holds on to."""

    def __init__(self) -> None:
        self.gui = GuiThread()
        self.jobs = Jobs(self.gui.post)
        self.choices = Choices(Settings())
        self.window = Window()
        self.voice = Voice(self.window, SilentAnnouncer(), self.choices)
        self.past, self.store, self.typist = FakePast(), FakeStore(), FakeTypist()
        self.store.here.append("small-ko")
        for number, text in enumerate((SPOKEN, "한국어로 말한 문장입니다.", "A short one.")):
            self.past.add(text, said_at=1_700_000_000.0 + 60 * number, is_inserted=number != 1)
        room = pages.Room(self.window, Asking(self.window), self.voice, self.jobs, self.choices)
        self.window.connect_commands({one.id: self._call(one.id) for one in window_commands()})
        self.window.connect_describe({one.id: self._call(one.id) for one in describe_commands()})
        self.window.add_page("dictate", lambda: self._dictate(room))
        self.window.add_page("captions", lambda: self._captions(room))
        self.window.add_page("models", lambda: self._models(room))
        self.voice.show("Ready.")

    def _call(self, name: str) -> Callable[[], object]:
        if name == "quit":
            return self.window.close
        return lambda: self.voice.show(f"Asked for: {name}")

    def _dictate(self, room: pages.Room) -> Any:
        built, self.dictate = pages.dictate_page(
            room,
            past=self.past,
            recognizer=Steady(),
            source=sound,
            level=lambda _chunk: -20.0,
            write=write,
            focused_field=FakeFocusedField,
            typist=self.typist,
            play=lambda _sound: None,
            offer=lambda language: f"Vosk small model for {language}, 41 MB, Apache-2.0: download?",
            words_file=Path("words-of-nobody.csv"),
        )
        return built

    def _captions(self, room: pages.Room) -> Any:
        built, self.captions = pages.captions_page(
            room,
            recognizer=Steady(),
            sources={"microphone": sound, "system": sound},
            open_file=lambda _path: sound(),
            level=lambda _chunk: -20.0,
        )
        return built

    def _models(self, room: pages.Room) -> Any:
        built, self.models = pages.models_page(room, store=self.store)
        return built

    def close(self) -> None:
        """End the lanes."""
        if hasattr(self, "dictate"):
            self.dictate.close()
        self.jobs.close()


def sound() -> Iterator[AudioChunk]:
    """Give silence for ever, a chunk every tenth of a second."""
    number = 0
    while True:
        time.sleep(0.1)
        yield chunk(number / 10)
        number += 1


def turn(application: QApplication, seconds: float = 0.3) -> None:
    """Let the window do what it has to do."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        application.processEvents()
        time.sleep(0.01)


def nameless(window: QWidget) -> list[str]:
    """Return what can have the focus but has no name of its own, or shares it with another control."""
    found: list[str] = []
    names: dict[str, QWidget] = {}
    for control in window.findChildren(QWidget):
        if not control.isVisible() or not control.focusPolicy().value & 1 or control.focusProxy() is not None:
            continue
        text = control.text() if isinstance(control, QAbstractButton | QLabel) else ""
        name = control.accessibleName() or text.replace("&", "")
        if not name and not isinstance(control, QTabBar):
            found.append(f"{type(control).__name__} has no name")
        elif name in names and not isinstance(control, QLabel):
            found.append(f"two are called {name}")
        names[name] = control
    return found


def check(application: QApplication, rooms: Rooms) -> dict[str, list[str]]:
    """Return what is wrong with each page on a small screen."""
    window = rooms.window
    window.resize(*SCREEN)
    window.show()
    problems = {}
    for name in NAMES:
        window.open_page(name)
        page = window.page(name).widget
        # What a lane brings is laid out a little later, and on a busy machine later still.
        deadline = time.monotonic() + 10
        turn(application)
        while cut_off(page) and time.monotonic() < deadline:
            turn(application)
        wrong = cut_off(page) + needs_sideways(window) + nameless(window)
        is_too_big = not QRect(0, 0, *SCREEN).contains(QRect(0, 0, window.width(), window.height()))
        problems[name] = wrong + ["too big"] * is_too_big + clashes(window)
    return problems


def clashes(window: Window) -> list[str]:
    """Return the mnemonics that stand twice among what is seen: menus, labels and switches."""
    titles = [action.text() for action in window.menuBar().actions() if action.isVisible()]
    titles += [
        control.text()
        for kind in (QLabel, QAbstractButton)
        for control in window.findChildren(kind)
        if control.isVisible()
    ]
    letters = [QKeySequence.mnemonic(title).toString() for title in titles if "&" in title]
    return [
        f"{letter} stands twice" for letter in sorted(set(letters)) if letter and letters.count(letter) > 1
    ]


def shots(application: QApplication, rooms: Rooms, folder: Path) -> None:
    """Save a picture of each page, busy with something."""
    window = rooms.window
    window.resize(1080, 800)
    window.show()
    turn(application)
    window.grab().save(str(folder / "describe.png"))
    window.open_page("dictate")
    rooms.dictate.write_here(True)
    rooms.dictate.toggle()
    turn(application, 2.5)
    window.grab().save(str(folder / "dictate.png"))
    rooms.dictate.note_front(False)
    turn(application, 0.3)
    for one in application.topLevelWidgets():
        if type(one).__name__ == "WordsOverlay":
            one.grab().save(str(folder / "overlay.png"))
    rooms.dictate.cancel()
    window.open_page("captions")
    rooms.captions.toggle(lambda _chosen: None)
    rooms.captions.show_window(True)
    turn(application, 4.5)
    window.grab().save(str(folder / "captions.png"))
    for one in application.topLevelWidgets():
        if type(one).__name__ == "CaptionsWindow":
            one.grab().save(str(folder / "captions-window.png"))
    rooms.captions.stop()
    rooms.captions.show_window(False)
    window.open_page("models")
    turn(application, 0.5)
    rooms.models.fetch(rooms.models._rows()[1], lambda _title, _text, _yes, then: then())
    turn(application, 0.5)
    window.grab().save(str(folder / "models.png"))
    rooms.store.steps.put(None)


def texts(application: QApplication, rooms: Rooms) -> dict[str, Any]:
    """Return what becomes of the page's own text: spacing, taking back, undo, emoji, paragraphs."""
    rooms.window.show()
    page = rooms.window.page("dictate").widget
    found: dict[str, Any] = {}
    page.insert("Hello 😀 world.")
    page.insert("\n\nNext")
    found["before"] = page.text_before_caret()
    found["not there"] = page.take_back("Hello")
    found["taken back"] = page.take_back("\n\nNext"), page.text.toPlainText()
    page.insert(" 한글")
    page.undo()
    found["undone"] = page.text.toPlainText()
    cursor = page.text.textCursor()
    cursor.setPosition(5)
    page.text.setTextCursor(cursor)
    page.insert(",")
    found["in the middle"] = page.text.toPlainText(), page.text_before_caret()
    page.text.selectAll()
    page.insert("all new")
    found["over a selection"] = page.text.toPlainText()
    return found


def floating(application: QApplication, rooms: Rooms) -> dict[str, Any]:
    """Return how the windows behave that float over others."""
    window = rooms.window
    window.show()
    window.open_page("dictate")
    turn(application)
    rooms.dictate.note_front(False)
    rooms.dictate.toggle()
    turn(application, 0.8)
    overlay = next(one for one in application.topLevelWidgets() if isinstance(one, WordsOverlay))
    found: dict[str, Any] = {
        "overlay": [overlay.isVisible(), bool(overlay.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus)]
    }
    rooms.dictate.cancel()
    found["overlay after"] = overlay.isVisible()
    page = rooms.window.page("captions").widget
    rooms.captions.show_window(True)
    top = next(one for one in application.topLevelWidgets() if isinstance(one, CaptionsWindow))
    through = Qt.WindowType.WindowTransparentForInput
    found["clicks stay"] = bool(top.windowFlags() & through)
    rooms.captions.choose(is_caption_click_through=True)
    found["clicks go through"] = [bool(top.windowFlags() & through), top.isVisible()]
    heights = []
    for lines in (1, 3, 6):
        rooms.captions.choose(caption_lines=lines)
        heights.append(top.height())
    found["grows with its lines"] = heights == sorted(set(heights))
    for number in range(TAIL + 50):
        page.add_caption(f"caption {number}")
    found["drawn"] = [len(page.script.texts()), page.script.texts()[-1]]
    rooms.captions.toggle(lambda _chosen: None)
    turn(application)
    QTest.keyClick(top.script, Qt.Key.Key_Escape)
    found["escape stops from there"] = page._start.text()
    rooms.choices.change(caption_window=())
    top.close()
    turn(application)
    found["closed by hand"] = page._top is None
    found["its place is kept"] = len(rooms.choices.now.caption_window) == 4
    return found


def download(application: QApplication, rooms: Rooms) -> dict[str, Any]:
    """Return whether a download goes on after Escape, on another page and on its own."""
    rooms.window.show()
    rooms.window.open_page("models")
    turn(application)
    rooms.models.fetch(rooms.models._rows()[1], lambda _title, _text, _yes, then: then())
    while not rooms.models.is_busy:
        turn(application)
    found = {}
    for page in ("captions", "models"):
        rooms.window.open_page(page)
        rooms.voice.silence()
        rooms.window.actions_by_id["escape"].trigger()
        found[page] = rooms.models.is_busy
    rooms.store.steps.put(None)
    return found


def settings(application: QApplication, rooms: Rooms) -> dict[str, Any]:
    """Return what the dialog gives back, and what it says to keys that cannot be."""
    now = Settings(microphone="Old one", keys={"captions": ""})
    dialog = SettingsDialog(rooms.window, now, (), ("Built-in",))
    dialog.show()
    found: dict[str, Any] = {"unchanged": Settings(**{**now.__dict__, **dialog.values()}) == now}
    wrong = []
    for number in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(number)
        turn(application, 0.1)
        wrong += cut_off(dialog) + needs_sideways(dialog) + nameless(dialog)
    found["wrong"] = wrong
    dialog.tabs.setCurrentIndex(0)
    dialog._keys["dictate"].setText("D")
    dialog.accept()
    found["refused"] = [dialog.isVisible(), dialog._problem.text(), dialog.tabs.currentIndex()]
    dialog._keys["dictate"].setText("ctrl+alt+d")
    dialog.accept()
    found["accepted"] = [dialog.isVisible(), dialog.values()["keys"]]
    return found


def main(language: str, verb: str = "", argument: str = "") -> None:
    words.use(language)
    application = QApplication(["sori"])
    application.setApplicationName("sori")
    percent = int(argument) if verb == "check" or argument.isdigit() else 100
    look.set_text_size(application, look.base_font(application), percent)
    rooms = Rooms()
    if verb == "check":
        print(json.dumps(check(application, rooms), ensure_ascii=False))
    elif verb == "work":
        works = {"texts": texts, "floating": floating, "download": download, "settings": settings}
        done = works[argument](application, rooms)
        print(json.dumps(done, ensure_ascii=False))
    elif verb == "shots":
        shots(application, rooms, Path(argument))
    else:
        rooms.window.show()
        application.exec()
    rooms.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
