"""Writes the model's card from its figures: nothing stands in it that was not measured."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from engines.image_description.screen.line_letters import LETTERS
from training import catalogues, fonts
from training.line_reader import shipping

_WANTED: Final = {"en": 0.97, "ko": 0.92}
"""Of key strings on real screens."""
_NAMES: Final = {"en": "English", "ko": "Korean"}


def written(figures: Mapping[str, Any], curve: Sequence[Mapping[str, Any]], folder: Path) -> str:
    """Return the card as Markdown."""
    network = shipping.read(folder)
    weights = sum(parameter.numel() for parameter in network.parameters())
    sizes = ", ".join(
        f"{name} {(folder / name).stat().st_size / 1e6:.1f} MB"
        for name in ("model.safetensors", "model.onnx")
    )
    parts = [
        "# Line reader\n\n"
        "Reads one line of Latin text, digits, signs and Hangul from its crop: convolutions and CTC over "
        f"{len(LETTERS)} letters and jamo, {weights / 1000:.0f} thousand weights ({sizes}). The network is "
        f"`engines/image_description/screen/line_network.py`, its shape {network.shape.written()}.\n\n"
        "Made by `python -m training.line_reader`; this card is written by it too.",
        _data(),
        f"## Training\n\n{figures['lines']:,} lines in {figures['seconds'] / 60:.0f} minutes on the "
        f"clock, one thread "
        "of a shared two-core machine in bfloat16, another process rendering; each rendered line is used "
        "about twice, "
        "with small changes. The rate falls to nothing at the end; the shipped weights are a running "
        f"average. {figures.get('note', '')}\n\n" + _curve(curve),
        "## Lines held out\n\nStrings that training never saw, in fonts that it saw and in fonts it did not; "
        "exact is the share of lines without any wrong letter, spaces apart; CER counts them.\n\n"
        + _held_out(figures["held out"]),
    ]
    if figures.get("kept-out kits"):
        parts.append(_kept_out(figures["kept-out kits"]))
    if figures.get("real"):
        parts.append(_real(figures["real"]))
    if figures.get("cost"):
        parts.append(_cost(figures["cost"]))
    parts.append(_confidence(figures["calibration"], figures.get("sure", {})))
    parts.append(limits(figures.get("real", {})))
    return "\n\n".join(parts) + "\n"


def _data() -> str:
    korean, latin = fonts.korean(), fonts.latin()
    kept = len(fonts.korean(kept_out=True)) + len(fonts.latin(kept_out=True))
    packages = sorted({font.package for font in (*korean, *latin)})
    strings = len(catalogues.strings("en")), len(catalogues.strings("ko"))
    return (
        "## Data\n\n"
        f"- Strings: {strings[0]:,} English and {strings[1]:,} Korean interface strings from the message "
        f"catalogues of "
        f"{len(catalogues.PACKAGES)} Debian 12 packages (named in `training/catalogues.py`), under those "
        f"packages' free "
        "licences (mostly GPL-2+, GPL-3+ and LGPL; each package's /usr/share/doc/PACKAGE/copyright says "
        "which). One in "
        "twenty is kept out. Besides: numbers, dates, files, addresses, random syllables, letters of "
        "other scripts.\n"
        f"- Fonts: {len(korean)} Korean and {len(latin)} Latin faces, {kept} more kept out, of the Debian "
        f"packages "
        f"{', '.join(packages)}; under the SIL Open Font License, Apache-2.0, GPL with font exception, "
        f"LPPL, Bitstream "
        "Vera's and like free licences, as each package's copyright file says. No font is shipped.\n"
        "- Screens: lines cut out of the Qt and web screens of `training/screens`, a quarter of all lines "
        "seen; one Qt "
        "theme and one web kit are kept out.\n"
        "- No string, font, line or screen is part of Sori; only the weights are, and `words.txt`: single "
        "words that stand in two or more of the strings. No real screenshot was trained on."
    )


def _held_out(found: Mapping[str, Any]) -> str:
    head = ("lines", "exact", "CER", "exact with words", "CER with words")
    note = "\n\nWith words: letters that look alike are chosen so that known words come out (`words.txt`)."
    return _table(head, [(name, *pair) for name, pair in found.items()]) + note


def _curve(curve: Sequence[Mapping[str, Any]]) -> str:
    names = (
        "ko seen exact",
        "ko unseen exact",
        "ko unseen cer",
        "en seen exact",
        "en unseen exact",
        "en unseen cer",
    )
    looks = [one for one in curve if "loss" in one]
    step = max(1, len(looks) // 14)
    shown = [*looks[: len(looks) - 1 : step], looks[-1]] if looks else []
    rows = [(f"{one['lines']:,}", one["loss"], *(one.get(name, "") for name in names)) for one in shown]
    note = ""
    if any("real en" in one for one in curve):
        reals = [one for one in curve if "real en" in one]
        note = (
            "\n\nKey strings of ten real screens, ours alone, along the way (the last with words):\n\n"
            + _table(
                ("lines", "en", "ko"),
                [(f"{one['lines']:,}", one["real en"], one["real ko"]) for one in reals],
            )
        )
    return _table(("lines seen", "loss", *names), rows) + note


def _kept_out(found: Mapping[str, Any]) -> str:
    names = ("lines", "others", "ours", "ours with spaces", "together", "left to ours")
    rows = [(_NAMES[language], *(one[name] for name in names)) for language, one in found.items()]
    return (
        "## Kits kept out\n\nBoxes of the detector on screens of the Qt theme and the web kit that "
        "training never saw. "
        "Others: PP-OCRv6 and Tesseract as the engine used them before. Together: ours where it is sure. "
        "Spaces and "
        "case apart, but for the column that says so.\n\n" + _table(("", *names), rows)
    )


def _real(found: Mapping[str, Any]) -> str:
    rows = [
        (_NAMES[language], *(ways[way][0] for way in ("others", "ours", "together", "left to ours")))
        for language, ways in found.items()
    ]
    counts = ", ".join(
        f"{ways['ours'][1]} {_NAMES[language]} key strings in {ways['left to ours'][1]} lines"
        for language, ways in found.items()
    )
    head = ("", "others", "ours", "together", "left to ours")
    return f"## Real screens\n\nReal screenshots, never trained on: {counts}.\n\n" + _table(head, rows)


def _cost(found: Mapping[str, Any]) -> str:
    head = ("px wide at 48 high", "lines", "PP-OCRv6 ms", "ours ms", "times less")
    rows = [(name, *one, round(one[1] / one[2], 1)) for name, one in found.items()]
    return (
        "## Cost\n\nCPU milliseconds a line, side by side in one run on the real screens' lines, "
        "one thread; ours with "
        "preparation, words and confidence.\n\n" + _table(head, rows)
    )


def _confidence(found: Mapping[str, Any], sure: Mapping[str, float]) -> str:
    used = ", ".join(f"{_NAMES[language]} from {least}" for language, least in sure.items())
    return (
        "## Confidence\n\nThe log probability of the path, through a rising curve fitted on held-out lines "
        "(`settings.json`): how likely the whole line is right, and what share of its letters. On "
        f"{found['lines']} other held-out lines, of which {found['exact']:.1%} were exact, the expected "
        f"calibration "
        f"error is {found['ece exact']} for lines and {found['ece letters']} for letters. A line of which "
        f"fewer than 70% "
        "of the letters are likely right is said to be unreadable, unless another reader can read it. "
        + (
            f"Ours decides alone in {used}; below, the others do. "
            "These were chosen on the kits kept out and the real screens above, so the figures together lean "
            "to the bright side."
            if used
            else "It is used in no language yet."
        )
    )


def limits(real: Mapping[str, Any]) -> str:
    """Return what the model cannot do, and which of the figures wanted it does not reach."""
    missed = [
        f"{_NAMES[language]} alone {ways['ours'][0]:.3f} of the wanted {_WANTED[language]}"
        for language, ways in real.items()
        if ways["ours"][0] < _WANTED[language]
    ]
    return (
        "## Limits\n\n"
        + (f"- Not reached on real screens: {'; '.join(missed)}.\n" if missed else "")
        + "- Reads no Han, kana, Cyrillic or Greek: it marks such letters as foreign, for others to read.\n"
        "- Confuses l, I and 1, O and 0 where only the sense tells them apart; Hangul under 9 px was not "
        "trained.\n"
        "- Malgun Gothic, Segoe UI and Apple's fonts are not in Debian, so it never saw them."
    )


def _table(head: Sequence[object], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
