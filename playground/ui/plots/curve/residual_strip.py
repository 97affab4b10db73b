"""How far each point is from where no small change would help: the Euler-Lagrange residual."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from playground.ui.plots.axes import Axes
from playground.ui.plots.curve.sought import Sought
from playground.ui.plots.lettering import font, number
from playground.ui.plots.polygon import polygon
from playground.ui.plots.stroke import stroke
from playground.ui.theme import px, theme

TITLES = ("Euler-Lagrange residual", "residual", "")


def paint_residuals(
    painter: QPainter, room: QRectF, axes: Axes, sought: Sought, scale: float
) -> None:
    """Paint residuals along x, by their root, in shares of a scale; larger ones are cut."""
    area = QRectF(axes.area.left(), room.top(), axes.area.width(), room.height() - px(6))
    x = axes.x_pixels(sought.arrays["x"][1:-1])
    middle = _paint_frame(painter, area, sought)
    high = (area.bottom() - middle) - px(3)
    for at, member in sought.drawn():
        share = sought.arrays["residual"][at] / scale
        bent = np.clip(np.sign(share) * np.sqrt(np.abs(share)), -1, 1)
        points = np.stack([x, middle - bent * high], axis=-1)[np.isfinite(bent)]
        if not len(points):
            continue
        color = sought.color(member)
        if member == sought.member:
            soft = sought.color(member)
            soft.setAlphaF(0.22)
            ends = np.array([[points[-1, 0], middle], [points[0, 0], middle]])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(soft)
            painter.drawPolygon(polygon(np.concatenate([points, ends])))
        stroke(painter, points, color, 1.5 * px(10) / 10, exact=True)


def _paint_frame(painter: QPainter, area: QRectF, sought: Sought) -> float:
    """Paint title, largest value and the line of zero; return the row of zero."""
    painter.setFont(font(10.5))
    metrics = QFontMetricsF(painter.font())
    told = f"largest {number(float(np.abs(sought.own('residual')).max()), 2)}"
    room = area.width() - metrics.horizontalAdvance(told) - px(16)
    title = next(t for t in TITLES if metrics.horizontalAdvance(t) <= room)
    line = QRectF(area.left(), area.top(), area.width(), metrics.height())
    painter.setPen(QPen(theme().color("grid"), 1))
    painter.drawLine(QPointF(area.left(), area.top() - px(2)),
                     QPointF(area.right(), area.top() - px(2)))  # fmt: skip
    painter.setPen(theme().color("secondary"))
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft, title)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight, told)
    middle = (line.bottom() + area.bottom()) / 2
    painter.setPen(QPen(theme().color("secondary", 0.6), 1))
    painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle))
    painter.drawText(QRectF(0, middle - metrics.height() / 2, area.left() - px(6),
                            metrics.height()), Qt.AlignmentFlag.AlignRight, "0")  # fmt: skip
    return middle
