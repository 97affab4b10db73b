"""Scores of predictions against targets, one for each member."""

import numpy as np

from playground.core.shape import Target
from playground.kernels.array import Array


def accuracy(scores: Array, labels: Array) -> Array:
    """Compute the share of rows whose highest score is their label.

    Parameters
    ----------
    scores
        ``(members, n, classes)``.
    labels
        ``(n,)``.

    Examples
    --------
    >>> accuracy(np.array([[[0.9, 0.1], [0.6, 0.4]]]), np.array([0, 1]))
    array([0.5])
    """
    return np.asarray((scores.argmax(axis=-1) == labels).mean(axis=-1))


def r2(values: Array, targets: Array) -> Array:
    """Compute the coefficient of determination, averaged over target columns.

    Parameters
    ----------
    values
        ``(members, n, outputs)``.
    targets
        ``(n, outputs)``.

    Examples
    --------
    >>> float(r2(np.array([[[1.0], [2.0]]]), np.array([[1.0], [2.0]]))[0])
    1.0
    """
    residual = np.square(values - targets).sum(axis=-2)
    total = np.square(targets - targets.mean(axis=0)).sum(axis=0)
    return np.asarray((1 - residual / np.maximum(total, 1e-12)).mean(axis=-1))


def score_name(target: Target) -> str:
    """Return the name of the metric that suits a target."""
    return "accuracy" if target == "class" else "r2"


def score(target: Target, scores: Array, y: Array) -> Array:
    """Compute the metric that suits a target: accuracy of labels, or R2 of values."""
    return accuracy(scores, y) if target == "class" else r2(scores, y)


def baseline_score(target: Target, y_train: Array, y: Array) -> float:
    """Compute what the best constant prediction scores: the majority class, or the mean.

    Parameters
    ----------
    y_train
        Targets that the constant is taken from.
    y
        Targets it is scored on.
    """
    if target == "class":
        return float((y == np.bincount(y_train).argmax()).mean())
    guess = np.broadcast_to(y_train.mean(axis=0), y.shape)[None]
    return float(r2(guess, y)[0])
