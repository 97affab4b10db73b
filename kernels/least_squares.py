"""Least squares in closed form: by an orthogonal factorisation, of least norm, with a penalty."""

from typing import NamedTuple

import numpy as np

from .array import Array, namespace


class Linear(NamedTuple):
    """A linear map ``y = x W' + b`` with weights ``(outputs, d)`` and bias ``(outputs,)``."""

    weights: Array
    bias: Array


def linear_map(x: Array, weights: Array, bias: Array) -> Array:
    """Compute ``x W' + b``: rows ``(n, d)`` to ``(n, outputs)``.

    Examples
    --------
    >>> linear_map(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]]), np.array([5.0]))
    array([[16.]])
    """
    values: Array = x @ weights.T + bias
    return values


def least_squares(
    x: Array, y: Array, alpha: float = 0.0, weight: Array | None = None
) -> Linear:
    """Compute the minimiser of ``sum_i s_i |y_i - W x_i - b|^2 + alpha |W|^2``.

    The bias goes free of the penalty: rows are centred, brought to triangular form by Householder
    reflections, and solved by the singular values of the triangle, so that nothing is squared.
    Where many maps fit equally well (more features than rows, collinear or constant features),
    ``alpha = 0`` gives the one of least norm.

    Parameters
    ----------
    x, y
        Features ``(n, d)`` and targets ``(n, outputs)``.
    alpha
        Strength of the penalty (ridge), at least 0.
    weight
        How much each row counts ``(n,)``; None where all count alike.

    References
    ----------
    Hoerl and Kennard (1970), doi:10.1080/00401706.1970.10488634; Golub and Van Loan (2013),
    *Matrix Computations*, chapter 5.

    Examples
    --------
    >>> x, y = np.array([[0.0], [1.0], [2.0]]), np.array([[1.0], [3.0], [5.0]])
    >>> found = least_squares(x, y)
    >>> found.weights.round(6), found.bias.round(6)
    (array([[2.]]), array([1.]))
    """
    xp = namespace(x, y)
    d = x.shape[1]
    x_mean, y_mean = means(x, weight), means(y, weight)
    centred = xp.concatenate([x - x_mean, y - y_mean], axis=1)
    if weight is not None:
        centred *= xp.sqrt(weight)[:, None]
    triangle = xp.linalg.qr(centred, mode="r")
    u, s, vt = xp.linalg.svd(triangle[:, :d], full_matrices=False)
    turned = u.T @ triangle[:, d:]
    weights = (vt.T @ (inverses(s, alpha, max(x.shape))[:, None] * turned)).T
    return Linear(weights, y_mean - weights @ x_mean)


def inverses(s: Array, alpha: float, size: int) -> Array:
    """Compute ``s / (s^2 + alpha)``; 0 for singular values that are rounding only.

    Parameters
    ----------
    s
        Singular values ``(k,)``, the largest first.
    size
        The longer side of the matrix, which rounding grows with.
    """
    xp = namespace(s)
    kept = s > s[:1] * (np.finfo(s.dtype).eps * size)
    safe = xp.where(kept, s, 1.0)
    found: Array = xp.where(kept, safe / (safe * safe + alpha), 0.0)
    return found


def means(x: Array, weight: Array | None = None) -> Array:
    """Compute the mean of each column ``(d,)``, rows counting by their weight."""
    if weight is None:
        plain: Array = x.mean(axis=0)
        return plain
    weighted: Array = weight @ x / weight.sum()
    return weighted


def squared_gradient(
    x: Array, y: Array, weights: Array, bias: Array, weight: Array | None = None
) -> tuple[float, Linear]:
    """Compute the mean squared error ``mean_i s_i |W x_i + b - y_i|^2 / outputs`` and its slope.

    Returns
    -------
    loss : float
    gradient : Linear
        With respect to the weights and the bias.
    """
    n, outputs = y.shape
    error = linear_map(x, weights, bias) - y
    weighted = error if weight is None else error * weight[:, None]
    loss = float((weighted * error).sum()) / (n * outputs)
    weighted = weighted * (2 / (n * outputs))
    return loss, Linear(weighted.T @ x, weighted.sum(axis=0))


def least_norm(x: Array, y: Array, weight: Array | None = None) -> Array:
    """Compute the weights ``(outputs, d)`` of least norm among those of least squared error.

    There is no bias: the weighted sum alone meets the targets.

    Parameters
    ----------
    x, y
        Features ``(n, d)`` and targets ``(n, outputs)``.
    weight
        How much each row counts ``(n,)``; None where all count alike.

    References
    ----------
    Penrose (1956), doi:10.1017/S0305004100030929.

    Examples
    --------
    >>> least_norm(np.array([[1.0, 1.0]]), np.array([[4.0]])).round(9)
    array([[2., 2.]])
    """
    xp = namespace(x, y)
    if weight is not None:
        root = xp.sqrt(weight)[:, None]
        x, y = x * root, y * root
    u, s, vt = xp.linalg.svd(x, full_matrices=False)
    turned = u.T @ y
    found: Array = (vt.T @ (inverses(s, 0.0, max(x.shape))[:, None] * turned)).T
    return found
