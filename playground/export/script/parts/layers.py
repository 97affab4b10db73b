"""What layers of a network do to a batch of rows when they predict."""

# mypy: disable-error-code="no-any-return"

import numpy as np

from playground.kernels.array import Array


def batch_norm(
    x: Array, scale: Array, shift: Array, mean: Array, variance: Array, epsilon: float
) -> Array:
    """Centre and scale every unit by its running averages, then by what was learned."""
    return (x - mean) * (1 / np.sqrt(variance + epsilon)) * scale + shift


def layer_norm(x: Array, scale: Array, shift: Array, epsilon: float) -> Array:
    """Centre and scale each row over its units, then by what was learned."""
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = np.square(centred).mean(axis=-1, keepdims=True)
    return centred * (1 / np.sqrt(variance + epsilon)) * scale + shift


def flatten(x: Array) -> Array:
    """Lay all numbers of a sample in one row."""
    return x.reshape(len(x), -1)


def side_by_side(*parts: Array) -> Array:
    """Lay several inputs side by side."""
    return np.concatenate(parts, axis=-1)


def without(x: Array, units: list[int]) -> Array:
    """Give 0 for units that are switched off."""
    x = x.copy()
    x[..., units] = 0.0
    return x
