"""Whether a captured state can be learned on from."""

from typing import Any

import numpy as np


def is_finite(state: Any) -> bool:
    """Say whether all numbers of a nested state are finite.

    Examples
    --------
    >>> is_finite({"flat": np.array([1.0, np.nan])})
    False
    """
    if isinstance(state, np.ndarray):
        return state.dtype.kind not in "fc" or bool(np.isfinite(state).all())
    if isinstance(state, dict):
        return all(is_finite(value) for value in state.values())
    if isinstance(state, list | tuple):
        return all(is_finite(value) for value in state)
    return True
