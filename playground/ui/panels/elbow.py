"""Elbow: how many groups there are, as inertia and silhouette of every number of them tell."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from playground.core.settings import setting
from playground.document.edits import set_settings
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.elbow.count_chart import CountChart
from playground.ui.plots.elbow.count_curve import CountCurve
from playground.ui.plots.menu_button import Item, MenuButton
from playground.ui.plots.remark import Remark
from playground.ui.plots.wording import learner_title, score_title
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

WIDE, TALL, WORDY = 560, 430, 330
"""Width from which charts stand side by side, height from which they stand one above the other,
and height from which there is room for words."""

UP_TO = (5, 8, 10, 15, 20, 30)

WORDS = {
    "inertia": "More groups always fit more tightly. The elbow, farthest below the straight "
    "line, is where that stops paying.",
    "bic": "BIC weighs how well the rows are described against how many numbers that takes: the "
    "lowest is the best bargain.",
    "silhouette": "A silhouette tells how much nearer rows are to their own group than to the "
    "next.",
}
CLICK = "The orange dot is the running model. Click a number to use it."
BY_HAND = (
    "The centroids are placed by hand, and there are as many as you place. Choose another start "
    "to pick a number here."
)


class ElbowSettings(PanelSettings, frozen=True, kw_only=True):
    """What the elbow panel shows."""

    most: Annotated[
        int, setting("Up to", "The largest number of groups that is tried.", low=2, high=40)
    ] = 10
    show: Annotated[str, setting("Shown when small", "Which criterion; none: the first.")] = ""


class Elbow(Panel):
    """Elbow: how many groups there are, as inertia and silhouette of every number of them tell.

    Every number of groups is tried at once on the rows of the learner. A ring marks the number
    that each criterion suggests; the orange dot is the learner, on its way down to the curve. A
    click on a number has the learner use it.
    """

    title: ClassVar[str] = "Elbow"
    settings_type: ClassVar[type[PanelSettings]] = ElbowSettings
    settings: ElbowSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here has a number of groups to choose. Add k-means or a Gaussian "
        "mixture and wire data to it."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._arrays: dict[str, Array] = {}
        self.charts: list[CountChart] = []
        self.most = MenuButton("", "Largest number of groups", self._numbers, self.header)
        self.most.chosen.connect(lambda value, _: self.change(most=int(value)))
        self.shown = MenuButton("", "Which criterion is shown", self._criteria, self.header)
        self.shown.chosen.connect(lambda value, _: self.change(show=value))
        for control in (self.shown, self.most):
            self.header.add_control(control)
        self.words = Remark(self.body)
        self._plots = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._plots.setSpacing(0)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._plots, 1)
        column.addWidget(self.words)
        bridge.focus.changed.connect(self.rewatch)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the elbow probe."""
        info = self.learner
        if info is None:
            return ()
        return (self._request_to("elbow", info, most=self.settings.most),)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether its number of groups can be swept through."""
        return "elbow" in info.shows

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest criteria."""
        snapshot, info = next(reversed(snapshots.values()), None), self.learner
        if snapshot is None or info is None:
            return
        self._arrays = snapshot.arrays
        curves = self._curves()
        if not any(curve.known.any() for curve in curves):
            self.show_empty("There is nothing to compare: the rows are not all finite numbers, or "
                            "too large to be squared.")  # fmt: skip
            return
        self.show_empty(None)
        free = bool(self._arrays["free"])
        self._arrange(curves)
        for chart, curve in zip(self.charts, curves, strict=False):
            chart.show_curve(curve, free)
        self._explain(curves)
        parts = [_short(curve) for curve in curves if curve.suggestion]
        self.header.describe(" · ".join([learner_title(self.bridge, info.id), *parts]))

    def refresh(self) -> None:
        """Show the settings' effect, or what is missing."""
        self.most.setText(f"up to {self.settings.most}")
        if not self._show_missing():
            self.draw(self.snapshots)

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Put the charts side by side, one above the other, or show one of them."""
        super().resizeEvent(event)
        curves = self._curves()
        self._arrange(curves)
        self._explain(curves)

    def _curves(self) -> list[CountCurve]:
        """Return the criteria that there are."""
        return [CountCurve.of(self._arrays, str(n)) for n in self._arrays.get("names", ())]

    def _arrange(self, curves: list[CountCurve]) -> None:
        """Give every criterion a chart, as far as there is room."""
        for _ in range(len(self.charts), len(curves)):
            chart = CountChart(self.body)
            chart.hide()
            chart.picked.connect(self._pick)
            self._plots.addWidget(chart, 1)
            self.charts.append(chart)
        beside, above = self.width() >= px(WIDE), self.height() >= px(TALL)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._plots.direction() != way:
            self._plots.setDirection(way)
        names = [curve.name for curve in curves]
        one = self.settings.show if self.settings.show in names else next(iter(names), "")
        for place, chart in enumerate(self.charts):
            here = place < len(names) and (beside or above or names[place] == one)
            if chart.isHidden() == here:
                chart.setVisible(here)
        alone = not (beside or above) and len(names) > 1
        if self.shown.isHidden() == alone:
            self.shown.setVisible(alone)
        if self.shown.text() != score_title(one):
            self.shown.setText(score_title(one))

    def _explain(self, curves: list[CountCurve]) -> None:
        """Say how the criteria that are in sight are read, where there is room for it."""
        free = bool(self._arrays.get("free", True))
        pairs = zip(self.charts, curves, strict=False)
        seen = [curve.name for chart, curve in pairs if not chart.isHidden()]
        told = [*(WORDS[name] for name in seen if name in WORDS), CLICK]
        self.words.say(" ".join(told) if free else BY_HAND, "accent" if free else "warning")
        high = self.height() >= px(WORDY)
        if self.words.isHidden() == high:
            self.words.setVisible(high)

    def _pick(self, k: int) -> None:
        """Have the learner use this many groups."""
        info = self.learner
        if info is None or not self._arrays:
            return
        name = str(self._arrays["setting"])
        edit = set_settings(info.id, {name: k}, self.bridge.catalogue)
        self.bridge.apply(f"{k} {'group' if k == 1 else 'groups'}", edit)

    def _numbers(self) -> list[Item]:
        most = sorted({*UP_TO, self.settings.most})
        return [Item(str(k), f"up to {k} groups", checked=k == self.settings.most) for k in most]

    def _criteria(self) -> list[Item]:
        names = [str(name) for name in self._arrays.get("names", np.array([]))]
        return [Item(n, score_title(n), checked=n == self.shown.text()) for n in names]


def _short(curve: CountCurve) -> str:
    """Say what a criterion suggests, and which one it is where that is not plain."""
    own = "" if curve.choice == "elbow" else f"{score_title(curve.name)} "
    return f"{own}{curve.suggestion}"
