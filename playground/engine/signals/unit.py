"""One unit of a network: its name in words, what it answers, and how large its answers are."""

from collections.abc import Mapping

import numpy as np

from playground.kernels.array import Array, to_host

LARGE = 98.0
"""Percentile of the sizes that a colour scale ends at, so that a few do not wash it out."""


def unit_name(block: str, index: int) -> str:
    """Return the name of a unit as requests write it, such as ``"dense-1:3"``; the first is 0."""
    return f"{block}:{index}"


def unit_title(block: str, index: int) -> str:
    """Return what people call a unit; they count from 1.

    Examples
    --------
    >>> unit_title("dense-1", 2)
    'dense-1, unit 3'
    """
    return f"{block}, unit {index + 1}"


def read_unit(name: str) -> tuple[str, int]:
    """Return block and number of a unit by its name; -1 where the name holds no number.

    Examples
    --------
    >>> read_unit("dense-1:3"), read_unit("dense-1")
    (('dense-1', 3), ('dense-1', -1))
    """
    block, _, number = name.rpartition(":")
    return (block, int(number)) if block and number.isdecimal() else (name, -1)


def unit_values(layers: Mapping[str, Array], block: str, index: int) -> Array:
    """Return what one unit answers, ``(members, n, 1)``; nothing where there is no such unit.

    Parameters
    ----------
    layers
        Every layer's answers ``(members, n, units)`` by block.
    """
    values = layers.get(block)
    if values is None or values.ndim != 3 or not 0 <= index < values.shape[2]:
        return np.empty((1, 0, 0))
    return to_host(values[..., index : index + 1])


def scale_of(values: Array) -> float:
    """Return the size that the larger answers have: where a colour scale ends on both sides.

    Examples
    --------
    >>> scale_of(np.array([0.0, -2.0, 2.0])), scale_of(np.zeros(3))
    (2.0, 1.0)
    """
    finite = np.abs(values[np.isfinite(values)])
    reach = float(np.percentile(finite, LARGE)) if finite.size else 0.0
    return reach or float(finite.max(initial=0.0)) or 1.0
