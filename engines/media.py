"""What goes into an engine: pictures, sound and the frames of a video."""

from dataclasses import dataclass
from typing import Final

RATE_HZ: Final = 16_000
"""The one rate at which sound travels inside Sori."""


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


@dataclass(frozen=True, eq=False)
class AudioChunk:
    """A piece of sound. Live sources yield one at least every 100 ms, silence and loss included."""

    samples: bytes
    """Signed 16-bit little-endian mono PCM at `RATE_HZ`; zeros while the source cannot hear."""
    start_seconds: float
    """When its first sample was, from the start of the source; gaps are filled, so time never jumps."""
    trouble: str = ""
    """Why nothing is heard (unplugged, muted, busy, silent), as one translated sentence; else empty."""

    def __post_init__(self) -> None:
        if len(self.samples) % 2:
            raise ValueError("half a sample")

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / 2 / RATE_HZ


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture of a video or a camera, and when it was taken."""

    image: Image
    seconds: float
    """From the start of the source; rises by unequal steps where the source's rate varies."""
    is_still: bool = False
    """A photograph: what came before and what follows has nothing to do with it."""
    trouble: str = ""
    """Why the picture is old or black (the camera was unplugged), as one translated sentence; else empty."""
