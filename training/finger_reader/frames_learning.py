"""The training loop of the networks for single frames: fresh hands all the time, until the time is up."""

import copy
import json
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional

from engines.sign_to_text.fingerspelling.network import FingerNetwork, FingerShape
from training.finger_reader import frames_material
from training.finger_reader.frames_material import UNASKED, Batch

_DRAWN: Final = 16384
"""Hands made at once."""
_STEP: Final = 1024
_RATE: Final = 3e-3
_WARM_UP_STEPS: Final = 200
_SMOOTHING: Final = 0.05
_AVERAGED: Final = 0.998
_EARLY: Final = 0.11
"""At which part of the time a copy is set aside: less used to made-up hands, it reads noisy ones better."""
VOTES: Final = {"early": 2.0, "late": 1.0}
"""Of each network, by when it was set aside."""
_SAVE_EVERY_SECONDS, _TELL_EVERY_SECONDS = 60.0, 30.0


@dataclass
class Progress:
    """What a run has done so far."""

    rounds: int = 0
    """Batches drawn; each is the seed of the next."""
    steps: int = 0
    hands: int = 0
    seconds: float = 0.0
    """Of this process's CPU."""
    curve: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Member:
    """One network on its way, and its running average, which is what ships."""

    network: FingerNetwork
    average: FingerNetwork
    optimiser: torch.optim.Optimizer
    early: FingerNetwork | None = None
    """The average as it was early on."""


@dataclass
class Run:
    """Some networks that learn side by side from the same hands, and the folder that keeps them."""

    folder: Path
    members: list[Member]
    progress: Progress

    @classmethod
    def open(cls, folder: Path, shape: FingerShape, members: int) -> "Run":
        """Go on with what the folder holds, or begin."""
        run = cls(folder, [_member(shape, number) for number in range(members)], Progress())
        if (folder / "progress.json").is_file():
            run._restore()
        return run

    def averages(self) -> list[FingerNetwork]:
        """Return the networks to ship: early ones, then late ones."""
        early = [member.early for member in self.members if member.early]
        return [*early, *(member.average for member in self.members)]

    def votes(self) -> list[float]:
        """Return how much each of `averages` counts."""
        early = sum(member.early is not None for member in self.members)
        return [VOTES["early"]] * early + [VOTES["late"]] * len(self.members)

    def set_aside(self) -> None:
        """Keep the averages as they are now, for good."""
        for member in self.members:
            member.early = copy.deepcopy(member.average)

    def save(self) -> None:
        """Write everything; what was there stays until the new one is whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for number, member in enumerate(self.members):
            _write(member.network.state_dict(), self.folder / f"network{number}.safetensors")
            _write(member.average.state_dict(), self.folder / f"average{number}.safetensors")
            _write(_moments(member.optimiser), self.folder / f"optimiser{number}.safetensors")
            if member.early:
                _write(member.early.state_dict(), self.folder / f"early{number}.safetensors")
        part = self.folder / "progress.part"
        part.write_text(json.dumps(asdict(self.progress)))
        part.replace(self.folder / "progress.json")

    def _restore(self) -> None:
        for number, member in enumerate(self.members):
            member.network.load_state_dict(load_file(self.folder / f"network{number}.safetensors"))
            member.average.load_state_dict(load_file(self.folder / f"average{number}.safetensors"))
            _put_back(member.optimiser, load_file(self.folder / f"optimiser{number}.safetensors"))
            early = self.folder / f"early{number}.safetensors"
            if early.is_file():
                member.early = copy.deepcopy(member.average)
                member.early.load_state_dict(load_file(early))
        self.progress = Progress(**json.loads((self.folder / "progress.json").read_text()))


def train(run: Run, cpu_seconds: float, tell: Callable[[str], None], hands: float = math.inf) -> None:
    """Train until the run has had so many seconds of CPU, or seen so many hands, in all."""

    def part() -> float:
        return max(progress.seconds / cpu_seconds, progress.hands / hands)

    progress = run.progress
    before, began = progress.seconds, time.process_time()
    saved = told = time.monotonic()
    for member in run.members:
        member.network.train()
    while part() < 1:
        # a seed of its own for every round, so that a run that was broken off goes on as if it were not
        drawn = frames_material.batch(_DRAWN, np.random.default_rng((1, progress.rounds)))
        loss = _learn(run, drawn, part())
        progress.rounds += 1
        progress.hands += len(drawn.features)
        progress.seconds = before + time.process_time() - began
        if part() >= _EARLY and not run.members[0].early:
            run.set_aside()
        now = time.monotonic()
        if now > told + _TELL_EVERY_SECONDS:
            told = now
            progress.curve.append(
                {"hands": progress.hands, "seconds": round(progress.seconds), "loss": round(loss, 4)}
            )
            tell(f"{progress.hands} hands, {progress.seconds:.0f} CPU s, loss {loss:.3f}")
        if now > saved + _SAVE_EVERY_SECONDS:
            saved = now
            run.save()
    run.save()


def _learn(run: Run, drawn: Batch, part: float) -> float:
    """Let every member see the hands once, in an order of its own; return the mean loss."""
    losses = []
    count = len(drawn.features) // _STEP
    for member in run.members:
        order = torch.randperm(len(drawn.features))[: count * _STEP].view(count, _STEP)
        for number, rows in enumerate(order):
            rate = _RATE * _share(run.progress.steps + number, part)
            losses.append(_step(member, drawn.part(rows), rate))
            keep = min(_AVERAGED, (1 + run.progress.steps + number) / (10 + run.progress.steps + number))
            _average(member.average, member.network, keep)
    run.progress.steps += count
    return float(np.mean(losses))


def _step(member: Member, some: Batch, rate: float) -> float:
    for group in member.optimiser.param_groups:
        group["lr"] = rate
    # bfloat16 is faster on processors that have it; the losses stay in float32
    with torch.autocast("cpu", torch.bfloat16):
        _, scores = member.network(some.features)
    losses = [
        functional.cross_entropy(
            scores[pack].float(), labels, ignore_index=UNASKED, label_smoothing=_SMOOTHING, reduction="sum"
        )
        for pack, labels in some.labels.items()
    ]
    loss = torch.stack(losses).sum() / len(some.features)
    member.optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it without types
    member.optimiser.step()
    return float(loss.detach())


def _share(step: int, part: float) -> float:
    """Return the rate of a step against the highest: it rises, and falls to almost nothing at the end."""
    return min(1.0, (step + 1) / _WARM_UP_STEPS) * (0.5 * (1 + math.cos(math.pi * min(1.0, part))) + 0.001)


def _average(average: FingerNetwork, network: FingerNetwork, keep: float) -> None:
    with torch.no_grad():
        for kept, new in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
            if kept.is_floating_point():
                kept.lerp_(new, 1 - keep)
            else:
                kept.copy_(new)


def _member(shape: FingerShape, seed: int) -> Member:
    torch.manual_seed(seed)
    network, average = FingerNetwork(shape), FingerNetwork(shape)
    average.load_state_dict(network.state_dict())
    average.eval().requires_grad_(False)
    return Member(network, average, torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=1e-3))


def _moments(optimiser: torch.optim.Optimizer) -> dict[str, Tensor]:
    kept: dict[str, Tensor] = {}
    for place, state in optimiser.state_dict()["state"].items():
        kept |= {f"{place}.{name}": torch.as_tensor(value).clone() for name, value in state.items()}
    return kept


def _put_back(optimiser: torch.optim.Optimizer, moments: dict[str, Tensor]) -> None:
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in moments.items():
        place, _, moment = name.partition(".")
        state.setdefault(int(place), {})[moment] = value
    optimiser.load_state_dict({"state": state, "param_groups": optimiser.state_dict()["param_groups"]})


def _write(tensors: dict[str, Tensor], path: Path) -> None:
    part = path.with_suffix(".part")
    save_file({name: value.clone().contiguous() for name, value in tensors.items()}, part)
    part.replace(path)
