"""Folds: training rows divided so that each is left out once."""

import numpy as np

from playground.core.shape import Target
from playground.kernels.array import Array


def folds_of(y: Array, target: Target, count: int) -> Array:
    """Return the fold of each row ``(n,)``: stretches in order, of classes in their shares.

    Classes are dealt as scikit-learn's ``StratifiedKFold`` deals them, values as its ``KFold``.

    Parameters
    ----------
    y
        Labels ``(n,)`` or values ``(n, outputs)``.
    count
        Number of folds; no more than rows.

    Examples
    --------
    >>> folds_of(np.array([0, 0, 1, 1, 0, 0]), "class", 2)
    array([0, 0, 0, 1, 1, 1])
    """
    n = len(y)
    count = min(count, n)
    if target != "class":
        sizes = [n // count + (fold < n % count) for fold in range(count)]
        return np.repeat(np.arange(count), sizes)
    _, first, label = np.unique(y, return_index=True, return_inverse=True)
    label = np.argsort(np.argsort(first))[label]  # classes in the order of their first rows
    fold = np.empty(n, np.int64)
    ordered = np.sort(label)
    dealt = [np.bincount(ordered[at::count], minlength=len(first)) for at in range(count)]
    for one in range(len(first)):
        fold[label == one] = np.repeat(np.arange(count), [share[one] for share in dealt])
    return fold
