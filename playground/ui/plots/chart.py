"""A chart of curves: axes, lines, samples, dashed levels, and a cursor that reads them."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.decisions.plane_view import Samples
from playground.ui.plots.lettering import chip, font, number
from playground.ui.plots.level_name import name_room
from playground.ui.plots.painted import Painted
from playground.ui.plots.points import paint_points, radius_for
from playground.ui.plots.polygon import polygon, runs
from playground.ui.plots.stroke import stroke
from playground.ui.theme import px, theme


@dataclass(frozen=True, eq=False)
class Line:
    """One curve; where y is not finite it has a gap."""

    x: Array
    y: Array
    color: QColor
    width: float = 1.6
    dashed: bool = False


@dataclass(frozen=True)
class Level:
    """A dashed line across the chart, such as a baseline; without a label it has no name on it."""

    value: float
    label: str
    color: QColor


@dataclass(frozen=True, eq=False)
class Band:
    """What lies between two curves, softly filled."""

    x: Array
    low: Array
    high: Array
    color: QColor


@dataclass(frozen=True, eq=False)
class Drawing:
    """Everything on a chart.

    Attributes
    ----------
    x_range, y_range
        Limits of the axes.
    x_name, y_name
        What they count.
    note
        What its lines and bands are, written at the top where there is room.
    """

    lines: tuple[Line, ...] = ()
    levels: tuple[Level, ...] = ()
    samples: Samples | None = None
    x_range: tuple[float, float] = (0.0, 1.0)
    y_range: tuple[float, float] = (0.0, 1.0)
    log: bool = False
    x_name: str = ""
    y_name: str = ""
    marks: tuple[tuple[float, float, QColor], ...] = field(default=())
    bands: tuple[Band, ...] = ()
    note: str = ""


class Chart(Painted):
    """Paints a `Drawing`.

    Signals
    -------
    hovered(object)
        The x under the cursor, or None when it leaves.
    resized()
        Curves may want another number of points.
    """

    likes = (320, 200)

    hovered = Signal(object)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = Drawing()
        self.cursor_x: float | None = None
        self.marks_at: Callable[[float], list[tuple[float, QColor]]] | None = None
        self.setMouseTracking(True)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show something else."""
        self.drawing = drawing
        self.update()

    def axes(self) -> Axes:
        """Return the axes of what is shown, at the widget's size."""
        d = self.drawing
        return Axes(QRectF(self.rect()), d.x_range, d.y_range, d.log, d.x_name, d.y_name)

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Tell that there is room for another number of points."""
        self.resized.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move the cursor line."""
        axes = self.axes()
        inside = axes.area.left() <= event.position().x() <= axes.area.right()
        self.point_at(axes.x_at(event.position().x()) if inside else None)

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Take the cursor line away."""
        self.point_at(None)

    def point_at(self, x: float | None) -> None:
        """Put the cursor line at an x, or nowhere."""
        if x != self.cursor_x:
            self.cursor_x = x
            self.hovered.emit(x)
            self.update()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the chart; `vector` avoids pixmaps, for SVG and PDF."""
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        axes = self.axes()
        axes.paint(painter)
        painter.save()
        painter.setClipRect(axes.area.adjusted(-1, -px(3), px(3), px(3)))
        self.paint_under(painter, axes)
        for band in self.drawing.bands:
            _paint_band(painter, axes, band)
        self._paint_levels(painter, axes)
        self._paint_samples(painter, axes, vector)
        for line in self.drawing.lines:
            self._paint_line(painter, axes, line, vector)
        self._paint_names(painter, axes)
        self._paint_cursor(painter, axes)
        painter.restore()
        self._paint_note(painter, axes)

    def paint_under(self, painter: QPainter, axes: Axes) -> None:
        """Paint what lies under the curves; nothing unless a subclass does."""

    def _paint_levels(self, painter: QPainter, axes: Axes) -> None:
        for _, y, color in self._levels_in(axes):
            painter.setPen(QPen(color, 1.2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(axes.area.left(), y), QPointF(axes.area.right(), y))

    def _paint_names(self, painter: QPainter, axes: Axes) -> None:
        """Paint what the dashed lines are called, where no curve runs."""
        painter.setFont(font(10.5))
        metrics = QFontMetricsF(painter.font())
        for text, y, color in self._levels_in(axes):
            if text:
                size = QSizeF(metrics.horizontalAdvance(text) + px(6), metrics.height())
                curves = [self._placed(axes, line) for line in self.drawing.lines]
                room = name_room(size, y, axes.area, curves)
                painter.fillRect(room, theme().color("field", 0.8))
                painter.setPen(color)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _levels_in(self, axes: Axes) -> list[tuple[str, float, QColor]]:
        """Return name, pixel row and colour of each level in sight."""
        levels, area = self.drawing.levels, axes.area
        rows = axes.y_pixels(np.array([level.value for level in levels])).tolist()
        return [
            (level.label and f"{level.label} {number(level.value)}", y, level.color)
            for level, y in zip(levels, rows, strict=True)
            if area.top() - 1 <= y <= area.bottom() + 1
        ]

    @staticmethod
    def _placed(axes: Axes, line: Line) -> Array:
        return np.stack([axes.x_pixels(line.x), axes.y_pixels(line.y)], axis=1)

    def _paint_line(self, painter: QPainter, axes: Axes, line: Line, vector: bool) -> None:
        width = line.width * px(10) / 10
        for run in runs(self._placed(axes, line)):
            if len(run) == 1:
                painter.setPen(QPen(line.color, width))
                painter.drawPoint(QPointF(*run[0]))
            else:
                stroke(painter, run, line.color, width, line.dashed, exact=vector)

    def _paint_samples(self, painter: QPainter, axes: Axes, vector: bool) -> None:
        shown = self.drawing.samples
        if shown is None or not len(shown.at):
            return
        at = np.stack([axes.x_pixels(shown.at[:, 0]), axes.y_pixels(shown.at[:, 1])], axis=1)
        radius = radius_for(len(at), self.width(), self.height())
        ratio = None if vector else self.devicePixelRatioF()
        paint_points(painter, at, shown.shades, shown.parts, shown.colors, radius, ratio)

    def _paint_note(self, painter: QPainter, axes: Axes) -> None:
        note, area = self.drawing.note, axes.area
        width = QFontMetricsF(font(11)).horizontalAdvance(note) + px(12)
        if note and width <= area.width() and area.height() >= px(90):
            chip(painter, note, area.topRight(), "right", area)

    def _paint_cursor(self, painter: QPainter, axes: Axes) -> None:
        if self.cursor_x is None:
            return
        x = float(axes.x_pixels(np.array([self.cursor_x]))[0])
        painter.setPen(QPen(theme().color("text", 0.4), 1))
        painter.drawLine(QPointF(x, axes.area.top()), QPointF(x, axes.area.bottom()))
        for value, color in self.marks_at(self.cursor_x) if self.marks_at else ():
            y = float(axes.y_pixels(np.array([value]))[0])
            if np.isfinite(y):
                painter.setPen(QPen(theme().color("field"), 1.2))
                painter.setBrush(color)
                painter.drawEllipse(QPointF(x, y), px(3.5), px(3.5))


def _paint_band(painter: QPainter, axes: Axes, band: Band) -> None:
    """Paint a band as one shape; it has no outline."""
    there = np.isfinite(band.low) & np.isfinite(band.high)
    if not there.any():
        return
    x = axes.x_pixels(band.x[there])
    low, high = axes.y_pixels(band.low[there]), axes.y_pixels(band.high[there])
    around = np.concatenate([np.stack([x, high], axis=1), np.stack([x, low], axis=1)[::-1]])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(band.color)
    painter.drawPolygon(polygon(around))
