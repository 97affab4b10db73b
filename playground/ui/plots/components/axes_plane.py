"""Samples on a plane, the axes through them, and where the samples come back to."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.decisions.plane_view import PlaneView
from playground.ui.plots.functions.arrows import paint_arrow
from playground.ui.plots.lettering import chip
from playground.ui.plots.polygon import lines
from playground.ui.theme import px, theme

NEAR, MOST_NAMED = 14.0, 6
"""Pixels within which a click means a sample, and how many arrows are drawn."""

MOST_FEET = 400
"""Of more samples the lines to their feet would cover everything."""


@dataclass(frozen=True, eq=False)
class Arrows:
    """Axes on a plane.

    Attributes
    ----------
    origin
        Where they begin ``(2,)``.
    ends
        From there, one standard deviation along each axis ``(k, 2)``.
    standing
        How many stand; the one after them is still turning.
    feet
        Segments ``(n, 2, 2)`` from the samples to where they come back to.
    """

    origin: Array
    ends: Array
    standing: int
    feet: Array


class AxesPlane(PlaneView):
    """Paints samples with the axes along which they vary.

    Signals
    -------
    picked(int)
        The sample of this row was clicked.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda x, y: "", parent)
        self._arrows: Arrows | None = None
        self.setAccessibleName("Axes on the data")
        self.setToolTip(
            "Arrows are one standard deviation long; thin lines lead to where a row comes back "
            "to. Click a row to take it apart"
        )

    def show_arrows(self, arrows: Arrows | None) -> None:
        """Show other axes."""
        self._arrows = arrows
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Pick the sample that is near; Shift brushes."""
        super().mousePressEvent(event)
        shown = self.samples
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if not plain or not self.ready or shown is None or shown.rows is None or not len(shown.at):
            return
        at = event.position()
        far = np.hypot(*(self.pixels_of(shown.at) - [at.x(), at.y()]).T)
        if far.min() <= px(NEAR):
            self.picked.emit(int(shown.rows[far.argmin()]))

    def paint_over(self, painter: QPainter) -> None:
        """Paint feet, axes and arrows."""
        told = self._arrows
        if told is None:
            return
        if 0 < len(told.feet) <= MOST_FEET:
            painter.setPen(QPen(theme().color("error", 0.55), 1.0))
            painter.drawLines(lines(self.pixels_of(told.feet.reshape(-1, 2)).reshape(-1, 2, 2)))
        start = self.pixels_of(told.origin[None])[0]
        ends = self.pixels_of(told.origin + told.ends[:MOST_NAMED])
        for i in reversed(range(len(ends))):
            away = ends[i] - start
            if np.hypot(*away) < 2:
                continue
            turning = i >= told.standing
            color = theme().color("warning" if turning else "accent")
            self._paint_way(painter, start, away, i, turning)
            paint_arrow(painter, QPointF(*start), QPointF(*ends[i]), color, 2.6 if i < 2 else 1.8)
        self._name(painter, start, ends)

    def _paint_way(
        self, painter: QPainter, start: Array, away: Array, i: int, turning: bool
    ) -> None:
        """Paint the line along which an axis lies, through the whole picture."""
        if i > 1:
            return
        reach = (self.width() + self.height()) * away / np.hypot(*away)
        pen = QPen(theme().color("warning" if turning else "accent", 0.45), 1.2)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(*(start - reach)), QPointF(*(start + reach)))

    def _name(self, painter: QPainter, start: Array, ends: Array) -> None:
        inside = QRectF(self.rect())
        for i, end in enumerate(ends[:2].tolist()):
            away = np.array(end) - start
            far = float(np.hypot(*away))
            if far < px(16):
                continue
            x, y = (np.array(end) + away / far * px(16)).tolist()
            chip(painter, f"PC {i + 1}", QPointF(x, y - px(9)), "center", inside)
