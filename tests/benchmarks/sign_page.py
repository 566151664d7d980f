"""The page Sign while it watches: `python -m tests.benchmarks.sign_page --data DIR [--seconds S] [--part P]`.

A video of hands in DIR/sign plays as a camera, 640x360 at 25 pictures a second; the real engines read it,
and the drawn hand spells meanwhile. Parts: `read` (finger spelling), `teach` (both hands and body), `letter`
(a photograph of a digit comes and goes), and `off`: the camera stays off, to compare with what else this
machine is doing.
Prints how late a 5 ms timer of the event loop came, what the GUI thread and the whole process used for a
picture, how many pictures were shown a second, how late the sight of a picture was, and of `letter`, how long
it took from the first picture of the hand until its letter stood in the text.
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

    def __init__(self, images: list[Image], begun: list[float]) -> None:
        self._images, self._begun = cycle(images), begun
        self._due, self._first = time.monotonic(), images[0]
        self._last = self._first

    def read(self) -> Image | None:
        self._due = max(self._due + 1 / RATE_HZ, time.monotonic() - 1)
        time.sleep(max(self._due - time.monotonic(), 0))
        image = next(self._images)
        if image is self._first and self._last is not self._first:
            self._begun.append(time.monotonic())
        self._last = image
        return image

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


def letter(folder: Path) -> list[Image]:
    """Return two seconds of a photographed digit, and as long without a hand."""
    photograph = min((folder / "sign" / "digits_ardamavi" / "dev" / "5").iterdir())
    picture = Pillow.new("RGB", SIZE, (128, 128, 128))
    # Each is a picture of its own: the finder does not look twice at the same.
    empty = [Image(picture.tobytes(), *SIZE) for _number in range(round(2 * RATE_HZ))]
    side = SIZE[1] * 2 // 3
    picture.paste(Pillow.open(photograph).convert("RGB").resize((side, side)), (SIZE[0] // 3, side // 4))
    return [*(Image(picture.tobytes(), *SIZE) for _number in empty), *empty]


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
        self.begun: list[float] = []
        """When a hand began to show its letter."""
        self.written: list[float] = []
        """When a letter more stood in the text."""

    def film(self, _device: str, _is_mirrored: bool) -> Iterator[Frame]:
        return camera(open_camera=self.opened)

    def opened(self, _device: str) -> Film:
        # The seconds of its pictures are counted from here.
        self.opened_at = time.monotonic()
        return Film(self.images, self.begun)

    def watch(self) -> None:
        """Take note of every sight that is drawn."""
        show = self.signs.watching._view.show_sight

        def noted(*seen: object) -> None:
            show(*seen)  # type: ignore[arg-type]  # handed on as they come
            sight = seen[1]
            if sight is not None:
                self.shown.append(time.monotonic() - self.opened_at - sight.seconds)  # type: ignore[attr-defined]

        self.signs.watching._view.show_sight = noted  # type: ignore[method-assign]
        show_text, length = self.page.reading.show_text, 0

        def noted_text(text: str, tentative: str) -> None:
            nonlocal length
            show_text(text, tentative)
            if len(text.replace(" ", "")) > length:
                self.written.append(time.monotonic())
            length = len(text.replace(" ", ""))

        self.signs.reading._view.show_text = noted_text  # type: ignore[method-assign]

    def waits(self) -> list[float]:
        """Return for each hand that began to show its letter how long that took to stand in the text."""
        pairs = zip(self.begun, (*self.begun[1:], float("inf")), strict=True)
        found = [[one - begun for one in self.written if begun <= one < end][:1] for begun, end in pairs]
        return sorted(seconds for some in found for seconds in some)

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
    parser.add_argument("--part", choices=("read", "teach", "letter", "off"), default="read")
    options = parser.parse_args()
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        pictures = letter if options.part == "letter" else film
        measured = Measured(pictures(options.data), Path(folder))
        window = measured.window
        window.show()
        window.open_page("sign")
        is_on = options.part != "off"
        measured.page.open_section("teach" if options.part == "teach" else "read")
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
        measured.begun.clear()
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
    if options.part == "letter" and (waits := measured.waits()):
        hold = measured.choices.now.sign_hold_ms
        print(f"a letter stands there after, ms: median {1000 * statistics.median(waits):.0f}", end=", ")
        print(
            f"most {1000 * waits[-1]:.0f}, {hold} of which it is held ({len(waits)} of {len(measured.begun)})"
        )
    print(f"GUI thread busy: {100 * share:.1f} %", end=", ")
    print(f"whole process for a drawn picture: {1000 * used / max(len(shown), 1):.1f} CPU-ms")


if __name__ == "__main__":
    main()
