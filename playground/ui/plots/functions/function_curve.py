"""A function of one variable as a curve, with balls on it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from playground.engine.functions.test_function import TestFunction
from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.functions.balls import Balls
from playground.ui.plots.functions.function_view import FunctionView
from playground.ui.plots.lettering import chip
from playground.ui.plots.polygon import polygon, runs
from playground.ui.plots.stroke import stroke
from playground.ui.theme import px, theme

TAIL = 24
"""Places of a tail at most: on a curve a longer one would only cover it."""
HEAP = 3
"""From so many balls in one place on they are counted."""


class FunctionCurve(FunctionView):
    """The curve, the balls on it, and how many lie in one place."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._limits = ((0.0, 1.0), (0.0, 1.0))

    def show_function(self, function: TestFunction) -> None:
        """Show another function over its extent, widened to where balls start."""
        starts = function.starts(tuple(range(2)))
        left, right = function.extent[:2]
        left, right = min(left, float(starts.min())), max(right, float(starts.max()))
        edge = 0.04 * (right - left)
        x = np.linspace(*function.extent[:2], 400)
        with np.errstate(all="ignore"):
            y = function.value(x[:, None])
        y = y[np.isfinite(y)]
        low, high = (float(y.min()), float(y.max())) if len(y) else (0.0, 1.0)
        room = max(high - low, 1e-9)
        self._limits = (left - edge, right + edge), (low - 0.1 * room, high + 0.12 * room)
        super().show_function(function)

    def to_pixels(self, points: Array) -> Array:
        """Return pixels ``(..., 2)`` on the curve of points ``(..., 1)``."""
        assert self.function is not None
        axes, value = self._axes(), self.function.value(np.asarray(points, float))
        return np.stack([axes.x_pixels(points[..., 0]), axes.y_pixels(value)], axis=-1)

    def from_pixel(self, at: QPointF) -> tuple[float, ...]:
        """Return the point above or below a pixel."""
        return (self._axes().x_at(at.x()),)

    def arrow(
        self, point: Array, move: Array, factor: float, lane: int = 0
    ) -> tuple[QPointF, QPointF]:
        """Return the ends of a level arrow above the ball: a step has one direction here."""
        axes, balls = self._axes(), self.balls
        assert balls is not None
        ball = self.to_pixels(balls.path[-1, balls.member])
        unit = axes.area.width() / (axes.x_range[1] - axes.x_range[0])
        begin = QPointF(float(axes.x_pixels(point[0])), float(ball[1]) - px(18) - lane * px(12))
        return begin, begin + QPointF(float(move[0]) * factor * unit, 0)

    def paint_ground(self, painter: QPainter, vector: bool) -> QRectF:
        """Paint axes and curve."""
        assert self.function is not None
        axes = self._axes()
        axes.paint(painter)
        x = np.linspace(*axes.x_range, max(int(axes.area.width()), 2))
        points = np.stack([axes.x_pixels(x), axes.y_pixels(self.function.value(x[:, None]))], -1)
        painter.save()
        painter.setClipRect(axes.area)
        for run in runs(points):
            self._paint_fill(painter, run, axes.area)
            stroke(painter, run, theme().color("accent"), 2.4 * px(10) / 10, exact=vector)
        painter.restore()
        return axes.area.adjusted(0, -px(8), px(8), 0)

    def _axes(self) -> Axes:
        (x, y), names = self._limits, self.function.variables if self.function else ("x",)
        return Axes(QRectF(self.rect()), x, y, False, names[0], f"f({names[0]})")

    def _paint_fill(self, painter: QPainter, run: Array, area: QRectF) -> None:
        path = QPainterPath()
        path.addPolygon(polygon(run))
        path.lineTo(float(run[-1, 0]), area.bottom())
        path.lineTo(float(run[0, 0]), area.bottom())
        ground = QLinearGradient(area.topLeft(), area.bottomLeft())
        ground.setColorAt(0.0, theme().color("accent", 0.04))
        ground.setColorAt(1.0, theme().color("accent", 0.22))
        painter.fillPath(path, ground)

    def _paint_balls(self, painter: QPainter, balls: Balls) -> None:
        short = Balls(
            balls.path[-TAIL:], balls.value, balls.gone, balls.group, balls.member, balls.colors,
            balls.marked,
        )  # fmt: skip
        super()._paint_balls(painter, short)
        self._paint_heaps(painter, balls)

    def _paint_heaps(self, painter: QPainter, balls: Balls) -> None:
        """Count balls that lie in one place, rule by rule."""
        here = balls.path[-1]
        for group, color in enumerate(balls.colors):
            mine = here[(balls.group == group) & ~balls.gone]
            pixels = self.to_pixels(mine)
            pixels = pixels[np.isfinite(pixels).all(axis=1)]
            for heap in heaps(pixels[:, 0], px(3)):
                if len(heap) >= HEAP:
                    x, y = pixels[heap].mean(axis=0)
                    above = QPointF(float(x), float(y) - px(32) - group * px(20))
                    self._count(painter, f"{len(heap)}", above, color)

    def _count(self, painter: QPainter, text: str, at: QPointF, color: QColor) -> None:
        plate = chip(painter, text, at, "center", QRectF(self.rect()))
        painter.setPen(QPen(color, px(10) / 7))
        painter.setBrush(QColor(0, 0, 0, 0))
        painter.drawRoundedRect(plate, px(4), px(4))


def heaps(places: Array, gap: float) -> list[Array]:
    """Return the indices of places that lie together: none farther than a gap from the next.

    Examples
    --------
    >>> [heap.tolist() for heap in heaps(np.array([5.0, 0.0, 0.5, 5.2]), 1.0)]
    [[1, 2], [0, 3]]
    """
    order = np.argsort(places)
    cuts = np.flatnonzero(np.diff(places[order]) > gap) + 1
    return [heap for heap in np.split(order, cuts) if len(heap)]
