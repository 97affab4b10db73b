"""Beliefs about a coin before it is thrown."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np

from playground.kernels.array import Array

CoinPrior: TypeAlias = Literal["uniform", "fair", "two-headed", "beta", "drawn"]

FAIR = (60.0, 60.0)
"""Of the Beta distribution of someone who trusts coins."""

SUSPICION = 0.1
"""Belief in two heads of someone who suspects a trick."""


def grid(points: int) -> Array:
    """Return the coins' shares of heads ``(points,)``, from never to always."""
    return np.linspace(0.0, 1.0, points)


def coin_prior(
    kind: CoinPrior, points: int, beta: tuple[float, float], heights: Sequence[float]
) -> Array:
    """Return the belief ``(points,)`` in each coin of the grid; it adds up to 1.

    Parameters
    ----------
    beta
        The two numbers of a Beta distribution.
    heights
        Of a drawn belief, evenly spaced from 0 to 1, lines between them; none or all 0 stand for
        a belief in all coins alike.
    """
    if kind == "fair":
        return beta_prior(points, *FAIR)
    if kind == "two-headed":
        belief: Array = (1 - SUSPICION) * beta_prior(points, *FAIR)
        belief[-1] += SUSPICION
        return belief
    if kind == "beta":
        return beta_prior(points, *beta)
    if kind == "drawn" and any(height > 0 for height in heights):
        at = np.linspace(0.0, 1.0, len(heights)) if len(heights) > 1 else np.zeros(1)
        drawn: Array = np.interp(grid(points), at, np.array(heights))
        drawn *= _width(points)
        return _normal(drawn)
    return beta_prior(points, 1.0, 1.0)


def beta_prior(points: int, a: float, b: float) -> Array:
    r"""Return the belief ``(points,)`` of a Beta distribution in each coin of the grid.

    .. math:: p(\theta) \propto \theta^{a-1} (1-\theta)^{b-1}

    The two end points stand for cells of half the width, and where the density has no bound
    there, it is taken in the middle of those cells.
    """
    at, cell = grid(points), 1 / (points - 1)
    middle = np.clip(at, cell / 4, 1 - cell / 4)
    log = (a - 1) * np.log(middle) + (b - 1) * np.log1p(-middle)
    dense = np.exp(log - log.max()) * _width(points)
    if a > 1:
        dense[0] = 0.0
    if b > 1:
        dense[-1] = 0.0
    return _normal(dense)


def _normal(dense: Array) -> Array:
    """Return numbers in proportion that add up to 1."""
    belief: Array = dense / dense.sum()
    return belief


def _width(points: int) -> Array:
    """Return the widths of the cells in units of the inner ones."""
    width = np.ones(points)
    width[[0, -1]] = 0.5
    return width
