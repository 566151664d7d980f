"""Writes resources/words: one packed list a language, a word a line, tiers parted by an empty line."""

import gzip
import shutil
from typing import Final

from engines import resource
from training import packages
from training.words import english, korean

_CARD: Final = """# Words that may be spelled

`en.txt.gz` and `ko.txt.gz` hold one word a line, the most common first, in tiers parted by an empty
line; each tier is taken to be about a third as common as the one before it. They tell the finger
speller which spellings are likely; what is not in them can be spelled all the same. Made by
`python -m training.words`.

| file | words | tiers | KB | from the Debian packages | licence |
|---|---|---|---|---|---|
{rows}
SCOWL (whose notices stand in `scowl-copyright.txt`) and hunspell-ko say what is a word. How common it
is comes from Onboard's counts and, for Korean, from how often a word stands in the translated messages
of Debian packages (`training/catalogues.py`): counts alone, of interface texts, so the order of Korean
words is rough. Proper names are in lower case; words with an apostrophe or an accent are left out, and
so are the forms that Korean makes by rule, but for those that messages hold often.
"""
_SOURCES: Final = {
    "en": ("scowl, onboard-data", "SCOWL: free for any use with its notices; Onboard's counts: GPL-3+"),
    "ko": ("hunspell-ko", "MPL-1.1 or GPL-2+ or LGPL-2.1+; its entries GPL-3+ and CC-BY-SA-4.0"),
}


def main() -> None:
    """Write both lists, their card and the notices that have to go with them."""
    folder = resource.path("words")
    folder.mkdir(exist_ok=True)
    rows = ""
    for language, tiers in (("en", english.tiers()), ("ko", korean.tiers())):
        content = "\n\n".join("\n".join(tier) for tier in tiers) + "\n"
        packed = gzip.compress(content.encode(), 9, mtime=0)
        (folder / f"{language}.txt.gz").write_bytes(packed)
        cells = [f"{sum(map(len, tiers)):,}", str(len(tiers)), str(len(packed) // 1000), *_SOURCES[language]]
        rows += f"| {language}.txt.gz | {' | '.join(cells)} |\n"
    (folder / "card.md").write_text(_CARD.format(rows=rows), encoding="utf-8")
    notices = packages.unpacked(english.PACKAGES, "words") / "scowl/usr/share/doc/scowl/copyright"
    shutil.copyfile(notices, folder / "scowl-copyright.txt")


if __name__ == "__main__":
    main()
