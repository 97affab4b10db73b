"""Learning curves: loss and score over training, for training, validation and test."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Status
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.chart import Chart
from playground.ui.plots.colors import member_color
from playground.ui.plots.curves.curve_drawing import OWN, CurveView, curve_names, values_at
from playground.ui.plots.curves.joined_curves import joined, joined_keys
from playground.ui.plots.curves.metric_pickers import MetricPickers, chosen_metrics
from playground.ui.plots.goals import goal_of, own_metrics
from playground.ui.plots.key_row import KeyRow
from playground.ui.plots.segments import Segments
from playground.ui.plots.wording import grouped, learner_title, live_value, score_title
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

WIDE = 620
"""Width from which loss and score stand side by side."""


class CurvesSettings(PanelSettings, frozen=True, kw_only=True):
    """What the curves panel shows."""

    log: Annotated[bool, setting("Logarithmic loss", "A log scale for the loss.")] = True
    batch: Annotated[bool, setting("Mini-batch loss", "The loss of every step, faint.")] = True
    baseline: Annotated[
        bool, setting("Baseline", "What the best constant prediction reaches, dashed.")
    ] = True
    members: Annotated[bool, setting("Every member", "All members, thin, under the median.")] = True
    all: Annotated[
        bool, setting("All learners", "Every learner in one plot, a colour each; test is dashed.")
    ] = False
    x: Annotated[
        Literal["steps", "examples", "epochs", "seconds"],
        setting("Axis counts", "What the x axis counts."),
    ] = "steps"
    show: Annotated[
        Literal["loss", "score"], setting("Shown when narrow", "Which of the two plots.")
    ] = "loss"
    first: str = ""
    second: str = ""


class Curves(Panel):
    """Learning curves: loss and score over training, for training, validation and test.

    Of a learner that predicts nothing they show the number that it goes by, and how well what it
    finds describes the rows; each plot can show any other number that it reports.
    """

    title: ClassVar[str] = "Curves"
    settings_type: ClassVar[type[PanelSettings]] = CurvesSettings
    nothing_yet: ClassVar[str] = "No curves yet: press play and they begin here."
    settings: CurvesSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.loss, self.score = Chart(self.body), Chart(self.body)
        self.keys = KeyRow(self.body)
        self._switch = Segments({"loss": "loss", "score": "score"}, "Show", self.header)
        self._switch.chosen.connect(lambda show: self.change(show=show))
        self.pickers = MetricPickers(self.header)
        self.pickers.picked.connect(lambda plot, metric: self.change(**{plot: metric}))
        self.header.add_control(self._switch)
        self.header.add_control(self.pickers)
        plots = QHBoxLayout()
        plots.setSpacing(0)
        plots.addWidget(self.loss, 1)
        plots.addWidget(self.score, 1)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addLayout(plots, 1)
        for chart in (self.loss, self.score):
            chart.hovered.connect(self._on_hover)
            chart.resized.connect(self._redraw)
        self._past: float | None = None
        self._own: tuple[str, ...] = ()
        self._first = ""
        bridge.traced.connect(self._on_traced)
        bridge.status_changed.connect(self._look)
        self.refresh()

    def refresh(self) -> None:
        """Redraw the curves of the learner chosen."""
        info = self.learner
        self._switch.show_choice(self.settings.show)
        # The key names all learners: the header need not say whose curves these are.
        self.header.tell_apart(len(self.learners()) > 1 and not self.settings.all)
        if info is None:
            self.header.describe("")
            self.pickers.offer((), [])
            self.show_empty(Panel.nothing_yet)
            return
        self._arrange()
        self._redraw()

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Put the plots side by side where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _shown(self) -> list[LearnerInfo]:
        """Return the learners whose curves are drawn: the one chosen, or all."""
        if self.learner is None:
            return []
        found = list(self.learners().values()) if self.settings.all else [self.learner]
        return [info for info in found if info.id in self.bridge.traces]

    def _views(self) -> list[tuple[Chart, list[CurveView]]]:
        shown, traces = self._shown(), self.bridge.traces
        own = own_metrics(traces[shown[0].id]) if shown else ()
        if own:
            return self._own_views(shown, own)
        score = next(
            (n for n in ("accuracy", "r2") if any(curve_names(traces[i.id], n) for i in shown)), ""
        )
        if not shown:
            return []
        views = [(self.loss, [self._view(info, "loss", bool(score)) for info in shown])]
        if score:
            self._switch.rename("score", score_title(score))
            views.append((self.score, [self._view(info, score, True) for info in shown]))
        return views

    def _own_views(
        self, shown: list[LearnerInfo], known: tuple[str, ...]
    ) -> list[tuple[Chart, list[CurveView]]]:
        """Return the views of learners that predict nothing."""
        goal = goal_of(self.bridge, shown[0].id).metric
        names = chosen_metrics(known, goal, (self.settings.first, self.settings.second))
        self._own = known
        both = [[self._view(info, name, True) for info in shown] for name in names]
        both[1:] = [[replace(view, second=True) for view in group] for group in both[1:]]
        return list(zip((self.loss, self.score), both, strict=False))

    def _axis(self, info: LearnerInfo) -> str:
        """Return what the axis counts: steps where members see unequal numbers of examples."""
        unequal = len(set(info.batches)) > 1 and self.settings.x in ("examples", "epochs")
        return "steps" if unequal else self.settings.x

    def _view(self, info: LearnerInfo, metric: str, named: bool) -> CurveView:
        s, several = self.settings, len(self._shown()) > 1
        place = list(self.learners()).index(info.id)
        return CurveView(
            metric, self.bridge.traces[info.id], self._axis(info), log=s.log and metric == "loss",
            batch=s.batch and not several, members=s.members and not several,
            named=named and self.width() >= px(WIDE),
            baselines=info.baselines if s.baseline else {}, labelled=len(info.labels) > 1,
            tint=member_color(place, len(self.learners())) if several else None,
        )  # fmt: skip

    def _arrange(self) -> None:
        views = self._views()
        both, has_score = self.width() >= px(WIDE), len(views) > 1
        seen = (both or not has_score or self.settings.show == "loss",
                has_score and (both or self.settings.show == "score"))  # fmt: skip
        for chart, shown in zip((self.loss, self.score), seen, strict=True):
            chart.setVisible(shown)
        own = bool(views) and OWN in views[0][1][0].names()
        self._switch.setVisible(has_score and not both and not own)
        metrics = [group[0].metric if shown else ""
                   for (_, group), shown in zip(views, seen, strict=False)]  # fmt: skip
        self.pickers.offer(self._own if own else (), metrics)

    def _redraw(self) -> None:
        if not self._seen or self.learner is None:
            return
        views = self._views()
        if not any(view.trace.names for _, group in views for view in group):
            self.header.describe(learner_title(self.bridge, self.learner.id))
            self.show_empty(None if self._stays else self.nothing_yet)
            return
        self.show_empty(None)
        for chart, group in views:
            if chart.isVisibleTo(self):
                chart.show_drawing(joined(group, max(chart.width(), 50)))
                chart.marks_at = lambda x, group=group: [
                    (v, c) for view in group for _, v, c in values_at(view, x)
                ]
        self._read(None)

    @property
    def _stays(self) -> bool:
        """Whether the plots stay in place while a new start has no points yet."""
        return bool(self.loss.drawing.lines)

    def _on_traced(self, id: str) -> None:
        if not self._seen or self.bridge.pacer.waits(self):
            return
        if any(info.id == id for info in self._shown()):
            views = self._views()
            fresh = bool(views) and views[0][1][0].metric != self._first
            if fresh or (len(views) > 1 and not self.score.isVisibleTo(self)):
                self._first = views[0][1][0].metric if views else ""
                self._arrange()
            self.bridge.pacer.ask(self, self._redraw)

    def _look(self, status: Status) -> None:
        """Point at the step that is looked at, where that is not the end of the curves."""
        info, views = self.learner, self._views() if self._seen else []
        past = None
        if info is not None and views:
            trace, step = self.bridge.traces.get(info.id), status.steps.get(info.id, -1)
            if trace is not None and 0 <= step < trace.last_step and not status.playing:
                past = trace.position_of(step, self._axis(info))
        if past != self._past:
            self._past = past
            self._on_hover(None)

    def _on_hover(self, x: float | None) -> None:
        x = x if x is not None else self._past
        for chart in (self.loss, self.score):
            chart.point_at(x)
        self._read(x)

    def _read(self, x: float | None) -> None:
        views = self._views()
        x = x if x is not None else self.loss.cursor_x
        if not views or self.learner is None:
            return
        traces = [(self.bridge.traces[info.id], self._axis(info)) for info in self._shown()]
        step = max(t.last_step if x is None else t.step_at(x, axis) for t, axis in traces)
        shown = [group for chart, group in views if chart.isVisibleTo(self)]
        if len(self._shown()) > 1 and shown:
            titles = [learner_title(self.bridge, info.id) for info in self._shown()]
            self.keys.show_keys(joined_keys(shown[0], titles, x), names_first=True)
        else:
            self.keys.show_keys(_keys([view for view, *_ in shown], x))
        several = len(self._shown()) > 1
        what = f"{len(self._shown())} learners" if several else self._title()
        self.header.describe(f"{what} · step {grouped(step)}")

    def _title(self) -> str:
        return learner_title(self.bridge, self.learner.id) if self.learner is not None else ""


def _keys(views: list[CurveView], x: float | None) -> list[tuple[str, str, QColor]]:
    keys = []
    for view in views:
        metric = score_title(view.metric)
        for part, value, color in values_at(view, x):
            named = f"{part} {metric}" if part and len(views) > 1 else part or metric
            keys.append((named, live_value(view.metric, value), color))
    return keys
