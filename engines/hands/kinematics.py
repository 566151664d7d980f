"""A hand that bends: joint angles and bones in, the 21 points of hands out, thousands at a time.

Angles are in degrees, lengths in palms: a palm is the way from the wrist to the knuckle of the
middle finger. In the hand's own axes x points to the thumb's side, y along the palm to the
fingers, z out of the palm. All hands are right hands; mirror the picture for a left one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

ANCHORS: Final = (0, *range(5, 21))
"""The points a thumb's tip may be placed by: the wrist and all joints of the other fingers."""

_THUMB_LEAN: Final = (0.55, 0.45, 0.35)
"""Where the first bone of the thumb points by itself; the other half of its direction is its target's."""
_AIM: Final = 0.55
_ELBOW: Final = np.array([0.8, 0.2, 0.1])
"""To which side the thumb's last joint bends out."""
_TINY: Final = 1e-9
_LEAST_FLEXION: Final = np.array([-30.0, -8.0, -20.0])
_MOST_FLEXION: Final = np.array([100.0, 125.0, 95.0])
"""Of the knuckle, the middle and the last joint of a finger; the ranges of a loose adult hand."""


@dataclass(frozen=True)
class Pose:
    """How some hands are bent and held; every array has one row for each hand."""

    flexion: Floats
    """(hands, 4 fingers, 3 joints) from index to little, from knuckle to last joint; 0 is straight."""
    spread: Floats
    """(hands, 4 fingers) of each finger at its knuckle, to the thumb's side."""
    anchor: Floats
    """(hands, 17) weights of `ANCHORS`: the thumb's tip is wanted at their mean …"""
    offset: Floats
    """(hands, 3) … and this far from it, in palms, in the hand's own axes."""
    rotation: Floats
    """(hands, 3, 3) columns: where the hand's x, y and z point, as the viewer sees it: right, up, near."""
    lean: Floats
    """(hands, 3) where the thumb's first bone points by itself."""

    def __len__(self) -> int:
        """How many hands."""
        return len(self.flexion)

    def take(self, rows: ArrayLike) -> Self:
        """Return the hands of these row numbers, which may repeat."""
        index = np.asarray(rows)
        return type(self)(**{one.name: getattr(self, one.name)[index] for one in fields(self)})


@dataclass(frozen=True)
class Bones:
    """How long and where the bones of some hands are, in palms; one row for each hand, or one for all."""

    knuckles: Floats
    """(hands, 4, xyz) from index to little."""
    fingers: Floats
    """(hands, 4, 3) lengths of the bones, from the palm outwards."""
    thumb_root: Floats
    """(hands, xyz) of the thumb's first joint."""
    thumb: Floats
    """(hands, 3) lengths of its bones."""


ADULT: Final = Bones(
    knuckles=np.array([[[0.32, 0.96, 0.0], [0.08, 1.0, -0.03], [-0.15, 0.94, -0.02], [-0.36, 0.84, 0.03]]]),
    fingers=np.array([[[0.42, 0.26, 0.19], [0.47, 0.29, 0.20], [0.43, 0.27, 0.20], [0.34, 0.20, 0.18]]]),
    thumb_root=np.array([[0.22, 0.22, 0.12]]),
    thumb=np.array([[0.40, 0.33, 0.27]]),
)
"""A middling hand, as mediapipe places its joints (which lie nearer the skin than bones do)."""


def pose(
    fingers: Sequence[Sequence[float]],
    thumb: tuple[Sequence[float], Sequence[float]],
    spread: Sequence[float] = (0, 0, -2, -5),
    rotation: ArrayLike | None = None,
) -> Pose:
    """Return one hand: four rows of flexion, and the anchor and offset of the thumb's tip."""
    turned_by = np.eye(3) if rotation is None else np.asarray(rotation, float)
    rows = (fingers, spread, thumb[0], thumb[1], turned_by, _THUMB_LEAN)
    return Pose(*(np.asarray(row, float)[None] for row in rows))


def stack(poses: Sequence[Pose]) -> Pose:
    """Return all hands of several poses as one."""
    return Pose(*(np.concatenate([getattr(one, f.name) for one in poses]) for f in fields(Pose)))


def blend(start: Pose, end: Pose, share: ArrayLike) -> Pose:
    """Return hands on the way: 0 is the start, 1 the end, one share for each hand or one for all.

    Start and end have equally many hands, or one of them has one. Shares a little beyond 0 and 1
    overshoot.
    """
    shares = np.atleast_1d(np.asarray(share, float))
    count = max(len(start), len(end), len(shares))
    start, end = (one if len(one) == count else one.take(np.zeros(count, int)) for one in (start, end))
    mixed = {}
    for field in fields(Pose):
        a, b = getattr(start, field.name), getattr(end, field.name)
        mixed[field.name] = a + shares.reshape(-1, *[1] * (a.ndim - 1)) * (b - a)
    part = np.broadcast_to(shares, (count,))
    return replace(Pose(**mixed), rotation=_between(start.rotation, end.rotation, part))


def turned(yaw: ArrayLike = 0.0, pitch: ArrayLike = 0.0, roll: ArrayLike = 0.0) -> Floats:
    """Return rotations (…, 3, 3) of a hand held upright, its palm to the viewer.

    Yaw turns the palm to the viewer's right, pitch tips the fingers to the viewer, roll turns them
    against the clock.
    """
    y, p, r = (np.radians(np.asarray(one, float)) for one in np.broadcast_arrays(yaw, pitch, roll))
    one, zero = np.ones_like(y), np.zeros_like(y)
    about_y = _matrix(np.cos(y), zero, np.sin(y), zero, one, zero, -np.sin(y), zero, np.cos(y))
    about_x = _matrix(one, zero, zero, zero, np.cos(p), -np.sin(p), zero, np.sin(p), np.cos(p))
    about_z = _matrix(np.cos(r), -np.sin(r), zero, np.sin(r), np.cos(r), zero, zero, zero, one)
    return np.asarray(about_z @ about_x @ about_y)


def facing(fingers: Sequence[float], palm: Sequence[float]) -> Floats:
    """Return the rotation (3, 3) of a hand whose fingers point one way and whose palm faces another.

    Both as (right, up, near) of the viewer; the palm's is made square to the fingers'.
    """
    y = _unit(np.asarray(fingers, float))
    z = np.asarray(palm, float)
    z = _unit(z - y * (z @ y))
    return np.stack([np.cross(y, z), y, z], axis=1)


def pose_points(hands: Pose, bones: Bones = ADULT) -> Floats:
    """Return the points (hands, 21, xyz) of some hands, the wrist at the origin, in palms.

    x goes to the viewer's right, y down and z away from the viewer, as in `engines.hands.Point`;
    the points stand in MediaPipe's order: wrist, thumb, index, middle, ring, little.
    """
    points = _bent(hands, bones)
    seen = points @ np.swapaxes(hands.rotation, 1, 2)  # (hands, 21, right up near)
    seen[..., 1:] *= -1
    return seen


def projected(points: Floats, distance: ArrayLike = 6.0) -> Floats:
    """Return points as a camera so many palms before the wrist sees them: what is nearer is larger."""
    away = np.asarray(distance, float).reshape(-1, 1, 1)
    size = away / np.maximum(away + points[..., 2:], away / 4)
    return np.concatenate([points[..., :2] * size, points[..., 2:]], axis=-1)


def _bent(hands: Pose, bones: Bones) -> Floats:
    count = max(len(hands), len(bones.fingers))
    points = np.zeros((count, 21, 3))
    flexion = np.clip(hands.flexion, _LEAST_FLEXION, _MOST_FLEXION)
    tilt = np.radians(np.cumsum(flexion, axis=2))  # (hands, fingers, joints)
    aside = np.radians(hands.spread)[..., None]
    across, ahead = np.cos(tilt) * np.sin(aside), np.cos(tilt) * np.cos(aside)
    ways = np.stack([across, ahead, np.sin(tilt)], axis=-1)  # (hands, fingers, joints, xyz)
    joints = bones.knuckles[:, :, None] + np.cumsum(bones.fingers[..., None] * ways, axis=2)
    by_finger = points[:, 5:].reshape(count, 4, 4, 3)  # a view: it fills the points
    by_finger[:, :, 0] = bones.knuckles
    by_finger[:, :, 1:] = joints
    tip = np.einsum("na,nax->nx", hands.anchor, points[:, ANCHORS]) + hands.offset
    points[:, 1:5] = _thumb(tip, hands.lean, bones)
    return points


def _thumb(tip: Floats, lean: Floats, bones: Bones) -> Floats:
    """Return the thumb's four points (hands, 4, xyz): its tip as near the wanted place as it reaches."""
    root = np.broadcast_to(bones.thumb_root, tip.shape)
    first, second, third = (bones.thumb[:, one, None] for one in range(3))
    joint = root + first * _unit(_AIM * _unit(tip - root) + lean)
    gap = tip - joint
    far = np.linalg.norm(gap, axis=-1, keepdims=True)
    reach = np.clip(far, np.abs(second - third) + 1e-3, second + third - 1e-3)
    way = gap / (far + _TINY)
    # the law of cosines: how far the last joint lies along the way, and beside it
    along = (second**2 + reach**2 - third**2) / (2 * second * reach)
    beside = np.sqrt(np.maximum(0, 1 - along**2))
    out = _unit(_ELBOW - way * (way @ _ELBOW)[..., None])
    bend = joint + second * (along * way + beside * out)
    return np.stack([root, joint, bend, joint + way * reach], axis=1)


def _between(start: Floats, end: Floats, share: Floats) -> Floats:
    """Turn from one rotation to another the short way (Rodrigues' formula)."""
    step = end @ np.swapaxes(start, 1, 2)
    cosine = np.clip((np.trace(step, axis1=1, axis2=2) - 1) / 2, -1, 1)
    angle = np.arccos(cosine)
    axis = np.stack(
        [step[:, 2, 1] - step[:, 1, 2], step[:, 0, 2] - step[:, 2, 0], step[:, 1, 0] - step[:, 0, 1]], axis=1
    )
    # half a turn has no axis in the differences: it is the column that the turn keeps
    kept = step + np.eye(3)
    widest = np.argmax(np.einsum("nii->ni", kept), axis=1)
    axis = np.where((angle > 3.1)[:, None], kept[np.arange(len(kept)), :, widest], axis)
    return about(axis, np.degrees(angle * share)) @ start


def about(axis: Floats, degrees: Floats) -> Floats:
    """Return rotations (n, 3, 3) about some axes (n, 3) by some angles (n,)."""
    x, y, z = _unit(axis).T
    zero = np.zeros_like(x)
    cross = _matrix(zero, -z, y, z, zero, -x, -y, x, zero)
    angle = np.radians(degrees)[:, None, None]
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross))


def _matrix(*entries: Floats) -> Floats:
    """Return matrices (…, 3, 3) of nine arrays of entries, row by row."""
    return np.stack(entries, axis=-1).reshape(*entries[0].shape, 3, 3)


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + _TINY))
