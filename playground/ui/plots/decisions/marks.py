"""Marks on top of a picture: a box that is outlined, a place that is pointed at."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.kernels.array import Array
from playground.ui.theme import px, theme

BEYOND = 1e5
"""Pixels that stand for an edge without end: painters take no infinite numbers."""


def paint_outline(painter: QPainter, area: QRectF, corners: Array) -> None:
    """Paint a box from its left top and right bottom pixels ``(2, 2)``, kept within an area.

    Where the box goes on beyond the picture its frame shows at the picture's edge.
    """
    (left, top), (right, bottom) = corners.clip(-BEYOND, BEYOND).tolist()
    room = area.adjusted(px(2), px(2), -px(2), -px(2))
    inside = room.intersected(QRectF(QPointF(left, top), QPointF(right, bottom)))
    painter.setBrush(theme().color("text", 0.10))
    for width, token in ((4.0, "canvas"), (2.0, "accent")):
        painter.setPen(QPen(theme().color(token), width))
        painter.drawRect(inside)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_cross(painter: QPainter, at: Array) -> None:
    """Paint a small cross at a pixel ``(2,)``."""
    x, y = at.clip(-BEYOND, BEYOND).tolist()
    reach = px(6)
    for width, token in ((3.5, "canvas"), (1.5, "text")):
        painter.setPen(QPen(theme().color(token), width))
        painter.drawLine(QPointF(x - reach, y), QPointF(x + reach, y))
        painter.drawLine(QPointF(x, y - reach), QPointF(x, y + reach))


def paint_circles(painter: QPainter, at: Array, radius: float) -> None:
    """Paint thin circles around pixels ``(n, 2)``."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().color("text", 0.85), 1.2))
    for x, y in at.tolist():
        painter.drawEllipse(QPointF(x, y), radius, radius)


def paint_spot(painter: QPainter, at: QPointF, color: QColor, radius: float) -> None:
    """Paint the place that asks as a reticle in the colour of the answer."""
    painter.setBrush(color)
    for token, width in (("canvas", 0.7), ("text", 0.3)):
        thick = max(width * radius, 1.5)
        painter.setPen(QPen(theme().color(token), thick))
        painter.drawEllipse(at, radius, radius)
        for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            way = QPointF(x, y)
            painter.drawLine(at + way * (radius + px(2)), at + way * (radius + px(6)))
