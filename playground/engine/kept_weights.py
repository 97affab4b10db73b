"""Weights that a block starts from, kept by content hash beside the project."""

from collections.abc import Mapping
from math import prod

import numpy as np

from playground.kernels.array import Array
from playground.tables.keep import keep
from playground.tables.table import Column, Table
from playground.tables.trouble import TableError

DIGITS = 12
"""Of the largest size of an axis."""


def put_weights(arrays: Mapping[str, Array]) -> str:
    """Keep the weights of one block; returns their hash.

    They lie in a table of one column, whose name tells the shapes. Double precision holds every
    bit of single precision.

    Parameters
    ----------
    arrays
        Finite numbers of float32 by name.

    Raises
    ------
    TableError
        If they cannot be written.
    """
    names = sorted(arrays)
    told = "; ".join(" ".join([name, *map(str, arrays[name].shape)]) for name in names)
    flat = np.concatenate([np.asarray(arrays[name], np.float64).reshape(-1) for name in names])
    return keep().put(Table(flat[:, None], (Column(told),)))


def get_weights(hash: str) -> dict[str, Array]:
    """Return the weights of one block by name, as float32.

    Raises
    ------
    TableError
        In words, if they are not kept here, or are no weights.
    """
    table = keep().get(hash)
    found: dict[str, Array] = {}
    start = 0
    for part in table.columns[0].name.split("; "):
        name, *sizes = part.split(" ")
        if not all(size.isdecimal() and len(size) <= DIGITS for size in sizes):
            raise TableError(f"{hash[:12]} names a table of rows, not weights")
        shape = tuple(int(size) for size in sizes)
        piece = table.values[start : start + prod(shape), 0]
        if not len(piece) or len(piece) != prod(shape):
            raise TableError(f"the weights {hash[:12]} are damaged: import them again")
        found[name] = piece.reshape(shape).astype(np.float32)
        start += prod(shape)
    return found
