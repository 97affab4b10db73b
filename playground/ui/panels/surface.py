"""The loss surface: the landscape that a learner goes down, and the path it has taken."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.focus import Place
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.caption import Caption
from playground.ui.plots.chart import Chart
from playground.ui.plots.lettering import number
from playground.ui.plots.plane_shape import cells_of
from playground.ui.plots.segments import Segments
from playground.ui.plots.surface.gap_strip import GapStrip
from playground.ui.plots.surface.loss_line import loss_line
from playground.ui.plots.surface.relief import Relief, Scale
from playground.ui.plots.surface.relief_map import ReliefMap
from playground.ui.plots.surface.relief_scene import ReliefScene
from playground.ui.plots.surface.weight_picker import WeightPicker
from playground.ui.plots.wording import grouped, learner_title
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

CELLS = {"coarse": 35, "normal": 51, "fine": 81}
HIGH = 300
"""Height from which there is room for words and the strip under the map."""
NARROW = 330
"""Width below which fewer words are made."""
FORTIETH = 25
"""Milliseconds between two places that the cursor asks for."""
POINTS = 161
"""Points along a line."""
DIVERGED = "It has diverged and left the picture. Lower the learning rate."
NONE = "It has no loss to go down step by step: choose a fit, and press play."
TIP = (
    "Point at a place to see the boundary with the weights there; "
    "click to put the network there and let it go on"
)


class SurfaceSettings(PanelSettings, frozen=True, kw_only=True):
    """What the surface panel shows."""

    view: Annotated[
        Literal["map", "space", "line"],
        setting("View", "From above, in space, or the loss along one line."),
    ] = "map"
    plane: Annotated[
        Literal["path", "random", "weights"],
        setting("Plane", "Through the path, along random directions, or two weights."),
    ] = "path"
    detail: Annotated[
        Literal["coarse", "normal", "fine"], setting("Detail", "Places along the longer side.")
    ] = "normal"
    drawn: Annotated[
        Literal["automatic", "software"],
        setting("Draw 3-D with", "By OpenGL where the graphics card does it well, or without it."),
    ] = "automatic"
    strip: Annotated[
        bool, setting("True loss", "A strip: the true loss along the path, and the plane's.")
    ] = True
    first: tuple[str, str, int] = ("", "", 0)
    second: tuple[str, str, int] = ("", "", 0)
    seed: int = 0


class Surface(Panel):
    """The loss surface: the landscape that a learner goes down, and the path it has taken."""

    title: ClassVar[str] = "Loss surface"
    settings_type: ClassVar[type[PanelSettings]] = SurfaceSettings
    settings: SurfaceSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here goes down a slope by its gradient. Wire a network to a fit."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.relief: Relief | None = None
        self._scale: Scale | None = None
        self._of: tuple[object, ...] | None = None
        self._place: tuple[float, float] | None = None
        self.map = ReliefMap(self._read, self.body)
        self.map.setToolTip(TIP)
        self.map.setAccessibleDescription(TIP)
        self.map.pointed.connect(self._point)
        self.map.chosen.connect(self._jump)
        self.scene, self.chart = ReliefScene(self._read, self.body), Chart(self.body)
        self.scene.pointed.connect(self._point)
        self.scene.chosen.connect(self._jump)
        self.words, self.strip = Caption(self.body), GapStrip(self.body)
        self._lay_out()
        self.switch = Segments({"map": "map", "space": "3-D", "line": "line"}, "View", self.header)
        self.switch.chosen.connect(lambda view: self.change(view=view))
        self.picker = WeightPicker(self.header)
        self.picker.picked.connect(lambda a, b: self.change(first=a, second=b))
        self.header.add_control(self.picker, spare=True)
        self.header.add_control(self.switch)
        self._throttle = _once(self, FORTIETH, self._look)
        self._settle = _once(self, 120, self.rewatch)
        self.refresh()

    def _lay_out(self) -> None:
        views = QWidget(self.body)
        self._views = QStackedLayout(views)
        for view in (self.map, self.scene, self.chart):
            self._views.addWidget(view)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(views, 1)
        column.addWidget(self.strip)
        column.addWidget(self.words)

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the surface probe, in the shape of the picture."""
        info = self.learner
        if info is None:
            return ()
        s = self.settings
        chosen: dict[str, Any] = {"plane": s.plane}
        if s.plane == "random":
            chosen["seed"] = s.seed
        if s.plane == "weights":
            chosen |= {"first": s.first, "second": s.second, "names": True}
        if s.view == "line":
            chosen["line"] = True
            return (Request("surface", info.id, tuple(sorted(chosen.items())), (POINTS, 0)),)
        # Not the view's own size: it has none as long as words stand in its place.
        width, height = max(self.width(), 64), max(self.height() - self.header.height(), 48)
        height -= self._below() if height > self._below() + 48 else 0
        aspect = min(max(round(width / height * 8) / 8, 0.5), 3.0)
        chosen["aspect"] = aspect
        cells = CELLS[s.detail]
        size = cells_of(aspect, cells)
        return (Request("surface", info.id, tuple(sorted(chosen.items())), size),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest surface."""
        info = self.learner
        snapshot = next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        arrays = snapshot.arrays
        if "field" not in arrays and "line" not in arrays:
            self.show_empty(NONE)
            return
        if "names" in arrays:
            s = self.settings
            self.picker.offer(arrays["names"].tolist(), s.first, s.second)
        if "line" in arrays:
            self._draw_line(info, snapshot)
        else:
            self._draw_relief(info, snapshot)
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        info, s = self.learner, self.settings
        self.switch.show_choice(s.view)
        self.picker.setVisible(s.plane == "weights")
        self.scene.draw_automatically(s.drawn == "automatic")
        self._arrange()
        of = (info.id, info.members, s.plane, s.first, s.second, s.seed) if info else ()
        if of != self._of:
            self._of, self.relief, self._scale = of, None, None
            self.snapshots.clear()
            self.header.describe("")
            self._point(None)
            none = NONE if self.bridge.infos else self.nothing_yet
            self.show_empty(none if info is None else "…")
        self.draw(self.snapshots)
        if self._seen:
            self._settle.start()

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it has trainable weights."""
        return "descent" in info.shows

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Ask for another shape when resizing has come to rest."""
        super().resizeEvent(event)
        self._arrange()
        if self._seen:
            self._settle.start()

    def hideEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Let go of the place looked at."""
        self._point(None)
        super().hideEvent(event)

    def _arrange(self) -> None:
        high = self.height() >= px(HIGH)
        self.strip.setVisible(high and self.settings.strip and self.settings.view != "line")
        self.words.setVisible(high)

    def _below(self) -> int:
        """Return the height of what stands under the view."""
        high = self.height() >= px(HIGH)
        strip = self.settings.strip and self.settings.view != "line"
        return (px(46) * strip + px(30)) if high else 0

    def _draw_relief(self, info: LearnerInfo, snapshot: Snapshot) -> None:
        relief = self.relief = Relief(snapshot.arrays, info.labels, self._scale)
        self._scale = relief.scale
        lost = bool(relief.arrays["gone"].all())
        if self.settings.view == "space" and not lost:
            self.scene.show_relief(relief)
            self._views.setCurrentWidget(self.scene)
        else:
            self.map.notice = DIVERGED if lost else ""
            self.map.show_relief(relief)
            self._views.setCurrentWidget(self.map)
        self.strip.show_relief(relief)
        self.words.set_text(DIVERGED if lost else relief.words(self.width() < px(NARROW)))
        parts = [learner_title(self.bridge, info.id)]
        if len(snapshot.arrays["steps"]) > 1:
            parts.append(relief.kept())
        parts.append(f"step {grouped(snapshot.step)}")
        self.header.describe(" · ".join(parts))

    def _draw_line(self, info: LearnerInfo, snapshot: Snapshot) -> None:
        drawing, words = loss_line(snapshot.arrays, info.labels)
        self.relief = None
        self.chart.show_drawing(drawing)
        self._views.setCurrentWidget(self.chart)
        self.words.set_text(words)
        title = learner_title(self.bridge, info.id)
        self.header.describe(f"{title} · step {grouped(snapshot.step)}")

    def _read(self, x: float, y: float) -> str:
        loss = self.relief.at(x, y) if self.relief is not None else np.nan
        return f"loss {number(loss)}  ·  click: go on from here" if np.isfinite(loss) else ""

    def _plane(self) -> tuple[tuple[str, Any], ...]:
        return self._requests[0].settings if self._requests else ()

    def _point(self, place: tuple[float, float] | None) -> None:
        self._place = place
        if place is None:
            self._throttle.stop()
            if self.bridge.focus.place is not None:
                self.bridge.focus.look_at(None)
        elif not self._throttle.isActive():
            self._throttle.start()

    def _look(self) -> None:
        info = self.learner
        if self._place is not None and info is not None and self._requests:
            self.bridge.focus.look_at(Place(info.id, self._plane(), *self._place))

    def _jump(self, a: float, b: float) -> None:
        info = self.learner
        if info is not None and self._requests:
            self._point(None)
            self.bridge.hands.jump(info.id, self._plane(), a, b)


def _once(panel: Panel, milliseconds: int, act: Any) -> QTimer:
    timer = QTimer(panel)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    return timer
