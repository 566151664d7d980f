"""Our line reader beside the others: `python -m tests.benchmarks.line_reader --data DIR [--told]`.

DIR holds sNN.png and sNN.json with `texts` (key strings) and `lang`. Prints what a line costs each reader,
and for each language the share of key strings read and the CPU seconds a screen: by the others alone
(PP-OCRv6 and Tesseract), by ours alone, and by ours with the others for what it is not sure of. `--told`
prints the lines that ours alone reads differently.
"""

import argparse
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from engines.image_description.screen.latin import LatinReader
from engines.image_description.screen.line_reader import LineReader, Pixels
from engines.image_description.screen.reader import Reader
from engines.image_description.screen.repair import repair
from engines.results import Box
from tests.benchmarks.screens import folded

WIDTHS_PX = (80, 160, 320, 640)
"""Of a line 48 px high."""


@dataclass
class Total:
    """What one way of reading came to, in one language."""

    found: int = 0
    keys: int = 0
    lines: int = 0
    seconds: float = 0.0


@dataclass
class Stopwatch:
    """CPU seconds of this process and of the programs it ran."""

    seconds: float = field(default=0.0)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Add what passes inside."""
        before = _cpu_seconds()
        yield
        self.seconds += _cpu_seconds() - before


def _cpu_seconds() -> float:
    return sum(os.times()[:4])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--told", action="store_true")
    args = parser.parse_args()
    _costs(args.data)
    own = LineReader()
    before, both = Reader(own=LineReader(sure={})), Reader()
    for reader in (before, both):
        for _ in reader.load():
            pass
    ways: dict[str, Callable[[Pixels, Sequence[Box]], list[str]]] = {
        "the others": lambda pixels, boxes: _texts(before, pixels, boxes),
        "ours": lambda pixels, boxes: [_ours(own, pixels, box) for box in boxes],
        "together": lambda pixels, boxes: _texts(both, pixels, boxes),
    }
    totals: dict[tuple[str, str], Total] = defaultdict(Total)
    for path in sorted(args.data.glob("s*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        with Image.open(args.data / truth["file"]) as picture:
            pixels = np.asarray(picture.convert("RGB"))
        boxes = both.find(pixels, 1280)
        read = {}
        for way, texts_of in ways.items():
            watch = Stopwatch()
            with watch.running():
                read[way] = texts_of(pixels, boxes)
            _add(totals[way, truth["lang"]], truth["texts"], read[way], watch.seconds)
            _tell(truth, way, read[way])
        if args.told:
            _tell_differences(read, own, pixels, boxes)
    for reader in (before, both):
        reader.close()
    for (way, language), total in sorted(totals.items(), key=lambda one: one[0][1]):
        share, each = total.found / total.keys, 1000 * total.seconds / total.lines
        print(f"{language}  {way:12} key strings {share:.3f} of {total.keys}   {each:6.1f} CPU ms a line")


def _texts(reader: Reader, pixels: Pixels, boxes: Sequence[Box]) -> list[str]:
    lines = dict(reader.read(pixels, boxes))
    return [lines[index].text for index in range(len(boxes))]


def _ours(own: LineReader, pixels: Pixels, box: Box) -> str:
    return repair(own.read(pixels[box.top : box.bottom, box.left : box.right]).text)


def _add(total: Total, keys: Sequence[str], texts: Sequence[str], seconds: float) -> None:
    total.found += len(keys) - len(_missed(keys, texts))
    total.keys += len(keys)
    total.lines += len(texts)
    total.seconds += seconds


def _missed(keys: Sequence[str], texts: Sequence[str]) -> list[str]:
    everything = "".join(folded(text) for text in texts)
    return [key for key in keys if folded(key) not in everything]


def _tell(truth: dict[str, list[str]], way: str, texts: Sequence[str]) -> None:
    missed = _missed(truth["texts"], texts)
    keys = len(truth["texts"])
    print(f"{truth['id']} {truth['lang']} {way:12} {keys - len(missed)}/{keys} missed: {missed}")


def _tell_differences(
    read: dict[str, list[str]], own: LineReader, pixels: Pixels, boxes: Sequence[Box]
) -> None:
    for box, others, ours in zip(boxes, read["the others"], read["ours"], strict=True):
        if folded(others) != folded(ours):
            reading = own.read(pixels[box.top : box.bottom, box.left : box.right])
            size = f"{box.width}x{box.height}"
            print(
                f"      {size:>9} {reading.confidence:.2f} {reading.letters_right:.2f} {others!r} / {ours!r}"
            )


def _costs(data: Path) -> None:
    """Print CPU ms a line by width, each reader as it is run; several pieces of one real screen."""
    path = min(data.glob("s*.png"))
    with Image.open(path) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    latin, own = LatinReader(), LineReader()
    for width in WIDTHS_PX:
        lines = [
            np.ascontiguousarray(pixels[top : top + 48, left : left + width])
            for top in range(0, 480, 96)
            for left in (0, 50)
        ]
        spent = []
        for read in (latin.read, own.read):
            read(lines[0])
            started = time.process_time()
            for line in lines:
                read(line)
            spent.append((time.process_time() - started) * 1000 / len(lines))
        print(
            f"{width:4} px: PP-OCRv6 {spent[0]:5.1f} ms, ours {spent[1]:4.1f} ms, {spent[0] / spent[1]:.1f}x"
        )


if __name__ == "__main__":
    main()
