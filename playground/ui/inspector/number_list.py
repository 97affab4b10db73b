"""The editor of a list of numbers: one field each, to type in, remove, or add the next."""

from collections.abc import Sequence
from math import isfinite, log10, sqrt
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from playground.core.settings import Setting
from playground.ui.inspector.editor import Editor, help_of
from playground.ui.inspector.number import Field
from playground.ui.inspector.span import shown
from playground.ui.inspector.undoing import Undoing
from playground.ui.labels import IconButton, push
from playground.ui.style import tabular
from playground.ui.theme import px

COLUMNS = 2
MOST = 64
FIELDS = 12
"""More numbers than this stand in one line, divided by commas."""


class NumberList(Editor):
    """Fields for the numbers of a ``tuple[float, ...]`` or ``tuple[int, ...]``."""

    def __init__(self, option: Setting) -> None:
        super().__init__(option)
        self._values: list[float] = []
        self._line: QLineEdit | None = None
        self._fields: list[Field] = []
        self._body = QWidget()
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(px(4))
        self._add = push("Add", f"Add another to {option.title}")
        self._add.setAccessibleName(f"Add to {option.title}")
        self._add.clicked.connect(self._append)
        self._body.setToolTip(help_of(option))
        self.row.addWidget(self._body)
        self.setFocusProxy(self._add)

    @property
    def _whole(self) -> bool:
        return self.option.item is not None and self.option.item.kind == "int"

    def show_value(self, value: Any) -> None:
        """Show a list of numbers."""
        values = list(value) if isinstance(value, list | tuple) else []
        if len(values) != len(self._values) or not (self._fields or self._line):
            self._build(len(values))
        self._values = values
        if self._line is not None and not self._line.hasFocus():
            self._line.setText(", ".join(shown(v, self._whole) for v in values))
        for field, number in zip(self._fields, values, strict=False):
            if not (field.hasFocus() and field.isModified()):
                field.setText(shown(number, self._whole) if _is_number(number) else str(number))
                field.setCursorPosition(0)
        self._add.setEnabled(len(values) < MOST)

    def _build(self, count: int) -> None:
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget is not self._add:
                widget.hide()
                widget.deleteLater()
        self._fields, self._line = [], None
        if count > FIELDS:
            self._line = QLineEdit()
            Undoing(self._line)
            self._line.setAccessibleName(self.option.title)
            self._line.setToolTip(f"{self.option.help} Numbers divided by commas.")
            self._line.editingFinished.connect(self._split)
            self._grid.addWidget(self._line, 0, 0, 1, COLUMNS)
        for place in range(count if count <= FIELDS else 0):
            self._grid.addWidget(self._chip(place, count), *divmod(place, COLUMNS))
        last = divmod(count, COLUMNS) if count <= FIELDS else (1, 0)
        self._grid.addWidget(self._add, *last)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def _chip(self, place: int, count: int) -> QWidget:
        chip, field = QWidget(), Field()
        name = f"{self.option.title} {place + 1}"
        field.setFont(tabular(field.font()))
        field.setAccessibleName(name)
        field.setToolTip(f"{name} of {count}. {self.option.help}")
        field.setMinimumWidth(px(34))
        field.editingFinished.connect(lambda: self._typed(place))
        field.nudged.connect(lambda steps: self._nudge(place, steps))
        remove = IconButton("close", f"Remove {name}")
        remove.setProperty("compact", True)
        remove.setFixedSize(px(16), px(24))
        remove.setEnabled(count > 1)
        remove.clicked.connect(lambda: self._remove(place))
        row = QHBoxLayout(chip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(1))
        row.addWidget(field)
        row.addWidget(remove)
        self._fields.append(field)
        return chip

    def _typed(self, place: int) -> None:
        field = self._fields[place]
        field.setModified(False)
        try:
            value = float(field.text().replace(",", "."))
        except ValueError:
            value = float("nan")
        if place < len(self._values) and isfinite(value):
            self._put(place, value)
        self.show_value(self._values)

    def _split(self) -> None:
        if self._line is None:
            return
        try:
            values = [float(part) for part in self._line.text().replace(",", " ").split()]
        except ValueError:
            values = []
        values = [allowed(value, self.option.item) for value in values if isfinite(value)]
        if values and values != self._values:
            self._tell(values)
        else:
            self._line.setText(", ".join(shown(v, self._whole) for v in self._values))

    def _nudge(self, place: int, steps: int) -> None:
        value = self._values[place]
        grown = value * 1.1**steps
        self._put(place, value + steps if self._whole else float(f"{grown:.3g}"))

    def _put(self, place: int, value: float) -> None:
        value = allowed(value, self.option.item)
        if shown(value, self._whole) != shown(self._values[place], self._whole):
            self._tell([*self._values[:place], value, *self._values[place + 1 :]])

    def _remove(self, place: int) -> None:
        self._tell(self._values[:place] + self._values[place + 1 :])

    def _append(self) -> None:
        self._tell([*self._values, next_value(self._values, self.option.item)])

    def _tell(self, values: list[float]) -> None:
        self.show_value(values)
        self.edited.emit(values)
        self.settled.emit()


def next_value(values: Sequence[float], item: Setting) -> float:
    """Return what goes on with a list: the next step of the same factor, else one in between.

    Examples
    --------
    >>> item = Setting("rates", "", "", "float", None, 0, 10.0, open_low=True)
    >>> next_value([0.01, 0.1], item), next_value([1.0, 10.0], item)
    (1.0, 3.2)
    """
    if not values:
        return allowed(1.0, item)
    last, before = values[-1], values[-2] if len(values) > 1 else None
    usual = 2.0 if item.kind == "int" else 10.0
    factor = last / before if before and last and last / before > 0 else usual
    found = allowed(_rounded(last * (factor if factor != 1 else usual), item), item)
    if found not in values:
        return found
    rising = sorted(v for v in set(values) if v > 0)
    gaps = list(zip(rising, rising[1:], strict=False))
    if not gaps:
        return allowed(_rounded(last / usual, item), item)
    low, high = max(gaps, key=lambda pair: pair[1] / pair[0])
    return allowed(_rounded(sqrt(low * high), item), item)


def allowed(value: float, item: Setting | None) -> float:
    """Return the nearest number that the bounds of an element allow."""
    if item is None:
        return value
    if item.low is not None and value <= item.low:
        value = item.low if not item.open_low else max(abs(item.low), 1.0) * 1e-6 + item.low
    if item.high is not None and value > item.high:
        value = item.high
    return int(round(value)) if item.kind == "int" else float(value)


def _rounded(value: float, item: Setting) -> float:
    if item.kind == "int":
        return round(value)
    return round(value, 1 - int(log10(abs(value)) // 1)) if value else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
