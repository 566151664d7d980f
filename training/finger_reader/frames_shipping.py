"""Writes networks for single frames as the recogniser loads them: safetensors, and settings.json."""

import copy
import json
import math
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import save_file

from engines.sign_to_text.fingerspelling.network import FingerNetwork, weights_of
from training.finger_reader.frames_material import NAMES

_MOVING: Final = ("J", "Z")
_SELDOM: Final = 0.15
"""How often still frames show them, by how often training does."""


def for_still_frames(networks: list[FingerNetwork]) -> list[FingerNetwork]:
    """Return the networks with letters that are movements made less likely.

    These are drawn oftener than they are seen, to be learned at all; by Bayes' rule their scores are
    then too high by the logarithm of that.
    """
    copies = [copy.deepcopy(network) for network in networks]
    for network in copies:
        for pack, names in NAMES.items():
            columns = [number for number, name in enumerate(names) if name in _MOVING]
            weights = network.state_dict()  # the same memory as the network's
            with torch.no_grad():
                weights[f"heads.{pack}.bias"][columns] += math.log(_SELDOM)
    return copies


def write(
    networks: list[FingerNetwork], votes: list[float], temperature: dict[str, float], folder: Path
) -> None:
    """Write the weights of all networks, and what the recogniser must know of them."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {
        f"{number}.{name}": value
        for number, network in enumerate(networks)
        for name, value in weights_of(network).items()
    }
    path = folder / "model.safetensors"
    part = path.with_suffix(".part")
    save_file(weights, part)
    part.chmod(0o644)
    part.replace(path)
    settings: dict[str, Any] = {
        "version": 1,
        "shape": networks[0].shape.written(),
        "votes": votes,
        "names": NAMES,
        "temperature": temperature,
    }
    text = json.dumps(settings, indent=1, ensure_ascii=False) + "\n"
    (folder / "settings.json").write_text(text, encoding="utf-8")
