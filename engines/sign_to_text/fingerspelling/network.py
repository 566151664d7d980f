"""The network that tells which letter a hand shows from its features: some layers, an output a pack."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class FingerShape:
    """How large the network is."""

    inputs: int
    """Features of a hand."""
    widths: tuple[int, ...]
    """Of the layers; the last is the embedding's."""
    outputs: Mapping[str, int]
    """Of each pack: its classes, with "no letter" as the last."""
    drop: float = 0.1

    @classmethod
    def read(cls, facts: Mapping[str, Any]) -> Self:
        """Return the shape of `written` facts."""
        return cls(facts["inputs"], tuple(facts["widths"]), dict(facts["outputs"]), facts["drop"])

    def written(self) -> dict[str, Any]:
        """Return the shape as JSON has it."""
        return {**asdict(self), "widths": list(self.widths), "outputs": dict(self.outputs)}


class FingerNetwork(nn.Module):
    """Features to an embedding, and the embedding to scores of each pack's classes."""

    def __init__(self, shape: FingerShape) -> None:
        super().__init__()
        self.shape = shape
        layers: list[nn.Module] = [nn.BatchNorm1d(shape.inputs)]
        before = shape.inputs
        for width in shape.widths:
            layers += [nn.Linear(before, width), nn.BatchNorm1d(width), nn.ReLU(), nn.Dropout(shape.drop)]
            before = width
        self.trunk = nn.Sequential(*layers)
        self.heads = nn.ModuleDict({name: nn.Linear(before, count) for name, count in shape.outputs.items()})

    def forward(self, features: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """Return embeddings (hands, width) and each pack's scores (hands, classes)."""
        embedding = self.trunk(features)  # (hands, width)
        return embedding, {name: head(embedding) for name, head in self.heads.items()}


def weights_of(network: nn.Module) -> dict[str, Tensor]:
    """Return the weights as they are saved: halves, but for the counts."""
    return {
        name: (value.half() if value.dtype == torch.float32 else value).contiguous()
        for name, value in network.state_dict().items()
    }
