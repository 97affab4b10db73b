"""Where the nodes of a tree stand: as close together as they can, parents over their children."""

import numpy as np

from playground.kernels.array import Array


def tidy(left: Array, right: Array) -> Array:
    """Return how far to the side every node stands ``(m,)``; neighbours of a level are 1 apart.

    Branches are drawn the same wherever they hang, and pushed together until they would touch.

    Parameters
    ----------
    left, right
        Children ``(m,)``, which come after their parents; leaves lead to themselves.

    References
    ----------
    Reingold, Tilford (1981), "Tidier drawings of trees", doi:10.1109/TSE.1981.234519.

    Examples
    --------
    >>> tidy(np.array([1, 1, 2]), np.array([2, 1, 2])).tolist()
    [0.5, 0.0, 1.0]
    """
    count = len(left)
    reach: list[tuple[list[float], list[float]]] = [([0.0], [0.0])] * count
    aside = np.zeros(count)
    for node in range(count - 1, -1, -1):
        a, b = int(left[node]), int(right[node])
        if a == node:
            continue
        (a_low, a_high), (b_low, b_high) = reach[a], reach[b]
        apart = 1.0 + max(x - y for x, y in zip(a_high, b_low, strict=False))
        aside[a], aside[b] = -apart / 2, apart / 2
        reach[node] = (
            [0.0, *_joined(a_low, -apart / 2, b_low, apart / 2)],
            [0.0, *_joined(b_high, apart / 2, a_high, -apart / 2)],
        )
        reach[a] = reach[b] = ([], [])
    for node in range(count):
        if left[node] != node:
            aside[[left[node], right[node]]] += aside[node]
    return aside - aside.min() if count else aside


def _joined(near: list[float], by: float, far: list[float], by_far: float) -> list[float]:
    """Return an outline: that of the near branch, and below it what hangs out of the far one."""
    return [x + by for x in near] + [x + by_far for x in far[len(near) :]]
