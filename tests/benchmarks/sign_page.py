"""The page Sign while it watches: `python -m tests.benchmarks.sign_page --data DIR [--seconds S] [--part P]`.

A video of hands in DIR/sign plays as a camera, 640x360 at 25 pictures a second; the real engines read it,
and the drawn hand spells meanwhile. Parts: `read` (finger spelling), `teach` (both hands and body), and
`off`: the camera stays off, to compare with what else this machine is doing.
Prints how late a 5 ms timer of the event loop came, what the GUI thread and the whole process used for a
picture, how many pictures were shown a second, and how late the sight of a picture was.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")

from PIL import Image as Pillow
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop import pages, sign_engines
from desktop.announcer import SilentAnnouncer
from desktop.gui_thread import GuiThread
from desktop.jobs import Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from desktop.sign_page import sign_page
from desktop.views.asking import Asking
from desktop.views.window import Window
from engines.hands.spelling import spelled
from engines.media import Frame, Image
from engines.sources.camera import camera
from engines.sources.video_files import source_of

RATE_HZ = 25.0
SIZE = (640, 360)


class Film:
    """A camera that plays the same pictures over and over, each when its time has come."""

    def __init__(self, images: list[Image]) -> None:
        self._images = cycle(images)
        self._due = time.monotonic()

    def read(self) -> Image | None:
        self._due = max(self._due + 1 / RATE_HZ, time.monotonic() - 1)
        time.sleep(max(self._due - time.monotonic(), 0))
        return next(self._images)

    def close(self) -> None:
        """Nothing to give back."""


def film(folder: Path) -> list[Image]:
    """Return the pictures of the first video there is, in the size of the contract."""
    video = min((folder / "sign").rglob("*.mp4"))
    images = []
    for frame in source_of(video):
        whole = Pillow.frombytes("RGB", (frame.image.width, frame.image.height), frame.image.pixels)
        whole.thumbnail(SIZE)
        picture = Pillow.new("RGB", SIZE)
        picture.paste(whole, ((SIZE[0] - whole.width) // 2, (SIZE[1] - whole.height) // 2))
        images.append(Image(picture.tobytes(), *SIZE))
    return images


class Measured:
    """The page, and what is measured of it."""

    def __init__(self, images: list[Image], folder: Path) -> None:
        self.jobs, self.choices, self.window = Jobs(GuiThread().post), Choices(Settings()), Window()
        self.images = images
        voice = Voice(self.window, SilentAnnouncer(), self.choices)
        room = pages.Room(self.window, Asking(self.window), voice, self.jobs, self.choices)
        self.speller = sign_engines.LateSpeller(folder)
        built, self.signs = sign_page(
            room,
            camera=self.film,
            cameras=lambda: (),
            open_video=sign_engines.video,
            translator=self.speller,
            sights=sign_engines.hands_and_body,
            store=sign_engines.SignsFolder(folder),
            spell=spelled,
            alphabet=sign_engines.letters,
            insert=lambda _text: None,
            play=lambda _sound: None,
        )
        self.window.add_page("sign", lambda: built)
        self.page = built.widget
        self.late: list[float] = []
        self.shown: list[float] = []
        """How old each sight was when it was drawn, in seconds."""
        self.opened_at = 0.0

    def film(self, _device: str, _is_mirrored: bool) -> Iterator[Frame]:
        return camera(open_camera=self.opened)

    def opened(self, _device: str) -> Film:
        # The seconds of its pictures are counted from here.
        self.opened_at = time.monotonic()
        return Film(self.images)

    def watch(self) -> None:
        """Take note of every sight that is drawn."""
        show = self.signs.watching._view.show_sight

        def noted(*seen: object) -> None:
            show(*seen)  # type: ignore[arg-type]  # handed on as they come
            sight = seen[1]
            if sight is not None:
                self.shown.append(time.monotonic() - self.opened_at - sight.seconds)  # type: ignore[attr-defined]

        self.signs.watching._view.show_sight = noted  # type: ignore[method-assign]

    def tick(self) -> None:
        now = time.monotonic()
        self.late.append(1000 * max(now - self._last - 0.005, 0.0))
        self._last = now

    def run(self, seconds: float) -> float:
        """Let the event loop run; return the share of the time the GUI thread was busy."""
        timer = QTimer(self.window, interval=5)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self.tick)
        self._last, used = time.monotonic(), time.thread_time()
        timer.start()
        # Quitting the application would close the window, and with it the camera.
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()
        timer.stop()
        return (time.thread_time() - used) / seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--part", choices=("read", "teach", "off"), default="read")
    options = parser.parse_args()
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        measured = Measured(film(options.data), Path(folder))
        window = measured.window
        window.show()
        window.open_page("sign")
        is_on = options.part != "off"
        measured.page.open_section(options.part if is_on else "read")
        if is_on:
            measured.signs.watching.start_camera()
        while is_on and not measured.page.watching.state.text().startswith("The camera is on"):
            application.processEvents()
            time.sleep(0.01)
        measured.run(3)
        measured.late.clear()
        measured.watch()
        measured.page.watching.word.setText("HELLO WORLD AND ALL WHO CAN READ THIS LONG SENTENCE")
        measured.signs.drawn.spell(measured.page.watching.word.text())
        used = time.process_time()
        share = measured.run(options.seconds)
        used = time.process_time() - used
        measured.jobs.close()
        measured.speller.close()
    late, shown = sorted(measured.late), sorted(measured.shown)
    print(f"event loop late, ms: median {statistics.median(late):.2f}", end=", ")
    print(f"p99 {late[int(0.99 * len(late))]:.2f}, most {late[-1]:.1f} ({len(late)} ticks)")
    if not shown:
        print(f"GUI thread busy: {100 * share:.1f} %")
        return
    print(f"pictures drawn a second: {len(shown) / options.seconds:.1f}")
    print(f"a sight is drawn after, ms: median {1000 * statistics.median(shown):.0f}", end=", ")
    print(f"p90 {1000 * shown[int(0.9 * len(shown))]:.0f}")
    print(f"GUI thread busy: {100 * share:.1f} %", end=", ")
    print(f"whole process for a drawn picture: {1000 * used / max(len(shown), 1):.1f} CPU-ms")


if __name__ == "__main__":
    main()
