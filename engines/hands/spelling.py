"""A word as a moving hand: which letters it has, and how the hand goes from one to the next."""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from engines.errors import InputUnsupported
from engines.hands import Hand, Point, Side
from engines.hands.shapes import ShapePack, alphabet, motions, shape
from engines.words import _

if TYPE_CHECKING:
    from engines.hands.kinematics import Pose

SLOWEST, FASTEST = 0.25, 6.0
"""Letters a second."""
LONGEST: Final = 500
"""Characters of one text."""

_LEADS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS: Final = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
"""In Unicode's order, from the code points below."""
_BLOCKS: Final = ((0x1100, _LEADS), (0x1161, _VOWELS), (0x11A8, _TAILS))
_PAIRS: Final = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
"""Two finals under one syllable, which a hand shows one after the other."""

_PALM: Final = 0.30
"""Of the picture's height."""
_CAMERA_PALMS: Final = 7.0
_ON_THE_WAY: Final = 0.45
"""The share of a letter's time in which the hand gets there; the rest it is held."""
_MIDDLE_KNUCKLE, _TIPS, _FAR = 9, (8, 20), 1.2
_SLIDE_PALMS: Final = -0.45
"""How far the hand moves aside to show the same letter again."""


@dataclass(frozen=True)
class Letter:
    """One thing a hand shows for a character of a text; a Hangul syllable has two to four."""

    pack: ShapePack
    label: str
    index: int
    """Of the character in the text."""

    @property
    def is_gap(self) -> bool:
        """Whether it stands between words: the hand is taken down."""
        return not self.label


@dataclass(frozen=True)
class Posed:
    """One moment of a hand that spells."""

    seconds: float
    label: str
    """The letter that is shown, or that the hand goes to; empty between words."""
    index: int
    """Of its character in the text."""
    is_held: bool
    """Whether the letter is there to be read, or the hand is still on its way."""
    hand: Hand | None
    """Its points lie between 0 and 1 in both directions; None while it is taken down."""


def letters(text: str) -> tuple[Letter, ...]:
    """Return what a hand shows for a text of English letters, digits and Hangul; marks are left out.

    Raises:
        InputUnsupported: it is too long, has other letters, or none at all.
    """
    if len(text) > LONGEST:
        raise InputUnsupported(
            _("This is too long to be spelled. Give at most {count} characters.").format(count=LONGEST)
        )
    found: list[Letter] = []
    for index, character in enumerate(unicodedata.normalize("NFC", text)):
        found += _letters_of(character, index)
    while found and found[-1].is_gap:
        found.pop()
    if not found:
        raise InputUnsupported(_("There is nothing to spell. Give letters, digits or Hangul."))
    return tuple(found)


def spelled(
    text: str, letters_per_second: float = 1.0, rate_hz: float = 25.0, side: Side = "right"
) -> Iterator[Posed]:
    """Yield the hand that spells a text, `rate_hz` times a second.

    Raises:
        InputUnsupported: as `letters` says.
    """
    steps = _steps(letters(text), 1 / min(max(letters_per_second, SLOWEST), FASTEST))
    drawn, begins = 0, 0.0
    for before, step in zip((None, *steps), steps, strict=False):
        ends = begins + step.moving + step.held
        count = max(0, int(ends * rate_hz - 1e-9) + 1 - drawn)
        times = [(drawn + n) / rate_hz for n in range(count)]
        yield from _between(before, step, begins, times, side)
        drawn, begins = drawn + count, ends


def stills(text: str, side: Side = "right") -> Iterator[tuple[Letter, Hand, tuple[Point, ...]]]:
    """Yield each letter of a text, the hand that shows it, and the way it goes, empty if it stays.

    A letter that is put together of two yields two hands.

    Raises:
        InputUnsupported: as `letters` says.
    """
    for letter in letters(text):
        if letter.is_gap:
            continue
        steps = [_placed(step, side) for step in _steps_of(letter, 1.0)]
        motion = motions(letter.pack).get(letter.label)
        shapes = len(motion.shapes) if motion else 1
        for hand in steps[: shapes - 1]:
            yield letter, hand, ()
        yield letter, steps[shapes - 1], _way(steps[shapes - 1 :])


def _way(hands: Sequence[Hand]) -> tuple[Point, ...]:
    """Return the way of the fingertip that goes far, or of the hand's middle if all of it moves."""
    if len(hands) < 2:
        return ()
    ways = [tuple(hand.points[one] for hand in hands) for one in (_MIDDLE_KNUCKLE, *_TIPS)]
    whole, *tips = ways
    farthest = max(tips, key=_length)
    return farthest if _length(farthest) > _FAR * _length(whole) else whole


def _length(way: Sequence[Point]) -> float:
    return sum(math.dist(a[:2], b[:2]) for a, b in pairwise(way))


@dataclass(frozen=True, eq=False)
class _Step:
    """Where the hand gets to, how long it takes, and how long it stays."""

    letter: Letter
    pose: "Pose | None"
    aside: tuple[float, float]
    """From the middle of the picture: right and down, in palms."""
    moving: float
    held: float


def _letters_of(character: str, index: int) -> list[Letter]:
    if character.isspace():
        return [Letter("asl-letters", "", index)]
    plain = unicodedata.normalize("NFKD", character)
    if plain[0].isascii() and (plain[0].isalpha() or plain[0].isdigit()):
        pack: ShapePack = "asl-digits" if plain[0].isdigit() else "asl-letters"
        return [Letter(pack, plain[0].upper(), index)]
    jamo = "".join(_jamo(one) for one in plain)
    if jamo:
        return [Letter("ksl", one, index) for one in jamo]
    if unicodedata.category(character)[0] in "PSC":
        return []
    raise InputUnsupported(
        _("{letter} cannot be spelled in fingers. Give English letters, digits or Hangul.").format(
            letter=character
        )
    )


def _jamo(character: str) -> str:
    """Return the letters a hand shows for one conjoining jamo of Unicode; empty for anything else."""
    for first, block in _BLOCKS:
        if 0 <= ord(character) - first < len(block):
            jamo = block[ord(character) - first]
            return _PAIRS.get(jamo, jamo)
    return ""


def _steps(spelling: Sequence[Letter], seconds: float) -> tuple[_Step, ...]:
    steps: list[_Step] = []
    for letter in spelling:
        coming = _steps_of(letter, seconds)
        last = steps[-1] if steps else None
        if (
            last
            and len(coming) == 1
            and last.letter.label == letter.label
            and last.letter.pack == letter.pack
        ):
            coming = (replace(coming[0], aside=(0.0 if last.aside[0] else _SLIDE_PALMS, 0.0)),)
        steps += coming
    return tuple(steps)


def _steps_of(letter: Letter, seconds: float) -> tuple[_Step, ...]:
    moving, held = _ON_THE_WAY * seconds, (1 - _ON_THE_WAY) * seconds
    if letter.is_gap:
        return (_Step(letter, None, (0.0, 0.0), 0.0, seconds),)
    motion = motions(letter.pack).get(letter.label)
    if motion is None:
        return (_Step(letter, shape(letter.pack, letter.label), (0.0, 0.0), moving, held),)
    steps = [
        _Step(letter, _shape(letter.pack, name), motion.path[0], moving, held * 0.6) for name in motion.shapes
    ]
    stretch = max(1.0, seconds) * motion.seconds / max(len(motion.path) - 1, 1)
    turns = motion.turns if len(motion.turns) == len(motion.path) else motion.turns[:1] * len(motion.path)
    steps += [
        replace(steps[-1], pose=_turned(steps[-1].pose, turn), aside=place, moving=stretch, held=0.0)
        for place, turn in zip(motion.path[1:], turns[1:], strict=True)
    ]
    return (*steps[:-1], replace(steps[-1], held=held * 0.6))


def _shape(pack: ShapePack, name: str) -> "Pose":
    return shape(pack if name in alphabet(pack) else "asl-letters", name)


def _turned(pose: "Pose | None", turn: tuple[float, float, float]) -> "Pose":
    from engines.hands.kinematics import turned

    assert pose is not None, "only a hand that is shown moves"
    return replace(pose, rotation=turned(*turn) @ pose.rotation)


def _between(
    before: _Step | None, step: _Step, begins: float, times: Sequence[float], side: Side
) -> Iterator[Posed]:
    """Yield the hand at some times of one step."""
    label, index = step.letter.label, step.letter.index
    if before is None or before.pose is None:
        before = step
    for time in times:
        share = min(1.0, (time - begins) / step.moving) if step.moving else 1.0
        hand = None if step.pose is None else _placed(_on_the_way(before, step, _eased(share)), side)
        yield Posed(time, label, index, share >= 1.0 or before.letter is step.letter, hand)


def _on_the_way(start: _Step, end: _Step, share: float) -> _Step:
    from engines.hands.kinematics import blend

    assert start.pose is not None, "a hand that is down has no shape"
    assert end.pose is not None, "a hand that is down has no shape"
    across, down = (a + share * (b - a) for a, b in zip(start.aside, end.aside, strict=True))
    return replace(end, pose=blend(start.pose, end.pose, share), aside=(across, down))


def _placed(step: _Step, side: Side) -> Hand:
    """Return the hand in the middle of a square picture, or as far aside as it moves."""
    from engines.hands.kinematics import pose_points, projected

    assert step.pose is not None, "a hand that is down is not drawn"
    points = projected(pose_points(step.pose), _CAMERA_PALMS)[0] * _PALM  # (21, xyz)
    middle = (points[:, :2].min(axis=0) + points[:, :2].max(axis=0)) / 2
    points[:, :2] += 0.5 - middle + [_PALM * step.aside[0], _PALM * step.aside[1]]
    if side == "left":
        points[:, 0] = 1 - points[:, 0]
    return Hand(side, tuple(Point(*map(float, point)) for point in points))


def _eased(share: float) -> float:
    """Start and stop softly, as a hand does."""
    return share * share * (3 - 2 * share)
