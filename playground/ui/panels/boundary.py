"""The decision boundary: what a learner makes of every place in the plane of its data."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.focus import Spot
from playground.ui.header_tool import HeaderTool
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.decisions.pane import Pane, Panes
from playground.ui.plots.decisions.plane_picker import PlanePicker
from playground.ui.plots.decisions.plane_view import PlaneView
from playground.ui.plots.decisions.row_mover import RowMover
from playground.ui.plots.decisions.subject import Subject, subjects
from playground.ui.plots.painting.easel import Easel
from playground.ui.plots.plane_shape import cells_of
from playground.ui.plots.wording import learner_title, stamp
from playground.ui.theme import px, theme
from playground.ui.timers import after

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

CELLS = {"coarse": 64, "normal": 128, "fine": 224}
FOLLOW_MS = 45
"""Shortest time between two places of a surface that are asked for."""


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
    compare: Annotated[
        Literal["side by side", "difference"],
        setting("Pinned units", "Stand side by side, or as the difference of two."),
    ] = "side by side"
    paint: Annotated[bool, setting("Paint", "Show the tools that rows are painted with.")] = False
    view: Literal["auto", "pair"] = "auto"
    x: int = 0
    y: int = 1


class Boundary(Panel):
    """The decision boundary: what a learner makes of every place in the plane of its data.

    A neuron under the pointer takes the picture over, pinned ones share it, and the cursor over a
    loss surface shows the boundary at the weights there. A sample can be dragged elsewhere, and the
    tools behind “Paint” add, erase, shake, pull and recolour samples: all that learn from them
    follow. Shift and a drag mark samples.
    """

    title: ClassVar[str] = "Decision boundary"
    settings_type: ClassVar[type[PanelSettings]] = BoundarySettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here predicts labels or values, so that there is no boundary. "
        "Groups of rows are in Clusters; data with labels and a fit or a model make a boundary."
    )
    settings: BoundarySettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._of: tuple[object, ...] = ()
        self._worn: tuple[object, ...] = ()
        self._subjects: dict[Request, Subject] = {}
        self.panes = Panes(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.easel = Easel(self, lambda: self.panes.panes)
        column.addWidget(self.easel.shelf)
        column.addWidget(self.panes, 1)
        self.panes.brushed.connect(bridge.focus.brush)
        self._mover = RowMover(self, lambda: self.panes.panes)
        self._adopt(self.panes.panes[0])
        self.panes.added.connect(self._adopt)
        self.picker = PlanePicker(self.header)
        self.picker.picked.connect(self._pick)
        self.header.add_control(self.picker)
        self.less = self._tool("A − B", "The difference of the two pinned units")
        self.less.clicked.connect(self._switch_compare)
        self.unpin = self._tool("Unpin", "Let go of the pinned units")
        self.unpin.clicked.connect(self._unpin)
        tip = "Drag to mark samples in every panel (Shift and drag)"
        self.brush = HeaderTool("Mark", tip, "mark", self.header)
        self.brush.setCheckable(True)
        self.header.add_control(self.brush)
        self.brush.toggled.connect(self.panes.brush_with_drag)
        self._settle = after(self, 120, self.rewatch)
        self._follow = after(self, FOLLOW_MS, self.rewatch)
        bridge.focus.changed.connect(self._refocus)
        self._offer()
        self.refresh()

    @property
    def plane(self) -> PlaneView:
        """The first picture."""
        return self.panes.panes[0].plane

    def requests(self) -> tuple[Request, ...]:
        """Return a request of the boundary probe for each picture, in its shape."""
        info = self.learner
        if info is None:
            return ()
        shown = subjects(info, self.bridge.focus, self.settings.compare == "difference")
        # Not the body's own size: it has none as long as words stand in its place.
        width, height = max(self.width(), 64), max(self.height() - self.header.height(), 48)
        width, height = width // (1 + (len(shown) > 1)), height // (1 + (len(shown) > 2))
        # Few shapes, so that a few pixels of resizing ask for nothing new.
        aspect = max(round(width / height * 8) / 8, 0.25)
        cells = CELLS[self.settings.detail] // (1 + (len(shown) > 2))
        size = cells_of(aspect, cells)
        chosen: dict[str, Any] = {"aspect": aspect, "of": self.settings.of}
        if self._mover.held is not None and len(info.inputs) > 2:
            chosen["held"] = self._mover.held
        if self.settings.mistakes:
            chosen["mistakes"] = True
        if self.easel.window is not None and len(info.inputs) <= 2:
            chosen["window"] = self.easel.window
        if self.settings.view == "pair" and len(info.inputs) > 2:
            chosen |= {"view": "pair", "x": self.settings.x, "y": self.settings.y}
        self._subjects = {
            Request("boundary", one.learner,
                    tuple(sorted((chosen | dict(one.settings)).items())), size): one
            for one in shown
        }  # fmt: skip
        return tuple(self._subjects)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest decisions."""
        info = self.learner
        if self.easel.blank:
            return
        known = [(self._subjects[r], s) for r, s in snapshots.items() if r in self._subjects]
        if info is None or not known:
            return
        if not any("points" in snapshot.arrays for _, snapshot in known):
            self.show_empty(f"{learner_title(self.bridge, info.id)} decides nothing over a plane.")
            return
        shown = list(self._subjects.values())
        self.panes.arrange([one.title or self._title(info) for one in shown])
        look = Look(self.settings.test, self.settings.isolines, self.settings.discrete)
        for subject, snapshot in known:
            place = shown.index(subject)
            if place < self.panes.shown and "points" in snapshot.arrays:
                pane, of = self.panes.panes[place], self.bridge.infos.get(subject.learner, info)
                decision = Decision(snapshot.arrays, of.classes, look, subject.ends)
                pane.learner = subject.learner
                pane.show_decision(decision, lambda i, of=of: _feature(of, i))
        self.easel.over(known[0][1].arrays.get("points"))
        self.panes.mark(self.bridge.focus.brushed)
        self.panes.outline(self.bridge.focus.cell)
        self._say(info, shown, known[-1][1].step)
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        info = self.learner
        self.picker.offer(
            info.inputs if info else (), self.settings.view, self.settings.x, self.settings.y
        )
        self.less.setChecked(self.settings.compare == "difference")
        of = (info.id, info.inputs, info.classes, info.target) if info else ()
        if of != self._of:
            self._of = of
            self.header.rename(self._title(info))
            self.snapshots.clear()
            self.header.describe("")
            self.show_empty("…")
        if info is None:
            self.show_empty(self.missing)
        if self.easel.refresh():
            return
        dress = (theme(), px(100), self.settings)
        if dress != self._worn:
            self._worn = dress
            for pane in self.panes.panes:
                pane.forget()
        self.draw(self.snapshots)
        if self._seen:
            self._settle.start()

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it decides about the rows of a data set."""
        return info.rows > 0 and info.target != "none"

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Ask for another shape when resizing has come to rest."""
        super().resizeEvent(event)
        if self._seen:
            self._settle.start()

    def _title(self, info: LearnerInfo | None) -> str:
        return "Prediction" if info is not None and info.target == "value" else self.title

    def _say(self, info: LearnerInfo, shown: list[Subject], step: int) -> None:
        """Name what is shown in the header."""
        one = shown[0]
        if len(shown) > 1:
            self.header.rename("Compared")
            self.header.describe(stamp(self.bridge, info.id, step))
            return
        self.header.rename(one.title or self._title(info))
        told = stamp(self.bridge, one.learner, step)
        decision = self.panes.panes[0].decision
        spread = decision.spread() if decision is not None else ""
        told = f"{told} · {spread}" if spread else told
        self.header.describe(f"{one.note} · {told}" if one.note else told)

    def _refocus(self) -> None:
        """Follow what the person points at, surfaces only as fast as boundaries come."""
        self.panes.mark(self.bridge.focus.brushed)
        self.panes.outline(self.bridge.focus.cell)
        if not self._seen:
            return
        self._offer()
        if self.bridge.focus.place is None:
            self._follow.stop()
            self.rewatch()
        elif not self._follow.isActive():
            self._follow.start()

    def _adopt(self, pane: Pane) -> None:
        self._mover.adopt(pane)
        self.easel.adopt(pane)
        pane.pointed.connect(lambda x, pane=pane: self._hover(pane.learner, x))

    def _hover(self, learner: str, x: tuple[float, ...] | None) -> None:
        self.bridge.focus.hover(Spot(learner, x) if x is not None and learner else None)

    def _offer(self) -> None:
        pinned = len(self.bridge.focus.pinned)
        self.less.setVisible(pinned > 1)
        self.unpin.setVisible(pinned > 0)

    def _switch_compare(self) -> None:
        wanted = "difference" if self.less.isChecked() else "side by side"
        self.change(compare=wanted)

    def _unpin(self) -> None:
        for unit in self.bridge.focus.pinned:
            self.bridge.focus.unpin(unit)

    def _tool(self, words: str, tip: str) -> QToolButton:
        tool = QToolButton(self.header)
        tool.setText(words)
        tool.setToolTip(tip)
        tool.setAccessibleName(tip)
        tool.setCheckable(words == "A − B")
        tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.header.add_control(tool)
        return tool

    def _pick(self, view: str, x: int, y: int) -> None:
        self.change(view=view, x=x, y=y)


def _feature(info: LearnerInfo, index: int) -> str:
    return info.inputs[index] if index < len(info.inputs) else f"feature {index + 1}"
