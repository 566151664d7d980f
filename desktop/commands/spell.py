"""`sori spell`: a word spelled in fingers, as a picture."""

import argparse
from pathlib import Path
from typing import Any, Final

from desktop import saving
from engines.errors import InputUnsupported
from engines.hands.spelling import FASTEST, SLOWEST, letters
from engines.words import _

_ENDINGS: Final = (".gif", ".png")


def add(commands: Any) -> None:
    """Describe the command's arguments."""
    parser = commands.add_parser("spell", help=_("Spell a word in fingers, as a picture."))
    parser.add_argument("word", metavar=_("WORD"), help=_("English letters, digits or Hangul."))
    parser.add_argument(
        "--save",
        type=Path,
        required=True,
        metavar="OUT.gif|png",
        help=_("A moving picture (gif), or a sheet with a hand for each letter (png)."),
    )
    parser.add_argument(
        "--speed", type=_speed, default=1.0, metavar="N", help=_("Letters a second, 0.25 to 6 (1).")
    )
    parser.add_argument("--hand", choices=("right", "left"), default="right", help=_("The hand that spells."))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the picture, and print the letters it shows."""
    ending = args.save.suffix.lower()
    if ending not in _ENDINGS:
        raise InputUnsupported(
            _("{file} is neither a gif nor a png. Give a name that ends in .gif or .png.").format(
                file=args.save.name
            )
        )
    shown = letters(args.word)
    from engines.hands.spelled_pictures import moving, sheet

    making = moving(args.word, args.speed, args.hand) if ending == ".gif" else sheet(args.word, args.hand)
    for _step in saving.data(args.save, b"".join(making)):
        pass
    print(" ".join(letter.label or "/" for letter in shown))
    return 0


def _speed(value: str) -> float:
    try:
        speed = float(value)
    except ValueError:
        speed = 0.0
    if not SLOWEST <= speed <= FASTEST:
        raise argparse.ArgumentTypeError(_("The speed lies between 0.25 and 6 letters a second."))
    return speed
