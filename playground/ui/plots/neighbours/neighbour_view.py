"""The plane with a place, lines to its nearest rows, and the ball that holds them."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.decisions.asking_view import AskingView
from playground.ui.plots.decisions.marks import paint_spot
from playground.ui.plots.neighbours.reach import Reach
from playground.ui.plots.points import TRAIN, paint_mark, radius_for
from playground.ui.plots.polygon import lines
from playground.ui.theme import px, theme

FAINT = 0.5
"""How much of what lies outside the ball is hidden."""


class NeighbourView(AskingView):
    """Paints the plane, and on it a place with all that it hears from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reach: Reach | None = None

    def show_reach(self, reach: Reach | None) -> None:
        """Show another place and its neighbours."""
        self._reach = reach
        self.update()

    def paint_over(self, painter: QPainter) -> None:
        """Paint the place and its neighbours."""
        reach = self._reach
        if reach is None or not self.ready:
            return
        spot = self.pixels_of(reach.spot[None])[0]
        if reach.known:
            self._paint_ball(painter, reach, spot)
            self._paint_lines(painter, reach, spot)
        paint_spot(painter, QPointF(*spot), reach.color, self._spot_radius(reach, spot))

    def _spot_radius(self, reach: Reach, spot: Array) -> float:
        """Return how large the place is drawn: small enough to leave its neighbours in sight."""
        if not reach.known:
            return px(7)
        far = np.linalg.norm(self.pixels_of(reach.at) - spot, axis=1).max()
        return float(np.clip(0.16 * far, px(3), px(7)))

    def _paint_ball(self, painter: QPainter, reach: Reach, spot: Array) -> None:
        """Veil what is too far, and draw the rim of what is near."""
        if not len(reach.ball):
            return
        rim = self.pixels_of(reach.ball.reshape(-1, 2)).reshape(-1, 2, 2)
        if reach.closed():
            veil = QPainterPath()
            veil.setFillRule(Qt.FillRule.OddEvenFill)
            veil.addRect(QRectF(self.rect()))
            veil.addPath(_inside(rim, spot))
            painter.fillPath(veil, theme().color("field", FAINT))
        for color, width in ((theme().color("canvas", 0.8), 4.0), (theme().color("text"), 1.6)):
            pen = QPen(color, width * px(10) / 10)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLines(lines(rim))

    def _paint_lines(self, painter: QPainter, reach: Reach, spot: Array) -> None:
        """Draw a line to each neighbour, as wide as its vote, and the neighbour above it."""
        count = len(self.samples.at) if self.samples is not None else len(reach.at)
        radius = radius_for(count, self.width(), self.height()) * 1.15
        at = self.pixels_of(reach.at)
        top = float(reach.share.max()) or 1.0
        thick = float(np.clip(px(26) / len(at) ** 0.5, px(1), px(4)))
        strengths = (0.25 + 0.75 * reach.share[: len(at)] / top).tolist()
        for (x, y), strength, color in zip(at.tolist(), strengths, reach.colors, strict=False):
            ray = QColor(color)
            ray.setAlphaF(0.35 + 0.55 * strength)
            painter.setPen(QPen(ray, max(thick * strength, 1.0)))
            painter.drawLine(QPointF(*spot), QPointF(x, y))
        for (x, y), color in zip(at.tolist(), reach.colors, strict=False):
            paint_mark(painter, QPointF(x, y), radius, color, TRAIN)


def _inside(rim: Array, spot: Array) -> QPainterPath:
    """Return the inside of closed lines: places that an odd number of fans to the spot cover."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    middle = QPointF(*spot)
    for (x0, y0), (x1, y1) in rim.tolist():
        path.moveTo(middle)
        path.lineTo(x0, y0)
        path.lineTo(x1, y1)
        path.closeSubpath()
    return path
