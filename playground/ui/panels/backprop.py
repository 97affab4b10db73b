"""Back-propagation: the next training step of a network, stage by stage, with its numbers."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.backprop.computation_picture import ComputationPicture
from playground.ui.plots.backprop.diagram_layout import EdgeKey, UnitKey, fits, has_room
from playground.ui.plots.backprop.network_diagram import NetworkDiagram
from playground.ui.plots.backprop.number_grid import NumberGrid
from playground.ui.plots.backprop.stage_bar import StageBar
from playground.ui.plots.backprop.stage_summary import block_texts
from playground.ui.plots.backprop.step_caption import StepCaption
from playground.ui.plots.backprop.step_words import default_words, edge_words, heading, unit_words
from playground.ui.plots.backprop.told_step import ToldStep
from playground.ui.plots.wording import grouped, learner_title
from playground.ui.stage_numbers import stage_numbers
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

VIEWS = {"diagram": "Diagram", "numbers": "Numbers", "graph": "Graph"}
DIVERGED = "It has diverged: there are no numbers left to follow. Lower the learning rate."


class BackpropSettings(PanelSettings, frozen=True, kw_only=True):
    """What the panel shows."""

    view: Annotated[
        Literal["diagram", "numbers", "graph"],
        setting("View", "The network, its matrices, or the computation as a graph."),
    ] = "diagram"
    row: int = -1


class Backprop(Panel):
    """Back-propagation: the next training step of a network, stage by stage, with its numbers."""

    title: ClassVar[str] = "Back-propagation"
    settings_type: ClassVar[type[PanelSettings]] = BackpropSettings
    settings: BackpropSettings
    unsuited: ClassVar[str] = (
        "Not applicable: errors travel back through networks only. Wire one to a fit."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._told: ToldStep | None = None
        self._under: UnitKey | EdgeKey | None = None
        self._brushed: frozenset[int] = frozenset()
        self._numbers = stage_numbers(bridge)
        self.diagram, self.grid = NetworkDiagram(self.body), NumberGrid(self.body)
        self.graph = ComputationPicture(self.body)
        self.words, self.bar = StepCaption(self.body), StageBar(self.body)
        self._views = QStackedWidget(self.body)
        for view in (self.diagram, self.grid, self.graph):
            self._views.addWidget(view)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._views, 1)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        self.chooser = self._chooser()
        self.header.add_control(self.chooser)
        self.diagram.hovered.connect(self._point_at)
        self.grid.hovered.connect(self._point_at)
        self.graph.hovered.connect(lambda _: self._say())
        self.bar.moved.connect(lambda _: self._show_stage())
        self.bar.sample_chosen.connect(lambda row: self.change(row=row))
        self.bar.step_wanted.connect(self._take_step)
        bridge.focus.changed.connect(self._follow)
        self.refresh()

    @property
    def stage(self) -> int:
        """Place in the stages that is shown."""
        return self.bar.slider.value()

    def requests(self) -> tuple[Request, ...]:
        """Return a request of the numbers, and one of the graph where it is shown."""
        info = self.learner
        if info is None:
            return ()
        member = self.bridge.focus.member_of(info)
        chosen: dict[str, Any] = {}
        if self.settings.row >= 0:
            chosen["row"] = self.settings.row
        if member is not None:
            chosen["member"] = member
        settings = tuple(sorted(chosen.items()))
        wanted = [Request("backprop", info.id, settings)]
        if self.settings.view == "graph":
            wanted.append(Request("computation-graph", info.id, settings))
        return tuple(wanted)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest numbers."""
        info = self.learner
        found = {request.probe: snapshot for request, snapshot in snapshots.items()}
        snapshot = found.get("backprop")
        if info is None or snapshot is None:
            return
        if "blocks" not in snapshot.arrays:
            name = learner_title(self.bridge, info.id)
            self._told = None
            self._numbers.show({}, "text")
            self.show_empty(
                f"Not applicable: {name} does not learn by back-propagation, it has no layers"
                " to carry an error through."
            )
            return
        self._told = ToldStep(snapshot.arrays)
        if "computation-graph" in found:
            self.graph.show_graph(found["computation-graph"].arrays)
        rows = int(snapshot.arrays["rows"])
        self.bar.offer(len(self._told.stages), rows, self.settings.row)
        what = f"row {self.settings.row}" if self.settings.row >= 0 else _batch(self._told.count)
        name = learner_title(self.bridge, info.id)
        self.header.describe(f"{name} · {what} · step {grouped(snapshot.step)}")
        self._show_stage()
        self.show_empty(None if self._told.finite else DIVERGED)

    def refresh(self) -> None:
        """Show the settings' effect, or what is missing."""
        self.chooser.blockSignals(True)
        self.chooser.setCurrentIndex(list(VIEWS).index(self.settings.view))
        self.chooser.blockSignals(False)
        self._told = None
        if self.learner is None:
            self._numbers.show({}, "text")
            self.header.describe("")
            self.show_empty(self.missing)
        elif not self.snapshots:
            self.show_empty("…")
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it is a network that descends on the rows of a data set."""
        return info.rows > 0 and {"network", "descent"} <= set(info.shows)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the view that there is room for."""
        super().resizeEvent(event)
        self._show_stage()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Take the numbers from the canvas."""
        super().hideEvent(event)
        self._numbers.show({}, "text")

    def _show_stage(self) -> None:
        told = self._told
        if told is None:
            return
        at = min(self.stage, len(told.stages) - 1)
        stage = told.stages[at]
        view = self.settings.view
        if view == "graph":
            self._views.setCurrentWidget(self.graph)
        elif view == "diagram" and fits(told) and has_room(told, self._room()):
            self._views.setCurrentWidget(self.diagram)
        else:
            self._views.setCurrentWidget(self.grid)
        self.diagram.show_step(told, at)
        self.grid.show_step(told, at)
        self.graph.show_phase(stage.phase)
        self._say()
        if self._seen and told.finite:
            self._numbers.show(block_texts(told, at), stage.token)

    def _room(self) -> QRectF:
        # Not the view's own size: it has none as long as words stand in its place.
        below = self.words.sizeHint().height() + self.bar.sizeHint().height()
        return QRectF(0, 0, self.width(), self.height() - self.header.height() - below)

    def _say(self) -> None:
        told, under = self._told, self._under
        if told is None or self._views.currentWidget() is self.graph:
            self.words.say(*self.graph.words())
            return
        stage = told.stages[min(self.stage, len(told.stages) - 1)]
        text, inside = "", under is not None and under.layer < len(told.layers)
        if isinstance(under, UnitKey) and inside:
            text = unit_words(told, stage, under.layer, under.unit)
        elif isinstance(under, EdgeKey) and inside:
            text = edge_words(told, stage, under.layer, under.source, under.unit)
        title = f"{self.stage + 1} of {len(told.stages)}  {heading(told, stage)}"
        self.words.say(title, text or default_words(told, stage), stage.token)

    def _point_at(self, key: UnitKey | EdgeKey | None) -> None:
        self._under = key
        self._say()

    def _follow(self) -> None:
        """Take a single marked sample for the one to look at, and the member that is picked."""
        brushed = self.bridge.focus.brushed
        if self._seen and len(brushed) == 1 and brushed != self._brushed:
            self.change(row=int(*brushed))
        self._brushed = brushed
        self.rewatch()

    def _take_step(self) -> None:
        self.bar.slider.setValue(0)
        self.bridge.step()

    def _chooser(self) -> QComboBox:
        box = QComboBox(self.header)
        box.addItems(list(VIEWS.values()))
        what = "The network, its matrices, or the computation as a graph"
        box.setAccessibleName(what)
        box.setToolTip(what)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setFixedWidth(px(88))
        box.currentIndexChanged.connect(lambda i: self.change(view=list(VIEWS)[i]))
        return box


def _batch(count: int) -> str:
    return "next batch: 1 sample" if count == 1 else f"next batch: {count} samples"
