"""What the pictures of test functions share: balls, arrows, the pointer, and the place chosen."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from playground.engine.functions.test_function import TestFunction
from playground.kernels.array import Array
from playground.ui.plots.functions.arrows import Stages, enlargement, paint_arrow, written
from playground.ui.plots.functions.balls import Balls, paint_balls, paint_minimum, paint_tail
from playground.ui.plots.legend import Legend, paint_legend
from playground.ui.plots.lettering import chip, number
from playground.ui.plots.painted import Painted
from playground.ui.plots.surface.paths import paint_start
from playground.ui.theme import px, theme

NARROW = 380
"""Width below which words are cut short."""
STARTS = 8
"""Starts that are marked at most."""


class FunctionView(Painted):
    """Balls on a function; a subclass draws the function and knows where things are.

    Signals
    -------
    start_chosen(object)
        The person chose a start: its coordinates.
    ball_chosen(int)
        The person chose a member.
    """

    start_chosen = Signal(object)
    ball_chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.function: TestFunction | None = None
        self.balls: Balls | None = None
        self.stages: Stages | None = None
        self.notice = ""
        self._cursor: QPointF | None = None
        self._dragged: QPointF | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)

    # what subclasses say -----------------------------------------------------

    def to_pixels(self, points: Array) -> Array:
        """Return pixels ``(..., 2)`` of points ``(..., dimension)``."""
        raise NotImplementedError

    def from_pixel(self, at: QPointF) -> tuple[float, ...]:
        """Return the point at a pixel."""
        raise NotImplementedError

    def paint_ground(self, painter: QPainter, vector: bool) -> QRectF:
        """Paint the function and return where balls may be."""
        raise NotImplementedError

    def arrow(
        self, point: Array, move: Array, factor: float, lane: int = 0
    ) -> tuple[QPointF, QPointF]:
        """Return the ends of an arrow from a point, so many times as long as the move.

        Arrows of different lanes may stand apart where they would cover each other.
        """
        start = self.to_pixels(point)
        end = start + factor * (self.to_pixels(point + move) - start)
        return QPointF(*start.tolist()), QPointF(*end.tolist())

    # what the panel uses -----------------------------------------------------

    def show_function(self, function: TestFunction) -> None:
        """Show another function."""
        if function != self.function:
            self.function = function
            self.update()

    def show_balls(self, balls: Balls | None, stages: Stages | None, notice: str = "") -> None:
        """Show where members are, and the parts of the next step of one of them."""
        self.balls, self.stages, self.notice = balls, stages, notice
        self.update()

    # painting ------------------------------------------------------------------

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the picture; `vector` avoids pixmaps, for SVG and PDF."""
        painter.fillRect(self.rect(), theme().color("field"))
        if self.function is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        with np.errstate(all="ignore"):
            area = self.paint_ground(painter, vector)
            painter.setClipRect(area)
            self._paint_marks(painter)
            if self.balls is not None and len(self.balls.path):
                self._paint_balls(painter, self.balls)
        self._paint_words(painter, area)

    def _paint_marks(self, painter: QPainter) -> None:
        assert self.function is not None
        for point in self.function.minima:
            paint_minimum(painter, QPointF(*self.to_pixels(np.array(point)).tolist()))

    def _paint_balls(self, painter: QPainter, balls: Balls) -> None:
        pixels = self.to_pixels(balls.path)
        for member in range(balls.members):
            strong = balls.members <= STARTS or member == balls.member
            paint_tail(painter, pixels[:, member], balls.color(member), strong)
        starts = np.unique(pixels[0], axis=0)
        for start in starts if len(starts) <= STARTS else ():
            if np.isfinite(start).all():
                paint_start(painter, QPointF(*start.tolist()))
        paint_balls(painter, balls, pixels[-1])
        if self.stages is not None:
            self._paint_arrows(painter, balls, self.stages)

    def _paint_arrows(self, painter: QPainter, balls: Balls, stages: Stages) -> None:
        ball, factor = balls.path[-1, balls.member], self._factor(balls, stages)
        last = len(stages.moves) - 1
        for lane in (last, *range(last)):
            begin, move = stages.starts[lane], stages.moves[lane]
            start, end = self.arrow(ball + begin * factor, move, factor, lane)
            paint_arrow(painter, start, end, stages.colors[lane], 3.6 if lane == last else 2.0)

    def _factor(self, balls: Balls, stages: Stages) -> float:
        ball = balls.path[-1, balls.member]
        ends = [self.arrow(ball, move, 1.0) for move in stages.moves]
        longest = max(np.hypot((b - a).x(), (b - a).y()) for a, b in ends)
        return enlargement(float(longest), max(min(self.width(), self.height()) * 0.2, px(56)))

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        if self.stages is not None and self.balls is not None and len(self.balls.path):
            factor = written(self._factor(self.balls, self.stages))
            *parts, step = self.stages.names
            if area.width() < px(NARROW):
                names = tuple(name.strip("−").partition(" ")[0] for name in (*parts, step))
            else:
                names = (*parts, f"{step} (drawn {factor})" if factor else step)
            legend = Legend(classes=tuple(zip(names, self.stages.colors, strict=True)))
            paint_legend(painter, legend, area, area.width() - px(18), np.empty((0, 2)))
        if self.notice:
            chip(painter, self.notice, QPointF(area.center().x(), area.top() + px(8)),
                 "center", area)  # fmt: skip
        if self._cursor is not None and area.contains(self._cursor):
            self._paint_cursor(painter, area, self._cursor)

    def _paint_cursor(self, painter: QPainter, area: QRectF, cursor: QPointF) -> None:
        assert self.function is not None
        point = self.from_pixel(cursor)
        with np.errstate(all="ignore"):
            value = float(self.function.value(np.array(point)))
        names = zip(self.function.variables, point, strict=True)
        place = ", ".join(f"{name} {number(at)}" for name, at in names)
        text = f"{place}: f = {number(value)}"
        if area.width() > px(420):
            text += " · click to start here"
        at = cursor + QPointF(px(12), px(12))
        if at.x() > area.center().x():
            chip(painter, text, cursor + QPointF(-px(12), px(12)), "right", area)
        else:
            chip(painter, text, at, "left", area)

    # the pointer ------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the ball under the pointer, else begin to choose a start."""
        if event.button() != Qt.MouseButton.LeftButton or self.function is None:
            return
        member = self._ball_at(event.position())
        if member is not None:
            self.ball_chosen.emit(member)
        else:
            self._dragged = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell what is under the pointer."""
        self._cursor = event.position()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the start under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton and self._dragged is not None:
            self._dragged = None
            if self.rect().contains(event.position().toPoint()):
                self.start_chosen.emit(self.from_pixel(event.position()))

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Hide the words at the pointer."""
        self._cursor = None
        self.update()

    def _ball_at(self, at: QPointF) -> int | None:
        balls = self.balls
        if balls is None or balls.members < 2 or not len(balls.path):
            return None
        with np.errstate(all="ignore"):
            away = self.to_pixels(balls.path[-1]) - np.array([at.x(), at.y()])
            far = np.hypot(away[:, 0], away[:, 1])
        far = np.where(np.isfinite(far), far, np.inf)
        nearest = int(far.argmin())
        return nearest if far[nearest] <= px(9) else None
