"""Single frames of real hands, letter by letter: `python -m tests.benchmarks.finger_shapes --data DIR`.

DIR holds `asl_letters_boris_landmarks/*.npz`, `asl_letters_signn_landmarks/*.json` and `digits_ardamavi`, a
folder of photographs for each digit, in which Sori's own finder looks for hands (kept in the training cache
for the next time). Nothing of them was trained on. Handedness is unknown: each hand is read as both. For want
of real Korean hands, those of ASL that are Korean letters too, turned over in the picture, stand in.
"""

import argparse
import time
from pathlib import Path

import torch

from engines.sign_to_text.fingerspelling.recognizer import Recognizer
from training.finger_reader.frames_evaluation import scored
from training.finger_reader.real import KOREAN, in_korean, sets


def main() -> None:
    """Print the figures of every set there is."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.finger_shapes", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="a folder of weights other than those that ship")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    recognizer = Recognizer(arguments.model)
    known = list(sets(arguments.data))
    for hands in (*known, in_korean(known)):
        began = time.process_time()
        found = scored(recognizer, hands, "right" if hands.name == KOREAN else "unknown")
        spent = (time.process_time() - began) / len(hands.labels) * 1000
        seen = f", found {found['found']:.4f} of {hands.pictures}" if hands.pictures else ""
        print(f"{hands.name} ({hands.pack}): {found['hands']} hands{seen}, {spent:.2f} CPU ms a hand")
        print(f"  top-1 {found['top-1']:.4f}  top-3 {found['top-3']:.4f}", end="  ")
        print(f"calibration error {found['calibration error']:.3f}", end="  ")
        print(f"taken for none {found['letters taken for none']:.3f}")
        print("  " + "  ".join(f"{letter} {share:.2f}" for letter, share in found["letters"].items()))
        print("  mixed: " + ", ".join(f"{pair} {count}" for pair, count in found["mixed"].items()))


if __name__ == "__main__":
    main()
