"""The densities of one feature along an edge of the plane."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.kernels.array import Array
from playground.ui.plots.decisions.plane_view import PlaneView
from playground.ui.plots.densities.clouds import Clouds
from playground.ui.plots.lettering import font
from playground.ui.theme import px, theme, themes

ROOM = 0.9
"""Share of the thickness that the highest density takes."""

FLAT = 0.003
"""Share of the highest density below which nothing is drawn."""


class Ridge(QWidget):
    """Paints the density of every class along an axis of a plane, pixel above pixel.

    Parameters
    ----------
    plane
        Whose edge it lies along.
    axis
        0: above the plane, along x; 1: right of it, along y.
    """

    def __init__(self, plane: PlaneView, axis: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._plane, self._axis = plane, axis
        self._clouds: Clouds | None = None
        self._spot: Array | None = None
        along, across = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        self.setSizePolicy(*((along, across) if axis == 0 else (across, along)))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        where = "horizontal" if axis == 0 else "vertical"
        self.setAccessibleName(f"Density of each class along the {where} axis")
        themes().changed.connect(self.update)

    def show_clouds(self, clouds: Clouds | None, spot: Array | None) -> None:
        """Show other distributions, and the place ``(2,)`` that is asked about."""
        self._clouds, self._spot = clouds, spot
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return some length, and no more thickness than is given."""
        return QSize(px(48), px(48))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the densities."""
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the densities; the same way on the screen and into a file."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("panel"))
        clouds = self._clouds
        if clouds is None or not clouds.known or not self._plane.ready:
            return
        painter.setClipRect(self.rect())
        peak = clouds.peak(self._axis)
        for label in clouds.known:
            self._paint_one(painter, clouds, label, peak)
        if self._spot is not None:
            self._paint_spot(painter, clouds, peak)
        if self._axis == 0 and self.height() >= px(36):
            painter.setFont(font(10.5))
            painter.setPen(theme().color("secondary"))
            painter.drawText(QRectF(px(6), px(3), px(120), px(16)), 0, "density ↑")

    def _paint_one(self, painter: QPainter, clouds: Clouds, label: int, peak: float) -> None:
        low, high = self._ends()
        spread, middle = clouds.spread(label, self._axis), clouds.mean[label, self._axis]
        fine = np.linspace(middle - 4 * spread, middle + 4 * spread, 81)
        values = np.unique(np.concatenate([np.linspace(low, high, 160), fine]))
        values = values[(values >= low) & (values <= high)]
        dense = clouds.density(label, self._axis, values) / peak
        seen = dense > FLAT
        curve = [self._pixel(*at) for at in zip(values[seen], dense[seen], strict=True)]
        if not curve:
            return
        fill = QColor(clouds.color(label))
        fill.setAlphaF(0.28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        first, last = values[seen][[0, -1]].tolist()
        painter.drawPolygon(QPolygonF([self._pixel(first, 0), *curve, self._pixel(last, 0)]))
        painter.setPen(QPen(clouds.color(label), 1.8 * px(10) / 10))
        painter.drawPolyline(QPolygonF(curve))

    def _paint_spot(self, painter: QPainter, clouds: Clouds, peak: float) -> None:
        """Mark the place, and how dense each class is there."""
        assert self._spot is not None
        value = float(self._spot[self._axis])
        painter.setPen(QPen(theme().color("text", 0.4), 1))
        painter.drawLine(self._pixel(value, 0), self._pixel(value, 1 / ROOM))
        painter.setPen(QPen(theme().color("panel"), 1.2))
        for label in clouds.known:
            painter.setBrush(clouds.color(label))
            share = float(clouds.density(label, self._axis, np.array(value))) / peak
            painter.drawEllipse(self._pixel(value, share), px(3.5), px(3.5))

    def _ends(self) -> tuple[float, float]:
        """Return the values at the two ends of the edge."""
        plane = self._plane
        first = plane.place_at(QPointF(0, plane.height()))[self._axis]
        return first, plane.place_at(QPointF(plane.width(), 0))[self._axis]

    def _pixel(self, value: float, share: float) -> QPointF:
        """Return where a value lies along the edge, so high above it."""
        low, high = self._ends()
        part = (value - low) / (high - low)
        if self._axis == 0:
            return QPointF(part * self.width(), self.height() * (1 - ROOM * share))
        return QPointF(self.width() * ROOM * share, (1 - part) * self.height())
