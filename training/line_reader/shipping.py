"""Writes a trained network as the program loads it: safetensors, the same as ONNX, and how sure it may be."""

import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file

from engines.image_description.screen.line_network import LineNetwork, Shape
from engines.image_description.screen.line_reader import Decoded, Settings, decode
from engines.image_description.screen.line_words import Words
from training.line_reader import evaluation
from training.line_reader.shards import Sample

_POINTS: Final = 24
"""Of the calibration curves."""


def write(network: LineNetwork, folder: Path) -> None:
    """Write weights, shape and ONNX."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: tensor.detach().clone().contiguous() for name, tensor in network.state_dict().items()}
    save_file(weights, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)
    (folder / "shape.json").write_text(json.dumps(network.shape.written()) + "\n", encoding="utf-8")
    export(network, folder / "model.onnx")


def read(folder: Path) -> LineNetwork:
    """Return the network of a folder."""
    shape = Shape.read(json.loads((folder / "shape.json").read_text(encoding="utf-8")))
    network = LineNetwork(shape)
    network.load_state_dict(load_file(folder / "model.safetensors"))
    return network.eval()


def export(network: LineNetwork, path: Path) -> None:
    """Write the network as ONNX, batch norms folded into the convolutions, lines of any width."""
    network.eval()
    example = torch.zeros(1, 1, 32, 64)
    with warnings.catch_warnings():
        # The older exporter writes one small file; it says on every call that it is the older one.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.to(memory_format=torch.contiguous_format),  # type: ignore[call-overload]  # not in the stub
            (example,),
            str(path),
            input_names=["pixels"],
            output_names=["scores"],
            dynamic_axes={"pixels": {0: "lines", 3: "columns"}, "scores": {0: "lines", 1: "steps"}},
            dynamo=False,
        )


def calibrate(network: LineNetwork, words: Words, samples: Sequence[Sample]) -> dict[str, Any]:
    """Return the settings of the reader: what evidence comes to, on lines held out of training.

    One curve for lines of known words and one for the others; both rise everywhere (pool adjacent
    violators), then are thinned to some points.
    """
    settings: dict[str, Any] = {"sure": {}}
    judgements = judged(network, words, samples)
    for name in ("known", "unknown"):
        chosen = sorted(
            (one for one in judgements if one.decoded.is_known == (name == "known")),
            key=lambda one: one.decoded.evidence,
        )
        places = np.unique(np.linspace(0, len(chosen) - 1, _POINTS).round().astype(int))
        settings[name] = {
            "evidence": _rounded(np.array([one.decoded.evidence for one in chosen])[places]),
            "exact": _rounded(rising(np.array([one.exact for one in chosen]))[places]),
            "letters_right": _rounded(rising(np.array([one.letters_right for one in chosen]))[places]),
        }
    return settings


def checked(network: LineNetwork, words: Words, folder: Path, samples: Sequence[Sample]) -> dict[str, float]:
    """Return how well the calibration in a folder's settings holds on other lines."""
    settings = Settings.read(folder / "settings.json")
    judgements = judged(network, words, samples)
    expected = np.array([settings.judge(one.decoded) for one in judgements])  # (lines, 2)
    exact = np.array([one.exact for one in judgements])
    right = np.array([one.letters_right for one in judgements])
    return {
        "lines": len(samples),
        "exact": round(float(exact.mean()), 4),
        "ece exact": round(calibration_error(expected[:, 0], exact), 4),
        "ece letters": round(calibration_error(expected[:, 1], right), 4),
    }


@dataclass(frozen=True)
class Judged:
    """A reading of a line whose text is known."""

    decoded: Decoded
    exact: float
    """1 if every letter and space is right, else 0."""
    letters_right: float


def judged(network: LineNetwork, words: Words, samples: Sequence[Sample]) -> list[Judged]:
    """Read lines and compare them with what they say."""
    scores = evaluation.scored(network, [sample.pixels for sample in samples])
    found = []
    for line, sample in zip(scores, samples, strict=True):
        decoded = decode(line, words)
        wrong = evaluation.distance(decoded.text, sample.text)
        right = max(0.0, 1 - wrong / max(1, len(sample.text)))
        found.append(Judged(decoded, float(decoded.text == sample.text), right))
    return found


def rising(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rising curve nearest to the values (pool adjacent violators)."""
    means: list[float] = []
    counts: list[int] = []
    for value in values:
        means.append(float(value))
        counts.append(1)
        while len(means) > 1 and means[-2] >= means[-1]:
            count = counts[-2] + counts[-1]
            means[-2:] = [(means[-2] * counts[-2] + means[-1] * counts[-1]) / count]
            counts[-2:] = [count]
    return np.repeat(means, counts)


def calibration_error(expected: NDArray[np.float64], true: NDArray[np.float64], bins: int = 10) -> float:
    """Return the expected calibration error: how far confidence and truth lie apart, over bins."""
    bin_of = np.minimum((expected * bins).astype(int), bins - 1)
    gaps = [
        abs(expected[bin_of == one].mean() - true[bin_of == one].mean()) * (bin_of == one).sum()
        for one in range(bins)
        if (bin_of == one).any()
    ]
    return float(sum(gaps) / len(expected))


def _rounded(values: NDArray[np.float64]) -> list[float]:
    return [round(float(value), 4) for value in values]
