"""Write what was heard as plain text or as subtitles that can be read in time.

Lines, speeds and times follow what broadcasters ask for: at most two lines of 42 characters, or 18 where
there is Hangul; at most 17 characters a second, or 12; between one second and seven; two frames between
two cues. Cues break where a reader would pause. Speech faster than that is shown as long as the next cue
allows. The formats are written here because pysubs2 takes braces and backslashes for styles and does not
escape what WebVTT reserves.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from engines.results import Transcript
from engines.writing.characters import clean, fold
from engines.writing.phrases import words_of

LINE: Final = 42
HANGUL_LINE: Final = 18
"""Characters a line, spaces included; a line with any Hangul in it has the shorter one."""
LINES: Final = 2
PER_SECOND: Final = 17
HANGUL_PER_SECOND: Final = 12
"""Characters that can be read in a second."""
SHORTEST_SECONDS: Final = 1.0
LONGEST_SECONDS: Final = 7.0
GAP_MS: Final = 83
"""Two frames at 24 a second: without it two cues look like one that changes."""
_SHORTEST_MS: Final = round(SHORTEST_SECONDS * 1000)
_EARLY_MS: Final = 500
"""How far before its first word a cue may come."""
_PAUSE_SECONDS: Final = 1.0
"""A silence this long always ends a cue; what comes before can stay on through it."""

_HANGUL: Final = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_BEFORE_CLAUSE: Final = words_of(
    "and but or so because that which who when while if although though where then until after before unless"
    " since 그리고 그러나 하지만 그래서 그런데 또는 왜냐하면 그러면 그러니까"
)
_TIED_TO_NEXT: Final = words_of(
    "a an the my your his her its our their this these of to in on at for with from by and or but very not is"
    " are was were i 이 그 저 한 두 세 네 안 못 더 매우 아주"
)
_KOREAN_CLAUSE: Final = re.compile("(?:[고며면서다요죠까]|지만|는데|니까|[을를은는])$")


@dataclass(frozen=True)
class Cue:
    """One subtitle."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


class _Word(NamedTuple):
    text: str
    start: float
    """Seconds."""
    end: float
    is_last: bool
    """Whether it ends an utterance."""


def as_text(finals: Sequence[Transcript]) -> str:
    """Return only the words, one utterance a line."""
    return "".join(f"{' '.join(words)}\n" for one in _in_order(finals) if (words := clean(one.text).split()))


def as_srt(finals: Sequence[Transcript]) -> str:
    """Return SubRip subtitles, numbered from 1; empty if nothing was heard."""
    blocks = [
        f"{number}\n{_clock(cue.start_ms, ',')} --> {_clock(cue.end_ms, ',')}\n" + "\n".join(cue.lines) + "\n"
        for number, cue in enumerate(cues(finals), 1)
    ]
    return "\n".join(blocks)


def as_vtt(finals: Sequence[Transcript]) -> str:
    """Return WebVTT subtitles; the heading alone if nothing was heard."""
    blocks = [
        f"{_clock(cue.start_ms, '.')} --> {_clock(cue.end_ms, '.')}\n"
        + "\n".join(map(_escaped, cue.lines))
        + "\n"
        for cue in cues(finals)
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def cues(finals: Sequence[Transcript]) -> list[Cue]:
    """Return the subtitles in order; their times never overlap.

    Words whose times are not known, or that were rewritten after they were heard, get their share of the
    time between their neighbours by their length.
    """
    words = list(_ascending(word for one in _in_order(finals) for word in _timed(one)))
    rows = [_Row(group) for group in _groups(words)]
    return _shown([(row.words[a:b], row.lines(a, b)) for row in rows for a, b in row.parted()])


def _in_order(finals: Sequence[Transcript]) -> list[Transcript]:
    return sorted((one for one in finals if one.is_final), key=lambda one: one.start)


# Words and their times


def _timed(transcript: Transcript) -> Iterator[_Word]:
    texts = clean(transcript.text).split()
    if not texts:
        return
    spans = _spans(texts, transcript)
    for index, (text, (start, end)) in enumerate(zip(texts, spans, strict=True)):
        pieces = list(_pieces(text))
        for number, piece in enumerate(pieces):
            share = (end - start) / len(pieces)
            is_last = index == len(texts) - 1 and number == len(pieces) - 1
            yield _Word(piece, start + share * number, start + share * (number + 1), is_last)


def _pieces(text: str) -> Iterator[str]:
    """Cut what is longer than a line, such as an address."""
    limit = HANGUL_LINE if _HANGUL.search(text) else LINE
    for start in range(0, len(text), limit):
        yield text[start : start + limit]


def _spans(texts: Sequence[str], transcript: Transcript) -> list[tuple[float, float]]:
    """Return start and end of each of `texts`, in seconds."""
    heard = transcript.words
    known: dict[int, tuple[float, float]] = {}
    if [word.text for word in heard] == list(texts):
        return [(word.start, max(word.start, word.end)) for word in heard]
    plain, said = [_bare(text) for text in texts], [_bare(word.text) for word in heard]
    for block in SequenceMatcher(None, plain, said).get_matching_blocks():
        for step in range(block.size):
            word = heard[block.b + step]
            known[block.a + step] = (word.start, max(word.start, word.end))
    return _filled(texts, known, transcript.start, max(transcript.start, transcript.end))


def _bare(text: str) -> str:
    return "".join(one for one in fold(text) if one.isalnum() or one == "'")


def _filled(
    texts: Sequence[str], known: dict[int, tuple[float, float]], start: float, end: float
) -> list[tuple[float, float]]:
    """Share out the time between known words to the others, by their length."""
    spans: list[tuple[float, float]] = []
    borders = [-1, *sorted(known), len(texts)]
    for left, right in pairwise(borders):
        since = known[left][1] if left >= 0 else start
        until = known[right][0] if right < len(texts) else end
        lengths = [len(text) + 1 for text in texts[left + 1 : right]]
        share = max(0.0, until - since) / max(1, sum(lengths))
        for length in lengths:
            spans.append((since, since + share * length))
            since += share * length
        if right < len(texts):
            spans.append(known[right])
    return spans


def _ascending(words: Iterator[_Word]) -> Iterator[_Word]:
    """Yield the words with times that never go back."""
    latest = 0.0
    for word in words:
        start = max(latest, word.start)
        yield word._replace(start=start, end=max(start, word.end))
        latest = start


def _groups(words: Sequence[_Word]) -> Iterator[list[_Word]]:
    """Yield rows of words without a long silence in them."""
    group: list[_Word] = []
    for word in words:
        if group and word.start - group[-1].end >= _PAUSE_SECONDS:
            yield group
            group = []
        group.append(word)
    if group:
        yield group


# Where to break


class _Row:
    """Words without a long silence in them, and what it costs to break between them."""

    def __init__(self, words: Sequence[_Word]) -> None:
        self.words = words
        self._offsets = [0, *accumulate(len(word.text) + 1 for word in words)]
        self._hangul = [0, *accumulate(bool(_HANGUL.search(word.text)) for word in words)]
        self._lasts = [0, *accumulate(word.is_last for word in words)]
        self._breaks = [self._break_cost(at) for at in range(len(words) + 1)]

    def parted(self) -> list[tuple[int, int]]:
        """Return where cues begin and end, so that the sum of what is bad about each is least."""
        count = len(self.words)
        least = [0.0] + [float("inf")] * count
        begins = [0] * (count + 1)
        for end in range(1, count + 1):
            for start in range(end - 1, -1, -1):
                cost = self._cost(start, end)
                if cost is None:
                    break
                if least[start] + cost < least[end]:
                    least[end], begins[end] = least[start] + cost, start
        spans = []
        while count:
            spans.append((begins[count], count))
            count = begins[count]
        return spans[::-1]

    def lines(self, start: int, end: int) -> tuple[str, ...]:
        """Return `words[start:end]` in one line or two."""
        middle = self._middle(start, end)
        spans = [(start, end)] if middle in (None, start) else [(start, middle), (middle, end)]
        return tuple(" ".join(word.text for word in self.words[left:right]) for left, right in spans)

    def _cost(self, start: int, end: int) -> float | None:
        """Return how bad a cue of `words[start:end]` is; None if it, and so any longer one, cannot be."""
        words = self.words
        seconds = words[end - 1].end - words[start].start
        if end - start > 1 and (seconds > LONGEST_SECONDS or self._middle(start, end) is None):
            return None
        following = words[end].start if end < len(words) else words[-1].end + _PAUSE_SECONDS
        available = max(0.05, min(LONGEST_SECONDS, following - GAP_MS / 1000 - words[start].start))
        cps = HANGUL_PER_SECOND if self._limit(start, end) == HANGUL_LINE else PER_SECOND
        return (
            1.0
            + self._breaks[end]
            + self._lasts[end - 1]
            - self._lasts[start]
            + 30 * max(0.0, SHORTEST_SECONDS - available)
            + 4 * max(0.0, self._length(start, end) / (cps * available) - 1)
        )

    def _middle(self, start: int, end: int) -> int | None:
        """Return where the second line begins, `start` if one line is enough; None if two are not."""
        middles: Iterable[int] = range(start + 1, end)
        fits = self._length(start, end) <= self._limit(start, end)
        if self._lasts[end - 1] > self._lasts[start]:
            # Two utterances stand on two lines.
            middles = [at for at in middles if self.words[at - 1].is_last]
        elif fits:
            return start
        costs = [
            (self._breaks[at] + abs(self._length(start, at) - self._length(at, end)) / 12, at)
            for at in middles
            if self._length(start, at) <= self._limit(start, at)
            and self._length(at, end) <= self._limit(at, end)
        ]
        if costs:
            return min(costs)[1]
        return start if fits else None

    def _length(self, start: int, end: int) -> int:
        return self._offsets[end] - self._offsets[start] - 1

    def _limit(self, start: int, end: int) -> int:
        return HANGUL_LINE if self._hangul[end] > self._hangul[start] else LINE

    def _break_cost(self, at: int) -> float:
        """Return how bad it is to break before `words[at]`."""
        if at in (0, len(self.words)) or self.words[at - 1].is_last:
            return 0.0
        before, after = self.words[at - 1].text, self.words[at].text
        if before[-1] in ".?!…。？！":
            return 0.1
        if before[-1] in ",;:–—、":
            return 0.4
        if fold(after) in _BEFORE_CLAUSE:
            return 0.7
        if fold(before) in _TIED_TO_NEXT:
            return 5.0
        if self.words[at].start - self.words[at - 1].end > 0.3:
            return 0.8
        return 1.4 if _KOREAN_CLAUSE.search(before) else 3.0


# Times


def _shown(parts: Sequence[tuple[Sequence[_Word], tuple[str, ...]]]) -> list[Cue]:
    """Give the lines of each part their time on the screen.

    A part begins with its first word and stays until it can be read, as far as the next one allows. What
    is too short because of that comes a little early, and if that is not enough, the next comes late.
    """
    shown: list[Cue] = []
    starts = [round(words[0].start * 1000) for words, _ in parts]
    free = 0
    for index, (words, lines) in enumerate(parts):
        start = max(starts[index], free)
        end = max(round(words[-1].end * 1000), start + _needed_ms(lines))
        if index + 1 < len(parts):
            end = min(end, starts[index + 1] - GAP_MS)
        start = max(free, start - _EARLY_MS, min(start, end - _SHORTEST_MS))
        end = min(max(end, start + _SHORTEST_MS), start + round(LONGEST_SECONDS * 1000))
        shown.append(Cue(start, end, lines))
        free = end + GAP_MS
    return shown


def _needed_ms(lines: Sequence[str]) -> int:
    """Return how long it takes to read `lines`, within the limits."""
    length = sum(map(len, lines)) + len(lines) - 1
    cps = HANGUL_PER_SECOND if any(_HANGUL.search(line) for line in lines) else PER_SECOND
    return round(1000 * min(LONGEST_SECONDS, max(SHORTEST_SECONDS, length / cps)))


# Formats


def _clock(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
