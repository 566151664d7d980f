"""Our line reader's network, in torch: it is trained with this, and runs by it where onnxruntime is not."""

from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn

from engines.image_description.screen.line_letters import LETTERS


@dataclass(frozen=True)
class Shape:
    """How wide and deep the network is."""

    stem: tuple[int, int, int] = (16, 32, 96)
    width: int = 192
    dilations: tuple[int, ...] = (2, 4, 8, 2)
    """One block for each; together they see about four syllables to either side."""

    def written(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {"stem": list(self.stem), "width": self.width, "dilations": list(self.dilations)}

    @classmethod
    def read(cls, written: dict[str, Any]) -> "Shape":
        """Return what `written` gave."""
        return cls(tuple(written["stem"]), written["width"], tuple(written["dilations"]))


class LineNetwork(nn.Module):
    """Convolutions only, so a line may be of any width; a step for each two columns of px."""

    def __init__(self, shape: Shape | None = None) -> None:
        super().__init__()
        self.shape = shape or Shape()
        first, second, third = self.shape.stem
        width = self.shape.width
        self.stem = nn.Sequential(
            _layer(1, first, 3, (2, 2), 1),
            _layer(first, second, 3, (2, 1), 1),
            _layer(second, third, 3, (2, 1), 1),
            _layer(third, width, (4, 1), (1, 1), 0),
        )
        self.blocks = nn.Sequential(*(_Block(width, dilation) for dilation in self.shape.dilations))
        self.head = nn.Conv2d(width, len(LETTERS), 1)

    def forward(self, pixels: Tensor) -> Tensor:
        """Return log probabilities (lines, steps, letters) of pixels (lines, 1, 32, columns), 0 to 1."""
        seen = self.stem(pixels)  # (lines, width, 1, columns / 2)
        scores = self.head(self.blocks(seen))  # (lines, letters, 1, columns / 2)
        logits: Tensor = scores.squeeze(2).transpose(1, 2).float()  # (lines, columns / 2, letters)
        return logits.log_softmax(2)


class _Block(nn.Module):
    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(
            width, width, (1, 3), padding=(0, dilation), dilation=(1, dilation), bias=False
        )
        self.norm = nn.BatchNorm2d(width)

    def forward(self, seen: Tensor) -> Tensor:
        return seen + self.norm(self.convolution(seen)).relu()  # type: ignore[no-any-return]  # torch's own gap


def _layer(
    before: int, after: int, kernel: int | tuple[int, int], stride: tuple[int, int], padding: int
) -> nn.Sequential:
    convolution = nn.Conv2d(before, after, kernel, stride, padding, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(after), nn.ReLU(inplace=True))
