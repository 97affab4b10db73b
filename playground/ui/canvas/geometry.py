"""Measures of the canvas in scene units: cards, ports, grid and wires."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from playground.core.block import PortType

GRID = 16.0
WIDTH = 160.0
HEADER = 28.0
SUMMARY = 24.0
PAD = 8.0
RADIUS = 9.0
PORT = 5.0
"""Radius of a port's circle."""
REACH = 13.0
"""How far from a port's centre the pointer still takes hold of it."""
FIRST_PORT = 48.0
PORT_STEP = 22.0
MARGIN = 9.0
"""Space around a card that its ports, badge and selection frame need."""


@dataclass(frozen=True)
class Port:
    """One port of one block: where a wire may begin or end.

    Attributes
    ----------
    name
        "" for the first port of its side, as wires write it.
    label
        The port's own name, as people read it.
    also
        Another type that an input takes.
    many
        Whether an input takes several wires.
    """

    block: str
    name: str
    label: str
    type: PortType
    output: bool
    at: tuple[float, float]
    also: PortType | None = None
    many: bool = False

    def point(self, corner: QPointF) -> QPointF:
        """Return the centre in scene coordinates of a card whose left top corner is given."""
        return QPointF(corner.x() + self.at[0], corner.y() + self.at[1])


def snapped(x: float, y: float, free: bool = False) -> tuple[float, float]:
    """Return the nearest place on the grid, or the place itself when `free`."""
    if free:
        return x, y
    return round(x / GRID) * GRID, round(y / GRID) * GRID


def card(height: float) -> QRectF:
    """Return a card's rectangle in its own coordinates."""
    return QRectF(0, 0, WIDTH, height)


def curve(start: QPointF, end: QPointF) -> QPainterPath:
    """Return the path of a wire: level at both ends, longer tangents when it runs backwards."""
    dx, dy = end.x() - start.x(), end.y() - start.y()
    pull = max(min(abs(dx) / 2, 120.0), min(48.0, abs(dx) + abs(dy)) / 2)
    if dx < 0:
        pull = min(160.0, 60.0 - dx / 3)
    path = QPainterPath(start)
    path.cubicTo(start.x() + pull, start.y(), end.x() - pull, end.y(), end.x(), end.y())
    return path
