"""Train and write the networks for single frames: `python -m training.finger_reader.frames`.

Made-up hands only. With --data the figures of real landmarks, which were never trained on, are
measured too; without it those of the last time stay in the card.
"""

import argparse
import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import torch

from engines import resource
from engines.sign_to_text.fingerspelling.features import WIDTH
from engines.sign_to_text.fingerspelling.network import FingerNetwork, FingerShape
from engines.sign_to_text.fingerspelling.recognizer import Recognizer
from training import cache
from training.finger_reader import frames_evaluation, frames_learning, frames_shipping
from training.finger_reader.frames_learning import Progress, Run
from training.finger_reader.frames_material import NAMES

SHIPPED: Final = resource.path("models", "finger_reader")
FIGURES: Final = "frames_figures.json"
WIDTHS: Final = (384, 256, 192)
MEMBERS: Final = 3
_HELD_OUT: Final = 20_000
"""Made-up hands of each pack to measure on."""


def main() -> None:
    """Do what the command line asks."""
    train(_arguments())


def train(arguments: argparse.Namespace) -> None:
    """Train until the time is up, unless only writing is asked for; then write and measure."""
    torch.set_num_threads(1)
    folder = cache.folder("finger_reader") / arguments.run
    run = Run.open(folder, shape(tuple(arguments.widths)), arguments.members)
    if not arguments.only_write:
        frames_learning.train(run, 60 * arguments.minutes, _tell)
    note = folder / "note.txt"
    said = note.read_text(encoding="utf-8").strip() if note.is_file() else ""
    write(run.averages(), run.votes(), run.progress, arguments.out, arguments.data, arguments.held_out, said)


def shape(widths: tuple[int, ...] = WIDTHS) -> FingerShape:
    """Return the shape of one network."""
    return FingerShape(WIDTH, widths, {pack: len(names) + 1 for pack, names in NAMES.items()})


def write(
    networks: list[FingerNetwork],
    votes: list[float],
    progress: Progress,
    out: Path,
    data: Path | None = None,
    held_out: int = _HELD_OUT,
    note: str = "",
) -> None:
    """Write the weights, the settings and the figures; each network has so many votes.

    The note is what the card should say of the run beside its figures.
    """
    networks = frames_shipping.for_still_frames(networks)
    temperature = frames_evaluation.temperatures(networks, votes, held_out)
    frames_shipping.write(networks, votes, temperature, out)
    figures = figures_of(Recognizer(out), progress, data, held_out)
    figures["networks"], figures["votes"] = len(networks), votes
    figures["parameters"] = sum(one.numel() for network in networks for one in network.parameters())
    path = out / FIGURES
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if data is None:
        figures["real"] = before.get("real", {})
    figures["note"] = note
    path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    _tell(json.dumps({part: figures[part] for part in ("made up", "real")}, ensure_ascii=False))


def figures_of(
    recognizer: Recognizer, progress: Progress, data: Path | None, held_out: int
) -> dict[str, Any]:
    """Return what training took, and how well hands are read that were not trained on."""
    every = max(1, len(progress.curve) // 16)
    return {
        "hands": progress.hands,
        "CPU minutes": round(progress.seconds / 60, 1),
        "made up": frames_evaluation.made_up(recognizer, held_out),
        "real": frames_evaluation.real(recognizer, data) if data else {},
        "curve": progress.curve[::-1][::every][::-1],
    }


def options(parser: argparse.ArgumentParser) -> None:
    """Add what can be asked for on the command line."""
    parser.add_argument("--minutes", type=float, default=7, help="of CPU, in all")
    parser.add_argument("--only-write", action="store_true", help="write what a run has come to")
    parser.add_argument("--data", type=Path, help="the folder of real landmarks to measure on")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--run", default="frames", help="the folder of checkpoints; gone on with if there")
    parser.add_argument("--members", type=int, default=MEMBERS, help="networks whose votes are averaged")
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS, help="of each network's layers")
    parser.add_argument("--held-out", type=int, default=_HELD_OUT, help="made-up hands to measure on")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.finger_reader.frames", description=__doc__)
    options(parser)
    return parser.parse_args()


def _tell(sentence: str) -> None:
    print(f"{datetime.now():%H:%M:%S}  {sentence}", flush=True)


if __name__ == "__main__":
    main()
