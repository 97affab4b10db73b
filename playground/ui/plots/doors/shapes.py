"""A door, a goat and a prize, in a few strokes."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from playground.ui.theme import mix, px, theme

NO_PEN, NO_BRUSH = Qt.PenStyle.NoPen, Qt.BrushStyle.NoBrush


def paint_door(painter: QPainter, room: QRectF, open: bool) -> QRectF:
    """Paint a door, shut or open, and return what can be seen behind it."""
    line = max(room.width() / 28, 1.0)
    round_by = room.width() / 16
    frame = QPen(mix(theme().color("border"), theme().color("text"), 0.35), line)
    painter.setPen(frame)
    painter.setBrush(theme().color("canvas") if open else mix(
        theme().color("raised"), theme().color("lab"), 0.22
    ))  # fmt: skip
    painter.drawRoundedRect(room, round_by, round_by)
    if open:
        leaf = QPolygonF([
            room.topLeft(), room.topLeft() + QPointF(-0.2 * room.width(), 0.05 * room.height()),
            room.bottomLeft() + QPointF(-0.2 * room.width(), 0.04 * room.height()),
            room.bottomLeft(),
        ])  # fmt: skip
        painter.setBrush(mix(theme().color("raised"), theme().color("lab"), 0.22))
        painter.drawPolygon(leaf)
    elif room.width() >= px(16):
        _paint_panels(painter, room, line)
    return room.adjusted(line * 2, line * 2, -line * 2, -line * 2)


def _paint_panels(painter: QPainter, room: QRectF, line: float) -> None:
    """Paint what makes a rectangle a door: two panels and a knob."""
    painter.setPen(QPen(mix(theme().color("raised"), theme().color("text"), 0.28), line * 0.8))
    painter.setBrush(NO_BRUSH)
    wide, high = room.width(), room.height()
    for top, tall in ((0.10, 0.34), (0.56, 0.34)):
        inner = QRectF(room.left() + 0.16 * wide, room.top() + top * high, 0.68 * wide, tall * high)
        painter.drawRoundedRect(inner, wide / 30, wide / 30)
    painter.setPen(NO_PEN)
    painter.setBrush(mix(theme().color("lab"), theme().color("text"), 0.5))
    painter.drawEllipse(QPointF(room.right() - 0.10 * wide, room.top() + 0.5 * high),
                        wide * 0.045, wide * 0.045)  # fmt: skip


def paint_goat(painter: QPainter, room: QRectF) -> None:
    """Paint a goat that stands on the floor of a room and looks to the right."""
    size = min(room.width(), room.height()) * 0.86
    left, top = room.center().x() - size / 2, room.bottom() - size
    color = mix(theme().color("canvas"), theme().color("text"), 0.62)

    def at(x: float, y: float) -> QPointF:
        return QPointF(left + x * size, top + y * size)

    painter.setPen(NO_PEN)
    painter.setBrush(color)
    painter.drawEllipse(QRectF(at(0.12, 0.42), at(0.72, 0.78)))
    head = QPolygonF([at(0.62, 0.22), at(0.76, 0.18), at(0.97, 0.36), at(0.93, 0.44),
                      at(0.76, 0.43), at(0.68, 0.62), at(0.52, 0.50)])  # fmt: skip
    painter.drawPolygon(head)
    for x in (0.20, 0.30, 0.54, 0.64):
        painter.drawRect(QRectF(at(x, 0.62), at(x + 0.055, 0.99)))
    painter.drawPolygon(QPolygonF([at(0.82, 0.44), at(0.87, 0.44), at(0.83, 0.58)]))
    painter.drawPolygon(QPolygonF([at(0.14, 0.52), at(0.20, 0.46), at(0.06, 0.38)]))
    _paint_horns(painter, [at(0.70, 0.20), at(0.66, 0.02), at(0.52, 0.02)], color, size)
    painter.setPen(NO_PEN)
    painter.setBrush(theme().color("canvas"))
    painter.drawEllipse(at(0.79, 0.29), size * 0.022, size * 0.022)


def _paint_horns(painter: QPainter, bow: list[QPointF], color: QColor, size: float) -> None:
    path = QPainterPath(bow[0])
    path.quadTo(bow[1], bow[2])
    pen = QPen(color, size * 0.055)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(NO_BRUSH)
    painter.drawPath(path)


def paint_prize(painter: QPainter, room: QRectF) -> None:
    """Paint the prize, a golden star."""
    radius = 0.42 * min(room.width(), room.height())
    middle = room.center()
    corners = []
    for i in range(10):
        far = radius if i % 2 == 0 else 0.45 * radius
        angle = -math.pi / 2 + i * math.pi / 5
        corners.append(QPointF(middle.x() + far * math.cos(angle),
                               middle.y() + far * math.sin(angle)))  # fmt: skip
    gold = theme().color("fit")
    # The token is dark enough for text on white; a star of gold is not.
    gold = gold.lighter(160) if gold.lightnessF() < 0.5 else gold
    glow = QColor(gold)
    glow.setAlphaF(0.22)
    painter.setPen(NO_PEN)
    painter.setBrush(glow)
    painter.drawEllipse(middle, radius * 1.15, radius * 1.15)
    painter.setBrush(gold)
    painter.drawPolygon(QPolygonF(corners))
