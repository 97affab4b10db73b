"""Samples on a plot: solid discs for training, squares for validation, hollow for test."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from playground.kernels.array import Array
from playground.ui.plots.stamps import Kind, stamp_marks
from playground.ui.theme import px, theme

TRAIN, VALIDATION, TEST = 0, 1, 2

ROOM = 1.6
"""Half the side of a square that any mark fits into, in radii."""


def radius_for(count: int, width: float, height: float) -> float:
    """Return a disc radius at which so many points leave the field visible."""
    room = np.sqrt(max(width * height, 1.0) / max(count, 1))
    least = px(26) if min(width, height) >= px(150) else px(19)
    return float(np.clip(0.16 * room, least / 10, px(46) / 10))


def paint_mark(painter: QPainter, at: QPointF, radius: float, color: QColor, part: int) -> None:
    """Paint one sample: colour tells its target, shape its part."""
    rim = QColor(255, 255, 255, 215)
    if part == TEST:
        painter.setPen(QPen(color, radius * 0.55))
        painter.setBrush(theme().color("field"))
        painter.drawEllipse(at, radius * 0.9, radius * 0.9)
        return
    painter.setPen(QPen(rim, max(radius * 0.24, 0.7)))
    painter.setBrush(color)
    if part == VALIDATION:
        side = radius * 0.85
        painter.drawRect(QRectF(at.x() - side, at.y() - side, 2 * side, 2 * side))
    else:
        painter.drawEllipse(at, radius, radius)


def paint_points(
    painter: QPainter,
    at: Array,
    shades: Array,
    parts: Array,
    colors: list[QColor],
    radius: float,
    ratio: float | None = None,
) -> None:
    """Paint samples at pixel positions ``(n, 2)``.

    Parameters
    ----------
    shades
        Index of each sample's colour in `colors`, ``(n,)``.
    parts
        0 train, 1 validation, 2 test, ``(n,)``.
    ratio
        Device pixels per pixel, to stamp sprites; None paints shapes, as vector formats need.
    """

    def mark(painter: QPainter, place: QPointF, kind: Kind) -> None:
        shade, part = kind
        paint_mark(painter, place, radius, colors[shade], part)

    kinds = list(zip(shades.tolist(), parts.tolist(), strict=True))
    stamp_marks(painter, at, kinds, mark, radius * ROOM + 1.0, ratio)


def paint_rings(painter: QPainter, at: Array, radius: float) -> None:
    """Ring the samples at pixel positions ``(k, 2)`` that were brushed."""
    outer, inner = QPen(theme().color("canvas", 0.9), 4.5), QPen(theme().color("text"), 2.0)
    painter.setBrush(QColor(0, 0, 0, 0))
    for pen in (outer, inner):
        painter.setPen(pen)
        for x, y in at.tolist():
            painter.drawEllipse(QPointF(x, y), 1.75 * radius, 1.75 * radius)
