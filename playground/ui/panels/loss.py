"""Loss functions: the curve, its slope, and where this network's training rows lie on it."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.core.block import title_of
from playground.core.settings import setting
from playground.document.edits import set_setting
from playground.engine.choices import LOSSES
from playground.engine.error_curve import error_curve
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.caption import Caption
from playground.ui.plots.explorers.histogram_chart import HistogramChart
from playground.ui.plots.explorers.loss_plot import (
    bars_of,
    loss_drawing,
    other_color,
    rows_in,
    worst,
    worst_share,
)
from playground.ui.plots.explorers.loss_words import FORMULAS, note, share_words
from playground.ui.plots.key_row import KeyRow
from playground.ui.plots.lettering import number
from playground.ui.plots.menu_button import Item, MenuButton
from playground.ui.plots.rank_list import RankList
from playground.ui.plots.segments import Segments
from playground.ui.plots.wording import stamp
from playground.ui.theme import px, theme

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

WIDE, HIGH = 560, 330
"""Width from which slope and worst rows stand beside, and height from which words have room."""

NO_ROWS = "Not applicable: what learns here compares no rows of data with a target."
DIVERGED = "It has diverged: the numbers are no longer finite. Lower the learning rate."


class LossSettings(PanelSettings, frozen=True, kw_only=True):
    """What the loss panel shows."""

    bars: Annotated[
        Literal["rows", "loss"], setting("Bars tell", "How many rows, or how much of the loss.")
    ] = "rows"
    show: Annotated[
        Literal["value", "slope"], setting("Shown when narrow", "The loss, or its slope.")
    ] = "value"
    compare: tuple[str, ...] = ()


class Loss(Panel):
    """Loss functions: the curve, its slope, and where this network's training rows lie on it."""

    title: ClassVar[str] = "Loss function"
    settings_type: ClassVar[type[PanelSettings]] = LossSettings
    settings: LossSettings
    unsuited: ClassVar[str] = (
        "Not applicable: only a fit compares rows with a loss of its own choice."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._arrays: dict[str, Any] = {}
        self.value, self.slope = HistogramChart(self.body), HistogramChart(self.body)
        self.keys, self.words = KeyRow(self.body), Caption(self.body, 2)
        tip = "The rows that cost most. A click marks one in every panel."
        self.worst = RankList("Rows that cost most", tip, self.body)
        self._switch = Segments({"value": "loss", "slope": "slope"}, "Show", self.header)
        self._switch.chosen.connect(lambda show: self.change(show=show))
        beside, instead = "Draw other losses beside it", "Let this fit minimise another loss"
        self._compare = MenuButton("Compare", beside, lambda: self._offered(True), self.header)
        self._compare.chosen.connect(self.compare_with)
        use = MenuButton("Use…", instead, lambda: self._offered(False), self.header)
        use.chosen.connect(self.use)
        for control in (self._switch, self._compare, use):
            self.header.add_control(control, spare=control is not self._switch)
        self._lay_out()
        for chart in (self.value, self.slope):
            chart.clickable = True
            chart.setToolTip("A click on a bar marks its rows in every panel.")
            chart.hovered.connect(self._on_hover)
            chart.bar_clicked.connect(self._brush_bar)
        self.worst.chosen.connect(self._brush_row)
        bridge.focus.changed.connect(self._on_focus)
        self.refresh()

    def _lay_out(self) -> None:
        self._side = QWidget(self.body)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.slope, 3)
        side.addWidget(self.worst, 2)
        plots = QHBoxLayout()
        plots.setSpacing(0)
        plots.addWidget(self.value, 3)
        plots.addWidget(self._side, 2)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addLayout(plots, 1)
        column.addWidget(self.words)

    @property
    def kind(self) -> str:
        """Kind of the loss in use, or ""."""
        return str(self._arrays.get("kind", ""))

    @property
    def target(self) -> str:
        """What the learner predicts, ``"class"`` or ``"value"``."""
        return self.learner.target if self.learner is not None else "value"

    def _suited(self) -> list[str]:
        return [k for k, cls in LOSSES.items() if self.target in cls.suited and k != self.kind]

    def _offered(self, checkable: bool) -> list[Item]:
        compare = self.settings.compare
        return [
            Item(kind, title_of(LOSSES[kind]), FORMULAS.get(kind, ""),
                 kind in compare if checkable else None)
            for kind in self._suited()
        ]  # fmt: skip

    def compare_with(self, kind: str, on: bool) -> None:
        """Draw another loss beside the one in use, or no longer."""
        kept = tuple(k for k in self.settings.compare if k != kind)
        self.change(compare=(*kept, kind) if on else kept)

    def use(self, kind: str, _on: bool = True) -> None:
        """Let the fit minimise another loss; can be undone."""
        if self.learner is not None:
            edit = set_setting(self.learner.id, "loss", {"kind": kind}, self.bridge.catalogue)
            self.bridge.apply(f"Use {title_of(LOSSES[kind])}", edit)

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the loss probe."""
        info = self.learner
        if info is None:
            return ()
        member = self.bridge.focus.member_of(info)
        chosen = (("member", member),) if member is not None else ()
        return (Request("loss", info.id, chosen),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show where the newest rows lie."""
        snapshot = next(reversed(snapshots.values()), None)
        if snapshot is None or self.learner is None:
            return
        self._arrays = snapshot.arrays
        if "kind" not in snapshot.arrays:
            self.show_empty("Not applicable: this learner compares no rows with a loss.")
            return
        self.show_empty(None)
        told = title_of(LOSSES[self.kind])
        self.header.describe(stamp(self.bridge, self.learner.id, snapshot.step, told))
        self._draw_charts()
        self._read(self.value.cursor_x)

    def _draw_charts(self) -> None:
        arrays, others = self._arrays, self._others()
        bars = bars_of(arrays, self.bridge.focus.brushed, self.settings.bars)
        self.value.show_bars(loss_drawing(arrays, self.target, others, slope=False), bars)
        self.slope.show_bars(loss_drawing(arrays, self.target, others, slope=True), bars)
        self.words.set_text(self._told())
        word = "margin" if self.target == "class" else "error"
        lines = worst(arrays, self.worst.room, self.bridge.focus.brushed, word)
        self.worst.show_lines(lines, ("Rows that cost most", "of the loss"))

    def _told(self) -> str:
        if "diverged" in self._arrays:
            return DIVERGED
        share, few = worst_share(self._arrays)
        told = [note(self.kind, self.target)]
        if self.target == "class" and self.learner is not None and self.learner.outputs > 2:
            told.append("A margin is the lead of the right class over the others.")
        return " ".join([*told, share_words(share, few, len(self._arrays["loss"]))])

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        self._switch.show_choice(self.settings.show)
        self._arrange()
        if self.learner is None:
            self._arrays = {}
            self.header.describe("")
            self.show_empty(NO_ROWS if self.bridge.infos else self.nothing_yet)
        elif not self.snapshots:
            self.show_empty("…" if not self._arrays else None)
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it learns from rows with a target."""
        return info.rows > 0 and info.target in ("class", "value") and "descent" in info.shows

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Put slope and worst rows beside the loss where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        both = self.width() >= px(WIDE)
        self.value.setVisible(both or self.settings.show == "value")
        self._side.setVisible(both or self.settings.show == "slope")
        self.worst.setVisible(both and self.height() >= px(HIGH))
        self._switch.setVisible(not both)
        self._compare.setVisible(both)
        self.words.setVisible(self.height() >= px(HIGH))

    def _brush_bar(self, number: int) -> None:
        bars = self.value.bars
        if bars is not None:
            self._brush(frozenset(rows_in(self._arrays, bars, number)))

    def _brush_row(self, row: int) -> None:
        self._brush(frozenset([row]))

    def _brush(self, rows: frozenset[int]) -> None:
        """Mark rows in every panel; the same ones again: no longer."""
        focus = self.bridge.focus
        focus.brush(frozenset() if rows == focus.brushed else rows)

    def _on_focus(self) -> None:
        self.rewatch()
        self.draw(self.snapshots)

    def _on_hover(self, x: float | None) -> None:
        self.value.point_at(x)
        self.slope.point_at(x)
        self._read(x)

    def _others(self) -> list[str]:
        return [kind for kind in self.settings.compare if kind in self._suited()]

    def _read(self, x: float | None) -> None:
        """Tell the losses at the cursor, or what is drawn."""
        arrays = self._arrays
        if not self.kind:
            return
        own = [(title_of(LOSSES[self.kind]), "", theme().color("accent"))]
        others = [
            (title_of(LOSSES[kind]), "", other_color(i)) for i, kind in enumerate(self._others())
        ]
        if x is None:
            self.keys.show_keys(own + others)
            return
        value, slope = (float(np.interp(x, arrays["grid"], arrays[n])) for n in ("curve", "slope"))
        keys = [(own[0][0], _told_at(value, slope), own[0][2])]
        for (title, _, color), kind in zip(others, self._others(), strict=True):
            there, steep = error_curve(LOSSES[kind](), self.target, np.array([x]))
            keys.append((title, _told_at(float(there[0]), float(steep[0])), color))
        self.keys.show_keys(keys)


def _told_at(value: float, slope: float) -> str:
    return f"{number(value)}, slope {number(slope)}"
