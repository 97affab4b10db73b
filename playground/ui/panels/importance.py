"""What each feature matters to a learner: what shuffling it costs, and what splits on it gain."""

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel
from playground.ui.plots.caption import Caption
from playground.ui.plots.trees.importance_bars import ImportanceBars, Mattering
from playground.ui.plots.wording import score_title, stamp
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

DIVERGED = "It has diverged: what it decides is no longer a number."
HIGH = 280
"""Height from which words have room."""
WORDS = (
    "A feature is shuffled between rows, so that it tells nothing any more: the more the score "
    "falls, the more the learner leans on it. The line spans the tries."
)
BOTH = (
    " Splits favour features of many values, even useless ones; and of two features that say the "
    "same, shuffling one may cost nothing."
)


class Importance(Panel):
    """What each feature matters to a learner: what shuffling it costs, and what splits on it gain.

    Shuffling asks any learner, a network too; shares of splits are those of trees.
    """

    title: ClassVar[str] = "Importance"

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.bars, self.words = ImportanceBars(self.body), Caption(self.body, lines=2)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bars, 1)
        column.addWidget(self.words)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the importance probe."""
        info = self.learner
        return (Request("importance", info.id),) if info else ()

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest measurement."""
        info, snapshot = self.learner, next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        self.header.describe(stamp(self.bridge, info.id, snapshot.step))
        arrays = snapshot.arrays
        if "drops" not in arrays:
            self.show_empty(DIVERGED if "diverged" in arrays else self.unsuited)
            return
        score = score_title("accuracy" if info.target == "class" else "r2")
        names = tuple(arrays["names"].tolist())
        splits = arrays.get("splits")
        settled = not self.bridge.status.playing
        self.bars.show_mattering(Mattering(names, arrays["drops"], splits, score), settled)
        self.words.set_text(WORDS + (BOTH if splits is not None else ""))
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the newest snapshot, or what is missing."""
        wanted = self.requests()
        self.snapshots = {r: s for r, s in self.snapshots.items() if r in wanted}
        self.words.setVisible(self.height() >= px(HIGH))
        if not self.snapshots:
            self.header.describe("")
            self.show_empty(self.missing if self.learner is None else "…")
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it decides about the rows of a data set."""
        return info.rows > 0 and info.target in ("class", "value")

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Leave words out where room is short."""
        super().resizeEvent(event)
        self.words.setVisible(self.height() >= px(HIGH))
