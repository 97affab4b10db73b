"""Densities: what a model believes of every class, and Bayes' rule at the cursor."""

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.asking_panel import AskingPanel, AskingSettings
from playground.ui.panel import PanelSettings
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.decisions.plane_view import PlaneView
from playground.ui.plots.densities.bayes_table import BayesTable, height_of
from playground.ui.plots.densities.clouds import Clouds
from playground.ui.plots.densities.densities_picture import DensitiesPicture, thickness
from playground.ui.plots.plane_shape import axis_names
from playground.ui.plots.wording import stamp
from playground.ui.theme import px, theme

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

LINE_ROOM = 68
"""Height of the panel for each line of the table."""

BENT = (
    "Not applicable: a transform between the data and the model bends or flattens the features, "
    "and what is an ellipse for the model is none on this plane."
)
DIVERGED = "Its means and spreads are no longer numbers: look for values in the data that are none."


class Densities(AskingPanel):
    """Densities: what a model believes of every class, and Bayes' rule at the cursor.

    Each class is a cloud around its mean; the ellipses are one and two standard deviations away.
    The edges show each feature by itself. Below stands how prior and likelihood of the place
    under the cursor make the posterior.
    """

    title: ClassVar[str] = "Densities"
    settings_type: ClassVar[type[PanelSettings]] = AskingSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here describes its classes by normal distributions. Add a Naive "
        "Bayes block and wire data with labels to it."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._worn: tuple[object, ...] = ()
        self.picture, self.table = DensitiesPicture(self.body), BayesTable(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.picture, 1)
        column.addWidget(self.table)
        self.picture.pointed.connect(self._point)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return requests of the samples with their plane, and of the distributions."""
        info = self.learner
        if info is None:
            return ()
        lines = min(self._most, len(info.classes))
        high = self.height() - self.header.height() - height_of(lines)
        edge = thickness(high)
        chosen: dict[str, Any] = {}
        if len(info.inputs) > 2:
            chosen = {"view": self.settings.view, "x": self.settings.x, "y": self.settings.y}
        return self._ask_about("densities", info, chosen, (self.width() - edge, high - edge))

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
            names = axis_names(decision.arrays["axes"].tolist(), info.inputs)
            self.picture.show_clouds(decision, Clouds(arrays), names)
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

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        info = self.learner
        dress = (theme(), px(100), self.settings, info.id if info else "")
        if dress != self._worn:
            self._worn = dress
            self.picture.forget()
        self._offer_planes()
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it describes its classes by distributions."""
        return "densities" in info.shows

    def _samples(self) -> PlaneView:
        """Return the picture of the samples."""
        return self.picture.plane
