"""Edits of a table of rows, from what a person types."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from playground.kernels.array import Array
from playground.runtime.own_rows import OwnRows
from playground.tables.table import Table
from playground.tables.trouble import TableError


def with_entry(own: OwnRows, row: int, column: int, text: str) -> Table:
    """Return the table with another entry; none where the text is empty.

    A class that is not known yet is one more class.

    Raises
    ------
    TableError
        In words, if the text is nothing that the column can hold.
    """
    told, table = own.table.columns[column], own.table
    text = text.strip()
    if not text:
        return table.with_values({(row, column): float("nan")})
    if told.kind == "continuous":
        return table.with_values({(row, column): _number(told.name, text)})
    if text not in told.categories:
        if column == own.part:
            raise TableError(f"{told.name} is one of {', '.join(told.categories)}")
        told = replace(told, categories=(*told.categories, text))
        columns = (*table.columns[:column], told, *table.columns[column + 1 :])
        table = table.with_columns(columns)
    return table.with_values({(row, column): float(told.categories.index(text))})


def _number(name: str, text: str) -> float:
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 else text)
    except ValueError:
        raise TableError(f"{name} holds numbers: {text[:30]!r} is none") from None
    if not np.isfinite(value):
        raise TableError(f"{name} holds numbers that are finite")
    return value


def with_copy(own: OwnRows, row: int) -> Table:
    """Return the table with a copy of a row at its end, or a first row of zeros."""
    values = own.table.values
    fresh: Array = values[row : row + 1] if len(values) else np.zeros((1, values.shape[1]))
    return own.table.with_rows_added(fresh)


def without(own: OwnRows, rows: Sequence[int]) -> Table:
    """Return the table without some rows."""
    return own.table.without_rows(rows)
