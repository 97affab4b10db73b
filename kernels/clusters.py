"""K-means: nearest centroids, their means, and Lloyd's iterations for one k or for many."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from .array import Array, namespace
from .distances import blocks
from .nearest_centroids import CELLS, Rows, nearest_centroids, rows_of, squared_lengths
from .plus_plus import plus_plus

FEW = 6
"""Features up to which columns are added up one by one."""


class Clustering(NamedTuple):
    """What Lloyd's iterations end with.

    Attributes
    ----------
    centroids
        ``(k, d)``.
    labels
        Nearest centroid of every row ``(n,)`` int64.
    inertia
        Sum of squared distances from rows to their centroids.
    steps
        Iterations taken.
    """

    centroids: Array
    labels: Array
    inertia: float
    steps: int


class Moved(NamedTuple):
    """Where centroids go.

    Attributes
    ----------
    centroids
        ``(k, d)``.
    relocated
        Those that had no row and were put on a row far from its centroid ``(e,)``, and
    rows
        which rows these are ``(e,)``.
    """

    centroids: Array
    relocated: Array
    rows: Array


def assign(x: Array, centroids: Array) -> Array:
    """Return the nearest centroid of every row ``(n,)`` int64; of equally near ones the first.

    Parameters
    ----------
    x
        Rows ``(n, d)``.
    centroids
        ``(k, d)``.

    Examples
    --------
    >>> import numpy as np
    >>> assign(np.array([[0.0], [1.0], [2.0]]), np.array([[0.0], [2.0]]))
    array([0, 0, 1])
    """
    rows = rows_of(x)
    return nearest_centroids(rows, centroids - rows.middle)


def inertia(x: Array, centroids: Array, labels: Array) -> float:
    """Compute the sum of squared distances from rows ``(n, d)`` to the centroids they belong to."""
    total = 0.0
    for part in blocks(len(x), x.shape[1], CELLS):
        total += float(squared_lengths(x[part] - centroids.take(labels[part], axis=0)).sum())
    return total


def move(x: Array, labels: Array, centroids: Array) -> Moved:
    """Return the mean of the rows of each centroid.

    A centroid without rows jumps onto the row that lies farthest from its own centroid, which
    loses it; of several, the first takes the farthest. Where every row lies on its centroid there
    is nowhere to go, and it joins the one with the most rows. So does scikit-learn.

    Parameters
    ----------
    x
        Rows ``(n, d)``.
    labels
        Centroid of every row ``(n,)``.
    centroids
        Where centroids are ``(k, d)``.
    """
    return means_of(x, labels, centroids, sums_of(x, labels, len(centroids)))


def blend(x: Array, labels: Array, centroids: Array, counts: Array) -> tuple[Array, Array]:
    r"""Return centroids and counts after a mini-batch.

    Each row pulls its centroid by :math:`c \leftarrow (1 - 1/v) c + x / v`, where v counts all
    rows it has had. One after the other, that makes c the mean of these rows.

    Parameters
    ----------
    x, labels
        Rows of the batch ``(b, d)`` and their centroids ``(b,)``.
    centroids, counts
        ``(k, d)`` and ``(k,)``.

    References
    ----------
    Sculley (2010), "Web-scale k-means clustering", doi:10.1145/1772690.1772862.
    """
    xp: Any = namespace(x)
    batch = sums_of(x, labels, len(centroids))
    known = counts + batch.size
    pulled = (centroids * counts[:, None] + batch.total) / xp.maximum(known, 1.0)[:, None]
    blended: Array = xp.where((batch.size > 0)[:, None], pulled, centroids)
    return blended, known


def lloyd(x: Array, start: Array, tolerance: float = 0.0, most: int = 300) -> Clustering:
    """Take Lloyd's iterations until no row changes its centroid.

    Parameters
    ----------
    x
        Rows ``(n, d)``.
    start
        First centroids ``(k, d)``.
    tolerance
        Ends it once squared moves of the centroids add up to less than this share of the mean
        variance of the features.
    most
        Iterations at most.

    References
    ----------
    Lloyd (1982), "Least squares quantization in PCM", doi:10.1109/TIT.1982.1056489.
    """
    return _lloyd(rows_of(x), start, tolerance, most)


def sweep(
    x: Array, ks: Sequence[int], draws: Array, tolerance: float = 0.0, most: int = 300
) -> list[Clustering]:
    """Find a clustering for every one of several k, all from the same seedings.

    The first k places of a seeding are a seeding of k centroids, so that one serves them all. Of
    several seedings the one that ends with the lowest inertia counts, for each k by itself.

    Parameters
    ----------
    x
        Rows ``(n, d)``.
    ks
        Numbers of centroids, each at most n.
    draws
        Uniform numbers ``(seedings, max(ks), trials)``, as `plus_plus` takes them.
    tolerance, most
        As for `lloyd`.
    """
    starts, rows = [x[plus_plus(x, draw)] for draw in draws], rows_of(x)
    return [
        min((_lloyd(rows, start[:k], tolerance, most) for start in starts), key=lambda c: c.inertia)
        for k in ks
    ]


def _lloyd(rows: Rows, start: Array, tolerance: float, most: int) -> Clustering:
    x, centroids, step = rows.x, start - rows.middle, 0
    enough = tolerance * rows.squares / max(x.size, 1)
    labels = nearest_centroids(rows, centroids)
    sums = sums_of(x, labels, len(start))
    while step < most:
        step += 1
        moved = means_of(x, labels, centroids, sums).centroids
        shift, centroids = float(((moved - centroids) ** 2).sum()), moved
        fresh = nearest_centroids(rows, centroids)
        changed = exchange(x, sums, labels, fresh)
        labels = fresh
        if not changed or shift <= enough:
            break
    return Clustering(centroids + rows.middle, labels, inertia(x, centroids, labels), step)


class Sums(NamedTuple):
    """Sum ``(k, d)`` and number ``(k,)`` of the rows of each centroid."""

    total: Array
    size: Array


def sums_of(x: Array, labels: Array, k: int) -> Sums:
    """Add up the rows ``(n, d)`` of each of k centroids."""
    xp: Any = namespace(x)
    if x.shape[1] <= FEW:
        columns = [xp.bincount(labels, column, k) for column in x.T]
        size = xp.bincount(labels, minlength=k).astype(x.dtype)
        return Sums(xp.stack(columns, axis=1).astype(x.dtype), size)
    every = xp.arange(k)[:, None]
    total, size = xp.zeros((k, x.shape[1]), x.dtype), xp.zeros(k, x.dtype)
    for part in blocks(len(x), k, CELLS):
        mine = (every == labels[part]).astype(x.dtype)
        total += mine @ x[part]
        size += mine.sum(axis=1)
    return Sums(total, size)


def exchange(x: Array, sums: Sums, old: Array, new: Array) -> int:
    """Bring sums in line with new labels ``(n,)``, in place; returns how many have changed."""
    xp: Any = namespace(x)
    k = len(sums.size)
    rows = xp.flatnonzero(old != new)
    every = xp.arange(k)[:, None]
    for part in blocks(len(rows), k, CELLS):
        some = rows[part]
        signs = (every == new[some]).astype(x.dtype) - (every == old[some])
        sums.total[:] += signs @ x.take(some, axis=0)
        sums.size[:] += signs.sum(axis=1)
    return len(rows)


def inertia_of(rows: Rows, centroids: Array, sums: Sums) -> float:
    """Compute the inertia from sums alone, without a look at the rows.

    Where it is a tiny part of the rows' squared lengths, `inertia` is more exact.

    Parameters
    ----------
    centroids
        ``(k, d)``; the sums are those of the rows that each one has.
    """
    crossed = float((centroids * sums.total).sum())
    held = float((squared_lengths(centroids) * sums.size).sum())
    return max(rows.squares - 2.0 * crossed + held, 0.0)


def means_of(x: Array, labels: Array, centroids: Array, sums: Sums) -> Moved:
    """Return the means that sums come to; see `move`. Sums stay as they are."""
    xp: Any = namespace(x)
    total, size = sums
    empty = xp.flatnonzero(size == 0)
    rows = empty[:0]
    if len(empty):
        total, size = total.copy(), size.copy()
        far = squared_lengths(x - centroids.take(labels, axis=0))
        if float(far.max()) > 0:
            rows = xp.argsort(-far, kind="stable")[: len(empty)]
            _relocate(x, labels, total, size, empty, rows)
        empty = empty[: len(rows)]
    means = total / xp.maximum(size, 1.0)[:, None]
    means[size == 0] = means[size.argmax()]
    return Moved(means, empty, rows)


def _relocate(
    x: Array, labels: Array, total: Array, size: Array, empty: Array, rows: Array
) -> None:
    """Give each of some empty centroids ``(e,)`` one of the rows ``(e,)``, in place."""
    left, k = labels[rows], len(size)
    lost = sums_of(x[rows], left, k)
    size -= lost.size
    total -= lost.total
    size[empty] = 1.0
    total[empty] = x[rows]
