"""What two examples of one sign share: shapes, places and movements of the hands, free of size and speed.

Nothing is trained. Each hand counts by its shape (the directions of its bones) and by its place (from
the middle of the shoulders, in shoulder widths). A hand that is not seen, or rests below, counts as
being at rest.
"""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engines.hands import POINTS, Side
from engines.sign_to_text.taught.example import SIDES, Example

FRAMES: Final = 12
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
_PARENTS: Final = np.array([0, 0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19])
_PALM: Final = np.array([1, 5, 9, 13, 17])
"""The ends of the bones that begin at the wrist."""
_PALM_WEIGHT: Final = 0.6
_EVENNESS: Final = 0.6
"""0: bones count as long as they are; 1: all alike."""
_DEPTH: Final = 0.3
"""The weight of z, which is rough."""
_UNSEEN: Final = 0.5
"""How much a shape counts that was not seen just then."""
_HABIT: Final = 0.5
"""The weight of where a hand is on average, which differs from day to day more than how it moves."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Embedding:
    """A sign of `FRAMES` moments."""

    shape: Numbers
    """(frames, 2, 21 * 3), as `_shape` returns it: zeros for a hand that takes no part."""
    place: Numbers
    """(frames, 2, 2): where each hand is; of a sign without a body, from the middle of its own way.

    Of one with a body, the middle of the way is drawn in to `_HABIT` of what it is.
    """
    certainty: Numbers
    """(frames, 2): 1 where a hand was seen, `_UNSEEN` where its shape is what it was before and after."""
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
    place = place - place.mean(0) * np.float32(1 - _HABIT if measure.has_body else 1)
    is_seen = (~np.isnan(example.hands[:, :, 0, 0])).astype(np.float32)
    certainty = _at(
        np.maximum(is_seen, np.where(parts, _UNSEEN, 1).astype(np.float32)), example.seconds, moments
    )
    return Embedding(shape, place, certainty, (parts[0], parts[1]), measure.has_body, len(example) == 1)


def mirrored(embedding: Embedding) -> Embedding:
    """Return the sign as a signer with the other dominant hand makes it."""
    flip = np.tile(np.array([-1, 1, 1], np.float32), POINTS)
    right, left = embedding.takes_part
    return replace(
        embedding,
        shape=embedding.shape[:, ::-1] * flip,
        place=embedding.place[:, ::-1] * np.array([-1, 1], np.float32),
        certainty=embedding.certainty[:, ::-1],
        takes_part=(left, right),
    )


def raised(example: Example) -> Example:
    """Cut off the beginning and the end in which no hand is raised or seen."""
    is_up = is_raised(example).any(1)
    if not is_up.any():
        return example
    frames = np.flatnonzero(is_up)
    return example.part(int(frames[0]), int(frames[-1]))


def hands_of(example: Example) -> tuple[Side, ...]:
    """Return which hands take part in a sign."""
    return tuple(
        side for side, takes_part in zip(SIDES, embed(example).takes_part, strict=True) if takes_part
    )


def is_raised(example: Example) -> NDArray[np.bool_]:
    """Return whether each hand is seen above the lap: (frames, 2). Without a body, whether it is seen."""
    return _is_up(example.hands, _measure(example))


def movement(example: Example) -> NDArray[np.float64]:
    """Return how far each hand is at most from where and how it is on average: (2,).

    Points in hand sizes from the wrist, and the middle of the hand in shoulder widths, whichever is
    more; 0 for a hand that is never seen.
    """
    measure, ways = _measure(example), np.zeros(2)
    for side in range(2):
        hand = example.hands[:, side, :, :2]
        hand = hand[~np.isnan(hand[:, 0, 0])]
        if len(hand):
            place = hand[:, _KNUCKLE] / np.float32(measure.width)
            shape = (hand - hand[:, :1]) / (_sizes(hand)[:, None, None] * np.float32(2.5))
            way = np.linalg.norm(place - place.mean(0), axis=-1).max()
            ways[side] = max(way, np.linalg.norm(shape - shape.mean(0), axis=-1).mean(-1).max())
    return ways


def speed(example: Example) -> NDArray[np.float64]:
    """Return how far the faster hand moved in each frame, measured as in `movement`: (frames,)."""
    measure, steps = _measure(example), np.zeros((2, len(example)))
    for side in range(2):
        hand, is_seen = _filled(example.hands[:, side, :, :2])
        if is_seen:
            place = hand[:, _KNUCKLE] / np.float32(measure.width)
            shape = (hand - hand[:, :1]) / (_sizes(hand)[:, None, None] * np.float32(2.5))
            ways = np.linalg.norm(np.diff(place, axis=0), axis=-1)
            turns = np.linalg.norm(np.diff(shape, axis=0), axis=-1).mean(-1)
            steps[side, 1:] = np.maximum(ways, turns)
    fastest: NDArray[np.float64] = steps.max(0)
    return fastest


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
    return _shape(hand), (_middles(example, side, hand) - measure.centre) / np.float32(measure.width)


def _middles(example: Example, side: int, hand: Numbers) -> Numbers:
    """Return where the middle of a hand is: (frames, 2); where it was not seen, as far as the wrist tells."""
    middle = hand[:, _KNUCKLE, :2]
    wrist = example.body[:, _WRISTS[side], :2]
    is_seen = ~np.isnan(example.hands[:, side, 0, 0])
    is_told = ~is_seen & ~np.isnan(wrist[:, 0])
    both = is_seen & ~np.isnan(wrist[:, 0])
    if not both.any() or not is_told.any():
        return middle
    usual = np.median((middle - wrist)[both], axis=0)
    told: Numbers = np.where(is_told[:, None], wrist + usual, middle)
    return told


def _filled(points: Numbers) -> tuple[Numbers, bool]:
    """Fill gaps between the frames in which the points were seen; return also whether they ever were."""
    frames = np.flatnonzero(~np.isnan(points[:, 0, 0]))
    if not len(frames):
        return points, False
    if len(frames) == len(points):
        return points, True
    return _at(points[frames], frames.astype(float), np.arange(len(points), dtype=float)), True


def _shape(hand: Numbers) -> Numbers:
    """Return where each point lies from the one before it in its finger, in hand sizes: (frames, 63).

    Directions tell more than lengths, and those of the palm less than those of the fingers.
    """
    bones = (hand - hand[:, _PARENTS]) * np.array([1, 1, _DEPTH], np.float32)
    size = _sizes(hand)[:, None, None]
    lengths = np.linalg.norm(bones, axis=-1, keepdims=True) / size
    weighted: Numbers = bones / size / np.maximum(lengths, 1e-3) ** np.float32(_EVENNESS)
    weighted[:, _PALM] *= _PALM_WEIGHT
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
