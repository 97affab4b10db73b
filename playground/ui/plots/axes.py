"""The two axes of a chart: room for their labels, ticks, grid, and the way to pixels."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from playground.kernels.array import Array
from playground.ui.plots.lettering import font, number
from playground.ui.plots.ticks import linear_ticks, log_ticks
from playground.ui.theme import px, theme


class Axes:
    """The axes of one chart at one size.

    Parameters
    ----------
    around
        Rectangle of the whole chart; `area` is what the labels leave of it.
    log
        Whether y is logarithmic.
    """

    def __init__(
        self,
        around: QRectF,
        x_range: tuple[float, float],
        y_range: tuple[float, float],
        log: bool = False,
        x_name: str = "",
        y_name: str = "",
    ) -> None:
        self.x_range, self.y_range, self.log = x_range, y_range, log
        self.x_name, self.y_name = x_name, y_name
        self.around = around
        self._metrics = QFontMetricsF(font(10.5))
        line = self._metrics.height()
        most = max(2, min(8, int(around.height() / (2.4 * line))))
        self.y_ticks = (log_ticks if log else linear_ticks)(*y_range, most)
        widest = max((self._metrics.horizontalAdvance(number(v)) for v in self.y_ticks), default=0)
        left = max(widest, px(18)) + px(12)
        top = line + px(8) if y_name else px(10)
        self.area = around.adjusted(left, top, -px(12), -(line + px(8)))
        ends = ("0000", *map(_count, x_range))
        room = max(self._metrics.horizontalAdvance(text) for text in ends) + px(24)
        self.x_ticks = linear_ticks(*x_range, max(2, int(self.area.width() / room)))

    def x_pixels(self, x: Array) -> Array:
        """Return the pixel columns of x values."""
        low, high = self.x_range
        placed: Array = self.area.left() + (np.asarray(x, float) - low) * (
            self.area.width() / max(high - low, 1e-300)
        )
        return placed

    def x_at(self, pixel: float) -> float:
        """Return the x value at a pixel column."""
        low, high = self.x_range
        return low + (pixel - self.area.left()) * (high - low) / max(self.area.width(), 1.0)

    def y_pixels(self, y: Array) -> Array:
        """Return the pixel rows of y values; NaN where a logarithm has none, 0 far below."""
        y, (low, high) = np.asarray(y, float), self.y_range
        if self.log:
            with np.errstate(divide="ignore"):
                y = np.log10(np.where(y >= 0, y, np.nan))
            low, high = np.log10(low), np.log10(high)
        share = (y - low) / max(high - low, 1e-300)
        placed: Array = self.area.bottom() - np.clip(share, -10, 10) * self.area.height()
        return placed

    def paint(self, painter: QPainter) -> None:
        """Paint grid lines, tick labels and names."""
        painter.setFont(font(10.5))
        self._paint_rows(painter)
        self._paint_columns(painter)
        if self.y_name:
            painter.setPen(theme().color("secondary"))
            room = QRectF(px(8), px(3), self.around.width() - px(16), self._metrics.height())
            told = self._metrics.elidedText(
                self.y_name, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, told)

    def _paint_rows(self, painter: QPainter) -> None:
        line = self._metrics.height()
        for value, y in zip(self.y_ticks, self.y_pixels(np.array(self.y_ticks)), strict=True):
            painter.setPen(QPen(theme().color("grid"), 1))
            painter.drawLine(QPointF(self.area.left(), y), QPointF(self.area.right(), y))
            painter.setPen(theme().color("secondary"))
            room = QRectF(0, y - line / 2, self.area.left() - px(6), line)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, flags, number(value))

    def _paint_columns(self, painter: QPainter) -> None:
        line, top = self._metrics.height(), self.area.bottom() + px(4)
        painter.setPen(theme().color("secondary"))
        free = self.around.right() - px(6)
        if self.x_name:
            width = self._metrics.horizontalAdvance(self.x_name)
            free -= width
            painter.drawText(
                QRectF(free, top, width + 1, line), Qt.AlignmentFlag.AlignRight, self.x_name
            )
            free -= px(8)
        for value, x in zip(self.x_ticks, self.x_pixels(np.array(self.x_ticks)), strict=True):
            text = _count(value)
            half = self._metrics.horizontalAdvance(text) / 2
            if x + half <= free:
                room = QRectF(x - half - 1, top, 2 * half + 2, line)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def _count(value: float) -> str:
    """Write a tick of a counting axis: in full up to a hundred thousand, then with k and M."""
    size = abs(value)
    if size >= 1e6:
        return f"{number(value / 1e6)} M"
    if size >= 1e5:
        return f"{number(value / 1e3)} k"
    return f"{value:.0f}".replace("-", "−") if size >= 1e3 else number(value)
