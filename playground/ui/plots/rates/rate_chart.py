"""A chart over the logarithm of the learning rate, with rates marked on it."""

import math
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.chart import Chart
from playground.ui.plots.lettering import font
from playground.ui.plots.ticks import log_ticks
from playground.ui.theme import px, theme


class RateAxes(Axes):
    """Axes whose x is logarithmic too."""

    def __init__(self, around: QRectF, x_range: tuple[float, float], y_range: tuple[float, float],
                 log: bool, x_name: str, y_name: str) -> None:  # fmt: skip
        super().__init__(around, x_range, y_range, log, x_name, y_name)
        self.x_ticks = log_ticks(*x_range, max(2, int(self.area.width() / px(56))))

    def x_pixels(self, x: Array) -> Array:
        """Return the pixel columns of x values."""
        low, high = np.log10(self.x_range)
        share = (np.log10(np.maximum(np.asarray(x, float), 1e-300)) - low) / (high - low)
        placed: Array = self.area.left() + np.clip(share, -10, 10) * self.area.width()
        return placed

    def x_at(self, pixel: float) -> float:
        """Return the x value at a pixel column."""
        low, high = np.log10(self.x_range)
        share = (pixel - self.area.left()) / max(self.area.width(), 1.0)
        return float(10 ** (low + share * (high - low)))


class RateSign(NamedTuple):
    """A rate marked by a line across the chart, with words on top of it."""

    rate: float
    words: str
    color: QColor
    dashed: bool = False


class RateChart(Chart):
    """Paints loss against rate, the zone that diverges, and marked rates.

    Attributes
    ----------
    zone
        Rate from which on the loss diverges; NaN for none.
    signs
        Marked rates, the first one in the highest line.
    """

    zone: float = math.nan
    signs: tuple[RateSign, ...] = ()

    def axes(self) -> Axes:
        """Return the axes of what is shown, at the widget's size."""
        d = self.drawing
        return RateAxes(QRectF(self.rect()), d.x_range, d.y_range, d.log, d.x_name, d.y_name)

    def paint_under(self, painter: QPainter, axes: Axes) -> None:
        """Paint the zone and the marks."""
        area = axes.area
        if math.isfinite(self.zone):
            left = max(float(axes.x_pixels(np.array([self.zone]))[0]), area.left())
            room = QRectF(left, area.top(), area.right() - left, area.height())
            painter.fillRect(room, theme().color("warning", 0.12))
            painter.setFont(font(10.5))
            painter.setPen(theme().color("warning"))
            if room.width() > QFontMetricsF(painter.font()).horizontalAdvance("diverges") + px(8):
                room.adjust(0, 0, -px(4), -px(3))
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
                painter.drawText(room, flags, "diverges")
        for sign in self.signs:
            x = _column(axes, sign.rate)
            style = Qt.PenStyle.DashLine if sign.dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(sign.color, 1.6, style))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the chart, with the words of the marks above the curve."""
        super().paint(painter, vector)
        axes = self.axes()
        for line, sign in enumerate(self.signs):
            self._name_sign(painter, axes, sign, line)

    def _name_sign(self, painter: QPainter, axes: Axes, sign: RateSign, line: int) -> None:
        area, x = axes.area, _column(axes, sign.rate)
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(sign.words) + px(10)
        left = x if x + width < area.right() else x - width
        top = area.top() + line * (metrics.height() + px(2))
        room = QRectF(left, top, width, metrics.height())
        painter.fillRect(room.adjusted(px(2), 0, -px(2), 0), theme().color("field", 0.75))
        painter.setPen(sign.color)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, sign.words)


def _column(axes: Axes, rate: float) -> float:
    """Return the pixel column of a rate, within the chart."""
    x = float(axes.x_pixels(np.array([rate]))[0])
    return min(max(x, axes.area.left()), axes.area.right())
