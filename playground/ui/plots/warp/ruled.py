"""A plane ruled like graph paper, so that its scale can be read at any enlargement."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from playground.kernels.array import Array
from playground.ui.plots.lettering import font, number
from playground.ui.plots.ticks import linear_ticks
from playground.ui.theme import px, theme


def paint_ticks(painter: QPainter, low: Array, high: Array, size: tuple[int, int]) -> None:
    """Rule a picture with its numbers at the lower and right edge.

    Parameters
    ----------
    low, high
        Values ``(2,)`` at the lower left and upper right corner; one scale for both axes.
    size
        Width and height in pixels.
    """
    painter.setFont(font(9.5))
    ticks = linear_ticks(float(low[0]), float(high[0]), max(3, size[0] // px(70)))
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    scale = np.array(size) / (high - low)
    for axis in range(2):
        first, last = np.ceil(low[axis] / step), np.floor(high[axis] / step)
        for value in (np.arange(first, last + 1) * step).tolist():
            at = (value - float(low[axis])) * float(scale[axis])
            strong = abs(value) < step / 2
            color = theme().color("border" if strong else "grid")
            painter.setPen(QPen(color, 1.4 if strong else 0.8))
            _paint_tick(painter, axis, at if axis == 0 else size[1] - at, value, size)


def _paint_tick(
    painter: QPainter, axis: int, at: float, value: float, size: tuple[int, int]
) -> None:
    width, height = size
    if axis == 0:
        painter.drawLine(QPointF(at, 0), QPointF(at, height))
        room, side = QRectF(at + px(3), height - px(15), px(60), px(13)), Qt.AlignmentFlag.AlignLeft
    else:
        painter.drawLine(QPointF(0, at), QPointF(width, at))
        room = QRectF(width - px(63), at - px(14), px(60), px(13))
        side = Qt.AlignmentFlag.AlignRight
    painter.setPen(theme().color("secondary", 0.8))
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, number(value + 0.0))
