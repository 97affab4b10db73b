"""Renames and removes the classes that are painted."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QInputDialog

from playground.runtime.own_rows import OwnRows
from playground.tables.table import Table

LONGEST = 40
"""Letters of a name."""


class ClassHand(QObject):
    """Takes what the menu of a class wants.

    Parameters
    ----------
    painter
        Whose classes they are.
    """

    def __init__(self, painter: Any) -> None:
        super().__init__(painter)
        self._painter, self._picker = painter, painter.strip.picker
        self._picker.rename_wanted.connect(self.ask)
        self._picker.remove_wanted.connect(self.remove)

    def ask(self, code: int) -> QInputDialog | None:
        """Ask for another name of a class; returns the dialog."""
        if code >= len(self._picker.classes):
            return None
        dialog = QInputDialog(self._picker)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Rename the class")
        dialog.setLabelText(f"Name of the class “{self._picker.classes[code]}”")
        dialog.setTextValue(self._picker.classes[code])
        dialog.textValueSelected.connect(lambda name: self.rename(code, name))
        dialog.open()
        return dialog

    def rename(self, code: int, name: str) -> None:
        """Give a class another name; where there are points of it, that is an edit."""
        names, name = self._picker.classes, name.strip()
        why = refused(names, code, name)
        if why or name == names[code]:
            self._tell(why)
            return
        known = self._known
        if code >= known:
            self._become([name if c == code else n for c, n in enumerate(names)][known:])
            return
        self._edit(f"Rename class {names[code]}", lambda own: renamed(own, code, name))

    def remove(self, code: int) -> None:
        """Take a class away, with its points."""
        names, known = self._picker.classes, self._known
        if code >= len(names):
            return
        if code >= known:
            self._become([n for c, n in enumerate(names) if c != code][known:])
        elif known <= 2:
            self._tell(f"“{names[code]}” stays: there must be two classes to tell apart.")
        else:
            self._edit(f"Remove class {names[code]}", lambda own: without_class(own, code))

    @property
    def _known(self) -> int:
        """How many classes the rows have; those behind them wait for their first point."""
        return len(self._picker.classes) - len(self._painter.added)

    def _become(self, added: Sequence[str]) -> None:
        self._painter.added = tuple(added)
        self._painter.refresh()

    def _edit(self, label: str, make: Any) -> None:
        data, origin = self._painter.data, self._painter.origin
        own, placed = data.rows(origin), data.placed(origin)
        if own is not None and placed is not None:
            self._painter.remake(label, placed, own, lambda: make(own))

    def _tell(self, why: str) -> None:
        if why:
            self._painter.refuse(why)


def refused(names: Sequence[str], code: int, name: str) -> str:
    """Say why a class cannot be called so, or ""."""
    if not name:
        return "A class needs a name."
    if len(name) > LONGEST:
        return f"A name has {LONGEST} letters at most."
    if name in names and names.index(name) != code:
        return f"There is a class “{name}” already."
    return ""


def renamed(own: OwnRows, code: int, name: str) -> Table:
    """Return the table with another name of a class."""
    assert own.aim is not None
    column = own.table.columns[own.aim]
    names = [name if place == code else each for place, each in enumerate(column.categories)]
    return _with_names(own.table, own.aim, names)


def without_class(own: OwnRows, code: int) -> Table:
    """Return the table without a class and its rows."""
    assert own.aim is not None
    values = own.table.values[own.y != code]
    codes = values[:, own.aim]
    values[:, own.aim] = np.where(codes > code, codes - 1, codes)
    names = [n for place, n in enumerate(own.table.columns[own.aim].categories) if place != code]
    return _with_names(Table(values, own.table.columns), own.aim, names)


def _with_names(table: Table, aim: int, names: Sequence[str]) -> Table:
    column = replace(table.columns[aim], categories=tuple(names))
    return table.with_columns((*table.columns[:aim], column, *table.columns[aim + 1 :]))
