"""Agglomerative clustering: which groups are merged, one pair after another, and how far apart."""

from typing import Literal, TypeAlias

import numpy as np

from .array import Array, namespace, to_host
from .distances import Between, metric_of

Linkage: TypeAlias = Literal["single", "complete", "average", "ward"]

FEW = 8
"""Features up to which coordinates are compared one after another, without a matrix product."""

CELLS = 1 << 17
"""Distances that are worked on at once, so that they stay in the processor's cache."""

NEAR = 1e-5
"""Share of the largest squared distance below which a matrix product rounds too much."""


def linkage(x: Array, method: Linkage = "ward", metric: str = "euclidean") -> Array:
    r"""Compute the n - 1 merges of n rows, from the closest pair up to the last two groups.

    Distances to a merged group follow from those to its two halves (Lance and Williams, 1967):
    the smaller one (single), the larger one (complete), their mean by size (average), or the
    growth of the squared error,
    :math:`d^2(k, i \cup j) = \frac{(n_k + n_i) d_{ki}^2 + (n_k + n_j) d_{kj}^2 - n_k d_{ij}^2}
    {n_k + n_i + n_j}` (Ward, 1963). Mutually nearest groups are found along chains of nearest
    neighbours (Murtagh, 1983): no more than 3 n searches of one row. Single linkage follows the
    shortest spanning tree (Prim, 1957).

    Parameters
    ----------
    x
        Rows ``(n, d)``; all :math:`n^2` distances are held at once.
    method
        How far two groups are apart.
    metric
        How far two rows are apart, a name that `metric_of` knows; Ward takes Euclidean only.

    Returns
    -------
    array of shape ``(n - 1, 4)``
        In the CPU's memory, in order of height. Each row holds the two groups that are merged
        (rows are 0 to n - 1, the i-th merge is n + i), their distance, and the size they make.

    Raises
    ------
    ValueError
        For Ward's method with another metric.

    Examples
    --------
    >>> linkage(np.array([[0.0], [1.0], [5.0]]), "single")
    array([[0., 1., 1., 2.],
           [2., 3., 4., 3.]])
    """
    if method == "ward" and metric != "euclidean":
        raise ValueError("Ward's method is about squared Euclidean distances only")
    if len(x) < 2:
        return np.zeros((0, 4))
    # A mean needs distances; what is larger or smaller is told by their squares as well.
    squared = metric == "euclidean" and method != "average"
    far = squares(x) if squared else distances(x, metric)
    pairs, heights = _spanning(far) if method == "single" else _chained(far, method)
    return _in_order(pairs, np.sqrt(heights) if squared else heights)


def distances(x: Array, metric: str = "euclidean") -> Array:
    """Compute all distances ``(n, n)`` between rows ``(n, d)``, with zeros on the diagonal."""
    if metric == "euclidean":
        far = squares(x)
        return namespace(far).sqrt(far, out=far)
    return _by_blocks(x, metric_of(metric).between)


def squares(x: Array) -> Array:
    """Compute all squared Euclidean distances ``(n, n)`` between rows ``(n, d)``.

    Many features are multiplied as a matrix; rows so close that this rounds too much are compared
    coordinate by coordinate.
    """
    if x.shape[1] <= FEW:
        return _by_blocks(x, _squared)
    xp = namespace(x)
    x = x - x.mean(axis=0)
    length = (x * x).sum(axis=1)
    far = x @ x.T
    far *= -2.0
    far += length
    far += length[:, None]
    first, second = xp.nonzero(far <= NEAR * far.max())
    step = max(1, CELLS // x.shape[1])
    for start in range(0, len(first), step):
        a, b = first[start : start + step], second[start : start + step]
        far[a, b] = ((x[a] - x[b]) ** 2).sum(axis=1)
    return far


def _squared(a: Array, b: Array) -> Array:
    total = (a[..., 0] - b[..., 0]) ** 2
    for j in range(1, a.shape[-1]):
        total += (a[..., j] - b[..., j]) ** 2
    return total


def _by_blocks(x: Array, between: Between) -> Array:
    """Fill the upper half with blocks of distances, and mirror each into the lower one."""
    xp, n = namespace(x), len(x)
    far = xp.empty((n, n))
    step = max(1, CELLS // n)
    columns = xp.asfortranarray(x)
    for start in range(0, n, step):
        rows = slice(start, start + step)
        block = between(columns[rows, None], columns[None, start:])
        far[rows, start:] = block
        far[start:, rows] = block.T
    xp.fill_diagonal(far, 0.0)
    return far


def _spanning(far: Array) -> tuple[Array, Array]:
    """Return the edges ``(n - 1, 2)`` of the shortest spanning tree, and their lengths."""
    xp, n = namespace(far), len(far)
    pairs, heights = np.zeros((n - 1, 2), np.int64), np.zeros(n - 1)
    reach, beyond, at = xp.full(n, xp.inf), xp.zeros(n), 0
    for step in range(n - 1):
        beyond[at] = xp.inf
        xp.minimum(reach, far[at], out=reach)
        reach += beyond
        nearest = int(reach.argmin())
        pairs[step], heights[step] = (at, nearest), float(reach[nearest])
        at = nearest
    return pairs, heights


def _chained(far: Array, method: Linkage) -> tuple[Array, Array]:
    """Return merges of mutually nearest groups in the order in which chains meet them.

    Parameters
    ----------
    far
        Distances ``(n, n)`` between rows, or their squares where the method is content with
        them; used up.

    Returns
    -------
    pairs, heights
        A row ``(n - 1, 2)`` of either group, and how far apart they were.
    """
    xp, n = namespace(far), len(far)
    xp.fill_diagonal(far, xp.inf)
    size, gone, owner = xp.ones(n), xp.zeros(n), np.arange(n)
    pairs, heights = np.zeros((n - 1, 2), np.int64), np.zeros(n - 1)
    chain: list[int] = []
    first = 0
    for step in range(n - 1):
        if 2 * (n - step) <= len(far):
            # Half of the slots are closed: the others move together, in their order.
            kept = xp.flatnonzero(gone == 0)
            chain = xp.searchsorted(kept, xp.asarray(chain, dtype=kept.dtype)).tolist()
            far, size, gone = xp.ascontiguousarray(far[kept][:, kept]), size[kept], gone[kept]
            owner, first = owner[to_host(kept)], 0
        if not chain:
            while gone[first] > 0:
                first += 1
            chain.append(first)
        a, b, height = _follow(far, gone, chain)
        pairs[step], heights[step] = (owner[a], owner[b]), height
        _merge(far, size, a, b, height, method)
        gone[a] = xp.inf
    return pairs, heights


def _follow(far: Array, gone: Array, chain: list[int]) -> tuple[int, int, float]:
    """Go from nearest to nearest until two are mutually so; takes them off, the lower first.

    Parameters
    ----------
    far
        Distances ``(n, n)`` between groups, infinite on the diagonal.
    gone
        What is added to them ``(n,)``: infinity for slots that hold no group any more.
    chain
        Slots of groups, each the nearest of the one before.
    """
    while True:
        at = chain[-1]
        row = far[at] + gone
        nearest = int(row.argmin())
        if len(chain) > 1 and row[chain[-2]] <= row[nearest]:
            # Of equally near ones the one before ends the chain, or it could go in a ring.
            a, b = sorted((chain.pop(), chain.pop()))
            return a, b, float(far[a, b])
        chain.append(nearest)


def _merge(far: Array, size: Array, a: int, b: int, height: float, method: Linkage) -> None:
    """Put size and distances of the merged group into the place of `b`."""
    xp = namespace(far)
    one, other = far[a], far[b]
    if method == "complete":
        xp.maximum(one, other, out=other)
    elif method == "average":
        whole = float(size[a] + size[b])
        other *= float(size[b]) / whole
        other += one * (float(size[a]) / whole)
    else:
        grown = (size + size[a]) * one
        other *= size + size[b]
        other += grown
        other -= size * height
        other /= size + (size[a] + size[b])
    other[b] = xp.inf
    far[:, b] = other
    size[b] += size[a]


def _in_order(pairs: Array, heights: Array) -> Array:
    """Sort merges by height, and name each group by the merge that made it."""
    heights = to_host(heights)
    order = np.argsort(heights, kind="stable")
    n = len(order) + 1
    group, sizes = list(range(2 * n - 1)), [1] * (2 * n - 1)
    merges = np.empty((n - 1, 4))

    def found(row: int) -> int:
        top = row
        while group[top] != top:
            top = group[top]
        while group[row] != top:
            group[row], row = top, group[row]
        return top

    for step, (row, other) in enumerate(pairs[order].tolist()):
        a, b = sorted((found(row), found(other)))
        group[a] = group[b] = n + step
        sizes[n + step] = sizes[a] + sizes[b]
        merges[step] = a, b, 0.0, sizes[n + step]
    merges[:, 2] = heights[order]
    return merges
