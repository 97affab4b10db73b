"""All rows within a radius of each other."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from .array import Array, namespace
from .distances import Metric, blocks
from .neighbours import TREE_DIMENSIONS

CELLS = 1 << 17
"""Distances that are worked on at once, so that they stay in the processor's cache."""


class TooManyPairs(ValueError):
    """More pairs of rows are within the radius than there is room for."""


class Reach(NamedTuple):
    """Who is within a radius of whom, oneself left out.

    Attributes
    ----------
    starts
        Where the neighbours of every row begin in `rows` ``(n + 1,)``.
    rows
        Numbers of the neighbours ``(m,)``, in ascending order for every row.
    """

    starts: Array
    rows: Array

    @property
    def counts(self) -> Array:
        """How many neighbours each row has ``(n,)``."""
        return self.starts[1:] - self.starts[:-1]


Near: TypeAlias = Callable[[slice], Array]
"""Says which of all rows are within the radius of some ``(k, n)``."""


def within(x: Array, radius: float, metric: Metric, most: float = float("inf")) -> Reach:
    """Find all pairs of rows ``(n, d)`` that are within a radius of each other, the rim included.

    A tree over space finds them on the CPU in up to eight dimensions (Minkowski metrics). Else all
    are looked at: by a matrix product where the metric has one, exactly where that leaves doubts.

    Parameters
    ----------
    x
        Finite.
    most
        How many pairs there is room for.

    Raises
    ------
    TooManyPairs
        If there are more, before memory is filled with them.
    """
    low = x.shape[1] <= TREE_DIMENSIONS
    if namespace(x) is np and low and metric.order is not None:
        return _by_tree(x, radius, metric.order, most)
    by_product = metric.scores is not None and not low
    near = _by_scores(x, radius, metric) if by_product else _by_differences(x, radius, metric)
    return _by_blocks(x, near, most)


def _by_tree(x: Array, radius: float, order: float, most: float) -> Reach:
    from scipy.spatial import cKDTree  # slow to import, and most sessions never need it

    tree = cKDTree(x)
    if (int(tree.count_neighbors(tree, radius, p=order)) - len(x)) // 2 > most:
        raise TooManyPairs
    pairs = tree.query_pairs(radius, p=order, output_type="ndarray")
    one, other = pairs[:, 0], pairs[:, 1]
    # Both numbers in one, so that a single sort brings every row's neighbours together.
    both = np.concatenate([one << 32 | other, other << 32 | one])
    both.sort()
    starts = np.zeros(len(x) + 1, np.int64)
    np.cumsum(np.bincount(pairs.reshape(-1), minlength=len(x)), out=starts[1:])
    return Reach(starts, both & 0xFFFFFFFF)


def _by_blocks(x: Array, near: Near, most: float) -> Reach:
    """Look at all rows, as many at a time as the cache holds."""
    xp: Any = namespace(x)
    found, counts, total = [], [], 0
    for part in blocks(len(x), len(x), CELLS):
        close = near(part)
        own = xp.arange(part.start, part.stop)
        close[own - part.start, own] = False
        found.append(xp.nonzero(close)[1])
        counts.append(close.sum(axis=1))
        total += len(found[-1])
        if total > 2 * most:  # each pair is met from both ends
            raise TooManyPairs
    starts = xp.zeros(len(x) + 1, np.int64)
    starts[1:] = xp.concatenate(counts).cumsum()
    return Reach(starts, xp.concatenate(found))


def _by_differences(x: Array, radius: float, metric: Metric) -> Near:
    """Compare rows coordinate by coordinate, which lie side by side for that."""
    columns = namespace(x).asfortranarray(x)

    def near(part: slice) -> Array:
        close: Array = metric.between(columns[part, None], columns[None]) <= radius
        return close

    return near


def _by_scores(x: Array, radius: float, metric: Metric) -> Near:
    """Compare rows by a matrix product, and again by their features where rounding could decide."""
    xp: Any = namespace(x)
    assert metric.scores is not None
    assert metric.far is not None
    # Around zero numbers leave the most digits for differences; directions must stay what they are.
    rows = x - x.mean(axis=0) if metric.order is not None else x
    scored, told = metric.scores(rows), metric.far

    def near(part: slice) -> Array:
        scores = xp.empty((part.stop - part.start, len(x)))
        slack = scored(rows[part], scores)
        far = told(rows[part], scores)
        close: Array = far <= radius
        # Scores are squared distances or, up to 2, distances; their squares are off by this much.
        doubtful = abs(far - radius) * (far + radius) <= 4.0 * slack
        one, other = xp.nonzero(doubtful)
        if len(one):
            close[one, other] = metric.between(x[part][one], x[other]) <= radius
        return close

    return near
