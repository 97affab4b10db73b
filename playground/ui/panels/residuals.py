"""Residuals: what a regression leaves unexplained, row by row."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from playground.core.settings import setting
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.chart import Chart, Drawing
from playground.ui.plots.key_row import KeyRow
from playground.ui.plots.lettering import number
from playground.ui.plots.residuals.residual_charts import (
    NAMES,
    against_prediction,
    against_truth,
    deviations,
    part_color,
    quantiles,
    spread,
)
from playground.ui.plots.segments import Segments
from playground.ui.plots.wording import stamp
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

WIDE, HIGH, KEYS = 540, 380, 190
"""Width and height from which charts stand side by side and over each other; room for keys."""

DIVERGED = "It has diverged: the numbers are no longer finite. Lower the learning rate."

CHARTS: dict[str, Callable[[Mapping[str, Array]], Drawing]] = {
    "prediction": against_prediction, "truth": against_truth,
    "spread": spread, "normal": quantiles,
}  # fmt: skip


class ResidualsSettings(PanelSettings, frozen=True, kw_only=True):
    """What the residuals panel shows."""

    show: Annotated[
        Literal["prediction", "truth", "spread", "normal"],
        setting("Shown when narrow", "Which of the charts."),
    ] = "prediction"
    output: Annotated[int, setting("Output", "Which target column, from 0.", low=0)] = 0


class Residuals(Panel):
    """What a regression leaves unexplained: residuals over predictions, and their spread."""

    title: ClassVar[str] = "Residuals"
    settings_type: ClassVar[type[PanelSettings]] = ResidualsSettings
    settings: ResidualsSettings
    unsuited: ClassVar[str] = (
        "Not applicable: residuals are true values less predicted ones, and nothing here learns "
        "values. For classes see the confusion matrix."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._arrays: dict[str, Array] = {}
        self.keys = KeyRow(self.body)
        plots = QWidget(self.body)
        self.charts = {name: Chart(plots) for name in CHARTS}
        for name, chart in self.charts.items():
            chart.setAccessibleName(f"Chart of {name}")
        names = {"prediction": "left", "truth": "fit", "spread": "spread", "normal": "Q-Q"}
        self._switch = Segments(names, "Show", self.header)
        self._switch.chosen.connect(lambda show: self.change(show=show))
        self.header.add_control(self._switch)
        grid = QGridLayout(plots)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        for place, chart in enumerate(self.charts.values()):
            grid.addWidget(chart, *divmod(place, 2))
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addWidget(plots, 1)
        bridge.focus.changed.connect(self.rewatch)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the residuals probe."""
        info = self.learner
        if info is None:
            return ()
        return (self._request_to("residuals", info, output=self.settings.output),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest residuals."""
        snapshot = next(reversed(snapshots.values()), None)
        if snapshot is None or self.learner is None:
            return
        self._arrays = snapshot.arrays
        self.header.describe(stamp(self.bridge, self.learner.id, snapshot.step))
        self._show()

    def refresh(self) -> None:
        """Show the settings' effect, or what is missing."""
        self._switch.show_choice(self.settings.show)
        self._arrange()
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it learns values of rows."""
        return info.rows > 0 and info.target == "value"

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Show as many charts as have room."""
        super().resizeEvent(event)
        self._arrange()
        self._show()

    def _arrange(self) -> None:
        wide, high = self.width() >= px(WIDE), self.height() >= px(HIGH)
        shown = {self.settings.show}
        if wide:
            shown = set(CHARTS) if high else {"prediction", "truth"}
            if not high and self.settings.show in ("spread", "normal"):
                shown = {"spread", "normal"}
        for name, chart in self.charts.items():
            chart.setVisible(name in shown)
        self._switch.setVisible(not (wide and high))
        self.keys.setVisible(self.height() >= px(KEYS))

    def _show(self) -> None:
        arrays = self._arrays
        if "predicted" not in arrays:
            if "diverged" in arrays:
                self.show_empty(DIVERGED)
            return
        for name, chart in self.charts.items():
            if chart.isVisibleTo(self.body):
                chart.show_drawing(CHARTS[name](arrays))
        self.keys.show_keys(
            [
                (f"{NAMES[part]} RMS", number(value, full=True), part_color(part))
                for part, value in deviations(arrays)
            ]
        )
        self.show_empty(None)
