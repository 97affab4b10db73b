"""Bars to the left and right of zero: the weight of each feature."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from playground.kernels.array import Array
from playground.ui.plots.lettering import font, number
from playground.ui.plots.painted import Painted
from playground.ui.theme import px, theme

LOWEST, HIGHEST = 14, 60
"""Height of a feature's row, in pixels at the scale of 1."""
MIDDLE = Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, eq=False)
class Weighing:
    """What the bars show.

    Attributes
    ----------
    names
        Of the features, ``d`` of them.
    weights
        ``(k, d)``: k bars for each feature.
    colors
        For each of the k bars (below zero, above zero).
    low, high
        The range of all members ``(k, d)``, or None.
    by_size
        Whether features are in the order of their largest weight instead of that of the data.
    """

    names: tuple[str, ...]
    weights: Array
    colors: tuple[tuple[QColor, QColor], ...]
    low: Array | None = None
    high: Array | None = None
    by_size: bool = False


class CoefficientBars(Painted):
    """Paints a `Weighing`: a row for each feature, the largest ones where room is short.

    Signals
    -------
    resized()
        There may be room for another number of features.
    """

    likes = (320, 200)

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.weighing: Weighing | None = None
        self.setMouseTracking(True)

    def show_weighing(self, weighing: Weighing | None) -> None:
        """Show other weights."""
        self.weighing = weighing
        self.update()

    def rows(self) -> list[int]:
        """Return the features that there is room for, from the top."""
        if self.weighing is None:
            return []
        size = abs(self.weighing.weights).max(axis=0)
        least = max(px(LOWEST), len(self.weighing.weights) * px(5) + px(5))
        room = max(int((self.height() - px(8)) // least), 1)
        largest = np.argsort(-size, kind="stable")[:room]
        return list(map(int, largest if self.weighing.by_size else np.sort(largest)))

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Tell that there is other room."""
        self.resized.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell all the weights of the feature under the cursor."""
        rows = self.rows()
        down = event.position().y() - self._top(len(rows))
        place = int(down // self._high(len(rows))) if rows else -1
        if self.weighing is None or not 0 <= place < len(rows):
            QToolTip.hideText()
            return
        feature = rows[place]
        told = ", ".join(number(float(w)) for w in self.weighing.weights[:, feature])
        text = f"{self.weighing.names[feature]}: {told}"
        QToolTip.showText(event.globalPosition().toPoint(), text, self)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the bars."""
        painter.fillRect(self.rect(), theme().color("field"))
        rows = self.rows()
        if self.weighing is None or not rows:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        widest = max(metrics.horizontalAdvance(self.weighing.names[i]) for i in rows)
        named = min(widest + px(8), self.width() * 0.36)
        figure = metrics.horizontalAdvance("−0.0000") + px(6)
        top, tall = self._top(len(rows)), self._high(len(rows))
        plot = QRectF(px(12) + named, top, self.width() - named - px(24), tall * len(rows))
        low, high = self._limits(rows)
        scale = max((plot.width() - 2 * figure) / (high - low), 1e-12)
        zero = plot.left() + figure - low * scale
        painter.setPen(QPen(theme().color("secondary", 0.6), 1))
        painter.drawLine(QLineF(zero, plot.top(), zero, plot.bottom()))
        for place, feature in enumerate(rows):
            line = QRectF(plot.left(), plot.top() + place * tall, plot.width(), tall)
            painter.setPen(theme().color("text" if self._counts(feature) else "secondary"))
            room = QRectF(px(12), line.top(), named - px(8), tall)
            name = metrics.elidedText(
                self.weighing.names[feature], Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, RIGHT, name)
            self._paint_bars(painter, line, feature, zero, scale)

    def _high(self, rows: int) -> float:
        """Return the height of a row."""
        most = max(px(HIGHEST), px(26) * len(self.weighing.weights) if self.weighing else 0)
        return float(min((self.height() - px(8)) / max(rows, 1), most))

    def _top(self, rows: int) -> float:
        """Return where the first row begins: few rows stand in the middle."""
        return (self.height() - self._high(rows) * rows) / 2

    def _counts(self, feature: int) -> bool:
        return self.weighing is not None and bool(self.weighing.weights[:, feature].any())

    def _limits(self, rows: list[int]) -> tuple[float, float]:
        """Return the range of the bars, zero included."""
        shown = self.weighing
        assert shown is not None
        ends = [a[:, rows] for a in (shown.weights, shown.low, shown.high) if a is not None]
        low = min(0.0, *(float(end.min()) for end in ends))
        high = max(0.0, *(float(end.max()) for end in ends))
        return (low, high) if high > low else (-1.0, 1.0)

    def _paint_bars(
        self, painter: QPainter, line: QRectF, feature: int, zero: float, scale: float
    ) -> None:
        shown = self.weighing
        assert shown is not None
        count = len(shown.weights)
        gap = min(line.height() * 0.18, px(7))
        thick = (line.height() - 2 * gap) / count
        for i, weight in enumerate(shown.weights[:, feature].tolist()):
            top = line.top() + gap + i * thick
            end = zero + weight * scale
            bar = QRectF(min(zero, end), top, abs(end - zero), thick - (1 if count > 1 else 0))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shown.colors[i][int(weight >= 0)])
            corner = min(px(3), bar.height() / 2, bar.width() / 2)
            painter.drawRoundedRect(bar, corner, corner)
            ends = [end]
            if shown.low is not None and shown.high is not None:
                ends += [zero + float(a[i, feature]) * scale for a in (shown.low, shown.high)]
                self._paint_range(painter, *ends[1:], bar)
            if thick >= px(8 if count == 1 else 12):
                self._paint_number(painter, weight, min(ends), max(ends), bar)

    def _paint_range(self, painter: QPainter, low: float, high: float, bar: QRectF) -> None:
        """Paint the range of all members as a line with two ends."""
        painter.setPen(QPen(theme().color("text", 0.75), 1.2))
        middle, half = bar.center().y(), min(bar.height() / 4, px(4))
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for x in (low, high):
            painter.drawLine(QPointF(x, middle - half), QPointF(x, middle + half))

    def _paint_number(
        self, painter: QPainter, weight: float, left: float, right: float, bar: QRectF
    ) -> None:
        """Write the weight beyond the end of its bar."""
        wide, gap = px(80), px(6)
        middle = bar.center().y()
        painter.setPen(theme().color("text" if weight else "secondary"))
        text = number(weight, full=True) if weight else "0"
        if weight >= 0:
            painter.drawText(QRectF(right + gap, middle - px(9), wide, px(18)), MIDDLE, text)
        else:
            room = QRectF(left - gap - wide, middle - px(9), wide, px(18))
            painter.drawText(room, RIGHT, text)
