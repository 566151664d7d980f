"""A user's own letters: a few examples of those that are read badly, and reading them better at once."""

import json
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from engines.errors import InputUnsupported, OutputUnwritable
from engines.hands import POINTS, Hand, Point, Side, Sight
from engines.sign_to_text.taught import atomic
from engines.words import _

if TYPE_CHECKING:
    from engines.sign_to_text.fingerspelling.recognizer import Recognizer

Floats = NDArray[np.float32]

VERSION: Final = 1
MOST_EXAMPLES: Final = 10
"""Of one letter; the oldest give way."""
FILE: Final = "letters.json"
_KNOWN: Final = ("pack", "letter", "side", "points")
"""The fields of an example."""
_MOST_BYTES: Final = 10_000_000
_FARTHEST: Final = 50.0
"""No point lies further away, in picture heights."""
_FADE: Final = 0.008
"""Over how much of a likeness an example stops to count."""
_NEVER: Final = 50.0
"""So many fades away nothing counts."""
_LEAST_NEAR, _MOST_NEAR = 0.97, 0.99
"""Between these lies how alike, as a cosine, a hand and an example have to be: so near that letters
without examples are hardly harmed (`tests/benchmarks/calibration.py` tells how many are)."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """What is known of a user's letters, as embeddings of a recogniser. Immutable; any thread may ask it."""

    letters: tuple[str, ...] = ()
    """Of each example."""
    embeddings: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    """(examples, width), each row of length 1."""
    near: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    """(examples,) how alike a hand has to be to count, as a cosine."""

    @classmethod
    def from_examples(cls, examples: Mapping[str, NDArray[Any]]) -> "Calibration":
        """Take embeddings (examples, width) of each letter, as `Recognizer.embedding` returns them."""
        rows = [(letter, rows) for letter, rows in examples.items() if len(rows)]
        if not rows:
            return cls()
        letters = tuple(letter for letter, some in rows for _row in some)
        embeddings = np.concatenate([_unit(some) for _letter, some in rows])
        return cls(letters, embeddings, _nearness(letters, embeddings))

    def adjust(self, embedding: NDArray[Any], probabilities: NDArray[Any], names: Sequence[str]) -> Floats:
        """Return better probabilities (frames, classes), given embeddings (frames, width) of the frames.

        A hand much like the examples of a letter is taken for that letter; any other is judged as before.
        """
        known = [letter in names for letter in self.letters]
        if not any(known) or not len(embedding):
            return np.asarray(probabilities, np.float32)
        columns = np.array(
            [names.index(one) for one, is_known in zip(self.letters, known, strict=True) if is_known]
        )
        alike = _unit(embedding) @ self.embeddings[known].T  # (frames, examples)
        counts = 1 / (1 + np.exp(np.minimum((self.near[known] - alike) / _FADE, _NEVER)))
        best = counts.argmax(1)
        weight = counts[np.arange(len(counts)), best][:, None]
        own = np.zeros_like(probabilities, dtype=np.float32)
        own[np.arange(len(own)), columns[best]] = 1
        mixed: Floats = (1 - weight) * probabilities + weight * own
        return mixed.astype(np.float32)


class LetterExamples:
    """Examples of a user's letters in a folder, as landmarks: what a newer recogniser can take up again.

    When a method that changes something returns, the change survives a crash; when it raises,
    everything is as it was. Any thread may call.
    """

    def __init__(self, folder: Path) -> None:
        """The folder is that of the taught signs; it need not exist."""
        self._path = folder / FILE
        self._turn = threading.Lock()
        self._newer: Mapping[str, Any] = {}
        """Fields of the file that only a newer Sori understands, as they were read last."""

    def add(self, pack: str, letter: str, sights: Sequence[Sight]) -> int:
        """Keep what a hand looked like on average while it showed a letter; return how many examples it has.

        Raises:
            InputUnsupported: no hand was seen, or what is kept so far cannot be read.
            OutputUnwritable: the disk does not take it.
        """
        example = _Example(pack, letter, *_steadiest(sights))
        with self._turn:
            kept = [*self._read(), example]
            mine = [one for one in kept if (one.pack, one.letter) == (pack, letter)]
            for oldest in mine[:-MOST_EXAMPLES]:
                kept.remove(oldest)
            self._write(kept)
        return min(len(mine), MOST_EXAMPLES)

    def counts(self, pack: str) -> dict[str, int]:
        """Return the letters of a pack that have examples, and how many; raises `InputUnsupported`."""
        with self._turn:
            return dict(Counter(one.letter for one in self._read() if one.pack == pack))

    def delete(self, pack: str, letter: str) -> None:
        """Forget the examples of a letter; raises as `add` does."""
        with self._turn:
            kept = self._read()
            left = [one for one in kept if (one.pack, one.letter) != (pack, letter)]
            if len(left) != len(kept):
                self._write(left)

    def delete_all(self) -> None:
        """Forget every example, and a file that cannot be read.

        Raises:
            OutputUnwritable: the file cannot be deleted.
        """
        with self._turn:
            try:
                self._path.unlink(missing_ok=True)
            except OSError as error:
                raise OutputUnwritable(
                    _("{file} could not be deleted. Check that the folder may be written to.").format(
                        file=FILE
                    )
                ) from error

    def calibration(self, recognizer: "Recognizer") -> Calibration:
        """Return what these examples are to a recogniser; raises `InputUnsupported`."""
        with self._turn:
            kept = self._read()
        rows: dict[str, list[NDArray[Any]]] = {}
        for one in kept:
            points = np.array([one.points], np.float32)
            rows.setdefault(one.letter, []).append(recognizer.embedding(points, 1.0, one.side)[0])
        return Calibration.from_examples({letter: np.stack(some) for letter, some in rows.items()})

    def stamp(self) -> tuple[int, int]:
        """Return what changes when the examples do."""
        try:
            facts = self._path.stat()
        except OSError:
            return (0, 0)
        return facts.st_mtime_ns, facts.st_ino

    def _read(self) -> list["_Example"]:
        self._newer = {}
        if not self._path.exists():
            return []
        examples, self._newer = _parsed(atomic.read(self._path, _MOST_BYTES))
        return examples

    def _write(self, examples: Sequence["_Example"]) -> None:
        content = {**self._newer, "version": VERSION, "examples": [one.as_json() for one in examples]}
        atomic.write([(self._path, json.dumps(content, ensure_ascii=False).encode())])


class PersonalCalibration:
    """The calibration of whoever's folder it is: follows the examples as they come and go.

    For one thread at a time.
    """

    def __init__(self, folder: Path, recognizer_folder: Path | None = None) -> None:
        """`recognizer_folder`: the weights, if not those that ship with Sori."""
        self._examples, self._weights = LetterExamples(folder), recognizer_folder
        self._stamp = (0, 0)
        self._calibration = Calibration()

    def adjust(self, embedding: NDArray[Any], probabilities: NDArray[Any], names: Sequence[str]) -> Floats:
        """Return better probabilities, as `Calibration.adjust` does; without examples the same."""
        stamp = self._examples.stamp()
        if stamp != self._stamp:
            self._stamp, self._calibration = stamp, self._loaded()
        return self._calibration.adjust(embedding, probabilities, names)

    def _loaded(self) -> Calibration:
        from engines.sign_to_text.fingerspelling.recognizer import Recognizer

        try:
            return self._examples.calibration(Recognizer(self._weights))
        except InputUnsupported:
            # Letters are read without it then; the page that shows the examples says what is wrong.
            return Calibration()


@dataclass(frozen=True)
class _Example:
    """One letter as it was shown once."""

    pack: str
    letter: str
    side: Side
    points: tuple[Point, ...]
    newer: Mapping[str, Any] = field(default_factory=dict)
    """Fields that only a newer Sori understands."""

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        points = [[round(value, 5) for value in point] for point in self.points]
        return {**self.newer, "pack": self.pack, "letter": self.letter, "side": self.side, "points": points}


def _parsed(content: bytes) -> tuple[list[_Example], Mapping[str, Any]]:
    """Return the examples in a file, and its fields that are not known here.

    Raises:
        InputUnsupported: it is damaged, or from a newer Sori.
    """
    try:
        facts = json.loads(content)
        version = facts["version"]
        if type(version) is int and version > VERSION:
            raise InputUnsupported(
                _("{file} is from a newer version of Sori. Update Sori, then try again.").format(file=FILE)
            )
        if version != VERSION:
            raise ValueError
        newer = {name: value for name, value in facts.items() if name not in ("version", "examples")}
        return [_example(entry) for entry in facts["examples"]], newer
    except (ValueError, LookupError, TypeError, RecursionError, OverflowError) as error:
        raise InputUnsupported(
            _(
                "The letters you showed cannot be read: {file} is damaged. Delete them and show them anew."
            ).format(file=FILE)
        ) from error


def _example(entry: dict[str, Any]) -> _Example:
    points = np.array(entry["points"], np.float64)
    is_good = points.shape == (POINTS, 3) and np.isfinite(points).all() and np.abs(points).max() < _FARTHEST
    texts = (entry["pack"], entry["letter"])
    if (
        not is_good
        or entry["side"] not in ("right", "left")
        or not all(isinstance(one, str) for one in texts)
    ):
        raise ValueError
    newer = {name: value for name, value in entry.items() if name not in _KNOWN}
    return _Example(*texts, entry["side"], tuple(Point(*map(float, point)) for point in points), newer)


def _steadiest(sights: Sequence[Sight]) -> tuple[Side, tuple[Point, ...]]:
    """Return the hand that is most like all others, of the side that is seen most."""
    hands = [sight.hands[0] for sight in sights if sight.hands]
    if not hands:
        raise InputUnsupported(
            _("No hand was seen. Show the letter to the camera in good light and try again.")
        )
    side = Counter(hand.side for hand in hands).most_common(1)[0][0]
    some = [hand for hand in hands if hand.side == side]
    shapes = np.stack([_relative(hand) for hand in some])
    away = np.linalg.norm(shapes - np.median(shapes, axis=0), axis=(1, 2))
    return side, some[int(away.argmin())].points


def _relative(hand: Hand) -> NDArray[np.float64]:
    points = np.array(hand.points)[:, :2]
    centred = points - points[0]
    return np.asarray(centred / max(float(np.abs(centred).max()), 1e-6))


def _unit(rows: NDArray[Any]) -> Floats:
    lengths = np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    return np.asarray(rows / lengths, np.float32)


def _nearness(letters: Sequence[str], embeddings: Floats) -> Floats:
    """Return how alike a hand has to be to each example: as alike as the examples of its letter are."""
    alike = embeddings @ embeddings.T
    names = np.array(letters)
    near = np.empty(len(letters), np.float32)
    for index, letter in enumerate(letters):
        others = (names == letter) & (np.arange(len(names)) != index)
        near[index] = alike[index][others].max() if others.any() else _MOST_NEAR
    for letter in set(letters):
        near[names == letter] = np.median(near[names == letter])
    return np.clip(near, _LEAST_NEAR, _MOST_NEAR)
