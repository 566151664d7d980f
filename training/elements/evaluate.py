"""Measures a classifier on whole screens: what it finds, names rightly, and invents."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from engines.image_description.boxes import likeness
from engines.image_description.screen.detector import TextDetector
from engines.image_description.screen.proposals import propose
from engines.results import Box, Element, TextLine
from training.elements.sight import seen_lines, to_the_eye
from training.screens.truth import Truth, load_one

Classify = Callable[[npt.NDArray[np.uint8], Sequence[Box], Sequence[TextLine]], tuple[Element, ...]]

SCORED: Final = (
    "button", "textbox", "checkbox", "radio", "switch", "slider", "combobox", "spinbutton", "tab", "menuitem",
    "link", "progressbar", "icon", "img",
)  # fmt: skip
POOLED: Final = SCORED[:7]
"""The controls whose recall is given as one figure."""
_SAME: Final = {
    "icon": {"button", "img", "icon", "link"},
    "switch": {"switch", "checkbox"},
    "menuitem": {"menuitem"},
}
"""What may be said of a role and still be right."""
_WORDS: Final = ("tab", "menuitem", "link")
"""Of these it is enough that the middle lies in what was found."""
_NOT_COUNTED: Final = frozenset(("heading", "img", "list", "table", "item", "text"))
"""Left out of precision: containers, and what is said to be unknown."""
_STATES: Final = ("checked", "mixed", "selected", "disabled", "focused", "expanded", "pressed")


@dataclass(frozen=True, eq=False)
class Case:
    """A screen to be judged on."""

    name: str
    pixels: npt.NDArray[np.uint8]
    lines: tuple[TextLine, ...]
    truths: tuple[Truth, ...]
    is_complete: bool = True
    """Whether everything on it is in the truth, so that what is found beyond is wrong."""


@dataclass
class Score:
    """Counts over screens."""

    there: Counter[str] = field(default_factory=Counter)
    boxed: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    """`role/right` and `role/all` over elements found, and `state/missed`, `state/invented`."""
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def recall(self, roles: Iterable[str] = SCORED) -> float:
        """Return the share of elements found and called rightly."""
        roles = list(roles)
        return _share(sum(self.right[role] for role in roles), sum(self.there[role] for role in roles))

    def precision(self, roles: Iterable[str] | None = None) -> float:
        """Return the share of what was said that is true."""
        roles = [role for role in self.said if role not in _NOT_COUNTED] if roles is None else list(roles)
        return _share(sum(self.true[role] for role in roles), sum(self.said[role] for role in roles))

    def state(self) -> float:
        """Return the share of elements found whose state is exactly right."""
        return _share(self.states["right"], self.states["all"])

    def table(self) -> str:
        """Return a line for each role."""
        rows = [f"{'role':12}{'n':>6}{'box':>7}{'role':>7}{'precision':>11}{'state':>7}"]
        for role in SCORED:
            if self.there[role] or self.said[role]:
                count = self.there[role]
                rows.append(
                    f"{role:12}{count:6d}{_share(self.boxed[role], count):7.3f}"
                    f"{_share(self.right[role], count):7.3f}{self.precision([role]):11.3f}"
                    f"{_share(self.states[role + '/right'], self.states[role + '/all']):7.3f}"
                )
        rows.append(
            f"pooled {self.recall(POOLED):.3f} | all {self.recall():.3f} | precision {self.precision():.3f}"
            f" | state {self.state():.3f} of {self.states['all']}"
        )
        return "\n".join(rows)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def judge(cases: Iterable[Case], classify: Classify) -> Score:
    """Let a classifier name the elements of screens, and count."""
    score = Score()
    for case in cases:
        count(score, case, classify(case.pixels, propose(case.pixels), case.lines))
    return score


def count(score: Score, case: Case, found: Sequence[Element]) -> None:
    """Add one screen to a score."""
    hit: set[int] = set()
    for truth in case.truths:
        if truth.role not in SCORED:
            continue
        near = sorted(
            ((how, index) for index, one in enumerate(found) if (how := _nearness(truth, one)) >= 0.5),
            reverse=True,
        )
        right = [index for _how, index in near if found[index].role in _SAME.get(truth.role, {truth.role})]
        score.there[truth.role] += 1
        score.boxed[truth.role] += bool(near)
        score.right[truth.role] += bool(right)
        said = found[right[0]].role if right else found[near[0][1]].role if near else "nothing"
        if not right:
            score.confused[truth.role, said] += 1
        hit.update(right)
        if right:
            _count_state(score, truth, found[right[0]])
    if case.is_complete:
        for index, one in enumerate(found):
            score.said[one.role] += 1
            score.true[one.role] += index in hit
            if index not in hit and one.role not in _NOT_COUNTED:
                best = max(case.truths, key=lambda truth: _nearness(truth, one), default=None)
                is_near = best is not None and _nearness(best, one) >= 0.5
                score.confused["*" + (best.role if best and is_near else "nothing"), one.role] += 1


def _nearness(truth: Truth, one: Element) -> float:
    how = likeness(truth.box, one.box)
    if truth.role in _WORDS:
        x, y = (truth.box.left + truth.box.right) / 2, (truth.box.top + truth.box.bottom) / 2
        # words stand for their row, the row for its words
        is_in = one.box.left <= x <= one.box.right and one.box.top <= y <= one.box.bottom
        a, b = (one.box.left + one.box.right) / 2, (one.box.top + one.box.bottom) / 2
        holds = truth.box.left <= a <= truth.box.right and truth.box.top <= b <= truth.box.bottom
        how = max(how, 0.5 if is_in or (holds and one.role in _WORDS) else 0.0)
    return how


def _count_state(score: Score, truth: Truth, one: Element) -> None:
    want = {state for state in truth.state if state in _STATES}
    have = {state for state in one.state if state in _STATES}
    is_right = want == have
    score.states["all"] += 1
    score.states["right"] += is_right
    score.states[f"{truth.role}/all"] += 1
    score.states[f"{truth.role}/right"] += is_right
    for state in want - have:
        score.states[f"{state}/missed"] += 1
    for state in have - want:
        score.states[f"{state}/invented"] += 1
    for state in want & have:
        score.states[f"{state}/found"] += 1


def drawn(paths: Iterable[Path], detector: TextDetector | None) -> Iterator[Case]:
    """Yield drawn screens by their JSON files; their lines are found once and kept beside them."""
    for path in paths:
        screen = load_one(path)
        kept = path.with_suffix(".lines")
        if kept.is_file():
            lines = _kept(kept)
        else:
            lines = seen_lines(screen, np.random.default_rng(0), detector)
            if detector is not None:
                rows = [[line.text, *line.box] for line in lines]
                kept.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        yield Case(path.stem, screen.pixels, lines, to_the_eye(screen))


def _kept(path: Path) -> tuple[TextLine, ...]:
    rows = json.loads(path.read_text("utf-8"))
    return tuple(TextLine(text, Box(*box), 0.95 if text else 0.0) for text, *box in rows)


_REAL_ROLES: Final[Mapping[str, str]] = {
    "textfield": "textbox",
    "dropdown": "combobox",
    "spinbox": "spinbutton",
    "image": "img",
    "progress": "progressbar",
    "toolbutton": "icon",
}


def real(
    folder: Path, read: Callable[[Path], tuple[npt.NDArray[np.uint8], tuple[TextLine, ...]]]
) -> Iterator[Case]:
    """Yield real screens, boxed by hand: sNN.png and sNN.json; `read` gives the pixels and their lines."""
    for path in sorted(folder.glob("s*.json")):
        facts = json.loads(path.read_text("utf-8"))
        pixels, lines = read(folder / facts["file"])
        truths = tuple(
            Truth(
                _REAL_ROLES.get(one["type"], one["type"]),
                one["label"],
                (one["state"],) if one["state"] in _STATES else (),
                Box(*one["bbox"]),
                index,
            )
            for index, one in enumerate(facts["elements"])
        )
        yield Case(facts["id"], pixels, lines, truths, is_complete=False)


def shown(case: Case, found: Sequence[Element]) -> npt.NDArray[np.uint8]:
    """Return the picture with a box and a word round everything found, to be checked by eye; RGB."""
    canvas = case.pixels.copy()
    for number, one in enumerate(found):
        colour = [int(value) for value in np.random.default_rng(len(one.role) * 7).integers(0, 200, 3)]
        cv2.rectangle(canvas, one.box[:2], (one.box.right - 1, one.box.bottom - 1), colour, 1)
        words = f"{number} {one.role} {'/'.join(one.state)}"
        cv2.putText(
            canvas, words, (one.box.left, max(8, one.box.top - 2)), cv2.FONT_HERSHEY_SIMPLEX, 0.32, colour, 1
        )
    return canvas
