"""A small picture of a plane: a field, lines on it, and points of any size."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from playground.kernels.array import Array
from playground.ui.plots.lettering import chip, font
from playground.ui.plots.points import paint_rings
from playground.ui.plots.polygon import lines
from playground.ui.theme import px, theme


@dataclass(frozen=True, eq=False)
class PlanePicture:
    """What is painted.

    Attributes
    ----------
    extent
        Left, right, bottom and top edge.
    borders, cuts
        Segments ``(k, 2, 2)`` in coordinates of the plane: of the whole decision, and of the
        stage that is looked at.
    at, radii, shades
        Places ``(n, 2)`` of points, their radii in pixels at the scale of 1, and the number of
        each one's colour in `colors`.
    wrong, marked
        Which points are circled, and which were brushed ``(n,)``.
    """

    extent: tuple[float, float, float, float]
    caption: str = ""
    image: QImage | None = None
    borders: Array = field(default_factory=lambda: np.empty((0, 2, 2)))
    cuts: Array = field(default_factory=lambda: np.empty((0, 2, 2)))
    at: Array = field(default_factory=lambda: np.empty((0, 2)))
    radii: Array = field(default_factory=lambda: np.empty(0))
    shades: Array = field(default_factory=lambda: np.empty(0, int))
    colors: tuple[QColor, ...] = ()
    wrong: Array = field(default_factory=lambda: np.empty(0, bool))
    marked: Array = field(default_factory=lambda: np.empty(0, bool))

    def placed(self, points: Array, room: QRectF) -> Array:
        """Return the pixels of points ``(..., 2)`` of the plane."""
        x0, x1, y0, y1 = self.extent
        share = (points - [x0, y0]) / [x1 - x0, y1 - y0]
        pixels: Array = [room.left(), room.bottom()] + share * [room.width(), -room.height()]
        return pixels

    def words(self, width: float) -> str:
        """Return as many of the caption's last words as there is room for; the last in any case."""
        words, metrics = self.caption, QFontMetricsF(font(11))
        while " " in words and metrics.horizontalAdvance(words) > width:
            words = words.partition(" ")[2]
        return words

    def paint(self, painter: QPainter, room: QRectF) -> None:
        """Paint it, filling the room."""
        painter.save()
        painter.setClipRect(room)
        painter.fillRect(room, theme().color("field"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.image is not None:
            painter.drawImage(room, self.image)
        white = QColor("#FFFFFF") if theme().name == "dark" else theme().color("text")
        fine = min(1.0, max(0.6, min(room.width(), room.height()) / px(300)))
        self._paint_lines(painter, room, self.borders, QPen(white, 1.6 * fine))
        self._paint_points(painter, room)
        self._paint_lines(painter, room, self.cuts, QPen(theme().color("field"), px(5) * fine))
        self._paint_lines(painter, room, self.cuts, QPen(theme().color("warning"), px(3) * fine))
        if self.caption:
            top = QPointF(room.left() + px(5), room.top() + px(5))
            chip(painter, self.words(room.width() - px(20)), top, "left", room)
        painter.restore()

    def _paint_lines(self, painter: QPainter, room: QRectF, segments: Array, pen: QPen) -> None:
        if len(segments):
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLines(lines(self.placed(segments, room)))

    def _paint_points(self, painter: QPainter, room: QRectF) -> None:
        """Paint discs, the largest first, and circles around those that are wrong."""
        at = self.placed(self.at, room)
        # A theme's pixels go by its scale; a small picture has small points.
        scale = px(100) / 100 * min(1.0, max(0.45, min(room.width(), room.height()) / px(240)))
        radii = self.radii * scale
        rim, circle = QColor(255, 255, 255, 215), theme().color("text")
        for k in np.argsort(-radii, kind="stable").tolist():
            place, radius = QPointF(*at[k]), float(radii[k])
            painter.setPen(QPen(rim, max(0.16 * min(radius, 4.0), 0.6)))
            painter.setBrush(self.colors[int(self.shades[k])])
            painter.drawEllipse(place, radius, radius)
            if len(self.wrong) and self.wrong[k]:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(circle, 1.3 * min(scale, 1.0)))
                far = radius + 2.5 * scale
                painter.drawEllipse(place, far, far)
        if len(self.marked) and self.marked.any():
            paint_rings(painter, at[self.marked], px(4))
