"""Edits of a table of rows, from what a person types."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from playground.kernels.array import Array
from playground.runtime.own_rows import OwnRows
from playground.tables.table import Table
from playground.tables.trouble import TableError

Entry = tuple[int, int, str]
"""Row and column of the table, and the text that is to stand there."""


def with_entries(own: OwnRows, entries: Sequence[Entry]) -> Table:
    """Return the table with other entries; none where a text is empty.

    A class that is not known yet is one more class.

    Raises
    ------
    TableError
        In words, if a text is nothing that its column can hold.
    """
    columns, values = list(own.table.columns), dict[tuple[int, int], float]()
    for row, place, typed in entries:
        told, text = columns[place], typed.strip()
        if not text:
            values[row, place] = float("nan")
        elif told.kind == "continuous":
            values[row, place] = _number(told.name, text)
        else:
            if text not in told.categories:
                if place == own.part:
                    raise TableError(f"{told.name} is one of {', '.join(told.categories)}")
                told = replace(told, categories=(*told.categories, text))
                columns[place] = told
            values[row, place] = float(told.categories.index(text))
    return own.table.with_columns(columns).with_values(values)


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
