"""Rings around support vectors: the arc is the share of its ceiling that a row pulls."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.kernels.array import Array
from playground.ui.theme import px, theme

FULL = 0.9999
"""Share from which a row counts as being at its ceiling."""

TURN = 360 * 16


def paint_pulls(
    painter: QPainter, at: Array, share: Array, colors: Sequence[QColor], radius: float
) -> None:
    """Ring the rows that pull.

    Parameters
    ----------
    at
        Places in pixels ``(n, 2)``.
    share
        Pull as a share of the ceiling ``(n,)``; rows at 0 get no ring.
    colors
        Of each row's side.
    radius
        Of a sample.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = radius * 1.75
    width = max(px(18) / 10, radius * 0.42)
    dark = QPen(theme().color("canvas", 0.55), width + 1.6)
    bright = QColor("#FFFFFF") if theme().name == "dark" else theme().color("text")
    faint = QColor(bright)
    faint.setAlphaF(0.85)
    for (x, y), part, color in zip(at.tolist(), share.tolist(), colors, strict=True):
        if part <= 0:
            continue
        place, around = QPointF(x, y), QRectF(x - ring, y - ring, 2 * ring, 2 * ring)
        if part >= FULL:
            painter.setPen(QPen(color, width))
            painter.drawEllipse(place, ring, ring)
            continue
        painter.setPen(dark)
        painter.drawEllipse(place, ring, ring)
        painter.setPen(QPen(faint, max(width * 0.4, 1.1)))
        painter.drawEllipse(place, ring, ring)
        pen = QPen(color.lighter(125), width * 1.15)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(around, TURN // 4, -max(round(part * TURN), TURN // 40))
