"""A distribution that is looked for: it becomes the one that says no more than is known."""

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel
from playground.ui.plots.entropy.bars_picture import BarsPicture
from playground.ui.plots.entropy.gauges import Gauges
from playground.ui.plots.entropy.spread import Spread
from playground.ui.plots.key_row import KeyRow
from playground.ui.plots.wording import grouped, learner_title

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge


class Entropy(Panel):
    """A distribution that is looked for: it becomes the one that says no more than is known.

    Bars are the distribution now, the dashed line the one of the largest entropy. Below stand its
    entropy and its moments, each with a mark where it should be; above them the formula with its
    multipliers.
    """

    title: ClassVar[str] = "Entropy"
    nothing_yet: ClassVar[str] = (
        "No distribution yet: wire a Maximum entropy block to a fit and press play."
    )
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here looks for a distribution. Wire a Maximum entropy block to a "
        "fit, and its bars move here."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.picture, self.gauges = BarsPicture(self.body), Gauges(self.body)
        self.keys = KeyRow(self.body)
        self.picture.setAccessibleName("Bars of the distribution, and the answer dashed")
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addWidget(self.picture, 1)
        column.addWidget(self.gauges)
        self._shown: Spread | None = None
        bridge.focus.changed.connect(self._on_focus)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the entropy probe."""
        info = self.learner
        return (self._request_to("entropy", info),) if info is not None else ()

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show how the distribution stands."""
        info = self.learner
        snapshot = next(reversed(snapshots.values()), None)
        if info is None or snapshot is None or "shares" not in snapshot.arrays:
            return
        spread = Spread(snapshot.arrays, info.labels)
        anew = not spread.same_task(self._shown)
        self._shown = spread
        self.picture.show_spread(spread, anew)
        self.gauges.show_spread(spread, anew)
        self.keys.show_keys(spread.keys())
        self.show_empty(None)
        title = learner_title(self.bridge, info.id)
        self.header.describe(f"{title} · step {grouped(snapshot.step)}")

    def refresh(self) -> None:
        """Show the learner, or what is missing."""
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it looks for a distribution."""
        return "entropy" in info.shows

    def _on_focus(self) -> None:
        if self._seen:
            self.rewatch()
