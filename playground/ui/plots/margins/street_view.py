"""The street between two classes on the plane, and the tube around a curve."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.chart import Chart
from playground.ui.plots.colors import class_color
from playground.ui.plots.decisions.plane_view import PlaneView
from playground.ui.plots.decisions.plate import Plate
from playground.ui.plots.margins.rings import paint_pulls
from playground.ui.plots.margins.street import Street
from playground.ui.plots.points import paint_rings, radius_for
from playground.ui.plots.polygon import lines, polygon
from playground.ui.theme import px, theme


class StreetView(PlaneView):
    """A plane with the boundary, both margins, and rings around the rows that pull."""

    def __init__(self, parent: QWidget) -> None:
        self.street: Street | None = None
        super().__init__(self._tell, parent)
        self.setAccessibleName("Boundary, margins and support vectors")

    def show_street(self, street: Street, names: tuple[str, str]) -> None:
        """Show a newer measurement, its axes called `names`."""
        before, self.street, self.names = self.street, street, names
        if before is None or not _same_rows(before, street):
            self.show_samples(street.samples())
        self.legend = street.legend()
        self.show_plate(street.plate())

    def forget(self) -> None:
        """Paint everything anew with the next measurement."""
        self.street = None

    def _tell(self, x: float, y: float) -> str:
        return self.street.read(x, y) if self.street is not None else ""

    def _paint_field(self, painter: QPainter, plate: Plate) -> None:
        super()._paint_field(painter, plate)
        if self.street is None or self.street.values:
            return
        for level, end in zip((-1.0, 1.0), self.street.ends, strict=True):
            segments = lines(self.pixels_of(self.street.line(level)))
            color = class_color(theme(), end)
            for pen in (QPen(theme().color("field", 0.8), px(3)), QPen(color, px(16) / 10)):
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawLines(segments)

    def _paint_wrong(self, painter: QPainter, plate: Plate) -> None:
        """Ring the rows that pull, where other planes ring mistakes."""
        street = self.street
        if street is None or not len(street.arrays["points"]):
            return
        at = self.pixels_of(street.arrays["points"])
        radius = radius_for(len(at), self.width(), self.height())
        paint_pulls(painter, at, street.share, street.row_colors(), radius)


class TubeChart(Chart):
    """A curve over one feature with its tube, and rings around the rows that pull."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.street: Street | None = None
        self.marked: frozenset[int] = frozenset()
        self.setAccessibleName("Curve, tube and support vectors")

    def show_street(self, street: Street, feature: str) -> None:
        """Show a newer measurement over a feature of that name."""
        self.street = street
        self.show_drawing(street.chart(feature))

    def mark(self, rows: frozenset[int]) -> None:
        """Ring the samples of these rows."""
        if rows != self.marked:
            self.marked = rows
            self.update()

    def paint_under(self, painter: QPainter, axes: Axes) -> None:
        """Fill the tube."""
        street = self.street
        if street is None or "curve" not in street.arrays or not street.values:
            return
        grid, curve = street.arrays["grid"], street.arrays["curve"]
        half = float(street.arrays["tube"])
        around = np.concatenate([curve + half, (curve - half)[::-1]])
        x = axes.x_pixels(np.concatenate([grid, grid[::-1]]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("accent", 0.16))
        painter.drawPolygon(polygon(np.stack([x, axes.y_pixels(around)], axis=1)))

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the chart and the rings."""
        super().paint(painter, vector)
        street = self.street
        if street is None or not len(street.arrays["points"]):
            return
        axes = self.axes()
        at = self._places(axes, street.arrays["points"])
        radius = radius_for(len(at), self.width(), self.height())
        painter.save()
        painter.setClipRect(axes.area)
        paint_pulls(painter, at, street.share, street.row_colors(), radius)
        if self.marked:
            paint_rings(painter, at[np.isin(street.arrays["rows"], list(self.marked))], radius)
        painter.restore()

    @staticmethod
    def _places(axes: Axes, points: Array) -> Array:
        return np.stack([axes.x_pixels(points[:, 0]), axes.y_pixels(points[:, 1])], axis=1)


def _same_rows(one: Street, other: Street) -> bool:
    names = ("points", "labels", "values")
    return one.ends == other.ends and all(
        np.array_equal(one.arrays.get(n, ()), other.arrays.get(n, ())) for n in names
    )
