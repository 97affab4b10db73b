"""Trees of merges: the order of their leaves, the groups they hold, and how they keep distances."""

import numpy as np

from .array import Array


def leaf_order(merges: Array) -> Array:
    """Return the leaves of a tree from left to right ``(n,)`` int64, so that no branches cross.

    Parameters
    ----------
    merges
        ``(n - 1, 4)`` as `linkage` gives them: the first of the two groups comes to the left.

    Examples
    --------
    >>> leaf_order(np.array([[1.0, 2.0, 1.0, 2.0], [0.0, 3.0, 4.0, 3.0]])).tolist()
    [0, 1, 2]
    """
    n = len(merges) + 1
    start, order = spans(merges)[0], np.empty(n, np.int64)
    order[start[:n]] = np.arange(n)
    return order


def spans(merges: Array) -> tuple[Array, Array]:
    """Return where the leaves of every group begin in their order, and how many they are.

    Returns
    -------
    start, size
        Of rows and merges, ``(2 n - 1,)`` int64 each.
    """
    n = len(merges) + 1
    pairs = merges[:, :2].astype(np.int64).tolist()
    size = np.ones(2 * n - 1, np.int64)
    size[n:] = merges[:, 3]
    start, sizes = [0] * (2 * n - 1), size.tolist()
    for step in range(n - 2, -1, -1):
        a, b = pairs[step]
        start[a] = start[n + step]
        start[b] = start[n + step] + sizes[a]
    return np.array(start, np.int64), size


def joined(merges: Array, count: int) -> Array:
    """Return the group of every row ``(n,)`` after so many merges, named as `linkage` does.

    Examples
    --------
    >>> joined(np.array([[0.0, 2.0, 1.0, 2.0], [1.0, 3.0, 4.0, 3.0]]), 1).tolist()
    [3, 1, 3]
    """
    n = len(merges) + 1
    parent = list(range(2 * n - 1))
    for step, (a, b) in enumerate(merges[:count, :2].astype(np.int64).tolist()):
        parent[a] = parent[b] = n + step
    for group in range(n + count - 1, -1, -1):
        parent[group] = parent[parent[group]]
    return np.array(parent[:n], np.int64)


def heights_between(merges: Array, rows: Array) -> Array:
    """Return the heights at which some rows come together ``(m, m)``, 0 on the diagonal.

    Rows that stand side by side in the order of the leaves meet in one merge, and others at the
    highest of the merges in between.

    Parameters
    ----------
    merges
        ``(n - 1, 4)`` as `linkage` gives them, in order of height.
    rows
        Row numbers ``(m,)``, each once.
    """
    n = len(merges) + 1
    start, _ = spans(merges)
    beside = np.zeros(n)
    beside[start[merges[:, 1].astype(np.int64)]] = merges[:, 2]
    place = np.sort(start[rows])
    between = np.maximum.reduceat(beside, place[:-1] + 1) if len(rows) > 1 else beside[:0]
    met = np.zeros((len(rows), len(rows)))
    for i in range(len(rows) - 1):
        met[i, i + 1 :] = met[i + 1 :, i] = np.maximum.accumulate(between[i:])
    back = np.argsort(np.argsort(start[rows]))
    return met[np.ix_(back, back)]


def cophenetic_correlation(merges: Array, far: Array, rows: Array | None = None) -> float:
    """Compute how well heights of merges keep distances: 1 where they do so evenly.

    For each pair of rows, the height at which they come together is compared with their distance,
    by the correlation over all pairs (Sokal and Rohlf, 1962).

    Parameters
    ----------
    merges
        ``(n - 1, 4)`` as `linkage` gives them, in order of height.
    far
        Distances ``(m, m)`` between the rows that are compared.
    rows
        Their numbers ``(m,)``; None for all.

    Returns
    -------
    float
        NaN where all distances, or all heights, are equal.
    """
    if len(far) < 3:
        return float("nan")
    met = heights_between(merges, np.arange(len(far)) if rows is None else rows)
    above = np.triu_indices(len(far), 1)
    met, far = met[above], far[above]
    met, far = met - met.mean(), far - far.mean()
    scale = float(np.sqrt((met**2).sum() * (far**2).sum()))
    # Distances that are equal but for rounding have no correlation.
    return float((met * far).sum()) / scale if scale > 1e-12 * len(far) else float("nan")
