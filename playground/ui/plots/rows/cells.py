"""Cells of a table as text, to and from the clipboard."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QTableView

ACROSS = Qt.Orientation.Horizontal

MOST = 10_000
"""Cells that are taken from the clipboard, or rows that are put there, at once."""


def copied(view: QTableView) -> str:
    """Return the cell at hand, or all rows that are selected where they are several.

    Rows come with the names of their columns, as spreadsheets take them.
    """
    rows, model, current = rows_of(view), view.model(), view.currentIndex()
    if len(rows) < 2:
        return told(current) if current.isValid() else ""
    columns = columns_of(view)
    names = [str(model.headerData(c, ACROSS)) for c in columns]
    lines = [[told(model.index(r, c)) for c in columns] for r in rows[:MOST]]
    return "\n".join("\t".join(line) for line in [names, *lines])


def placed(view: QTableView, text: str) -> list[tuple[int, int, str]]:
    """Return where the cells of a text come to lie: place of the row, column, entry.

    The first is at the cell at hand; those beyond the last row or column are left out.
    """
    current, columns = view.currentIndex(), columns_of(view)
    if not text or not current.isValid() or current.column() not in columns:
        return []
    first = columns.index(current.column())
    found = [
        (current.row() + down, column, entry)
        for down, line in enumerate(text.rstrip("\n").split("\n"))
        for column, entry in zip(columns[first:], line.rstrip("\r").split("\t"), strict=False)
        if current.row() + down < view.model().rowCount()
    ]
    return found[:MOST]


def told(index: QModelIndex) -> str:
    """Return what a cell holds, with all of its digits."""
    return str(index.data(Qt.ItemDataRole.EditRole) or "")


def rows_of(view: QTableView) -> list[int]:
    """Return the places of the selected rows, rising."""
    parts = view.selectionModel().selection()
    return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})


def columns_of(view: QTableView) -> Sequence[int]:
    """Return the columns in the order in which they are seen."""
    header = view.horizontalHeader()
    return [header.logicalIndex(place) for place in range(header.count())]
