"""K-means: nearest centroids, their means, and Lloyd's iterations for one k or for many."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from .array import Array, namespace
from .distances import blocks
from .nearest_centroids import CELLS, nearest_centroid, squared_lengths
from .plus_plus import plus_plus

GUARD = 1e-6
"""Share of the largest length by which distances may be off: a square root brings out rounding."""


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

    Scores come from one matrix product; where rounding could have decided, distances are
    computed once more by their differences.

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
    return nearest_centroid(x, centroids, squared_lengths(x))[0]


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
    return _moved(x, labels, centroids, _sums(x, labels, len(centroids)))


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
    batch = _sums(x, labels, len(centroids))
    known = counts + batch.size
    pulled = (centroids * counts[:, None] + batch.total) / xp.maximum(known, 1.0)[:, None]
    blended: Array = xp.where((batch.size > 0)[:, None], pulled, centroids)
    return blended, known


def lloyd(x: Array, start: Array, tolerance: float = 0.0, most: int = 300) -> Clustering:
    """Take Lloyd's iterations until no row changes its centroid.

    Rows whose second nearest centroid is farther off than centroids have moved since are not
    looked at again (after Hamerly, 2010), and sums change by the rows that do: what comes out is
    the same, sooner.

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
    Hamerly (2010), "Making k-means even faster", doi:10.1137/1.9781611972801.12.
    """
    xp: Any = namespace(x)
    middle = x.mean(axis=0)
    # Numbers around zero leave more digits for differences.
    x, centroids = x - middle, start - middle
    own = squared_lengths(x)
    enough = tolerance * float(own.sum()) / max(x.size, 1)
    near = GUARD * float(own.max() + squared_lengths(centroids).max()) ** 0.5
    labels, margin = nearest_centroid(x, centroids, own)
    sums, settled, step = _sums(x, labels, len(start)), False, 0
    while step < most and not settled:
        step += 1
        moved = _moved(x, labels, centroids, sums).centroids
        way = xp.sqrt(squared_lengths(moved - centroids))
        centroids = moved
        margin -= (way + _most_of_others(way))[labels]
        rows = xp.flatnonzero(margin <= near)
        fresh, margin[rows] = nearest_centroid(x.take(rows, axis=0), centroids, own[rows])
        changed = xp.flatnonzero(fresh != labels[rows])
        settled = not len(changed)
        _exchange(x, sums, rows[changed], labels[rows[changed]], fresh[changed])
        labels[rows] = fresh
        if not settled and float((way * way).sum()) <= enough:
            break
    if settled and bool(sums.size.all()):
        centroids = move(x, labels, centroids).centroids
    return Clustering(centroids + middle, labels, inertia(x, centroids, labels), step)


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
    starts = [x[plus_plus(x, draw)] for draw in draws]
    return [
        min((lloyd(x, start[:k], tolerance, most) for start in starts), key=lambda c: c.inertia)
        for k in ks
    ]


class _Sums(NamedTuple):
    """Sum ``(k, d)`` and number ``(k,)`` of the rows of each centroid."""

    total: Array
    size: Array


def _sums(x: Array, labels: Array, k: int) -> _Sums:
    xp: Any = namespace(x)
    every = xp.arange(k)[:, None]
    total, count = xp.zeros((k, x.shape[1]), x.dtype), xp.zeros(k, x.dtype)
    for part in blocks(len(x), k, CELLS):
        mine = (every == labels[part]).astype(x.dtype)
        total += mine @ x[part]
        count += mine.sum(axis=1)
    return _Sums(total, count)


def _exchange(x: Array, sums: _Sums, rows: Array, old: Array, new: Array) -> None:
    """Take rows ``(m,)`` from their old centroids and give them to new ones, in place."""
    xp: Any = namespace(x)
    every = xp.arange(len(sums.size))[:, None]
    for part in blocks(len(rows), len(sums.size), CELLS):
        signs = (every == new[part]).astype(x.dtype) - (every == old[part])
        sums.total[:] += signs @ x.take(rows[part], axis=0)
        sums.size[:] += signs.sum(axis=1)


def _moved(x: Array, labels: Array, centroids: Array, sums: _Sums) -> Moved:
    """Return means; see `move`. Sums stay as they are."""
    xp: Any = namespace(x)
    total, count = sums
    empty = xp.flatnonzero(count == 0)
    rows = empty[:0]
    if len(empty):
        total, count = total.copy(), count.copy()
        far = squared_lengths(x - centroids.take(labels, axis=0))
        if float(far.max()) > 0:
            rows = xp.argsort(-far, kind="stable")[: len(empty)]
            _relocate(x, labels, total, count, empty, rows)
        empty = empty[: len(rows)]
    means = total / xp.maximum(count, 1.0)[:, None]
    means[count == 0] = means[count.argmax()]
    return Moved(means, empty, rows)


def _relocate(
    x: Array, labels: Array, total: Array, count: Array, empty: Array, rows: Array
) -> None:
    """Give each of some empty centroids ``(e,)`` one of the rows ``(e,)``, in place."""
    left, k = labels[rows], len(count)
    lost = _sums(x[rows], left, k)
    count -= lost.size
    total -= lost.total
    count[empty] = 1.0
    total[empty] = x[rows]


def _most_of_others(way: Array) -> Array:
    """Return the largest entry ``(k,)`` apart from each one's own."""
    xp: Any = namespace(way)
    most = xp.full_like(way, way.max())
    top = way.argmax()
    rest = way.copy()
    rest[top] = 0.0
    most[top] = rest.max()
    others: Array = most
    return others
