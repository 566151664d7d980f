"""Whether what changed is told, and nothing else: `python -m tests.benchmarks.changes --data DIR`.

Real screens are described, edits are painted on them, and they are described again. Each edit knows what
has to be told; whatever is told beyond it is a false change. Edits that change nothing a person would
want to hear (a caret, the shade of a button, another coding of the same picture) must tell nothing.
`--alone` compares the descriptions without their pictures, which only has the readings to go by.
"""

import argparse
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from engines import resource
from engines.image_description.changes import Change, changes
from engines.image_description.changes_matching import touch
from engines.image_description.screen.engine import ScreenDescriber
from engines.image_description.wording_changes import change_sentences
from engines.media import Image
from engines.results import Box, Description
from engines.words import catalogue

WORDS = catalogue("en")
NEW_TEXT = "Revised 2031"


NOWHERE = Box(0, 0, 0, 0)


@dataclass(frozen=True)
class Edit:
    """A painted change, and what has to be told of it."""

    name: str
    picture: Pillow.Image
    is_told: Callable[[tuple[Change, ...]], bool]
    where: Box = NOWHERE
    """Where it was painted: any change told of another place is false."""


def nothing(found: tuple[Change, ...]) -> bool:
    """Whether nothing is told."""
    return not found


def edits(picture: Pillow.Image, known: Description, number: int) -> Iterator[Edit]:
    """Yield what is painted on one screen."""
    yield Edit("same picture", picture, nothing)
    coded = io.BytesIO()
    picture.save(coded, "JPEG", quality=92, subsampling=0)
    yield Edit("coded as JPEG", Pillow.open(coded).convert("RGB"), nothing)
    line = known.texts[(len(known.texts) // 2 + number) % len(known.texts)]
    caret = picture.copy()
    ImageDraw.Draw(caret).line([(line.box.right + 1, line.box.top), (line.box.right + 1, line.box.bottom)], 0)
    yield Edit("caret", caret, nothing)
    yield Edit("button shaded", _shaded(picture, known), nothing)
    yield from _pointed_at(picture, known, number)
    yield _replaced(picture, known, number)
    yield _clock(picture)
    yield _dialog(picture, number, is_shaded=False)
    yield _dialog(picture, number, is_shaded=True)
    yield _scrolled(picture, number)


def _shaded(picture: Pillow.Image, known: Description) -> Pillow.Image:
    buttons = [one for one in known.elements if one.role == "button" and one.label]
    pixels = np.asarray(picture).copy()
    for one in buttons[:1]:
        area = pixels[one.box.top : one.box.bottom, one.box.left : one.box.right]
        area[:] = np.clip(area.astype(int) - 14, 0, 255)
    return Pillow.fromarray(pixels)


def _pointed_at(picture: Pillow.Image, known: Description, number: int) -> Iterator[Edit]:
    """Yield a control with the ring of the focus and with the shade of the pointer; it is no other one."""
    found = [one for one in known.elements if one.role in ("button", "textbox", "combobox", "checkbox")]
    if not found:
        return
    box = found[number % len(found)].box
    ringed = picture.copy()
    around = [box.left - 2, box.top - 2, box.right + 1, box.bottom + 1]
    ImageDraw.Draw(ringed).rounded_rectangle(around, 4, outline=(30, 100, 240), width=2)
    yield Edit("control ringed", ringed, nothing_new, box)
    pixels = np.asarray(picture).copy()
    area = pixels[box.top : box.bottom, box.left : box.right]
    area[:] = np.clip(area.astype(int) + (-36 if area.mean() > 127 else 36), 0, 255)
    yield Edit("control hovered", Pillow.fromarray(pixels), nothing_new, box)


def nothing_new(found: tuple[Change, ...]) -> bool:
    """Whether nothing came or went."""
    return not any(change.what in ("appeared", "gone", "opened", "closed") for change in found)


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype("DejaVuSans.ttf", size)


def _replaced(picture: Pillow.Image, known: Description, number: int) -> Edit:
    wide = [one for one in known.texts if one.box.width > 90 and one.box.height > 13 and one.text]
    line = wide[number % len(wide)]
    painted, box = picture.copy(), line.box
    backdrop = _backdrop(picture, box)
    draw = ImageDraw.Draw(painted)
    draw.rectangle([box.left, box.top, box.right - 1, box.bottom - 1], backdrop)
    ink = (0, 0, 0) if sum(backdrop) > 380 else (255, 255, 255)
    size = max(9, min(int(box.height * 0.66), int(box.width / 7)))
    draw.text((box.left + 2, (box.top + box.bottom) // 2), NEW_TEXT, ink, _font(size), anchor="lm")
    return Edit(
        "text replaced", painted, lambda found: any(NEW_TEXT[-4:] in change.after for change in found), box
    )


def _backdrop(picture: Pillow.Image, box: tuple[int, int, int, int]) -> tuple[int, int, int]:
    pixels = np.asarray(picture.crop(box)).reshape(-1, 3)
    red, green, blue = np.median(pixels, axis=0).astype(int)
    return int(red), int(green), int(blue)


def _clock(picture: Pillow.Image) -> Edit:
    return Edit(
        "clock ticked",
        with_clock(picture, "14:33"),
        lambda found: any((one.before, one.after) == ("14:32", "14:33") for one in found),
        Box(0, picture.height, picture.width, picture.height + 36),
    )


def with_clock(picture: Pillow.Image, time: str) -> Pillow.Image:
    """Return the picture with a strip at the bottom that tells the time."""
    painted = Pillow.new("RGB", (picture.width, picture.height + 36), (32, 36, 44))
    painted.paste(picture)
    draw = ImageDraw.Draw(painted)
    draw.text((picture.width - 90, picture.height + 18), time, (240, 240, 240), _font(16), anchor="lm")
    return painted


def _dialog(picture: Pillow.Image, number: int, is_shaded: bool) -> Edit:
    dialog = Pillow.open(resource.path("samples", "save-changes-dialog.png")).convert("RGB")
    if picture.width < 1.2 * dialog.width or picture.height < 1.2 * dialog.height:
        dialog = _small_dialog()
    painted = picture.point(lambda level: int(0.55 * level)) if is_shaded else picture.copy()
    # from a third to two thirds of the room there is, on either axis
    left = (picture.width - dialog.width) * (4 + number % 4) // 12
    top = (picture.height - dialog.height) * (4 + number % 5) // 12
    painted.paste(dialog, (left, top))
    ImageDraw.Draw(painted).rectangle(
        [left - 1, top - 1, left + dialog.width, top + dialog.height], outline=(90, 90, 90)
    )
    return Edit(
        "dialog on shade" if is_shaded else "dialog opened",
        painted,
        lambda found: bool(found) and found[0].what == "opened",
        Box(left, top, left + dialog.width, top + dialog.height),
    )


def _small_dialog() -> Pillow.Image:
    dialog = Pillow.new("RGB", (420, 160), (246, 246, 246))
    draw = ImageDraw.Draw(dialog)
    draw.text((20, 30), "Delete the file report.txt?", (0, 0, 0), _font(18))
    draw.text((20, 62), "It cannot be brought back.", (40, 40, 40), _font(14))
    for left, name in ((200, "Delete"), (310, "Cancel")):
        draw.rectangle([left, 110, left + 96, 142], (225, 225, 225), (120, 120, 120))
        draw.text((left + 48, 126), name, (0, 0, 0), _font(14), anchor="mm")
    return dialog


def _scrolled(picture: Pillow.Image, number: int) -> Edit:
    down = 24 + 17 * (number % 7)
    pixels = np.asarray(picture)
    moved = np.concatenate([pixels[down:], np.repeat(pixels[-1:], down, 0)])
    # Nothing new came into the picture, and what went out of it is not told.
    return Edit("scrolled", Pillow.fromarray(moved), lambda found: True)


def as_image(picture: Pillow.Image) -> Image:
    """Return what an engine is given."""
    return Image(picture.tobytes(), picture.width, picture.height)


def look(describer: ScreenDescriber, image: Image) -> Description:
    """Return the complete description."""
    *_before, last = describer.describe(image)
    return last


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--fresh", action="store_true", help="a new describer for each look")
    parser.add_argument("--seed", type=int, default=0, help="moves the edits to other places")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    counts: dict[str, list[int]] = {}
    describer = ScreenDescriber()
    for number, path in enumerate(sorted(args.data.glob("*.png"))):
        plain = as_image(Pillow.open(path).convert("RGB"))
        base = Pillow.frombytes("RGB", (plain.width, plain.height), plain.pixels)
        known = look(describer, plain)
        for edit in edits(base, known, number + args.seed):
            first = with_clock(base, "14:32") if edit.name == "clock ticked" else base
            if args.fresh:
                describer.close()
                describer = ScreenDescriber()
            before = look(describer, as_image(first))
            if args.fresh:
                describer.close()
                describer = ScreenDescriber()
            after = look(describer, as_image(edit.picture))
            pictures = None if args.alone else (as_image(first), as_image(edit.picture))
            found = changes(before, after, pictures)
            is_told = edit.is_told(found)
            false = sum(not touch(change.box, edit.where) for change in found)
            tally = counts.setdefault(edit.name, [0, 0, 0, 0])
            tally[0] += 1
            tally[1] += is_told
            tally[2] += false
            tally[3] += false > 0
            if args.verbose and (false or not is_told):
                print(path.name, edit.name, *change_sentences(found, WORDS, 30), sep="\n    ")
    describer.close()
    print(f"{'':16}{'screens':>8}{'told right':>12}{'false changes':>15}{'on screens':>12}")
    for name, (screens, told, false, wrong) in counts.items():
        print(f"{name:16}{screens:8}{told:12}{false:15}{wrong:12}")


if __name__ == "__main__":
    main()
