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
    _, raised, total = _raised(z)
    raised /= total[:, None]
    return raised


def losses(z: Array, targets: Array, link: Link) -> Array:
    """Compute the log loss of each row: ``(n, outputs)`` for sigmoids, ``(n, 1)`` for softmax."""
    if link == "sigmoid":
        each: Array = namespace(z).logaddexp(0.0, z) - targets * z
        return each
    top, _, total = _raised(z)
    return _joint_losses(z, targets, top, total)


def _raised(z: Array) -> tuple[Array, Array, Array]:
    """Return the largest score of each row, ``exp`` of what is below it, and its sum."""
    top = row_max(z)
    raised = namespace(z).exp(z - top)
    return top, raised, row_sum(raised)


def _joint_losses(z: Array, targets: Array, top: Array, total: Array) -> Array:
    joint: Array = (namespace(z).log(total) + top[:, 0] - row_sum(targets * z))[:, None]
    return joint


def _both(z: Array, targets: Array, link: Link) -> tuple[Array, Array]:
    """Return `losses` and `probabilities`; softmax raises its scores once for the two."""
    if link == "sigmoid":
        return losses(z, targets, link), probabilities(z, link)
    top, raised, total = _raised(z)
    joint = _joint_losses(z, targets, top, total)
    raised /= total[:, None]
    return joint, raised


def objective(
    x: Array, targets: Array, weights: Array, bias: Array,
    link: Link, penalty: float, weight: Array | None = None,
) -> Array:  # fmt: skip
    """Compute the objective alone; see `Slope.loss`."""
    rows = losses(linear_map(x, weights, bias), targets, link)
    return _total(rows, weights, link, penalty, weight)


def _total(rows: Array, weights: Array, link: Link, penalty: float, weight: Array | None) -> Array:
    """Return the objective of weights whose rows have these losses."""
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
    rows, p = _both(linear_map(x, weights, bias), targets, link)
    loss = _total(rows, weights, link, penalty, weight)
    error = (p - targets) * shares(x, weight)
    return Slope(loss, p, error.T @ x + penalty * weights, error.sum(axis=0))


def shares(x: Array, weight: Array | None) -> Array | float:
    """Return what part of an average each row makes up: ``(n, 1)``, or one number for all."""
    return 1.0 / len(x) if weight is None else (weight / weight.sum())[:, None]
