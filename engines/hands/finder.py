"""A frame becomes the hands, and if asked for the upper body, that it shows."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np

from engines.hands import Hand, Point, Sight, graphs
from engines.hands.following import Following
from engines.hands.looking import Array, Found, agreed, brightened, drawn_out, is_same, look, parts
from engines.hands.troubles import Watch
from engines.media import Frame, Image

_BODY_POINTS: Final = 25
_BODY_EVERY: Final = 2
"""A body moves slowly and costs more than a hand: every other frame of a video repeats the last one."""
_SURVEY_SECONDS: Final = 2.0
_MOST_SURVEYED: Final = 4
_SURE: Final = 0.9


class HandFinder:
    """Finds hands in the frames of one source, in their order; for one thread at a time.

    A hand that is not found is looked for again, with the picture's border drawn out (of 1,019 photographs
    of hands that fill the picture, MediaPipe misses 15.4% without and none with it) or in a part of the
    picture; in a video only as often as the processor can bear. The confidence of a hand is how sure its
    side is. The models load in the first `find`.
    """

    def __init__(self, hands: int = 2, with_body: bool = False, mirror: bool = False) -> None:
        """Look for one hand or two, and the body.

        `mirror`: the pictures are mirrored, as those of a selfie camera may be; what is found never is.
        """
        self._most, self._with_body, self._mirror = hands, with_body, mirror
        self._graphs: dict[str, graphs.Graph] = {}
        self._following: Following | None = None
        self._surveyed_at: float | None = None
        self._watch = Watch()
        self._last: Sight | None = None
        self._last_image: Image | None = None
        self._body: tuple[Point, ...] = ()
        self._bodies = 0
        self.crowd: tuple[Hand, ...] = ()
        """All the hands in the picture, other people's too, when they were last counted (every 2 s)."""

    def find(self, frame: Frame) -> Sight:
        """Return what a frame shows, and in `trouble` what stands in the way of reading it, if anything.

        In a frame with a trouble of its own, as the last one of a lost camera, nothing is looked for. A
        picture that comes again as the same object, as from a late camera, is not searched again.
        """
        if frame.trouble:
            aspect = frame.image.width / frame.image.height
            return Sight(frame.seconds, aspect, is_still=frame.is_still, trouble=frame.trouble)
        pixels = self._pixels(frame)
        if not self._last or frame.image is not self._last_image or frame.is_still:
            self._last, self._last_image = self._search(frame, pixels), frame.image
        sight = replace(self._last, seconds=frame.seconds)
        return replace(sight, trouble=self._watch.trouble(sight, self.crowd, pixels))

    def _search(self, frame: Frame, pixels: Array) -> Sight:
        pixels = brightened(pixels)
        found = self._in_still(pixels) if frame.is_still else self._in_video(pixels, frame.seconds)
        return Sight(
            frame.seconds,
            frame.image.width / frame.image.height,
            _settled(found)[: self._most],
            self._look_for_body(pixels, frame.is_still) if self._with_body else (),
            frame.is_still,
        )

    def _pixels(self, frame: Frame) -> Array:
        """Return the picture as it is looked at, never mirrored: (height, width, rgb)."""
        image = frame.image
        pixels = np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width, 3)
        return np.ascontiguousarray(pixels[:, ::-1]) if self._mirror else pixels

    def close(self) -> None:
        """Give the models back; a second time does no harm."""
        for graph in self._graphs.values():
            graph.close()
        self._graphs.clear()
        self._following = None

    def __enter__(self) -> "HandFinder":
        """Return itself; it is closed at the end."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close it."""
        self.close()

    def _in_still(self, pixels: Array) -> list[Found]:
        aspect = pixels.shape[1] / pixels.shape[0]
        graph = self._graph("still")
        found = agreed([look(graph, pixels, one) for one in (*drawn_out(aspect), None)])
        for window in () if found else parts(aspect):
            found = look(graph, pixels, window)
            if found:
                break
        self.crowd = _hands(found)
        return found

    def _in_video(self, pixels: Array, seconds: float) -> list[Found]:
        if self._following is None:
            self._following = Following(self._graph("video"))
        if self._surveyed_at is None or abs(seconds - self._surveyed_at) >= _SURVEY_SECONDS:
            self._surveyed_at = seconds
            self.crowd = _hands(look(self._graph("still"), pixels, None))
        return self._following.find(pixels, seconds)

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
    """Yield what each frame shows."""
    yield from map(finder.find, frames)


def _distinct(found: list[Found]) -> list[Found]:
    """Drop hands that were found twice; the surest first."""
    kept: list[Found] = []
    for hand in sorted(found, key=lambda one: -abs(one.is_right - 0.5)):
        if not any(is_same(hand, one) for one in kept):
            kept.append(hand)
    return kept


def _settled(found: list[Found]) -> tuple[Hand, ...]:
    """Return at most one hand of each side.

    Of two hands that look like the same side, the less sure one is the other side, if it is unsure enough.
    """
    settled: dict[str, Hand] = {}
    for hand in _hands(found):
        if hand.side in settled and hand.confidence < _SURE:
            hand = replace(hand, side="left" if hand.side == "right" else "right", confidence=0.5)
        settled.setdefault(hand.side, hand)
    return tuple(settled.values())


def _hands(found: list[Found]) -> tuple[Hand, ...]:
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
