"""A small time-delay network that says, every 30 ms, which phoneme is heard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.tiny_vosk.features import SIZE, STEP
from training.tiny_vosk.material import SILENCE, Labelled

OFFSETS: Final = ((-2, -1, 0, 1, 2), (-2, 0, 2), (-3, 0, 3), (-3, 0, 3), (-6, -3, 0, 3))
"""The frames, of the layer below, that a unit of each layer sees."""
LEFT: Final = -sum(min(offsets) for offsets in OFFSETS)
RIGHT: Final = sum(max(offsets) for offsets in OFFSETS)
UNITS: Final = 160
_CHUNK: Final = 50
"""Answers in one training example: 1.5 s."""
_FRAMES: Final = LEFT + STEP * (_CHUNK - 1) + 1 + RIGHT
_NO_LABEL: Final = -100


class Net(nn.Module):
    """The network in its fast form: from the second layer on it is computed only where it is needed."""

    def __init__(self, phonemes: int, units: int = UNITS) -> None:
        super().__init__()
        sizes = [SIZE] + [units] * (len(OFFSETS) - 1)
        self.layers = nn.ModuleList(
            nn.Linear(size * len(offsets), units) for size, offsets in zip(sizes, OFFSETS, strict=True)
        )
        self.norms = nn.ModuleList(nn.BatchNorm1d(units) for _offsets in OFFSETS)
        self.drop = nn.Dropout(0.1)
        self.last = nn.Linear(units, phonemes)

    def forward(self, features: Tensor) -> Tensor:
        """Answer for every third frame that has its whole context: scores, (batch, answers, phonemes)."""
        x = features  # (batch, frames, 40), then (batch, frames or answers, units)
        for index, (layer, norm) in enumerate(zip(self.layers, self.norms, strict=True)):
            # The frames of the first two layers lie side by side; above them, STEP apart.
            apart = 1 if index < 2 else STEP
            skip = STEP if index == 1 else 1
            places = [(offset - min(OFFSETS[index])) // apart for offset in OFFSETS[index]]
            count = (x.shape[1] - max(places) - 1) // skip + 1
            seen = [x[:, place : place + skip * (count - 1) + 1 : skip] for place in places]
            x = torch.relu(layer(torch.cat(seen, -1)))
            x = self.drop(norm(x.transpose(1, 2)).transpose(1, 2))
        scores: Tensor = self.last(x)
        return scores


@dataclass(frozen=True)
class Trained:
    """A trained network and what belongs to it."""

    net: Net
    phonemes: tuple[str, ...]
    """What each output stands for; the first is silence."""
    mean: NDArray[np.float32]
    """(40,)"""
    deviation: NDArray[np.float32]
    """(40,)"""
    priors: NDArray[np.float64]
    """(phonemes,) the share of each in the training."""
    accuracy: float
    """The share of held-out frames of speech that are named rightly."""


def train(
    heard: Sequence[Labelled],
    held_out: Sequence[Labelled],
    epochs: int,
    seed: int,
    tell: Callable[[str], None],
    units: int = UNITS,
) -> Trained:
    """Train on one thread, so that the same seed gives the same network on the same machine."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    phonemes = (SILENCE, *sorted({label for one in heard for label in one.labels} - {SILENCE}))
    every = np.concatenate([one.features for one in heard])
    mean, deviation = every.mean(0), every.std(0) + 1e-3
    chunks, labels = _chunks(heard, phonemes, mean, deviation)
    net = Net(len(phonemes), units)
    batch = 48
    steps = epochs * -(-len(chunks) // batch)
    optimiser = torch.optim.AdamW(net.parameters(), lr=4e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps + 1)
    accuracy = 0.0
    for epoch in range(epochs):
        net.train()
        for chosen in torch.randperm(len(chunks)).split(batch):  # type: ignore[no-untyped-call]  # torch's own gap
            phase = int(torch.randint(STEP, ()))
            x = chunks[chosen, phase : phase + _FRAMES].float()  # (batch, frames, 40)
            y = labels[chosen, phase : phase + STEP * (_CHUNK - 1) + 1 : STEP]  # (batch, answers)
            # The same shift in all frames is another microphone; one of its own in each is noise.
            x = x + 0.3 * torch.randn(len(x), 1, SIZE) + 0.1 * torch.randn_like(x)
            loss = nn.functional.cross_entropy(net(x).flatten(0, 1), y.flatten(), ignore_index=_NO_LABEL)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # the same
            optimiser.step()
            schedule.step()
        accuracy = _accuracy(net, held_out, phonemes, mean, deviation)
        tell(f"epoch {epoch + 1} of {epochs}: {accuracy:.1%} of unseen frames of speech are right")
    counts = np.bincount(labels[labels >= 0].numpy(), minlength=len(phonemes)) + 1.0
    return Trained(net, phonemes, mean, deviation, counts / counts.sum(), accuracy)


def _padded(one: Labelled, mean: NDArray[np.float32], deviation: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the features, (LEFT + frames + RIGHT, 40), with ends repeated as Kaldi repeats them."""
    return np.pad((one.features - mean) / deviation, ((LEFT, RIGHT), (0, 0)), "edge")


def _chunks(
    heard: Sequence[Labelled],
    phonemes: tuple[str, ...],
    mean: NDArray[np.float32],
    deviation: NDArray[np.float32],
) -> tuple[Tensor, Tensor]:
    """Cut the material into pieces of one length, each with room for every phase of the step."""
    number = {phoneme: index for index, phoneme in enumerate(phonemes)}
    step, room = STEP * _CHUNK, STEP - 1
    features, labels = [], []
    for one in heard:
        x = _padded(one, mean, deviation)
        y = np.array([number[label] for label in one.labels])
        for begin in range(0, len(y) - 20, step):
            piece = x[begin : begin + _FRAMES + room]
            features.append(np.pad(piece, ((0, _FRAMES + room - len(piece)), (0, 0)), "edge"))
            answer = y[begin : begin + step]
            labels.append(np.pad(answer, (0, step - len(answer)), constant_values=_NO_LABEL))
    return torch.tensor(np.stack(features).astype(np.float16)), torch.tensor(np.stack(labels))


@torch.no_grad()
def _accuracy(
    net: Net,
    held_out: Sequence[Labelled],
    phonemes: tuple[str, ...],
    mean: NDArray[np.float32],
    deviation: NDArray[np.float32],
) -> float:
    net.eval()
    right = total = 0
    for one in held_out:
        scores = net(torch.tensor(_padded(one, mean, deviation))[None])[0]  # (answers, phonemes)
        for answer, label in zip(scores.argmax(-1).tolist(), one.labels[::STEP], strict=False):
            right += label != SILENCE and phonemes[answer] == label
            total += label != SILENCE
    return right / max(1, total)
