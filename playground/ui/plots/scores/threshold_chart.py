"""A chart of curves over all thresholds, with a mark that can be drawn along them."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.chart import Chart, Drawing, Line
from playground.ui.plots.lettering import chip, number
from playground.ui.plots.scores.sweep import Sweep
from playground.ui.theme import px, theme

REACH = 40
"""Pixels from a curve within which a press takes hold of its mark."""


class ThresholdChart(Chart):
    """Curves of sweeps, one of which has a mark at the threshold.

    Parameters
    ----------
    kind
        ``"roc"`` or ``"precision-recall"``.

    Signals
    -------
    marked(int, float)
        The person put the mark on this sweep, at this threshold.
    """

    marked = Signal(int, float)

    def __init__(self, kind: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind = kind
        self.sweeps: tuple[Sweep, ...] = ()
        self.chosen, self.threshold = 0, 0.5
        self._held = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        name = "ROC curve" if kind == "roc" else "Precision-recall curve"
        self.setAccessibleName(name)
        self.setToolTip("Drag along a curve, or press ← and →, to move the threshold")

    def show_sweeps(
        self, sweeps: Sequence[Sweep], chosen: int, threshold: float, mean: Array | None = None
    ) -> None:
        """Show other sweeps.

        Parameters
        ----------
        chosen
            Number of the sweep that has the mark.
        mean
            A mean curve ``(m, 2)`` on top, or None.
        """
        self.sweeps, self.threshold = tuple(sweeps), threshold
        self.chosen = min(max(chosen, 0), max(len(self.sweeps) - 1, 0))
        lines = [self._ground()]
        for number_, sweep in enumerate(self.sweeps):
            points = self.points(sweep)
            wide = 2.4 if number_ == self.chosen else 1.5
            lines.append(Line(points[:, 0], points[:, 1], sweep.color, wide))
        if mean is not None:
            color = theme().color("text")
            lines.append(Line(mean[:, 0], mean[:, 1], color, 1.4, dashed=True))
        roc = self.kind == "roc"
        self.show_drawing(
            Drawing(
                tuple(lines),
                x_range=(-0.02, 1.02),
                y_range=(-0.02, 1.04),
                x_name="FPR" if roc else "recall",
                y_name="TPR: share found" if roc else "precision",
            )  # fmt: skip
        )

    def points(self, sweep: Sweep) -> Array:
        """Return the places of a sweep's curve on this chart."""
        return sweep.roc if self.kind == "roc" else sweep.precision_recall

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the mark on the nearest curve."""
        self._held = event.button() == Qt.MouseButton.LeftButton
        if self._held:
            self._mark(event.position(), range(len(self.sweeps)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the mark along its curve."""
        if self._held and self.sweeps:
            self._mark(event.position(), [self.chosen])
            return
        near = self.sweeps and self._nearest(event.position(), range(len(self.sweeps)))
        self.setCursor(
            Qt.CursorShape.OpenHandCursor if near and near[0] <= px(REACH)
            else Qt.CursorShape.ArrowCursor
        )  # fmt: skip

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let the mark go."""
        self._held = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move the threshold with the arrow keys, the curve with up and down."""
        by = {Qt.Key.Key_Left: 0.01, Qt.Key.Key_Right: -0.01}.get(Qt.Key(event.key()))
        turn = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is not None and self.sweeps:
            self.marked.emit(self.chosen, min(max(self.threshold + by, 0.0), 1.0))
        elif turn is not None and self.sweeps:
            self.marked.emit((self.chosen + turn) % len(self.sweeps), self.threshold)
        else:
            super().keyPressEvent(event)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the chart, and the mark on top."""
        super().paint(painter, vector)
        if self.sweeps:
            self._paint_mark(painter, self.axes(), self.sweeps[self.chosen])

    def _paint_mark(self, painter: QPainter, axes: Axes, sweep: Sweep) -> None:
        at = self._pixels(axes, sweep)[sweep.place(self.threshold)]
        middle = QPointF(*at.tolist())
        painter.setPen(QPen(theme().color("secondary", 0.7), 1, Qt.PenStyle.DotLine))
        painter.drawLine(middle, QPointF(middle.x(), axes.area.bottom()))
        painter.drawLine(middle, QPointF(axes.area.left(), middle.y()))
        painter.setPen(QPen(QColor(255, 255, 255, 230), 2))
        painter.setBrush(sweep.color)
        painter.drawEllipse(middle, px(6), px(6))
        below = QPointF(middle.x() + px(10), middle.y() + px(6))
        chip(painter, f"≥ {number(self.threshold, 2)}", below, "left", QRectF(axes.area))

    def _pixels(self, axes: Axes, sweep: Sweep) -> Array:
        points = self.points(sweep)
        return np.stack([axes.x_pixels(points[:, 0]), axes.y_pixels(points[:, 1])], axis=1)

    def _nearest(self, at: QPointF, among: Sequence[int]) -> tuple[float, int, int]:
        """Return how far the nearest point of some curves is, its curve and its number."""
        axes = self.axes()
        found = (float("inf"), self.chosen, 0)
        for one in among:
            way = np.linalg.norm(self._pixels(axes, self.sweeps[one]) - [at.x(), at.y()], axis=1)
            nearest = int(way.argmin())
            found = min(found, (float(way[nearest]), one, nearest))
        return found

    def _mark(self, at: QPointF, among: Sequence[int]) -> None:
        if not among:
            return
        far, sweep, place = self._nearest(at, among)
        if far > px(REACH) and len(among) > 1:
            far, sweep, place = self._nearest(at, [self.chosen])
        threshold = float(self.sweeps[sweep].thresholds[place])
        self.marked.emit(sweep, min(max(threshold, 0.0), 1.0))

    def _ground(self) -> Line:
        """Return what guessing at random reaches."""
        color = theme().color("secondary", 0.8)
        if self.kind == "roc":
            return Line(np.array([0.0, 1.0]), np.array([0.0, 1.0]), color, 1.2, dashed=True)
        share = 0.0
        if self.sweeps:
            one = self.sweeps[self.chosen]
            share = one.positive / max(one.positive + one.negative, 1)
        return Line(np.array([0.0, 1.0]), np.array([share, share]), color, 1.2, dashed=True)
