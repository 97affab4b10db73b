"""Curves as they are kept beside what was learned: plain arrays, which a file may have damaged."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np

from playground.kernels.array import Array

Kept: TypeAlias = dict[str, dict[str, Array]]
"""Points of curves by name: ``steps (n,)``, ``values (n, members)`` and ``seconds (n,)``."""


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
