"""am/final.mdl: the phones' transitions and the network, as Vosk loads them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.tiny_vosk.features import SIZE
from training.tiny_vosk.kaldi_file import BINARY, integer, matrix, real, token, vector
from training.tiny_vosk.net import LEFT, OFFSETS, RIGHT, Trained
from training.tiny_vosk.transitions import UNKNOWN_SOUND, Phones, transition_model

_ACOUSTIC_SCALE: Final = 0.35
"""Weighs the network against the graph, since the network is surer of itself than it should be."""
_PRIOR_SCALE: Final = 0.8
"""How much of the frequency of each phoneme is taken out of its score."""
_UNKNOWN_SCORE: Final = 0.1
"""Below the score of silence that is heard as silence, and above that of a phoneme that does not fit."""

_Values = NDArray[np.float64]


def phones_of(trained: Trained) -> Phones:
    """Return the phones of the model: those of the network, and the unknown sound after them."""
    return Phones((*trained.phonemes, UNKNOWN_SOUND))


class _Layers:
    """Collects the lines that connect a network, and the components they name."""

    def __init__(self) -> None:
        self.lines = [f"input-node name=input dim={SIZE}"]
        self.components: list[bytes] = []

    def add(self, name: str, component: bytes, seen: str) -> str:
        self.lines.append(f"component-node name={name} component={name} input={seen}")
        self.components.append(token("<ComponentName>") + token(name) + component)
        return name


def final_mdl(trained: Trained) -> bytes:
    """Return the content of am/final.mdl."""
    return b"".join(
        (
            BINARY,
            transition_model(phones_of(trained)),
            _network(trained),
            token("<LeftContext>"),
            integer(LEFT),
            token("<RightContext>"),
            integer(RIGHT),
            token("<Priors>"),
            vector([]),
        )
    )


def _network(trained: Trained) -> bytes:
    layers = _Layers()
    mean, deviation = trained.mean.astype(np.float64), trained.deviation.astype(np.float64)
    below = layers.add("norm", _affine(np.diag(1 / deviation), -mean / deviation), "input")
    scale, shift = np.ones(SIZE), np.zeros(SIZE)
    for index, offsets in enumerate(OFFSETS):
        weights, bias = _after(scale, shift, *_weights(trained, f"layers.{index}"), times=len(offsets))
        seen = ", ".join(below if not offset else f"Offset({below}, {offset})" for offset in offsets)
        below = layers.add(f"affine{index}", _affine(weights, bias), f"Append({seen})")
        below = layers.add(f"relu{index}", _pointwise("RectifiedLinearComponent", len(bias)), below)
        scale, shift = _norm(trained, index)
    weights, bias = _after(scale, shift, *_weights(trained, "last"), times=1)
    below = layers.add("last", _affine(weights, bias), below)
    below = layers.add("logsoftmax", _pointwise("LogSoftmaxComponent", len(bias)), below)
    # The priors are taken out here, so that Vosk has nothing to divide by. The unknown sound scores the same
    # whatever is heard, so that it wins where no word of a grammar fits.
    scores = _ACOUSTIC_SCALE * np.eye(len(bias) + 1, len(bias))
    least = np.append(-_ACOUSTIC_SCALE * _PRIOR_SCALE * np.log(trained.priors), _UNKNOWN_SCORE)
    below = layers.add("likelihoods", _affine(scores, least), below)
    layers.lines.append(f"output-node name=output input={below} objective=linear")
    return b"".join(
        (
            # Kaldi reads the rest of this line, which must be empty after the token's own space.
            token("<Nnet3>") + b"\n",
            "\n".join(layers.lines).encode() + b"\n\n",
            token("<NumComponents>"),
            integer(len(layers.components)),
            *layers.components,
            token("</Nnet3>"),
        )
    )


def _affine(weights: _Values, bias: _Values) -> bytes:
    return b"".join(
        (
            token("<FixedAffineComponent>"),
            token("<LinearParams>"),
            matrix(weights),
            token("<BiasParams>"),
            vector(bias),
            token("</FixedAffineComponent>"),
        )
    )


def _pointwise(kind: str, size: int) -> bytes:
    """Return a component without weights; the statistics it may hold are only for Kaldi's training."""
    return b"".join(
        (
            token(f"<{kind}>") + token("<Dim>") + integer(size),
            token("<ValueAvg>") + vector([]),
            token("<DerivAvg>") + vector([]),
            token("<Count>") + real(0.0),
            token(f"</{kind}>"),
        )
    )


def _weights(trained: Trained, name: str) -> tuple[_Values, _Values]:
    state = trained.net.state_dict()
    return state[f"{name}.weight"].double().numpy(), state[f"{name}.bias"].double().numpy()


def _norm(trained: Trained, index: int) -> tuple[_Values, _Values]:
    """Return a batch norm after training as what it has become: a scale and a shift for each unit."""
    state = trained.net.state_dict()
    mean = state[f"norms.{index}.running_mean"].double().numpy()
    variance = state[f"norms.{index}.running_var"].double().numpy()
    weight, bias = _weights(trained, f"norms.{index}")
    scale = weight / np.sqrt(variance + 1e-5)
    return scale, bias - mean * scale


def _after(
    scale: _Values, shift: _Values, weights: _Values, bias: _Values, times: int
) -> tuple[_Values, _Values]:
    """Fold a scale and a shift of the input, which the layer sees `times` times, into the layer."""
    return weights * np.tile(scale, times), bias + weights @ np.tile(shift, times)
