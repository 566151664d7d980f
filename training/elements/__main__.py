"""Trains, measures and writes the element classifier: `python -m training.elements --help`."""

import argparse
import logging
from pathlib import Path

import cv2
import torch

from engines import resource
from engines.image_description.screen.classifier_network import FOLDER
from training.elements.run import Run, Scale
from training.elements.train import Plan

logger = logging.getLogger(__name__)


def main() -> None:
    """Read what is asked for, and do it."""
    parser = argparse.ArgumentParser(prog="python -m training.elements", description=__doc__)
    parser.add_argument("--screens", type=Path, nargs="+", help="folders of drawn screens")
    parser.add_argument("--work", type=Path, help="where crops and checkpoints are kept")
    parser.add_argument("--out", type=Path, default=resource.path(*FOLDER), help="where the model is written")
    parser.add_argument("--real", type=Path, help="real screens boxed by hand, to be judged on too")
    parser.add_argument("--start", type=Path, help="a model to go on from; by default all is learned anew")
    parser.add_argument("--rate", type=float, default=2e-3, help="the highest learning rate")
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=0, help="of the draws")
    parser.add_argument(
        "--beside",
        type=Path,
        nargs="*",
        default=[],
        help="work folders of trainings with other seeds running now; weights are averaged as they go",
    )
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--most", type=int, default=2500, help="screens trained on of each set, at most")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--detected", type=float, default=0.12, help="share of the screens whose lines a real detector finds"
    )
    parser.add_argument(
        "--fresh-gate", action="store_true", help="train the gate again, and cut all crops again"
    )
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(args.threads)
    cv2.setNumThreads(args.threads)
    if args.screens is None or args.work is None:
        from training.cache import folder

        args.screens = args.screens or sorted(path for path in folder("screens").iterdir() if path.is_dir())
        args.work = args.work or folder("elements")
    scale = Scale(screens=args.most, detected=args.detected)
    plan = Plan(args.steps, args.batch, args.rate, args.seed)
    run = Run(args.screens, args.work, args.out, plan, scale, logger.info, args.real, args.start, args.beside)
    run.all(args.fresh_gate)


if __name__ == "__main__":
    main()
