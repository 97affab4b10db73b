"""Curves as they are kept beside what was learned: plain arrays, which a file may have damaged."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np

from playground.kernels.array import Array

Kept: TypeAlias = dict[str, dict[str, Array]]
"""Points of curves by name: ``steps (n,)``, ``values (n, members)`` and ``seconds (n,)``."""

ROOM = 600_000
"""Bytes of a curve in a file."""


def checked(told: Any) -> Kept:
    """Return curves as a file has kept them.

    Raises
    ------
    ValueError
        If they are none.
    """
    try:
        return {str(name): _points(told[name]) for name in told}
    except (TypeError, KeyError, IndexError):
        raise ValueError("these are no curves") from None


def thinned(kept: Kept) -> Kept:
    """Return curves of which each takes no more than about `ROOM` bytes.

    Of a longer one the first and the newest points stay, and of every run of those between the
    lowest and the highest, so that it looks the same.
    """
    return {name: _fewer(points) for name, points in kept.items()}


def _fewer(points: Mapping[str, Array]) -> dict[str, Array]:
    values = points["values"]
    count, members = values.shape
    most = max(ROOM * count // max(sum(array.nbytes for array in points.values()), 1), 4)
    if count <= most:
        return dict(points)
    newest = most // 4
    length = -(-2 * (count - newest) // (most - newest))
    starts = np.arange(0, count - newest - length + 1, length)
    runs = values[: len(starts) * length].reshape(-1, length * members)
    lost = np.isnan(runs)
    low = starts + np.where(lost, np.inf, runs).argmin(axis=1) // members
    high = starts + np.where(lost, -np.inf, runs).argmax(axis=1) // members
    some = np.unique(np.concatenate([[0], low, high, np.arange(len(starts) * length, count)]))
    return {name: array[some] for name, array in points.items()}


def _points(told: Mapping[str, Any]) -> dict[str, Array]:
    steps: Array = np.asarray(told["steps"]).astype(np.int64)
    values: Array = np.asarray(told["values"]).astype(np.float32)
    seconds: Array = np.asarray(told["seconds"]).astype(np.float64)
    if steps.ndim != 1 or values.ndim != 2 or not values.size:
        raise ValueError("these are no points")
    if not steps.shape == seconds.shape == values.shape[:1]:
        raise ValueError("a point has a step, values and a time")
    if (steps[1:] <= steps[:-1]).any() or not (seconds[1:] >= seconds[:-1]).all():
        raise ValueError("steps and time run on")
    if not np.isfinite(seconds[-1]):
        raise ValueError("time does not end")
    return {"steps": steps, "values": values, "seconds": seconds}
