"""A race: the curves of all members on one plot, and who is ahead."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Status
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.caption import Caption
from playground.ui.plots.colors import member_color
from playground.ui.plots.curves.race_chart import RaceChart
from playground.ui.plots.curves.race_drawing import (
    Race as Curves,
)
from playground.ui.plots.curves.race_drawing import (
    level,
    metric_title,
    place_words,
    race_drawing,
    race_of,
    ranks,
    standings,
    value_at,
    verdict,
)
from playground.ui.plots.functions.rule_keys import RuleKeys
from playground.ui.plots.rank_list import RankList
from playground.ui.plots.segments import Segments
from playground.ui.plots.wording import grouped, learner_title
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

WIDE, HIGH = 560, 300
"""Width from which the ranking stands beside the curves, and height from which words have room."""

ALONE = "One learner alone: give the fit an Experiment in its settings, and several race."
UNFAIR = "All run at one rate, which is unfair: what suits one rule rarely suits another."


class RaceSettings(PanelSettings, frozen=True, kw_only=True):
    """What the race panel shows."""

    x: Annotated[
        Literal["examples", "steps", "seconds"],
        setting("Axis counts", "Examples are fair between batch sizes: a step of 100 costs more."),
    ] = "examples"
    of: Annotated[
        Literal["train-loss", "test-loss", "test-score"],
        setting("Ranked by", "The curve drawn."),
    ] = "train-loss"
    show: Annotated[
        Literal["curves", "ranks"], setting("Shown when narrow", "The curves, or the ranking.")
    ] = "curves"


class Race(Panel):
    """A race: the curves of all members on one plot, and who is ahead."""

    title: ClassVar[str] = "Race"
    settings_type: ClassVar[type[PanelSettings]] = RaceSettings
    nothing_yet: ClassVar[str] = "The race has not begun: press play."
    settings: RaceSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.chart, self.keys = RaceChart(self.body), RuleKeys(self.body)
        self.words = Caption(self.body)
        tip = "Who is ahead. A click shows that one in every panel; again: the best."
        self.ranks = RankList("Ranking", tip, self.body)
        self._switch = Segments({"curves": "curves", "ranks": "ranks"}, "Show", self.header)
        self._switch.chosen.connect(lambda show: self.change(show=show))
        self._axis = Segments({"examples": "examples", "steps": "steps"}, "Count", self.header)
        self._axis.chosen.connect(lambda x: self.change(x=x))
        for control in (self._axis, self._switch):
            self.header.add_control(control)
        plots = QHBoxLayout()
        plots.setSpacing(0)
        plots.addWidget(self.chart, 5)
        plots.addWidget(self.ranks, 2)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addLayout(plots, 1)
        column.addWidget(self.words)
        self._past: float | None = None
        self.chart.hovered.connect(self._on_hover)
        self.chart.resized.connect(self._redraw)
        self.chart.clicked.connect(self._on_click)
        self.chart.marks_at = self._marks
        self.ranks.chosen.connect(self._pick)
        bridge.traced.connect(self._on_traced)
        bridge.status_changed.connect(self._look)
        bridge.focus.changed.connect(self._redraw)
        self.refresh()

    @property
    def learner(self) -> LearnerInfo | None:
        """The learner shown: the one chosen, else the first in which several race."""
        known = self.learners()
        several = (info for info in known.values() if info.members > 1)
        return known.get(self.settings.learner) or next(several, super().learner)

    @property
    def race(self) -> Curves | None:
        """What is drawn, or None while there is nothing."""
        info = self.learner
        trace = self.bridge.traces.get(info.id) if info is not None else None
        if info is None or trace is None or not trace.names:
            return None
        return race_of(info, trace, self.settings.of, self.settings.x)

    def refresh(self) -> None:
        """Redraw the race of the learner chosen."""
        self._switch.show_choice(self.settings.show)
        if self.settings.x != "seconds":
            self._axis.show_choice(self.settings.x)
        self._arrange()
        if self.learner is None:
            self.header.describe("")
            self.show_empty("No race yet: wire data to a fit and press play.")
            return
        self._redraw()

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Put the ranking beside the curves where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        both = self.width() >= px(WIDE)
        self.chart.setVisible(both or self.settings.show == "curves")
        self.ranks.setVisible(both or self.settings.show == "ranks")
        self.keys.setVisible(not both and self.settings.show == "curves")
        self._switch.setVisible(not both)
        self._axis.setVisible(both and self.learner is not None and self.learner.rows > 0)
        self.words.setVisible(self.height() >= px(HIGH))

    def _redraw(self) -> None:
        if not self._seen or self.learner is None:
            return
        race = self.race
        if race is None:
            self.header.describe(learner_title(self.bridge, self.learner.id))
            self.show_empty(None if self.chart.drawing.lines else self.nothing_yet)
            return
        self.show_empty(None)
        drawing = race_drawing(race, max(self.chart.width(), 50), self._picked(race))
        self.chart.show_drawing(drawing)
        self._read(self.chart.cursor_x)

    def _picked(self, race: Curves) -> int | None:
        member = self.bridge.focus.member
        return member if member is not None and member < race.members else None

    def _on_traced(self, id: str) -> None:
        if self._seen and self.learner is not None and id == self.learner.id:
            self.bridge.pacer.ask(self, self._redraw)

    def _look(self, status: Status) -> None:
        """Point at the step that is looked at, where that is not the end of the curves."""
        race, info = (self.race, self.learner) if self._seen else (None, None)
        past = None
        if race is not None and info is not None:
            step = status.steps.get(info.id, -1)
            if 0 <= step < race.trace.last_step and not status.playing:
                seconds = self.settings.x == "seconds"
                past = race.trace.position_of(step, "seconds") if seconds else race.along(0, step)
        if past != self._past:
            self._past = past
            self._on_hover(None)

    def _marks(self, x: float) -> list[tuple[float, QColor]]:
        race = self.race
        if race is None:
            return []
        shown = range(race.members)
        return [(value_at(race, i, x), member_color(i, race.members)) for i in shown]

    def _on_hover(self, x: float | None) -> None:
        x = x if x is not None else self._past
        self.chart.point_at(x)
        self._read(x)

    def _read(self, x: float | None) -> None:
        """Rank at the cursor, or at the place that all have reached."""
        race, info = self.race, self.learner
        if race is None or info is None:
            return
        at = race.end if x is None else x
        found = standings(race, at)
        lines = ranks(race, found, self._picked(race))
        head = (f"at {place_words(race, at)}", metric_title(race.metric))
        self.ranks.show_lines(lines, head)
        keys = [(s.label, "", member_color(s.member, race.members)) for s in found]
        self.keys.show_keys(keys)
        alone = info.members == 1
        told = [ALONE] if alone else [verdict(race, found, at)]
        if not alone and self._one_rate(info.id):
            told.append(UNFAIR)
        self.words.set_text(" ".join(told))
        first = "" if alone or level(found) else f"{found[0].label} ahead"
        parts = [learner_title(self.bridge, info.id)] if len(self.learners()) > 1 else []
        parts += [first] if first else []
        self.header.describe(" · ".join([*parts, f"step {grouped(race.trace.last_step)}"]))

    def _one_rate(self, id: str) -> bool:
        """Say whether the fit races rules at one rate for all."""
        blocks = {placed.id: placed for placed in self.bridge.store.value.blocks}
        experiment = blocks[id].settings.get("experiment") if id in blocks else None
        return isinstance(experiment, dict) and bool(experiment.get("one_rate"))

    def _on_click(self, at: QPointF) -> None:
        race = self.race
        if race is None:
            return
        x = self.chart.axes().x_at(at.x())
        values = [value_at(race, i, x) for i in range(race.members)]
        found = self.chart.nearest(x, at.y(), values)
        if found is not None:
            self._pick(found)

    def _pick(self, member: int) -> None:
        """Show one member in every panel, or the best again."""
        focus = self.bridge.focus
        focus.pick(None if focus.member == member else member)
