"""The nearest rows to others, found by a tree over space, by products, or by looking at all."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from .array import Array, namespace
from .distances import Metric, Scores, blocks, paired, pairwise

TREE_DIMENSIONS = 8
"""Dimensions up to which a tree over space is faster than looking at all rows."""

TREE_QUERIES = 32
"""Fewer questions than these are not worth growing a tree."""

SHARED = 2048
"""Questions from which two cores share the search of a tree."""

CACHED = 1 << 19
"""Scores that are held at once: 4 MB of float64, which a core keeps at hand."""

GROUP = 16
"""Scores of which the lowest stands for all, when few are looked for."""

SPARE = 8
"""How many more are fetched where some are equally far."""

TIE = 1e-12
"""Distances that differ by less than this share may be equal."""


class Nearest(NamedTuple):
    """The nearest rows, the closest first.

    Attributes
    ----------
    rows
        Row numbers ``(q, k)``.
    distances
        How far they are ``(q, k)``.
    """

    rows: Array
    distances: Array


NEAR = 1e-3
"""Distances below this share of the largest are worked out anew where products gave them."""

Propose: TypeAlias = Callable[[Array, int], tuple[Array, Array, Array]]
"""Returns the m nearest row numbers ``(q, m)`` in order, how far they are, and whether each gap
``(q, m - 1)`` is certain."""


def nearest(x: Array, rows: Array, k: int, metric: Metric, tree: bool | None = None) -> Nearest:
    """Find the k nearest rows; of those that are equally far, the lower numbers come first.

    Three ways give the same answer: SciPy's k-d tree (Minkowski metrics of at most eight
    dimensions, on the CPU), scores by a matrix product, and all distances in blocks. What the
    first two cannot order for certain is settled by exact distances.

    Parameters
    ----------
    x
        Points to ask for ``(q, d)``, finite.
    rows
        Points to be found ``(n, d)``, finite; k is at most n.
    tree
        Whether a tree is grown; None where it pays.

    Notes
    -----
    k-d tree: Maneewongvatana and Mount, 1999, arXiv:cs/9901013.
    """
    if not len(x):
        xp = namespace(x)
        return Nearest(xp.empty((0, k), dtype=np.intp), xp.empty((0, k), dtype=x.dtype))
    propose = _way(x, rows, metric, tree)
    if propose is None or k == len(rows):
        return _by_all(x, rows, k, metric)
    found, far, sure = propose(x, min(k + 1, len(rows)))
    found, far = found[:, :k].copy(), far[:, :k].copy()
    unsure = namespace(x).flatnonzero(~sure.all(axis=1))
    if len(unsure):
        found[unsure], far[unsure] = _settled(x[unsure], rows, k, metric, propose)
    return Nearest(found, far)


def _way(x: Array, rows: Array, metric: Metric, tree: bool | None) -> Propose | None:
    host, low = namespace(x, rows) is np, x.shape[1] <= TREE_DIMENSIONS
    pays = host and low and len(x) >= TREE_QUERIES
    if metric.order is not None and host and (pays if tree is None else tree):
        return _by_tree(rows, metric.order)
    if metric.scores is not None and not low:
        return _by_scores(rows, metric)
    return None


def make_ready(dimensions: int, metric: Metric) -> None:
    """Load what finds neighbours among rows of so many dimensions, before the first question."""
    if metric.order is not None and dimensions <= TREE_DIMENSIONS:
        import_module("scipy.spatial")


def _by_tree(rows: Array, order: float) -> Propose:
    from scipy.spatial import cKDTree  # slow to import, and most sessions never need it

    grown = cKDTree(rows)

    def propose(x: Array, m: int) -> tuple[Array, Array, Array]:
        far, found = grown.query(x, m, p=order, workers=2 if len(x) >= SHARED else 1)
        far, found = far.reshape(len(x), m), found.reshape(len(x), m)
        return found, far, far[:, :-1] < (1 - TIE) * far[:, 1:]

    return propose


def _by_scores(rows: Array, metric: Metric) -> Propose:
    assert metric.scores is not None
    assert metric.far is not None
    scored, told = metric.scores(rows), metric.far

    def propose(x: Array, m: int) -> tuple[Array, Array, Array]:
        xp: Any = namespace(x)
        found, ranked, slack = _ranked(x, rows, m, scored)
        order = xp.argsort(ranked, axis=1)
        found = xp.take_along_axis(found, order, axis=1)
        ranked = xp.take_along_axis(ranked, order, axis=1)
        far = told(x, ranked)
        # Close by, products lose the digits that tell a row from its own place.
        lost = xp.flatnonzero(far[:, 0] < NEAR * far[:, -1].max())
        if len(lost):
            far[lost] = paired(x[lost], rows, found[lost], metric)
        return found, far, ranked[:, 1:] - ranked[:, :-1] > slack

    return propose


def _ranked(x: Array, rows: Array, m: int, scored: Scores) -> tuple[Array, Array, Array]:
    """Return the m lowest scores ``(q, m)`` of all rows, whose they are, and their slack."""
    xp: Any = namespace(x)
    count, dtype = len(rows), xp.result_type(x, rows)
    found, ranked = xp.empty((len(x), m), np.intp), xp.empty((len(x), m), dtype)
    slack = xp.empty((len(x), 1), dtype)
    cached: Array | None = None
    for part in blocks(len(x), count, CACHED):
        # The same memory again: fresh pages take longer than the product that fills them.
        if cached is None:
            cached = xp.empty((part.stop, count), dtype)
        scores = cached[: part.stop - part.start]
        slack[part] = scored(x[part], scores)
        found[part] = _lowest(scores, m)
        ranked[part] = xp.take_along_axis(scores, found[part], axis=1)
    return found, ranked, slack


def _lowest(scores: Array, m: int) -> Array:
    """Return whose the m lowest of scores ``(q, n)`` are, ``(q, m)`` in no order.

    Where m is small, columns are dealt out to groups: the m lowest are in the m groups with the
    lowest minima, or among the few columns that are left over.
    """
    xp: Any = namespace(scores)
    groups = scores.shape[1] // GROUP
    if GROUP * m * 8 > scores.shape[1]:
        every: Array = xp.argpartition(scores, m - 1, axis=1)[:, :m]
        return every
    dealt = scores[:, : GROUP * groups].reshape(len(scores), GROUP, groups)
    low = xp.argpartition(dealt.min(axis=1), m - 1, axis=1)[:, :m]
    columns = (low[:, :, None] + groups * xp.arange(GROUP)).reshape(len(scores), -1)
    left = xp.arange(GROUP * groups, scores.shape[1])
    columns = xp.concatenate([columns, xp.broadcast_to(left, (len(scores), len(left)))], axis=1)
    some = xp.take_along_axis(scores, columns, axis=1)
    best = xp.argpartition(some, m - 1, axis=1)[:, :m]
    found: Array = xp.take_along_axis(columns, best, axis=1)
    return found


def _settled(x: Array, rows: Array, k: int, metric: Metric, propose: Propose) -> Nearest:
    """Order by exact distances where some are equally far: among a few more, else among all."""
    xp: Any = namespace(x)
    m = min(k + SPARE, len(rows))
    some, _, sure = propose(x, m)
    answer = _in_order(some, paired(x, rows, some, metric), k)
    if m == len(rows):
        return answer
    lost = xp.flatnonzero(~sure[:, k - 1 :].any(axis=1))
    if len(lost):
        answer.rows[lost], answer.distances[lost] = _by_all(x[lost], rows, k, metric)
    return answer


def _by_all(x: Array, rows: Array, k: int, metric: Metric) -> Nearest:
    """Look at all rows, as many questions at a time as memory is meant for."""
    parts = [
        _selected(pairwise(x[part], rows, metric), k) for part in blocks(len(x), len(rows))
    ]
    xp = namespace(x)
    return Nearest(*(xp.concatenate(columns) for columns in zip(*parts, strict=True)))


def _selected(far: Array, k: int) -> Nearest:
    """Select the k smallest of distances ``(q, n)``."""
    xp: Any = namespace(far)
    if k == far.shape[1]:
        every = xp.broadcast_to(xp.arange(k), far.shape)
        return _in_order(every, far, k)
    some = xp.argpartition(far, k - 1, axis=1)[:, :k]
    limit = xp.take_along_axis(far, some, axis=1).max(axis=1, keepdims=True)
    tied = xp.flatnonzero((far <= limit).sum(axis=1) > k)
    if len(tied):
        some[tied] = xp.argsort(far[tied], axis=1, kind="stable")[:, :k]
    return _in_order(some, xp.take_along_axis(far, some, axis=1), k)


def _in_order(found: Array, far: Array, k: int) -> Nearest:
    """Return the k closest of candidates ``(q, m)``, ordered by distance, then by number."""
    xp: Any = namespace(found)
    by_number = xp.argsort(found, axis=1)
    found = xp.take_along_axis(found, by_number, axis=1)
    far = xp.take_along_axis(far, by_number, axis=1)
    order = xp.argsort(far, axis=1, kind="stable")[:, :k]
    return Nearest(xp.take_along_axis(found, order, axis=1), xp.take_along_axis(far, order, axis=1))
