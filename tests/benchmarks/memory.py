"""Whether memory grows: `python -m tests.benchmarks.memory [--descriptions N]`.

One describer looks at pictures that all differ, as in a long day. Memory is read after a tenth of them,
when the models are loaded and the caches are filled, and again at the end.
"""

import argparse
import os
import tempfile
from pathlib import Path

from engines import resource
from engines.image_description.screen.engine import ScreenDescriber
from engines.media import Image
from engines.sources.pictures import read
from tests.benchmarks.describe import slightly_changed
from tests.benchmarks.window import resident_mb
from tests.drawn import draw

GOAL_PERCENT = 5


def pictures(folder: Path) -> tuple[Image, ...]:
    """Return what is looked at in turn."""
    samples = ("save-changes-dialog.png", "settings-ko.png", "invoice-table.png")
    return (
        read(draw("dense", folder / "dense.png")),
        *(read(resource.path("samples", one)) for one in samples),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--descriptions", type=int, default=200)
    count = parser.parse_args().descriptions
    describer, warm_mb = ScreenDescriber(), 0.0
    with tempfile.TemporaryDirectory() as folder:
        images = pictures(Path(folder))
    for number in range(count):
        for _ in describer.describe(slightly_changed(images[number % len(images)], number)):
            pass
        if number == count // 10:
            warm_mb = resident_mb(os.getpid())
    end_mb = resident_mb(os.getpid())
    describer.close()
    growth = 100 * (end_mb / warm_mb - 1)
    print(f"{count} descriptions: {warm_mb:.0f} MB after {count // 10}, {end_mb:.0f} MB at the end")
    print(f"growth {growth:.1f} %   goal below {GOAL_PERCENT} %")


if __name__ == "__main__":
    main()
