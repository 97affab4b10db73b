"""A chart of curves with a histogram below them that is shaded onto the first curve."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.chart import Chart, Drawing
from playground.ui.plots.polygon import polygon
from playground.ui.theme import px, theme

TALLEST = 0.3
"""Height of the tallest bar, as a share of the chart's."""


@dataclass(frozen=True, eq=False)
class Bars:
    """A histogram.

    Attributes
    ----------
    edges
        Where bins begin and end, ``(k + 1,)``.
    stacks
        Counts ``(k,)`` with their colour, from the bottom upwards.
    marked
        Bins drawn at full strength, ``(k,)``; None for none.
    zones
        Stretches of x (from, to) with a ground of their own.
    """

    edges: Array
    stacks: tuple[tuple[Array, QColor], ...] = ()
    marked: Array | None = None
    zones: tuple[tuple[float, float], ...] = field(default=())

    @property
    def total(self) -> Array:
        """Counts of all stacks together, ``(k,)``."""
        return np.sum([counts for counts, _ in self.stacks], axis=0)

    def bin_at(self, x: float) -> int | None:
        """Return the number of the bin at a place, None outside or where it is empty."""
        found = int(np.searchsorted(self.edges, x, "right")) - 1
        inside = 0 <= found < len(self.edges) - 1
        return found if inside and self.stacks and self.total[found] else None


class HistogramChart(Chart):
    """Paints a `Drawing` over `Bars`.

    Signals
    -------
    bar_clicked(int)
        The person clicked at a bin that is not empty.
    """

    bar_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: Bars | None = None
        self.clickable = False

    def show_bars(self, drawing: Drawing, bars: Bars | None) -> None:
        """Show other curves and another histogram."""
        self.bars = bars
        self.show_drawing(drawing)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which bar was clicked."""
        found = self._bin_at(event.position().x())
        if found is not None and self.clickable:
            self.bar_clicked.emit(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move the cursor line, with a hand where there is something to click."""
        super().mouseMoveEvent(event)
        hand = self.clickable and self._bin_at(event.position().x()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def _bin_at(self, pixel: float) -> int | None:
        return self.bars.bin_at(self.axes().x_at(pixel)) if self.bars is not None else None

    def paint_under(self, painter: QPainter, axes: Axes) -> None:
        """Paint zones, bars and the shade along the first curve."""
        if self.bars is None:
            return
        self._paint_zones(painter, axes, self.bars)
        if self.bars.stacks and self.bars.total.any():
            self._paint_bars(painter, axes, self.bars)
            self._paint_shade(painter, axes, self.bars)

    def _paint_zones(self, painter: QPainter, axes: Axes, bars: Bars) -> None:
        for low, high in bars.zones:
            left, right = axes.x_pixels(np.array([low, high]))
            zone = QRectF(left, axes.area.top(), right - left, axes.area.height())
            painter.fillRect(zone, theme().color("warning", 0.07))

    def _paint_bars(self, painter: QPainter, axes: Axes, bars: Bars) -> None:
        left = axes.x_pixels(bars.edges)
        unit = TALLEST * axes.area.height() / float(bars.total.max())
        marked = bars.marked if bars.marked is not None else np.zeros(len(bars.total), bool)
        bottom = np.full(len(bars.total), axes.area.bottom())
        painter.setPen(Qt.PenStyle.NoPen)
        for counts, color in bars.stacks:
            # One row among hundreds would be no pixel high.
            heights = np.where(counts > 0, np.maximum(counts * unit, px(2)), 0.0)
            for i in np.flatnonzero(counts):
                shade = QColor(color)
                shade.setAlphaF(0.95 if marked[i] else 0.5)
                width = max(left[i + 1] - left[i] - 1, 1.0)
                painter.fillRect(QRectF(left[i], bottom[i] - heights[i], width, heights[i]), shade)
            bottom -= heights

    def _paint_shade(self, painter: QPainter, axes: Axes, bars: Bars) -> None:
        if not self.drawing.lines:
            return
        line, total = self.drawing.lines[0], bars.total
        share = np.sqrt(total / total.max())
        color = QColor(line.color)
        for i in np.flatnonzero(total):
            x = np.linspace(bars.edges[i], bars.edges[i + 1], 5)
            y = np.interp(x, line.x, line.y)
            x, y = x[np.isfinite(y)], y[np.isfinite(y)]
            color.setAlphaF(0.18 + 0.3 * float(share[i]))
            pen = QPen(color, px(3) + px(11) * float(share[i]))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            points = np.stack([axes.x_pixels(x), axes.y_pixels(y)], axis=1)
            painter.drawPolyline(polygon(points))
        painter.setBrush(Qt.BrushStyle.NoBrush)
