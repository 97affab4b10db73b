"""The key of a heat map: what each brightness stands for, on a log scale."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter
from PySide6.QtWidgets import QWidget

from playground.ui.plots.lettering import font, number
from playground.ui.plots.signals.glow import STOPS
from playground.ui.plots.strip import Strip
from playground.ui.theme import px, theme


class GlowKey(Strip):
    """A bar from black to the brightest, with a number at every few decades."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._limits, self._black = "", (-6.0, 0.0), ""

    def show_scale(self, name: str, limits: tuple[float, float], black: str = "") -> None:
        """Show another scale.

        Parameters
        ----------
        name
            What is measured.
        limits
            log10 of what is black and what is brightest.
        black
            What black means, in words.
        """
        if (name, limits, black) != (self._name, self._limits, self._black):
            self._name, self._limits, self._black = name, limits, black
            ends = [number(10.0**limit) for limit in limits]
            self.setAccessibleName(f"{name} from {ends[0]}, {black}, to {ends[1]}")
            self.update()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the row: what it measures, the bar between its ends, and what black means."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        low, high = (number(10.0**limit) for limit in self._limits)
        x = float(px(12))
        x = self._write(painter, metrics, x, self._name, "secondary") + px(8)
        x = self._write(painter, metrics, x, low, "text") + px(5)
        after = metrics.horizontalAdvance(high) + px(12)
        width = min(px(150), self.width() - x - after)
        if width < px(20):
            return
        bar = QRectF(x, self.height() / 2 - px(4), width, px(8))
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for i, stop in enumerate(STOPS):
            gradient.setColorAt(i / (len(STOPS) - 1), QColor(stop))
        painter.setPen(theme().color("border"))
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, px(2), px(2))
        self._paint_decades(painter, bar)
        x = self._write(painter, metrics, bar.right() + px(5), high, "text") + px(14)
        if x + metrics.horizontalAdvance(self._black) < self.width():
            self._write(painter, metrics, x, self._black, "secondary")

    def _write(
        self, painter: QPainter, metrics: QFontMetricsF, x: float, text: str, token: str
    ) -> float:
        painter.setPen(theme().color(token))
        width = metrics.horizontalAdvance(text)
        flag = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(x, 0, width + 2, self.height()), flag, text)
        return x + width

    def _paint_decades(self, painter: QPainter, bar: QRectF) -> None:
        low, high = self._limits
        painter.setPen(theme().color("field", 0.6))
        for decade in np.arange(np.ceil(low) + 1, high):
            x = bar.left() + (decade - low) / (high - low) * bar.width()
            painter.drawLine(QPointF(x, bar.bottom() - px(3)), QPointF(x, bar.bottom()))
