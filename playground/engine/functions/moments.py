"""Moments that a distribution on a grid is to have: whether it can, and features that tell."""

from functools import lru_cache
from math import factorial, sqrt

import numpy as np

from playground.kernels.array import Array

ROUNDS = 200
"""Newton steps at most."""


def features(x: Array, mean: float, spread: float, count: int) -> Array:
    """Return Hermite polynomials of standardised outcomes, ``(n, count)``.

    Each has mean 0 and variance 1 under a normal distribution of that mean and spread, so that
    the dual problem curves alike in all directions near such an answer.
    """
    t = (x - mean) / spread
    every = [np.ones_like(t), t]
    for k in range(2, count + 1):
        every.append(t * every[-1] - (k - 1) * every[-2])
    return np.stack([every[k] / sqrt(factorial(k)) for k in range(1, count + 1)], axis=-1)


def wanted(skewness: float, kurtosis: float, count: int) -> Array:
    """Return the means of the features when mean and spread are those they are made with."""
    every = np.array([0.0, 0.0, skewness / sqrt(6.0), (kurtosis - 3) / sqrt(24.0)])
    return every[:count]


def softmax(z: Array) -> Array:
    """Return shares ``(..., n)`` in proportion to ``exp(z)``."""
    grown = np.exp(z - z.max(axis=-1, keepdims=True))
    shares: Array = grown / grown.sum(axis=-1, keepdims=True)
    return shares


def solved(table: Array, target: Array) -> Array:
    """Return multipliers whose distribution has the wanted means, by damped Newton steps.

    Parameters
    ----------
    table, target
        Features of every outcome ``(n, k)``, and their wanted means ``(k,)``.
    """
    multipliers = np.zeros(len(target))
    for _ in range(ROUNDS):
        shares = softmax(table @ multipliers)
        slope = shares @ table - target
        if np.abs(slope).max() < 1e-13:
            break
        centred = table - shares @ table
        curvature = (centred * shares[:, None]).T @ centred
        step = np.linalg.solve(curvature + 1e-13 * np.eye(len(target)), slope)
        here, size = _dual(table, target, multipliers), 1.0
        while size > 1e-9 and _dual(table, target, multipliers - size * step) > here:
            size /= 2
        multipliers = multipliers - size * step
    return multipliers


def _dual(table: Array, target: Array, multipliers: Array) -> float:
    z = table @ multipliers
    high = z.max()
    return float(high + np.log(np.exp(z - high).sum()) - multipliers @ target)


@lru_cache(maxsize=256)
def possible(x: tuple[float, ...], mean: float, spread: float, last: tuple[float, float]) -> bool:
    """Say whether some distribution on outcomes has a mean, a spread, a skewness and a kurtosis.

    A linear program looks for the one whose smallest share is largest.
    """
    from scipy.optimize import linprog

    table = features(np.array(x), mean, spread, 4)
    count = len(table)
    # Shares are what lies above the smallest of them, which is the last variable.
    equal = np.vstack([table.T, np.ones(count)])
    equal = np.column_stack([equal, equal.sum(axis=1)])
    goal = np.append(wanted(*last, 4), 1.0)
    found = linprog(np.append(np.zeros(count), -1.0), A_eq=equal, b_eq=goal, method="highs")
    return bool(found.status == 0 and found.x[-1] > 1e-12)
