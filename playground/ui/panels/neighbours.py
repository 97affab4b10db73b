"""Nearest neighbours: who is asked about the place under the cursor, and what they vote."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.focus import Spot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.decisions.plane_picker import PlanePicker
from playground.ui.plots.neighbours.neighbour_chart import NeighbourChart
from playground.ui.plots.neighbours.neighbour_view import NeighbourView
from playground.ui.plots.neighbours.reach import Reach
from playground.ui.plots.neighbours.vote_bar import VoteBar
from playground.ui.plots.wording import stamp
from playground.ui.theme import px
from playground.ui.timers import after

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

CELLS = 96
FOLLOW_MS = 30
"""Shortest time between two places that are asked for."""


class NeighboursSettings(PanelSettings, frozen=True, kw_only=True):
    """What the neighbours panel shows."""

    view: str = "auto"
    x: int = 0
    y: int = 1
    at: Annotated[
        tuple[float, ...], setting("Place", "All features of the first place; none: the middle.")
    ] = ()


class Neighbours(Panel):
    """Nearest neighbours: who is asked about the place under the cursor, and what they vote.

    The bright rim is as far as the last of them: its shape is that of the distance in use.
    """

    title: ClassVar[str] = "Nearest neighbours"
    settings_type: ClassVar[type[PanelSettings]] = NeighboursSettings
    settings: NeighboursSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here asks its neighbours. Add a Nearest neighbours block and "
        "wire data to it."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._at: tuple[float, ...] = self.settings.at
        self._decision: Decision | None = None
        self.plane, self.chart = NeighbourView(self.body), NeighbourChart(self.body)
        self.votes = VoteBar(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.plane, 1)
        column.addWidget(self.chart, 1)
        column.addWidget(self.votes)
        self.chart.hide()
        self.picker = PlanePicker(self.header)
        self.picker.picked.connect(lambda view, x, y: self.change(view=view, x=x, y=y))
        self.header.add_control(self.picker)
        self.plane.setAccessibleName("Point at a place to see its neighbours")
        self.plane.pointed.connect(self._point)
        self.chart.hovered.connect(lambda x: self._point(None if x is None else (x, 0.0)))
        self._follow = after(self, FOLLOW_MS, self.rewatch)
        self._settle = after(self, 120, self.rewatch)
        bridge.focus.changed.connect(self._refocus)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return requests of the decision, and of the neighbours of the place."""
        info = self.learner
        if info is None:
            return ()
        high = self.height() - self.header.height() - px(VoteBar.high)
        aspect = max(round(max(self.width(), 64) / max(high, 48) * 8) / 8, 0.25)
        size = (CELLS, round(CELLS / aspect)) if aspect >= 1 else (round(CELLS * aspect), CELLS)
        chosen: dict[str, Any] = {}
        if self.settings.view == "pair" and len(info.inputs) > 2:
            chosen |= {"view": "pair", "x": self.settings.x, "y": self.settings.y}
        at = {"at": self._at} if len(self._at) == len(info.inputs) else {}
        return (
            Request("boundary", info.id, tuple(sorted({**chosen, "aspect": aspect}.items())), size),
            Request("neighbours", info.id, tuple(sorted((chosen | at).items()))),
        )

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
        first, second = decision.arrays["axes"].tolist()
        pair = (info.inputs[first], info.inputs[second]) if first >= 0 else None
        self.plane.names = pair or ("principal axis 1", "principal axis 2")
        self.plane.legend = decision.legend()
        self.plane.show_plate(decision.plate())

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        info = self.learner
        self._decision = None
        inputs = info.inputs if info else ()
        self.picker.offer(inputs, self.settings.view, self.settings.x, self.settings.y)
        if info is None:
            self.header.describe("")
            self.show_empty(self.missing)
        elif not self.snapshots:
            self.show_empty("…")
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it asks its neighbours."""
        return "neighbours" in info.shows

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Ask for another shape when resizing has come to rest."""
        super().resizeEvent(event)
        if self._seen:
            self._settle.start()

    def _point(self, place: tuple[float, float] | None) -> None:
        """Tell every panel which place is under the cursor."""
        info, decision = self.learner, self._decision
        x = decision.lift(*place) if place is not None and decision is not None else None
        self.bridge.focus.hover(Spot(info.id, x) if info is not None and x else None)

    def _refocus(self) -> None:
        """Follow the cursor over any picture; when it leaves, the last place stays."""
        spot = self.bridge.focus.spot
        self.plane.mark(self.bridge.focus.brushed)
        if spot is not None and spot.x != self._at:
            self._at = spot.x
            if self._seen and not self._follow.isActive():
                self._follow.start()
