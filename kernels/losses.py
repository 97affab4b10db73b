"""Loss functions of outputs and targets, one number a row.

Outputs ``z`` and targets ``y`` have the same shape ``(..., n, c)`` and broadcast over their
leading axes. ``f(z, y)`` returns the loss of each row ``(..., n)``; ``f_and_gradient(z, y)``
returns it with its gradient with respect to ``z``, not divided by ``n``: the caller averages,
with its weights.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from .array import Array
from .fused import fused
from .rows import row_max, row_mean, row_sum

Pair = tuple[Array, Array]


class Loss(NamedTuple):
    """What a learner needs to know of a loss.

    Attributes
    ----------
    value : callable
        ``value(z, y) -> rows``.
    value_and_gradient : callable
        ``value_and_gradient(z, y) -> (rows, dz)``.
    targets : {"class", "binary", "value"}
        One-hot classes, independent 0 or 1 in each column, or numbers.
    """

    value: Callable[[Array, Array], Array]
    value_and_gradient: Callable[[Array, Array], Pair]
    targets: Literal["class", "binary", "value"]


def squared(z: Array, y: Array) -> Array:
    """Compute the squared error ``mean over c of (z - y)^2``.

    Examples
    --------
    >>> squared(np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]]))
    array([2.5])
    """
    d = z - y
    d *= d
    return row_mean(d)


def squared_and_gradient(z: Array, y: Array) -> Pair:
    """Compute the squared error and ``2 (z - y) / c``."""
    d = z - y
    rows = row_mean(d * d)
    d *= 2.0 / d.shape[-1]
    return rows, d


def absolute(z: Array, y: Array) -> Array:
    """Compute the absolute error ``mean over c of |z - y|``.

    Examples
    --------
    >>> absolute(np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]]))
    array([1.5])
    """
    d = z - y
    return row_mean(np.abs(d, out=d))


def absolute_and_gradient(z: Array, y: Array) -> Pair:
    """Compute the absolute error and ``sign(z - y) / c``, which is 0 where they are equal."""
    d = z - y
    rows = row_mean(np.abs(d))
    np.sign(d, out=d)
    return rows, _mean_slope(d)


def huber(z: Array, y: Array, delta: float = 1.0) -> Array:
    """Compute Huber's loss: ``d^2 / 2`` up to ``|d| = delta``, then ``delta (|d| - delta / 2)``.

    Averaged over ``c``, with ``d = z - y``. Huber (1964), doi:10.1214/aoms/1177703732.

    Examples
    --------
    >>> huber(np.array([[0.5], [3.0]]), np.array([[0.0], [0.0]]))
    array([0.125, 2.5  ])
    """
    return huber_and_gradient(z, y, delta)[0]


def huber_and_gradient(z: Array, y: Array, delta: float = 1.0) -> Pair:
    """Compute Huber's loss and ``clip(z - y, -delta, delta) / c``."""
    d = z - y
    slope = np.minimum(np.maximum(d, -delta), delta)
    d -= slope * 0.5
    d *= slope
    return row_mean(d), _mean_slope(slope)


def cross_entropy(z: Array, y: Array) -> Array:
    """Compute ``log sum_k exp(z_k) - sum_k y_k z_k``, the cross-entropy of a softmax.

    ``y`` is one-hot, or any distribution over the classes.

    Examples
    --------
    >>> cross_entropy(np.array([[0.0, 0.0]]), np.array([[0.0, 1.0]])).round(4)
    array([0.6931])
    """
    s = z - row_max(z)
    rows = np.log(row_sum(np.exp(s)))
    return rows - row_sum(s * y)


def cross_entropy_and_gradient(z: Array, y: Array) -> Pair:
    """Compute the cross-entropy and ``softmax(z) - y``."""
    s = z - row_max(z)
    chosen = row_sum(s * y)
    np.exp(s, out=s)
    total = row_sum(s)
    s /= total[..., None]
    return np.log(total) - chosen, s - y


@fused("T z, T y", "T loss", "loss = (z < T(0) ? T(0) : z) - z * y + log1p(exp(-abs(z)))")
def _logistic(z: Array, y: Array) -> Array:
    return _logistic_and_slope(z, y)[0]


@fused(
    "T z, T y",
    "T loss, T dz",
    "const T above = z < T(0) ? T(0) : z; const T rest = log1p(exp(-abs(z)));"
    "loss = above - z * y + rest; dz = exp(z - above - rest) - y",
)
def _logistic_and_slope(z: Array, y: Array) -> Pair:
    above = np.maximum(z, 0.0)
    below = z - above
    rest = below - above
    np.exp(rest, out=rest)
    np.log1p(rest, out=rest)
    # Where the answer is right these two cancel exactly, and the small rest survives.
    above -= z * y
    above += rest
    below -= rest
    np.exp(below, out=below)
    below -= y
    return above, below


def binary_cross_entropy(z: Array, y: Array) -> Array:
    """Compute ``mean over c of log(1 + exp(z)) - y z``, the cross-entropy of a sigmoid.

    Examples
    --------
    >>> binary_cross_entropy(np.array([[0.0], [1e4]]), np.array([[1.0], [1.0]])).round(4)
    array([0.6931, 0.    ])
    """
    return row_mean(_logistic(z, y))


def binary_cross_entropy_and_gradient(z: Array, y: Array) -> Pair:
    """Compute the binary cross-entropy and ``(sigmoid(z) - y) / c``."""
    loss, slope = _logistic_and_slope(z, y)
    return row_mean(loss), _mean_slope(slope)


def hinge(z: Array, y: Array) -> Array:
    """Compute the hinge loss, of one score or of several.

    One column: ``max(0, 1 - (2 y - 1) z)``. Several, with the target class ``t``:
    ``sum over j != t of max(0, 1 - z_t + z_j) / c``. Weston and Watkins (1999), "Support vector
    machines for multi-class pattern recognition".

    Examples
    --------
    >>> hinge(np.array([[2.0, 1.5]]), np.array([[1.0, 0.0]]))
    array([0.25])
    """
    return row_mean(_margins(z, y))


def hinge_and_gradient(z: Array, y: Array) -> Pair:
    """Compute the hinge loss and its gradient, which is 0 where the margin is exactly met."""
    missing = _margins(z, y)
    rows = row_mean(missing)
    active = np.sign(missing)
    if z.shape[-1] == 1:
        active *= 1.0 - 2.0 * y
        return rows, active
    active -= y * row_sum(active)[..., None]
    return rows, _mean_slope(active)


def _margins(z: Array, y: Array) -> Array:
    """Compute how far each score falls short of its margin, and 0 for the target class."""
    if z.shape[-1] == 1:
        missing = (1.0 - 2.0 * y) * z
        missing += 1.0
    else:
        missing = z - row_sum(z * y)[..., None]
        missing += 1.0
        missing *= 1.0 - y
    return np.maximum(missing, 0.0, out=missing)


def _mean_slope(slope: Array) -> Array:
    if slope.shape[-1] > 1:
        slope *= 1.0 / slope.shape[-1]
    return slope


LOSSES: dict[str, Loss] = {
    "squared": Loss(squared, squared_and_gradient, "value"),
    "absolute": Loss(absolute, absolute_and_gradient, "value"),
    "huber": Loss(huber, huber_and_gradient, "value"),
    "cross_entropy": Loss(cross_entropy, cross_entropy_and_gradient, "class"),
    "binary_cross_entropy": Loss(
        binary_cross_entropy, binary_cross_entropy_and_gradient, "binary"
    ),
    "hinge": Loss(hinge, hinge_and_gradient, "class"),
}
"""Every loss by the name that learners use; Huber's has delta 1."""
