"""Rows of a data set for a table view, made into text only where they are seen."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from playground.kernels.array import Array
from playground.runtime.own_rows import OwnRows
from playground.tables.parts import PARTS
from playground.tables.table import Column
from playground.ui.plots.painting.mark_picker import dot
from playground.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
MISSING = "–"


class RowsModel(QAbstractTableModel):
    """Columns of the table, the part of each row, and what a learner predicts of it.

    Attributes
    ----------
    own
        The rows.
    order
        Their numbers in the order of display.
    sorted
        The column by which they are ordered, -1 for none, and whether its entries fall.
    marked
        Numbers of rows that are marked in other panels.

    Signals
    -------
    edited(int, int, str)
        A cell was given another text: row and column of the table.
    """

    edited = Signal(int, int, str)

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self.own: OwnRows | None = None
        self.order = np.arange(0)
        self.sorted: tuple[int, bool] = (-1, False)
        self.marked: frozenset[int] = frozenset()
        self._parts: Array = np.arange(0)
        self._guesses: dict[int, tuple[str, bool]] = {}
        self._predicts = False

    def show_rows(self, own: OwnRows | None, predicts: bool) -> None:
        """Show other rows, in the same order as long as their columns are the same."""
        if self._is_alike(own, predicts):
            # What is pointed at and selected stays so.
            self.own, self._guesses = own, {}
            self._parts = own.parts if own is not None else self._parts
            ends = self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(*ends)
            return
        same = self.own is not None and own is not None and self.own.table.names == own.table.names
        self.beginResetModel()
        self.own, self._predicts = own, predicts
        self._parts = own.parts if own is not None else self._parts[:0]
        self._guesses = {}
        if not same:
            self.sorted = (-1, False)
        self.order = self._ordered()
        self.endResetModel()

    def _is_alike(self, own: OwnRows | None, predicts: bool) -> bool:
        """Say whether other rows have the places and columns of those that are shown."""
        if own is None or self.own is None or predicts != self._predicts:
            return False
        now, then = own, self.own
        return (now.table.names, now.table.values.shape, now.part, now.aim, now.features) == (
            then.table.names, then.table.values.shape, then.part, then.aim, then.features
        )  # fmt: skip

    def show_guesses(self, guesses: Mapping[int, tuple[str, bool]]) -> None:
        """Show what is predicted of rows: a text for each, and whether it is right."""
        if guesses != self._guesses:
            self._guesses = dict(guesses)
            last = self.columnCount() - 1
            self.dataChanged.emit(self.index(0, last), self.index(self.rowCount() - 1, last))

    def mark(self, rows: frozenset[int]) -> None:
        """Mark rows, by their numbers in the table."""
        if rows != self.marked:
            self.marked = rows
            ends = self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(*ends, [Role.BackgroundRole])

    def sort_by(self, column: int, falling: bool) -> None:
        """Show rows in the order of a column; those without an entry come last."""
        self.layoutAboutToBeChanged.emit()
        before, rows = self.persistentIndexList(), self.order
        self.sorted = (column, falling)
        self.order = self._ordered()
        # Selected are rows, and they stay so wherever they lie now.
        places = np.argsort(self.order)[rows] if before else rows
        after = [self.index(int(places[one.row()]), one.column()) for one in before]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _ordered(self) -> Array:
        """Return the numbers of the rows in the order of the column that they are sorted by."""
        column, falling = self.sorted
        if self.own is None or column < 0:
            return np.arange(0 if self.own is None else len(self.own.table.values))
        keys = self._keys(column)
        return np.argsort(-keys if falling else keys, kind="stable")

    def by_weight(self) -> list[int]:
        """Return the columns in the order in which they matter."""
        own, count = self.own, self.columnCount()
        if own is None:
            return []
        first = [own.aim] if own.aim is not None else []
        first += [count - 1] if self._predicts else []
        first.append(own.part if own.part is not None else len(own.table.columns))
        rest = [*own.features, *range(count)]
        return list(dict.fromkeys([*first, *rest]))

    def sortable(self, column: int) -> bool:
        """Say whether rows can be shown in the order of a column: all but the predictions."""
        return not (self._predicts and column == self.columnCount() - 1)

    def _keys(self, column: int) -> Array:
        assert self.own is not None
        if column < len(self.own.table.columns):
            return np.asarray(self.own.table.values[:, column])
        return self._parts

    # what the view asks ---------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of columns."""
        if parent.isValid() or self.own is None:
            return 0
        return len(self.own.table.columns) + (self.own.part is None) + self._predicts

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return the name of a column with what it is for, or the number of a row."""
        if self.own is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(int(self.order[section]) + 1) if role == Role.DisplayRole else None
        name, what = self._heading(section)
        if role == Role.DisplayRole:
            return name
        if role == Role.ToolTipRole:
            return f"{name}: {what}. Click to sort, again to turn round, again to stop."
        if role == Role.ForegroundRole and what.startswith("ignored"):
            return theme().color("secondary")
        return None

    def _heading(self, section: int) -> tuple[str, str]:
        assert self.own is not None
        columns = self.own.table.columns
        if section < len(columns):
            what = ("what is learned" if section == self.own.aim else
                    "the part of each row" if section == self.own.part else
                    "a feature" if section in self.own.features else "ignored")  # fmt: skip
            return columns[section].name, what
        if self.own.part is None and section == len(columns):
            return "part", "the part of each row, dealt by the shares"
        return "predicted", "what the learner predicts; red where it is wrong"

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return what one cell shows."""
        if self.own is None or not index.isValid():
            return None
        row, column = int(self.order[index.row()]), index.column()
        if role in (Role.DisplayRole, Role.EditRole):
            return self._text(row, column, role == Role.EditRole)
        if role == Role.BackgroundRole:
            return theme().color("accent", 0.22) if row in self.marked else None
        if role == Role.ForegroundRole:
            return self._color(row, column)
        if role == Role.TextAlignmentRole:
            columns, told = self.own.table.columns, column == self.columnCount() - 1
            right = (
                columns[column].kind == "continuous" if column < len(columns)
                else told and self._predicts and self.own.target == "value"
            )  # fmt: skip
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Role.DecorationRole and column == self.own.aim and self.own.target == "class":
            code = self.own.table.values[row, column]
            return None if np.isnan(code) else dot(int(code))
        return None

    def _text(self, row: int, column: int, editing: bool) -> str:
        assert self.own is not None
        columns = self.own.table.columns
        if column < len(columns):
            return entry_text(columns[column], float(self.own.table.values[row, column]), editing)
        if self.own.part is None and column == len(columns):
            part = int(self._parts[row])
            return PARTS[part] if part >= 0 else MISSING
        return self._guesses.get(row, ("", True))[0]

    def _color(self, row: int, column: int) -> Any:
        assert self.own is not None
        if column >= len(self.own.table.columns):
            wrong = column == self.columnCount() - 1 and not self._guesses.get(row, ("", True))[1]
            return theme().color("error" if wrong else "secondary")
        used = {*self.own.features, self.own.aim}
        return None if column in used else theme().color("secondary")

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say that entries of the table can be edited."""
        known = super().flags(index)
        if self.own is not None and index.column() < len(self.own.table.columns):
            known |= Qt.ItemFlag.ItemIsEditable
        return known

    def setData(  # noqa: N802 - Qt's name
        self, index: Index, value: Any, role: int = Role.EditRole
    ) -> bool:
        """Tell that a cell was given another text; the project changes, then the model."""
        if role != Role.EditRole or self.own is None:
            return False
        row = int(self.order[index.row()])
        if str(value) != self._text(row, index.column(), True):
            self.edited.emit(row, index.column(), str(value))
        return True


def entry_text(column: Column, value: float, editing: bool = False) -> str:
    """Write an entry of a column.

    Examples
    --------
    >>> entry_text(Column("size"), 1 / 3), entry_text(Column("hue", "categorical", ("red",)), 0.0)
    ('0.33333', 'red')
    """
    if np.isnan(value):
        return "" if editing else MISSING
    if column.kind == "continuous":
        return f"{value!r}" if editing else f"{value:.5g}"
    return column.categories[int(value)]
