"""The chart of a decision over one feature, whose samples can be taken hold of."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.chart import Chart, Drawing
from playground.ui.plots.decisions.marks import paint_outline
from playground.ui.plots.decisions.plate import Samples
from playground.ui.theme import px


class BareAxes(Axes):
    """Axes without numbers, which leave all the room to the curves."""

    def __init__(self, drawing: Drawing, around: QRectF) -> None:
        super().__init__(around, drawing.x_range, drawing.y_range)
        self.area = around.adjusted(px(2), px(2), -px(2), -px(2))

    def paint(self, painter: QPainter) -> None:
        """Paint nothing."""


class DecisionChart(Chart):
    """A chart that says where its samples are, and what is at a pixel.

    Attributes
    ----------
    bare
        Whether the axes are left out.
    """

    brushing = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bare = False
        self._box: tuple[float, float] | None = None

    def axes(self) -> Axes:
        """Return the axes of what is shown, at the widget's size."""
        return BareAxes(self.drawing, QRectF(self.rect())) if self.bare else super().axes()

    @property
    def samples(self) -> Samples | None:
        """The samples that are shown."""
        return self.drawing.samples

    @property
    def ready(self) -> bool:
        """Whether there is a picture yet."""
        return bool(self.drawing.lines or self.drawing.samples)

    def pixels_of(self, at: Array) -> Array:
        """Return the pixels ``(n, 2)`` of samples ``(n, 2)``."""
        axes = self.axes()
        return np.stack([axes.x_pixels(at[:, 0]), axes.y_pixels(at[:, 1])], axis=1)

    def place_at(self, at: QPointF) -> tuple[float, float]:
        """Return (x, y) at a pixel, kept within the axes."""
        axes = self.axes()
        low, high = axes.y_range
        share = (axes.area.bottom() - at.y()) / max(axes.area.height(), 1.0)
        x = min(max(axes.x_at(at.x()), axes.x_range[0]), axes.x_range[1])
        return x, low + min(max(share, 0.0), 1.0) * (high - low)

    def outline(self, box: tuple[float, float] | None) -> None:
        """Outline what lies between two values of the feature, which may be infinite."""
        if box != self._box:
            self._box = box
            self.update()

    def paint_under(self, painter: QPainter, axes: Axes) -> None:
        """Paint the outlined box."""
        if self._box is not None:
            left, right = axes.x_pixels(np.array(self._box)).tolist()
            corners = np.array([[left, axes.area.top()], [right, axes.area.bottom()]])
            paint_outline(painter, axes.area, corners)

    def show_samples(self, samples: Samples | None) -> None:
        """Show other samples with the same curves."""
        self.show_drawing(replace(self.drawing, samples=samples))
