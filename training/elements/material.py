"""Turns drawn screens into what the networks learn from: measures and views of boxes, with their truth."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from engines.image_description.screen.classifier_candidates import (
    LINE,
    RULED,
    Candidates,
    Gate,
    choose,
    gather,
    plausible,
)
from engines.image_description.screen.classifier_views import sheet, views
from engines.image_description.screen.detector import TextDetector
from engines.image_description.screen.proposals import propose
from engines.image_description.screen.rules import RuleClassifier
from engines.image_description.screen.rules_evidence import Picture
from engines.image_description.screen.rules_surroundings import Lines
from engines.results import Element, TextLine
from training.elements.labels import ROLES, Labels, label
from training.elements.sight import damaged, seen_lines, to_the_eye, with_glyphs, with_left_labels
from training.screens.truth import Screen, load_one

_MOST_ALIKE: Final = 3
"""Boxes taken of one element: outlines come in several sizes."""
_MOST_WRONG: Final = 60
"""Boxes of nothing taken from a screen, half of them those that touch an element."""
UNUSUAL: Final = 0.15
"""Share of the screens on which marks are written before lines, and on which buttons' words are moved."""
_SHARD: Final = 50
"""Screens in one file."""


@dataclass(frozen=True, eq=False)
class Looked:
    """A screen as the classifier meets it."""

    screen: Screen
    lines: tuple[TextLine, ...]
    known: Lines
    ruled: tuple[Element, ...]
    candidates: Candidates
    labels: Labels


def look(
    screen: Screen, rng: np.random.Generator, detector: TextDetector | None, unusual: float = UNUSUAL
) -> Looked:
    """Find a screen's lines and outlines as the engine does, and tell what each is."""
    screen = replace(screen, elements=to_the_eye(screen))
    if rng.random() < unusual:
        screen = with_glyphs(screen, rng)
    if rng.random() < unusual:
        screen = with_left_labels(screen, rng)
    screen = damaged(screen, rng)
    lines = tuple(plausible(seen_lines(screen, rng, detector), screen.size[1]))
    picture, known = Picture(screen.pixels), Lines(lines)
    proposals = propose(screen.pixels)
    ruled = RuleClassifier().classify(screen.pixels, proposals, lines)
    found = gather(picture, proposals, known, ruled)
    return Looked(screen, lines, known, ruled, found, label(found.boxes, found.kinds, screen.elements))


@dataclass(frozen=True, eq=False)
class Cheap:
    """What the gate learns from."""

    measures: npt.NDArray[np.float32]
    """(n, columns)"""
    is_control: npt.NDArray[np.float32]
    """(n,) 0 or 1"""
    owners: npt.NDArray[np.int64]
    """(n,) a number for each element of each screen, -1 for none."""


def cheap(looks: Iterable[Looked]) -> Cheap:
    """Gather what the gate learns from; boxes of which nobody knows are left out."""
    measures, truths, owners = [], [], []
    for number, one in enumerate(looks):
        is_known = one.labels.roles >= 0
        is_control = (one.labels.roles > 0) & (one.labels.roles != ROLES.index("heading"))
        measures.append(one.candidates.measures[is_known])
        truths.append(is_control[is_known])
        owner = np.where(is_control, one.labels.owners + 10_000 * number, -1)
        owners.append(owner[is_known])
    return Cheap(np.concatenate(measures), np.concatenate(truths).astype(np.float32), np.concatenate(owners))


def looks(
    paths: Sequence[Path], seed: int, detector: TextDetector | None, detected: float
) -> Iterator[Looked]:
    """Look at saved screens; `detected` is the share whose lines a real detector finds."""
    for path in paths:
        # a screen is damaged in the same way whichever others are in the set
        rng = np.random.default_rng([seed, *path.stem.encode()])
        uses_detector = rng.random() < detected
        yield look(load_one(path), rng, detector if uses_detector else None)


COLUMNS: Final = ("views", "measures", "roles", "states", "fits", "screens", "boxes")


def extract(looked: Iterable[Looked], gate: Gate, least: float, folder: Path, seed: int = 0) -> int:
    """Write what the gate lets through into files of a folder; return how many boxes that are.

    A folder that is complete holds `done`; it is not made again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    total, shard = 0, 0
    parts: list[dict[str, npt.NDArray[np.generic]]] = []
    for number, one in enumerate(looked):
        parts.append(_taken(one, gate, least, rng, number))
        if len(parts) == _SHARD:
            total += _write(folder, shard, parts)
            shard, parts = shard + 1, []
    if parts:
        total += _write(folder, shard, parts)
    (folder / "done").write_text(f"{total}\n", "utf-8")
    return total


def _taken(
    one: Looked, gate: Gate, least: float, rng: np.random.Generator, number: int
) -> dict[str, npt.NDArray[np.generic]]:
    chosen = choose(one.candidates, gate, least, one.known, one.ruled)
    truth = label(chosen.boxes, chosen.kinds, one.screen.elements)
    taken = _sample(chosen, truth, rng)
    seen = views(sheet(one.screen.pixels, one.lines), chosen.boxes[taken])
    return {
        "views": seen,
        "measures": chosen.measures[taken],
        "roles": truth.roles[taken],
        "states": truth.states[taken],
        "fits": truth.fits[taken],
        "screens": np.full(len(taken), number, np.int64),
        "boxes": chosen.boxes[taken],
    }


def _sample(chosen: Candidates, truth: Labels, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    taken: list[int] = []
    for owner in np.unique(truth.owners[truth.owners >= 0]):
        alike = np.flatnonzero(truth.owners == owner)
        # the rules' finding and the line are always among them, as they are when the network is used
        first = np.argsort(-(truth.fits[alike] + np.isin(chosen.kinds[alike], (LINE, RULED))))
        taken += alike[first[:_MOST_ALIKE]].tolist()
    nothing = np.flatnonzero(truth.roles <= 0)
    touches = nothing[truth.fits[nothing] > 0.1]
    free = nothing[truth.fits[nothing] <= 0.1]
    for group in (touches, free):
        taken += rng.permutation(group)[: _MOST_WRONG // 2].tolist()
    return np.array(sorted(taken), np.int64)


def _write(folder: Path, shard: int, parts: Sequence[dict[str, npt.NDArray[np.generic]]]) -> int:
    for name in COLUMNS:
        np.save(folder / f"{shard:03d}-{name}.npy", np.concatenate([part[name] for part in parts]))
    return sum(len(part["roles"]) for part in parts)


@dataclass(frozen=True, eq=False)
class Material:
    """Boxes with their truth, as the namer learns from them."""

    views: npt.NDArray[np.uint8]
    """(n, height, width, channels)"""
    measures: npt.NDArray[np.float32]
    """(n, columns)"""
    roles: npt.NDArray[np.int64]
    """(n,) index into ROLES, -1 where nobody knows"""
    states: npt.NDArray[np.float32]
    """(n, states)"""
    fits: npt.NDArray[np.float32]
    """(n,)"""
    screens: npt.NDArray[np.int64]
    """(n,) a number for each screen"""

    def __len__(self) -> int:
        return len(self.roles)

    def of(self, rows: npt.NDArray[np.generic]) -> "Material":
        """Return some of the boxes."""
        return Material(
            self.views[rows],
            self.measures[rows],
            self.roles[rows],
            self.states[rows],
            self.fits[rows],
            self.screens[rows],
        )


def material(folders: Sequence[Path]) -> Material:
    """Read what `extract` wrote into folders."""
    found: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in COLUMNS}
    first = 0
    for folder in folders:
        for path in sorted(folder.glob("*-roles.npy")):
            stem = path.name.removesuffix("-roles.npy")
            for name in COLUMNS:
                values = np.load(folder / f"{stem}-{name}.npy", allow_pickle=False)
                found[name].append(values + first if name == "screens" else values)
        first = 1 + max((int(one.max()) for one in found["screens"] if len(one)), default=-1)
    return Material(*(np.concatenate(found[name]) for name in COLUMNS[:-1]))
