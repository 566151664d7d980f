"""Draw screens with their truth: `python -m training.screens --renderer qt|web --count N --seed S`."""

import argparse
import importlib
import itertools
import time
from pathlib import Path

from training import cache
from training.screens.contact import sheet
from training.screens.truth import load, save


def main() -> None:
    """Draw the screens into a folder, or those of a folder as one sheet to look at."""
    arguments = _arguments()
    if arguments.count:
        renderer = importlib.import_module(f"training.screens.{arguments.renderer}")
        began = time.process_time()
        only = {"kits": arguments.kit} if arguments.kit else {}
        drawn = renderer.screens(arguments.seed, kept_out=arguments.kept_out, **only)
        for place, screen in enumerate(itertools.islice(drawn, arguments.count), 1):
            save(screen, arguments.out)
            if place % 100 == 0 or place == arguments.count:
                print(f"{place} screens, {(time.process_time() - began) / place:.3f} CPU s each", flush=True)
    if arguments.sheet:
        sheet(
            itertools.islice(load(arguments.out), arguments.first, arguments.first + arguments.shown),
            arguments.sheet,
        )
        print(f"written to {arguments.sheet}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.screens", description=__doc__)
    parser.add_argument("--renderer", choices=("qt", "web"), default="qt")
    parser.add_argument("--count", type=int, default=0, help="how many screens to draw; 0 draws none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--out", type=Path, help="the folder of the screens; by default one of the training cache"
    )
    parser.add_argument("--kept-out", action="store_true", help="in the kit that training never sees")
    parser.add_argument(
        "--kit", action="append", help="draw in this web kit only; may be given several times"
    )
    parser.add_argument(
        "--sheet", type=Path, help="write a picture of screens of the folder with their truth drawn in"
    )
    parser.add_argument("--first", type=int, default=0, help="where in the folder the sheet begins")
    parser.add_argument("--shown", type=int, default=6, help="how many screens the sheet shows")
    arguments = parser.parse_args()
    if arguments.out is None:
        arguments.out = cache.folder("screens") / (
            arguments.renderer + ("_kept_out" if arguments.kept_out else "")
        )
    return arguments


if __name__ == "__main__":
    main()
