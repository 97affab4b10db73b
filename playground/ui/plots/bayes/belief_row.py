"""One row of Bayes' rule: a number for every hypothesis, as a curve or as bars."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.kernels.array import Array
from playground.ui.plots.bayes.believed import percent
from playground.ui.plots.lettering import font
from playground.ui.plots.polygon import polygon
from playground.ui.plots.stroke import stroke
from playground.ui.theme import px, theme

BARS = 0.62
"""Width of a bar as a share of its place."""


@dataclass(frozen=True, eq=False)
class Row:
    """What a row shows.

    Attributes
    ----------
    values
        ``(h,)``.
    top
        Value at the upper edge.
    color
        Of the curve or the bars.
    title
        What it is, in words.
    other
        Of a second person, or None.
    filled
        Whether the ground under a curve is filled.
    colors
        Of each bar; none: all as `color` says.
    """

    values: Array
    top: float
    color: QColor
    title: str
    other: Array | None = None
    other_color: QColor | None = None
    filled: bool = True
    colors: tuple[QColor, ...] = ()


def x_of(room: QRectF, at: Array) -> Array:
    """Return pixel columns of values from 0 to 1."""
    placed: Array = room.left() + np.asarray(at, float) * room.width()
    return placed


def y_of(room: QRectF, row: Row, values: Array) -> Array:
    """Return pixel rows of values."""
    share = np.clip(np.asarray(values, float) / max(row.top, 1e-300), 0, 1.02)
    placed: Array = room.bottom() - share * room.height()
    return placed


def paint_curve(painter: QPainter, room: QRectF, row: Row, at: Array, exact: bool) -> None:
    """Paint a row as a curve over values ``(h,)`` from 0 to 1."""
    points = np.stack([x_of(room, at), y_of(room, row, row.values)], axis=1)
    if row.filled:
        ground = QColor(row.color)
        ground.setAlphaF(0.28)
        ends = np.array([[room.right(), room.bottom()], [room.left(), room.bottom()]])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawPolygon(polygon(np.concatenate([points, ends])))
    stroke(painter, points, row.color, px(20) / 10, exact=exact)
    if row.other is not None and row.other_color is not None:
        other = np.stack([x_of(room, at), y_of(room, row, row.other)], axis=1)
        stroke(painter, other, row.other_color, px(18) / 10, dashed=True, exact=exact)


def slots(room: QRectF, count: int) -> list[QRectF]:
    """Return the places of bars side by side."""
    wide = min(room.width() / count, px(150))
    left = room.center().x() - wide * count / 2
    return [QRectF(left + i * wide, room.top(), wide, room.height()) for i in range(count)]


def paint_bars(painter: QPainter, room: QRectF, row: Row, true: Array) -> None:
    """Paint a row as bars with their numbers; those of the truth have a rim."""
    painter.setFont(font(11))
    inner = room.adjusted(0, QFontMetricsF(painter.font()).height(), 0, 0)
    for place, slot in enumerate(slots(inner, len(row.values))):
        wide = slot.width() * BARS
        half = wide / 2 if row.other is not None else wide
        own = QRectF(slot.center().x() - wide / 2, inner.top(), half, inner.height())
        color = row.colors[place] if row.colors else row.color
        _paint_bar(painter, own, row, float(row.values[place]), color, bool(true[place]))
        if row.other is not None and row.other_color is not None:
            theirs = own.translated(half, 0)
            value = float(row.other[place])
            _paint_bar(painter, theirs, row, value, row.other_color, bool(true[place]))


def _paint_bar(
    painter: QPainter, slot: QRectF, row: Row, value: float, color: QColor, true: bool
) -> None:
    """Paint a bar with its number on top."""
    top = min(float(y_of(slot, row, np.array([value]))[0]), slot.bottom() - 1)
    painter.setPen(QPen(theme().color("text"), 1.4) if true else Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRect(QRectF(slot.left(), top, slot.width(), slot.bottom() - top))
    painter.setPen(theme().color("text"))
    line = QFontMetricsF(painter.font()).height()
    told = QRectF(slot.left() - px(20), top - line - px(1), slot.width() + px(40), line)
    painter.drawText(told, Qt.AlignmentFlag.AlignCenter, percent(value))


def paint_base(painter: QPainter, room: QRectF) -> None:
    """Paint the line that a row stands on."""
    painter.setPen(QPen(theme().color("border"), 1))
    painter.drawLine(QPointF(room.left(), room.bottom()), QPointF(room.right(), room.bottom()))
