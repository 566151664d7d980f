"""What two examples of one sign share: shapes, places and movements of the hands, free of size and speed.

Nothing is trained. Each hand counts by its shape (21 points from the wrist, in hand sizes) and by its
place (from the middle of the shoulders, in shoulder widths). A hand that is not seen, or rests below,
counts as being at rest.
"""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engines.hands import POINTS
from engines.sign_to_text.taught.example import Example

FRAMES: Final = 16
"""Moments of an embedding, evenly spread over the sign."""
_LEFT_SHOULDER, _RIGHT_SHOULDER = 11, 12
_WRISTS: Final = (16, 15)
"""The body's right wrist and left wrist, in the order of the hands."""
_KNUCKLE: Final = 9
"""Of the middle finger: the middle of a hand, whatever the fingers do."""
_REST: Final = np.array([(-0.8, 1.6), (0.8, 1.6)], np.float32)
"""Where the right hand and the left rest, from the middle of the shoulders."""
_RAISED_ABOVE: Final = 1.35
"""A hand lower than this below the shoulders is at rest; the hips are at about 1.6."""
_LEAST_SEEN: Final = 0.2
"""The part of the frames in which a hand that takes part is seen."""
_SHOULDERS_PER_HAND: Final = 7.0
"""Shoulder width in hand sizes, where no shoulders are seen (mean spread of an open hand's points)."""
_DEPTH: Final = 0.3
"""The weight of z, which is rough."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Embedding:
    """A sign of `FRAMES` moments."""

    shape: Numbers
    """(frames, 2, 21 * 3): zeros for a hand that takes no part."""
    place: Numbers
    """(frames, 2, 2): where each hand is; of a sign without a body, from the middle of its own way."""
    takes_part: tuple[bool, bool]
    """Of the right hand and the left."""
    has_body: bool
    """Whether places count from the shoulders."""
    is_still: bool
    """Whether it comes from one picture."""


def embed(example: Example) -> Embedding:
    """Return the embedding of a sign; call `raised` first where hands come up and go down again."""
    measure = _measure(example)
    is_up = _is_up(example.hands, measure)
    parts = [bool(is_up[:, side].mean() >= _LEAST_SEEN) for side in range(2)]
    if not any(parts):
        # Hands low in the picture are better than none.
        parts = [bool((~np.isnan(example.hands[:, side, 0, 0])).any()) for side in range(2)]
    moments = np.linspace(example.seconds[0], example.seconds[-1], FRAMES)
    hands = [_hand(example, side, measure, takes_part) for side, takes_part in enumerate(parts)]
    shape = np.stack([_at(shape, example.seconds, moments) for shape, _place in hands], 1)
    place = np.stack([_at(place, example.seconds, moments) for _shape, place in hands], 1)
    if not measure.has_body:
        place = place - place.mean(0)
    return Embedding(shape, place, (parts[0], parts[1]), measure.has_body, len(example) == 1)


def mirrored(embedding: Embedding) -> Embedding:
    """Return the sign as a signer with the other dominant hand makes it."""
    flip = np.tile(np.array([-1, 1, 1], np.float32), POINTS)
    right, left = embedding.takes_part
    return replace(
        embedding,
        shape=embedding.shape[:, ::-1] * flip,
        place=embedding.place[:, ::-1] * np.array([-1, 1], np.float32),
        takes_part=(left, right),
    )


def raised(example: Example) -> Example:
    """Cut off the beginning and the end in which no hand is raised or seen."""
    is_up = is_raised(example).any(1)
    if not is_up.any():
        return example
    frames = np.flatnonzero(is_up)
    return example.part(int(frames[0]), int(frames[-1]))


def is_raised(example: Example) -> NDArray[np.bool_]:
    """Return whether each hand is seen above the lap: (frames, 2). Without a body, whether it is seen."""
    return _is_up(example.hands, _measure(example))


class _Measure(NamedTuple):
    """What places are measured from and by."""

    centre: Numbers
    """(2,)"""
    width: float
    """Of the shoulders."""
    has_body: bool


def _measure(example: Example) -> _Measure:
    body, has_body = _filled(example.body)
    if not has_body:
        seen = example.hands[~np.isnan(example.hands[:, :, 0, 0])]
        if not len(seen):
            return _Measure(np.zeros(2, np.float32), 1.0, False)
        return _Measure(
            seen[:, _KNUCKLE, :2].mean(0), float(np.median(_sizes(seen))) * _SHOULDERS_PER_HAND, False
        )
    right, left = body[:, _RIGHT_SHOULDER, :2], body[:, _LEFT_SHOULDER, :2]
    width = float(np.median(np.linalg.norm(left - right, axis=-1)))
    return _Measure(np.median((left + right) / 2, axis=0), max(width, 1e-3), True)


def _is_up(hands: Numbers, measure: _Measure) -> NDArray[np.bool_]:
    """Return which hands (…, 21, 3) are seen above the lap."""
    is_seen: NDArray[np.bool_] = ~np.isnan(hands[..., 0, 0])
    if not measure.has_body:
        return is_seen
    below = (hands[..., _KNUCKLE, 1] - measure.centre[1]) / measure.width
    is_up: NDArray[np.bool_] = is_seen & (below < _RAISED_ABOVE)
    return is_up


def _hand(example: Example, side: int, measure: _Measure, takes_part: bool) -> tuple[Numbers, Numbers]:
    """Return the shapes (frames, 63) and places (frames, 2) of one hand."""
    if not takes_part:
        shape = np.zeros((len(example), POINTS * 3), np.float32)
        return shape, np.broadcast_to(_REST[side], (len(example), 2))
    hand, _is_seen = _filled(example.hands[:, side])
    return _shape(hand), (hand[:, _KNUCKLE, :2] - measure.centre) / np.float32(measure.width)


def _filled(points: Numbers) -> tuple[Numbers, bool]:
    """Fill gaps between the frames in which the points were seen; return also whether they ever were."""
    frames = np.flatnonzero(~np.isnan(points[:, 0, 0]))
    if not len(frames):
        return points, False
    if len(frames) == len(points):
        return points, True
    return _at(points[frames], frames.astype(float), np.arange(len(points), dtype=float)), True


def _shape(hand: Numbers) -> Numbers:
    """Return the points from the wrist in hand sizes: (frames, 63)."""
    centred = (hand - hand[:, :1]) / _sizes(hand)[:, None, None] / np.float32(2.5)
    weighted: Numbers = centred * np.array([1, 1, _DEPTH], np.float32)
    return weighted.reshape(len(hand), -1)


def _sizes(hand: Numbers) -> Numbers:
    """Return how far the points of a hand spread, on average: (frames,)."""
    flat = hand[..., :2]
    spread = np.linalg.norm(flat - flat.mean(-2, keepdims=True), axis=-1).mean(-1)
    sizes: Numbers = np.maximum(spread, 1e-4)
    return sizes


def _at(values: Numbers, seconds: NDArray[np.float64], moments: NDArray[np.float64]) -> Numbers:
    """Return the values (frames, …) at other moments, on straight lines between those given."""
    after = np.clip(np.searchsorted(seconds, moments), 1, max(len(seconds) - 1, 1))
    if len(seconds) == 1:
        return np.repeat(values, len(moments), axis=0)
    before = after - 1
    part = (moments - seconds[before]) / (seconds[after] - seconds[before])
    part = np.clip(part, 0, 1).astype(np.float32).reshape(-1, *[1] * (values.ndim - 1))
    mixed: Numbers = values[before] * (1 - part) + values[after] * part
    return mixed
