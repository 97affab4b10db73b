"""A chart of one criterion over the number of groups, on which a click chooses one."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.chart import Chart, Drawing, Line
from playground.ui.plots.elbow.count_curve import CountCurve
from playground.ui.plots.lettering import chip, number
from playground.ui.theme import px, theme

STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class CountChart(Chart):
    """Paints a criterion, what it suggests, and where the running learner stands.

    Left and right move along the numbers, Return chooses one.

    Attributes
    ----------
    free
        Whether a number can be chosen.

    Signals
    -------
    picked(int)
        This number of groups is wanted.
    """

    picked = Signal(int)
    free = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curve: CountCurve | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Click a number of groups to use it (arrow keys and Return)")

    def show_curve(self, curve: CountCurve, free: bool) -> None:
        """Show another criterion, or other values of it."""
        self.curve, self.free = curve, free
        line = Line(curve.ks.astype(float), curve.values, theme().color("accent"), 2.0)
        ends = float(curve.ks[0]) - 0.5, float(curve.ks[-1]) + 0.5
        self.setAccessibleName(f"{curve.title}; {curve.suggestion}")
        self.show_drawing(
            Drawing((line,), x_range=ends, y_range=curve.y_range, x_name="k",
                    y_name=curve.title)
        )  # fmt: skip

    def axes(self) -> Axes:
        """Return the axes of what is shown; the numbers below are whole."""
        axes = super().axes()
        if self.curve is not None:
            ks = [float(k) for k in self.curve.ks]
            stride = max(1, -(-len(ks) * px(24) // max(int(axes.area.width()), 1)))
            axes.x_ticks = ks[::stride] if stride == 1 else ks[stride - 1 :: stride]
        return axes

    def number_at(self, x: float) -> int | None:
        """Return the number of groups at a pixel column, or None beside the chart."""
        if self.curve is None:
            return None
        axes = self.axes()
        if not axes.area.left() <= x <= axes.area.right():
            return None
        return int(np.clip(round(axes.x_at(x)), self.curve.ks[0], self.curve.ks[-1]))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Point at the nearest number of groups."""
        k = self.number_at(event.position().x())
        self.point_at(None if k is None else float(k))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the number of groups under the cursor."""
        k = self.number_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and k is not None:
            self._pick(k)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move along the numbers, or choose one."""
        curve, key = self.curve, Qt.Key(event.key())
        if curve is None or key not in (*STEPS, *CHOOSE):
            super().keyPressEvent(event)
            return
        k = int(self.cursor_x if self.cursor_x is not None else curve.current)
        if key in STEPS:
            self.point_at(float(np.clip(k + STEPS[key], curve.ks[0], curve.ks[-1])))
        else:
            self._pick(k)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Point at nothing any more."""
        self.point_at(None)
        super().focusOutEvent(event)

    def _pick(self, k: int) -> None:
        if self.free and self.curve is not None and k != self.curve.current:
            self.picked.emit(k)

    def paint_under(self, painter: QPainter, axes: Axes) -> None:
        """Paint the columns that are in use and pointed at, and how an elbow is found."""
        if self.curve is None:
            return
        self._paint_column(painter, axes, self.curve.current, theme().color("accent", 0.14))
        if self.cursor_x is not None:
            self._paint_column(painter, axes, int(self.cursor_x), theme().color("text", 0.07))
        if self.curve.choice == "elbow" and self.curve.suggested:
            self._paint_chord(painter, axes, self.curve)

    def _paint_column(self, painter: QPainter, axes: Axes, k: int, color: QColor) -> None:
        left, right = axes.x_pixels(np.array([k - 0.5, k + 0.5]))
        room = QRectF(left, axes.area.top(), right - left, axes.area.height())
        painter.fillRect(room.intersected(axes.area), color)

    def _paint_chord(self, painter: QPainter, axes: Axes, curve: CountCurve) -> None:
        """Paint the straight line from end to end, and how far below it the elbow lies."""
        x, y = _chord(axes, curve)
        painter.setPen(QPen(theme().color("secondary", 0.7), px(1), Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x[0], y[0]), QPointF(x[1], y[1]))
        at = _point(axes, curve.suggested, curve.at(curve.suggested))
        painter.setPen(QPen(theme().color("ok"), px(1), Qt.PenStyle.DotLine))
        painter.drawLine(at, QPointF(at.x(), _chord_at(axes, curve)))

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the chart, with points and words above the curve."""
        super().paint(painter, vector)
        if self.curve is None:
            return
        axes, curve = self.axes(), self.curve
        painter.save()
        for k in curve.ks[curve.known].tolist():
            _dot(painter, _point(axes, k, curve.at(k)), 3.5, theme().color("accent"))
        taken = self._paint_suggestion(painter, axes, curve)
        self._paint_running(painter, axes, curve, taken)
        self._paint_reading(painter, axes, curve)
        painter.restore()

    def _paint_suggestion(self, painter: QPainter, axes: Axes, curve: CountCurve) -> QRectF:
        """Paint a ring around the suggested number; returns where its words lie."""
        if not curve.suggested:
            return QRectF()
        at = _point(axes, curve.suggested, curve.at(curve.suggested))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().color("ok"), px(2)))
        painter.drawEllipse(at, px(8), px(8))
        place, align = QPointF(at.x(), at.y() - px(34)), "center"
        if curve.choice == "lowest":
            place.setY(at.y() + px(12))
        elif curve.choice == "elbow":
            middle = (at.y() + _chord_at(axes, curve)) / 2
            place, align = QPointF(at.x() + px(8), middle - px(10)), "left"
        return chip(painter, curve.suggestion, place, align, axes.area)

    def _paint_running(
        self, painter: QPainter, axes: Axes, curve: CountCurve, taken: QRectF
    ) -> None:
        """Paint the learner as a dot on its way to the curve; its words keep out of `taken`."""
        if not np.isfinite(curve.now) or not curve.ks[0] <= curve.current <= curve.ks[-1]:
            return
        at, goal = _point(axes, curve.current, curve.now), curve.at(curve.current)
        at.setY(min(max(at.y(), axes.area.top()), axes.area.bottom()))
        if np.isfinite(goal):
            painter.setPen(QPen(theme().color("class 1"), px(2)))
            painter.drawLine(at, _point(axes, curve.current, goal))
        _dot(painter, at, 5.5, theme().color("class 1"))
        right = at.x() + px(90) < axes.area.right()
        high = px(6) if curve.choice == "highest" else -px(22)
        near = QRectF(at.x() + px(12), at.y() + high, px(78), px(22))
        right = right and not near.intersects(taken)
        side = QPointF(at.x() + (px(12) if right else -px(12)), at.y() + high)
        words = f"now {number(curve.now, full=True)}"
        chip(painter, words, side, "left" if right else "right", axes.area)

    def _paint_reading(self, painter: QPainter, axes: Axes, curve: CountCurve) -> None:
        """Say what the number under the cursor comes to."""
        if self.cursor_x is None:
            return
        k, words = int(self.cursor_x), curve.read(int(self.cursor_x))
        if self.free and k != curve.current:
            words += " · click to use"
        chip(painter, words, QPointF(axes.area.right(), axes.area.top()), "right", axes.area)


def _point(axes: Axes, k: float, value: float) -> QPointF:
    """Return where a value stands."""
    return QPointF(
        float(axes.x_pixels(np.array([k]))[0]), float(axes.y_pixels(np.array([value]))[0])
    )


def _chord(axes: Axes, curve: CountCurve) -> tuple[Array, Array]:
    """Return where the curve begins and ends: two pixel columns, two pixel rows."""
    known = np.flatnonzero(curve.known)
    ends = known[[0, -1]] if len(known) else [0, -1]
    return axes.x_pixels(curve.ks[ends].astype(float)), axes.y_pixels(curve.values[ends])


def _chord_at(axes: Axes, curve: CountCurve) -> float:
    """Return the pixel row of the straight line from end to end, above the suggested number."""
    x, y = _chord(axes, curve)
    column = float(axes.x_pixels(np.array([curve.suggested]))[0])
    return float(y[0] + (y[1] - y[0]) * (column - x[0]) / max(x[1] - x[0], 1e-9))


def _dot(painter: QPainter, at: QPointF, radius: float, color: QColor) -> None:
    painter.setPen(QPen(theme().color("field"), px(2)))
    painter.setBrush(color)
    size = radius * px(10) / 10
    painter.drawEllipse(at, size, size)
