"""The two networks in torch: a gate on cheap measures, and one that looks at what the gate lets through."""

from typing import Any, Final

import torch
from torch import Tensor, nn

from engines.image_description.screen.classifier_views import CHANNELS, HEIGHT, WIDTH

_WIDTHS: Final = (24, 40, 48, 72, 72)
_GRID: Final = (2, 10)
"""The views are pooled to so many rows and columns: two for each slice, four for the whole."""


class Gate(nn.Module):
    """From cheap measures to how likely a box is a control."""

    mean: Tensor
    spread: Tensor

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(columns))
        self.register_buffer("spread", torch.ones(columns))
        self.layers = nn.Sequential(
            nn.Linear(columns, 48), nn.ReLU(), nn.Linear(48, 24), nn.ReLU(), nn.Linear(24, 1)
        )

    def forward(self, measures: Tensor) -> Tensor:
        """Return (n,) logits from (n, columns)."""
        levelled = ((measures - self.mean) / self.spread).clamp(-6, 6)
        return self.layers(levelled)[:, 0]  # type: ignore[no-any-return]  # torch's layers are untyped


class Namer(nn.Module):
    """From views and measures of a box to its role, its states, and how well the box fits."""

    mean: Tensor
    spread: Tensor

    def __init__(self, columns: int, roles: int, states: int, widths: tuple[int, ...] = _WIDTHS) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(columns))
        self.register_buffer("spread", torch.ones(columns))
        a, b, c, d, e = widths
        self.look = nn.Sequential(
            *_layer(CHANNELS, a, 2), *_layer(a, b, 2), *_layer(b, c, 1), *_layer(c, d, 2), *_layer(d, e, 1)
        )
        rows, across = HEIGHT // 8 // _GRID[0], WIDTH // 8 // _GRID[1]
        self.pool = nn.AvgPool2d((rows, across))
        self.seen = nn.Sequential(
            nn.Flatten(), nn.Linear(e * _GRID[0] * _GRID[1], 128), nn.ReLU(), nn.Dropout(0.2)
        )
        self.measured = nn.Sequential(
            nn.Linear(columns, 96), nn.ReLU(), nn.Dropout(0.1), nn.Linear(96, 64), nn.ReLU()
        )
        self.both = nn.Sequential(nn.Linear(192, 128), nn.ReLU(), nn.Dropout(0.2))
        self.role = nn.Linear(128, roles)
        self.state = nn.Linear(128, states)
        self.fit = nn.Linear(128, 1)

    def forward(self, views: Tensor, measures: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits (n, roles), (n, states), (n,) from views (n, height, width, channels) 0 to 255."""
        picture = views.permute(0, 3, 1, 2).float() / 127.5 - 1  # (n, channels, height, width)
        levelled = ((measures - self.mean) / self.spread).clamp(-6, 6)  # (n, columns)
        return self.judge(picture, levelled)

    def judge(self, picture: Tensor, levelled: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return what `forward` does, from values already brought to about -1 to 1."""
        seen = self.seen(self.pool(self.look(picture)))  # (n, 128)
        both = self.both(torch.cat([seen, self.measured(levelled)], dim=1))  # (n, 128)
        return self.role(both), self.state(both), self.fit(both)[:, 0]


class Calibrated(nn.Module):
    """A namer whose answers are probabilities that can be believed."""

    role_scale: Tensor
    role_shift: Tensor
    state_scale: Tensor
    state_shift: Tensor

    def __init__(self, namer: Namer) -> None:
        super().__init__()
        self.namer = namer
        self.register_buffer("role_scale", torch.ones(()))
        self.register_buffer("role_shift", torch.zeros(namer.role.out_features))
        self.register_buffer("state_scale", torch.ones(namer.state.out_features))
        self.register_buffer("state_shift", torch.zeros(namer.state.out_features))

    def forward(self, views: Tensor, measures: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return probabilities (n, roles), (n, states), (n,)."""
        roles, states, fits = self.namer(views, measures)
        return (
            (roles * self.role_scale + self.role_shift).softmax(dim=1),
            (states * self.state_scale + self.state_shift).sigmoid(),
            fits.sigmoid(),
        )


class OpenGate(nn.Module):
    """A gate whose answers are probabilities."""

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self.gate = gate

    def forward(self, measures: Tensor) -> Tensor:
        """Return (n,) 0 to 1."""
        return self.gate(measures).sigmoid()  # type: ignore[no-any-return]  # torch's modules are untyped


def _layer(before: int, after: int, stride: int) -> tuple[Any, ...]:
    convolution = nn.Conv2d(before, after, 3, stride, 1, bias=False)
    return convolution, nn.BatchNorm2d(after), nn.ReLU()


def weights(module: nn.Module) -> int:
    """Return how many numbers a network has learned."""
    return sum(one.numel() for one in module.parameters())
