"""Writes trained networks where the engine finds them: safetensors, ONNX, and the facts they need."""

import json
import warnings
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from engines.image_description.screen.classifier_measures import STATES
from engines.image_description.screen.classifier_views import CHANNELS, HEIGHT, WIDTH
from training.elements.labels import ROLES
from training.elements.network import Calibrated, Gate, Namer, OpenGate

_OPSET: Final = 17


def write(gate: Gate, calibrated: Calibrated, facts: dict[str, Any], folder: Path) -> None:
    """Write model.safetensors, gate.onnx, model.onnx and facts.json."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {f"gate.{name}": value for name, value in gate.state_dict().items()}
    tensors |= {f"model.{name}": value for name, value in calibrated.state_dict().items()}
    save_file(
        {name: value.detach().contiguous() for name, value in tensors.items()}, folder / "model.safetensors"
    )
    known = {"roles": list(ROLES), "states": list(STATES), **facts}
    (folder / "facts.json").write_text(json.dumps(known, indent=1) + "\n", "utf-8")
    columns = gate.mean.shape[0]
    _export(OpenGate(gate).eval(), (torch.zeros(2, columns),), ["measures"], ["hope"], folder / "gate.onnx")
    views = torch.zeros(2, HEIGHT, WIDTH, CHANNELS, dtype=torch.uint8)
    measures = torch.zeros(2, calibrated.namer.mean.shape[0])
    outputs = ["roles", "states", "fit"]
    _export(calibrated.eval(), (views, measures), ["views", "measures"], outputs, folder / "model.onnx")


def read(folder: Path) -> tuple[Gate, Calibrated]:
    """Read what `write` wrote, as torch networks."""
    tensors = load_file(folder / "model.safetensors")
    gate_part = {name[5:]: value for name, value in tensors.items() if name.startswith("gate.")}
    model_part = {name[6:]: value for name, value in tensors.items() if name.startswith("model.")}
    gate = Gate(gate_part["mean"].shape[0])
    gate.load_state_dict(gate_part)
    columns = model_part["namer.mean"].shape[0]
    calibrated = Calibrated(Namer(columns, len(ROLES), len(STATES)))
    calibrated.load_state_dict(model_part)
    return gate.eval(), calibrated.eval()


def _export(
    network: nn.Module, example: tuple[torch.Tensor, ...], inputs: list[str], outputs: list[str], path: Path
) -> None:
    with warnings.catch_warnings():
        # torch prefers its newer exporter, which takes a minute and needs another package
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            example,
            str(path),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes={name: {0: "boxes"} for name in [*inputs, *outputs]},
            opset_version=_OPSET,
            dynamo=False,
        )
