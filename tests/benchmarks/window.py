"""How the window feels: `python -m tests.benchmarks.window [--seconds N]` (needs Xvfb).

Prints the first paint from the start of the process (page cache dropped where allowed), the memory of
the idle window, and the event loop's delay while listening, descriptions and speech keep their lanes
busy: the lateness of a precise 5 ms timer.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_PAINT = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
started = float(sys.argv.pop())
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QApplication.instance().removeEventFilter(self)
            print(time.time() - started, flush=True)
        return False
import desktop.__main__ as window
run = QApplication.exec
def watched(*arguments):
    QApplication.instance().installEventFilter(watch)
    return run()
watch = Watch()
QApplication.exec = watched
window.main()
"""

_DELAY = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer, Qt
from PySide6.QtWidgets import QApplication, QLabel
from desktop.gui_thread import GuiThread
from desktop.jobs import Job, Jobs
from engines.image_description.screen import SPEC
from engines.media import RATE_HZ, AudioChunk
from engines.speech_to_text.preferred import PreferredRecognizer
from tests.tiny_vosk import spoken
from engines.sources.pictures import read
from engines.text_to_speech import Manner
from engines.text_to_speech.preferred import PreferredSpeaker
seconds, picture = float(sys.argv[1]), sys.argv[2]
application = QApplication([])
label = QLabel("busy")
label.show()
gui = GuiThread()
jobs = Jobs(gui.post)
def describe(job):
    image = read(Path(picture))
    while True:
        describer = SPEC.load()
        try:
            for seen in describer.describe(image):
                yield f"{seen.lines_read} of {seen.lines_total}"
        finally:
            describer.close()
def speak(job):
    speaker = PreferredSpeaker(lambda trouble: None)
    try:
        while True:
            for spoken in speaker.speak("The quick brown fox jumps over the lazy dog. " * 20, Manner()):
                time.sleep(len(spoken.samples) / 2 / spoken.rate_hz / 4)
                yield spoken
    finally:
        speaker.close()
def listen(job):
    # As a microphone gives it: a tenth of a second of speech, a tenth of a second later.
    sound = spoken("one two three turn the light off hello world")
    def chunks():
        size, number, begun = RATE_HZ // 10 * 2, 0, time.monotonic()
        while True:
            start = number * size % (len(sound) - size)
            yield AudioChunk(sound[start - start % 2 :][:size], number / 10)
            number += 1
            time.sleep(max(0.0, begun + number / 10 - time.monotonic()))
    recognizer = PreferredRecognizer()
    try:
        yield from (heard.text for heard in recognizer.transcribe(chunks()))
    finally:
        recognizer.close()
jobs.start(Job(lane="listen", on_item=label.setText), listen)
jobs.start(Job(lane="describe", on_item=label.setText), describe)
jobs.start(Job(lane="speak"), speak)
late, due = [], [time.perf_counter() + 0.005]
def tick():
    now = time.perf_counter()
    late.append(max(0.0, now - due[0]))
    due[0] = now + 0.005
timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=5)
timer.timeout.connect(tick)
QTimer.singleShot(3000, lambda: (late.clear(), due.__setitem__(0, time.perf_counter() + 0.005)))
timer.start()
QTimer.singleShot(int(1000 * seconds) + 3000, application.quit)
application.exec()
jobs.close()
late.sort()
print(late[len(late) // 2], late[int(0.99 * len(late))], late[-1], len(late), flush=True)
import os
os._exit(0)
"""


def dropped_cache() -> bool:
    """Drop the page cache; return whether that was allowed."""
    try:
        subprocess.run(["sync"], check=True)
        Path("/proc/sys/vm/drop_caches").write_text("3")
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def resident_mb(process_id: int) -> float:
    """Return the resident memory of a process in MB."""
    lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def first_paint(environment: dict[str, str]) -> tuple[float, float]:
    """Return seconds to the first paint, and MB of memory two seconds later."""
    command = [sys.executable, "-c", _PAINT, str(time.time())]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        seconds = float(process.stdout.readline())
        time.sleep(2)
        memory = resident_mb(process.pid)
        process.terminate()
    return seconds, memory


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    args = parser.parse_args()
    if "DISPLAY" not in os.environ:
        run = shutil.which("xvfb-run") or sys.exit("Xvfb is missing: install the package xvfb.")
        os.execv(
            run, [run, "-a", sys.executable, "-m", "tests.benchmarks.window", "--seconds", str(args.seconds)]
        )
    from tests.drawn import draw
    from tests.tiny_vosk import tiny_vosk

    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "HOME": folder,
            "XDG_RUNTIME_DIR": folder,
            "QT_QPA_PLATFORM": "xcb",
            "SORI_VOSK_MODEL": str(tiny_vosk("en")),
        }
        is_cold = dropped_cache()
        cold, _ = first_paint(environment)
        warm = [first_paint(environment) for _ in range(3)]
        print(f"first paint, page cache {'dropped' if is_cold else 'NOT dropped'}: {cold:.2f} s")
        print(f"first paint, warm (median of 3): {statistics.median(one for one, _ in warm):.2f} s")
        print(f"idle window: {statistics.median(memory for _, memory in warm):.0f} MB resident")
        picture = draw("dense", Path(folder, "dense.png"))
        done = subprocess.run(
            [sys.executable, "-c", _DELAY, str(args.seconds), str(picture)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        middle, late, latest, count = (float(part) for part in done.stdout.split())
        print(
            f"event-loop delay over {args.seconds:.0f} s ({count:.0f} ticks), "
            "lanes listen, describe and speak busy:"
        )
        print(f"  median {1000 * middle:.1f} ms, p99 {1000 * late:.1f} ms, longest {1000 * latest:.1f} ms")


if __name__ == "__main__":
    main()
