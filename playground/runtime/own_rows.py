"""The rows of any data set as a table that can be edited."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from playground.core.folders import folder
from playground.core.settings import build
from playground.core.shape import ShapeError, Target
from playground.document.project import Moved, Placed
from playground.engine.catalogue import catalogue
from playground.engine.data import Data, DataError, names_for, split
from playground.engine.dataset import Dataset
from playground.engine.datasets.table import Table as TableBlock
from playground.engine.tabular.parts import parts_of
from playground.engine.tabular.sources import table_by_hash
from playground.kernels.array import Array
from playground.runtime.compile import with_moved
from playground.tables.keep import keep
from playground.tables.parts import PARTS
from playground.tables.table import Column, Table
from playground.tables.trouble import TableError

SHARED = ("test_share", "validation_share", "seed")
"""Settings that a data set keeps when it becomes a table."""

MATRIX = 2
"""Axes of rows that a table can hold."""


@dataclass(frozen=True, eq=False)
class OwnRows:
    """Rows with their columns, and the settings of the block that gives them.

    Attributes
    ----------
    table
        The rows.
    settings
        Of a table block; the content hash apart.
    features
        Places of the columns that are learned from.
    aim
        Place of the column that is learned, or None.
    part
        Place of the column that tells the part of a row, or None.
    used
        Numbers of the rows of the table by their number in the data set, rising.
    dealt
        The part of each row ``(n,)`` where no column tells it; -1 for a row that is not used.
    target
        What is learned.
    classes
        Names of the classes.
    """

    table: Table
    settings: Mapping[str, Any]
    features: tuple[int, ...]
    aim: int | None
    part: int | None
    used: Array
    target: Target
    classes: tuple[str, ...] = ()
    dealt: Array | None = None

    @property
    def x(self) -> Array:
        """Entries of the feature columns ``(n, d)``."""
        return self.table.values[:, list(self.features)]

    @property
    def y(self) -> Array:
        """Codes of classes or values ``(n,)``; zeros where nothing is learned."""
        if self.aim is None:
            return np.zeros(len(self.table.values))
        return self.table.values[:, self.aim]

    @property
    def parts(self) -> Array:
        """The part of each row ``(n,)``: 0 train, 1 validation, 2 test, -1 none."""
        if self.part is None:
            assert self.dealt is not None
            return self.dealt
        return np.nan_to_num(self.table.values[:, self.part]).astype(np.int64)

    def holding(self, table: Table) -> dict[str, Any]:
        """Keep an edited table and return the settings of a block that gives it.

        Raises
        ------
        TableError
            If it cannot be written.
        """
        settings = {**self.settings, "table": keep().put(table)}
        if len(table.values) > settings.get("size", TableBlock().size):
            settings["size"] = len(table.values)
        return settings


def own_rows(placed: Placed, tell_parts: bool = True) -> OwnRows:
    """Return the rows of a data set, with those that were moved by hand where they are now.

    Parameters
    ----------
    tell_parts
        Whether a column says of each row which part it is in, so that rows stay in theirs when
        others come and go; it is added where there is none.

    Raises
    ------
    TableError
        In words, if they cannot be had.
    """
    try:
        block = cast(Dataset, build(catalogue()[placed.kind], placed.settings))
        if isinstance(block, TableBlock):
            return _of_table(block, placed, tell_parts)
        return _of_data(with_moved(block.load(), placed.moved), block)
    except (DataError, ShapeError, KeyError, ValueError) as error:
        raise TableError(f"{placed.id}: {error}") from None


def _of_data(data: Data, block: Dataset) -> OwnRows:
    """Return the rows that a formula or a library gives, as a table of their own."""
    if data.x.ndim != MATRIX:
        raise DataError("its rows are no rows of numbers")
    width = data.x.shape[1]
    names = names_for(width, data.names)
    columns, parts = [Column(name) for name in names], [data.x]
    aim = None
    if data.target != "none":
        aim = width
        kind = ("categorical", data.classes) if data.target == "class" else ("continuous", ())
        name = _free("class" if data.target == "class" else "value", names)
        columns.append(Column(name, *kind))  # type: ignore[arg-type]
        parts.append(data.y.reshape(len(data.x), -1)[:, :1].astype(np.float64))
    told = np.zeros((len(data.x), 1))
    for code, index in enumerate((data.train, data.validation, data.test)):
        told[np.unique(index)] = code
    columns.append(Column(_free("part", [c.name for c in columns]), "categorical", PARTS))
    table = Table(np.concatenate([*parts, told], axis=1), tuple(columns))
    settings = {name: getattr(block, name) for name in SHARED}
    settings |= {"target": columns[aim].name if aim is not None else "", "parts": columns[-1].name}
    if data.target == "value":
        settings["task"] = "value"
    features, rows = tuple(range(width)), np.arange(len(data.x))
    return OwnRows(table, settings, features, aim, len(columns) - 1, rows, data.target,
                   data.classes)  # fmt: skip


def _of_table(block: TableBlock, placed: Placed, tell_parts: bool) -> OwnRows:
    """Return the rows of a table block, with all of its columns."""
    roles, table = block.roles(), table_by_hash(block.table)
    used, aim, part = block.used(roles), roles.aim, None
    settings = {name: value for name, value in placed.settings.items() if name != "table"}
    if placed.moved:
        table = _moved(table, placed.moved, used, roles.places, roles.aim)
    if roles.target == "class" and aim is not None:
        table = _with_classes(table, aim, roles.classes, roles.levels)
    if block.parts:
        part = table.index(block.parts)
        told = parts_of(str(folder("tables")), block.table, block.parts)
        if table.columns[part].categories != PARTS:
            table = _with_column(table, part, told, Column(block.parts, "categorical", PARTS))
        dealt = None
    else:
        y = roles.learned(table_by_hash(block.table).values[used])
        dealt = _dealt(block, y, roles.target, used, len(table.values))
    if tell_parts and dealt is not None:
        part, told = len(table.columns), np.maximum(dealt, 0)
        settings["parts"] = _free("part", table.names)
        table = _with_column(table, part, told, Column(settings["parts"], "categorical", PARTS))
    classes = table.columns[aim].categories if roles.target == "class" and aim is not None else ()
    return OwnRows(
        table, settings, roles.places, aim, part, used, roles.target, classes, dealt
    )


def _dealt(block: TableBlock, y: Array, target: Target, used: Array, count: int) -> Array:
    """Return the part that each row of a table is dealt, -1 where it is not used."""
    told = np.full(count, -1)
    parts = split(y, target, block.validation_share, block.test_share, block.seed)
    for code, rows in enumerate(parts):
        told[used[rows]] = code
    return told


def _with_classes(
    table: Table, place: int, classes: tuple[str, ...], levels: tuple[float, ...]
) -> Table:
    """Return a table whose numbers in a column are codes of the classes that they stand for."""
    column = table.columns[place]
    if column.kind != "continuous":
        return table
    numbers = table.values[:, place]
    codes = np.searchsorted(np.array(levels), numbers).astype(np.float64)
    codes[np.isnan(numbers)] = np.nan
    return _with_column(table, place, codes, Column(column.name, "categorical", classes))


def _with_column(table: Table, place: int, entries: Array, column: Column) -> Table:
    """Return a table with other entries in a column, or with one more at its end."""
    values = np.empty((len(table.values), max(len(table.columns), place + 1)))
    values[:, : len(table.columns)] = table.values
    values[:, place] = entries
    columns = (*table.columns[:place], column, *table.columns[place + 1 :])
    return Table(values, columns)


def _moved(
    table: Table, moved: tuple[Moved, ...], used: Array, places: tuple[int, ...], aim: int | None
) -> Table:
    """Return a table with rows where they were put by hand."""
    values = table.values.copy()
    for move in moved:
        if move.row >= len(used) or len(move.x) != len(places):
            continue
        if all(table.columns[place].kind == "continuous" for place in places):
            values[used[move.row], list(places)] = move.x
        if len(move.y) == 1 and aim is not None and table.columns[aim].kind == "continuous":
            values[used[move.row], aim] = move.y[0]
    return Table(values, table.columns)


def _free(name: str, taken: Collection[str]) -> str:
    """Return a name for a column that none has."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} {number}"
    return free
