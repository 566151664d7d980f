"""Shapes of ink: connected pieces, hulls, triangles."""

import cv2
import numpy as np
import numpy.typing as npt

from engines.image_description.screen.rules_evidence import Mask
from engines.results import Box

_SQUARE_3 = np.ones((3, 3), np.uint8)


def blobs(mask: Mask, smallest: int) -> list[tuple[Box, Mask]]:
    """Return the connected pieces of ink of at least so many pixels, with their own masks, left to right."""
    if not mask.size:
        return []
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    found = []
    for label in range(1, count):
        left, top, wide, tall, area = (int(value) for value in stats[label])
        if area >= smallest:
            box = Box(left, top, left + wide, top + tall)
            found.append((box, np.asarray(labels[top : box.bottom, left : box.right] == label)))
    return sorted(found, key=lambda piece: piece[0].left)


def closed(mask: Mask, gap: int) -> Mask:
    """Return a mask with gaps narrower than `gap` pixels filled."""
    if not mask.size:
        return mask
    # a border of ground, or closing sticks to the edges
    padded = np.pad(mask.astype(np.uint8), gap)
    filled = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    return np.asarray(filled[gap:-gap, gap:-gap] > 0)


def shrunk(mask: Mask, pixels: int) -> Mask:
    """Return a mask without its outermost pixels."""
    eroded = cv2.erode(mask.astype(np.uint8), _SQUARE_3, iterations=pixels, borderValue=(0,))
    return np.asarray(eroded > 0)


def hull(ink: Mask) -> tuple[Mask, float]:
    """Return the filled hull of ink, and how much of the hull's outline is itself ink, 0 to 1."""
    rows, columns = np.nonzero(ink)
    corners = cv2.convexHull(np.stack([columns, rows], axis=1).astype(np.int32))
    filled, rim = np.zeros(ink.shape, np.uint8), np.zeros(ink.shape, np.uint8)
    cv2.fillConvexPoly(filled, corners, (1,))
    cv2.polylines(rim, [corners], True, (1,))
    # the outline of a coarse circle is a stair
    step = max(1, round(0.08 * max(ink.shape)))
    near = cv2.dilate(ink.astype(np.uint8), np.ones((2 * step + 1, 2 * step + 1), np.uint8))
    is_whole = float(near[rim == 1].mean()) > 0.95
    return np.asarray(filled > 0), float(ink[rim == 1].mean()) if is_whole else 0.0


def points_down(mask: Mask) -> bool:
    """Whether a piece of ink is a triangle or chevron with its tip below."""
    tall, wide = mask.shape
    if not 1.15 <= wide / tall <= 3.2:
        return False
    first = np.argmax(mask, axis=1)
    last = wide - 1 - np.argmax(mask[:, ::-1], axis=1)
    extent = last - first + 1
    tip = float(np.flatnonzero(mask[-1]).mean())
    widest = int(np.argmax(extent))  # soft corners make the first row a little shorter
    is_narrowing = (
        widest <= 0.35 * tall and extent[-1] <= 0.55 * wide and bool((np.diff(extent[widest:]) <= 0).all())
    )
    return bool(is_narrowing and abs(tip - (wide - 1) / 2) <= 0.15 * wide + 0.5)


def goes_down_then_up(mark: npt.NDArray[np.bool_]) -> bool:
    """Whether a mark goes down a little, then up higher to the right, as a check mark does."""
    tall, wide = mark.shape
    if wide < 4 or tall < 3 or not mark.any(axis=0).all():
        return False
    height = (mark * np.arange(tall)[:, None]).sum(axis=0) / mark.sum(
        axis=0
    )  # (columns,) mean row of the ink
    lowest = int(np.argmax(height))
    rise = height[lowest:]
    if not 0.1 <= lowest / (wide - 1) <= 0.65 or len(rise) < 3:
        return False
    is_rising = float(np.mean(np.diff(rise) <= 0.25)) > 0.8
    is_higher = height[-1] < 0.35 * tall and height[-1] < height[0]
    return bool(is_rising and is_higher and height[0] < height[lowest] - 0.08 * tall)
