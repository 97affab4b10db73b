"""Arrays of numbers as tables: pictures laid out as pixels, whole numbers as classes."""

import math
from collections.abc import Sequence

import msgspec
import numpy as np

from playground.kernels.array import Array
from playground.tables.delimiting.gathering import MOST_CATEGORIES, MOST_ENTRIES
from playground.tables.preview import SHOWN, Choices, Chosen, Imported, Preview, Role
from playground.tables.table import MOST_ROWS, Column, Table
from playground.tables.trouble import TableError
from playground.tables.wording import counted

TARGET, PART = "label", "part"
WIDEST = 20_000
"""Most columns of a table."""

SAMPLE = 20_000
"""Labels among which too many different ones are looked for before all are sorted."""

MOST_AXES = 8
"""Most axes of one sample."""

FEW = 100
"""Fewer different whole numbers than this are classes."""


def feature_names(shape: Sequence[int]) -> list[str]:
    """Return a name for each number of one sample.

    Examples
    --------
    >>> feature_names((2,)), feature_names((1, 2))
    (['x1', 'x2'], ['pixel 1 1', 'pixel 1 2'])
    """
    if len(shape) == 1:
        return [f"x{place + 1}" for place in range(shape[0])]
    return ["pixel " + " ".join(str(i + 1) for i in at) for at in np.ndindex(*shape)]


def check_size(rows: int, sample: Sequence[int]) -> None:
    """Refuse arrays that are larger than a table may be, before they are read.

    Raises
    ------
    TableError
        In words.
    """
    if len(sample) > MOST_AXES:
        raise TableError(f"samples with {len(sample)} axes are no rows or pictures")
    width = math.prod(sample)
    if width > WIDEST or rows > MOST_ROWS or rows * max(width, 1) > MOST_ENTRIES:
        raise TableError(
            f"{rows:,} rows of {width:,} numbers are too many: a table has at most "
            f"{WIDEST:,} columns, {MOST_ROWS:,} rows and {MOST_ENTRIES:,} entries"
        )
    if not rows or not width:
        raise TableError("it holds no rows")


def real(x: Array) -> Array:
    """Return an array as it is if it holds real numbers.

    Raises
    ------
    TableError
        If it does not.
    """
    if x.dtype.kind not in "biuf":
        raise TableError(f"it holds {x.dtype}, which are no plain numbers")
    return x


def label_column(y: Array, name: str = TARGET) -> tuple[Column, Array]:
    """Return labels ``(n,)`` as a column: classes where they are texts or few whole numbers.

    Raises
    ------
    TableError
        If they are neither numbers nor texts, or too many different texts.
    """
    if y.dtype.kind in "US":
        if len(np.unique(y[:SAMPLE])) > MOST_CATEGORIES:
            raise TableError(
                f"its labels are more than {MOST_CATEGORIES:,} different texts, too many for "
                "classes"
            )
        y = np.char.decode(y, "utf-8", "replace") if y.dtype.kind == "S" else y
        names, codes = np.unique(y, return_inverse=True)
        return _classes(name, [str(one) for one in names], codes)
    values = real(y).astype(np.float64)
    values[np.isinf(values)] = np.nan
    levels = np.unique(values[~np.isnan(values)])
    if 2 <= len(levels) <= FEW and (levels == np.floor(levels)).all():
        codes = np.where(np.isnan(values), np.nan, np.searchsorted(levels, values))
        return _classes(name, [f"{level:g}" for level in levels], codes)
    return Column(name), values


def _classes(name: str, names: list[str], codes: Array) -> tuple[Column, Array]:
    told = [one.strip() or "(empty)" for one in names]
    unique = told if len(set(told)) == len(told) else [f"{i} {one}" for i, one in enumerate(told)]
    return Column(name, "categorical", tuple(unique)), np.asarray(codes, np.float64)


def table_of(x: Array, y: Array | None, names: Sequence[str] = ()) -> Table:
    """Return features ``(n, *axes)`` and labels ``(n,)`` or none as a table.

    Raises
    ------
    TableError
        If they are no numbers, or of different lengths.
    """
    check_size(len(x) if x.ndim else 0, x.shape[1:])
    called = list(names) or feature_names(x.shape[1:] or (1,))
    columns = [Column(name) for name in called]
    if y is not None and len(y) != len(x):
        rows, labels = counted(len(x), "row", "rows"), counted(len(y), "label", "labels")
        raise TableError(f"there are {rows}, but {labels}")
    values = np.empty((len(x), len(called) + (y is not None)))
    values[:, : len(called)] = real(x).reshape(len(x), -1)
    values[np.isinf(values)] = np.nan
    if y is not None:
        column, values[:, -1] = label_column(y)
        columns.append(column)
    return Table(values, tuple(columns))


def preview_of(title: str, table: Table, total: int, choices: Choices | None) -> Preview:
    """Return a look at the first rows of a table; its label, where it has one, is the target."""
    found = chosen_for(table, choices or Choices())
    rows = tuple(
        tuple(written(value, column) for value, column in zip(row, table.columns, strict=True))
        for row in table.values[:SHOWN]
    )
    return Preview(title, found, rows, total)


def chosen_for(table: Table, choices: Choices) -> Choices:
    """Return choices that have an entry for each column of a table; names that were given hold."""
    if len(choices.columns) == len(table.columns):
        return choices
    roles: dict[str, Role] = {TARGET: "target", PART: "part"}
    columns = tuple(
        Chosen(column.name, column.kind, roles.get(column.name, "feature"))
        for column in table.columns
    )
    return msgspec.structs.replace(choices, columns=columns)


def imported(table: Table, choices: Choices, notes: tuple[str, ...] = ()) -> Imported:
    """Return a table with the names and roles that were chosen for its columns."""
    choices = chosen_for(table, choices)
    columns = [
        msgspec.structs.replace(column, name=chosen.name)
        for column, chosen in zip(table.columns, choices.columns, strict=True)
    ]
    return Imported(table.with_columns(columns), choices, notes)


def written(value: float, column: Column) -> str:
    """Return one entry of a table as text; "" for a missing one."""
    if np.isnan(value):
        return ""
    return f"{value:.6g}" if column.kind == "continuous" else column.categories[int(value)]
