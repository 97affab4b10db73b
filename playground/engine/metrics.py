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


def r2(values: Array, targets: Array, pooled: bool = False) -> Array:
    """Compute the coefficient of determination, averaged over target columns.

    A column whose targets are all alike counts 1 where it is met exactly and 0 elsewhere.
    Pooled, it is the share of the summed variance that is explained: columns count by their
    variance, as they do in a principal component analysis.

    Parameters
    ----------
    values
        ``(members, n, outputs)``.
    targets
        ``(n, outputs)``.
    pooled
        Whether columns count by their variance instead of alike.

    Examples
    --------
    >>> float(r2(np.array([[[1.0], [2.0]]]), np.array([[1.0], [2.0]]))[0])
    1.0
    """
    residual = np.square(values - targets).sum(axis=-2)
    total = np.square(targets - targets.mean(axis=0)).sum(axis=0)
    if pooled:
        residual, total = residual.sum(axis=-1, keepdims=True), total.sum(keepdims=True)
    explained = 1 - residual / np.maximum(total, 1e-12)
    alike = np.where(residual > 0, 0.0, 1.0)
    return np.asarray(np.where(total > 1e-12, explained, alike).mean(axis=-1))


def score_name(target: Target) -> str:
    """Return the name of the metric that suits a target."""
    return "accuracy" if target == "class" else "r2"


def score(target: Target, scores: Array, y: Array, pooled: bool = False) -> Array:
    """Compute the metric that suits a target: accuracy of labels, or R2 of values."""
    return accuracy(scores, y) if target == "class" else r2(scores, y, pooled)


def baseline_score(target: Target, y_train: Array, y: Array, pooled: bool = False) -> float:
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
    return float(r2(guess, y, pooled)[0])
