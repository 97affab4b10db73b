"""Curvature: how sharply the loss bends where the learner stands, and which rate that allows."""

import math
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from playground.core.settings import setting
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.caption import Caption
from playground.ui.plots.chart import Chart
from playground.ui.plots.key_row import KeyRow
from playground.ui.plots.lettering import number
from playground.ui.plots.rates.curvature_plot import (
    curvature_color,
    curvature_drawing,
    limit_drawing,
)
from playground.ui.plots.rates.rate_gauge import RateGauge
from playground.ui.plots.rates.rate_words import CAPTION, brief, verdict
from playground.ui.plots.rates.rules import rule_title
from playground.ui.plots.segments import Segments
from playground.ui.plots.wording import learner_title, stamp
from playground.ui.theme import px, theme

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

WIDE, LOW, HIGH = 560, 210, 300
"""Width from which both charts stand side by side, height from which words and notes have room."""

DIVERGED = "It has diverged: the numbers are no longer finite. Lower the learning rate."


class CurvatureSettings(PanelSettings, frozen=True, kw_only=True):
    """What the curvature panel shows."""

    count: Annotated[
        int, setting("Eigenvalues", "How many of the largest are shown.", low=1, high=6)
    ] = 3
    log: Annotated[bool, setting("Logarithmic", "A log scale for the curvature.")] = True
    show: Annotated[
        Literal["curvature", "rate"], setting("Shown when narrow", "Which of the two plots.")
    ] = "curvature"


class Curvature(Panel):
    """Curvature: how sharply the loss bends where the learner is, and which rate that allows."""

    title: ClassVar[str] = "Curvature"
    settings_type: ClassVar[type[PanelSettings]] = CurvatureSettings
    settings: CurvatureSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here goes down a slope by its gradient. Wire a network to a fit."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._arrays: dict[str, Array] = {}
        self.curves, self.rates = Chart(self.body), Chart(self.body)
        self.keys, self.gauge = KeyRow(self.body), RateGauge(self.body)
        self.gauge.setToolTip(CAPTION)
        self.words = Caption(self.body)
        self._switch = Segments({"curvature": "λ", "rate": "rate"}, "Show", self.header)
        self._switch.chosen.connect(lambda show: self.change(show=show))
        self.header.add_control(self._switch)
        plots = QHBoxLayout()
        plots.setSpacing(0)
        plots.addWidget(self.curves, 1)
        plots.addWidget(self.rates, 1)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addLayout(plots, 1)
        column.addWidget(self.gauge)
        column.addWidget(self.words)
        bridge.focus.changed.connect(self.rewatch)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the curvature probe."""
        info = self.learner
        if info is None:
            return ()
        return (self._request_to("curvature", info, count=self.settings.count),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest curvature."""
        snapshot = next(reversed(snapshots.values()), None)
        if snapshot is None or self.learner is None:
            return
        self._arrays = snapshot.arrays
        if not self._arrays:
            name = learner_title(self.bridge, self.learner.id)
            self.show_empty(f"Not applicable: {name} does not go down a slope by its gradient.")
            return
        self._show()
        self.header.describe(stamp(self.bridge, self.learner.id, snapshot.step))

    def refresh(self) -> None:
        """Show the settings' effect, or what is missing."""
        self._switch.show_choice(self.settings.show)
        self._arrange()
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it goes down a slope by its gradient."""
        return "descent" in info.shows

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Put the charts side by side where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide, high = self.width() >= px(WIDE), self.height() >= px(HIGH)
        self.curves.setVisible(wide or self.settings.show == "curvature")
        self.rates.setVisible(wide or self.settings.show == "rate")
        self.keys.setVisible(high)
        self._switch.setVisible(not wide)

    def _show(self) -> None:
        arrays = self._arrays
        if "eigenvalues" not in arrays:
            self.show_empty(DIVERGED)
            return
        self.show_empty(None)
        rate, limit = float(arrays["rate"]), float(arrays["limit"])
        if self.curves.isVisibleTo(self):
            self.curves.show_drawing(curvature_drawing(arrays, self.settings.log))
        if self.rates.isVisibleTo(self):
            self.rates.show_drawing(limit_drawing(arrays))
        self.gauge.show_rate(rate, limit)
        self.words.set_text(self._told(rate, limit))
        keys = [
            (f"λ{place + 1}", number(value, full=True), curvature_color(theme(), place))
            for place, value in enumerate(arrays["eigenvalues"].tolist())
        ]
        if math.isfinite(limit):
            keys.append(("limit", number(limit, full=True), theme().color("warning")))
        keys.append(("rate", number(rate, full=True), theme().color("accent")))
        self.keys.show_keys(keys)

    def _told(self, rate: float, limit: float) -> str:
        arrays, info = self._arrays, self.learner
        assert info is not None
        if "diverged" in arrays:
            return DIVERGED
        curvature = float(arrays["steering"])
        waits = bool(arrays.get("waits", np.array(False)))
        if self.height() < px(HIGH):
            told_briefly = brief(rate, limit, curvature, waits)
            caption = math.isfinite(limit) and self.height() >= px(LOW)
            return f"{told_briefly}\n{CAPTION}" if caption else told_briefly
        rule = rule_title(self.bridge, info, int(arrays["member"]))
        told = [verdict(rate, limit, rule, curvature, waits)]
        if bool(arrays.get("preconditioned", np.array(False))):
            told.append(f"The limit goes by the curvature as {rule} sees it, after its scaling.")
        used, there = arrays["sample"].tolist()
        if used < there:
            told.append(f"Measured on {used} of {there} rows.")
        if bool(arrays["kinks"]):
            told.append("Kinks of its activations are left out: approximate.")
        return f"{' '.join(told)}\n{CAPTION}"
