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
"""Pixels within which the cursor means a sample, and how many arrows are drawn."""

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
    picked(object)
        The row under the cursor, or None when it leaves; a click holds on to it.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda x, y: "", parent)
        self._arrows: Arrows | None = None
        self._row: int | None = None
        self.setAccessibleName("Axes on the data")
        self.setToolTip(
            "Arrows are one standard deviation long; thin lines lead to where a row comes back "
            "to. Point at a row to take it apart, click to hold on to it"
        )

    def show_arrows(self, arrows: Arrows | None) -> None:
        """Show other axes."""
        self._arrows = arrows
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Hold on to the sample under the cursor; Shift brushes."""
        super().mousePressEvent(event)
        if event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._point(self._near(event))
            self._row = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Point at the sample under the cursor."""
        super().mouseMoveEvent(event)
        if not event.buttons():
            found = self._near(event)
            if found is not None or self._row is not None:
                self._point(found)

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Point at nothing."""
        super().leaveEvent(event)
        if self._row is not None:
            self._point(None)

    def _near(self, event: QMouseEvent) -> int | None:
        """Return the row of the sample under the cursor, or None."""
        shown = self.samples
        if not self.ready or shown is None or shown.rows is None or not len(shown.at):
            return None
        at = event.position()
        far = np.hypot(*(self.pixels_of(shown.at) - [at.x(), at.y()]).T)
        return int(shown.rows[far.argmin()]) if far.min() <= px(NEAR) else None

    def _point(self, row: int | None) -> None:
        if row != self._row:
            self._row = row
            self.picked.emit(row)

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
