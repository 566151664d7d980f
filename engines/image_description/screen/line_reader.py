"""Reads a line of Latin text, digits, signs and Hangul with our own network, and knows how sure it is."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engines import resource
from engines.errors import ModelDamaged
from engines.image_description.screen.line_letters import FOREIGN, best_path, compose
from engines.image_description.screen.line_pixels import HEIGHT, prepare
from engines.image_description.screen.line_words import Words, letters_of
from engines.inference import runtime
from engines.results import Language
from engines.words import _

Pixels = NDArray[np.uint8]
Network = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""Pixels (1, 1, 32, columns), 0 to 1, to log probabilities (1, columns / 2, letters)."""

FOLDER: Final = resource.path("models", "line_reader")
_MULTIPLE: Final = 8
_ROOM: Final = 4
"""Empty columns after a line, so that its last letter has a step to end in."""
_HANGUL: Final = re.compile("[ㄱ-ㅣ가-힣]")
_DOTS: Final = re.compile(r"\.*…[.…]*")
"""Three dots and the one sign for them look the same, so the network mixes them."""
_INKED: Final = 90
_REACH, _MOST_UNCOVERED = 0.6, 0.25
"""How far from its step a letter has ink, and how much ink may lie further off, in heights."""
_LEAST_LETTERS_RIGHT: Final = 0.7


@dataclass(frozen=True)
class LineReading:
    """What the network made of one line."""

    text: str
    confidence: float
    """How likely every letter is right, 0 to 1; calibrated."""
    letters_right: float
    """The share of letters that are likely right, 0 to 1; calibrated."""
    uncovered: float = 0.0
    """How much ink lies where no letter was read, in heights of the line: an icon, or a letter missed."""

    @property
    def language(self) -> Language:
        """Korean if there is any Hangul, else English."""
        return "ko" if _HANGUL.search(self.text) else "en"

    @property
    def is_foreign(self) -> bool:
        """Whether there are letters that the network knows it does not read."""
        return FOREIGN in self.text

    @property
    def may_decide(self) -> bool:
        """Whether all of the line seems to be read, so that confidence in what was read is enough.

        Ink left beside English may be a letter missed. Beside Korean it is not asked for: there the
        other reader, measured, is the worse one even so.
        """
        is_whole = self.uncovered <= _MOST_UNCOVERED or self.language == "ko"
        return bool(self.text) and not self.is_foreign and is_whole


@dataclass(frozen=True)
class Decoded:
    """The text of a path, and what speaks for it."""

    text: str
    evidence: float
    """The log probability of the whole path."""
    is_known: bool
    """Whether all its words are known ones."""
    steps: tuple[int, ...] = ()
    """Where the letters are, in steps of the network."""


@dataclass(frozen=True)
class Curve:
    """What evidence comes to, on lines held out of training."""

    evidence: tuple[float, ...]
    """Rising."""
    exact: tuple[float, ...]
    letters_right: tuple[float, ...]


@dataclass(frozen=True)
class Settings:
    """What the evaluation of the shipped weights found out."""

    sure: dict[str, float]
    """For each language the confidence from which a line needs no other reader; absent: never."""
    known: Curve
    """For lines of known words."""
    unknown: Curve

    @classmethod
    def read(cls, path: Path) -> "Settings":
        """Read them from JSON."""
        written: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        known, unknown = (
            Curve(*(tuple(written[name][part]) for part in ("evidence", "exact", "letters_right")))
            for name in ("known", "unknown")
        )
        return cls(written["sure"], known, unknown)

    def judge(self, decoded: Decoded) -> tuple[float, float]:
        """Return how likely the line is right, and what share of its letters likely are."""
        curve = self.known if decoded.is_known else self.unknown
        return (
            float(np.interp(decoded.evidence, curve.evidence, curve.exact)),
            float(np.interp(decoded.evidence, curve.evidence, curve.letters_right)),
        )


class LineReader:
    """Reads one line at a time; several threads may call `read` at once."""

    def __init__(self, folder: Path = FOLDER, sure: dict[str, float] | None = None) -> None:
        """Load the shipped network, or that of another folder; `sure` in place of what its settings say."""
        try:
            self._settings = Settings.read(folder / "settings.json")
            self._network = open_network(folder)
            self._words = Words(folder / "words.txt")
        except (OSError, ValueError, KeyError) as error:
            raise ModelDamaged(
                _("The text model {name} is damaged. Install Sori again.").format(name=folder.name)
            ) from error
        self._sure = self._settings.sure if sure is None else sure

    def read(self, line: Pixels) -> LineReading:
        """Read one cropped line, RGB (height, width, 3)."""
        prepared = prepare(line)
        scores = self._network(padded(prepared))[0]  # (steps, letters)
        decoded = decode(scores, self._words)
        return LineReading(decoded.text, *self._settings.judge(decoded), _uncovered(prepared, decoded.steps))

    def is_sure(self, reading: LineReading) -> bool:
        """Whether the reading is good enough to ask no other reader.

        Where it found nothing to read it never is: a single digit can look like an icon.
        """
        least = self._sure.get(reading.language)
        return reading.may_decide and least is not None and reading.confidence >= least

    def is_readable(self, reading: LineReading) -> bool:
        """Whether enough is right to be told where no other reader can read the line."""
        is_trusted = reading.language in self._sure and not reading.is_foreign
        return is_trusted and reading.letters_right >= _LEAST_LETTERS_RIGHT


def padded(prepared: Pixels) -> NDArray[np.float32]:
    """Return what the network takes, (1, 1, 32, columns), of a prepared line."""
    width = prepared.shape[1]
    columns = -(-(width + _ROOM) // _MULTIPLE) * _MULTIPLE
    values = np.zeros((1, 1, HEIGHT, columns), np.float32)
    values[0, 0, :, :width] = prepared
    return values / np.float32(255)


def decode(scores: NDArray[np.float32], words: Words) -> Decoded:
    """Return the text of log probabilities (steps, letters)."""
    path = best_path(scores)
    evidence = float(scores[np.arange(len(path)), path].sum())
    letters = letters_of(path, scores)
    places = words.mended(letters, scores)
    text = _DOTS.sub("…", " ".join(compose(places).split()))
    return Decoded(text, evidence, words.know(text), tuple(letter.step for letter in letters))


def _uncovered(prepared: Pixels, steps: Sequence[int]) -> float:
    inked = np.flatnonzero(prepared.max(0) > _INKED)
    if not steps:
        return len(inked) / HEIGHT
    letters = 2 * np.array(steps) + 1
    distance = np.abs(inked[:, None] - letters[None, :]).min(1, initial=10 * HEIGHT)
    return float((distance > _REACH * HEIGHT).sum() / HEIGHT)


def open_network(folder: Path) -> Network:
    """Open the network with onnxruntime, which the detector has loaded already; else with torch."""
    return _by_onnxruntime(folder) if find_spec("onnxruntime") else by_torch(folder)


def _by_onnxruntime(folder: Path) -> Network:
    onnxruntime = runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            (folder / "model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
    except OSError:
        raise
    except Exception as error:  # onnxruntime raises bare C++ exceptions of many types
        raise ValueError(str(error)) from error
    return lambda values: session.run(None, {"pixels": values})[0]


def by_torch(folder: Path) -> Network:
    """Open the network with torch."""
    import torch
    from safetensors.torch import load_file

    from engines.image_description.screen.line_network import LineNetwork, Shape

    written = json.loads((folder / "shape.json").read_text(encoding="utf-8"))
    network = LineNetwork(Shape.read(written)).eval()
    network.load_state_dict(load_file(folder / "model.safetensors"))

    def run(values: NDArray[np.float32]) -> NDArray[np.float32]:
        with torch.inference_mode():
            return network(torch.from_numpy(values)).numpy()  # type: ignore[no-any-return]  # untyped there

    return run
