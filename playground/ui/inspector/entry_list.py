"""The editor of a list of structs of a choice and a number: the runners of a race."""

from math import isfinite
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.core.block import summary_of, title_of
from playground.core.settings import Setting, settings_of
from playground.ui.inspector.editor import CalmCombo, Editor
from playground.ui.inspector.number import Field
from playground.ui.inspector.number_list import MOST, allowed
from playground.ui.inspector.span import shown
from playground.ui.labels import IconButton, push
from playground.ui.style import tabular
from playground.ui.theme import px


class EntryList(Editor):
    """A combo box, a field and a cross for each entry.

    The structs have one setting that is a choice (such as an optimizer) and one that is a number
    (such as its rate). A choice that names a ``default_rate`` brings it along.
    """

    def __init__(self, option: Setting) -> None:
        super().__init__(option)
        fields = settings_of(option.item)
        self._choice = next(f for f in fields if f.kind == "plugin")
        self._number = next(f for f in fields if f.kind == "float")
        self._entries: list[dict[str, Any]] = []
        self._lines: list[tuple[CalmCombo, Field]] = []
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))
        self._add = push("Add", f"Add another to {option.title}")
        self._add.setAccessibleName(f"Add to {option.title}")
        self._add.clicked.connect(self._append)
        tip = f"Give each the {self._number.title.lower()} that usually suits it"
        self._suit = push("Usual rates", tip)
        self._suit.clicked.connect(self._suit_all)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(4))
        buttons.addWidget(self._add)
        buttons.addWidget(self._suit)
        buttons.addStretch()
        column = QVBoxLayout()
        column.setSpacing(px(4))
        column.addWidget(self._body)
        column.addLayout(buttons)
        self.row.addLayout(column)
        self.setFocusProxy(self._add)

    def show_value(self, value: Any) -> None:
        """Show a list of entries as plain values."""
        entries = [dict(entry) for entry in value] if isinstance(value, list | tuple) else []
        if len(entries) != len(self._lines):
            self._build(len(entries))
        self._entries = entries
        for (combo, field), entry in zip(self._lines, entries, strict=True):
            with QSignalBlocker(combo):
                combo.setCurrentIndex(combo.findData(_kind(entry.get(self._choice.name))))
            if not (field.hasFocus() and field.isModified()):
                rate = entry.get(self._number.name, self._number.default)
                field.setText(shown(rate, False) if isinstance(rate, int | float) else str(rate))
                field.setCursorPosition(0)
        self._add.setEnabled(len(entries) < MOST)

    def _build(self, count: int) -> None:
        while self._column.count():
            widget = self._column.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        self._lines = []
        for place in range(count):
            self._column.addWidget(self._line(place, count))

    def _line(self, place: int, count: int) -> QWidget:
        line, combo, field = QWidget(), CalmCombo(), Field()
        combo.setAccessibleName(f"{self._choice.title} {place + 1}")
        combo.setToolTip(self._choice.help)
        for choice in self._choice.choices:
            combo.addItem(title_of(choice), choice.__struct_config__.tag)
            tip = Qt.ItemDataRole.ToolTipRole
            combo.setItemData(combo.count() - 1, summary_of(choice), tip)
        combo.activated.connect(lambda index: self._choose(place, combo.itemData(index)))
        field.setFont(tabular(field.font()))
        field.setAccessibleName(f"{self._number.title} {place + 1}")
        field.setToolTip(self._number.help)
        field.setFixedWidth(px(64))
        field.editingFinished.connect(lambda: self._typed(place))
        field.nudged.connect(lambda steps: self._nudge(place, steps))
        remove = IconButton("close", f"Remove {self.option.title} {place + 1}")
        remove.setProperty("compact", True)
        remove.setFixedSize(px(18), px(26))
        remove.setEnabled(count > 1)
        remove.clicked.connect(lambda: self._remove(place))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4))
        row.addWidget(combo, 1)
        row.addWidget(field)
        row.addWidget(remove)
        self._lines.append((combo, field))
        return line

    def _choose(self, place: int, kind: str) -> None:
        if kind != _kind(self._entries[place].get(self._choice.name)):
            self._put(place, self._entry(kind))

    def _entry(self, kind: str) -> dict[str, Any]:
        cls = next(c for c in self._choice.choices if c.__struct_config__.tag == kind)
        rate = getattr(cls, "default_rate", self._number.default)
        return {self._choice.name: {"kind": kind}, self._number.name: rate}

    def _typed(self, place: int) -> None:
        field = self._lines[place][1]
        field.setModified(False)
        try:
            value = float(field.text().replace(",", "."))
        except ValueError:
            value = float("nan")
        if place < len(self._entries) and isfinite(value):
            self._rate(place, value)
        self.show_value(self._entries)

    def _nudge(self, place: int, steps: int) -> None:
        value = self._entries[place].get(self._number.name, self._number.default)
        self._rate(place, float(f"{value * 1.1**steps:.3g}"))

    def _rate(self, place: int, value: float) -> None:
        value = allowed(value, self._number)
        before = self._entries[place].get(self._number.name, self._number.default)
        if shown(value, False) != shown(before, False):
            self._put(place, {**self._entries[place], self._number.name: value})

    def _append(self) -> None:
        used = {_kind(entry.get(self._choice.name)) for entry in self._entries}
        kinds = [choice.__struct_config__.tag for choice in self._choice.choices]
        free = next((kind for kind in kinds if kind not in used), kinds[0])
        self._tell([*self._entries, self._entry(free)])

    def _suit_all(self) -> None:
        entries = []
        for entry in self._entries:
            kind = _kind(entry.get(self._choice.name))
            rate = self._entry(kind)[self._number.name]
            entries.append({**entry, self._number.name: rate})
        if entries != self._entries:
            self._tell(entries)

    def _remove(self, place: int) -> None:
        self._tell(self._entries[:place] + self._entries[place + 1 :])

    def _put(self, place: int, entry: dict[str, Any]) -> None:
        self._tell([*self._entries[:place], entry, *self._entries[place + 1 :]])

    def _tell(self, entries: list[dict[str, Any]]) -> None:
        self.show_value(entries)
        self.edited.emit(entries)
        self.settled.emit()


def _kind(choice: Any) -> Any:
    return choice.get("kind") if isinstance(choice, dict) else choice
