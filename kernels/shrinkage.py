"""The lasso by coordinate descent: every weight in turn is solved for, and shrunk towards 0."""

from .array import Array, namespace
from .least_squares import means


def soft_threshold(x: Array, by: Array | float) -> Array:
    """Compute ``sign(x) max(|x| - by, 0)``: pull numbers towards 0, and those near to it onto it.

    Examples
    --------
    >>> import numpy as np
    >>> soft_threshold(np.array([-3.0, 0.5, 2.0]), 1.0)
    array([-2.,  0.,  1.])
    """
    xp = namespace(x)
    shrunk: Array = xp.sign(x) * xp.maximum(xp.abs(x) - by, 0.0)
    return shrunk


def moments(x: Array, y: Array, weight: Array | None = None) -> tuple[Array, Array]:
    """Compute the covariances of features ``(d, d)``, and of targets with them ``(outputs, d)``.

    Both are averages over rows, which count by their weight.
    """
    share = 1.0 / len(x) if weight is None else (weight / weight.sum())[:, None]
    x, y = x - means(x, weight), y - means(y, weight)
    return (x * share).T @ x, (y * share).T @ x


def lasso_sweep(gram: Array, along: Array, weights: Array, alpha: float) -> float:
    """Solve for each weight once, in order and in place; returns the largest change.

    One round of cyclic coordinate descent on ``mean_i |y_i - w x_i|^2 / 2 + alpha |w|_1`` of
    centred rows: ``w_j <- soft_threshold(c_j - sum_{k != j} G_jk w_k, alpha) / G_jj``. A feature
    that never varies gets weight 0.

    Parameters
    ----------
    gram, along
        What `moments` returns.
    weights
        ``(outputs, d)``, changed in place.
    alpha
        Strength of the penalty, at least 0.

    References
    ----------
    Tibshirani (1996), doi:10.1111/j.2517-6161.1996.tb02080.x; Friedman, Hastie and Tibshirani
    (2010), doi:10.18637/jss.v033.i01.

    Examples
    --------
    >>> import numpy as np
    >>> w = np.zeros((1, 2))
    >>> lasso_sweep(np.eye(2), np.array([[3.0, 0.5]]), w, 1.0), w
    (2.0, array([[2., 0.]]))
    """
    before = weights.copy()
    scales = gram.diagonal().tolist()
    least = max(scales, default=0.0) * 1e-30
    for j, scale in enumerate(scales):
        if scale <= least:
            weights[:, j] = 0.0
            continue
        free = along[:, j] - weights @ gram[:, j] + scale * weights[:, j]
        weights[:, j] = soft_threshold(free, alpha) / scale
    return float(abs(weights - before).max())
