"""Train, evaluate and write the reader of lines: `python -m training.line_reader`."""

import argparse
import json
import multiprocessing
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

import cv2
import torch
from safetensors.torch import load_file

from engines import resource
from engines.image_description.screen.line_network import LineNetwork, Shape
from engines.image_description.screen.line_words import Words
from training import cache
from training.line_reader import (
    card,
    checkpoints,
    comparison,
    evaluation,
    learning,
    rendering,
    shipping,
    vocabulary,
)
from training.line_reader.shards import Sample

_RUN: Final = "line_reader"
_SHIPPED: Final = resource.path("models", "line_reader")
_CALIBRATED_ON: Final = 3000
_SCREENS: Final = 40
"""Of each renderer's kept-out kit, to be evaluated on."""


def main() -> None:
    """Do what the command line asks."""
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    cv2.setNumThreads(1)
    root = cache.folder(_RUN)
    for name in ("rendered", "crops"):
        (root / name).mkdir(exist_ok=True)
    if not arguments.only_evaluate:
        if arguments.crops:
            _crops(root, arguments.crops)
        _train(root, arguments)
    _ship(root, root / arguments.run, arguments.out, arguments.real)


def _train(root: Path, arguments: argparse.Namespace) -> None:
    end = _time_of(arguments.until) if arguments.until else time.time() + 60 * arguments.minutes
    held_out = evaluation.held_out(root / "held-out")
    start_from = shipping.read(_SHIPPED) if arguments.from_shipped else None
    renderers = _start_renderers(root / "rendered", arguments.renderers)
    try:
        stream = learning.Stream(root / "rendered", root / "crops", int(time.time()))
        run = root / arguments.run
        learning.train(stream, run, Shape(), end, _tell, start_from, held_out)
    finally:
        for renderer in renderers:
            renderer.terminate()


def _crops(root: Path, count: int) -> None:
    """Cut lines to train on out of screens of both renderers."""
    from training.line_reader import crops
    from training.screens import qt, web

    seed = int(time.time()) % 100_000
    for name, renderer in (("qt", qt), ("web", web)):
        _tell(f"{count} screens of {name}")
        crops.cut(renderer.screens(seed), root / "crops", name, count, seed, 0.12)


def _ship(root: Path, run: Path, out: Path, real_screens: Path | None) -> None:
    """Write the model, all its figures, and in which languages from which confidence it is used."""
    network = LineNetwork(checkpoints.shape_of(run))
    network.load_state_dict(load_file(run / "average.safetensors"))
    network.eval()
    shipping.write(network, out)
    progress: dict[str, Any] = json.loads((run / "progress.json").read_text())
    figures: dict[str, Any] = {"lines": progress["lines"], "seconds": round(progress["seconds"])}
    note = run / "note.txt"
    figures["note"] = note.read_text(encoding="utf-8").strip() if note.is_file() else ""
    held_out = evaluation.held_out(root / "held-out")
    vocabulary.write(out / "words.txt")
    words = Words(out / "words.txt")
    figures["held out"] = {
        name: (*evaluation.score(network, samples), *evaluation.score(network, samples, words))
        for name, samples in held_out.items()
    }
    store = root / "compared"
    comparison.read_by_others(store, _SCREENS)
    ours, others = _for_calibration(comparison.samples(store))
    settings = shipping.calibrate(network, words, ours)
    _write(settings, out / "settings.json")
    figures["calibration"] = shipping.checked(network, words, out, others)
    compared = comparison.kept_out(store, out)
    real = comparison.real(real_screens, store / "real", out) if real_screens else []
    figures["sure"] = settings["sure"] = comparison.sure(compared, real)
    _write(settings, out / "settings.json")
    figures["kept-out kits"] = comparison.figures(compared, settings["sure"])
    if real_screens and real:
        figures["real"] = comparison.key_strings(real, settings["sure"])
        figures["cost"] = comparison.costs(real_screens, store / "real", out)
    _write(progress["curve"], out / "curve.json")
    _write(figures, out / "figures.json")
    (out / "card.md").write_text(card.written(figures, progress["curve"], out), encoding="utf-8")
    _tell(json.dumps(figures, ensure_ascii=False))


def _write(facts: Any, path: Path) -> None:
    path.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _for_calibration(cut: Sequence[Sample]) -> tuple[list[Sample], list[Sample]]:
    """Return two sets, to fit and to check: rendered of held-out strings, and cut from the kept-out kits."""
    rendered = list(islice(rendering.lines(91, held_out=True), _CALIBRATED_ON))
    both = [*rendered, *cut]
    return both[::2], both[1::2]


def _start_renderers(folder: Path, count: int) -> Sequence[BaseProcess]:
    spawn = multiprocessing.get_context("spawn")
    seed = int(time.time()) % 100_000_000
    started = []
    for number in range(count):
        renderer = spawn.Process(target=rendering.render, args=(folder, seed + number), daemon=True)
        renderer.start()
        started.append(renderer)
    return started


def _time_of(clock: str) -> float:
    """Return the next moment a clock shows this."""
    hour, minute = map(int, clock.split(":"))
    now = datetime.now()
    moment = now.replace(hour=hour, minute=minute, second=0)
    return (moment if moment > now else moment + timedelta(days=1)).timestamp()


def _tell(sentence: str) -> None:
    print(f"{datetime.now():%H:%M:%S}  {sentence}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.line_reader", description=__doc__)
    parser.add_argument("--minutes", type=float, default=240, help="train this long")
    parser.add_argument("--until", help="train until the clock shows this (HH:MM) instead")
    parser.add_argument(
        "--only-evaluate", action="store_true", help="write weights, figures and card of a run"
    )
    parser.add_argument("--from-shipped", action="store_true", help="begin with the shipped weights")
    parser.add_argument(
        "--crops", type=int, default=0, help="first cut lines out of so many screens of each renderer"
    )
    parser.add_argument("--real", type=Path, help="a folder of real screens with key strings to measure on")
    parser.add_argument("--out", type=Path, default=_SHIPPED)
    parser.add_argument(
        "--run", default="run", help="the folder of checkpoints; one begun before is gone on with"
    )
    parser.add_argument("--renderers", type=int, default=1, help="processes that render beside the training")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
