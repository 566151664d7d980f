"""Where lines of text and boxes lie to each other: rows, labels, nesting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from engines.image_description.boxes import overlap
from engines.results import Box, TextLine

_TYPICAL_LINE_PX: Final = 18
_WIDEST_GAP: Final = 14
"""Line heights between a label on the left and its field: settings pages leave a lot."""


@dataclass(frozen=True)
class Label:
    """The words that name a control; none is the empty text."""

    text: str = ""
    is_unreadable: bool = False
    """Words stand there, but could not be read."""
    box: Box | None = None

    @property
    def is_there(self) -> bool:
        return self.box is not None


class Lines:
    """The text lines of a screen, asked by place."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self.all = tuple(lines)
        # (4, lines): asked for thousands of boxes, so the neighbours are found without a loop
        self._edges = np.array([line.box for line in lines], np.int32).reshape(-1, 4).T
        self.words = tuple(line for line in lines if is_words(line))
        """Those that are more than a lone glyph."""
        self._word_boxes = as_array([line.box for line in self.words])
        heights = sorted(line.box.height for line in self.words)
        self.unit = float(heights[len(heights) // 2]) if heights else float(_TYPICAL_LINE_PX)
        """The usual height of a line of text, in px: what makes big and small on this screen."""

    def touching(self, box: Box) -> list[TextLine]:
        """Return the lines that share at least a pixel with a box."""
        left, top, right, bottom = self._edges
        is_near = (left < box.right) & (right > box.left) & (top < box.bottom) & (bottom > box.top)
        return [self.all[index] for index in np.flatnonzero(is_near)]

    def _beside(self, box: Box) -> list[TextLine]:
        """Return the lines that share at least a row of pixels with a box."""
        _, top, _, bottom = self._edges
        return [self.all[index] for index in np.flatnonzero((top < box.bottom) & (bottom > box.top))]

    def _beginning_with(self, box: Box, slack: float) -> list[TextLine]:
        """Return the lines whose left end is that of a box, give or take `slack` px."""
        return [self.all[index] for index in np.flatnonzero(np.abs(self._edges[0] - box.left) <= slack)]

    def inside(self, box: Box) -> list[TextLine]:
        """Return the lines that lie in a box for the most part, top to bottom, then left to right."""
        found = [line for line in self.touching(box) if share_inside(line.box, box) > 0.6]
        return sorted(found, key=lambda line: (line.box.top // max(1, int(self.unit)), line.box.left))

    def under(self, box: Box, least: float) -> list[TextLine]:
        """Return the lines of words that cover more than a share of a box."""
        shares = _overlaps(box, self._word_boxes) / max(1, box.width * box.height)
        return [self.words[index] for index in np.flatnonzero(shares > least)]

    def right_of(self, box: Box, farthest: float) -> Label:
        """Return the line that begins right of a box, on its row, within `farthest` px.

        Text detectors often swallow a check box into its label: that line counts too.
        """
        near = [
            line
            for line in self._beside(box)
            if is_words(line)
            and _is_same_row(box, line.box)
            and line.box.left < box.right + farthest
            and line.box.right > box.right + box.width
            and line.box.left > box.left - box.width
        ]
        return _named(min(near, key=lambda line: line.box.left, default=None))

    def left_of(self, box: Box, farthest: float) -> Label:
        """Return the nearest line that ends left of a box, on its row, within `farthest` px."""
        near = [
            line
            for line in self._beside(box)
            if is_words(line)
            and _is_same_row(box, line.box)
            and box.left - farthest < line.box.right <= box.left + 4
        ]
        return _named(max(near, key=lambda line: line.box.right, default=None))

    def above(self, box: Box, farthest: float) -> Label:
        """Return the line just above a box that begins where the box does, within `farthest` px.

        Headings and sentences name no field.
        """
        near = [
            line
            for line in self._beginning_with(box, max(1.2 * self.unit, 8))
            if is_words(line)
            and line.box.height <= 1.4 * self.unit
            and not line.text.endswith(".")
            and -4 <= box.top - line.box.bottom + 0.15 * line.box.height <= farthest
            and abs(line.box.left - box.left) <= max(1.2 * self.unit, 8)
            and line.box.width <= max(box.width * 1.6, 12 * self.unit)
        ]
        return _named(max(near, key=lambda line: line.box.bottom, default=None))

    def field_label(self, box: Box, walls: Sequence[Box] = ()) -> Label:
        """Return what names a field: the line above its left end, else the line left of it.

        A line inside another of the `walls` belongs to what that frame is.
        """
        above = _outside(self.above(box, 1.3 * self.unit), box, walls)
        left = _outside(self.left_of(_first_row(box, self.unit), _WIDEST_GAP * self.unit), box, walls)
        if left.box and above.box and left.box.right > box.left - 5 * self.unit:
            return left
        return above if above.is_there else left


def is_words(line: TextLine) -> bool:
    """Whether a line can be words: a lone glyph as wide as tall is more often an icon."""
    if line.text:
        return sum(sign.isalnum() for sign in line.text) >= 2 or line.box.width > 1.6 * line.box.height
    return line.box.width > 1.3 * line.box.height


def share_inside(inner: Box, outer: Box) -> float:
    """Return how much of a box lies in another, 0 to 1."""
    common = overlap(inner, outer)
    return common / max(1, inner.width * inner.height) if common else 0.0


def joined(lines: Sequence[TextLine]) -> Label:
    """Return several lines as one text; unreadable if any of them is."""
    if not lines:
        return Label()
    words = " ".join(line.text for line in lines if line.text)
    return Label(words, any(not line.text for line in lines), lines[0].box)


def _outside(label: Label, box: Box, walls: Sequence[Box]) -> Label:
    """Return a label, or none if a frame stands between it and the box."""
    if label.box is None:
        return label
    inside = [wall for wall in walls if share_inside(label.box, wall) > 0.8]
    return label if all(share_inside(box, wall) > 0.8 for wall in inside) else Label()


def _named(line: TextLine | None) -> Label:
    if line is None:
        return Label()
    return Label(line.text.lstrip("□☐☑☒✓✔√◯○●◉|·• "), not line.text, line.box)


def _is_same_row(box: Box, line: Box) -> bool:
    common = min(box.bottom, line.bottom) - max(box.top, line.top)
    return common > 0.5 * min(box.height, line.height)


def _first_row(box: Box, unit: float) -> Box:
    """Return the part of a tall box beside which its label stands."""
    return Box(box.left, box.top, box.right, min(box.bottom, box.top + int(2.5 * unit)))


def covered(box: Box, boxes: npt.NDArray[np.int32], by: float, of: float) -> bool:
    """Whether a box lies in one of others by more than a share, or holds more than `of` of one."""
    common = _overlaps(box, boxes)
    return bool(((common > by * box.width * box.height) | (common > of * _areas(boxes))).any())


def nested(boxes: Sequence[Box], by: float) -> list[list[int]]:
    """Return for each box the places of the others of which more than a share lies in it."""
    if not boxes:
        return []
    sides = as_array(boxes)
    areas = _areas(sides)
    inside = [_overlaps(box, sides) > by * areas for box in boxes]
    for index, row in enumerate(inside):
        row[index] = False
    return [np.flatnonzero(row).tolist() for row in inside]


def as_array(boxes: Sequence[Box]) -> npt.NDArray[np.int32]:
    """Return (n, left top right bottom)."""
    return np.array(boxes, np.int32).reshape(-1, 4)


def _areas(boxes: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    return np.asarray(np.maximum(1, (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])))


def _overlaps(box: Box, boxes: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return the area that a box shares with each of others."""
    wide = np.minimum(box.right, boxes[:, 2]) - np.maximum(box.left, boxes[:, 0])
    tall = np.minimum(box.bottom, boxes[:, 3]) - np.maximum(box.top, boxes[:, 1])
    return np.asarray(np.maximum(0, wide) * np.maximum(0, tall))
