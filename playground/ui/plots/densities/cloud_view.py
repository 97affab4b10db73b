"""The plane with normal distributions: their ellipses, and the place that is asked about."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.decisions.asking_view import AskingView
from playground.ui.plots.decisions.marks import paint_spot
from playground.ui.plots.densities.clouds import Clouds
from playground.ui.plots.lettering import font
from playground.ui.plots.stroke import stroke
from playground.ui.theme import mix, px, theme

NAMED_FROM = 240
"""Height from which the ellipses are named."""


class CloudView(AskingView):
    """Paints the plane, its samples, and ellipses of one and two standard deviations."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clouds: Clouds | None = None
        self._spot: Array | None = None
        self._answer = QColor()

    def show_clouds(self, clouds: Clouds | None) -> None:
        """Show other distributions."""
        self._clouds = clouds
        self.update()

    def show_spot(self, spot: Array | None, answer: QColor) -> None:
        """Mark the place ``(2,)`` that is asked about, in the colour of the answer."""
        self._spot, self._answer = spot, answer
        self.update()

    def paint_over(self, painter: QPainter) -> None:
        """Paint the ellipses and the place."""
        if self._clouds is None or not self.ready:
            return
        for label in self._clouds.known:
            self._paint_ellipses(painter, self._clouds, label)
        for label in self._clouds.known:
            self._paint_middle(painter, self._clouds, label)
        if self._clouds.known and self.height() >= px(NAMED_FROM):
            self._name_ellipses(painter, self._clouds)
        if self._spot is not None:
            at = QPointF(*self.pixels_of(self._spot[None])[0])
            paint_spot(painter, at, self._answer, self._mark_size())

    def _mark_size(self) -> float:
        """Return half the size of marks, less where they would hide small ellipses."""
        return float(np.clip(self.height() / 45, px(2.5), px(5)))

    def _paint_ellipses(self, painter: QPainter, clouds: Clouds, label: int) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        bright = mix(clouds.color(label), theme().color("text"), 0.25)
        ground = theme().color("field")
        rim = mix(ground, theme().color("canvas"), 0.55)
        for deviations, width, strength in ((2.0, 1.4, 0.75), (1.0, 2.0, 1.0)):
            outline = self.pixels_of(clouds.outline(label, deviations))
            ring = np.concatenate([outline, outline[:1]])
            for color, wide in ((rim, width + 2.0), (mix(ground, bright, strength), width)):
                stroke(painter, ring, color, wide * px(10) / 10)

    def _paint_middle(self, painter: QPainter, clouds: Clouds, label: int) -> None:
        x, y = self.pixels_of(clouds.mean[label][None])[0].tolist()
        arm = self._mark_size()
        for color, width in ((theme().color("canvas"), 5.0), (theme().color("text"), 2.2)):
            painter.setPen(QPen(color, width * px(10) / 10))
            painter.drawLine(QPointF(x - arm, y), QPointF(x + arm, y))
            painter.drawLine(QPointF(x, y - arm), QPointF(x, y + arm))

    def _name_ellipses(self, painter: QPainter, clouds: Clouds) -> None:
        """Write how many standard deviations the ellipses of the highest one are wide."""
        painter.setFont(font(10.5))
        painter.setPen(theme().color("text"))
        tops = {c: self.pixels_of(clouds.outline(c, 2.0))[:, 1].min() for c in clouds.known}
        label = min(tops, key=lambda c: (tops[c] < px(20), tops[c]))
        for deviations in (1, 2):
            outline = self.pixels_of(clouds.outline(label, deviations))
            x, y = outline[int(np.argmin(outline[:, 1]))].tolist()
            room = QRectF(x - px(24), y - px(17), px(48), px(15))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, f"{deviations} σ")
