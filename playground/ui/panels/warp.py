"""The space warp: how layers turn, stretch, move and bend space until classes come apart."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPolygonF
from PySide6.QtWidgets import QVBoxLayout

from playground.core.settings import setting
from playground.engine.warping.projection import Projector
from playground.engine.warping.warp import Warp as Way
from playground.engine.warping.warp import unpack
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot, Status
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.camera import CameraHand
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.menu_button import Item, MenuButton
from playground.ui.plots.segments import Segments
from playground.ui.plots.warp.lasso import Lasso
from playground.ui.plots.warp.player import WarpPlayer
from playground.ui.plots.warp.view import WarpView
from playground.ui.plots.warp.words import caption, where
from playground.ui.plots.wording import learner_title, stamp
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

DIVERGED = "It has diverged: its weights are no longer finite. Lower the learning rate."
LISTED = 24
NEAR = 9.0
TIP = {
    2: "Drag a loop around samples to mark them in every panel; Esc or a click on nothing clears",
    3: "Drag to turn, wheel to come nearer, double click to look at all of it; "
    "Shift and drag marks samples in every panel, Esc clears",
}


class WarpSettings(PanelSettings, frozen=True, kw_only=True):
    """What the warp panel shows."""

    space: Annotated[
        Literal["auto", "2-D", "3-D"],
        setting("Picture", "In the plane or in space; automatic: as the last layer needs."),
    ] = "auto"
    mesh: Annotated[bool, setting("Mesh", "The plane of the inputs as a mesh.")] = True
    shade: Annotated[
        bool, setting("Local area", "Fill the mesh, denser where space is squeezed.")
    ] = True
    border: Annotated[
        bool, setting("Border", "Where the read-out cuts the last layer's space.")
    ] = True
    units: tuple[int, ...] = ()
    t: float = -1.0
    azimuth: float = -60.0
    elevation: float = 25.0


class Warp(Panel):
    """The space warp: how layers turn, stretch, move and bend space until classes come apart."""

    title: ClassVar[str] = "Space warp"
    settings_type: ClassVar[type[PanelSettings]] = WarpSettings
    settings: WarpSettings
    unsuited: ClassVar[str] = (
        "Not applicable: only the layers of networks bend space. Wire one to a fit."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._way: Way | None = None
        self._rows: Array = np.empty(0, np.int64)
        self._drawn: tuple[object, ...] = ()
        self._wanted: tuple[float, int] = (-1.0, -1)
        self.view, self.player = WarpView(self.body), WarpPlayer(self.body)
        self.view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.view.setAccessibleName("Warped space")
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.player)
        self.player.moved.connect(self._move)
        self.player.settled.connect(self._settle)
        self._hand = CameraHand(self.view, self.view.camera, self.view.update, self._look_at_all)
        self._lasso = Lasso(self.view, self._loop, self._mark)
        self.axes = MenuButton("Axes", "What stands on the axes", self._offered, self.header)
        self.axes.chosen.connect(self._choose_axis)
        self.space = Segments({"2-D": "2-D", "3-D": "3-D"}, "Picture", self.header)
        self.space.chosen.connect(lambda value: self.change(space=value))
        self.header.add_control(self.axes, spare=True)
        self.header.add_control(self.space)
        bridge.focus.changed.connect(self._ring)
        bridge.status_changed.connect(self._hurry)
        self._look_at_all()
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the warp probe, for the member that is picked."""
        info = self.learner
        if info is None:
            return ()
        picked = self.bridge.focus.member_of(info)
        chosen = (("member", picked),) if picked is not None else ()
        return (Request("warp", info.id, chosen),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest measurement at the time that the slider stands at."""
        info, snapshot = self.learner, next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        if "diverged" in snapshot.arrays:
            self._show_diverged()
        elif "mesh 0" not in snapshot.arrays:
            name = learner_title(self.bridge, info.id)
            self.show_empty(f"Only the layers of a network bend space; {name} has none to show.")
        else:
            self._take(info, snapshot)
            self.show_empty(None)
        self.header.describe(stamp(self.bridge, info.id, snapshot.step))

    def refresh(self) -> None:
        """Show the settings' effect on the newest measurement, or what is missing."""
        info = self.learner
        of = (info.id, info.inputs, info.classes, info.target) if info else ()
        if of != self._drawn[:4]:
            self._way, self._drawn = None, of
            self.view.warp, self.view.projector = None, Projector()
            self.snapshots.clear()
            self.header.describe("")
            self.show_empty("…")
        if info is None:
            self.show_empty(self.missing)
        self.view.samples = None
        self.view.mesh, self.view.shade = self.settings.mesh, self.settings.shade
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it is a network that learns from rows."""
        return info.rows > 0 and "network" in info.shows

    # what is shown ----------------------------------------------------------------

    def _take(self, info: LearnerInfo, snapshot: Snapshot) -> None:
        arrays = snapshot.arrays
        way = self._way = unpack(arrays)
        fresh = self.view.warp is None or self.view.samples is None
        same = np.array_equal(arrays["rows"], self._rows)
        if fresh or not same:
            self._rows = arrays["rows"]
            self._dress_samples(info, arrays)
        axes = self._axes(way)
        if self.view.projector.axes != axes or self.view.projector.units != self.settings.units:
            self.view.projector = Projector(axes, self.settings.units)
        self.view.projector.take(way)
        self.view.warp, self.view.notice = way, ""
        self._hurry(self.bridge.status)
        self.view.decides = self.settings.border and info.target == "class"
        self._dress_controls(way, axes)
        names = [leg.block for leg in way.legs]
        self.player.offer(names, [[stage.stop for stage in leg.stages] for leg in way.legs])
        wanted = self.settings.t, len(way.legs)
        if wanted != self._wanted and not self.player.playing:
            self._wanted = wanted
            end = float(len(way.legs))
            t = self.settings.t if 0 <= self.settings.t <= end else end
            self.player.slider.show_value(t)
        self._move(self.player.slider.value)

    def _axes(self, way: Way) -> int:
        if self.settings.space != "auto":
            return 3 if self.settings.space == "3-D" else 2
        return 3 if 3 in (way.widths[0], way.widths[-1]) else 2

    def _dress_samples(self, info: LearnerInfo, arrays: dict[str, Array]) -> None:
        places = {"points": np.zeros((len(arrays["rows"]), 2))}
        decision = Decision(arrays | places, info.classes, Look())
        self.view.samples, self.view.legend = decision.samples(), decision.legend()
        self._ring()

    def _dress_controls(self, way: Way, axes: int) -> None:
        state = axes, max(way.widths) > axes
        if state != self._drawn[4:]:
            self._drawn = (*self._drawn[:4], *state)
            self.space.show_choice("3-D" if axes == 3 else "2-D")
            self.axes.setVisible(state[1])
            self._hand.enabled = self._lasso.needs_shift = axes == 3
            self.view.setToolTip(TIP[axes])

    def _hurry(self, status: Status) -> None:
        """Shade finely what stays to be looked at, coarsely what the next moment replaces."""
        if status.playing != self.view.hasty:
            self.view.hasty = status.playing
            self.view.update()

    def _show_diverged(self) -> None:
        self.view.notice = DIVERGED
        self.show_empty(DIVERGED if self._way is None else None)
        self.view.update()

    def _move(self, t: float) -> None:
        way = self._way
        if way is None:
            return
        view = self.view
        view.t = t
        view.caption = caption(way, t, self.width() < px(420))
        place, moment = way.place(t)
        axes, units = view.projector.axes, self.settings.units
        chosen = bool(units) and max(units) < max(way.widths)
        at = place + 1 if moment > 0 and way.legs else place
        info = self.learner
        view.names = where(way, at, info.inputs if info else (), axes, units, chosen)
        view.update()

    def _settle(self, t: float) -> None:
        end = len(self._way.legs) if self._way else 0
        self.change(t=-1.0 if t >= end else round(t, 3))

    # what the person does -----------------------------------------------------------

    def _offered(self) -> list[Item]:
        widest = max(self._way.widths) if self._way else 0
        chosen = self.settings.units
        offered = [Item("", "Principal axes", "Directions of largest variance", not chosen)]
        return offered + [
            Item(str(i), f"Unit {i + 1}", "Put this unit on an axis", i in chosen)
            for i in range(min(widest, LISTED))
        ]

    def _choose_axis(self, value: str, on: bool) -> None:
        if not value:
            self.change(units=())
            return
        kept = tuple(u for u in self.settings.units if u != int(value))
        units = (*kept, int(value)) if on else kept
        # A picture needs as many units as it has axes: the first ones fill up.
        spare = (u for u in range(LISTED) if u not in units)
        units = units[-self.view.projector.axes :]
        while units and len(units) < 3:
            units = (*units, next(spare))
        self.change(units=units)

    def _look_at_all(self) -> None:
        camera, chosen = self.view.camera, self.settings
        camera.azimuth, camera.elevation, camera.zoom = chosen.azimuth, chosen.elevation, 1.0

    def _loop(self, loop: list[QPointF]) -> None:
        self.view.lasso = list(loop)
        self.view.update()

    def _mark(self, loop: list[QPointF]) -> None:
        self.bridge.focus.brush(self._rows[self._inside(loop)].tolist())

    def _inside(self, loop: list[QPointF]) -> Array:
        """Return which samples lie in a loop; for a single place, the one that is there."""
        at = self.view.placed
        if not loop or len(at) != len(self._rows):
            return np.zeros(len(self._rows), bool)
        if len(loop) > 1:
            area, rule = QPolygonF(loop), Qt.FillRule.OddEvenFill
            return np.array([area.containsPoint(QPointF(*p), rule) for p in at.tolist()], bool)
        far = np.hypot(*(at - [loop[0].x(), loop[0].y()]).T)
        inside: Array = (far == far.min()) & (far <= px(NEAR))
        return inside

    def _ring(self) -> None:
        brushed = self.bridge.focus.brushed
        self.view.ringed = np.isin(self._rows, list(brushed))
        self.view.update()
        if self._seen and self.requests() != self._requests:
            self.rewatch()
