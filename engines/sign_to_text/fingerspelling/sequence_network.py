"""The network that reads a moving hand: looks back only, step by step, so that live and whole clips agree."""

from dataclasses import asdict, dataclass
from typing import Any, Final

import torch
from torch import Tensor, nn
from torch.nn import functional

TAPS: Final = 3
"""Steps that each layer sees: this one, and two before it."""


@dataclass(frozen=True)
class SequenceShape:
    """How large a network is."""

    features: int
    outputs: tuple[tuple[str, int], ...]
    """Alphabet and number of classes, without the blank."""
    hidden: int = 224
    width: int = 96
    dilations: tuple[int, ...] = (1, 2, 4, 8, 12)

    def written(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)

    @classmethod
    def read(cls, facts: dict[str, Any]) -> "SequenceShape":
        """Return what was written."""
        outputs = tuple((name, int(count)) for name, count in facts["outputs"])
        return cls(**(facts | {"outputs": outputs, "dilations": tuple(facts["dilations"])}))

    @property
    def memory(self) -> int:
        """Steps before the present one that matter."""
        return (TAPS - 1) * sum(self.dilations)


class Layer(nn.Module):
    """A gated convolution over past steps, as one product of matrices, and a way around it."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.reach = (TAPS - 1) * dilation
        self.dilation = dilation
        self.norm = nn.LayerNorm(width)
        self.mix = nn.Linear(TAPS * width, 2 * width)
        self.out = nn.Linear(width, width)

    def forward(self, values: Tensor, past: Tensor) -> tuple[Tensor, Tensor]:
        """Return values (clips, steps, width), and the normed past that the next steps need."""
        normed = torch.cat((past, self.norm(values)), 1)  # (clips, reach + steps, width)
        steps = values.shape[1]
        taps = [normed[:, place : place + steps] for place in range(0, self.reach + 1, self.dilation)]
        mixed = functional.glu(self.mix(torch.cat(taps, 2)), 2)
        return values + self.out(mixed), normed[:, normed.shape[1] - self.reach :]


class SequenceNetwork(nn.Module):
    """Steps of a hand to scores: of CTC, and of what is held at each step."""

    def __init__(self, shape: SequenceShape) -> None:
        super().__init__()
        self.shape = shape
        self.mean = nn.Buffer(torch.zeros(shape.features))
        self.spread = nn.Buffer(torch.ones(shape.features))
        self.look = nn.Sequential(
            nn.Linear(shape.features, shape.hidden),
            nn.ReLU(),
            nn.Dropout(0.1),
            nn.Linear(shape.hidden, shape.width),
        )
        self.layers = nn.ModuleList(Layer(shape.width, dilation) for dilation in shape.dilations)
        self.norm = nn.LayerNorm(shape.width)
        self.spell = nn.ModuleDict({name: nn.Linear(shape.width, count + 1) for name, count in shape.outputs})
        self.hold = nn.ModuleDict({name: nn.Linear(shape.width, count + 1) for name, count in shape.outputs})

    def forward(
        self, features: Tensor, alphabet: str, past: list[Tensor] | None = None
    ) -> tuple[Tensor, Tensor, list[Tensor]]:
        """Return scores of CTC and of holds, both (clips, steps, classes + 1), and the past.

        The last class is none. `features`: (clips, steps, features); `past` is what the call before
        returned, of the same clips.
        """
        values = self.look((features - self.mean) / self.spread)
        kept = []
        for layer, before in zip(self.layers, past or self.beginning(len(features)), strict=True):
            values, after = layer(values, before.to(values.dtype))
            kept.append(after)
        values = self.norm(values)
        return self.spell[alphabet](values), self.hold[alphabet](values), kept

    def beginning(self, clips: int) -> list[Tensor]:
        """Return the past of clips that have none."""
        width, dilations = self.shape.width, self.shape.dilations
        return [torch.zeros(clips, (TAPS - 1) * dilation, width) for dilation in dilations]
