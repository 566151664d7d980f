"""Reads the text of a screen: where it stands, what it says, and what could not be read."""

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from engines.image_description.screen import hangul
from engines.image_description.screen.detector import TextDetector
from engines.image_description.screen.latin import LatinReader, Reading
from engines.image_description.screen.line_reader import LineReader, LineReading
from engines.image_description.screen.marks import parts
from engines.image_description.screen.repair import repair
from engines.results import Box, Language, TextLine

Pixels = NDArray[np.uint8]

_IDEOGRAPH = re.compile("[\u2e80-\ua4cf\uf900-\ufaff\uff66-\uff9f]")
_LATIN_WORD = re.compile("[A-Za-z]{4}")

_CERTAIN, _READABLE = 0.97, 0.6
"""Confidence above which a Latin line needs no second opinion, and below which it counts as unread."""
_IDEOGRAPH_READABLE = 0.9
_TOKEN_READABLE = 0.3
_KOREAN_SCREEN = 0.2
"""With this share of Korean lines, every doubtful line is shown to the Korean reader too."""
_REMEMBERED_LINES = 4000
_MARGIN = 48
"""Rows around a change that are looked at again, so that no line at its edge is cut."""
_APART = 4 * _MARGIN


@dataclass(frozen=True)
class Read:
    """One line as read, before it is given its place."""

    text: str
    confidence: float
    language: Language


_UNREADABLE = Read("", 0.0, "und")


class Reader:
    """Reads screens. One screen at a time; remembers the crops it has read, so a second look is quick."""

    def __init__(self, threads: int = 2, own: LineReader | None = None) -> None:
        """Read with `own` of our readers; by default the one that is shipped."""
        self._threads = threads
        self._given = own
        self._looks: dict[int, _Look] = {}
        self._workers = ThreadPoolExecutor(threads, thread_name_prefix="read-line")
        self._remembered: OrderedDict[bytes, Read] = OrderedDict()

    def load(self) -> Iterator[None]:
        """Load the networks, a step at a time; call it to its end before anything else."""
        self._detector = TextDetector(self._threads)
        yield
        self._latin = LatinReader()
        yield
        self._own = self._given or LineReader()
        yield

    def find(self, pixels: Pixels, longest_side: int) -> list[Box]:
        """Return where text stands, in no order, without the check box or bullet before it.

        Where only parts of the picture have changed since the last look, only these parts are looked at.
        """
        last = self._looks.get(longest_side)
        changed = changed_bands(last.pixels, pixels) if last else None
        if last is None or changed is None:
            found = self._find(pixels, longest_side, 1.0)
        else:
            found = last.boxes
            for band in changed:
                found = self._find_changed(pixels, longest_side, found, band)
        self._looks[longest_side] = _Look(pixels, found)
        return found

    def _find(self, pixels: Pixels, longest_side: int, share: float) -> list[Box]:
        side = max(32, round(longest_side * share))
        found = self._detector.find(pixels, side)
        return [part for box in found for part in parts(pixels, box)]

    def _find_changed(
        self, pixels: Pixels, longest_side: int, known: Sequence[Box], changed: slice
    ) -> list[Box]:
        height, width = pixels.shape[:2]
        top, bottom = max(0, changed.start - _MARGIN), min(height, changed.stop + _MARGIN)
        band = pixels[top:bottom]
        # The band is shown at the scale of the whole picture, or its boxes would not fit the others.
        share = max(band.shape[:2]) / max(height, width)
        found = self._find(band, longest_side, share)
        moved = [box._replace(top=box.top + top, bottom=box.bottom + top) for box in found]
        kept = [box for box in known if not meets(box, changed)]
        return [*kept, *(box for box in moved if meets(box, changed))]

    def read(self, pixels: Pixels, boxes: Sequence[Box]) -> Iterator[tuple[int, TextLine]]:
        """Yield each box's index and line as soon as it is read, Korean lines last.

        `pixels` is RGB (height, width, 3). A line that cannot be read has an empty text. Closing the
        iterator stops the reading.
        """
        crops = [pixels[box.top : box.bottom, box.left : box.right] for box in boxes]
        keys = [_key(crop) for crop in crops]
        doubtful: dict[int, Reading] = {}
        korean_lines = 0
        certain: dict[int, Reading] = {}
        for index, known in enumerate(map(self._recall, keys)):
            if known is not None:
                korean_lines += known.language == "ko"
                yield index, _placed(known, boxes[index])
        fresh = [index for index, key in enumerate(keys) if key not in self._remembered]
        own: dict[int, LineReading] = {}
        for index, mine, reading in self._read_quickly(crops, fresh):
            own[index] = mine
            if reading is None:
                read = _as_own(mine)
                korean_lines += read.language == "ko"
                self._remember(keys[index], read)
                yield index, _placed(read, boxes[index])
            elif _is_doubtful(reading):
                doubtful[index] = reading
            else:
                certain[index] = reading
                yield index, _placed(_as_latin(reading), boxes[index])
        second = self._read_korean(crops, doubtful, own)
        korean_lines += sum(read.language == "ko" for read in second.values())
        if korean_lines >= _KOREAN_SCREEN * len(boxes):
            unclear = {i: reading for i, reading in certain.items() if not _is_plainly_latin(reading)}
            second |= self._read_korean(crops, unclear, own)
        for index in (*doubtful, *certain):
            read = second.get(index) or _as_latin(certain[index])
            self._remember(keys[index], read)
            if index in second:
                yield index, _placed(read, boxes[index])

    def close(self) -> None:
        """End the reading threads."""
        self._workers.shutdown(wait=True, cancel_futures=True)

    def _read_quickly(
        self, crops: Sequence[Pixels], indexes: Sequence[int]
    ) -> Iterator[tuple[int, LineReading, Reading | None]]:
        """Yield what our own reader makes of each line and, where it is not sure, what the Latin one does."""
        running: list[tuple[int, Future[tuple[LineReading, Reading | None]]]] = [
            (index, self._workers.submit(self._read_one, crops[index])) for index in indexes
        ]
        try:
            for index, future in running:
                yield index, *future.result()
        finally:
            for _, future in running:
                future.cancel()

    def _read_one(self, crop: Pixels) -> tuple[LineReading, Reading | None]:
        mine = self._own.read(crop)
        return mine, None if self._own.is_sure(mine) else self._latin.read(crop)

    def _read_korean(
        self, crops: Sequence[Pixels], readings: dict[int, Reading], own: dict[int, LineReading]
    ) -> dict[int, Read]:
        indexes = list(readings)
        tokens = hangul.read([crops[index] for index in indexes])
        return {
            index: self._rather(self._decide(crops[index], readings[index], found), own[index])
            for index, found in zip(indexes, tokens, strict=True)
        }

    def _rather(self, read: Read, mine: LineReading) -> Read:
        """Take our own reading of a line that the others could not read."""
        return _as_own(mine) if not read.text and mine.text and self._own.is_readable(mine) else read

    def _decide(self, crop: Pixels, latin: Reading, tokens: Sequence[hangul.Token]) -> Read:
        """Choose between two readings of one line; a line of both scripts is put together from both."""
        korean = [token for token in tokens if _is_korean(token)]
        if not _outweighs(korean, tokens, latin):
            return _as_latin(latin)
        parts: list[hangul.Token] = []
        for run in _runs(tokens):
            parts += run if _is_korean(run[0]) else self._reread(crop, run, tokens)
        certainty = sum(token.confidence for token in korean) / len(korean)
        return Read(repair(hangul.join(parts, crop)), certainty, "ko")

    def _reread(
        self, crop: Pixels, run: Sequence[hangul.Token], tokens: Sequence[hangul.Token]
    ) -> Sequence[hangul.Token]:
        """Let the Latin reader look at a part of a Korean line that is not Korean.

        Tesseract's edges lie up to half a letter off, so the part is read with several edges and the
        reading that agrees best with Tesseract's own is taken, the longest of equals.
        """
        written = "".join(token.text for token in run)
        if len(written) <= 2 and written.isascii() and min(token.confidence for token in run) > 0.85:
            return run
        if not any(letter.isalnum() for letter in written):
            return [token for token in run if token.confidence > _TOKEN_READABLE]
        after = next((token.left for token in tokens if token.left > run[-1].left), 1.0)
        slack = 0.5 * crop.shape[0] / crop.shape[1]
        spans = {
            (
                hangul.cut(crop, max(0.0, run[0].left - more_left)),
                hangul.cut(crop, min(1.0, after + more_right)),
            )
            for more_left in (0.0, slack)
            for more_right in (0.0, slack)
        }
        readings = [self._latin.read(crop[:, left:right]) for left, right in spans if right - left > 2]
        texts = [
            (SequenceMatcher(None, written, text).ratio(), len(text), reading.confidence, text)
            for reading in readings
            if (text := repair(reading.text)) and reading.confidence > 0.8 and not _IDEOGRAPH.search(text)
        ]
        if not texts:
            return [token for token in run if token.confidence > 0.8 and token.text.isalnum()]
        _, _, confidence, text = max(texts)
        return [hangul.Token(text, confidence, run[0].left, run[-1].right)]

    def _recall(self, key: bytes) -> Read | None:
        if key in self._remembered:
            self._remembered.move_to_end(key)
        return self._remembered.get(key)

    def _remember(self, key: bytes, read: Read) -> None:
        self._remembered[key] = read
        while len(self._remembered) > _REMEMBERED_LINES:
            self._remembered.popitem(last=False)


@dataclass(frozen=True, eq=False)
class _Look:
    """What was seen last, to be compared with what is seen now."""

    pixels: Pixels
    boxes: list[Box]


def changed_bands(before: Pixels, now: Pixels) -> tuple[slice, ...] | None:
    """Return the bands of rows in which something changed, top to bottom; None if too much is different.

    Bands lie so far apart that what is looked at around one holds nothing of another.
    """
    if before.shape != now.shape:
        return None
    height = now.shape[0]
    different = (before.reshape(height, -1) != now.reshape(height, -1)).any(1)
    rows = np.flatnonzero(different)
    if not len(rows):
        return ()
    cuts = np.flatnonzero(np.diff(rows) > _APART)
    starts, ends = rows[np.r_[0, cuts + 1]], rows[np.r_[cuts, len(rows) - 1]] + 1
    bands = tuple(slice(int(start), int(end)) for start, end in zip(starts, ends, strict=True))
    # Each band is looked at with its surroundings, so many small ones cost as much as a big one.
    looked_at = sum(band.stop - band.start + 2 * _MARGIN for band in bands)
    return bands if looked_at < 0.7 * height else None


def meets(box: Box, rows: slice) -> bool:
    """Whether a box reaches into the rows."""
    return bool(box.top < rows.stop and box.bottom > rows.start)


def _key(crop: Pixels) -> bytes:
    return blake2b(crop.tobytes(), digest_size=16, salt=crop.shape[1].to_bytes(4, "little")).digest()


def _placed(read: Read, box: Box) -> TextLine:
    return TextLine(read.text, box, round(read.confidence, 3), read.language)


def _is_doubtful(reading: Reading) -> bool:
    return reading.confidence < 0.8 or reading.uncovered > 0.25 or bool(_IDEOGRAPH.search(reading.text))


def _is_plainly_latin(reading: Reading) -> bool:
    return reading.confidence >= _CERTAIN and bool(_LATIN_WORD.search(reading.text))


def _is_korean(token: hangul.Token) -> bool:
    return token.confidence >= _TOKEN_READABLE and bool(hangul.HANGUL.search(token.text))


def _outweighs(korean: Sequence[hangul.Token], tokens: Sequence[hangul.Token], latin: Reading) -> bool:
    """Whether what was read as Korean is to be believed against the Latin reading of the same line."""
    syllables = sum(len(hangul.HANGUL.findall(token.text)) for token in korean)
    if syllables == len(tokens) == 1:  # an icon alone can look like a syllable
        return korean[0].confidence > 0.9
    if latin.confidence > 0.9 and _LATIN_WORD.search(latin.text):  # an icon beside Latin text as well
        return syllables > 1 and min(token.confidence for token in korean) > 0.75
    return syllables > 0


def _runs(tokens: Sequence[hangul.Token]) -> list[list[hangul.Token]]:
    """Group neighbours that are alike in being Korean or not."""
    runs: list[list[hangul.Token]] = []
    for token in tokens:
        if runs and _is_korean(runs[-1][0]) == _is_korean(token):
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _as_own(mine: LineReading) -> Read:
    text = repair(mine.text)
    return Read(text, mine.confidence, mine.language if text else "und")


def _as_latin(reading: Reading) -> Read:
    """Trust the Latin reader as far as it can be trusted."""
    has_ideographs = bool(_IDEOGRAPH.search(reading.text))
    enough = _IDEOGRAPH_READABLE if has_ideographs else _READABLE
    # More unread ink than an icon beside the text: half a line read as the whole would mislead.
    is_half = reading.uncovered > 0.6 and not hangul.is_installed()
    if reading.confidence < enough or is_half:
        return Read("", reading.confidence, "und")
    return Read(repair(reading.text), reading.confidence, "und" if has_ideographs else "en")
