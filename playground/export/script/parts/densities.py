"""Normal distributions, and Bayes' rule."""

# mypy: disable-error-code="no-any-return"

import math

import numpy as np

from playground.export.script.parts.activations import softmax
from playground.kernels.array import Array


def log_upright_normal(x: Array, mean: Array, variance: Array) -> Array:
    """Return the log densities of rows under normals whose features are independent."""
    away = [((x - m) ** 2 / v).sum(axis=1) for m, v in zip(mean, variance, strict=True)]
    spread = np.log(2.0 * math.pi * variance).sum(axis=1)
    return -0.5 * (np.stack(away, axis=1) + spread)


def log_normal(x: Array, mean: Array, covariance: Array) -> Array:
    """Return the log densities of rows under normals of any shape."""
    columns = []
    for m, c in zip(mean, covariance, strict=True):
        factor = np.linalg.cholesky(c)
        away = np.linalg.solve(factor, (x - m).T)
        spread = np.log(np.diagonal(factor)).sum()
        columns.append(-0.5 * (away**2).sum(axis=0) - spread)
    return np.stack(columns, axis=1) - 0.5 * x.shape[1] * math.log(2.0 * math.pi)


def bayes_rule(log_density: Array, log_prior: Array) -> Array:
    """Return how likely each class is: prior times density, scaled to add up to 1."""
    return softmax(log_density + log_prior)
