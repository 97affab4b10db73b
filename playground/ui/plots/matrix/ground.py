"""What stands still while a matrix moves the plane or space: ruled paper, or three axes."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from playground.kernels.array import Array
from playground.ui.plots.lettering import font
from playground.ui.plots.matrix.sight import PlaneSight, Sight, SpaceSight
from playground.ui.plots.warp.ruled import paint_ticks
from playground.ui.theme import px, theme


def paint_ground(painter: QPainter, sight: Sight, reach: float) -> None:
    """Rule the plane with its numbers, or draw the axes of space."""
    painter.save()
    painter.setClipRect(sight.area)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if isinstance(sight, PlaneSight):
        painter.translate(sight.area.topLeft())
        low, high = sight.corners()
        paint_ticks(painter, low, high, (int(sight.area.width()), int(sight.area.height())))
    elif isinstance(sight, SpaceSight):
        _paint_axes(painter, sight, reach)
    painter.restore()


def _paint_axes(painter: QPainter, sight: SpaceSight, reach: float) -> None:
    middle = np.array(sight.camera.target)
    _paint_floor(painter, sight, reach, middle)
    painter.setFont(font(10.5))
    for axis, name in enumerate("xyz"):
        ends = middle + np.stack([-np.eye(3)[axis], np.eye(3)[axis]]) * reach
        low, high = sight.pixels(ends)
        painter.setPen(QPen(theme().color("border"), 1.4))
        painter.drawLine(QPointF(*low), QPointF(*high))
        painter.setPen(theme().color("secondary"))
        side = np.sign(high - low) * px(8)
        spot = QPointF(*(high + side))
        painter.drawText(spot - QPointF(px(3), -px(4)), name)


def _paint_floor(painter: QPainter, sight: Sight, reach: float, middle: Array) -> None:
    painter.setPen(QPen(theme().color("grid"), 0.8, Qt.PenStyle.SolidLine))
    for mark in np.linspace(-1, 1, 9) * reach:
        for along in (0, 1):
            ends = np.zeros((2, 3))
            ends[:, along] = -reach, reach
            ends[:, 1 - along] = mark
            low, high = sight.pixels(middle + ends)
            painter.drawLine(QPointF(*low), QPointF(*high))
