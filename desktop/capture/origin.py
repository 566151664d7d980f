"""Where a picture of the screen was taken, so that it can be taken there again."""

from dataclasses import dataclass
from typing import Literal

from engines.media import Image
from engines.results import Box


@dataclass(frozen=True)
class Origin:
    """A place on the virtual desktop."""

    kind: Literal["screen", "window", "region"]
    """A region may belong to a window too: then it goes where the window goes."""
    box: Box
    """In native px of the virtual desktop."""
    window: int = 0
    """The system's number of the window; 0 where there is none, or none is told."""
    title: str = ""
    """The window's title."""

    def is_same_place(self, other: "Origin") -> bool:
        """Whether two pictures show the same window, screen or region, and can be compared."""
        size, other_size = (self.box.width, self.box.height), (other.box.width, other.box.height)
        if self.kind != other.kind or self.window != other.window or size != other_size:
            return False
        if self.window:
            # A window's title tells what is in it, and that may change.
            return self.kind == "window" or self.box == other.box
        return self.title == other.title if self.kind == "window" else self.box == other.box

    def part(self, box: Box) -> "Origin":
        """Return the region of it that a box in its picture names."""
        left, top = self.box.left, self.box.top
        moved = Box(left + box.left, top + box.top, left + box.right, top + box.bottom)
        return Origin("region", moved, self.window, self.title)


@dataclass(frozen=True, eq=False)
class Screenshot(Image):
    """A picture that knows where it was taken."""

    origin: Origin | None = None
    """None where the system does not tell, such as a desktop's portal."""
