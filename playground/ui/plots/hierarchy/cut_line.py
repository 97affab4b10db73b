"""The line that cuts a dendrogram, with what it leaves, and the longest gap behind it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from playground.ui.plots.axes import Axes
from playground.ui.plots.hierarchy.cut import Cut
from playground.ui.plots.hierarchy.tree_shape import Gap, TreeShape
from playground.ui.plots.lettering import font, number, paint_plate
from playground.ui.theme import px, theme


def paint_cut(
    painter: QPainter, axes: Axes, y: float, cut: Cut, shape: TreeShape, bold: bool
) -> None:
    """Paint the line and its handle at a pixel row; `bold` while it is held or has the focus."""
    color, area = theme().color("accent"), axes.area
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(color, px(2) if bold else 1.4 * px(1))
    pen.setDashPattern([5, 3])
    painter.setPen(pen)
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
    groups = cut.groups(shape)
    text = "1 group" if groups == 1 else f"{groups} groups"
    if area.width() > px(300) and groups <= shape.leaves:
        text += f" · cut at {number(cut.at(shape, axes.log))}"
    painter.setFont(font(11, bold=True))
    metrics = QFontMetricsF(painter.font())
    wide, high = metrics.horizontalAdvance(text) + px(26), metrics.height() + px(5)
    plate = QRectF(area.right() - wide, y - high / 2, wide, high)
    plate.moveTop(min(max(plate.top(), 0.0), area.bottom() + px(6) - high))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(plate, high / 2, high / 2)
    painter.setPen(theme().color("field"))
    words = plate.adjusted(px(18), 0, -px(8), 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    middle = QPointF(plate.left() + px(10), plate.center().y())
    painter.setPen(QPen(theme().color("field"), 1.4 * px(1)))
    for sign in (-1, 1):
        tip = middle + QPointF(0, sign * px(5))
        for side in (-1, 1):
            painter.drawLine(tip, tip + QPointF(side * px(3), -sign * px(3)))


def paint_gap(painter: QPainter, axes: Axes, gap: Gap) -> None:
    """Paint a soft band where nothing is joined for the longest time."""
    painter.fillRect(_band(axes, gap), theme().color("accent", 0.09))


def paint_gap_words(painter: QPainter, axes: Axes, gap: Gap, y: float) -> None:
    """Say on top of the branches what the longest gap suggests, where there is room.

    Parameters
    ----------
    y
        Pixel row of the cut, which the words keep away from.
    """
    band = _band(axes, gap)
    painter.setFont(font(10))
    metrics = QFontMetricsF(painter.font())
    text = f"longest gap: {gap.clusters} groups"
    wide, high = metrics.horizontalAdvance(text) + px(8), metrics.height()
    plate = QRectF(band.left() + px(2), band.top() + px(2), wide, high)
    if plate.top() - px(2) <= y <= plate.bottom() + px(2):
        plate.moveTop(y + px(4))
    if wide + px(4) > band.width() or plate.bottom() + px(2) > band.bottom():
        return
    paint_plate(painter, plate)
    painter.setPen(theme().color("secondary"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _band(axes: Axes, gap: Gap) -> QRectF:
    ends = axes.y_pixels(np.array([gap.high, gap.low])).tolist()
    top, bottom = (min(max(end, axes.area.top()), axes.area.bottom()) for end in ends)
    return QRectF(axes.area.left(), top, axes.area.width(), bottom - top)
