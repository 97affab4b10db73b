"""The columns of a file: what each is called, what it is for and what it holds."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from playground.tables.preview import Chosen, Preview
from playground.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()

ROLES = {
    "feature": "learn from it", "target": "learn this", "part": "train or test",
    "ignore": "leave out",
}  # fmt: skip
ALONE = ("target", "part")
"""What one column is for at most."""

KINDS = {"continuous": "numbers", "categorical": "categories", "ordinal": "ranks in order"}
DATES = {"year": "dates y-m-d", "day": "dates d.m.y", "month": "dates m/d/y"}
"""What a column may hold in text besides; it becomes numbers of days."""

HEADINGS = {
    "Column": "What the column is called; double-click to call it something else",
    "Use": "Learn from it, learn this one from the others, have it say which rows train and which "
    "test, or leave it out",
    "Holds": "Numbers; categories, which become a feature each; ranks in their order; or dates, "
    "which become the days since 1970-01-01",
    "First entries": "What the file holds",
}
NAME, USE, HOLDS, ENTRIES = range(4)
EXAMPLES = 5


class ColumnsModel(QAbstractTableModel):
    """One row for each column of the file.

    Signals
    -------
    changed()
        The person chose something.
    """

    changed = Signal()

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self.columns: tuple[Chosen, ...] = ()
        self._rows: Sequence[Sequence[str]] = ()
        self._text = False

    def show_preview(self, preview: Preview | None) -> None:
        """Show what was found in a file."""
        self.beginResetModel()
        self.columns = preview.choices.columns if preview is not None else ()
        self._rows = preview.rows if preview is not None else ()
        self._text = preview is not None and preview.text
        self.endResetModel()

    def options(self, column: int) -> dict[str, str]:
        """Return what can be chosen in a column of this table, in words by value."""
        held = KINDS | DATES if self._text else {}
        return {USE: ROLES, HOLDS: held}.get(column, {})

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return the number of columns of the file."""
        return 0 if parent.isValid() else len(self.columns)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how much is told of each."""
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Return what is told."""
        if orientation == Qt.Orientation.Vertical:
            return None
        words, tip = list(HEADINGS.items())[section]
        return {Role.DisplayRole: words, Role.ToolTipRole: tip}.get(Role(role))

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return what one cell shows."""
        chosen, column = self.columns[index.row()], index.column()
        if role == Role.EditRole:
            return (chosen.name, chosen.role, chosen.dates or chosen.kind, "")[column]
        if role == Role.DisplayRole:
            return self._words(chosen, index.row(), column)
        if role == Role.ToolTipRole:
            return list(HEADINGS.values())[column]
        if role == Role.ForegroundRole:
            if chosen.role == "ignore":
                return theme().color("secondary")
            if chosen.role == "target" and column in (NAME, USE):
                return theme().color("accent")
        return None

    def _words(self, chosen: Chosen, row: int, column: int) -> str:
        if column == ENTRIES:
            found = [entries[row] for entries in self._rows[:EXAMPLES] if row < len(entries)]
            return ", ".join(entry or "–" for entry in found)
        if column == NAME:
            return chosen.name
        if column == USE:
            return f"{ROLES[chosen.role]}  ▾"
        return f"{_held(chosen)}  ▾" if self._text else _held(chosen)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say that names can be changed, and what there are options for."""
        known, column = super().flags(index), index.column()
        open_ = column == NAME or self.options(column)
        return known | Qt.ItemFlag.ItemIsEditable if open_ else known

    def setData(  # noqa: N802 - Qt's name
        self, index: Index, value: Any, role: int = Role.EditRole
    ) -> bool:
        """Take over what was chosen; there is one target at most, and one that tells parts."""
        row, column, value = index.row(), index.column(), str(value).strip()
        columns = list(self.columns)
        taken = any(c.name == value for place, c in enumerate(columns) if place != row)
        if role != Role.EditRole or (column == NAME and (not value or taken)):
            return False
        if column == USE and value in ALONE:
            columns = [replace(c, role="feature") if c.role == value else c for c in columns]
        columns[row] = _changed(columns[row], column, value)
        self.columns = tuple(columns)
        self.dataChanged.emit(self.index(0, 0), self.index(len(columns) - 1, ENTRIES))
        self.changed.emit()
        return True


def _held(chosen: Chosen) -> str:
    """Return what a column holds, in words."""
    if chosen.kind != "continuous":
        return KINDS[chosen.kind]
    if chosen.dates:
        return DATES[chosen.dates]
    return f"numbers in {chosen.unit}" if chosen.unit else KINDS[chosen.kind]


def _changed(chosen: Chosen, column: int, value: Any) -> Chosen:
    if column == HOLDS:
        dates = value in DATES
        kind = "continuous" if dates else value
        return replace(chosen, kind=kind, dates=value if dates else "")
    if column == USE and value == "part":
        chosen = replace(chosen, kind="categorical", dates="", unit="")
    return replace(chosen, **{"name" if column == NAME else "role": value})
