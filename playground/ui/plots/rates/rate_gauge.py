"""A logarithmic ruler of learning rates: where it is calm, where steps bounce, where we are."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from playground.ui.plots.lettering import font, number
from playground.ui.plots.strip import Strip
from playground.ui.theme import px, theme


class RateGauge(Strip):
    """Paints the rate in force against the highest stable one."""

    high = 50

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rate, self.limit = math.nan, math.nan
        self._ends = (-4.0, 1.0)

    def show_rate(self, rate: float, limit: float) -> None:
        """Show another rate and limit; NaN for no limit."""
        if (rate, limit) == (self.rate, self.limit):
            return
        self.rate, self.limit = rate, limit
        told = f", limit {number(limit)}" if math.isfinite(limit) else ""
        self.setAccessibleName(f"Learning rate {number(rate)}{told}")
        self._ends = _ends(self._ends, [v for v in (rate, limit) if 0 < v < math.inf])
        self.update()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the ruler."""
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(px(12), px(21), self.width() - px(24), px(10))
        self._paint_bar(painter, bar)
        self._paint_ticks(painter, bar)
        if math.isfinite(self.limit):
            self._paint_limit(painter, bar)
        if self.rate > 0:
            self._paint_rate(painter, bar)

    def _x(self, bar: QRectF, rate: float) -> float:
        low, high = self._ends
        share = (math.log10(rate) - low) / (high - low)
        return bar.left() + min(max(share, 0.0), 1.0) * bar.width()

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("raised"))
        painter.drawRoundedRect(bar, px(3), px(3))
        if not math.isfinite(self.limit):
            return
        edge = self._x(bar, self.limit)
        for left, right, token in ((bar.left(), edge, "ok"), (edge, bar.right(), "warning")):
            painter.setBrush(theme().color(token, 0.5))
            painter.drawRoundedRect(QRectF(left, bar.top(), right - left, bar.height()), 2, 2)
        painter.setFont(font(10.5))
        metrics = QFontMetricsF(painter.font())
        painter.setPen(theme().color("text", 0.85))
        for room, words in (
            (QRectF(bar.left(), bar.top(), edge - bar.left(), bar.height()), "calm"),
            (QRectF(edge, bar.top(), bar.right() - edge, bar.height()), "bounces"),
        ):
            if room.width() > metrics.horizontalAdvance(words) + px(16):
                room.adjust(0, -px(3), 0, px(3))
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_ticks(self, painter: QPainter, bar: QRectF) -> None:
        painter.setFont(font(10.5))
        metrics = QFontMetricsF(painter.font())
        low, high = (int(end) for end in self._ends)
        stride = max(1, math.ceil((high - low) * px(58) / max(bar.width(), 1)))
        for power in range(low, high + 1, stride):
            x = self._x(bar, 10.0**power)
            text = number(10.0**power)
            half = metrics.horizontalAdvance(text) / 2
            painter.setPen(QPen(theme().color("secondary", 0.6), 1))
            painter.drawLine(QPointF(x, bar.bottom()), QPointF(x, bar.bottom() + px(4)))
            painter.setPen(theme().color("secondary"))
            left = min(max(x - half, bar.left()), bar.right() - 2 * half)
            room = QRectF(left, bar.bottom() + px(5), 2 * half + 1, metrics.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_limit(self, painter: QPainter, bar: QRectF) -> None:
        x = self._x(bar, self.limit)
        painter.setPen(QPen(theme().color("warning"), px(2)))
        painter.drawLine(QPointF(x, bar.top() - px(4)), QPointF(x, bar.bottom() + px(4)))
        right = self.rate <= self.limit
        self._write(painter, bar, x, f"limit {number(self.limit)}", "warning", right)

    def _paint_rate(self, painter: QPainter, bar: QRectF) -> None:
        x, tip = self._x(bar, self.rate), bar.top() + px(3)
        painter.setPen(QPen(theme().color("field"), 1))
        painter.setBrush(theme().color("accent"))
        half = px(6)
        shape = [QPointF(x, tip), QPointF(x - half, tip - 1.7 * half)]
        painter.drawPolygon(QPolygonF([*shape, QPointF(x + half, tip - 1.7 * half)]))
        right = math.isfinite(self.limit) and self.rate > self.limit
        self._write(painter, bar, x, f"rate {number(self.rate)}", "accent", right)

    def _write(
        self, painter: QPainter, bar: QRectF, x: float, text: str, token: str, right: bool
    ) -> None:
        """Write above the bar, on one side of x where there is room, else on the other."""
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        width, gap = metrics.horizontalAdvance(text) + 1, px(9)
        left = x + gap if right else x - gap - width
        left = min(max(left, bar.left()), bar.right() - width)
        color: QColor = theme().color(token)
        painter.setPen(color)
        room = QRectF(left, bar.top() - metrics.height() - px(3), width, metrics.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


def _ends(before: tuple[float, float], values: list[float]) -> tuple[float, float]:
    """Return whole decades that hold all values with room; those of before if they still do."""
    if not values:
        return before
    low, high = math.log10(min(values)), math.log10(max(values))
    if before[0] + 0.2 <= low and high <= before[1] - 0.2 and before[1] - before[0] <= 7:
        return before
    return float(math.floor(low - 1)), float(math.ceil(high + 1))
