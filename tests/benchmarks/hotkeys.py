"""How soon a global key is heard: `python -m tests.benchmarks.hotkeys [--presses N]` (needs Xvfb).

Prints the time from the key event (the X server is asked for it by XTEST, on another connection) to the
callback on Qt's GUI thread: idle, and with descriptions and speech keeping their lanes busy. Also the
time `sori do` takes as a whole, and the order alone through the socket.
"""

import argparse
import os
import queue
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_KEYS = "Ctrl+Alt+D"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--presses", type=int, default=200)
    args = parser.parse_args()
    if "DISPLAY" not in os.environ:
        run = shutil.which("xvfb-run") or sys.exit("Xvfb is missing: install the package xvfb.")
        os.execv(
            run, [run, "-a", sys.executable, "-m", "tests.benchmarks.hotkeys", "--presses", str(args.presses)]
        )
    for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        Path(folder).chmod(0o700)
        measure(args.presses)


def measure(presses: int) -> None:
    """Run the window's event loop here and press keys from a thread."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from desktop.gui_thread import GuiThread
    from desktop.input.hotkeys import hotkeys
    from desktop.instance import serve
    from desktop.jobs import Job, Jobs

    application = QApplication([])
    gui = GuiThread()
    jobs = Jobs(gui.post)
    heard: queue.SimpleQueue[tuple[str, float]] = queue.SimpleQueue()
    keys = hotkeys(
        gui.post,
        lambda _action: heard.put(("pressed", time.perf_counter())),
        lambda _action: heard.put(("released", time.perf_counter())),
        lambda problems: heard.put((str(problems), 0.0)),
    )
    running = serve(lambda _action, _arguments: None, gui.post)
    assert running is not None

    lanes = {Job(lane="describe"): describe, Job(lane="speak"): speak}

    def measure_all() -> None:
        assert heard.get(timeout=10)[0] == "()"
        print_times("key to callback, idle", press(presses, heard))
        gui.post(lambda: [jobs.start(job, work) for job, work in lanes.items()] and None)
        # Loading is over by then.
        time.sleep(5)
        print_times("key to callback, two lanes busy", press(presses, heard))
        gui.post(lambda: [job.cancel() for job in lanes] and None)
        time.sleep(2)
        print_times("order through the socket", asked(presses))
        print_times("`sori do stop`, whole process", command(10))
        gui.post(application.quit)

    worker = threading.Thread(target=measure_all)
    QTimer.singleShot(0, lambda: (keys.bind({"dictate": _KEYS}), worker.start()))
    application.exec()
    worker.join()
    keys.close()
    running.close()
    jobs.close()


def describe(_job: object) -> Iterator[object]:
    """Describe a picture full of text, again and again, each time as if it were new."""
    from engines.image_description.screen import SPEC
    from engines.sources.pictures import read
    from tests.drawn import draw

    with tempfile.TemporaryDirectory() as folder:
        image = read(draw("dense", Path(folder, "dense.png")))
    while True:
        describer = SPEC.load()
        try:
            yield from describer.describe(image)
        finally:
            describer.close()


def speak(_job: object) -> Iterator[object]:
    """Make speech four times as fast as it would be heard."""
    from engines.text_to_speech import Manner
    from engines.text_to_speech.preferred import PreferredSpeaker

    speaker = PreferredSpeaker(lambda _trouble: None)
    try:
        while True:
            for spoken in speaker.speak("The quick brown fox jumps over the lazy dog. " * 20, Manner()):
                time.sleep(len(spoken.samples) / 2 / spoken.rate_hz / 4)
                yield spoken
    finally:
        speaker.close()


def press(presses: int, heard: "queue.SimpleQueue[tuple[str, float]]") -> list[float]:
    """Press and release the keys; return the seconds until each press was heard."""
    from Xlib import XK, X
    from Xlib.display import Display
    from Xlib.ext import xtest

    display: Any = Display()
    codes = [display.keysym_to_keycode(XK.string_to_keysym(name)) for name in ("Control_L", "Alt_L", "d")]
    taken = []
    for _press in range(presses):
        for code in codes[:2]:
            xtest.fake_input(display, X.KeyPress, code)
        display.sync()
        began = time.perf_counter()
        xtest.fake_input(display, X.KeyPress, codes[2])
        display.flush()
        kind, at = heard.get(timeout=10)
        assert kind == "pressed"
        taken.append(at - began)
        for code in reversed(codes):
            xtest.fake_input(display, X.KeyRelease, code)
        display.flush()
        assert heard.get(timeout=10)[0] == "released"
        time.sleep(random.uniform(0.02, 0.08))
    display.close()
    return taken


def asked(times: int) -> list[float]:
    """Return the seconds from an order to its answer."""
    from desktop.instance import Answer, ask

    taken = []
    for _time in range(times):
        began = time.perf_counter()
        assert ask("stop") == Answer()
        taken.append(time.perf_counter() - began)
    return taken


def command(times: int) -> list[float]:
    """Return the seconds that the command as a whole takes."""
    program = (
        "import argparse; from desktop.commands import do; parser = argparse.ArgumentParser();"
        "do.add(parser.add_subparsers()); args = parser.parse_args(['do', 'stop']);"
        "raise SystemExit(args.run(args))"
    )
    taken = []
    for _time in range(times):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True)
        taken.append(time.perf_counter() - began)
    return taken


def print_times(title: str, seconds: list[float]) -> None:
    """Print one line of the table."""
    ordered = sorted(1000 * one for one in seconds)
    late = ordered[int(0.99 * (len(ordered) - 1))]
    print(
        f"{title:32} {len(ordered):4} times: shortest {ordered[0]:6.2f} ms, "
        f"median {statistics.median(ordered):6.2f} ms, p99 {late:6.1f} ms, longest {ordered[-1]:6.1f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
