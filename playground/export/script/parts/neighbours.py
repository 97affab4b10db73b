"""Asking the nearest rows."""

# mypy: disable-error-code="no-any-return"

import numpy as np

from playground.export.script.parts.answers import one_hot
from playground.kernels.array import Array


def nearest(distances: Array, k: int) -> Array:
    """Return the numbers of the k nearest rows, the nearest first, for each row asked."""
    return np.argsort(distances, axis=1, kind="stable")[:, :k]


def nearness(distances: Array) -> Array:
    """Return 1 / distance; whoever stands at the very place outvotes all others."""
    here = distances == 0
    near = 1.0 / np.where(here, 1.0, distances)
    return np.where(here.any(axis=1, keepdims=True), here * 1.0, near)


def neighbours_say(say: Array, told: Array) -> Array:
    """Return the weighted mean of what the neighbours of each row tell.

    say (n, k) is how much each neighbour counts, told (n, k, c) what it is: its class as
    a column of 1 among 0, or its values.
    """
    total = say.sum(axis=1, keepdims=True)
    say = np.where(total > 0, say / np.where(total > 0, total, 1.0), 1 / say.shape[1])
    return (say[:, :, None] * told).sum(axis=1)


def group_of_nearest(
    distances: Array, groups: Array, count: int, reach: float
) -> Array:
    """Return a 1 for the group of the nearest row, and zeros where it is out of reach."""
    row = distances.argmin(axis=1)
    near = distances[np.arange(len(row)), row] <= reach
    return one_hot(np.where(near, groups[row], -1), count)
