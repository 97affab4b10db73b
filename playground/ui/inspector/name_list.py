"""The editor of a list of names: one line, divided by commas."""

import csv
import io
from typing import Any

from PySide6.QtWidgets import QLineEdit

from playground.core.settings import Setting
from playground.ui.inspector.editor import Editor, help_of
from playground.ui.inspector.undoing import Undoing


class NameList(Editor):
    """A line for the names of a ``tuple[str, ...]``; one that holds a comma stands in quotes."""

    def __init__(self, option: Setting) -> None:
        super().__init__(option)
        self._line = QLineEdit()
        Undoing(self._line)
        self._name(self._line)
        self._line.setToolTip(f"{help_of(option)} Names divided by commas.")
        self._line.setPlaceholderText("none")
        self.row.addWidget(self._line)
        self._line.editingFinished.connect(self._finish)
        self._shown: list[str] = []

    def _finish(self) -> None:
        names = names_in(self._line.text())
        if names != self._shown:
            self.edited.emit(names)
            self.settled.emit()

    def show_value(self, value: Any) -> None:
        """Show a list of names."""
        self._shown = [str(name) for name in value] if isinstance(value, list | tuple) else []
        if not self._line.hasFocus():
            self._line.setText(as_line(self._shown))
            self._line.setCursorPosition(0)


def as_line(names: list[str]) -> str:
    """Return names in one line.

    Examples
    --------
    >>> as_line(["age", "town, country"])
    'age, "town, country"'
    """
    parts = []
    for name in names:
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow([name])
        parts.append(line.getvalue())
    return ", ".join(parts)


def names_in(line: str) -> list[str]:
    """Return the names of a line, the inverse of `as_line`.

    Examples
    --------
    >>> names_in('age, "town, country",')
    ['age', 'town, country']
    """
    rows = list(csv.reader([line], skipinitialspace=True))
    return [name.strip() for row in rows for name in row if name.strip()]
