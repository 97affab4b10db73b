"""Normal distributions as one picture: the plane between its two edges, or a chart."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStackedLayout, QWidget

from playground.kernels.array import Array
from playground.ui.plots.colors import class_color
from playground.ui.plots.decisions.decision import Decision
from playground.ui.plots.densities.cloud_view import CloudView
from playground.ui.plots.densities.clouds import Clouds
from playground.ui.plots.densities.density_chart import DensityChart
from playground.ui.plots.densities.ridge import Ridge
from playground.ui.theme import px, theme

THINNEST, THICKEST = 26, 84


class DensitiesPicture(QWidget):
    """Shows distributions over the samples that they describe.

    Signals
    -------
    pointed(object)
        The place (x, y) under the cursor, or None when it leaves.
    """

    pointed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._decision: Decision | None = None
        self._clouds: Clouds | None = None
        self._sheet, self.chart = QWidget(self), DensityChart(self)
        self.plane = CloudView(self._sheet)
        self.plane.setAccessibleName("Point at a place to see Bayes' rule there")
        self.ridges = [Ridge(self.plane, axis, self._sheet) for axis in (0, 1)]
        grid = QGridLayout(self._sheet)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(1)
        grid.addWidget(self.ridges[0], 0, 0)
        grid.addWidget(self.plane, 1, 0)
        grid.addWidget(self.ridges[1], 1, 1)
        self._views = QStackedLayout(self)
        self._views.addWidget(self._sheet)
        self._views.addWidget(self.chart)
        self.plane.pointed.connect(self.pointed)
        self.chart.hovered.connect(lambda x: self.pointed.emit(None if x is None else (x, 0.0)))

    def forget(self) -> None:
        """Paint everything anew with what is shown next."""
        self._decision = self._clouds = None

    def show_clouds(self, decision: Decision, clouds: Clouds, names: Sequence[str]) -> None:
        """Show other distributions.

        Parameters
        ----------
        decision
            Samples, plane and border; the border is left out where the plane is not all there is.
        names
            Of the axes.
        """
        before, same = self._decision, self._clouds is not None and clouds.same(self._clouds)
        self._decision, self._clouds = decision, clouds
        flat = "grid" in decision.arrays
        self._views.setCurrentWidget(self.chart if flat else self._sheet)
        if flat:
            ends = decision.arrays["grid"][[0, -1]].tolist()
            self.chart.show_clouds(clouds, decision.samples(), (ends[0], ends[1]), names[0])
            return
        if before is None or not decision.same_samples(before):
            self.plane.show_samples(decision.samples())
        if before is not None and same and _alike(before, decision):
            return
        plate = decision.plate()
        whole = len(decision.arrays["origin"]) == 2
        image = clouds.picture(plate.extent, plate.size)
        self.plane.names = (names[0], names[1])
        self.plane.legend = decision.legend()
        self.plane.show_clouds(clouds)
        borders = plate.borders if whole else np.empty((0, 2, 2))
        self.plane.show_plate(replace(plate, image=image, borders=borders))

    def show_spot(self, spot: Array | None, answer: int) -> None:
        """Mark the place that is asked about, in the colour of the class that is the answer."""
        self.chart.show_spot(spot)
        flat = spot is None or len(spot) < 2
        self.plane.show_spot(None if flat else spot, class_color(theme(), answer))
        for ridge in self.ridges:
            ridge.show_clouds(self._clouds, None if flat else spot)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the edges a share of the room."""
        super().resizeEvent(event)
        thick = thickness(self.height())
        self.ridges[0].setFixedHeight(thick)
        self.ridges[1].setFixedWidth(thick)


def thickness(height: float) -> int:
    """Return how thick the edges of a picture of that height are."""
    return int(np.clip(0.17 * height, px(THINNEST), px(THICKEST)))


def _alike(one: Decision, other: Decision) -> bool:
    """Say whether two decisions are of one plane, with one border."""
    return all(
        np.array_equal(one.arrays.get(name, ()), other.arrays.get(name, ()))
        for name in ("extent", "field", "directions")
    ) and one.same_samples(other)
