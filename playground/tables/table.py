"""A table: columns of numbers, ranks or categories, some of them perhaps missing."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import msgspec
import numpy as np

from playground.kernels.array import Array
from playground.tables.trouble import TableError

Kind: TypeAlias = Literal["continuous", "ordinal", "categorical"]

MOST_ROWS = 10_000_000
"""Rows of the largest table."""

HASH = 40
"""Hexadecimal digits of a content hash."""


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one column of a table holds.

    Attributes
    ----------
    name
        Unique in its table.
    kind
        Numbers, ranks in an order, or categories without one.
    categories
        What the codes 0, 1, ... of ranks and categories stand for; none for plain numbers.
    """

    name: str
    kind: Kind = "continuous"
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Table:
    """Rows and what their columns mean; an edit gives another table.

    Equal contents have equal hashes, by which files, projects and processes name a table.

    Parameters
    ----------
    values
        Numbers and codes ``(n, columns)`` of float64; NaN is a missing entry. They are made
        read-only.
    columns
        One for each column of `values`.

    Raises
    ------
    TableError
        If they do not fit together; the message names the column.
    """

    values: Array
    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        _check(self.values, self.columns)
        if self.values.flags.writeable:
            self.values.flags.writeable = False

    @cached_property
    def hash(self) -> str:
        """The content hash, of values and columns alike."""
        digest = hashlib.sha256(msgspec.json.encode((self.values.shape, self.columns)))
        little = self.values.astype("<f8", copy=False)
        digest.update(np.ascontiguousarray(little).data.cast("B") if little.size else b"")
        return digest.hexdigest()[:HASH]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def index(self, name: str) -> int:
        """Return the place of a column.

        Raises
        ------
        TableError
            If there is no such column; the message says which there are.
        """
        if name not in self.names:
            raise TableError(f"there is no column {name!r}; there are {listed(self.names)}")
        return self.names.index(name)

    def with_rows_added(self, rows: Array) -> "Table":
        """Return the table with more rows ``(k, columns)`` at its end."""
        return Table(np.concatenate([self.values, np.asarray(rows, np.float64)]), self.columns)

    def without_rows(self, rows: Sequence[int] | Array) -> "Table":
        """Return the table without the rows of these numbers."""
        return Table(np.delete(self.values, np.asarray(rows, np.int64), axis=0), self.columns)

    def with_values(self, changes: Mapping[tuple[int, int], float]) -> "Table":
        """Return the table with other values at some places, by row and column."""
        values = self.values.copy()
        for place, value in changes.items():
            values[place] = value
        return Table(values, self.columns)

    def with_columns(self, columns: Sequence[Column]) -> "Table":
        """Return the same values under other names, kinds or categories."""
        return Table(self.values, tuple(columns))


def _check(values: Array, columns: tuple[Column, ...]) -> None:
    if values.ndim != 2 or values.dtype != np.float64 or not columns:
        raise TableError("a table has rows and at least one column of numbers")
    if len(values) > MOST_ROWS:
        raise TableError(f"{len(values):,} rows are too many: a table has at most {MOST_ROWS:,}")
    if values.shape[1] != len(columns):
        raise TableError(f"{values.shape[1]} columns have {len(columns)} names")
    seen: set[str] = set()
    for column in columns:
        if column.name in seen or not column.name:
            raise TableError(f"the column name {column.name!r} must be there once, and not empty")
        seen.add(column.name)
    infinite = bool(np.isinf(values).any())
    for place, column in enumerate(columns):
        if column.kind == "continuous":
            wrong = infinite and bool(np.isinf(values[:, place]).any())
        else:
            wrong = not _codes(np.ascontiguousarray(values[:, place]), len(column.categories))
        if wrong:
            raise TableError(f"the column {column.name!r} holds numbers that mean nothing there")


def _codes(values: Array, count: int) -> bool:
    """Say whether all that is not missing is the code of a category."""
    good = (values >= 0) & (values < count) & (values == np.floor(values))
    return bool((good | np.isnan(values)).all())


def listed(names: Sequence[str], most: int = 8) -> str:
    """Return names in one line, the first of them if there are many.

    Examples
    --------
    >>> listed(["age", "height"])
    "'age', 'height'"
    """
    shown = ", ".join(repr(name[:40]) for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
