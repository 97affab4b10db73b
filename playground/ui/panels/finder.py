"""Learning-rate finder: where copies of this learner come out at other rates."""

import math
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout

from playground.core.settings import setting, settings_of
from playground.document.edits import set_setting
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot, Status
from playground.ui.labels import push
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.caption import Caption
from playground.ui.plots.chart import Drawing, Line
from playground.ui.plots.lettering import number
from playground.ui.plots.rates.rate_chart import RateChart, RateSign
from playground.ui.plots.wording import grouped, learner_title
from playground.ui.theme import px, theme

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

HIGH = 260
"""Height from which advice has room."""

DIVERGED = "It has diverged: there is nothing to try rates from. Start anew."


class FinderSettings(PanelSettings, frozen=True, kw_only=True):
    """What the finder tries."""

    steps: Annotated[
        int, setting("Steps", "How many each copy takes.", low=5, high=500, scale="log")
    ] = 40
    rates: Annotated[int, setting("Rates", "How many are tried.", low=5, high=64)] = 31


class Finder(Panel):
    """Learning-rate finder: where copies of this learner come out at other rates."""

    title: ClassVar[str] = "Learning-rate finder"
    settings_type: ClassVar[type[PanelSettings]] = FinderSettings
    settings: FinderSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here has a learning rate to find. Wire a network to a fit."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._turn, self._playing = 0, False
        self._arrays: dict[str, Array] = {}
        self.chart, self.words = RateChart(self.body), Caption(self.body)
        self._again = QToolButton(self.header)
        self._again.setText("Try again")
        self._again.setAccessibleName("Try again")
        self._again.setToolTip("Take new copies of the learner as it is now")
        self._again.clicked.connect(self.try_again)
        self.header.add_control(self._again)
        self.button = push("Use", "Give the fit this learning rate; can be undone", accent=True)
        self.button.setParent(self.body)
        self.button.clicked.connect(self.use)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, px(12), px(4))
        foot.addWidget(self.words, 1)
        foot.addWidget(self.button)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.chart, 1)
        column.addLayout(foot)
        bridge.focus.changed.connect(self.rewatch)
        bridge.status_changed.connect(self._look)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the finder probe."""
        info = self.learner
        if info is None:
            return ()
        rates, steps = self.settings.rates, self.settings.steps
        asked = self._request_to("finder", info, rates=rates, steps=steps, turn=self._turn)
        return (asked,)

    def try_again(self) -> None:
        """Take new copies of the learner as it is now."""
        self._turn += 1
        self.rewatch()

    def use(self) -> None:
        """Give the fit the rate suggested; can be undone."""
        rate = float(self._arrays.get("suggested", math.nan))
        if self.learner is None or not math.isfinite(rate):
            return
        edit = set_setting(self.learner.id, "rate", rate, self.bridge.catalogue)
        self.bridge.apply(f"Use learning rate {rate:g}", edit)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest try."""
        snapshot = next(reversed(snapshots.values()), None)
        if snapshot is None or self.learner is None:
            return
        self._arrays = snapshot.arrays
        name = learner_title(self.bridge, self.learner.id)
        if not self._arrays:
            self.show_empty(f"Not applicable: {name} has no learning rate to find.")
            return
        if "rates" not in self._arrays:
            self.show_empty(DIVERGED)
            return
        self.show_empty(None)
        self._show()
        self.header.describe(f"{name} · from step {grouped(int(self._arrays['at']))}")

    def refresh(self) -> None:
        """Show the settings' effect, or what is missing."""
        colors = self.body.palette()
        colors.setColor(self.body.backgroundRole(), theme().color("field"))
        self.body.setPalette(colors)
        self.body.setAutoFillBackground(True)
        if self.learner is None:
            self.header.describe("")
            self.show_empty(self.missing)
        elif not self.snapshots:
            self.show_empty("Trying rates…" if not self._arrays else None)
        else:
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it goes down a slope by its gradient."""
        return "descent" in info.shows

    def _look(self, status: Status) -> None:
        """Try from where learning has come to rest."""
        if self._playing and not status.playing and self._seen:
            self.try_again()
        self._playing = status.playing

    def _show(self) -> None:
        arrays = self._arrays
        self.chart.zone = self._zone()
        self.chart.signs = self._signs()
        self.chart.show_drawing(self._drawing())
        self.words.set_text(self._told())
        suggested = float(arrays["suggested"])
        found = math.isfinite(suggested)
        self.button.setText(f"Use {number(suggested)}" if found else "Use")
        self.button.setAccessibleName(self.button.text())
        self.button.setEnabled(found and self._settable())

    def _settable(self) -> bool:
        """Say whether the learner has a rate of its own, and no race of rates instead."""
        assert self.learner is not None
        cls = self.bridge.catalogue.get(self.learner.kind)
        placed = next((b for b in self.bridge.store.value.blocks if b.id == self.learner.id), None)
        raced = (placed.settings.get("experiment") if placed else None) or {}
        options = settings_of(cls) if cls is not None else ()
        return any(o.name == "rate" for o in options) and (
            raced.get("kind") not in ("rates", "rules")
        )

    def _zone(self) -> float:
        rates, largest = self._arrays["rates"], float(self._arrays["largest"])
        if not math.isfinite(largest):
            return float(rates[0])
        after = rates[rates > largest * (1 + 1e-9)]
        return math.sqrt(largest * float(after[0])) if len(after) else math.nan

    def _signs(self) -> tuple[RateSign, ...]:
        arrays = self._arrays
        rate, suggested = float(arrays["rate"]), float(arrays["suggested"])
        signs = [RateSign(rate, f"now {number(rate)}", theme().color("accent"))]
        if math.isfinite(suggested):
            words = f"suggested {number(suggested)}"
            signs.append(RateSign(suggested, words, theme().color("ok"), True))
        return tuple(signs)

    def _drawing(self) -> Drawing:
        arrays = self._arrays
        start, ceiling = float(arrays["start"]), float(arrays["ceiling"])
        losses = arrays["losses"]
        seen = losses[np.isfinite(losses) & (losses <= ceiling)]
        low, high = float(seen.min(initial=start)), float(min(seen.max(initial=start), 2 * start))
        room = 0.12 * ((high - low) or abs(start) or 1.0)
        # What diverges leaves through the top instead of leaving a gap.
        y = np.where(np.isfinite(losses), losses, high + 100 * room)
        ends = float(arrays["rates"][0]), float(arrays["rates"][-1])
        before = Line(
            np.array(ends), np.full(2, start), theme().color("secondary"), 1.2, dashed=True
        )
        lines = (before, Line(arrays["rates"], y, theme().color("text"), 2.2))
        return Drawing(
            lines, x_range=ends, y_range=(low - room, high + 2.5 * room), x_name="rate",
            y_name=f"train loss after {int(arrays['tried'])} steps (dashed: before)",
        )  # fmt: skip

    def _told(self) -> str:
        arrays = self._arrays
        largest, steepest = float(arrays["largest"]), float(arrays["steepest"])
        if not math.isfinite(float(arrays["suggested"])):
            return "No rate lowers the loss within these steps: it may be done, or stuck."
        told = []
        if math.isfinite(steepest):
            told.append(f"Steepest at {number(steepest, 2)}.")
        if largest < float(arrays["rates"][-1]):
            told.append(f"Up to {number(largest, 2)} nothing diverges.")
        if self.height() >= px(HIGH):
            told.append("A few steps favour high rates: the suggestion stays below.")
        return " ".join(told)
