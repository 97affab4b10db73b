"""The parent of panels that ask about one place: the last one that the cursor was over."""

from typing import TYPE_CHECKING, Annotated, Any

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Request
from playground.ui.focus import Spot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.decisions.decision import Decision
from playground.ui.plots.decisions.plane_picker import PlanePicker
from playground.ui.plots.decisions.plane_view import PlaneView
from playground.ui.plots.plane_shape import aspect_of, cells_of
from playground.ui.timers import after

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

CELLS = 96
FOLLOW_MS = 30
"""Shortest time between two places that are asked for."""


class AskingSettings(PanelSettings, frozen=True, kw_only=True):
    """Which plane is shown, and the place asked about at first."""

    view: str = "auto"
    x: int = 0
    y: int = 1
    at: Annotated[
        tuple[float, ...], setting("Place", "All features of the first place; none: the middle.")
    ] = ()


class AskingPanel(Panel):
    """A plane of samples, and what one probe tells of the place under the cursor.

    The cursor counts over any picture of the window; when it leaves, the last place stays.
    """

    settings: AskingSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._at: tuple[float, ...] = self.settings.at
        self._decision: Decision | None = None
        self.picker = PlanePicker(self.header)
        self.picker.picked.connect(lambda view, x, y: self.change(view=view, x=x, y=y))
        self.header.add_control(self.picker)
        self._follow = after(self, FOLLOW_MS, self.rewatch)
        self._settle = after(self, 120, self.rewatch)
        bridge.focus.changed.connect(self._refocus)

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Ask for another shape when resizing has come to rest."""
        super().resizeEvent(event)
        if self._seen:
            self._settle.start()

    def _samples(self) -> PlaneView:
        """Return the picture of the samples."""
        raise NotImplementedError

    def _ask_about(
        self, probe: str, info: LearnerInfo, plane: dict[str, Any], room: tuple[float, float]
    ) -> tuple[Request, ...]:
        """Return requests of the samples on a plane, and of what a probe tells of the place.

        Parameters
        ----------
        plane
            Settings that choose the plane; none: that of the most spread.
        room
            Width and height that the plane has, in pixels.
        """
        aspect = aspect_of(*room)
        at = {"at": self._at} if len(self._at) == len(info.inputs) else {}
        shaped, placed = {**plane, "aspect": aspect}, plane | at
        return (
            Request("boundary", info.id, tuple(sorted(shaped.items())), cells_of(aspect, CELLS)),
            Request(probe, info.id, tuple(sorted(placed.items()))),
        )

    def _offer_planes(self) -> None:
        """Offer the planes of the learner that is shown."""
        info, chosen = self.learner, self.settings
        self.picker.offer(info.inputs if info else (), chosen.view, chosen.x, chosen.y)

    def _point(self, place: tuple[float, float] | None) -> None:
        """Tell every panel which place is under the cursor."""
        info, decision = self.learner, self._decision
        x = decision.lift(*place) if place is not None and decision is not None else None
        self.bridge.focus.hover(Spot(info.id, x) if info is not None and x else None)

    def _refocus(self) -> None:
        """Ask about the place under the cursor, as fast as answers come."""
        spot = self.bridge.focus.spot
        self._samples().mark(self.bridge.focus.brushed)
        if spot is not None and spot.x != self._at:
            self._at = spot.x
            if self._seen and not self._follow.isActive():
                self._follow.start()
