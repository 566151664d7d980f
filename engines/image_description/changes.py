"""Tells what changed from one look at a window to the next, and leaves out what only reads differently."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal, get_args

from engines.image_description.boxes import around, likeness
from engines.image_description.changes_matching import (
    Offset,
    Thing,
    controls,
    fold,
    has_centre_in,
    lines,
    match_controls,
    match_lines,
    offsets,
    touch,
    went_out,
)
from engines.media import Image
from engines.results import Box, Description

if TYPE_CHECKING:
    from engines.image_description.screen.two_looks import TwoLooks

What = Literal[
    "screen",
    "opened",
    "closed",
    "alert",
    "title",
    "kind",
    "state",
    "value",
    "text",
    "appeared",
    "gone",
    "scrolled",
]

_CONTROLS: Final = (
    "button",
    "textbox",
    "checkbox",
    "radio",
    "combobox",
    "spinbutton",
    "slider",
    "switch",
    "tab",
    "menuitem",
    "progressbar",
)
"""Roles told by role and label; headings, links and plain text are told as text."""
_WORDS: Final = ("tab", "menuitem")
"""Of these, the roles that are nothing but a line of text."""
_ORDER: Final[tuple[What, ...]] = get_args(What)
"""What is told first comes first."""
_ANOTHER_SCREEN: Final = 0.25
"""With fewer lines than this share in common, two looks show different screens."""
_FEWEST_LINES: Final = 6
_READABLE: Final = 0.6
"""Where no pixels are at hand to ask, what was read with less confidence is not told."""
_SCROLLED_LINES: Final = 3
"""More new lines than this, where others moved, are a page that was scrolled."""
_CARETS: Final = "lI1|i!"
_EDGE_PX: Final = 24
"""So far from a dialog's edge its shadow and cut letters change what is read."""
_NOWHERE: Final = Box(0, 0, 0, 0)


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was."""

    what: What
    """`screen`: another one as a whole; `opened`, `closed`: a dialog or a menu on top of the rest."""
    role: str = ""
    """Of the thing that changed; `dialog` or `menu` of what opened; empty for the screen as a whole."""
    label: str = ""
    """What it is called; of a text, what stands before it in its row, where that is plain."""
    before: str = ""
    after: str = ""
    """As read; the states of a control parted by spaces; `up` or `down` of what was scrolled."""
    box: Box = _NOWHERE
    """Where it is now; of what is gone, where it was."""


def changes(
    before: Description, after: Description, pictures: tuple[Image, Image] | None = None
) -> tuple[Change, ...]:
    """Return what changed between two complete descriptions of one window, most important first.

    With the pictures of both looks nothing is told whose pixels are the same, however differently it was
    read. Without them, letters that look alike count as the same and doubtful lines are left out.
    """
    if not before.is_final or not after.is_final:
        raise ValueError("only complete descriptions can be compared")
    found = list(_Comparison(before, after, pictures).found())
    order = {id(change): (_rank(change), change.box.top, change.box.left) for change in found}
    return tuple(sorted(found, key=lambda change: order[id(change)]))


def _rank(change: Change) -> int:
    is_focus = change.what == "state" and "focused" in change.after.split()
    return 2 * _ORDER.index(change.what) - is_focus


class _Comparison:
    def __init__(self, before: Description, after: Description, pictures: tuple[Image, Image] | None) -> None:
        self._before, self._after = before, after
        self._looks = _looks(pictures) if before.size == after.size else None
        lines_before, lines_after = lines(before), lines(after)
        self._moves = offsets(lines_before, lines_after)
        if self._looks is not None:
            boxes = [one.box for one in lines_before]
            self._moves[1:] = [self._looks.exact(move, boxes) for move in self._moves[1:]]
        self._lines = match_lines(lines_before, lines_after, self._moves)
        self._controls = match_controls(controls(before, _CONTROLS), controls(after, _CONTROLS), self._moves)
        self._all_before, self._all_after = lines_before, lines_after

    def found(self) -> Iterator[Change]:
        if self._looks and self._looks.changed_share() == 0:
            return
        told = [*self._of_controls()]
        told += self._of_lines(told)
        whole = [*self._title(), *self._alert()]
        layers = [layer for box in self._layers(told) if (layer := self._layer(box, told))]
        yield from layers
        if not layers and self._is_another_screen():
            after = self._after
            yield from whole
            whole_screen = Box(0, 0, *after.size)
            yield Change("screen", before=_name(self._before), after=_name(after), box=whole_screen)
            if after.kind not in ("unknown", "blank", "noise", self._before.kind):
                yield Change("kind", before=self._before.kind, after=after.kind, box=whole_screen)
            return
        is_modal = bool(layers) and self._looks is not None and self._looks.is_shaded
        for change in (*whole, *told):
            # In the shade of a dialog everything looks disabled; nothing there can be used now.
            is_shaded = is_modal and not any(has_centre_in(change.box, layer.box) for layer in layers)
            if not is_shaded and not _belongs_to(change, layers):
                yield change
        if not layers:
            yield from self._scrolled()

    # The screen as a whole

    def _title(self) -> Iterator[Change]:
        old, new = self._before.title, self._after.title
        line = next((one for one in self._all_before if one.text == old), None)
        has_left = line is not None and self._went_out(line)
        if old and new and not has_left and not self._reads_alike(old, new):
            yield Change("title", before=old, after=new, box=_box_of(new, self._all_after))

    def _alert(self) -> Iterator[Change]:
        old, new = self._before.alert, self._after.alert
        if new and not self._stood_there(new, self._all_after, self._all_before):
            yield Change("alert", before=old, after=new, box=_box_of(new, self._all_after))
        elif old and not new and not self._stood_there(old, self._all_before, self._all_after):
            yield Change("alert", before=old, box=_box_of(old, self._all_before))

    def _stood_there(self, text: str, here: Sequence[Thing], there: Sequence[Thing]) -> bool:
        """Whether a text of one look stands in the other too, or its pixels do."""
        if any(one.folded == fold(text) for one in there):
            return True
        own = next((one for one in here if one.text == text), None)
        return bool(own and self._looks and self._looks.is_same(own.box))

    def _reads_alike(self, old: str, new: str) -> bool:
        if fold(old) == fold(new):
            return True
        own = next((one for one in self._all_before if one.text == old), None)
        return bool(own and self._looks and self._looks.is_same(own.box))

    def _is_another_screen(self) -> bool:
        fewer, more = sorted((len(self._all_before), len(self._all_after)))
        if more < _FEWEST_LINES:
            return False
        same = sum(old.folded == new.folded for old, new in self._lines.pairs)
        same += len(self._lines.parts)
        is_redrawn = self._looks is None or self._looks.changed_share() > 0.02
        # Of few lines it means nothing that one is the same, and much that none is.
        return is_redrawn and (same < _ANOTHER_SCREEN * fewer or same == 0)

    def _scrolled(self) -> Iterator[Change]:
        move, area = self._moves[-1], self._lines.moved_area
        if area is not None and len(self._arrived()) > _SCROLLED_LINES and abs(move.down) > abs(move.across):
            yield Change("scrolled", after="down" if move.down < 0 else "up", box=area)

    def _arrived(self) -> list[Thing]:
        area = self._lines.moved_area
        if area is None:
            return []
        return [
            one for one in self._lines.appeared if area.left < one.box.right and one.box.left < area.right
        ]

    # Controls

    def _of_controls(self) -> Iterator[Change]:
        for old, new in self._controls.pairs:
            if not self._looks_same(old, new):
                yield from self._of_control(old, new)
        for new in self._controls.appeared:
            if self._is_told(new, is_new=True):
                yield Change("appeared", new.role, new.text, after=new.text, box=new.box)
                if "focused" in new.state:
                    yield Change("state", new.role, new.text, after="focused", box=new.box)
        for old in self._controls.gone:
            if self._is_told(old, is_new=False):
                yield Change("gone", old.role, old.text, before=old.text, box=old.box)

    def _of_control(self, old: Thing, new: Thing) -> Iterator[Change]:
        if old.role != new.role:
            return  # a control is not made another by a click: it was only seen differently
        name = new.text or old.text
        if set(old.state) != set(new.state):
            yield Change("state", new.role, name, " ".join(old.state), " ".join(new.state), new.box)
        if old.value and new.value and self._is_another_text(old.value, new.value, old, new):
            yield Change("value", new.role, name, old.value, new.value, new.box)
        elif bool(old.value) != bool(new.value) and new.role in ("textbox", "combobox", "spinbutton"):
            if self._looks is not None:
                yield Change("value", new.role, name, old.value, new.value, new.box)
        elif new.role not in _WORDS and old.text and new.text:
            inside = any(has_centre_in(one.box, new.box) for one in self._all_after if one.text == new.text)
            if inside and self._is_another_text(old.text, new.text, old, new):
                yield Change("text", new.role, "", old.text, new.text, new.box)

    def _is_told(self, one: Thing, is_new: bool) -> bool:
        """Whether a control that is in one look only is really new or gone."""
        if one.role in _WORDS:
            return False  # told as lines of text
        if any(likeness(one.box, (new if is_new else old).box) > 0.5 for old, new in self._controls.pairs):
            return False
        if not is_new and self._went_out(one):
            return False
        if self._stood_there_as_another(one, is_new):
            return False
        if self._looks is not None:
            # A caret, the ring of the focus or other words in it may hide a frame from the eye for frames.
            return not self._is_still(one.box, is_new) and self._looks.is_drawn_anew(one.box)
        # Without pixels: its words are still there, so it was only not taken for a control.
        pairs = [*self._lines.pairs, *self._lines.parts]
        mine = [pair[is_new] for pair in pairs if has_centre_in(pair[is_new].box, one.box)]
        return bool(one.folded) and not mine and one.confidence >= _READABLE

    def _stood_there_as_another(self, one: Thing, is_new: bool) -> bool:
        """Whether the other look has it too, under another role or as its words alone."""
        others = (self._before if is_new else self._after).elements
        places = [_back(move).moved(one.box) if is_new else move.moved(one.box) for move in self._moves]
        for other in others:
            is_there = any(likeness(place, other.box) > 0.5 for place in places)
            if is_there and fold(other.label) in ("", one.folded):
                return True
        here = self._all_after if is_new else self._all_before
        inside = [line for line in here if has_centre_in(line.box, one.box)]
        stayed = {id(pair[is_new]) for pair in self._lines.pairs if pair[0].folded == pair[1].folded}
        stayed |= {id(pair[is_new]) for pair in self._lines.parts}
        return bool(inside) and all(id(line) in stayed for line in inside)

    def _is_still(self, box: Box, is_new: bool) -> bool:
        """Whether a box holds the same pixels in both looks, there or where it was scrolled to."""
        assert self._looks is not None
        for move in self._moves:
            if self._looks.is_same(_back(move).moved(box) if is_new else box, move):
                return True
        return False

    # Text

    def _of_lines(self, controls: Sequence[Change]) -> Iterator[Change]:
        """Yield what changed of the text that is not told with a control."""
        told = [change.box for change in controls if change.what != "gone"]
        told_before = [change.box for change in controls if change.what != "appeared"]
        tables = [table.box for region in self._after.regions for table in region.tables]
        for old, new in self._lines.pairs:
            if old.folded == new.folded or self._looks_same(old, new) or _is_in(new.box, told):
                continue
            if self._is_another_text(old.text, new.text, old, new):
                label = _row_name(new, self._all_after, tables)
                yield Change("text", "text", label, old.text, new.text, new.box)
        for new in self._lines.appeared:
            if not _is_in(new.box, told) and self._is_told_line(new, is_new=True):
                yield Change("appeared", "text", after=new.text, box=new.box)
        for old in self._lines.gone:
            if not _is_in(old.box, told_before) and self._is_told_line(old, is_new=False):
                yield Change("gone", "text", before=old.text, box=old.box)

    def _is_told_line(self, one: Thing, is_new: bool) -> bool:
        if not is_new and self._went_out(one):
            return False
        if self._looks is not None:
            return not self._is_still(_core(one.box), is_new)
        others = self._all_before if is_new else self._all_after
        is_flicker = any(one.folded in other.folded and _is_over(one.box, other.box) for other in others)
        return one.confidence >= _READABLE and not is_flicker

    def _went_out(self, old: Thing) -> bool:
        return went_out(old.box, self._moves[-1], self._lines.moved_area, self._after.size)

    def _is_another_text(self, old_text: str, new_text: str, old: Thing, new: Thing) -> bool:
        if fold(old_text) == fold(new_text):
            return False
        if self._looks is not None:
            is_caret = any(self._looks.is_caret(old.box, move) for move in self._moves)
            return not (is_caret and _differ_by_caret(old_text, new_text))
        is_unsure = min(old.confidence, new.confidence) < _READABLE
        return not (is_unsure and SequenceMatcher(None, old_text, new_text).ratio() > 0.5)

    def _looks_same(self, old: Thing, new: Thing) -> bool:
        if self._looks is None:
            return False
        for move in (*self._moves, _between(old.box, new.box)):
            both = around([move.moved(old.box), new.box])
            if self._looks.is_same(_back(move).moved(both), move):
                return True
        return False

    # What lies on top of the rest

    def _layer(self, box: Box, told: Sequence[Change]) -> Change | None:
        """Return the dialog or menu that opened or closed in a box, if one did."""
        if not self._is_outside_still(box):
            return None
        inside = [change for change in told if has_centre_in(change.box, box)]
        new = [change for change in inside if change.what in ("appeared", "text")]
        old = [change for change in inside if change.what in ("gone", "text")]
        return _opened(new, box) or _closed(old, box)

    def _layers(self, told: Sequence[Change]) -> list[Box]:
        if self._looks is not None:
            return list(self._looks.redrawn()) if told else []
        return [*_dialogs(self._after), *_dialogs(self._before)]

    def _is_outside_still(self, box: Box) -> bool:
        outside = [pair for pair in self._lines.pairs if not touch(pair[1].box, box, _EDGE_PX)]
        lost = [
            one for one in (*self._lines.gone, *self._lines.appeared) if not touch(one.box, box, _EDGE_PX)
        ]
        return len(outside) >= len(lost)


def _belongs_to(change: Change, layers: Sequence[Change]) -> bool:
    """Whether a change is that something was covered or uncovered, or text of the dialog told already."""
    for layer in layers:
        is_new = change.what in ("appeared", "state") and change.role != "text"
        is_of_layer = layer.what == "opened" and is_new and has_centre_in(change.box, layer.box)
        if touch(change.box, layer.box, _EDGE_PX) and not is_of_layer and change.what != "alert":
            return True
    return False


def _opened(new: Sequence[Change], box: Box) -> Change | None:
    """Return what opened, named by its first words, if the new things make a dialog or a menu."""
    layer = _dialog_or_menu([(change, change.after) for change in new])
    return layer and Change("opened", layer[0], layer[1][0], after="\n".join(layer[1]), box=box)


def _closed(old: Sequence[Change], box: Box) -> Change | None:
    layer = _dialog_or_menu([(change, change.before) for change in old])
    return layer and Change("closed", layer[0], layer[1][0], before="\n".join(layer[1]), box=box)


def _dialog_or_menu(things: Sequence[tuple[Change, str]]) -> tuple[str, list[str]] | None:
    """Return the role and the texts, labels of controls left out, that things together make."""
    labels = {fold(change.label) for change, _text in things if change.role != "text"}
    ordered = sorted(things, key=lambda one: (one[0].box.top, one[0].box.left))
    words = [text for change, text in ordered if change.role == "text" and text and fold(text) not in labels]
    if any(change.role == "button" and change.label for change, _text in things) and words:
        return "dialog", words
    return ("menu", words) if len(words) >= 2 and _are_short(words) else None


def _are_short(words: Sequence[str]) -> bool:
    return all(len(text.split()) <= 5 and len(text) <= 40 for text in words)


def _dialogs(description: Description) -> list[Box]:
    return [
        *(region.box for region in description.regions if region.kind == "dialog"),
        *(one.box for one in description.elements if one.role == "dialog"),
    ]


def _looks(pictures: tuple[Image, Image] | None) -> "TwoLooks | None":
    if pictures is None:
        return None
    before, after = pictures
    if (before.width, before.height) != (after.width, after.height):
        return None
    from engines.image_description.screen.two_looks import TwoLooks

    return TwoLooks(before, after)


def _name(description: Description) -> str:
    return description.subject or description.title


def _box_of(text: str, things: Sequence[Thing]) -> Box:
    return next((one.box for one in things if one.text == text), _NOWHERE)


def _core(box: Box) -> Box:
    """Return a line's box without what may stand close above and below it, such as the ring of the focus."""
    return box._replace(top=box.top + box.height // 5, bottom=box.bottom - box.height // 5)


def _back(move: Offset) -> Offset:
    return Offset(-move.across, -move.down)


def _between(old: Box, new: Box) -> Offset:
    return Offset(new.left - old.left, new.top - old.top)


def _is_in(box: Box, told: Sequence[Box]) -> bool:
    return any(has_centre_in(box, other) for other in told)


def _is_over(box: Box, other: Box) -> bool:
    return has_centre_in(box, other) or has_centre_in(other, box)


def _differ_by_caret(old: str, new: str) -> bool:
    shorter, longer = sorted((old.replace(" ", ""), new.replace(" ", "")), key=len)
    return any(shorter == longer[:i] + longer[i + 1 :] for i, sign in enumerate(longer) if sign in _CARETS)


def _row_name(one: Thing, things: Sequence[Thing], tables: Sequence[Box]) -> str:
    """Return what names a text: the label before it that ends in a colon, or the first cell of its row."""
    row = [
        other
        for other in things
        if other.box.right <= one.box.left
        and min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top) > 0.5 * one.box.height
    ]
    nearest = max(row, key=lambda other: other.box.right, default=None)
    if nearest is not None and nearest.text.endswith((":", "：")):
        return nearest.text.rstrip(" :：")
    table = next((box for box in tables if has_centre_in(one.box, box)), None)
    cells = [other for other in row if table and has_centre_in(other.box, table)]
    return min(cells, key=lambda other: other.box.left).text if cells else ""
