"""Mixture: soft clouds that share the rows between them, and who answers for which."""

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.asking_panel import AskingPanel, AskingSettings
from playground.ui.focus import Spot
from playground.ui.panel import PanelSettings
from playground.ui.plots.decisions.plane_view import PlaneView
from playground.ui.plots.mixing.answer_table import AnswerTable, room_for
from playground.ui.plots.mixing.mixture_picture import MixturePicture
from playground.ui.plots.plane_shape import aspect_of, axis_names
from playground.ui.plots.remark import Remark
from playground.ui.plots.wording import stamp
from playground.ui.theme import px, theme

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

LINE_ROOM, LEAST = 68, 330
"""Height of the panel for each line of the table, and for any at all."""

BENT = (
    "Not applicable: a transform between the data and the mixture bends or flattens the features, "
    "and what is an ellipse for the mixture is none on this plane."
)
DIVERGED = "Its means and spreads are no longer numbers: look for values in the data that are none."
NEXT = {
    "expectation": "next, each row is shared out",
    "maximisation": "next, the ellipses move",
}


class Mixture(AskingPanel):
    """Mixture: soft clouds that share the rows between them, and who answers for which.

    The ellipses are one and two standard deviations from the middle of each component; light is
    brighter where rows are expected. A row's colour is the blend of the components that answer
    for it. Point at a row, or at any place, to see their shares below.
    """

    title: ClassVar[str] = "Mixture"
    settings_type: ClassVar[type[PanelSettings]] = AskingSettings
    nothing_yet: ClassVar[str] = (
        "No clouds yet: wire data to a Gaussian mixture and press play."
    )
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here describes rows by a mixture of normal distributions. Add a "
        "Gaussian mixture and wire data to it."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._worn: tuple[object, ...] = ()
        self._origin: tuple[Any, Any] | None = None
        self._row = -1
        self._told: tuple[float, ...] = ()
        self.picture, self.table = MixturePicture(self.body), AnswerTable(self.body)
        self.remark = Remark(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.picture, 1)
        column.addWidget(self.table)
        column.addWidget(self.remark)
        self.remark.setVisible(False)
        self.picture.pointed.connect(self._ask)
        self.picture.plane.brushed.connect(bridge.focus.brush)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the mixture probe, in the shape of the picture."""
        info = self.learner
        if info is None:
            return ()
        room = self.height() - self.header.height() - room_for(self._most)
        chosen: dict[str, Any] = {"aspect": aspect_of(self.width(), room)}
        if len(info.inputs) > 2:
            chosen |= {"view": self.settings.view, "x": self.settings.x, "y": self.settings.y}
        if self._row >= 0:
            chosen["held"] = self._row
        elif len(self._at) == len(info.inputs):
            chosen["at"] = self._at
        return (self._request_to("mixture", info, **chosen),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest components."""
        info = self.learner
        newest = next(reversed(snapshots.values()), None)
        if info is None or newest is None:
            return
        arrays = newest.arrays
        if "mean" not in arrays:
            missing = DIVERGED if "diverged" in arrays else BENT if "bent" in arrays else ""
            self.show_empty(missing or "There are no rows to describe.")
            return
        self._origin = arrays["origin"], arrays["directions"]
        self.picture.show_mixture(arrays, axis_names(arrays["axes"].tolist(), info.inputs))
        self.picture.show_spot(arrays["spot"], int(arrays["posterior"].argmax()))
        self.picture.plane.mark(self.bridge.focus.brushed)
        self.table.show_answers(arrays, int(arrays["held"]), self._most)
        note = str(arrays["note"])
        self.remark.say(note, "warning", 2)
        told = "settled" if bool(arrays["settled"]) else NEXT[str(arrays["half"])]
        self.header.describe(f"{stamp(self.bridge, info.id, newest.step)} · {told}")
        self.show_empty(None)

    @property
    def _most(self) -> int:
        """Components that there is room to tell of; 0: they share one bar."""
        if self.height() < px(LEAST):
            return 0
        return int(min(self.height() / px(LINE_ROOM), 10))

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
        """Say whether it describes rows by a mixture."""
        return "mixture" in info.shows

    def _samples(self) -> PlaneView:
        """Return the picture of the rows."""
        return self.picture.plane

    def _ask(self, place: tuple[float, float] | None, row: int) -> None:
        """Tell every panel which place is under the cursor, and ask about the row there."""
        info = self.learner
        if info is None or self._origin is None:
            return
        if place is None:
            self.bridge.focus.hover(None)
            return
        origin, directions = self._origin
        lifted = origin + place[0] * directions[0] + place[1] * directions[1]
        if row != self._row:
            self._row = row
            self._follow.start()
        self._told = tuple(lifted.tolist())
        self.bridge.focus.hover(Spot(info.id, self._told))

    def _refocus(self) -> None:
        """Ask about the place under the cursor; one in another panel is no row of this one."""
        spot = self.bridge.focus.spot
        if spot is not None and spot.x != self._told:
            self._row = -1
        super()._refocus()
