"""Our reader beside the others (PP-OCRv6, Tesseract), line by line, and from when on it may decide alone."""

import importlib
import json
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image

from engines.image_description.screen.latin import LatinReader
from engines.image_description.screen.line_pixels import prepare
from engines.image_description.screen.line_reader import LineReader, Pixels
from engines.image_description.screen.reader import Reader
from engines.image_description.screen.repair import repair
from engines.results import Box
from training.line_reader.crops import said
from training.line_reader.shards import Sample
from training.line_reader.wordings import shown

LANGUAGES: Final = ("en", "ko")
_RENDERERS: Final = ("qt", "web")
_LONGEST_SIDE: Final = 1280
_STEPS: Final = (*(round(0.5 + 0.02 * step, 2) for step in range(25)), 0.985, 0.99, 0.995)
_ENOUGH_LINES: Final = 100
_WIDTHS: Final = (
    ("under 100", 100.0),
    ("100 to 240", 240.0),
    ("240 to 480", 480.0),
    ("480 and more", float("inf")),
)
_AS_GOOD: Final = 0.001


@dataclass(frozen=True)
class Compared:
    """One line of a screen as both read it."""

    true: str
    """Empty where it is not known."""
    others: str
    ours: str
    confidence: float
    may_decide: bool
    """Whether confidence is enough to trust ours; see `LineReading.may_decide`."""

    @property
    def language(self) -> str:
        """Of our reading: it is by this that the reader decides."""
        return "ko" if any("ㄱ" <= letter <= "힣" for letter in self.ours) else "en"

    @property
    def true_language(self) -> str:
        """Of the truth."""
        return "ko" if any("ㄱ" <= letter <= "힣" for letter in self.true) else "en"

    def together(self, sure: dict[str, float]) -> str:
        """Return what the two make of it: ours where it is sure, else the others'."""
        least = sure.get(self.language)
        is_sure = self.may_decide and least is not None and self.confidence >= least
        return self.ours if is_sure else self.others


def folded(text: str) -> str:
    """Return a text as it is compared: NFKC, lower case, without spaces and middle dots."""
    text = unicodedata.normalize("NFKC", text).lower()
    return "".join(letter for letter in text if not letter.isspace() and letter not in "·•")


def read_by_others(store: Path, count: int) -> None:
    """Let the others read screens of the kits that training never saw, and keep both in `store`."""
    for name in _RENDERERS:
        if not (store / name / "others.json").is_file():
            _read_by_others(name, count, store / name)


def kept_out(store: Path, model: Path) -> list[Compared]:
    """Compare on the screens that the others have read."""
    own = LineReader(model, sure={})
    compared: list[Compared] = []
    for name in _RENDERERS:
        for pixels, lines in _screens(store / name):
            for true, others, box in lines:
                mine = own.read(_crop(pixels, box))
                compared.append(Compared(true, others, repair(mine.text), mine.confidence, mine.may_decide))
    return compared


def _read_by_others(name: str, count: int, folder: Path) -> None:
    renderer = importlib.import_module(f"training.screens.{name}")
    folder.mkdir(parents=True, exist_ok=True)
    others = _loaded(LineReader(sure={}))
    facts = []
    for number, screen in enumerate(islice(renderer.screens(11, kept_out=True), count)):
        boxes = others.find(screen.pixels, _LONGEST_SIDE)
        boxes = [box for box in boxes if said(box, screen.lines)]
        texts = _read(others, screen.pixels, boxes)
        facts.append([(said(box, screen.lines), text, box) for box, text in zip(boxes, texts, strict=True)])
        Image.fromarray(screen.pixels).save(folder / f"{number:03}.png", compress_level=1)
    others.close()
    (folder / "others.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def sure(compared: Sequence[Compared], real: Sequence["RealScreen"] = ()) -> dict[str, float]:
    """Return for each language the confidence from which ours decides alone.

    Of those with which no fewer lines, nor key strings of the real screens, are read than by the others,
    it is the least that reads as many lines as the best, but for 1 in 1,000. A language is left out where
    there is none, or too few lines would be left to ours.
    """
    chosen = {}
    keys_by_others = sum(screen.keys_found({}) for screen in real)
    for language in LANGUAGES:
        lines = [line for line in compared if line.language == language]
        by_others = sum(folded(line.others) == folded(line.true) for line in lines)
        good = {
            least: right
            for least in _STEPS
            if sum(line.confidence >= least for line in lines) >= _ENOUGH_LINES
            and (right := _right_together(lines, {language: least})) >= by_others
            and sum(screen.keys_found({language: least}) for screen in real) >= keys_by_others
        }
        if good:
            enough = max(good.values()) - _AS_GOOD * len(lines)
            chosen[language] = min(least for least, right in good.items() if right >= enough)
    return chosen


def _right_together(lines: Sequence[Compared], sure: dict[str, float]) -> int:
    return sum(folded(line.together(sure)) == folded(line.true) for line in lines)


def figures(compared: Sequence[Compared], sure: dict[str, float]) -> dict[str, Any]:
    """Return by language the share of lines read exactly by the others, by ours, and together."""
    found: dict[str, Any] = {}
    for language in LANGUAGES:
        lines = [line for line in compared if line.true_language == language]
        if lines:
            found[language] = {
                "lines": len(lines),
                "others": _share(folded(line.others) == folded(line.true) for line in lines),
                "ours": _share(folded(line.ours) == folded(line.true) for line in lines),
                "ours with spaces": _share(line.ours == line.true for line in lines),
                "together": _share(folded(line.together(sure)) == folded(line.true) for line in lines),
                "left to ours": _share(line.together(sure) is line.ours for line in lines),
            }
    return found


def samples(store: Path) -> list[Sample]:
    """Return the lines that `kept_out` compares, as the network sees them."""
    return [
        Sample(prepare(_crop(pixels, box)), shown(true))
        for name in _RENDERERS
        for pixels, lines in _screens(store / name)
        for true, _, box in lines
    ]


@dataclass(frozen=True)
class RealScreen:
    """A real screen with its key strings, and its lines as both read them; no line's truth is known."""

    language: str
    keys: tuple[str, ...]
    lines: tuple[Compared, ...]

    def keys_found(self, sure: dict[str, float]) -> int:
        """Return how many key strings stand in what the two read together."""
        return self._found(line.together(sure) for line in self.lines)

    def keys_found_by_ours(self) -> int:
        """Return how many key strings ours alone reads."""
        return self._found(line.ours for line in self.lines)

    def _found(self, texts: Iterable[str]) -> int:
        everything = "".join(map(folded, texts))
        return sum(folded(key) in everything for key in self.keys)


def real(folder: Path, store: Path, model: Path) -> list[RealScreen]:
    """Read real screens with both; what the others read is kept in `store`."""
    own = LineReader(model, sure={})
    screens = []
    for path in sorted(folder.glob("s*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        with Image.open(folder / truth["file"]) as picture:
            pixels = np.asarray(picture.convert("RGB"))
        lines = []
        for others, box in _real_by_others(store / f"{path.stem}.json", pixels):
            mine = own.read(_crop(pixels, Box(*box)))
            lines.append(Compared("", others, repair(mine.text), mine.confidence, mine.may_decide))
        screens.append(RealScreen(truth["lang"], tuple(truth["texts"]), tuple(lines)))
    return screens


def key_strings(screens: Sequence[RealScreen], sure: dict[str, float]) -> dict[str, Any]:
    """Return by language the share of key strings each way reads, and of lines left to ours."""
    found: dict[str, Any] = {}
    for language in LANGUAGES:
        of_language = [screen for screen in screens if screen.language == language]
        lines = [line for screen in of_language for line in screen.lines]
        keys = sum(len(screen.keys) for screen in of_language)
        if keys:
            ways = {
                "others": sum(screen.keys_found({}) for screen in of_language),
                "ours": sum(screen.keys_found_by_ours() for screen in of_language),
                "together": sum(screen.keys_found(sure) for screen in of_language),
            }
            found[language] = {way: [round(count / keys, 4), keys] for way, count in ways.items()}
            found[language]["left to ours"] = [
                _share(line.together(sure) is line.ours for line in lines), len(lines),
            ]  # fmt: skip
    return found


def costs(folder: Path, store: Path, model: Path) -> dict[str, list[float]]:
    """Return CPU ms a line of PP-OCRv6's recogniser and of ours, side by side on lines of real screens.

    By width in px of a line 48 high; each entry is the count of lines, PP-OCRv6's ms and ours.
    """
    latin, own = LatinReader(), LineReader(model, sure={})
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name, _ in _WIDTHS}
    for path in sorted(folder.glob("s*.json")):
        with Image.open(path.with_suffix(".png")) as picture:
            pixels = np.asarray(picture.convert("RGB"))
        for _, box in _real_by_others(store / f"{path.stem}.json", pixels):
            crop = _crop(pixels, Box(*box))
            width = crop.shape[1] * 48 / crop.shape[0]
            name = next(name for name, most in _WIDTHS if width < most)
            spent[name].append((_cpu_ms(lambda: latin.read(crop)), _cpu_ms(lambda: own.read(crop))))  # noqa: B023
    return {
        name: [len(pairs), *(round(float(np.mean(one)), 2) for one in zip(*pairs, strict=True))]
        for name, pairs in spent.items()
        if pairs
    }


def _cpu_ms(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return 1000 * (time.process_time() - started)


def _real_by_others(store: Path, pixels: Pixels) -> list[tuple[str, list[int]]]:
    """Return what the others read in each box of a real screen, kept because it never changes."""
    if not store.is_file():
        store.parent.mkdir(parents=True, exist_ok=True)
        others = _loaded(LineReader(sure={}))
        boxes = others.find(pixels, _LONGEST_SIDE)
        texts = _read(others, pixels, boxes)
        others.close()
        facts = [(text, [int(edge) for edge in box]) for text, box in zip(texts, boxes, strict=True)]
        store.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    found: list[tuple[str, list[int]]] = json.loads(store.read_text(encoding="utf-8"))
    return found


def _screens(folder: Path) -> Iterator[tuple[Pixels, list[tuple[str, str, Box]]]]:
    facts = json.loads((folder / "others.json").read_text(encoding="utf-8"))
    for number, lines in enumerate(facts):
        with Image.open(folder / f"{number:03}.png") as picture:
            pixels = np.asarray(picture.convert("RGB"))
        yield pixels, [(true, others, Box(*box)) for true, others, box in lines]


def _loaded(own: LineReader) -> Reader:
    reader = Reader(own=own)
    for _ in reader.load():
        pass
    return reader


def _read(reader: Reader, pixels: Pixels, boxes: Sequence[Box]) -> list[str]:
    lines = dict(reader.read(pixels, boxes))
    return [lines[index].text for index in range(len(boxes))]


def _crop(pixels: Pixels, box: Box) -> Pixels:
    return pixels[box.top : box.bottom, box.left : box.right]


def _share(hits: Iterator[bool]) -> float:
    return round(float(np.mean(list(hits))), 4)
