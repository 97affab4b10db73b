"""What a classifier says against what comes, with the rows that speak for each point."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.chart import Chart, Drawing, Line
from playground.ui.plots.lettering import font
from playground.ui.theme import px, theme

EDGES = (-0.025, 1.025)
"""Ends of both axes, so that points at 0 and 1 are whole."""

SHARE = 0.2
"""Height of the highest bar of rows, as a share of the chart's."""


class ReliabilityChart(Chart):
    """Paints points near the diagonal, the gaps to it, and bars of rows below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrays: dict[str, Array] = {}
        self.setAccessibleName("Reliability diagram")

    def show_bins(self, arrays: dict[str, Array], said: str, came: str) -> None:
        """Show what the calibration probe measured, under names for the two axes."""
        self._arrays = arrays
        lines: list[Line] = []
        if "said" in arrays:
            faint = theme().color("secondary", 0.3 if len(arrays["said"]) <= 8 else 0.15)
            member = int(arrays["member"])
            others = [i for i in range(len(arrays["said"])) if i != member]
            lines = [_line(arrays, i, faint, 1.0) for i in others]
            lines.append(_line(arrays, member, theme().color("accent"), 2.2))
        self.show_drawing(
            Drawing(tuple(lines), x_range=EDGES, y_range=EDGES, x_name=said, y_name=came)
        )

    def bin_at(self, x: float) -> int:
        """Return the bin that a probability lies in."""
        bins = len(self._arrays["edges"]) - 1
        return int(np.clip(np.ceil(x * bins) - 1, 0, bins - 1))

    def paint_under(self, painter: QPainter, axes: Axes) -> None:
        """Paint the diagonal, the bars of rows, the gaps, and how certain each point is."""
        self._paint_diagonal(painter, axes)
        if "said" not in self._arrays:
            return
        self._paint_rows(painter, axes)
        self._paint_gap(painter, axes)
        self._paint_points(painter, axes)

    def _paint_diagonal(self, painter: QPainter, axes: Axes) -> None:
        ends = np.array([0.0, 1.0])
        (x0, x1), (y0, y1) = axes.x_pixels(ends).tolist(), axes.y_pixels(ends).tolist()
        painter.setPen(QPen(theme().color("secondary"), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))
        if axes.area.width() < px(240) or axes.area.height() < px(140):
            return
        painter.save()
        painter.setFont(font(10.5))
        at = QPointF(x0 + 0.16 * (x1 - x0), y0 + 0.16 * (y1 - y0))
        painter.translate(at)
        painter.rotate(float(np.degrees(np.arctan2(y1 - y0, x1 - x0))))
        painter.setPen(theme().color("secondary"))
        painter.drawText(QPointF(0, -px(5)), "as it says, so it comes")
        painter.restore()

    def _paint_rows(self, painter: QPainter, axes: Axes) -> None:
        count = self._arrays["count"][int(self._arrays["member"])]
        edges = axes.x_pixels(self._arrays["edges"]).tolist()
        top = SHARE * axes.area.height() / max(float(count.max()), 1.0)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, rows in enumerate(count.tolist()):
            lit = self.cursor_x is not None and self.bin_at(self.cursor_x) == number
            painter.setBrush(theme().color("secondary", 0.45 if lit else 0.22))
            high = rows * top
            wide = edges[number + 1] - edges[number] - px(2)
            bar = QRectF(edges[number] + px(1), axes.area.bottom() - high, wide, high)
            painter.drawRect(bar)

    def _paint_gap(self, painter: QPainter, axes: Axes) -> None:
        """Fill between the points and the diagonal: the mean height is the calibration error."""
        said, came = self._of("said"), self._of("came")
        kept = np.isfinite(said)
        x, y = axes.x_pixels(said[kept]), axes.y_pixels(came[kept])
        there = axes.y_pixels(said[kept])
        outline = np.concatenate([np.stack([x, y], 1), np.stack([x, there], 1)[::-1]])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("warning", 0.16))
        painter.drawPolygon(QPolygonF([QPointF(*p) for p in outline.tolist()]))

    def _paint_points(self, painter: QPainter, axes: Axes) -> None:
        said, came, count = self._of("said"), self._of("came"), self._of("count")
        low, high = axes.y_pixels(self._of("low")), axes.y_pixels(self._of("high"))
        xs, ys = axes.x_pixels(said), axes.y_pixels(came)
        accent, most = theme().color("accent"), max(float(count.max()), 1.0)
        for i in np.flatnonzero(count).tolist():
            painter.setPen(QPen(theme().color("accent", 0.55), px(2)))
            painter.drawLine(QPointF(xs[i], low[i]), QPointF(xs[i], high[i]))
            painter.setPen(QPen(theme().color("field"), 1.4))
            painter.setBrush(accent)
            radius = px(3) + px(4) * float(count[i] / most) ** 0.5
            painter.drawEllipse(QPointF(xs[i], ys[i]), radius, radius)

    def _of(self, name: str) -> Array:
        found: Array = self._arrays[name][int(self._arrays["member"])]
        return found


def _line(arrays: dict[str, Array], member: int, color: QColor, width: float) -> Line:
    kept = np.isfinite(arrays["said"][member])
    return Line(arrays["said"][member][kept], arrays["came"][member][kept], color, width)
