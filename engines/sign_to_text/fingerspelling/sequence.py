"""Reads spelling from a hand that moves: what the network hears of CTC in every frame, whole clips or live.

Every class has a log-probability in every frame, and so has "nothing new here", the last one. A letter is
there once, however long it is held; a letter twice has something else between. Weights come from synthetic
hands only (training/hands, training/finger_reader).
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor

from engines import resource
from engines.sign_to_text.fingerspelling import sequence_steps
from engines.sign_to_text.fingerspelling.sequence_network import SequenceNetwork, SequenceShape
from engines.sign_to_text.fingerspelling.sequence_steps import STEP_SECONDS, Floats, Steps, Times

Handedness = Literal["right", "left", "unknown"]
Pack = Literal["asl-letters", "asl-digits", "ksl", "auto"]

LAG_STEPS: Final = 4
"""How many steps after a frame the network has its say about it: it looks back only."""
TWINS: Final = {"0": "O", "2": "V", "6": "W", "9": "F"}
"""Digits whose shape is a letter's too."""
_NONE: Final = ""
_ALPHABETS: Final = {"asl-letters": "asl", "asl-digits": "asl", "auto": "asl", "ksl": "ksl"}
_LEAST: Final = 1e-8


class Reading(NamedTuple):
    """What was read of some steps of time."""

    spelled: Floats
    """(steps, classes + 1) log-probabilities of CTC; the last class is nothing new."""
    held: Floats
    """(steps, classes + 1) log-probabilities of what the hand shows; the last class is no letter."""
    seconds: Times
    """(steps,) when it is said: what is spelled was just shown, what is held was shown `LAG_STEPS` before."""
    names: tuple[str, ...]
    """Of the classes; the last is empty."""


class SequenceReader:
    """The network of one folder and its alphabets; may be used from one thread at a time."""

    def __init__(self, folder: Path | None = None) -> None:
        """Read the weights: those that ship with Sori, or of another folder."""
        folder = folder or resource.path("models", "finger_reader")
        facts = json.loads((folder / "sequence.json").read_text(encoding="utf-8"))
        self._names = {name: tuple(letters) for name, letters in facts["alphabets"].items()}
        self._network = SequenceNetwork(SequenceShape.read(facts["shape"]))
        weights = load_file(folder / "sequence.safetensors")
        self._network.load_state_dict({name: value.float() for name, value in weights.items()})
        self._network.eval().requires_grad_(False)

    def lattice(
        self,
        landmarks: NDArray[Any],
        aspect: float = 1.0,
        handedness: Handedness = "unknown",
        seconds: Sequence[float] | Times | None = None,
        pack: Pack = "asl-letters",
    ) -> tuple[Floats, tuple[str, ...]]:
        """Return log-probabilities (frames, classes + 1) of CTC, and the names; the last, "", is the blank.

        `landmarks` (frames, 21, 2 or 3) lie between 0 and 1 of the picture's width and height, unmirrored,
        NaN where no hand was found; `aspect` is the width by the height. `seconds` rise; without them 25
        frames a second are taken. A hand that may be either is read as both, and the surer one counts.
        """
        reading, times = self._read(landmarks, aspect, handedness, seconds, pack)
        return _by_frame(reading.spelled, reading.seconds, times), reading.names

    def held(
        self,
        landmarks: NDArray[Any],
        aspect: float = 1.0,
        handedness: Handedness = "unknown",
        seconds: Sequence[float] | Times | None = None,
        pack: Pack = "asl-letters",
    ) -> tuple[Floats, tuple[str, ...]]:
        """Return log-probabilities (frames, classes + 1) of what each frame shows, for as long as it is held.

        The last class, "", is no letter: on the way from one to the next, or something else. Else as
        `lattice`.
        """
        reading, times = self._read(landmarks, aspect, handedness, seconds, pack)
        if not len(times):
            return reading.held, reading.names
        about = reading.seconds - LAG_STEPS * STEP_SECONDS
        return reading.held[_nearest(times, about)], reading.names

    def read(
        self,
        landmarks: NDArray[Any],
        aspect: float = 1.0,
        handedness: Handedness = "unknown",
        seconds: Sequence[float] | Times | None = None,
        pack: Pack = "asl-letters",
    ) -> Reading:
        """Return all that is read, on even steps of time; what is given is as for `lattice`."""
        return self._read(landmarks, aspect, handedness, seconds, pack)[0]

    def stream(self, handedness: Literal["right", "left"] = "right", pack: Pack = "asl-letters") -> "Stream":
        """Return a reading of frames as they come, a step after them; it says the same as `read`."""
        return Stream(self, handedness, pack)

    def names(self, pack: Pack) -> tuple[str, ...]:
        """Return the classes of a pack, then "" for none."""
        return (*self._chosen(pack)[1], _NONE)

    def _read(
        self,
        landmarks: NDArray[Any],
        aspect: float,
        handedness: Handedness,
        seconds: Sequence[float] | Times | None,
        pack: Pack,
    ) -> tuple[Reading, Times]:
        points = as_seen(landmarks, aspect)
        times = np.arange(len(points)) / 25 if seconds is None else np.asarray(seconds, np.float64)
        sides = ("right", "left") if handedness == "unknown" else (handedness,)
        readings = [self._read_as(points, times, side, pack) for side in sides]
        return max(readings, key=_sureness), times

    def _read_as(self, points: Floats, times: Times, side: str, pack: Pack) -> Reading:
        if not len(times):
            return _nothing(self.names(pack))
        grid = sequence_steps.grid_of(times)
        steps = sequence_steps.evened(_as_right(points, side), times, grid)
        # after the end the hand is gone: the network has its say about the last steps then
        shown = np.concatenate((sequence_steps.features(steps), np.zeros((LAG_STEPS, _width()), np.float32)))
        spelled, held, _ = self.scores(shown, pack, None)
        later = grid[-1:] + STEP_SECONDS * np.arange(1, LAG_STEPS + 1)
        return Reading(spelled, held, np.concatenate((grid, later)), self.names(pack))

    def scores(
        self, features: Floats, pack: Pack, past: list[Tensor] | None
    ) -> tuple[Floats, Floats, list[Tensor]]:
        """Return log-probabilities of CTC and of holds, both (steps, classes + 1), and the past for more."""
        alphabet, _ = self._chosen(pack)
        with torch.inference_mode():
            spelled, held, kept = self._network(torch.from_numpy(features)[None], alphabet, past)
        return self._of_pack(spelled[0], pack), self._of_pack(held[0], pack), kept

    def _of_pack(self, scores: Tensor, pack: Pack) -> Floats:
        alphabet, names = self._chosen(pack)
        everything = self._names[alphabet]
        share = torch.softmax(scores.float(), 1).numpy()  # (steps, all classes + 1)
        kept = share[:, [*(everything.index(name) for name in names), len(everything)]]
        if len(names) < len(everything):
            for digit, letter in TWINS.items():
                own, other = (letter, digit) if letter in names else (digit, letter)
                if own in names and other in everything:
                    kept[:, names.index(own)] += share[:, everything.index(other)]
        kept = np.maximum(kept, _LEAST)
        return np.asarray(np.log(kept / kept.sum(1, keepdims=True)), np.float32)

    def _chosen(self, pack: Pack) -> tuple[str, tuple[str, ...]]:
        alphabet = _ALPHABETS[pack]
        names = self._names[alphabet]
        if pack == "asl-letters":
            return alphabet, tuple(name for name in names if not name.isdigit())
        if pack == "asl-digits":
            return alphabet, tuple(name for name in names if name.isdigit())
        return alphabet, names


class Stream:
    """Frames in as they come, steps out as soon as they are sure."""

    def __init__(self, reader: SequenceReader, side: Literal["right", "left"], pack: Pack) -> None:
        self._reader, self._side, self._pack = reader, side, pack
        self._points: list[Floats] = []
        self._times: list[float] = []
        self._next: float | None = None
        self._past: list[Tensor] | None = None
        self._last: Steps | None = None

    def add(self, landmarks: NDArray[Any] | None, seconds: float, aspect: float = 1.0) -> Reading:
        """Take one frame (21, 2 or 3), None without a hand, and return the steps that are sure now, or none.

        Only a hand that is missed makes it wait longer than a step.
        """
        blank = np.full((1, 21, 2), np.nan, np.float32)
        seen = blank if landmarks is None else as_seen(np.asarray(landmarks)[None], aspect)
        self._points.append(_as_right(seen, self._side)[0])
        self._times.append(seconds)
        if self._next is None:
            self._next = seconds
        return self._read(self._ripe(seconds, landmarks is not None))

    def _ripe(self, now: float, is_seen: bool) -> Times:
        """Return the times of steps that no later frame can change."""
        assert self._next is not None
        wait = STEP_SECONDS if is_seen else sequence_steps.BRIDGED_SECONDS
        count = int(np.floor((now - wait - self._next) / STEP_SECONDS + 1e-6)) + 1
        return np.asarray(self._next + STEP_SECONDS * np.arange(max(0, count)))

    def _read(self, grid: Times) -> Reading:
        names = self._reader.names(self._pack)
        if not len(grid):
            return _nothing(names)
        steps = sequence_steps.evened(np.stack(self._points), np.asarray(self._times), grid)
        shown = sequence_steps.features(steps, self._last)
        spelled, held, self._past = self._reader.scores(shown, self._pack, self._past)
        self._last = Steps(steps.points[-1:], steps.is_seen[-1:])
        self._next = float(grid[-1]) + STEP_SECONDS
        self._forget(self._next - 2 * sequence_steps.BRIDGED_SECONDS)
        return Reading(spelled, held, grid, names)

    def _forget(self, before: float) -> None:
        while len(self._times) > 1 and self._times[0] < before:
            del self._times[0], self._points[0]


def as_seen(landmarks: NDArray[Any], aspect: float) -> Floats:
    """Return (frames, 21, 2) in units of the picture's height."""
    return np.asarray(landmarks[..., :2] * np.array([aspect, 1.0]), np.float32)


def _as_right(points: Floats, side: str) -> Floats:
    return np.asarray(points * np.array([-1 if side == "left" else 1, 1], np.float32))


def _nothing(names: tuple[str, ...]) -> Reading:
    none = np.zeros((0, len(names)), np.float32)
    return Reading(none, none, np.zeros(0), names)


def _sureness(reading: Reading) -> float:
    return float(reading.held[:, :-1].max(1).mean()) if len(reading.held) else 0.0


def _width() -> int:
    return sequence_steps.FEATURES


def _nearest(wanted: Times, times: Times) -> NDArray[np.int64]:
    """Return for each wanted time the number of the nearest of some times."""
    return np.asarray(np.abs(wanted[:, None] - times[None]).argmin(1))


def _by_frame(spelled: Floats, steps: Times, frames: Times) -> Floats:
    """Return one row for each frame: of its steps the one with most news, or of the nearest step."""
    if not len(frames):
        return spelled
    owner = _nearest(steps, frames)
    rows: Floats = spelled[_nearest(frames, steps)].copy()
    for frame in np.flatnonzero(np.bincount(owner, minlength=len(frames)) > 1):
        own = np.flatnonzero(owner == frame)
        rows[frame] = spelled[own[spelled[own, -1].argmin()]]
    return rows
