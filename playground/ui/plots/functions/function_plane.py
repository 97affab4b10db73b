"""A function of two variables from above: colours by height, lines of equal height, balls."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from playground.engine.functions.test_function import TestFunction
from playground.kernels.array import Array
from playground.kernels.contours import contour
from playground.ui.plots.field import image_of
from playground.ui.plots.functions.function_view import FunctionView
from playground.ui.plots.lettering import chip
from playground.ui.plots.polygon import lines
from playground.ui.plots.surface.relief import Scale, shade
from playground.ui.theme import px, theme

CELL = 2.0
"""Pixels between two samples of the colours; lines are found on every second sample."""
BRIGHTEST = 0.76
"""Part of the scale of magnitudes that is used: balls must outshine the heights."""
EDGE = 0.12
"""Part of the width that is looked at on both sides for the scale of heights."""
LOWEST = 0.1
"""Height below which there are no lines: valleys are narrower there than samples are apart."""
NARROW = 480
"""Width below which the axes go unnamed."""
DEEP = 1e-3
"""How far below its lowest value the logarithm's zero lies, in median heights."""


class FunctionPlane(FunctionView):
    """A map of the function that the wheel zooms and the right or middle button moves.

    Signals
    -------
    moved(bool)
        Whether it shows something else than the whole function.
    """

    moved = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._scale = Scale()
        self._centre = (0.0, 0.0)
        self._zoom = 1.0
        self._layer: QPixmap | None = None
        self._key: tuple[object, ...] = ()
        self._moved: QPointF | None = None

    def show_function(self, function: TestFunction) -> None:
        """Show another function as a whole; another start alone leaves the view as it is."""
        before = self.function
        if before is None or _still(before) != _still(function):
            self._scale = scale_of(function)
            self.function = function
            self.show_whole()
        super().show_function(function)

    def to_pixels(self, points: Array) -> Array:
        """Return pixels ``(..., 2)`` of points ``(..., 2)``."""
        unit = self._unit()
        middle = np.array([self.width() / 2, self.height() / 2])
        placed: Array = (points - np.array(self._centre)) / np.array([unit, -unit]) + middle
        return placed

    def from_pixel(self, at: QPointF) -> tuple[float, ...]:
        """Return the point at a pixel."""
        unit = self._unit()
        (x, y), width, height = self._centre, self.width(), self.height()
        return x + (at.x() - width / 2) * unit, y - (at.y() - height / 2) * unit

    def paint_ground(self, painter: QPainter, vector: bool) -> QRectF:
        """Paint colours, lines and the names of the axes."""
        area = QRectF(self.rect())
        key = (self._centre, self._zoom, self.size(), theme().name, self.devicePixelRatioF())
        if self._layer is None or key != self._key:
            self._layer, self._key = self._drawn(), key
        painter.drawPixmap(QPointF(0, 0), self._layer)
        inner = area.adjusted(px(6), px(6), -px(6), -px(6))
        if area.width() > px(NARROW):
            chip(painter, "y ↑", inner.topLeft(), "left", inner)
            chip(painter, "x →", inner.bottomRight(), "right", inner)
        return area

    def _unit(self) -> float:
        """Return units per pixel: the whole extent fits in at zoom 1."""
        assert self.function is not None
        x0, x1, y0, y1 = self.function.extent
        across, up = (x1 - x0) / max(self.width(), 1), (y1 - y0) / max(self.height(), 1)
        return max(across, up) / self._zoom

    def _drawn(self) -> QPixmap:
        assert self.function is not None
        ratio = self.devicePixelRatioF()
        layer = QPixmap(self.size() * ratio)
        layer.setDevicePixelRatio(ratio)
        layer.fill(theme().color("field"))
        columns, rows = (max(8, math.ceil(n / CELL)) + 1 for n in (self.width(), self.height()))
        heights = self._heights(columns, rows)
        painter = QPainter(layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        known = np.nan_to_num(np.clip(heights, 0, 1), nan=1.0)
        # The rows run upwards in the field and the image's first row is the highest.
        painter.drawImage(QRectF(0, self.height() - rows * CELL, columns * CELL, rows * CELL),
                          image_of(shade(BRIGHTEST * known)))  # fmt: skip
        self._draw_lines(painter, heights)
        painter.end()
        return layer

    def _heights(self, columns: int, rows: int) -> Array:
        """Return heights ``(rows, columns)`` at the middles of cells, the lowest row first."""
        assert self.function is not None
        unit, (left, bottom) = self._unit(), self.from_pixel(QPointF(0, self.height()))
        x = left + (np.arange(columns) + 0.5) * CELL * unit
        y = bottom + (np.arange(rows) + 0.5) * CELL * unit
        points = np.stack(np.meshgrid(x, y), axis=-1)
        return self._scale.share(self.function.value(points))

    def _draw_lines(self, painter: QPainter, heights: Array) -> None:
        coarse = heights[::2, ::2]
        levels = [level for level in self._scale.levels() if level > LOWEST]
        found = [contour(coarse, float(level)) for level in levels]
        light = theme().name == "light"
        for i, segments in enumerate(found):
            if len(segments):
                placed = (2 * segments + 0.5) * CELL
                placed[..., 1] = self.height() - placed[..., 1]
                strength = (0.34 if i % 5 == 0 else 0.2) * (0.8 if light else 1.0)
                color = theme().color("text" if not light else "field", strength)
                pen = QPen(color, px(10) / 10)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawLines(lines(placed))

    # the pointer ------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom where the pointer is."""
        if self.function is not None:
            self._zoom_at(event.position(), 1.0015 ** event.angleDelta().y())
            event.accept()

    def _zoom_at(self, at: QPointF, factor: float) -> None:
        before = self.from_pixel(at)
        self._zoom = min(max(self._zoom * factor, 0.2), 1e4)
        after = self.from_pixel(at)
        self._shift(before[0] - after[0], before[1] - after[1])

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to move the map with the right or middle button."""
        if event.button() != Qt.MouseButton.LeftButton:
            self._moved = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move the map, or tell what is under the pointer."""
        if self._moved is not None and self.function is not None:
            away, unit = event.position() - self._moved, self._unit()
            self._moved = event.position()
            self._shift(-away.x() * unit, away.y() * unit)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let the map go."""
        self._moved = None
        super().mouseReleaseEvent(event)

    def show_whole(self) -> None:
        """Go back to the whole extent."""
        if self.function is not None:
            x0, x1, y0, y1 = self.function.extent
            self._centre, self._zoom, self._layer = ((x0 + x1) / 2, (y0 + y1) / 2), 1.0, None
            self.moved.emit(False)
            self.update()

    def _shift(self, x: float, y: float) -> None:
        self._centre = self._centre[0] + x, self._centre[1] + y
        self.moved.emit(True)
        self.update()


def _still(function: TestFunction) -> tuple[object, ...]:
    """Return all of a function but where learners start."""
    own = [f for f in function.__struct_fields__ if f not in ("start", "spread", "placing")]
    return type(function), *(getattr(function, name) for name in own)


def scale_of(function: TestFunction) -> Scale:
    """Return the logarithmic scale of a function's heights over its extent."""
    x0, x1, y0, y1 = function.extent
    # A picture of another shape shows more than the extent.
    edge = EDGE * (x1 - x0)
    x, y = np.linspace(x0 - edge, x1 + edge, 97), np.linspace(y0, y1, 61)
    points = np.stack(np.meshgrid(x, y), axis=-1)
    with np.errstate(all="ignore"):
        values = function.value(points)
        known = [float(function.value(np.array(point))) for point in function.minima]
    values = values[np.isfinite(values)]
    if not len(values):
        return Scale()
    lowest = min([float(values.min()), *known])
    deep = max(DEEP * (float(np.median(values)) - lowest), 1e-12)
    top = float(np.quantile(values, 0.995)) - lowest + deep
    return Scale(lowest - deep, math.log10(deep), max(math.log10(top), math.log10(deep) + 0.5))
