"""The packaged Sori beside the source tree: `python -m tests.benchmarks.packaged [--installed DIR]`.

Prints, for both, alternately and as medians: seconds from the start of the process until the window has
been painted on the screen (a private Xvfb), with the page cache dropped where that is allowed and warm;
and seconds until `sori describe` has written its first sentence, and all of them. DIR holds `sori` and
`sori-desktop`; without it, `dist/sori` of the last `start.py package`.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from engines import resource
from tests.benchmarks.window import dropped_cache

ROOT: Final = Path(__file__).resolve().parents[2]
SAMPLE: Final = str(resource.path("samples", "save-changes-dialog.png"))
_PAINT_SECONDS: Final = 60.0
_COLUMNS: Final = (0.2, 0.35, 0.5, 0.65, 0.8)
_PAINTED_COLOURS: Final = 6
"""A window that has only been made has one colour; one that is drawn has letters."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--installed", type=Path, default=ROOT / "dist" / "sori")
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    if "SORI_BENCHMARK_SCREEN" not in os.environ:
        _again_on_a_screen()
    source = [sys.executable, "-m"]
    windows = {"package": [str(args.installed / "sori-desktop")], "source": [*source, "desktop"]}
    commands = {"package": [str(args.installed / "sori")], "source": [*source, "desktop.cli"]}
    with tempfile.TemporaryDirectory() as home:
        settings = {**os.environ, "HOME": home, "XDG_RUNTIME_DIR": home, "LANGUAGE": "en"}
        if dropped_cache():
            _print("first paint, cold", windows, lambda one: _painted(one, settings, is_cold=True), 3)
        _print("first paint, warm", windows, lambda one: _painted(one, settings), args.rounds)
        _print("describe, first sentence", commands, lambda one: _described(one, settings)[0], args.rounds)
        _print("describe, everything", commands, lambda one: _described(one, settings)[1], args.rounds)


def _again_on_a_screen() -> None:
    """Start this benchmark again under Xvfb, with a screen that nothing else draws on."""
    os.environ["SORI_BENCHMARK_SCREEN"] = "1"
    screen = ["xvfb-run", "--auto-servernum", "--server-args=-screen 0 1280x900x24", "dbus-run-session", "--"]
    os.execvp(screen[0], [*screen, sys.executable, "-m", "tests.benchmarks.packaged", *sys.argv[1:]])


def _print(
    title: str, commands: dict[str, list[str]], measure: Callable[[list[str]], float], rounds: int
) -> None:
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            seconds[name].append(measure(command))
    medians = {name: statistics.median(some) for name, some in seconds.items()}
    told = ", ".join(f"{name} {median:.2f} s" for name, median in medians.items())
    print(f"{title:26} {told}, ratio {medians['package'] / medians['source']:.2f}", flush=True)


def _painted(command: list[str], settings: dict[str, str], is_cold: bool = False) -> float:
    """Return seconds until something with letters is on the empty screen."""
    from Xlib import X, display

    screen = display.Display()
    root = screen.screen().root
    size = root.get_geometry()

    def colours() -> int:
        found: set[bytes] = set()
        for share in _COLUMNS:
            x = int(size.width * share)
            data = root.get_image(x, 0, 1, size.height, X.ZPixmap, 0xFFFFFFFF).data
            found |= {data[start : start + 4] for start in range(0, len(data), 4)}
        return len(found)

    assert colours() < _PAINTED_COLOURS, "the screen is not empty"
    if is_cold:
        dropped_cache()
    started = time.perf_counter()
    with subprocess.Popen(
        command, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while colours() < _PAINTED_COLOURS and time.perf_counter() - started < _PAINT_SECONDS:
            time.sleep(0.005)
        seconds = time.perf_counter() - started
        process.terminate()
    screen.close()
    # The next one finds an empty screen.
    time.sleep(1.0)
    return seconds


def _described(command: list[str], settings: dict[str, str]) -> tuple[float, float]:
    """Return seconds until the first sentence, and until the end."""
    started = time.perf_counter()
    with subprocess.Popen([*command, "describe", SAMPLE], env=settings, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        first = time.perf_counter() - started
        process.stdout.read()
    return first, time.perf_counter() - started


if __name__ == "__main__":
    main()
