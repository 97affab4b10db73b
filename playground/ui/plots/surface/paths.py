"""Paths over a loss surface: fading into the past, with a start and a ball at their end."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRadialGradient

from playground.kernels.array import Array
from playground.ui.plots.colors import member_color
from playground.ui.plots.polygon import polygon, runs
from playground.ui.theme import mix, px, theme

PIECES = 14
"""Steps in which a path fades."""


def path_color(member: int, members: int) -> QColor:
    """Return the colour of a member's path: amber alone, else that of its number."""
    if members == 1:
        return QColor("#FFC24B" if theme().name == "dark" else "#FFB020")
    return mix(member_color(member, members), QColor("#FFFFFF"), 0.12)


def paint_path(painter: QPainter, points: Array, color: QColor) -> None:
    """Paint a path through ``(n, 2)`` in pixels, faint where it is long ago."""
    rim = QColor("#0B0D10")
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for run in map(_thinned, runs(points)):
        edges = np.unique(np.linspace(0, len(run) - 1, PIECES + 1).round().astype(int))
        for width, ink, strong in ((px(10) / 2.6, rim, 0.5), (px(10) / 5, color, 1.0)):
            for first, last in zip(edges[:-1], edges[1:], strict=True):
                shade = QColor(ink)
                shade.setAlphaF(strong * (0.3 + 0.7 * last / max(edges[-1], 1)))
                pen = QPen(shade, width)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawPolyline(polygon(run[first : last + 1]))


def _thinned(points: Array) -> Array:
    """Return a run without the places that lie within a pixel of way after another."""
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    kept = np.diff(np.floor(way), prepend=-1.0) > 0
    kept[-1] = True
    found: Array = points[kept]
    return found


def paint_start(painter: QPainter, at: QPointF) -> None:
    """Paint the ring where all paths begin."""
    for color, width in ((QColor("#0B0D10"), px(10) / 3), (QColor("#FFFFFF"), px(10) / 6)):
        painter.setPen(QPen(color, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, px(4.5), px(4.5))


def paint_ball(painter: QPainter, at: QPointF, color: QColor, radius: float = 6.0) -> None:
    """Paint a ball where a member is now."""
    size = px(radius)
    glow = QRadialGradient(at, size * 2.4)
    for place, alpha in ((0.0, 0.55), (0.45, 0.4), (1.0, 0.0)):
        shade = QColor(color)
        shade.setAlphaF(alpha)
        glow.setColorAt(place, shade)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(glow)
    painter.drawEllipse(at, size * 2.4, size * 2.4)
    body = QRadialGradient(at - QPointF(size * 0.35, size * 0.4), size * 1.5)
    body.setColorAt(0.0, mix(color, QColor("#FFFFFF"), 0.65))
    body.setColorAt(1.0, color)
    painter.setPen(QPen(QColor("#0B0D10"), px(10) / 8))
    painter.setBrush(body)
    painter.drawEllipse(at, size, size)
