"""Gathers the boxes of a screenshot that may be controls, and leaves the hopeless ones out at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from engines.image_description.screen.classifier_measures import Boxes, Measures, measure, relate
from engines.image_description.screen.rules_evidence import Picture
from engines.image_description.screen.rules_surroundings import Lines, as_array
from engines.results import Box, Element

MOST: Final = 400
"""Boxes that are looked at closely; a crowded desktop has about 250 controls."""
OUTLINE, LINE, RULED = 0, 1, 2

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


def gather(picture: Picture, proposals: Sequence[Box], lines: Lines, ruled: Sequence[Element]) -> Candidates:
    """Return every outline, line of text and finding of the rules, each box once, cheaply measured.

    Round each line lies one more box: buttons and tabs without a border are as large as that.
    """
    written = as_array([line.box for line in lines.all])
    groups = (as_array([one.box for one in ruled]), written, as_array(proposals), _padded(written))
    boxes = np.concatenate(groups)
    kinds = np.repeat(np.array([RULED, LINE, OUTLINE, OUTLINE], np.int32), [len(group) for group in groups])
    boxes = np.clip(boxes, 0, np.array([picture.width, picture.height] * 2, np.int32))
    is_box = (boxes[:, 2] - boxes[:, 0] > 2) & (boxes[:, 3] - boxes[:, 1] > 2)
    boxes, kinds = boxes[is_box], kinds[is_box]
    # the first of equals is kept: the rules' own, then the line
    first = np.sort(np.unique(boxes, axis=0, return_index=True)[1]) if len(boxes) else np.zeros(0, int)
    boxes, kinds = boxes[first], kinds[first]
    return Candidates(boxes, kinds, measure(picture, boxes, kinds, lines))


def _padded(written: Boxes) -> Boxes:
    """Return boxes of lines with the room that buttons leave around their words."""
    tall = written[:, 3] - written[:, 1]
    aside, above = np.round(0.55 * tall).astype(np.int32), np.round(0.3 * tall).astype(np.int32)
    return np.asarray(written + np.stack([-aside, -above, aside, above], axis=1), np.int32)


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
