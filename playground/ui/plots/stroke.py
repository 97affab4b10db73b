"""Lines through many points, painted fast enough for every frame."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.kernels.array import Array
from playground.ui.plots.polygon import lines, polygon

DASH, GAP = 4.0, 2.5
"""Lengths of a dash and of the gap after it, in widths of the line."""


def stroke(
    painter: QPainter, points: Array, color: QColor, width: float, dashed: bool = False,
    exact: bool = False,
) -> None:  # fmt: skip
    """Draw a line through points ``(n, 2)`` in pixels.

    Parameters
    ----------
    exact
        Draw one path, as files want it. Qt finds the outline of a path wider than a pixel as a
        whole, which takes 10 to 50 ms for a noisy curve of 1000 points; the other ways take 1.
    """
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashed:
        pen.setDashPattern([DASH, GAP])
    thick = width * painter.device().devicePixelRatioF()
    if exact or thick <= 1:
        painter.setPen(pen)
        painter.drawPolyline(polygon(points))
    elif color.alpha() < 255:
        # Pieces that overlap would show, so a faint line is one pixel wide.
        painter.setPen(_hairline(color, thick, dashed))
        painter.drawPolyline(polygon(points))
    elif dashed:
        _stack_hairlines(painter, points, color, width, thick)
    else:
        painter.setPen(pen)
        painter.drawLines(lines(np.stack([points[:-1], points[1:]], axis=1)))


def _hairline(color: QColor, thick: float, dashed: bool) -> QPen:
    """Return a pen of one device pixel, with the dashes of a line so many of them thick."""
    pen = QPen(color, 1)
    pen.setCosmetic(True)
    if dashed:
        pen.setDashPattern([DASH * thick, GAP * thick])
    return pen


def _stack_hairlines(
    painter: QPainter, points: Array, color: QColor, width: float, thick: float
) -> None:
    """Draw a dashed line as hairlines side by side: pieces of it would each begin a dash."""
    painter.setPen(_hairline(color, thick, dashed=True))
    path = polygon(points)
    reach = (thick - 1) / 2 * width / thick
    for offset in np.linspace(-reach, reach, max(2, round(thick))):
        for dx, dy in ((offset, 0.0), (0.0, offset)):
            painter.translate(dx, dy)
            painter.drawPolyline(path)
            painter.translate(-dx, -dy)
