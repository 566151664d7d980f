"""Runs the trained element networks: one leaves boxes out, one names the rest and tells their state."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from onnxruntime import InferenceSession

from engines import resource
from engines.errors import ModelDamaged
from engines.inference import runtime
from engines.words import _

FOLDER: Final = ("models", "elements")
_BATCH: Final = 64
"""Boxes at once: more would only fall out of the cache."""


@dataclass(frozen=True, eq=False)
class Guesses:
    """What the network takes each box for; probabilities 0 to 1."""

    roles: npt.NDArray[np.float32]
    """(n, roles), each row adds up to 1."""
    states: npt.NDArray[np.float32]
    """(n, states)"""
    fits: npt.NDArray[np.float32]
    """(n,) how well the box fits around what is there."""


class ElementNetwork:
    """The two networks of one folder. Not for two threads at once."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or resource.path(*FOLDER)

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What was decided in training: roles, states, and the least certainty of each."""
        try:
            found: dict[str, Any] = json.loads((self._folder / "facts.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise _damaged(self._folder) from error
        return found

    def hopes(self, measures: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return (n,) how likely each box is a control, from its cheap measures (n, a)."""
        if not len(measures):
            return np.zeros(0, np.float32)
        found = self._gate.run(None, {"measures": measures.astype(np.float32)})[0]
        return np.asarray(found, np.float32)

    def guess(self, views: npt.NDArray[np.uint8], measures: npt.NDArray[np.float32]) -> Guesses:
        """Name boxes by their views (n, height, width, channels) and all their measures (n, a + b)."""
        parts: list[list[npt.NDArray[np.float32]]] = []
        for start in range(0, len(views), _BATCH):
            some = slice(start, start + _BATCH)
            parts.append(
                self._namer.run(None, {"views": views[some], "measures": measures[some].astype(np.float32)})
            )
        if not parts:
            facts = self.facts
            return Guesses(
                np.zeros((0, len(facts["roles"])), np.float32),
                np.zeros((0, len(facts["states"])), np.float32),
                np.zeros(0, np.float32),
            )
        roles, states, fits = (np.concatenate([part[index] for part in parts]) for index in range(3))
        return Guesses(roles, states, fits)

    @cached_property
    def _gate(self) -> InferenceSession:
        return _opened(self._folder / "gate.onnx")

    @cached_property
    def _namer(self) -> InferenceSession:
        return _opened(self._folder / "model.onnx")


def _opened(path: Path) -> InferenceSession:
    onnxruntime = runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises bare C++ exceptions of many types
        raise _damaged(path.parent) from error


def _damaged(folder: Path) -> ModelDamaged:
    return ModelDamaged(
        _("The element model {name} is damaged. Install Sori again.").format(name=folder.name)
    )
