"""The rows of a data set, to read, sort and edit."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from PySide6.QtWidgets import QToolButton, QVBoxLayout

from playground.document.by_hand import hold_rows
from playground.document.project import Placed
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.runtime.own_rows import OwnRows, own_rows
from playground.tables.table import Table as Rows
from playground.tables.trouble import TableError
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.painting.subject import PaintedData
from playground.ui.plots.rows.remaking import Remaking
from playground.ui.plots.rows.row_edits import Entry, with_copy, with_entries, without
from playground.ui.plots.rows.rows_model import RowsModel
from playground.ui.plots.rows.rows_view import RowsView
from playground.ui.plots.wording import block_title
from playground.ui.timers import after

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

FOLLOW_MS = 90
"""Shortest time between two parts of the table that predictions are asked for."""

MOST_MARKED = 20_000


class TableSettings(PanelSettings, frozen=True, kw_only=True):
    """What the table shows."""


class Table(Panel):
    """The rows of a data set: click a cell to edit it, a header to sort.

    Each edit is one undo. Parts and what the learner predicts of every row stand beside it; rows
    that are selected are marked in every panel.
    """

    title: ClassVar[str] = "Data table"
    settings_type: ClassVar[type[PanelSettings]] = TableSettings
    nothing_yet: ClassVar[str] = (
        "No rows yet: add a data set, or import your own, then press play."
    )
    settings: TableSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._data = PaintedData(bridge)
        self._own: OwnRows | None = None
        self._shown: tuple[Placed | None, bool | None] = (None, None)
        self._remaking = Remaking(self)
        self.model = RowsModel(self)
        self.view = RowsView(self.model, self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.model.edited.connect(self._edit)
        self.view.chosen.connect(self._choose)
        self.view.delete_wanted.connect(self.delete)
        self.view.pasted.connect(self._paste)
        self.add = self._tool("+ row", "Add a row: a copy of the selected one, or of the last")
        self.add.clicked.connect(self.append)
        self.less = self._tool("− rows", "Delete the selected rows (Delete)")
        self.less.clicked.connect(self.delete)
        self._follow = after(self, FOLLOW_MS, self.rewatch)
        self.view.scrolled.connect(self._follow.start)
        bridge.project_changed.connect(self._look_again)
        bridge.focus.changed.connect(self._mark)
        self.refresh()

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it learns from rows."""
        return info.rows > 0

    def requests(self) -> tuple[Request, ...]:
        """Return one request for predictions of the rows that are seen."""
        info, own = self.learner, self._own
        if info is None or own is None or info.target == "none":
            return ()
        seen = np.array(self.view.seen(), np.int64)
        places = np.searchsorted(own.used, seen)
        there = (places < len(own.used)) & (own.used[np.minimum(places, len(own.used) - 1)] == seen)
        rows = tuple(sorted(places[there].tolist()))
        return (self._request_to("predictions", info, rows=rows),) if rows else ()

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest predictions."""
        info, own = self.learner, self._own
        newest = next(reversed(snapshots.values()), None)
        if info is None or own is None or newest is None or "rows" not in newest.arrays:
            return
        arrays = newest.arrays
        found = {}
        for place, row in enumerate(arrays["rows"].tolist()):
            if row < len(own.used):
                found[int(own.used[row])] = _told(arrays, place, info, own, int(own.used[row]))
        self.model.show_guesses(found)

    def refresh(self) -> None:
        """Show the rows of the data set at hand, or what is missing."""
        info = self.learner
        origin = self._data.origin(info.id if info is not None else "")
        placed = next((p for p in self.bridge.store.value.blocks if p.id == origin), None)
        predicts = info is not None and info.target != "none"
        if (placed, predicts) != self._shown:
            self._shown = (placed, predicts)
            try:
                self._own = own_rows(placed, tell_parts=False) if placed is not None else None
                trouble = ""
            except TableError as error:
                self._own, trouble = None, str(error)
            self.model.show_rows(self._own, predicts)
            self.view.arrange()
            title = block_title(self.bridge, origin)
            told = "" if self._own is None else f"{title} · {len(self.model.order):,} rows"
            self.header.describe(told)
            if self._own is None:
                self.show_empty(trouble or self.missing)
            else:
                self.show_empty(None)
                self._mark()
        for tool in (self.add, self.less):
            tool.setVisible(self._own is not None)
        self.draw(self.snapshots)

    def append(self) -> None:
        """Add a copy of the selected row, or of the last one."""
        if self._own is not None:
            chosen = self.view.selected() or [len(self._own.table.values) - 1]
            row, end = chosen[-1], len(self._own.table.values)
            self._change("Add a row", lambda own: with_copy(own, row), [end])

    def delete(self) -> None:
        """Delete the selected rows."""
        chosen = self.view.selected()
        if self._own is not None and chosen:
            many = "a row" if len(chosen) == 1 else f"{len(chosen):,} rows"
            self._change(f"Delete {many}", lambda own: without(own, chosen), [])

    def _edit(self, row: int, column: int, text: str) -> None:
        own = self._own
        if own is not None:
            name = own.table.columns[column].name
            self._change(f"Edit {name} of row {row + 1}",
                         lambda own: with_entries(own, [(row, column, text)]))  # fmt: skip

    def _paste(self, cells: list[Entry]) -> None:
        """Take cells from the clipboard."""
        many = "a cell" if len(cells) == 1 else f"{len(cells):,} cells"
        self._change(f"Paste {many}", lambda own: with_entries(own, cells))

    def _change(
        self, label: str, make: Callable[[OwnRows], Rows], mark: list[int] | None = None
    ) -> None:
        """Make an edit of another table, then mark rows of it; a large one beside the window."""
        own, placed = self._own, self._shown[0]
        if own is None or placed is None:
            return
        if self._remaking.busy:
            self._say("One moment: the last edit is still being kept.")
            return

        def settings() -> dict[str, Any]:
            # Dealt anew, rows that were learned from would become rows to be tested on.
            telling = own_rows(placed)
            return telling.holding(make(telling))

        self._remaking.begin(
            own.table.values.size, settings,
            lambda found: self._apply(label, found, placed, mark), self._say,
        )  # fmt: skip
        if self._remaking.busy:
            self.header.describe(f"{label} …")

    def _apply(
        self, label: str, settings: dict[str, Any], placed: Placed, mark: list[int] | None
    ) -> None:
        # Whoever changed the rows in the meantime has the last word.
        if placed != self._data.placed(placed.id):
            return
        self.bridge.apply(label, hold_rows(placed.id, settings))
        if mark is not None:
            self._choose(mark)
            for row in mark:
                self.view.point_at(row)

    def _say(self, trouble: str) -> None:
        """Tell why a cell stays as it is, there too: the header may have no room for it."""
        self.header.describe(trouble)
        self.view.tell(trouble)

    def _look_again(self, _old: object, _new: object) -> None:
        """Follow the project: the rows may be others."""
        if self._seen:
            self.refresh()
            self._follow.start()

    def _choose(self, rows: list[int]) -> None:
        """Mark the selected rows in every panel."""
        own = self._own
        if own is not None and len(rows) <= MOST_MARKED:
            found = np.searchsorted(own.used, np.array(rows, np.int64))
            self.bridge.focus.brush(
                int(at) for at, row in zip(found, rows, strict=True)
                if at < len(own.used) and own.used[at] == row
            )  # fmt: skip

    def _mark(self) -> None:
        """Mark here what is marked elsewhere, and bring the first of it into sight."""
        own, rows = self._own, self.bridge.focus.brushed
        if own is None or not self._seen:
            return
        marked = frozenset(int(own.used[row]) for row in rows if row < len(own.used))
        if marked == self.model.marked:
            return
        self.model.mark(marked)
        if marked and not self.view.hasFocus():
            self.view.bring(min(marked))

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Ask for what is predicted of the rows that come into sight."""
        super().resizeEvent(event)
        if self._seen:
            self._follow.start()

    def _tool(self, words: str, tip: str) -> QToolButton:
        tool = QToolButton(self.header)
        tool.setText(words)
        tool.setToolTip(tip)
        tool.setAccessibleName(tip)
        self.header.add_control(tool)
        return tool


def _told(
    arrays: Any, place: int, info: LearnerInfo, own: OwnRows, row: int
) -> tuple[str, bool]:
    """Return what is predicted of a row, and whether that is right."""
    if "diverged" in arrays:
        return "diverged", False
    if "values" in arrays:
        return f"{float(arrays['values'][place]):.5g}", True
    guess = int(arrays["guesses"][place])
    name = info.classes[guess] if guess < len(info.classes) else str(guess)
    right = own.aim is None or own.target != "class" or _is(own, row, name)
    return f"{name} {100 * float(arrays['sure'][place]):.0f} %", right


def _is(own: OwnRows, row: int, name: str) -> bool:
    code = own.y[row]
    return bool(np.isnan(code)) or own.classes[int(code)] == name
