"""What of a hand's points the recogniser looks at: places, directions, lengths and distances."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engines.hands import POINTS

Array = NDArray[np.float32]

_CHILD: Final = np.arange(1, POINTS)
_PARENT: Final = np.array([0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19])
_COMPARED: Final = np.array([4, 8, 12, 16, 20, 6, 10, 14, 18, 5, 9, 13, 17, 3])
"""Tips, middle joints, knuckles and the thumb's last joint: who touches whom."""
_PAIRS: Final = np.triu_indices(len(_COMPARED), 1)
_TINY: Final = 1e-6

WIDTH: Final = 40 + 40 + len(_PAIRS[0]) + 20
"""Of one hand's row."""


def canonical(landmarks: ArrayLike, aspect: float = 1.0, is_left: bool = False) -> Array:
    """Return points (frames, 21, xy) as a right hand's, undistorted, the wrist at the origin, at most 1 long.

    The landmarks are (frames, 21, 2 or 3), x by the picture's width and y by its height; depth is
    left out, because finders guess it. Points that are no numbers become the wrist's.
    """
    points = np.nan_to_num(np.asarray(landmarks, np.float32)[..., :2])
    points = points - points[:, :1]
    points = points * np.array([-aspect if is_left else aspect, 1], np.float32)
    size = np.linalg.norm(points, axis=2).max(1)[:, None, None]
    return np.asarray(points / (size + _TINY), np.float32)


def mirrored(points: Array) -> Array:
    """Return the other hand's points."""
    return points * np.array([-1, 1], np.float32)


def features(points: Array) -> Array:
    """Return one row (frames, WIDTH) for each hand of `canonical`."""
    count = len(points)
    bones = points[:, _CHILD] - points[:, _PARENT]  # (frames, 20, xy)
    lengths = np.linalg.norm(bones, axis=2, keepdims=True)
    compared = points[:, _COMPARED]
    apart = compared[:, _PAIRS[0]] - compared[:, _PAIRS[1]]  # (frames, pairs, xy)
    rows = (
        points[:, 1:].reshape(count, 2 * len(_CHILD)),
        (bones / (lengths + _TINY)).reshape(count, 2 * len(_CHILD)),
        np.linalg.norm(apart, axis=2) * 1.5,
        lengths[..., 0] * 2,
    )
    return np.concatenate(rows, axis=1, dtype=np.float32)
