"""How boxes lie to each other; plain arithmetic that loads nothing."""

from collections.abc import Iterable

from engines.results import Box


def overlap(one: Box, other: Box) -> int:
    """Return the area that two boxes share, in px."""
    # Asked a hundred thousand times: unpacking is quicker than naming.
    left, top, right, bottom = one
    other_left, other_top, other_right, other_bottom = other
    if left >= other_right or other_left >= right or top >= other_bottom or other_top >= bottom:
        return 0
    return (min(right, other_right) - max(left, other_left)) * (
        min(bottom, other_bottom) - max(top, other_top)
    )


def likeness(one: Box, other: Box) -> float:
    """Return intersection over union, 0 to 1."""
    common = overlap(one, other)
    if not common:
        return 0.0
    return common / max(1, one.width * one.height + other.width * other.height - common)


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around all of them; there must be at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
