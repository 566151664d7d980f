"""Trains the gate and the namer, resuming from checkpoints."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional

from engines.image_description.screen.classifier_measures import RULE_COLUMNS, STATES, TEXT_COLUMNS
from training.elements.labels import ROLES
from training.elements.material import Cheap, Material
from training.elements.network import Gate, Namer

Say = Callable[[str], None]

_REMEMBER_SECONDS: Final = 60
"""Between two checkpoints."""
_KNOWN: Final = 0.2
"""Intersection over union from which the fit of a box is learned."""
_OPEN: Final = 0.01
"""The gate is never shut further: real screens differ from drawn ones."""
_STATE_SHARE, _FIT_SHARE = 1.0, 0.3
"""Weights of the losses beside the role's."""
_RARE_OFTENER, _RARE_HEAVIER = 0.25, 0.2
"""How strongly rare roles are drawn oftener and count more: powers of how much rarer they are."""

_WEAK_OFTENER: Final = {
    "slider": 2.5,
    "spinbutton": 2.5,
    "img": 1.8,
    "textbox": 1.6,
    "combobox": 1.5,
    "tab": 1.5,
    "radio": 1.2,
    "button": 1.15,
}
"""How much oftener still the roles are drawn that were found least on designs the network had not met."""


@dataclass(frozen=True)
class Plan:
    """How the namer is trained."""

    steps: int = 6000
    batch: int = 256
    rate: float = 2e-3
    seed: int = 0

    def rate_at(self, step: int) -> float:
        """Return the learning rate of a step: it rises for a twentieth of the way, then falls to nothing."""
        risen = min(1.0, (step + 1) / max(1, self.steps // 20))
        return self.rate * risen * (0.5 + 0.5 * math.cos(math.pi * step / self.steps))


def train_gate(cheap: Cheap, epochs: int = 12, seed: int = 0) -> Gate:
    """Teach the gate to tell controls from the rest by cheap measures."""
    torch.manual_seed(seed)
    gate = Gate(cheap.measures.shape[1])
    measures, truth = torch.from_numpy(cheap.measures), torch.from_numpy(cheap.is_control)
    gate.mean.copy_(measures.mean(0))
    gate.spread.copy_(measures.std(0).clamp_min(1e-3))
    # what is lost here is lost: an element counts as much as five boxes of nothing
    weight = torch.where(truth > 0, 5.0, 1.0)
    batch = 1024
    steps = max(1, epochs * len(truth) // batch)
    optimiser = torch.optim.AdamW(gate.parameters(), 3e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps + 1)
    rng = torch.Generator().manual_seed(seed)
    for _step in range(steps):
        rows = torch.randint(len(truth), (min(batch, len(truth)),), generator=rng)
        loss = functional.binary_cross_entropy_with_logits(gate(measures[rows]), truth[rows], weight[rows])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        optimiser.step()
        schedule.step()
    return gate.eval()


def least_hope(gate: Gate, cheap: Cheap, lost: float = 0.005) -> float:
    """Return the threshold at which all but a share of the elements keep at least one of their boxes."""
    with torch.no_grad():
        hopes = gate(torch.from_numpy(cheap.measures)).sigmoid().numpy()
    best: dict[int, float] = {}
    for owner, hope in zip(cheap.owners.tolist(), hopes.tolist(), strict=True):
        if owner >= 0:
            best[owner] = max(best.get(owner, 0.0), hope)
    found = float(np.quantile(np.array(list(best.values())), lost)) if best else _OPEN
    return min(found, _OPEN)


class Training:
    """One training of a namer: can be stopped at any step and taken up again from its folder."""

    def __init__(
        self,
        plan: Plan,
        material: Material,
        folder: Path,
        start: Mapping[str, Tensor] | None = None,
        beside: Sequence[Path] = (),
    ) -> None:
        """`start` are weights learned before, to go on from; without them all is learned anew.

        `beside` are the folders of trainings with other seeds that run at the same time: at every
        checkpoint the weights of all of them are averaged, so that each learns from what the others saw.
        """
        self._plan, self._material, self._folder, self._beside = plan, material, folder, beside
        torch.manual_seed(plan.seed)
        self.namer = Namer(material.measures.shape[1], len(ROLES), len(STATES))
        # colours side by side in memory, as the views have them, halve the time of a step
        self.namer.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch omits it
        sample = torch.from_numpy(material.measures[:: max(1, len(material) // 50_000)])
        self.namer.mean.copy_(sample.mean(0))
        self.namer.spread.copy_(sample.std(0).clamp_min(1e-2))
        if start is not None:
            self.namer.load_state_dict(dict(start))
        decayed = [one for one in self.namer.parameters() if one.ndim > 1]
        plain = [one for one in self.namer.parameters() if one.ndim <= 1]
        self._optimiser = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}], plan.rate
        )
        counts = np.bincount(material.roles[material.roles >= 0], minlength=len(ROLES))
        weight = torch.from_numpy((1 / (counts + 50.0)) ** _RARE_HEAVIER).float()
        self._weight = weight / weight.mean()
        self._is_known = np.flatnonzero((material.roles >= 0) | (material.fits > _KNOWN))
        self._drawn = _summed_chances(material.roles[self._is_known], counts)
        self._colours = _colour_columns(material.measures.shape[1])
        self.step = 0
        self.seconds = 0.0
        """Processor time, over all times it was taken up."""

    def run(self, say: Say) -> Namer:
        """Train to the end of the plan; checkpoints are written on the way."""
        self._resume(say)
        self.namer.train()
        written = began = time.monotonic()
        spent = time.process_time() - self.seconds
        recent = 0.0
        while self.step < self._plan.steps:
            recent = 0.98 * recent + 0.02 * self._learn() if recent else self._learn()
            self.step += 1
            self.seconds = time.process_time() - spent
            if time.monotonic() - written > _REMEMBER_SECONDS or self.step == self._plan.steps:
                written = time.monotonic()
                self._remember()
                self._average()
                say(f"step {self.step} of {self._plan.steps}: loss {recent:.4f}, {written - began:.0f} s")
        return self.namer.eval()

    def _learn(self) -> float:
        for group in self._optimiser.param_groups:
            group["lr"] = self._plan.rate_at(self.step)
        rng = np.random.default_rng([self._plan.seed, self.step])
        places = np.searchsorted(self._drawn, rng.random(self._plan.batch), side="right")
        rows = np.sort(self._is_known[places])
        some = self._material.of(rows)
        picture, measures = self._changed(some, rng)
        roles, states, fits = (
            torch.from_numpy(some.roles),
            torch.from_numpy(some.states),
            torch.from_numpy(some.fits),
        )
        with torch.autocast("cpu", torch.bfloat16):
            said, stated, fitted = self.namer.judge(picture, measures)
        loss = functional.cross_entropy(
            said.float(), roles, self._weight, ignore_index=-1, label_smoothing=0.02
        )
        is_element = roles > 0
        if is_element.any():
            loss = loss + _STATE_SHARE * functional.binary_cross_entropy_with_logits(
                stated.float()[is_element], states[is_element]
            )
        is_near = fits > _KNOWN
        if is_near.any():
            loss = loss + _FIT_SHARE * functional.binary_cross_entropy_with_logits(
                fitted.float()[is_near], fits[is_near]
            )
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(self.namer.parameters(), 2.0)
        self._optimiser.step()
        return float(loss.detach())

    def _changed(self, some: Material, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Return views and measures in other colours, some of what they tell left out."""
        count = len(some)
        picture = torch.from_numpy(some.views).permute(0, 3, 1, 2).float() / 127.5 - 1
        colours, layer = picture[:, :3], picture[:, 3:]
        is_other = torch.from_numpy(rng.random(count) < 0.35)
        turned = colours[:, torch.from_numpy(rng.permutation(3))]
        colours = torch.where(is_other[:, None, None, None], turned, colours)
        is_negative = torch.from_numpy(rng.random(count) < 0.15)
        colours = torch.where(is_negative[:, None, None, None], -colours, colours)
        gain = torch.from_numpy(rng.uniform(0.7, 1.15, (count, 1, 1, 1))).float()
        shift = torch.from_numpy(rng.uniform(-0.15, 0.15, (count, 3, 1, 1))).float()
        noise = torch.randn_like(colours) * float(rng.uniform(0, 0.04))
        colours = (colours * gain + shift + noise).clamp(-1, 1)
        layer = torch.where(torch.from_numpy(rng.random(count) < 0.08)[:, None, None, None], -1.0, layer)
        levelled = (torch.from_numpy(some.measures) - self.namer.mean) / self.namer.spread
        levelled = levelled.clamp(-6, 6) + 0.05 * torch.randn_like(levelled)
        levelled[is_other | is_negative] *= self._colours
        # a second look sees only the rows that changed
        is_band = torch.from_numpy(np.flatnonzero(rng.random(count) < 0.15))
        levelled[is_band[:, None], _ROW_COLUMNS] = 0
        for columns, share in ((_RULE_COLUMNS, 0.2), (_TEXT_COLUMNS_, 0.06), (_NEIGHBOUR_COLUMNS, 0.1)):
            is_left_out = torch.from_numpy(rng.random(count) < share)
            levelled[is_left_out, columns] = 0
        levelled *= torch.from_numpy(rng.random(levelled.shape) > 0.03).float()
        seen = torch.cat([colours, layer], dim=1).contiguous(memory_format=torch.channels_last)
        return seen, levelled

    def _remember(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        tensors = {f"namer.{name}": value for name, value in self.namer.state_dict().items()}
        for number, state in self._optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser.{number}.{name}": torch.as_tensor(value) for name, value in state.items()}
        beside = self._folder / "checkpoint.part"
        save_file(
            {name: value.contiguous() for name, value in tensors.items()},
            beside,
            {"step": str(self.step), "seconds": str(self.seconds)},
        )
        beside.replace(self._folder / "checkpoint.safetensors")

    def _average(self) -> None:
        """Take the mean of one's own weights and those of the trainings beside that are under way."""
        paths = [folder / "checkpoint.safetensors" for folder in self._beside]
        fresh = time.time() - 3 * _REMEMBER_SECONDS
        others = [load_file(path) for path in paths if path.is_file() and path.stat().st_mtime > fresh]
        own = self.namer.state_dict()
        mean = {
            name: torch.stack([value.double(), *(one[f"namer.{name}"].double() for one in others)]).mean(0)
            for name, value in own.items()
        }
        self.namer.load_state_dict({name: value.to(own[name].dtype) for name, value in mean.items()})

    def _resume(self, say: Say) -> None:
        path = self._folder / "checkpoint.safetensors"
        if not path.is_file():
            return
        with safe_open(path, "pt") as checkpoint:
            facts = checkpoint.metadata()
        self.step, self.seconds = int(facts["step"]), float(facts["seconds"])
        tensors = load_file(path)
        own = {
            name.removeprefix("namer."): value for name, value in tensors.items() if name.startswith("namer.")
        }
        self.namer.load_state_dict(own)
        state: dict[int, dict[str, Tensor]] = {}
        for name, value in tensors.items():
            if name.startswith("optimiser."):
                _, number, key = name.split(".", 2)
                state.setdefault(int(number), {})[key] = value
        groups = self._optimiser.state_dict()["param_groups"]
        self._optimiser.load_state_dict({"state": state, "param_groups": groups})
        say(f"taken up again at step {self.step}")


_CHEAP_COLUMNS: Final = 14 + 3 + 4 + 25 + TEXT_COLUMNS
_TEXT_COLUMNS_: Final = slice(_CHEAP_COLUMNS - TEXT_COLUMNS, _CHEAP_COLUMNS)
_NEIGHBOUR_COLUMNS: Final = slice(_CHEAP_COLUMNS, _CHEAP_COLUMNS + 18)
_ROW_COLUMNS: Final = torch.tensor([7, 9, 11, 13])
"""Where a measure tells how far down the picture a box lies."""
_RULE_COLUMNS: Final = slice(-RULE_COLUMNS, None)


def _summed_chances(roles: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return (n,) the chances with which boxes are drawn, summed up: rare and weak roles come oftener."""
    often = ((counts.max() + 50.0) / (counts + 50.0)) ** _RARE_OFTENER
    often = often * np.array([_WEAK_OFTENER.get(role, 1.0) for role in ROLES])
    summed = np.cumsum(np.where(roles >= 0, often[roles], 1.0))
    return np.asarray(np.minimum(summed / summed[-1], 1.0))


def _colour_columns(columns: int) -> Tensor:
    """Return (columns,) 0 where a measure tells a colour, else 1."""
    keeps = torch.ones(columns)
    start = 14 + 3 + 4
    keeps[start : start + 9] = 0
    keeps[start + 24] = 0
    return keeps


def calibrate(namer: Namer, material: Material) -> dict[str, Tensor]:
    """Return the scales and shifts with which answers on unseen screens come true as often as they say."""
    said, stated = [], []
    with torch.no_grad():
        for start in range(0, len(material), 512):
            some = material.of(np.arange(start, min(start + 512, len(material))))
            roles, states, _fits = namer(torch.from_numpy(some.views), torch.from_numpy(some.measures))
            said.append(roles)
            stated.append(states)
    logits, state_logits = torch.cat(said), torch.cat(stated)
    truth, states = torch.from_numpy(material.roles), torch.from_numpy(material.states)
    scale, shift = torch.ones((), requires_grad=True), torch.zeros(logits.shape[1], requires_grad=True)
    is_known = truth >= 0
    _fit(
        [scale, shift],
        lambda: (
            functional.cross_entropy(logits[is_known] * scale + shift, truth[is_known])
            + 1e-3 * (shift**2).sum()
        ),
    )
    is_element = truth > 0
    state_scale = torch.ones(state_logits.shape[1], requires_grad=True)
    state_shift = torch.zeros(state_logits.shape[1], requires_grad=True)
    if is_element.any():
        _fit(
            [state_scale, state_shift],
            lambda: (
                functional.binary_cross_entropy_with_logits(
                    state_logits[is_element] * state_scale + state_shift, states[is_element]
                )
                + 1e-3 * ((state_scale - 1) ** 2 + state_shift**2).sum()
            ),
        )
    found = {"role_scale": scale, "role_shift": shift, "state_scale": state_scale, "state_shift": state_shift}
    return {name: value.detach() for name, value in found.items()}


def _fit(values: list[Tensor], loss_of: Callable[[], Tensor]) -> None:
    optimiser = torch.optim.LBFGS(values, max_iter=60, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        loss = loss_of()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]  # torch leaves it untyped
