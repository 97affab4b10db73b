"""k-distance: how far rows are from their neighbours, to choose DBSCAN's epsilon by."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from playground.document.edits import set_settings
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel
from playground.ui.plots.reach.reach_chart import Distances, ReachChart
from playground.ui.plots.remark import Remark
from playground.ui.plots.wording import grouped, learner_title
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

DIGITS = 3
"""Digits that an epsilon keeps when it is dragged."""


class Reach(Panel):
    """k-distance: how far rows are from their neighbours, to choose DBSCAN's epsilon by.

    Where the curve bends, dense places end. Rows below epsilon are core rows; drag its line, and
    the clusters follow.
    """

    title: ClassVar[str] = "k-distance"
    unsuited: ClassVar[str] = (
        "Not applicable: epsilon is a setting of DBSCAN, and there is none here. Add a DBSCAN "
        "block and wire data to it."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.chart, self.told = ReachChart(self.body), Remark(self.body)
        self._gesture = 0
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.chart, 1)
        column.addWidget(self.told)
        self.chart.moved.connect(self._move)
        self.chart.pointed.connect(self._point)
        bridge.focus.changed.connect(self._refocus)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return the request of the reach probe."""
        info = self.learner
        return () if info is None else (Request("reach", info.id),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest distances."""
        info, newest = self.learner, next(reversed(snapshots.values()), None)
        if info is None or newest is None:
            return
        arrays = newest.arrays
        if "distances" not in arrays:
            self.show_empty(_lacking(arrays) if "least" in arrays else self.unsuited)
            return
        shown = Distances(
            arrays["rows"], arrays["distances"], float(arrays["epsilon"]),
            float(arrays["suggested"]), int(arrays["k"]),
        )  # fmt: skip
        self.chart.show_distances(shown)
        self.told.setVisible(self.height() >= px(200))
        self.told.say(_words(shown, info))
        self.header.describe(learner_title(self.bridge, info.id))
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the newest snapshot, or what is missing."""
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it has an epsilon."""
        return "reach" in info.shows

    def _move(self, epsilon: float, held: bool) -> None:
        """Set epsilon; a drag from press to release is one step of undo."""
        info = self.learner
        if info is None:
            return
        value = float(f"{max(epsilon, 1e-9):.{DIGITS}g}")
        edit = set_settings(info.id, {"epsilon": value}, self.bridge.catalogue)
        merge = ("epsilon", info.id, self._gesture)
        self.bridge.apply(f"Epsilon {value:g}", edit, merge)
        if not held:
            self._gesture += 1

    def _refocus(self) -> None:
        self.chart.mark(self.bridge.focus.brushed)

    def _point(self, row: int | None) -> None:
        self.bridge.focus.brush(() if row is None else (row,))


def _lacking(arrays: Mapping[str, Array]) -> str:
    """Say that no epsilon makes a core row."""
    return (
        f"A core row needs {grouped(int(arrays['least']))} rows within epsilon, and there are only "
        f"{grouped(int(arrays['all']))}: all are noise. Lower “Core rows” in the inspector."
    )


def _words(shown: Distances, info: LearnerInfo) -> str:
    """Say what the line means for the rows."""
    n, core = len(shown.far), shown.core
    whole = "" if n == info.rows else f" (of {grouped(info.rows)}, evenly chosen)"
    told = f"{grouped(core)} of {grouped(n)} rows{whole} are core rows at this epsilon."
    if not core:
        return f"{told} Nothing starts a flood: raise the line to the bend."
    if core == n:
        return f"{told} Every row passes the flood on: even the loneliest counts as dense."
    return f"{told} Left of where the curve passes below the line are borders and noise."
