"""First centroids that lie far apart: k-means++."""

from typing import Any

from .array import Array, namespace


def trials_for(k: int) -> int:
    """Return how many candidates compete for each place: 2 + ln k, rounded down.

    Examples
    --------
    >>> trials_for(1), trials_for(3), trials_for(10)
    (2, 3, 4)
    """
    trials, power = 2, 2.718281828459045
    while power <= k:
        trials, power = trials + 1, power * 2.718281828459045
    return trials


def plus_plus(x: Array, draws: Array) -> Array:
    """Choose rows to start k-means from, one after the other ``(k,)``.

    The first is any row. For each further one, candidates are drawn with a chance that grows with
    the squared distance to the nearest row chosen so far, and the one that leaves the least inertia
    is taken: the greedy variant, which scikit-learn uses too. With one candidate it is the plain
    one. Where all rows have been reached, the first row is chosen again.

    Parameters
    ----------
    x
        Rows ``(n, d)``.
    draws
        Uniform numbers ``(k, trials)`` from [0, 1); of the first k only the first one counts.

    References
    ----------
    Arthur & Vassilvitskii (2007), "k-means++: the advantages of careful seeding".
    """
    xp: Any = namespace(x, draws)
    x = x - x.mean(axis=0)
    own = (x * x).sum(axis=1)
    first = xp.minimum((draws[0, :1] * len(x)).astype(xp.int64), len(x) - 1)
    chosen, nearest = [first], _squared(x, own, first)[0]
    for draw in draws[1:]:
        reach = xp.cumsum(nearest)
        candidates = xp.minimum(xp.searchsorted(reach, draw * reach[-1]), len(x) - 1)
        left = xp.minimum(_squared(x, own, candidates), nearest)
        best = left.sum(axis=1).argmin()
        chosen.append(candidates[best].reshape(1))
        nearest = left[best]
    rows: Array = xp.concatenate(chosen)
    return rows


def _squared(x: Array, own: Array, rows: Array) -> Array:
    """Return squared distances ``(m, n)`` from some rows ``(m,)`` to all; 0 to themselves."""
    xp: Any = namespace(x)
    far = (-2.0 * x[rows]) @ x.T
    far += own
    far += own[rows][:, None]
    xp.maximum(far, 0.0, out=far)
    far[xp.arange(len(rows)), rows] = 0.0
    squared: Array = far
    return squared
