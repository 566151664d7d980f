"""Gathers the boxes of a screenshot that may be controls, and leaves the hopeless ones out at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from engines.image_description.screen.classifier_measures import (
    Boxes,
    Measures,
    likenesses,
    measure,
    relate,
)
from engines.image_description.screen.rules_evidence import Picture, Pixels
from engines.image_description.screen.rules_surroundings import Lines, as_array
from engines.results import Box, Element, TextLine

MOST: Final = 400
"""Boxes that are looked at closely; a crowded desktop has about 250 controls."""
OUTLINE, LINE, RULED = 0, 1, 2
_ROOM: Final = 1.6
"""Line heights between words and the rule below them, at most."""
_EMPTY: Final = 2.2
"""Line heights of an underlined field with nothing in it."""

_SMALLEST_PX: Final = 7
_FILLED: Final = 0.35
"""Share of a box that its plain area covers at least: words on it cover the rest."""
_LARGEST_SHARE: Final = 0.6
"""Of the picture: a bigger area is its ground."""
_MOST_PLAIN: Final = 300
_GROUND_PX: Final = 480
"""Longer side of the picture on which grounds are looked for."""
_GROUNDS, _LEAST_GROUND = 5, 0.02
"""How many plain areas count as grounds, and what share of the picture each covers at least."""
_LEAST_PICTURE: Final = 4.0
"""Line heights."""
_MOST_ON_GROUND: Final = 0.9
_HIGHEST_PX, _HIGHEST_SHARE = 120, 0.25
"""No line of text is higher than both, the latter of the picture."""
_NEARLY: Final = 0.9
"""Intersection over union from which one of two boxes is enough."""

Gate = Callable[[Measures], npt.NDArray[np.float32]]
"""From (n, a) cheap measures to (n,) how likely each box is a control, 0 to 1."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """Boxes that may be controls, and everything measured of them."""

    boxes: Boxes
    kinds: npt.NDArray[np.int32]
    """Of each box: OUTLINE, LINE or RULED."""
    measures: Measures
    """(n, columns), of `measure`, and once chosen of `relate` too."""

    def of(self, some: npt.NDArray[np.int64]) -> "Candidates":
        """Return some of them."""
        return Candidates(self.boxes[some], self.kinds[some], self.measures[some])


def gather(picture: Picture, proposals: Sequence[Box], lines: Lines, ruled: Sequence[Element]) -> Candidates:
    """Return every outline, line of text and finding of the rules, each box once, cheaply measured.

    Round each line lies one more box: buttons and tabs without a border are as large as that. So does one
    on each drawn line that has words above it: some fields are only underlined. Areas of one colour are
    boxes too, as the borders of some fields differ too little from their ground to be an outline, and so is
    what lies on the biggest of them: pictures have no border, and an outline that is broken everywhere.
    """
    written, outlines = as_array([line.box for line in lines.all]), as_array(proposals)
    plain = _unlike(_plain(picture.pixels), outlines)
    lying = _unlike(_lying_on_grounds(picture.pixels, _LEAST_PICTURE * lines.unit), outlines)
    rest = (outlines, padded(written), _on_rules(outlines, written, lines.unit), plain, lying)
    groups = (as_array([one.box for one in ruled]), written, *rest)
    boxes = np.concatenate(groups)
    kinds = np.repeat(np.array([RULED, LINE, *[OUTLINE] * 5], np.int32), [len(group) for group in groups])
    boxes = np.clip(boxes, 0, np.array([picture.width, picture.height] * 2, np.int32))
    is_box = (boxes[:, 2] - boxes[:, 0] > 2) & (boxes[:, 3] - boxes[:, 1] > 2)
    boxes, kinds = boxes[is_box], kinds[is_box]
    # the first of equals is kept: the rules' own, then the line
    first = np.sort(np.unique(boxes, axis=0, return_index=True)[1]) if len(boxes) else np.zeros(0, int)
    boxes, kinds = boxes[first], kinds[first]
    return Candidates(boxes, kinds, measure(picture, boxes, kinds, lines))


def padded(written: Boxes) -> Boxes:
    """Return boxes of lines with the room that buttons leave around their words."""
    tall = written[:, 3] - written[:, 1]
    aside, above = np.round(0.55 * tall).astype(np.int32), np.round(0.3 * tall).astype(np.int32)
    return np.asarray(written + np.stack([-aside, -above, aside, above], axis=1), np.int32)


def _on_rules(outlines: Boxes, written: Boxes, unit: float) -> Boxes:
    """Return boxes that stand on thin wide outlines, with as much room above their words as below them."""
    wide, tall = outlines[:, 2] - outlines[:, 0], outlines[:, 3] - outlines[:, 1]
    ruled = outlines[(tall <= max(4, 0.35 * unit)) & (wide >= 3 * unit)]
    if not len(ruled) or not len(written):
        return np.zeros((0, 4), np.int32)
    gaps = ruled[:, None, 3] - written[None, :, 3]  # (rules, lines)
    starts, middles = written[:, 0], (written[:, 0] + written[:, 2]) / 2
    is_over = (starts[None] >= ruled[:, None, 0] - 2) & (middles[None] <= ruled[:, None, 2])
    near = np.where(is_over & (gaps > 0) & (gaps < _ROOM * unit), gaps, 10_000)
    lowest = near.argmin(axis=1)
    has_words = near.min(axis=1) < 10_000
    top = written[lowest, 1] - near[np.arange(len(ruled)), lowest]
    boxes = np.stack([ruled[:, 0], top, ruled[:, 2], ruled[:, 3]], axis=1)
    # a field without words is about as high as one with them
    empty = np.stack([ruled[:, 0], ruled[:, 3] - round(_EMPTY * unit), ruled[:, 2], ruled[:, 3]], axis=1)
    return np.asarray(np.where(has_words[:, None], boxes, empty), np.int32)


def _plain(pixels: Pixels) -> Boxes:
    """Return boxes of areas in which neighbours are equally bright and that fill their box; the biggest."""
    height, width = pixels.shape[:2]
    _areas, found = _plain_areas(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    left, top, wide, tall, area = found.T
    size = wide * tall
    is_box = (np.minimum(wide, tall) >= _SMALLEST_PX) & (area >= _FILLED * size)
    some = np.flatnonzero(is_box & (size <= _LARGEST_SHARE * height * width))
    some = some[np.argsort(-size[some], kind="stable")[:_MOST_PLAIN]]
    boxes = np.stack([left - 1, top - 1, left + wide, top + tall], axis=1)[some]
    return np.asarray(boxes, np.int32)


def _plain_areas(grey: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return (h, w) the number of the area each pixel is in, from 1 up, and (n, 5) what each area covers.

    That is left, top, width, height and how many pixels; number 0 are those in none.
    """
    four = np.ones((2, 2), np.uint8)
    # a pixel is plain if it is as bright as those above it and on its left
    is_plain = cv2.compare(cv2.dilate(grey, four), cv2.erode(grey, four), cv2.CMP_EQ)
    areas, covered = cv2.connectedComponentsWithStats(is_plain, connectivity=4, ltype=cv2.CV_32S)[1:3]
    return np.asarray(areas, np.int32), np.asarray(covered[1:], np.int32)


def _lying_on_grounds(pixels: Pixels, least: float) -> Boxes:
    """Return boxes round all that the biggest plain areas surround, at least so many px high and wide.

    Looked for on a smaller picture: what is as large as that need not be found to the pixel.
    """
    shrunk = max(1, round(max(pixels.shape[:2]) / _GROUND_PX))
    grey = cv2.cvtColor(np.ascontiguousarray(pixels[::shrunk, ::shrunk]), cv2.COLOR_RGB2GRAY)
    numbers, areas = _plain_areas(grey)
    found = []
    for ground in np.argsort(-areas[:, 4], kind="stable")[:_GROUNDS]:
        left, top, wide, tall, area = areas[ground].tolist()
        if area < _LEAST_GROUND * grey.size:
            break
        others = (numbers[top : top + tall, left : left + wide] != ground + 1).astype(np.uint8)
        x, y, a, b, inked = cv2.connectedComponentsWithStats(others, connectivity=4, ltype=cv2.CV_32S)[2][
            1:
        ].T
        is_box = (
            (np.minimum(a, b) * shrunk >= least)
            & (inked > 0.5 * a * b)
            & (a * b < _MOST_ON_GROUND * wide * tall)
        )
        some = np.stack([left + x, top + y, left + x + a, top + y + b], axis=1)[is_box]
        # what lies on a ground takes half of the pixel between them
        found.append(some * shrunk - np.array([shrunk // 2, shrunk // 2, shrunk, shrunk]))
    return np.asarray(np.concatenate([np.zeros((0, 4), np.int32), *found]), np.int32)


def plausible(lines: Sequence[TextLine], height: int) -> list[TextLine]:
    """Return lines of text without those so high that they must be something else, such as a photograph."""
    most = max(_HIGHEST_PX, _HIGHEST_SHARE * height)
    return [line for line in lines if line.box.height <= most]


def _unlike(boxes: Boxes, others: Boxes) -> Boxes:
    """Return those of some boxes that none of the others is nearly the same as."""
    if not len(boxes) or not len(others):
        return boxes
    return np.asarray(boxes[likenesses(boxes, others).max(axis=1) < _NEARLY])


def choose(
    candidates: Candidates, gate: Gate, least: float, lines: Lines, ruled: Sequence[Element]
) -> Candidates:
    """Return those that the gate lets through, with their neighbours measured; at most MOST, the best."""
    hopes = gate(candidates.measures)
    hopes = np.where(candidates.kinds == RULED, 1.0, hopes)
    chosen = np.flatnonzero(hopes >= least)
    if len(chosen) > MOST:
        chosen = np.sort(chosen[np.argsort(-hopes[chosen], kind="stable")[:MOST]])
    boxes = candidates.boxes[chosen]
    measures = np.concatenate([candidates.measures[chosen], relate(boxes, lines.unit, ruled)], axis=1)
    return Candidates(boxes, candidates.kinds[chosen], measures)
