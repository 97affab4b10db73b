"""The perceptron's rule: wait for a mistake, then move the weights towards what was right.

Rows end in a 1, whose weight is the bias. One set of weights ``(1, d + 1)`` tells class 1 from
class 0. Several sets are either machines of their own, each telling its class from the rest, or
work together: the largest score wins.
"""

import numpy as np

from .array import Array, namespace


def margins(rows: Array, labels: Array, weights: Array, together: bool = False) -> Array:
    """Compute by how much each answer is right: a row is misclassified where it is not above 0.

    Parameters
    ----------
    rows, labels
        ``(n, d + 1)`` and ``(n,)``.
    weights
        ``(outputs, d + 1)``.

    Returns
    -------
    Array of shape ``(n, machines)``
        One machine where all work together, else as many as there are sets of weights.

    Examples
    --------
    >>> margins(np.array([[2.0, 1.0]]), np.array([0]), np.array([[3.0, -1.0]]))
    array([[-5.]])
    """
    xp = namespace(rows)
    scores = rows @ weights.T
    if not together:
        return signs(labels, len(weights)) * scores
    mine = labels[:, None] == xp.arange(len(weights))
    rival = xp.where(mine, -xp.inf, scores).max(axis=1)
    ahead: Array = (scores[mine] - rival)[:, None]
    return ahead


def signs(labels: Array, outputs: int) -> Array:
    """Return +1 where a row belongs to a machine's class and -1 elsewhere, ``(n, outputs)``."""
    xp = namespace(labels)
    classes = xp.ones(1, int) if outputs == 1 else xp.arange(outputs)
    found: Array = xp.where(labels[:, None] == classes, 1.0, -1.0)
    return found


def correct(
    weights: Array, row: Array, label: int, machine: int, together: bool = False
) -> None:
    """Move the weights after a mistake, in place: the row is added to what it should have chosen.

    Rosenblatt (1958), doi:10.1037/h0042519; several classes together: Duda and Hart (1973),
    *Pattern Classification and Scene Analysis*, section 5.12 (Kesler's construction).

    Examples
    --------
    >>> w = np.zeros((1, 2))
    >>> correct(w, np.array([2.0, 1.0]), 0, 0)
    >>> w
    array([[-2., -1.]])
    """
    if not together:
        own = label == (1 if len(weights) == 1 else machine)
        weights[machine] += row if own else -row
        return
    scores = weights @ row
    scores[label] = -np.inf
    weights[int(scores.argmax())] -= row
    weights[label] += row
