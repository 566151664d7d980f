"""The part of the screen that a user chooses by keys or by dragging, in px and in words."""

from dataclasses import dataclass, replace
from typing import Final, Self

from engines.words import _

SMALLEST_PX: Final = 16
_COARSE_STEPS: Final = 50
"""So many arrow keys lead from one edge of the screen to the other."""


@dataclass(frozen=True)
class Frame:
    """A rectangle that always lies within a screen of the given size."""

    screen: tuple[int, int]
    """Width and height in px."""
    left: int
    top: int
    width: int
    height: int

    @classmethod
    def in_the_middle(cls, width: int, height: int) -> Self:
        """Return the frame to begin with: half the screen's width and height, centred."""
        return cls((width, height), width // 4, height // 4, width // 2, height // 2)

    @classmethod
    def between(cls, screen: tuple[int, int], start: tuple[int, int], end: tuple[int, int]) -> Self:
        """Return the frame that dragging from `start` to `end` draws."""
        left, right = sorted((start[0], end[0]))
        top, bottom = sorted((start[1], end[1]))
        return cls(screen, 0, 0, 0, 0)._fitted(left, top, right - left, bottom - top)

    def moved(self, right: int, down: int, is_fine: bool) -> Self:
        """Return it moved by so many steps; fine steps are single pixels."""
        return self._fitted(
            self.left + right * self._step(0, is_fine),
            self.top + down * self._step(1, is_fine),
            self.width,
            self.height,
        )

    def resized(self, wider: int, higher: int, is_fine: bool) -> Self:
        """Return it with its right and lower edge moved by so many steps."""
        width = min(self.width + wider * self._step(0, is_fine), self.screen[0] - self.left)
        height = min(self.height + higher * self._step(1, is_fine), self.screen[1] - self.top)
        return self._fitted(self.left, self.top, width, height)

    def sentence(self) -> str:
        """Say where it lies and how big it is, in percent of the screen."""
        return _("Left {left}, top {top}, width {width}, height {height} percent.").format(
            left=round(100 * self.left / self.screen[0]),
            top=round(100 * self.top / self.screen[1]),
            width=round(100 * self.width / self.screen[0]),
            height=round(100 * self.height / self.screen[1]),
        )

    def _step(self, axis: int, is_fine: bool) -> int:
        return 1 if is_fine else max(1, self.screen[axis] // _COARSE_STEPS)

    def _fitted(self, left: int, top: int, width: int, height: int) -> Self:
        width = min(max(width, SMALLEST_PX), self.screen[0])
        height = min(max(height, SMALLEST_PX), self.screen[1])
        left = min(max(left, 0), self.screen[0] - width)
        top = min(max(top, 0), self.screen[1] - height)
        return replace(self, left=left, top=top, width=width, height=height)
