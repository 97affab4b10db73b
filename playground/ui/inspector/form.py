"""The settings of one block as a form that edits the project live."""

from collections.abc import Iterator
from typing import Any

import msgspec
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.core.settings import Setting, settings_of
from playground.document.edits import reset_setting, set_setting
from playground.document.project import Placed
from playground.document.settings import default_of, read_setting
from playground.ui.inspector.editor import Editor
from playground.ui.inspector.fold import Fold
from playground.ui.inspector.rate_mark import RateMark, mark_rate
from playground.ui.inspector.rows import Row
from playground.ui.theme import px

LAST = ("Pace",)
"""Sections that stand below the others."""


class Form(QWidget):
    """Rows for the settings of a block, and of the choices within them.

    Parameters
    ----------
    bridge
        Joins the window to the project.
    placed
        The block as it is now.
    """

    def __init__(self, bridge: Any, placed: Placed) -> None:
        super().__init__()
        self._bridge, self.id = bridge, placed.id
        self._cls = bridge.catalogue[placed.kind]
        self._rows: list[tuple[Row, str]] = []
        self._folds: dict[str, Fold] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(7))
        self.shape = structure(placed, self._cls)
        self._set = placed.settings
        for name, option, depth in self.shape:
            self._add(name, option, depth)
        self._put_last()
        self.rate_mark: RateMark | None = mark_rate(bridge, placed, self.editors())
        self.refresh(placed)

    def editors(self) -> dict[str, Editor]:
        """Return the editors by the dotted names of their settings."""
        return {row.name: row.editor for row, _ in self._rows}

    def _add(self, name: str, option: Setting, depth: int) -> None:
        row = Row(name, option)
        row.edited.connect(self._edit)
        row.reset.connect(self._reset)
        row.settled.connect(self._bridge.store.settle)
        self._place_for(name, option, depth).addWidget(row)
        self._rows.append((row, name.rpartition(".")[0]))

    def _place_for(self, name: str, option: Setting, depth: int) -> QVBoxLayout:
        if depth:
            parent = name.rpartition(".")[0]
            above = next(o for n, o, _ in self.shape if n == parent)
            place = self._place_for(parent, above, depth - 1)
            chosen, _ = read_setting(self._set, parent, {parent: above})
            # What is nothing by itself has been chosen for what it holds.
            more = isinstance(chosen, dict) and len(chosen) > 1
            used = above.default is None or (more and chosen != default_of(above))
            return self._fold(parent, f"{above.title} settings", place, used).rows
        if option.section:
            used = any(o.name in self._set for _, o, d in self.shape
                       if d == 0 and o.section == option.section)  # fmt: skip
            return self._fold(option.section, option.section, self._column, used).rows
        return self._column

    def _put_last(self) -> None:
        """Move what all models share, and few change, below what is their own."""
        for key in LAST:
            if key in self._folds:
                self._column.removeWidget(self._folds[key])
                self._column.addWidget(self._folds[key])

    def _fold(self, key: str, title: str, place: QVBoxLayout, used: bool) -> Fold:
        if key not in self._folds:
            self._folds[key] = Fold(title, used)
            place.addWidget(self._folds[key])
        return self._folds[key]

    def refresh(self, placed: Placed) -> None:
        """Show the settings of the block as they are now."""
        options = {option.name: option for option in settings_of(self._cls)}
        # An entry of a list is at fault as "rates[1]"; the list's row tells of it.
        wrong = {
            p.setting.partition("[")[0]: _here(p.message, f"{p.block}: {p.setting}: ")
            for p in self._bridge.problems
            if p.block == self.id and p.setting
        }
        for row, parent in self._rows:
            value = _value(placed, row.name, row.option, options)
            row.show_value(value, wrong.get(row.name))
            row.setVisible(self._wanted(placed, row.option, parent, options))

    def _wanted(
        self, placed: Placed, option: Setting, parent: str, options: dict[str, Setting]
    ) -> bool:
        if option.when is None:
            return True
        other, wanted = option.when
        name = f"{parent}.{other}" if parent else other
        value, _ = read_setting(placed.settings, name, options)
        kind = value.get("kind") if isinstance(value, dict) else value
        return bool(kind in wanted if isinstance(wanted, tuple | list) else kind == wanted)

    def _edit(self, name: str, value: Any) -> None:
        title = next(row.option.title for row, _ in self._rows if row.name == name)
        edit = set_setting(self.id, name, value, self._bridge.catalogue)
        self._bridge.apply(f"Set {title}", edit, merge=("setting", self.id, name))

    def _reset(self, name: str) -> None:
        self._bridge.apply("Back to the default", reset_setting(self.id, name))


def structure(placed: Placed, cls: type[msgspec.Struct]) -> list[tuple[str, Setting, int]]:
    """Return dotted names, settings and depths of all rows that a block's form has."""
    options = {option.name: option for option in settings_of(cls)}
    return list(_rows(placed, settings_of(cls), "", 0, options))


def _rows(
    placed: Placed, fields: tuple[Setting, ...], prefix: str, depth: int, top: dict[str, Setting]
) -> Iterator[tuple[str, Setting, int]]:
    for option in fields:
        name = prefix + option.name
        yield name, option, depth
        if option.kind == "plugin":
            value = _value(placed, name, option, top)
            kind = value.get("kind") if isinstance(value, dict) else None
            chosen = next((c for c in option.choices if c.__struct_config__.tag == kind), None)
            if chosen is not None:
                yield from _rows(placed, settings_of(chosen), f"{name}.", depth + 1, top)


def _value(placed: Placed, name: str, option: Setting, top: dict[str, Setting]) -> Any:
    value, known = read_setting(placed.settings, name, top)
    if known:
        return value
    return None if option.default is msgspec.NODEFAULT else msgspec.to_builtins(option.default)


def _here(message: str, place: str) -> str:
    """Return what is wrong without saying where: it stands beside the setting."""
    words = message.removeprefix(place)
    return words[:1].upper() + words[1:]
