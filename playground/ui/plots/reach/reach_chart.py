"""Distances to the k-th neighbour in order, with epsilon as a line to be dragged across."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.chart import Chart, Drawing, Line
from playground.ui.plots.lettering import chip, number
from playground.ui.plots.polygon import polygon
from playground.ui.theme import px, theme

HOLD = 12
"""Pixels from a line within which a press takes hold of it."""

STEP = 1.05
"""What an arrow key multiplies epsilon by."""


class Distances(NamedTuple):
    """What the chart shows.

    Attributes
    ----------
    rows, far
        Row numbers and their distances ``(n,)``, the largest first.
    epsilon, suggested
        The one in use, and the one at the bend.
    k
        Which neighbour is meant.
    """

    rows: Array
    far: Array
    epsilon: float
    suggested: float
    k: int

    @property
    def core(self) -> int:
        """How many rows are core rows."""
        return int((self.far <= self.epsilon).sum())


class ReachChart(Chart):
    """Distances in falling order: right of where they pass below epsilon stand the core rows.

    Signals
    -------
    moved(float, bool)
        The person drags epsilon here; False once they have let go.
    pointed(object)
        Number of the row under the cursor, or None.
    """

    moved = Signal(float, bool)
    pointed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.distances: Distances | None = None
        self.brushed: frozenset[int] = frozenset()
        self._held = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Distances to the k-th neighbour, with epsilon")
        self.setToolTip("Drag the line, or press ↑ and ↓, to choose epsilon")

    def show_distances(self, distances: Distances) -> None:
        """Show other distances, or another epsilon."""
        self.distances = distances
        far, n = distances.far, len(distances.far)
        top = max(float(far.max(initial=0.0)), distances.suggested, 1e-12) * 1.08
        if self._held:
            top = max(self.drawing.y_range[1], top)
        elif distances.epsilon < 3 * top:
            top = max(top, distances.epsilon * 1.08)
        line = Line(np.arange(1, n + 1), far, theme().color("accent"), 2.0)
        self.show_drawing(
            Drawing(
                (line,), x_range=(0.5, max(n, 2) + 0.5), y_range=(0.0, top), x_name="rows",
                y_name=f"distance to neighbour {distances.k}" if distances.k else "distance",
            )  # fmt: skip
        )

    def mark(self, rows: frozenset[int]) -> None:
        """Mark rows on the curve."""
        if rows != self.brushed:
            self.brushed = rows
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the line, or put it where the press is."""
        if event.button() != Qt.MouseButton.LeftButton or self.distances is None:
            return
        near = self._near_suggestion(event.position())
        self._held = not near
        self.moved.emit(self.distances.suggested if near else self._at(event), self._held)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag the line, or tell which row is under the cursor."""
        if self._held:
            self.moved.emit(self._at(event), True)
            return
        super().mouseMoveEvent(event)
        shown = self.distances
        if shown is None or not len(shown.far):
            return
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        place = round(self.axes().x_at(event.position().x())) - 1
        inside = 0 <= place < len(shown.rows)
        self.pointed.emit(int(shown.rows[place]) if inside else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let the line go."""
        if self._held:
            self._held = False
            self.moved.emit(self._at(event), False)

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Point at no row."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move the line with the arrow keys."""
        by = {Qt.Key.Key_Up: STEP, Qt.Key.Key_Down: 1 / STEP}.get(Qt.Key(event.key()))
        if by is None or self.distances is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(self.distances.epsilon * by, False)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the curve, the two lines, and marked rows."""
        super().paint(painter, vector)
        if self.distances is None or not len(self.distances.far):
            return
        axes = self.axes()
        painter.save()
        painter.setClipRect(axes.area)
        self._fill(painter, axes, self.distances)
        self._mark_rows(painter, axes, self.distances)
        painter.restore()
        shown = self.distances
        if abs(shown.suggested - shown.epsilon) > 0.02 * shown.epsilon:
            self._rule(painter, axes, shown.suggested, theme().color("secondary"), "bend")
        self._rule(painter, axes, shown.epsilon, theme().color("warning"), "epsilon")

    def _fill(self, painter: QPainter, axes: Axes, shown: Distances) -> None:
        """Fill what is below the curve where rows are core rows."""
        first = len(shown.far) - shown.core
        if first >= len(shown.far):
            return
        x = axes.x_pixels(np.arange(first, len(shown.far)) + 1)
        y = axes.y_pixels(shown.far[first:])
        ground = np.full(2, axes.area.bottom())
        outline = [np.concatenate([x, x[[-1, 0]]]), np.concatenate([y, ground])]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("accent", 0.22))
        painter.drawPolygon(polygon(np.stack(outline, axis=1)))

    def _mark_rows(self, painter: QPainter, axes: Axes, shown: Distances) -> None:
        if not self.brushed:
            return
        places = np.flatnonzero(np.isin(shown.rows, list(self.brushed)))
        x, y = axes.x_pixels(places + 1), axes.y_pixels(shown.far[places])
        painter.setPen(QPen(theme().color("field"), 1.5))
        painter.setBrush(theme().color("text"))
        for at in zip(x.tolist(), y.tolist(), strict=True):
            painter.drawEllipse(QPointF(*at), px(4), px(4))

    def _rule(
        self, painter: QPainter, axes: Axes, value: float, color: QColor, name: str
    ) -> None:
        """Draw a line across, with its name and value."""
        y = float(axes.y_pixels(np.array([value]))[0])
        y = min(max(y, axes.area.top()), axes.area.bottom())
        style = Qt.PenStyle.SolidLine if name == "epsilon" else Qt.PenStyle.DashLine
        painter.setPen(QPen(color, px(2 if name == "epsilon" else 1), style))
        painter.drawLine(QPointF(axes.area.left(), y), QPointF(axes.area.right(), y))
        at = QPointF(axes.area.right() - px(6), y - px(11))
        if name == "bend":
            at = QPointF(axes.area.center().x(), y - px(11))
        chip(painter, f"{name} {number(value)}", at, "right", QRectF(axes.area))

    def _at(self, event: QMouseEvent) -> float:
        """Return the epsilon at a place of the mouse, a pixel above nothing at least."""
        axes = self.axes()
        low, high = axes.y_range
        pixel = min(max(event.position().y(), axes.area.top()), axes.area.bottom() - 1)
        return low + (axes.area.bottom() - pixel) * (high - low) / max(axes.area.height(), 1.0)

    def _near_suggestion(self, at: QPointF) -> bool:
        """Say whether a press is meant for the bend's line rather than for epsilon's."""
        assert self.distances is not None
        axes = self.axes()
        lines = np.array([self.distances.suggested, self.distances.epsilon])
        bend, epsilon = np.abs(axes.y_pixels(lines) - at.y())
        return bool(bend < px(HOLD) / 2 and epsilon > px(HOLD))
