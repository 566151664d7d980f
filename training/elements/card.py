"""Writes what is known of the trained element classifier beside it, from measured figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from training.elements.evaluate import Score
from training.elements.train import Plan


@dataclass(frozen=True, eq=False)
class Facts:
    """What a card tells."""

    scores: Mapping[str, Score]
    """By name of set and classifier."""
    minutes: float
    """Processor time of the training, without rendering and cutting crops."""
    plan: Plan
    screens: Mapping[str, int]
    """How many in each set."""


def write(folder: Path, facts: Facts) -> None:
    """Write card.md; what stands by hand in card-head.md comes first."""
    size = sum(path.stat().st_size for path in folder.iterdir() if path.suffix in (".onnx", ".safetensors"))
    parts = [
        "# Element classifier",
        "## Figures of this training",
        f"{facts.plan.steps} steps of {facts.plan.batch} boxes, {facts.minutes:.0f} minutes of one core; "
        f"{size / 1e6:.1f} MB with both formats.",
        *(f"- {name}: {count} screens" for name, count in facts.screens.items()),
        *(f"\n### {name}\n\n```\n{score.table()}\n```" for name, score in facts.scores.items()),
    ]
    (folder / "card.md").write_text("\n".join(parts) + "\n", "utf-8")
