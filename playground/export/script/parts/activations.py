"""What bends the output of a unit."""

# mypy: disable-error-code="no-any-return"

import math

import numpy as np

from playground.kernels.array import Array


def step(x: Array) -> Array:
    """Return 1 where x is above 0, and 0 elsewhere."""
    return (x > 0).astype(x.dtype)


def sigmoid(x: Array) -> Array:
    """Return 1 / (1 + exp(-x)), computed so that nothing overflows."""
    e = np.exp(np.minimum(x, 88.0))
    return e / (e + 1.0)


def tanh(x: Array) -> Array:
    """Return the hyperbolic tangent."""
    return np.tanh(x)


def relu(x: Array) -> Array:
    """Return x where it is above 0, and 0 elsewhere."""
    return np.maximum(x, 0.0)


def leaky_relu(x: Array) -> Array:
    """Return x where it is above 0, and a hundredth of it elsewhere."""
    return np.where(x > 0, x, 0.01 * x)


def elu(x: Array) -> Array:
    """Return x where it is above 0, and exp(x) - 1 elsewhere."""
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0.0)))


def gelu(x: Array) -> Array:
    """Return x times the share of a normal distribution that lies below it."""
    below = 0.5 * (1.0 + np.vectorize(math.erf, otypes=[float])(x / math.sqrt(2.0)))
    return (x * below).astype(x.dtype)


def silu(x: Array) -> Array:
    """Return x times its sigmoid."""
    return x * sigmoid(x)


def softplus(x: Array) -> Array:
    """Return log(1 + exp(x)), computed so that nothing overflows."""
    return np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0.0)


def softmax(x: Array) -> Array:
    """Return shares that add up to 1 in each row: exp(x_j) / sum over k of exp(x_k)."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
