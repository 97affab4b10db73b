"""Stages of boosting: what each one looks at, and what they add up to."""

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from PySide6.QtWidgets import QBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel
from playground.ui.plots.boosting.picture_tiles import PictureTiles
from playground.ui.plots.boosting.stage_bar import StageBar
from playground.ui.plots.boosting.stage_pictures import (
    sum_drawing,
    sum_pictures,
    tree_drawing,
    vote_picture,
)
from playground.ui.plots.boosting.stage_words import told_stage
from playground.ui.plots.caption import Caption
from playground.ui.plots.chart import Chart
from playground.ui.plots.wording import stamp
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

CELLS = 96
SMALL = 44
HIGH = 300
"""Height from which words have room."""


class Stages(Panel):
    """Stages of boosting: what each one looks at, and what they add up to.

    A drag along the bars looks at an earlier stage, while learning goes on.
    """

    title: ClassVar[str] = "Stages"
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here is boosted. AdaBoost and gradient boosting learn in stages."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.stage = 0
        self._arrays: dict[str, Array] = {}
        self.tiles, self.bar = PictureTiles(self.body), StageBar(self.body)
        self.words = Caption(self.body)
        self._charts = QWidget(self.body)
        self.sums, self.mending = Chart(self._charts), Chart(self._charts)
        self._pair = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._charts)
        self._pair.setContentsMargins(0, 0, 0, 0)
        self._pair.setSpacing(0)
        self._pair.addWidget(self.sums, 1)
        self._pair.addWidget(self.mending, 1)
        self._views = QStackedLayout()
        self._views.addWidget(self.tiles)
        self._views.addWidget(self._charts)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._views, 1)
        column.addWidget(self.bar)
        column.addWidget(self.words)
        self.bar.picked.connect(self._look_at)
        self.tiles.resized.connect(self._reshape)
        bridge.focus.changed.connect(self._show)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the stages probe."""
        info = self.learner
        if info is None:
            return ()
        count = self._count(info)
        aspect = self.tiles.aspect(count)
        cells = SMALL if count > 1 else CELLS
        size = (cells, max(8, round(cells / aspect)))
        if self._curved(info):
            size = (240, 2)
        chosen = (("stage", self.stage), ("steps", count), ("aspect", aspect))
        return (Request("stages", info.id, chosen, size),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest measurement."""
        snapshot = next(reversed(snapshots.values()), None)
        if snapshot is None or self.learner is None:
            return
        self._arrays = snapshot.arrays
        self.header.describe(stamp(self.bridge, self.learner.id, snapshot.step))
        self._show()

    def refresh(self) -> None:
        """Show the settings' effect, or what is missing."""
        self._arrange()
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it learns in stages."""
        return "stages" in info.shows

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Divide the new shape."""
        super().resizeEvent(event)
        self._arrange()

    def _reshape(self) -> None:
        """Ask for pictures of the room there is now: bar and words grow with what they say."""
        if self._seen and self.requests() != self._requests:
            self.rewatch()

    def _arrange(self) -> None:
        self.words.setVisible(self.height() >= px(HIGH))
        wide = self.width() > 1.35 * self.height()
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(way)

    def _count(self, info: LearnerInfo) -> int:
        """Return how many pictures have room: one of votes, or a few sums."""
        if info.kind == "ada-boost":
            return 1
        return 6 if min(self.tiles.width() / 3, self.tiles.height() / 2) >= px(76) else 3

    def _curved(self, info: LearnerInfo) -> bool:
        return info.target == "value" and len(info.inputs) == 1

    def _look_at(self, stage: int) -> None:
        self.stage = stage
        self.rewatch()

    def _show(self) -> None:
        """Paint the newest arrays."""
        arrays, info = self._arrays, self.learner
        if info is None or not arrays:
            return
        brushed = self.bridge.focus.brushed
        stage = int(arrays["stage"])
        if "grid" in arrays:
            name = info.inputs[0] if info.inputs else "x"
            self.sums.show_drawing(sum_drawing(arrays, name))
            self.mending.show_drawing(tree_drawing(arrays, name))
            self._views.setCurrentWidget(self._charts)
        else:
            votes = "weight" in arrays
            pictures = [vote_picture(arrays, brushed)] if votes else sum_pictures(arrays, brushed)
            self.tiles.show_pictures(pictures)
            self._views.setCurrentWidget(self.tiles)
        if "say" in arrays:
            self.bar.show_stages("say", arrays["say"], arrays["error"], stage)
        else:
            self.bar.show_stages("train loss", arrays["losses"], np.empty(0), stage)
        self.words.set_text(told_stage(arrays, info.inputs, info.classes))
        self.show_empty(None)
