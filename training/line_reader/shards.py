"""Keeps prepared lines in files of some thousands, side by side in one picture, with their texts."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Sample:
    """One line as the network sees it, and what it says."""

    pixels: NDArray[np.uint8]
    """(32, width)."""
    text: str


def save(samples: Sequence[Sample], path: Path) -> None:
    """Write `path` (.npy) and its texts (.json); the picture comes last, so a reader sees whole ones."""
    texts = [[sample.pixels.shape[1], sample.text] for sample in samples]
    path.with_suffix(".json").write_text(json.dumps(texts, ensure_ascii=False))
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.save(file, np.concatenate([sample.pixels for sample in samples], 1), allow_pickle=False)
    part.replace(path)


def load(path: Path) -> list[Sample]:
    """Read a shard."""
    joined: NDArray[np.uint8] = np.load(path, allow_pickle=False)  # (32, all widths together)
    samples, left = [], 0
    for width, text in json.loads(path.with_suffix(".json").read_text()):
        samples.append(Sample(joined[:, left : left + width].copy(), text))
        left += width
    return samples


def remove(path: Path) -> None:
    """Delete a shard."""
    path.unlink(missing_ok=True)
    path.with_suffix(".json").unlink(missing_ok=True)


def listed(folder: Path) -> list[Path]:
    """Return the shards of a folder, oldest first."""
    return sorted(folder.glob("*.npy"))


def batches(samples: Iterable[Sample], size: int) -> list[list[Sample]]:
    """Group samples of like width, in rising width."""
    ordered = sorted(samples, key=lambda sample: sample.pixels.shape[1])
    return [ordered[start : start + size] for start in range(0, len(ordered), size)]


def stacked(samples: Sequence[Sample], multiple: int = 8) -> NDArray[np.uint8]:
    """Return (lines, 1, 32, widest), empty on the right where a line is shorter."""
    widest = max(sample.pixels.shape[1] for sample in samples)
    columns = -(-(widest + 4) // multiple) * multiple
    pixels = np.zeros((len(samples), 1, samples[0].pixels.shape[0], columns), np.uint8)
    for row, sample in enumerate(samples):
        pixels[row, 0, :, : sample.pixels.shape[1]] = sample.pixels
    return pixels
