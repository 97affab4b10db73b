"""A mixture of one feature: the curve of each component, their sum, and the rows below it."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.chart import Chart, Drawing, Line
from playground.ui.plots.decisions.plate import Samples
from playground.ui.plots.mixing.mist import Mist, blends
from playground.ui.theme import px, theme

FINE = 400


class MixtureChart(Chart):
    """A curve for each component and one for all of them, over a histogram of the rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bins: Array = np.empty(0)
        self._edges: Array = np.empty(0)
        self._spot: float | None = None
        self._parts = 0
        self.setAccessibleName("Point at a place to see which component answers for it")

    def show_mist(self, mist: Mist, arrays: Mapping[str, Array], name: str) -> None:
        """Show components as they are seen now.

        Parameters
        ----------
        arrays
            What the mixture probe sent of the rows.
        name
            Of the feature.
        """
        self._bins = arrays.get("bins", np.empty(0))
        self._edges = arrays.get("edges", np.empty(0))
        first, last, *_ = arrays["extent"].tolist()
        x = np.linspace(first, last, FINE)
        parts = [(mist.part(c, x), mist.color(c)) for c in mist.known]
        total = np.sum([dense for dense, _ in parts], axis=0) if parts else np.zeros(FINE)
        top = max(float(self._bins.max(initial=0.0)), min(float(total.max()), self._enough()))
        lines = [Line(x, dense, color, 1.8) for dense, color in parts]
        self._parts = len(lines)
        shades, colors = blends(arrays["shares"])
        at = arrays["points"] * [1, 0]
        self.show_drawing(
            Drawing(
                (*lines, Line(x, total, theme().color("text"), 2.4)),
                samples=Samples(at, shades, np.zeros(len(at), np.int8), colors, arrays["rows"]),
                x_range=(first, last), y_range=(-0.07 * top, 1.12 * top or 1.0), x_name=name,
                y_name="density", note="white: their sum" if theme().name == "dark" else
                "black: their sum",
            )
        )  # fmt: skip

    def _enough(self) -> float:
        """Return the height beyond which curves are cut: a collapsed component has no end."""
        highest = float(self._bins.max(initial=0.0))
        return 2.5 * highest if highest > 0 else float("inf")

    def show_spot(self, spot: Array | None) -> None:
        """Mark the place ``(1,)`` that is asked about."""
        self._spot = None if spot is None else float(spot[0])
        self.update()

    def paint_under(self, painter: QPainter, axes: Axes) -> None:
        """Paint the histogram, what is below the curves, and the place."""
        ground = float(axes.y_pixels(np.zeros(1))[0])
        painter.setPen(QPen(theme().color("field"), 1))
        painter.setBrush(theme().color("secondary", 0.30))
        tops, sides = axes.y_pixels(self._bins), axes.x_pixels(self._edges)
        for top, left, right in zip(tops, sides[:-1], sides[1:], strict=True):
            painter.drawRect(QRectF(left, top, right - left, ground - top))
        for line in self.drawing.lines[: self._parts]:
            x, y = axes.x_pixels(line.x), axes.y_pixels(line.y)
            curve = [QPointF(*at) for at in zip(x.tolist(), y.tolist(), strict=True)]
            fill = QColor(line.color)
            fill.setAlphaF(0.20)
            painter.setPen(QPen(QColor(0, 0, 0, 0)))
            painter.setBrush(fill)
            ends = QPointF(x[0], ground), QPointF(x[-1], ground)
            painter.drawPolygon(QPolygonF([ends[0], *curve, ends[1]]))
        if self._spot is not None:
            x = float(axes.x_pixels(np.array([self._spot]))[0])
            painter.setPen(QPen(theme().color("text", 0.6), px(10) / 8))
            painter.drawLine(QPointF(x, axes.area.top()), QPointF(x, axes.area.bottom()))
