"""How many of the nearest neighbours in all features are still nearest in a picture."""

from typing import Any

from playground.kernels import neighbours
from playground.kernels.array import Array, namespace
from playground.kernels.distances import metric_of

NEIGHBOURS = 10


def nearest(x: Array) -> Array:
    """Return the numbers of the nearest other rows ``(n, k)``, k being 10 or all others."""
    xp: Any = namespace(x)
    count = min(NEIGHBOURS, max(len(x) - 1, 0))
    found = neighbours.nearest(x, x, count + 1, metric_of("euclidean")).rows
    own = found == xp.arange(len(x))[:, None]
    # Among many rows in one place it may not be found itself: then the last one goes.
    own[:, -1] |= ~own.any(axis=1)
    others: Array = found[~own].reshape(len(x), count)
    return others


def share_kept(near: Array, places: Array) -> float:
    """Return the share of nearest rows ``(n, k)`` that are among as many nearest places ``(n, m)``.

    Examples
    --------
    >>> import numpy as np
    >>> line = np.arange(20.0)[:, None]
    >>> share_kept(nearest(line), 3 * line)
    1.0
    """
    if not near.size:
        return 1.0
    there = nearest(places)
    return float((near[:, :, None] == there[:, None, :]).any(axis=2).mean())
