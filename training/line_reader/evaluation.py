"""How well a network reads lines that training has never seen."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from engines.image_description.screen.line_letters import best_path, compose
from engines.image_description.screen.line_network import LineNetwork
from engines.image_description.screen.line_reader import decode
from engines.image_description.screen.line_words import Words
from training.line_reader import shards
from training.line_reader.rendering import lines
from training.line_reader.shards import Sample

LINES: Final = 300
SETS: Final = tuple((fonts, kind) for fonts in ("seen", "unseen") for kind in ("ko", "en"))


def held_out(folder: Path) -> dict[str, list[Sample]]:
    """Return lines of strings kept out of training, in fonts seen and in fonts kept out, by language."""
    sets = {}
    for fonts, kind in SETS:
        name = f"{kind} {fonts}"
        path = folder / f"{name.replace(' ', '-')}.npy"
        if not path.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            source = lines(
                77, held_out=True, kept_out_fonts=fonts == "unseen", kind="ko" if kind == "ko" else "en"
            )
            shards.save(list(islice(source, LINES)), path)
        sets[name] = shards.load(path)
    return sets


def score(network: LineNetwork, samples: Sequence[Sample], words: Words | None = None) -> tuple[float, float]:
    """Return the share of lines read exactly, spaces apart, and the share of wrong letters (CER).

    With `words`, as the program reads; without, what the network alone makes of it.
    """
    texts = read(network, [sample.pixels for sample in samples], words)
    exact = np.mean(
        [_close(text) == _close(sample.text) for text, sample in zip(texts, samples, strict=True)]
    )
    wrong = sum(distance(text, sample.text) for text, sample in zip(texts, samples, strict=True))
    return round(float(exact), 4), round(wrong / sum(len(sample.text) for sample in samples), 4)


def read(
    network: LineNetwork, pictures: Sequence[NDArray[np.uint8]], words: Words | None = None
) -> list[str]:
    """Read prepared lines, in their order."""
    found = scored(network, pictures)
    return [decode(scores, words).text if words else text_of(scores) for scores in found]


def text_of(scores: NDArray[np.float32]) -> str:
    """Return the text of log probabilities (steps, letters)."""
    path = best_path(scores)
    is_new = np.r_[True, path[1:] != path[:-1]] & (path > 0)
    return " ".join(compose(path[is_new].tolist()).split())


@torch.no_grad()
def scored(network: LineNetwork, pictures: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
    """Return the log probabilities (steps, letters) of each prepared line."""
    was_training = network.training
    network.eval()
    order = sorted(range(len(pictures)), key=lambda index: pictures[index].shape[1])
    found: list[NDArray[np.float32]] = [np.zeros((0, 0), np.float32)] * len(pictures)
    for start in range(0, len(order), 32):
        group = order[start : start + 32]
        pixels = torch.from_numpy(shards.stacked([Sample(pictures[index], "") for index in group]))
        for index, scores in zip(group, network(pixels.float() / 255), strict=True):
            found[index] = scores[: pictures[index].shape[1] // 2 + 2].numpy()
    network.train(was_training)
    return found


def distance(one: str, other: str) -> int:
    """Return how many letters must be changed, added or taken out (Levenshtein)."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        above, row[0] = row[:], number
        for place, wanted in enumerate(other, 1):
            row[place] = min(above[place] + 1, row[place - 1] + 1, above[place - 1] + (letter != wanted))
    return row[-1]


def _close(text: str) -> str:
    return text.replace(" ", "")
