"""Nearest neighbours: who is asked about the place under the cursor, and what they vote."""

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.asking_panel import AskingPanel, AskingSettings
from playground.ui.panel import PanelSettings
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.decisions.plane_view import PlaneView
from playground.ui.plots.neighbours.neighbour_chart import NeighbourChart
from playground.ui.plots.neighbours.neighbour_view import NeighbourView
from playground.ui.plots.neighbours.reach import Reach
from playground.ui.plots.neighbours.vote_bar import VoteBar
from playground.ui.plots.plane_shape import axis_names
from playground.ui.plots.wording import stamp
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge


class Neighbours(AskingPanel):
    """Nearest neighbours: who is asked about the place under the cursor, and what they vote.

    The bright rim is as far as the last of them: its shape is that of the distance in use.
    """

    title: ClassVar[str] = "Nearest neighbours"
    settings_type: ClassVar[type[PanelSettings]] = AskingSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here asks its neighbours. Add a Nearest neighbours block and "
        "wire data to it."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.plane, self.chart = NeighbourView(self.body), NeighbourChart(self.body)
        self.votes = VoteBar(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.plane, 1)
        column.addWidget(self.chart, 1)
        column.addWidget(self.votes)
        self.chart.hide()
        self.plane.setAccessibleName("Point at a place to see its neighbours")
        self.plane.pointed.connect(self._point)
        self.chart.hovered.connect(lambda x: self._point(None if x is None else (x, 0.0)))
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return requests of the decision, and of the neighbours of the place."""
        info = self.learner
        if info is None:
            return ()
        high = self.height() - self.header.height() - px(VoteBar.high)
        chosen: dict[str, Any] = {}
        if self.settings.view == "pair" and len(info.inputs) > 2:
            chosen |= {"view": "pair", "x": self.settings.x, "y": self.settings.y}
        return self._ask_about("neighbours", info, chosen, (self.width(), high))

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest decision and neighbours."""
        info = self.learner
        newest = {request.probe: snapshot for request, snapshot in snapshots.items()}
        if info is None or "boundary" not in newest:
            return
        arrays = newest["boundary"].arrays
        if "points" not in arrays:
            self.show_empty("There are no rows to ask.")
            return
        self._show_decision(Decision(arrays, info.classes, Look(test=False)), info)
        if "neighbours" in newest and "spot" in newest["neighbours"].arrays:
            reach = Reach(newest["neighbours"].arrays, self._decision.limits)
            self.plane.show_reach(reach)
            self.chart.show_reach(reach)
            self.votes.show_votes(reach, info.classes)
        self.header.describe(stamp(self.bridge, info.id, newest["boundary"].step))
        self.show_empty(None)

    def _show_decision(self, decision: Decision, info: LearnerInfo) -> None:
        before, self._decision = self._decision, decision
        flat = "grid" in decision.arrays
        if flat == self.chart.isHidden():
            self.chart.setVisible(flat)
            self.plane.setVisible(not flat)
        if flat:
            self.chart.show_drawing(decision.chart(info.inputs[0]))
            return
        if before is None or not decision.same_samples(before):
            self.plane.show_samples(decision.samples())
        self.plane.names = axis_names(decision.arrays["axes"].tolist(), info.inputs)
        self.plane.legend = decision.legend()
        self.plane.show_plate(decision.plate())

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        self._decision = None
        self._offer_planes()
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it asks its neighbours."""
        return "neighbours" in info.shows

    def _samples(self) -> PlaneView:
        """Return the picture of the samples."""
        return self.plane
