"""Copies of states: what never changes is shared, the rest is copied."""

from typing import Any

import numpy as np

from playground.kernels.array import Array, to_device, to_host


def copied(state: Any) -> Any:
    """Return a copy of a state in the memory of the CPU; read-only arrays are shared.

    Examples
    --------
    >>> fixed = frozen(np.arange(3))
    >>> copied({"x": fixed})["x"] is fixed
    True
    """
    if isinstance(state, dict):
        return {name: copied(value) for name, value in state.items()}
    if isinstance(state, list):
        return [copied(value) for value in state]
    if isinstance(state, np.ndarray) or hasattr(state, "__cuda_array_interface__"):
        host = to_host(state)
        return host if host is state and not host.flags.writeable else host.copy("K")
    return state


def placed(state: Any, device: str) -> Any:
    """Return a copy of a captured state with its arrays on a device."""
    if device == "cpu":
        return copied(state)
    if isinstance(state, dict):
        return {name: placed(value, device) for name, value in state.items()}
    if isinstance(state, list):
        return [placed(value, device) for value in state]
    return to_device(state, device) if isinstance(state, np.ndarray) else state


def frozen_like(state: Any, model: Any) -> Any:
    """Freeze arrays of a state that are read-only in another of its kind; returns it.

    Examples
    --------
    >>> fixed = frozen(np.arange(3))
    >>> frozen_like({"x": np.arange(3)}, {"x": fixed})["x"].flags.writeable
    False
    """
    if isinstance(state, dict) and isinstance(model, dict):
        for name in state.keys() & model.keys():
            frozen_like(state[name], model[name])
    elif isinstance(state, list) and isinstance(model, list):
        for one, other in zip(state, model, strict=False):
            frozen_like(one, other)
    elif isinstance(model, np.ndarray) and not model.flags.writeable:
        frozen(state)
    return state


def frozen(array: Array) -> Array:
    """Make an array read-only and return it: captures share it from then on."""
    if isinstance(array, np.ndarray):
        array.flags.writeable = False
    return array
