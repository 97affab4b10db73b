"""The nearest centroid of every row, and by how much it is the nearest."""

from typing import Any

from .array import Array, namespace
from .distances import blocks

CELLS = 1 << 15
"""Scores that are held at once, so that they stay in the cache."""
ROUNDING = 1e-13
"""Share of the largest squared length by which scores of two centroids may be off."""


def squared_lengths(x: Array) -> Array:
    """Return the squared length of every row ``(n,)``."""
    squares: Array = namespace(x).einsum("ij,ij->i", x, x)
    return squares


def nearest_centroid(x: Array, centroids: Array, own: Array) -> tuple[Array, Array]:
    """Return nearest centroids ``(n,)`` int64, and how much farther away the second nearest is.

    Scores come from one matrix product; where rounding could have decided, distances are computed
    once more by their differences. Of equally near ones the first is taken.

    Parameters
    ----------
    x
        Rows ``(n, d)``.
    centroids
        ``(k, d)``.
    own
        Squared lengths of the rows ``(n,)``.
    """
    xp: Any = namespace(x, centroids)
    labels = xp.empty(len(x), xp.int64)
    margin = xp.empty(len(x), x.dtype)
    squares = squared_lengths(centroids)
    doubled = -2.0 * centroids
    numbers = xp.stack([xp.arange(len(centroids)), xp.ones(len(centroids))]).astype(xp.float32)
    for part in blocks(len(x), len(centroids), CELLS):
        scores = doubled @ x[part].T
        scores += squares[:, None]
        lowest = scores.min(axis=0)
        hit = scores == lowest
        label, hits = numbers @ hit.astype(xp.float32)
        second = xp.where(hit, xp.inf, scores).min(axis=0)
        second[hits > 1] = lowest[hits > 1]
        labels[part] = label
        unsure = xp.flatnonzero(second - lowest <= ROUNDING * (own[part] + squares.max()))
        if len(unsure):
            labels[part][unsure] = _by_differences(x[part].take(unsure, axis=0), centroids)
        margin[part] = _length(second + own[part]) - _length(lowest + own[part])
    return labels, margin


def _by_differences(x: Array, centroids: Array) -> Array:
    """Return the nearest centroid of every row by the differences of their features."""
    xp: Any = namespace(x)
    parts = [
        ((x[part][:, None] - centroids) ** 2).sum(axis=2).argmin(axis=1)
        for part in blocks(len(x), centroids.size, CELLS)
    ]
    nearest: Array = xp.concatenate(parts)
    return nearest


def _length(squared: Array) -> Array:
    xp: Any = namespace(squared)
    length: Array = xp.sqrt(xp.maximum(squared, 0.0))
    return length
