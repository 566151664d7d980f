"""What the classifiers find: `python -m tests.benchmarks.elements [--real DIR] [--drawn DIR…] [--boxes DIR]`.

Compares the rules with the trained network on the same screens in one run. `--real` holds sNN.png and
sNN.json with `elements` boxed by hand; `--drawn` folders of `python -m training.screens`. With `--boxes`,
pictures with everything that was found drawn in, and lists of it, are written for checking by eye.
"""

import argparse
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import cv2

from engines.image_description.screen.classifier import TrainedClassifier
from engines.image_description.screen.detector import TextDetector
from engines.image_description.screen.proposals import propose
from engines.image_description.screen.rules import RuleClassifier
from training.elements.evaluate import Case, Score, count, drawn, shown
from training.elements.reading import real_cases


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--real", type=Path)
    parser.add_argument("--drawn", type=Path, nargs="*", default=[])
    parser.add_argument("--boxes", type=Path)
    parser.add_argument("--model", type=Path, help="a folder with another trained model")
    args = parser.parse_args()
    sets: list[tuple[str, list[Case]]] = []
    if args.real:
        sets.append((args.real.name, list(real_cases(args.real))))
    detector = TextDetector(1)
    sets += [(folder.name, list(drawn(sorted(folder.glob("*.json")), detector))) for folder in args.drawn]
    classifiers = {"rules": RuleClassifier(), "trained": TrainedClassifier(args.model)}
    for name, cases in sets:
        for what, classifier in classifiers.items():
            _measure(f"{name}, {what}", cases, classifier, args.boxes)


def _measure(name: str, cases: Sequence[Case], classifier: Any, boxes: Path | None) -> None:
    score, began = Score(), time.process_time()
    spent = 0.0
    for case in cases:
        proposals = propose(case.pixels)
        began = time.process_time()
        found = classifier.classify(case.pixels, proposals, case.lines)
        spent += time.process_time() - began
        count(score, case, found)
        if boxes and "trained" in name:
            _draw(boxes, case, found)
    print(f"{name}, {len(cases)} screens, {spent / max(1, len(cases)):.3f} CPU s a screen\n{score.table()}")
    print("most often wrong:", *_wrong(score), sep="\n  ")


def _wrong(score: Score) -> Iterable[str]:
    for (truth, said), times in score.confused.most_common(12):
        if truth.startswith("*"):
            yield f"{times} x {truth[1:]} said to be {said} beyond what is there"
        else:
            yield f"{times} x {truth} said to be {said}"


def _draw(folder: Path, case: Case, found: Sequence[Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    picture = cv2.cvtColor(shown(case, found), cv2.COLOR_RGB2BGR)
    cv2.imwrite(str(folder / f"{case.name}.png"), picture)
    rows = [
        f"{number}\t{one.role}\t{' '.join(one.state)}\t{one.label}\t{one.confidence}\t{list(one.box)}"
        for number, one in enumerate(found)
    ]
    (folder / f"{case.name}.tsv").write_text("\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()
