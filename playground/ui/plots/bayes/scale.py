"""What stands around the rows of Bayes' rule: signs, the scale, the truth, the interval."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.ui.plots.bayes.belief_row import slots, x_of
from playground.ui.plots.bayes.believed import Believed, belief_color, second_color
from playground.ui.plots.lettering import chip, font, number
from playground.ui.theme import px, theme

GUTTER = 30
"""Room at the left for the signs between the rows."""

BIAS = "probability of heads"
CENTER = Qt.AlignmentFlag.AlignCenter


def paint_signs(painter: QPainter, rooms: list[QRectF]) -> None:
    """Paint the signs of multiplying and of the outcome beside the rows."""
    painter.setFont(font(18))
    painter.setPen(theme().color("text"))
    for sign, room in zip(("×", "="), rooms[1:], strict=True):
        side = QRectF(px(4), room.top(), px(GUTTER) - px(8), room.height())
        painter.drawText(side, CENTER, sign)


def paint_interval(painter: QPainter, room: QRectF, believed: Believed) -> None:
    """Paint where 95 % of the belief lies."""
    if not believed.curved or believed.impossible:
        return
    low, high = float(believed.arrays["low"]), float(believed.arrays["high"])
    left, right = x_of(room, np.array([low, high])).tolist()
    ground = QColor(belief_color())
    ground.setAlphaF(0.10)
    painter.fillRect(QRectF(left, room.top(), right - left, room.height()), ground)
    painter.setPen(QPen(belief_color(), px(20) / 10))
    y = room.bottom() + px(3)
    painter.drawLine(QPointF(left, y), QPointF(right, y))


def paint_scale(painter: QPainter, room: QRectF, believed: Believed, width: float) -> None:
    """Paint what the hypotheses are called, under the lowest row."""
    painter.setFont(font(10.5))
    metrics = QFontMetricsF(painter.font())
    painter.setPen(theme().color("secondary"))
    y, high = room.bottom() + px(6), metrics.height()
    if not believed.curved:
        for slot, name in zip(slots(room, len(believed.at)), believed.names, strict=True):
            painter.drawText(QRectF(slot.left(), y, slot.width(), high), CENTER, name)
        return
    named = metrics.horizontalAdvance(BIAS)
    roomy = 0.25 * room.width() > named + px(28)
    middle = room.left() + 0.625 * room.width() - named / 2
    free = middle if roomy else room.right() - named - px(24)
    for value in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = float(x_of(room, np.array([value]))[0])
        wide = metrics.horizontalAdvance(number(value)) + 2
        left = min(max(x - wide / 2, px(2)), width - wide - px(2))
        if roomy or value == 1.0 or left + wide < free:
            painter.drawText(QRectF(left, y, wide, high), CENTER, number(value))
    told = QRectF(free, y, named + 2, high)
    painter.drawText(told, Qt.AlignmentFlag.AlignLeft, BIAS)


def paint_truth(painter: QPainter, rooms: list[QRectF], believed: Believed) -> None:
    """Paint a dashed line where the true coin is."""
    if not believed.curved:
        return
    room = rooms[-1]
    x = float(x_of(room, np.array([believed.truth]))[0])
    painter.setPen(QPen(theme().color("text"), 1.2, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(x, rooms[0].top()), QPointF(x, room.bottom()))
    if room.height() >= px(70):
        # Away from the belief's peak, which is at the top.
        left = float(believed.after @ believed.at) > believed.truth
        at = QPointF(x - px(4) if left else x + px(4), room.bottom() - px(26))
        chip(painter, "truth", at, "right" if left else "left", inside=room)


def paint_people_key(painter: QPainter, room: QRectF, curved: bool) -> float:
    """Paint, at the right of a line, whose curves are which; returns where the key begins.

    Bars have a colour for each hypothesis, so only those of someone else are named.
    """
    painter.setFont(font(11))
    metrics = QFontMetricsF(painter.font())
    x = room.right()
    keys = (
        ("someone else", second_color(), Qt.PenStyle.DashLine),
        ("you", belief_color(), Qt.PenStyle.SolidLine),
    )
    for name, color, style in keys if curved else keys[:1]:
        wide = metrics.horizontalAdvance(name)
        x -= wide
        painter.setPen(theme().color("secondary"))
        painter.drawText(QRectF(x, room.top(), wide + 2, room.height()), CENTER, name)
        painter.setPen(QPen(color, px(20) / 10, style))
        middle = room.center().y()
        painter.drawLine(QPointF(x - px(22), middle), QPointF(x - px(5), middle))
        x -= px(34)
    return x
