"""A spelled word as a picture: one that moves, or a sheet with one hand for each letter."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from engines.hands import Side
from engines.hands.drawing import PAPER, picture
from engines.hands.spelling import Posed, spelled, stills

if TYPE_CHECKING:
    from PIL import Image

_SIZE: Final = 320
_IN_A_ROW: Final = 8
_RATE_HZ: Final = 12.5
"""Of a moving picture: its times are kept in hundredths of a second."""


def moving(text: str, letters_per_second: float = 1.0, side: Side = "right") -> Iterator[bytes]:
    """Yield for each letter, at the end an animated GIF of a hand that spells `text`, before that nothing.

    Raises:
        InputUnsupported: it cannot be spelled.
    """
    frames: list[Image.Image] = []
    lengths: list[int] = []
    last: Posed | None = None
    for posed in spelled(text, letters_per_second, _RATE_HZ, side):
        if last and posed.index != last.index:
            yield b""
        if last and posed.hand == last.hand and posed.label == last.label:
            lengths[-1] += round(1000 / _RATE_HZ)
        else:
            frames.append(picture(posed.hand, posed.label or " ", _SIZE))
            lengths.append(round(1000 / _RATE_HZ))
        last = posed
    file = io.BytesIO()
    frames[0].save(
        file,
        "GIF",
        save_all=True,
        append_images=frames[1:],
        duration=lengths,
        loop=0,
        optimize=False,
        disposal=1,
    )
    yield file.getvalue()


def sheet(text: str, side: Side = "right") -> Iterator[bytes]:
    """Yield for each letter, at the end a PNG with all its hands in rows, before that nothing.

    Raises:
        InputUnsupported: it cannot be spelled.
    """
    from PIL import Image

    hands: list[Image.Image] = []
    for letter, hand, way in stills(text, side):
        hands.append(picture(hand, letter.label, _SIZE, way))
        yield b""
    width, height = hands[0].size
    rows, columns = -(-len(hands) // _IN_A_ROW), min(len(hands), _IN_A_ROW)
    whole = Image.new("RGB", (columns * width, rows * height), PAPER)
    for number, one in enumerate(hands):
        whole.paste(one, (number % _IN_A_ROW * width, number // _IN_A_ROW * height))
    file = io.BytesIO()
    whole.save(file, "PNG")
    yield file.getvalue()
