"""How many of the nearest neighbours in all features are still nearest in a picture."""

from typing import Any

from playground.kernels.array import Array, namespace
from playground.kernels.stochastic_neighbours import squared_distances

NEIGHBOURS = 10


def nearest(x: Array) -> Array:
    """Return the numbers of the nearest other rows ``(n, k)``, k being 10 or all others."""
    xp: Any = namespace(x)
    far = squared_distances(x)
    xp.fill_diagonal(far, xp.inf)
    count = min(NEIGHBOURS, max(len(x) - 1, 0))
    found: Array = xp.argpartition(far, max(count - 1, 0), axis=1)[:, :count].copy()
    return found


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
