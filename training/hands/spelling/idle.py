"""What hands do that do not spell: rest, wave, type, scratch, come and go, and move about."""

import random
from collections.abc import Callable
from typing import Final

from training.hands.spelling.scripts import Script, Signer, Way, scripted
from training.hands.spelling.strings import Alphabet

_LIMIT: Final = 5.0


def idle(which: Alphabet, choose: random.Random, seconds: float, kind: str | None = None) -> Script:
    """Return so many seconds of one kind of movement without text; a kind by chance if none is named."""
    script, signer = Script(), Signer(which, choose)
    move = KINDS[kind or choose.choice(tuple(KINDS))]
    if choose.random() < 0.3:
        script.add(signer.row("loose"), 0, 0.1, (0.0, _LIMIT, 0.0))
    while script.now < seconds:
        move(script, signer, choose)
    return script


def _rest(script: Script, signer: Signer, choose: random.Random) -> None:
    name = choose.choice(("loose", "loose", "typing", "fist", "flat", "flat"))
    turn = _turn(choose, 30)
    for _ in range(choose.randint(1, 4)):
        script.add(
            signer.row(name), choose.uniform(0.3, 1.5), choose.uniform(0.5, 3), _place(choose, 0.3), turn
        )


def _wave(script: Script, signer: Signer, choose: random.Random) -> None:
    row, wide, roll = signer.row("open"), choose.uniform(0.0, 1.0), choose.uniform(8, 35)
    beat, base = choose.uniform(0.12, 0.4), _turn(choose, 15)
    for number in range(choose.randint(4, 14)):
        side = 1 if number % 2 else -1
        turn = (base[0], base[1], base[2] + side * roll * choose.uniform(0.7, 1.2))
        place = (side * wide * choose.uniform(0.6, 1.2), choose.gauss(0, 0.1), 0.0)
        script.add(row, beat * choose.uniform(0.8, 1.2), choose.uniform(0, 0.08), place, turn)


def _type(script: Script, signer: Signer, choose: random.Random) -> None:
    base, row = _turn(choose, 12), signer.row("typing")
    for _ in range(choose.randint(8, 25)):
        place = (choose.gauss(0, 0.35), choose.gauss(0, 0.15), choose.gauss(0, 0.1))
        used = row if choose.random() < 0.7 else signer.row(choose.choice(("typing", "claw", "loose")))
        ease = choose.uniform(0, 0.8)
        script.add(used, choose.uniform(0.06, 0.25), choose.uniform(0, 0.08), place, base, ease)


def _scratch(script: Script, signer: Signer, choose: random.Random) -> None:
    row, base, beat = signer.row("claw"), _turn(choose, 50), choose.uniform(0.08, 0.2)
    start = _place(choose, 0.8)
    for number in range(choose.randint(5, 16)):
        side = choose.uniform(0.1, 0.4) * (1 if number % 2 else -1)
        place = (start[0] + side * 0.4, start[1] + side, start[2])
        script.add(row, beat, choose.uniform(0, 0.05), place, base, choose.uniform(0, 0.3))


def _roam(script: Script, signer: Signer, choose: random.Random) -> None:
    """Move on to any of the idle shapes, anywhere, at any turn, hardly staying."""
    name = choose.choice(("loose", "open", "claw", "fist", "loose"))
    stay = choose.choice((0.0, 0.05, choose.uniform(0, 0.3)))
    after = choose.uniform(0.2, 0.9)
    script.add(signer.row(name), after, stay, _place(choose, 1.2), _turn(choose, 40), choose.uniform(0, 0.6))


def _gesture(script: Script, signer: Signer, choose: random.Random) -> None:
    """Pass through half-made shapes of any kind, turned as letters are not, as other signs and talk do."""
    for _ in range(choose.randint(2, 6)):
        turn = _turn(choose, 55)
        place = _place(choose, 0.9)
        stay, ease = choose.uniform(0, 0.12), choose.uniform(0.35, 0.8)
        script.add(signer.any_row, choose.uniform(0.12, 0.6), stay, place, turn, ease)


def _come_and_go(script: Script, signer: Signer, choose: random.Random) -> None:
    script.add(signer.row("loose"), choose.uniform(0.3, 0.8), choose.uniform(0.1, 1.0), (0.0, _LIMIT, 0.0))
    script.add(signer.row(choose.choice(("loose", "open"))), choose.uniform(0.3, 0.8), choose.uniform(0, 0.4))


KINDS: Final[dict[str, Callable[[Script, Signer, random.Random], None]]] = {
    "rest": _rest,
    "wave": _wave,
    "type": _type,
    "scratch": _scratch,
    "roam": _roam,
    "gesture": _gesture,
    "come and go": _come_and_go,
}
"""What is moved, by name; each adds some seconds to a script."""


def between(which: Alphabet, strings: list[tuple[str, ...]], choose: random.Random) -> Script:
    """Return several strings one after the other, with a pause or another movement between them."""
    whole = Script()
    for string in strings:
        part = scripted(which, string, choose) if choose.random() < 0.85 else idle(which, choose, 1.0)
        start = whole.now + choose.uniform(0.2, 0.6) if whole.keys else 0.0
        for key in part.keys:
            whole.keys.append(
                type(key)(**{**vars(key), "arrive": key.arrive + start, "leave": key.leave + start})
            )
        whole.signs += part.signs
    return whole


def _place(choose: random.Random, wide: float) -> Way:
    return (choose.gauss(0, wide), choose.gauss(0, wide), choose.gauss(0, wide / 2))


def _turn(choose: random.Random, wide: float) -> Way:
    return (choose.gauss(0, wide), choose.gauss(0, wide), choose.gauss(0, wide))
