"""How much memory describing takes: `python -m tests.benchmarks.peak_memory [--picture FILE] [--looks N]`.

Without a picture, a dense 1920x1080 screen is drawn. A process of its own does nothing but describe: it
reads the picture, describes it, and looks again and again at a slightly changed one. Printed is the most
that was resident at each point, everything counted: Python, the libraries, the models and the pictures.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from engines.image_description.screen.engine import ScreenDescriber
from engines.media import Image
from engines.sources.pictures import read

GOAL_MB = 500


def peak_mb() -> float:
    """Return the most that this process has had resident. Linux."""
    # getrusage would count what its parent had before this began.
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


def changed(image: Image, number: int) -> Image:
    """Return the picture with one small patch of another shade."""
    patch, start = bytes([40 * number % 255]) * 300, 3 * (image.width * (image.height // 2) + 100)
    return Image(image.pixels[:start] + patch + image.pixels[start + len(patch) :], image.width, image.height)


def measure(picture: Path, looks: int) -> None:
    """Describe in this process, and print."""
    describer = ScreenDescriber()
    image = read(picture)
    print(f"ready, picture read         {peak_mb():6.0f} MB")
    for number in range(looks + 1):
        for _ in describer.describe(changed(image, number) if number else image):
            pass
        if number in (0, looks):
            print(f"after {number + 1:3} description(s)    {peak_mb():6.0f} MB   goal {GOAL_MB} MB")
    describer.close()


def main() -> None:
    """Draw, and measure in a process that did not."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--looks", type=int, default=20)
    parser.add_argument("--here", action="store_true", help="in this process")
    args = parser.parse_args()
    if args.here:
        measure(args.picture, args.looks)
        return
    # Drawing needs Qt, which the process that is measured must not load.
    from tests.drawn import draw

    with tempfile.TemporaryDirectory() as folder:
        picture = args.picture or draw("dense", Path(folder) / "dense.png")
        more = ["--here", "--picture", str(picture), "--looks", str(args.looks)]
        subprocess.run([sys.executable, "-m", "tests.benchmarks.peak_memory", *more], check=True)


if __name__ == "__main__":
    main()
