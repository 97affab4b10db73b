"""What the columns of a table are for: which are features, what is learned, which rows count."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from playground.core.folders import folder
from playground.core.shape import Target
from playground.engine.tabular.encoding import feature_names
from playground.engine.tabular.sources import columns_of, table_by_hash
from playground.kernels.array import Array
from playground.tables.delimiting.gathering import natural
from playground.tables.table import Column, Table
from playground.tables.trouble import TableError

MOST_FEATURES = 5000
"""More features than this are surely a mistake, such as names taken for categories."""

MOST_CLASSES = 100
"""More classes than this cannot be told apart on a screen."""


@dataclass(frozen=True)
class Roles:
    """Columns sorted out.

    Attributes
    ----------
    table, drop
        Hash of the table, and whether rows with gaps are left out.
    places, columns
        The columns that are features.
    aim
        Place of the column that is learned, or None.
    target
        What is learned of it.
    names, classes
        Of the features and the classes.
    levels
        Values of the target column that the classes stand for, ascending; of values, what codes
        stand for (none where they are numbers already).
    """

    table: str
    drop: bool
    places: tuple[int, ...]
    columns: tuple[Column, ...]
    aim: int | None
    target: Target
    names: tuple[str, ...]
    classes: tuple[str, ...] = ()
    levels: tuple[float, ...] = ()

    @property
    def outputs(self) -> int:
        """Number of classes, or of target columns."""
        return {"class": len(self.classes), "value": 1, "none": 0}[self.target]

    @property
    def usable(self) -> int:
        """Number of rows that can be used."""
        return len(self.rows())

    def rows(self) -> Array:
        """Return the numbers of the rows that can be used."""
        needed = self.places if self.drop else ()
        return _rows(str(folder("tables")), self.table, (*needed, *self._aims()))

    def _aims(self) -> tuple[int, ...]:
        return () if self.aim is None else (self.aim,)

    def learned(self, values: Array) -> Array:
        """Return labels ``(n,)`` or values ``(n, outputs)`` of whole rows ``(n, columns)``."""
        if self.aim is None:
            return np.empty((len(values), 0))
        column = values[:, self.aim]
        if self.target == "class":
            return np.searchsorted(np.array(self.levels), column).astype(np.int64)
        told = np.array(self.levels)[column.astype(np.int64)] if self.levels else column
        return np.asarray(told, np.float64)[:, None]

    def lack(self) -> str:
        """Say why nothing can be learned from the rows as they are; "" where something can."""
        if not self.usable:
            return self._emptiness()
        if self.aim is None or self.target != "class" or len(self.classes) > 1:
            return ""
        name = columns_of(self.table)[self.aim].name
        return (
            f"{name!r} is {self.classes[0]!r} in every row, one class only, so that there is "
            "nothing to tell apart: choose another target, or add rows of another class"
        )

    def _emptiness(self) -> str:
        if not self.drop:
            return "every row misses its target: choose another target"
        missing = np.isnan(table_by_hash(self.table).values).mean(axis=0)
        worst = max((*self.places, *self._aims()), key=lambda place: float(missing[place]))
        name = columns_of(self.table)[worst].name
        return f"every row misses something, most of them {name!r}: ignore it or fill in gaps"


@lru_cache(maxsize=16)
def _rows(_place: str, table: str, needed: tuple[int, ...]) -> Array:
    """Return the numbers of rows where all needed columns have entries."""
    values = table_by_hash(table).values
    whole = np.ones(len(values), bool)
    for place in needed:
        whole &= ~np.isnan(values[:, place])
    return np.flatnonzero(whole)


@lru_cache(maxsize=64)
def _levels(_place: str, table: str, place: int) -> tuple[float, ...]:
    """Return the different entries of a column, ascending; one too many where there are many."""
    column = table_by_hash(table).values[:, place]
    return tuple(np.unique(column[~np.isnan(column)])[: MOST_CLASSES + 1].tolist())


def roles_of(
    table: str,
    target: str,
    ignored: tuple[str, ...],
    task: str,
    drop: bool,
    all_classes: bool = False,
) -> Roles:
    """Sort the columns of a table out.

    Parameters
    ----------
    all_classes
        Whether categories without a row are classes too.

    Raises
    ------
    TableError
        If the table is not there, a name is of no column, no feature is left, or the target cannot
        be learned that way.
    """
    columns = columns_of(table)
    by_name = {column.name: place for place, column in enumerate(columns)}
    for name in (*ignored, *((target,) if target else ())):
        if name not in by_name:
            shown = Table(np.empty((0, len(columns))), columns)
            shown.index(name)
    aim = by_name[target] if target else None
    left = {by_name[name] for name in ignored} | {aim}
    places = tuple(place for place in range(len(columns)) if place not in left)
    kept = tuple(columns[place] for place in places)
    names = feature_names(kept)
    if not names:
        raise TableError("no column is left to learn from: ignore fewer")
    if len(names) > MOST_FEATURES:
        widest = max(kept, key=lambda column: len(column.categories))
        raise TableError(
            f"{len(names):,} features are too many; {widest.name!r} alone has "
            f"{len(widest.categories):,} categories: ignore it"
        )
    if aim is None:
        return Roles(table, drop, places, kept, None, "none", names)
    if task == "class" or (task == "auto" and columns[aim].kind != "continuous"):
        classes, levels = _classes(table, aim, columns[aim], all_classes)
        return Roles(table, drop, places, kept, aim, "class", names, classes, levels)
    values = _numbers(columns[aim]) if columns[aim].kind == "categorical" else ()
    return Roles(table, drop, places, kept, aim, "value", names, (), values)


def _classes(
    table: str, place: int, column: Column, all_classes: bool
) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return names and codes of the classes that occur, or of all that are named."""
    levels = _levels(str(folder("tables")), table, place)
    if all_classes and column.kind != "continuous":
        levels = tuple(float(code) for code in range(len(column.categories)))
    if len(levels) > MOST_CLASSES:
        raise TableError(
            f"{column.name!r} has more than {MOST_CLASSES} different entries, too many for "
            "classes: learn values instead, or choose another target"
        )
    if column.kind == "continuous":
        return tuple(f"{level:g}" for level in levels), levels
    return tuple(column.categories[int(level)] for level in levels), levels


def _numbers(column: Column) -> tuple[float, ...]:
    """Return the numbers that the categories of a column are, to be learned as values."""
    keys = [natural(category) for category in column.categories]
    if any(text for text, *_ in keys):
        odd = next(name for name in column.categories if natural(name)[0])
        raise TableError(
            f"{column.name!r} holds {odd[:40]!r}, which is no number: learn classes instead"
        )
    return tuple(number for _, number, _ in keys)
