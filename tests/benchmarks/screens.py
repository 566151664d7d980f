"""How much of real screens is read: `python -m tests.benchmarks.screens --data DIR [--told LEVEL]`.

DIR holds sNN.png and sNN.json with `texts` (key strings), `elements` and `lang`. Prints recall of key
strings for each screen and language; with `--told`, also what is said of each, to be read by a person.
"""

import argparse
import collections
import json
import unicodedata
from pathlib import Path

from engines.image_description import LEVELS, wording
from engines.image_description.screen.engine import ScreenDescriber
from engines.sources.pictures import read
from engines.words import catalogue

WORDS = catalogue("en")


def folded(text: str) -> str:
    """Return a text as key strings are compared: NFKC, lower case, no spaces or middle dots."""
    text = unicodedata.normalize("NFKC", text).lower()
    return "".join(letter for letter in text if not letter.isspace() and letter not in "·•")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--told", choices=LEVELS)
    args = parser.parse_args()
    totals: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    describer = ScreenDescriber()
    for path in sorted(args.data.glob("s*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        *_, seen = describer.describe(read(args.data / truth["file"]))
        everything = "".join(folded(line.text) for line in seen.texts)
        missed = [key for key in truth["texts"] if folded(key) not in everything]
        total = totals[truth["lang"]]
        total[0] += len(truth["texts"]) - len(missed)
        total[1] += len(truth["texts"])
        found = f"{len(truth['texts']) - len(missed)}/{len(truth['texts'])}"
        print(f"{truth['id']:5}{found:>7}  {seen.kind:15}{seen.seconds.total:6.2f} s  missed: {missed}")
        if args.told:
            print("".join(f"      {said}\n" for said in wording.sentences(seen, args.told, WORDS)))
    describer.close()
    for language, (found, count) in totals.items():
        print(f"key strings {language}: {found / count:.3f} of {count}")


if __name__ == "__main__":
    main()
