"""Into which group a row falls."""

# mypy: disable-error-code="no-any-return"

import numpy as np

from playground.export.script.parts.answers import one_hot
from playground.kernels.array import Array


def nearest_centroid(x: Array, centroids: Array) -> Array:
    """Return a 1 for the nearest centroid of each row."""
    squares = [((x - centroid) ** 2).sum(axis=1) for centroid in centroids]
    return one_hot(np.array(squares).argmin(axis=0), len(centroids))


def down_the_splits(x: Array, split: list[int], centroids: Array) -> Array:
    """Return a 1 for the group that the splits lead each row to.

    Each split takes one group apart: rows nearer to its second centroid become a new
    group, with the next number.
    """
    group = np.zeros(len(x), int)
    for new, (old, (kept, left)) in enumerate(zip(split, centroids, strict=True), 1):
        nearer = ((x - left) ** 2).sum(axis=1) < ((x - kept) ** 2).sum(axis=1)
        group[(group == old) & nearer] = new
    return one_hot(group, len(split) + 1)
