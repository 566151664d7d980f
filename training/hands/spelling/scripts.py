"""How a string is moved: shapes one after the other, when each is reached and left, and the ways between."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from engines.hands.kinematics import Pose, facing, stack
from engines.hands.shapes import ShapePack, motions, variants
from engines.hands.shapes.parts import FIST, HOOKED, SPREAD, STRAIGHT, TOGETHER, at, hand
from training.hands.spelling.strings import CLASSES, DOUBLED, Alphabet

Way = tuple[float, float, float]

SLOWEST, FASTEST = 1.5, 8.0
"""Letters a second."""
_BELOW: Final = (0.3, 5.0)
"""Where a hand is that is not in the picture, in palms."""
_LOOSE: Final = [(25, 35, 15), (30, 40, 20), (35, 45, 20), (40, 45, 20)]
_OPEN: Final = [STRAIGHT] * 4
_DOWN: Final = facing((0.1, -1, 0.1), (0.6, 0, 1))
_AHEAD: Final = facing((0.3, -0.2, 0.9), (0, -1, 0))
IDLE_SHAPES: Final[dict[str, tuple[Pose, ...]]] = {
    "loose": (
        hand(_LOOSE, at(0.6, 0.9, 0.4)),
        hand(_LOOSE, at(0.5, 0.9, 0.45), _DOWN),
        hand([(45, 60, 30)] * 4, at(0.4, 0.8, 0.4), facing((0.8, 0.4, 0.3), (-0.2, 0.3, 1))),
    ),
    "open": (hand(_OPEN, at(1.0, 0.72, 0.05), spread=SPREAD), hand(_OPEN, at(0.9, 0.8, 0.1))),
    "typing": (hand([(30, 45, 25)] * 4, at(0.7, 0.9, 0.3), _AHEAD), hand(_LOOSE, at(0.6, 1.0, 0.3), _AHEAD)),
    "claw": (hand([(20, 60, 35)] * 4, at(0.7, 0.9, 0.5)), hand([HOOKED] * 4, at(0.5, 0.9, 0.3), _AHEAD)),
    "flat": (
        hand(_OPEN, at(0.8, 0.8, 0.1), facing((0.2, 0.1, 1), (0, -1, 0.1)), TOGETHER),
        hand([(15, 20, 10)] * 4, at(0.6, 0.9, 0.2), facing((0.9, 0.1, 0.3), (0, -1, 0.2))),
    ),
    "fist": (hand([FIST] * 4, at(0.1, 0.7, 0.3), facing((0.9, 0.3, 0.1), (0, -0.3, 1))),),
}
"""Shapes of hands that do not spell."""


@dataclass(frozen=True)
class Key:
    """A shape that is held for a while."""

    row: int
    """Of the `table`."""
    arrive: float
    """Seconds."""
    leave: float
    place: Way = (0.0, 0.0, 0.0)
    """Of the wrist: right, down, away, in palms."""
    turn: Way = (0.0, 0.0, 0.0)
    """Yaw, pitch, roll in degrees, beside how the shape is held."""
    ease: float = 0.0
    """How far the shape gives way to a loose hand, 0 to 1."""
    sign: int = -1
    """The class that is shown; -1 for none."""


@dataclass
class Script:
    """All keys of a clip, in order, and what is spelled by them."""

    keys: list[Key] = field(default_factory=list)
    signs: list[int] = field(default_factory=list)

    @property
    def now(self) -> float:
        """When the last key is left."""
        return self.keys[-1].leave if self.keys else 0.0

    def add(
        self,
        row: int,
        after: float,
        stay: float,
        place: Way = (0.0, 0.0, 0.0),
        turn: Way = (0.0, 0.0, 0.0),
        ease: float = 0.0,
        sign: int = -1,
    ) -> None:
        """Reach a shape so long after the last one and stay."""
        arrive = self.now + after if self.keys else 0.0
        self.keys.append(Key(row, arrive, arrive + stay, place, turn, ease, sign))


def _packs(which: Alphabet) -> tuple[ShapePack, ...]:
    return ("asl-letters", "asl-digits") if which == "asl" else ("ksl",)


@cache
def table(which: Alphabet) -> tuple[Pose, dict[str, tuple[int, ...]]]:
    """Return all shapes of an alphabet and of idle hands as rows, and the rows of each by name."""
    moving = {name for pack in _packs(which) for name in motions(pack)}
    poses = [
        (name, variants(pack, name))
        for pack in _packs(which)
        for name in CLASSES[which]
        if name in _shapes(pack) and name not in moving
    ]
    poses += [(name, stack(ways)) for name, ways in IDLE_SHAPES.items()]
    rows: dict[str, tuple[int, ...]] = {}
    start = 0
    for name, ways in poses:
        rows[name] = tuple(range(start, start + len(ways)))
        start += len(ways)
    return stack([ways for _, ways in poses]), rows


def _shapes(pack: ShapePack) -> tuple[str, ...]:
    from engines.hands.shapes import alphabet

    return alphabet(pack)


class Signer:
    """One person's way of spelling in one clip: pace, holds, which variant, what a double letter is."""

    def __init__(self, which: Alphabet, choose: random.Random) -> None:
        self._choose, self._which = choose, which
        self._rows = table(which)[1]
        self._own = {name: choose.choice(rows) for name, rows in self._rows.items()}
        self.pace = SLOWEST * (FASTEST / SLOWEST) ** choose.random()
        """Letters a second."""
        self._held = choose.uniform(0.25, 0.8)
        self._doubling = choose.choice(("bounce", "slide", "reopen", "reopen", "faint"))
        self._walk = choose.choice((0.0, 0.0, 0.0, choose.uniform(-0.4, 0.4)))
        self._jitter = choose.uniform(0.0, 0.12)
        self._drifted = 0.0

    @property
    def any_row(self) -> int:
        """A shape of any kind."""
        return self._choose.choice(tuple(self._own.values()))

    def row(self, name: str) -> int:
        """Return the variant this person uses, mostly the same one."""
        return self._own[name] if self._choose.random() < 0.85 else self._choose.choice(self._rows[name])

    def spell(self, script: Script, string: Sequence[str]) -> None:
        """Add the signs of a string."""
        before = ""
        for sign in string:
            self._sign(script, sign, before)
            before = sign

    def _sign(self, script: Script, sign: str, before: str) -> None:
        own = CLASSES[self._which].index(sign)
        moved = {name: motion for pack in _packs(self._which) for name, motion in motions(pack).items()}
        period = 1 / self.pace * self._choose.lognormvariate(0, 0.25)
        stay = period * min(0.9, max(0.1, self._held + self._choose.gauss(0, 0.08)))
        after = max(0.03, period - stay)
        self._drifted += self._walk * self._choose.uniform(0.5, 1.5)
        if sign in moved:
            self._draw(script, sign, own, after)
        elif sign != before:
            script.add(self.row(sign), after, stay, self._place(), sign=own)
        elif sign in DOUBLED.values():
            self._slide(script, own, after, stay)
        else:
            self._again(script, sign, own, after, stay)
        script.signs.append(own)

    def _place(self, right: float = 0.0, down: float = 0.0, away: float = 0.0) -> Way:
        wobble = [self._choose.gauss(0, self._jitter) for _ in range(3)]
        return (right + self._drifted + wobble[0], down + wobble[1], away + wobble[2])

    def _slide(self, script: Script, own: int, after: float, stay: float) -> None:
        """Move a Korean consonant sideways, which doubles it."""
        row, way = script.keys[-1].row, -self._choose.uniform(0.5, 1.4)
        seconds = self._choose.uniform(0.15, 0.45) * min(1.5, 2.5 / self.pace + 0.4)
        script.add(
            row,
            min(seconds, max(after, 0.1)),
            0.6 * stay,
            self._place(way, self._choose.gauss(0, 0.12)),
            sign=own,
        )
        self._drifted += self._choose.choice((0.0, way))

    def _draw(self, script: Script, sign: str, own: int, after: float) -> None:
        """Draw J or Z in the air."""
        motion = next(motions(pack)[sign] for pack in _packs(self._which) if sign in motions(pack))
        row = self.row(motion.shapes[-1] if sign == "J" or self._choose.random() < 0.3 else "1")
        size, wide = self._choose.uniform(0.5, 1.2), self._choose.uniform(0.8, 1.2)
        seconds = motion.seconds * self._choose.uniform(0.6, 1.4) * min(1.3, 2.5 / self.pace + 0.45)
        share = seconds / max(1, len(motion.path) - 1)
        turn_size = self._choose.uniform(0.6, 1.15)
        for number, ((right, down), turn) in enumerate(zip(motion.path, motion.turns, strict=True)):
            place = self._place(right * size * wide, down * size)
            turned = (turn[0] * turn_size, turn[1] * turn_size, turn[2] * turn_size)
            is_end = number in (0, len(motion.path) - 1)
            stay = self._choose.uniform(0.02, 0.12) if is_end else 0.0
            script.add(row, after if number == 0 else share, stay, place, turned, sign=own)

    def _again(self, script: Script, sign: str, own: int, after: float, stay: float) -> None:
        """Show the same letter once more: bounce, slide, reopen the hand, or hardly anything."""
        row, between = script.keys[-1].row, max(0.05, 0.5 * after)
        match self._doubling:
            case "bounce":
                down = -self._choose.uniform(0.15, 0.5)
                script.add(row, between, 0.0, self._place(0, down, -down / 2), ease=0.1)
            case "slide":
                self._drifted += self._choose.choice((-1, 1)) * self._choose.uniform(0.3, 0.9)
            case "reopen":
                script.add(row, between, 0.0, self._place(), ease=self._choose.uniform(0.3, 0.8))
            case _:
                script.add(row, between, 0.0, self._place(0, -0.05), ease=self._choose.uniform(0.1, 0.25))
                row = self.row(sign)
        script.add(row, between, stay, self._place(), sign=own)


def scripted(which: Alphabet, string: Sequence[str], choose: random.Random) -> Script:
    """Return how one person spells a string, with what comes before and after."""
    script, signer = Script(), Signer(which, choose)
    _begin(script, signer, choose)
    signer.spell(script, string)
    _end(script, signer, choose)
    return script


def _begin(script: Script, signer: Signer, choose: random.Random) -> None:
    kind = choose.random()
    if kind < 0.35:
        return
    way = (choose.gauss(0, 0.5), _BELOW[1] if kind < 0.7 else choose.uniform(0, 1.5), choose.gauss(0, 0.3))
    turn = (choose.gauss(0, 20), choose.gauss(0, 20), choose.gauss(0, 15))
    script.add(signer.row("loose"), 0, choose.uniform(0.05, 0.6), way, turn)


def _end(script: Script, signer: Signer, choose: random.Random) -> None:
    kind = choose.random()
    if kind < 0.3 or not script.keys:
        return
    last = script.keys[-1]
    after = choose.uniform(0.15, 0.5)
    if kind < 0.4:
        stay = choose.uniform(0.3, 1.5)
        script.add(last.row, 0.05, stay, last.place, last.turn, sign=last.sign)
    elif kind < 0.7:
        script.add(signer.row("loose"), after, choose.uniform(0.1, 0.8), (0.0, _BELOW[1], 0.0))
    else:
        place = (choose.gauss(0, 0.5), choose.uniform(0, 1.5), 0.0)
        script.add(signer.row(choose.choice(("loose", "open"))), after, choose.uniform(0.1, 0.6), place)
