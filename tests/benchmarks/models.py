"""How long a step of fetching or importing a model may keep its lane waiting, and how fast it goes.

    python -m tests.benchmarks.models [--mb 200]

serves an archive of noise from this machine, and prints for each kind of work the longest time between
two steps (the rule is 250 ms), the speed, and how long cancelling took in the middle.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Generator
from itertools import islice
from pathlib import Path
from typing import Final

from engines.models import ModelStore, Progress
from tests.model_server import MODEL, catalogue_file, serving, vosk_files, zipped

GOAL_MS: Final = 250
Work = Callable[[], Generator[Progress, None, object]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=200, help="how big the archive is")
    megabytes = parser.parse_args().mb
    noise = random.Random(1).randbytes(1_000_000)
    archive = zipped({**vosk_files(), "graph/HCLr.fst": noise * megabytes})
    print(f"{len(archive) / 1e6:.0f} MB; goal: no step over {GOAL_MS} ms")
    print(f"{'work':24}{'longest step':>14}{'total':>10}{'speed':>12}{'cancel':>10}")
    with tempfile.TemporaryDirectory() as name, serving() as server:
        folder = Path(name)
        server.put("/a.zip", archive)
        file = catalogue_file(folder, server.url("/a.zip"), digest_of=archive, size_bytes=len(archive))
        store = ModelStore(folder / "models", file)
        given = folder / "given.zip"
        given.write_bytes(archive)
        measure("fetch", lambda: store.fetch(store.model(MODEL)), len(archive))
        measure("verify", lambda: store.verify(MODEL), len(archive))
        measure("import a zip", lambda: store.import_from(given), len(archive))
        other = ModelStore(folder / "other", file)
        measure("import a folder", lambda: other.import_from(store.path(MODEL)), len(archive))


def measure(name: str, work: Work, size_bytes: int) -> None:
    """Cancel the work in the middle, then do it whole; print one line."""
    steps = work()
    list(islice(steps, 5))
    cancelled = time.perf_counter()
    steps.close()
    cancel_ms = (time.perf_counter() - cancelled) * 1000
    begun = last = time.perf_counter()
    longest = 0.0
    for _step in work():
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    total = time.perf_counter() - begun
    longest_ms = max(longest, time.perf_counter() - last) * 1000
    speed = size_bytes / total / 1e6
    print(f"{name:24}{longest_ms:>11.0f} ms{total:>8.1f} s{speed:>7.0f} MB/s{cancel_ms:>7.0f} ms")


if __name__ == "__main__":
    main()
