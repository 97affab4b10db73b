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


def cophenetic_correlation(merges: Array, far: Array) -> float:
    """Compute how well heights of merges keep distances: 1 where they do so evenly.

    For each pair of rows, the height at which they come together is compared with their distance,
    by the correlation over all pairs (Sokal and Rohlf, 1962).

    Parameters
    ----------
    merges
        ``(n - 1, 4)`` as `linkage` gives them.
    far
        Distances ``(n, n)`` between the rows.

    Returns
    -------
    float
        NaN where all distances, or all heights, are equal.
    """
    n = len(far)
    if n < 3:
        return float("nan")
    start, size = spans(merges)
    met = np.zeros((n, n))
    for a, b, height in merges[:, :3].tolist():
        one, other = (slice(start[int(g)], start[int(g)] + size[int(g)]) for g in (a, b))
        met[one, other] = height
        met[other, one] = height
    order = leaf_order(merges)
    above = np.triu_indices(n, 1)
    met, far = met[above], far[np.ix_(order, order)][above]
    met, far = met - met.mean(), far - far.mean()
    scale = float(np.sqrt((met**2).sum() * (far**2).sum()))
    # Distances that are equal but for rounding have no correlation.
    return float((met * far).sum()) / scale if scale > 1e-12 * n else float("nan")
