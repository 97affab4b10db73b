"""Parts that a column of a table tells: which rows train, which are kept for later."""

from functools import lru_cache

import numpy as np

from playground.engine.tabular.sources import table_by_hash
from playground.kernels.array import Array
from playground.tables.parts import PARTS, part_of
from playground.tables.table import Column
from playground.tables.trouble import TableError


def told_parts(column: Column, values: Array) -> Array:
    """Return 0, 1 or 2 ``(n,)`` for train, validation and test; what is missing trains.

    Raises
    ------
    TableError
        If the entries of the column are no parts.

    Examples
    --------
    >>> told_parts(Column("part", "categorical", ("training", "test")), np.array([1.0, 0.0, 0.0]))
    array([2, 0, 0])
    """
    codes = [part_of(name) for name in column.categories]
    if not codes or None in codes:
        raise TableError(
            f"the column {column.name!r} tells no parts: its entries must be "
            "train, validation or test"
        )
    which = np.where(np.isnan(values), 0, values).astype(np.int64)
    told: Array = np.where(np.isnan(values), 0, np.array(codes)[which])
    return told


def indices(parts: Array) -> tuple[Array, Array, Array]:
    """Return the row numbers of each part."""
    train, validation, test = (np.flatnonzero(parts == code) for code in range(len(PARTS)))
    return train, validation, test


@lru_cache(maxsize=64)
def parts_of(_place: str, table: str, name: str) -> Array:
    """Return the part of every row of a table, as its column of that name tells; read-only.

    Raises
    ------
    TableError
        If there is no such column, or it tells no parts.
    """
    whole = table_by_hash(table)
    place = whole.index(name)
    told = told_parts(whole.columns[place], whole.values[:, place])
    told.flags.writeable = False
    return told
