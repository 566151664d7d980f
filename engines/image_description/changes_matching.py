"""Finds out which line of text or control of one look is which of the next look at the same window."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from engines.image_description.boxes import around, likeness
from engines.results import Box, Description, Element, TextLine

_ALIKE: Final = str.maketrans({"I": "l", "1": "l", "|": "l", "i": "l", "O": "o", "0": "o", "°": "o"})
"""Letters that recognisers take for one another from one look to the next."""
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_LEAST_VOTES: Final = 3
_STILL_PX: Final = 6
"""Boxes found anew lie up to so many px beside the last."""


class Offset(NamedTuple):
    """How far something moved from one look to the next, in px."""

    across: int = 0
    down: int = 0

    def moved(self, box: Box) -> Box:
        """Return where a box of the look before is now."""
        return Box(
            box.left + self.across, box.top + self.down, box.right + self.across, box.bottom + self.down
        )


STILL: Final = Offset()


@dataclass(frozen=True)
class Thing:
    """A line of text or a control, in a form that can be compared."""

    role: str
    text: str
    """What is read or written on it; of a control its label."""
    box: Box
    confidence: float
    state: tuple[str, ...] = ()
    value: str = ""
    folded: str = ""
    """`text` without what recognisers often take for something else."""


@dataclass
class Matching:
    """Which thing of before is which of after; things in neither list are new or gone."""

    pairs: list[tuple[Thing, Thing]] = field(default_factory=list)
    parts: list[tuple[Thing, Thing]] = field(default_factory=list)
    """A line and one of the pieces it was read as in the other look: nothing changed."""
    gone: list[Thing] = field(default_factory=list)
    appeared: list[Thing] = field(default_factory=list)
    moved_area: Box | None = None
    """Where what moved together is now; None if nothing did."""


def fold(text: str) -> str:
    """Return text without case, spaces, marks and the differences between letters that look alike."""
    plain = unicodedata.normalize("NFKC", text)
    # Marks alone, such as a password's dots, must not become nothing.
    return _NO_LETTERS.sub("", plain).translate(_ALIKE).casefold() or plain.replace(" ", "")


def lines(description: Description) -> list[Thing]:
    """Return the lines of text that could be read."""
    return [_line(one) for one in description.texts if one.text]


def controls(description: Description, roles: Iterable[str]) -> list[Thing]:
    """Return the elements of some roles."""
    wanted = set(roles)
    return [_control(one) for one in description.elements if one.role in wanted]


def _line(line: TextLine) -> Thing:
    return Thing("text", line.text, line.box, line.confidence, folded=fold(line.text))


def _control(one: Element) -> Thing:
    label = one.label.rstrip(" :")
    return Thing(one.role, label, one.box, one.confidence, one.state, one.value, fold(label))


def offsets(before: Sequence[Thing], after: Sequence[Thing]) -> list[Offset]:
    """Return how the things moved: not at all, and as many of them did together, as by scrolling."""
    once_before, once_after = _unique(before), _unique(after)
    moves = Counter(
        Offset(
            once_after[text].box.left - one.box.left,
            round(
                (once_after[text].box.bottom + once_after[text].box.top - one.box.bottom - one.box.top) / 2
            ),
        )
        for text, one in once_before.items()
        if text in once_after
    )
    far = {move: votes for move, votes in moves.items() if max(abs(move.across), abs(move.down)) > _STILL_PX}
    together = {
        move: sum(votes for other, votes in far.items() if _distance(move, other) <= 3) for move in far
    }
    if not together:
        return [STILL]
    best = max(together, key=lambda move: (together[move], far[move], move))
    is_common = together[best] >= max(_LEAST_VOTES, 0.15 * sum(moves.values()))
    return [STILL, best] if is_common else [STILL]


def _distance(one: Offset, other: Offset) -> int:
    return max(abs(one.across - other.across), abs(one.down - other.down))


def _unique(things: Sequence[Thing]) -> dict[str, Thing]:
    count = Counter(one.folded for one in things)
    return {one.folded: one for one in things if count[one.folded] == 1 and len(one.folded) > 1}


def match_lines(before: Sequence[Thing], after: Sequence[Thing], moves: Sequence[Offset]) -> Matching:
    """Match lines of text: the same text where it was, where it went, and another text in its place."""
    work = _Work(before, after)
    work.match_alike(_is_near, STILL)
    stayed = len(work.pairs)
    for move in moves[1:]:
        work.match_alike(_is_near, move)
    moved = [new.box for _old, new in work.pairs[stayed:]]
    area = around(moved) if moved else None
    for move in moves:
        work.match_parts(move)
    work.match_alike(_is_in_row_or_column, STILL)

    def is_in_its_place(old: Thing, new: Thing, move: Offset) -> bool:
        # What was scrolled out of sight did not become what is in its place now.
        return not went_out(old.box, moves[-1], area) and _is_near(old, new, move)

    for move in moves:
        work.match_any(is_in_its_place, move)
    return replace(work.matching(), moved_area=area)


def went_out(box: Box, move: Offset, area: Box | None, size: tuple[int, int] | None = None) -> bool:
    """Whether a box was scrolled out of the part that shows what was scrolled, `area`, or of the picture."""
    if area is None:
        return False
    now = move.moved(box)
    if min(now.left, now.top) < 0 or (size and (now.right > size[0] or now.bottom > size[1])):
        return True
    is_beside = now.right < area.left or now.left > area.right
    is_above = move.down < 0 and now.top < area.top - _STILL_PX
    is_below = move.down > 0 and now.bottom > area.bottom + _STILL_PX
    is_left = move.across < -_STILL_PX and now.left < area.left - _STILL_PX
    return is_left or (not is_beside and (is_above or is_below))


def match_controls(before: Sequence[Thing], after: Sequence[Thing], moves: Sequence[Offset]) -> Matching:
    """Match controls: by label and place, by place, and by a label that stands once in each look."""
    work = _Work(before, after)
    for move in moves:
        work.match_alike(_overlaps, move)
    for move in moves:
        work.match_any(_overlaps_much, move)
    once = _unique(before).keys() & _unique(after).keys()
    work.match_alike(lambda old, new, _move: old.folded in once and old.role == new.role, STILL)
    return work.matching()


Test = Callable[[Thing, Thing, Offset], bool]


class _Work:
    """What is matched so far."""

    def __init__(self, before: Sequence[Thing], after: Sequence[Thing]) -> None:
        self._before, self._after = list(before), list(after)
        self.pairs: list[tuple[Thing, Thing]] = []
        self._parts: list[tuple[Thing, Thing]] = []

    def match_alike(self, test: Test, move: Offset) -> None:
        """Match what reads the same and passes the test."""
        candidates: dict[str, list[Thing]] = defaultdict(list)
        for new in self._after:
            candidates[new.folded].append(new)
        self._match(lambda old: candidates[old.folded], test, move)

    def match_any(self, test: Test, move: Offset) -> None:
        """Match whatever passes the test."""
        self._match(lambda _old: self._after, test, move)

    def _match(self, candidates: Callable[[Thing], Sequence[Thing]], test: Test, move: Offset) -> None:
        kept, taken = [], set[int]()
        for old in self._before:
            found = [new for new in candidates(old) if id(new) not in taken and test(old, new, move)]
            if found:
                nearest = _nearest(move.moved(old.box), found)
                taken.add(id(nearest))
                self.pairs.append((old, nearest))
            else:
                kept.append(old)
        self._before = kept
        self._after = [new for new in self._after if id(new) not in taken]

    def match_parts(self, move: Offset) -> None:
        """Match one line with the pieces it was read as in the other look."""
        for old in list(self._before):
            if pieces := _pieces(old, move.moved(old.box), self._after):
                self._parts += [(old, new) for new in pieces]
                self._before.remove(old)
                self._after = [new for new in self._after if new not in pieces]
        back = Offset(-move.across, -move.down)
        for new in list(self._after):
            if pieces := _pieces(new, back.moved(new.box), self._before):
                self._parts += [(old, new) for old in pieces]
                self._after.remove(new)
                self._before = [old for old in self._before if old not in pieces]

    def matching(self) -> Matching:
        """Return the pairs and the rest."""
        return Matching(self.pairs, self._parts, self._before, self._after)


def _pieces(whole: Thing, box: Box, things: Sequence[Thing]) -> list[Thing]:
    """Return the things in the place of the whole that read together as it does; empty if there are none."""
    inside = [
        one
        for one in things
        if _share_of_height(one.box, box) > 0.5
        and one.box.left >= box.left - 2 * _STILL_PX
        and one.box.right <= box.right + 2 * _STILL_PX
    ]
    if len(inside) < 2 or not all(one.folded in whole.folded for one in inside):
        return []
    # a letter or two between the pieces may have been read in one look only
    read = sum(len(one.folded) for one in inside)
    return inside if 0.8 * len(whole.folded) <= read <= len(whole.folded) else []


def _is_near(old: Thing, new: Thing, move: Offset) -> bool:
    """Whether two lines stand in one place but for the jitter of boxes; a longer text may begin there."""
    box, other = move.moved(old.box), new.box
    height = min(box.height, other.height)
    if abs(box.top + box.bottom - other.top - other.bottom) > max(2 * _STILL_PX, 0.8 * height):
        return False
    reach = max(_STILL_PX, 0.6 * height)
    return (
        abs(box.left - other.left) <= reach
        or abs(box.right - other.right) <= reach
        or abs(box.left + box.right - other.left - other.right) <= 2 * reach
    )


def _is_in_row_or_column(old: Thing, new: Thing, _move: Offset) -> bool:
    """Whether a text was pushed along its row or its column, by something that grew beside it."""
    box, other = old.box, new.box
    is_same_row = _share_of_height(box, other) > 0.6
    is_same_column = min(abs(box.left - other.left), abs(box.right - other.right)) <= _STILL_PX
    return is_same_row or is_same_column


def _overlaps(old: Thing, new: Thing, move: Offset) -> bool:
    return likeness(move.moved(old.box), new.box) > 0.3


def _overlaps_much(old: Thing, new: Thing, move: Offset) -> bool:
    enough = 0.5 if old.role == new.role else 0.65
    return likeness(move.moved(old.box), new.box) > enough


def touch(one: Box, other: Box, slack: int = 0) -> bool:
    """Whether two boxes share a pixel, or lie not more than `slack` px apart."""
    return (
        one.left < other.right + slack
        and other.left < one.right + slack
        and one.top < other.bottom + slack
        and other.top < one.bottom + slack
    )


def has_centre_in(inner: Box, outer: Box) -> bool:
    """Whether the middle of one box lies in another."""
    across, down = inner.left + inner.right, inner.top + inner.bottom
    return 2 * outer.left <= across <= 2 * outer.right and 2 * outer.top <= down <= 2 * outer.bottom


def _share_of_height(one: Box, other: Box) -> float:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(1, min(one.height, other.height))


def _nearest(box: Box, things: Sequence[Thing]) -> Thing:
    return min(things, key=lambda one: _apart(box, one.box))


def _apart(one: Box, other: Box) -> int:
    return sum(abs(side - other_side) for side, other_side in zip(one, other, strict=True))
