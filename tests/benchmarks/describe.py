"""How quick a description is: `python -m tests.benchmarks.describe [--picture FILE] [--rounds N]`.

Without a picture, a dense 1920x1080 screen is drawn. Prints medians: the first words and everything,
for a new screen, for the same screen with one changed line or changes far apart, what it takes to tell
them, and for a process that starts cold. On a busy machine only the CPU seconds mean anything.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engines import resource
from engines.image_description import wording
from engines.image_description.changes import changes
from engines.image_description.screen.engine import ScreenDescriber
from engines.image_description.wording_changes import change_sentences
from engines.media import Image
from engines.sources.pictures import read
from engines.text_to_speech.aloud import speak_aloud
from engines.words import catalogue
from tests.audio_rig import running_rig
from tests.drawn import draw

WORDS = catalogue("en")


def timed(describer: ScreenDescriber, image: Image) -> tuple[float, float, float]:
    """Return seconds to the first words and to the end, and CPU seconds of this process."""
    started, cpu, first = time.perf_counter(), time.process_time(), 0.0
    for description in describer.describe(image):
        if not first and wording.said_first(description, WORDS):
            first = time.perf_counter() - started
    return first, time.perf_counter() - started, time.process_time() - cpu


def slightly_changed(image: Image, number: int) -> Image:
    """Return the picture with one small patch of another shade."""
    pixels = np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width, 3).copy()
    top = image.height // 2
    left = image.width // 3
    pixels[top : top + 14, left : left + 100] = 40 * number % 255
    return Image(pixels.tobytes(), image.width, image.height)


def changed_far_apart(image: Image, number: int) -> Image:
    """Return the picture with one small patch near its top and one near its bottom, as a clock would be."""
    pixels = np.frombuffer(slightly_changed(image, number).pixels, np.uint8).copy()
    pixels = pixels.reshape(image.height, image.width, 3)
    for top in (image.height // 20, image.height - 30):
        pixels[top : top + 12, image.width // 2 : image.width // 2 + 60] = 50 * number % 255
    return Image(pixels.tobytes(), image.width, image.height)


def comparing(image: Image, rounds: int) -> list[float]:
    """Return CPU seconds to find what changed between two complete descriptions."""
    describer = ScreenDescriber()
    other, results = changed_far_apart(image, 1), []
    *_, before = describer.describe(image)
    *_, after = describer.describe(other)
    describer.close()
    for _ in range(rounds):
        started = time.process_time()
        change_sentences(changes(before, after, (image, other)), WORDS)
        results.append(time.process_time() - started)
    return results


def new_looks(image: Image, rounds: int) -> list[tuple[float, float, float]]:
    """Describe with nothing remembered but with the models loaded."""
    results = []
    for _ in range(rounds):
        describer = ScreenDescriber()
        for _ in describer.describe(read(resource.path("samples", "save-changes-dialog.png"))):
            pass
        results.append(timed(describer, image))
        describer.close()
    return results


def second_looks(
    image: Image, rounds: int, change: Callable[[Image, int], Image]
) -> list[tuple[float, float, float]]:
    """Describe again after a change."""
    describer = ScreenDescriber()
    timed(describer, image)
    results = [timed(describer, change(image, number)) for number in range(1, rounds + 1)]
    describer.close()
    return results


def cold_start() -> float:
    """Return seconds from the start of a process to the first sentence on its output."""
    started = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "desktop.cli",
        "describe",
        str(resource.path("samples", "save-changes-dialog.png")),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        elapsed = time.perf_counter() - started
        process.stdout.read()
    return elapsed


def first_sample(image: Image) -> float | None:
    """Return seconds from the picture to the first sample handed to the device; None without a device."""
    describer = ScreenDescriber()
    timed(describer, read(resource.path("samples", "save-changes-dialog.png")))
    started = time.perf_counter()

    def first_words():
        for description in describer.describe(image):
            if said := wording.said_first(description, WORDS):
                yield said
                return

    outcome = speak_aloud(first_words())
    describer.close()
    return outcome.first_sample_at - started if outcome.first_sample_at else None


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        image = read(args.picture or draw("dense", Path(folder, "dense.png")))
    print(f"{image.width}x{image.height}, medians of {args.rounds}")
    print(f"{'':28}{'first words':>12}{'everything':>12}{'CPU s':>8}")
    for name, results in (
        ("new screen, models loaded", new_looks(image, args.rounds)),
        ("second look, small change", second_looks(image, args.rounds, slightly_changed)),
        ("second look, far apart", second_looks(image, args.rounds, changed_far_apart)),
    ):
        first, total, cpu = (statistics.median(column) for column in zip(*results, strict=True))
        print(f"{name:28}{first:10.2f} s{total:10.2f} s{cpu:8.2f}")
    print(f"{'what changed':28}{'':24}{statistics.median(comparing(image, args.rounds)):8.2f}")
    with running_rig():
        heard = first_sample(image)
    print(f"{'capture to first sample':28}{f'{heard:10.2f} s' if heard else '   no device'}")
    print(f"{'cold process, sample':28}{statistics.median(cold_start() for _ in range(args.rounds)):10.2f} s")


if __name__ == "__main__":
    main()
