"""Logistic regression: its probabilities, its objective and the slope of that.

Scores are ``z = x W' + b``. ``"sigmoid"`` treats every column as a question of its own with two
answers, ``"softmax"`` lets the columns share out one probability. The objective is

``mean_i s_i loss(z_i, t_i) + penalty / 2 |W|^2``,

the bias being free of the penalty. Columns of sigmoids have each an objective of their own.
"""

from typing import Literal, NamedTuple

from .array import Array, namespace
from .least_squares import linear_map, means
from .rows import row_max, row_sum
from .squashing import sigmoid

Link = Literal["sigmoid", "softmax"]


class Slope(NamedTuple):
    """An objective at one place.

    Attributes
    ----------
    loss
        ``(outputs,)`` for sigmoids, ``(1,)`` for softmax; the penalty included.
    p
        Probabilities ``(n, outputs)``.
    weights, bias
        Gradient with respect to each, ``(outputs, d)`` and ``(outputs,)``.
    """

    loss: Array
    p: Array
    weights: Array
    bias: Array


def probabilities(z: Array, link: Link) -> Array:
    """Compute the probabilities of scores ``(n, outputs)``.

    Examples
    --------
    >>> import numpy as np
    >>> probabilities(np.array([[0.0, 0.0]]), "softmax")
    array([[0.5, 0.5]])
    """
    if link == "sigmoid":
        p: Array = sigmoid(z)
        return p
    raised = namespace(z).exp(z - row_max(z))
    raised /= row_sum(raised)[:, None]
    return raised


def losses(z: Array, targets: Array, link: Link) -> Array:
    """Compute the log loss of each row: ``(n, outputs)`` for sigmoids, ``(n, 1)`` for softmax."""
    xp = namespace(z)
    if link == "sigmoid":
        each: Array = xp.logaddexp(0.0, z) - targets * z
        return each
    top = row_max(z)
    total = xp.log(row_sum(xp.exp(z - top))) + top[:, 0]
    joint: Array = (total - row_sum(targets * z))[:, None]
    return joint


def objective(
    x: Array, targets: Array, weights: Array, bias: Array,
    link: Link, penalty: float, weight: Array | None = None,
) -> Array:  # fmt: skip
    """Compute the objective alone; see `Slope.loss`."""
    return _total(linear_map(x, weights, bias), targets, weights, link, penalty, weight)


def _total(
    z: Array, targets: Array, weights: Array, link: Link, penalty: float, weight: Array | None
) -> Array:
    rows = losses(z, targets, link)
    squares = row_sum(weights * weights) * (0.5 * penalty)
    return means(rows, weight) + (squares if link == "sigmoid" else squares.sum())


def slope(
    x: Array, targets: Array, weights: Array, bias: Array,
    link: Link, penalty: float, weight: Array | None = None,
) -> Slope:  # fmt: skip
    """Compute the objective with its gradient.

    Parameters
    ----------
    x, targets
        Features ``(n, d)`` and, 0 or 1, what is true of each row ``(n, outputs)``.
    weights, bias
        ``(outputs, d)`` and ``(outputs,)``.
    weight
        How much each row counts ``(n,)``; None where all count alike.
    """
    z = linear_map(x, weights, bias)
    loss = _total(z, targets, weights, link, penalty, weight)
    p = probabilities(z, link)
    error = (p - targets) * shares(x, weight)
    return Slope(loss, p, error.T @ x + penalty * weights, error.sum(axis=0))


def shares(x: Array, weight: Array | None) -> Array | float:
    """Return what part of an average each row makes up: ``(n, 1)``, or one number for all."""
    return 1.0 / len(x) if weight is None else (weight / weight.sum())[:, None]
