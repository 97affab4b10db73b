"""Mixtures of normal distributions, fitted by expectation and maximisation.

Dempster, Laird and Rubin (1977), "Maximum likelihood from incomplete data via the EM algorithm",
doi:10.1111/j.2517-6161.1977.tb01600.x. The numbers are those of scikit-learn, step for step.
"""

import math
from typing import Any, Literal, NamedTuple, TypeAlias

from .array import Array, namespace
from .densities import log_diagonal_gaussian, log_gaussian, log_sum_exp

Shape: TypeAlias = Literal["full", "tied", "diagonal", "spherical"]
"""What the distributions may look like: any ellipse, one ellipse for all, upright, round."""

SCARCE = 10 * 2.220446049250313e-16
"""Rows that every distribution is given beside its own, so that none is divided by nothing."""


class Mixture(NamedTuple):
    """Normal distributions side by side.

    Attributes
    ----------
    weight
        Share of the rows that each one stands for ``(c,)``, 1 in all.
    mean
        Their centres ``(c, d)``.
    covariance
        ``(c, d, d)`` for full ones, ``(d, d)`` for tied ones, ``(c, d)`` for diagonal ones, and
        ``(c,)`` for spherical ones.
    """

    weight: Array
    mean: Array
    covariance: Array


def log_joint(x: Array, mixture: Mixture, shape: Shape) -> Array:
    r"""Compute :math:`\log \pi_c + \log p_c(x)` for every row and distribution.

    Parameters
    ----------
    x
        Rows ``(n, d)``.

    Returns
    -------
    array of shape ``(n, c)``

    Raises
    ------
    numpy.linalg.LinAlgError
        For a full or tied covariance that is not positive definite.
    """
    xp: Any = namespace(x, mixture.weight)
    weight, mean, covariance = mixture
    if shape == "full":
        dense = log_gaussian(x, mean, covariance)
    elif shape == "tied":
        dense = log_gaussian(x, mean, xp.broadcast_to(covariance, (len(mean), *covariance.shape)))
    else:
        variance = covariance[:, None] if shape == "spherical" else covariance
        dense = log_diagonal_gaussian(x, mean, xp.broadcast_to(variance, mean.shape))
    joint: Array = dense + xp.log(xp.maximum(weight, 1e-300))
    return joint


def expectation(x: Array, mixture: Mixture, shape: Shape) -> tuple[Array, Array]:
    r"""Compute how far each distribution answers for each row, and the rows' log-likelihood.

    .. math:: r_{ic} = \frac{\pi_c \, p_c(x_i)}{\sum_k \pi_k \, p_k(x_i)}

    Parameters
    ----------
    x
        Rows ``(n, d)``.

    Returns
    -------
    log_responsibility
        ``(n, c)``; the exponentials of a row add up to 1.
    log_likelihood
        Of each row, ``(n,)``.

    Examples
    --------
    >>> import numpy as np
    >>> pair = Mixture(np.full(2, 0.5), np.array([[0.0], [2.0]]), np.ones(2))
    >>> shares, _ = expectation(np.array([[1.0]]), pair, "spherical")
    >>> np.exp(shares).round(4)
    array([[0.5, 0.5]])
    """
    joint = log_joint(x, mixture, shape)
    total = log_sum_exp(joint)
    return joint - total, total[:, 0]


def maximisation(x: Array, responsibility: Array, shape: Shape, floor: float) -> Mixture:
    r"""Compute the mixture of the highest expected likelihood under given responsibilities.

    .. math:: \mu_c = \frac{\sum_i r_{ic} x_i}{\sum_i r_{ic}} \qquad
              \Sigma_c = \frac{\sum_i r_{ic} (x_i - \mu_c)(x_i - \mu_c)^\top}{\sum_i r_{ic}}
              + \epsilon I

    Parameters
    ----------
    x
        Rows ``(n, d)``.
    responsibility
        ``(n, c)``, 1 in each row.
    floor
        Added to every variance, :math:`\epsilon`: keeps distributions from collapsing.
    """
    xp: Any = namespace(x, responsibility)
    count = responsibility.sum(axis=0) + SCARCE
    mean = responsibility.T @ x / count[:, None]
    weight = count / count.sum()
    if shape == "full":
        spread = _each(x, responsibility, mean) / count[:, None, None]
        return Mixture(weight, mean, spread + floor * xp.eye(x.shape[1]))
    if shape == "tied":
        spread = _each(x, responsibility, mean).sum(axis=0) / count.sum()
        return Mixture(weight, mean, spread + floor * xp.eye(x.shape[1]))
    columns = [
        responsibility[:, c] @ (x - mean[c]) ** 2 / count[c] + floor for c in range(len(mean))
    ]
    variance = xp.stack(columns)
    return Mixture(weight, mean, variance if shape == "diagonal" else variance.mean(axis=1))


def _each(x: Array, responsibility: Array, mean: Array) -> Array:
    """Return the weighted scatter ``(c, d, d)`` about each mean."""
    xp: Any = namespace(x)
    scatters = []
    for c in range(len(mean)):
        away = x - mean[c]
        scatters.append((responsibility[:, c : c + 1] * away).T @ away)
    scatter: Array = xp.stack(scatters)
    return scatter


def whole_covariances(mixture: Mixture, shape: Shape) -> Array:
    """Return the covariances ``(c, d, d)`` of distributions of any shape.

    Examples
    --------
    >>> import numpy as np
    >>> one = Mixture(np.ones(1), np.zeros((1, 2)), np.array([4.0]))
    >>> whole_covariances(one, "spherical")
    array([[[4., 0.],
            [0., 4.]]])
    """
    xp: Any = namespace(mixture.mean)
    count, wide = mixture.mean.shape
    covariance = mixture.covariance
    if shape == "full":
        return covariance
    if shape == "tied":
        tied: Array = xp.broadcast_to(covariance, (count, wide, wide)).copy()
        return tied
    variance = covariance[:, None] if shape == "spherical" else covariance
    whole: Array = xp.broadcast_to(variance, (count, wide))[:, :, None] * xp.eye(wide)
    return whole


def thinnest(mixture: Mixture, shape: Shape) -> Array:
    """Compute the variance of each distribution along its thinnest axis ``(c,)``."""
    xp: Any = namespace(mixture.mean)
    covariance, count = mixture.covariance, len(mixture.mean)
    if shape in ("full", "tied"):
        # Eigenvalues are those of a symmetric matrix only as far as it is one to the last bit.
        even = (covariance + xp.swapaxes(covariance, -1, -2)) / 2
        least = xp.linalg.eigvalsh(even)[..., 0]
    else:
        least = covariance.min(axis=1) if shape == "diagonal" else covariance
    thin: Array = xp.broadcast_to(least, (count,)).copy()
    return thin


def free_parameters(components: int, features: int, shape: Shape) -> int:
    """Return how many numbers of a mixture can be chosen freely.

    Examples
    --------
    >>> free_parameters(3, 2, "full"), free_parameters(3, 2, "tied")
    (17, 11)
    """
    ellipse = features * (features + 1) // 2
    shapes = {
        "full": components * ellipse,
        "tied": ellipse,
        "diagonal": components * features,
        "spherical": components,
    }
    return shapes[shape] + components * features + components - 1


def bic(log_likelihood: float, rows: int, free: int) -> float:
    r"""Compute the Bayesian information criterion :math:`-2 \log L + p \log n`; low is good.

    Schwarz (1978), doi:10.1214/aos/1176344136.

    Parameters
    ----------
    log_likelihood
        Mean of the rows.
    rows, free
        Number of rows n, and of free parameters p.
    """
    return -2.0 * log_likelihood * rows + free * math.log(max(rows, 1))


def aic(log_likelihood: float, rows: int, free: int) -> float:
    r"""Compute the information criterion of Akaike, :math:`-2 \log L + 2 p`; low is good.

    Akaike (1974), doi:10.1109/TAC.1974.1100705. Parameters are those of `bic`.
    """
    return -2.0 * log_likelihood * rows + 2.0 * free
