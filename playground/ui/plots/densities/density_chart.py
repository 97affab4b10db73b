"""The densities of the only feature there is, and the place that is asked about."""

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.chart import Chart, Drawing, Line
from playground.ui.plots.decisions.plate import Samples
from playground.ui.plots.densities.clouds import Clouds
from playground.ui.theme import px, theme

FINE = 400


class DensityChart(Chart):
    """A curve for each class, filled below, with the samples along the axis."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spot: float | None = None
        self.setAccessibleName("Point at a place to see Bayes' rule there")

    def show_clouds(
        self, clouds: Clouds, samples: Samples, ends: tuple[float, float], name: str
    ) -> None:
        """Show other distributions of the feature called `name` between two ends."""
        x = np.linspace(*ends, FINE)
        lines = [Line(x, clouds.density(c, 0, x), clouds.color(c), 2.0) for c in clouds.known]
        top = 1.1 * clouds.peak(0)
        flat = Samples(samples.at * [1, 0], samples.shades, samples.parts, samples.colors)
        self.show_drawing(
            Drawing(tuple(lines), samples=flat, x_range=ends, y_range=(-0.06 * top, top),
                    x_name=name, y_name="density")
        )  # fmt: skip

    def show_spot(self, spot: Array | None) -> None:
        """Mark the place ``(1,)`` that is asked about."""
        self._spot = None if spot is None else float(spot[0])
        self.update()

    def paint_under(self, painter: QPainter, axes: Axes) -> None:
        """Paint what is below the curves, and the place."""
        ground = axes.y_pixels(np.zeros(1))[0]
        for line in self.drawing.lines:
            x, y = axes.x_pixels(line.x), axes.y_pixels(line.y)
            curve = [QPointF(*at) for at in zip(x.tolist(), y.tolist(), strict=True)]
            ends = QPointF(x[0], ground), QPointF(x[-1], ground)
            fill = QColor(line.color)
            fill.setAlphaF(0.22)
            painter.setPen(QPen(QColor(0, 0, 0, 0)))
            painter.setBrush(fill)
            painter.drawPolygon(QPolygonF([ends[0], *curve, ends[1]]))
        if self._spot is not None:
            x = float(axes.x_pixels(np.array([self._spot]))[0])
            painter.setPen(QPen(theme().color("text", 0.6), px(10) / 8))
            painter.drawLine(QPointF(x, axes.area.top()), QPointF(x, axes.area.bottom()))
