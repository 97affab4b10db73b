"""The confusion matrix: which classes a classifier takes for which, live."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from PySide6.QtWidgets import QVBoxLayout

from playground.core.settings import setting
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.scores.confusion_table import Confusions, ConfusionTable
from playground.ui.plots.segments import Segments
from playground.ui.plots.wording import stamp

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge


class ConfusionSettings(PanelSettings, frozen=True, kw_only=True):
    """What the table shows."""

    part: Annotated[
        Literal["train", "validation", "test"], setting("Part", "Which rows are judged.")
    ] = "test"
    cells: Annotated[
        Literal["counts", "shares"],
        setting("Cells", "Tell how many rows, or their share of the true class."),
    ] = "counts"


class Confusion(Panel):
    """The confusion matrix: which classes a classifier takes for which, live.

    The cursor over a cell marks its rows in every panel; a click keeps them marked.
    """

    title: ClassVar[str] = "Confusions"
    settings_type: ClassVar[type[PanelSettings]] = ConfusionSettings
    unsuited: ClassVar[str] = (
        "Not applicable: only classes can be confused, and no learner of classes from the rows "
        "of a data set is here."
    )
    settings: ConfusionSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.table = ConfusionTable(self.body)
        self._arrays: dict[str, Array] = {}
        self._before: frozenset[int] = frozenset()
        self._pointing = False
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self._part = Segments(
            {"train": "train", "test": "test"}, "Which rows are judged", self.header
        )
        self._part.chosen.connect(lambda part: self.change(part=part))
        self.header.add_control(self._part)
        self.table.pointed.connect(self._point)
        self.table.clicked.connect(self._click)
        bridge.focus.changed.connect(self.rewatch)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the confusion probe, for the member that is picked."""
        info = self.learner
        if info is None:
            return ()
        return (self._request_to("confusion", info, part=self.settings.part),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest counts."""
        info, snapshot = self.learner, next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        # The switch says the other parts.
        part = "validation" if self.settings.part == "validation" else ""
        self.header.describe(stamp(self.bridge, info.id, snapshot.step, part))
        arrays = snapshot.arrays
        if "diverged" in arrays:
            self.show_empty("It has diverged: its numbers are no longer finite. Lower the rate.")
            return
        if "counts" not in arrays or not arrays["counts"].sum():
            self.show_empty(
                f"There are no {self.settings.part} rows to judge: choose another part in the "
                "menu, or give the data set a larger share of them."
            )
            return
        self._arrays = arrays
        classes = info.classes or tuple(map(str, range(len(arrays["counts"]))))
        self.table.show_confusions(
            Confusions(classes, arrays["counts"], arrays["precision"], arrays["recall"],
                       arrays["f1"], self.settings.cells == "shares")
        )  # fmt: skip
        if self.table.kept is not None:
            self.bridge.focus.brush(self._rows(self.table.kept))
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        if self.settings.part != "validation":
            self._part.show_choice(self.settings.part)
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it learns classes."""
        return info.rows > 0 and info.target == "class"

    def _rows(self, cell: tuple[int, int]) -> list[int]:
        mine = (self._arrays["labels"] == cell[0]) & (self._arrays["guesses"] == cell[1])
        rows: list[int] = np.asarray(self._arrays["rows"])[mine].tolist()
        return rows

    def _point(self, cell: tuple[int, int] | None) -> None:
        """Mark the rows of a cell while the cursor is there."""
        if cell is None:
            kept = self.table.kept
            self.bridge.focus.brush(self._rows(kept) if kept is not None else self._before)
            self._pointing = False
            return
        if not self._pointing:
            self._before, self._pointing = self.bridge.focus.brushed, True
        self.bridge.focus.brush(self._rows(cell))

    def _click(self, cell: tuple[int, int] | None) -> None:
        """Keep the rows of a cell marked; another click, or one elsewhere, lets them go."""
        self.table.keep(cell if cell != self.table.kept else None)
        self._before = frozenset()
        self.bridge.focus.brush(self._rows(cell) if cell is not None else ())
