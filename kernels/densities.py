"""Logarithms of probability densities."""

import math
from typing import Any

from .array import Array, namespace


def log_diagonal_gaussian(x: Array, mean: Array, variance: Array) -> Array:
    r"""Compute the log density of normal distributions whose features are independent.

    .. math:: \log p_c(x) = -\tfrac12 \sum_j \left(\log 2 \pi \sigma_{cj}^2
              + (x_j - \mu_{cj})^2 / \sigma_{cj}^2\right)

    Parameters
    ----------
    x
        Points ``(k, d)``.
    mean, variance
        Of each distribution and feature, ``(c, d)``; variances are above 0.

    Returns
    -------
    array of shape ``(k, c)``

    Examples
    --------
    >>> import numpy as np
    >>> log_diagonal_gaussian(np.zeros((1, 1)), np.zeros((1, 1)), np.ones((1, 1))).round(4)
    array([[-0.9189]])
    """
    xp = namespace(x, mean, variance)
    columns = [((x - m) ** 2 / v).sum(axis=1) for m, v in zip(mean, variance, strict=True)]
    spread = xp.log(2.0 * math.pi * variance).sum(axis=1)
    density: Array = -0.5 * (xp.stack(columns, axis=1) + spread)
    return density


def log_gaussian(x: Array, mean: Array, covariance: Array) -> Array:
    r"""Compute the log density of normal distributions of any shape.

    .. math:: \log p_c(x) = -\tfrac12 \left(d \log 2 \pi + \log |\Sigma_c|
              + (x - \mu_c)^\top \Sigma_c^{-1} (x - \mu_c)\right)

    Parameters
    ----------
    x
        Points ``(k, d)``.
    mean
        Of each distribution, ``(c, d)``.
    covariance
        Of each distribution, ``(c, d, d)``, symmetric and positive definite.

    Returns
    -------
    array of shape ``(k, c)``

    Raises
    ------
    numpy.linalg.LinAlgError
        For a covariance that is not positive definite.

    Examples
    --------
    >>> import numpy as np
    >>> log_gaussian(np.zeros((1, 1)), np.zeros((1, 1)), np.ones((1, 1, 1))).round(4)
    array([[-0.9189]])
    """
    xp: Any = namespace(x, mean, covariance)
    factor = xp.linalg.cholesky(covariance)
    away = xp.swapaxes(x[None] - mean[:, None], 1, 2)
    whitened = xp.linalg.solve(factor, away)
    half_spread = xp.log(xp.diagonal(factor, axis1=1, axis2=2)).sum(axis=1)
    shared = 0.5 * x.shape[1] * math.log(2.0 * math.pi)
    density: Array = -0.5 * (whitened**2).sum(axis=1).T - half_spread - shared
    return density


def log_sum_exp(x: Array) -> Array:
    r"""Compute :math:`\log \sum_c e^{x_c}` along the last axis, which is kept, without overflow.

    Examples
    --------
    >>> import numpy as np
    >>> log_sum_exp(np.array([[1000.0, 1000.0]])) - 1000
    array([[0.69314718]])
    """
    xp = namespace(x)
    top = x.max(axis=-1, keepdims=True)
    top = xp.where(xp.isfinite(top), top, 0.0)
    total: Array = xp.log(xp.exp(x - top).sum(axis=-1, keepdims=True)) + top
    return total
