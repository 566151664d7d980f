"""The training loop: lines from the shards, each used about twice with small changes, until a time is up."""

import math
import random
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from engines.image_description.screen.line_letters import spell
from engines.image_description.screen.line_network import LineNetwork, Shape
from training.line_reader import checkpoints, evaluation, shards
from training.line_reader.checkpoints import Progress
from training.line_reader.shards import Sample
from training.line_reader.wordings import needed_steps

RATE: Final = 2.5e-3
RATE_AGAIN: Final = 1e-3
"""Of a run that begins with trained weights: a higher one destroys them."""
_BATCH, _BATCHES_AT_ONCE = 48, 16
_USES: Final = 2.0
_POOL: Final = 40
"""Shards in memory at once."""
_CROPS: Final = 0.25
"""The share of lines cut from whole rendered screens, once there are any."""
_YOUNG: Final = 100_000
"""Lines after which a run that goes on is taken to begin with trained weights."""
_WARM_UP_STEPS, _FLAT = 200, 0.35
_AVERAGED: Final = 0.9985
_CLIP: Final = 5.0
_LOOK_EVERY_SECONDS, _SAVE_EVERY_SECONDS = 300.0, 120.0


class Stream:
    """Lines from the rendered shards, which are used up, and from crops of screens, which stay."""

    def __init__(self, rendered: Path, crops: Path, seed: int) -> None:
        self._rendered, self._crops = rendered, crops
        self._random = random.Random(seed)
        self._pool: deque[list[Sample]] = deque(maxlen=_POOL)
        self._cut: dict[Path, list[Sample]] = {}
        self._drawn = 0.0
        self._noise = np.random.default_rng(seed)

    def batches(self) -> Iterator[list[Sample]]:
        """Yield batches of lines of like width, without end; waits for the first shard."""
        while True:
            self._refill()
            count = _BATCH * _BATCHES_AT_ONCE
            cut = round(_CROPS * count) if self._cut else 0
            chosen = [self._one(self._random.choice(self._pool)) for _ in range(count - cut)]
            cuts = list(self._cut.values())
            chosen += [self._one(self._random.choice(cuts)) for _ in range(cut)]
            self._drawn += count - cut
            groups = shards.batches(chosen, _BATCH)
            self._random.shuffle(groups)
            yield from groups

    def _refill(self) -> None:
        for path in shards.listed(self._crops):
            if path not in self._cut:
                self._cut[path] = shards.load(path)
        waiting = shards.listed(self._rendered)
        while not self._pool and not waiting:
            time.sleep(1)
            waiting = shards.listed(self._rendered)
        for path in waiting:
            if len(self._pool) >= 4 and self._drawn < _USES * len(self._pool[-1]):
                break
            self._pool.append(shards.load(path))
            shards.remove(path)
            self._drawn = 0.0

    def _one(self, samples: Sequence[Sample]) -> Sample:
        sample = self._random.choice(samples)
        pixels = self._varied(sample.pixels)
        return Sample(
            pixels if needed_steps(sample.text) < pixels.shape[1] // 2 else sample.pixels, sample.text
        )

    def _varied(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        choose = self._random
        if choose.random() < 0.5:
            height, width = pixels.shape
            across, up = choose.uniform(0.92, 1.08), choose.uniform(0.92, 1.05)
            matrix = np.array(
                [[across, 0, choose.uniform(-1, 1)], [0, up, choose.uniform(-1.5, 1.5)]], np.float32
            )
            size = (max(8, round(width * across)), height)
            pixels = np.asarray(cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_LINEAR), np.uint8)
        if choose.random() < 0.4:
            curve = (np.arange(256) / 255) ** choose.uniform(0.7, 1.4) * 255 * choose.uniform(0.6, 1.0)
            pixels = curve.astype(np.uint8)[pixels]
        if choose.random() < 0.12:
            noise = self._noise.normal(0, choose.uniform(2, 14), pixels.shape)
            pixels = np.clip(pixels + noise, 0, 255).astype(np.uint8)
        return pixels


def train(
    stream: Stream,
    folder: Path,
    shape: Shape,
    end: float,
    tell: Callable[[str], None],
    start_from: LineNetwork | None = None,
    held_out: dict[str, list[Sample]] | None = None,
    look: Callable[[LineNetwork], dict[str, float]] | None = None,
    steps: int | None = None,
) -> LineNetwork:
    """Train until the clock (`time.time`) says `end`, or for `steps`, and return the averaged network.

    Goes on with what `folder` holds, else begins with `start_from`, else anew. The rate falls to
    nothing towards the end. `look` may add figures to the learning curve.
    """
    torch.manual_seed(0)
    network = (start_from or LineNetwork(shape)).train().to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stub knows no such keyword
    average = checkpoints.averaged(network)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.01)
    is_again = checkpoints.is_there(folder)
    progress = checkpoints.restore(folder, network, average, optimiser) if is_again else Progress()
    peak = RATE_AGAIN if start_from or progress.lines > _YOUNG else RATE
    began, first_step, before = time.time(), progress.steps, progress.seconds
    next_look, next_save = began + _LOOK_EVERY_SECONDS / 3, began + _SAVE_EVERY_SECONDS
    loss_shown = 0.0
    for batch in stream.batches():
        now = time.time()
        step = progress.steps - first_step
        part = max((now - began) / (end - began), step / steps if steps else 0.0)
        if part >= 1:
            break
        rate = peak * _share_of_rate(step, part)
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss = _learn(network, optimiser, batch)
        progress.lines += len(batch)
        progress.steps += 1
        progress.seconds = before + time.time() - began
        _average(average, network, min(_AVERAGED, (1 + progress.steps) / (10 + progress.steps)))
        loss_shown = 0.98 * loss_shown + 0.02 * loss if loss_shown else loss
        if now >= next_look:
            next_look = now + _LOOK_EVERY_SECONDS
            _look(average, progress, loss_shown, held_out or {}, look, tell)
        if now >= next_save:
            next_save = now + _SAVE_EVERY_SECONDS
            checkpoints.save(folder, network, average, optimiser, progress)
    _look(average, progress, loss_shown, held_out or {}, look, tell)
    checkpoints.save(folder, network, average, optimiser, progress)
    return average


def _share_of_rate(step: int, part: float) -> float:
    warm = min(1.0, (step + 1) / _WARM_UP_STEPS)
    if part < _FLAT:
        return warm
    return warm * (0.5 * (1 + math.cos(math.pi * min(1.0, (part - _FLAT) / (1 - _FLAT)))) + 0.003)


def _learn(network: LineNetwork, optimiser: torch.optim.Optimizer, batch: Sequence[Sample]) -> float:
    pixels = torch.from_numpy(shards.stacked(batch)).float().div_(255)  # (lines, 1, 32, columns)
    pixels = pixels.contiguous(memory_format=torch.channels_last)
    places = [spell(sample.text) for sample in batch]
    # bfloat16 doubles the speed on processors that have it; the loss itself stays in float32.
    with torch.autocast("cpu", torch.bfloat16):
        scores: Tensor = network(pixels)  # (lines, steps, letters)
    steps = torch.tensor([min(scores.shape[1], sample.pixels.shape[1] // 2 + 2) for sample in batch])
    counts = torch.tensor([len(place) for place in places])
    targets = torch.tensor([place for line in places for place in line])
    total = functional.ctc_loss(
        scores.transpose(0, 1), targets, steps, counts, reduction="sum", zero_infinity=True
    )
    loss = total / max(1, int(counts.sum()))
    optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]  # torch's own gap
    torch.nn.utils.clip_grad_norm_(network.parameters(), _CLIP)
    optimiser.step()
    return float(loss.detach())


@torch.no_grad()
def _average(average: LineNetwork, network: LineNetwork, kept: float) -> None:
    own = network.state_dict()
    for name, value in average.state_dict().items():
        if value.is_floating_point():
            value.lerp_(own[name], 1 - kept)
        else:
            value.copy_(own[name])


def _look(
    average: LineNetwork,
    progress: Progress,
    loss: float,
    held_out: dict[str, list[Sample]],
    look: Callable[[LineNetwork], dict[str, float]] | None,
    tell: Callable[[str], None],
) -> None:
    figures: dict[str, float] = {}
    for name, samples in held_out.items():
        figures[f"{name} exact"], figures[f"{name} cer"] = evaluation.score(average, samples)
    if look:
        figures |= look(average)
    progress.curve.append(
        {"lines": progress.lines, "seconds": round(progress.seconds), "loss": round(loss, 4), **figures}
    )
    rate = progress.lines / max(1.0, progress.seconds)
    shown = ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
    tell(f"{progress.lines} lines, {rate:.0f} a second, loss {loss:.3f}; {shown}")
