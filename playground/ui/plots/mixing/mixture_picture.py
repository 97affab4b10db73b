"""A mixture as one picture: light and ellipses on a plane, or curves over one feature."""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from playground.kernels.array import Array
from playground.ui.plots.decisions.plate import Plate, Samples
from playground.ui.plots.densities.cloud_view import CloudView
from playground.ui.plots.glide import Glide
from playground.ui.plots.groups.colors import group_color
from playground.ui.plots.legend import Legend
from playground.ui.plots.mixing.mist import Mist, blends, same_rows
from playground.ui.plots.mixing.mixture_chart import MixtureChart
from playground.ui.theme import px

ACROSS = 104
"""Cells of the light from left to right."""

SNAP = 9
"""Distance from the cursor at which a row is meant, not the place."""

NAMED = 8


class MixturePicture(QWidget):
    """Shows components, which glide from step to step, and rows in the blends of their colours.

    Signals
    -------
    pointed(object, int)
        The place (x, y) under the cursor, or None when it leaves; and the number of the row
        there, -1 for none.
    """

    pointed = Signal(object, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.plane, self.chart = CloudView(self), MixtureChart(self)
        self.plane.setAccessibleName("Point at a row or a place to see who answers for it")
        self._views = QStackedLayout(self)
        self._views.addWidget(self.plane)
        self._views.addWidget(self.chart)
        self._arrays: Mapping[str, Array] | None = None
        self._names: Sequence[str] = ("", "")
        self._glide = Glide(self, self._follow)
        self.plane.pointed.connect(self._point)
        self.chart.hovered.connect(lambda x: self._point(None if x is None else (x, 0.0)))

    def forget(self) -> None:
        """Paint everything anew with what is shown next."""
        self._arrays = None

    @property
    def mist(self) -> Mist | None:
        """The components as they are seen now."""
        packed = self._glide.places
        if packed is None or self._arrays is None:
            return None
        return Mist.unpacked(packed, self._arrays["mean"].shape[1])

    def show_mixture(self, arrays: Mapping[str, Array], names: Sequence[str]) -> None:
        """Show a newer measurement.

        Parameters
        ----------
        arrays
            What the mixture probe sent.
        names
            Of the axes.
        """
        before, self._arrays, self._names = self._arrays, arrays, names
        if before is None or not same_rows(before, arrays):
            shades, colors = blends(arrays["shares"])
            points = arrays["points"]
            parts = np.zeros(len(points), np.int8)
            self.plane.show_samples(Samples(points, shades, parts, colors, arrays["rows"]))
        self.plane.names = (names[0], names[1])
        self.plane.legend = _legend(arrays["weight"])
        anew = before is None or not np.array_equal(before["extent"], arrays["extent"])
        self._glide.show(Mist(arrays).packed, at_once=anew)
        self._follow()

    def show_spot(self, spot: Array | None, answer: int) -> None:
        """Mark the place that is asked about, in the colour of the component that answers."""
        self.chart.show_spot(spot)
        flat = spot is None or len(spot) < 2
        self.plane.show_spot(None if flat else spot, group_color(answer))

    def _follow(self) -> None:
        """Show the components where they are on their way."""
        mist, arrays = self.mist, self._arrays
        if mist is None or arrays is None:
            return
        flat = mist.mean.shape[1] == 1
        self._views.setCurrentWidget(self.chart if flat else self.plane)
        if flat:
            self.chart.show_mist(mist, arrays, self._names[0])
            return
        extent = tuple(arrays["extent"].tolist())
        size = (ACROSS, max(1, round(ACROSS * (extent[3] - extent[2]) / (extent[1] - extent[0]))))
        size = (size[0], min(size[1], 4 * ACROSS))
        self.plane.show_clouds(mist)
        self.plane.show_plate(Plate(extent, mist.picture(extent, size), size))

    def _point(self, place: tuple[float, float] | None) -> None:
        """Tell what is under the cursor."""
        shown = self.plane.samples
        if place is None or shown is None or not len(shown.at) or shown.rows is None:
            self.pointed.emit(place, -1)
            return
        if self._views.currentWidget() is self.chart:
            self.pointed.emit(place, -1)
            return
        away = self.plane.pixels_of(shown.at) - self.plane.pixels_of(np.array([place]))
        far = np.linalg.norm(away, axis=1)
        nearest = int(far.argmin())
        self.pointed.emit(place, int(shown.rows[nearest]) if far[nearest] <= px(SNAP) else -1)


def _legend(weight: Array) -> Legend:
    """Return what the colours mean: components with the share of the rows they stand for."""
    if len(weight) > NAMED:
        return Legend()
    return Legend(tuple(
        (f"{c + 1}: {100 * share:.0f} %", group_color(c)) for c, share in enumerate(weight.tolist())
    ))  # fmt: skip
