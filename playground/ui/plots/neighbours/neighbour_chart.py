"""A curve of one feature with a place on it, and the stretch that holds its nearest rows."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.ui.plots.axes import Axes
from playground.ui.plots.chart import Chart
from playground.ui.plots.neighbours.reach import Reach
from playground.ui.plots.points import TRAIN, paint_mark
from playground.ui.theme import px, theme


class NeighbourChart(Chart):
    """Paints a curve, and under it how far the neighbours of a place reach."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reach: Reach | None = None

    def show_reach(self, reach: Reach | None) -> None:
        """Show another place and its neighbours."""
        self._reach = reach
        self.update()

    def paint_under(self, painter: QPainter, axes: Axes) -> None:
        """Paint the stretch, and the rows in it."""
        reach = self._reach
        if reach is None or not reach.known:
            return
        edge = np.array([reach.at[:, 0].min(), reach.at[:, 0].max(), reach.spot[0]])
        left, right, spot = axes.x_pixels(edge).tolist()
        room = QRectF(left, axes.area.top(), max(right - left, 1.0), axes.area.height())
        painter.fillRect(room, theme().color("text", 0.09))
        painter.setPen(QPen(theme().color("text", 0.6), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(spot, room.top()), QPointF(spot, room.bottom()))
        values = reach.arrays.get("values", reach.arrays.get("labels", np.empty(0)))
        xs, ys = axes.x_pixels(reach.at[:, 0]), axes.y_pixels(values[: len(reach.at)])
        for x, y in zip(xs.tolist(), ys.tolist(), strict=False):
            paint_mark(painter, QPointF(x, y), px(6), theme().color("text"), TRAIN)
