"""The training loop of the sequence model: clips made as they are needed, until a time is up."""

import json
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional

from engines.sign_to_text.fingerspelling.sequence_network import SequenceNetwork, SequenceShape
from training.finger_reader.sequence_material import Batch

RATE: Final = 2e-3
_WARM_UP_STEPS, _FLAT = 100, 0.3
_AVERAGED: Final = 0.998
_CLIP: Final = 2.0
_HELD: Final = 0.5
"""What a step's hold counts beside CTC."""
_SAVE_EVERY_SECONDS, _TELL_EVERY_SECONDS = 60.0, 30.0


@dataclass
class Progress:
    """What a run has done so far."""

    steps: int = 0
    clips: int = 0
    seconds: float = 0.0
    """Of this process's CPU."""
    curve: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Run:
    """A network on its way, its average, which is what ships, and the folder that keeps both."""

    folder: Path
    network: SequenceNetwork
    average: SequenceNetwork
    optimiser: torch.optim.Optimizer
    progress: Progress

    @classmethod
    def open(cls, folder: Path, shape: SequenceShape) -> "Run":
        """Go on with what the folder holds, or begin."""
        torch.manual_seed(0)
        network, average = SequenceNetwork(shape), SequenceNetwork(shape)
        optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.01)
        run = cls(folder, network, average, optimiser, Progress())
        if (folder / "progress.json").is_file():
            run._restore()
        else:
            average.load_state_dict(network.state_dict())
        average.eval().requires_grad_(False)
        return run

    def _restore(self) -> None:
        self.network.load_state_dict(load_file(self.folder / "network.safetensors"))
        self.average.load_state_dict(load_file(self.folder / "average.safetensors"))
        state: dict[int, dict[str, Tensor]] = {}
        for name, value in load_file(self.folder / "optimiser.safetensors").items():
            place, _, moment = name.partition(".")
            state.setdefault(int(place), {})[moment] = value
        groups = self.optimiser.state_dict()["param_groups"]
        self.optimiser.load_state_dict({"state": state, "param_groups": groups})
        self.progress = Progress(**json.loads((self.folder / "progress.json").read_text()))

    def save(self) -> None:
        """Write everything; the old state stays until the new one is whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        moments: dict[str, Tensor] = {}
        for place, kept in self.optimiser.state_dict()["state"].items():
            moments |= {f"{place}.{name}": torch.as_tensor(value).clone() for name, value in kept.items()}
        write(self.network.state_dict(), self.folder / "network.safetensors")
        write(self.average.state_dict(), self.folder / "average.safetensors")
        write(moments, self.folder / "optimiser.safetensors")
        part = self.folder / "progress.part"
        part.write_text(json.dumps(asdict(self.progress)))
        part.replace(self.folder / "progress.json")

    def measure(self, batches: Iterable[Batch]) -> None:
        """Take the mean and spread of the features, once, before the first step."""
        rows = torch.cat([batch.features.flatten(0, 1) for batch in batches])
        rows = rows[rows.abs().sum(1) > 0]
        for network in (self.network, self.average):
            network.mean.copy_(rows.mean(0))
            network.spread.copy_(rows.std(0) + 0.02)


def train(
    run: Run,
    batches: Iterable[Batch],
    cpu_seconds: float,
    tell: Callable[[str], None],
    until: float = math.inf,
) -> SequenceNetwork:
    """Train until the run has had so many seconds of CPU in all, and return the averaged network.

    It ends before if the clock (`time.time`) says `until`. The rate falls to nothing towards the end.
    """
    progress = run.progress
    before, began = progress.seconds, time.process_time()
    start, saved = time.time(), time.monotonic()
    told = saved
    shown = 0.0
    run.network.train()
    for batch in batches:
        progress.seconds = before + time.process_time() - began
        part = max(progress.seconds / cpu_seconds, (time.time() - start) / (until - start))
        if part >= 1:
            break
        for group in run.optimiser.param_groups:
            group["lr"] = RATE * _share(progress.steps, part)
        loss = _learn(run, batch)
        shown = 0.98 * shown + 0.02 * loss if shown else loss
        progress.steps += 1
        progress.clips += len(batch.signs)
        _average(run.average, run.network, min(_AVERAGED, (1 + progress.steps) / (10 + progress.steps)))
        now = time.monotonic()
        if now > told + _TELL_EVERY_SECONDS:
            told = now
            progress.curve.append(
                {"clips": progress.clips, "seconds": round(progress.seconds), "loss": round(shown, 4)}
            )
            tell(f"{progress.clips} clips, {progress.seconds:.0f} CPU s, loss {shown:.3f}")
        if now > saved + _SAVE_EVERY_SECONDS:
            saved = now
            run.save()
    run.save()
    return run.average


def _share(step: int, part: float) -> float:
    warm = min(1.0, (step + 1) / _WARM_UP_STEPS)
    if part < _FLAT:
        return warm
    return warm * (0.5 * (1 + math.cos(math.pi * min(1.0, (part - _FLAT) / (1 - _FLAT)))) + 0.003)


def _learn(run: Run, batch: Batch) -> float:
    # bfloat16 doubles the speed on processors that have it; the losses stay in float32.
    with torch.autocast("cpu", torch.bfloat16):
        spelled, held, _ = run.network(batch.features, batch.which)
    loss = ctc(spelled.float(), batch) + _HELD * _holds(held.float(), batch.held)
    run.optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]  # torch's own gap
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), _CLIP)
    run.optimiser.step()
    return float(loss.detach())


def ctc(scores: Tensor, batch: Batch) -> Tensor:
    """Return the loss of CTC for each sign; scores are (clips, steps, classes + 1)."""
    counts = torch.tensor([len(signs) for signs in batch.signs])
    targets = torch.tensor([sign for signs in batch.signs for sign in signs], dtype=torch.long)
    total = functional.ctc_loss(
        scores.log_softmax(2).transpose(0, 1),
        targets,
        batch.lengths,
        counts,
        blank=scores.shape[2] - 1,
        reduction="sum",
        zero_infinity=True,
    )
    return total / max(2 * len(counts), int(counts.sum()))


def _holds(scores: Tensor, held: Tensor) -> Tensor:
    none = scores.shape[2] - 1
    wanted = torch.where(held == -2, none, held)
    return functional.cross_entropy(
        scores.flatten(0, 1), wanted.flatten(), ignore_index=-1, label_smoothing=0.02
    )


@torch.no_grad()
def _average(average: SequenceNetwork, network: SequenceNetwork, kept: float) -> None:
    own = network.state_dict()
    for name, value in average.state_dict().items():
        value.lerp_(own[name], 1 - kept)


def write(tensors: dict[str, Tensor], path: Path) -> None:
    """Write tensors so that the old file stays until the new one is whole."""
    part = path.with_suffix(".part")
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, part)
    part.replace(path)
