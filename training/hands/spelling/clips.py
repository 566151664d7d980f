"""Scripts to landmarks: many clips at once, as a camera of uneven pace and mediapipe would give them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engines.hands.kinematics import Bones, Floats, Pose, blend, pose_points, projected, turned
from training.hands import variation
from training.hands.spelling.scripts import Key, Script, table
from training.hands.spelling.strings import Alphabet

SLOWEST_FPS, FASTEST_FPS = 8.0, 30.0
_NEAREST, _FARTHEST = 3.0, 9.0
"""Of the camera, in palms."""
_VIEW: Final = (18.0, 15.0, 12.0)
"""Spread of how a person is turned to the camera: yaw, pitch, roll in degrees."""
_OUT_OF_SIGHT: Final = 3.2
"""So far below its place, in palms, a hand has left the picture."""
_WRONG: Final = 0.006
"""Share of frames in which another thing is taken for the hand."""


@dataclass(frozen=True)
class Clip:
    """A hand as seen in one video."""

    points: NDArray[np.float32]
    """(frames, 21, 2), y down, in one unit for x and y; NaN where no hand was found."""
    seconds: Floats
    """(frames,)"""
    held: NDArray[np.int64]
    """(frames,) the class that is held, or -1."""
    signs: tuple[int, ...]
    """The classes spelled, in order."""


@dataclass(frozen=True)
class _Frames:
    """All frames of all clips in one row; keys count through all clips too."""

    clip: NDArray[np.int64]
    seconds: Floats
    start: NDArray[np.int64]
    """(frames,) the key that was left, or is held."""
    end: NDArray[np.int64]
    share: Floats
    """(frames,) of the way from one to the other, 0 to 1, at an even pace."""


@dataclass(frozen=True)
class _Keys:
    """All keys of all clips in one row."""

    pose: Pose
    place: Floats
    error: Floats
    """(keys, 21, 2) by how much points are misplaced as long as this is held."""
    sign: NDArray[np.int64]
    clip: NDArray[np.int64]


def filmed(
    which: Alphabet, scripts: Sequence[Script], numbers: np.random.Generator, noise: float = 1.0
) -> list[Clip]:
    """Return the clips of some scripts; `noise` 0 gives the bare movement of a middling hand."""
    level = noise * numbers.uniform(0.4, 1.8, len(scripts))  # (clips,)
    keys = _keys(which, scripts, level, numbers)
    frames = _frames(scripts, numbers, noise)
    points, way = _moved(keys, frames, level, numbers)
    is_seen = way[:, 1] < _OUT_OF_SIGHT
    seen = _as_seen(points, way, frames, level, numbers)
    seen += _error(keys, frames)
    seen = _misjudged(seen, frames, level, numbers)
    seen[~is_seen | _missed(frames, level, numbers)] = np.nan
    held = np.where(frames.start == frames.end, keys.sign[frames.start], -1)
    drawn = (keys.sign[frames.start] == keys.sign[frames.end]) & (frames.end - frames.start == 1)
    held = np.where(drawn & _is_drawing(scripts)[frames.start], keys.sign[frames.start], held)
    held[~is_seen] = -1
    edges = np.searchsorted(frames.clip, np.arange(len(scripts) + 1))
    return [
        Clip(seen[a:b], frames.seconds[a:b], held[a:b], tuple(script.signs))
        for a, b, script in zip(edges[:-1], edges[1:], scripts, strict=True)
    ]


def _is_drawing(scripts: Sequence[Script]) -> NDArray[np.bool_]:
    """Say of each key whether the way to the next one is part of the sign itself, as in J and Z."""
    keys = [key for script in scripts for key in script.keys]
    return np.array([any(key.turn) and key.sign >= 0 for key in keys], bool)


def _keys(which: Alphabet, scripts: Sequence[Script], level: Floats, numbers: np.random.Generator) -> _Keys:
    all_keys = [key for script in scripts for key in script.keys]
    clip = np.repeat(np.arange(len(scripts)), [len(script.keys) for script in scripts])
    count = len(all_keys)
    pose = table(which)[0].take([key.row for key in all_keys])
    turns = turned(*np.array([key.turn for key in all_keys]).reshape(-1, 3).T)
    wobble = turned(*(numbers.normal(0, 5, (3, count)) * level[clip]))
    pose = replace(pose, rotation=wobble @ turns @ pose.rotation)
    loose = table(which)[0].take([table(which)[1]["loose"][0]])
    pose = _bent(pose, loose, np.array([key.ease for key in all_keys]))
    pose = _sloppy(pose, level, clip, numbers)
    pose = _hurried(pose, all_keys, clip, numbers)
    error = numbers.normal(0, 0.018, (count, 21, 2)) * level[clip, None, None]
    error += _mistaken(pose, level[clip], numbers)
    place = np.array([key.place for key in all_keys]).reshape(-1, 3)
    return _Keys(pose, place, error, np.array([key.sign for key in all_keys]), clip)


def _mistaken(pose: Pose, level: Floats, numbers: np.random.Generator) -> Floats:
    """Return how far points (keys, 21, xy) are off: a finger is taken for another, or seen too short."""
    points = pose_points(pose)[..., :2]
    fingers = points[:, 1:].reshape(len(points), 5, 4, 2)
    is_wrong = numbers.random((len(points), 5)) < 0.05 * level[:, None]
    other = (np.arange(5) + numbers.choice([-1, 1], is_wrong.shape)).clip(0, 4)
    neighbour = np.take_along_axis(fingers, other[:, :, None, None], axis=1)
    pull = numbers.uniform(0.1, 0.6, (*is_wrong.shape, 1, 1)) * np.array([0, 0.4, 0.8, 1.0])[:, None]
    off = np.where(is_wrong[..., None, None], pull * (neighbour - fingers), 0.0)
    stretch = numbers.normal(0, 0.1, (*is_wrong.shape, 1, 1)) * level[:, None, None, None]
    off += stretch * (fingers - fingers[:, :, :1])
    return np.concatenate([np.zeros((len(points), 1, 2)), off.reshape(len(points), 20, 2)], axis=1)


def _bent(pose: Pose, other: Pose, share: Floats) -> Pose:
    """Return fingers part of the way to another shape; the hand stays turned as it is."""
    part = share[:, None, None]
    flexion = pose.flexion + part * (other.flexion - pose.flexion)
    return replace(pose, flexion=flexion)


def _sloppy(pose: Pose, level: Floats, clip: NDArray[np.int64], numbers: np.random.Generator) -> Pose:
    """Return shapes as people hold them: each person's habit, and how it comes out each time."""
    is_bent = pose.flexion > 30
    person = numbers.normal(0, 6, (len(level), 1, 3)) * level[:, None, None]
    habit = numbers.normal(0, 5, (len(level), 4, 3)) * level[:, None, None]
    chance = numbers.normal(0, 1, pose.flexion.shape) * level[clip, None, None]
    flexion = pose.flexion + person[clip] * np.where(is_bent[..., 1:2], 0.6, 0.3)
    flexion += (habit[clip] + 5 * chance) * np.where(is_bent, 1.0, 0.6)
    spread = pose.spread + numbers.normal(0, 2.5, pose.spread.shape) * level[clip, None]
    offset = pose.offset + numbers.normal(0, 0.04, pose.offset.shape) * level[clip, None]
    own = numbers.normal(0, 0.03, (len(level), 3)) * level[:, None]
    lean = pose.lean + numbers.normal(0, 0.08, pose.lean.shape) * level[clip, None]
    return replace(pose, flexion=flexion, spread=spread, offset=offset + own[clip], lean=lean)


def _hurried(pose: Pose, keys: Sequence[Key], clip: NDArray[np.int64], numbers: np.random.Generator) -> Pose:
    """Return shapes that keep a little of the one before and take some of the next: the shorter, the more."""
    times = np.array([(key.arrive, key.leave) for key in keys])
    stay = times[:, 1] - times[:, 0]
    careless = numbers.uniform(0, 0.3, clip.max() + 1)[clip]
    share = careless * np.exp(-stay / 0.08)
    index = np.arange(len(clip))
    for step in (-1, 1):
        other = (index + step).clip(0, len(index) - 1)
        other = np.where(clip[other] == clip, other, index)
        pose = blend(pose, pose.take(other), share)
    return pose


def _frames(scripts: Sequence[Script], numbers: np.random.Generator, noise: float) -> _Frames:
    """Return when each clip shows a frame, and between which keys the hand is then."""
    parts = []
    first = 0
    for number, script in enumerate(scripts):
        arrive = np.array([key.arrive for key in script.keys])
        leave = np.array([key.leave for key in script.keys])
        fps = SLOWEST_FPS * (FASTEST_FPS / SLOWEST_FPS) ** numbers.random()
        count = max(2, int((leave[-1] - arrive[0]) * fps) + 1)
        gaps = np.clip(numbers.normal(1, 0.15 * noise * (numbers.random() < 0.5), count), 0.3, 3)
        seconds = arrive[0] + numbers.uniform(0, 0.5 / fps) + np.cumsum(gaps) / fps - gaps[0] / fps
        start = (np.searchsorted(arrive, seconds, side="right") - 1).clip(0)
        end = np.minimum(start + (seconds > leave[start]), len(arrive) - 1)
        way = np.maximum(arrive[end] - leave[start], 1e-6)
        share = np.where(end > start, ((seconds - leave[start]) / way).clip(0, 1), 0.0)
        parts.append((np.full(count, number), seconds, start + first, end + first, share))
        first += len(arrive)
    return _Frames(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _moved(
    keys: _Keys, frames: _Frames, level: Floats, numbers: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return points (frames, 21, xyz) from the wrist, and the wrist's way (frames, xyz), in palms."""
    eased = _eased(frames.share)
    start, end = keys.pose.take(frames.start), keys.pose.take(frames.end)
    pose = blend(start, end, eased)
    by_finger = _eased(_staggered(frames, numbers))  # (frames, 4): fingers do not move as one
    pose = replace(
        pose,
        flexion=start.flexion + by_finger[..., None] * (end.flexion - start.flexion),
        spread=start.spread + by_finger * (end.spread - start.spread),
    )
    sway = np.stack([_slow(frames, numbers, 4.0 * level) for _ in range(3)])
    view = numbers.normal(0, 1, (3, len(level))) * np.array(_VIEW)[:, None] * np.minimum(level, 1.2)
    pose = replace(pose, rotation=turned(*(view[:, frames.clip] + sway)) @ pose.rotation)
    points = pose_points(pose, _bones(level, numbers, frames.clip))
    place = keys.place[frames.start] + eased[:, None] * (keys.place[frames.end] - keys.place[frames.start])
    drift = np.stack([_slow(frames, numbers, 0.06 * level) for _ in range(3)], 1)
    return points, place + drift


def _eased(share: Floats) -> Floats:
    """Return the way of least jerk: slow, fast, slow (Flash and Hogan, 1985)."""
    return np.asarray(share**3 * (10 - 15 * share + 6 * share**2))


def _staggered(frames: _Frames, numbers: np.random.Generator) -> Floats:
    """Return each finger's own share of the way: some begin late, some are done early."""
    late = numbers.uniform(0, 0.25, (frames.end.max() + 1, 4))[frames.end]
    early = numbers.uniform(0, 0.25, (frames.end.max() + 1, 4))[frames.end]
    return np.asarray(((frames.share[:, None] - late) / (1 - late - early)).clip(0, 1))


def _slow(frames: _Frames, numbers: np.random.Generator, size: Floats) -> Floats:
    """Return a value for each frame that sways slowly: three waves of random pace for each clip."""
    total = np.zeros(len(frames.clip))
    for _ in range(3):
        pace, phase = numbers.uniform(0.3, 6, len(size)), numbers.uniform(0, 6.3, len(size))
        height = numbers.normal(0, 0.6, len(size)) * size
        total += height[frames.clip] * np.sin(pace[frames.clip] * frames.seconds + phase[frames.clip])
    return total


def _bones(level: Floats, numbers: np.random.Generator, clip: NDArray[np.int64]) -> Bones:
    """Return each clip's own bones, for each frame."""
    own = variation.bones(numbers, level)
    return Bones(own.knuckles[clip], own.fingers[clip], own.thumb_root[clip], own.thumb[clip])


def _as_seen(
    points: Floats, way: Floats, frames: _Frames, level: Floats, numbers: np.random.Generator
) -> NDArray[np.float32]:
    distance = numbers.uniform(_NEAREST, _FARTHEST, len(level))[frames.clip]
    away = np.maximum(distance + way[:, 2], 1.5)
    seen = projected(points, away)[..., :2]
    size = (distance / away)[:, None, None]
    whole = seen * size + way[:, None, :2]
    # a lens or a wrong aspect makes things wider or narrower
    whole[..., 0] *= np.exp(numbers.normal(0, 0.15, len(level)) * np.minimum(1, level))[frames.clip, None]
    return np.asarray(whole, np.float32)


def _error(keys: _Keys, frames: _Frames) -> NDArray[np.float32]:
    start, end = keys.error[frames.start], keys.error[frames.end]
    return np.asarray(start + frames.share[:, None, None] * (end - start), np.float32)


def _misjudged(
    seen: NDArray[np.float32], frames: _Frames, level: Floats, numbers: np.random.Generator
) -> NDArray[np.float32]:
    """Add what shakes from frame to frame, and now and then a frame that is all wrong."""
    size = numbers.uniform(0.002, 0.02, len(level)) * level
    seen = seen + numbers.normal(0, 1, seen.shape).astype(np.float32) * size[frames.clip, None, None].astype(
        np.float32
    )
    is_wrong = numbers.random(len(seen)) < _WRONG * level[frames.clip]
    places = numbers.normal(0, 0.35, (int(is_wrong.sum()), 21, 2))
    seen[is_wrong] += (places + numbers.normal(0, 0.3, (len(places), 1, 2))).astype(np.float32)
    return seen


def _missed(frames: _Frames, level: Floats, numbers: np.random.Generator) -> NDArray[np.bool_]:
    """Say in which frames no hand is found: single ones, and runs in some clips."""
    alone = numbers.random(len(frames.clip)) < 0.02 * level[frames.clip]
    begins = numbers.random(len(frames.clip)) < (0.01 * (level > 0.9))[frames.clip]
    runs = begins.copy()
    for later in range(1, 5):
        runs[later:] |= begins[:-later] & (numbers.random(len(begins) - later) < 0.7)
    return np.asarray(alone | (runs & (level[frames.clip] > 0)))
