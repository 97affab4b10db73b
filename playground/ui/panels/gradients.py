"""Gradients: how strong they are in every layer, and whether they reach the first."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.key_row import KeyRow
from playground.ui.plots.lettering import number
from playground.ui.plots.remark import Remark
from playground.ui.plots.segments import Segments
from playground.ui.plots.signals.flow_drawing import (
    Flow,
    chart_limits,
    drawing_of,
    heat_of,
    key_of,
    light_limits,
)
from playground.ui.plots.signals.glow_key import GlowKey
from playground.ui.plots.signals.lane import Lane
from playground.ui.plots.wording import grouped, learner_title
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

MOST = 6
"""Learners side by side, at most."""
NARROW = 150
"""Width below which lanes go into another row."""
TIGHT = 300
"""Width below which the header leaves its room to the switch, and lanes say whose they are."""
NONE = "Nothing here descends: gradients belong to networks. Wire data to a fit and press play."


class GradientsSettings(PanelSettings, frozen=True, kw_only=True):
    """What the gradients panel shows."""

    show: Annotated[
        Literal["lines", "heat", "ratio"],
        setting("Shown", "Gradient norms as lines or as a heat map, or the relative update."),
    ] = "lines"
    all: Annotated[bool, setting("All learners", "Every learner, side by side.")] = False
    relative: Annotated[
        bool,
        setting("Brightness by step", "In the heat map the strongest layer of each step is the "
                "brightest; otherwise all steps have one scale.", when=("show", "heat")),
    ] = True  # fmt: skip
    norms: Annotated[
        bool, setting("Scales of norms", "Also the learned scales of batch and layer norms.")
    ] = False


class Gradients(Panel):
    """Gradients: how strong they are in every layer, and whether they reach the first."""

    title: ClassVar[str] = "Gradients"
    settings_type: ClassVar[type[PanelSettings]] = GradientsSettings
    nothing_yet: ClassVar[str] = "No gradients yet: press play and they begin here."
    settings: GradientsSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here goes down a slope by its gradient. Wire a network to a fit."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.lanes: list[Lane] = []
        self.flows: dict[str, Flow] = {}
        choices = {"lines": "lines", "heat": "heat", "ratio": "ratio"}
        self._switch = Segments(choices, "Show", self.header)
        self._switch.chosen.connect(lambda show: self.change(show=show))
        self.header.add_control(self._switch)
        self.keys, self.scale = KeyRow(self.body), GlowKey(self.body)
        self.remark = Remark(self.body)
        self._grid = QGridLayout()
        self._grid.setSpacing(0)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addWidget(self.scale)
        column.addLayout(self._grid, 1)
        column.addWidget(self.remark)
        bridge.focus.changed.connect(self._follow)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return a request of the gradients probe for every learner shown."""
        return tuple(Request("gradients", i.id, self._chosen(i), (0, 0)) for i in self._shown())

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest norms."""
        found = {r.learner: s for r, s in snapshots.items() if "verdict" in s.arrays}
        infos = [info for info in self._shown() if info.id in found]
        self.flows = {i.id: Flow.read(found[i.id].arrays, self.settings.norms) for i in infos}
        if not infos:
            return
        self._lay_out(infos)
        self._paint()
        self._describe(infos, found)
        begun = any(found[info.id].step for info in infos)
        self.show_empty(None if begun else self.nothing_yet)

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshots, or what is missing."""
        self._switch.show_choice(self.settings.show)
        infos = self._shown()
        if not infos:
            self.header.describe("")
            self.show_empty(NONE if self.bridge.infos else self.nothing_yet)
            return
        wanted = {info.id for info in infos}
        self.snapshots = {r: s for r, s in self.snapshots.items() if r.learner in wanted}
        if not self.snapshots:
            self.header.describe("")
            self.show_empty(self.nothing_yet)
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it has weights that descend."""
        return "descent" in info.shows

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Put lanes into as many rows as the width asks for."""
        super().resizeEvent(event)
        if self.flows:
            self.refresh()

    def _shown(self) -> tuple[LearnerInfo, ...]:
        info = self.learner
        if self.settings.all:
            return tuple(self.learners().values())[:MOST]
        return (info,) if info is not None else ()

    def _chosen(self, info: LearnerInfo) -> tuple[tuple[str, Any], ...]:
        member = self.bridge.focus.member_of(info)
        return (("member", member),) if member is not None else ()

    def _follow(self) -> None:
        if self._seen and self.requests() != self._requests:
            self.rewatch()

    def _lay_out(self, infos: list[LearnerInfo]) -> None:
        """Give every learner a lane, side by side while they are not too narrow."""
        while len(self.lanes) < len(infos):
            lane = Lane(self.body)
            lane.chart.hovered.connect(self._read)
            lane.heat.picked.connect(lambda block: self.bridge.select((block,)))
            self.lanes.append(lane)
        columns = max(1, min(len(infos), self.width() // px(NARROW)))
        columns = -(-len(infos) // -(-len(infos) // columns))
        heat = self.settings.show == "heat"
        for place, lane in enumerate(self.lanes):
            lane.setVisible(place < len(infos))
            lane.show_plot(heat)
            lane.learner = infos[place].id if place < len(infos) else ""
            self._grid.addWidget(lane, place // columns, place % columns)
        rows = -(-len(self.lanes) // columns)
        for row in range(max(rows, self._grid.rowCount())):
            self._grid.setRowStretch(row, int(row * columns < len(infos)))
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, int(column < columns))
        self.keys.setVisible(not heat)
        self.scale.setVisible(heat)

    def _paint(self) -> None:
        flows, show = list(self.flows.values()), self.settings.show
        several = len(flows) > 1
        named = several or self.width() < px(TIGHT)
        if show == "heat":
            limits = light_limits(flows, self.settings.relative)
            what = "of the strongest layer" if self.settings.relative else "gradient norm"
            self.scale.show_scale(what, limits, "black: no signal · loss above, data below")
        else:
            limits = chart_limits(flows, show == "ratio")
        for lane in self.lanes:
            flow = self.flows.get(lane.learner)
            if flow is None:
                continue
            name = learner_title(self.bridge, lane.learner) if named else ""
            lane.caption.say(name, flow.word, flow.token, flow.text)
            if show == "heat":
                lane.heat.show_heat(heat_of(flow, self.settings.relative, limits, several))
            else:
                drawing = drawing_of(flow, show == "ratio", limits)
                lane.chart.show_drawing(drawing)
        self._read(None)

    def _describe(self, infos: list[LearnerInfo], found: dict[str, Snapshot]) -> None:
        step = f"step {grouped(max(found[info.id].step for info in infos))}"
        if self.width() < px(TIGHT):
            self.header.describe("")
        elif len(infos) > 1:
            self.header.describe(f"{len(infos)} learners · {step}")
        else:
            member = int(found[infos[0].id].arrays["member"][0])
            labels = infos[0].labels
            which = [labels[member]] if labels else []
            which = which or ([f"member {member + 1}"] if infos[0].members > 1 else [])
            title = learner_title(self.bridge, infos[0].id)
            self.header.describe(" · ".join([title, *which, step]))
        flows = list(self.flows.values())
        lines = 1 if self.height() < px(300) else 3
        idle = flows[0].idle() if len(flows) == 1 else ""
        text = flows[0].text if len(flows) == 1 else ""
        text = f"{text} {idle[:1].upper()}{idle[1:]}." if idle else text
        self.remark.say(text, flows[0].token, lines)

    def _read(self, x: float | None) -> None:
        """Tell the values at a step, of the lane under the cursor."""
        lanes = [lane for lane in self.lanes if lane.learner in self.flows]
        lane = next((lane for lane in lanes if lane.chart.cursor_x is not None), None)
        lane = lane or (lanes[0] if lanes else None)
        if lane is None:
            return
        several = len(lanes) > 1
        rows = key_of(self.flows[lane.learner], self.settings.show == "ratio", x)
        keys = [(name, number(value, full=True), color) for name, value, color in rows]
        if several and x is None:
            keys = [("next to the data", "", keys[0][2]), ("next to the loss", "", keys[1][2])] \
                if len(keys) > 1 else keys  # fmt: skip
        self.keys.show_keys(keys)
