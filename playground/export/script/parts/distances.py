"""How far rows are from one another: distances (n, m) of rows (n, d) to rows (m, d).

Features are added up one after another, so that no array of all pairs and features is needed.
"""

# mypy: disable-error-code="no-any-return"

import numpy as np

from playground.kernels.array import Array


def euclidean(x: Array, rows: Array) -> Array:
    """Return the lengths of the straight ways."""
    pairs = zip(x.T, rows.T, strict=True)
    return np.sqrt(sum((a[:, None] - b) ** 2 for a, b in pairs))


def manhattan(x: Array, rows: Array) -> Array:
    """Return the lengths of the ways along the streets of a grid."""
    pairs = zip(x.T, rows.T, strict=True)
    return sum(np.abs(a[:, None] - b) for a, b in pairs)


def chebyshev(x: Array, rows: Array) -> Array:
    """Return the largest differences of any feature."""
    pairs = zip(x.T, rows.T, strict=True)
    return np.max([np.abs(a[:, None] - b) for a, b in pairs], axis=0)


def minkowski(x: Array, rows: Array, p: float) -> Array:
    """Return the p-th roots of the summed p-th powers of all differences."""
    pairs = zip(x.T, rows.T, strict=True)
    return sum(np.abs(a[:, None] - b) ** p for a, b in pairs) ** (1.0 / p)


def cosine(x: Array, rows: Array) -> Array:
    """Return 1 less the cosine of the angle between rows, seen from the origin."""
    length = np.sqrt((x**2).sum(axis=1))[:, None] * np.sqrt((rows**2).sum(axis=1))
    pairs = zip(x.T, rows.T, strict=True)
    alike = sum(a[:, None] * b for a, b in pairs) / np.where(length > 0, length, 1.0)
    return np.clip(1.0 - alike, 0.0, 2.0)


def canberra(x: Array, rows: Array) -> Array:
    """Return the differences of features as shares of their sizes, added up."""
    total = np.zeros((len(x), len(rows)))
    for a, b in zip(x.T, rows.T, strict=True):
        size = np.abs(a[:, None]) + np.abs(b)
        total += np.abs(a[:, None] - b) / np.where(size > 0, size, 1.0)
    return total
