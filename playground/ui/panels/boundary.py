"""The decision boundary: what a learner makes of every place in the plane of its data."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedLayout

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.chart import Chart
from playground.ui.plots.decision import Decision, Look
from playground.ui.plots.plane_picker import PlanePicker
from playground.ui.plots.plane_view import PlaneView
from playground.ui.plots.wording import learner_title, stamp

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

CELLS = {"coarse": 64, "normal": 128, "fine": 224}
DIVERGED = "It has diverged: the numbers are no longer finite. Lower the learning rate."


class BoundarySettings(PanelSettings, frozen=True, kw_only=True):
    """What the boundary panel shows."""

    test: Annotated[bool, setting("Test points", "Show the samples kept for testing.")] = True
    mistakes: Annotated[bool, setting("Ring mistakes", "Ring samples that it misjudges.")] = False
    isolines: Annotated[bool, setting("Iso-lines", "Lines at every tenth of the scale.")] = False
    discrete: Annotated[bool, setting("Decisions only", "Leave out how sure it is.")] = False
    of: Annotated[
        Literal["best", "mean"], setting("Members", "The best member, or the mean of all.")
    ] = "best"
    detail: Annotated[
        Literal["coarse", "normal", "fine"], setting("Detail", "Cells along the longer side.")
    ] = "normal"
    view: Literal["auto", "pair"] = "auto"
    x: int = 0
    y: int = 1


class Boundary(Panel):
    """The decision boundary: what a learner makes of every place in the plane of its data."""

    title: ClassVar[str] = "Decision boundary"
    settings_type: ClassVar[type[PanelSettings]] = BoundarySettings
    settings: BoundarySettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._decision: Decision | None = None
        self._of: tuple[object, ...] = ()
        self.plane = PlaneView(self._read, self.body)
        self.chart = Chart(self.body)
        self._views = QStackedLayout(self.body)
        self._views.addWidget(self.plane)
        self._views.addWidget(self.chart)
        self.picker = PlanePicker(self.header)
        self.picker.picked.connect(self._pick)
        self.header.add_control(self.picker)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(120)
        self._settle.timeout.connect(self.rewatch)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the boundary probe, in the shape of the picture."""
        info = self.learner
        if info is None:
            return ()
        # Not the body's own size: it has none as long as words stand in its place.
        width, height = max(self.width(), 64), max(self.height() - self.header.height(), 48)
        # Few shapes, so that a few pixels of resizing ask for nothing new.
        aspect = round(width / height * 8) / 8
        cells = CELLS[self.settings.detail]
        size = (cells, round(cells / aspect)) if aspect >= 1 else (round(cells * aspect), cells)
        chosen: dict[str, Any] = {"aspect": aspect, "of": self.settings.of}
        if self.settings.mistakes:
            chosen["mistakes"] = True
        if self.settings.view == "pair" and len(info.inputs) > 2:
            chosen |= {"view": "pair", "x": self.settings.x, "y": self.settings.y}
        return (Request("boundary", info.id, tuple(sorted(chosen.items())), size),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest decision."""
        info = self.learner
        snapshot = next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        if "points" not in snapshot.arrays:
            self.show_empty(f"{learner_title(self.bridge, info.id)} decides nothing over a plane.")
            return
        look = Look(self.settings.test, self.settings.isolines, self.settings.discrete)
        before, self._decision = self._decision, Decision(snapshot.arrays, info.classes, look)
        if "grid" in snapshot.arrays:
            self.chart.show_drawing(self._decision.chart(_feature(info, 0)))
            self._views.setCurrentWidget(self.chart)
        else:
            self._draw_plane(info, self._decision, before)
        self.show_empty(None)
        self.header.describe(stamp(self.bridge, info.id, snapshot.step))

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        info = self.learner
        self.picker.offer(
            info.inputs if info else (), self.settings.view, self.settings.x, self.settings.y
        )
        of = (info.id, info.inputs, info.classes, info.target) if info else ()
        if of != self._of:
            self._of, self._decision = of, None
            values = info is not None and info.target == "value"
            self.header.rename("Prediction" if values else self.title)
            self.snapshots.clear()
            self.header.describe("")
            self.show_empty(self.nothing_yet if info is None else "…")
        self._decision = None
        self.draw(self.snapshots)
        if self._seen:
            self._settle.start()

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it decides about the rows of a data set."""
        return info.rows > 0

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Ask for another shape when resizing has come to rest."""
        super().resizeEvent(event)
        if self._seen:
            self._settle.start()

    def _draw_plane(self, info: LearnerInfo, decision: Decision, before: Decision | None) -> None:
        if before is None or not decision.same_samples(before):
            self.plane.show_samples(decision.samples())
            self.plane.legend = decision.legend()
        self.plane.notice = DIVERGED if "diverged" in decision.arrays else ""
        first, second = decision.arrays["axes"].tolist()
        if first < 0:
            self.plane.names = ("principal axis 1", "principal axis 2")
        else:
            self.plane.names = (_feature(info, first), _feature(info, second))
        self.plane.show_plate(decision.plate())
        self._views.setCurrentWidget(self.plane)

    def _read(self, x: float, y: float) -> str:
        return self._decision.read(x, y) if self._decision is not None else ""

    def _pick(self, view: str, x: int, y: int) -> None:
        self.change(view=view, x=x, y=y)


def _feature(info: LearnerInfo, index: int) -> str:
    return info.inputs[index] if index < len(info.inputs) else f"feature {index + 1}"
