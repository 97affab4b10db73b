"""Kernels: how alike two rows are."""

# mypy: disable-error-code="no-any-return"

import numpy as np

from playground.kernels.array import Array


def linear_kernel(x: Array, rows: Array) -> Array:
    """Return the products of all rows of x with all others."""
    return x @ rows.T


def polynomial_kernel(
    x: Array, rows: Array, gamma: float, degree: int, constant: float
) -> Array:
    """Return powers of the products of rows: as if all products of features were added."""
    return (gamma * (x @ rows.T) + constant) ** degree


def rbf_kernel(x: Array, rows: Array, gamma: float) -> Array:
    """Return exp(-gamma distance^2): 1 for equal rows, near 0 for those far apart."""
    middle = rows.mean(axis=0)
    x, rows = x - middle, rows - middle
    squares = (x**2).sum(axis=1)[:, None] + (rows**2).sum(axis=1) - 2 * (x @ rows.T)
    return np.exp(-gamma * np.maximum(squares, 0.0))
