"""Puts boxes into reading order: bars, then columns, then rows (recursive XY-cut)."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Protocol, TypeVar

import numpy as np

from engines.image_description.boxes import around
from engines.image_description.screen.surface import Pixels, upright_edge
from engines.results import Box


class Boxed(Protocol):
    """Anything that stands somewhere."""

    @property
    def box(self) -> Box:
        """Where it stands."""
        ...


_SHARED = 0.55
"""Of the lower of two boxes: with more of it beside each other they stand on one line."""

T = TypeVar("T", bound=Boxed)

IsPanelEdge = Callable[[Box, int, int], bool]
"""Whether a drawn edge runs down an area between two x."""


def edge_test(pixels: Pixels) -> IsPanelEdge:
    """Return the test for a drawn edge in this picture, RGB (height, width, 3)."""
    return lambda area, left, right: upright_edge(pixels, area, left, right) is not None


def rows(items: Sequence[T]) -> list[list[T]]:
    """Group what stands on one line, top to bottom, each row left to right."""
    found: list[list[T]] = []
    for item in sorted(items, key=lambda one: one.box.top + one.box.bottom):
        for row in reversed(found[-3:]):
            if _share_line(row[-1].box, item.box) and _share_line(row[0].box, item.box):
                row.append(item)
                break
        else:
            found.append([item])
    return [sorted(row, key=lambda one: one.box.left) for row in found]


def _share_line(one: Box, other: Box) -> bool:
    # Asked tens of thousands of times: unpacking is quicker than naming.
    _, top, _, bottom = one
    _, other_top, _, other_bottom = other
    overlap = min(bottom, other_bottom) - max(top, other_top)
    return overlap > _SHARED * min(bottom - top, other_bottom - other_top)


def reading_order(items: Sequence[T], is_panel_edge: IsPanelEdge) -> list[T]:
    """Return the items as a person would read them: columns whole, rows of a form or table across."""
    if len(items) < 2:
        return list(items)
    parts = columns(items, is_panel_edge) or _bands(items)
    if len(parts) < 2:
        return [item for row in rows(items) for item in row]
    return [item for part in parts for item in reading_order(part, is_panel_edge)]


def columns(items: Sequence[T], is_panel_edge: IsPanelEdge) -> list[list[T]]:
    """Split side by side parts that are read one after the other; empty if there are none."""
    unit = median(item.box.height for item in items)
    area = around([item.box for item in items])
    for left, right in _gaps([(item.box.left, item.box.right) for item in items]):
        before = [item for item in items if item.box.right <= left]
        after = [item for item in items if item.box.left >= right]
        if right - left < 0.6 * unit or min(len(before), len(after)) < 2:
            continue
        is_wide = right - left >= 1.5 * unit
        if is_panel_edge(area, left, right) or (is_wide and not _are_aligned(before, after)):
            return [before, after]
    return []


def _are_aligned(before: Sequence[Boxed], after: Sequence[Boxed]) -> bool:
    """Whether the rows of both sides stand on the same lines, as those of a form or a table do."""
    fewer, more = sorted((rows(before), rows(after)), key=len)
    if len(fewer) < 2:
        return True
    _, top, _, bottom = (side[:, None] for side in np.array([row[0].box for row in fewer]).T)
    _, other_top, _, other_bottom = np.array([row[0].box for row in more]).T
    overlap = np.minimum(bottom, other_bottom) - np.maximum(top, other_top)  # (fewer, more)
    are_together = overlap > _SHARED * np.minimum(bottom - top, other_bottom - other_top)
    return int(are_together.any(1).sum()) >= 0.6 * len(fewer)


def _bands(items: Sequence[T]) -> list[list[T]]:
    """Split at the widest gaps between what stands above and below."""
    gaps = _gaps([(item.box.top, item.box.bottom) for item in items])
    if not gaps:
        return []
    widest = max(bottom - top for top, bottom in gaps)
    cuts = [top for top, bottom in gaps if bottom - top >= 0.7 * widest]
    bands: list[list[T]] = [[] for _ in range(len(cuts) + 1)]
    for item in items:
        bands[sum(item.box.top >= cut for cut in cuts)].append(item)
    return bands


def _gaps(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the empty stretches between spans, in order."""
    found = []
    reached = None
    for start, end in sorted(spans):
        if reached is not None and start > reached:
            found.append((reached, start))
        reached = end if reached is None else max(reached, end)
    return found
