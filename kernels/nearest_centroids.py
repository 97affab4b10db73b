"""The nearest centroid of every row."""

from typing import Any, NamedTuple

from .array import Array, namespace
from .distances import blocks

CELLS = 1 << 16
"""Scores that are held at once, so that they stay in the cache."""
ROUNDING = 2.5e-7
"""Share of what is added up by which a sum of two numbers of single precision may be off."""


class Rows(NamedTuple):
    """Rows made ready for many questions about their nearest centroids.

    Attributes
    ----------
    x
        ``(n, d)``, around zero: so numbers leave the most digits for differences.
    middle
        What was taken from them ``(d,)``.
    columns
        The same in single precision, of size 1 at most, with a column of ones ``(d + 1, n)``.
    scale
        What the columns were divided by.
    own
        Squared lengths of the columns ``(n,)``.
    squares
        Sum of all squared lengths of `x`.
    """

    x: Array
    middle: Array
    columns: Array
    scale: float
    own: Array
    squares: float


def squared_lengths(x: Array) -> Array:
    """Return the squared length of every row ``(n,)``."""
    squares: Array = namespace(x).einsum("ij,ij->i", x, x)
    return squares


def rows_of(x: Array) -> Rows:
    """Make rows ``(n, d)`` ready for `nearest_centroids`."""
    xp: Any = namespace(x)
    middle = x.mean(axis=0)
    x = x - middle
    scale = float(abs(x).max()) or 1.0
    columns = xp.ones((x.shape[1] + 1, len(x)), xp.float32)
    columns[:-1] = x.T / scale
    own = xp.einsum("ij,ij->j", columns[:-1], columns[:-1])
    return Rows(x, middle, columns, scale, own, float(squared_lengths(x).sum()))


def nearest_centroids(rows: Rows, centroids: Array) -> Array:
    """Return the nearest centroid of every row ``(n,)`` int64; of equally near ones the first.

    Scores come from one matrix product in single precision; where rounding could have decided,
    distances are computed by their differences in full.

    Parameters
    ----------
    centroids
        ``(k, d)``, less the middle of the rows.
    """
    xp: Any = namespace(centroids)
    k, wide = len(centroids), rows.columns.shape[0]
    scaled = centroids / rows.scale
    squares = squared_lengths(scaled)
    asked = xp.concatenate([-2.0 * scaled, squares[:, None]], axis=1).astype(xp.float32)
    numbers = xp.stack([xp.arange(k), xp.ones(k)]).astype(xp.float32)
    # Adding up as many terms, none of them larger than this, may be off by as much.
    slack = xp.float32(ROUNDING * wide) * (rows.own + xp.float32(float(squares.max())))
    labels: Array = xp.empty(rows.columns.shape[1], xp.int64)
    for part in blocks(len(labels), k, CELLS):
        scores = asked @ rows.columns[:, part]
        near = scores <= scores.min(axis=0) + slack[part]
        label, rivals = numbers @ near.astype(xp.float32)
        labels[part] = label
        unsure = xp.flatnonzero(rivals != 1)
        if len(unsure):
            labels[part][unsure] = _by_differences(rows.x[part].take(unsure, axis=0), centroids)
    return labels


def _by_differences(x: Array, centroids: Array) -> Array:
    """Return the nearest centroid of every row by the differences of their features."""
    xp: Any = namespace(x)
    parts = [
        ((x[part][:, None] - centroids) ** 2).sum(axis=2).argmin(axis=1)
        for part in blocks(len(x), centroids.size, CELLS)
    ]
    nearest: Array = xp.concatenate(parts)
    return nearest
