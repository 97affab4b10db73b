"""Nested state taken apart into a JSON tree and a list of arrays, and put together again.

In the tree an array is ``{"$array": place}``, a number that JSON lacks ``{"$float": "nan"}``; a
key that begins with ``$`` gets another one in front.
"""

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt

Anything = npt.NDArray[Any]


def take_apart(state: Any) -> tuple[Any, list[Anything]]:
    """Return the tree of a state and the arrays that it refers to.

    Raises
    ------
    TypeError
        For anything but dicts with text for keys, lists, tuples (which become lists), arrays of
        numbers, numbers, text, booleans and None.
    """
    arrays: list[Anything] = []
    return _apart(state, arrays), arrays


def _apart(value: Any, arrays: list[Anything]) -> Any:
    if isinstance(value, np.ndarray):
        if value.dtype.hasobject:
            raise TypeError("an array of objects cannot be saved")
        arrays.append(value)
        return {"$array": len(arrays) - 1}
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not isfinite(value):
        return {"$float": str(value)}
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_apart(inner, arrays) for inner in value]
    if isinstance(value, Mapping):
        return {_key(key): _apart(inner, arrays) for key, inner in value.items()}
    raise TypeError(f"{type(value).__name__} cannot be saved")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"the key {key!r} is not text")
    return f"${key}" if key.startswith("$") else key


def put_together(tree: Any, array: Callable[[int], Anything]) -> Any:
    """Return the state of a tree; `array` gives the array of a place.

    Raises
    ------
    ValueError
        If the tree is not one that `take_apart` returns.
    """
    if isinstance(tree, list):
        return [put_together(inner, array) for inner in tree]
    if not isinstance(tree, dict):
        return tree
    if set(tree) == {"$array"}:
        place = tree["$array"]
        if not isinstance(place, int) or isinstance(place, bool) or place < 0:
            raise ValueError(f"{place!r} is not the place of an array")
        return array(place)
    if set(tree) == {"$float"} and tree["$float"] in ("nan", "inf", "-inf"):
        return float(tree["$float"])
    if any(key.startswith("$") and not key.startswith("$$") for key in tree):
        raise ValueError("a mark in it is not known")
    return {key.removeprefix("$"): put_together(inner, array) for key, inner in tree.items()}
