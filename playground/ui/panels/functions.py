"""Balls on a test function: where rules go from a start that a click chooses."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from PySide6.QtWidgets import QStackedLayout, QToolButton, QVBoxLayout

from playground.core.settings import setting
from playground.document.edits import set_settings
from playground.document.flow import built
from playground.document.project import Project
from playground.engine.functions.test_function import TestFunction
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.labels import IconButton
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.functions.arrows import Stages
from playground.ui.plots.functions.balls import Balls
from playground.ui.plots.functions.function_curve import FunctionCurve
from playground.ui.plots.functions.function_plane import FunctionPlane
from playground.ui.plots.functions.rule_keys import RuleKeys
from playground.ui.plots.lettering import number
from playground.ui.plots.wording import grouped, learner_title

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

DATA = ("Not applicable: this panel is for functions of one or two variables. Wire one to a fit, "
        "and its balls roll here.")  # fmt: skip


class FunctionsSettings(PanelSettings, frozen=True, kw_only=True):
    """What the functions panel shows."""

    stages: Annotated[
        bool,
        setting("Parts of the step", "Arrows for what the next step of a ball is made of; a click "
                "on a ball chooses it."),
    ] = False  # fmt: skip


class Functions(Panel):
    """Balls on a test function: where rules go from a start that a click chooses."""

    title: ClassVar[str] = "Function"
    settings_type: ClassVar[type[PanelSettings]] = FunctionsSettings
    nothing_yet: ClassVar[str] = (
        "Nothing to go down yet: wire a function to a fit and press play."
    )
    settings: FunctionsSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.plane, self.curve = FunctionPlane(self.body), FunctionCurve(self.body)
        self.keys = RuleKeys(self.body)
        self._views = QStackedLayout()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addLayout(self._views, 1)
        for view in (self.plane, self.curve):
            self._views.addWidget(view)
            view.start_chosen.connect(self._start)
            view.ball_chosen.connect(bridge.focus.pick)
            view.setAccessibleName("Function with balls")
            view.setToolTip("")
        self._add_controls()
        bridge.focus.changed.connect(self._on_focus)
        bridge.project_changed.connect(self._on_project)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the functions probe."""
        info = self.learner
        if info is None:
            return ()
        picked = self.bridge.focus.member_of(info)
        chosen = {"member": -1 if picked is None else picked, "stages": self.settings.stages}
        return (Request("functions", info.id, tuple(sorted(chosen.items()))),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show where the balls are now."""
        info = self.learner
        snapshot = next(reversed(snapshots.values()), None)
        function = self._function()
        if info is None or snapshot is None or function is None:
            return
        arrays = snapshot.arrays
        if "path" not in arrays or arrays["path"].shape[-1] != function.dimension:
            return
        marked = self.settings.stages or self.bridge.focus.member_of(info) is not None
        balls = Balls.of(arrays, marked)
        self._show_function(function)
        stages = None
        if self.settings.stages and "stages" in arrays:
            stages = Stages(arrays["stages"], tuple(arrays["names"].tolist()))
        view = self._view(function)
        view.show_balls(balls, stages, _notice(balls))
        self.keys.show_keys(_keys(info, balls))
        self.show_empty(None)
        title = learner_title(self.bridge, info.id)
        self.header.describe(f"{title} · step {grouped(snapshot.step)}")

    def refresh(self) -> None:
        """Show the settings' effect, or what is missing."""
        self.stages.setChecked(self.settings.stages)
        if self.learner is None:
            self.header.describe("")
            self.show_empty(DATA if self.bridge.infos else self.nothing_yet)
            return
        self._show_function(self._function())
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it goes down a test function."""
        return "function" in info.shows

    def _add_controls(self) -> None:
        self.whole = IconButton("fit", "Show the whole function again")
        self.whole.clicked.connect(self.plane.show_whole)
        self.whole.hide()
        self.plane.moved.connect(self.whole.setVisible)
        self.stages = QToolButton(self.header)
        self.stages.setText("arrows")
        self.stages.setToolTip("What the next step of a ball is made of, as arrows")
        self.stages.setAccessibleName("Arrows: what the next step of a ball is made of")
        self.stages.setCheckable(True)
        self.stages.clicked.connect(lambda _=False: self._toggle())
        for control in (self.whole, self.stages):
            self.header.add_control(control)

    def _toggle(self) -> None:
        self.change(stages=not self.settings.stages)

    def _on_focus(self) -> None:
        if self._seen:
            self.rewatch()

    def _on_project(self, _old: Project, _new: Project) -> None:
        if self._seen:
            self._show_function(self._function())

    def _source(self) -> str:
        """Return the id of the function that the learner goes down, or ""."""
        info = self.learner
        wires = self.bridge.store.value.into(info.id) if info is not None else ()
        return wires[0].source if wires else ""

    def _function(self) -> TestFunction | None:
        project, source = self.bridge.store.value, self._source()
        placed = next((p for p in project.blocks if p.id == source), None)
        block = built(placed, self.bridge.catalogue) if placed is not None else None
        return block if isinstance(block, TestFunction) else None

    def _view(self, function: TestFunction) -> FunctionPlane | FunctionCurve:
        return self.plane if function.dimension == 2 else self.curve

    def _show_function(self, function: TestFunction | None) -> None:
        if function is not None:
            view = self._view(function)
            view.show_function(function)
            self._views.setCurrentWidget(view)

    def _start(self, point: tuple[float, ...]) -> None:
        function, source = self._function(), self._source()
        if function is None:
            return
        x0, x1, *_ = function.extent
        digits = max(0, 3 - int(np.floor(np.log10(x1 - x0))))
        place = [round(at, digits) + 0.0 for at in point]
        edit = set_settings(source, {"start": place}, self.bridge.catalogue)
        self.bridge.apply("Start here", edit)


def _notice(balls: Balls) -> str:
    gone = int(np.count_nonzero(balls.gone))
    if not gone:
        return ""
    if gone == balls.members:
        what = "It has diverged" if gone == 1 else "All have diverged"
        return f"{what}: the steps grew. Lower the learning rate."
    return f"{gone} of {balls.members} diverged"


def _keys(info: LearnerInfo, balls: Balls) -> list[tuple[str, str, Any]]:
    """Return name, value and colour of every rule; of several balls of one rule, the lowest."""
    keys = []
    for group, color in enumerate(balls.colors):
        mine = np.flatnonzero(balls.group == group)
        value = balls.value[mine]
        best = float(np.nanmin(value)) if np.isfinite(value).any() else float("nan")
        name = info.labels[mine[0]].rpartition(", seed")[0] or info.labels[mine[0]] \
            if info.labels else "f"
        if len(balls.colors) == 1:
            name = "f" if len(mine) == 1 else f"lowest f of {len(mine)} balls"
        told = "diverged" if not np.isfinite(value).any() else number(best, full=True)
        keys.append((name, told, color))
    return keys
