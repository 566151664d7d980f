"""The screen engine: headline first, then parts, then text as it is read, then everything."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from engines.image_description.screen import kind as kinds
from engines.image_description.screen.classifier import TrainedClassifier
from engines.image_description.screen.layout import Layout, lay_out
from engines.image_description.screen.order import edge_test, reading_order, rows
from engines.image_description.screen.proposals import propose
from engines.image_description.screen.reader import Reader, changed_bands, meets
from engines.image_description.screen.regions import split_regions
from engines.image_description.screen.surface import (
    Pixels,
    ink,
    nothing_to_see,
    photograph_share,
)
from engines.media import Image
from engines.results import Box, Description, Element, Region, Seconds, TextLine

_FIRST_SIDE, _FULL_SIDE = 960, 1280
"""The longest side in px the text detector sees: small for the headline, bigger for everything."""
_HEADLINE_LINES = 6
_HEADING_RATIO = 1.22
"""A line this much bigger than the usual one names the screen."""
_NAME_SURE = 0.7
"""How likely a line has to be read rightly to name the screen."""
_REPORT_SECONDS = 0.1
_LEAST_SIDE = 12
_DARK = 90
"""A screen whose median level is lower, of 255, is dark."""
_SURROUNDINGS = 120
"""Rows around a change in which controls are sought again: labels and frames reach that far."""


@dataclass(frozen=True)
class _Placed:
    """A box to be put in reading order."""

    box: Box


@dataclass(frozen=True, eq=False)
class _Seen:
    """The last look's picture, lines and controls, to be compared with the next."""

    pixels: Pixels
    lines: tuple[TextLine, ...]
    controls: tuple[Element, ...]

    def lines_outside(self, bands: Sequence[slice]) -> list[TextLine]:
        """Return the lines that do not reach into bands of rows."""
        return _outside(self.lines, bands)


def _outside(lines: Sequence[TextLine], bands: Sequence[slice]) -> list[TextLine]:
    ordered = sorted(lines, key=lambda line: line.box)
    return [line for line in ordered if not any(meets(line.box, band) for band in bands)]


def _moved(box: Box, down: int) -> Box:
    return box._replace(top=box.top + down, bottom=box.bottom + down)


class ScreenDescriber:
    """Describes screens without a download; see `engines.image_description.ImageDescriber`."""

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads
        self._reader: Reader | None = None
        self._classifier = TrainedClassifier()
        self._seen: _Seen | None = None

    def describe(self, image: Image) -> Iterator[Description]:
        """Yield what is known so far, headline first; the last one is complete."""
        clock = _Clock()
        pixels = np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width, 3)
        facts = Description(stage="started", size=(image.width, image.height), title=image.title)
        yield facts
        what = "blank" if min(pixels.shape[:2]) < 2 else nothing_to_see(pixels)
        if what:
            facts = replace(facts, kind=what, title="")
            yield replace(facts, stage="headline", seconds=clock.at_headline())
            yield replace(facts, stage="complete", seconds=clock.at_end())
            return
        yield from self._load(facts, clock)
        yield from self._look(pixels, facts, clock)

    def close(self) -> None:
        """Give back the networks and the reading threads."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _load(self, facts: Description, clock: "_Clock") -> Iterator[Description]:
        if self._reader is None:
            started = time.perf_counter()
            self._reader = Reader(self._threads)
            for _ in self._reader.load():
                yield facts
            clock.loading = time.perf_counter() - started

    def _look(self, pixels: Pixels, facts: Description, clock: "_Clock") -> Iterator[Description]:
        assert self._reader is not None
        boxes = self._find(pixels, _FIRST_SIDE)
        first = dict(self._reader.read(pixels, _promising(boxes, pixels.shape[0])))
        facts = _with_headline(pixels, facts, boxes, list(first.values()))
        facts = replace(facts, stage="headline", lines_total=len(boxes), seconds=clock.at_headline())
        yield facts
        if max(pixels.shape[:2]) > _FIRST_SIDE:
            boxes = self._find(pixels, _FULL_SIDE)
        facts = replace(facts, lines_total=len(boxes))
        yield replace(facts, stage="regions", regions=_outline(pixels, boxes))
        boxes = [one.box for one in reading_order([_Placed(box) for box in boxes], edge_test(pixels))]
        lines: dict[int, TextLine] = {}
        reported = time.perf_counter()
        for index, line in self._reader.read(pixels, boxes):
            lines[index] = line
            if time.perf_counter() - reported > _REPORT_SECONDS:
                reported = time.perf_counter()
                yield _so_far(facts, lines, len(boxes))
        texts = _text_lines([lines[index] for index in sorted(lines)])
        yield replace(facts, stage="text", texts=tuple(texts), lines_read=len(boxes), lines_total=len(boxes))
        controls = self._controls(pixels, texts)
        yield replace(facts, stage="text", texts=tuple(texts), lines_read=len(boxes), lines_total=len(boxes))
        yield _complete(pixels, facts, lay_out(pixels, texts, controls), clock)

    def _controls(self, pixels: Pixels, lines: Sequence[TextLine]) -> tuple[Element, ...]:
        """Find the controls; where only some rows changed since the last look, only near these rows."""
        last = self._seen
        changed = changed_bands(last.pixels, pixels) if last else None
        if last is None or changed is None or last.lines_outside(changed) != _outside(lines, changed):
            found = self._classifier.classify(pixels, propose(pixels), lines)
        else:
            found = last.controls
            for band in changed:
                found = self._controls_near(pixels, lines, found, band)
        self._seen = _Seen(pixels, tuple(lines), found)
        return found

    def _controls_near(
        self, pixels: Pixels, lines: Sequence[TextLine], known: Sequence[Element], changed: slice
    ) -> tuple[Element, ...]:
        top = max(0, changed.start - _SURROUNDINGS)
        band = pixels[top : changed.stop + _SURROUNDINGS]
        within = [
            replace(line, box=_moved(line.box, -top))
            for line in lines
            if line.box.top >= top and line.box.bottom <= changed.stop + _SURROUNDINGS
        ]
        asked = slice(changed.start - top, changed.stop - top)
        found = self._classifier.classify(band, propose(band), within, asked)
        fresh = [replace(one, box=_moved(one.box, top)) for one in found]
        kept = [one for one in known if not meets(one.box, changed)]
        both = [*kept, *(one for one in fresh if meets(one.box, changed))]
        return tuple(sorted(both, key=lambda one: (one.box.top, one.box.left)))

    def _find(self, pixels: Pixels, side: int) -> list[Box]:
        assert self._reader is not None
        return self._reader.find(pixels, side) if min(pixels.shape[:2]) >= _LEAST_SIDE else []


@dataclass
class _Clock:
    """Measures one description; `loading` is left out of what is reported."""

    loading: float = 0.0
    headline: float = 0.0

    def __post_init__(self) -> None:
        self._started = time.perf_counter()

    def at_headline(self) -> Seconds:
        self.headline = self._elapsed()
        return self._seconds(0.0)

    def at_end(self) -> Seconds:
        return self._seconds(self._elapsed())

    def _elapsed(self) -> float:
        return time.perf_counter() - self._started - self.loading

    def _seconds(self, total: float) -> Seconds:
        return Seconds(round(self.loading, 3), round(self.headline, 3), round(total, 3))


def _promising(boxes: Sequence[Box], height: int) -> list[Box]:
    """Return the few lines that most likely name the screen: at its very top, and the biggest."""
    top = [box for box in boxes if box.bottom < max(48, 0.06 * height) and box.width > 1.5 * box.height]
    big = sorted(
        (box for box in boxes if box.width > 1.2 * box.height and box not in top),
        key=lambda box: -box.height,
    )
    return [*sorted(top, key=lambda box: -box.width)[:2], *big[: _HEADLINE_LINES - 2]]


def _with_headline(
    pixels: Pixels, facts: Description, boxes: Sequence[Box], lines: Sequence[TextLine]
) -> Description:
    """Name the screen by its title strip and its biggest line, where these are beyond doubt."""
    strip = max(48, 0.06 * facts.size[1])
    in_strip = [box for box in boxes if box.bottom < strip and box.width > 1.5 * box.height]
    titles = [line for line in lines if line.box.bottom < strip and _is_name(line)]
    title = facts.title or (titles[0].text if len(titles) == len(in_strip) == 1 else "")
    sizes = {line.text: ink(pixels, line.box, line.text).font_px for line in lines if _is_name(line)}
    known = sorted(sizes.values())
    usual = max(_usual_font(pixels, boxes), known[len(known) // 4] if known else 0.0)
    tall = 1.12 * median([box.height for box in boxes]) if boxes else 0
    big = [
        line
        for line in lines
        if sizes.get(line.text, 0) > _HEADING_RATIO * usual
        and line.box.height > tall
        and line.box.top < 0.5 * facts.size[1]
        and line.text != title
    ]
    biggest = max((sizes[line.text] for line in big), default=0)
    big = [line for line in big if sizes[line.text] > 0.85 * biggest]
    subject = min(big, key=lambda line: line.box.top).text if big else ""
    return replace(facts, title=title, subject=subject)


def _usual_font(pixels: Pixels, boxes: Sequence[Box]) -> float:
    """Return the font size of most lines in px, from a few spread over the screen, read or not."""
    some = sorted(boxes, key=lambda box: box.top)[:: max(1, len(boxes) // 16)]
    # Unread, a line is taken to have both up- and downstrokes; the upper quarter surely has.
    sizes = sorted(ink(pixels, box, "Ag").font_px for box in some)
    return sizes[3 * len(sizes) // 4] if sizes else 0.0


def _is_name(line: TextLine) -> bool:
    letters = sum(letter.isalpha() for letter in line.text)
    least = 2 if line.language == "ko" else 3
    return (
        line.confidence > _NAME_SURE and letters >= least and letters > 0.5 * len(line.text.replace(" ", ""))
    )


def _outline(pixels: Pixels, boxes: Sequence[Box]) -> tuple[Region, ...]:
    """Return the parts of the screen as far as they show before anything in them is read."""
    unread = [Element("text", "", box, 0.0) for box in boxes]
    return tuple(Region(region.kind, region.box) for region in split_regions(pixels, unread))


def _so_far(facts: Description, lines: dict[int, TextLine], total: int) -> Description:
    texts = tuple(lines[index] for index in sorted(lines))
    return replace(facts, stage="text", texts=texts, lines_read=len(lines), lines_total=total)


def _text_lines(lines: Sequence[TextLine]) -> list[TextLine]:
    """Leave out what the detector took for text and is none: icons, arrows, window signs."""
    letters = [_Placed(line.box) for line in lines if len(line.text) == 1 and line.text.isupper()]
    # The column letters of a spreadsheet and the keys of a keyboard stand in a row; icons rarely do.
    keeps_letters = any(len(row) >= 4 for row in rows(letters))
    return [line for line in lines if not _is_sign(line, keeps_letters)]


def _is_sign(line: TextLine, keeps_letters: bool) -> bool:
    is_square = line.box.width < 1.7 * line.box.height
    if not line.text:
        return is_square or line.box.height < 6
    if not any(letter.isalnum() for letter in line.text):
        return True
    is_lone = len(line.text) == 1 and not line.text.isdigit() and line.language != "ko"
    is_unsure = is_square and len(line.text) <= 2 and line.confidence < 0.85
    return (is_lone and not keeps_letters) or is_unsure


def _is_dark(pixels: Pixels) -> bool:
    """Whether the median of all levels is below _DARK; counting takes a twentieth of the time."""
    below = 2 * np.count_nonzero(pixels < _DARK)
    return below > pixels.size or (below == pixels.size and bool(np.median(pixels) < _DARK))


def _complete(pixels: Pixels, facts: Description, layout: Layout, clock: _Clock) -> Description:
    title = facts.title or layout.title
    subject = facts.subject or layout.subject
    evidence = kinds.Evidence(
        title,
        subject,
        tuple(line.text for line in layout.texts if line.text),
        layout.elements,
        layout.regions,
        photograph_share(pixels),
        _is_dark(pixels),
    )
    return replace(
        facts,
        stage="complete",
        kind=kinds.judge(evidence),
        title=title,
        subject=subject if subject != title else "",
        alert=layout.alert,
        regions=layout.regions,
        elements=tuple(one for one in layout.elements if one.role != "text"),
        texts=layout.texts,
        lines_read=facts.lines_total or len(layout.texts),
        seconds=clock.at_end(),
    )
