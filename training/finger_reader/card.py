"""Writes the card of the finger readers from their figures: nothing stands in it that was not measured."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

_WANTED: Final = {
    "letters, one signer": ("top-1", 0.90, "top-3", 0.97),
    "letters, several signers, noisy": ("top-1", 0.68, "top-3", 0.84),
    "digit photographs": ("top-1", 0.99),
}
"""What was set out to be reached on real hands."""
_DIGITS: Final = 2


def write(folder: Path) -> None:
    """Write card.md of what lies in a folder: weights, and the figures of each part."""
    (folder / "card.md").write_text(written(folder), encoding="utf-8")


def written(folder: Path) -> str:
    """Return the card as Markdown; a part without figures is left out."""
    frames, sequence = (_figures(folder / f"{part}_figures.json") for part in ("frames", "sequence"))
    parts = [
        "# Finger reader\n\nReads finger spelling from the 21 points of a hand: letters and digits of "
        "American Sign Language and the Korean finger alphabet. It does not translate a sign language.\n\n"
        "Made by `python -m training.finger_reader`; this card is written by it too.",
        _DATA,
    ]
    if frames:
        parts += _of_frames(frames, folder / "model.safetensors")
    if sequence:
        parts += _of_sequence(sequence, folder / "sequence.safetensors")
    parts.append(_LIMITS)
    return "\n\n".join(parts) + "\n"


_DATA: Final = (
    "## Data\n\nMade-up hands alone: a hand with 21 joints, bones that differ, the pose tables of "
    "`engines/hands/shapes` (their sources are named there), views, cameras, and the errors a finder of "
    "hands makes (`training/hands`). No picture, video or landmark of a real hand was trained on. The "
    "pose tables, the noise and the votes were chosen by looking at what is mixed on the development "
    "halves of the real sets named below, so figures on other material may be lower."
)

_LIMITS: Final = (
    "## Limits\n\nFists (A, E, M, N, S, T) and U, R, K, V look much alike in 21 points: words, and the next "
    "two guesses, decide better than the best guess. J, Z and the doubled and compound Korean letters are "
    "movements, which a single frame does not show. No real hands that spell Korean were at hand: hands of "
    "ASL that are the same shape, turned over in the picture, stand in for some of the letters; the others "
    "were measured on made-up hands alone. Whose hand it is must be known for Korean: a left hand's ㅏ is a "
    "right hand's ㅗ."
)


def _of_frames(figures: Mapping[str, Any], weights: Path) -> list[str]:
    minutes, hands = figures["CPU minutes"], figures["hands"]
    parts = [
        f"## Single frames\n\n{_size(weights, figures)}; trained on {hands:,} hands, each seen once by "
        f"each network, in {minutes:g} CPU minutes of one core. "
        f"{_early(figures.get('votes', []))}Features: `features.py`; the network: "
        "`network.py`, both in `engines/sign_to_text/fingerspelling`."
        + (f" {figures['note']}" if figures.get("note") else ""),
        "### Made-up hands of another seed\n\n" + _summary(figures["made up"]),
    ]
    if figures["real"]:
        parts.append(
            "### Real hands, never trained on\n\nHandedness unknown, so every hand of ASL is read as a right "
            "and as a left one; the Korean letters are read as the right hand's they are.\n\n"
            + _summary(figures["real"])
            + "\n\n"
            + _reached(figures["real"])
        )
        parts += [_by_letter(name, one) for name, one in figures["real"].items()]
    return parts


def _early(votes: Sequence[float]) -> str:
    """Say which networks count how much, if not all alike."""
    if len(set(votes)) < 2:
        return ""
    return (
        "Half of the networks are the others as they were after a ninth of the time: less used to made-up "
        f"hands, they read noisy real ones better, and have {max(votes):g} votes to {min(votes):g}. "
    )


def _of_sequence(figures: Mapping[str, Any], weights: Path) -> list[str]:
    rows = [
        (name, one["clips"], _shown(one["sign errors"])) for name, one in figures.get("made up", {}).items()
    ]
    text = (
        f"## Over time\n\n{_size(weights, figures)}; trained on {figures['clips']:,} made-up clips in "
        f"{figures['CPU minutes']:g} CPU minutes of one core, with CTC.\n\n"
        + _table(("made-up clips of another seed", "clips", "wrong signs per sign"), rows)
    )
    return [text, *_real_over_time(figures.get("real", {}))]


def _real_over_time(found: Mapping[str, Any]) -> list[str]:
    if not found:
        return []
    rows = [(name, json.dumps(one, ensure_ascii=False)) for name, one in found.items()]
    return ["### Real hands over time\n\n" + _table(("", "measured"), rows)]


def _size(weights: Path, figures: Mapping[str, Any]) -> str:
    networks = figures.get("networks", 1)
    many = f"{networks} networks, " if networks > 1 else ""
    return (
        f"{many}{figures['parameters'] / 1000:.0f} thousand weights "
        f"({weights.name}, {weights.stat().st_size / 1e6:.1f} MB)"
    )


def _summary(found: Mapping[str, Mapping[str, Any]]) -> str:
    names = ("hands", "top-1", "top-3", "calibration error", "letters taken for none")
    rows = [(name, *(_shown(one[column]) for column in names)) for name, one in found.items()]
    more = [one.get("none taken for letters") for one in found.values()]
    note = ""
    if all(one is not None for one in more):
        shown = ", ".join(f"{name} {_shown(one)}" for name, one in zip(found, more, strict=True))
        note = (
            f"\n\nOf resting, passing and random hands, taken for a letter with more than one half: {shown}."
        )
    return _table(("", *names), rows) + note


def _reached(found: Mapping[str, Mapping[str, Any]]) -> str:
    lines = []
    for name, goals in _WANTED.items():
        for measure, goal in zip(goals[::2], goals[1::2], strict=True):
            if name in found:
                value = found[name][str(measure)]
                verdict = "reached" if value >= float(goal) else "not reached"
                lines.append(f"- {name}, {measure} of at least {_shown(goal)}: {_shown(value)}, {verdict}.")
    return "\n".join(lines)


def _by_letter(name: str, found: Mapping[str, Any]) -> str:
    letters = ", ".join(f"{letter} {share:.2f}" for letter, share in found["letters"].items())
    mixed = ", ".join(f"{pair} {count}" for pair, count in found["mixed"].items())
    return f"{name[0].upper()}{name[1:]}: {letters}. Mixed most: {mixed or 'nothing'}."


def _figures(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _shown(value: Any) -> str:
    return f"{value:.{_DIGITS + 1}f}" if isinstance(value, float) else f"{value:,}"


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
