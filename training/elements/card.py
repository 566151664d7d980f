"""Writes what is known of the trained element classifier beside it, from measured figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from training.elements.evaluate import POOLED, Score
from training.elements.train import Plan


@dataclass(frozen=True, eq=False)
class Facts:
    """What a card tells."""

    scores: Mapping[str, Score]
    """By `set: classifier`."""
    minutes: float
    """Processor time of the training, without drawing screens and cutting crops."""
    plan: Plan
    screens: Mapping[str, int]
    """How many were there in each set."""
    boxes: int
    """How many were trained on."""
    weights: int
    kits: Mapping[str, int]
    """How many screens of each kit were trained on."""
    checked: str = ""
    """What a person counted on real screens."""


def write(folder: Path, facts: Facts) -> None:
    """Write card.md."""
    size = sum(path.stat().st_size for path in folder.iterdir() if path.suffix in (".onnx", ".safetensors"))
    notes = Path(__file__).with_name("notes.md").read_text("utf-8")
    kits = ", ".join(f"{kit} {count}" for kit, count in sorted(facts.kits.items()))
    parts = [
        "# Element classifier\n",
        notes,
        "## Size and training\n",
        f"{facts.weights:,} weights; {size / 1e6:.1f} MB as safetensors and ONNX together. "
        f"{facts.boxes:,} boxes, {facts.plan.steps} steps of {facts.plan.batch}, {facts.minutes:.0f} minutes "
        "of one core (without drawing the screens and cutting the boxes out).\n",
        f"Screens by set: {', '.join(f'{name} {count}' for name, count in facts.screens.items())}. "
        f"Trained on, by kit: {kits}.\n",
        "## Figures, rules and network on the same screens in one run\n",
        "Found: a box with intersection over union of at least .5 (of tabs, menu items "
        "and links: the middle) and the right role. Pooled: "
        + ", ".join(POOLED)
        + ". State: of those found, exactly the right states. "
        "Real screens are not boxed completely, so nothing can be said of precision there.\n",
        _summary(facts.scores),
        facts.checked,
        "## By role\n",
        *(f"### {name}\n\n```\n{score.table()}\n```\n" for name, score in facts.scores.items()),
    ]
    (folder / "card.md").write_text("\n".join(part for part in parts if part), "utf-8")


def _summary(scores: Mapping[str, Score]) -> str:
    rows = ["| screens | pooled | all roles | precision | state |", "|---|---|---|---|---|"]
    for name, score in scores.items():
        values = (score.recall(POOLED), score.recall(), score.precision(), score.state())
        shown = " | ".join("-" if value != value else f"{value:.3f}" for value in values)
        rows.append(f"| {name} | {shown} |")
    return "\n".join(rows) + "\n"
