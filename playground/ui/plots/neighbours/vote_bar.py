"""The neighbours' votes as one bar, a piece for each, and what comes of them."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.ui.plots.colors import class_color
from playground.ui.plots.lettering import font, number
from playground.ui.plots.neighbours.reach import Reach
from playground.ui.plots.strip import Strip
from playground.ui.theme import px, theme

MOST_PIECES = 120
"""Votes that are told apart in the bar at most."""


class VoteBar(Strip):
    """A bar of votes with the words above it."""

    high: ClassVar[int] = 44

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._reach: Reach | None = None
        self._classes: tuple[str, ...] = ()

    def show_votes(self, reach: Reach | None, classes: Sequence[str]) -> None:
        """Show the votes at another place."""
        self._reach, self._classes = reach, tuple(classes)
        self.setAccessibleName(self.told)
        self.update()

    @property
    def told(self) -> str:
        """What comes of the votes, in words."""
        reach = self._reach
        if reach is None or not reach.known:
            return "No row is learned yet: there is nobody to ask."
        decided = reach.arrays["decided"]
        count = len(reach.arrays["found"])
        voters = "the nearest row" if count == 1 else f"the {count} nearest rows"
        if "labels" not in reach.arrays:
            return f"{voters} average {number(float(decided[0]))}"
        best = int(decided.argmax())
        name = self._classes[best] if best < len(self._classes) else f"class {best + 1}"
        mine = int((reach.arrays["labels"] == best).sum())
        share = f"{100 * float(decided[best]):.0f} % of the vote"
        if count == 1:
            return f"the nearest row is {name}"
        return f"{mine} of {voters} are {name}: {share}"

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the words, the bar, and how far the search reached."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        inner = QRectF(self.rect()).adjusted(px(12), px(5), -px(12), -px(6))
        line = metrics.height()
        painter.setPen(theme().color("text"))
        far = self._distance()
        free = inner.width() - (metrics.horizontalAdvance(far) + px(12) if far else 0)
        told = self.told[:1].upper() + self.told[1:]
        if metrics.horizontalAdvance(told) > free:
            far, free = "", inner.width()
        told = metrics.elidedText(told, Qt.TextElideMode.ElideRight, free)
        painter.drawText(QRectF(inner.left(), inner.top(), free, line), 0, told)
        painter.setPen(theme().color("secondary"))
        painter.drawText(
            QRectF(inner.left(), inner.top(), inner.width(), line), Qt.AlignmentFlag.AlignRight, far
        )
        top = inner.top() + line + px(4)
        self._paint_pieces(painter, QRectF(inner.left(), top, inner.width(), inner.bottom() - top))

    def _distance(self) -> str:
        reach = self._reach
        if reach is None or not len(reach.far):
            return ""
        features = int(reach.arrays["features"])
        over = f" in {features} features" if features > 2 else ""
        return f"within {number(float(reach.far[-1]))}{over}"

    def _paint_pieces(self, painter: QPainter, bar: QRectF) -> None:
        """Paint each vote as a piece as long as its share, those of a class side by side."""
        reach = self._reach
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("raised"))
        painter.drawRoundedRect(bar, px(3), px(3))
        if reach is None or not reach.known:
            return
        key = reach.arrays.get("labels", reach.arrays.get("values", reach.far))
        if "labels" in reach.arrays and len(reach.share) > MOST_PIECES:
            self._paint_sums(painter, bar)
            return
        left, gap = bar.left(), px(1) if len(reach.share) <= 60 else 0
        for i in np.argsort(key, kind="stable").tolist():
            wide = bar.width() * float(reach.share[i])
            painter.setBrush(reach.colors[i])
            painter.drawRect(QRectF(left, bar.top(), max(wide - gap, 0.6), bar.height()))
            left += wide
        self._mark_half(painter, bar)

    def _paint_sums(self, painter: QPainter, bar: QRectF) -> None:
        assert self._reach is not None
        left = bar.left()
        for label, share in enumerate(self._reach.arrays["decided"].tolist()):
            painter.setBrush(class_color(theme(), label))
            painter.drawRect(QRectF(left, bar.top(), bar.width() * share, bar.height()))
            left += bar.width() * share
        self._mark_half(painter, bar)

    def _mark_half(self, painter: QPainter, bar: QRectF) -> None:
        """Mark where two classes would tie."""
        if len(self._classes) == 2:
            x = bar.center().x()
            painter.setPen(QPen(theme().color("text"), px(2)))
            painter.drawLine(QPointF(x, bar.top() - px(2)), QPointF(x, bar.bottom() + px(2)))
