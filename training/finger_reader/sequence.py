"""Train and write the model that reads spelling over time: `python -m training.finger_reader.sequence`.

Made-up hands only; needs torch and nothing from outside. The figures it writes (`sequence_figures.json`) are
of made-up clips of another seed; those of real hands come from `tests/benchmarks`.
"""

import argparse
import json
import math
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

import torch

from engines import resource
from engines.sign_to_text.fingerspelling.sequence_network import SequenceNetwork, SequenceShape
from engines.sign_to_text.fingerspelling.sequence_steps import FEATURES
from training import cache
from training.finger_reader import sequence_learning, sequence_material
from training.finger_reader.sequence_learning import Progress, Run
from training.finger_reader.sequence_material import Batch
from training.hands.spelling.strings import CLASSES, Alphabet

_SHIPPED: Final = resource.path("models", "finger_reader")
_KEPT_OUT_SEED: Final = 99_000_001
_KEPT_OUT: Final = 400
"""Clips of each alphabet to measure on."""


def main() -> None:
    """Do what the command line asks."""
    arguments = _arguments()
    torch.set_num_threads(1)
    run = Run.open(cache.folder("finger_reader") / arguments.run, shape())
    if not arguments.only_write:
        batches = sequence_material.batches(1 + run.progress.steps)
        if not run.progress.steps:
            run.measure(islice(batches, 30))
        until = _time_of(arguments.until) if arguments.until else math.inf
        sequence_learning.train(run, batches, 60 * arguments.minutes, _tell, until)
    write(run.average, arguments.out, run.progress)


def shape() -> SequenceShape:
    """Return the shape of the network that ships."""
    return SequenceShape(FEATURES, tuple((name, len(names)) for name, names in CLASSES.items()))


def write(network: SequenceNetwork, folder: Path, progress: Progress, clips: int = _KEPT_OUT) -> None:
    """Write the weights at half precision, what the reader needs to know, and figures of some clips."""
    folder.mkdir(parents=True, exist_ok=True)
    halves = {name: value.half() for name, value in network.state_dict().items()}
    sequence_learning.write(halves, folder / "sequence.safetensors")
    (folder / "sequence.safetensors").chmod(0o644)
    facts = {"shape": network.shape.written(), "alphabets": CLASSES}
    _write(facts, folder / "sequence.json")
    figures = figures_of(network, progress, clips)
    _write(figures, folder / "sequence_figures.json")
    _tell(json.dumps(figures["made up"], ensure_ascii=False))


def note(folder: Path, measured: dict[str, Any]) -> None:
    """Put what a benchmark measured on real hands into the figures; new weights begin without any."""
    path = folder / "sequence_figures.json"
    figures = json.loads(path.read_text(encoding="utf-8"))
    _write(figures | {"real": figures.get("real", {}) | measured}, path)


def figures_of(network: SequenceNetwork, progress: Progress, count: int) -> dict[str, Any]:
    """Return what training took, and errors a sign on made-up clips of another seed."""
    measured: dict[str, Any] = {}
    for which in CLASSES:
        clips = sequence_material.clips_of(which, count, _KEPT_OUT_SEED)
        batches = sequence_material.batched(which, clips, random.Random(1))
        measured[which] = {"sign errors": round(sign_errors(network, which, batches), 4), "clips": count}
    return {
        "parameters": sum(one.numel() for one in network.parameters()),
        "clips": progress.clips,
        "CPU minutes": round(progress.seconds / 60, 1),
        "made up": measured,
        "curve": progress.curve[:: max(1, len(progress.curve) // 40)],
    }


def sign_errors(network: SequenceNetwork, which: Alphabet, batches: Sequence[Batch]) -> float:
    """Return the edits a sign that lead from what is read, the likeliest class of each step, to the truth."""
    edits = total = 0
    with torch.inference_mode():
        for batch in batches:
            spelled, _, _ = network(batch.features, which)
            for row, signs, length in zip(
                spelled.argmax(2).tolist(), batch.signs, batch.lengths, strict=True
            ):
                edits += _edits(collapsed(row[: int(length)], spelled.shape[2] - 1), signs)
                total += len(signs)
    return edits / max(1, total)


def collapsed(best: Sequence[int], blank: int) -> tuple[int, ...]:
    """Return the classes that a row of likeliest ones spells."""
    changes = [one for one, before in zip(best, (blank, *best), strict=False) if one != before]
    return tuple(one for one in changes if one != blank)


def _edits(read: Sequence[int], truth: Sequence[int]) -> int:
    row = list(range(len(truth) + 1))
    for number, one in enumerate(read, 1):
        before, row[0] = row[0], number
        for place, other in enumerate(truth, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (one != other))
    return row[-1]


def _write(facts: Any, path: Path) -> None:
    path.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _time_of(clock: str) -> float:
    """Return the next moment a clock shows this."""
    hour, minute = map(int, clock.split(":"))
    now = datetime.now()
    moment = now.replace(hour=hour, minute=minute, second=0)
    return (moment if moment > now else moment + timedelta(days=1)).timestamp()


def _tell(sentence: str) -> None:
    print(f"{datetime.now():%H:%M:%S}  {sentence}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.finger_reader.sequence", description=__doc__)
    parser.add_argument("--minutes", type=float, default=20, help="of CPU, in all")
    parser.add_argument("--until", help="train no longer than until the clock shows this (HH:MM)")
    parser.add_argument("--only-write", action="store_true", help="write what a run has come to")
    parser.add_argument("--out", type=Path, default=_SHIPPED)
    parser.add_argument("--run", default="sequence", help="the folder of checkpoints; gone on with if there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
