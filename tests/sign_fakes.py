"""Stand-ins for camera, translator and store of the page Sign: each implements a protocol and remembers."""

import math
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from desktop.presenters.sign import Speller
from desktop.presenters.sign_drawn import Caption
from desktop.presenters.teach import Clash, Row, Store
from desktop.settings import Settings
from engines.errors import InputUnsupported
from engines.hands import Hand, Point, Side, Sight
from engines.media import Frame, Image
from engines.results import Guess, Sign, Translation
from engines.sign_to_text import Signing


def hand(side: Side = "right", lift: float = 0.0) -> Hand:
    """Return a flat hand in the middle of the picture, `lift` higher up."""
    points = [Point(0.9, 0.85 - lift)]
    for finger in range(5):
        angle = math.radians(150 - 30 * finger)
        points += [
            Point(0.9 + joint * 0.1 * math.cos(angle), 0.8 - lift - joint * 0.12 * math.sin(angle))
            for joint in range(1, 5)
        ]
    return Hand(side, tuple(points), 0.9)


def sight(seconds: float = 0.0, hands: tuple[Hand, ...] | None = None, trouble: str = "") -> Sight:
    """Return what a frame shows: a right hand, if nothing else is said."""
    return Sight(seconds, 16 / 9, (hand(),) if hands is None else hands, trouble=trouble)


def sign(label: str, end: float = 1.0, confidence: float = 0.9) -> Sign:
    """Return a letter that was read."""
    return Sign(label, end - 0.4, end, confidence)


def read(
    text: str = "",
    tentative: str = "",
    *,
    seconds: float = 0.0,
    showing: Sequence[tuple[str, float]] = (),
    held: float = 0.0,
    signs: tuple[Sign, ...] = (),
    is_final: bool = False,
    notice: str = "",
    hands: tuple[Hand, ...] | None = None,
) -> Translation:
    """Return what was read so far; the signs are the letters of the text, if nothing else is said."""
    return Translation(
        seconds,
        text,
        tentative,
        is_final,
        signs or tuple(sign(one, number + 1.0) for number, one in enumerate(text.replace(" ", ""))),
        tuple(Guess(*one) for one in showing),
        held,
        sight=sight(seconds, hands),
        notice=notice,
    )


def frame(seconds: float = 0.0, trouble: str = "") -> Frame:
    """Return a small grey picture."""
    return Frame(Image(bytes([90]) * (64 * 36 * 3), 64, 36), seconds, trouble=trouble)


class FakeCamera:
    """Gives the frames the test puts in; None ends it, an error breaks it off."""

    def __init__(self) -> None:
        self.frames: queue.Queue[Frame | Exception | None] = queue.Queue()
        self.asked: list[tuple[str, bool]] = []
        self.opened = self.closed = 0

    def __call__(self, name: str, mirror: bool) -> Iterator[Frame]:
        self.asked.append((name, mirror))
        return self.given()

    def given(self) -> Iterator[Frame]:
        self.opened += 1
        try:
            while (one := self.frames.get(timeout=10)) is not None:
                if isinstance(one, Exception):
                    raise one
                yield one
        finally:
            self.closed += 1


class FakeSpeller:
    """Reads from each frame what the test put in; at the end it commits what was tentative."""

    def __init__(self) -> None:
        self.reads: queue.Queue[Translation | Exception] = queue.Queue()
        self.asked: list[Signing] = []
        self.orders: list[str] = []

    def translate(self, frames: Iterable[Frame], how: Signing = Signing()) -> Iterator[Translation]:
        self.asked.append(how)
        last = Translation(0.0)
        for one in frames:
            found = self.reads.get(timeout=10)
            if isinstance(found, Exception):
                raise found
            last = replace(found, seconds=found.seconds or one.seconds)
            yield last
        yield replace(last, text=last.text + last.tentative, tentative="", is_final=True, showing=(), held=0)

    def close(self) -> None:
        pass

    def space(self) -> None:
        self.orders.append("space")

    def delete(self) -> None:
        self.orders.append("delete")

    def clear(self) -> None:
        self.orders.append("clear")

    def undo(self) -> None:
        self.orders.append("undo")

    def choose(self, label: str) -> None:
        self.orders.append(f"choose {label}")


class SteadyCamera:
    """Gives a frame every 40 ms until somebody has enough."""

    def __init__(self, rate_hz: float = 25.0, size: tuple[int, int] = (640, 360)) -> None:
        self.rate_hz = rate_hz
        width, height = size
        row = bytes(value for x in range(width) for value in (x % 256, 120, 90))
        self.image = Image(row * height, width, height)
        self.opened = self.closed = 0

    def __call__(self, _name: str = "", _mirror: bool = False) -> Iterator[Frame]:
        self.opened += 1
        try:
            number = 0
            while True:
                time.sleep(1 / self.rate_hz)
                yield Frame(self.image, number / self.rate_hz)
                number += 1
        finally:
            self.closed += 1


class SteadySpeller:
    """Reads the same words over and over, a letter every second, held in its second half."""

    WORDS = "HELLO WORLD "

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.text = ""

    def translate(self, frames: Iterable[Frame], how: Signing = Signing()) -> Iterator[Translation]:
        words = "안녕 " if how.pack == "ksl" else self.WORDS
        with self.lock:
            self.text = ""
        taken, seconds, signs = 0, 0.0, []
        for one in frames:
            seconds = one.seconds
            letter = words[int(seconds) % len(words)]
            while taken < int(seconds):
                label = words[taken % len(words)]
                taken += 1
                with self.lock:
                    self.text += label
                if label != " ":
                    signs.append(sign(label, float(taken)))
            held = min(2 * (seconds % 1), 1.0) if letter != " " else 0.0
            showing = ((letter, 0.93), ("N", 0.04), ("M", 0.02)) if letter != " " else ()
            yield Translation(
                seconds,
                self.text,
                letter if held > 0.3 else "",
                signs=tuple(signs),
                showing=tuple(Guess(*guess) for guess in showing),
                held=held,
                sight=sight(seconds, (hand("right", 0.05 * math.sin(3 * seconds)),)),
            )
        yield Translation(seconds, self.text, is_final=True, signs=tuple(signs))

    def close(self) -> None:
        pass

    def space(self) -> None:
        with self.lock:
            self.text += " "

    def delete(self) -> None:
        with self.lock:
            self.text = self.text[:-1]

    def clear(self) -> None:
        with self.lock:
            self.text = ""

    def undo(self) -> None:
        self.delete()

    def choose(self, label: str) -> None:
        with self.lock:
            self.text = self.text[:-1] + label


_: tuple[type[Speller], ...] = (FakeSpeller, SteadySpeller)


class FakeSigns:
    """A folder of taught signs in memory, or a full disk."""

    def __init__(self) -> None:
        self.signs: dict[str, list[Sequence[Sight]]] = {}
        self.letters: dict[tuple[str, str], list[Sequence[Sight]]] = {}
        self.warning = ""
        self.fails: Exception | None = None
        self.damaged: tuple[str, ...] = ()
        self.in_file: tuple[str, ...] = ("Anna",)
        self.exported: list[Path] = []

    def rows(self) -> Sequence[Row]:
        return tuple(Row(name, len(found)) for name, found in sorted(self.signs.items()))

    def troubles(self) -> Sequence[str]:
        return self.damaged

    def add(self, name: str, sights: Sequence[Sight]) -> str:
        if self.fails is not None:
            raise self.fails
        self.signs.setdefault(name.strip(), []).append(sights)
        return self.warning

    def record_again(self, name: str, sights: Sequence[Sight]) -> str:
        self.signs[name] = [sights]
        return self.warning

    def rename(self, name: str, new_name: str) -> None:
        if new_name in self.signs:
            raise InputUnsupported(f"There is a sign “{new_name}” already.")
        self.signs[new_name.strip()] = self.signs.pop(name)

    def delete(self, name: str) -> None:
        del self.signs[name]

    def clashes(self, _path: Path) -> Sequence[str]:
        return tuple(name for name in self.in_file if name in self.signs)

    def import_from(self, _path: Path, clash: Clash) -> int:
        for name in self.in_file:
            is_taken = clash == "both" and name in self.signs
            self.signs[f"{name} 2" if is_taken else name] = [()]
        return len(self.in_file)

    def export(self, path: Path) -> int:
        self.exported.append(path)
        return len(self.signs)

    def calibrate(self, pack: str, letter: str, sights: Sequence[Sight]) -> int:
        self.letters.setdefault((pack, letter), []).append(sights)
        return len(self.letters[pack, letter])

    def calibrated(self, pack: str) -> dict[str, int]:
        return {letter: len(found) for (of, letter), found in self.letters.items() if of == pack}

    def delete_all(self) -> None:
        self.signs.clear()
        self.letters.clear()


_store: type[Store] = FakeSigns


class FakeWatchingView:
    """The left side of the page."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.sentences: list[str] = []
        self.sights: list[tuple[Image | None, Sight | None, bool]] = []
        self.words: list[str] = []
        self.cameras: tuple[tuple[str, str], ...] = ()
        self.choices = Settings()
        self.drawn: list[tuple[Hand | None, Caption, str]] = []
        self.spelling: list[tuple[bool, bool]] = []

    def show_state(self, state: str, is_camera: bool, sentence: str) -> None:
        self.states.append(state)
        self.sentences.append(sentence)

    def show_sight(self, image: Image | None, sight: Sight | None, is_flipped: bool) -> None:
        self.sights.append((image, sight, is_flipped))

    def show_words(self, sentence: str) -> None:
        self.words.append(sentence)

    def show_choices(self, settings: Settings) -> None:
        self.choices = settings

    def show_cameras(self, cameras: tuple[tuple[str, str], ...]) -> None:
        self.cameras = cameras

    def show_drawn(self, hand: Hand | None, caption: Caption, description: str) -> None:
        self.drawn.append((hand, caption, description))

    def show_spelling(self, is_spelling: bool, is_paused: bool) -> None:
        self.spelling.append((is_spelling, is_paused))


class FakeReadingView:
    """The part that reads."""

    def __init__(self) -> None:
        self.text = self.tentative = self.copied = ""
        self.guesses: tuple[Guess, ...] = ()
        self.guesses_shown = 0
        self.held: list[tuple[int, str]] = []
        self.choices = Settings()

    def show_text(self, text: str, tentative: str) -> None:
        self.text, self.tentative = text, tentative

    def show_guesses(self, guesses: tuple[Guess, ...]) -> None:
        self.guesses = guesses
        self.guesses_shown += 1

    def show_held(self, percent: int, words: str) -> None:
        self.held.append((percent, words))

    def show_choices(self, settings: Settings) -> None:
        self.choices = settings

    def copy(self, text: str) -> None:
        self.copied = text


class FakePracticeView:
    """The part that practises."""

    def __init__(self) -> None:
        self.letters: tuple[str, ...] = ()
        self.current = ""
        self.results: list[tuple[str, int, str]] = []
        self.tallies: tuple[str, ...] = ()
        self.choices = Settings()

    def show_letters(self, letters: tuple[str, ...], current: str) -> None:
        self.letters, self.current = letters, current

    def show_result(self, sentence: str, percent: int, words: str) -> None:
        self.results.append((sentence, percent, words))

    def show_tallies(self, lines: tuple[str, ...]) -> None:
        self.tallies = lines

    def show_choices(self, settings: Settings) -> None:
        self.choices = settings


class FakeTeachView:
    """The part that learns."""

    def __init__(self) -> None:
        self.rows: tuple[Row, ...] = ()
        self.stages: list[tuple[str, str]] = []
        self.letters: tuple[str, ...] = ()
        self.calibrated: dict[str, int] = {}
        self.name = ""
        self.choices = Settings()

    def show_signs(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows

    def show_stage(self, stage: str, sentence: str) -> None:
        self.stages.append((stage, sentence))

    def show_letters(self, letters: tuple[str, ...], calibrated: dict[str, int]) -> None:
        self.letters, self.calibrated = letters, calibrated

    def show_name(self, name: str) -> None:
        self.name = name

    def show_choices(self, settings: Settings) -> None:
        self.choices = settings


def hands_of(frames: Iterable[Frame], _how: Signing) -> Iterator[Sight]:
    """See a right hand in every frame."""
    for one in frames:
        yield sight(one.seconds, trouble=one.trouble)


def drain(calls: "queue.Queue[Callable[[], None]]", until: Callable[[], bool], seconds: float = 10.0) -> None:
    """Do what the lanes post to the GUI thread until something is so; fail if it never is."""
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, "it never came to that"
        try:
            calls.get(timeout=0.05)()
        except queue.Empty:
            continue
