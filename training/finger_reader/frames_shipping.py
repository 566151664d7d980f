"""Writes networks for single frames as the recogniser loads them: safetensors, and settings.json."""

import json
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

from engines.sign_to_text.fingerspelling.network import FingerNetwork, weights_of
from training.finger_reader.frames_material import NAMES


def write(networks: list[FingerNetwork], temperature: dict[str, float], folder: Path) -> None:
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
        "members": len(networks),
        "names": NAMES,
        "temperature": temperature,
    }
    text = json.dumps(settings, indent=1, ensure_ascii=False) + "\n"
    (folder / "settings.json").write_text(text, encoding="utf-8")
