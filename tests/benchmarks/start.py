"""How much start.py adds to a command: `python -m tests.benchmarks.start [--runs N]`.

The same command is started through start.py and directly, in turns, and the medians are compared.
The bound is 0.3 s.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def seconds(command: list[str]) -> float:
    """Return how long a command takes from start to exit."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--data", type=Path, help="not needed here; every benchmark takes it")
    runs = parser.parse_args().runs
    through = [sys._base_executable, str(ROOT / "start.py"), "--version"]  # type: ignore[attr-defined] # not the venv's
    directly = [str(Path(sys.prefix, "bin", "sori")), "--version"]
    subprocess.run(through, check=True, capture_output=True)
    pairs = [(seconds(through), seconds(directly)) for _ in range(runs)]
    with_start, without = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{'through start.py':24} {with_start:7.3f} s")
    print(f"{'sori itself':24} {without:7.3f} s")
    print(f"{'added by start.py':24} {with_start - without:7.3f} s   bound 0.300 s")


if __name__ == "__main__":
    main()
