"""Train, evaluate and write the reader of lines: `python -m training.line_reader`."""

import argparse
import multiprocessing
import time
from datetime import datetime
from pathlib import Path
from typing import Final

import cv2
import torch

from engines.image_description.screen.line_network import LineNetwork, Shape
from training import cache
from training.line_reader import evaluation, learning, rendering

_RUN: Final = "line_reader"


def main() -> None:
    """Do what the command line asks."""
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    cv2.setNumThreads(1)
    root = cache.folder(_RUN)
    end = _time_of(arguments.until) if arguments.until else time.time() + 60 * arguments.minutes
    rendered, crops = root / "rendered", root / "crops"
    for folder in (rendered, crops):
        folder.mkdir(exist_ok=True)
    held_out = evaluation.held_out(root / "held-out")
    renderers = _start_renderers(rendered, arguments.renderers)
    try:
        stream = learning.Stream(rendered, crops, int(time.time()))
        learning.train(stream, root / arguments.run, Shape(), end, _tell, None, held_out)
    finally:
        for renderer in renderers:
            renderer.terminate()


def _start_renderers(folder: Path, count: int) -> list[multiprocessing.process.BaseProcess]:
    spawn = multiprocessing.get_context("spawn")
    seed = int(time.time()) % 100_000_000
    started = []
    for number in range(count):
        renderer = spawn.Process(target=rendering.render, args=(folder, seed + number), daemon=True)
        renderer.start()
        started.append(renderer)
    return started


def _time_of(clock: str) -> float:
    hour, minute = map(int, clock.split(":"))
    return datetime.now().replace(hour=hour, minute=minute, second=0).timestamp()


def _tell(sentence: str) -> None:
    print(f"{datetime.now():%H:%M:%S}  {sentence}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.line_reader", description=__doc__)
    parser.add_argument("--minutes", type=float, default=240)
    parser.add_argument("--until", help="train until this time of today (HH:MM) instead")
    parser.add_argument("--run", default="run", help="the folder of checkpoints in the training cache")
    parser.add_argument("--renderers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
