"""Arrows that stand for the parts of a step."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from playground.kernels.array import Array
from playground.ui.theme import mix, px, theme

RIM = QColor("#0B0D10")
NEAT = (1.0, 2.0, 5.0)


@dataclass(frozen=True, eq=False)
class Stages:
    """The parts of a step, as displacements ``(s, d)`` with their names; the last is the step."""

    moves: Array
    names: tuple[str, ...]

    @property
    def starts(self) -> Array:
        """Where each arrow begins, seen from the ball: parts that add up stand in a chain."""
        begin = np.zeros_like(self.moves)
        parts, step = self.moves[:-1], self.moves[-1]
        size = float(np.abs(self.moves).max()) or 1.0
        if len(parts) > 1 and np.allclose(parts.sum(axis=0), step, atol=1e-3 * size, rtol=0):
            begin[1:-1] = np.cumsum(parts[:-1], axis=0)
        return begin

    @property
    def colors(self) -> list[QColor]:
        """A colour for each; the step itself stands out most."""
        now, count = theme(), len(self.names)
        parts = [mix(now.color(f"class {i}"), QColor("#FFFFFF"), 0.25) for i in (0, 3, 2, 6)]
        step = QColor("#FFFFFF") if now.name == "dark" else now.color("text")
        return [*(parts[i % len(parts)] for i in range(count - 1)), step]


def enlargement(longest: float, room: float) -> float:
    """Return a neat factor by which arrows of that many pixels are drawn longer or shorter.

    Parameters
    ----------
    longest
        Length of the longest arrow in pixels.
    room
        Length that is easy to see.

    Examples
    --------
    >>> enlargement(0.5, 60.0), enlargement(40.0, 60.0), enlargement(1000.0, 60.0)
    (100.0, 1.0, 0.1)
    """
    if not longest > 0 or room / 3 <= longest <= 3 * room:
        return 1.0
    wanted = room / longest
    power = 10.0 ** math.floor(math.log10(wanted))
    return max(f * power for f in NEAT if f * power <= wanted * (1 + 1e-9))


def written(factor: float) -> str:
    """Write a factor, such as ``"× 20"``; "" for 1."""
    if factor == 1:
        return ""
    return f"× {factor:g}" if factor > 1 else f"÷ {1 / factor:g}"


def paint_arrow(
    painter: QPainter, start: QPointF, end: QPointF, color: QColor, width: float
) -> None:
    """Paint an arrow with a dark rim, so that it stands out on any ground."""
    along = end - start
    length = math.hypot(along.x(), along.y())
    if length < 2:
        return
    unit = along / length
    across = QPointF(-unit.y(), unit.x())
    head = min(px(10) * (0.55 + 0.2 * width), length * 0.7)
    neck = end - unit * head
    tip = QPolygonF([end, neck + across * head * 0.45, neck - across * head * 0.45])
    for ink, extra in ((RIM, px(10) / 5), (color, 0.0)):
        pen = QPen(ink, width * px(10) / 10 + extra)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(start, neck + unit * head * 0.2)
        painter.setPen(QPen(ink, extra) if extra else Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(tip)
