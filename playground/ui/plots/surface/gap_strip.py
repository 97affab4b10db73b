"""A narrow strip under a loss surface: the true loss along the path against the plane's."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.lettering import font, number
from playground.ui.plots.polygon import polygon, runs
from playground.ui.plots.strip import Strip
from playground.ui.plots.surface.paths import path_color
from playground.ui.plots.surface.relief import Relief
from playground.ui.theme import px, theme


class GapStrip(Strip):
    """Two lines for every member: the true loss solid, the plane's loss below it dotted."""

    high = 46

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._relief: Relief | None = None
        tip = "Along the path: the true loss (line) and what this plane shows there (dots)"
        self.setToolTip(tip)
        self.setAccessibleName(tip)

    def show_relief(self, relief: Relief | None) -> None:
        """Show another path."""
        self._relief = relief
        self.update()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the strip."""
        painter.fillRect(self.rect(), theme().color("field"))
        if self._relief is None or len(self._relief.arrays["steps"]) < 2:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        arrays = self._relief.arrays
        true, shown, steps = arrays["path_loss"], arrays["path_plane"], arrays["steps"]
        there = ~arrays["gone"] if not arrays["gone"].all() else slice(None)
        low, high = _limits(np.concatenate([true[there].ravel(), shown[there].ravel()]))
        area = self._paint_frame(painter, low, high)
        x = area.left() + (steps - steps[0]) / (steps[-1] - steps[0]) * area.width()

        def rows(loss: Array) -> Array:
            with np.errstate(all="ignore"):
                power = np.log10(loss)
            share = (power - low) / (high - low)
            return area.bottom() - np.clip(share, -0.2, 1.2) * area.height()

        for m in np.arange(len(true))[there].tolist():
            color = path_color(m, len(true))
            painter.setPen(QPen(color, px(10) / 6))
            for run in runs(np.stack([x, rows(true[m])], axis=1)):
                painter.drawPolyline(polygon(run))
            self._paint_dots(painter, np.stack([x, rows(shown[m])], axis=1), color)

    def _paint_dots(self, painter: QPainter, points: Array, color: QColor) -> None:
        points = points[np.isfinite(points).all(axis=1)]
        points = points[:: max(1, len(points) // max(1, self.width() // px(9)))]
        painter.setPen(QPen(color, 1))
        painter.setBrush(theme().color("field"))
        for at in points.tolist():
            painter.drawEllipse(QPointF(*at), px(1.8), px(1.8))

    def _paint_frame(self, painter: QPainter, low: float, high: float) -> QRectF:
        painter.setFont(font(10))
        metrics = QFontMetricsF(painter.font())
        names = [number(10**high, 2), number(10**low, 2)]
        left = max(metrics.horizontalAdvance(name) for name in names) + px(12)
        area = QRectF(self.rect()).adjusted(left, px(7), -px(12), -px(7))
        painter.setPen(theme().color("secondary"))
        for name, y in zip(names, (area.top(), area.bottom()), strict=True):
            room = QRectF(0, y - metrics.height() / 2, left - px(6), metrics.height())
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, right, name)
        painter.setPen(QPen(theme().color("grid"), 1))
        for y in (area.top(), area.bottom()):
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(theme().color("secondary"))
        said = "true loss — and the plane's ○"
        if metrics.horizontalAdvance(said) < area.width() * 0.6:
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, said)
        return area


def _limits(values: Array) -> tuple[float, float]:
    """Return the powers of ten that hold all losses."""
    values = values[np.isfinite(values) & (values > 0)]
    if not len(values):
        return -1.0, 0.0
    low, high = math.log10(float(values.min())), math.log10(float(values.max()))
    return low, max(high, low + 0.05)
