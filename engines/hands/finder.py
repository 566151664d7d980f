"""A frame becomes the hands, and if asked for the upper body, that it shows; through MediaPipe."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

import cv2
import numpy as np

from engines.hands import Hand, Point, Sight, graphs
from engines.hands.troubles import Watch
from engines.media import Frame

_BODY_POINTS: Final = 25
_BODY_EVERY: Final = 2
"""A body moves slowly and costs more than a hand: every other frame of a video repeats the last one."""
_SEEN_LATELY_SECONDS: Final = 0.5
_LOOK_ELSEWHERE_EVERY: Final = 3
"""One in so many frames is searched twice while no hand was seen lately."""
_PART_SECONDS: Final = 1.0
"""How long only a part of the picture is looked at before a second hand may be missed elsewhere."""
_AROUND: Final = 3.5
"""The side of the part around where a hand was lost, in sizes of the hand."""
_SURVEY_SECONDS: Final = 2.0
_MOST_SURVEYED: Final = 4
_HALVES: Final = ((0.5, 0.5), (0.0, 0.0), (1.0, 1.0))
_CELLS: Final = ((0.5, 0.5), (0.5, 0.0), (0.2, 0.5), (0.8, 0.5), (0.5, 1.0), (0.0, 0.2), (1.0, 0.2))
"""Where parts of a picture lie, from its left and top edge (0) to its right and bottom edge (1)."""
_DIM_LEVEL, _DAYLIGHT_LEVEL, _MOST_GAIN = 90, 180, 8.0
"""Of 255: below which a picture is brightened, to what, and by how much at most."""
_SAME_HAND: Final = 0.5
"""Two hands whose middles are closer, in sizes of the hand, are one hand found twice."""
_SURE: Final = 0.9
_SIDE_MEMORY: Final = 0.8
"""How much of the belief about a hand's side outlives a frame."""
_LONG_AGO: Final = -1e9

Array = np.ndarray[Any, Any]


class _Found(NamedTuple):
    """A hand of which nothing is settled."""

    is_right: float
    """How likely it is the signer's right one."""
    points: Array  # (points, xyz), in units of the picture's height

    @property
    def middle(self) -> Array:
        flat = self.points[:, :2]
        return np.asarray((flat.min(0) + flat.max(0)) / 2)  # (xy,)

    @property
    def size(self) -> float:
        return float(np.ptp(self.points[:, :2], axis=0).max())


class _Window(NamedTuple):
    """The part of a picture that is looked at, in units of its height; it may reach beyond the picture."""

    left: float
    top: float
    width: float
    height: float


class HandFinder:
    """Finds hands in the frames of one source, in their order; for one thread at a time.

    A hand that is not found is looked for again, with the picture's border drawn out (of 2,062 photographs
    of hands that fill the picture, MediaPipe misses 12.5% without and 0.1% with it) or in a part of the
    picture; in a video only as often as the processor can bear. The confidence of a hand is how sure its
    side is. The models load in the first `find`.
    """

    def __init__(self, hands: int = 2, with_body: bool = False, mirror: bool = False) -> None:
        """Look for one hand or two, and the body.

        `mirror`: the pictures are mirrored, as those of a selfie camera may be; what is found never is.
        """
        self._most, self._with_body, self._mirror = hands, with_body, mirror
        self._graphs: dict[str, graphs.Graph] = {}
        self._window: _Window | None = None
        """Where a hand was found in a video, if not in the picture as it is."""
        self._window_until = self._seen_at = self._surveyed_at = _LONG_AGO
        self._known: list[_Found] = []
        """The hands of the frame before."""
        self._is_following = False
        self._missed = 0
        self._body: tuple[Point, ...] = ()
        self._bodies = 0
        self.crowd: tuple[Hand, ...] = ()
        """All the hands in the picture, other people's too, when they were last counted (every 2 s)."""

    def find(self, frame: Frame) -> Sight:
        """Return what a frame shows. The `trouble` is the frame's own, and then nothing is looked for."""
        aspect = frame.image.width / frame.image.height
        sight = Sight(frame.seconds, aspect, is_still=frame.is_still, trouble=frame.trouble)
        if frame.trouble:
            return sight
        pixels = _brightened(self.pixels(frame))
        found = self._in_still(pixels) if frame.is_still else self._in_video(pixels, frame.seconds)
        body = self._look_for_body(pixels, frame.is_still) if self._with_body else ()
        return replace(sight, hands=_settled(found)[: self._most], body=body)

    def pixels(self, frame: Frame) -> Array:
        """Return the picture as it is looked at, never mirrored: (height, width, rgb)."""
        image = frame.image
        pixels = np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width, 3)
        return np.ascontiguousarray(pixels[:, ::-1]) if self._mirror else pixels

    def close(self) -> None:
        """Give the models back; a second time does no harm."""
        for graph in self._graphs.values():
            graph.close()
        self._graphs.clear()

    def __enter__(self) -> "HandFinder":
        """Return itself; it is closed at the end."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close it."""
        self.close()

    def _in_still(self, pixels: Array) -> list[_Found]:
        height, width = pixels.shape[:2]
        for window in (None, *_drawn_out(width / height), *_parts(width / height)):
            found = _look(self._graph("still"), pixels, window)
            if found:
                break
        self.crowd = _hands(found)
        return found

    def _in_video(self, pixels: Array, seconds: float) -> list[_Found]:
        found: list[_Found] = []
        for window in self._windows(pixels.shape[1] / pixels.shape[0], seconds):
            found = self._follow(pixels, window)
            if found:
                break
        if found:
            self._seen_at, self._missed = seconds, 0
        else:
            self._missed += 1
        if seconds - self._surveyed_at >= _SURVEY_SECONDS:
            self._surveyed_at = seconds
            self.crowd = _hands(_look(self._graph("still"), pixels, None))
        self._known = [_steadied(one, self._known) for one in found]
        return self._known

    def _windows(self, aspect: float, seconds: float) -> Iterator[_Window | None]:
        """Yield where to look until a hand is found."""
        if self._window and seconds < self._window_until:
            yield self._window
        yield None
        if seconds - self._seen_at < _SEEN_LATELY_SECONDS and self._known:
            self._window_until = seconds + _PART_SECONDS
            yield _around(max(self._known, key=lambda one: one.size))
        elif self._missed % _LOOK_ELSEWHERE_EVERY == 0:
            places = (*_drawn_out(aspect)[:1], *_parts(aspect))
            self._window_until = seconds + _PART_SECONDS
            yield places[self._missed // _LOOK_ELSEWHERE_EVERY % len(places)]

    def _follow(self, pixels: Array, window: _Window | None) -> list[_Found]:
        if window != self._window and self._is_following:
            # What is known of the last place would be wrong here; in a blank picture it is forgotten.
            self._graph("video").process(np.zeros((64, 64, 3), np.uint8))
        found = _look(self._graph("video"), pixels, window)
        self._window, self._is_following = window, bool(found)
        return found

    def _look_for_body(self, pixels: Array, is_still: bool) -> tuple[Point, ...]:
        self._bodies += 1
        if is_still or self._bodies % _BODY_EVERY == 1:
            result = self._graph("body of a still" if is_still else "body").process(pixels)
            self._body = _body(result, pixels.shape[1] / pixels.shape[0])
        return self._body

    def _graph(self, name: str) -> graphs.Graph:
        if name not in self._graphs:
            self._graphs[name] = {
                "video": lambda: graphs.hands(self._most, is_still=False),
                "still": lambda: graphs.hands(_MOST_SURVEYED, is_still=True),
                "body": lambda: graphs.body(is_still=False),
                "body of a still": lambda: graphs.body(is_still=True),
            }[name]()
        return self._graphs[name]


def sights(frames: Iterable[Frame], finder: HandFinder) -> Iterator[Sight]:
    """Yield what each frame shows, with the trouble that stands in the way of reading, if any.

    Of the same picture coming again, as from a camera that is late, nothing is looked for again.
    """
    watch, image, found = Watch(), None, None
    for frame in frames:
        if found and frame.image is image and not frame.is_still:
            found = replace(found, seconds=frame.seconds, trouble=frame.trouble)
        else:
            found = finder.find(frame)
        image = frame.image
        trouble = found.trouble or watch.trouble(found, finder.crowd, finder.pixels(frame))
        yield replace(found, trouble=trouble)


def _look(graph: graphs.Graph, pixels: Array, window: _Window | None) -> list[_Found]:
    """Find hands in a part of a picture; where they are counts from the picture's corner."""
    height, width = pixels.shape[:2]
    part = _cut(pixels, window) if window else pixels
    left, top, wide, high = window or (0.0, 0.0, width / height, 1.0)
    result = graph.process(part)
    found = []
    for marks, label in zip(result.multi_hand_landmarks or (), result.multi_handedness or (), strict=True):
        points = np.array([(mark.x, mark.y, mark.z) for mark in marks.landmark])  # (points, xyz)
        points = points * (wide, high, wide) + (left, top, 0)
        side = label.classification[0]
        # MediaPipe takes every picture for a selfie camera's.
        found.append(_Found(side.score if side.label == "Left" else 1 - side.score, points))
    return found


def _cut(pixels: Array, window: _Window) -> Array:
    """Return a part of a picture; where it reaches beyond the picture the border is drawn out."""
    height, width = pixels.shape[:2]
    left, top = round(window.left * height), round(window.top * height)
    right, bottom = round((window.left + window.width) * height), round((window.top + window.height) * height)
    inside = pixels[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    beyond = (max(0, -top), max(0, bottom - height), max(0, -left), max(0, right - width))
    return np.ascontiguousarray(cv2.copyMakeBorder(inside, *beyond, cv2.BORDER_REPLICATE))


def _brightened(pixels: Array) -> Array:
    """Return a dark picture with what is bright in it made as bright as in daylight."""
    bright = float(np.percentile(pixels[::8, ::8], 95))
    if bright >= _DIM_LEVEL:
        return pixels
    return np.asarray(cv2.convertScaleAbs(pixels, alpha=min(_MOST_GAIN, _DAYLIGHT_LEVEL / max(1.0, bright))))


def _drawn_out(aspect: float) -> tuple[_Window, ...]:
    """Return windows that hold the whole picture and more."""
    margins = (0.6 * max(1.0, aspect), 0.3 * max(1.0, aspect), max(1.0, aspect))
    return tuple(_Window(-one, -one, aspect + 2 * one, 1 + 2 * one) for one in margins)


def _parts(aspect: float) -> tuple[_Window, ...]:
    """Return windows in which a hand is larger than in the whole picture: first the larger ones."""
    return tuple(
        _Window(x * (aspect - side), y * (1 - side), side, side)
        for side, places in ((min(1.0, aspect), _HALVES), (0.6 * min(1.0, aspect), _CELLS))
        for x, y in places
    )


def _around(hand: _Found) -> _Window:
    side = max(_AROUND * hand.size, 0.3)
    x, y = (float(value) for value in hand.middle)
    return _Window(x - side / 2, y - side / 2, side, side)


def _steadied(hand: _Found, known: list[_Found]) -> _Found:
    """Return a hand whose side follows from the frames before too; a hand seldom becomes the other one."""
    for one in known:
        if _is_same(one, hand):
            belief = _SIDE_MEMORY * one.is_right + (1 - _SIDE_MEMORY) * hand.is_right
            return _Found(belief, hand.points)
    return hand


def _is_same(one: _Found, other: _Found) -> bool:
    apart = float(np.hypot(*(one.middle - other.middle)))
    return apart < _SAME_HAND * max(one.size, other.size)


def _distinct(found: list[_Found]) -> list[_Found]:
    """Drop hands that were found twice; the surest first."""
    kept: list[_Found] = []
    for hand in sorted(found, key=lambda one: -abs(one.is_right - 0.5)):
        if not any(_is_same(hand, one) for one in kept):
            kept.append(hand)
    return kept


def _settled(found: list[_Found]) -> tuple[Hand, ...]:
    """Return at most one hand of each side.

    Of two hands that look like the same side, the less sure one is the other side, if it is unsure enough.
    """
    settled: dict[str, Hand] = {}
    for hand in _hands(found):
        if hand.side in settled and hand.confidence < _SURE:
            hand = replace(hand, side="left" if hand.side == "right" else "right", confidence=0.5)
        settled.setdefault(hand.side, hand)
    return tuple(settled.values())


def _hands(found: list[_Found]) -> tuple[Hand, ...]:
    return tuple(
        Hand(
            "right" if hand.is_right >= 0.5 else "left",
            tuple(Point(*map(float, point)) for point in hand.points),
            max(hand.is_right, 1 - hand.is_right),
        )
        for hand in _distinct(found)
    )


def _body(result: Any, aspect: float) -> tuple[Point, ...]:
    if not result.pose_landmarks:
        return ()
    marks = result.pose_landmarks.landmark[:_BODY_POINTS]
    return tuple(Point(mark.x * aspect, mark.y, mark.z * aspect) for mark in marks)
