"""The binary form in which Kaldi keeps a model: tokens, numbers, vectors and matrices."""

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BINARY: bytes = b"\0B"
"""With these a binary file begins."""


def token(word: str) -> bytes:
    """Return a mark such as `<Nnet3>`; the space that ends it is part of the form."""
    return word.encode() + b" "


def integer(value: int) -> bytes:
    """Return a 32-bit number after its size in bytes."""
    return struct.pack("<bi", 4, value)


def real(value: float) -> bytes:
    """Return a 32-bit float after its size in bytes."""
    return struct.pack("<bf", 4, value)


def integers(values: Sequence[int]) -> bytes:
    """Return a vector of integers: the size of one, their number, and they."""
    return struct.pack(f"<bi{len(values)}i", 4, len(values), *values)


def vector(values: Sequence[float] | NDArray[np.float64]) -> bytes:
    """Return a vector of 32-bit floats."""
    return token("FV") + integer(len(values)) + np.asarray(values, "<f4").tobytes()


def matrix(values: NDArray[np.float64]) -> bytes:
    """Return a matrix, (rows, columns), in 16 bits a value, which Kaldi reads wherever it reads a matrix.

    Every value is a whole number of 65,535ths of the range of the matrix, which for a network's
    weights is as good as 32 bits and half as long.
    """
    low, spread = float(values.min()), float(np.ptp(values)) or 1.0
    steps: bytes = np.rint((values - low) / spread * 65535).astype("<u2").tobytes()
    return token("CM2") + struct.pack("<ffii", low, spread, *values.shape) + steps
