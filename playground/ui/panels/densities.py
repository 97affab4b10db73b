"""Densities: what a model believes of every class, and Bayes' rule at the cursor."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.focus import Spot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.decisions.plane_picker import PlanePicker
from playground.ui.plots.densities.bayes_table import BayesTable, height_of
from playground.ui.plots.densities.clouds import Clouds
from playground.ui.plots.densities.densities_picture import DensitiesPicture, thickness
from playground.ui.plots.wording import stamp
from playground.ui.theme import px, theme
from playground.ui.timers import after

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

CELLS = 96
FOLLOW_MS = 30
"""Shortest time between two places that are asked for."""

LINE_ROOM = 68
"""Height of the panel for each line of the table."""

BENT = (
    "Not applicable: a transform between the data and the model bends or flattens the features, "
    "and what is an ellipse for the model is none on this plane."
)
DIVERGED = "Its means and spreads are no longer numbers: look for values in the data that are none."


class DensitiesSettings(PanelSettings, frozen=True, kw_only=True):
    """What the densities panel shows."""

    view: str = "auto"
    x: int = 0
    y: int = 1
    at: Annotated[
        tuple[float, ...], setting("Place", "All features of the first place; none: the middle.")
    ] = ()


class Densities(Panel):
    """Densities: what a model believes of every class, and Bayes' rule at the cursor.

    Each class is a cloud around its mean; the ellipses are one and two standard deviations away.
    The edges show each feature by itself. Below stands how prior and likelihood of the place
    under the cursor make the posterior.
    """

    title: ClassVar[str] = "Densities"
    settings_type: ClassVar[type[PanelSettings]] = DensitiesSettings
    settings: DensitiesSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here describes its classes by normal distributions. Add a Naive "
        "Bayes block and wire data with labels to it."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._at: tuple[float, ...] = self.settings.at
        self._decision: Decision | None = None
        self._worn: tuple[object, ...] = ()
        self.picture, self.table = DensitiesPicture(self.body), BayesTable(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.picture, 1)
        column.addWidget(self.table)
        self.picker = PlanePicker(self.header)
        self.picker.picked.connect(lambda view, x, y: self.change(view=view, x=x, y=y))
        self.header.add_control(self.picker)
        self.picture.pointed.connect(self._point)
        self._follow = after(self, FOLLOW_MS, self.rewatch)
        self._settle = after(self, 120, self.rewatch)
        bridge.focus.changed.connect(self._refocus)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return requests of the samples with their plane, and of the distributions."""
        info = self.learner
        if info is None:
            return ()
        lines = min(self._most, len(info.classes))
        high = self.height() - self.header.height() - height_of(lines)
        edge = thickness(high)
        aspect = max(round(max(self.width() - edge, 64) / max(high - edge, 48) * 8) / 8, 0.25)
        size = (CELLS, round(CELLS / aspect)) if aspect >= 1 else (round(CELLS * aspect), CELLS)
        chosen: dict[str, Any] = {}
        if len(info.inputs) > 2:
            chosen = {"view": self.settings.view, "x": self.settings.x, "y": self.settings.y}
        at = {"at": self._at} if len(self._at) == len(info.inputs) else {}
        return (
            Request("boundary", info.id, tuple(sorted({**chosen, "aspect": aspect}.items())), size),
            Request("densities", info.id, tuple(sorted((chosen | at).items()))),
        )

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest distributions, and Bayes' rule at the place."""
        info = self.learner
        newest = {request.probe: snapshot for request, snapshot in snapshots.items()}
        if info is None or "boundary" not in newest or "densities" not in newest:
            return
        arrays, of = newest["densities"].arrays, newest["boundary"]
        if "points" not in of.arrays or "mean" not in arrays:
            missing = DIVERGED if "diverged" in arrays else BENT if "bent" in arrays else ""
            self.show_empty(missing or "There are no rows to describe.")
            return
        decision = Decision(of.arrays, info.classes, Look(test=False))
        self._decision = decision
        if arrays["mean"].shape[1] == (1 if "grid" in of.arrays else 2):
            self.picture.show_clouds(decision, Clouds(arrays), self._names(info, decision))
            known = bool((arrays["weight"] > 0).any())
            answer = int(arrays["posterior"].argmax())
            self.picture.show_spot(arrays["spot"] if known else None, answer)
        self.table.show_place(arrays, info.classes, self._most)
        self.header.describe(stamp(self.bridge, info.id, of.step))
        self.show_empty(None)

    @property
    def _most(self) -> int:
        """Classes that there is room to tell of."""
        return int(min(max(self.height() / px(LINE_ROOM), 2), 10))

    def _names(self, info: LearnerInfo, decision: Decision) -> tuple[str, str]:
        first, second = decision.arrays["axes"].tolist()
        if first < 0:
            return "principal axis 1", "principal axis 2"
        return info.inputs[first], info.inputs[second] if second >= 0 else ""

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        info = self.learner
        dress = (theme(), px(100), self.settings, info.id if info else "")
        if dress != self._worn:
            self._worn = dress
            self.picture.forget()
        inputs = info.inputs if info else ()
        self.picker.offer(inputs, self.settings.view, self.settings.x, self.settings.y)
        if info is None:
            self.header.describe("")
            self.show_empty(self.missing)
        elif not self.snapshots:
            self.show_empty("…")
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it describes its classes by distributions."""
        return "densities" in info.shows

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
        self.picture.plane.mark(self.bridge.focus.brushed)
        if spot is not None and spot.x != self._at:
            self._at = spot.x
            if self._seen and not self._follow.isActive():
                self._follow.start()
