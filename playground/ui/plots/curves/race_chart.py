"""A chart whose curves can be picked."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent

from playground.ui.plots.chart import Chart
from playground.ui.theme import px


class RaceChart(Chart):
    """Tells which curve is clicked.

    Signals
    -------
    clicked(QPointF)
        Where the person clicked.
    """

    clicked = Signal(object)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell where the click was."""
        self.clicked.emit(event.position())

    def nearest(self, x: float, pixel: float, values: list[float]) -> int | None:
        """Return which of some values at x is nearest to a pixel row, None if none is near."""
        rows = self.axes().y_pixels(np.array(values, float))
        gaps = np.where(np.isfinite(rows), np.abs(rows - pixel), np.inf)
        if not len(gaps) or gaps.min() > px(14):
            return None
        return int(gaps.argmin())
