"""Keeps the state of a training run, so that it goes on after any end: safetensors and JSON, no pickle."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from engines.image_description.screen.line_network import LineNetwork, Shape


@dataclass
class Progress:
    """What a run has done so far."""

    lines: int = 0
    steps: int = 0
    seconds: float = 0.0
    """Of training, on the clock."""
    curve: list[dict[str, Any]] = field(default_factory=list)


def averaged(network: LineNetwork) -> LineNetwork:
    """Return a copy to average the weights into; it is this that is evaluated and shipped."""
    copy = LineNetwork(network.shape)
    copy.load_state_dict(network.state_dict())
    return copy.eval().requires_grad_(False)


def save(
    folder: Path,
    network: LineNetwork,
    average: LineNetwork,
    optimiser: torch.optim.Optimizer,
    progress: Progress,
) -> None:
    """Write everything; the old state stays until the new one is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    moments: dict[str, Tensor] = {}
    for place, kept in optimiser.state_dict()["state"].items():
        moments |= {f"{place}.{name}": torch.as_tensor(value).clone() for name, value in kept.items()}
    _write(network.state_dict(), folder / "network.safetensors")
    _write(average.state_dict(), folder / "average.safetensors")
    _write(moments, folder / "optimiser.safetensors")
    part = folder / "progress.part"
    part.write_text(json.dumps({"shape": network.shape.written(), **asdict(progress)}))
    part.replace(folder / "progress.json")


def shape_of(folder: Path) -> Shape:
    """Return the shape of the network that is kept here."""
    return Shape.read(json.loads((folder / "progress.json").read_text())["shape"])


def restore(
    folder: Path, network: LineNetwork, average: LineNetwork, optimiser: torch.optim.Optimizer
) -> Progress:
    """Read everything back into what is given."""
    network.load_state_dict(load_file(folder / "network.safetensors"))
    average.load_state_dict(load_file(folder / "average.safetensors"))
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in load_file(folder / "optimiser.safetensors").items():
        place, _, moment = name.partition(".")
        state.setdefault(int(place), {})[moment] = value
    optimiser.load_state_dict({"state": state, "param_groups": optimiser.state_dict()["param_groups"]})
    written = json.loads((folder / "progress.json").read_text())
    written.pop("shape")
    return Progress(**written)


def is_there(folder: Path) -> bool:
    """Whether a run can be gone on with."""
    return (folder / "progress.json").is_file()


def _write(tensors: dict[str, Tensor], path: Path) -> None:
    part = path.with_suffix(".part")
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, part)
    part.replace(path)
