"""Train, measure and write both readers of fingers: `python -m training.finger_reader [frames|sequence]`."""

import argparse
import sys

from training.finger_reader import card, frames, sequence


def main() -> None:
    """Train the parts named, or both; then write the card of everything in the folder."""
    parser = argparse.ArgumentParser(prog="python -m training.finger_reader", description=__doc__)
    parser.add_argument("part", nargs="?", choices=("frames", "sequence", "card", "both"), default="both")
    frames.options(parser)
    parser.add_argument("--sequence-minutes", type=float, default=20, help="of CPU, for the model over time")
    arguments = parser.parse_args()
    if arguments.part in ("frames", "both"):
        frames.train(arguments)
    if arguments.part in ("sequence", "both"):
        _train_sequence(arguments)
    card.write(arguments.out)


def _train_sequence(arguments: argparse.Namespace) -> None:
    """Hand on to the sequence's own command line."""
    minutes = ["--minutes", str(arguments.sequence_minutes)]
    again = ["--only-write"] if arguments.only_write else []
    sys.argv = ["sequence", "--out", str(arguments.out), *minutes, *again]
    sequence.main()


if __name__ == "__main__":
    main()
