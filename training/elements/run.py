"""One training from drawn screens to a model with its card: crops, gate, namer, thresholds, figures."""

import json
import time
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from engines.image_description.screen.classifier import TrainedClassifier
from engines.image_description.screen.detector import TextDetector
from engines.image_description.screen.rules import RuleClassifier
from training.elements import card, export
from training.elements.decisions import open_thresholds, thresholds
from training.elements.evaluate import Case, Score, drawn, judge
from training.elements.labels import ROLES
from training.elements.material import Material, cheap, extract, looks, material
from training.elements.network import Calibrated, Gate, OpenGate, weights
from training.elements.reading import real_cases
from training.elements.train import Plan, Training, calibrate, least_hope, train_gate
from training.screens.truth import is_kept_out

_TRUST: Final = {role: 0.4 for role in ROLES if role != "icon"}
"""Share of the certainty needed that is enough where the rules, tried on real screens, say the same.

Half of what they call icons is none.
"""
_LEAST_ALONE: Final = {"menuitem": 0.5, "link": 0.45, "checkbox": 0.8, "radio": 0.85, "progressbar": 0.9}
"""Certainty a role needs at least where the rules do not say it."""
_LEAST_IN_TABLE: Final = {"menuitem": 0.9, "link": 0.6, "button": 0.8}
"""Certainty that words standing in rows and columns need, to be more than the cell of a table."""
_LEAN_ROLES: Final = 1.4
"""How far, in log odds, the role that the rules say is believed beyond what the network says of it."""
_LEAN: Final = 4.0
"""How far, in log odds, a state that the rules say is believed beyond what the network says of it."""
_LEAN_UNSAID: Final = {"checked": 2.0, "mixed": 2.0, "selected": 2.0, "disabled": 1.0}
"""And how far a state is doubted that the rules do not say of a control they know."""
_KEPT: Final = 0.2
"""Share of the weights gone on from in those told in the end: so less of what was known is unlearned."""
_SET_ASIDE: Final = 12
"""One screen of so many is not trained on: thresholds are decided on these."""


@dataclass(frozen=True)
class Scale:
    """How much is looked at."""

    gate_screens: int = 420
    judged_screens: int = 60
    """Of each set, set aside and kept out."""
    screens: int = 2500
    """Of each set, at most, trained on."""
    detected: float = 0.12
    """Share of the screens whose lines a real detector finds; 0: no detector is loaded."""


class Run:
    """A training with its folders."""

    def __init__(
        self,
        sets: Sequence[Path],
        work: Path,
        out: Path,
        plan: Plan,
        scale: Scale,
        say: Callable[[str], None],
        real: Path | None = None,
        start: Path | None = None,
        beside: Sequence[Path] = (),
    ) -> None:
        """`start` is a model whose weights are gone on from; `beside` are the `work` of trainings at once."""
        self._work, self._out, self._plan, self._scale, self._say = work, out, plan, scale, say
        self._real, self._start = real, start
        self._beside = [folder / "training" for folder in beside]
        kits = {folder: _kits(folder) for folder in sets}
        self._sets = [folder for folder in sets if not any(map(is_kept_out, kits[folder]))]
        self._kept_out = [folder for folder in sets if any(map(is_kept_out, kits[folder]))]
        self._detector = TextDetector(1) if scale.detected else None

    def all(self, is_gate_fresh: bool = False) -> dict[str, Score]:
        """Do everything that is not done yet; return the scores by name of set and classifier."""
        gate, least = self._gate(is_gate_fresh)
        aside = self._crops(gate, least)
        namer, minutes = self._namer()
        calibrated = Calibrated(namer)
        calibrated.load_state_dict({**calibrated.state_dict(), **calibrate(namer, aside)})
        facts: dict[str, Any] = {
            "least_hope": round(least, 4),
            "trust": {},
            "lean_roles": 0.0,
            "lean": 0.0,
            "lean_unsaid": {},
            "least_alone": {},
            "least_in_table": {},
            "least": open_thresholds(),
        }
        export.write(gate, calibrated, facts, self._out)
        facts |= {"least": self._thresholds(calibrated, aside), "trust": _TRUST}
        facts |= {"lean_roles": _LEAN_ROLES}
        facts |= {"lean": _LEAN, "lean_unsaid": _LEAN_UNSAID}
        facts |= {"least_alone": _LEAST_ALONE, "least_in_table": _LEAST_IN_TABLE}
        export.write(gate, calibrated, facts, self._out)
        scores = self._scores()
        card.write(self._out, self._facts(scores, minutes, weights(gate) + weights(namer)))
        return scores

    def _gate(self, is_fresh: bool) -> tuple[Gate, float]:
        path = self._work / "gate.safetensors"
        if path.is_file() and not is_fresh:
            tensors = load_file(path)
            least = float(tensors.pop("least"))
            gate = Gate(tensors["mean"].shape[0])
            gate.load_state_dict(tensors)
            return gate.eval(), least
        each = max(1, self._scale.gate_screens // max(1, len(self._sets)))
        paths = [path for folder in self._sets for path in _spread(_trained(folder), each)]
        self._say(f"measuring {len(paths)} screens for the gate")
        known = cheap(looks(paths, 1, self._detector, self._scale.detected))
        gate = train_gate(known)
        least = least_hope(gate, known)
        with torch.no_grad():
            passed = float((OpenGate(gate)(torch.from_numpy(known.measures)).numpy() >= least).mean())
        self._say(f"gate: {len(known.measures)} boxes, threshold {least:.4f}, lets {passed:.3f} through")
        self._work.mkdir(parents=True, exist_ok=True)
        save_file({**gate.state_dict(), "least": torch.tensor(least)}, path)
        (self._work / "gate-number").write_text(str(time.time_ns()), "utf-8")
        return gate, least

    def _crops(self, gate: Gate, least: float) -> Material:
        """Cut the crops of every set that is new; return those of the screens set aside."""
        number = (self._work / "gate-number").read_text("utf-8")[-9:]
        self._folders: list[Path] = []
        aside: list[Path] = []
        opened = OpenGate(gate).eval()

        def hopes(
            measures: "np.ndarray[Any, np.dtype[np.float32]]",
        ) -> "np.ndarray[Any, np.dtype[np.float32]]":
            with torch.no_grad():
                return np.asarray(opened(torch.from_numpy(measures)), np.float32)

        for folder in self._sets:
            for kind, paths, into in (
                ("trained", _spread(_trained(folder), self._scale.screens), self._folders),
                ("aside", _spread(_aside(folder), self._scale.screens // 10), aside),
            ):
                place = self._work / f"crops-{number}" / f"{folder.name}-{kind}"
                into.append(place)
                if (place / "done").is_file():
                    continue
                began = time.monotonic()
                looked = looks(paths, 2, self._detector, self._scale.detected)
                count = extract(looked, hopes, least, place)
                self._say(
                    f"{place.name}: {count} boxes of {len(paths)} screens, {time.monotonic() - began:.0f} s"
                )
        return material(aside)

    def _namer(self) -> tuple[Any, float]:
        known = material(self._folders)
        self._boxes = len(known)
        self._say(f"training on {len(known)} boxes of {len(np.unique(known.screens))} screens")
        start = export.read(self._start)[1].namer.state_dict() if self._start else None
        training = Training(self._plan, known, self._work / "training", start, self._beside)
        namer = training.run(self._say)
        if start is not None:
            learned = namer.state_dict()
            mixed = {
                name: _KEPT * start[name].double() + (1 - _KEPT) * value.double()
                for name, value in learned.items()
            }
            namer.load_state_dict({name: value.to(learned[name].dtype) for name, value in mixed.items()})
        return namer, training.seconds / 60

    def _thresholds(self, calibrated: Calibrated, aside: Material) -> dict[str, float]:
        classifier = TrainedClassifier(self._out)
        cases = [case for folder in self._sets for case in self._cases(folder, _aside(folder))]
        found = [classifier.classify(case.pixels, _proposed(case), case.lines) for case in cases]
        is_element = np.flatnonzero(aside.roles > 0)
        some = aside.of(is_element)
        with torch.no_grad():
            chances = np.concatenate(
                [
                    calibrated(torch.from_numpy(some.views[rows]), torch.from_numpy(some.measures[rows]))[
                        1
                    ].numpy()
                    for rows in np.array_split(np.arange(len(some)), max(1, len(some) // 512))
                ]
            )
        return thresholds(cases, found, chances, some.states)

    def _cases(self, folder: Path, paths: Sequence[Path]) -> list[Case]:
        return list(drawn(_spread(paths, self._scale.judged_screens), self._detector))

    def _scores(self) -> dict[str, Score]:
        scores: dict[str, Score] = {}
        trained, rules = TrainedClassifier(self._out), RuleClassifier()
        judged = {folder.name: self._cases(folder, _aside(folder)) for folder in self._sets}
        judged |= {
            f"{folder.name} (kept out)": self._cases(folder, sorted(folder.glob("*.json")))
            for folder in self._kept_out
        }
        if self._real:
            judged["real screens"] = list(real_cases(self._real))
        for set_name, cases in judged.items():
            for name, classify in (("rules", rules.classify), ("trained", trained.classify)):
                score = judge(cases, classify)
                scores[f"{set_name}: {name}"] = score
                self._say(f"{set_name}, {name}, {len(cases)} screens\n{score.table()}\n")
        return scores

    def _facts(self, scores: dict[str, Score], minutes: float, count: int) -> card.Facts:
        trained = [path for folder in self._sets for path in _spread(_trained(folder), self._scale.screens)]
        checked = self._out / "checked.md"
        return card.Facts(
            scores,
            minutes,
            self._plan,
            {folder.name: len(list(folder.glob("*.json"))) for folder in [*self._sets, *self._kept_out]},
            self._boxes,
            count,
            Counter(path.stem.rsplit("-", 1)[0] for path in trained),
            checked.read_text("utf-8") if checked.is_file() else "",
        )


def _kits(folder: Path) -> set[str]:
    some = sorted(folder.glob("*.json"))
    return {json.loads(path.read_text("utf-8"))["kit"] for path in _spread(some, 8)}


def _is_aside(path: Path) -> bool:
    return zlib.crc32(path.stem.encode()) % _SET_ASIDE == 0


def _trained(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.json")) if not _is_aside(path)]


def _aside(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.json")) if _is_aside(path)]


def _spread(paths: Sequence[Path], most: int) -> list[Path]:
    """Return at most so many of a list, spread evenly over it."""
    if len(paths) <= most:
        return list(paths)
    return [paths[round(index * (len(paths) - 1) / max(1, most - 1))] for index in range(most)]


def _proposed(case: Case) -> Any:
    from engines.image_description.screen.proposals import propose

    return propose(case.pixels)
