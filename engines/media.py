"""What goes into an engine: pictures today, sound and frames when their engines arrive."""

from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Image:
    """One picture, upright and opaque."""

    pixels: bytes
    """RGB, 8 bit, row by row from the top without padding: `height * width * 3` bytes."""
    width: int
    height: int
    title: str = ""
    """The title of the captured window, where the capturer knows it; else empty."""

    def __post_init__(self) -> None:
        if len(self.pixels) != self.width * self.height * 3:
            raise ValueError("pixels do not match the size")
